//! What a case is held to, and the last moment in which it is on time.

use crate::office::{Item, Office, Told};

fn promise(limit: &str) -> Item {
    Item::new("A").promised(limit)
}

fn granted(items: &[Item], acts: &[&str], at: &str) -> Told {
    let granted = format!("granted {at}");
    let acts: Vec<&str> = acts.iter().copied().chain([granted.as_str()]).collect();
    Office::new().items(items.iter().cloned()).case("c", "A", &acts).year(2019)
}

/// Asserts that a grant is in time at one moment and late at the next.
#[track_caller]
fn runs_out_between(items: &[Item], acts: &[&str], last: &str, next: &str) {
    let in_time = granted(items, acts, last);
    in_time.tells(&[("cases_overdue", "0"), ("case_on_time_rate", "1/1")]);
    let late = granted(items, acts, next);
    late.tells(&[("cases_overdue", "1"), ("case_on_time_rate", "0/1")]);
}

#[test]
fn a_promise_in_working_days_lasts_to_the_last_second_of_the_last_day() {
    let acts = ["accepted 2019-03-04 23:59:59"];
    runs_out_between(
        &[promise("5 working_day")],
        &acts,
        "2019-03-11 23:59:59",
        "2019-03-12 00:00:00",
    );
}

#[test]
fn midnight_is_that_of_shanghai_whatever_zone_an_instant_is_written_in() {
    // 2019-03-04 in Shanghai, in both.
    for accepted in ["accepted 2019-03-03T16:00:00Z", "accepted 2019-03-04T10:59:59-05:00"] {
        runs_out_between(
            &[promise("5 working_day")],
            &[accepted],
            "2019-03-11T15:59:59.999999Z",
            "2019-03-11T16:00:00Z",
        );
    }
}

#[test]
fn swapped_weekends_count_and_holidays_do_not() {
    // Sunday 29 September was worked for the National Day week, Sunday 5 May for Labour Day.
    for (accepted, last, next) in [
        ("accepted 2019-09-27", "2019-10-10 23:59:59", "2019-10-11 00:00:00"),
        ("accepted 2019-04-26", "2019-05-06 23:59:59", "2019-05-07 00:00:00"),
    ] {
        runs_out_between(&[promise("5 working_day")], &[accepted], last, next);
    }
}

#[test]
fn calendar_days_and_months_end_on_the_next_working_day_after_a_holiday() {
    for (limit, accepted, last, next) in [
        ("10 calendar_day", "accepted 2019-09-21", "2019-10-08 23:59:59", "2019-10-09 00:00:00"),
        ("1 month", "accepted 2019-01-31", "2019-02-28 23:59:59", "2019-03-01 00:00:00"),
        ("1 month", "accepted 2019-09-01", "2019-10-08 23:59:59", "2019-10-09 00:00:00"),
    ] {
        runs_out_between(&[promise(limit)], &[accepted], last, next);
    }
}

#[test]
fn hours_and_minutes_run_from_instant_to_instant_and_an_extension_adds_nothing() {
    let acts = ["accepted 2019-03-08 23:00:00", "extended 2019-03-08 23:10:00 +3"];
    runs_out_between(&[promise("2 hour")], &acts, "2019-03-09 01:00:00", "2019-03-09 01:00:01");
    runs_out_between(&[promise("90 minute")], &acts, "2019-03-09 00:30:00", "2019-03-09 00:30:01");
}

#[test]
fn only_the_special_procedures_of_article_45_stop_the_clock() {
    let five = [promise("5 working_day")];
    for (reason, last, next) in [
        ("for=hearing", "2019-03-18 23:59:59", "2019-03-19 00:00:00"),
        ("for=专家评审", "2019-03-18 23:59:59", "2019-03-19 00:00:00"),
        ("", "2019-03-18 23:59:59", "2019-03-19 00:00:00"),
        ("for=illness", "2019-03-11 23:59:59", "2019-03-12 00:00:00"),
    ] {
        let paused = format!("paused 2019-03-05 {reason}");
        let acts = ["accepted 2019-03-04", &paused, "resumed 2019-03-12"];
        runs_out_between(&five, &acts, last, next);
    }
    let unsaid = granted(&five, &["accepted 2019-03-04", "paused 2019-03-05"], "2019-03-06");
    assert_eq!(unsaid.noticed("pause_without_reason"), 1);
}

#[test]
fn overlapping_pauses_count_once_and_a_decision_ends_them() {
    let five = [promise("5 working_day")];
    let overlapping = [
        "accepted 2019-03-04",
        "paused 2019-03-05 for=hearing",
        "paused 2019-03-06 for=testing",
        "resumed 2019-03-07",
        "resumed 2019-03-12",
    ];
    runs_out_between(&five, &overlapping, "2019-03-18 23:59:59", "2019-03-19 00:00:00");
    let open = ["accepted 2019-03-04", "paused 2019-03-05 for=hearing"];
    granted(&five, &open, "2019-06-03")
        .tells(&[("cases_overdue", "0"), ("working_days_used_mean", "1/1")]);
}

