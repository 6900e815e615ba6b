//! Where days begin and end.

use jiff::Timestamp;
use jiff::civil::{Time, time};
use jiff::tz::TimeZone;
use legal_clock::{Calendar, Day, Instant};
use proptest::prelude::*;

use crate::{at, day};

/// Zones without and with summer time, with clocks set at midnight, and with a day left out.
const ZONES: [&str; 7] = [
    "Asia/Shanghai",
    "UTC",
    "America/New_York",
    "Europe/Amsterdam",
    "America/Havana",
    "Asia/Kathmandu",
    "Pacific/Apia",
];

#[test]
fn a_day_begins_at_midnight_in_shanghai() {
    let calendar = Calendar::china();
    let moment = |utc: &str| Instant::from(utc.parse::<Timestamp>().unwrap());
    assert_eq!(calendar.day_of(moment("2018-12-31T15:59:59Z")), day("2018-12-31"));
    assert_eq!(calendar.day_of(moment("2018-12-31T16:00:00Z")), day("2019-01-01"));
    assert_eq!(calendar.end_of(day("2018-12-31")), moment("2018-12-31T16:00:00Z"));
    assert_eq!(calendar.start_of(day("2019-01-01")), at("2019-01-01T00:00:00"));
    let noon = calendar.instant_of(day("2019-01-01"), time(12, 0, 0, 1_000));
    assert_eq!(noon.0 - at("2019-01-01T12:00:00").instant.0, 1);
}

#[test]
fn shanghai_had_summer_time_in_1988() {
    let calendar = Calendar::china();
    let moment: Timestamp = "1988-07-01T15:00:00Z".parse().unwrap();
    assert_eq!(calendar.day_of(moment.into()), day("1988-07-02"));
    assert_eq!(calendar.end_of(day("1988-07-01")), moment.into());
}

#[test]
fn another_zone_has_other_days() {
    let moment = at("2019-10-01T08:00:00");
    let calendar = Calendar::china().with_zone(TimeZone::get("America/New_York").unwrap());
    assert_eq!(calendar.when(moment.instant).day, day("2019-09-30"));
    assert_eq!(calendar.zone().iana_name(), Some("America/New_York"));
    assert!(!calendar.is_working_day(day("2019-10-01")));
}

#[test]
fn the_last_day_of_all_is_a_day_long_and_ends_at_midnight_in_shanghai() {
    let calendar = Calendar::china();
    let hours = |instant: Instant| instant.0 / 3_600_000_000;
    let end = calendar.end_of(Day::MAX);
    assert_eq!(hours(end) - hours(calendar.start_of(Day::MAX).instant), 24);
    assert_eq!(hours(end), (i64::from(Day::MAX.number()) + 1) * 24 - 8);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4000))]

    /// From 1900 to 2199, dense where clocks were set.
    #[test]
    fn instants_and_local_times_are_those_of_the_time_zone_database(
        zone in prop::sample::select(&ZONES[..]),
        seconds in prop_oneof![-2_208_988_800i64..7_258_118_400, -10_000_000i64..2_000_000_000],
        second_of_day in 0i64..86_400,
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let calendar = Calendar::weekends(zone.clone());
        let timestamp = Timestamp::from_second(seconds).unwrap();
        let expected = Day::from(zone.to_datetime(timestamp).date());
        prop_assert_eq!(calendar.day_of(timestamp.into()), expected);

        let clock = Time::midnight() + jiff::SignedDuration::from_secs(second_of_day);
        let local = zone.to_timestamp(expected.date().to_datetime(clock)).unwrap();
        prop_assert_eq!(calendar.instant_of(expected, clock), local.into());
    }

    #[test]
    fn clocks_that_are_set_leave_no_instant_without_its_day(
        zone in prop::sample::select(&ZONES[..]),
        change in 0usize..300,
        minutes in -6_000i64..6_000,
    ) {
        let zone = TimeZone::get(zone).unwrap();
        let calendar = Calendar::weekends(zone.clone());
        let first = Timestamp::from_second(-2_208_988_800).unwrap();
        let change = zone.following(first).nth(change).map_or(first, |change| change.timestamp());
        let near = Timestamp::from_second(change.as_second() + minutes * 60).unwrap();
        let expected = Day::from(zone.to_datetime(near).date());
        prop_assert_eq!(calendar.day_of(near.into()), expected);
        let clock = zone.to_datetime(near).time();
        let local = zone.to_timestamp(expected.date().to_datetime(clock)).unwrap();
        prop_assert_eq!(calendar.instant_of(expected, clock), local.into());
        prop_assert!(calendar.end_of(expected) > near.into());
    }
}
