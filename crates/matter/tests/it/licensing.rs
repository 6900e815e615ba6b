//! 行政许可: each rule of the procedure, at its edge.

use legal_clock::{Limit, Unit};
use matter::{Held, NotAllowed};

use crate::story::{Limits, Story, day};

fn promised(days: u32) -> Limits {
    Limits { promised: Some(Limit::working_days(days)), ..Limits::default() }
}

#[test]
fn a_case_nobody_accepts_is_accepted_by_law_as_of_its_receipt() {
    // Received on a Sunday; the fifth working day is Friday 8 March.
    let mut story = Story::licensing(promised(5), &["received 2019-03-03"]);
    story.pass_day("2019-03-07");
    assert_eq!(story.stage(), "received");
    story.pass_day("2019-03-08");
    assert_eq!(story.stage(), "accepted");
    assert_eq!(story.start("decision"), Some(day("2019-03-03")));
    assert_eq!(story.due("decision", Held::Promised), Some(day("2019-03-08")));
    assert_eq!(story.marks(), [("accepted_by_law", day("2019-03-08"))]);
}

#[test]
fn on_the_last_day_of_the_window_the_agency_can_still_accept() {
    let story =
        Story::licensing(promised(5), &["received 2019-03-03", "accepted 2019-03-08 23:59"]);
    assert_eq!((story.stage(), story.marks()), ("accepted", vec![]));
    assert_eq!(story.start("decision"), Some(day("2019-03-08")));
}

#[test]
fn a_minute_later_it_was_accepted_by_law_and_the_act_has_no_effect() {
    let story =
        Story::licensing(promised(5), &["received 2019-03-03", "accepted 2019-03-09 00:00"]);
    assert_eq!(story.stage(), "accepted");
    assert_eq!(story.start("decision"), Some(day("2019-03-03")));
    assert!(story.refused.is_empty());
}

#[test]
fn the_supplement_opens_a_new_window_from_its_day() {
    let mut story = Story::licensing(
        promised(5),
        &[
            "received 2019-03-04",
            "supplement_requested 2019-03-05",
            "supplement_received 2019-03-20",
        ],
    );
    story.pass_day("2019-03-26");
    assert_eq!(story.stage(), "received");
    story.pass_day("2019-03-27");
    assert_eq!(story.stage(), "accepted");
    assert_eq!(story.start("decision"), Some(day("2019-03-20")));
}

#[test]
fn while_the_applicant_supplements_no_window_runs() {
    let mut story =
        Story::licensing(promised(5), &["received 2019-03-04", "supplement_requested 2019-03-05"]);
    story.pass_day("2020-03-04");
    assert_eq!(story.stage(), "supplementing");
}

#[test]
fn a_further_notice_is_a_violation_and_does_not_stop_the_window() {
    let mut story = Story::licensing(
        promised(5),
        &[
            "received 2019-03-04",
            "supplement_requested 2019-03-05",
            "supplement_received 2019-03-11",
            "supplement_requested 2019-03-12",
            "supplement_received 2019-03-13",
        ],
    );
    assert_eq!(story.stage(), "received");
    story.pass_day("2019-03-18");
    assert_eq!(story.stage(), "accepted");
    assert_eq!(story.start("decision"), Some(day("2019-03-11")));
    assert_eq!(
        story.marks(),
        [("further_notice", day("2019-03-12")), ("accepted_by_law", day("2019-03-18"))]
    );
}

#[test]
fn a_notice_after_acceptance_is_late_and_no_violation() {
    let story = Story::licensing(
        promised(5),
        &["received 2019-03-04", "accepted 2019-03-05", "supplement_requested 2019-03-06"],
    );
    assert_eq!((story.stage(), story.marks().len(), story.refused.len()), ("accepted", 0, 0));
}

