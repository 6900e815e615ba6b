//! Other calendars and time zones than China's.

use crate::office::{Item, Office};

#[test]
fn by_weekends_alone_holidays_are_worked_and_swapped_weekends_are_not() {
    let case = |granted: &str| {
        let granted = format!("granted {granted}");
        Office::new().item(Item::new("A").promised("5 working_day")).case(
            "c",
            "A",
            &["accepted 2019-09-27", &granted],
        )
    };
    let overdue = |office: Office| office.year(2019).figure("cases_overdue");
    // 30 September to 4 October by weekends; to 10 October in China.
    assert_eq!(overdue(case("2019-10-04 23:59:59").calendar("weekends")), "0");
    assert_eq!(overdue(case("2019-10-05 00:00:00").calendar("weekends")), "1");
    assert_eq!(overdue(case("2019-10-10 23:59:59").calendar("CN")), "0");
    assert_eq!(overdue(case("2019-10-10 23:59:59")), "0");

    let used = case("2019-10-04").calendar("weekends").year(2019);
    assert_eq!(used.figure("working_days_used_mean"), "5/1");
    let ticket = Office::new()
        .calendar("weekends")
        .ticket("t", "consultation", &["opened 2019-09-30", "closed 2019-10-02"])
        .year(2019);
    assert_eq!(ticket.figure("tickets_overdue"), "0");
}

#[test]
fn days_and_local_times_are_those_of_the_time_zone_of_the_agency() {
    for (zone, last, first) in [
        ("", "2019-12-31T15:59:59Z", "2019-12-31T16:00:00Z"),
        ("UTC", "2019-12-31T23:59:59Z", "2020-01-01T00:00:00Z"),
        ("America/New_York", "2020-01-01T04:59:59Z", "2020-01-01T05:00:00Z"),
        ("Asia/Kathmandu", "2019-12-31T18:14:59Z", "2019-12-31T18:15:00Z"),
    ] {
        let decided = |at: &str| {
            let granted = format!("granted {at}");
            let office = Office::new().zone(zone).item(Item::new("A"));
            office.case("c", "A", &["accepted 2019-12-02", &granted]).year(2019)
        };
        assert_eq!(decided(last).figure("cases_decided"), "1", "{zone}");
        assert_eq!(decided(last).by("cases_decided", "month"), "2019-12 1", "{zone}");
        assert_eq!(decided(first).figure("cases_decided"), "0", "{zone}");
        assert_eq!(decided("2019-12-31 23:59:59").figure("cases_decided"), "1", "{zone}");
        assert_eq!(decided("2020-01-01 00:00:00").figure("cases_decided"), "0", "{zone}");
    }
}

#[test]
fn elapsed_time_counts_the_hour_that_clocks_are_put_forward_over() {
    // From 01:30 to 03:30 on the night of 10 March 2019 was one hour in New York.
    let used = |zone| {
        Office::new()
            .zone(zone)
            .item(Item::new("A").promised("90 minute"))
            .case("c", "A", &["accepted 2019-03-10 01:30", "granted 2019-03-10 03:30"])
            .year(2019)
    };
    used("America/New_York").tells(&[("minutes_used_mean", "60/1"), ("cases_overdue", "0")]);
    used("").tells(&[("minutes_used_mean", "120/1"), ("cases_overdue", "1")]);
}

#[test]
fn a_year_whose_holidays_are_not_known_is_counted_by_weekends_and_says_so() {
    let office = Office::new().item(Item::new("A"));
    assert_eq!(office.year(2019).noticed("calendar_provisional"), 0);
    assert_eq!(office.year(2050).noticed("calendar_provisional"), 1);
    assert_eq!(office.calendar("weekends").year(2050).noticed("calendar_provisional"), 0);
}
