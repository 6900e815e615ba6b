//! Checkpoints: what a log's tree is at some size, signed.

use std::fmt;
use std::slice::from_ref;
use std::str::FromStr;

use signed_note::{Note, Signature, Signer};

use crate::hash::Hash;
use crate::key::{LogKey, WitnessKey};
use crate::note::{self, NoteError};
use crate::verifier::{KeyKind, VerifierKey, split_time};

/// The head of a log's tree (c2sp.org/tlog-checkpoint). Its text is three lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// Which log: the name of its key.
    pub origin: String,
    /// How many leaves the tree has.
    pub size: u64,
    /// The root over them.
    pub root: Hash,
}

/// A checkpoint as a signed note, with all its signature lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignedCheckpoint {
    checkpoint: Checkpoint,
    /// The whole note as it came. Extension lines, which a log may add, are kept in it: they are
    /// signed too.
    text: String,
}

/// A checkpoint that its log signed, and who else did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was signed.
    pub checkpoint: Checkpoint,
    /// The keys of the log that signed it; at least one.
    pub logs: Vec<VerifierKey>,
    /// The known witnesses that cosigned it.
    pub cosignatures: Vec<Cosignature>,
}

/// That a witness saw the log grow consistently up to a checkpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cosignature {
    /// Who.
    pub witness: VerifierKey,
    /// When, in seconds since 1970.
    pub time: u64,
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}\n{}\n{}\n", self.origin, self.size, self.root)
    }
}

impl SignedCheckpoint {
    /// Signs a checkpoint with keys of its log.
    ///
    /// # Errors
    /// [`NoteError::CantSign`] when a key has another name than the log, or there is none.
    pub fn sign(checkpoint: &Checkpoint, keys: &[&LogKey]) -> Result<Self, NoteError> {
        Self::sign_text(&checkpoint.to_string(), &checkpoint.origin, keys)
    }

    /// The same with an extension line, which says something more and is signed with the rest.
    ///
    /// # Errors
    /// As [`sign`](Self::sign), and [`NoteError::Malformed`] when it isn't one line with something in
    /// it.
    pub fn sign_with(
        checkpoint: &Checkpoint,
        extension: &str,
        keys: &[&LogKey],
    ) -> Result<Self, NoteError> {
        if extension.is_empty() || extension.contains('\n') {
            return Err(NoteError::Malformed);
        }
        Self::sign_text(&format!("{checkpoint}{extension}\n"), &checkpoint.origin, keys)
    }

    fn sign_text(text: &str, origin: &str, keys: &[&LogKey]) -> Result<Self, NoteError> {
        let by_log = keys.iter().all(|key| key.name() == origin);
        if !by_log || keys.is_empty() {
            return Err(NoteError::CantSign(origin.to_owned()));
        }
        let signers: Vec<&dyn Signer> = keys.iter().map(|key| *key as &dyn Signer).collect();
        note::sign(text, &signers)?.parse()
    }

    /// What is signed. Nothing has been verified of it: [`verify`](Self::verify) does.
    pub fn checkpoint(&self) -> &Checkpoint {
        &self.checkpoint
    }

    /// The extension line, where there is just one.
    pub fn extension(&self) -> Option<&str> {
        let (text, _) = self.text.rsplit_once("\n\n")?;
        let mut lines = text.split('\n').skip(3);
        lines.next().filter(|_| lines.next().is_none())
    }

    /// The whole note.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line that a witness adds as of `time`, seconds since 1970, with its line break.
    ///
    /// It says that the witness has seen this checkpoint to be consistent with all it saw before
    /// of the log: whoever calls has checked that.
    ///
    /// # Errors
    /// [`NoteError::CantSign`] when there is no signature for such a time.
    pub fn cosignature(&self, witness: &WitnessKey, time: u64) -> Result<String, NoteError> {
        let cosigned = self.cosign(witness, time)?;
        let lines = cosigned.text.lines().last();
        lines.map(|line| format!("{line}\n")).ok_or(NoteError::Malformed)
    }

    /// The same checkpoint with the cosignature of a witness as of `time`, seconds since 1970;
    /// an older one of the same key is replaced.
    ///
    /// # Errors
    /// As [`cosignature`](Self::cosignature).
    pub fn cosign(&self, witness: &WitnessKey, time: u64) -> Result<Self, NoteError> {
        if i64::try_from(time).is_err() {
            return Err(NoteError::CantSign(witness.name().to_owned()));
        }
        note::add(note::parse(&self.text)?, &[&witness.at(time)])?.parse()
    }

