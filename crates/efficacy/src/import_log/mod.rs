//! Logs of other systems, turned into an exchange package: IEEE XES, event tables (one row an
//! event) and case tables (one row a case, a column for each date).
//!
//! A [`Map`] says what the log's activities, columns and attributes mean. Every event of the log
//! becomes exactly one act: the act its rule names, or a `step`; its `detail` is the activity's
//! name. Dates of the case become acts of their own, without `detail`, and are counted apart.
//! What can't be taken is set aside with its place and the reason, never guessed. The package
//! appears whole or not at all.
//!
//! An XES log is read trace by trace, so memory doesn't grow with its size but by one identifier
//! a case; an event table is held in memory until its last row, since the rows of a case may be
//! anywhere.

mod case;
mod inputs;
mod logs;
mod map;
mod rules;
mod source;
mod stamp;
mod tables;
mod vocabulary;
mod write;
pub mod xes;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashMap;

pub use self::map::{Map, MapError};

use self::case::{Case, More, Names, Place};
use self::inputs::Input;
use self::map::{Choice, KEPT, Kind};
use self::rules::{Act, From, Plan};
use self::source::BytesRead;
use self::write::{ActRow, MatterRow, Package};
use crate::package::Refused;
use crate::package::records::LONGEST_CELL;
use crate::package::tables::ActName;
use crate::report::{Notice, SetAside};

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The folder for the package holds something already.
    #[error("`{}` is there already; name a new folder or remove that one", path.display())]
    TargetExists {
        /// The folder asked for.
        path: PathBuf,
    },
    /// A table can't be taken at all.
    #[error("`{file}`, line {line}: {message}")]
    Refused {
        /// The file's name.
        file: String,
        /// Physical line, the first is 1.
        line: u64,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// An XES log can't be taken at all.
    #[error("`{file}`, {cause}")]
    Xes {
        /// The file's name.
        file: String,
        /// What is wrong and where.
        cause: xes::XesError,
    },
    /// An archive can't be taken at all.
    #[error(transparent)]
    Archive(Refused),
    /// A file can't be read.
    #[error("`{file}` can't be read: {cause}")]
    Unreadable {
        /// The file's name.
        file: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The package can't be written.
    #[error("the package can't be written to `{}`: {cause}", path.display())]
    Unwritable {
        /// The folder asked for.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl ImportError {
    /// Whether the input is at fault (exit code 2) rather than the system (1).
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Unreadable { .. } | Self::Unwritable { .. })
    }
}

/// What an import took and what it left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Imported {
    /// Cases that became matters.
    pub cases: u64,
    /// Events that became acts, one each.
    pub events: u64,
    /// Distinct activities of those events, with the life cycle where the map names it; added up
    /// over the logs of the map.
    pub activities: u64,
    /// Acts that come from dates of the cases, beyond the events.
    pub case_acts: u64,
    /// All acts by kind.
    pub acts: BTreeMap<String, u64>,
    /// Rows of a case table that repeat an earlier one to the letter and were skipped.
    pub identical: u64,
    /// Events of cases that were set aside whole; they aren't listed one by one.
    pub events_of_cases_set_aside: u64,
    /// What was set aside, by file and place.
    pub set_aside: Vec<SetAside>,
    /// What is worth knowing and no fault of a row.
    pub notices: Vec<Notice>,
}

