//! Local times of an agency: read and written without asking the time-zone database each time.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::{Date, Time};
use jiff::tz::{Offset, TimeZone};
use legal_clock::{Day, Instant, When};

use super::cell::{calendar_day, date_digits, digits};

const SECOND: i64 = 1_000_000;
/// Microseconds of a day.
pub(super) const DAY: i64 = 86_400 * SECOND;

/// A time zone in which days begin and local times are told.
///
/// Offsets of the days from 1990 to 2049 are looked up once; other days and those on which the
/// clocks change ask the database.
#[derive(Debug, Clone)]
pub struct Zone {
    database: TimeZone,
    first: Day,
    /// By local day, then by day in UTC: the offset in seconds that holds all that day.
    local: Vec<Option<i32>>,
    utc: Vec<Option<i32>>,
}

impl Zone {
    /// The zone with its offsets at hand.
    pub fn new(zone: TimeZone) -> Self {
        let first = Date::constant(1990, 1, 1);
        let days: Vec<Date> =
            first.series(jiff::Span::new().days(1)).take_while(|day| day.year() < 2050).collect();
        let offset = |zone: &TimeZone, local: &TimeZone, date: Date| {
            let midnight = local.to_timestamp(date.at(0, 0, 0, 0)).ok()?;
            Some(zone.to_offset(midnight).seconds())
        };
        let all_day = |local: &TimeZone| {
            let midnights: Vec<_> = days.iter().map(|day| offset(&zone, local, *day)).collect();
            midnights
                .windows(2)
                .map(|ends| if ends[0] == ends[1] { ends[0] } else { None })
                .collect()
        };
        Self {
            local: all_day(&zone),
            utc: all_day(&TimeZone::UTC),
            first: first.into(),
            database: zone,
        }
    }

    /// Reads an instant: RFC 3339 with its offset, or `YYYY-MM-DD HH:MM[:SS]` in this zone.
    ///
    /// A local time that the clocks skipped is taken as if they had not been put forward, one
    /// that they repeated as the earlier.
    pub(super) fn read(&self, cell: &str) -> Option<When> {
        let (date, rest) = cell.as_bytes().split_at_checked(10)?;
        let (year, month, day) = date_digits(date)?;
        let day = calendar_day(year, month, day)?;
        let (separator, time) = rest.split_first()?;
        let (seconds, rest) = clock_seconds(time)?;
        if rest.is_empty() && *separator == b' ' {
            return self.local_time(day, seconds);
        }
        let with_seconds = time.get(5) == Some(&b':');
        if !with_seconds || !matches!(separator, b'T' | b't' | b' ') {
            return None;
        }
        let (micros, rest) = fraction(rest)?;
        let seconds = seconds - offset_seconds(rest)?;
        self.when(Instant(i64::from(day.number()) * DAY + seconds * SECOND + micros))
    }

    /// The instant with its local day; `None` outside the years -9999 to 9999.
    pub fn when(&self, instant: Instant) -> Option<When> {
        let number = instant.0.div_euclid(DAY);
        let utc = Day::from_number(number as i32);
        let day = if let Some(offset) = self.known(&self.utc, utc) {
            // Offsets are less than a day.
            let within = instant.0 - number * DAY + i64::from(offset) * SECOND;
            utc + (i32::from(within >= DAY) - i32::from(within < 0))
        } else {
            let timestamp = Timestamp::from_microsecond(instant.0).ok()?;
            self.database.to_datetime(timestamp).date().into()
        };
        Some(When { day, instant })
    }

    /// The instant of a local date and time, given in microseconds since 1970-01-01 00:00.
    pub(super) fn local(&self, micros: i64) -> Option<When> {
        let day = i32::try_from(micros.div_euclid(DAY)).ok().map(Day::from_number)?;
        let day = (Day::MIN..=Day::MAX).contains(&day).then_some(day)?;
        let within = micros.rem_euclid(DAY);
        let when = self.local_time(day, within / SECOND)?;
        Some(When { instant: Instant(when.instant.0 + within % SECOND), ..when })
    }

