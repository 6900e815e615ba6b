//! One column of a row group, read some rows at a time.
//!
//! Pages of plain and dictionary-encoded texts and whole numbers, in which almost every file is
//! written, are decoded here: a text is looked at once, not once a row. All else (flags, floating
//! numbers, delta encodings) is left to the library.

use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::Encoding;
use parquet::column::page::{Page, PageReader};
use parquet::column::reader::{ColumnReaderImpl, get_typed_column_reader};
use parquet::data_type::{
    BoolType, ByteArray, ByteArrayType, DataType, DoubleType, FloatType, Int32Type, Int64Type,
    Int96Type,
};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescPtr;

use super::chunk::{Chunk, Holds, NoText, Texts};
use super::hybrid::{Broken, Hybrid};
use super::schema::{Physical, Stored};
use crate::package::caught::caught;

/// Why a column can't be read on.
#[derive(Debug, thiserror::Error)]
pub(super) enum ColumnError {
    #[error("{0}")]
    Library(#[from] ParquetError),
    #[error("a page is broken")]
    Broken,
    #[error("bytes that are no text in UTF-8")]
    NoText,
    #[error("it has fewer values than the file has rows")]
    TooShort,
}

impl From<Broken> for ColumnError {
    fn from(_: Broken) -> Self {
        Self::Broken
    }
}

impl From<NoText> for ColumnError {
    fn from(_: NoText) -> Self {
        Self::NoText
    }
}

/// Reads a column of a row group.
pub(super) enum ColumnReader {
    Pages(Pages),
    Library(Box<Library>),
}

impl ColumnReader {
    /// `is_plain`: whether all pages are plain or dictionary-encoded.
    pub(super) fn new(
        stored: Stored,
        column: ColumnDescPtr,
        pages: Box<dyn PageReader>,
        is_plain: bool,
    ) -> Self {
        let is_optional = column.max_def_level() > 0;
        match stored.physical {
            Physical::Text | Physical::Int32 | Physical::Int64 if is_plain => Self::Pages(Pages {
                stored,
                is_optional,
                reader: pages,
                texts: Arc::default(),
                numbers: Vec::new(),
                page: None,
            }),
            _ => Self::Library(Box::new(Library::new(stored, is_optional, column, pages))),
        }
    }

    /// How many rows, of at most `wanted`, can be read at once.
    pub(super) fn ready(&mut self, wanted: usize) -> Result<usize, ColumnError> {
        match self {
            Self::Pages(pages) => caught(|| pages.ready(wanted)).ok_or(ColumnError::Broken)?,
            Self::Library(_) => Ok(wanted),
        }
    }

    /// Reads so many rows, which must be ready.
    pub(super) fn read(&mut self, rows: usize, chunk: &mut Chunk) -> Result<(), ColumnError> {
        chunk.values.clear();
        chunk.is_given.clear();
        match self {
            Self::Pages(pages) => pages.read(rows, chunk)?,
            // The library's decoders of delta pages run off the end of damaged ones.
            Self::Library(library) => {
                caught(|| library.read(rows, chunk)).ok_or(ColumnError::Broken)??;
            }
        }
        if !chunk.is_given.is_empty() {
            spread(&mut chunk.values, &chunk.is_given)?;
        }
        if chunk.values.len() == rows { Ok(()) } else { Err(ColumnError::Broken) }
    }
}

/// Puts the values where one is given, and 0 elsewhere.
fn spread(values: &mut Vec<i64>, is_given: &[bool]) -> Result<(), ColumnError> {
    let mut given = values.len();
    values.resize(is_given.len(), 0);
    for row in (0..is_given.len()).rev() {
        values[row] = if is_given[row] {
            given = given.checked_sub(1).ok_or(ColumnError::Broken)?;
            values[given]
        } else {
            0
        };
    }
    Ok(())
}

/// The pages of a column.
pub(super) struct Pages {
    stored: Stored,
    is_optional: bool,
    reader: Box<dyn PageReader>,
    /// The dictionary, of texts or of numbers.
    texts: Arc<Texts>,
    numbers: Vec<i64>,
    page: Option<DataPage>,
}

struct DataPage {
    /// Rows not yet read.
    left: usize,
    /// 1 where a value is given; `None` where each is.
    levels: Option<Hybrid>,
    values: Values,
}

enum Values {
    Plain { bytes: Bytes, at: usize },
    Dictionary(Hybrid),
}

impl Pages {
    fn ready(&mut self, wanted: usize) -> Result<usize, ColumnError> {
        loop {
            match &self.page {
                Some(page) if page.left > 0 => return Ok(page.left.min(wanted)),
                _ => self.next_page()?,
            }
        }
    }

