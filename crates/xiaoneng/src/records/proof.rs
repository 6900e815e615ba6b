//! The log of a ledger: verified, told of, published, and signed with another key.

use std::error::Error;
use std::path::Path;
use std::sync::Arc;

use ledger::{BeginError, LogError, Logged, PublishError, RotateError, Trust, Verified};
use transparency_log::{Hash, LogKey, Policy, Receipt, SignedCheckpoint};
use xiaoneng::witness::client::cosigned;

use super::{Books, broken, with_causes};
use crate::cli::Failure;

impl Books {
    /// Holds the agency's ledger against its log.
    pub(crate) fn verify(
        &self,
        trust: &Trust,
        progress: impl FnMut(u64),
    ) -> Result<Verified, Failure> {
        let verified = self.ledger.verify(&self.tenant, trust, progress);
        self.runtime.block_on(verified).map_err(|error| broken(&error))
    }

    /// The last checkpoint of the agency's log.
    pub(crate) fn checkpoint(&self) -> Result<Logged, Failure> {
        let found = self.runtime.block_on(self.ledger.checkpoint(&self.tenant));
        found.map_err(|error| of_log(&error))?.ok_or_else(|| {
            Failure::refused(format!(
                "`{}` has no log: nothing was recorded with a key",
                self.tenant
            ))
        })
    }

    /// The first checkpoint that takes in the act at the position `last`, and the proof that its tree
    /// goes on from that of the first `acts`; none where no log is kept, or it hasn't taken them in.
    pub(crate) fn checkpoint_over(
        &self,
        acts: i64,
        last: i64,
    ) -> Result<Option<(Logged, Vec<Hash>)>, Failure> {
        let found = self.runtime.block_on(async {
            let ledger = &self.ledger;
            let Some(head) = ledger.checkpoint_over(&self.tenant, last).await? else {
                return Ok(None);
            };
            let proof = ledger.consistency(&self.tenant, acts, head.size).await?;
            Ok(Some((head, proof)))
        });
        found.map_err(|error| of_log(&error))
    }

    /// The receipt of the act at a position.
    pub(crate) fn receipt(&self, position: i64) -> Result<Receipt, Failure> {
        let receipt = self.ledger.receipt(&self.tenant, position);
        self.runtime.block_on(receipt).map_err(|error| of_log(&error))
    }

    /// Has a checkpoint cosigned by the witnesses of a policy that have an address, and keeps what they
    /// signed. Gives it with their signatures, and what kept others from signing.
    ///
    /// # Errors
    /// When not as many have signed as the policy asks for.
    pub(crate) fn have_witnessed(
        &self,
        tree: &Logged,
        policy: &Policy,
    ) -> Result<(Logged, Vec<String>), Failure> {
        let wrong = |error: &dyn Error| Failure::Broken(with_causes(error));
        let mut signed: SignedCheckpoint = tree.note.parse().map_err(|error| wrong(&error))?;
        let mut troubles = Vec::new();
        let mut lines = Vec::new();
        for witness in policy.witnesses() {
            let Some(url) = &witness.url else { continue };
            let prove = async |old: u64| {
                self.ledger.consistency(&self.tenant, old.cast_signed(), tree.size).await
            };
            let cosigned = self.runtime.block_on(cosigned(url, &witness.key, &signed, 0, prove));
            match cosigned {
                Ok(cosigned) => {
                    let line = cosigned.text().lines().last().unwrap_or_default();
                    lines.push((witness.key.name().to_owned(), format!("{line}\n")));
                    signed = cosigned;
                }
                Err(error) => troubles.push(format!("{}: {}", witness.name, with_causes(&error))),
            }
        }
        let kept = self.ledger.add_cosignatures(&self.tenant, tree.size, &lines);
        self.runtime.block_on(kept).map_err(|error| of_log(&error))?;
        match policy.check(&signed) {
            Ok(_) => Ok((Logged { note: signed.text().to_owned(), ..tree.clone() }, troubles)),
            Err(refused) => {
                troubles.insert(0, refused.to_string());
                Err(Failure::refused(troubles.join("; ")))
            }
        }
    }

    /// Writes the tree of a checkpoint to a folder, as files for any web server.
    pub(crate) fn publish_log(&self, tree: &Logged, folder: &Path) -> Result<u64, Failure> {
        let published = self.ledger.publish_log(&self.tenant, tree, folder);
        self.runtime.block_on(published).map_err(|error| match error {
            PublishError::Log(error) => of_log(&error),
            PublishError::Behind { .. } => Failure::refused(error.to_string()),
            PublishError::Write { .. } => broken(&error),
        })
    }

    /// The verifier key that the agency's log is signed for, if it has one.
    pub(crate) fn signed_by(&self) -> Result<Option<String>, Failure> {
        let key = self.runtime.block_on(self.ledger.log_key(&self.tenant));
        key.map_err(|error| broken(&error))
    }

    /// Has the log signed with another key from here on.
    pub(crate) fn rotate_log_key(&self, new: Arc<LogKey>) -> Result<(), Failure> {
        let rotated = self.ledger.rotate_log_key(&self.tenant, new);
        self.runtime.block_on(rotated).map_err(|error| match error {
            RotateError::Append(_) => broken(&error),
            _ => Failure::refused(error.to_string()),
        })
    }

    /// Begins a new log in place of the agency's.
    pub(crate) fn begin_log(&self, new: Arc<LogKey>, why: &str) -> Result<(), Failure> {
        let begun = self.ledger.begin_log(&self.tenant, new, why);
        self.runtime.block_on(begun).map_err(|error| match error {
            BeginError::Append(_) => broken(&error),
            _ => Failure::refused(error.to_string()),
        })
    }
}

fn of_log(error: &LogError) -> Failure {
    match error {
        LogError::NotYet { .. } | LogError::NoPosition(_) => Failure::refused(error.to_string()),
        _ => Failure::Broken(with_causes(error)),
    }
}