/// Imports `files`, which belong together, as `map` says, into a package in the folder `to`.
///
/// `progress` is told now and then how many bytes of the files have been read, as they lie on
/// disk.
///
/// # Errors
/// [`ImportError`]; nothing is left at `to` then.
pub fn import(
    files: &[PathBuf],
    map: &Map,
    to: &Path,
    progress: &mut dyn FnMut(u64),
) -> Result<Imported, ImportError> {
    check_target(to)?;
    let (inputs, unknown) = inputs::list(files)?;
    let by_log = inputs::by_log(map, &inputs)?;
    let unwritable = |cause| ImportError::Unwritable { path: to.to_owned(), cause };
    let mut importer = Importer {
        map,
        plan: Plan::new(&map.logs[0]),
        inputs,
        to,
        package: Package::begin(map, to).map_err(unwritable)?,
        activities: Names::default(),
        rules: Vec::new(),
        is_taken: Vec::new(),
        actors: Names::default(),
        seen: FxHashMap::default(),
        bytes_read: BytesRead::default(),
        shown: 0,
        progress,
        imported: Imported::default(),
        act_counts: FxHashMap::default(),
    };
    for file in unknown {
        let message = format!("`{file}` is no log and isn't read");
        importer.imported.notices.push(Notice { code: "unknown_file", file, count: 1, message });
    }
    for (log, files) in map.logs.iter().zip(by_log) {
        importer.begin(Plan::new(log));
        match log.source.kind.get_ref() {
            Kind::Xes => logs::read(&mut importer, &files)?,
            Kind::Events | Kind::Cases => tables::read(&mut importer, &files)?,
        }
        importer.end();
    }
    importer.finish()
}

fn check_target(to: &Path) -> Result<(), ImportError> {
    let is_free = match std::fs::read_dir(to) {
        Ok(mut entries) => entries.next().is_none(),
        Err(error) => error.kind() == io::ErrorKind::NotFound,
    };
    if is_free { Ok(()) } else { Err(ImportError::TargetExists { path: to.to_owned() }) }
}

/// An import on its way.
struct Importer<'m> {
    map: &'m Map,
    /// Of the log that is being read.
    plan: Plan<'m>,
    inputs: Vec<Input>,
    to: &'m Path,
    package: Package,
    activities: Names,
    /// The rule of each activity.
    rules: Vec<Option<usize>>,
    /// Whether an event of each activity was taken.
    is_taken: Vec<bool>,
    actors: Names,
    /// Cases taken so far.
    seen: FxHashMap<String, Place>,
    bytes_read: BytesRead,
    shown: u64,
    progress: &'m mut dyn FnMut(u64),
    imported: Imported,
    act_counts: FxHashMap<&'m str, u64>,
}

impl<'m> Importer<'m> {
    /// Begins a log of the map.
    fn begin(&mut self, plan: Plan<'m>) {
        self.plan = plan;
        self.activities = Names::default();
        self.rules.clear();
        self.is_taken.clear();
    }

    /// Counts the activities of the log that was read.
    fn end(&mut self) {
        let taken = self.is_taken.iter().filter(|is_taken| **is_taken).count();
        self.imported.activities += taken as u64;
    }

    /// The number of an activity, whose rule is looked up when it is met first.
    fn activity(&mut self, name: &str, lifecycle: &str) -> usize {
        let (number, is_new) = if lifecycle.is_empty() {
            self.activities.number(name)
        } else {
            self.activities.number(&format!("{name}+{lifecycle}"))
        };
        if is_new {
            let rule = self.plan.log.acts.iter().position(|rule| {
                rule.activity == name
                    && rule.lifecycle.as_deref().is_none_or(|asked| asked == lifecycle)
            });
            self.rules.push(rule);
            self.is_taken.push(false);
        }
        number
    }

    fn actor(&mut self, name: &str) -> Option<usize> {
        (!name.is_empty()).then(|| self.actors.number(name).0)
    }

    /// Writes a case as a matter with its acts, or sets it aside.
    fn take(&mut self, case: &Case) -> Result<(), ImportError> {
        if !self.is_new(case) {
            return Ok(());
        }
        let mut bad = Vec::new();
        let acts = self.plan.acts(case, &self.rules, &mut bad);
        let is_one_row = *self.plan.log.source.kind.get_ref() == Kind::Cases;
        let is_set_aside = is_one_row && !bad.is_empty();
        for fault in bad {
            self.set_aside(case.place, fault.column, fault.code, fault.message);
            if is_one_row {
                break;
            }
        }
        if is_set_aside || !self.write_matter(case)? {
            self.imported.events_of_cases_set_aside += case.events.len() as u64;
            return Ok(());
        }
        self.write_acts(case, &acts)
    }

