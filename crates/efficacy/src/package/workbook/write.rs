//! Sheets written row by row: what is written stays in a file beside the memory until the
//! workbook is saved.

use std::fs::File;
use std::io::{self, BufWriter};
use std::sync::{Arc, Mutex, PoisonError};

use rust_xlsxwriter::{Color, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::dates::serial_of;
use crate::package::caught::caught;
use crate::package::table::Table;
use crate::package::value::Kind;
use crate::package::write::Typed;
use crate::package::zone::{DAY, Zone};

/// Rows of a sheet, its header among them.
const ROWS_OF_A_SHEET: u32 = 1_048_576;
/// Characters of a cell.
const LONGEST_TEXT: usize = 32_767;

/// A table doesn't fit a workbook.
#[derive(Debug, thiserror::Error)]
pub(in crate::package) enum DoesNotFit {
    #[error(
        "a sheet holds {ROWS_OF_A_SHEET} rows at most and `{table}` has more; write the package \
         as parquet or csv"
    )]
    Rows { table: &'static str },
    #[error(
        "a cell of a workbook holds {LONGEST_TEXT} characters at most; row {row} of `{table}` has \
         more in `{column}`; write the package as parquet or csv"
    )]
    Text { table: &'static str, column: &'static str, row: u32 },
}

/// The workbook of a package in the making.
#[derive(Default)]
pub(in crate::package) struct WorkbookWriter(Arc<Mutex<Workbook>>);

impl std::fmt::Debug for WorkbookWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("WorkbookWriter").finish_non_exhaustive()
    }
}

/// Writes one sheet.
pub(in crate::package) struct SheetWriter {
    table: &'static Table,
    columns: Vec<usize>,
    sheet: Worksheet,
    /// The row being written; the header is row 0.
    row: u32,
    day: Format,
    instant: Format,
    workbook: Arc<Mutex<Workbook>>,
}

impl std::fmt::Debug for SheetWriter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SheetWriter").field("table", &self.table.name).finish_non_exhaustive()
    }
}

impl WorkbookWriter {
    /// Begins a sheet with these of its table's columns.
    pub(in crate::package) fn sheet(
        &self,
        table: &'static Table,
        columns: &[usize],
    ) -> io::Result<SheetWriter> {
        let mut workbook = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let mut sheet = workbook.new_worksheet_with_constant_memory().map_err(failed)?;
        let header = Format::new()
            .set_bold()
            .set_background_color(Color::RGB(0x00DD_E6F0))
            .set_align(FormatAlign::VerticalCenter);
        let day = Format::new().set_num_format("yyyy-mm-dd");
        let instant = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
        sheet.set_name(table.name).map_err(failed)?;
        sheet.set_freeze_panes(1, 0).map_err(failed)?;
        for (place, column) in (0..).zip(columns) {
            let column = &table.columns[*column];
            let width = match column.kind {
                Kind::Instant => 20,
                Kind::Day | Kind::Number | Kind::Flag => 12,
                Kind::Text | Kind::Code => 18,
            };
            sheet.set_column_width(place, width).map_err(failed)?;
            sheet.write_string_with_format(0, place, column.name, &header).map_err(failed)?;
        }
        let workbook = Arc::clone(&self.0);
        let columns = columns.to_vec();
        Ok(SheetWriter { table, columns, sheet, row: 1, day, instant, workbook })
    }

    /// Writes the workbook of all sheets that were finished.
    pub(in crate::package) fn save(self, mut file: BufWriter<File>) -> io::Result<BufWriter<File>> {
        let mut workbook = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        taken(|| workbook.save_to_writer(&mut file))?;
        Ok(file)
    }
}

