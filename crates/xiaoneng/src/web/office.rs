//! What every page may use: the agency's ledger, the words, the shelf of its items.

use std::net::SocketAddr;
use std::sync::{Arc, OnceLock};

use authority::Authority;
use efficacy::words::{Lang, Words};
use legal_clock::{Calendar, Day};
use tokio::task::spawn_blocking;

use super::Refused;
use crate::accounts::{DemoPerson, Guesses, OpenId};
use crate::cli::Failure;
use crate::portal::Editions;
use crate::records::{Books, broken};
use crate::shelf::{Keeper, Shelf, Usuals};
use crate::words;

/// What pages are made of. Clones share it.
#[derive(Clone)]
pub(crate) struct Office {
    books: Books,
    words: [Arc<Words>; 2],
    keeper: Arc<Keeper>,
    editions: Arc<Editions>,
    authority: Arc<Authority>,
    manner: Arc<Manner>,
}

/// How the program is served.
#[derive(Debug, Default)]
pub(crate) struct Manner {
    /// Whether acts can be recorded, and so whether anybody can sign in.
    pub(crate) takes_visitors: bool,
    /// The address that browsers know it by: `https://hall.example`.
    pub(crate) origin: Option<String>,
    /// Where it listens, once it does.
    pub(crate) listens: OnceLock<SocketAddr>,
    /// Whether who asks is told by the server before it (`X-Forwarded-For`).
    pub(crate) is_forwarded: bool,
    /// The provider by which people sign in.
    pub(crate) openid: Option<OpenId>,
    /// Whom a visitor of the demonstration may be.
    pub(crate) demo: Vec<DemoPerson>,
    /// How often an address may guess.
    pub(crate) guesses: Guesses,
}

impl Office {
    /// Reads the items; it isn't called from within the server.
    pub(crate) fn open(books: Books, manner: Manner) -> Result<Self, Failure> {
        let (keeper, editions) = (Arc::new(Keeper::open(&books)?), Arc::new(Editions::new()?));
        let authority = Authority::built_in().map_err(|error| broken(&error))?;
        let words = Lang::ALL.map(|lang| Arc::new(words::of(lang)));
        let (authority, manner) = (Arc::new(authority), Arc::new(manner));
        Ok(Self { books, words, keeper, editions, authority, manner })
    }

    pub(super) fn authority(&self) -> Arc<Authority> {
        self.authority.clone()
    }

    /// Whose ledger it is.
    pub(crate) fn tenant(&self) -> &str {
        self.books.tenant()
    }

    /// The time, in microseconds since 1970.
    pub(crate) fn now(&self) -> i64 {
        self.books.now().0
    }

    /// Today.
    pub(crate) fn today(&self) -> Day {
        Calendar::china().when(self.books.now()).day
    }

    pub(crate) fn manner(&self) -> &Manner {
        &self.manner
    }

    /// Notes where it listens, which is only known then.
    pub(crate) fn listens_at(&self, address: SocketAddr) {
        // It listens once.
        self.manner.listens.get_or_init(|| address);
    }

    /// Whether anybody can sign in.
    pub(super) fn takes_visitors(&self) -> bool {
        self.manner.takes_visitors
    }

    /// Whether browsers reach it by HTTPS.
    pub(crate) fn is_secure(&self) -> bool {
        self.manner.origin.as_ref().is_some_and(|origin| origin.starts_with("https://"))
    }

    /// The name of the cookie with the token of a session: over HTTPS one that no other host and no
    /// other path can set (RFC 6265bis, 4.1.3).
    pub(crate) fn session_cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-session" } else { "session" }
    }

    /// The name of the cookie with the token of a sign-in that has begun.
    pub(crate) fn begun_cookie(&self) -> &'static str {
        if self.is_secure() { "__Host-begun" } else { "begun" }
    }

    pub(super) fn words(&self, lang: Lang) -> Arc<Words> {
        let [chinese, english] = &self.words;
        match lang {
            Lang::ZhCn => chinese.clone(),
            Lang::En => english.clone(),
        }
    }

    /// The agency's name.
    pub(crate) fn agency(&self) -> String {
        self.keeper.last().agency.clone()
    }

    /// The items as of the ledger's last act, or while somebody is reading that as they were before.
    pub(crate) async fn shelf(&self) -> Result<Arc<Shelf>, Refused> {
        let keeper = self.keeper.clone();
        self.read(move |books| keeper.shelf(books)).await
    }

    /// The same, for who asks on a thread that may wait and must see what was recorded before.
    pub(crate) fn current_shelf(&self, books: &Books) -> Result<Arc<Shelf>, Failure> {
        self.keeper.current(books)
    }

    /// How long items take. What is old is read anew meanwhile, and nobody waits for it.
    pub(crate) fn usuals(&self) -> Arc<Usuals> {
        if self.keeper.usuals_are_old() {
            let (keeper, books) = (self.keeper.clone(), self.books.clone());
            spawn_blocking(move || {
                if let Err(failure) = keeper.read_usuals(&books) {
                    tracing::error!(%failure, "how long items take isn't read");
                }
            });
        }
        self.keeper.usuals()
    }

    /// The editions of reports that were written to be read.
    pub(crate) fn editions(&self) -> Arc<Editions> {
        self.editions.clone()
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
