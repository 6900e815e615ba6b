//! What every page may use: the agency's ledger, the words, and what the public is shown of it.

use std::sync::Arc;

use efficacy::words::{Lang, Words};
use tokio::task::spawn_blocking;

use super::Refused;
use crate::cli::Failure;
use crate::portal::{Public, Shelf};
use crate::records::Books;
use crate::words;

/// What pages are made of. Clones share it.
#[derive(Clone)]
pub(crate) struct Office {
    books: Books,
    words: [Arc<Words>; 2],
    public: Arc<Public>,
}

impl Office {
    /// Reads what is shown to the public; it isn't called from within the server.
    pub(crate) fn open(books: Books) -> Result<Self, Failure> {
        let public = Arc::new(Public::open(&books)?);
        Ok(Self { books, words: Lang::ALL.map(|lang| Arc::new(words::of(lang))), public })
    }

    pub(super) fn words(&self, lang: Lang) -> Arc<Words> {
        let [chinese, english] = &self.words;
        match lang {
            Lang::ZhCn => chinese.clone(),
            Lang::En => english.clone(),
        }
    }

    /// The agency's name.
    pub(super) fn agency(&self) -> String {
        self.public.last().agency.clone()
    }

    /// What the public is shown, as of the ledger's last act.
    pub(crate) async fn shelf(&self) -> Result<Arc<Shelf>, Refused> {
        let public = self.public.clone();
        self.read(move |books| public.shelf(books)).await
    }

    /// What the public may read of reports.
    pub(crate) fn public(&self) -> Arc<Public> {
        self.public.clone()
    }

    /// Asks the ledger on a thread that may wait for it.
    pub(crate) async fn read<T: Send + 'static>(
        &self,
        ask: impl FnOnce(&Books) -> Result<T, Failure> + Send + 'static,
    ) -> Result<T, Refused> {
        let books = self.books.clone();
        let asked = spawn_blocking(move || ask(&books)).await;
        asked.map_err(|error| Refused::broken(&error))?.map_err(Refused::from)
    }
}
