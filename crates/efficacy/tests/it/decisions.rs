//! What counts as decided, published and delivered, and by what it is told.

use crate::office::{Item, Office, Told};

#[test]
fn a_decision_falls_in_the_year_of_its_instant_in_shanghai() {
    let decided = |at: &str| {
        let granted = format!("granted {at}");
        let acts = ["received 2018-12-28", "accepted 2018-12-29", granted.as_str()];
        Office::new().item(Item::new("A")).case("c", "A", &acts).year(2019).figure("cases_decided")
    };
    assert_eq!(decided("2018-12-31T15:59:59Z"), "0");
    assert_eq!(decided("2018-12-31T16:00:00Z"), "1");
    assert_eq!(decided("2019-12-31T15:59:59Z"), "1");
    assert_eq!(decided("2019-12-31T16:00:00Z"), "0");
}

#[test]
fn a_refusal_is_a_decision_and_what_ends_otherwise_is_none() {
    let accepted = "accepted 2019-03-04";
    let year = Office::new()
        .item(Item::new("A").promised("5 working_day"))
        .case("granted", "A", &[accepted, "granted 2019-03-05"])
        .case("refused", "A", &[accepted, "refused 2019-03-15"])
        .case("withdrawn", "A", &[accepted, "withdrawn 2019-03-15"])
        .case("lapsed", "A", &[accepted, "paused 2019-03-05", "lapsed 2019-03-15"])
        .case("rejected", "A", &["received 2019-03-04", "not_accepted 2019-03-05"])
        .year(2019);
    year.tells(&[
        ("cases_decided", "2"),
        ("cases_overdue", "1"),
        ("case_on_time_rate", "1/2"),
        ("cases_open_overdue", "0"),
        ("acceptance_window_violations", "0"),
        ("result_publication_rate", "0/1"),
        ("working_days_used_mean", "10/2"),
    ]);
}

/// A case granted on this day, and what was done after.
fn after_grant(granted: &str, then: &[&str]) -> Told {
    let granted = format!("granted {granted}");
    let acts = [&["accepted 2019-12-16", &granted], then].concat();
    Office::new().item(Item::new("A")).case("c", "A", &acts).year(2019)
}

#[test]
fn a_licence_is_to_be_delivered_by_the_end_of_the_tenth_working_day() {
    for (granted, then, rate) in [
        ("2019-12-17", &["delivered 2019-12-31 23:59:59"][..], "1/1"),
        ("2019-12-17", &["delivered 2020-01-01 00:00"], "0/1"),
        ("2019-12-17", &[], "0/1"), // its tenth working day is 31 December
        ("2019-12-18", &[], "nothing to count"),
        ("2019-12-20", &["delivered 2020-01-06 23:59:59"], "1/1"),
        ("2019-12-20", &["delivered 2020-01-07"], "0/1"),
        ("2019-12-17", &["delivered 2019-12-20", "delivered 2020-01-20"], "1/1"), // once only
    ] {
        let year = after_grant(granted, then);
        assert_eq!(year.figure("delivery_on_time_rate"), rate, "{granted}, {then:?}");
    }
}

#[test]
fn publications_and_visits_count_whenever_they_are_dated() {
    after_grant("2019-12-31 23:59", &["published 2020-11-30", "visited 2021-01-01"])
        .tells(&[("result_publication_rate", "1/1"), ("measured_trips_mean", "1/1")]);
    let acts = ["visited 2019-03-01", "accepted 2019-03-04", "visited 2019-03-05"];
    let decided = [&acts[..], &["refused 2019-03-06", "visited 2019-03-07"]].concat();
    let year = Office::new()
        .item(Item::new("A"))
        .case("decided", "A", &decided)
        .case("open", "A", &acts)
        .case("at home", "A", &["accepted 2019-03-04", "granted 2019-03-05"])
        .year(2019);
    assert_eq!(year.figure("measured_trips_mean"), "3/2");
}

#[test]
fn only_grants_of_codes_with_a_licence_in_force_are_to_be_published() {
    let acts = ["accepted 2019-03-04", "granted 2019-03-05", "published 2019-03-06"];
    let year = Office::new()
        .item(Item::new("licence"))
        .item(Item::new("filing").kind("filing"))
        // A licence until 30 December, or to the last day of the year.
        .item(Item::new("ended").to("2019-12-30"))
        .item(Item::new("to the last").to("2019-12-31"))
        .case("1", "licence", &acts[..2])
        .case("2", "filing", &acts)
        .case("3", "ended", &acts)
        .case("4", "to the last", &acts)
        .year(2019);
    assert_eq!(year.figure("result_publication_rate"), "1/2");
}

#[test]
fn a_late_case_of_any_code_under_a_licence_main_item_spoils_it() {
    let five = |code: &str| Item::new(code).promised("5 working_day");
    let on_time = ["accepted 2019-03-04", "granted 2019-03-05"];
    let late = ["accepted 2019-03-04", "granted 2019-03-29"];
    let open = ["accepted 2019-03-04"];
    let office = Office::new()
        .items([five("A1").of("A"), five("A2").of("A").kind("other_power")])
        .items([five("B1").of("B"), five("C1").of("C").not_on_application()])
        .item(five("D").kind("filing"))
        // Under B until June, and under C from then.
        .items([five("E").of("B").to("2019-06-30"), five("E").of("C").from("2019-07-01")]);
    for (code, acts, rate) in [
        ("A1", &on_time[..], "3/3"),
        ("A1", &late, "2/3"),
        ("A2", &late, "2/3"),
        ("B1", &open, "2/3"),
        ("D", &late, "3/3"),
        ("E", &open, "1/3"),
    ] {
        let year = office.clone().case("c", code, acts).year(2019);
        assert_eq!(year.figure("licence_items_on_time_rate"), rate, "{code}, {acts:?}");
    }
}

#[test]
fn cases_are_told_by_item_division_region_month_and_channel() {
    let year = Office::new()
        .item(Item::new("A").promised("5 working_day").with("division", "一处"))
        .item(Item::new("B").promised("5 working_day"))
        .case("1", "A", &["accepted 2018-12-28", "granted 2019-01-02"])
        .at("440100", "window")
        .case("2", "A", &["accepted 2019-11-25", "granted 2019-12-31T15:59:59Z"])
        .case("3", "B", &["accepted 2019-12-23", "refused 2019-12-27"])
        .at("440100", "app")
        .case("4", "B", &["accepted 2019-11-27"]) // due on 4 December
        .year(2019);
    for (figure, by, keys) in [
        ("cases_decided", "item", "A 2, B 1"),
        ("cases_decided", "division", " 1, 一处 2"),
        ("cases_decided", "region", "440000 1, 440100 2"),
        ("cases_decided", "month", "2019-01 1, 2019-12 2"),
        ("cases_decided", "channel", "app 1, web 1, window 1"),
        ("cases_overdue", "month", "2019-01 0, 2019-12 1"),
        ("case_on_time_rate", "item", "A 1/2, B 1/1"),
        ("case_on_time_rate_statutory", "channel", "app 1/1, web 0/1, window 1/1"),
        ("delivery_on_time_rate", "month", "2019-01 0/1"), // nothing due yet in December
        ("working_days_used_mean", "region", "440000 26/1, 440100 6/2"),
        ("cases_open_overdue", "item", "B 1"),
        ("cases_open_overdue", "month", "2019-12 1"),
        ("cases_open_overdue", "channel", "web 1"),
    ] {
        assert_eq!(year.by(figure, by), keys, "{figure} by {by}");
    }
}