    fn next_page(&mut self) -> Result<(), ColumnError> {
        match self.reader.get_next_page()?.ok_or(ColumnError::TooShort)? {
            Page::DictionaryPage { buf, num_values, .. } => {
                self.read_dictionary(&buf, num_values as usize)?;
            }
            Page::DataPage { buf, num_values, encoding, def_level_encoding, .. } => {
                let mut values = buf;
                let levels = if self.is_optional {
                    if def_level_encoding != Encoding::RLE {
                        return Err(ColumnError::Broken);
                    }
                    let length = u32_at(&values, 0).ok_or(ColumnError::Broken)? as usize;
                    let levels = slice(&values, 4, length)?;
                    values = values.slice(4 + length..);
                    Some(levels)
                } else {
                    None
                };
                self.page = Some(data_page(num_values, levels, values, encoding)?);
            }
            Page::DataPageV2 {
                buf,
                num_values,
                encoding,
                def_levels_byte_len,
                rep_levels_byte_len,
                ..
            } => {
                let start = rep_levels_byte_len as usize;
                let levels = slice(&buf, start, def_levels_byte_len as usize)?;
                let values = buf.slice(start + def_levels_byte_len as usize..);
                let levels = self.is_optional.then_some(levels);
                self.page = Some(data_page(num_values, levels, values, encoding)?);
            }
        }
        Ok(())
    }

    fn read_dictionary(&mut self, bytes: &Bytes, count: usize) -> Result<(), ColumnError> {
        let mut at = 0;
        if self.stored.physical == Physical::Text {
            let mut spans = Vec::new();
            for _ in 0..count {
                spans.push(next_text(bytes, &mut at)?);
            }
            let texts = spans.into_iter().map(|(start, end)| &bytes[start..end]);
            self.texts = Arc::new(Texts::new(texts)?);
        } else {
            self.numbers.clear();
            for _ in 0..count {
                self.numbers.push(next_number(bytes, &mut at, self.stored)?);
            }
        }
        Ok(())
    }

