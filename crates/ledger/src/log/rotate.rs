//! Another key for a tenant's log, from one act to the next.

use std::sync::Arc;
use std::time::Duration;

use transparency_log::LogKey;

use super::sequencer::{Stopped, Taken, Turn, load_edge, write_taken};
use super::{LOG_KEYS, Log, LogKeeping, Sealed, VERIFIER, key_act};
use crate::batch::Batch;
use crate::query::{self, Tenant};
use crate::statements::LOG;
use crate::store::Tx;
use crate::writer::{Desk, hold};
use crate::{AppendError, Cells, Ledger};

/// How often it is looked whether the log has caught up, and how long between.
const TIMES: u32 = 600;
const BETWEEN: Duration = Duration::from_millis(50);

/// Why a log's key isn't replaced; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum RotateError {
    /// The present key isn't given.
    #[error("`{0}` has no log, or it is signed with another key than the one given")]
    NotOurs(String),
    /// The new key has another name.
    #[error("the new key is named `{new}`; a log keeps its name, `{old}`")]
    Name {
        /// The present key's name.
        old: String,
        /// The new key's.
        new: String,
    },
    /// The log doesn't catch up with what is recorded.
    #[error("the log of `{0}` doesn't catch up with what is recorded; try again when less is")]
    Busy(String),
    /// The act that names the key can't be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl Ledger {
    /// Has a tenant's log signed with another key from here on. The act that names it is the first one
    /// under the new key, and the checkpoint that takes it in is signed with both: who trusts the old key
    /// can trust the new one. Programs that have the old key record nothing more for the tenant; open
    /// them again with the new one, this ledger too.
    ///
    /// # Errors
    /// [`RotateError`].
    pub async fn rotate_log_key(&self, tenant: &str, new: Arc<LogKey>) -> Result<(), RotateError> {
        let old = self.log.key(tenant).ok_or_else(|| RotateError::NotOurs(tenant.to_owned()))?;
        if old.name() != new.name() {
            let (old, new) = (old.name().to_owned(), new.name().to_owned());
            return Err(RotateError::Name { old, new });
        }
        let keys = [(tenant.to_owned(), new.clone())].into();
        let desk = Desk {
            log: Arc::new(Log::new(LogKeeping { keys, ..self.log.keeping.clone() })),
            ..self.desk()
        };
        for _ in 0..TIMES {
            if rotate(&desk, tenant, old, &new).await? {
                return Ok(());
            }
            self.log.stir();
            tokio::time::sleep(BETWEEN).await;
        }
        Err(RotateError::Busy(tenant.to_owned()))
    }
}

/// Records the act that names the key which the log is signed with from here on.
pub(super) async fn name_key(
    desk: &Desk,
    tx: &mut Tx,
    tenant: &str,
    stands: &mut Tenant,
    cells: Cells,
) -> Result<Option<Sealed>, AppendError> {
    stands.recorded_at = (desk.clock)().0.max(stands.recorded_at);
    let name = (LOG_KEYS, LOG_KEYS);
    let head = query::heads(tx, tenant, &[name]).await?.into_values().next();
    let version = head.as_ref().map_or(0, |head| head.version);
    let act = key_act(tenant.to_owned(), cells, stands.recorded_at, version);
    let mut batch = Batch::on(tenant, stands);
    if let Some(head) = head {
        batch.heads.insert(name, head);
        batch.known.insert(name);
    }
    batch.take(&act, &[])?;
    desk.record(tx, stands, &mut batch).await
}

/// Replaces the key in one transaction; tells whether the log had caught up, so that it could.
async fn rotate(
    desk: &Desk,
    tenant: &str,
    old: &LogKey,
    new: &LogKey,
) -> Result<bool, RotateError> {
    let store = |error| RotateError::Append(AppendError::from(error));
    let not_ours = || RotateError::NotOurs(tenant.to_owned());
    let mut tx = desk.db.begin_writing().await.map_err(store)?;
    let mut stands = hold(&mut tx, tenant, desk.projector.made_by()).await?;
    if stands.log_key != Some(old.verifier().to_string()) {
        return Err(not_ours());
    }
    let log: Option<(i64, Option<String>, i64)> =
        tx.fetch_optional(LOG, &[tenant.into()]).await.map_err(store)?;
    let (size, ..) = log.ok_or_else(not_ours)?;
    if size < stands.position {
        return Ok(false);
    }
    let cells = [(VERIFIER.to_owned(), new.verifier().to_string())].into();
    let sealed = name_key(desk, &mut tx, tenant, &mut stands, cells).await?;
    let stopped = |stopped| match stopped {
        Stopped::Store(error) => store(error),
        Stopped::Trouble(why) => AppendError::Log { tenant: tenant.to_owned(), why }.into(),
    };
    let mut edge = load_edge(&mut tx, tenant, old, size).await.map_err(stopped)?;
    let tiles = edge.append(&sealed.map(|sealed| sealed.leaves).unwrap_or_default());
    let taken = Taken { edge, tiles, salts: Vec::new() };
    let turn = Turn { tenant, now: stands.recorded_at, holder: None };
    let is_taken = write_taken(&mut tx, &turn, &[old, new], size, &taken).await.map_err(stopped)?;
    if is_taken {
        tx.commit().await.map_err(|error| AppendError::Unknown(Arc::new(error)))?;
    }
    Ok(is_taken)
}
