//! Tables written as CSV that is safe to open in a spreadsheet and reads back the same.

use std::borrow::Cow;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use super::cell::guarded;
use super::table::{Row, Table};
use super::zone::Zone;

/// Writes one table to `NAME.csv` in a folder: UTF-8, LF, a header of English names.
///
/// The file gets its name when [`TableWriter::finish`] is called and is left out otherwise. Text
/// that a spreadsheet would run as a formula gets a leading apostrophe, which reading takes off.
#[derive(Debug)]
pub struct TableWriter {
    table: &'static Table,
    /// Indexes of the table's columns, in the order written.
    columns: Vec<usize>,
    csv: csv::Writer<BufWriter<File>>,
    partial: Partial,
    place: PathBuf,
}

/// A file that is removed unless it is finished.
#[derive(Debug)]
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl TableWriter {
    /// Begins the table of a typed row, with all its columns.
    ///
    /// # Errors
    /// When the folder can't be written to.
    pub fn create<R: Row>(folder: &Path) -> io::Result<Self> {
        let columns: Vec<_> = R::TABLE.columns.iter().map(|column| column.name).collect();
        Self::with_columns(folder, R::TABLE, &columns)
    }

    /// Begins a table of which only the named columns are written, in that order.
    ///
    /// # Errors
    /// When a column isn't of the table, or the folder can't be written to.
    pub fn with_columns(folder: &Path, table: &'static Table, names: &[&str]) -> io::Result<Self> {
        let columns = names.iter().map(|name| {
            table.column(name).ok_or_else(|| {
                let table = table.name;
                let message = format!("table `{table}` has no column `{name}`");
                io::Error::new(io::ErrorKind::InvalidInput, message)
            })
        });
        let columns = columns.collect::<io::Result<Vec<_>>>()?;
        let partial = Partial(folder.join(format!(".{}.csv.partial", table.name)));
        let file = BufWriter::new(File::create(&partial.0)?);
        let mut csv = csv::WriterBuilder::new().from_writer(file);
        csv.write_record(columns.iter().map(|column| table.columns[*column].name))?;
        let place = folder.join(format!("{}.csv", table.name));
        Ok(Self { table, columns, csv, partial, place })
    }

    /// Writes a typed row of the table begun with [`TableWriter::create`].
    ///
    /// # Errors
    /// When the table was begun with other columns, or the disk doesn't take it.
    pub fn write<R: Row>(&mut self, row: &R, zone: &Zone) -> io::Result<()> {
        let mut result = Ok(());
        row.write(zone, &mut |cell| {
            if result.is_ok() {
                result = self.csv.write_field(cell.as_bytes());
            }
            cell.clear();
        });
        result?;
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// Writes a row of cells, in the order of the columns named at the beginning.
    ///
    /// # Errors
    /// When there are more or fewer cells than columns, or the disk doesn't take them.
    pub fn write_cells<'c>(&mut self, cells: impl IntoIterator<Item = &'c str>) -> io::Result<()> {
        let mut columns = self.columns.iter();
        for cell in cells {
            let is_text = columns.next().is_some_and(|column| self.table.columns[*column].text);
            let cell = if is_text { guarded(cell) } else { Cow::Borrowed(cell) };
            self.csv.write_field(cell.as_bytes())?;
        }
        Ok(self.csv.write_record(None::<&[u8]>)?)
    }

    /// Ends the table and gives the file its name.
    ///
    /// # Errors
    /// When the disk doesn't take the rest.
    pub fn finish(self) -> io::Result<()> {
        let Self { csv, partial, place, .. } = self;
        let file = csv.into_inner().map_err(csv::IntoInnerError::into_error)?;
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&partial.0, place)
    }
}