    fn read(&mut self, rows: usize, chunk: &mut Chunk) -> Result<(), ColumnError> {
        let page = self.page.as_mut().ok_or(ColumnError::Broken)?;
        page.left = page.left.checked_sub(rows).ok_or(ColumnError::Broken)?;
        let given = match &mut page.levels {
            None => rows,
            Some(levels) => read_levels(levels, rows, &mut chunk.is_given)?,
        };
        let values = &mut chunk.values;
        match &mut page.values {
            Values::Plain { bytes, at } if self.stored.physical == Physical::Text => {
                let mut spans = Vec::with_capacity(given);
                for _ in 0..given {
                    spans.push(next_text(bytes, at)?);
                }
                let texts = spans.into_iter().map(|(start, end)| &bytes[start..end]);
                chunk.texts = Arc::new(Texts::new(texts)?);
                values.extend(0..given as i64);
            }
            Values::Plain { bytes, at } => {
                for _ in 0..given {
                    values.push(next_number(bytes, at, self.stored)?);
                }
            }
            Values::Dictionary(indexes) if self.stored.physical == Physical::Text => {
                let known = self.texts.len();
                indexes.take(given, |index, times| {
                    if index as usize >= known {
                        return Err(Broken);
                    }
                    push(values, index.into(), times);
                    Ok(())
                })?;
                if !Arc::ptr_eq(&chunk.texts, &self.texts) {
                    chunk.texts = Arc::clone(&self.texts);
                }
            }
            Values::Dictionary(indexes) => {
                let numbers = &self.numbers;
                indexes.take(given, |index, times| {
                    push(values, *numbers.get(index as usize).ok_or(Broken)?, times);
                    Ok(())
                })?;
            }
        }
        Ok(())
    }
}

#[inline]
fn push(values: &mut Vec<i64>, value: i64, times: usize) {
    if times == 1 {
        values.push(value);
    } else {
        values.resize(values.len() + times, value);
    }
}

/// Reads which rows have a value, and gives how many do.
fn read_levels(
    levels: &mut Hybrid,
    rows: usize,
    is_given: &mut Vec<bool>,
) -> Result<usize, ColumnError> {
    let (mut given, mut seen) = (0, 0);
    levels.take(rows, |level, times| {
        let is = level != 0;
        if !is && is_given.is_empty() {
            // Nothing is noted while each has one.
            is_given.resize(seen, true);
        }
        if !is || !is_given.is_empty() {
            is_given.resize(seen + times, is);
        }
        seen += times;
        given += if is { times } else { 0 };
        Ok(())
    })?;
    Ok(given)
}

fn data_page(
    count: u32,
    levels: Option<Bytes>,
    values: Bytes,
    encoding: Encoding,
) -> Result<DataPage, ColumnError> {
    let levels = levels.map(|levels| Hybrid::new(levels, 1)).transpose()?;
    let values = match encoding {
        Encoding::PLAIN => Values::Plain { bytes: values, at: 0 },
        Encoding::RLE_DICTIONARY | Encoding::PLAIN_DICTIONARY => {
            // A page without any value may lack even the width.
            let width = values.first().copied().unwrap_or(0);
            let indexes = values.slice(values.len().min(1)..);
            Values::Dictionary(Hybrid::new(indexes, width)?)
        }
        _ => return Err(ColumnError::Broken),
    };
    Ok(DataPage { left: count as usize, levels, values })
}

fn slice(bytes: &Bytes, start: usize, length: usize) -> Result<Bytes, ColumnError> {
    let end = start.checked_add(length).filter(|end| *end <= bytes.len());
    Ok(bytes.slice(start..end.ok_or(ColumnError::Broken)?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..)?.first_chunk()?;
    Some(u32::from_le_bytes(*bytes))
}

/// Where the next plain text begins and ends.
fn next_text(bytes: &[u8], at: &mut usize) -> Result<(usize, usize), ColumnError> {
    let start = *at + 4;
    let length = u32_at(bytes, *at).ok_or(ColumnError::Broken)? as usize;
    let end = start.checked_add(length).filter(|end| *end <= bytes.len());
    *at = end.ok_or(ColumnError::Broken)?;
    Ok((start, *at))
}

/// The next plain number.
fn next_number(bytes: &[u8], at: &mut usize, stored: Stored) -> Result<i64, ColumnError> {
    let rest = bytes.get(*at..).unwrap_or_default();
    let (number, size) = match stored.physical {
        Physical::Int32 => {
            let bytes = rest.first_chunk().ok_or(ColumnError::Broken)?;
            (i64::from(i32::from_le_bytes(*bytes)), 4)
        }
        _ => (i64::from_le_bytes(*rest.first_chunk().ok_or(ColumnError::Broken)?), 8),
    };
    *at += size;
    Ok(stored.number(number))
}

/// A column that the library decodes.
pub(super) struct Library {
    stored: Stored,
    is_optional: bool,
    reader: Typed,
    levels: Vec<i16>,
}

enum Typed {
    Text(ColumnReaderImpl<ByteArrayType>),
    Int32(ColumnReaderImpl<Int32Type>),
    Int64(ColumnReaderImpl<Int64Type>),
    Int96(ColumnReaderImpl<Int96Type>),
    Flag(ColumnReaderImpl<BoolType>),
    Float(ColumnReaderImpl<FloatType>),
    Double(ColumnReaderImpl<DoubleType>),
}

impl Library {
    fn new(
        stored: Stored,
        is_optional: bool,
        column: ColumnDescPtr,
        pages: Box<dyn PageReader>,
    ) -> Self {
        fn typed<T: DataType>(
            column: ColumnDescPtr,
            pages: Box<dyn PageReader>,
        ) -> ColumnReaderImpl<T> {
            get_typed_column_reader(parquet::column::reader::get_column_reader(column, pages))
        }
        let reader = match stored.physical {
            Physical::Text => Typed::Text(typed(column, pages)),
            Physical::Int32 => Typed::Int32(typed(column, pages)),
            Physical::Int64 => Typed::Int64(typed(column, pages)),
            Physical::Int96 => Typed::Int96(typed(column, pages)),
            Physical::Flag => Typed::Flag(typed(column, pages)),
            Physical::Float => Typed::Float(typed(column, pages)),
            Physical::Double => Typed::Double(typed(column, pages)),
        };
        Self { stored, is_optional, reader, levels: Vec::new() }
    }

    fn read(&mut self, rows: usize, chunk: &mut Chunk) -> Result<(), ColumnError> {
        let levels = self.is_optional.then_some(&mut self.levels);
        let out = &mut chunk.values;
        let stored = self.stored;
        match &mut self.reader {
            Typed::Text(reader) => {
                let texts = read_all(reader, rows, levels)?;
                out.extend(0..texts.len() as i64);
                chunk.texts = Arc::new(Texts::new(texts.iter().map(ByteArray::data))?);
            }
            Typed::Int32(reader) => {
                let numbers = read_all(reader, rows, levels)?;
                out.extend(numbers.into_iter().map(|number| stored.number(number.into())));
            }
            Typed::Int64(reader) => {
                let numbers = read_all(reader, rows, levels)?;
                out.extend(numbers.into_iter().map(|number| stored.number(number)));
            }
            Typed::Int96(reader) => {
                let instants = read_all(reader, rows, levels)?;
                out.extend(instants.iter().map(parquet::data_type::Int96::to_micros));
            }
            Typed::Flag(reader) => {
                out.extend(read_all(reader, rows, levels)?.into_iter().map(i64::from));
            }
            Typed::Float(reader) => {
                let numbers = read_all(reader, rows, levels)?.into_iter();
                out.extend(numbers.map(|number| f64::from(number).to_bits().cast_signed()));
            }
            Typed::Double(reader) => {
                let numbers = read_all(reader, rows, levels)?.into_iter();
                out.extend(numbers.map(|number| number.to_bits().cast_signed()));
            }
        }
        if self.is_optional && out.len() < rows {
            chunk.is_given.extend(self.levels.iter().map(|level| *level != 0));
        }
        Ok(())
    }
}

/// The values that are given in the next so many rows.
fn read_all<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    mut levels: Option<&mut Vec<i16>>,
) -> Result<Vec<T::T>, ColumnError> {
    let mut values = Vec::new();
    if let Some(levels) = &mut levels {
        levels.clear();
    }
    let mut left = rows;
    while left > 0 {
        let (read, ..) = reader.read_records(left, levels.as_deref_mut(), None, &mut values)?;
        if read == 0 {
            return Err(ColumnError::TooShort);
        }
        left = left.checked_sub(read).ok_or(ColumnError::Broken)?;
    }
    Ok(values)
}

impl Chunk {
    /// A chunk for what is stored so.
    pub(super) fn of(stored: Option<Stored>) -> Self {
        Self::new(stored.map_or(Holds::Text, |stored| stored.holds))
    }
}
