//! Promises: what a log signs when acts are recorded, before they are in its tree.

use std::fmt;
use std::str::FromStr;

use signed_note::Note;

use crate::batch::BatchProof;
use crate::hash::Hash;
use crate::key::LogKey;
use crate::note::{self, NoteError};
use crate::proof::WrongProof;
use crate::proof_text::{ProofText, ProofTextError};
use crate::verifier::{KeyKind, VerifierKey};

/// The first line of a promise's text. A checkpoint can't be mistaken for it, nor it for one: the
/// second line here is never a number, there it always is.
const PROMISE: &str = "xiaoneng/promise@v1";

/// The first line of the text about one act.
const PROMISED_ACT: &str = "xiaoneng/promised-act@v1";

/// That the acts of a batch will be leaves of the log by some time.
///
/// Its text is
///
/// ```text
/// xiaoneng/promise@v1
/// origin licensing.example.gov/log
/// acts 3 from 4711
/// root CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=
/// by 1764298800000000
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promise {
    /// Which log.
    pub origin: String,
    /// The position of the first act of the batch, from 1; the others follow it.
    pub first: u64,
    /// How many acts the batch has.
    pub count: u64,
    /// The root over the batch's leaves ([`Batch::root`](crate::Batch::root)).
    pub root: Hash,
    /// Until when they will be in the log, in microseconds since 1970.
    pub by: i64,
}

/// A promise as a signed note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedPromise {
    promise: Promise,
    text: String,
}

/// A promise about one act: the promise of its batch and the act's place there. Its text has the
/// form of a c2sp.org/tlog-proof, with a first line of its own and the promise for the checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActPromise {
    /// The promise of the batch.
    pub promise: SignedPromise,
    /// The act's place in the batch.
    pub proof: BatchProof,
}

/// What a log promised of one act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promised {
    /// The act's position, from 1.
    pub position: u64,
    /// Until when it will be in the log, in microseconds since 1970.
    pub by: i64,
}

/// Why a promise doesn't hold for an act.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PromiseError {
    /// The log didn't sign it.
    #[error(transparent)]
    Note(#[from] NoteError),
    /// It is about other acts.
    #[error("the promise is about other acts: {0}")]
    OtherActs(#[from] WrongProof),
    /// The positions go beyond all numbers.
    #[error(
        "the promise is about acts from position {first}, of which act {index} has no position"
    )]
    NoPosition {
        /// The first position.
        first: u64,
        /// Which act of the batch.
        index: u64,
    },
}

impl fmt::Display for Promise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { origin, first, count, root, by } = self;
        write!(f, "{PROMISE}\norigin {origin}\nacts {count} from {first}\nroot {root}\nby {by}\n")
    }
}

impl SignedPromise {
    /// Signs a promise with the log's key.
    ///
    /// # Errors
    /// [`NoteError::CantSign`] when the key has another name than the log.
    pub fn sign(promise: Promise, key: &LogKey) -> Result<Self, NoteError> {
        if key.name() != promise.origin {
            return Err(NoteError::CantSign(key.name().to_owned()));
        }
        let text = note::sign(&promise.to_string(), &[key])?;
        Ok(Self { promise, text })
    }

    /// What is signed. Nothing has been verified of it: [`verify`](Self::verify) does.
    pub fn promise(&self) -> &Promise {
        &self.promise
    }

    /// The whole note.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// What was promised, when a key of the log among `keys` signed it.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`], [`NoteError::NotByLog`].
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<&Promise, NoteError> {
        let origin = &self.promise.origin;
        let may_sign = |key: &&VerifierKey| key.kind() == KeyKind::Log && key.name() == origin;
        let keys: Vec<VerifierKey> = keys.iter().filter(may_sign).cloned().collect();
        let signatures = note::verify(&note::parse(&self.text)?, &keys)?;
        let is_signed = !signatures.is_empty();
        is_signed.then_some(&self.promise).ok_or_else(|| NoteError::NotByLog(origin.clone()))
    }
}

impl fmt::Display for SignedPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for SignedPromise {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        Ok(Self { promise: read(&note::parse(text)?)?, text: text.to_owned() })
    }
}

fn read(note: &Note) -> Result<Promise, NoteError> {
    let lines = note::lines(note)?;
    note::field(&lines, 1, "`xiaoneng/promise@v1`", |line| (line == PROMISE).then_some(()))?;
    let origin = note::field(&lines, 2, "`origin` and the origin of the log", |line| {
        line.strip_prefix("origin ").filter(|origin| !origin.is_empty()).map(ToOwned::to_owned)
    })?;
    let (count, first) = note::field(&lines, 3, "`acts <count> from <position>`", |line| {
        let (count, first) = line.strip_prefix("acts ")?.split_once(" from ")?;
        Some((note::number(count)?, note::number(first)?))
    })?;
    let root = note::field(&lines, 4, "`root` and the root of the batch in base64", |line| {
        line.strip_prefix("root ")?.parse().ok()
    })?;
    let by = note::field(&lines, 5, "`by` and microseconds since 1970", |line| {
        note::number(line.strip_prefix("by ")?)
    })?;
    if lines.len() > 5 {
        return Err(NoteError::Line { line: 6, expected: "nothing more" });
    }
    Ok(Promise { origin, first, count, root, by })
}

impl ActPromise {
    /// What a log promised of the act with this `leaf`, when a key of the log among `keys` signed
    /// it.
    ///
    /// # Errors
    /// [`PromiseError::Note`] when it isn't signed by the log, [`PromiseError::OtherActs`] when
    /// the act isn't in the batch.
    pub fn check(&self, leaf: Hash, keys: &[VerifierKey]) -> Result<Promised, PromiseError> {
        let promise = self.promise.verify(keys)?;
        self.proof.check(leaf, promise.count, promise.root)?;
        let (first, index) = (promise.first, self.proof.index);
        let position = first.checked_add(index).ok_or(PromiseError::NoPosition { first, index })?;
        Ok(Promised { position, by: promise.by })
    }
}

impl fmt::Display for ActPromise {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let note = self.promise.text();
        let BatchProof { index, path } = &self.proof;
        ProofText { extra: None, index: *index, path: path.clone(), note }.write(PROMISED_ACT, f)
    }
}

impl FromStr for ActPromise {
    type Err = ProofTextError;

    fn from_str(text: &str) -> Result<Self, ProofTextError> {
        let ProofText { extra, index, path, note } = ProofText::parse(PROMISED_ACT, text)?;
        if extra.is_some() {
            return Err(ProofTextError::Line { line: 2, expected: "`index` and a number" });
        }
        Ok(Self { promise: note.parse()?, proof: BatchProof { index, path } })
    }
}
