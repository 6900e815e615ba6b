//! The vault (保险库): texts about persons, kept apart from acts, so that they can be erased.
//!
//! Acts are kept for good and are proved by hashes. What is written about a person isn't: names,
//! free text. So an act doesn't carry such a text but a [`Reference`] to it: whose it is, and what
//! it is committed to. The text itself is sealed under the key of its **subject**, the person (or,
//! where nobody knows which person a text is about, the matter). Erasing the subject destroys its
//! key and its texts; the acts stay as they were recorded, and so does every proof.
//!
//! ```text
//! master key ─wraps─► key of a tenant's index ─HMAC─► blind: by which a subject is found by name
//!     └──────wraps─► key of a subject ─┬─HMAC──► salt of a text ─SHA-256─► commitment, in the act
//!                                      └─AEAD──► salt and text, sealed, in the vault
//! ```
//!
//! - The **master key** lies in a file or in the environment, outside the data and their backups
//!   ([`MasterKeys`]). It is replaced by another with [`Ledger::rewrap`](crate::Ledger::rewrap).
//! - A **subject** has an identifier of its own; its name is stored nowhere. The same name leads to
//!   the same subject until it is erased.
//! - A **text** is sealed once for a subject and a column, however many acts refer to it. The content
//!   of an attached **file** is sealed like one, and kept apart from texts ([`ATTACHMENTS`]).
//! - What is **kept** beside acts and changed in place (who signs in how, until when) is sealed under a
//!   key of the tenant's index, and its names are blind too ([`Kept`]).
//! - **Reading** of texts is done by [`Ledger::unseal`](crate::Ledger::unseal) alone, which says who reads
//!   and why before it tells anything.

mod attachments;
mod erase;
mod holds;
mod index;
mod journal;
mod kept;
mod key;
mod master;
mod reference;
mod rewrap;
mod sealing;
mod subject_key;
mod unseal;

use std::path::PathBuf;
use std::sync::Arc;

use crate::store::StoreError;
pub use attachments::{ATTACHMENTS, Attached, Attachment, AttachmentError, LARGEST_FILE};
pub use erase::{ERASURES, EraseError, Known};
pub use holds::{HOLDS, Hold};
use journal::Journal;
pub use journal::JournalError;
pub use kept::Kept;
pub use master::{KeyError, MasterKey, MasterKeys};
pub use reference::{NoReference, Reference, References};
pub(crate) use reference::{references_of, references_text};
pub(crate) use sealing::Sealing;
pub use sealing::WouldRefer;
pub use unseal::{Access, Accesses, Reading, Recording, Text, Texts};

/// What a ledger seals and opens texts with.
#[derive(Debug, Clone)]
pub struct Vault {
    keys: MasterKeys,
    journal: Option<Journal>,
    accesses: Option<Arc<dyn Accesses>>,
}

impl Vault {
    /// A vault whose keys are wrapped by these.
    pub fn new(keys: MasterKeys) -> Self {
        Self { keys, journal: None, accesses: None }
    }

    /// The same, with the file outside the data into which erasures are written: those in it are
    /// done again where a restored backup undid them.
    #[must_use]
    pub fn with_journal(self, file: PathBuf) -> Self {
        Self { journal: Some(Journal(file)), ..self }
    }

    /// The same, with every reading taken down before anything is told.
    #[must_use]
    pub fn recording(self, accesses: Arc<dyn Accesses>) -> Self {
        Self { accesses: Some(accesses), ..self }
    }
}

/// What is about a person: a text, or the content of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A text, told with others of its act.
    Text(String),
    /// A file, told by itself.
    File(Vec<u8>),
}

impl Content {
    fn bytes(&self) -> &[u8] {
        match self {
            Self::Text(text) => text.as_bytes(),
            Self::File(bytes) => bytes,
        }
    }
}

/// Something about a person, as it is handed in with an act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Personal {
    /// Whom or what it is about, by name: `person:…`, `matter:…`. The name is stored nowhere.
    pub subject: String,
    /// What is said.
    pub content: Content,
    /// Until when the law has it kept, in microseconds since 1970: before that the subject isn't
    /// erased.
    pub retain_until: Option<i64>,
}

impl Personal {
    /// A text about a subject, by its name, which no law has kept for a time.
    pub fn new(subject: impl Into<String>, text: impl Into<String>) -> Self {
        let (subject, content) = (subject.into(), Content::Text(text.into()));
        Self { subject, content, retain_until: None }
    }
}

/// Why a text can't be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum VaultError {
    /// No master key was given.
    #[error(
        "what is written about persons is sealed, and no master key was given; give the folder it is in"
    )]
    NoKeys,
    /// Something is wrapped by a master key that wasn't given.
    #[error(
        "the vault is wrapped by the master key `{needed}`, and `{given}` was given; give that one"
    )]
    OtherKey {
        /// The key by which it was wrapped.
        needed: String,
        /// The keys given.
        given: String,
    },
    /// The system gives no random bytes.
    #[error("the system gives no random bytes for a key")]
    Random,
    /// No cipher takes so much.
    #[error("a text is too long to be sealed")]
    TooLong,
    /// What is stored isn't what was stored.
    #[error("the vault isn't as it was written: {0}")]
    Damaged(String),
    /// The reading couldn't be taken down, so nothing was told.
    #[error("can't take down who reads what is written about persons")]
    Unrecorded(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// The store failed.
    #[error("can't read the vault")]
    Store(#[from] StoreError),
}
