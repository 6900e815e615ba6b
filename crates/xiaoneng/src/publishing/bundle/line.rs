//! An act as a line of `acts.jsonl`: what it is hashed with into the log as hexadecimal digits, or `-`
//! where no log has it, a space, and the act's text.

use std::fmt::Write as _;

use ledger::{Act, Leaf};
use transparency_log::{Hash, leaf_hash};

/// Stands for the salt of an act that no log has.
const NO_SALT: &str = "-";

/// A line of an act, and what it says.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) tenant: String,
    pub(super) act: Act,
    /// Its leaf, where it says what it is hashed with.
    pub(super) leaf: Option<Hash>,
}

/// The line of an act, without its end.
pub(super) fn line_of(leaf: &Leaf) -> String {
    let mut line = String::with_capacity(leaf.text.len() + 33);
    match &leaf.salt {
        Some(salt) => salt.iter().for_each(|byte| {
            // Writing to a string can't fail.
            let _ = write!(line, "{byte:02x}");
        }),
        None => line.push_str(NO_SALT),
    }
    line.push(' ');
    line.push_str(&leaf.text);
    line
}

/// What a line says.
///
/// # Errors
/// What is wrong with it.
pub(super) fn read(line: &str) -> Result<Line, String> {
    let (salt, text) = line.split_once(' ').ok_or("it has no space after its salt")?;
    let (tenant, act) = Act::of_text(text)?;
    let salt = match salt {
        NO_SALT => None,
        digits => Some(bytes(digits).ok_or("its salt isn't written in hexadecimal digits")?),
    };
    let leaf = salt.map(|salt| leaf_hash(&salt, text.as_bytes()));
    Ok(Line { tenant, act, leaf })
}

fn bytes(digits: &str) -> Option<Vec<u8>> {
    let is_plain = digits.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    let digit = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    let is_whole = is_plain && !digits.is_empty() && digits.len().is_multiple_of(2);
    is_whole.then(|| (0..digits.len()).step_by(2).map(digit).collect())?
}
