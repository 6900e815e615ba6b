//! The ledger (台账): every administrative act recorded once, in order, and never changed.
//!
//! A tenant is an agency. Its ledger is a sequence of acts; each belongs to a **matter**, and each
//! matter to a **register**. A case is a matter of the register `matters`; a row of any other
//! register (items, ratings, interfaces …) is a matter too, and whatever its register, a matter
//! begins with the act [`RECORDED`], which carries the whole row. Recorded again the row is
//! replaced, [`RETIRED`] ends it; the acts before stay what they were. Between them a case has the
//! acts of its procedure.
//!
//! ```text
//! position  register  matter  version  act       cells
//! 1         items     A       1        recorded  {"item_code":"A","name":…}
//! 2         matters   M1      1        recorded  {"matter_id":"M1","item_code":"A",…}
//! 3         matters   M1      2        accepted  {"actor":…}
//! 4         items     A       2        recorded  {"item_code":"A","name":"…, renamed"}
//! ```
//!
//! - **Append.** [`Ledger::append`] takes the acts of one matter and the version (how many acts
//!   it has) that the caller knows. Where the matter has moved on, nothing is recorded and
//!   [`AppendError::Conflict`] says where it stands. [`Ok`] means that the acts are on the disk.
//! - **Idempotency.** An append may bear a key. The same append under the same key gives the first
//!   answer again and records nothing; another append under it is refused. An error at commit is
//!   [`AppendError::Unknown`]: append again under the same key and know.
//! - **Position.** Acts are numbered from 1 without a gap, tenant by tenant, in the order in which
//!   they were committed. Who has read up to a position reads on from there ([`Ledger::tail`]) and
//!   misses nothing.
//! - **Time.** `at` is when an act happened, as the caller says; `recorded_at` is when the store
//!   took it, by the clock handed to [`Ledger::open`], and never decreases along the positions. An
//!   imported act also says when the system it came from had recorded it.
//! - **Versions.** Procedures, calendars and definitions of figures are rows of registers of their
//!   own, each version an act ([`Ledger::record_version`]). A matter names the version that it was
//!   opened under on its first act.
//!
//! One task writes (group commit): it takes what waits, tenant by tenant, and writes it
//! in one transaction. `docs/ledger.md` has the tables and says why they are as they are.
//!
//! - **Read models.** Where matters stand, what falls due when, what the figures count and what is
//!   wrong with acts are written in the transaction of the acts they follow from. What they say is
//!   the caller's ([`Models`]); that they are what the acts make them is the ledger's to keep
//!   ([`Ledger::sweep`], [`Ledger::rebuild`]).
//!
//! - **The past.** [`Ledger::past`] reads the ledger as it was when it stood at a position, from the
//!   acts up to it and no read model, so that what was computed then can be computed again.
//!
//! # Adding a read model
//! Give it a table keyed by tenant (a migration a statement, in both folders) and a field in
//! [`Model`]; write it in `project.rs` beside the others, and compare it in `rebuild.rs`.

#[cfg(test)]
extern crate self as ledger;

mod accesses;
mod act;
mod backup;
mod batch;
mod citus;
mod error;
mod log;
mod migrate;
mod models;
mod past;
mod project;
mod query;
mod read;
mod read_models;
mod rebuild;
mod statements;
mod store;
mod sweep;
mod take_over;
#[cfg(test)]
mod tests;
mod vault;
mod verify;
mod versions;
mod writer;

pub use accesses::{AccessLog, Accessed};
pub use act::{Act, Append, Appended, Cells, Head, MOST_ACTS, NewAct};
pub use backup::BackupError;
pub use error::{AppendError, OpenError, ReadError};
pub use log::{
    BeginError, LOG_KEYS, Leaf, LogError, LogKeeping, Logged, Promises, PublishError, RotateError,
};
pub use models::{Basis, Concern, Due, Fact, Finding, Fold, Model, Models};
pub use past::{Opened, Past};
pub use read::{RegisterRow, Snapshot};
pub use read_models::{OpenedFacts, Standing};
pub use rebuild::{Difference, Rebuilt};
pub use store::{Clock, Location, StoreError};
pub use take_over::TakeOverError;
pub use vault::{
    ATTACHMENTS, Access, Accesses, Attached, Attachment, AttachmentError, Content, ERASURES,
    EraseError, HOLDS, Hold, JournalError, Kept, KeyError, Known, LARGEST_FILE, MasterKey,
    MasterKeys, NoReference, Personal, Reading, Recording, Reference, References, Text, Texts,
    Vault, VaultError, WouldRefer,
};
pub use verify::{Fault, Trust, Verified};
pub use versions::{Version, VersionError};

use std::fmt;
use std::sync::Arc;

use log::{Log, Sequencer};
use project::Projector;
use store::Pools;
use writer::{Desk, Writer};