    /// The same checkpoint with the line of a witness out of `lines`, as it answered them; an older
    /// one of the same key is replaced, lines of others are passed over.
    ///
    /// # Errors
    /// [`NoteError::NotByWitness`] when no line is the witness's, [`NoteError::WrongSignature`]
    /// when its line is wrong.
    pub fn with_cosignature(&self, witness: &VerifierKey, lines: &str) -> Result<Self, NoteError> {
        let is_its_line = |line: &str| {
            Signature::from_bytes(line.as_bytes())
                .is_ok_and(|one| one.id() == witness.id() && one.name() == witness.name())
        };
        let missing = || NoteError::NotByWitness(witness.name().to_owned());
        let line = lines.lines().find(|line| is_its_line(line)).ok_or_else(missing)?;
        let (text, signatures) = self.text.rsplit_once("\n\n").ok_or(NoteError::Malformed)?;
        let kept = signatures.lines().filter(|line| !is_its_line(line));
        let signatures: Vec<&str> = kept.chain([line]).collect();
        let cosigned: Self = format!("{text}\n\n{}\n", signatures.join("\n")).parse()?;
        cosigned.cosignature_of(witness)?.ok_or_else(missing)?;
        Ok(cosigned)
    }

    /// Who of `keys` signed. Signatures of others are passed over.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`] when one of a known key is wrong, [`NoteError::NotByLog`]
    /// when no key of the log itself is among those that signed.
    pub fn verify(&self, keys: &[VerifierKey]) -> Result<Verified, NoteError> {
        let origin = &self.checkpoint.origin;
        let (mut logs, mut cosignatures) = (Vec::new(), Vec::new());
        for (key, time) in self.signers(keys)? {
            match time {
                None => logs.push(key),
                Some(time) => cosignatures.push(Cosignature { witness: key, time }),
            }
        }
        if logs.is_empty() {
            return Err(NoteError::NotByLog(origin.clone()));
        }
        Ok(Verified { checkpoint: self.checkpoint.clone(), logs, cosignatures })
    }

    /// The cosignature of one witness, whether or not anything is known of the log.
    ///
    /// # Errors
    /// [`NoteError::WrongSignature`] when it is wrong.
    pub fn cosignature_of(&self, witness: &VerifierKey) -> Result<Option<Cosignature>, NoteError> {
        let signers = self.signers(from_ref(witness))?.into_iter();
        let mut found =
            signers.filter_map(|(witness, time)| Some(Cosignature { witness, time: time? }));
        Ok(found.next())
    }

    /// Who of `keys` signed, witnesses with the time. Of logs only this one may.
    fn signers(&self, keys: &[VerifierKey]) -> Result<Vec<(VerifierKey, Option<u64>)>, NoteError> {
        let may_sign = |key: &&VerifierKey| {
            key.kind() == KeyKind::Witness || key.name() == self.checkpoint.origin
        };
        let keys: Vec<VerifierKey> = keys.iter().filter(may_sign).cloned().collect();
        let signatures = note::verify(&note::parse(&self.text)?, &keys)?;
        let signer = |signature: Signature| {
            let is_by =
                |key: &&VerifierKey| key.id() == signature.id() && key.name() == signature.name();
            let key = keys.iter().find(is_by)?;
            match key.kind() {
                KeyKind::Log => Some((key.clone(), None)),
                KeyKind::Witness => {
                    let (time, _) = split_time(signature.signature())?;
                    Some((key.clone(), Some(time)))
                }
            }
        };
        Ok(signatures.into_iter().filter_map(signer).collect())
    }
}

impl fmt::Display for SignedCheckpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl FromStr for SignedCheckpoint {
    type Err = NoteError;

    fn from_str(text: &str) -> Result<Self, NoteError> {
        Ok(Self { checkpoint: read(&note::parse(text)?)?, text: text.to_owned() })
    }
}

fn read(note: &Note) -> Result<Checkpoint, NoteError> {
    let lines = note::lines(note)?;
    let not_empty = |line: &str| (!line.is_empty()).then(|| line.to_owned());
    let origin = note::field(&lines, 1, "the origin of the log", not_empty)?;
    let size = note::field(&lines, 2, "the size of the tree", |line| {
        note::number(line).filter(|size| i64::try_from(*size).is_ok())
    })?;
    let root = note::field(&lines, 3, "the root in base64", |line| line.parse().ok())?;
    for line in 4..=lines.len() {
        note::field(&lines, line, "no empty line", not_empty)?;
    }
    Ok(Checkpoint { origin, size, root })
}
