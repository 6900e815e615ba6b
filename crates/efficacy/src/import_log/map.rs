//! The map that says what a log's activities, columns and attributes mean in the words of the
//! exchange package.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::tz::TimeZone;
use serde::Deserialize;
use toml::Spanned;

use super::stamp::Stamps;
use super::vocabulary;

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
    pub(super) agency: Agency,
    pub(super) items: Vec<Item>,
    /// One, or several for files of several kinds.
    pub(super) logs: Vec<Log>,
}

/// How to read the files of one kind.
#[derive(Debug, Clone)]
pub(super) struct Log {
    pub(super) source: Source,
    pub(super) matters: Matters,
    pub(super) acts: Vec<ActRule>,
    pub(super) case_acts: Vec<CaseActRule>,
    pub(super) stamps: Stamps,
}

/// What kind of log it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Kind {
    /// IEEE XES.
    Xes,
    /// A table with one row an event.
    Events,
    /// A table with one row a case and a column for each date.
    Cases,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Source {
    pub(super) kind: Spanned<Kind>,
    /// Column or trace attribute that names the case.
    pub(super) case: String,
    /// Column or event attribute that names the activity.
    pub(super) activity: Option<String>,
    /// Column or event attribute that tells the activity's life cycle.
    pub(super) lifecycle: Option<String>,
    /// Column or event attribute that holds the time.
    pub(super) time: Option<String>,
    /// Column or event attribute that names who acted.
    pub(super) actor: Option<String>,
    /// Column or event attribute that names the act itself, by its code.
    pub(super) act: Option<String>,
    // Columns or event attributes that are columns of the package's `acts`.
    pub(super) days: Option<String>,
    pub(super) reason: Option<String>,
    pub(super) detail: Option<String>,
    pub(super) act_id: Option<String>,
    pub(super) recorded_at: Option<String>,
    /// Forms of dates and times, in the order in which they are tried.
    #[serde(default)]
    pub(super) formats: Vec<Spanned<String>>,
    /// Zone of times that state none; the agency's when not given.
    pub(super) zone: Option<Spanned<String>>,
}

impl Source {
    /// Where the further cells of an act are, in the order of [`KEPT`].
    pub(super) fn kept(&self) -> [&Option<String>; KEPT.len()] {
        [&self.days, &self.reason, &self.detail, &self.act_id, &self.recorded_at]
    }

    /// Whether an act has cells beyond those of every log.
    pub(super) fn keeps_more(&self) -> bool {
        self.kept().into_iter().any(Option::is_some)
    }
}

/// Columns of the package's `acts` that a log may give besides who did what when.
pub(super) const KEPT: [&str; 5] = ["days", "reason", "detail", "act_id", "recorded_at"];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Agency {
    pub(super) name: String,
    pub(super) region: Spanned<String>,
    #[serde(default = "china")]
    pub(super) calendar: Spanned<String>,
    #[serde(default = "shanghai")]
    pub(super) time_zone: Spanned<String>,
    pub(super) year: Option<Spanned<i16>>,
}

fn china() -> Spanned<String> {
    Spanned::new(0..0, "CN".to_owned())
}

fn shanghai() -> Spanned<String> {
    Spanned::new(0..0, "Asia/Shanghai".to_owned())
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Matters {
    pub(super) procedure: Option<Spanned<String>>,
    /// Column or attribute that names the procedure, where a log has matters of several.
    pub(super) procedure_from: Option<Spanned<String>>,
    pub(super) region: Option<Choice>,
    pub(super) channel: Option<Choice>,
    pub(super) item: Option<Choice>,
    pub(super) ticket_kind: Option<Choice>,
    pub(super) applicant_kind: Option<Choice>,
    pub(super) model: Option<Choice>,
}

/// How a column of `matters` follows from the log.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Choice {
    /// Column or attribute; of a trace, or else of the first event that has it.
    pub(super) from: Option<String>,
    /// What each of its values means; with none given the value is taken as it is.
    #[serde(default)]
    pub(super) values: BTreeMap<String, Spanned<String>>,
    /// What it is when the log doesn't say, or says something not among `values`.
    pub(super) default: Option<Spanned<String>>,
}

