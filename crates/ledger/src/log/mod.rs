//! The transparency log (透明日志) over the acts of a tenant: what makes a later change show.
//!
//! Each act is a leaf of a Merkle tree, in the order of positions; every tree head is signed. Who has
//! kept one signed head can see that all that was recorded before it is still there and unchanged, and
//! needs neither the acts nor the program for it. The formats are those of C2SP (tlog-tiles,
//! tlog-checkpoint, signed-note, tlog-cosignature); the crate `transparency-log` has them.
//!
//! ```text
//! append ── salt, leaf ──► acts        the acknowledgement bears a promise, signed for the batch
//!             │
//!             ▼  behind it, twice a second
//!         sequencer ──► tiles, checkpoint    signed; from here the inclusion proof
//! ```
//!
//! - **Leaf.** SHA-256 of a zero byte, the act's salt and its [text](crate::Act::text). The salt is
//!   made of the text with the log's key. Nobody without the key can find an act by guessing it
//!   from the hashes that are public, nor record one past the program: the sequencer takes in no act
//!   whose salt isn't right.
//! - **Keys.** A log begins with the act `recorded` in the register [`LOG_KEYS`], and from then on only
//!   who has that key records acts of the tenant. Acts recorded before are taken in as they are.
//!   A log that can't go on, since a backup was restored or its key is lost, gives way to a new one
//!   ([`Ledger::begin_log`](crate::Ledger::begin_log)); the act that names the new key says why.

mod begin;
mod note;
mod publish;
mod read;
mod rotate;
mod seal;
mod sequencer;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::Notify;
use transparency_log::LogKey;

use crate::batch::Batch;
use crate::query::Tenant;
use crate::statements::{ADD_LOG, SET_LOG_KEY};
use crate::store::{StoreError, Tx};
use crate::{Append, AppendError, Cells, NewAct, RECORDED};

pub use begin::BeginError;
pub(crate) use note::Note;
pub use publish::PublishError;
pub(crate) use read::with_cosignatures;
pub use read::{Leaf, LogError, Logged};
pub use rotate::RotateError;
pub use seal::Promises;
pub(crate) use seal::{Salt, Sealed, text_of_row};
pub(crate) use sequencer::Sequencer;

/// The register of the keys that a tenant's log was and is signed with.
pub const LOG_KEYS: &str = "log_keys";

/// The cell with the key: a *vkey* of C2SP signed-note.
pub(crate) const VERIFIER: &str = "verifier";

/// The cell with the reason why a log was begun anew; an act without it hands the log over.
pub(crate) const BEGUN: &str = "begun";

/// How logs are kept: with whose keys, and how soon.
#[derive(Clone)]
pub struct LogKeeping {
    /// By tenant. A tenant without a key has no log, or can't be recorded for here.
    pub keys: BTreeMap<String, Arc<LogKey>>,
    /// How long acts wait for each other before a checkpoint takes them in.
    pub every: Duration,
    /// Within which time a promise says that an act is taken in.
    pub within: Duration,
}

impl Default for LogKeeping {
    /// No keys; a checkpoint twice a second; promises for a day, as long as somebody may need to bring
    /// a failed server back.
    fn default() -> Self {
        Self {
            keys: BTreeMap::new(),
            every: Duration::from_millis(500),
            within: Duration::from_hours(24),
        }
    }
}

impl fmt::Debug for LogKeeping {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LogKeeping").field("tenants", &self.keys.keys()).finish_non_exhaustive()
    }
}

/// The logs of a ledger, as its writer and its sequencer know them.
#[derive(Debug)]
pub(crate) struct Log {
    pub(crate) keeping: LogKeeping,
    /// Told when there is something to take in.
    pub(crate) stirred: Notify,
    /// By tenant, why its log can't go on.
    troubles: Mutex<BTreeMap<String, String>>,
}

impl Log {
    pub(crate) fn new(keeping: LogKeeping) -> Self {
        Self { keeping, stirred: Notify::new(), troubles: Mutex::default() }
    }

    pub(crate) fn key(&self, tenant: &str) -> Option<&Arc<LogKey>> {
        self.keeping.keys.get(tenant)
    }

    pub(crate) fn stir(&self) {
        self.stirred.notify_one();
    }

    pub(crate) fn is_in_trouble(&self, tenant: &str, why: String) {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).insert(tenant.to_owned(), why);
    }

    pub(crate) fn trouble(&self, tenant: &str) -> Option<String> {
        self.troubles.lock().unwrap_or_else(PoisonError::into_inner).get(tenant).cloned()
    }

    /// The act that a tenant's log begins with, if it begins with the next batch.
    ///
    /// # Errors
    /// When acts of the tenant can't be recorded here: its log is signed with another key, or is in
    /// trouble.
    pub(crate) fn beginning(
        &self,
        tenant: &str,
        stands: &Tenant,
    ) -> Result<Option<Append>, AppendError> {
        let tenant = || tenant.to_owned();
        if let Some(why) = self.trouble(&tenant()) {
            return Err(AppendError::Log { tenant: tenant(), why });
        }
        let ours = self.key(&tenant()).map(|key| key.verifier().to_string());
        match (&stands.log_key, ours) {
            (None, None) => Ok(None),
            (None, Some(ours)) => {
                let cells = [(VERIFIER.to_owned(), ours)].into();
                Ok(Some(key_act(tenant(), cells, stands.recorded_at, 0)))
            }
            (Some(known), Some(ours)) if *known == ours => Ok(None),
            (Some(known), _) => Err(AppendError::LogKey { tenant: tenant(), known: known.clone() }),
        }
    }

    /// Notes the key that a batch names, and begins the log if it is the first.
    pub(crate) async fn note_key(&self, tx: &mut Tx, batch: &Batch<'_>) -> Result<(), StoreError> {
        let named = batch.new.acts.iter().rfind(|row| row.append.register == LOG_KEYS);
        let Some(row) = named else { return Ok(()) };
        let key = row.append.acts[row.index].cells.get(VERIFIER).map(String::as_str);
        tx.run(SET_LOG_KEY, &[key.into(), batch.tenant.into()]).await?;
        tx.run(ADD_LOG, &[batch.tenant.into()]).await
    }
}

/// The act that names the key a log is signed with from here on.
fn key_act(tenant: String, cells: Cells, at: i64, expected_version: i64) -> Append {
    Append {
        tenant,
        register: LOG_KEYS.to_owned(),
        matter: LOG_KEYS.to_owned(),
        expected_version,
        acts: vec![NewAct { act: RECORDED.to_owned(), at, cells, ..NewAct::default() }],
        idempotency_key: None,
    }
}
