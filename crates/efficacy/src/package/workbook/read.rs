//! Sheets read row by row.

use std::fs::File;
use std::io::{self, BufReader, Seek as _};

use calamine::{DataRef, Reader as _, SheetType, Xlsx, XlsxCellReader, XlsxError};
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use zip::ZipArchive;

use super::dates::local_of;
use crate::package::Refused;
use crate::package::records::LONGEST_CELL;
use crate::package::rows::{Rows, WIDEST_HEADER, has_control_character};
use crate::package::table::RawRow;
use crate::package::value::{Kind, Value};

/// How much a part of a workbook may unfold: sheets are read row by row, the rest is held whole.
const EXPANSION_OF_SHEETS: u64 = 100;
const EXPANSION_OF_THE_REST: u64 = 30;
const EXPANSION_OF_SMALL_PARTS: u64 = 32 << 20;

/// A workbook whose sheets can be read.
pub(crate) struct Workbook {
    name: String,
    xlsx: Xlsx<BufReader<File>>,
}

impl std::fmt::Debug for Workbook {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Workbook").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Workbook {
    pub(crate) fn open(name: &str, mut file: File) -> Result<Self, Refused> {
        let broken = |error: &dyn std::fmt::Display| {
            Refused::file(name, format!("no whole workbook ({error}); save it anew as .xlsx"))
        };
        check_size(&file).map_err(|error| broken(&error))?;
        file.rewind().map_err(|error| broken(&error))?;
        let xlsx = Xlsx::new(BufReader::new(file)).map_err(|error| broken(&error))?;
        Ok(Self { name: name.to_owned(), xlsx })
    }

    /// The names of the sheets that have cells.
    pub(crate) fn sheets(&self) -> Vec<String> {
        let sheets = self.xlsx.sheets_metadata().iter();
        let sheets = sheets.filter(|sheet| sheet.typ == SheetType::WorkSheet);
        sheets.map(|sheet| sheet.name.clone()).collect()
    }

    /// The rows of a sheet, `None` when it is empty; `file` names it in what is told of it, and
    /// `kind_of` says what a column's cells hold, by its name.
    pub(crate) fn rows(
        &mut self,
        file: &str,
        sheet: &str,
        kind_of: &dyn Fn(&str) -> Option<Kind>,
    ) -> Result<Option<SheetRows<'_>>, Refused> {
        let is_1904 = self.xlsx.has_1904_epoch();
        let cells =
            self.xlsx.worksheet_cells_reader(sheet).map_err(|error| broken(file, &error))?;
        SheetRows::begin(file, kind_of, is_1904, cells)
    }
}

fn broken(file: &str, error: &XlsxError) -> Refused {
    Refused::file(file, format!("the sheet can't be read on ({error}); save the workbook anew"))
}

/// Refuses a workbook that unfolds beyond reason, before any part of it is held.
fn check_size(file: &File) -> io::Result<()> {
    let mut archive = ZipArchive::new(BufReader::new(file))?;
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index)?;
        let packed = entry.compressed_size();
        let is_sheet = entry.name()?.contains("worksheets/");
        let times = if is_sheet { EXPANSION_OF_SHEETS } else { EXPANSION_OF_THE_REST };
        let most = EXPANSION_OF_SMALL_PARTS.saturating_add(packed.saturating_mul(times));
        let unfolded = io::copy(&mut io::Read::take(&mut entry, most + 1), &mut io::sink())?;
        if unfolded > most {
            let name = entry.name()?;
            let message = format!("its part `{name}` unfolds to more than {times} times its size");
            return Err(io::Error::other(message));
        }
    }
    Ok(())
}

/// The rows of a sheet.
pub(crate) struct SheetRows<'a> {
    file: String,
    cells: XlsxCellReader<'a, BufReader<File>>,
    is_1904: bool,
    /// The first cell of the next row.
    next: Option<SheetCell<'a>>,
    names: Vec<String>,
    header_line: u64,
    /// By the sheet's columns, what their cells hold; `None` for those that nobody asks for.
    kinds: Vec<Option<Kind>>,
    row: SheetRow,
}

