//! The form of c2sp.org/tlog-proof: a proof for one leaf and the signed note it leads to.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;

use crate::hash::Hash;
use crate::note::{NoteError, number};

/// The most hashes a proof can have.
const LONGEST: usize = 64;

/// Why a text is no proof, or no proof with a note.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofTextError {
    /// A line isn't what it has to be.
    #[error("line {line}: {expected} is expected")]
    Line {
        /// Which line, from 1.
        line: usize,
        /// What has to stand there.
        expected: &'static str,
    },
    /// What follows the empty line is no note of the kind that is needed.
    #[error("the signed note below: {0}")]
    Note(#[from] NoteError),
}

/// The parts of a proof's text.
pub(crate) struct ProofText<'a> {
    /// What the application adds.
    pub(crate) extra: Option<Vec<u8>>,
    /// Which leaf, from 0.
    pub(crate) index: u64,
    /// The hashes beside the way up.
    pub(crate) path: Vec<Hash>,
    /// The signed note.
    pub(crate) note: &'a str,
}

impl<'a> ProofText<'a> {
    /// Reads a proof that begins with the line `first`.
    pub(crate) fn parse(first: &'static str, text: &'a str) -> Result<Self, ProofTextError> {
        let (head, note) = text.split_once("\n\n").ok_or(ProofTextError::Line {
            line: text.lines().count() + 1,
            expected: "an empty line and a signed note",
        })?;
        let mut lines = head.split('\n').zip(1..).peekable();
        let expected = |line, expected| ProofTextError::Line { line, expected };
        lines.next_if(|(text, _)| *text == first).ok_or(expected(1, first))?;
        let extra = match lines.next_if(|(text, _)| text.starts_with("extra ")) {
            Some((text, line)) => Some(
                (text.strip_prefix("extra ").and_then(|text| BASE64_STANDARD.decode(text).ok()))
                    .ok_or(expected(line, "`extra` and base64"))?,
            ),
            None => None,
        };
        let at = if extra.is_some() { 3 } else { 2 };
        let index = lines.next().and_then(|(text, _)| number(text.strip_prefix("index ")?));
        let index = index.ok_or(expected(at, "`index` and a number"))?;
        let mut path = Vec::new();
        for (text, line) in lines {
            if path.len() == LONGEST {
                return Err(expected(line, "an empty line, as no proof is longer"));
            }
            path.push(text.parse().map_err(|_| expected(line, "a hash in base64"))?);
        }
        Ok(Self { extra, index, path, note })
    }

    /// Writes it, beginning with the line `first`.
    pub(crate) fn write(&self, first: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{first}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", BASE64_STANDARD.encode(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        for hash in &self.path {
            writeln!(f, "{hash}")?;
        }
        write!(f, "\n{}", self.note)
    }
}
