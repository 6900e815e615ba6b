//! The map that says what a log's activities, columns and attributes mean in the words of the
//! exchange package.

mod check;

use std::collections::BTreeMap;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use self::check::{Fault, check_map, line_of};
use super::stamp::Stamps;

/// What is wrong with a map, and where.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}, line {line}: {message}")]
pub struct MapError {
    /// The map's file.
    pub file: String,
    /// Line of the map; the first is 1.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// How to read a log of another system: `docs/import-log.md` describes the map, `maps/` has some.
#[derive(Debug, Clone)]
pub struct Map {
    pub(in crate::import_log) agency: Agency,
    pub(in crate::import_log) items: Vec<Item>,
    /// One, or several for files of several kinds.
    pub(in crate::import_log) logs: Vec<Log>,
}

/// How to read the files of one kind.
#[derive(Debug, Clone)]
pub(in crate::import_log) struct Log {
    pub(in crate::import_log) source: Source,
    pub(in crate::import_log) matters: Matters,
    pub(in crate::import_log) acts: Vec<ActRule>,
    pub(in crate::import_log) case_acts: Vec<CaseActRule>,
    pub(in crate::import_log) stamps: Stamps,
}

/// What kind of log it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::import_log) enum Kind {
    /// IEEE XES.
    Xes,
    /// A table with one row an event.
    Events,
    /// A table with one row a case and a column for each date.
    Cases,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct Source {
    pub(in crate::import_log) kind: Spanned<Kind>,
    /// Column or trace attribute that names the case.
    pub(in crate::import_log) case: String,
    /// Column or event attribute that names the activity.
    pub(in crate::import_log) activity: Option<String>,
    /// Column or event attribute that tells the activity's life cycle.
    pub(in crate::import_log) lifecycle: Option<String>,
    /// Column or event attribute that holds the time.
    pub(in crate::import_log) time: Option<String>,
    /// Column or event attribute that names who acted.
    pub(in crate::import_log) actor: Option<String>,
    /// Column or event attribute that names the act itself, by its code.
    pub(in crate::import_log) act: Option<String>,
    // Columns or event attributes that are columns of the package's `acts`.
    pub(in crate::import_log) days: Option<String>,
    pub(in crate::import_log) reason: Option<String>,
    pub(in crate::import_log) detail: Option<String>,
    pub(in crate::import_log) act_id: Option<String>,
    pub(in crate::import_log) recorded_at: Option<String>,
    /// Forms of dates and times, in the order in which they are tried.
    #[serde(default)]
    pub(in crate::import_log) formats: Vec<Spanned<String>>,
    /// Zone of times that state none; the agency's when not given.
    pub(in crate::import_log) zone: Option<Spanned<String>>,
}

impl Source {
    /// Where the further cells of an act are, in the order of [`KEPT`].
    pub(in crate::import_log) fn kept(&self) -> [&Option<String>; KEPT.len()] {
        [&self.days, &self.reason, &self.detail, &self.act_id, &self.recorded_at]
    }

    /// Whether an act has cells beyond those of every log.
    pub(in crate::import_log) fn keeps_more(&self) -> bool {
        self.kept().into_iter().any(Option::is_some)
    }
}

/// Columns of the package's `acts` that a log may give besides who did what when.
pub(in crate::import_log) const KEPT: [&str; 5] =
    ["days", "reason", "detail", "act_id", "recorded_at"];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct Agency {
    pub(in crate::import_log) name: String,
    pub(in crate::import_log) region: Spanned<String>,
    #[serde(default = "china")]
    pub(in crate::import_log) calendar: Spanned<String>,
    #[serde(default = "shanghai")]
    pub(in crate::import_log) time_zone: Spanned<String>,
    pub(in crate::import_log) year: Option<Spanned<i16>>,
}

fn china() -> Spanned<String> {
    Spanned::new(0..0, "CN".to_owned())
}

fn shanghai() -> Spanned<String> {
    Spanned::new(0..0, "Asia/Shanghai".to_owned())
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct Matters {
    pub(in crate::import_log) procedure: Option<Spanned<String>>,
    /// Column or attribute that names the procedure, where a log has matters of several.
    pub(in crate::import_log) procedure_from: Option<Spanned<String>>,
    pub(in crate::import_log) region: Option<Choice>,
    pub(in crate::import_log) channel: Option<Choice>,
    pub(in crate::import_log) item: Option<Choice>,
    pub(in crate::import_log) ticket_kind: Option<Choice>,
    pub(in crate::import_log) applicant_kind: Option<Choice>,
    pub(in crate::import_log) model: Option<Choice>,
}

/// How a column of `matters` follows from the log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct Choice {
    /// Column or attribute; of a trace, or else of the first event that has it.
    pub(in crate::import_log) from: Option<String>,
    /// What each of its values means; with none given the value is taken as it is.
    #[serde(default)]
    pub(in crate::import_log) values: BTreeMap<String, Spanned<String>>,
    /// What it is when the log doesn't say, or says something not among `values`.
    pub(in crate::import_log) default: Option<Spanned<String>>,
}

/// Which activity is which act. Every event is an act of its own: one that no rule takes is a
/// `step`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct ActRule {
    pub(in crate::import_log) activity: String,
    pub(in crate::import_log) lifecycle: Option<String>,
    pub(in crate::import_log) act: Spanned<String>,
    /// Only the first such event of a case; later ones are steps.
    #[serde(default)]
    pub(in crate::import_log) first: bool,
    /// Only where none of these acts comes before it in the case; otherwise it is a step.
    #[serde(default)]
    pub(in crate::import_log) unless_after: Vec<Spanned<String>>,
}

