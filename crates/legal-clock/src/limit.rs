//! Time limits as laws and agencies state them.

use std::fmt;
use std::str::FromStr;

/// What a limit is counted in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Unit {
    /// 工作日, without rest days and holidays (行政许可法 art. 82).
    WorkingDay,
    /// 自然日, every day; a last day of rest moves on (民法典 art. 203).
    CalendarDay,
    /// 月, to the same day number (民法典 art. 202), counted as calendar days.
    Month,
    /// 小时, elapsed time.
    Hour,
    /// 分钟, elapsed time.
    Minute,
}

impl Unit {
    /// All units.
    pub const ALL: [Unit; 5] =
        [Unit::WorkingDay, Unit::CalendarDay, Unit::Month, Unit::Hour, Unit::Minute];

    /// Its name in files: `working_day`, `calendar_day`, `month`, `hour`, `minute`.
    pub const fn name(self) -> &'static str {
        match self {
            Unit::WorkingDay => "working_day",
            Unit::CalendarDay => "calendar_day",
            Unit::Month => "month",
            Unit::Hour => "hour",
            Unit::Minute => "minute",
        }
    }
}

impl fmt::Display for Unit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// A word that is no unit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownUnit(String);

impl fmt::Display for UnknownUnit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "`{}` is no unit; use `working_day`, `calendar_day`, `month`, `hour` or `minute`",
            self.0
        )
    }
}

impl std::error::Error for UnknownUnit {}

impl FromStr for Unit {
    type Err = UnknownUnit;

    fn from_str(text: &str) -> Result<Self, UnknownUnit> {
        Unit::ALL
            .into_iter()
            .find(|unit| unit.name() == text)
            .ok_or_else(|| UnknownUnit(text.to_owned()))
    }
}

/// A time limit (时限): so many of a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Limit {
    /// How many.
    pub amount: u32,
    /// Of what.
    pub unit: Unit,
}

impl Limit {
    /// The agency accepts, refuses to accept or gives the one-off notice within this time of
    /// receipt, or the application is accepted by law (行政许可法 art. 32 (4)).
    pub const ACCEPTANCE_WINDOW: Limit = Limit::working_days(5);
    /// The decision is made within this time of acceptance, where no other law sets another
    /// (行政许可法 art. 42).
    pub const DECISION: Limit = Limit::working_days(20);
    /// The licence is delivered within this time of the decision (行政许可法 art. 44).
    pub const DELIVERY: Limit = Limit::working_days(10);
    /// The most working days by which the head of the agency may extend, once
    /// (行政许可法 art. 42).
    pub const MOST_EXTENSION_DAYS: u32 = 10;

    /// A limit in working days (工作日).
    pub const fn working_days(amount: u32) -> Limit {
        Limit { amount, unit: Unit::WorkingDay }
    }

    /// A limit in calendar days (自然日).
    pub const fn calendar_days(amount: u32) -> Limit {
        Limit { amount, unit: Unit::CalendarDay }
    }

    /// A limit in months (月).
    pub const fn months(amount: u32) -> Limit {
        Limit { amount, unit: Unit::Month }
    }

    /// A limit in hours (小时).
    pub const fn hours(amount: u32) -> Limit {
        Limit { amount, unit: Unit::Hour }
    }

    /// A limit in minutes (分钟).
    pub const fn minutes(amount: u32) -> Limit {
        Limit { amount, unit: Unit::Minute }
    }
}

impl fmt::Display for Limit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.amount, self.unit)
    }
}
