//! The day of an instant, without asking the time-zone database each time.

use jiff::Timestamp;
use jiff::tz::{Offset, TimeZone};

use crate::day::{Day, Instant};

const DAY: i64 = 86_400_000_000;

/// A time zone with its offsets from 1970 to 2100 at hand.
#[derive(Debug, Clone)]
pub(crate) struct Zone {
    zone: TimeZone,
    /// From this instant on, this offset in microseconds; in order.
    offsets: Vec<(i64, i64)>,
    /// Instants from here on are asked of the database.
    end: i64,
}

fn micros(offset: Offset) -> i64 {
    i64::from(offset.seconds()) * 1_000_000
}

impl Zone {
    pub(crate) fn new(zone: TimeZone) -> Self {
        let first = Timestamp::UNIX_EPOCH;
        let end = 130 * 366 * DAY;
        let mut offsets = vec![(0, micros(zone.to_offset(first)))];
        offsets.extend(
            zone.following(first)
                .map(|change| (change.timestamp().as_microsecond(), micros(change.offset())))
                .take_while(|(from, _)| *from < end),
        );
        Zone { zone, offsets, end }
    }

    /// The zone of this name, which the bundled database has.
    pub(crate) fn fixed_or_named(name: &str) -> Self {
        Zone::new(TimeZone::get(name).unwrap_or(TimeZone::fixed(jiff::tz::offset(8))))
    }

    pub(crate) fn time_zone(&self) -> &TimeZone {
        &self.zone
    }

    #[inline]
    pub(crate) fn day_of(&self, instant: Instant) -> Day {
        let offset = match self.offsets.last() {
            Some(&(from, offset)) if (from..self.end).contains(&instant.0) => offset,
            _ => self.offset_at(instant),
        };
        Day::from_number((instant.0.saturating_add(offset)).div_euclid(DAY) as i32)
    }

    fn offset_at(&self, instant: Instant) -> i64 {
        if (0..self.end).contains(&instant.0) {
            let later = self.offsets.partition_point(|(from, _)| *from <= instant.0);
            return self.offsets[later - 1].1;
        }
        Timestamp::from_microsecond(instant.0)
            .map_or(0, |timestamp| micros(self.zone.to_offset(timestamp)))
    }
}