/// Which activity is which act. Every event is an act of its own: one that no rule takes is a
/// `step`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActRule {
    pub(super) activity: String,
    pub(super) lifecycle: Option<String>,
    pub(super) act: Spanned<String>,
    /// Only the first such event of a case; later ones are steps.
    #[serde(default)]
    pub(super) first: bool,
    /// Only where none of these acts comes before it in the case; otherwise it is a step.
    #[serde(default)]
    pub(super) unless_after: Vec<Spanned<String>>,
}

/// Which date of the case is which act.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CaseActRule {
    /// Column or trace attribute with the date; empty means that the act isn't there.
    pub(super) from: String,
    pub(super) act: Option<Spanned<String>>,
    /// Column or attribute whose value says which act it is, and what each value means.
    pub(super) act_by: Option<ActBy>,
    /// Take the day alone: the time of day means nothing.
    #[serde(default)]
    pub(super) whole_day: bool,
    /// A date earlier than one of these acts is an error.
    #[serde(default)]
    pub(super) not_before: Vec<Spanned<String>>,
    /// A date later than one of these acts is an error.
    #[serde(default)]
    pub(super) not_after: Vec<Spanned<String>>,
    /// Not an act when an event of the case is one of these.
    #[serde(default)]
    pub(super) unless: Vec<Spanned<String>>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ActBy {
    pub(super) from: String,
    pub(super) values: BTreeMap<String, Spanned<String>>,
}

/// An item as the package's `items` has it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Item {
    pub(super) code: Spanned<String>,
    pub(super) name: String,
    pub(super) kind: Spanned<String>,
    pub(super) division: Option<String>,
    pub(super) level: Option<Spanned<String>>,
    pub(super) basis: Option<String>,
    #[serde(default = "yes")]
    pub(super) on_application: bool,
    pub(super) online: bool,
    pub(super) online_depth: Spanned<u8>,
    pub(super) depth_reason: Option<String>,
    pub(super) trips: u32,
    pub(super) statutory: Option<SourcedLimit>,
    pub(super) promised: Option<SourcedLimit>,
    pub(super) clock_anchor: Option<Spanned<String>>,
}

fn yes() -> bool {
    true
}

/// A limit together with where it is laid down: a limit without a source is no limit.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SourcedLimit {
    pub(super) limit: u32,
    pub(super) unit: Spanned<String>,
    pub(super) source: Spanned<String>,
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

fn line_of(text: &str, at: usize) -> usize {
    text.bytes().take(at).filter(|byte| *byte == b'\n').count() + 1
}

/// Something wrong at a place in the map's text.
struct Fault(Range<usize>, String);

impl Fault {
    fn at<T>(place: &Spanned<T>, message: impl Into<String>) -> Self {
        Self(place.span(), message.into())
    }
}

/// Checks what the form alone doesn't, and prepares the forms of dates.
fn check_map(map: MapFile) -> Result<Map, Fault> {
    let MapFile { agency, items, source, matters, acts, case_acts, logs } = map;
    check_agency(&agency)?;
    items.iter().try_for_each(check_item)?;
    let nowhere = |message: &str| Fault(0..0, message.to_owned());
    let logs = match (source, matters) {
        (Some(source), Some(matters)) if logs.is_empty() => {
            vec![check_log(LogFile { source, matters, acts, case_acts }, &agency, &items)?]
        }
        (None, None) if !logs.is_empty() && acts.is_empty() && case_acts.is_empty() => logs
            .into_iter()
            .map(|log| check_log(log.into_inner(), &agency, &items))
            .collect::<Result<_, _>>()?,
        (None, _) if logs.is_empty() => return Err(nowhere("the table `source` is missing")),
        (_, None) if logs.is_empty() => return Err(nowhere("the table `matters` is missing")),
        _ => {
            let message = "with `[[logs]]`, each has `source`, `matters`, `acts` and `case_acts` \
                           of its own; they don't stand beside it";
            return Err(Fault::at(&logs[0], message));
        }
    };
    Ok(Map { agency, items, logs })
}

