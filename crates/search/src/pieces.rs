//! How a text is cut: Chinese into overlapping pieces of two characters, anything else into words.
//!
//! ```text
//! 居民身份证遗失补领，A1234-56   居民 民身 身份 份证 证遗 遗失 失补 补领 领   a1234   56
//! ```
//!
//! Every piece of two that a query and a text share is found whatever a dictionary takes for a
//! word, and a text holds a word of several characters where its pieces follow each other. The last
//! character of a run stands once more on its own, so that each character begins a piece.

use std::ops::Range;

use crate::fold::is_han;

/// A stretch of a folded text without punctuation or space in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Run {
    /// Chinese characters.
    Han(Range<usize>),
    /// Letters and digits of any other script.
    Word(Range<usize>),
}

/// The runs of a folded text in order.
pub(crate) fn runs(chars: &[char]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for (at, &char) in chars.iter().enumerate() {
        if !char.is_alphanumeric() {
            continue;
        }
        match (runs.last_mut(), is_han(char)) {
            (Some(Run::Han(run)), true) | (Some(Run::Word(run)), false) if run.end == at => {
                run.end += 1;
            }
            (_, true) => runs.push(Run::Han(at..at + 1)),
            (_, false) => runs.push(Run::Word(at..at + 1)),
        }
    }
    runs
}

/// The pieces of a text with a space between each, as the index takes them.
pub(crate) fn pieces(chars: &[char]) -> String {
    let mut out = String::with_capacity(chars.len() * 7);
    for run in runs(chars) {
        match run {
            Run::Han(run) => {
                for at in run.clone() {
                    out.extend(&chars[at..run.end.min(at + 2)]);
                    out.push(' ');
                }
            }
            Run::Word(run) => {
                out.extend(&chars[run]);
                out.push(' ');
            }
        }
    }
    out
}

/// The passages of a text that is longer than one: `PASSAGE` characters, each beginning in the
/// middle of the one before, so that what stands together is together in one of them.
///
/// A long notice of which one paragraph answers is found by that paragraph.
pub(crate) fn passages(chars: &[char]) -> impl ExactSizeIterator<Item = &[char]> {
    let count = 1 + chars.len().saturating_sub(PASSAGE).div_ceil(PASSAGE / 2);
    (0..count).map(|n| {
        let start = n * (PASSAGE / 2);
        &chars[start..chars.len().min(start + PASSAGE)]
    })
}

/// Characters of a passage. Measured on policy notices (docs/performance.md).
pub(crate) const PASSAGE: usize = 400;
