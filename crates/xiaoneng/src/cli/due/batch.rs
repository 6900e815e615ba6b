//! `xiaoneng due --batch`: a table of limits, written with the column `due`.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;

use csv::ByteRecord;
use efficacy::words::Value;
use legal_clock::{Calendar, Due};

use super::super::{Failure, Session};
use super::question::{Asked, Field, Question};
use super::shown;

/// Rows at fault that are named one by one; the rest are counted.
const NAMED_FAULTS: u64 = 50;

/// By which a spreadsheet knows UTF-8; a table that has it keeps it.
const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Reads the table in `file` (`-` is standard input) and writes it with the column `due`.
pub(super) fn run(
    file: &Path,
    calendar: &Calendar,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let is_piped = file == Path::new("-");
    let name = if is_piped { "standard input".into() } else { file.display().to_string() };
    let input: Box<dyn Read> = if is_piped {
        Box::new(io::stdin().lock())
    } else {
        Box::new(File::open(file).map_err(|source| Failure::read(file, source))?)
    };
    let mut input = BufReader::new(input);
    let start = input.fill_buf().map_err(|source| Failure::read(file, source))?;
    if start.starts_with(BYTE_ORDER_MARK) {
        session.out.write_all(BYTE_ORDER_MARK).map_err(Failure::Write)?;
    }
    let mut table = csv::Reader::from_reader(input);
    let mut header = table.byte_headers().map_err(|error| unreadable(&name, error))?.clone();
    let columns = Columns::find(&header).map_err(|column| {
        Failure::refused(format!("`{name}`: the header has no column `{column}`; add it"))
    })?;
    header.push_field(b"due");

    let mut tally = Tally::default();
    let mut out = csv::Writer::from_writer(&mut session.out);
    out.write_byte_record(&header).map_err(unwritable)?;
    let mut record = ByteRecord::new();
    while table.read_byte_record(&mut record).map_err(|error| unreadable(&name, error))? {
        tally.rows += 1;
        let due = match columns.answer(&record, calendar, &mut tally) {
            Ok(due) => due.map(|due| shown(due, calendar)).unwrap_or_default(),
            Err(fault) => {
                tally.faults += 1;
                if tally.faults <= NAMED_FAULTS {
                    let line = record.position().map_or(0, csv::Position::line);
                    Failure::refused(format!("`{name}` line {line}, row {}, {fault}", tally.rows))
                        .report();
                }
                String::new()
            }
        };
        record.push_field(due.as_bytes());
        out.write_byte_record(&record).map_err(unwritable)?;
    }
    out.flush().map_err(Failure::Write)?;
    drop(out);
    tally.conclude(&name, session)
}

/// Where the parts of the question stand in a row.
struct Columns {
    from: usize,
    limit: usize,
    unit: Option<usize>,
    pauses: Option<usize>,
    extension: Option<usize>,
}

impl Columns {
    fn find(header: &ByteRecord) -> Result<Columns, &'static str> {
        let position = |field: Field| {
            header.iter().position(|cell| cell.trim_ascii() == field.column().as_bytes())
        };
        let required = |field: Field| position(field).ok_or(field.column());
        Ok(Columns {
            from: required(Field::From)?,
            limit: required(Field::Limit)?,
            unit: position(Field::Unit),
            pauses: position(Field::Pauses),
            extension: position(Field::Extension),
        })
    }

    /// The due day of a row, or what is wrong with which column of it.
    fn answer(
        &self,
        record: &ByteRecord,
        calendar: &Calendar,
        tally: &mut Tally,
    ) -> Result<Option<Due>, String> {
        let cell = |column: Option<usize>| {
            let cell = column.and_then(|column| record.get(column)).unwrap_or_default();
            String::from_utf8_lossy(cell.trim_ascii())
        };
        let (from, limit) = (cell(Some(self.from)), cell(Some(self.limit)));
        let (unit, pauses, extension) = (cell(self.unit), cell(self.pauses), cell(self.extension));
        let asked = Asked {
            from: &from,
            limit: &limit,
            unit: &unit,
            pauses: &pauses,
            extension: &extension,
        };
        let question = Question::read(&asked, calendar)
            .map_err(|fault| format!("column `{}`: {fault}", fault.field.column()))?;
        let due = question
            .answer(calendar)
            .map_err(|too_far| format!("column `{}`: {too_far}", Field::Limit.column()))?;
        tally.paused += u64::from(due.is_none());
        tally.provisional += u64::from(due.is_some_and(|due| due.provisional));
        tally.not_extended += u64::from(question.extension_is_ignored());
        Ok(due)
    }
}

/// What there is to say after the table.
#[derive(Default)]
struct Tally {
    rows: u64,
    faults: u64,
    paused: u64,
    provisional: u64,
    not_extended: u64,
}

impl Tally {
    fn conclude(&self, name: &str, session: &Session<'_>) -> Result<(), Failure> {
        for (key, rows) in [
            ("due-notice-rows-paused", self.paused),
            ("due-notice-rows-provisional", self.provisional),
            ("due-notice-rows-not-extended", self.not_extended),
        ] {
            if rows > 0 {
                session.notice(&session.words.format(key, &[("rows", Value::from(rows))]));
            }
        }
        if self.faults == 0 {
            return Ok(());
        }
        Err(Failure::refused(format!(
            "`{name}`: {} of {} rows have no due day because of a fault in them; mend them and run \
             again",
            self.faults, self.rows
        )))
    }
}

/// A table that can't be read on: a row with too few or too many fields, an unclosed quote, a
/// disk that fails.
fn unreadable(name: &str, error: csv::Error) -> Failure {
    let line = error.position().map_or(0, csv::Position::line);
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Failure::read(name, source),
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => Failure::refused(format!(
            "`{name}` line {line}: the row has {len} fields and the header {expected_len}; look for \
             a comma or a quote that is missing or too many"
        )),
        kind => Failure::refused(format!("`{name}` line {line}: {kind:?}")),
    }
}

fn unwritable(error: csv::Error) -> Failure {
    match error.into_kind() {
        csv::ErrorKind::Io(source) => Failure::Write(source),
        kind => Failure::Write(io::Error::other(format!("{kind:?}"))),
    }
}