    fn is_new(&mut self, case: &Case) -> bool {
        let key = &self.plan.log.source.case;
        if let Some((code, what)) = unfit(&case.id) {
            let message = format!("the case's name {what}");
            self.set_aside(case.place, key, code, message);
        } else if let Some(first) = self.seen.get(&case.id) {
            let message = format!(
                "`{}` is the name of another case, on line {} of `{}`; its {} events are not taken",
                case.id,
                first.line,
                self.name_of(first.file),
                case.events.len(),
            );
            self.set_aside(case.place, key, "duplicate_key", message);
        } else {
            self.seen.insert(case.id.clone(), case.place);
            return true;
        }
        self.imported.events_of_cases_set_aside += case.events.len() as u64;
        false
    }

    /// Writes the matter's row; false when the map has no answer for one of its columns.
    fn write_matter(&mut self, case: &Case) -> Result<bool, ImportError> {
        let matters = &self.plan.log.matters;
        let mut cells = [""; CHOSEN.len()];
        let procedure = match self.procedure(case) {
            Ok(procedure) => procedure,
            Err((from, code, message)) => {
                self.set_aside(case.place, from, code, message);
                return Ok(false);
            }
        };
        let choices = [
            &matters.item,
            &matters.region,
            &matters.channel,
            &matters.applicant_kind,
            &matters.ticket_kind,
            &matters.model,
        ];
        for (cell, (column, choice)) in cells.iter_mut().zip(CHOSEN.into_iter().zip(choices)) {
            match self.choose(case, procedure, column, choice.as_ref()) {
                Ok(value) => *cell = value,
                Err((from, code, message)) => {
                    self.set_aside(case.place, from, code, message);
                    return Ok(false);
                }
            }
        }
        let [item, region, channel, applicant_kind, ticket_kind, model] = cells;
        let region = if region.is_empty() { self.map.agency.region.as_ref() } else { region };
        let id = &case.id;
        let row = MatterRow { id, item, region, channel, applicant_kind, ticket_kind, model };
        let written = self.package.matter(procedure, &row);
        written.map_err(|cause| self.unwritable(cause))?;
        self.imported.cases += 1;
        Ok(true)
    }

    /// The procedure of a case's matter.
    fn procedure(&self, case: &Case) -> Result<&'static str, Fault<'m>> {
        let matters = &self.plan.log.matters;
        let (from, named) = match (&matters.procedure, &matters.procedure_from) {
            (Some(procedure), _) => ("procedure", Some(procedure.as_ref().as_str())),
            (None, Some(from)) => (from.as_ref().as_str(), self.plan.value(case, from.as_ref())),
            (None, None) => ("procedure", None),
        };
        let named = named.ok_or_else(|| {
            (from, "missing_value", "nothing says which `procedure` it is".to_owned())
        })?;
        let known = vocabulary::procedures();
        known.iter().copied().find(|known| *known == named).ok_or_else(|| {
            let message = format!("`{}` isn't one of {}", shown(named), known.join(", "));
            (from, "bad_value", message)
        })
    }

