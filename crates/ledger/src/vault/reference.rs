//! What stands in an act for a text that is kept apart.

use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// Hexadecimal digits of a subject and of a commitment.
const SUBJECT: usize = 32;
const COMMITMENT: usize = 64;

/// Whose text stands in a column of an act, and which: written `SUBJECT:COMMITMENT`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Reference {
    /// The subject that the text is about: 16 random bytes in hexadecimal digits.
    pub subject: String,
    /// SHA-256 of a secret salt and the text, in hexadecimal digits.
    pub commitment: String,
}

/// References by the columns whose texts they stand for.
pub type References = BTreeMap<String, Reference>;

impl fmt::Display for Reference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.subject, self.commitment)
    }
}

/// A text that is no reference.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no reference to a sealed text")]
pub struct NoReference(String);

impl FromStr for Reference {
    type Err = NoReference;

    fn from_str(text: &str) -> Result<Self, NoReference> {
        let is_hex = |digits: &str, count| {
            digits.len() == count && digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
        };
        text.split_once(':')
            .filter(|(subject, commitment)| {
                is_hex(subject, SUBJECT) && is_hex(commitment, COMMITMENT)
            })
            .map(|(subject, commitment)| Self {
                subject: subject.to_owned(),
                commitment: commitment.to_owned(),
            })
            .ok_or_else(|| NoReference(text.to_owned()))
    }
}

/// References as they are stored and hashed with their act: a JSON object, its columns in order;
/// `None` where there are none.
pub(crate) fn references_text(references: &References) -> Option<String> {
    let texts: BTreeMap<_, _> =
        references.iter().map(|(column, reference)| (column, reference.to_string())).collect();
    // Strings always become JSON.
    (!texts.is_empty()).then(|| serde_json::to_string(&texts).unwrap_or_default())
}

/// References as they were stored.
///
/// # Errors
/// What is wrong with the text.
pub(crate) fn references_of(text: Option<&str>) -> Result<References, String> {
    let Some(text) = text else { return Ok(References::new()) };
    let texts: BTreeMap<String, String> =
        serde_json::from_str(text).map_err(|error| error.to_string())?;
    let parse = |(column, text): (String, String)| Ok((column, text.parse()?));
    texts.into_iter().map(parse).collect::<Result<_, NoReference>>().map_err(|it| it.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_as_they_were_written_and_nothing_else_is_one() {
        let reference = Reference { subject: "0a".repeat(16), commitment: "1f".repeat(32) };
        let references = References::from([("actor".to_owned(), reference.clone())]);
        let text = references_text(&references).unwrap();
        assert_eq!(references_of(Some(&text)), Ok(references));
        assert_eq!(
            (references_text(&References::new()), references_of(None).unwrap().len()),
            (None, 0)
        );
        let written = reference.to_string();
        for broken in
            ["", ":", &written[1..], &written.replace('a', "A"), &written.replace(':', "")]
        {
            assert!(broken.parse::<Reference>().is_err(), "{broken}");
        }
        assert!(references_of(Some("{\"actor\":\"王\"}")).is_err());
    }
}
