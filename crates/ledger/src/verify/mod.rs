//! Whether a tenant's ledger is what its log says, and is what it makes of itself.
//!
//! Read in one snapshot, in bounded memory: every act against its leaf, the leaves against the tiles
//! above them, each signed tree head against the tree at its size, the answers to appends against the
//! acts they are about, and the read models against those that the acts make. Each fault is named with
//! its place. Acts that follow one that was changed aren't blamed for it.
//!
//! Nobody without the log's key can change the ledger so that nothing is found. Who has the key can
//! sign another tree: that shows only beside something they can't change, a checkpoint kept elsewhere
//! or the cosignature of a witness ([`Trust`]).

mod acts;
mod checkpoints;
mod tree;

use std::time::Duration;

use transparency_log::{Policy, SignedCheckpoint, VerifierKey};

use crate::log::LogError;
use crate::statements::LOG;
use crate::{AppendError, Ledger, Logged, ReadError, Snapshot};
use checkpoints::Heads;

/// Faults that are named one by one.
const NAMED: usize = 1000;
/// How long the log may lag behind a ledger in use, and how often it is looked again.
const LAG: Duration = Duration::from_secs(10);
const LOOKS: u32 = 100;

/// What whoever verifies knows from elsewhere.
#[derive(Debug, Clone, Default)]
pub struct Trust {
    /// Keys of the log. Without any, those that the ledger itself names are taken.
    pub keys: Vec<VerifierKey>,
    /// Tree heads that were kept elsewhere: the ledger must go on from each.
    pub since: Vec<SignedCheckpoint>,
    /// Which witnesses must have signed the last tree head.
    pub policy: Option<Policy>,
}

/// What verifying came to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Verified {
    /// Acts read.
    pub acts: u64,
    /// Tree heads checked.
    pub checkpoints: u64,
    /// Matters whose read models were made again, rows of registers among them.
    pub matters: u64,
    /// The last tree head; none where no log is kept.
    pub last: Option<Logged>,
    /// When witnesses signed it, by their names, in seconds since 1970.
    pub witnessed: Vec<(String, u64)>,
    /// Where a log was begun anew in place of another, the position of the act that says so, and why:
    /// what was signed before isn't looked at.
    pub begun: Option<(i64, String)>,
    /// How many faults there are.
    pub found: u64,
    /// The first thousand of them.
    pub faults: Vec<Fault>,
}

/// Something that isn't as it was recorded or signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where: `act 17`, `checkpoint 256`, `tile/0/000`.
    pub place: String,
    /// What is wrong there.
    pub what: String,
}

impl Verified {
    fn fault(&mut self, place: impl Into<String>, what: impl Into<String>) {
        self.found += 1;
        if self.faults.len() < NAMED {
            self.faults.push(Fault { place: place.into(), what: what.into() });
        }
    }

    /// Whether all holds.
    pub fn holds(&self) -> bool {
        self.found == 0
    }
}

impl Ledger {
    /// Verifies a tenant's ledger, as it is now, while others may append. `progress` is told how many
    /// acts were read.
    ///
    /// # Errors
    /// When the store fails, or what it holds can't even be read.
    pub async fn verify(
        &self,
        tenant: &str,
        trust: &Trust,
        mut progress: impl FnMut(u64),
    ) -> Result<Verified, AppendError> {
        let (mut snapshot, size) = self.caught_up(tenant).await?;
        let mut verified = Verified::default();
        let heads = Heads::read(&mut snapshot, size, trust, &mut verified).await?;
        let read =
            acts::check(&mut snapshot, size, heads, trust, &mut verified, &mut progress).await?;
        checkpoints::check_trust(trust, &read, &mut verified);
        acts::check_answers(&mut snapshot, &mut verified).await?;
        let is_known = snapshot.stands.models.as_deref() == Some(self.projector.made_by());
        if snapshot.stands.position > 0 && !is_known {
            let what =
                "what is kept ready was made by another version of the program; rebuild it first";
            verified.fault("models", what);
            return Ok(verified);
        }
        let compared = self.compare_models(&mut snapshot, |_| {}).await?;
        verified.matters = compared.matters;
        verified.found += compared.different - compared.differences.len() as u64;
        for it in compared.differences {
            verified.fault(format!("{} {} {}", it.table, it.register, it.matter), it.what);
        }
        Ok(verified)
    }

    /// A snapshot, and the size of the log in it: one that has taken in all acts, if there soon is one.
    async fn caught_up(&self, tenant: &str) -> Result<(Snapshot, Option<i64>), ReadError> {
        let mut looks = 0;
        loop {
            let mut snapshot = self.snapshot(tenant).await?;
            let log: Option<(i64, Option<String>, i64)> =
                snapshot.tx.fetch_optional(LOG, &[tenant.into()]).await?;
            let size = log.map(|(size, ..)| size);
            let is_behind = size.is_some_and(|size| size < snapshot.stands.position);
            if !is_behind || looks == LOOKS {
                return Ok((snapshot, size));
            }
            drop(snapshot);
            looks += 1;
            tokio::time::sleep(LAG / LOOKS).await;
        }
    }
}

impl From<LogError> for AppendError {
    fn from(error: LogError) -> Self {
        match error {
            LogError::Read(error) => error.into(),
            LogError::NoPosition(_) => Self::Log { tenant: String::new(), why: error.to_string() },
            LogError::NotYet { ref tenant, .. } | LogError::Damaged { ref tenant, .. } => {
                Self::Log { tenant: tenant.clone(), why: error.to_string() }
            }
        }
    }
}
