//! Days, instants, and an act's time as both.

use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};

/// A day of the civil calendar, kept as the number of days since 1970-01-01.
///
/// Days reach from 0001-01-01 to 9999-12-31; arithmetic stops at either end.
///
/// # Examples
/// ```
/// use legal_clock::Day;
///
/// let day: Day = "2019-09-30".parse().unwrap();
/// assert_eq!((day + 1).to_string(), "2019-10-01");
/// assert_eq!(day - Day::new(2019, 9, 1).unwrap(), 29);
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
        let date = Date::new(year, month, day).ok()?;
        (year >= 1).then(|| Self::from(date))
    }

    /// The day this many days after 1970-01-01; the first or last day when that is further off.
    #[inline]
    pub const fn from_number(number: i32) -> Self {
        if number > Self::MAX.0 {
            Self::MAX
        } else if number < Self::MIN.0 {
            Self::MIN
        } else {
            Day(number)
        }
    }

    /// [`Day::from_number`] of a number of any size.
    #[inline]
    pub(crate) fn clamped(number: i64) -> Self {
        Day(number.clamp(i64::from(Self::MIN.0), i64::from(Self::MAX.0)) as i32)
    }

    /// The day of this number, or `None` outside the years 1 to 9999.
    #[inline]
    pub(crate) fn checked(number: i64) -> Option<Self> {
        let day = Self::clamped(number);
        (i64::from(day.0) == number).then_some(day)
    }

    /// Days since 1970-01-01.
    #[inline]
    pub const fn number(self) -> i32 {
        self.0
    }

    /// The day as a date of `jiff`.
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

    /// Days since the Monday before. 1970-01-01 was a Thursday.
    #[inline]
    pub(crate) const fn days_since_monday(self) -> i32 {
        (self.0 + 3).rem_euclid(7)
    }

    /// Saturday or Sunday.
    #[inline]
    pub(crate) const fn is_weekend(self) -> bool {
        self.days_since_monday() >= 5
    }
}

/// A date before the year 1 becomes [`Day::MIN`].
impl From<Date> for Day {
    fn from(date: Date) -> Self {
        Day::clamped(EPOCH.duration_until(date).as_hours() / 24)
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
        Day::from_number(self.0.saturating_add(days))
    }
}

impl Sub<i32> for Day {
    type Output = Day;

    #[inline]
    fn sub(self, days: i32) -> Day {
        Day::from_number(self.0.saturating_sub(days))
    }
}

impl Sub for Day {
    type Output = i32;

    #[inline]
    fn sub(self, other: Day) -> i32 {
        self.0 - other.0
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

/// A text that is no day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoSuchDay(String);

impl fmt::Display for NoSuchDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is no day; write it as `2019-10-01`", self.0.escape_debug())
    }
}

impl std::error::Error for NoSuchDay {}

/// Reads `YYYY-MM-DD` and nothing else.
impl FromStr for Day {
    type Err = NoSuchDay;

    fn from_str(text: &str) -> Result<Self, NoSuchDay> {
        read_day(text).ok_or_else(|| NoSuchDay(text.to_owned()))
    }
}

fn read_day(text: &str) -> Option<Day> {
    let is_plain = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if !is_plain || text.len() != 10 {
        return None;
    }
    let (year, month, day) = (&text[..4], &text[5..7], &text[8..]);
    Day::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
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