#[test]
fn decided_on_the_spot_the_clock_starts_with_the_decision() {
    let story = Story::licensing(promised(5), &["received 2019-03-04", "granted 2019-03-05"]);
    assert_eq!(story.stage(), "decided");
    assert_eq!(story.start("decision"), Some(day("2019-03-05")));
    let clock = story.procedure.find_clock("decision").unwrap();
    let run = story.standing.runs_of(clock).next().unwrap();
    assert_eq!(run.end, Some(run.start));
}

#[test]
fn an_item_counted_from_receipt_starts_at_the_first_receipt_whatever_came_between() {
    let from_receipt = Limits { from_receipt: true, ..promised(5) };
    let supplemented = Story::licensing(
        from_receipt,
        &[
            "received 2019-03-04",
            "supplement_requested 2019-03-05",
            "supplement_received 2019-03-20",
            "accepted 2019-03-21",
        ],
    );
    assert_eq!(supplemented.start("decision"), Some(day("2019-03-04")));
    let on_the_spot =
        Story::licensing(from_receipt, &["received 2019-03-04", "granted 2019-03-06"]);
    assert_eq!(on_the_spot.start("decision"), Some(day("2019-03-04")));
    let never_received = Story::licensing(from_receipt, &["accepted 2019-03-07"]);
    assert_eq!(never_received.start("decision"), Some(day("2019-03-07")));
    let mut by_law = Story::licensing(from_receipt, &["received 2019-03-04"]);
    by_law.pass_day("2019-03-11");
    assert_eq!(by_law.start("decision"), Some(day("2019-03-04")));
}

#[test]
fn a_special_procedure_stops_the_clock_and_other_waits_do_not() {
    for (reason, due) in [
        ("expert_review", "2019-07-15"),
        ("专家评审", "2019-07-15"),
        ("", "2019-07-15"),
        ("leader_travels", "2019-07-02"),
    ] {
        let story = Story::licensing(
            promised(20),
            &[
                "accepted 2019-06-03",
                &format!("paused 2019-06-10 {reason}").trim_end().replace("  ", " "),
                "resumed 2019-06-21",
            ],
        );
        assert_eq!(story.due("decision", Held::Promised), Some(day(due)), "{reason}");
        assert_eq!(story.stage(), "accepted");
    }
}

#[test]
fn resuming_ends_the_oldest_pause_and_the_matter_stays_paused_while_another_is_open() {
    let mut story = Story::licensing(
        promised(20),
        &[
            "accepted 2019-06-03",
            "paused 2019-06-10 hearing",
            "paused 2019-06-12 testing",
            "resumed 2019-06-14",
        ],
    );
    assert_eq!(story.stage(), "paused");
    assert_eq!(story.due("decision", Held::Promised), None);
    story.tell(&["resumed 2019-06-18", "resumed 2019-06-19"]);
    assert_eq!(story.stage(), "accepted");
    assert_eq!(story.refused, [("resumed".to_owned(), NotAllowed::NotHere)]);
    assert_eq!(story.due("decision", Held::Promised), Some(day("2019-07-10")));
}

#[test]
fn a_decision_ends_the_pauses_that_day() {
    let story = Story::licensing(
        promised(20),
        &["accepted 2019-06-03", "paused 2019-06-10 hearing", "granted 2019-06-21"],
    );
    assert_eq!(story.stage(), "decided");
    assert_eq!(story.due("decision", Held::Promised), Some(day("2019-07-15")));
}

#[test]
fn a_decision_leaves_pauses_that_had_ended_as_they_were() {
    let story = Story::licensing(
        promised(20),
        &[
            "accepted 2019-06-03",
            "paused 2019-06-10 hearing",
            "resumed 2019-06-14",
            "granted 2019-06-28",
        ],
    );
    // Four days later than without the pause, 2 July.
    assert_eq!(story.due("decision", Held::Promised), Some(day("2019-07-08")));
}

