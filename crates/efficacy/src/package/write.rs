//! Tables written so that they read back the same: CSV that is safe to open in a spreadsheet,
//! Parquet, and workbooks.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use legal_clock::{Day, When};

use super::cell::{Cell, guarded};
use super::parquet::{ParquetWriter, ROWS_OF_A_GROUP};
use super::table::{Row, Table};
use super::value::{Kind, Value};
use super::workbook::{SheetWriter, WorkbookWriter};
use super::zone::Zone;

/// The form of a package's tables.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// `NAME.csv`: UTF-8, LF, a header of English names. Text that a spreadsheet would run as a
    /// formula gets a leading apostrophe, which reading takes off.
    Csv,
    /// `NAME.parquet`: days as days, instants in UTC.
    Parquet,
    /// A sheet `NAME` of the one `package.xlsx`: days and instants as dates, text as text.
    Xlsx,
}

/// Writes the tables of a package to a folder.
#[derive(Debug)]
pub struct PackageWriter {
    folder: PathBuf,
    form: Form,
    zone: Arc<Zone>,
    workbook: WorkbookWriter,
    rows_of_a_group: usize,
}

impl PackageWriter {
    /// Begins a package in a folder, which must be there. `zone` is where local times are told.
    pub fn new(folder: &Path, form: Form, zone: Zone) -> Self {
        let workbook = WorkbookWriter::default();
        let (folder, zone) = (folder.to_owned(), Arc::new(zone));
        Self { folder, form, zone, workbook, rows_of_a_group: ROWS_OF_A_GROUP }
    }

    /// With row groups of this size in Parquet, instead of some 260,000 rows: smaller ones take
    /// less memory to write and to read, and more room. A group ends where the first column
    /// changes, and at twice the size at the latest.
    #[must_use]
    pub fn with_rows_of_a_group(self, rows: usize) -> Self {
        Self { rows_of_a_group: rows.max(1), ..self }
    }

    /// Begins the table of a typed row, with all its columns.
    ///
    /// # Errors
    /// When the folder can't be written to.
    pub fn table<R: Row>(&self) -> io::Result<TableWriter> {
        self.table_with(R::TABLE, &all_columns(R::TABLE))
    }

    /// Begins a table of which only the named columns are written, in that order.
    ///
    /// # Errors
    /// When a column isn't of the table, or the folder can't be written to.
    pub fn table_with(&self, table: &'static Table, names: &[&str]) -> io::Result<TableWriter> {
        let columns = indexes(table, names)?;
        let zone = Arc::clone(&self.zone);
        let output = match self.form {
            Form::Csv => Output::csv(&self.folder, table, &columns)?,
            Form::Parquet => {
                let (partial, file) = Partial::create(&self.folder, table, "parquet")?;
                let parquet = ParquetWriter::new(file, table, &columns, self.rows_of_a_group)?;
                Output::Parquet { parquet: Box::new(parquet), partial, zone }
            }
            Form::Xlsx => {
                let sheet = self.workbook.sheet(table, &columns)?;
                Output::Sheet { sheet: Box::new(sheet), zone }
            }
        };
        Ok(TableWriter { table, columns, output })
    }

    /// Ends the package; its tables must have been finished.
    ///
    /// # Errors
    /// When the disk doesn't take the workbook.
    pub fn finish(self) -> io::Result<()> {
        if self.form != Form::Xlsx {
            return Ok(());
        }
        let (partial, file) = Partial::create_named(&self.folder, "package.xlsx")?;
        partial.finish(self.workbook.save(file)?)
    }
}

fn all_columns(table: &'static Table) -> Vec<&'static str> {
    table.columns.iter().map(|column| column.name).collect()
}

fn indexes(table: &Table, names: &[&str]) -> io::Result<Vec<usize>> {
    let index = |name: &&str| {
        table.column(name).ok_or_else(|| {
            let message = format!("table `{}` has no column `{name}`", table.name);
            io::Error::new(io::ErrorKind::InvalidInput, message)
        })
    };
    names.iter().map(index).collect()
}

/// Writes one table. Its file gets its name when [`TableWriter::finish`] is called and is left out
/// otherwise.
#[derive(Debug)]
pub struct TableWriter {
    table: &'static Table,
    /// Indexes of the table's columns, in the order written.
    columns: Vec<usize>,
    output: Output,
}

#[derive(Debug)]
enum Output {
    Csv { csv: Box<csv::Writer<BufWriter<File>>>, partial: Partial },
    Parquet { parquet: Box<ParquetWriter>, partial: Partial, zone: Arc<Zone> },
    Sheet { sheet: Box<SheetWriter>, zone: Arc<Zone> },
}

impl Output {
    fn csv(folder: &Path, table: &Table, columns: &[usize]) -> io::Result<Self> {
        let (partial, file) = Partial::create(folder, table, "csv")?;
        let mut csv = csv::WriterBuilder::new().from_writer(file);
        csv.write_record(columns.iter().map(|column| table.columns[*column].name))?;
        Ok(Self::Csv { csv: Box::new(csv), partial })
    }
}

/// A file that is removed unless it is finished.
#[derive(Debug)]
struct Partial {
    path: PathBuf,
    place: PathBuf,
}

impl Partial {
    fn create(
        folder: &Path,
        table: &Table,
        extension: &str,
    ) -> io::Result<(Self, BufWriter<File>)> {
        Self::create_named(folder, &format!("{}.{extension}", table.name))
    }

    fn create_named(folder: &Path, name: &str) -> io::Result<(Self, BufWriter<File>)> {
        let path = folder.join(format!(".{name}.partial"));
        let partial = Self { path, place: folder.join(name) };
        let file = BufWriter::new(File::create(&partial.path)?);
        Ok((partial, file))
    }

    fn finish(self, file: BufWriter<File>) -> io::Result<()> {
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&self.path, &self.place)
    }
}

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.path);
    }
}

