//! The rows of one table: found in its file, checked, told apart, and handed on or set aside.

use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use foldhash::HashMap;
use legal_clock::Instant;

use super::cell::{Code, Wrong, shown, trimmed};
use super::parquet::{Batch, Columns};
use super::records::LONGEST_CELL;
use super::table::{Cells, Position, RawRow, Row, Table};
use super::value::{Kind, Value};
use super::workbook::SheetRow;
use super::zone::Zone;
use super::{Fault, Refused};
use crate::report::{DataQuality, Notice, SetAside, TableRead};

/// Header lines wider than this are no table of ours.
pub(super) const WIDEST_HEADER: usize = 1024;
/// Characters shown of the name of a column that isn't ours.
const LONGEST_SHOWN_NAME: usize = 80;

/// A file with more bad rows is refused whole, before the list of them fills the memory.
const MOST_SET_ASIDE: u64 = 500_000;

/// The rows of one table, in whatever form its file has.
pub(super) trait Rows {
    /// The names of the file's columns.
    fn names(&self) -> &[String];

    /// The line of the header, where there are lines.
    fn header_line(&self) -> Option<u64>;

    /// Told once, before the first row, which columns are of the table: by the file's columns, the
    /// table's column.
    ///
    /// # Errors
    /// When such a column can't be read at all.
    fn expect(&mut self, columns: &[Option<usize>]) -> Result<(), Refused>;

    /// The next row.
    ///
    /// # Errors
    /// When the file can't be read on.
    fn next(&mut self) -> Result<Option<RawRow<'_>>, Refused>;
}

/// Reads the rows of a table from beginning to end.
pub(super) fn read_rows<R: Row>(
    rows: &mut impl Rows,
    file: &str,
    zone: &Zone,
    quality: &mut DataQuality,
    mut each: impl FnMut(Position, R::Of<'_>) -> Result<(), Fault>,
) -> Result<(), Refused> {
    let header = Header::read(R::TABLE, rows.names(), rows.header_line(), file)?;
    rows.expect(&header.columns)?;
    quality.notices.extend(header.notice(file));
    let mut known = R::TABLE.key.map(|key| KnownRows::new(key, &header));
    let mut read = TableRead::new(R::TABLE, file);
    while let Some(raw) = rows.next()? {
        read.rows += 1;
        let at = Position { row: read.rows, line: raw.line() };
        let outcome = header.row::<R>(raw, zone).and_then(|row| {
            match known.as_mut().map_or(Ok(Novelty::New), |known| known.meet(raw, &row, zone))? {
                Novelty::New => each(at, row)?,
                Novelty::Identical => read.identical += 1,
            }
            Ok(())
        });
        if let Err(fault) = outcome {
            quality.set_aside.push(read.set_aside(at, fault)?);
        }
    }
    quality.tables.push(read);
    Ok(())
}

impl TableRead {
    /// Nothing read yet of a table's file.
    pub(crate) fn new(table: &Table, file: &str) -> Self {
        let (table, file) = (table.name, file.to_owned());
        Self { table, file, rows: 0, identical: 0, set_aside: 0 }
    }

    /// Counts a row that is set aside.
    ///
    /// # Errors
    /// When there are more of them than make sense.
    pub(crate) fn set_aside(&mut self, at: Position, fault: Fault) -> Result<SetAside, Refused> {
        self.set_aside += 1;
        if self.set_aside > MOST_SET_ASIDE {
            return Err(Refused {
                file: self.file.clone(),
                line: Some(at.line),
                message: format!(
                    "more than {MOST_SET_ASIDE} rows can't be taken, this one for: {}; the file \
                     isn't what its name says",
                    fault.message
                ),
            });
        }
        Ok(fault.at(at, &self.file))
    }
}

/// Rows of a table whose file is read by columns: one of them looked at as a row.
#[derive(Debug)]
pub(crate) struct BatchRows {
    header: Header,
    file: String,
}

impl BatchRows {
    /// The rows of this file.
    ///
    /// # Errors
    /// When the file lacks a required column or names one twice.
    pub(crate) fn of<R: Row>(columns: &Columns) -> Result<Self, Refused> {
        let header = Header::read(R::TABLE, columns.names(), None, columns.name())?;
        Ok(Self { header, file: columns.name().to_owned() })
    }

    /// The file's name in the package.
    pub(crate) fn file(&self) -> &str {
        &self.file
    }

    /// What is told of the columns that aren't of the table.
    pub(crate) fn notice(&self) -> Option<Notice> {
        self.header.notice(&self.file)
    }

    /// The place in the file of the table's column of this name.
    pub(crate) fn place(&self, column: &str) -> Option<usize> {
        self.header.places[self.header.table.column(column)?]
    }

    /// The places of all columns of the table that the file has.
    pub(crate) fn places(&self) -> Vec<usize> {
        self.header.places.iter().copied().flatten().collect()
    }

    /// A row of a batch of the file, which must hold all these columns.
    ///
    /// # Errors
    /// Its first fault in the order of the file's columns.
    pub(crate) fn row<'a, R: Row>(
        &'a self,
        batch: &'a Batch,
        row: usize,
        zone: &Zone,
    ) -> Result<R::Of<'a>, Fault> {
        self.header.row::<R>(RawRow::Parquet(batch, row, 0), zone)
    }
}