#[test]
fn an_extension_adds_to_both_limits_once() {
    let story = Story::licensing(
        promised(5),
        &["accepted 2019-09-27", "extended 2019-10-08 +10", "extended 2019-10-09 +10"],
    );
    assert_eq!(story.due("decision", Held::Statutory), Some(day("2019-11-13")));
    assert_eq!(story.due("decision", Held::Promised), Some(day("2019-10-23")));
    assert_eq!(story.refused, [("extended".to_owned(), NotAllowed::Again)]);
}

#[test]
fn an_extension_is_possible_until_the_end_of_the_statutory_due_day() {
    // Statutory default: 20 working days, due 30 October.
    let last_minute =
        Story::licensing(promised(5), &["accepted 2019-09-27", "extended 2019-10-30 23:59 +10"]);
    assert!(last_minute.refused.is_empty());
    let mut late =
        Story::licensing(promised(5), &["accepted 2019-09-27", "extended 2019-10-31 00:00 +10"]);
    assert_eq!(late.refused, [("extended".to_owned(), NotAllowed::OutOfTime)]);
    assert_eq!(late.due("decision", Held::Statutory), Some(day("2019-10-30")));
    // A refused one doesn't use up the once: time may yet stand still in another record.
    late.tell(&["granted 2019-11-01"]);
    assert_eq!(late.stage(), "decided");
}

#[test]
fn an_open_pause_keeps_the_extension_possible() {
    let story = Story::licensing(
        promised(5),
        &["accepted 2019-09-27", "paused 2019-10-09 hearing", "extended 2019-12-30 +10"],
    );
    assert!(story.refused.is_empty());
    let ran_out_before = Story::licensing(
        promised(5),
        &["accepted 2019-09-27", "paused 2019-10-31 hearing", "extended 2019-11-04 +10"],
    );
    assert_eq!(ran_out_before.refused, [("extended".to_owned(), NotAllowed::OutOfTime)]);
}

#[test]
fn limits_in_minutes_run_from_the_act_and_are_not_extended() {
    let minutes = Limits {
        promised: Some(Limit { amount: 15, unit: Unit::Minute }),
        statutory: Some(Limit { amount: 1, unit: Unit::Hour }),
        ..Limits::default()
    };
    let story = Story::licensing(
        minutes,
        &["accepted 2019-03-04 10:00", "extended 2019-03-04 10:30 +1", "granted 2019-03-04 10:40"],
    );
    let clock = story.procedure.find_clock("decision").unwrap();
    let run = story.standing.runs_of(clock).next().unwrap();
    let due = story.standing.due(&story.context(), run, Held::Promised).unwrap();
    assert_eq!(due.instant, Some(story.when("2019-03-04", "10:15").instant));
    assert!(due.missed_by(run.end.unwrap()));
    let late =
        Story::licensing(minutes, &["accepted 2019-03-04 10:00", "extended 2019-03-04 11:01 +1"]);
    assert_eq!(late.refused, [("extended".to_owned(), NotAllowed::OutOfTime)]);
}

#[test]
fn accepted_by_law_a_limit_in_hours_runs_from_the_instant_of_receipt() {
    let hours =
        Limits { promised: Some(Limit { amount: 24, unit: Unit::Hour }), ..Limits::default() };
    let mut story = Story::licensing(hours, &["received 2019-03-04 10:00"]);
    story.pass_day("2019-03-11");
    assert_eq!(story.due("decision", Held::Promised), Some(day("2019-03-05")));
}

