//! A batch of leaves as a small tree of its own: one signature serves all of them.

use crate::hash::Hash;
use crate::proof::{WrongProof, check_inclusion};

/// The leaves of acts recorded together, as an RFC 6962 tree.
///
/// It costs one hashing a leaf; a proof costs none.
#[derive(Debug, Clone)]
pub struct Batch {
    /// The leaves, and each row of nodes above up to the root. A node without a partner moves up
    /// as it is, which gives the tree of RFC 6962.
    rows: Vec<Vec<Hash>>,
}

/// That a leaf is one of a batch.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BatchProof {
    /// Which leaf of the batch, from 0.
    pub index: u64,
    /// The hashes beside the way from the leaf up to the root.
    pub path: Vec<Hash>,
}

impl Batch {
    /// The tree over `leaves`.
    pub fn new(leaves: Vec<Hash>) -> Self {
        let mut rows = vec![leaves];
        while let Some(below) = rows.last().filter(|row| row.len() > 1) {
            rows.push(below.chunks(2).filter_map(above).collect());
        }
        Self { rows }
    }

    /// How many leaves it has.
    pub fn count(&self) -> u64 {
        self.rows[0].len() as u64
    }

    /// The root, which a [`Promise`](crate::Promise) names.
    pub fn root(&self) -> Hash {
        self.rows.last().and_then(|row| row.first()).copied().unwrap_or(Hash::EMPTY_TREE)
    }

    /// The proof of the leaf at `index`; none beyond the last.
    pub fn proof(&self, index: u64) -> Option<BatchProof> {
        let mut at = usize::try_from(index).ok().filter(|at| *at < self.rows[0].len())?;
        let mut path = Vec::new();
        for row in &self.rows {
            path.extend(row.get(at ^ 1));
            at /= 2;
        }
        Some(BatchProof { index, path })
    }
}

impl BatchProof {
    /// Checks that `leaf` is in the batch of `count` leaves with this `root`.
    ///
    /// # Errors
    /// [`WrongProof`] when it isn't.
    pub fn check(&self, leaf: Hash, count: u64, root: Hash) -> Result<(), WrongProof> {
        check_inclusion(leaf, self.index, count, root, &self.path)
    }
}

fn above(pair: &[Hash]) -> Option<Hash> {
    match pair {
        [left, right] => Some(Hash::node(*left, *right)),
        alone => alone.first().copied(),
    }
}