#[test]
fn an_extension_counts_once_and_one_refused_does_not_use_up_the_once() {
    let acts = [
        "received 2019-03-01",
        "extended 2019-03-01 11:00 +7", // not accepted yet
        "accepted 2019-03-04",
        "extended 2019-03-05 +3",
        "extended 2019-03-06 +5",
    ];
    let five = [promise("5 working_day")];
    runs_out_between(&five, &acts, "2019-03-14 23:59:59", "2019-03-15 00:00:00");
    assert_eq!(
        granted(&five, &acts, "2019-03-14").set_aside(),
        ["acts 2 act_not_allowed", "acts 5 act_not_allowed"]
    );
}

#[test]
fn an_extension_that_gives_no_days_adds_none_and_uses_up_the_once() {
    let acts = ["accepted 2019-03-04", "extended 2019-03-05", "extended 2019-03-06 +5"];
    let five = [promise("5 working_day")];
    runs_out_between(&five, &acts, "2019-03-11 23:59:59", "2019-03-12 00:00:00");
    let told = granted(&five, &acts, "2019-03-11");
    assert_eq!(told.noticed("extension_without_days"), 1);
    assert_eq!(told.set_aside(), ["acts 3 act_not_allowed"]);
}

#[test]
fn an_extension_comes_too_late_once_the_statutory_limit_has_run_out() {
    let twenty = [promise("20 working_day")]; // and 20 by law, to 1 April
    let extended = |at: &str| {
        let extension = format!("extended {at} +5");
        granted(&twenty, &["accepted 2019-03-04", &extension], "2019-04-09 23:59:59")
    };
    extended("2019-04-01 23:59:59").tells(&[("cases_overdue", "0")]);
    let refused = extended("2019-04-02 00:00:00");
    refused.tells(&[("cases_overdue", "1"), ("case_on_time_rate_statutory", "0/1")]);
    assert_eq!(refused.set_aside(), ["acts 2 act_not_allowed"]);
}

#[test]
fn the_clock_starts_with_acceptance_or_by_its_item_with_the_first_receipt() {
    let fifteen = promise("15 working_day");
    let supplemented = [
        "received 2019-03-04",
        "supplement_requested 2019-03-05",
        "supplement_received 2019-03-18",
        "accepted 2019-03-19",
    ];
    runs_out_between(
        std::slice::from_ref(&fifteen),
        &supplemented,
        "2019-04-10 23:59:59",
        "2019-04-11 00:00:00",
    );
    runs_out_between(
        &[fifteen.counted_from_receipt()],
        &supplemented,
        "2019-03-25 23:59:59",
        "2019-03-26 00:00:00",
    );
}

#[test]
fn decided_on_the_spot_uses_no_time_unless_counted_from_receipt() {
    let three = promise("3 working_day");
    for (item, overdue, used) in
        [(three.clone(), "0", "0/1"), (three.counted_from_receipt(), "1", "4/1")]
    {
        granted(&[item], &["received 2019-03-04"], "2019-03-08").tells(&[
            ("cases_decided", "1"),
            ("cases_overdue", overdue),
            ("working_days_used_mean", used),
        ]);
    }
}

#[test]
fn a_case_nobody_accepts_is_accepted_by_law_as_of_its_window() {
    // The window of 11 March ends with the 18th: then the clock has run since the 11th.
    let acts = [
        "received 2019-03-04",
        "supplement_requested 2019-03-05",
        "supplement_received 2019-03-11",
    ];
    let last = granted(&[promise("5 working_day")], &acts, "2019-03-18 23:59:59");
    last.tells(&[
        ("cases_overdue", "0"),
        ("working_days_used_mean", "0/1"), // on the spot
        ("acceptance_window_violations", "0"),
    ]);
    let late = granted(&[promise("5 working_day")], &acts, "2019-03-19 00:00:00");
    late.tells(&[
        ("cases_overdue", "1"),
        ("working_days_used_mean", "6/1"),
        ("acceptance_window_violations", "1"),
    ]);
    let accepted_late = [&acts[..], &["accepted 2019-03-20"]].concat();
    let late = granted(&[promise("5 working_day")], &accepted_late, "2019-03-21");
    assert_eq!(late.figure("cases_overdue"), "1");
    assert!(late.set_aside().is_empty(), "an acceptance recorded late is allowed, without effect");
}

