//! The exchange package: a folder or zip archive that holds a year of an agency's work, each table
//! a CSV or Parquet file or a sheet of a workbook.
//!
//! Each table is declared once, in [`tables`]; its typed rows are read through
//! [`Package::read`] and written through [`PackageWriter`], whatever the form. [`Package::columns`]
//! gives a Parquet file column by column, for those who count millions of acts.
//!
//! ```no_run
//! use efficacy::package::{Package, Zone, tables::{Act, Item}};
//! use efficacy::report::DataQuality;
//!
//! let package = Package::open("2019".as_ref())?;
//! let zone = Zone::new(jiff::tz::TimeZone::UTC);
//! let mut quality = DataQuality::default();
//! let items = package.collect::<Item>(&zone, &mut quality)?; // None: no such file
//! package.read::<Act>(&zone, &mut quality, |position, act| {
//!     println!("row {} of matter {}", position.row, act.matter_id);
//!     Ok(())
//! })?;
//! # Ok::<(), efficacy::package::Refused>(())
//! ```

mod archive;
mod caught;
mod cell;
mod csv;
mod elsewhere;
mod export;
pub(crate) mod files;
mod parquet;
pub(crate) mod records;
mod rows;
mod table;
pub mod tables;
#[cfg(test)]
mod tests;
pub(crate) mod text;
mod value;
pub(crate) mod workbook;
mod write;
mod zone;

use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

pub use archive::Archive;
pub use caught::is_panic_caught;
pub use cell::{Cell, Code, Region, Stars, Text, UpTo, Wrong, Year, guarded};
pub use elsewhere::{Elsewhere, NumberedRow, TextRow, TextRows};
pub use export::ExportError;
pub use parquet::{Batch, Chunk, Columns, Holds, RowGroup, Texts};
pub(crate) use rows::{BatchRows, has_control_character};
pub use table::{Cells, Column, Position, Privacy, Row, Table};
pub use value::{Kind, Value};
pub use write::{Form, PackageWriter, TableWriter};
pub use zone::Zone;
pub(crate) use zone::offset_written;

use crate::report::{DataQuality, Notice};
use csv::CsvRows;
use files::{Files, Given};
use parquet::ParquetRows;
use tables::TABLES;

/// Why a package is refused whole; nothing is to be written then (exit code 2).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{file}`{}: {message}", line.map_or_else(String::new, |line| format!(", line {line}")))]
pub struct Refused {
    /// The file at fault, as named in the package.
    pub file: String,
    /// The physical line at fault, where there is one.
    pub line: Option<u64>,
    /// What was wrong and how to mend it.
    pub message: String,
}

impl Refused {
    pub(crate) fn file(file: impl Into<String>, message: impl Into<String>) -> Self {
        Self { file: file.into(), line: None, message: message.into() }
    }
}

/// Why a row is set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// The column at fault, by its English name; empty when the row as a whole is.
    pub column: String,
    /// The kind of fault.
    pub code: Code,
    /// What was wrong and how to mend it.
    pub message: String,
}

impl Fault {
    /// A fault in one column; `""` for the row as a whole.
    pub fn new(column: &str, code: Code, message: impl Into<String>) -> Self {
        Self { column: column.to_owned(), code, message: message.into() }
    }

    fn in_column(column: &str, wrong: Wrong) -> Self {
        Self::new(column, wrong.code, wrong.message)
    }
}