struct SheetCell<'a> {
    row: u32,
    column: u32,
    value: DataRef<'a>,
    is_formula: bool,
}

/// A row of a sheet.
#[derive(Debug, Default)]
pub(crate) struct SheetRow {
    /// The row of the sheet, from 1.
    pub(crate) line: u64,
    /// Whether no text is too long for a cell or holds a control character.
    pub(crate) is_clean: bool,
    /// Whether there is a cell that no header stands over.
    pub(crate) is_too_wide: bool,
    text: String,
    cells: Vec<Held>,
}

#[derive(Debug, Clone, Copy)]
enum Held {
    Text { start: usize, end: usize },
    Number(f64),
    Flag(bool),
    Local(i64),
    Unreadable(&'static str),
}

const NOTHING: Held = Held::Text { start: 0, end: 0 };

impl SheetRow {
    /// The cell in this place; empty beyond the last.
    pub(crate) fn value(&self, place: usize) -> Value<'_> {
        match self.cells.get(place).copied().unwrap_or(NOTHING) {
            Held::Text { start, end } => Value::Text(&self.text[start..end]),
            Held::Number(number) => Value::Number(number),
            Held::Flag(yes) => Value::Flag(yes),
            Held::Local(micros) => Value::Local(micros),
            Held::Unreadable(why) => Value::Unreadable(why),
        }
    }

    fn begin(&mut self, line: u64) {
        self.line = line;
        self.is_clean = true;
        self.is_too_wide = false;
        self.text.clear();
        self.cells.clear();
    }

    fn put(&mut self, place: usize, held: Held) {
        if self.cells.len() <= place {
            self.cells.resize(place + 1, NOTHING);
        }
        self.cells[place] = held;
    }

    fn text(&mut self, text: &str) -> Held {
        self.is_clean &= text.len() <= LONGEST_CELL && !has_control_character(text);
        let start = self.text.len();
        self.text.push_str(text);
        Held::Text { start, end: self.text.len() }
    }

    /// Whether any cell of the row is given.
    fn is_given(&self) -> bool {
        let given = |place| !self.value(place).is_empty(Kind::Code);
        self.is_too_wide || (0..self.cells.len()).any(given)
    }
}

impl<'a> SheetRows<'a> {
    fn begin(
        file: &str,
        kind_of: &dyn Fn(&str) -> Option<Kind>,
        is_1904: bool,
        cells: XlsxCellReader<'a, BufReader<File>>,
    ) -> Result<Option<Self>, Refused> {
        let mut rows = Self {
            file: file.to_owned(),
            cells,
            is_1904,
            next: None,
            names: Vec::new(),
            header_line: 1,
            kinds: vec![None; WIDEST_HEADER],
            row: SheetRow::default(),
        };
        rows.next = rows.next_cell()?;
        if !rows.next_row()? {
            return Ok(None);
        }
        if rows.row.is_too_wide {
            let message = format!("the header has more than {WIDEST_HEADER} columns");
            return Err(Refused { file: file.to_owned(), line: Some(rows.row.line), message });
        }
        let name = |place| match rows.row.value(place) {
            Value::Text(text) => text.trim().to_owned(),
            other => other.shown(),
        };
        rows.names = (0..rows.row.cells.len()).map(name).collect();
        rows.header_line = rows.row.line;
        rows.kinds = rows.names.iter().map(|name| kind_of(name)).collect();
        Ok(Some(rows))
    }

