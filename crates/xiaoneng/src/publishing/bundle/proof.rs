//! That the acts of a bundle are those of the log, all of them and no others.

use transparency_log::{Hash, SignedCheckpoint, VerifierKey, check_consistency};

/// What the log signed, as the bundle has it.
pub(super) struct Proof {
    pub(super) checkpoint: SignedCheckpoint,
    /// That the checkpoint's tree goes on from that of the acts.
    pub(super) consistency: Vec<Hash>,
}

/// What the log says of the acts of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum InLog {
    /// No log was kept of them.
    None,
    /// They are its first acts. The note is the checkpoint that says so.
    Signed {
        /// Which log.
        origin: String,
        /// Its checkpoint.
        note: String,
    },
    /// They aren't, and why.
    Not(String),
}

impl Proof {
    pub(super) fn of(checkpoint: &str, consistency: &str) -> Result<Self, String> {
        let checkpoint = checkpoint.parse().map_err(|error| format!("{error}"))?;
        let hash = |line: &str| line.parse::<Hash>().map_err(|error| error.to_string());
        Ok(Self {
            checkpoint,
            consistency: consistency.lines().map(hash).collect::<Result<_, _>>()?,
        })
    }

    /// Holds the tree that the acts make against what was signed. The keys are those that are known
    /// from elsewhere, or those that the acts name.
    pub(super) fn check(&self, size: u64, root: Hash, keys: &[VerifierKey]) -> InLog {
        let head = self.checkpoint.checkpoint();
        let checked =
            self.checkpoint.verify(keys).map_err(|error| error.to_string()).and_then(|_| {
                check_consistency(size, root, head.size, head.root, &self.consistency)
                    .map_err(|_| "its acts aren't those that the log has".to_owned())
            });
        match checked {
            Ok(()) => {
                let note = self.checkpoint.text().to_owned();
                InLog::Signed { origin: head.origin.clone(), note }
            }
            Err(why) => InLog::Not(why),
        }
    }
}
