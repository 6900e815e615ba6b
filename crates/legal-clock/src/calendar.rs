//! The working-day calendar: which days count, answered in constant time.

use std::fmt;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::day::{Day, Instant, When};
use crate::zone::Zone;

/// Which days are working days, and in which time zone a day begins and ends.
///
/// # Examples
/// ```
/// use legal_clock::{Calendar, Day};
///
/// let calendar = Calendar::china();
/// let day = |text: &str| text.parse::<Day>().unwrap();
/// assert!(calendar.is_working_day(day("2019-10-12"))); // a Saturday made a working day
/// assert!(!calendar.is_working_day(day("2019-10-07"))); // a Monday of the National Day week
/// assert_eq!(calendar.working_days_between(day("2019-09-27"), day("2019-10-12")), 7);
/// ```
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: Zone,
    /// First day of the table, a Monday.
    first: i32,
    /// Working days from the first day of the table to the day of this index, both included.
    rank: Vec<i32>,
    /// Days of the table that are working days, as their numbers.
    working: Vec<i32>,
    /// Days that differ from the week, with the holiday's name, in order.
    exceptions: Vec<(Day, Kind, String)>,
    /// Years whose notice is known; `None` when no notice is needed.
    known_years: Option<Vec<i16>>,
}

/// What a public-holiday notice makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Off: a holiday, or a day off in exchange.
    Off,
    /// A weekend day made a working day (调休上班).
    Work,
}

/// A year's notice that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeError {
    /// 1 is the first line.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for NoticeError {}

/// The State Council's notices on public holidays, one file a year.
const NOTICES: [(i16, &str); 20] = [
    (2007, include_str!("../calendars/2007.csv")),
    (2008, include_str!("../calendars/2008.csv")),
    (2009, include_str!("../calendars/2009.csv")),
    (2010, include_str!("../calendars/2010.csv")),
    (2011, include_str!("../calendars/2011.csv")),
    (2012, include_str!("../calendars/2012.csv")),
    (2013, include_str!("../calendars/2013.csv")),
    (2014, include_str!("../calendars/2014.csv")),
    (2015, include_str!("../calendars/2015.csv")),
    (2016, include_str!("../calendars/2016.csv")),
    (2017, include_str!("../calendars/2017.csv")),
    (2018, include_str!("../calendars/2018.csv")),
    (2019, include_str!("../calendars/2019.csv")),
    (2020, include_str!("../calendars/2020.csv")),
    (2021, include_str!("../calendars/2021.csv")),
    (2022, include_str!("../calendars/2022.csv")),
    (2023, include_str!("../calendars/2023.csv")),
    (2024, include_str!("../calendars/2024.csv")),
    (2025, include_str!("../calendars/2025.csv")),
    (2026, include_str!("../calendars/2026.csv")),
];