    fn next_cell(&mut self) -> Result<Option<SheetCell<'a>>, Refused> {
        let cell = self.cells.next_cell_with_formula_metadata();
        Ok(cell.map_err(|error| broken(&self.file, &error))?.map(|cell| SheetCell {
            row: cell.pos.0,
            column: cell.pos.1,
            value: cell.value,
            is_formula: cell.formula.is_some(),
        }))
    }

    /// The names in the header, and the row in which it stands.
    pub(crate) fn header(&self) -> (&[String], u64) {
        (&self.names, self.header_line)
    }

    /// The row gone to last.
    pub(crate) fn row(&self) -> &SheetRow {
        &self.row
    }

    /// Goes to the next row in which something is given; false at the end of the sheet.
    pub(crate) fn next_row(&mut self) -> Result<bool, Refused> {
        loop {
            let Some(first) = self.next.take() else { return Ok(false) };
            let number = first.row;
            if u64::from(number) < self.row.line {
                let message = "its rows aren't in their order; save the workbook anew";
                return Err(Refused::file(&self.file, message));
            }
            self.row.begin(u64::from(number) + 1);
            let mut cell = Some(first);
            while let Some(of_row) = cell.take_if(|cell| cell.row == number) {
                self.take(of_row);
                cell = self.next_cell()?;
            }
            self.next = cell;
            if self.row.is_given() {
                return Ok(true);
            }
        }
    }

    fn take(&mut self, cell: SheetCell<'_>) {
        let place = cell.column as usize;
        let is_nothing = matches!(cell.value, DataRef::Empty) && !cell.is_formula;
        let Some(kind) = self.kinds.get(place).copied() else {
            self.row.is_too_wide |= !is_nothing;
            return;
        };
        if !is_nothing {
            let held = self.held(cell, kind);
            self.row.put(place, held);
        }
    }

    fn held(&mut self, cell: SheetCell<'_>, kind: Option<Kind>) -> Held {
        const NO_DATE: &str =
            "the number is no date that a workbook can tell; give the date that was meant";
        let is_date = matches!(kind, Some(Kind::Day | Kind::Instant));
        let date = |serial, is_1904| match local_of(serial, is_1904) {
            Some(micros) => Held::Local(micros),
            None => Held::Unreadable(NO_DATE),
        };
        match cell.value {
            DataRef::Empty => Held::Unreadable(
                "the formula has no result; open the workbook, let it be computed and save it, or \
                 put the value in the formula's place",
            ),
            DataRef::String(text) => self.row.text(&text),
            DataRef::SharedString(text) => self.row.text(text),
            DataRef::DateTimeIso(text) => match text.parse().ok().and_then(micros_of) {
                Some(micros) => Held::Local(micros),
                None => self.row.text(&text.replacen('T', " ", 1)),
            },
            DataRef::Float(serial) if is_date => date(serial, self.is_1904),
            DataRef::Int(serial) if is_date => date(serial as f64, self.is_1904),
            DataRef::Float(number) => Held::Number(number),
            DataRef::Int(number) => Held::Number(number as f64),
            DataRef::Bool(yes) => Held::Flag(yes),
            DataRef::DateTime(time) if !time.is_duration() => date(time.as_f64(), self.is_1904),
            DataRef::DateTime(_) | DataRef::DurationIso(_) => {
                Held::Unreadable("the cell holds a duration; give what the column asks for")
            }
            DataRef::Error(_) => Held::Unreadable(
                "the cell holds an error of the workbook, such as #N/A; give the value or empty it",
            ),
        }
    }
}

/// Microseconds from 1970-01-01 00:00 to a local time.
fn micros_of(local: DateTime) -> Option<i64> {
    Some(TimeZone::UTC.to_timestamp(local).ok()?.as_microsecond())
}

impl Rows for SheetRows<'_> {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn header_line(&self) -> Option<u64> {
        Some(self.header_line)
    }

    fn expect(&mut self, _: &[Option<usize>]) -> Result<(), Refused> {
        Ok(())
    }

    fn next(&mut self) -> Result<Option<RawRow<'_>>, Refused> {
        Ok(self.next_row()?.then_some(RawRow::Sheet(&self.row)))
    }
}
