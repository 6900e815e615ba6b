//! Why a limit is due when it is, day by day.

use crate::article::Article;
use crate::calendar::Calendar;
use crate::day::{Day, When};
use crate::due::{Due, calendar_days_of};
use crate::limit::{Limit, Unit};
use crate::notice::{Kind, Notice};
use crate::pauses::Pauses;

/// A day between a limit's start and its due day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExplainedDay<'a> {
    /// The day.
    pub day: Day,
    /// The how-manieth day of the limit, or of the extension, it is; `None` where it isn't counted,
    /// and for limits in hours and minutes.
    pub counted: Option<u32>,
    /// Whether it is counted for the extension.
    pub is_extension: bool,
    /// Why it is counted or not.
    pub why: Reason<'a>,
    /// Where that is written.
    pub source: Source<'a>,
    /// Judged by the week alone, as no notice is known for its year.
    pub is_provisional: bool,
}

/// Why a day is counted, or isn't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Reason<'a> {
    /// Not counted: the day of the act.
    Start,
    /// Counted: a weekday that is no holiday.
    WorkingDay,
    /// Counted: a weekend day made a working day for this holiday (调休上班).
    AdjustedWorkingDay(&'a str),
    /// Counted: a day of a limit in calendar days or months.
    CalendarDay,
    /// Not counted: a Saturday or Sunday.
    Weekend,
    /// Not counted: this holiday.
    Holiday(&'a str),
    /// Not counted: paused.
    Paused,
    /// Not counted: the working day to which a limit moves that ended on a day of rest.
    MovedTo,
    /// So many microseconds of the day count for a limit in hours or minutes.
    Elapsed(i64),
}

/// Where it is written why a day is counted or not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source<'a> {
    /// In a law.
    Article(Article),
    /// In a notice on public holidays.
    Notice(&'a Notice),
}

/// Why a limit is due when it is: its days from the start to the due day.
///
/// Where no day is due, the days end with the one on which an open pause began, or with the start.
///
/// # Examples
/// ```
/// use legal_clock::{Calendar, Limit, Pauses, Reason};
///
/// let calendar = Calendar::china();
/// let start = calendar.start_of("2019-09-27".parse()?);
/// let pauses = Pauses::none();
/// let explanation = calendar.explain(start, Limit::working_days(5), 0, &pauses);
/// let days: Vec<_> = explanation.collect();
/// assert_eq!(days[0].why, Reason::Start);
/// assert_eq!(days[1].why, Reason::Weekend);
/// assert_eq!(days[2].why, Reason::AdjustedWorkingDay("国庆节"));
/// assert_eq!(days[2].counted, Some(1));
/// assert_eq!(days[4].why, Reason::Holiday("国庆节"));
/// assert_eq!(days[13].day.to_string(), "2019-10-10");
/// assert_eq!(days[13].counted, Some(5));
/// # Ok::<(), legal_clock::NoSuchDay>(())
/// ```
#[derive(Debug, Clone)]
pub struct Explanation<'a> {
    calendar: &'a Calendar,
    pauses: &'a Pauses,
    start: When,
    unit: Unit,
    due: Option<Due>,
    limit_days: i64,
    counted: u32,
    phase: Phase,
    next: Option<Day>,
    last: Day,
}

/// What the days are being counted for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Limit,
    /// The limit ended on a day of rest.
    Moving,
    Extension,
}

impl Calendar {
    /// Why [`Calendar::due`] answers as it does, day by day.
    pub fn explain<'a>(
        &'a self,
        start: When,
        limit: Limit,
        extension_days: u32,
        pauses: &'a Pauses,
    ) -> Explanation<'a> {
        let due = self.due(start, limit, extension_days, pauses);
        let last = match (due, pauses.open_since()) {
            (Some(due), _) => due.day,
            (None, Some(pause)) => pause.day.max(start.day),
            (None, None) => start.day,
        };
        let limit_days = calendar_days_of(limit, start.day).unwrap_or(i64::MAX);
        Explanation {
            calendar: self,
            pauses,
            start,
            unit: limit.unit,
            due,
            limit_days,
            counted: 0,
            phase: if limit_days == 0 { Phase::Extension } else { Phase::Limit },
            next: Some(start.day),
            last,
        }
    }
}

impl<'a> Iterator for Explanation<'a> {
    type Item = ExplainedDay<'a>;

