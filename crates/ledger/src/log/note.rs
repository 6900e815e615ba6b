//! What a checkpoint says beside the tree: when it was signed, and after which one.
//!
//! It is an extension line of C2SP tlog-checkpoint, signed like the rest. Without it nobody could tell
//! that a tree head that was signed has been taken out between two others.

use sha2::{Digest, Sha256};
use transparency_log::{Hash, SignedCheckpoint};

/// When a checkpoint was signed, and the hash of the text of the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Note {
    /// In microseconds since 1970.
    pub(crate) signed_at: i64,
    /// None for the first.
    pub(crate) after: Option<Hash>,
}

impl Note {
    pub(crate) fn line(&self) -> String {
        let after = self.after.map_or_else(|| "nothing".to_owned(), |hash| hash.to_string());
        format!("signed at {} after {after}", self.signed_at)
    }

    /// What a checkpoint says.
    pub(crate) fn of(signed: &SignedCheckpoint) -> Option<Self> {
        let line = signed.extension()?.strip_prefix("signed at ")?;
        let (signed_at, after) = line.split_once(" after ")?;
        let signed_at = signed_at.parse().ok()?;
        let after = match after {
            "nothing" => None,
            hash => Some(hash.parse().ok()?),
        };
        let note = Self { signed_at, after };
        (note.line() == signed.extension()?).then_some(note)
    }

    /// By which the next checkpoint names this one: SHA-256 of its text without signatures.
    pub(crate) fn hash(note: &str) -> Option<Hash> {
        let (text, _) = note.rsplit_once("\n\n")?;
        Some(Hash(Sha256::digest(format!("{text}\n")).into()))
    }
}
