//! Reading the log: checkpoints, proofs and receipts.

use std::collections::HashMap;
use std::fmt;

use transparency_log::{
    Hash, Receipt, SignedCheckpoint, Tile, consistency_proof, consistency_tiles, inclusion_proof,
    inclusion_tiles,
};

use super::seal::text_of_row;
use crate::query::ToLogRow;
use crate::statements::{
    ADD_COSIGNATURE, COSIGNATURES, FIRST_CHECKPOINT, LAST_CHECKPOINT, TILE, TO_LOG,
};
use crate::store::{StoreError, Tx};
use crate::{Ledger, ReadError, Snapshot};

/// Bytes of a hash.
const HASH: usize = Hash::BYTES;

/// A tree head of a tenant's log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logged {
    /// How many acts it takes in: those at the positions up to this one.
    pub size: i64,
    /// When it was signed, in microseconds since 1970.
    pub signed_at: i64,
    /// The checkpoint as a signed note, with the signatures of witnesses.
    pub note: String,
}

/// An act as the log has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its position.
    pub position: i64,
    /// Its [text](crate::Act::text).
    pub text: String,
    /// What it is hashed with; none where the log hasn't taken it in and no key marked it.
    pub salt: Option<Vec<u8>>,
}

impl Snapshot {
    /// At most `limit` acts after `position`, in order, as the log has them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn leaves(&mut self, position: i64, limit: usize) -> Result<Vec<Leaf>, ReadError> {
        let values = [(&self.tenant).into(), position.into(), limit.into()];
        let rows: Vec<ToLogRow> = self.tx.fetch(TO_LOG, &values).await?;
        let leaf = |row: ToLogRow| {
            let text = text_of_row(&self.tenant, &row);
            Leaf { position: row.0, text, salt: row.11 }
        };
        Ok(rows.into_iter().map(leaf).collect())
    }
}

/// Why the log can't be read.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The store failed.
    #[error(transparent)]
    Read(#[from] ReadError),
    /// No act has this position.
    #[error("acts are numbered from 1, so none is at position {0}")]
    NoPosition(i64),
    /// There is no such tree, or not yet.
    #[error("the log of `{tenant}` has taken in {size} acts, not {asked}; ask again in a moment")]
    NotYet {
        /// Whose log.
        tenant: String,
        /// How many acts it has.
        size: i64,
        /// How many were asked for.
        asked: i64,
    },
    /// What is kept of the log can't be what was written.
    #[error("the log of `{tenant}` is damaged: {what}; `xiaoneng verify` tells where")]
    Damaged {
        /// Whose log.
        tenant: String,
        /// What is wrong.
        what: String,
    },
}

impl From<StoreError> for LogError {
    fn from(error: StoreError) -> Self {
        Self::Read(error.into())
    }
}

type CheckpointRow = (i64, i64, String);

