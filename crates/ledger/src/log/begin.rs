//! A new log in place of one that can't go on: a backup older than its last published checkpoint was
//! restored, so that going on would fork it, or its key is lost.

use std::sync::Arc;

use transparency_log::LogKey;

use super::rotate::name_key;
use super::{BEGUN, Log, LogKeeping, VERIFIER};
use crate::statements::{
    END_LOG, FORGET_CHECKPOINTS, FORGET_COSIGNATURES, FORGET_SALTS, FORGET_TILES,
};
use crate::writer::{Desk, hold};
use crate::{AppendError, Ledger};

/// Why no log is begun; nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// There is no log that a new one could follow.
    #[error("`{0}` has no log; the first act that is recorded with a key begins one")]
    NoLog(String),
    /// A log that was published must never be another under the same name.
    #[error("the log is named `{0}` already; give the new one another name")]
    Name(String),
    /// The act that names the key can't be recorded.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl Ledger {
    /// Begins a log anew, under another name and with another key. All acts of the tenant are taken in
    /// as they are now; the act that names the key says why. Of the former log nothing is kept but the
    /// acts that named its keys: its receipts and promises hold against its published checkpoints
    /// alone. Programs that have the former key record nothing more for the tenant; open them again
    /// with the new one, this ledger too.
    ///
    /// # Errors
    /// [`BeginError`].
    pub async fn begin_log(
        &self,
        tenant: &str,
        new: Arc<LogKey>,
        why: &str,
    ) -> Result<(), BeginError> {
        let store = |error| BeginError::Append(AppendError::from(error));
        let name = new.name().to_owned();
        let cells =
            [(VERIFIER.to_owned(), new.verifier().to_string()), (BEGUN.to_owned(), why.to_owned())];
        let keys = [(tenant.to_owned(), new)].into();
        let desk = Desk {
            log: Arc::new(Log::new(LogKeeping { keys, ..self.log.keeping.clone() })),
            ..self.desk()
        };
        let mut tx = desk.db.begin_writing().await.map_err(store)?;
        let mut stands = hold(&mut tx, tenant, desk.projector.made_by()).await?;
        let former = stands.log_key.as_deref();
        let former = former.ok_or_else(|| BeginError::NoLog(tenant.to_owned()))?;
        if former.split('+').next() == Some(name.as_str()) {
            return Err(BeginError::Name(name));
        }
        for forget in [END_LOG, FORGET_TILES, FORGET_COSIGNATURES, FORGET_CHECKPOINTS, FORGET_SALTS]
        {
            tx.run(forget, &[tenant.into()]).await.map_err(store)?;
        }
        name_key(&desk, &mut tx, tenant, &mut stands, cells.into()).await?;
        tx.commit().await.map_err(|error| AppendError::Unknown(Arc::new(error)))?;
        Ok(())
    }
}