    /// A cell of the matter's row. Where the log says nothing, a cell that the procedure doesn't
    /// ask for stays empty.
    fn choose<'c>(
        &self,
        case: &'c Case,
        procedure: &str,
        column: &'static str,
        choice: Option<&'m Choice>,
    ) -> Result<&'c str, Fault<'m>>
    where
        'm: 'c,
    {
        let is_needed = match column {
            "item_code" => procedure == "licensing",
            "ticket_kind" => procedure == "ticket",
            "channel" => true,
            _ => false,
        };
        match self.plan.choose(case, choice) {
            Ok(value) => {
                let value = value.unwrap_or_default();
                let from = choice.and_then(|choice| choice.from.as_deref()).unwrap_or(column);
                match fault_of_value(self.map, column, value) {
                    Some((code, message)) => Err((from, code, message)),
                    None => Ok(value),
                }
            }
            Err((from, Some(value))) => {
                let value = shown(value);
                let message =
                    format!("the map doesn't say which `{column}` the value `{value}` is");
                Err((from, "bad_value", message))
            }
            Err((_, None)) if !is_needed => Ok(""),
            Err((from, None)) => {
                Err((from, "missing_value", format!("nothing says which `{column}` it is")))
            }
        }
    }

    fn write_acts(&mut self, case: &Case, acts: &[Act<'m>]) -> Result<(), ImportError> {
        let log = self.plan.log;
        for act in acts {
            let mut row = ActRow { matter: &case.id, act: act.name, ..ActRow::default() };
            let at;
            match act.from {
                From::Event(n) => {
                    let event = &case.events[n];
                    self.imported.events += 1;
                    self.is_taken[event.activity] = true;
                    at = log.stamps.write(act.at, case.text_of(event));
                    row.actor = event.actor.map_or("", |actor| self.actors.name(actor));
                    row.detail = self.activities.name(event.activity);
                    if let Some(more) = case.more.get(n) {
                        let [days, reason, detail, act_id, recorded_at] =
                            more.each_ref().map(|cell| cell.as_deref().unwrap_or_default());
                        row.detail = if log.source.detail.is_some() { detail } else { row.detail };
                        row = ActRow { days, reason, act_id, recorded_at, ..row };
                    }
                }
                From::Date(_) => {
                    self.imported.case_acts += 1;
                    at = log.stamps.write_local(act.at).into();
                }
            }
            row.at = &at;
            *self.act_counts.entry(act.name).or_default() += 1;
            let written = self.package.act(&row);
            written.map_err(|cause| self.unwritable(cause))?;
        }
        Ok(())
    }

    /// The act that an event's own attribute names; none where the map has no such attribute.
    fn named_act(&self, code: &str) -> Result<Option<ActName>, Fault<'m>> {
        let Some(from) = self.plan.log.source.act.as_deref() else {
            return Ok(None);
        };
        match ActName::ALL.iter().find(|act| act.code() == code) {
            Some(act) => Ok(Some(*act)),
            None if code.is_empty() => Ok(None),
            None => {
                let message = format!("`{}` is the code of no act", shown(code));
                Err((from, "bad_value", message))
            }
        }
    }

    /// The further cells of an event's act; `value` gives those of the log.
    fn more<'c>(
        &self,
        value: impl Fn(usize) -> Option<&'c str>,
    ) -> Result<Option<More>, Fault<'m>> {
        let source = &self.plan.log.source;
        if !source.keeps_more() {
            return Ok(None);
        }
        let mut more = More::default();
        let kept = source.kept().into_iter().zip(KEPT).zip(&mut more).enumerate();
        for (n, ((from, column), cell)) in kept {
            let (Some(from), Some(text)) = (from.as_deref(), value(n)) else {
                continue;
            };
            let text = if matches!(column, "days" | "recorded_at") { text.trim() } else { text };
            if text.is_empty() {
                continue;
            }
            if let Some((code, what)) = unfit(text) {
                return Err((from, code, format!("the value {what}")));
            }
            *cell = Some(match column {
                "days" => {
                    let days: u32 = text.parse().map_err(|_| {
                        let message = format!("`{}` is no whole number of days", shown(text));
                        (from, "bad_number", message)
                    })?;
                    days.to_string()
                }
                "recorded_at" => {
                    let stamps = &self.plan.log.stamps;
                    let stamp = stamps.read(text).ok_or_else(|| {
                        let message =
                            format!("`{}` is no date in the forms the map gives", shown(text));
                        (from, "bad_date", message)
                    })?;
                    stamps.write(stamp, text).into_owned()
                }
                _ => text.to_owned(),
            });
        }
        Ok(Some(more))
    }

    fn finish(mut self) -> Result<Imported, ImportError> {
        let mut imported = std::mem::take(&mut self.imported);
        imported.acts =
            self.act_counts.iter().map(|(act, count)| ((*act).to_owned(), *count)).collect();
        (self.progress)(self.bytes_read.get());
        let to = self.to.to_owned();
        self.package.finish().map_err(|cause| ImportError::Unwritable { path: to, cause })?;
        Ok(imported)
    }

    fn set_aside(&mut self, place: Place, column: &str, code: &'static str, message: String) {
        self.imported.set_aside.push(SetAside {
            file: self.name_of(place.file),
            row: place.row,
            line: place.line,
            column: column.to_owned(),
            code,
            message,
        });
    }

    fn set_aside_date(&mut self, place: Place, column: &str, text: &str) {
        let message = format!("`{}` is no date in the forms the map gives", shown(text));
        self.set_aside(place, column, "bad_date", message);
    }

    /// Refuses an import of which nearly nothing can be taken, before the list of what was set
    /// aside fills the memory.
    fn check_set_aside(&self) -> Result<(), ImportError> {
        let Some(last) = self.imported.set_aside.last() else { return Ok(()) };
        if self.imported.set_aside.len() <= MOST_SET_ASIDE {
            return Ok(());
        }
        let message = format!(
            "more than {MOST_SET_ASIDE} rows can't be taken, the last one for this: {}; mend the \
             map or the file",
            last.message
        );
        Err(ImportError::Refused { file: last.file.clone(), line: last.line, message })
    }

    fn notice(&mut self, code: &'static str, file: usize, count: u64, message: String) {
        let file = self.name_of(file);
        self.imported.notices.push(Notice { code, file, count, message });
    }

    fn name_of(&self, file: usize) -> String {
        self.inputs[file].name.clone()
    }

    fn show_progress(&mut self) {
        let read = self.bytes_read.get();
        if read > self.shown {
            self.shown = read;
            (self.progress)(read);
        }
    }

    fn unwritable(&self, cause: io::Error) -> ImportError {
        ImportError::Unwritable { path: self.to.to_owned(), cause }
    }
}

