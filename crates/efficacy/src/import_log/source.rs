//! Files as streams of bytes: unpacked where gzip, counted, guarded against archive bombs, and
//! for XML turned into UTF-8.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use encoding_rs::{CoderResult, Decoder, UTF_8};
use flate2::bufread::MultiGzDecoder;

use crate::package::files::Limited;
use crate::package::text::{self, Decoded, Encoding, Reach};

/// Bytes of the files that have been read, shared with whoever shows progress.
#[derive(Debug, Clone, Default)]
pub(super) struct BytesRead(Arc<AtomicU64>);

impl BytesRead {
    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// Opens `path`, unpacking it when its first bytes say gzip.
pub(super) fn open(path: &Path, bytes_read: &BytesRead) -> io::Result<Box<dyn Read + Send>> {
    let inner = File::open(path)?;
    let size = inner.metadata()?.len();
    let file = Counted { inner, total: bytes_read.clone() };
    let mut file = BufReader::with_capacity(64 << 10, file);
    if file.fill_buf()?.starts_with(&[0x1f, 0x8b]) {
        return Ok(Box::new(Unpacked(Limited::new(MultiGzDecoder::new(file), size))));
    }
    Ok(Box::new(file))
}

/// Opens `path` as XML in UTF-8, whatever encoding it declares.
pub(super) fn open_xml(path: &Path, bytes_read: &BytesRead) -> io::Result<Box<dyn Read + Send>> {
    let mut source = open(path, bytes_read)?;
    let mut head = Vec::with_capacity(256);
    source.by_ref().take(256).read_to_end(&mut head)?;
    let encoding = declared_encoding(&head)?;
    let whole = io::Cursor::new(head).chain(source);
    if encoding == UTF_8 {
        return Ok(Box::new(whole));
    }
    Ok(Box::new(Transcoded::new(whole, encoding.new_decoder())))
}

/// The encoding named by a byte-order mark or the XML declaration; UTF-8 otherwise.
fn declared_encoding(head: &[u8]) -> io::Result<&'static encoding_rs::Encoding> {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(head) {
        return Ok(encoding);
    }
    let declaration = head.split(|&byte| byte == b'>').next().unwrap_or_default();
    let label = std::str::from_utf8(declaration).ok().and_then(|text| {
        let quoted = text.trim_start().strip_prefix("<?xml")?.split_once("encoding")?.1;
        let quoted = quoted.trim_start().strip_prefix('=')?.trim_start();
        let quote = quoted.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        quoted[1..].split(quote).next()
    });
    match label {
        None => Ok(UTF_8),
        Some(label) => encoding_rs::Encoding::for_label(label.as_bytes()).ok_or_else(|| {
            let message = format!("the encoding `{label}` is not known; export the log in UTF-8");
            io::Error::new(io::ErrorKind::InvalidData, message)
        }),
    }
}

/// Counts what is read.
struct Counted<R> {
    inner: R,
    total: BytesRead,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.total.0.fetch_add(read as u64, Ordering::Relaxed);
        Ok(read)
    }
}

/// A gzip stream whose faults say what to do about them.
struct Unpacked<R>(Limited<MultiGzDecoder<R>>);

impl<R: BufRead> Read for Unpacked<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.0.read(buffer).map_err(|error| {
            let message = match error.kind() {
                io::ErrorKind::UnexpectedEof => "the compressed stream ends early",
                io::ErrorKind::InvalidInput | io::ErrorKind::InvalidData => {
                    "the compressed stream is broken"
                }
                _ => return io::Error::new(io::ErrorKind::InvalidData, error),
            };
            let message = format!("{message}; copy or export the file again");
            io::Error::new(io::ErrorKind::InvalidData, message)
        })
    }
}

/// A stream in another encoding, read as UTF-8.
struct Transcoded<R> {
    inner: R,
    decoder: Decoder,
    raw: Vec<u8>,
    raw_start: usize,
    raw_end: usize,
    at_end: bool,
    /// The decoder has given its last and mustn't be asked again.
    is_finished: bool,
}

impl<R: Read> Transcoded<R> {
    fn new(inner: R, decoder: Decoder) -> Self {
        let raw = vec![0; 64 << 10];
        Self { inner, decoder, raw, raw_start: 0, raw_end: 0, at_end: false, is_finished: false }
    }
}

impl<R: Read> Read for Transcoded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        while !self.is_finished {
            if self.raw_start == self.raw_end && !self.at_end {
                self.raw_start = 0;
                self.raw_end = self.inner.read(&mut self.raw)?;
                self.at_end = self.raw_end == 0;
            }
            let raw = &self.raw[self.raw_start..self.raw_end];
            let (result, used, written, has_errors) =
                self.decoder.decode_to_utf8(raw, buffer, self.at_end);
            self.raw_start += used;
            if has_errors {
                return Err(io::Error::new(
                    io::ErrorKind::InvalidData,
                    format!(
                        "the text isn't in {}, which it declares",
                        self.decoder.encoding().name()
                    ),
                ));
            }
            self.is_finished = self.at_end && result == CoderResult::InputEmpty;
            if written > 0 {
                return Ok(written);
            }
            if result == CoderResult::OutputFull {
                return Err(io::Error::other("the buffer is too small for one character"));
            }
        }
        Ok(0)
    }
}

/// Opens `path` as a table's text, whose encoding is found out by a look at all of it; `None` when
/// the file is empty.
pub(super) fn open_text(
    path: &Path,
    bytes_read: &BytesRead,
) -> io::Result<Option<Decoded<Box<dyn Read + Send>>>> {
    // The look ahead doesn't count as progress.
    let look = |encoding| -> io::Result<Reach> {
        Ok(text::reach(&mut open(path, &BytesRead::default())?, encoding))
    };
    if open(path, &BytesRead::default())?.read(&mut [0])? == 0 {
        return Ok(None);
    }
    for encoding in [Encoding::Utf8, Encoding::Gb18030] {
        match look(encoding)? {
            Reach::End => return Ok(Some(Decoded::new(open(path, bytes_read)?, encoding))),
            Reach::Undecodable { has_utf8_mark: true, .. } => break,
            Reach::Undecodable { .. } => {}
            Reach::Unreadable { cause, .. } => return Err(cause),
        }
    }
    let message = "the text is neither UTF-8 nor GB18030 throughout; save the file as UTF-8";
    Err(io::Error::new(io::ErrorKind::InvalidData, message))
}
