//! Logs of other systems, turned into an exchange package: IEEE XES, event tables (one row an
//! event) and case tables (one row a case, a column for each date), as CSV or in workbooks.
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

mod acts;
mod case;
mod error;
mod fault;
mod inputs;
mod logs;
mod map;
mod matters;
mod rules;
mod sheets;
mod source;
mod stamp;
mod tables;
mod vocabulary;
mod write;
pub mod xes;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use foldhash::HashMap;

pub use self::error::ImportError;
pub use self::map::{Map, MapError};

use self::case::{Names, Place};
use self::inputs::Input;
use self::map::Kind;
use self::rules::Plan;
use self::source::BytesRead;
use self::write::Package;
use crate::report::{Notice, SetAside};

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
        seen: HashMap::default(),
        bytes_read: BytesRead::default(),
        shown: 0,
        progress,
        imported: Imported::default(),
        act_counts: HashMap::default(),
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
    seen: HashMap<String, Place>,
    bytes_read: BytesRead,
    shown: u64,
    progress: &'m mut dyn FnMut(u64),
    imported: Imported,
    act_counts: HashMap<&'m str, u64>,
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

    fn finish(mut self) -> Result<Imported, ImportError> {
        let mut imported = std::mem::take(&mut self.imported);
        imported.acts =
            self.act_counts.iter().map(|(act, count)| ((*act).to_owned(), *count)).collect();
        (self.progress)(self.bytes_read.get());
        let to = self.to.to_owned();
        self.package.finish().map_err(|cause| ImportError::Unwritable { path: to, cause })?;
        Ok(imported)
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
