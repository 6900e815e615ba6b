//! Tables written as Parquet: days as days, instants in UTC to the microsecond, and acts so that
//! they can be read quickly.
//!
//! A row group ends between the rows of one matter and the next, so that row groups can be
//! counted apart; what repeats (matters of acts, names, reasons, channels) lies in dictionaries.

use std::fs::File;
use std::io::{self, BufWriter};
use std::sync::Arc;

use bytes::Bytes;
use parquet::basic::{Compression, LogicalType, Repetition, TimeUnit, Type as Physical, ZstdLevel};
use parquet::data_type::{BoolType, ByteArray, ByteArrayType, DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder};
use parquet::file::writer::{
    SerializedColumnWriter, SerializedFileWriter, SerializedRowGroupWriter,
};
use parquet::schema::types::{ColumnPath, Type};

use crate::package::table::{Column, Table};
use crate::package::value::Kind;
use crate::package::write::Typed;
use crate::package::zone::Zone;

/// Rows of a row group. It is written when as many are there and the next row is of another
/// matter, or when twice as many are.
pub(in crate::package) const ROWS_OF_A_GROUP: usize = 1 << 18;
/// Bytes that a dictionary may take: what a row group's matters have as ids, and more.
const LARGEST_DICTIONARY: usize = 8 << 20;

/// Writes a table's rows.
#[derive(Debug)]
pub(in crate::package) struct ParquetWriter {
    file: SerializedFileWriter<BufWriter<File>>,
    columns: Vec<Buffer>,
    rows_of_a_group: usize,
    rows: usize,
    /// What the last row has in the first column, and whether this one has it too.
    first: Vec<u8>,
}

/// The values of a row group's column that are still to be written.
#[derive(Debug)]
struct Buffer {
    is_required: bool,
    /// By row: 1 where a value is given.
    is_given: Vec<i16>,
    values: Values,
}

#[derive(Debug)]
enum Values {
    Texts {
        bytes: Vec<u8>,
        ends: Vec<usize>,
    },
    Flags(Vec<bool>),
    Days(Vec<i32>),
    /// Numbers, or microseconds.
    Numbers(Vec<i64>),
}

impl ParquetWriter {
    /// Begins a table with these of its columns.
    pub(in crate::package) fn new(
        file: BufWriter<File>,
        table: &Table,
        columns: &[usize],
        rows_of_a_group: usize,
    ) -> io::Result<Self> {
        let of_table: Vec<_> = columns.iter().map(|column| &table.columns[*column]).collect();
        let fields = of_table.iter().map(|column| field(column)).collect::<Result<_, _>>();
        let schema = fields
            .and_then(|fields| Type::group_type_builder(table.name).with_fields(fields).build())
            .map_err(failed)?;
        let properties = properties(table, &of_table).map_err(failed)?;
        let file = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties));
        let columns = of_table.iter().map(|column| Buffer::new(column)).collect();
        let file = file.map_err(failed)?;
        Ok(Self { file, columns, rows_of_a_group, rows: 0, first: Vec::new() })
    }

    /// Adds the next cell of a row, by its place among the columns.
    pub(in crate::package) fn cell(
        &mut self,
        place: usize,
        cell: &str,
        kind: Kind,
        zone: &Zone,
    ) -> io::Result<()> {
        if place == 0 && self.rows >= self.rows_of_a_group {
            let is_other = self.first != cell.as_bytes();
            if is_other || self.rows >= 2 * self.rows_of_a_group {
                self.write_group()?;
            }
        }
        if place == 0 {
            self.first.clear();
            self.first.extend_from_slice(cell.as_bytes());
        }
        let column = self.columns.get_mut(place).ok_or_else(|| {
            io::Error::new(io::ErrorKind::InvalidInput, "the row has more cells than columns")
        })?;
        column.push(Typed::read(cell, kind, zone)?)
    }

    /// Ends a row.
    pub(in crate::package) fn end_row(&mut self) -> io::Result<()> {
        self.rows += 1;
        if self.columns.iter().any(|column| column.is_given.len() != self.rows) {
            let message = "the row has fewer cells than columns";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        }
        Ok(())
    }

    /// Writes what is left, and gives the file back.
    pub(in crate::package) fn finish(mut self) -> io::Result<BufWriter<File>> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.file.into_inner().map_err(failed)
    }

    fn write_group(&mut self) -> io::Result<()> {
        let mut group = self.file.next_row_group().map_err(failed)?;
        for column in &mut self.columns {
            column.write(&mut group).map_err(failed)?;
        }
        group.close().map_err(failed)?;
        self.rows = 0;
        Ok(())
    }
}

