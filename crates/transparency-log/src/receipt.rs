//! Receipts: that an act is in the log, in one text that can be checked without the log.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use serde::{Deserialize, Serialize};

use crate::checkpoint::SignedCheckpoint;
use crate::hash::{Hash, leaf_hash};
use crate::policy::{Checked, Policy, Refused};
use crate::promise::{ActPromise, PromiseError, Promised};
use crate::proof::{WrongProof, check_inclusion};
use crate::proof_text::{ProofText, ProofTextError};
use crate::verifier::VerifierKey;

const RECEIPT: &str = "c2sp.org/tlog-proof@v1";

/// That an act is in the log: the act's text with its salt, its place in the tree and a checkpoint,
/// with cosignatures of witnesses. Its text is a c2sp.org/tlog-proof, for a file `….tlog-proof`;
/// the `extra` line holds salt, text and promise as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    /// The salt of the act's leaf.
    pub salt: Vec<u8>,
    /// The act's text.
    pub content: String,
    /// What was promised when the act was recorded, if that is known still.
    pub promise: Option<ActPromise>,
    /// Which leaf, from 0: the act's position less one.
    pub index: u64,
    /// The hashes beside the way from the leaf up to the root.
    pub path: Vec<Hash>,
    /// The checkpoint that the act is under.
    pub checkpoint: SignedCheckpoint,
}

/// What a receipt that holds says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckedReceipt {
    /// The position of the act in the log, from 1.
    pub position: u64,
    /// What had been promised.
    pub promised: Option<Promised>,
    /// Who signed the checkpoint.
    pub checked: Checked,
}

/// Why a receipt doesn't hold, or can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ReceiptError {
    /// The text isn't a proof.
    #[error(transparent)]
    Text(#[from] ProofTextError),
    /// The `extra` line isn't one of this program's.
    #[error("the `extra` line of the receipt: {0}")]
    Extra(String),
    /// The checkpoint isn't signed as the policy asks.
    #[error(transparent)]
    Checkpoint(#[from] Refused),
    /// The act isn't under the checkpoint.
    #[error("the act isn't in the log at this place: {0}")]
    NotIncluded(#[from] WrongProof),
    /// The promise doesn't hold.
    #[error(transparent)]
    Promise(#[from] PromiseError),
    /// The promise is about another position than the one the act has.
    #[error("position {promised} was promised to the act, and it has {position}")]
    OtherPosition {
        /// What was promised.
        promised: u64,
        /// Where the act is.
        position: u64,
    },
}

/// The `extra` line.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Extra {
    salt: String,
    content: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    promise: Option<String>,
}

impl Receipt {
    /// The leaf that the log must have.
    pub fn leaf(&self) -> Hash {
        leaf_hash(&self.salt, self.content.as_bytes())
    }

    /// Checks everything: that the checkpoint is signed as `policy` asks, that the act is under
    /// it, and that a promise is kept by it.
    ///
    /// # Errors
    /// [`ReceiptError`] names what doesn't hold.
    pub fn check(&self, policy: &Policy) -> Result<CheckedReceipt, ReceiptError> {
        let checked = policy.check(&self.checkpoint)?;
        let (size, root) = (checked.checkpoint.size, checked.checkpoint.root);
        check_inclusion(self.leaf(), self.index, size, root, &self.path)?;
        let position = self.index + 1;
        // The log may have had another key when it promised; another log's promise is none of it.
        let origin = &checked.checkpoint.origin;
        let keys = policy.logs().iter().map(|log| &log.key).filter(|key| key.name() == origin);
        let keys: Vec<VerifierKey> = keys.cloned().collect();
        let promised = match &self.promise {
            Some(promise) => Some(promise.check(self.leaf(), &keys)?),
            None => None,
        };
        match &promised {
            Some(other) if other.position != position => {
                Err(ReceiptError::OtherPosition { promised: other.position, position })
            }
            _ => Ok(CheckedReceipt { position, promised, checked }),
        }
    }
}

impl fmt::Display for Receipt {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let extra = Extra {
            salt: BASE64_STANDARD.encode(&self.salt),
            content: self.content.clone(),
            promise: self.promise.as_ref().map(ToString::to_string),
        };
        let extra = Some(serde_json::to_vec(&extra).map_err(|_| fmt::Error)?);
        let (path, note) = (self.path.clone(), self.checkpoint.text());
        ProofText { extra, index: self.index, path, note }.write(RECEIPT, f)
    }
}

impl FromStr for Receipt {
    type Err = ReceiptError;

    fn from_str(text: &str) -> Result<Self, ReceiptError> {
        let ProofText { extra, index, path, note } = ProofText::parse(RECEIPT, text)?;
        let wrong = |what: &dyn ToString| ReceiptError::Extra(what.to_string());
        let extra = extra.ok_or_else(|| wrong(&"the act's text is missing"))?;
        let extra: Extra = serde_json::from_slice(&extra).map_err(|error| wrong(&error))?;
        let salt = BASE64_STANDARD.decode(&extra.salt).map_err(|error| wrong(&error))?;
        let promise = extra.promise.map(|promise| promise.parse()).transpose();
        Ok(Self {
            salt,
            content: extra.content,
            promise: promise?,
            index,
            path,
            checkpoint: note.parse().map_err(ProofTextError::Note)?,
        })
    }
}