/// The columns of `matters` that the map chooses, in the order of [`MatterRow`].
const CHOSEN: [&str; 6] =
    ["item_code", "region", "channel", "applicant_kind", "ticket_kind", "model"];

/// More than so many rows set aside are no faults of rows but of the map or the file.
const MOST_SET_ASIDE: usize = 500_000;

/// What can't be taken: the column or attribute, the code and the message.
type Fault<'m> = (&'m str, &'static str, String);

/// A value as messages show it.
fn shown(text: &str) -> String {
    shown_up_to(text, 60)
}

fn shown_up_to(text: &str, most: usize) -> String {
    let cut = text.char_indices().nth(most).map(|(at, _)| &text[..at]);
    cut.map_or_else(|| text.to_owned(), |cut| format!("{cut}…"))
}

/// What is wrong with a value that the map takes as the log writes it.
fn fault_of_value(map: &Map, column: &str, value: &str) -> Option<(&'static str, String)> {
    if let Some((code, what)) = unfit(value) {
        return Some((code, format!("the value {what}")));
    }
    let codes = match column {
        _ if value.is_empty() => return None,
        "region" if !vocabulary::is_region(value) => {
            let value = shown(value);
            let message = format!("`{value}` is no region of six digits; give `values` in the map");
            return Some(("bad_value", message));
        }
        "item_code"
            if !map.items.is_empty()
                && map.items.iter().all(|item| item.code.get_ref() != value) =>
        {
            let value = shown(value);
            let message = format!("the item `{value}` isn't among the map's `[[items]]`");
            return Some(("unknown_item", message));
        }
        "channel" => vocabulary::channels(),
        "ticket_kind" => vocabulary::ticket_kinds(),
        "applicant_kind" => vocabulary::applicant_kinds(),
        _ => return None,
    };
    let message = || {
        format!("`{}` isn't one of {}; give `values` in the map", shown(value), codes.join(", "))
    };
    (!codes.contains(&value)).then(|| ("bad_value", message()))
}

/// Why a text can't be a cell of the package, if it can't: the code and what it does.
fn unfit(text: &str) -> Option<(&'static str, String)> {
    if text.len() > LONGEST_CELL {
        return Some(("field_too_long", format!("is longer than {LONGEST_CELL} bytes")));
    }
    has_control_character(text)
        .then(|| ("control_character", "holds a control character".to_owned()))
}

/// Whether the text holds a control character other than a tab or line break.
fn has_control_character(text: &str) -> bool {
    text.bytes().any(|byte| byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r') || byte == 0x7f)
}

fn unreadable(file: String, line: u64, cause: &io::Error) -> ImportError {
    match cause.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            ImportError::Refused { file, line, message: cause.to_string() }
        }
        _ => {
            ImportError::Unreadable { file, cause: io::Error::new(cause.kind(), cause.to_string()) }
        }
    }
}