impl Buffer {
    fn new(column: &Column) -> Self {
        let values = match column.kind {
            Kind::Text | Kind::Code => Values::Texts { bytes: Vec::new(), ends: Vec::new() },
            Kind::Flag => Values::Flags(Vec::new()),
            Kind::Day => Values::Days(Vec::new()),
            Kind::Number | Kind::Instant => Values::Numbers(Vec::new()),
        };
        Self { is_required: column.required, is_given: Vec::new(), values }
    }

    fn push(&mut self, cell: Option<Typed<'_>>) -> io::Result<()> {
        self.is_given.push(cell.is_some().into());
        let Some(cell) = cell else {
            if self.is_required {
                let message = "a required cell is empty";
                return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
            }
            return Ok(());
        };
        match (&mut self.values, cell) {
            (Values::Texts { bytes, ends }, Typed::Text(text)) => {
                bytes.extend_from_slice(text.as_bytes());
                ends.push(bytes.len());
            }
            (Values::Flags(flags), Typed::Flag(flag)) => flags.push(flag),
            (Values::Days(days), Typed::Day(day)) => days.push(day.number()),
            (Values::Numbers(numbers), Typed::Number(number)) => numbers.push(number.into()),
            (Values::Numbers(micros), Typed::Instant(when)) => micros.push(when.instant.0),
            _ => {}
        }
        Ok(())
    }

    fn write<W: io::Write + Send>(
        &mut self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<(), ParquetError> {
        fn write<T: DataType>(
            column: &mut SerializedColumnWriter<'_>,
            values: &mut Vec<T::T>,
            is_given: Option<&[i16]>,
        ) -> Result<(), ParquetError> {
            column.typed::<T>().write_batch(values, is_given, None)?;
            values.clear();
            Ok(())
        }
        let Some(mut column) = group.next_column()? else { return Ok(()) };
        let is_given = (!self.is_required).then_some(&*self.is_given);
        match &mut self.values {
            Values::Texts { bytes, ends } => {
                let all = Bytes::from(std::mem::take(bytes));
                let mut start = 0;
                let mut texts: Vec<_> = ends
                    .drain(..)
                    .map(|end| ByteArray::from(all.slice(std::mem::replace(&mut start, end)..end)))
                    .collect();
                write::<ByteArrayType>(&mut column, &mut texts, is_given)?;
            }
            Values::Flags(flags) => write::<BoolType>(&mut column, flags, is_given)?,
            Values::Days(days) => write::<Int32Type>(&mut column, days, is_given)?,
            Values::Numbers(numbers) => write::<Int64Type>(&mut column, numbers, is_given)?,
        }
        self.is_given.clear();
        column.close()
    }
}

fn field(column: &Column) -> Result<Arc<Type>, ParquetError> {
    let (physical, logical) = match column.kind {
        Kind::Text | Kind::Code => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
        Kind::Number => (Physical::INT64, None),
        Kind::Flag => (Physical::BOOLEAN, None),
        Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
        Kind::Instant => (Physical::INT64, Some(LogicalType::timestamp(true, TimeUnit::MICROS))),
    };
    let repetition = if column.required { Repetition::REQUIRED } else { Repetition::OPTIONAL };
    let builder = Type::primitive_type_builder(column.name, physical);
    builder.with_repetition(repetition).with_logical_type(logical).build().map(Arc::new)
}

fn properties(table: &Table, columns: &[&Column]) -> Result<WriterProperties, ParquetError> {
    let begin = WriterProperties::builder()
        .set_created_by(concat!("xiaoneng ", env!("CARGO_PKG_VERSION")).to_owned())
        .set_compression(Compression::ZSTD(ZstdLevel::try_new(1)?))
        .set_dictionary_page_size_limit(LARGEST_DICTIONARY)
        .set_statistics_enabled(EnabledStatistics::Chunk)
        .set_offset_index_disabled(true);
    // What seldom comes twice gains nothing from a dictionary.
    let is_unique = |column: &&&Column| {
        column.kind == Kind::Instant
            || table.key.and_then(|key| key.first()).is_some_and(|key| *key == column.name)
    };
    let plain = |properties: WriterPropertiesBuilder, column: &&Column| {
        properties.set_column_dictionary_enabled(ColumnPath::from(column.name), false)
    };
    Ok(columns.iter().filter(is_unique).fold(begin, plain).build())
}

fn failed(error: ParquetError) -> io::Error {
    match error {
        ParquetError::External(cause) => match cause.downcast::<io::Error>() {
            Ok(cause) => *cause,
            Err(cause) => io::Error::other(cause),
        },
        other => io::Error::other(other),
    }
}
