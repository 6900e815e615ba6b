//! What a log sends to a witness, and when a witness may cosign it (c2sp.org/tlog-witness).

use std::fmt;
use std::str::FromStr;

use crate::checkpoint::{Checkpoint, SignedCheckpoint};
use crate::hash::Hash;
use crate::note::{NoteError, number};
use crate::proof::{WrongProof, check_consistency};
use crate::proof_text::ProofTextError;
use crate::verifier::VerifierKey;

/// The most hashes that a consistency proof may have.
const LONGEST: usize = 63;

/// A checkpoint with the proof that it is consistent with an older one: what is posted to
/// `add-checkpoint` of a witness.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Submission {
    /// The size of the older tree: that of the checkpoint the witness cosigned last, 0 if it
    /// cosigned none.
    pub old: u64,
    /// The consistency proof from there.
    pub proof: Vec<Hash>,
    /// The new checkpoint.
    pub checkpoint: SignedCheckpoint,
}

/// Why a witness may not cosign a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unwitnessed {
    /// The witness doesn't know the log.
    #[error("the log `{0}` isn't known to this witness: its operator has to add it to the policy")]
    UnknownLog(String),
    /// It isn't signed by the log.
    #[error(transparent)]
    Unsigned(NoteError),
    /// The older tree is larger than the new one.
    #[error("the old size is {old} and the checkpoint's {new}: it can't be larger")]
    Backwards {
        /// The old size.
        old: u64,
        /// The checkpoint's size.
        new: u64,
    },
    /// The proof begins at another size than that of the checkpoint cosigned last.
    #[error("the checkpoint cosigned last has the size {latest}, not {old}: prove from there")]
    Stale {
        /// The size of the checkpoint that was cosigned last.
        latest: u64,
        /// The old size.
        old: u64,
    },
    /// The log signed another tree of the size that was cosigned last. Both checkpoints together
    /// prove it.
    #[error("the log `{origin}` has signed two different trees of {size} leaves")]
    Forked {
        /// Which log.
        origin: String,
        /// The size of both.
        size: u64,
    },
    /// The log has taken something back: the new tree isn't the old one with more leaves, or it
    /// isn't proved to be.
    #[error(transparent)]
    Inconsistent(#[from] WrongProof),
}

impl Submission {
    /// Whether a witness may cosign the checkpoint: it is signed by one of `logs`, and it is
    /// consistent with the `latest` one of this log that the witness cosigned, if there is any.
    ///
    /// `latest` must be the very last one, and nothing may be cosigned between this question and
    /// the keeping of the answer.
    ///
    /// # Errors
    /// [`Unwitnessed`], in the order in which c2sp.org/tlog-witness has them checked.
    pub fn check(
        &self,
        logs: &[VerifierKey],
        latest: Option<&Checkpoint>,
    ) -> Result<(), Unwitnessed> {
        let new = self.checkpoint.checkpoint();
        if logs.iter().all(|log| log.name() != new.origin) {
            return Err(Unwitnessed::UnknownLog(new.origin.clone()));
        }
        self.checkpoint.verify(logs).map_err(Unwitnessed::Unsigned)?;
        let old = self.old;
        if old > new.size {
            return Err(Unwitnessed::Backwards { old, new: new.size });
        }
        let (latest, root) =
            latest.map_or((0, Hash::EMPTY_TREE), |latest| (latest.size, latest.root));
        if old != latest {
            return Err(Unwitnessed::Stale { latest, old });
        }
        if old == new.size && root != new.root {
            return Err(Unwitnessed::Forked { origin: new.origin.clone(), size: old });
        }
        Ok(check_consistency(old, root, new.size, new.root, &self.proof)?)
    }
}

impl fmt::Display for Submission {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "old {}", self.old)?;
        for hash in &self.proof {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.checkpoint)
    }
}

impl FromStr for Submission {
    type Err = ProofTextError;

    fn from_str(text: &str) -> Result<Self, ProofTextError> {
        let expected = |line, expected| ProofTextError::Line { line, expected };
        let (head, note) = text
            .split_once("\n\n")
            .ok_or_else(|| expected(text.lines().count() + 1, "an empty line and a checkpoint"))?;
        let mut lines = head.split('\n').zip(1..);
        let old = lines.next().and_then(|(text, _)| number(text.strip_prefix("old ")?));
        let old = old.ok_or(expected(1, "`old` and the size of the older tree"))?;
        let mut proof = Vec::new();
        for (text, line) in lines {
            if proof.len() == LONGEST {
                return Err(expected(line, "an empty line, as no proof is longer"));
            }
            proof.push(text.parse().map_err(|_| expected(line, "a hash in base64"))?);
        }
        Ok(Self { old, proof, checkpoint: note.parse()? })
    }
}
