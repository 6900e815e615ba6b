//! Tables of other systems: one row an event, or one row a case.

use std::collections::hash_map::Entry;
use std::hash::{BuildHasher, RandomState};

use foldhash::HashMap;

use super::case::{Case, NewEvent, Place};
use super::error::unreadable;
use super::fault::shown_up_to;
use super::inputs::{Input, SheetOf};
use super::map::{KEPT, Kind};
use super::sheets::{Sheet, SheetRecord};
use super::source::BytesRead;
use super::{ImportError, Importer};
use crate::package::has_control_character;
use crate::package::records::{Broken, LONGEST_CELL, Record, Records};
use crate::package::text::Decoded;

/// The most columns a table may have.
const WIDEST: usize = 4096;

/// Where the columns stand that the map uses.
struct Columns {
    names: Vec<String>,
    case: usize,
    activity: Option<usize>,
    lifecycle: Option<usize>,
    time: Option<usize>,
    actor: Option<usize>,
    act: Option<usize>,
    more: [Option<usize>; KEPT.len()],
    /// In the order of the plan's keys.
    values: Vec<usize>,
}

/// A row that is as wide as the header and whose cells are fit to be stored.
struct Row<'a> {
    record: Record<'a>,
    place: Place,
}

impl<'a> Row<'a> {
    fn cell(&self, column: usize) -> &'a str {
        self.record.cell(column).trim()
    }

    fn optional(&self, column: Option<usize>) -> &'a str {
        column.map_or("", |column| self.cell(column))
    }
}

/// Reads the tables, which belong together, and gives their cases to the importer.
pub(super) fn read(importer: &mut Importer<'_>, files: &[usize]) -> Result<(), ImportError> {
    match importer.plan.log.source.kind.get_ref() {
        Kind::Cases => read_cases(importer, files),
        _ => read_events(importer, files),
    }
}

fn read_events(importer: &mut Importer<'_>, files: &[usize]) -> Result<(), ImportError> {
    let mut cases: Vec<Case> = Vec::new();
    let mut by_id: HashMap<String, usize> = HashMap::default();
    for &file in files {
        for_each_row(importer, file, |importer, columns, row| {
            let id = row.cell(columns.case);
            let activity = row.optional(columns.activity);
            let time = row.optional(columns.time);
            for (column, cell) in
                [(Some(columns.case), id), (columns.activity, activity), (columns.time, time)]
            {
                if cell.is_empty() {
                    let name = column.map_or("", |column| columns.names[column].as_str());
                    importer.set_aside(row.place, name, "missing_value", "nothing is given".into());
                    return;
                }
            }
            let Some(stamp) = importer.plan.log.stamps.read(time) else {
                let name = columns.time.map_or("", |column| columns.names[column].as_str());
                importer.set_aside_date(row.place, name, time);
                return;
            };
            let more = importer.more(|n| Some(row.record.cell(columns.more[n]?)));
            let act = importer.named_act(row.optional(columns.act));
            let (act, more) = match act.and_then(|act| Ok((act, more?))) {
                Ok(taken) => taken,
                Err((key, code, message)) => {
                    return importer.set_aside(row.place, key, code, message);
                }
            };
            let activity = importer.activity(activity, row.optional(columns.lifecycle));
            let actor = importer.actor(row.optional(columns.actor));
            let index = match by_id.entry(id.to_owned()) {
                Entry::Occupied(known) => *known.get(),
                Entry::Vacant(new) => {
                    let mut case = Case::default();
                    case.begin(id, row.place, columns.values.len());
                    cases.push(case);
                    *new.insert(cases.len() - 1)
                }
            };
            let case = &mut cases[index];
            for (n, &column) in columns.values.iter().enumerate() {
                if case.value(n).is_none() && !row.cell(column).is_empty() {
                    case.set_value(n, row.cell(column));
                }
            }
            case.push(NewEvent { activity, actor, at: stamp, act, more }, time);
        })?;
    }
    cases.iter().try_for_each(|case| importer.take(case))
}

