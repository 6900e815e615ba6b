//! Days, instants, and an act's time as both.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

/// A day of the civil calendar, kept as the number of days since 1970-01-01.
///
/// # Examples
/// ```
/// use legal_clock::Day;
///
/// let day: Day = "2019-09-30".parse().unwrap();
/// assert_eq!((day + 1).to_string(), "2019-10-01");
/// assert_eq!(Day::new(2019, 2, 29), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

const EPOCH: Date = Date::constant(1970, 1, 1);

impl Day {
    /// 9999-12-31, the last day that can be counted to.
    pub const MAX: Day = Day(2_932_896);
    /// 0001-01-01, the first day that can be counted from.
    pub const MIN: Day = Day(-719_162);

    /// The day of this date, or `None` when there is no such day.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        Date::new(year, month, day).ok().map(Self::from)
    }

    /// The day this many days after 1970-01-01.
    #[inline]
    pub const fn from_number(number: i32) -> Self {
        Day(number)
    }

    /// Days since 1970-01-01.
    #[inline]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day as a date of `jiff`; days out of its range become its first or last.
    pub fn date(self) -> Date {
        EPOCH.saturating_add(jiff::SignedDuration::from_hours(i64::from(self.0) * 24))
    }

    /// The year.
    pub fn year(self) -> i16 {
        self.date().year()
    }

    /// The month, 1 to 12.
    pub fn month(self) -> i8 {
        self.date().month()
    }

    /// The day of the month, 1 to 31.
    pub fn day_of_month(self) -> i8 {
        self.date().day()
    }

    /// The day of the week.
    pub fn weekday(self) -> Weekday {
        self.date().weekday()
    }

    /// Saturday or Sunday. 1970-01-01 was a Thursday.
    #[inline]
    pub(crate) const fn is_weekend(self) -> bool {
        (self.0 + 3).rem_euclid(7) >= 5
    }
}

impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day(date.duration_since(EPOCH).as_hours().div_euclid(24) as i32)
    }
}

impl From<Day> for Date {
    fn from(day: Day) -> Self {
        day.date()
    }
}

impl Add<i32> for Day {
    type Output = Day;

    #[inline]
    fn add(self, days: i32) -> Day {
        Day(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;

    #[inline]
    fn sub(self, days: i32) -> Day {
        Day(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    #[inline]
    fn sub(self, other: Day) -> i32 {
        self.0.saturating_sub(other.0)
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.date(), f)
    }
}

impl fmt::Debug for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Day {
    type Err = jiff::Error;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        text.parse::<Date>().map(Day::from)
    }
}

/// A moment, as microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Instant(timestamp.as_microsecond())
    }
}

/// When an act happened: the moment, and the day on which that was where the act counts.
///
/// Ordered by the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct When {
    /// The moment.
    pub instant: Instant,
    /// Its day in the calendar's time zone.
    pub day: Day,
}