impl TableWriter {
    /// Begins the table of a typed row as CSV, with all its columns.
    ///
    /// # Errors
    /// When the folder can't be written to.
    pub fn create<R: Row>(folder: &Path) -> io::Result<Self> {
        Self::with_columns(folder, R::TABLE, &all_columns(R::TABLE))
    }

    /// Begins a table as CSV, of which only the named columns are written, in that order.
    ///
    /// # Errors
    /// When a column isn't of the table, or the folder can't be written to.
    pub fn with_columns(folder: &Path, table: &'static Table, names: &[&str]) -> io::Result<Self> {
        let columns = indexes(table, names)?;
        let output = Output::csv(folder, table, &columns)?;
        Ok(Self { table, columns, output })
    }

    /// Writes a typed row of the table, which was begun with all its columns.
    ///
    /// # Errors
    /// When the table was begun with other columns, it doesn't take so many rows, or the disk
    /// doesn't take it.
    pub fn write<R: Row>(&mut self, row: &R, zone: &Zone) -> io::Result<()> {
        let mut result = Ok(());
        let mut places = 0..;
        row.write(zone, &mut |cell| {
            if result.is_ok() {
                result = self.cell(places.next().unwrap_or_default(), cell);
            }
            cell.clear();
        });
        result?;
        self.end_row()
    }

    /// Writes a row of cells, in the order of the columns named at the beginning.
    ///
    /// # Errors
    /// When there are more or fewer cells than columns, a cell isn't what its column holds, the
    /// form doesn't take so many rows, or the disk doesn't take them.
    pub fn write_cells<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        for (place, cell) in cells.into_iter().enumerate() {
            self.cell(place, cell)?;
        }
        self.end_row()
    }

    fn cell(&mut self, place: usize, cell: &str) -> io::Result<()> {
        let column = self.columns.get(place).map(|column| &self.table.columns[*column]);
        let kind = column.map_or(Kind::Text, |column| column.kind);
        match &mut self.output {
            Output::Csv { csv, .. } => {
                let is_text = kind == Kind::Text;
                let cell = if is_text { guarded(cell) } else { Cow::Borrowed(cell) };
                Ok(csv.write_field(cell.as_bytes())?)
            }
            Output::Parquet { parquet, zone, .. } => parquet.cell(place, cell, kind, zone),
            Output::Sheet { sheet, zone } => sheet.cell(place, cell, kind, zone),
        }
    }

    fn end_row(&mut self) -> io::Result<()> {
        match &mut self.output {
            Output::Csv { csv, .. } => Ok(csv.write_record(None::<&[u8]>)?),
            Output::Parquet { parquet, .. } => parquet.end_row(),
            Output::Sheet { sheet, .. } => {
                sheet.end_row();
                Ok(())
            }
        }
    }

    /// Ends the table and gives the file its name.
    ///
    /// # Errors
    /// When the disk doesn't take the rest.
    pub fn finish(self) -> io::Result<()> {
        match self.output {
            Output::Csv { csv, partial } => {
                partial.finish(csv.into_inner().map_err(csv::IntoInnerError::into_error)?)
            }
            Output::Parquet { parquet, partial, .. } => partial.finish(parquet.finish()?),
            Output::Sheet { sheet, .. } => {
                sheet.finish();
                Ok(())
            }
        }
    }
}

/// A cell that is given, for forms that know more than text.
#[derive(Debug, Clone, Copy)]
pub(super) enum Typed<'a> {
    Text(&'a str),
    Number(u32),
    Flag(bool),
    Day(Day),
    Instant(When),
}

impl<'a> Typed<'a> {
    /// Reads a cell of a column of this kind; `None` where nothing is given.
    pub(super) fn read(cell: &'a str, kind: Kind, zone: &Zone) -> io::Result<Option<Self>> {
        let value = Value::Text(cell);
        if value.is_empty(kind) {
            return Ok(None);
        }
        let typed = match kind {
            Kind::Text | Kind::Code => Ok(Self::Text(cell)),
            Kind::Number => Cell::read(value, zone).map(Self::Number),
            Kind::Flag => Cell::read(value, zone).map(Self::Flag),
            Kind::Day => Cell::read(value, zone).map(Self::Day),
            Kind::Instant => Cell::read(value, zone).map(Self::Instant),
        };
        let typed =
            typed.map_err(|wrong| io::Error::new(io::ErrorKind::InvalidInput, wrong.message))?;
        Ok(Some(typed))
    }
}
