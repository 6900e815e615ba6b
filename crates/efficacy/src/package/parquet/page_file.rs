//! The file that pages lie in, read at any place by any thread.

use std::fs::File;
use std::io::{self, BufRead as _, BufReader, Read};
use std::sync::Arc;

use bytes::Bytes;
use parquet::errors::{ParquetError, Result};
use parquet::file::reader::{ChunkReader, Length};

/// How much a page may unfold; what is written together seldom shrinks to a hundredth.
const EXPANSION: u64 = 200;
const EXPANSION_OF_SMALL_PAGES: u64 = 8 << 20;
const LARGEST_PAGE: u64 = 256 << 20;

/// A file of pages, of which none unfolds beyond reason.
#[derive(Debug)]
pub(super) struct PageFile {
    file: Arc<File>,
    length: u64,
}

impl PageFile {
    pub(super) fn new(file: File, length: u64) -> Self {
        Self { file: Arc::new(file), length }
    }
}

impl Length for PageFile {
    fn len(&self) -> u64 {
        self.length
    }
}

impl ChunkReader for PageFile {
    type T = BufReader<From>;

    /// Opens a page, which begins with its header.
    fn get_read(&self, start: u64) -> Result<Self::T> {
        let from = From { file: Arc::clone(&self.file), at: start };
        let mut reader = BufReader::with_capacity(1 << 10, from);
        let (unfolded, packed) = sizes(reader.fill_buf()?)
            .ok_or_else(|| ParquetError::General("a page has no header".to_owned()))?;
        let most = EXPANSION_OF_SMALL_PAGES + packed.saturating_mul(EXPANSION);
        if unfolded > most.min(LARGEST_PAGE) {
            return Err(ParquetError::General(format!(
                "a page of {packed} bytes unfolds to {unfolded}"
            )));
        }
        Ok(reader)
    }

    fn get_bytes(&self, start: u64, length: usize) -> Result<Bytes> {
        let end = start.checked_add(length as u64).filter(|end| *end <= self.length);
        if end.is_none() {
            return Err(ParquetError::EOF("the file ends within a page".to_owned()));
        }
        let mut bytes = vec![0; length];
        let mut from = From { file: Arc::clone(&self.file), at: start };
        from.read_exact(&mut bytes)?;
        Ok(bytes.into())
    }
}

/// A file read from some place on.
pub(super) struct From {
    file: Arc<File>,
    at: u64,
}

impl Read for From {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, out, self.at)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, out, self.at)?;
        self.at += read as u64;
        Ok(read)
    }
}

/// The unfolded and the packed size that a page's header tells.
///
/// Source: Apache Parquet format, `PageHeader` (fields 1 to 3 are the type and these two sizes);
/// Thrift compact protocol: each is a byte 0x15 (the next field, `i32`) and a zigzag varint.
fn sizes(header: &[u8]) -> Option<(u64, u64)> {
    let mut bytes = header.iter();
    let mut field = || {
        if *bytes.next()? != 0x15 {
            return None;
        }
        let mut value = 0_u64;
        for shift in (0..35).step_by(7) {
            let byte = *bytes.next()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(value);
            }
        }
        None
    };
    let _type = field()?;
    let size = |zigzag: u64| (zigzag & 1 == 0).then_some(zigzag >> 1);
    Some((size(field()?)?, size(field()?)?))
}