    /// The local date and time of an instant: microseconds since 1970-01-01 00:00.
    pub(super) fn local_of(&self, when: When) -> Option<i64> {
        let Instant(instant) = when.instant;
        let utc = i32::try_from(instant.div_euclid(DAY)).ok().map(Day::from_number)?;
        let offset = if let Some(offset) = self.known(&self.utc, utc) {
            offset
        } else {
            let timestamp = Timestamp::from_microsecond(instant).ok()?;
            self.database.to_offset(timestamp).seconds()
        };
        Some(instant + i64::from(offset) * SECOND)
    }

    fn local_time(&self, day: Day, seconds: i64) -> Option<When> {
        let instant = if let Some(offset) = self.known(&self.local, day) {
            Instant(i64::from(day.number()) * DAY + (seconds - i64::from(offset)) * SECOND)
        } else {
            let time =
                Time::midnight().checked_add(jiff::SignedDuration::from_secs(seconds)).ok()?;
            let timestamp = self.database.to_timestamp(Date::from(day).to_datetime(time)).ok()?;
            return self.when(Instant(timestamp.as_microsecond()));
        };
        Some(When { day, instant })
    }

    fn known(&self, offsets: &[Option<i32>], day: Day) -> Option<i32> {
        let index = usize::try_from(day - self.first).ok()?;
        offsets.get(index).copied().flatten()
    }

    /// Appends the instant in RFC 3339 with this zone's offset, to the second where it is whole.
    pub(super) fn write_rfc3339(&self, when: When, out: &mut String) {
        let Ok(timestamp) = Timestamp::from_microsecond(when.instant.0) else {
            return;
        };
        let offset = offset_written(&self.database, timestamp);
        let _ = write!(out, "{}", timestamp.display_with_offset(offset));
    }
}

/// The offset with which RFC 3339 writes an instant of a zone: offsets of old that have seconds
/// can't be written, the instant is then given in UTC.
pub(crate) fn offset_written(zone: &TimeZone, timestamp: Timestamp) -> Offset {
    let offset = zone.to_offset(timestamp);
    if offset.seconds() % 60 == 0 { offset } else { Offset::UTC }
}

/// Seconds since midnight of `HH:MM` or `HH:MM:SS`, and what follows.
fn clock_seconds(time: &[u8]) -> Option<(i64, &[u8])> {
    let (minutes, rest) = hours_and_minutes(time)?;
    let &[b':', s1, s2, ref rest @ ..] = rest else {
        return Some((minutes * 60, rest));
    };
    let second = digits(&[s1, s2]).filter(|second| *second < 60)?;
    Some((minutes * 60 + i64::from(second), rest))
}

/// Minutes of `HH:MM`, and what follows.
fn hours_and_minutes(time: &[u8]) -> Option<(i64, &[u8])> {
    let &[h1, h2, b':', m1, m2, ref rest @ ..] = time else {
        return None;
    };
    let hour = digits(&[h1, h2]).filter(|hour| *hour < 24)?;
    let minute = digits(&[m1, m2]).filter(|minute| *minute < 60)?;
    Some((i64::from(hour * 60 + minute), rest))
}

/// Microseconds of an optional fraction of a second (further digits fall away), and what follows.
fn fraction(rest: &[u8]) -> Option<(i64, &[u8])> {
    let Some(rest) = rest.strip_prefix(b".") else {
        return Some((0, rest));
    };
    let length = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let (fraction, rest) = rest.split_at(length);
    let micros = (0..6).fold(0, |micros, index| {
        micros * 10 + fraction.get(index).map_or(0, |byte| i64::from(byte - b'0'))
    });
    (length > 0).then_some((micros, rest))
}

/// Seconds east of Greenwich of `Z`, `+HH:MM` or `-HH:MM`.
fn offset_seconds(offset: &[u8]) -> Option<i64> {
    let (sign, time) = match offset {
        b"Z" | b"z" => return Some(0),
        [b'+', time @ ..] => (1, time),
        [b'-', time @ ..] => (-1, time),
        _ => return None,
    };
    let (minutes, rest) = hours_and_minutes(time)?;
    rest.is_empty().then_some(sign * minutes * 60)
}