/// How a file's columns and a table's columns lie to one another.
#[derive(Debug)]
struct Header {
    table: &'static Table,
    /// The file's column names, as written.
    names: Vec<String>,
    /// By the file's columns: the table's column.
    columns: Vec<Option<usize>>,
    /// By the table's columns: the file's column.
    places: Vec<Option<usize>>,
}

impl Header {
    fn read(
        table: &'static Table,
        names: &[String],
        line: Option<u64>,
        file: &str,
    ) -> Result<Self, Refused> {
        let refused = |message| Refused { file: file.to_owned(), line, message };
        let names = names.to_vec();
        if names.len() > WIDEST_HEADER {
            return Err(refused(format!("the header has more than {WIDEST_HEADER} columns")));
        }
        let columns: Vec<_> = names.iter().map(|name| table.column(name)).collect();
        let mut places = vec![None; table.columns.len()];
        for (place, column) in columns.iter().enumerate() {
            let Some(column) = *column else { continue };
            if let Some(other) = places[column].replace(place) {
                let (one, two): (&String, &String) = (&names[other], &names[place]);
                let name = table.columns[column].name;
                return Err(refused(format!(
                    "column `{name}` is given twice, as `{one}` and `{two}`; keep one of the two"
                )));
            }
        }
        for (column, place) in table.columns.iter().zip(&places) {
            if column.required && place.is_none() {
                let (name, chinese) = (column.name, column.chinese);
                return Err(refused(format!(
                    "required column `{name}` ({chinese}) is missing from the header; add it"
                )));
            }
        }
        Ok(Self { table, names, columns, places })
    }

    /// What is told of the columns that aren't of the table.
    fn notice(&self, file: &str) -> Option<Notice> {
        let unknown: Vec<String> = self
            .names
            .iter()
            .zip(&self.columns)
            .filter(|(_, column)| column.is_none())
            .map(|(name, _)| shown(name))
            .collect();
        (!unknown.is_empty()).then(|| Notice {
            code: "unknown_column",
            file: file.to_owned(),
            count: unknown.len() as u64,
            message: format!("columns not read: {}", unknown.join(", ")),
        })
    }

    /// Reads a row, or tells the first fault in the order of the file's columns.
    fn row<'a, R: Row>(&'a self, raw: RawRow<'a>, zone: &Zone) -> Result<R::Of<'a>, Fault> {
        check_width(raw, self.names.len())?;
        let cells = Cells::new(raw, &self.places);
        if raw.is_clean()
            && let Ok(row) = R::read(&cells, zone)
        {
            return row.fault().map_or(Ok(row), Err);
        }
        for (place, column) in self.columns.iter().enumerate() {
            let is_too_long = raw.is_too_long(place);
            let Some(column) = *column else {
                if is_too_long {
                    let name: String = self.names[place].chars().take(LONGEST_SHOWN_NAME).collect();
                    return Err(Fault::in_column(&name, too_long()));
                }
                continue;
            };
            let in_column = |wrong| Fault::in_column(self.table.columns[column].name, wrong);
            if is_too_long {
                return Err(in_column(too_long()));
            }
            let cell = raw.cell(place);
            if let Value::Text(text) = cell
                && let Some(character) = text.chars().find(|character| is_control(*character))
            {
                return Err(in_column(control_character(character)));
            }
            R::check(column, cell, zone).map_err(in_column)?;
        }
        R::read(&cells, zone).map_err(|wrong| Fault::in_column("", wrong))
    }
}

/// A row of a CSV file may have more or fewer fields than its header, one of a sheet more.
fn check_width(raw: RawRow<'_>, wanted: usize) -> Result<(), Fault> {
    if let RawRow::Sheet(SheetRow { is_too_wide: true, .. }) = raw {
        let message = "the row has a cell that no header stands over; give it a header or empty it";
        return Err(Fault::new("", Code::TooManyFields, message));
    }
    let RawRow::Csv(record) = raw else { return Ok(()) };
    let found = record.ends.len();
    if record.is_too_wide {
        let message = format!(
            "the row has more fields than the header, which has {wanted}; put a cell that holds a \
             comma in quotation marks"
        );
        return Err(Fault::new("", Code::TooManyFields, message));
    }
    if found < wanted {
        let message = format!(
            "the row has {found} fields and the header {wanted}; give each column its field, an \
             empty one where there is nothing"
        );
        return Err(Fault::new("", Code::TooFewFields, message));
    }
    Ok(())
}

fn too_long() -> Wrong {
    Wrong::new(
        Code::FieldTooLong,
        format!("the cell is longer than {LONGEST_CELL} bytes (1 MiB); shorten it"),
    )
}

