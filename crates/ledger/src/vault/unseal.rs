//! Reading what is sealed: the one way to it, which says who reads and why.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::error::Error;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use super::index::{Index, unwrapped};
use super::sealing::{WouldRefer, would_refer};
use super::subject_key::SubjectKey;
use super::{Reference, Vault, VaultError};
use crate::statements::{SUBJECT_KEYS, TEXTS_OF_SUBJECTS};
use crate::store::Tx;
use crate::{Act, Ledger, NewAct};

/// Who reads what is written about persons, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// Who reads.
    pub who: String,
    /// What for.
    pub why: String,
    /// The matter for which it is read, if it is for one.
    pub matter: Option<String>,
}

/// A reading that is about to be done.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    /// Whose ledger is read.
    pub tenant: &'a str,
    /// Who reads and why.
    pub reading: &'a Reading,
    /// About whom, each once.
    pub subjects: &'a [&'a str],
}

/// Whether a reading was taken down, once it is known.
pub type Recording<'a> =
    Pin<Box<dyn Future<Output = Result<(), Box<dyn Error + Send + Sync>>> + Send + 'a>>;

/// Takes down who read what is written about whom.
pub trait Accesses: fmt::Debug + Send + Sync {
    /// Takes the reading down; nothing is told unless this is done.
    fn record<'a>(&'a self, access: Access<'a>) -> Recording<'a>;
}

/// What stands behind a reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Text {
    /// The text.
    Told(String),
    /// Its subject was erased.
    Erased,
}

/// What stands behind the references of an act, by column.
pub type Texts = BTreeMap<String, Text>;

impl Ledger {
    /// What stands behind the references of acts in these columns, act by act.
    ///
    /// # Errors
    /// [`VaultError`]: nothing is told where the reading can't be taken down, a key is missing, or
    /// what is stored isn't what an act refers to.
    pub async fn unseal(
        &self,
        tenant: &str,
        acts: &[Act],
        columns: &[&str],
        reading: Reading,
    ) -> Result<Vec<Texts>, VaultError> {
        let wanted = |act: &'_ Act| -> Vec<(String, Reference)> {
            let is_wanted =
                |(column, _): &(&String, &Reference)| columns.contains(&column.as_str());
            let of_act = act.sealed.iter().filter(is_wanted);
            of_act.map(|(column, reference)| (column.clone(), reference.clone())).collect()
        };
        let wanted: Vec<_> = acts.iter().map(wanted).collect();
        let references = || wanted.iter().flatten().map(|(_, reference)| reference);
        let subjects: BTreeSet<&str> = references().map(|it| it.subject.as_str()).collect();
        if subjects.is_empty() {
            return Ok(acts.iter().map(|_| Texts::new()).collect());
        }
        let vault = self.vault()?;
        let subjects: Vec<&str> = subjects.into_iter().collect();
        vault.take_down(Access { tenant, reading: &reading, subjects: &subjects }).await?;
        let mut tx = self.pools.reading.begin_reading().await?;
        let opener = Opener::of(vault, &mut tx, tenant, &subjects).await?;
        let open = |(column, reference)| Ok((column, opener.open(tenant, &reference)?));
        wanted.into_iter().map(|of_act| of_act.into_iter().map(open).collect()).collect()
    }

    /// Every text about a subject, in the order of their commitments: what the person is told who
    /// asks for it (个人信息保护法 art. 45).
    ///
    /// # Errors
    /// As [`Ledger::unseal`].
    pub async fn texts_of(
        &self,
        tenant: &str,
        subject: &str,
        reading: Reading,
    ) -> Result<Vec<String>, VaultError> {
        let vault = self.vault()?;
        vault.take_down(Access { tenant, reading: &reading, subjects: &[subject] }).await?;
        let mut tx = self.pools.reading.begin_reading().await?;
        let opener = Opener::of(vault, &mut tx, tenant, &[subject]).await?;
        let mut references: Vec<_> = opener.texts.keys().collect();
        references.sort();
        let mut texts = Vec::new();
        for reference in references {
            if let Text::Told(text) = opener.open(tenant, reference)? {
                texts.push(text);
            }
        }
        Ok(texts)
    }

    /// What each act would carry in place of its personal texts if it were recorded now. Tells
    /// nothing of what is sealed.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn would_refer(
        &self,
        tenant: &str,
        acts: &[&NewAct],
    ) -> Result<Vec<WouldRefer>, VaultError> {
        if acts.iter().all(|act| act.personal.is_empty()) {
            return Ok(acts.iter().map(|_| WouldRefer::new()).collect());
        }
        let mut tx = self.pools.reading.begin_reading().await?;
        would_refer(&self.vault()?.keys, &mut tx, tenant, acts).await
    }

    /// The subject of this name, if there is one that isn't erased.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn find_subject(
        &self,
        tenant: &str,
        name: &str,
    ) -> Result<Option<String>, VaultError> {
        let keys = &self.vault()?.keys;
        let mut tx = self.pools.reading.begin_reading().await?;
        let Some(index) = Index::find(&mut tx, tenant, keys).await? else { return Ok(None) };
        let found = index.subjects(&mut tx, tenant, keys, [name]).await?;
        match found.into_values().next() {
            Some(Ok(subject)) => Ok(Some(subject.id)),
            Some(Err(error)) => {
                Err(Arc::into_inner(error).unwrap_or_else(|| VaultError::Damaged(name.to_owned())))
            }
            None => Ok(None),
        }
    }

    /// Whether the keys given are those that the tenant's vault is wrapped by, if it has one.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn check_keys(&self, tenant: &str) -> Result<(), VaultError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        Index::find(&mut tx, tenant, &self.vault()?.keys).await.map(drop)
    }

    pub(super) fn vault(&self) -> Result<&Vault, VaultError> {
        self.vault.as_deref().ok_or(VaultError::NoKeys)
    }
}

