//! Rows put together by matter, in bounded memory: sorted in parts, the parts merged.

use std::cmp::{Ordering, Reverse};
use std::collections::BinaryHeap;
use std::collections::binary_heap::PeekMut;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use legal_clock::Instant;

use crate::package::Position;

/// How many bytes are sorted in memory at a time.
const PART: usize = 32 << 20;

/// What a row is. A matter comes before its acts, these by time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Rank {
    Matter,
    Act(Instant),
}

/// By what a row is sorted: its matter, what it is, its place in its file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Entry<'a> {
    id: &'a [u8],
    rank: Rank,
    at: Position,
}

impl<'a> Entry<'a> {
    pub(super) fn new(id: &'a str, rank: Rank, at: Position) -> Self {
        Self { id: id.as_bytes(), rank, at }
    }
}

/// A row as it comes out again.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Record {
    pub(super) id: Vec<u8>,
    rank: Rank,
    pub(super) at: Position,
    pub(super) payload: Vec<u8>,
}

impl Record {
    pub(super) fn is_matter(&self) -> bool {
        self.rank == Rank::Matter
    }

    fn entry(&self) -> Entry<'_> {
        Entry { id: &self.id, rank: self.rank, at: self.at }
    }
}

/// Takes rows in any order.
pub(super) struct Sorter {
    folder: PathBuf,
    part_size: usize,
    bytes: Vec<u8>,
    kept: Vec<Kept>,
    parts: Vec<File>,
}

/// A row in memory: where its matter and payload lie among the bytes.
#[derive(Clone, Copy)]
struct Kept {
    start: usize,
    id_end: usize,
    end: usize,
    rank: Rank,
    at: Position,
}

impl Kept {
    fn entry(self, bytes: &[u8]) -> Entry<'_> {
        Entry { id: &bytes[self.start..self.id_end], rank: self.rank, at: self.at }
    }
}

impl Sorter {
    /// A sorter that puts what it can't keep in memory into nameless files in `folder`.
    pub(super) fn new(folder: &Path) -> Self {
        Self::with_parts_of(PART, folder)
    }

    fn with_parts_of(part_size: usize, folder: &Path) -> Self {
        let folder = folder.to_owned();
        Self { folder, part_size, bytes: Vec::new(), kept: Vec::new(), parts: Vec::new() }
    }

    pub(super) fn push(&mut self, entry: &Entry<'_>, payload: &[u8]) -> io::Result<()> {
        let start = self.bytes.len();
        self.bytes.extend_from_slice(entry.id);
        let id_end = self.bytes.len();
        self.bytes.extend_from_slice(payload);
        let end = self.bytes.len();
        self.kept.push(Kept { start, id_end, end, rank: entry.rank, at: entry.at });
        if self.bytes.len() + self.kept.len() * size_of::<Kept>() > self.part_size {
            self.spill()?;
        }
        Ok(())
    }

    /// All rows in order.
    pub(super) fn finish(mut self) -> io::Result<Sorted> {
        self.sort();
        let mut sources = Vec::with_capacity(self.parts.len() + 1);
        for mut part in self.parts {
            part.rewind()?;
            sources.push(Source::File(BufReader::new(part)));
        }
        sources.push(Source::Memory { bytes: self.bytes, kept: self.kept.into_iter() });
        let mut heads = BinaryHeap::with_capacity(sources.len());
        for (source, rows) in sources.iter_mut().enumerate() {
            if let Some(record) = rows.next()? {
                heads.push(Reverse(Head { record, source }));
            }
        }
        Ok(Sorted { sources, heads })
    }

    fn sort(&mut self) {
        let bytes = &self.bytes;
        self.kept.sort_unstable_by(|a, b| a.entry(bytes).cmp(&b.entry(bytes)));
    }

