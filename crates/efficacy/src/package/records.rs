//! The records of a CSV file (RFC 4180), one at a time, each with the line it begins on.

use std::io::{self, BufRead};
use std::str;

use csv_core::{ReadRecordResult, Reader};

/// The longest cell that is taken: 1 MiB.
pub(crate) const LONGEST_CELL: usize = 1 << 20;

/// Reads records in bounded memory, whatever the file holds.
///
/// Blank lines are no records. Of a cell longer than [`LONGEST_CELL`] nothing is kept but that it
/// was there; of a record wider than expected, that it was.
pub(crate) struct Records<R> {
    input: R,
    core: Reader,
    out: Vec<u8>,
    ends: Vec<usize>,
    /// Indexes of the cells that were too long to keep.
    too_long: Vec<usize>,
}

/// One record. Its text is borrowed until the next one is read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Record<'a> {
    /// Physical line on which it begins; the first is 1.
    pub(crate) line: u64,
    /// All cells, one after the other, and where each ends.
    pub(crate) text: &'a str,
    pub(crate) ends: &'a [usize],
    /// Indexes of the cells that were too long to keep; they read as empty.
    pub(crate) too_long: &'a [usize],
    /// Whether there were more cells than asked for; none is kept then.
    pub(crate) is_too_wide: bool,
}

impl<'a> Record<'a> {
    pub(crate) fn cell(&self, index: usize) -> &'a str {
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start..self.ends[index]]
    }

    pub(crate) fn cells(&self) -> impl Iterator<Item = &'a str> + use<'a> {
        let record = *self;
        (0..record.ends.len()).map(move |index| record.cell(index))
    }
}

/// Why no further record can be read.
#[derive(Debug)]
pub(crate) enum Broken {
    /// A quotation mark opened on `line` is never closed.
    UnclosedQuote { line: u64 },
    /// The bytes couldn't be read, or were no text, at about `line`.
    Unreadable { line: u64, cause: io::Error },
}

impl<R: BufRead> Records<R> {
    /// Reads from `input`, which gives UTF-8.
    pub(crate) fn new(input: R) -> Self {
        Self {
            input,
            core: Reader::new(),
            out: vec![0; 4096],
            ends: Vec::new(),
            too_long: Vec::new(),
        }
    }

