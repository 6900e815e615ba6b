//! Tables as Parquet: read column by column, some thousand rows at a time.
//!
//! [`Columns`] is for those who want whole columns, row groups in parallel and each text but once;
//! [`ParquetRows`] hands the same on row by row, as CSV does.
//!
//! Nothing that a file claims is believed before memory is taken for it: a page must not unfold
//! beyond reason, and numbers are decoded as they are asked for.

mod chunk;
mod column;
mod hybrid;
mod page_file;
mod schema;
mod write;

use std::fs::File;
use std::sync::Arc;

use parquet::basic::{Compression, Encoding};
use parquet::file::metadata::{ColumnChunkMetaData, ParquetMetaData, ParquetMetaDataReader};
use parquet::file::serialized_reader::SerializedPageReader;

pub use chunk::{Batch, Chunk, Holds, Texts};
use column::{ColumnError, ColumnReader};
use page_file::PageFile;
use schema::Stored;
pub(super) use write::{ParquetWriter, ROWS_OF_A_GROUP};

use super::Refused;
use super::caught::caught;
use super::rows::Rows;
use super::table::RawRow;

/// Rows of a batch, at most.
const BATCH: usize = 4096;
/// Rows that a byte of a file can stand for, at most: run lengths make many of few bytes.
const ROWS_OF_A_BYTE: u64 = 1000;

/// A table's file, read by columns.
#[derive(Debug)]
pub struct Columns {
    name: String,
    file: Arc<PageFile>,
    metadata: ParquetMetaData,
    names: Vec<String>,
    stored: Vec<Result<Stored, String>>,
}

impl Columns {
    pub(super) fn open(name: &str, file: File) -> Result<Self, Refused> {
        let broken = |error: &dyn std::fmt::Display| {
            Refused::file(name, format!("no whole Parquet file ({error}); write it anew"))
        };
        let length = file.metadata().map_err(|error| broken(&error))?.len();
        let metadata = caught(|| ParquetMetaDataReader::new().parse_and_finish(&file))
            .ok_or_else(|| broken(&ColumnError::Broken))?
            .map_err(|error| broken(&error))?;
        let rows = metadata.row_groups().iter().fold(0, |rows: u64, group| {
            rows.saturating_add(u64::try_from(group.num_rows()).unwrap_or(0))
        });
        if rows > length.saturating_mul(ROWS_OF_A_BYTE) {
            let message = "it unfolds to more rows than a file of its size has; write it anew";
            return Err(Refused::file(name, message));
        }
        let columns = metadata.file_metadata().schema_descr().columns();
        let names = columns.iter().map(|column| column.path().string()).collect();
        let stored = caught(|| columns.iter().map(|column| Stored::of(column)).collect())
            .ok_or_else(|| broken(&ColumnError::Broken))?;
        let file = Arc::new(PageFile::new(file, length));
        Ok(Self { name: name.to_owned(), file, metadata, names, stored })
    }

    /// The file's name in the package.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The names of the file's columns.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// How many row groups there are. They can be read on several threads.
    pub fn row_groups(&self) -> usize {
        self.metadata.num_row_groups()
    }

    /// How many rows the row groups before this one have.
    pub fn rows_before(&self, index: usize) -> u64 {
        let before = self.metadata.row_groups().iter().take(index);
        before.map(|group| u64::try_from(group.num_rows()).unwrap_or(0)).sum()
    }

    /// Reads a row group from its beginning, those columns of the file that are `wanted`.
    ///
    /// # Errors
    /// When there is no such row group, or a wanted column can't be read.
    pub fn row_group(&self, index: usize, wanted: &[usize]) -> Result<RowGroup, Refused> {
        let refused = |message: String| Refused::file(&self.name, message);
        let Some(group) = self.metadata.row_groups().get(index) else {
            return Err(refused(format!("there is no row group {}", index + 1)));
        };
        let rows = usize::try_from(group.num_rows())
            .map_err(|_| refused(format!("row group {} is broken; write it anew", index + 1)))?;
        let mut readers = Vec::new();
        let mut columns = Vec::new();
        for (place, stored) in self.stored.iter().enumerate() {
            columns.push(Chunk::of(stored.as_ref().ok().copied()));
            if !wanted.contains(&place) {
                readers.push(None);
                continue;
            }
            let column = &self.names[place];
            let stored = *stored.as_ref().map_err(|what| {
                refused(format!(
                    "column `{column}` holds {what}, which isn't read; write it as text"
                ))
            })?;
            let chunk = group.columns().get(place);
            let reader = chunk
                .ok_or_else(|| "it is missing from a row group".to_owned())
                .and_then(|chunk| {
                    let reader = caught(|| self.reader(chunk, rows, stored));
                    reader.unwrap_or_else(|| Err(ColumnError::Broken.to_string()))
                })
                .map_err(|why| refused(format!("column `{column}`: {why}; write the file anew")))?;
            readers.push(Some(reader));
        }
        let batch = Batch { rows: 0, columns, is_clean: true };
        let names = wanted.iter().map(|place| (*place, self.names[*place].clone())).collect();
        Ok(RowGroup { file: self.name.clone(), index, names, readers, batch, left: rows })
    }