fn read_cases(importer: &mut Importer<'_>, files: &[usize]) -> Result<(), ImportError> {
    // What a case's row looked like, so that a repetition is told from a contradiction.
    let mut known: HashMap<String, (u64, Place)> = HashMap::default();
    let seed = RandomState::new();
    let mut case = Case::default();
    for &file in files {
        let mut failed = Ok(());
        for_each_row(importer, file, |importer, columns, row| {
            let id = row.cell(columns.case);
            if id.is_empty() {
                let name = &columns.names[columns.case];
                importer.set_aside(row.place, name, "missing_value", "nothing is given".into());
                return;
            }
            let looks = seed.hash_one((row.record.text, row.record.ends));
            match known.entry(id.to_owned()) {
                Entry::Occupied(first) if first.get().0 == looks => {
                    importer.imported.identical += 1;
                    return;
                }
                Entry::Occupied(first) => {
                    let Place { file, line, .. } = first.get().1;
                    let message = format!(
                        "`{id}` is given on line {line} of `{}` with other values; line {} is not \
                         taken",
                        importer.name_of(file),
                        row.place.line,
                    );
                    let name = &columns.names[columns.case];
                    importer.set_aside(row.place, name, "duplicate_key", message);
                    return;
                }
                Entry::Vacant(new) => {
                    new.insert((looks, row.place));
                }
            }
            case.begin(id, row.place, columns.values.len());
            for (n, &column) in columns.values.iter().enumerate() {
                case.set_value(n, row.cell(column));
            }
            if failed.is_ok() {
                failed = importer.take(&case);
            }
        })?;
        failed?;
    }
    Ok(())
}

/// Calls `take` for each sound row of a table; the others are set aside.
fn for_each_row<'m>(
    importer: &mut Importer<'m>,
    file: usize,
    take: impl FnMut(&mut Importer<'m>, &Columns, &Row<'_>),
) -> Result<(), ImportError> {
    let Some(SheetOf { workbook, name: sheet }) = importer.inputs[file].sheet.clone() else {
        let text = Text::begin(&importer.inputs[file], &importer.bytes_read)?;
        return for_each_row_of(importer, file, Table::Text(text), take);
    };
    let name = importer.name_of(file);
    let mut workbook = workbook.borrow_mut();
    let kind_of = |column: &str| importer.plan.kind_of(column);
    match Sheet::begin(&mut workbook, &name, &sheet, &kind_of)? {
        Some(sheet) => for_each_row_of(importer, file, Table::Sheet(sheet), take),
        None => Ok(()),
    }
}

fn for_each_row_of<'m>(
    importer: &mut Importer<'m>,
    file: usize,
    mut table: Table<'_>,
    mut take: impl FnMut(&mut Importer<'m>, &Columns, &Row<'_>),
) -> Result<(), ImportError> {
    let columns = find_columns(importer, table.names().to_vec()).map_err(|message| {
        let (file, line) = (importer.name_of(file), table.header_line());
        ImportError::Refused { file, line, message }
    })?;
    let mut number = 0;
    while let Some((record, unreadable)) = table.next()? {
        number += 1;
        let place = Place { file, row: number, line: record.line };
        let unreadable = unreadable
            .map(|(column, why)| (columns.names[column].as_str(), "bad_value", why.to_owned()));
        match fault_of(&record, &columns).or(unreadable) {
            Some((column, code, message)) => importer.set_aside(place, column, code, message),
            None => take(importer, &columns, &Row { record, place }),
        }
        importer.show_progress();
        importer.check_set_aside()?;
    }
    Ok(())
}

/// The names of a table's columns.
pub(super) fn header_of(input: &Input) -> Result<Vec<String>, ImportError> {
    let Some(SheetOf { workbook, name: sheet }) = &input.sheet else {
        return Ok(Text::begin(input, &BytesRead::default())?.names);
    };
    let mut workbook = workbook.borrow_mut();
    let sheet = Sheet::begin(&mut workbook, &input.name, sheet, &|_| None)?;
    Ok(sheet.map_or_else(Vec::new, |sheet| sheet.names().to_vec()))
}

/// Names of columns as messages show them.
pub(super) fn shown(names: &[String]) -> String {
    shown_up_to(&names.join(", "), 400)
}

/// A table, wherever its rows lie.
enum Table<'w> {
    Text(Text),
    Sheet(Sheet<'w>),
}

