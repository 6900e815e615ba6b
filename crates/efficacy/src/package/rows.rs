//! The rows of one table: found in its file, checked, told apart, and handed on or set aside.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::io::Read;

use rustc_hash::FxHashMap;

use super::cell::{Code, Wrong, shown, trimmed};
use super::files::Source;
use super::records::{Broken, LONGEST_CELL, Record, Records};
use super::table::{Cells, Position, Row, Table};
use super::text::{Decoded, Encoding, Reach, is_undecodable, reach};
use super::zone::Zone;
use super::{Fault, Refused};
use crate::report::{DataQuality, Notice, SetAside, TableRead};

/// Header lines wider than this are no table of ours.
const WIDEST_HEADER: usize = 1024;
/// Characters shown of the name of a column that isn't ours.
const LONGEST_SHOWN_NAME: usize = 80;

/// A file with more bad rows is refused whole, before the list of them fills the memory.
const MOST_SET_ASIDE: u64 = 500_000;

/// Reads a table's file from beginning to end.
pub(super) fn read_file<R: Row>(
    source: &Source,
    zone: &Zone,
    quality: &mut DataQuality,
    mut each: impl FnMut(Position, R::Of<'_>) -> Result<(), Fault>,
) -> Result<(), Refused> {
    let encoding = encoding_of(source)?;
    source.open(|input| {
        let refused = |broken| refused(source, broken);
        let mut records = Records::new(Decoded::new(input, encoding));
        let Some(first) = records.next(WIDEST_HEADER).map_err(refused)? else {
            return Err(Refused::file(
                &source.name,
                "the file is empty; give its header line at least, or leave the file out",
            ));
        };
        let header = Header::read(R::TABLE, &first, &source.name)?;
        quality.notices.extend(header.notice(&source.name));
        let mut known = R::TABLE.key.map(|key| KnownRows::new(key, &header));
        let mut read = TableRead {
            table: R::TABLE.name,
            file: source.name.clone(),
            rows: 0,
            identical: 0,
            set_aside: 0,
        };
        while let Some(record) = records.next(header.width()).map_err(refused)? {
            read.rows += 1;
            let at = Position { row: read.rows, line: record.line };
            let outcome = header.row::<R>(&record, zone).and_then(|row| {
                match known.as_mut().map_or(Ok(Novelty::New), |known| known.meet(&record))? {
                    Novelty::New => each(at, row)?,
                    Novelty::Identical => read.identical += 1,
                }
                Ok(())
            });
            if let Err(fault) = outcome {
                read.set_aside += 1;
                if read.set_aside > MOST_SET_ASIDE {
                    return Err(Refused {
                        file: source.name.clone(),
                        line: Some(at.line),
                        message: format!(
                            "more than {MOST_SET_ASIDE} rows can't be taken, this one for: {}; \
                             the file isn't what its name says",
                            fault.message
                        ),
                    });
                }
                quality.set_aside.push(fault.at(at, &source.name));
            }
        }
        quality.tables.push(read);
        Ok(())
    })
}

/// Looks the whole file over, so that a file that can't be read to its end gives no row at all.
pub(super) fn encoding_of(source: &Source) -> Result<Encoding, Refused> {
    let try_encoding = |encoding| source.open(|input: &mut dyn Read| Ok(reach(input, encoding)));
    let unreadable = |line, cause| refused(source, Broken::Unreadable { line, cause });
    let (utf8_line, is_marked) = match try_encoding(Encoding::Utf8)? {
        Reach::End => return Ok(Encoding::Utf8),
        Reach::Undecodable { line, has_utf8_mark } => (line, has_utf8_mark),
        Reach::Unreadable { line, cause } => return Err(unreadable(line, cause)),
    };
    let line = match try_encoding(Encoding::Gb18030)? {
        Reach::End if !is_marked => return Ok(Encoding::Gb18030),
        Reach::Undecodable { line, .. } if !is_marked => utf8_line.max(line),
        Reach::Unreadable { line, cause } => return Err(unreadable(line, cause)),
        _ => utf8_line,
    };
    Err(Refused {
        file: source.name.clone(),
        line: Some(line),
        message: "bytes that are text neither in UTF-8 nor in GB18030; save the file as UTF-8"
            .to_owned(),
    })
}

fn refused(source: &Source, broken: Broken) -> Refused {
    let (line, message) = match broken {
        Broken::UnclosedQuote { line } => (
            line,
            "a quotation mark opens a cell here and nothing closes it; close it, or double it \
             where it is part of the text"
                .to_owned(),
        ),
        Broken::Unreadable { line, cause } if is_undecodable(&cause) => {
            (line, "the text can't be decoded; save the file as UTF-8".to_owned())
        }
        Broken::Unreadable { line, cause } if source.is_packed() => {
            (line, format!("the packed file can't be unpacked further: {cause}; pack it anew"))
        }
        Broken::Unreadable { line, cause } => (line, cause.to_string()),
    };
    Refused { file: source.name.clone(), line: Some(line), message }
}

/// How a file's columns and a table's columns lie to one another.
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
    fn read(table: &'static Table, first: &Record<'_>, file: &str) -> Result<Self, Refused> {
        let refused =
            |message: String| Refused { file: file.to_owned(), line: Some(first.line), message };
        if first.is_too_wide {
            return Err(refused(format!("the header has more than {WIDEST_HEADER} columns")));
        }
        let names: Vec<String> = first.cells().map(|name| name.trim().to_owned()).collect();
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

    fn width(&self) -> usize {
        self.names.len()
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
    fn row<'a, R: Row>(&'a self, record: &Record<'a>, zone: &Zone) -> Result<R::Of<'a>, Fault> {
        self.check_width(record)?;
        let cells = Cells::new(*record, &self.places);
        let is_clean = record.too_long.is_empty() && !has_control_character(record.text);
        if is_clean && let Ok(row) = R::read(&cells, zone) {
            return Ok(row);
        }
        for (place, column) in self.columns.iter().enumerate() {
            let Some(column) = *column else {
                if record.too_long.contains(&place) {
                    let name: String = self.names[place].chars().take(LONGEST_SHOWN_NAME).collect();
                    return Err(Fault::in_column(&name, too_long()));
                }
                continue;
            };
            let in_column = |wrong| Fault::in_column(self.table.columns[column].name, wrong);
            if record.too_long.contains(&place) {
                return Err(in_column(too_long()));
            }
            let cell = record.cell(place);
            if let Some(character) = cell.chars().find(|character| is_control(*character)) {
                return Err(in_column(control_character(character)));
            }
            R::check(column, cell, zone).map_err(in_column)?;
        }
        R::read(&cells, zone).map_err(|wrong| Fault::in_column("", wrong))
    }

    fn check_width(&self, record: &Record<'_>) -> Result<(), Fault> {
        let wanted = self.width();
        let found = record.ends.len();
        if record.is_too_wide {
            return Err(Fault::in_column(
                "",
                Wrong::new(
                    Code::TooManyFields,
                    format!(
                        "the row has more fields than the header, which has {wanted}; put a cell that \
                     holds a comma in quotation marks"
                    ),
                ),
            ));
        }
        if found < wanted {
            return Err(Fault::in_column(
                "",
                Wrong::new(
                    Code::TooFewFields,
                    format!(
                        "the row has {found} fields and the header {wanted}; give each column its \
                     field, an empty one where there is nothing"
                    ),
                ),
            ));
        }
        Ok(())
    }
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

#[expect(clippy::needless_bitwise_bool, reason = "without a branch, many bytes are seen at once")]
fn has_control_character(text: &str) -> bool {
    text.bytes().fold(false, |found, byte| {
        let is_allowed = (byte == b'\t') | (byte == b'\n') | (byte == b'\r');
        found | ((byte < 0x20) & !is_allowed) | (byte == 0x7f)
    })
}

/// The keys met so far, by 64-bit hash: sixteen bytes a row, however long its key.
struct KnownRows {
    /// The cells of the key, and all cells of known columns.
    key: Vec<(usize, bool)>,
    all: Vec<(usize, bool)>,
    /// Hash of the key → half a hash of the row, and its line.
    rows: FxHashMap<u64, (u32, u32)>,
}

enum Novelty {
    New,
    Identical,
}

impl KnownRows {
    fn new(key: &[&str], header: &Header) -> Self {
        let place = |column: usize| {
            header.places[column].map(|place| (place, header.table.columns[column].text))
        };
        Self {
            key: key.iter().filter_map(|name| place(header.table.column(name)?)).collect(),
            all: (0..header.places.len()).filter_map(place).collect(),
            rows: FxHashMap::default(),
        }
    }

    fn meet(&mut self, record: &Record<'_>) -> Result<Novelty, Fault> {
        let row = hash(record, &self.all) as u32;
        let line = u32::try_from(record.line).unwrap_or(u32::MAX);
        match self.rows.entry(hash(record, &self.key)) {
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
}

/// A hash of some cells, the same on each run.
fn hash(record: &Record<'_>, places: &[(usize, bool)]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for (place, is_text) in places {
        let cell = record.cell(*place);
        if *is_text { cell } else { trimmed(cell) }.hash(&mut hasher);
    }
    hasher.finish()
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