    fn reader(
        &self,
        chunk: &ColumnChunkMetaData,
        rows: usize,
        stored: Stored,
    ) -> Result<ColumnReader, String> {
        match chunk.compression() {
            Compression::UNCOMPRESSED
            | Compression::SNAPPY
            | Compression::ZSTD(_)
            | Compression::LZ4_RAW => {}
            other => {
                return Err(format!(
                    "it is compressed with {other:?}, which isn't read; use zstd or snappy"
                ));
            }
        }
        let start = chunk.dictionary_page_offset().unwrap_or(chunk.data_page_offset());
        if start < 0 || chunk.compressed_size() < 0 || chunk.data_page_offset() < 0 {
            return Err("it lies outside the file".to_owned());
        }
        let pages = SerializedPageReader::new(Arc::clone(&self.file), chunk, rows, None)
            .map_err(|error| error.to_string())?;
        let is_plain = chunk.encodings().all(|encoding| {
            matches!(
                encoding,
                Encoding::PLAIN
                    | Encoding::RLE
                    | Encoding::PLAIN_DICTIONARY
                    | Encoding::RLE_DICTIONARY
            )
        });
        let column = chunk.column_descr_ptr();
        Ok(ColumnReader::new(stored, column, Box::new(pages), is_plain))
    }
}

/// A row group being read.
pub struct RowGroup {
    file: String,
    index: usize,
    names: Vec<(usize, String)>,
    /// By the file's columns, those wanted.
    readers: Vec<Option<ColumnReader>>,
    batch: Batch,
    left: usize,
}

impl RowGroup {
    /// The rows read last.
    pub fn batch(&self) -> &Batch {
        &self.batch
    }

    /// The next rows; `None` after the last.
    ///
    /// # Errors
    /// When the file can't be read on.
    pub fn next_batch(&mut self) -> Result<Option<&Batch>, Refused> {
        if self.left == 0 {
            return Ok(None);
        }
        let mut rows = self.left.min(BATCH);
        for (place, reader) in self.readers.iter_mut().enumerate() {
            let Some(reader) = reader else { continue };
            rows = match reader.ready(rows) {
                Ok(ready) => ready,
                Err(error) => return Err(self.refused(place, &error)),
            };
        }
        self.batch.rows = rows;
        self.batch.is_clean = true;
        for (place, reader) in self.readers.iter_mut().enumerate() {
            let Some(reader) = reader else { continue };
            let chunk = &mut self.batch.columns[place];
            if let Err(error) = reader.read(rows, chunk) {
                return Err(self.refused(place, &error));
            }
            self.batch.is_clean &= chunk.texts.is_clean();
        }
        self.left -= rows;
        Ok(Some(&self.batch))
    }

    fn refused(&self, place: usize, error: &ColumnError) -> Refused {
        let column = self.names.iter().find(|(of, _)| *of == place);
        let column = column.map_or("", |(_, name)| name);
        let group = self.index + 1;
        Refused::file(
            &self.file,
            format!("column `{column}`, row group {group}: {error}; write the file anew"),
        )
    }
}

/// The rows of a Parquet file, one at a time.
pub(super) struct ParquetRows {
    columns: Columns,
    wanted: Vec<usize>,
    next_group: usize,
    group: Option<RowGroup>,
    /// The row within the batch, and within the file, that comes next.
    row: usize,
    number: u64,
}

impl ParquetRows {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, wanted: Vec::new(), next_group: 0, group: None, row: 0, number: 0 }
    }

    /// Goes to a batch that has the next row; false at the end of the file.
    fn advance(&mut self) -> Result<bool, Refused> {
        loop {
            if let Some(group) = &mut self.group {
                if self.row < group.batch.rows {
                    return Ok(true);
                }
                self.row = 0;
                if group.next_batch()?.is_some() {
                    continue;
                }
                self.group = None;
            }
            if self.next_group == self.columns.row_groups() {
                return Ok(false);
            }
            self.group = Some(self.columns.row_group(self.next_group, &self.wanted)?);
            self.next_group += 1;
        }
    }
}

impl Rows for ParquetRows {
    fn names(&self) -> &[String] {
        &self.columns.names
    }

    fn header_line(&self) -> Option<u64> {
        None
    }

    fn expect(&mut self, columns: &[Option<usize>]) -> Result<(), Refused> {
        self.wanted = (0..columns.len()).filter(|place| columns[*place].is_some()).collect();
        Ok(())
    }

    fn next(&mut self) -> Result<Option<RawRow<'_>>, Refused> {
        if !self.advance()? {
            return Ok(None);
        }
        let (row, number) = (self.row, self.number);
        self.row += 1;
        self.number += 1;
        Ok(self.group.as_ref().map(|group| RawRow::Parquet(&group.batch, row, number)))
    }
}