#[test]
fn after_the_decision_come_delivery_and_publication_once_each() {
    let story = Story::licensing(
        promised(5),
        &[
            "accepted 2019-03-04",
            "granted 2019-03-05",
            "published 2019-03-06",
            "delivered 2019-03-07",
            "delivered 2019-03-08",
            "published 2019-03-08",
            "withdrawn 2019-03-09",
            "visited 2019-03-10",
            "visited 2019-03-11",
        ],
    );
    assert_eq!(
        story.refused,
        [
            ("delivered".to_owned(), NotAllowed::Again),
            ("published".to_owned(), NotAllowed::Again),
            ("withdrawn".to_owned(), NotAllowed::NotHere),
        ]
    );
    assert_eq!(story.due("delivery", Held::Statutory), Some(day("2019-03-19")));
    let act = |name| story.procedure.act(name).unwrap();
    assert_eq!(story.standing.first(act("delivered")).unwrap().day, day("2019-03-07"));
    assert_eq!(story.standing.times(act("visited")), 2);
    assert_eq!(story.standing.first(act("visited")).unwrap().day, day("2019-03-10"));
    assert_eq!(story.standing.times(act("lapsed")), 0);
}

/// A stage, acts that lead to it, and what each act allowed there leads to.
type Way = (&'static str, &'static [&'static str], &'static [(&'static str, &'static str)]);

/// Every cell of the procedure's table: what each act leads to from each stage, the others refused.
#[test]
fn what_is_not_in_the_table_is_not_allowed() {
    let ways: [Way; 8] = [
        (
            "",
            &[],
            &[("submitted", "submitted"), ("received", "received"), ("accepted", "accepted")],
        ),
        (
            "submitted",
            &["submitted 2019-03-04"],
            &[
                ("received", "received"),
                ("accepted", "accepted"),
                ("withdrawn", "ended"),
                ("lapsed", "ended"),
            ],
        ),
        (
            "received",
            &["received 2019-03-04"],
            &[
                ("supplement_requested", "supplementing"),
                ("supplement_received", "received"),
                ("accepted", "accepted"),
                ("not_accepted", "ended"),
                ("granted", "decided"),
                ("refused", "decided"),
                ("withdrawn", "ended"),
                ("lapsed", "ended"),
            ],
        ),
        (
            "supplementing",
            &["received 2019-03-04", "supplement_requested 2019-03-04"],
            &[("supplement_received", "received"), ("withdrawn", "ended"), ("lapsed", "ended")],
        ),
        (
            "accepted",
            &["accepted 2019-03-04"],
            &[
                ("accepted", "accepted"),
                ("supplement_requested", "accepted"),
                ("supplement_received", "accepted"),
                ("not_accepted", "ended"),
                ("paused", "paused"),
                ("extended", "accepted"),
                ("reviewed", "accepted"),
                ("granted", "decided"),
                ("refused", "decided"),
                ("withdrawn", "ended"),
                ("lapsed", "ended"),
            ],
        ),
        (
            "paused",
            &["accepted 2019-03-04", "paused 2019-03-04 hearing"],
            &[
                ("paused", "paused"),
                ("resumed", "accepted"),
                ("extended", "paused"),
                ("reviewed", "paused"),
                ("granted", "decided"),
                ("refused", "decided"),
                ("withdrawn", "ended"),
                ("lapsed", "ended"),
            ],
        ),
        (
            "decided",
            &["accepted 2019-03-04", "granted 2019-03-04"],
            &[("delivered", "decided"), ("published", "decided")],
        ),
        ("ended", &["accepted 2019-03-04", "withdrawn 2019-03-04"], &[]),
    ];
    let names: Vec<String> =
        matter::Procedure::licensing().acts().map(|(_, name, _)| name.to_owned()).collect();
    for (stage, before, allowed) in ways {
        for name in &names {
            let mut story = Story::licensing(promised(5), before);
            assert_eq!(story.stage(), stage);
            story.tell(&[&format!("{name} 2019-03-05")]);
            let next = allowed.iter().find(|(act, _)| act == name).map(|(_, next)| *next);
            let everywhere = ["visited", "step"].contains(&name.as_str()).then_some(stage);
            assert_eq!(story.stage(), next.or(everywhere).unwrap_or(stage), "{name} in {stage}");
            assert_eq!(
                story.refused.is_empty(),
                next.or(everywhere).is_some(),
                "{name} in {stage}"
            );
        }
    }
}
