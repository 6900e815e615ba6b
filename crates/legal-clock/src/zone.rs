//! Local days and times, without asking the time-zone database each time.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::day::Instant;

pub(crate) const DAY: i64 = 86_400_000_000;

/// Clocks are never set by more than this, so a local time this far from each change has one
/// meaning.
const MARGIN: i64 = 2 * DAY;

/// A time zone with its offsets from 1970 to 2100 at hand.
#[derive(Debug)]
pub(crate) struct Zone {
    zone: TimeZone,
    /// From this instant on, this offset in microseconds; in order, the first from 1970.
    offsets: Vec<(i64, i64)>,
}

/// The last instant for which the offsets are at hand.
const END: i64 = 130 * 366 * DAY;

/// Asia/Shanghai, which the bundled database has.
pub(crate) fn shanghai() -> TimeZone {
    TimeZone::get("Asia/Shanghai").unwrap_or(TimeZone::fixed(jiff::tz::offset(8)))
}

fn micros(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000_000
}

impl Zone {
    pub(crate) fn new(zone: TimeZone) -> Self {
        let first = Timestamp::UNIX_EPOCH;
        let mut offsets = vec![(0, micros(zone.to_offset(first)))];
        offsets.extend(
            zone.following(first)
                .map(|change| (change.timestamp().as_microsecond(), micros(change.offset())))
                .take_while(|(from, _)| *from < END),
        );
        Zone { zone, offsets }
    }

    pub(crate) fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    /// The number of an instant's day.
    #[inline]
    pub(crate) fn day_number_of(&self, instant: Instant) -> i64 {
        let offset = match self.offsets.last() {
            Some(&(from, offset)) if (from..END).contains(&instant.0) => offset,
            _ => self.offset_at(instant.0),
        };
        instant.0.saturating_add(offset).div_euclid(DAY)
    }

    fn offset_at(&self, instant: i64) -> i64 {
        let later = self.offsets.partition_point(|(from, _)| *from <= instant);
        match self.offsets.get(later.wrapping_sub(1)) {
            Some((_, offset)) if instant < END => *offset,
            _ => self.ask_offset_at(instant),
        }
    }

    /// Beyond the years of the database, its first or last offset.
    fn ask_offset_at(&self, instant: i64) -> i64 {
        let (first, last) = (Timestamp::MIN, Timestamp::MAX);
        let within = instant.clamp(first.as_microsecond(), last.as_microsecond());
        let timestamp = Timestamp::from_microsecond(within).unwrap_or(last);
        micros(self.zone.to_offset(timestamp))
    }

    /// The instant at which local clocks show `local`, microseconds since 1970-01-01T00:00:00.
    #[inline]
    pub(crate) fn instant_at(&self, local: i64) -> Instant {
        match self.offsets.last() {
            Some(&(from, offset)) if (from + MARGIN..END - MARGIN).contains(&local) => {
                Instant(local - offset)
            }
            _ => self.find_instant_at(local),
        }
    }

    fn find_instant_at(&self, local: i64) -> Instant {
        let later = self.offsets.partition_point(|(from, _)| *from <= local);
        let next = self.offsets.get(later).map_or(END, |(from, _)| *from);
        match self.offsets.get(later.wrapping_sub(1)) {
            Some((from, offset)) if local - MARGIN >= *from && local + MARGIN < next => {
                Instant(local - offset)
            }
            _ => self.ask_instant_at(local),
        }
    }

    /// A local time that clocks leap over is read with the offset before, of one they show twice
    /// the first is taken.
    fn ask_instant_at(&self, local: i64) -> Instant {
        Timestamp::from_microsecond(local)
            .and_then(|utc| self.zone.to_timestamp(Offset::UTC.to_datetime(utc)))
            .map_or_else(|_| Instant(local - self.ask_offset_at(local)), Instant::from)
    }
}