impl Ledger {
    /// The verifier key that a tenant's log is signed for; none where it has no log.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn log_key(&self, tenant: &str) -> Result<Option<String>, ReadError> {
        Ok(self.snapshot(tenant).await?.stands.log_key)
    }

    /// The last tree head of a tenant's log; none where it has none.
    ///
    /// # Errors
    /// [`LogError`].
    pub async fn checkpoint(&self, tenant: &str) -> Result<Option<Logged>, LogError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        Ok(last_checkpoint(&mut tx, tenant).await?)
    }

    /// The first tree head that takes in so many acts; none where there is none yet.
    ///
    /// # Errors
    /// [`LogError`].
    pub async fn checkpoint_over(
        &self,
        tenant: &str,
        acts: i64,
    ) -> Result<Option<Logged>, LogError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        Ok(first_checkpoint(&mut tx, tenant, acts).await?)
    }

    /// The receipt of the act at a position: its text, what it is hashed with, and the proof that it is
    /// in the first tree that took it in. It is checked without the ledger.
    ///
    /// # Errors
    /// [`LogError::NotYet`] when it isn't taken in yet.
    pub async fn receipt(&self, tenant: &str, position: i64) -> Result<Receipt, LogError> {
        if position < 1 {
            return Err(LogError::NoPosition(position));
        }
        let mut tx = self.pools.reading.begin_reading().await?;
        let tree = first_checkpoint(&mut tx, tenant, position).await?;
        let rows: Vec<ToLogRow> =
            tx.fetch(TO_LOG, &[tenant.into(), (position - 1).into(), 1_usize.into()]).await?;
        let row = rows.first().filter(|row| row.0 == position);
        let damaged = |what: String| LogError::Damaged { tenant: tenant.to_owned(), what };
        let (Some(row), Some(tree)) = (row, tree) else {
            let size = last_checkpoint(&mut tx, tenant).await?.map_or(0, |last| last.size);
            return Err(LogError::NotYet { tenant: tenant.to_owned(), size, asked: position });
        };
        let salt = row.11.clone().ok_or_else(|| damaged(format!("act {position} has no salt")))?;
        let (size, index) = (tree.size as u64, position as u64 - 1);
        let mut tiles = read_tiles(&mut tx, tenant, inclusion_tiles(size, index)).await?;
        let path = inclusion_proof(size, index, |tile| tiles.remove(&tile).ok_or(fmt::Error))
            .map_err(|error| damaged(error.to_string()))?;
        let checkpoint = tree.note.parse::<SignedCheckpoint>();
        let checkpoint = checkpoint.map_err(|error| damaged(error.to_string()))?;
        let content = text_of_row(tenant, row);
        Ok(Receipt { salt, content, promise: None, index, path, checkpoint })
    }

    /// The proof that the tree of `new` acts goes on from that of `old`.
    ///
    /// # Errors
    /// [`LogError`].
    pub async fn consistency(
        &self,
        tenant: &str,
        old: i64,
        new: i64,
    ) -> Result<Vec<Hash>, LogError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        let size = last_checkpoint(&mut tx, tenant).await?.map_or(0, |last| last.size);
        if !(0..=new).contains(&old) || new > size {
            return Err(LogError::NotYet { tenant: tenant.to_owned(), size, asked: old.max(new) });
        }
        let (old, new) = (old as u64, new as u64);
        let mut tiles = read_tiles(&mut tx, tenant, consistency_tiles(old, new)).await?;
        consistency_proof(old, new, |tile| tiles.remove(&tile).ok_or(fmt::Error)).map_err(|error| {
            LogError::Damaged { tenant: tenant.to_owned(), what: error.to_string() }
        })
    }

    /// Keeps what witnesses signed: the signature lines of a checkpoint, by the name of each witness.
    ///
    /// # Errors
    /// When the store fails. That the lines are right is the caller's to check.
    pub async fn add_cosignatures(
        &self,
        tenant: &str,
        size: i64,
        lines: &[(String, String)],
    ) -> Result<(), LogError> {
        let mut tx = self.pools.writing.begin_writing().await?;
        for (witness, line) in lines {
            let values = [tenant.into(), size.into(), witness.into(), line.into()];
            tx.run(ADD_COSIGNATURE, &values).await?;
        }
        Ok(tx.commit().await?)
    }
}

async fn last_checkpoint(tx: &mut Tx, tenant: &str) -> Result<Option<Logged>, StoreError> {
    let found = tx.fetch_optional(LAST_CHECKPOINT, &[tenant.into()]).await?;
    with_cosignatures(tx, tenant, found).await
}

async fn first_checkpoint(
    tx: &mut Tx,
    tenant: &str,
    size: i64,
) -> Result<Option<Logged>, StoreError> {
    let found = tx.fetch_optional(FIRST_CHECKPOINT, &[tenant.into(), size.into()]).await?;
    with_cosignatures(tx, tenant, found).await
}

/// The checkpoint with the signatures of witnesses after its own.
pub(crate) async fn with_cosignatures(
    tx: &mut Tx,
    tenant: &str,
    checkpoint: Option<CheckpointRow>,
) -> Result<Option<Logged>, StoreError> {
    let Some((size, signed_at, mut note)) = checkpoint else { return Ok(None) };
    let lines: Vec<(String,)> = tx.fetch(COSIGNATURES, &[tenant.into(), size.into()]).await?;
    note.extend(lines.into_iter().map(|(line,)| line));
    Ok(Some(Logged { size, signed_at, note }))
}

async fn read_tiles(
    tx: &mut Tx,
    tenant: &str,
    tiles: Vec<Tile>,
) -> Result<HashMap<Tile, Vec<u8>>, LogError> {
    let mut read = HashMap::with_capacity(tiles.len());
    for tile in tiles {
        read.insert(tile, hashes_of(tx, tenant, &tile).await?);
    }
    Ok(read)
}

/// The hashes of a tile, as many as it is wide.
pub(super) async fn hashes_of(tx: &mut Tx, tenant: &str, tile: &Tile) -> Result<Vec<u8>, LogError> {
    let values = [tenant.into(), i64::from(tile.level).into(), (tile.index as i64).into()];
    let found: Option<(Vec<u8>,)> = tx.fetch_optional(TILE, &values).await?;
    let width = usize::from(tile.width) * HASH;
    found.and_then(|(hashes,)| Some(hashes.get(..width)?.to_vec())).ok_or_else(|| {
        let what = format!("`{}` isn't whole", tile.path());
        LogError::Damaged { tenant: tenant.to_owned(), what }
    })
}