impl Calendar {
    /// China's calendar by the public-holiday notices for 2007 to 2026, days in Asia/Shanghai.
    #[expect(
        clippy::panic,
        reason = "the notices built in are read by the tests of this crate"
    )]
    pub fn china() -> Self {
        let mut calendar = Calendar {
            known_years: Some(Vec::new()),
            ..Self::weekends()
        };
        for (year, notice) in NOTICES {
            calendar
                .add_notice(year, notice)
                .unwrap_or_else(|error| panic!("{year}: {error}"));
        }
        calendar.tabulate();
        calendar
    }

    /// Saturdays and Sundays off and nothing else; days in Asia/Shanghai until
    /// [`Calendar::in_zone`] says otherwise.
    pub fn weekends() -> Self {
        Calendar {
            zone: Zone::fixed_or_named("Asia/Shanghai"),
            first: 4,
            rank: Vec::new(),
            working: Vec::new(),
            exceptions: Vec::new(),
            known_years: None,
        }
    }

    /// The same calendar with its days in another time zone.
    #[must_use]
    pub fn in_zone(self, zone: TimeZone) -> Self {
        Calendar {
            zone: Zone::new(zone),
            ..self
        }
    }

    /// The time zone of its days.
    pub fn zone(&self) -> &TimeZone {
        self.zone.time_zone()
    }

    /// The same calendar with a year's notice added, or replaced where the year is known already.
    ///
    /// `notice` has a header `date,kind,name` and a row for each day that differs from the week,
    /// `kind` being `off` or `work`; lines that begin with `#` say where it comes from.
    ///
    /// # Errors
    /// [`NoticeError`] names the line that can't be read.
    pub fn with_notice(mut self, year: i16, notice: &str) -> Result<Self, NoticeError> {
        self.add_notice(year, notice)?;
        self.tabulate();
        Ok(self)
    }

    fn add_notice(&mut self, year: i16, notice: &str) -> Result<(), NoticeError> {
        let days = parse_notice(notice)?;
        // A correction replaces what was said of the year, and of each day it names.
        let is_replaced = self
            .known_years
            .as_ref()
            .is_some_and(|years| years.contains(&year));
        self.exceptions.retain(|(day, ..)| {
            !(is_replaced && day.year() == year) && days.iter().all(|(new, ..)| new != day)
        });
        self.exceptions.extend(days);
        self.exceptions.sort_by_key(|(day, ..)| *day);
        if let Some(years) = &mut self.known_years
            && !is_replaced
        {
            years.push(year);
            years.sort_unstable();
        }
        Ok(())
    }

    /// Builds the table over whole weeks that hold all exceptions.
    fn tabulate(&mut self) {
        let monday_of = |day: Day| day.number() - (day.number() + 3).rem_euclid(7);
        let (Some((first, ..)), Some((last, ..))) =
            (self.exceptions.first(), self.exceptions.last())
        else {
            return;
        };
        self.first = monday_of(*first);
        let end = monday_of(*last) + 7;
        self.rank.clear();
        self.working.clear();
        let mut exceptions = self.exceptions.iter().peekable();
        for number in self.first..end {
            let day = Day::from_number(number);
            let exception = exceptions.next_if(|(exception, ..)| *exception == day);
            let is_working = match exception {
                Some((_, kind, _)) => *kind == Kind::Work,
                None => !day.is_weekend(),
            };
            if is_working {
                self.working.push(number);
            }
            self.rank.push(self.working.len() as i32);
        }
    }

    /// Whether `day` is a working day (工作日): a weekday that is no holiday, or a weekend day
    /// made a working day.
    pub fn is_working_day(&self, day: Day) -> bool {
        self.rank(day.number()) != self.rank(day.number() - 1)
    }

    /// What a notice makes of `day` and the holiday's name, where it differs from the week.
    pub fn exception(&self, day: Day) -> Option<(Kind, &str)> {
        let index = self
            .exceptions
            .binary_search_by_key(&day, |(day, ..)| *day)
            .ok()?;
        let (_, kind, name) = &self.exceptions[index];
        Some((*kind, name))
    }

    /// Whether no notice is known for the day's year: it is then judged by the week alone.
    pub fn is_provisional(&self, day: Day) -> bool {
        self.known_years
            .as_ref()
            .is_some_and(|years| !years.contains(&day.year()))
    }

    /// Whether a year of the days from `first` to `last` has no known notice.
    pub(crate) fn is_provisional_between(&self, first: Day, last: Day) -> bool {
        self.known_years
            .as_ref()
            .is_some_and(|years| match (years.first(), years.last()) {
                (Some(&from), Some(&to)) if years.len() as i16 == to - from + 1 => {
                    first.year() < from || last.year() > to
                }
                _ => (first.year()..=last.year()).any(|year| !years.contains(&year)),
            })
    }

    /// The years whose notices are known; empty for a calendar that needs none.
    pub fn known_years(&self) -> &[i16] {
        self.known_years.as_deref().unwrap_or_default()
    }

    /// Working days *d* with *start < d ≤ end*; negative when `end` is before `start`.
    #[inline]
    pub fn working_days_between(&self, start: Day, end: Day) -> i32 {
        self.rank(end.number()) - self.rank(start.number())
    }

    /// The same for many pairs of days at once: `starts[i] < d ≤ ends[i]` goes to `counts[i]`.
    /// Stops at the end of the shortest slice.
    pub fn working_days_between_each(&self, starts: &[Day], ends: &[Day], counts: &mut [i32]) {
        for ((count, start), end) in counts.iter_mut().zip(starts).zip(ends) {
            *count = self.working_days_between(*start, *end);
        }
    }

    /// The `count`-th working day after `day`; `day` itself for 0. `None` after the year 9999.
    pub fn nth_working_day_after(&self, day: Day, count: u32) -> Option<Day> {
        if count == 0 {
            return Some(day);
        }
        let rank = i64::from(self.rank(day.number())) + i64::from(count);
        let number = self.select(rank)?;
        (number <= i64::from(Day::MAX.number())).then(|| Day::from_number(number as i32))
    }

    /// Working days from the first day of the table to `number`, both included; negative before.
    #[inline]
    fn rank(&self, number: i32) -> i32 {
        let index = number.wrapping_sub(self.first);
        match self.rank.get(index as usize) {
            Some(rank) => *rank,
            None => self.rank_outside(index),
        }
    }

    /// Before and after the table there are whole weeks of five working days. `index` counts from
    /// the table's first Monday.
    fn rank_outside(&self, index: i32) -> i32 {
        let length = self.rank.len() as i32;
        if index < 0 {
            let days = -1 - index;
            -(days / 7 * 5 + (days % 7 - 2).max(0))
        } else {
            let days = index - length + 1;
            self.working.len() as i32 + days / 7 * 5 + (days % 7).min(5)
        }
    }

    /// The day whose rank this is.
    fn select(&self, rank: i64) -> Option<i64> {
        let first = i64::from(self.first);
        let total = self.working.len() as i64;
        if rank > total {
            let further = rank - total - 1;
            let end = first + self.rank.len() as i64;
            return Some(end + further / 5 * 7 + further % 5);
        }
        if rank < 1 {
            let back = -rank;
            return Some(first - 3 - back / 5 * 7 - back % 5);
        }
        self.working
            .get(rank as usize - 1)
            .map(|number| i64::from(*number))
    }

    /// The day of an instant in the calendar's time zone.
    #[inline]
    pub fn day_of(&self, instant: Instant) -> Day {
        self.zone.day_of(instant)
    }

    /// An instant with its day.
    #[inline]
    pub fn when(&self, instant: Instant) -> When {
        When {
            instant,
            day: self.day_of(instant),
        }
    }

    /// The first instant after `day`.
    pub fn end_of(&self, day: Day) -> Instant {
        let midnight = (day + 1).date().to_datetime(jiff::civil::Time::midnight());
        self.zone()
            .to_timestamp(midnight)
            .unwrap_or(Timestamp::MAX)
            .into()
    }
}