fn check_log(map: LogFile, agency: &Agency, items: &[Item]) -> Result<Log, Fault> {
    check_source(&map.source, map.case_acts.is_empty(), map.acts.is_empty())?;
    let acts = check_matters(&map.matters, items)?;
    let known = |name: &Spanned<String>| {
        if acts.contains(name.get_ref()) {
            return Ok(());
        }
        let acts = acts.join(", ");
        let name_given = name.as_ref();
        let message = match &map.matters.procedure {
            Some(procedure) => {
                let procedure = procedure.as_ref();
                format!(
                    "`{name_given}` is no act of the procedure `{procedure}`; its acts are {acts}"
                )
            }
            None => format!("`{name_given}` is no act; the acts are {acts}"),
        };
        Err(Fault::at(name, message))
    };
    for rule in &map.acts {
        known(&rule.act)?;
        rule.unless_after.iter().try_for_each(known)?;
        if rule.lifecycle.is_some() && map.source.lifecycle.is_none() {
            let message = "a rule asks for the life cycle, but `source.lifecycle` isn't given";
            return Err(Fault::at(&rule.act, message));
        }
    }
    for (n, rule) in map.acts.iter().enumerate() {
        let is_same =
            |other: &ActRule| other.activity == rule.activity && other.lifecycle == rule.lifecycle;
        if map.acts[..n].iter().any(is_same) {
            let activity = &rule.activity;
            return Err(Fault::at(&rule.act, format!("the activity `{activity}` has two rules")));
        }
    }
    for rule in &map.case_acts {
        match (&rule.act, &rule.act_by) {
            (Some(act), None) => known(act)?,
            (None, Some(by)) => by.values.values().try_for_each(known)?,
            _ => {
                let message = format!("`{}` needs either `act` or `act_by`", rule.from);
                return Err(Fault::at(&map.source.kind, message));
            }
        }
        let named = rule.not_before.iter().chain(&rule.not_after).chain(&rule.unless);
        named.into_iter().try_for_each(known)?;
    }
    let stamps = stamps(&map.source, agency)?;
    let LogFile { source, matters, acts, case_acts } = map;
    Ok(Log { source, matters, acts, case_acts, stamps })
}

fn check_source(source: &Source, no_case_acts: bool, no_acts: bool) -> Result<(), Fault> {
    let kind = *source.kind.get_ref();
    let message = match kind {
        Kind::Cases if source.activity.is_some() || source.time.is_some() || !no_acts => {
            "a case table has no `activity`, `time` or `[[acts]]`; use `[[case_acts]]`"
        }
        Kind::Cases if no_case_acts => "a case table needs `[[case_acts]]`, one for each date",
        Kind::Xes | Kind::Events if source.activity.is_none() || source.time.is_none() => {
            "`activity` and `time` are needed, the names of a column or event attribute"
        }
        Kind::Cases if source.act.is_some() || source.keeps_more() => {
            "a case table has no `act`, `days`, `reason`, `detail`, `act_id` or `recorded_at`"
        }
        _ => return Ok(()),
    };
    Err(Fault::at(&source.kind, message))
}

fn check_agency(agency: &Agency) -> Result<(), Fault> {
    one_of(&agency.calendar, &vocabulary::calendars())?;
    check_region(&agency.region)?;
    if let Some(year) = &agency.year
        && !(1900..=2200).contains(year.get_ref())
    {
        return Err(Fault::at(year, "the year lies outside 1900 to 2200"));
    }
    zone(&agency.time_zone).map(|_| ())
}

fn check_region(region: &Spanned<String>) -> Result<(), Fault> {
    if vocabulary::is_region(region.as_ref()) {
        return Ok(());
    }
    Err(Fault::at(region, "a region is six digits (GB/T 2260); `000000` is outside China"))
}