impl Vault {
    pub(super) async fn take_down(&self, access: Access<'_>) -> Result<(), VaultError> {
        match &self.accesses {
            Some(accesses) => accesses.record(access).await.map_err(VaultError::Unrecorded),
            None => Ok(()),
        }
    }
}

/// The keys and texts of subjects.
pub(super) struct Opener {
    /// By subject; none where it was erased.
    keys: HashMap<String, Option<SubjectKey>>,
    texts: HashMap<Reference, Vec<u8>>,
}

impl Opener {
    pub(super) async fn of(
        vault: &Vault,
        tx: &mut Tx,
        tenant: &str,
        subjects: &[&str],
    ) -> Result<Self, VaultError> {
        let rows: Vec<_> = subjects.iter().map(|subject| [(*subject).into()]).collect();
        let found: Vec<(String, Option<String>, Option<Vec<u8>>)> =
            tx.fetch_many(&SUBJECT_KEYS, &[tenant.into()], &rows).await?;
        let mut keys = HashMap::new();
        for (subject, master, wrapped) in found {
            let key = match master.zip(wrapped) {
                Some((master, wrapped)) => {
                    Some(unwrapped(&vault.keys, tenant, &subject, &master, &wrapped)?)
                }
                None => None,
            };
            keys.insert(subject, key);
        }
        let found: Vec<(String, String, Vec<u8>)> =
            tx.fetch_many(&TEXTS_OF_SUBJECTS, &[tenant.into()], &rows).await?;
        let text = |(subject, commitment, sealed)| (Reference { subject, commitment }, sealed);
        Ok(Self { keys, texts: found.into_iter().map(text).collect() })
    }

    /// The content of a file; none where it isn't what the reference says, or its subject was erased.
    pub(super) fn open_file(
        &self,
        tenant: &str,
        reference: &Reference,
        sealed: &[u8],
    ) -> Option<Vec<u8>> {
        let key = self.keys.get(&reference.subject)?.as_ref()?;
        key.open(tenant, reference, sealed).map(|content| content.to_vec())
    }

    pub(super) fn open(&self, tenant: &str, reference: &Reference) -> Result<Text, VaultError> {
        let damaged = |what| VaultError::Damaged(format!("{what} `{reference}`"));
        let key = self.keys.get(&reference.subject);
        let Some(key) = key.ok_or_else(|| damaged("the subject isn't there of"))? else {
            return Ok(Text::Erased);
        };
        let sealed = self.texts.get(reference).ok_or_else(|| damaged("no text is there for"))?;
        let text = key.open(tenant, reference, sealed);
        text.and_then(|text| String::from_utf8(text.to_vec()).ok())
            .map(Text::Told)
            .ok_or_else(|| damaged("the text isn't the one of"))
    }
}
