//! Dates and times as logs write them.

use std::borrow::Cow;
use std::ops::Range;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::fmt::strtime::BrokenDownTime;
use jiff::fmt::temporal::DateTimeParser;
use jiff::tz::{Offset, TimeZone};

use crate::package::offset_written;

static RFC3339: DateTimeParser = DateTimeParser::new();

/// Seconds that lie in the years 1000 to 8999 in any zone: those need no calendar to tell.
const USUAL: Range<i64> = -30_600_000_000..221_800_000_000;

/// The forms of dates and times that a log uses, and the zone of those that state none.
#[derive(Debug, Clone)]
pub(super) struct Stamps {
    formats: Vec<String>,
    zone: TimeZone,
    out: TimeZone,
}

/// An instant of the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Stamp(Timestamp);

impl Stamps {
    /// Reads RFC 3339 in any case; times without a zone are in `zone`, what is written is in
    /// `out`.
    pub(super) fn new(zone: TimeZone, out: TimeZone) -> Self {
        Self { formats: Vec::new(), zone, out }
    }

    /// Adds a form in the manner of strptime.
    pub(super) fn add(&mut self, format: &str) -> Result<(), String> {
        if format == "rfc3339" {
            return Ok(());
        }
        let mut example = BrokenDownTime::from(Date::constant(2019, 9, 27).at(16, 30, 5, 0));
        example.set_offset(Some(Offset::UTC));
        let readable =
            example.to_string(format).is_ok_and(|text| self.read_as(format, &text).is_some());
        if !readable {
            return Err(format!(
                "`{format}` is no form of a date; use `rfc3339` or one such as \
                 `%Y-%m-%d %H:%M:%S` or `%m/%d/%Y %I:%M:%S %p`"
            ));
        }
        self.formats.push(format.to_owned());
        Ok(())
    }

    /// The instant the text names, if it names one. A local time that the clocks skipped or
    /// repeated is read as if they had not been changed yet.
    pub(super) fn read(&self, text: &str) -> Option<Stamp> {
        let text = text.trim();
        let mut stamp = RFC3339.parse_timestamp(text).ok();
        for format in &self.formats {
            stamp = stamp.or_else(|| self.read_as(format, text));
        }
        let stamp = stamp.or_else(|| self.read_xes_local(text))?;
        // The package's days are those of the years 1 to 9999, in any zone.
        let is_known = USUAL.contains(&stamp.as_second())
            || (2..=9998).contains(&self.out.to_datetime(stamp).year());
        is_known.then_some(Stamp(stamp))
    }

    fn read_as(&self, format: &str, text: &str) -> Option<Timestamp> {
        let parts = BrokenDownTime::parse(format, text).ok()?;
        if parts.offset().is_some() {
            return parts.to_timestamp().ok();
        }
        let local = if parts.hour().is_some() {
            parts.to_datetime().ok()?
        } else {
            parts.to_date().ok()?.to_datetime(Time::midnight())
        };
        self.zone.to_timestamp(local).ok()
    }

    /// An xs:dateTime that states no zone.
    fn read_xes_local(&self, text: &str) -> Option<Timestamp> {
        if text.as_bytes().get(10) != Some(&b'T') {
            return None;
        }
        let local: DateTime = RFC3339.parse_datetime(text).ok()?;
        self.zone.to_timestamp(local).ok()
    }

    /// The first instant of the stamp's day, in the agency's zone.
    pub(super) fn start_of_day(&self, stamp: Stamp) -> Stamp {
        let midnight = self.out.to_datetime(stamp.0).date().to_datetime(Time::midnight());
        Stamp(self.out.to_timestamp(midnight).unwrap_or(stamp.0))
    }