/// A row and where it stands.
pub type Placed<R> = (Position, <R as Row>::Of<'static>);

/// A package whose files are known; its tables are read one by one.
#[derive(Debug)]
pub struct Package {
    files: Files,
}

impl Package {
    /// Opens the folder, zip archive or workbook at `path`. Of an archive, the tables may lie at
    /// the top or in one folder.
    ///
    /// # Errors
    /// When it is none of them, when a table is given twice, or when an archive or workbook is
    /// broken, has an entry that leads out of it, or unfolds beyond reason.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        Ok(Self { files: Files::list(path, TABLES)? })
    }

    /// Whether the package has this table.
    pub fn has(&self, table: &Table) -> bool {
        self.files.tables.contains_key(table.name)
    }

    /// A notice for each file that is no part of a package.
    pub fn unknown_files(&self) -> impl Iterator<Item = Notice> {
        self.files.unknown.iter().map(|file| Notice {
            code: "unknown_file",
            file: file.clone(),
            count: 1,
            message: format!("`{file}` is no table of the exchange package and isn't read"),
        })
    }

    /// Reads a table, each good row handed to `each` as it comes; what `each` finds wrong is set
    /// aside too. Bad rows, unknown columns and the counts go to `quality`. False when the package
    /// doesn't have the table.
    ///
    /// Rows are borrowed from the file's buffer: nothing is allocated for a good row of a table
    /// without key.
    ///
    /// # Errors
    /// When the file lacks a required column, is no text, has an unclosed quotation mark, or can't
    /// be unpacked to its end.
    pub fn read<R: Row>(
        &self,
        zone: &Zone,
        quality: &mut DataQuality,
        each: impl FnMut(Position, R::Of<'_>) -> Result<(), Fault>,
    ) -> Result<bool, Refused> {
        let Some(given) = self.files.tables.get(R::TABLE.name) else {
            return Ok(false);
        };
        let file = given.name();
        match given {
            Given::Csv(source) => {
                let encoding = csv::encoding_of(source)?;
                source.open(|input| {
                    let mut rows = CsvRows::begin(source, input, encoding)?;
                    rows::read_rows::<R>(&mut rows, file, zone, quality, each)
                })?;
            }
            Given::Parquet(source) => {
                let mut rows = ParquetRows::new(Columns::open(file, source.unpacked()?)?);
                rows::read_rows::<R>(&mut rows, file, zone, quality, each)?;
            }
            Given::Sheet { sheet, .. } => {
                let kind_of = |name: &str| Some(R::TABLE.columns[R::TABLE.column(name)?].kind);
                let read = self.files.with_workbook(|workbook| {
                    let mut rows = workbook.rows(file, sheet, &kind_of)?.ok_or_else(|| {
                        let message = "the sheet is empty; give its header row at least, or \
                                       leave the sheet out";
                        Refused::file(file, message)
                    })?;
                    rows::read_rows::<R>(&mut rows, file, zone, quality, each)
                });
                read.transpose()?;
            }
            Given::Elsewhere(_, source) => {
                let mut rows = elsewhere::Elsewheres::new(R::TABLE, source.rows(R::TABLE)?);
                rows::read_rows::<R>(&mut rows, file, zone, quality, each)?;
            }
        }
        Ok(true)
    }

    /// The Parquet file of a table, to be read by columns; `None` where the package doesn't have
    /// the table in this form.
    ///
    /// # Errors
    /// When the file isn't whole.
    pub fn columns(&self, table: &Table) -> Result<Option<Columns>, Refused> {
        match self.files.tables.get(table.name) {
            Some(Given::Parquet(source)) => {
                Columns::open(&source.name, source.unpacked()?).map(Some)
            }
            _ => Ok(None),
        }
    }

    /// Reads a table whole, as [`Package::read`] does; `None` when the package doesn't have it.
    ///
    /// # Errors
    /// As [`Package::read`].
    pub fn collect<R: Row>(
        &self,
        zone: &Zone,
        quality: &mut DataQuality,
    ) -> Result<Option<Vec<Placed<R>>>, Refused> {
        let mut rows = Vec::new();
        let is_there = self.read::<R>(zone, quality, |at, row| {
            rows.push((at, R::into_owned(row)));
            Ok(())
        })?;
        Ok(is_there.then_some(rows))
    }

    /// The texts of `narrative/NN.md`, by section.
    ///
    /// # Errors
    /// When one can't be read or is no text.
    pub fn narratives(&self) -> Result<BTreeMap<u8, String>, Refused> {
        if let Some(elsewhere) = &self.files.elsewhere {
            return elsewhere.narratives();
        }
        self.files
            .narratives
            .iter()
            .map(|(section, source)| {
                let encoding = csv::encoding_of(source)?;
                let text = source.open(|input| {
                    let mut text = String::new();
                    text::Decoded::new(input, encoding)
                        .read_to_string(&mut text)
                        .map_err(|error| Refused::file(&source.name, error.to_string()))?;
                    Ok(text)
                })?;
                let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
                Ok((*section, text))
            })
            .collect()
    }
}
