//! Worked examples, each with where it comes from.

use legal_clock::{Calendar, Limit, Pauses};

use crate::{day, on};

fn due(start: &str, limit: Limit, extension_days: u32, pauses: &[(&str, &str)]) -> String {
    let pauses = Pauses::new(pauses.iter().map(|(from, to)| (on(from), Some(on(to)))));
    let due = Calendar::china().due(on(start), limit, extension_days, &pauses);
    due.unwrap().day.to_string()
}

/// The worked examples for the calendar of 2019.
#[test]
fn limits_of_2019_are_due_as_worked_out_by_hand() {
    let wd = Limit::working_days;
    assert_eq!(due("2019-09-27", wd(5), 0, &[]), "2019-10-10");
    assert_eq!(due("2019-04-30", wd(1), 0, &[]), "2019-05-05");
    assert_eq!(due("2019-01-25", wd(10), 0, &[]), "2019-02-13");
    let hearing = [("2019-09-29", "2019-10-09")];
    assert_eq!(due("2019-09-27", wd(5), 0, &hearing), "2019-10-14");
    assert_eq!(due("2019-02-02", wd(20), 0, &[]), "2019-03-07");
    assert_eq!(due("2019-01-31", Limit::months(1), 0, &[]), "2019-02-28");
    assert_eq!(due("2019-09-01", Limit::months(1), 0, &[]), "2019-10-08");
}

#[test]
fn twenty_working_days_skip_the_spring_festival_and_take_its_two_working_weekend_days() {
    assert_eq!(due("2019-01-28", Limit::working_days(20), 0, &[]), "2019-02-28");
}

#[test]
fn limits_run_over_the_lengthened_labour_day_of_2019() {
    let due = |days| due("2019-04-26", Limit::working_days(days), 0, &[]);
    assert_eq!(
        (due(20).as_str(), due(5).as_str(), due(10).as_str()),
        ("2019-05-27", "2019-05-06", "2019-05-13")
    );
}

/// 行政许可法 art. 42.
#[test]
fn an_extension_adds_ten_working_days() {
    let decision = Limit::DECISION;
    assert_eq!(due("2019-09-27", decision, 0, &[]), "2019-10-30");
    let extended = due("2019-09-27", decision, Limit::MOST_EXTENSION_DAYS, &[]);
    assert_eq!(extended, "2019-11-13");
}

#[test]
fn limits_run_over_the_spring_festival_of_2020_as_it_was_extended() {
    assert_eq!(due("2020-01-20", Limit::working_days(5), 0, &[]), "2020-02-04");
    assert_eq!(due("2020-01-20", Limit::working_days(20), 0, &[]), "2020-02-25");
}

/// 行政许可法 art. 45.
#[test]
fn a_special_procedure_stops_the_clock_and_two_that_overlap_stop_it_once() {
    let due = |pauses| due("2019-06-03", Limit::working_days(20), 0, pauses);
    assert_eq!(due(&[]), "2019-07-02");
    assert_eq!(due(&[("2019-06-10", "2019-06-21")]), "2019-07-15");
    let overlapping = [("2019-06-10", "2019-06-14"), ("2019-06-12", "2019-06-18")];
    assert_eq!(due(&overlapping), "2019-07-10");
}

#[test]
fn a_saturday_made_a_working_day_counts_but_not_as_the_day_of_the_act() {
    assert_eq!(due("2019-10-11", Limit::working_days(1), 0, &[]), "2019-10-12");
    assert_eq!(due("2019-10-12", Limit::working_days(1), 0, &[]), "2019-10-14");
}

/// 行政许可法 art. 32 (4).
#[test]
fn the_acceptance_window_of_what_came_in_on_a_sunday_ends_on_friday() {
    assert_eq!(due("2019-03-03", Limit::ACCEPTANCE_WINDOW, 0, &[]), "2019-03-08");
}

/// 行政许可法 art. 44.
#[test]
fn a_licence_is_delivered_within_ten_working_days_of_the_decision() {
    assert_eq!(due("2019-09-27", Limit::DELIVERY, 0, &[]), "2019-10-16");
}

/// 行政许可法 art. 26, 42: joint handling takes 45 working days, extended by 15.
#[test]
fn joint_handling_takes_forty_five_working_days_and_fifteen_more() {
    assert_eq!(due("2019-03-01", Limit::working_days(45), 0, &[]), "2019-05-07");
    assert_eq!(due("2019-03-01", Limit::working_days(45), 15, &[]), "2019-05-28");
}

#[test]
fn limits_run_over_the_spring_festival_of_2026() {
    assert_eq!(due("2026-02-13", Limit::working_days(1), 0, &[]), "2026-02-14");
    assert_eq!(due("2026-02-13", Limit::working_days(20), 0, &[]), "2026-03-19");
}

/// Counted on the notices by two other programs.
#[test]
fn each_year_has_its_number_of_working_days() {
    const WORKING_DAYS: [i32; 20] = [
        249, 251, 250, 250, 250, 249, 250, 250, 249, 250, //
        249, 250, 250, 249, 250, 249, 249, 251, 248, 248,
    ];
    for (year, count) in (2007..).zip(WORKING_DAYS) {
        let (before, last) = (day(&format!("{}-12-31", year - 1)), day(&format!("{year}-12-31")));
        assert_eq!(Calendar::china().working_days_between(before, last), count, "{year}");
    }
}

#[test]
fn each_month_of_2020_has_its_number_of_working_days() {
    const WORKING_DAYS: [i32; 12] = [17, 20, 22, 22, 19, 21, 23, 21, 23, 17, 21, 23];
    for (month, count) in (1..).zip(WORKING_DAYS) {
        let before = day(&format!("2020-{month:02}-01")) - 1;
        let next =
            if month == 12 { day("2021-01-01") } else { day(&format!("2020-{:02}-01", month + 1)) };
        assert_eq!(Calendar::china().working_days_between(before, next - 1), count, "{month}");
    }
}
