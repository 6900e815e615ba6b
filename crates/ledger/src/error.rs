//! What can go wrong, told apart by what the caller can do.

use std::path::PathBuf;
use std::sync::Arc;

use crate::act::MOST_ACTS;
use crate::store::StoreError;
use crate::{EraseError, Head, VaultError};

/// Why an append has no answer.
#[derive(Debug, Clone, thiserror::Error)]
pub enum AppendError {
    /// The matter has other acts than the caller knew; nothing was recorded.
    #[error("matter `{matter}` is at version {}, not {expected}; read it and decide anew", stands.version)]
    Conflict {
        /// The matter.
        matter: String,
        /// The version the caller expected.
        expected: i64,
        /// Where the matter stands now.
        stands: Head,
    },
    /// The key was used for another append; nothing was recorded.
    #[error("idempotency key `{0}` was used for another append; give each append a key of its own")]
    KeyReused(String),
    /// A name that can't be recorded.
    #[error("the name of the {what} {why}; give another")]
    Name {
        /// What is named.
        what: &'static str,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Too few acts or too many.
    #[error("an append has 1 to {MOST_ACTS} acts, and this one {0}")]
    Count(usize),
    /// The tenant's read models were made otherwise than this program makes them, or are being made
    /// again; nothing was recorded.
    #[error("the read models of `{0}` were made by another version of the program; rebuild them")]
    Models(String),
    /// The tenant's log is signed with another key than this program has; nothing was recorded.
    #[error("the log of `{tenant}` is signed for `{known}`; open the ledger with that key")]
    LogKey {
        /// Whose log.
        tenant: String,
        /// The verifier key of the one that signs it.
        known: String,
    },
    /// The log can't take in what is recorded, so that no promise could be kept; nothing was recorded.
    #[error("the log of `{tenant}` can't go on: {why}")]
    Log {
        /// Whose log.
        tenant: String,
        /// Why not.
        why: String,
    },
    /// What was erased and is there again after a restore can't be erased again.
    #[error("can't erase again what a restored backup has")]
    Erase(#[source] Arc<EraseError>),
    /// What it says of persons can't be sealed; nothing was recorded.
    #[error(transparent)]
    Vault(Arc<VaultError>),
    /// The store failed before the commit: nothing was recorded.
    #[error("can't record in the ledger")]
    Store(#[source] Arc<StoreError>),
    /// What the store holds can't be read: nothing was recorded.
    #[error("can't record in the ledger")]
    Read(#[source] Arc<ReadError>),
    /// The store failed at the commit: whether the acts were recorded isn't known. Append again
    /// under the same idempotency key.
    #[error("can't tell whether the acts were recorded; append again under the same key")]
    Unknown(#[source] Arc<StoreError>),
    /// The ledger was closed before.
    #[error("the ledger is closed")]
    Closed,
}

impl From<StoreError> for AppendError {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl From<ReadError> for AppendError {
    fn from(error: ReadError) -> Self {
        match error {
            ReadError::Store(error) => error.into(),
            other => Self::Read(Arc::new(other)),
        }
    }
}

/// Why a ledger can't be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder can't be made.
    #[error("can't make the folder `{}`", path.display())]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// No ledger is there, and none was to be made.
    #[error("`{}` holds no ledger; import a package into it first", .0.display())]
    NotThere(PathBuf),
    /// The address isn't one of a PostgreSQL database.
    #[error("the database's address isn't of the form `postgres://user@host/database`")]
    Address,
    /// The database can't be connected to.
    #[error("can't open the ledger")]
    Connect(#[source] StoreError),
    /// The system has no thread for the task that writes.
    #[error("can't start the task that writes")]
    Writer(#[source] std::io::Error),
    /// The tables can't be brought up to date.
    #[error("can't bring the ledger's tables up to date with `{name}`")]
    Migrate {
        /// The migration that failed.
        name: &'static str,
        /// Why.
        source: StoreError,
    },
    /// A node of a Citus cluster acknowledges commits before its disk has them.
    #[error(
        "a node of the database's Citus cluster acknowledges what its disk doesn't have yet; \
         set `synchronous_commit = on` on each node"
    )]
    Hasty,
    /// What was erased and is there again after a restore can't be erased again.
    #[error("can't erase again what a restored backup has")]
    Erase(#[source] Box<EraseError>),
    /// A later version of the program made tables that this one doesn't know.
    #[error(
        "the ledger was made by a later version of the program, which added `{0}`; use that one"
    )]
    Newer(String),
}

/// Why something can't be read.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// The store failed.
    #[error("can't read the ledger")]
    Store(#[from] StoreError),
    /// The ledger was closed before.
    #[error("the ledger is closed")]
    Closed,
    /// Registers that read models hang on can't be used.
    #[error("the registers of tenant `{tenant}` can't be used: {what}")]
    Unusable {
        /// Whose registers.
        tenant: String,
        /// What is wrong with them.
        what: String,
    },
    /// What is stored isn't what was stored.
    #[error("act {position} of tenant `{tenant}` isn't as it was recorded: {what}")]
    Damaged {
        /// Whose ledger.
        tenant: String,
        /// Which act.
        position: i64,
        /// What is wrong with it.
        what: String,
    },
}
