//! What is seen with the acts dated up to the end of 31 December, and what is held to all acts.

use crate::office::{Item, Office, Told};

fn office(promise: &str, acts: &[&str]) -> Office {
    Office::new().item(Item::new("A").promised(promise)).case("c", "A", acts)
}

fn year(promise: &str, acts: &[&str]) -> Told {
    office(promise, acts).year(2019)
}

#[test]
fn a_case_decided_in_january_was_open_and_overdue_at_year_end() {
    let office = office("5 working_day", &["accepted 2019-12-16", "granted 2020-01-01 00:00:00"]);
    office.year(2019).tells(&[
        ("cases_decided", "0"),
        ("cases_open_overdue", "1"),
        ("licence_items_on_time_rate", "0/1"),
    ]);
    office.year(2020).tells(&[
        ("cases_decided", "1"),
        ("cases_overdue", "1"),
        ("cases_open_overdue", "0"),
    ]);
}

#[test]
fn an_open_case_is_overdue_when_its_due_day_is_31_december_and_not_a_day_later() {
    for (promise, accepted, overdue) in [
        ("5 working_day", "accepted 2019-12-24 23:59:59", "1"),
        ("5 working_day", "accepted 2019-12-25 00:00:00", "0"),
        ("8 hour", "accepted 2019-12-31 15:59:59", "1"),
        ("8 hour", "accepted 2019-12-31 16:00:00", "0"), // due at midnight
        ("5 working_day", "accepted 2018-12-24", "1"),   // due in 2018, open still
        ("5 working_day", "received 2019-12-24", "1"), // accepted by law at the year's last moment
        ("5 working_day", "received 2019-12-25", "0"),
    ] {
        assert_eq!(year(promise, &[accepted]).figure("cases_open_overdue"), overdue, "{accepted}");
    }
}

#[test]
fn an_open_pause_keeps_a_case_from_falling_due_unless_it_was_due_before() {
    let paused = |on: &str, reason: &str| {
        let pause = format!("paused {on} for={reason}");
        let acts = ["accepted 2019-12-02", &pause, "resumed 2020-01-06", "granted 2020-01-07"];
        year("5 working_day", &acts).figure("cases_open_overdue")
    };
    assert_eq!(paused("2019-12-06", "hearing"), "0");
    assert_eq!(paused("2019-12-06", "illness"), "1");
    assert_eq!(paused("2019-12-09", "hearing"), "1"); // its last day
}

#[test]
fn what_ended_by_year_end_is_not_open() {
    for end in ["granted", "refused", "withdrawn", "lapsed", "not_accepted"] {
        let ended = |at: &str| {
            let end = format!("{end} {at}");
            year("5 working_day", &["accepted 2019-12-02", &end]).figure("cases_open_overdue")
        };
        assert_eq!(ended("2019-12-31 23:59:59"), "0", "{end}");
        assert_eq!(ended("2020-01-01 00:00:00"), "1", "{end}");
    }
}

#[test]
fn a_window_that_closes_on_31_december_passes_within_the_year() {
    for (acts, in_2019, in_2020) in [
        (&["received 2019-12-24"][..], "1", "0"),
        (&["received 2019-12-25"], "0", "1"),
        (&["received 2019-12-24", "accepted 2019-12-31 23:59:59"], "0", "0"),
        (&["received 2019-12-24", "accepted 2020-01-01 00:00:00"], "1", "0"),
        (&["received 2019-12-24", "supplement_requested 2019-12-31"], "0", "0"),
        // An annulment of January is unknown at year end, and known a year later.
        (&["received 2019-12-24 #r", "annulled 2020-01-02 !r"], "1", "0"),
        (&["received 2019-12-24 #r", "annulled 2019-12-31 !r"], "0", "0"),
    ] {
        let office = office("20 working_day", acts);
        let violations = |year| office.year(year).figure("acceptance_window_violations");
        assert_eq!((&*violations(2019), &*violations(2020)), (in_2019, in_2020), "{acts:?}");
    }
}

#[test]
fn a_second_notice_counts_in_the_year_it_was_given_in() {
    let office = office(
        "20 working_day",
        &[
            "received 2019-12-26",
            "supplement_requested 2019-12-26 11:00",
            "supplement_received 2019-12-30",
            "supplement_requested 2019-12-31 23:59:59",
            "supplement_requested 2020-01-01 00:00:00",
            "accepted 2020-01-02",
        ],
    );
    assert_eq!(office.year(2019).figure("acceptance_window_violations"), "1");
    assert_eq!(office.year(2020).figure("acceptance_window_violations"), "1");
}

#[test]
fn a_decision_of_the_year_is_held_to_corrections_made_after_it() {
    let acts = [
        "accepted 2019-12-02",
        "paused 2019-12-04 for=hearing #p",
        "resumed 2019-12-25 #r",
        "granted 2019-12-27",
    ];
    year("5 working_day", &acts)
        .tells(&[("cases_overdue", "0"), ("working_days_used_mean", "4/1")]);
    let corrected = [&acts[..], &["annulled 2020-03-02 !p", "annulled 2020-03-02 !r"]].concat();
    year("5 working_day", &corrected)
        .tells(&[("cases_overdue", "1"), ("working_days_used_mean", "19/1")]);
}

#[test]
fn a_decision_annulled_in_january_is_none_though_the_case_was_not_open_at_year_end() {
    let acts = ["accepted 2019-12-02", "granted 2019-12-20 #g", "annulled 2020-01-10 !g"];
    let office = office("5 working_day", &acts);
    let told = office.year(2019);
    told.tells(&[("cases_decided", "0"), ("cases_open_overdue", "0")]);
    assert_eq!(office.year(2020).figure("cases_open_overdue"), "1");
}

#[test]
fn an_annulment_of_the_year_reopens_the_case_at_year_end() {
    let acts = ["accepted 2019-12-02", "granted 2019-12-05 #g", "annulled 2019-12-31 23:59:59 !g"];
    year("5 working_day", &acts).tells(&[("cases_decided", "0"), ("cases_open_overdue", "1")]);
}

#[test]
fn what_is_not_allowed_is_listed_once_though_acts_are_folded_twice() {
    let acts = ["granted 2019-12-01", "accepted 2019-12-02", "reviewed 2020-01-02"];
    assert_eq!(year("5 working_day", &acts).set_aside(), ["acts 1 act_not_allowed"]);
}
