//! Acts made ready for the log as they are recorded, and the promise that goes with the answer.

use std::ops::Range;
use std::sync::Arc;

use transparency_log::{ActPromise, Hash, LogKey, Promise, SignedPromise, leaf_hash};

use super::Log;
use crate::Appended;
use crate::act::{Parts, text_of};
use crate::batch::Batch;
use crate::query::ToLogRow;
use crate::statements::TO_LOG;
use crate::store::{StoreError, Tx};

/// What an act is hashed with into the log.
pub(crate) type Salt = [u8; 16];

/// Leaves of acts that are about to be recorded, or were.
#[derive(Debug)]
pub(crate) struct Sealed {
    /// Position of the first.
    first: i64,
    pub(super) leaves: Vec<Hash>,
    recorded_at: i64,
}

/// Signed promises that the log will take in the acts of an append.
#[derive(Debug, Clone)]
pub struct Promises {
    signed: Arc<SignedPromise>,
    /// The acts that were recorded together.
    batch: Arc<transparency_log::Batch>,
    /// Positions of the append's own.
    positions: Range<i64>,
}

impl Promises {
    /// The promise about the act at this position, to be checked without the ledger; none where it is
    /// no act of the append.
    pub fn of(&self, position: i64) -> Option<ActPromise> {
        let first = self.signed.promise().first as i64;
        let position = Some(position).filter(|position| self.positions.contains(position))?;
        let proof = self.batch.proof((position - first) as u64)?;
        Some(ActPromise { promise: SignedPromise::clone(&self.signed), proof })
    }
}

impl PartialEq for Promises {
    fn eq(&self, other: &Self) -> bool {
        (&self.signed, &self.positions) == (&other.signed, &other.positions)
    }
}

impl Eq for Promises {}

impl Log {
    /// Marks the new acts of a batch with the tenant's key, if it has one.
    pub(crate) fn seal(&self, batch: &mut Batch<'_>) -> Option<Sealed> {
        let key = self.key(batch.tenant)?;
        let first = batch.new.acts.first()?.position;
        let leaves = batch.new.acts.iter_mut().map(|row| {
            let text = row.text(batch.tenant, batch.recorded_at);
            let salt = key.salt(text.as_bytes());
            row.salt = Some(salt);
            leaf_hash(&salt, text.as_bytes())
        });
        Some(Sealed { first, leaves: leaves.collect(), recorded_at: batch.recorded_at })
    }

    /// The leaves of acts that were recorded before, for an answer that is given again.
    pub(crate) async fn sealed_before(
        &self,
        tx: &mut Tx,
        tenant: &str,
        answer: &Appended,
    ) -> Result<Option<Sealed>, StoreError> {
        if self.key(tenant).is_none() {
            return Ok(None);
        }
        let values = [tenant.into(), (answer.position - 1).into(), answer.acts.into()];
        let rows: Vec<ToLogRow> = tx.fetch(TO_LOG, &values).await?;
        let leaves: Option<Vec<Hash>> = rows
            .iter()
            .map(|row| Some(leaf_hash(row.11.as_ref()?, text_of_row(tenant, row).as_bytes())))
            .collect();
        let (first, recorded_at) = (answer.position, answer.recorded_at);
        Ok(leaves.map(|leaves| Sealed { first, leaves, recorded_at }))
    }

    /// Signs promises about what was recorded and gives each answer its own.
    pub(crate) fn promise<'a>(
        &self,
        tenant: &str,
        sealed: Vec<Sealed>,
        answers: impl Iterator<Item = &'a mut Appended>,
    ) {
        let Some(key) = self.key(tenant) else { return };
        let promises: Vec<_> = sealed.into_iter().filter_map(|it| self.sign(key, it)).collect();
        for answer in answers {
            let positions = answer.position..answer.position + answer.acts;
            let about = promises.iter().find(|(signed, batch)| {
                let first = signed.promise().first as i64;
                first <= positions.start && positions.end <= first + batch.count() as i64
            });
            answer.promises = about.map(|(signed, batch)| {
                let (signed, batch) = (signed.clone(), batch.clone());
                Promises { signed, batch, positions }
            });
        }
    }

    fn sign(
        &self,
        key: &LogKey,
        sealed: Sealed,
    ) -> Option<(Arc<SignedPromise>, Arc<transparency_log::Batch>)> {
        let batch = transparency_log::Batch::new(sealed.leaves);
        let promise = Promise {
            origin: key.name().to_owned(),
            first: sealed.first as u64,
            count: batch.count(),
            root: batch.root(),
            by: sealed.recorded_at.saturating_add(self.keeping.within.as_micros() as i64),
        };
        // A promise in the key's own name can always be signed.
        let signed = SignedPromise::sign(promise, key).ok()?;
        Some((Arc::new(signed), Arc::new(batch)))
    }
}

/// The text of an act as it is stored.
pub(crate) fn text_of_row(tenant: &str, row: &ToLogRow) -> String {
    text_of(&Parts {
        tenant,
        position: row.0,
        register: &row.1,
        matter: &row.2,
        version: row.3,
        act: &row.4,
        at: row.5,
        recorded_at: row.6,
        recorded_elsewhere: row.7,
        under: row.8.as_deref(),
        cells: &row.9,
        sealed: row.10.as_deref(),
    })
}
