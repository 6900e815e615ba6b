//! From a file's bytes to text: UTF-8 or GB18030, told apart by looking at the whole file.

use std::io::{self, BufRead, Read};

use encoding_rs::{Decoder, DecoderResult, GB18030, UTF_8};

use super::records::count_line_breaks;

/// How a file's characters are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// GB 18030, of which GBK and GB 2312 are parts.
    Gb18030,
}

impl Encoding {
    fn decoder(self) -> Decoder {
        match self {
            Self::Utf8 => UTF_8,
            Self::Gb18030 => GB18030,
        }
        .new_decoder_without_bom_handling()
    }
}

/// How far a file can be read in one encoding.
#[derive(Debug)]
pub(crate) enum Reach {
    /// To its end.
    End,
    /// To bytes on this line that stand for no character.
    Undecodable { line: u64, has_utf8_mark: bool },
    /// To this line, where the file itself can't be read.
    Unreadable { line: u64, cause: io::Error },
}

/// Reads a whole file to tell how far it is text in the encoding.
pub(crate) fn reach(input: &mut dyn Read, encoding: Encoding) -> Reach {
    let mut decoded = Decoded::new(input, encoding);
    let mut line = 1;
    let mut start = None;
    loop {
        match decoded.fill_buf() {
            Ok([]) => return Reach::End,
            Ok(text) => {
                start.get_or_insert_with(|| text.starts_with(BYTE_ORDER_MARK));
                line += count_line_breaks(text);
                let length = text.len();
                decoded.consume(length);
            }
            Err(error) if is_undecodable(&error) => {
                return Reach::Undecodable { line, has_utf8_mark: start == Some(true) };
            }
            Err(cause) => return Reach::Unreadable { line, cause },
        }
    }
}

const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

#[derive(Debug, thiserror::Error)]
#[error("bytes that stand for no character")]
struct NoCharacter;

pub(crate) fn is_undecodable(error: &io::Error) -> bool {
    matches!(error.get_ref(), Some(cause) if cause.is::<NoCharacter>())
}

/// A file's text in UTF-8, whatever it was written in.
pub(crate) struct Decoded<R> {
    input: R,
    decoder: Decoder,
    raw: Buffer,
    text: Buffer,
    at_end: bool,
    is_broken: bool,
}

/// Bytes of which `start..end` are still to be taken.
struct Buffer {
    bytes: Vec<u8>,
    start: usize,
    end: usize,
}

impl Buffer {
    fn new() -> Self {
        Self { bytes: vec![0; 1 << 17], start: 0, end: 0 }
    }

    fn is_empty(&self) -> bool {
        self.start == self.end
    }
}

impl<R: Read> Decoded<R> {
    pub(crate) fn new(input: R, encoding: Encoding) -> Self {
        Self {
            input,
            decoder: encoding.decoder(),
            raw: Buffer::new(),
            text: Buffer::new(),
            at_end: false,
            is_broken: false,
        }
    }

    fn read_raw(&mut self) -> io::Result<()> {
        if self.raw.is_empty() && !self.at_end {
            let read = loop {
                match self.input.read(&mut self.raw.bytes) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    result => break result?,
                }
            };
            self.at_end = read == 0;
            (self.raw.start, self.raw.end) = (0, read);
        }
        Ok(())
    }
}

impl<R: Read> BufRead for Decoded<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        while self.text.is_empty() {
            if self.is_broken {
                return Err(io::Error::new(io::ErrorKind::InvalidData, NoCharacter));
            }
            self.read_raw()?;
            let (result, read, written) = self.decoder.decode_to_utf8_without_replacement(
                &self.raw.bytes[self.raw.start..self.raw.end],
                &mut self.text.bytes,
                self.at_end,
            );
            self.raw.start += read;
            (self.text.start, self.text.end) = (0, written);
            match result {
                DecoderResult::Malformed(..) => self.is_broken = true,
                DecoderResult::InputEmpty if self.at_end && written == 0 => {
                    // The decoder has finished and mustn't be asked again.
                    self.decoder = Encoding::Utf8.decoder();
                    return Ok(&[]);
                }
                _ => {}
            }
        }
        Ok(&self.text.bytes[self.text.start..self.text.end])
    }

    fn consume(&mut self, amount: usize) {
        self.text.start += amount;
    }
}

impl<R: Read> Read for Decoded<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(out)?;
        self.consume(read);
        Ok(read)
    }
}
