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

use self::case::{Case, Names, Place};
use self::map::Kind;
use self::rules::{Act, From, Plan};
use self::source::BytesRead;
use self::write::{ActRow, MatterRow, Package};
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
    /// Distinct activities of those events, with the life cycle where the map names it.
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
    let unwritable = |cause| ImportError::Unwritable { path: to.to_owned(), cause };
    let mut importer = Importer {
        plan: Plan::new(map),
        files,
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
    match map.source.kind.get_ref() {
        Kind::Xes => logs::read(&mut importer)?,
        Kind::Events | Kind::Cases => tables::read(&mut importer)?,
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
    plan: Plan<'m>,
    files: &'m [PathBuf],
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
    /// The number of an activity, whose rule is looked up when it is met first.
    fn activity(&mut self, name: &str, lifecycle: &str) -> usize {
        let (number, is_new) = if lifecycle.is_empty() {
            self.activities.number(name)
        } else {
            self.activities.number(&format!("{name}+{lifecycle}"))
        };
        if is_new {
            let rule = self.plan.map.acts.iter().position(|rule| {
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
        let is_one_row = *self.plan.map.source.kind.get_ref() == Kind::Cases;
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
        let key = &self.plan.map.source.case;
        if has_control_character(&case.id) {
            let message = "the case's name holds a control character".to_owned();
            self.set_aside(case.place, key, "control_character", message);
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
        let map = self.plan.map;
        let matters = &map.matters;
        let chosen = [
            ("item_code", matters.item.as_ref()),
            ("region", matters.region.as_ref()),
            ("channel", matters.channel.as_ref()),
            ("applicant_kind", matters.applicant_kind.as_ref()),
            ("ticket_kind", matters.ticket_kind.as_ref()),
        ];
        let mut cells = [""; 5];
        for (cell, (column, choice)) in cells.iter_mut().zip(chosen) {
            let fault = match self.plan.choose(case, choice) {
                Ok(value) => {
                    *cell = value.unwrap_or_default();
                    let from = choice.and_then(|choice| choice.from.as_deref());
                    fault_of_value(map, column, cell)
                        .map(|(code, message)| (from.unwrap_or(column), code, message))
                }
                Err((from, Some(value))) => Some((
                    from,
                    "bad_value",
                    format!("the map doesn't say which `{column}` the value `{value}` is"),
                )),
                // Where the log names no region, it is the agency's.
                Err((_, None)) if column == "region" => None,
                Err((from, None)) => {
                    Some((from, "missing_value", format!("nothing says which `{column}` it is")))
                }
            };
            if let Some((from, code, message)) = fault {
                self.set_aside(case.place, from, code, message);
                return Ok(false);
            }
        }
        let [item, region, channel, applicant_kind, ticket_kind] = cells;
        let region = if region.is_empty() { map.agency.region.as_ref() } else { region };
        let id = &case.id;
        let row = MatterRow { id, item, region, channel, applicant_kind, ticket_kind };
        let written = self.package.matter(matters.procedure.as_ref(), &row);
        written.map_err(|cause| self.unwritable(cause))?;
        self.imported.cases += 1;
        Ok(true)
    }

    fn write_acts(&mut self, case: &Case, acts: &[Act<'m>]) -> Result<(), ImportError> {
        for act in acts {
            let (at, actor, detail) = match act.from {
                From::Event(n) => {
                    let event = &case.events[n];
                    self.imported.events += 1;
                    self.is_taken[event.activity] = true;
                    (
                        self.plan.map.stamps.write(act.at, case.text_of(event)),
                        event.actor.map_or("", |actor| self.actors.name(actor)),
                        self.activities.name(event.activity),
                    )
                }
                From::Date(_) => {
                    self.imported.case_acts += 1;
                    (self.plan.map.stamps.write_local(act.at).into(), "", "")
                }
            };
            *self.act_counts.entry(act.name).or_default() += 1;
            let row = ActRow { matter: &case.id, act: act.name, at: &at, actor, detail };
            let written = self.package.act(&row);
            written.map_err(|cause| self.unwritable(cause))?;
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Imported, ImportError> {
        let mut imported = std::mem::take(&mut self.imported);
        imported.activities = self.is_taken.iter().filter(|is_taken| **is_taken).count() as u64;
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
        let text: String = text.chars().take(60).collect();
        let message = format!("`{text}` is no date in the forms the map gives");
        self.set_aside(place, column, "bad_date", message);
    }

    fn notice(&mut self, code: &'static str, file: usize, count: u64, message: String) {
        let file = self.name_of(file);
        self.imported.notices.push(Notice { code, file, count, message });
    }

    fn name_of(&self, file: usize) -> String {
        let path = &self.files[file];
        path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned()
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

/// What is wrong with a value that the map takes as the log writes it.
fn fault_of_value(map: &Map, column: &str, value: &str) -> Option<(&'static str, String)> {
    let codes = match column {
        _ if value.is_empty() => return None,
        "region" if !vocabulary::is_region(value) => {
            let message = format!("`{value}` is no region of six digits; give `values` in the map");
            return Some(("bad_value", message));
        }
        "item_code" if map.items.iter().all(|item| item.code.get_ref() != value) => {
            let message = format!("the item `{value}` isn't among the map's `[[items]]`");
            return Some(("unknown_item", message));
        }
        "channel" => vocabulary::channels(),
        "ticket_kind" => vocabulary::ticket_kinds(),
        "applicant_kind" => vocabulary::applicant_kinds(),
        _ => return None,
    };
    let message =
        || format!("`{value}` isn't one of {}; give `values` in the map", codes.join(", "));
    (!codes.contains(&value)).then(|| ("bad_value", message()))
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