#[test]
fn a_limit_in_hours_counts_from_the_instant_of_the_receipt_that_was_accepted_by_law() {
    // Window from Monday to the next Monday's end; 168 hours end at 11:00:00 on that Monday.
    let acts = ["received 2019-03-04 11:00:00"];
    let spot = granted(&[promise("168 hour")], &acts, "2019-03-11 23:59:59");
    assert_eq!(spot.figure("minutes_used_mean"), "0/1");
    runs_out_between(&[promise("192 hour")], &acts, "2019-03-12 11:00:00", "2019-03-12 11:00:01");
}

#[test]
fn a_second_notice_is_a_violation_and_one_after_acceptance_is_none() {
    let year = Office::new()
        .item(promise("5 working_day"))
        .case(
            "c",
            "A",
            &[
                "received 2019-03-04",
                "supplement_requested 2019-03-05",
                "supplement_received 2019-03-06",
                "supplement_requested 2019-03-07",
                "supplement_received 2019-03-08", // opens no window: it is the one of 6 March
                "supplement_requested 2019-03-08 11:00",
                "accepted 2019-03-13 23:59:59",
                "supplement_requested 2019-03-14",
            ],
        )
        .year(2019);
    assert_eq!(year.figure("acceptance_window_violations"), "2");
    assert!(year.set_aside().is_empty());
}

/// A promise cut from five days to three on 1 July.
fn shortened() -> [Item; 2] {
    [
        promise("5 working_day").with("division", "旧").to("2019-03-31"),
        promise("3 working_day").with("division", "新").from("2019-07-01"),
    ]
}

#[test]
fn a_case_is_held_to_the_row_in_force_on_the_day_its_clock_starts() {
    for (accepted, overdue, division) in [
        ("accepted 2019-06-30 23:59:59", "0", "旧 1"), // though the old row ended in March
        ("accepted 2019-07-01 00:00:00", "1", "新 1"),
    ] {
        let year = granted(&shortened(), &[accepted], "2019-07-05");
        assert_eq!(year.figure("cases_overdue"), overdue, "{accepted}");
        assert_eq!(year.by("cases_decided", "division"), division);
        let open = Office::new().items(shortened()).case("c", "A", &[accepted]).year(2019);
        assert_eq!(open.by("cases_open_overdue", "division"), division);
    }
}

#[test]
fn a_case_from_before_every_row_is_held_to_the_earliest() {
    let rows =
        [promise("1 working_day").from("2019-09-01"), promise("5 working_day").from("2019-07-01")];
    runs_out_between(&rows, &["accepted 2019-03-04"], "2019-03-11 23:59:59", "2019-03-12 00:00:00");
}

#[test]
fn the_anchor_is_that_of_the_row_on_the_day_of_the_earliest_act_that_stands() {
    let rows = [
        promise("5 working_day"),
        promise("5 working_day").counted_from_receipt().from("2019-03-01"),
    ];
    let from_acceptance = ("2019-03-18 23:59:59", "2019-03-19 00:00:00");
    let from_receipt = ("2019-03-11 23:59:59", "2019-03-12 00:00:00");
    for (before, (last, next)) in [
        (&["visited 2019-03-01"][..], from_receipt),
        (&["visited 2019-02-28"], from_acceptance),
        (&["delivered 2019-02-28 23:59:59"], from_acceptance), // not allowed, but the earliest
        (&["visited 2019-02-28 #v", "annulled 2019-03-05 !v"], from_receipt),
        (&["visited 2019-03-02 #v", "annulled 2019-02-27 !v"], from_receipt),
    ] {
        let acts = [before, &["received 2019-03-04", "accepted 2019-03-11"]].concat();
        runs_out_between(&rows, &acts, last, next);
    }
}

#[test]
fn without_a_promise_a_case_counts_as_decided_and_is_held_to_the_law_alone() {
    for (item, at, by_law) in [
        (Item::new("A"), "2019-04-01 23:59:59", "1/1"), // 20 working days
        (Item::new("A"), "2019-04-02 00:00:00", "0/1"),
        (Item::new("A").statutory("45 calendar_day"), "2019-04-18 23:59:59", "1/1"),
        (Item::new("A").statutory("45 calendar_day"), "2019-04-19 00:00:00", "0/1"),
        // A number without its unit is no promise.
        (Item::new("A").with("promised_limit", "1"), "2019-03-29", "1/1"),
    ] {
        let year = granted(&[item], &["accepted 2019-03-04"], at);
        year.tells(&[
            ("cases_decided", "1"),
            ("cases_overdue", "0"),
            ("case_on_time_rate", "nothing to count"),
            ("case_on_time_rate_statutory", by_law),
            ("working_days_used_mean", "nothing to count"),
            ("working_days_used_p95", "nothing to count"),
            ("items_mean_actual_below_promised_rate", "nothing to count"),
        ]);
        assert_eq!(year.noticed("no_promised_limit"), 1);
    }
}