    /// The next record, of at most `width` cells; `None` at the end of the file.
    pub(crate) fn next(&mut self, width: usize) -> Result<Option<Record<'_>>, Broken> {
        if !self.skip_line_breaks()? {
            return Ok(None);
        }
        let line = self.core.line();
        self.too_long.clear();
        self.ends.resize(width + 1, 0);
        let mut cursor = Cursor::default();
        loop {
            let input = self.input.fill_buf().map_err(unreadable_at(&self.core))?;
            let is_at_end = input.is_empty();
            // A line break more ends the last record, unless it falls within quotation marks.
            let (result, read, written, ended) = self.core.read_record(
                if is_at_end { b"\n" } else { input },
                &mut self.out[cursor.written..],
                &mut self.ends[cursor.ended..],
            );
            if is_at_end && written > 0 {
                let breaks = count_line_breaks(&self.out[..cursor.last_end(&self.ends)]);
                return Err(Broken::UnclosedQuote { line: line + cursor.lost_breaks + breaks });
            }
            self.input.consume(if is_at_end { 0 } else { read });
            self.ends[cursor.ended..cursor.ended + ended]
                .iter_mut()
                .for_each(|end| *end -= cursor.lost);
            if ended > 0 {
                cursor.end_cells(&mut self.too_long);
            }
            cursor.written += written;
            cursor.ended += ended;
            match result {
                ReadRecordResult::Record => break,
                ReadRecordResult::InputEmpty if is_at_end => return Ok(None),
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::OutputFull => self.make_room(&mut cursor),
                ReadRecordResult::OutputEndsFull => {
                    cursor.is_too_wide = true;
                    cursor.drop_from(0, &self.out);
                    cursor.ended = 0;
                    self.too_long.clear();
                }
                ReadRecordResult::End => return Ok(None),
            }
        }
        let is_too_wide = cursor.is_too_wide || cursor.ended > width;
        self.ends.truncate(if is_too_wide { 0 } else { cursor.ended });
        if !is_too_wide && cursor.written > LONGEST_CELL || !self.too_long.is_empty() {
            self.cut_long_cells();
        }
        let kept = self.ends.last().copied().unwrap_or(0);
        let text = str::from_utf8(&self.out[..kept]).map_err(|error| Broken::Unreadable {
            line,
            cause: io::Error::new(io::ErrorKind::InvalidData, error),
        })?;
        Ok(Some(Record { line, text, ends: &self.ends, too_long: &self.too_long, is_too_wide }))
    }

    /// Goes to the next record's first byte; false at the end of the file.
    fn skip_line_breaks(&mut self) -> Result<bool, Broken> {
        loop {
            let input = self.input.fill_buf().map_err(unreadable_at(&self.core))?;
            let breaks = input.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
            if breaks == 0 {
                return Ok(!input.is_empty());
            }
            let _ = self.core.read_record(&input[..breaks], &mut [0], &mut [0]);
            self.input.consume(breaks);
        }
    }

    /// Grows the record's buffer, or forgets what it holds of a cell that is too long anyway.
    fn make_room(&mut self, cursor: &mut Cursor) {
        let start = cursor.last_end(&self.ends);
        if cursor.written - start > LONGEST_CELL {
            cursor.in_long_cell = true;
            cursor.drop_from(start, &self.out);
        } else {
            self.out.resize(self.out.len() * 2, 0);
        }
    }

    /// Empties the cells that are too long, so that what is kept is text still.
    fn cut_long_cells(&mut self) {
        let mut start = 0;
        for index in 0..self.ends.len() {
            let end = self.ends[index];
            if end - start > LONGEST_CELL && !self.too_long.contains(&index) {
                self.too_long.push(index);
            }
            if self.too_long.contains(&index) {
                let last = self.ends.last().copied().unwrap_or(end);
                self.out.copy_within(end..last, start);
                self.ends[index..].iter_mut().for_each(|later| *later -= end - start);
            }
            start = self.ends[index];
        }
    }
}

/// How far a record has been read.
#[derive(Default)]
struct Cursor {
    written: usize,
    ended: usize,
    /// Bytes of the record that were forgotten, and the line breaks among those of whole cells.
    lost: usize,
    lost_breaks: u64,
    lost_breaks_in_cell: u64,
    in_long_cell: bool,
    is_too_wide: bool,
}

impl Cursor {
    /// Where the last whole cell ends.
    fn last_end(&self, ends: &[usize]) -> usize {
        self.ended.checked_sub(1).map_or(0, |last| ends[last])
    }

    fn drop_from(&mut self, start: usize, out: &[u8]) {
        let breaks = count_line_breaks(&out[start..self.written]);
        if self.in_long_cell {
            self.lost_breaks_in_cell += breaks;
        } else {
            self.lost_breaks += breaks;
        }
        self.lost += self.written - start;
        self.written = start;
    }

    fn end_cells(&mut self, too_long: &mut Vec<usize>) {
        if std::mem::take(&mut self.in_long_cell) {
            too_long.push(self.ended);
            self.lost_breaks += std::mem::take(&mut self.lost_breaks_in_cell);
        }
    }
}

fn unreadable_at(core: &Reader) -> impl FnOnce(io::Error) -> Broken + use<> {
    let line = core.line();
    move |cause| Broken::Unreadable { line, cause }
}

#[expect(clippy::naive_bytecount, reason = "the compiler counts many bytes at once")]
pub(crate) fn count_line_breaks(bytes: &[u8]) -> u64 {
    bytes.iter().filter(|byte| **byte == b'\n').count() as u64
}
