//! Days and instants as the package's cells need them.

use std::fmt;

/// A day of the civil calendar, counted from 1970-01-01.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day(i32);

impl Day {
    /// The day of a year, month and day of the month, if there is one.
    pub fn new(year: i16, month: i8, day: i8) -> Option<Self> {
        jiff::civil::Date::new(year, month, day).ok().map(Self::from)
    }
}

impl From<jiff::civil::Date> for Day {
    fn from(date: jiff::civil::Date) -> Self {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        Self(date.since(epoch).map_or(0, |span| span.get_days()))
    }
}

impl From<Day> for jiff::civil::Date {
    fn from(day: Day) -> Self {
        let epoch = jiff::civil::Date::constant(1970, 1, 1);
        epoch.saturating_add(jiff::Span::new().days(day.0))
    }
}

impl std::ops::Add<i32> for Day {
    type Output = Self;
    fn add(self, days: i32) -> Self {
        Self(self.0 + days)
    }
}

impl std::ops::Sub for Day {
    type Output = i32;
    fn sub(self, other: Self) -> i32 {
        self.0 - other.0
    }
}

impl fmt::Display for Day {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        jiff::civil::Date::from(*self).fmt(f)
    }
}

/// Microseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(pub i64);

/// An act's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct When {
    /// The day in the agency's zone.
    pub day: Day,
    /// The instant.
    pub instant: Instant,
}

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unit {
    /// 工作日
    WorkingDay,
    /// 自然日
    CalendarDay,
    /// 月
    Month,
    /// 小时
    Hour,
    /// 分钟
    Minute,
}