/// Checks the columns of `matters`; gives the acts of its procedure.
fn check_matters(matters: &Matters, items: &[Item]) -> Result<Vec<String>, Fault> {
    let (named, procedures) = match (&matters.procedure, &matters.procedure_from) {
        (Some(procedure), None) => {
            one_of(procedure, &vocabulary::procedures())?;
            (procedure, vec![procedure.as_ref().as_str()])
        }
        (None, Some(from)) => (from, vocabulary::procedures()),
        (Some(twice), Some(_)) => {
            let message = "`procedure` says it for all matters, `procedure_from` where the log \
                           says it; keep one of the two";
            return Err(Fault::at(twice, message));
        }
        (None, None) => {
            return Err(Fault(0..0, "`matters.procedure` is needed".to_owned()));
        }
    };
    let needs = |what: &str| Fault::at(named, format!("`matters.{what}` is needed"));
    check_choice(matters.channel.as_ref().ok_or_else(|| needs("channel"))?, |value| {
        one_of(value, &vocabulary::channels())
    })?;
    if let Some(region) = &matters.region {
        check_choice(region, check_region)?;
    }
    if procedures.contains(&"ticket") {
        let kind = matters.ticket_kind.as_ref().ok_or_else(|| needs("ticket_kind"))?;
        check_choice(kind, |value| one_of(value, &vocabulary::ticket_kinds()))?;
    }
    if procedures.contains(&"licensing") {
        let item = matters.item.as_ref().ok_or_else(|| needs("item"))?;
        check_choice(item, |code| {
            if items.is_empty() || items.iter().any(|item| item.code.as_ref() == code.as_ref()) {
                return Ok(());
            }
            let message = format!("the item `{}` isn't among `[[items]]`", code.as_ref());
            Err(Fault::at(code, message))
        })?;
    }
    if let Some(kind) = &matters.applicant_kind {
        check_choice(kind, |value| one_of(value, &vocabulary::applicant_kinds()))?;
    }
    let mut acts: Vec<String> = Vec::new();
    for act in procedures.into_iter().flat_map(vocabulary::acts_of) {
        if !acts.contains(&act) {
            acts.push(act);
        }
    }
    Ok(acts)
}

fn check_choice(
    choice: &Choice,
    check: impl Fn(&Spanned<String>) -> Result<(), Fault>,
) -> Result<(), Fault> {
    choice.values.values().chain(&choice.default).try_for_each(check)
}

fn check_item(item: &Item) -> Result<(), Fault> {
    one_of(&item.kind, &vocabulary::item_kinds())?;
    if let Some(level) = &item.level {
        one_of(level, &vocabulary::levels())?;
    }
    if let Some(anchor) = &item.clock_anchor {
        one_of(anchor, &vocabulary::clock_anchors())?;
    }
    if !(1..=4).contains(item.online_depth.get_ref()) {
        return Err(Fault::at(&item.online_depth, "the online depth is 1, 2, 3 or 4"));
    }
    for limit in item.statutory.iter().chain(&item.promised) {
        one_of(&limit.unit, &vocabulary::units())?;
        if limit.source.as_ref().trim().is_empty() {
            let message = "say where the limit is laid down; without a source leave it out";
            return Err(Fault::at(&limit.source, message));
        }
    }
    Ok(())
}

fn one_of(value: &Spanned<String>, list: &[&str]) -> Result<(), Fault> {
    if list.contains(&value.as_ref().as_str()) {
        return Ok(());
    }
    let message = format!("`{}` isn't one of {}", value.as_ref(), list.join(", "));
    Err(Fault::at(value, message))
}

fn zone(name: &Spanned<String>) -> Result<TimeZone, Fault> {
    TimeZone::get(name.as_ref()).map_err(|_| {
        let message =
            format!("`{}` is no time zone; use a name such as Asia/Shanghai", name.as_ref());
        Fault::at(name, message)
    })
}

fn stamps(source: &Source, agency: &Agency) -> Result<Stamps, Fault> {
    let default = zone(source.zone.as_ref().unwrap_or(&agency.time_zone))?;
    let out = zone(&agency.time_zone)?;
    let mut stamps = Stamps::new(default, out);
    for format in &source.formats {
        stamps.add(format.as_ref()).map_err(|message| Fault::at(format, message))?;
    }
    Ok(stamps)
}