    fn spill(&mut self) -> io::Result<()> {
        self.sort();
        let mut out = BufWriter::new(tempfile::tempfile_in(&self.folder)?);
        for row in &self.kept {
            let (is_act, instant) = match row.rank {
                Rank::Matter => (0, 0),
                Rank::Act(instant) => (1, instant.0),
            };
            for number in [
                is_act,
                instant.cast_unsigned(),
                row.at.row,
                row.at.line,
                (row.id_end - row.start) as u64,
                (row.end - row.id_end) as u64,
            ] {
                out.write_all(&number.to_le_bytes())?;
            }
            out.write_all(&self.bytes[row.start..row.end])?;
        }
        self.parts.push(out.into_inner().map_err(io::IntoInnerError::into_error)?);
        self.bytes.clear();
        self.kept.clear();
        Ok(())
    }
}

/// Sorted rows from memory or from a file.
enum Source {
    Memory { bytes: Vec<u8>, kept: std::vec::IntoIter<Kept> },
    File(BufReader<File>),
}

impl Source {
    fn next(&mut self) -> io::Result<Option<Record>> {
        match self {
            Self::Memory { bytes, kept } => Ok(kept.next().map(|row| Record {
                id: bytes[row.start..row.id_end].to_vec(),
                rank: row.rank,
                at: row.at,
                payload: bytes[row.id_end..row.end].to_vec(),
            })),
            Self::File(part) => read_record(part),
        }
    }
}

fn read_record(part: &mut BufReader<File>) -> io::Result<Option<Record>> {
    let mut numbers = [0; 6];
    for (n, number) in numbers.iter_mut().enumerate() {
        let mut bytes = [0; 8];
        match part.read_exact(&mut bytes) {
            Ok(()) => *number = u64::from_le_bytes(bytes),
            Err(error) if n == 0 && error.kind() == io::ErrorKind::UnexpectedEof => {
                return Ok(None);
            }
            Err(error) => return Err(error),
        }
    }
    let [is_act, instant, row, line, id, payload] = numbers;
    let mut text = |length: u64| {
        let mut text = vec![0; length as usize];
        part.read_exact(&mut text).map(|()| text)
    };
    let (id, payload) = (text(id)?, text(payload)?);
    let rank = if is_act == 0 { Rank::Matter } else { Rank::Act(Instant(instant.cast_signed())) };
    Ok(Some(Record { id, rank, at: Position { row, line }, payload }))
}

/// The rows of all parts in order.
pub(super) struct Sorted {
    sources: Vec<Source>,
    heads: BinaryHeap<Reverse<Head>>,
}

/// The next row of a part.
struct Head {
    record: Record,
    source: usize,
}

impl Ord for Head {
    fn cmp(&self, other: &Self) -> Ordering {
        self.record.entry().cmp(&other.record.entry())
    }
}

impl PartialOrd for Head {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Head {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Head {}

impl Sorted {
    pub(super) fn next(&mut self) -> io::Result<Option<Record>> {
        let Some(mut first) = self.heads.peek_mut() else {
            return Ok(None);
        };
        match self.sources[first.0.source].next()? {
            Some(record) => Ok(Some(std::mem::replace(&mut first.0.record, record))),
            None => Ok(Some(PeekMut::pop(first).0.record)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_by_matter_and_time_whether_or_not_they_fit_in_memory() {
        let folder = tempfile::tempdir().unwrap();
        let rows: Vec<(String, Rank, Position)> = (0..500_u64)
            .map(|n| {
                let rank = if n < 20 { Rank::Matter } else { Rank::Act(Instant(-(n as i64 / 3))) };
                (format!("m{}", n % 20), rank, Position { row: n, line: n + 1 })
            })
            .collect();
        let mut expected = rows.clone();
        expected.sort();
        for part_size in [1, 1000, 1 << 20] {
            let mut sorter = Sorter::with_parts_of(part_size, folder.path());
            for (id, rank, at) in &rows {
                sorter.push(&Entry::new(id, *rank, *at), at.row.to_string().as_bytes()).unwrap();
            }
            let mut in_order = sorter.finish().unwrap();
            let mut met = Vec::new();
            while let Some(record) = in_order.next().unwrap() {
                assert_eq!(record.payload, record.at.row.to_string().as_bytes());
                met.push((String::from_utf8(record.id).unwrap(), record.rank, record.at));
            }
            assert_eq!(met, expected, "parts of {part_size} bytes");
        }
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 0);
    }
}