impl Table<'_> {
    fn names(&self) -> &[String] {
        match self {
            Self::Text(text) => &text.names,
            Self::Sheet(sheet) => sheet.names(),
        }
    }

    fn header_line(&self) -> u64 {
        match self {
            Self::Text(text) => text.header_line,
            Self::Sheet(sheet) => sheet.header_line(),
        }
    }

    fn next(&mut self) -> Result<Option<SheetRecord<'_>>, ImportError> {
        match self {
            Self::Text(text) => Ok(text.next()?.map(|record| (record, None))),
            Self::Sheet(sheet) => Ok(sheet.next()?),
        }
    }
}

/// A table as CSV.
struct Text {
    file: String,
    records: Records<Decoded<Box<dyn std::io::Read + Send>>>,
    header_line: u64,
    names: Vec<String>,
}

impl Text {
    /// Opens a table and reads its header.
    fn begin(input: &Input, bytes_read: &BytesRead) -> Result<Self, ImportError> {
        let file = input.name.clone();
        let refuse = |message: String| {
            let file = input.name.clone();
            ImportError::Refused { file, line: 1, message }
        };
        let source = super::source::open_text(&input.path, bytes_read)
            .map_err(|cause| unreadable(input.name.clone(), 1, &cause))?;
        let Some(source) = source else {
            return Err(refuse("the file is empty; not even a header is there".to_owned()));
        };
        let mut records = Records::new(source);
        let header = records.next(WIDEST).map_err(|cause| broken(file.clone(), cause))?;
        let (header_line, names) = match header {
            Some(header) if header.is_too_wide => {
                return Err(refuse(format!("the header has more than {WIDEST} columns")));
            }
            Some(header) => {
                (header.line, header.cells().map(|name| name.trim().to_owned()).collect())
            }
            None => return Err(refuse("the file has no header".to_owned())),
        };
        Ok(Self { file, records, header_line, names })
    }

    fn next(&mut self) -> Result<Option<Record<'_>>, ImportError> {
        let record = self.records.next(self.names.len());
        record.map_err(|cause| broken(self.file.clone(), cause))
    }
}

fn broken(file: String, broken: Broken) -> ImportError {
    match broken {
        Broken::UnclosedQuote { line } => {
            let message = "a quotation mark is opened here and never closed".to_owned();
            ImportError::Refused { file, line, message }
        }
        Broken::Unreadable { line, cause } => unreadable(file, line, &cause),
    }
}

fn find_columns(importer: &Importer<'_>, names: Vec<String>) -> Result<Columns, String> {
    let find = |wanted: &String| {
        names.iter().position(|name| name == wanted).ok_or_else(|| {
            let names = shown(&names);
            format!("the map needs the column `{wanted}`; the header has {names}")
        })
    };
    let source = &importer.plan.log.source;
    let find_optional = |wanted: &Option<String>| wanted.as_ref().map(find).transpose();
    let mut more = [None; KEPT.len()];
    for (place, wanted) in more.iter_mut().zip(source.kept()) {
        *place = find_optional(wanted)?;
    }
    Ok(Columns {
        case: find(&source.case)?,
        activity: find_optional(&source.activity)?,
        lifecycle: find_optional(&source.lifecycle)?,
        time: find_optional(&source.time)?,
        actor: find_optional(&source.actor)?,
        act: find_optional(&source.act)?,
        more,
        values: importer.plan.keys.iter().map(find).collect::<Result<_, _>>()?,
        names,
    })
}

/// What is wrong with a row before its cells are understood.
fn fault_of<'c>(
    record: &Record<'_>,
    columns: &'c Columns,
) -> Option<(&'c str, &'static str, String)> {
    let width = columns.names.len();
    if record.is_too_wide {
        let message = format!("the row has more fields than the header's {width}");
        return Some(("", "too_many_fields", message));
    }
    if record.ends.len() < width {
        let message = format!("the row has {} fields, the header {width}", record.ends.len());
        return Some(("", "too_few_fields", message));
    }
    if let Some(&long) = record.too_long.first() {
        let message = format!("the field is longer than {LONGEST_CELL} bytes");
        return Some((&columns.names[long], "field_too_long", message));
    }
    let column = record.cells().position(has_control_character)?;
    let message = "the field holds a control character, such as NUL".to_owned();
    Some((&columns.names[column], "control_character", message))
}