impl SheetWriter {
    /// Writes the next cell of a row, by its place among the columns.
    pub(in crate::package) fn cell(
        &mut self,
        place: usize,
        cell: &str,
        kind: Kind,
        zone: &Zone,
    ) -> io::Result<()> {
        let Some(column) = self.columns.get(place) else {
            let message = "the row has more cells than columns";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, message));
        };
        if self.row >= ROWS_OF_A_SHEET {
            return Err(does_not_fit(DoesNotFit::Rows { table: self.table.name }));
        }
        // A character beyond the first plane counts as two.
        if cell.len() > LONGEST_TEXT && cell.encode_utf16().count() > LONGEST_TEXT {
            let (table, column) = (self.table.name, self.table.columns[*column].name);
            return Err(does_not_fit(DoesNotFit::Text { table, column, row: self.row }));
        }
        let (row, place) = (self.row, place as u16);
        let sheet = &mut self.sheet;
        let Some(typed) = Typed::read(cell, kind, zone)? else { return Ok(()) };
        taken(|| match typed {
            Typed::Text(text) => sheet.write_string(row, place, text),
            Typed::Number(number) => sheet.write_number(row, place, number),
            Typed::Flag(flag) => sheet.write_boolean(row, place, flag),
            Typed::Day(day) => match serial_of(i64::from(day.number()) * DAY) {
                Some(serial) => sheet.write_number_with_format(row, place, serial, &self.day),
                None => sheet.write_string(row, place, cell),
            },
            // A workbook knows no zones: an instant that its local time doesn't tell stays text.
            Typed::Instant(when) => {
                let serial = zone
                    .local_of(when)
                    .filter(|local| zone.local(*local) == Some(when))
                    .and_then(serial_of);
                match serial {
                    Some(serial) => {
                        sheet.write_number_with_format(row, place, serial, &self.instant)
                    }
                    None => sheet.write_string(row, place, cell),
                }
            }
        })
        .map(drop)
    }

    /// Ends a row.
    pub(in crate::package) fn end_row(&mut self) {
        self.row += 1;
    }

    /// Ends the sheet, which goes into the workbook.
    pub(in crate::package) fn finish(self) {
        let mut workbook = self.workbook.lock().unwrap_or_else(PoisonError::into_inner);
        workbook.push_worksheet(self.sheet);
    }
}

/// Writes to a sheet or workbook. The library panics when the disk doesn't take what it writes.
fn taken<T>(write: impl FnOnce() -> Result<T, XlsxError>) -> io::Result<T> {
    let written = caught(write).ok_or_else(|| {
        let message = format!(
            "the disk of `{}`, where the sheets wait, or of the workbook takes no more; make room, \
             name another folder with TMPDIR, or write the package as csv or parquet",
            std::env::temp_dir().display()
        );
        io::Error::new(io::ErrorKind::StorageFull, message)
    })?;
    written.map_err(failed)
}

fn does_not_fit(why: DoesNotFit) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidInput, why)
}

fn failed(error: XlsxError) -> io::Error {
    match error {
        XlsxError::IoError(error) => error,
        other => io::Error::other(other),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::package::tables::RatingPoint;
    use crate::package::{ExportError, Row as _};

    #[test]
    fn a_table_longer_than_a_sheet_and_a_text_longer_than_a_cell_are_refused_as_a_workbook() {
        let zone = Zone::new(jiff::tz::TimeZone::UTC);
        let mut sheet = WorkbookWriter::default().sheet(RatingPoint::TABLE, &[0]).unwrap();
        let long = "证".repeat(LONGEST_TEXT);
        sheet.cell(0, &long, Kind::Text, &zone).unwrap();
        sheet.end_row();
        let error = sheet.cell(0, &(long + "明"), Kind::Text, &zone).unwrap_err();
        assert!(error.to_string().contains("row 2 of `rating_points`"), "{error}");
        sheet.row = ROWS_OF_A_SHEET - 1;
        sheet.cell(0, "last", Kind::Text, &zone).unwrap();
        sheet.end_row();
        let error = sheet.cell(0, "beyond", Kind::Text, &zone).unwrap_err();
        assert!(error.to_string().contains("write the package as parquet or csv"), "{error}");
        assert!(matches!(ExportError::from(error), ExportError::DoesNotFit(_)));
    }
}
