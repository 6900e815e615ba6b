//! What signed notes of every kind share.

use std::str::FromStr;

use signed_note::{Note, Signature, Signer, VerifierList};

use crate::verifier::VerifierKey;

/// Why a note can't be read, made or believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoteError {
    /// No signed note (c2sp.org/signed-note).
    #[error(
        "this is no signed note: a text is expected, an empty line, and signature lines `— <name> <base64>`"
    )]
    Malformed,
    /// A line of the text isn't what it has to be.
    #[error("line {line} of the note: {expected} is expected")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What has to stand there.
        expected: &'static str,
    },
    /// A signature of a key that is known here is wrong.
    #[error(
        "the signature of `{0}` is wrong: the text was changed after it was signed, or somebody else signed it"
    )]
    WrongSignature(String),
    /// Two different keys that are known here can't be told apart in a note.
    #[error("two keys have the name `{0}` and the same number: use one of them")]
    SameNumber(String),
    /// The log itself didn't sign.
    #[error("no key known here of the log `{0}` signed this")]
    NotByLog(String),
    /// The witness didn't sign.
    #[error("no signature of the witness `{0}` is there")]
    NotByWitness(String),
    /// No signature could be made.
    #[error(
        "`{0}` can't sign this: its name differs from the origin, or a text has a line break where none may be"
    )]
    CantSign(String),
}

/// Signs a text and gives the whole note.
pub(crate) fn sign(text: &str, signers: &[&dyn Signer]) -> Result<String, NoteError> {
    let note = Note::new(text.as_bytes(), &[]).map_err(|_| NoteError::Malformed)?;
    add(note, signers)
}

/// Adds signatures to a note.
pub(crate) fn add(mut note: Note, signers: &[&dyn Signer]) -> Result<String, NoteError> {
    let names = || signers.iter().map(|signer| signer.name()).collect::<Vec<_>>().join("`, `");
    note.add_sigs(signers).map_err(|_| NoteError::CantSign(names()))?;
    String::from_utf8(note.to_bytes()).map_err(|_| NoteError::Malformed)
}

/// Reads a note.
pub(crate) fn parse(text: &str) -> Result<Note, NoteError> {
    Note::from_bytes(text.as_bytes()).map_err(|_| NoteError::Malformed)
}

/// The lines of a note's text.
pub(crate) fn lines(note: &Note) -> Result<Vec<&str>, NoteError> {
    let text = str::from_utf8(note.text()).map_err(|_| NoteError::Malformed)?;
    Ok(text.lines().collect())
}

/// The signatures by any of `keys`. Those of others are passed over; a wrong one of these makes
/// the whole note worth nothing.
pub(crate) fn verify(note: &Note, keys: &[VerifierKey]) -> Result<Vec<Signature>, NoteError> {
    let mut known: Vec<Box<dyn signed_note::Verifier>> = Vec::new();
    for (at, key) in keys.iter().enumerate() {
        if !keys[..at].contains(key) {
            known.push(Box::new(key.clone()));
        }
    }
    match note.verify(&VerifierList::new(known)) {
        Ok((signatures, _)) => Ok(signatures),
        Err(signed_note::NoteError::UnverifiedNote) => Ok(Vec::new()),
        Err(signed_note::NoteError::InvalidSignature { name, .. }) => {
            Err(NoteError::WrongSignature(name))
        }
        Err(signed_note::NoteError::VerificationError(
            signed_note::VerificationError::AmbiguousKey { name, .. },
        )) => Err(NoteError::SameNumber(name)),
        Err(_) => Err(NoteError::Malformed),
    }
}

/// The one line at `line` (from 1) as what it has to be.
pub(crate) fn field<T>(
    lines: &[&str],
    line: usize,
    expected: &'static str,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<T, NoteError> {
    lines.get(line - 1).and_then(|text| read(text)).ok_or(NoteError::Line { line, expected })
}

/// A decimal number written in the one way it is written: without a sign for plus, without
/// leading zeros.
pub(crate) fn number<T: FromStr + ToString>(text: &str) -> Option<T> {
    text.parse().ok().filter(|number: &T| number.to_string() == text)
}
