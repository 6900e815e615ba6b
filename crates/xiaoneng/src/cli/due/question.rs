//! A limit asked about, read from an option or a cell.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use legal_clock::{Calendar, Due, Limit, Pauses, Unit, UnknownUnit, When};

/// What was asked, as written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Asked<'a> {
    pub(super) from: &'a str,
    pub(super) limit: &'a str,
    pub(super) unit: &'a str,
    pub(super) pauses: &'a str,
    pub(super) extension: &'a str,
}

/// A limit with all that moves its end.
#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) start: When,
    pub(super) limit: Limit,
    pub(super) extension_days: u32,
    pub(super) spans: Vec<(When, Option<When>)>,
}

/// A part of the question: an option of the command, a column of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    From,
    Limit,
    Unit,
    Pauses,
    Extension,
}

impl Field {
    /// The option that gives it.
    pub(super) fn option(self) -> &'static str {
        match self {
            Field::From => "--from",
            Field::Limit => "--limit",
            Field::Unit => "--unit",
            Field::Pauses => "--pause",
            Field::Extension => "--extend",
        }
    }

    /// The column that gives it.
    pub(super) fn column(self) -> &'static str {
        match self {
            Field::From => "from",
            Field::Limit => "limit",
            Field::Unit => "unit",
            Field::Pauses => "pauses",
            Field::Extension => "extension",
        }
    }
}

/// What is wrong with a part of the question.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("{kind}")]
pub(super) struct Fault {
    pub(super) field: Field,
    kind: FaultKind,
}

#[derive(Debug, PartialEq, Eq, thiserror::Error)]
enum FaultKind {
    #[error(
        "`{0}` is no day or instant; write 2019-09-27, 2019-09-27 16:50 or 2019-09-27T16:50:00+08:00"
    )]
    Moment(String),
    #[error("`{0}` is no number; write a whole number from 0 to {max}", max = u32::MAX)]
    Number(String),
    #[error("`{0}` is no unit; write working_day, calendar_day, month, hour or minute")]
    Unit(String),
    #[error(
        "`{0}` is no pause; write its first and its last day as 2019-09-29..2019-10-09, or 2019-09-29.. while it lasts"
    )]
    Pause(String),
    #[error("the pause `{0}` ends before it begins; write the earlier day first")]
    Backward(String),
}

/// A limit that no calendar can follow to its end.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the limit ends after the year 9999; give a shorter one")]
pub(super) struct TooFar;

impl Question {
    /// Reads what was asked. An empty unit is a working day, an empty extension none.
    pub(super) fn read(asked: &Asked<'_>, calendar: &Calendar) -> Result<Question, Fault> {
        let at = |field| move |kind| Fault { field, kind };
        let unit = match asked.unit {
            "" => Unit::WorkingDay,
            text => text
                .parse()
                .map_err(|_: UnknownUnit| FaultKind::Unit(text.to_owned()))
                .map_err(at(Field::Unit))?,
        };
        Ok(Question {
            start: moment(asked.from, calendar).map_err(at(Field::From))?,
            limit: Limit { amount: number(asked.limit).map_err(at(Field::Limit))?, unit },
            extension_days: match asked.extension {
                "" => 0,
                text => number(text).map_err(at(Field::Extension))?,
            },
            spans: asked
                .pauses
                .split(';')
                .map(str::trim)
                .filter(|text| !text.is_empty())
                .map(|text| pause(text, calendar))
                .collect::<Result<_, _>>()
                .map_err(at(Field::Pauses))?,
        })
    }

    /// When the limit ends; `None` while a pause is open.
    pub(super) fn answer(&self, calendar: &Calendar) -> Result<Option<Due>, TooFar> {
        let due = calendar.due(self.start, self.limit, self.extension_days, &self.pauses());
        if due.is_none() && self.open_pause().is_none() { Err(TooFar) } else { Ok(due) }
    }

    /// The pauses as the clock wants them.
    pub(super) fn pauses(&self) -> Pauses {
        Pauses::new(self.spans.iter().copied())
    }

    /// When the first of the pauses that still last began.
    pub(super) fn open_pause(&self) -> Option<When> {
        self.spans.iter().filter(|(_, end)| end.is_none()).map(|(start, _)| *start).min()
    }

    /// Whether the limit is one of elapsed time, hours or minutes, and not of days.
    pub(super) fn is_elapsed_time(&self) -> bool {
        matches!(self.limit.unit, Unit::Hour | Unit::Minute)
    }

    /// Whether an extension was given that has no effect: hours and minutes aren't extended.
    pub(super) fn extension_is_ignored(&self) -> bool {
        self.is_elapsed_time() && self.extension_days > 0
    }
}

fn number(text: &str) -> Result<u32, FaultKind> {
    text.parse().map_err(|_| FaultKind::Number(text.to_owned()))
}

/// A day or an instant; a day alone stands for its first instant.
fn moment(text: &str, calendar: &Calendar) -> Result<When, FaultKind> {
    let local = |at: DateTime| calendar.zone().to_timestamp(at).ok();
    let found = if text.len() == "2019-09-27".len() {
        text.parse::<Date>().ok().and_then(|day| local(day.into()))
    } else {
        text.parse::<Timestamp>().ok().or_else(|| text.parse::<DateTime>().ok().and_then(local))
    };
    found
        .map(|instant| calendar.when(instant.into()))
        .ok_or_else(|| FaultKind::Moment(text.to_owned()))
}

fn pause(text: &str, calendar: &Calendar) -> Result<(When, Option<When>), FaultKind> {
    let (first, last) = text.split_once("..").ok_or_else(|| FaultKind::Pause(text.to_owned()))?;
    let read = |part| moment(part, calendar).map_err(|_| FaultKind::Pause(text.to_owned()));
    let first = read(first)?;
    let last = if last.is_empty() { None } else { Some(read(last)?) };
    if last.is_some_and(|last| last < first) {
        return Err(FaultKind::Backward(text.to_owned()));
    }
    Ok((first, last))
}
