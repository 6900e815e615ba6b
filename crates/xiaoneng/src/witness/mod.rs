//! Witnesses (c2sp.org/tlog-witness): the service an auditor runs, and how a log asks one.
//!
//! A witness knows some logs by their keys and keeps one thing of each: the checkpoint it cosigned
//! last. It cosigns the next when the log signed it and proves that its tree is the old one with
//! more leaves. Whoever trusts the witness then knows that the log shows everybody the same tree
//! and takes nothing back. What the acts say it never sees.

pub mod client;
mod server;
mod state;

use std::path::Path;

use sha2::{Digest as _, Sha256};
use transparency_log::{
    Hash, NoteError, Policy, SignedCheckpoint, Submission, Unwitnessed, VerifierKey, WitnessKey,
};

pub use server::routes;
use state::State;
pub use state::StateError;

/// A witness with what it keeps.
pub struct Witness {
    key: WitnessKey,
    logs: Vec<VerifierKey>,
    state: State,
    clock: fn() -> u64,
}

/// Why a witness doesn't cosign.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The checkpoint may not be cosigned.
    #[error(transparent)]
    Unwitnessed(#[from] Unwitnessed),
    /// What the witness keeps can't be read or written.
    #[error(transparent)]
    State(#[from] StateError),
    /// The key can't sign.
    #[error(transparent)]
    Note(#[from] NoteError),
}

impl Witness {
    /// A witness with `key` for the logs of `policy`, that keeps its state in `folder` and asks
    /// `clock` for the time, in seconds since 1970.
    ///
    /// # Errors
    /// [`StateError`] when the folder is in use, can't be used, or holds something that this key
    /// didn't cosign.
    pub fn open(
        key: WitnessKey,
        policy: &Policy,
        folder: &Path,
        clock: fn() -> u64,
    ) -> Result<Self, StateError> {
        let logs: Vec<VerifierKey> = policy.logs().iter().map(|log| log.key.clone()).collect();
        let origins = logs.iter().map(|log| origin_hash(log.name()));
        let state = State::open(folder, key.verifier().clone(), origins)?;
        Ok(Self { key, logs, state, clock })
    }

    /// Cosigns a checkpoint and gives the line with the cosignature, once the checkpoint is on the
    /// disk as the last one.
    ///
    /// # Errors
    /// [`Refusal`]; nothing is cosigned then.
    pub fn cosign(&self, submission: &Submission) -> Result<String, Refusal> {
        let origin = &submission.checkpoint.checkpoint().origin;
        let unknown = || Unwitnessed::UnknownLog(origin.clone());
        // From the question what the last one is until the next one is kept, nobody else asks.
        let place = self.state.hold(&origin_hash(origin)).ok_or_else(unknown)?;
        let latest = place.read()?;
        let checked =
            submission.check(&self.logs, latest.as_ref().map(SignedCheckpoint::checkpoint));
        if let (Err(Unwitnessed::Forked { .. }), Some(latest)) = (&checked, &latest) {
            place.keep_fork(latest, &submission.checkpoint)?;
        }
        checked?;
        let line = submission.checkpoint.cosignature(&self.key, (self.clock)())?;
        place.write(&submission.checkpoint.with_cosignature(self.key.verifier(), &line)?)?;
        Ok(line)
    }

    /// The checkpoint cosigned last of the log whose origin has this SHA-256 hash, in hexadecimal
    /// digits.
    ///
    /// # Errors
    /// [`StateError`] when it can't be read.
    pub fn latest(&self, origin_hash: &str) -> Result<Option<String>, StateError> {
        let Some(place) = self.state.hold(origin_hash) else { return Ok(None) };
        Ok(place.read()?.map(|checkpoint| checkpoint.text().to_owned()))
    }
}

/// By which a witness calls a log: the SHA-256 hash of its origin, in hexadecimal digits.
pub fn origin_hash(origin: &str) -> String {
    Hash(Sha256::digest(origin).into()).to_hex()
}
