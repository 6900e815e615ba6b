//! A part of a file in memory that moves forward through it.

use std::io::{self, Read};

/// A buffer over a source that offers whole tags and grows only for a tag that is longer.
#[derive(Debug)]
pub(super) struct Window<R> {
    source: R,
    buffer: Vec<u8>,
    start: usize,
    filled: usize,
    at_end: bool,
    /// Up to where the buffer is known to be UTF-8.
    checked: usize,
    /// Where it is not.
    damaged_at: Option<usize>,
}

impl<R: Read> Window<R> {
    /// The longest tag or comment that is read.
    pub(super) const LARGEST: usize = 8 << 20;

    const USUAL: usize = 256 << 10;

    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            buffer: vec![0; Self::USUAL],
            start: 0,
            filled: 0,
            at_end: false,
            checked: 0,
            damaged_at: None,
        }
    }

    /// What has been read and not consumed, up to the last `>`; all of it at the end of the
    /// source.
    pub(super) fn whole_tags(&self) -> &[u8] {
        let all = &self.buffer[self.start..self.filled];
        if self.at_end {
            return all;
        }
        &all[..memchr::memrchr(b'>', all).map_or(0, |last| last + 1)]
    }

    pub(super) fn at_end(&self) -> bool {
        self.at_end
    }

    /// Whether nothing more may be read before something is consumed.
    pub(super) fn is_full(&self) -> bool {
        self.filled - self.start >= Self::LARGEST
    }

    /// Moves the window's start forward by `bytes`.
    pub(super) fn consume(&mut self, bytes: usize) {
        self.start = (self.start + bytes).min(self.filled);
    }

    /// Reads more of the source behind what isn't consumed yet.
    pub(super) fn fill(&mut self) -> io::Result<()> {
        self.buffer.copy_within(self.start..self.filled, 0);
        self.filled -= self.start;
        self.checked -= self.start;
        self.start = 0;
        if self.filled * 2 > self.buffer.len() {
            self.buffer.resize((self.buffer.len() * 2).min(Self::LARGEST + 1), 0);
        }
        while self.filled < self.buffer.len() {
            match self.source.read(&mut self.buffer[self.filled..]) {
                Ok(0) => {
                    self.at_end = true;
                    break;
                }
                Ok(read) => self.filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        self.check();
        Ok(())
    }

    /// What lies before the first bytes that aren't UTF-8, when there are such bytes.
    pub(super) fn text_before_damage(&self) -> Option<&[u8]> {
        self.damaged_at.map(|at| &self.buffer[self.start..at])
    }

    /// Checks what `whole_tags` offers now and hasn't been checked; a tag ends a character.
    fn check(&mut self) {
        let end = self.start + self.whole_tags().len();
        if let Err(error) = std::str::from_utf8(&self.buffer[self.checked..end]) {
            self.damaged_at = Some(self.checked + error.valid_up_to());
        }
        self.checked = end;
    }
}