fn control_character(character: char) -> Wrong {
    Wrong::new(
        Code::ControlCharacter,
        format!("the cell holds the control character U+{:04X}; take it out", character as u32),
    )
}

/// C0 controls other than tab and line breaks, and DEL.
fn is_control(character: char) -> bool {
    character.is_ascii_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// Whether the text holds such a character.
#[expect(clippy::needless_bitwise_bool, reason = "without a branch, many bytes are seen at once")]
pub(crate) fn has_control_character(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| {
        let is_allowed = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        found | ((byte < 0x20) & !is_allowed) | (byte == 0x7f)
    })
}

/// The keys met so far, by 64-bit hash: sixteen bytes a row, however long its key.
struct KnownRows {
    /// The cells of the key, and all cells of known columns.
    key: Vec<(usize, Kind)>,
    /// The table's columns of the key, where one is a code that may come by several names.
    coded: Option<Vec<usize>>,
    all: Vec<(usize, Kind)>,
    /// Makes the hashes others on each run: no file can be made whose keys share theirs.
    seed: RandomState,
    /// Hash of the key → half a hash of the row, and its line.
    rows: HashMap<u64, (u32, u32)>,
}

enum Novelty {
    New,
    Identical,
}

impl KnownRows {
    fn new(key: &[&str], header: &Header) -> Self {
        let place = |column: usize| {
            header.places[column].map(|place| (place, header.table.columns[column].kind))
        };
        let columns: Vec<usize> = key.iter().filter_map(|it| header.table.column(it)).collect();
        let is_code = |column: &usize| header.table.columns[*column].kind == Kind::Code;
        Self {
            key: columns.iter().filter_map(|column| place(*column)).collect(),
            coded: columns.iter().any(is_code).then_some(columns),
            all: (0..header.places.len()).filter_map(place).collect(),
            seed: RandomState::new(),
            rows: HashMap::default(),
        }
    }

    fn meet(&mut self, raw: RawRow<'_>, read: &impl Row, zone: &Zone) -> Result<Novelty, Fault> {
        let row = self.hash(raw, &self.all) as u32;
        let key = match &self.coded {
            None => self.hash(raw, &self.key),
            Some(columns) => self.hash_as_written(read, columns, zone),
        };
        let line = u32::try_from(raw.line()).unwrap_or(u32::MAX);
        match self.rows.entry(key) {
            std::collections::hash_map::Entry::Vacant(entry) => {
                entry.insert((row, line));
                Ok(Novelty::New)
            }
            std::collections::hash_map::Entry::Occupied(entry) if entry.get().0 == row => {
                Ok(Novelty::Identical)
            }
            std::collections::hash_map::Entry::Occupied(entry) => {
                let line = entry.get().1;
                Err(Fault::in_column(
                    "",
                    Wrong::new(
                        Code::DuplicateKey,
                        format!(
                            "the row on line {line} has the same key and other cells; keep the one \
                         that is right"
                        ),
                    ),
                ))
            }
        }
    }

    /// A hash of some cells as they are written again, whatever name a code came by.
    fn hash_as_written(&self, row: &impl Row, columns: &[usize], zone: &Zone) -> u64 {
        let mut hasher = self.seed.build_hasher();
        let mut places = 0..;
        row.write(zone, &mut |cell| {
            if places.next().is_some_and(|place| columns.contains(&place)) {
                cell.hash(&mut hasher);
            }
            cell.clear();
        });
        hasher.finish()
    }

    /// A hash of some cells.
    fn hash(&self, raw: RawRow<'_>, places: &[(usize, Kind)]) -> u64 {
        let mut hasher = self.seed.build_hasher();
        for (place, kind) in places {
            let cell = raw.cell(*place);
            std::mem::discriminant(&cell).hash(&mut hasher);
            match cell {
                Value::Text(text) if *kind == Kind::Text => text.hash(&mut hasher),
                Value::Text(text) => trimmed(text).hash(&mut hasher),
                Value::Number(number) => number.to_bits().hash(&mut hasher),
                Value::Flag(yes) => yes.hash(&mut hasher),
                Value::Day(day) => day.hash(&mut hasher),
                Value::Local(micros) | Value::Instant(Instant(micros)) => micros.hash(&mut hasher),
                Value::Unreadable(why) => why.hash(&mut hasher),
            }
        }
        hasher.finish()
    }
}

impl Fault {
    fn at(self, at: Position, file: &str) -> SetAside {
        SetAside {
            file: file.to_owned(),
            row: at.row,
            line: at.line,
            column: self.column,
            code: self.code.as_str(),
            message: self.message,
        }
    }
}

impl DataQuality {
    /// Sets a row aside that was read before, for what the other rows say of it.
    pub fn set_aside_row(&mut self, table: &Table, at: Position, fault: Fault) {
        let Some(read) = self.tables.iter_mut().find(|read| read.table == table.name) else {
            return;
        };
        read.set_aside += 1;
        self.set_aside.push(fault.at(at, &read.file));
    }
}