    fn next(&mut self) -> Option<ExplainedDay<'a>> {
        let day = self.next?;
        self.next = (day < self.last).then(|| day + 1);
        Some(match self.unit {
            Unit::Hour | Unit::Minute => self.elapsed(day),
            Unit::WorkingDay | Unit::CalendarDay | Unit::Month => self.judge(day),
        })
    }
}

impl<'a> Explanation<'a> {
    /// When the limit is due.
    pub fn due(&self) -> Option<Due> {
        self.due
    }

    /// How many days the limit is: for months, the calendar days to the same day number. `None`
    /// for hours and minutes, and where they reach beyond the year 9999.
    pub fn limit_days(&self) -> Option<u32> {
        match self.unit {
            Unit::Hour | Unit::Minute => None,
            Unit::WorkingDay | Unit::CalendarDay | Unit::Month => {
                u32::try_from(self.limit_days).ok()
            }
        }
    }

    fn elapsed(&self, day: Day) -> ExplainedDay<'a> {
        let from = self.calendar.start_of(day).instant.max(self.start.instant);
        let to = self.calendar.end_of(day);
        let to = self.due.and_then(|due| due.instant).map_or(to, |due| due.min(to));
        let time = self.calendar.time_used(from, to, self.pauses);
        let (why, article) = if time == 0 && from < to {
            (Reason::Paused, Article::PAUSE)
        } else {
            (Reason::Elapsed(time), Article::BEGINNING)
        };
        explained(day, why, article)
    }

    fn judge(&mut self, day: Day) -> ExplainedDay<'a> {
        if day == self.start.day {
            explained(day, Reason::Start, Article::BEGINNING)
        } else if self.pauses.leave_out(day) {
            explained(day, Reason::Paused, Article::PAUSE)
        } else if self.phase == Phase::Limit && self.unit != Unit::WorkingDay {
            self.count_calendar_day(day)
        } else {
            self.count_working_day(day)
        }
    }

    fn count_calendar_day(&mut self, day: Day) -> ExplainedDay<'a> {
        let article = match self.unit {
            Unit::Month => Article::MONTHS,
            _ => Article::BEGINNING,
        };
        let counted = Some(self.count(if self.calendar.is_working_day(day) {
            Phase::Extension
        } else {
            Phase::Moving
        }));
        ExplainedDay { counted, ..explained(day, Reason::CalendarDay, article) }
    }

    fn count_working_day(&mut self, day: Day) -> ExplainedDay<'a> {
        let (why, source) = self.working_or_not(day);
        let mut explained = ExplainedDay {
            source,
            is_provisional: self.calendar.is_provisional(day),
            ..explained(day, why, Article::WORKING_DAYS)
        };
        if matches!(why, Reason::Weekend | Reason::Holiday(_)) {
            return explained;
        }
        if self.phase == Phase::Moving {
            self.phase = Phase::Extension;
            explained.why = Reason::MovedTo;
            return explained;
        }
        explained.is_extension = self.phase == Phase::Extension;
        explained.counted = Some(self.count(Phase::Extension));
        explained
    }

    /// What the week and the notices make of a day.
    fn working_or_not(&self, day: Day) -> (Reason<'a>, Source<'a>) {
        if let Some(exception) = self.calendar.exception(day) {
            let why = match exception.kind {
                Kind::Off => Reason::Holiday(exception.name),
                Kind::Work => Reason::AdjustedWorkingDay(exception.name),
            };
            return (why, Source::Notice(exception.notice));
        }
        let why = if day.is_weekend() { Reason::Weekend } else { Reason::WorkingDay };
        let article = match self.phase {
            Phase::Moving => Article::LAST_DAY,
            Phase::Extension if why == Reason::WorkingDay => Article::EXTENSION,
            Phase::Limit | Phase::Extension => Article::WORKING_DAYS,
        };
        (why, Source::Article(article))
    }

    /// Counts a day, and goes on to the phase `after` once the limit is complete.
    fn count(&mut self, after: Phase) -> u32 {
        self.counted += 1;
        let counted = self.counted;
        if self.phase == Phase::Limit && i64::from(counted) == self.limit_days {
            self.phase = after;
            self.counted = 0;
        }
        counted
    }
}

/// A day that isn't counted.
fn explained(day: Day, why: Reason<'_>, article: Article) -> ExplainedDay<'_> {
    ExplainedDay {
        day,
        counted: None,
        is_extension: false,
        why,
        source: Source::Article(article),
        is_provisional: false,
    }
}