fn parse_notice(text: &str) -> Result<Vec<(Day, Kind, String)>, NoticeError> {
    let mut days: Vec<(Day, Kind, String)> = Vec::new();
    let mut has_header = false;
    for (index, raw) in text.lines().enumerate() {
        let line = raw.trim().trim_start_matches('\u{feff}');
        let refuse = |message: String| NoticeError {
            line: index + 1,
            message,
        };
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if !has_header {
            if line != "date,kind,name" {
                return Err(refuse(format!(
                    "the header is `{line}`, not `date,kind,name`"
                )));
            }
            has_header = true;
            continue;
        }
        let mut cells = line.splitn(3, ',');
        let date = cells.next().unwrap_or_default();
        let day: Day = date
            .parse()
            .map_err(|_| refuse(format!("`{date}` is no date; write it as `2019-10-01`")))?;
        let kind = match cells.next().unwrap_or_default() {
            "off" => Kind::Off,
            "work" => Kind::Work,
            other => return Err(refuse(format!("`{other}` is neither `off` nor `work`"))),
        };
        if days.iter().any(|(known, ..)| *known == day) {
            return Err(refuse(format!("`{day}` is given twice")));
        }
        days.push((day, kind, cells.next().unwrap_or_default().to_owned()));
    }
    if has_header {
        Ok(days)
    } else {
        Err(NoticeError {
            line: 1,
            message: "the header `date,kind,name` is missing".to_owned(),
        })
    }
}