/// The act with which a matter begins, and by which its row is given anew.
pub const RECORDED: &str = "recorded";

/// The act by which a row leaves its register.
pub const RETIRED: &str = "retired";

/// The register of cases, tickets, warnings: what follows a procedure.
pub const MATTERS: &str = "matters";

/// An open ledger. Clones write through the same writer.
#[derive(Clone)]
pub struct Ledger {
    pools: Pools,
    writer: Writer,
    projector: Arc<Projector>,
    vault: Option<Arc<Vault>>,
    clock: Clock,
    log: Arc<Log>,
    sequencer: Option<Sequencer>,
}

/// What a ledger is opened with.
#[derive(Clone)]
pub struct Opening {
    /// Says when acts are recorded.
    pub clock: Clock,
    /// Says what is made of acts.
    pub models: Arc<dyn Models>,
    /// How logs are kept.
    pub log: LogKeeping,
    /// What texts about persons are sealed and opened with. Without it acts that bring such texts are
    /// refused, and those that are sealed can't be read; all else is the same.
    pub vault: Option<Vault>,
}

impl Opening {
    /// Without any key.
    pub fn new(clock: Clock, models: Arc<dyn Models>) -> Self {
        Self { clock, models, log: LogKeeping::default(), vault: None }
    }
}

impl fmt::Debug for Ledger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ledger").field("pools", &self.pools).finish_non_exhaustive()
    }
}

impl Ledger {
    /// Opens the ledger at `location` without keys: no log is kept of what it records.
    ///
    /// # Errors
    /// As [`Ledger::open_with`].
    pub async fn open(
        location: &Location,
        clock: Clock,
        models: Arc<dyn Models>,
    ) -> Result<Self, OpenError> {
        Self::open_with(location, Opening::new(clock, models)).await
    }

    /// Opens the ledger at `location`, making what isn't there yet, and starts its writer on the
    /// present tokio runtime, and what keeps its logs.
    ///
    /// A tenant whose read models were made otherwise takes no acts until they are made again:
    /// [`Ledger::stale`] names them, [`Ledger::rebuild`] does it.
    ///
    /// # Errors
    /// [`OpenError`] when the folder or the database can't be used.
    pub async fn open_with(location: &Location, opening: Opening) -> Result<Self, OpenError> {
        let Opening { clock, models, log, vault } = opening;
        let pools = Pools::open(location).await?;
        let desk = Desk {
            db: pools.writing.clone(),
            clock,
            projector: Arc::new(Projector::new(models)),
            log: Arc::new(Log::new(log)),
            vault: vault.map(Arc::new),
        };
        let writer = Writer::start(desk.clone()).map_err(OpenError::Writer)?;
        let sequencer = Sequencer::start(&pools, desk.clock.clone(), desk.log.clone());
        let sequencer = sequencer.map_err(OpenError::Writer)?;
        let Desk { clock, projector, log, vault, .. } = desk;
        let ledger = Self { pools, writer, projector, vault, clock, log, sequencer };
        ledger.erase_again(None).await.map_err(|error| OpenError::Erase(Box::new(error)))?;
        Ok(ledger)
    }

    /// What the writer writes with, for those who do more than append in a transaction.
    fn desk(&self) -> Desk {
        Desk {
            db: self.pools.writing.clone(),
            clock: self.clock.clone(),
            projector: self.projector.clone(),
            log: self.log.clone(),
            vault: self.vault.clone(),
        }
    }

    /// Records the acts of one matter, all or none of them; they are on the disk when this
    /// returns.
    ///
    /// # Errors
    /// [`AppendError`]. After [`AppendError::Unknown`] the acts may be recorded or not; nothing is
    /// recorded after any other.
    pub async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        append.check()?;
        self.writer.hand_in(append).await?.await.map_err(|_| AppendError::Closed)?
    }

    /// Records appends in this order, without waiting for one before the next is handed in; gives
    /// the answer to each, as [`Ledger::append`].
    pub async fn append_in_order(
        &self,
        appends: impl IntoIterator<Item = Append>,
    ) -> Vec<Result<Appended, AppendError>> {
        let mut handed_in = Vec::new();
        for append in appends {
            handed_in.push(match append.check() {
                Ok(()) => self.writer.hand_in(append).await,
                Err(refused) => Err(refused),
            });
        }
        let mut answers = Vec::with_capacity(handed_in.len());
        for answer in handed_in {
            answers.push(match answer {
                Ok(answer) => answer.await.unwrap_or(Err(AppendError::Closed)),
                Err(refused) => Err(refused),
            });
        }
        answers
    }

    /// Waits for the writer to finish what it was given, and for the log to take it in, and closes the
    /// store.
    pub async fn close(self) {
        let Self { pools, writer, sequencer, .. } = self;
        writer.stop().await;
        if let Some(sequencer) = sequencer {
            sequencer.stop().await;
        }
        pools.close().await;
    }
}