/// Which date of the case is which act.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct CaseActRule {
    /// Column or trace attribute with the date; empty means that the act isn't there.
    pub(in crate::import_log) from: String,
    pub(in crate::import_log) act: Option<Spanned<String>>,
    /// Column or attribute whose value says which act it is, and what each value means.
    pub(in crate::import_log) act_by: Option<ActBy>,
    /// Take the day alone: the time of day means nothing.
    #[serde(default)]
    pub(in crate::import_log) whole_day: bool,
    /// A date earlier than one of these acts is an error.
    #[serde(default)]
    pub(in crate::import_log) not_before: Vec<Spanned<String>>,
    /// A date later than one of these acts is an error.
    #[serde(default)]
    pub(in crate::import_log) not_after: Vec<Spanned<String>>,
    /// Not an act when an event of the case is one of these.
    #[serde(default)]
    pub(in crate::import_log) unless: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct ActBy {
    pub(in crate::import_log) from: String,
    pub(in crate::import_log) values: BTreeMap<String, Spanned<String>>,
}

/// An item as the package's `items` has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct Item {
    pub(in crate::import_log) code: Spanned<String>,
    pub(in crate::import_log) name: String,
    pub(in crate::import_log) kind: Spanned<String>,
    pub(in crate::import_log) division: Option<String>,
    pub(in crate::import_log) level: Option<Spanned<String>>,
    pub(in crate::import_log) basis: Option<String>,
    #[serde(default = "yes")]
    pub(in crate::import_log) on_application: bool,
    pub(in crate::import_log) online: bool,
    pub(in crate::import_log) online_depth: Spanned<u8>,
    pub(in crate::import_log) depth_reason: Option<String>,
    pub(in crate::import_log) trips: u32,
    pub(in crate::import_log) statutory: Option<SourcedLimit>,
    pub(in crate::import_log) promised: Option<SourcedLimit>,
    pub(in crate::import_log) clock_anchor: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

/// A limit together with where it is laid down: a limit without a source is no limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::import_log) struct SourcedLimit {
    pub(in crate::import_log) limit: u32,
    pub(in crate::import_log) unit: Spanned<String>,
    pub(in crate::import_log) source: Spanned<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct MapFile {
    agency: Agency,
    #[serde(default)]
    items: Vec<Item>,
    source: Option<Source>,
    matters: Option<Matters>,
    #[serde(default)]
    acts: Vec<ActRule>,
    #[serde(default)]
    case_acts: Vec<CaseActRule>,
    #[serde(default)]
    logs: Vec<Spanned<LogFile>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct LogFile {
    source: Source,
    matters: Matters,
    #[serde(default)]
    acts: Vec<ActRule>,
    #[serde(default)]
    case_acts: Vec<CaseActRule>,
}

impl Map {
    /// Reads a map in TOML. `file` is how its messages name it.
    ///
    /// # Errors
    /// [`MapError`] with the line of the first thing wrong.
    ///
    /// # Examples
    /// ```
    /// let map = efficacy::import_log::Map::parse(
    ///     r#"
    ///     [source]
    ///     kind = "cases"
    ///     case = "number"
    ///     [agency]
    ///     name = "Service line"
    ///     region = "000000"
    ///     [matters]
    ///     procedure = "ticket"
    ///     channel.default = "web"
    ///     ticket_kind.default = "help"
    ///     [[case_acts]]
    ///     from = "opened"
    ///     act = "opend"
    ///     "#,
    ///     "line.toml",
    /// );
    /// assert_eq!(
    ///     map.unwrap_err().to_string(),
    ///     "line.toml, line 14: `opend` is no act of the procedure `ticket`; its acts are opened, \
    ///      accepted, assigned, transferred, extended, answered, closed, reopened, followed_up, \
    ///      merged, step"
    /// );
    /// ```
    pub fn parse(text: &str, file: &str) -> Result<Self, MapError> {
        let at = |span: Range<usize>, message: String| MapError {
            file: file.to_owned(),
            line: line_of(text, span.start),
            message,
        };
        let map: MapFile = toml::from_str(text)
            .map_err(|error| at(error.span().unwrap_or(0..0), error.message().to_owned()))?;
        check_map(map).map_err(|Fault(span, message)| at(span, message))
    }

    /// The year the map says to report on.
    pub fn year(&self) -> Option<i16> {
        self.agency.year.as_ref().map(|year| *year.get_ref())
    }
}
