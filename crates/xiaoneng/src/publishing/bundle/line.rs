//! An act as a line of `acts.jsonl`: what it is hashed with into the log as hexadecimal digits, or `-`
//! where no log has it, a space, and the act's text.

use std::fmt::Write as _;
use std::io::{self, BufRead, BufReader, Read};

use ledger::{Act, Leaf};
use transparency_log::{Hash, leaf_hash};

/// The longest line of `acts.jsonl`: a draft of a report is the longest act there is.
const LONGEST_LINE: u64 = 256 << 20;
/// Acts taken over at a time, and so many bytes of their lines.
const TOGETHER: usize = 4096;
const BYTES_TOGETHER: usize = 16 << 20;
/// Stands for the salt of an act that no log has.
const NO_SALT: &str = "-";

/// A line of an act, and what it says.
#[derive(Debug)]
struct Line {
    tenant: String,
    act: Act,
    /// Its leaf, where it says what it is hashed with.
    leaf: Option<Hash>,
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

/// The lines of `acts.jsonl`.
pub(super) struct Lines<R> {
    input: R,
    /// Of the last line read; the first is 1.
    number: u64,
}

impl<R: Read> Lines<BufReader<R>> {
    pub(super) fn of(input: R) -> Self {
        Self { input: BufReader::new(input), number: 0 }
    }
}

impl<R: BufRead> Lines<R> {
    /// The next acts, none at the end, and their leaves, where each says what it is hashed with.
    pub(super) fn acts(&mut self, of: &str) -> io::Result<(Vec<Act>, Option<Vec<Hash>>)> {
        let (mut acts, mut leaves, mut bytes) = (Vec::new(), Vec::new(), 0);
        while acts.len() < TOGETHER && bytes < BYTES_TOGETHER {
            let Some(line) = self.next()? else { break };
            let Line { tenant, act, leaf } = read(&line).map_err(|why| self.wrong(&why))?;
            if tenant != of {
                return Err(self.wrong(&format!("it is an act of `{tenant}`, not of `{of}`")));
            }
            bytes += line.len();
            acts.push(act);
            leaves.push(leaf);
        }
        Ok((acts, leaves.into_iter().collect()))
    }

    fn next(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        (&mut self.input).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if line.pop() != Some(b'\n') {
            return Err(self.wrong("it has no end; ask for the whole bundle again"));
        }
        String::from_utf8(line).map(Some).map_err(|why| self.wrong(&why.to_string()))
    }

    fn wrong(&self, why: &str) -> io::Error {
        io::Error::other(format!("line {} is no act: {why}", self.number))
    }
}

/// What a line says.
///
/// # Errors
/// What is wrong with it.
fn read(line: &str) -> Result<Line, String> {
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