    /// The stamp for the package: the log's own text where it is RFC 3339 already, otherwise in
    /// the agency's zone.
    pub(super) fn write<'a>(&self, stamp: Stamp, text: &'a str) -> Cow<'a, str> {
        if is_rfc3339(text.as_bytes()) {
            return Cow::Borrowed(text);
        }
        Cow::Owned(self.write_local(stamp))
    }

    /// The stamp in RFC 3339 with the offset of the agency's zone.
    pub(super) fn write_local(&self, stamp: Stamp) -> String {
        stamp.0.display_with_offset(offset_written(&self.out, stamp.0)).to_string()
    }
}

/// Whether a text that names an instant does so as the exchange package writes it: the digits of
/// RFC 3339, no leap second, an offset of less than a day.
fn is_rfc3339(text: &[u8]) -> bool {
    let Some((head, rest)) = text.split_at_checked(19) else {
        return false;
    };
    let has_form = head.iter().zip(b"dddd-dd-ddTdd:dd:dd").all(|(byte, form)| match form {
        b'd' => byte.is_ascii_digit(),
        _ => byte == form,
    });
    let rest = match rest.strip_prefix(b".") {
        None => rest,
        Some(fraction) => {
            let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
            if digits == 0 {
                return false;
            }
            &fraction[digits..]
        }
    };
    let has_offset = match rest {
        b"Z" => true,
        [b'+' | b'-', hour @ .., b':', m1, m2] if hour.len() == 2 => {
            hour < b"24".as_slice() && [m1, m2].into_iter().chain(hour).all(u8::is_ascii_digit)
        }
        _ => false,
    };
    has_form && has_offset && head[17..] < b"60"[..]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stamps() -> Stamps {
        let zone = TimeZone::get("America/New_York").unwrap();
        let mut stamps = Stamps::new(zone.clone(), zone);
        for format in ["rfc3339", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y %I:%M:%S %p", "%Y-%m-%d"] {
            stamps.add(format).unwrap();
        }
        stamps
    }

    #[track_caller]
    fn read(text: &str) -> String {
        let stamps = stamps();
        stamps.write_local(stamps.read(text).unwrap())
    }

    #[test]
    fn every_form_of_a_map_is_read_in_its_zone() {
        assert_eq!(read("2015-01-05 15:22:38"), "2015-01-05T15:22:38-05:00");
        assert_eq!(read("07/04/2015 03:30:00 PM"), "2015-07-04T15:30:00-04:00");
        assert_eq!(read("2015-07-04"), "2015-07-04T00:00:00-04:00");
        assert_eq!(read("2015-07-04T00:00:00Z"), "2015-07-03T20:00:00-04:00");
        assert_eq!(read("2015-07-04 00:00:00.688+00:00"), "2015-07-03T20:00:00.688-04:00");
        assert_eq!(read("2015-07-04T12:00:00.5"), "2015-07-04T12:00:00.5-04:00");
    }

    #[test]
    fn no_day_is_rolled_over_to_another() {
        for text in ["2019-02-29", "2019-13-01", "0000-00-00", "2019-1-5x", "2100-02-29", "", "?"] {
            assert_eq!(stamps().read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_written_as_rfc_3339_stays_as_it_is() {
        let stamps = stamps();
        let text = "2011-10-11T13:45:40.276+02:00";
        assert_eq!(stamps.write(stamps.read(text).unwrap(), text), text);
        let spaced = "2011-10-11 13:45:40.276000+02:00";
        assert_eq!(
            stamps.write(stamps.read(spaced).unwrap(), spaced),
            "2011-10-11T07:45:40.276-04:00"
        );
    }

    #[test]
    fn an_instant_of_old_is_written_so_that_it_reads_the_same() {
        let stamps = stamps();
        let stamp = stamps.read("1850-01-01T00:00:00.000Z").unwrap();
        assert_eq!(stamps.read(&stamps.write_local(stamp)), Some(stamp));
    }

    #[test]
    fn a_form_that_says_no_date_is_refused() {
        let zone = TimeZone::UTC;
        let mut stamps = Stamps::new(zone.clone(), zone);
        assert!(stamps.add("yyyy-mm-dd").is_err());
        assert!(stamps.add("%H:%M").is_err());
    }
}
