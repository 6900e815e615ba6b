//! 工单 and 预警: each rule of the procedures, at its edge.

use matter::{Held, NotAllowed, Procedure};

use crate::story::{Limits, Story, day};

fn ticket(kind: &'static str, acts: &[&str]) -> Story {
    let mut story = Story::of(Procedure::ticket(), Limits { kind, ..Limits::default() });
    story.tell(acts);
    story
}

#[test]
fn a_ticket_is_due_by_its_kind() {
    for (kind, due) in [
        ("consultation", "2019-03-06"),
        ("help", "2019-03-18"),
        ("suggestion", "2019-03-18"),
        ("complaint", "2019-03-25"),
        ("report", "2019-03-25"),
    ] {
        let story = ticket(kind, &["opened 2019-03-04"]);
        assert_eq!(story.due("handling", Held::Promised), Some(day(due)), "{kind}");
    }
    assert_eq!(ticket("", &["opened 2019-03-04"]).due("handling", Held::Promised), None);
}

#[test]
fn a_reopened_ticket_has_a_new_limit_and_may_be_extended_again() {
    let story = ticket(
        "consultation",
        &[
            "opened 2019-03-04",
            "accepted 2019-03-04",
            "assigned 2019-03-04",
            "extended 2019-03-20 +3",
            "extended 2019-03-20 +3",
            "answered 2019-03-20",
            "closed 2019-03-21",
            "followed_up 2019-03-22",
            "reopened 2019-04-01",
            "extended 2019-04-01 +1",
            "transferred 2019-04-01",
            "merged 2019-04-02",
            "step 2019-04-03",
        ],
    );
    assert_eq!(story.refused, [("extended".to_owned(), NotAllowed::AgainInRun)]);
    assert_eq!(story.stage(), "closed");
    let clock = story.procedure.find_clock("handling").unwrap();
    let dues: Vec<_> = story
        .standing
        .runs_of(clock)
        .map(|run| story.standing.due(&story.context(), run, Held::Promised).unwrap().day)
        .collect();
    assert_eq!(dues, [day("2019-03-11"), day("2019-04-04")]);
    assert!(story.standing.runs().iter().all(|run| run.end.is_some()));
}

#[test]
fn a_closed_ticket_takes_no_answer_and_an_open_one_is_not_reopened() {
    let story = ticket(
        "help",
        &[
            "closed 2019-03-04",
            "opened 2019-03-04",
            "reopened 2019-03-04",
            "closed 2019-03-05",
            "answered 2019-03-06",
            "closed 2019-03-06",
            "opened 2019-03-06",
        ],
    );
    let refused: Vec<_> = story.refused.iter().map(|(act, _)| act.as_str()).collect();
    assert_eq!(refused, ["closed", "reopened", "answered", "closed", "opened"]);
}

#[test]
fn a_warning_ends_when_verified_or_dismissed() {
    let mut verified = Story::of(Procedure::warning(), Limits::default());
    verified.tell(&[
        "raised 2019-03-04",
        "verified 2019-03-05",
        "notified 2019-03-05",
        "rectified 2019-03-06",
        "rectified 2019-03-07",
        "notified 2019-03-07",
        "verified 2019-03-19",
        "raised 2019-03-20",
    ]);
    let refused: Vec<_> = verified.refused.iter().map(|(act, _)| act.as_str()).collect();
    assert_eq!((verified.stage(), refused), ("ended", vec!["verified", "raised"]));
    assert_eq!(verified.due("handling", Held::Promised), Some(day("2019-03-18")));
    for acts in [
        &["raised 2019-03-04", "dismissed 2019-03-05"][..],
        &["raised 2019-03-04", "rectified 2019-03-05", "dismissed 2019-03-05"],
    ] {
        let mut dismissed = Story::of(Procedure::warning(), Limits::default());
        dismissed.tell(acts);
        assert_eq!(dismissed.stage(), "ended");
        assert!(dismissed.standing.runs()[0].end.is_some());
    }
}
