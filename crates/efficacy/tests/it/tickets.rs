//! Tickets: limits by kind, reopened, merged and extended ones, and what is seen at year end.

use crate::office::{Office, Told};

fn ticket(kind: &str, acts: &[&str]) -> Told {
    Office::new().ticket("t", kind, acts).year(2019)
}

fn overdue(kind: &str, acts: &[&str]) -> String {
    ticket(kind, acts).figure("tickets_overdue")
}

#[test]
fn each_kind_of_ticket_has_its_limit_in_working_days() {
    // Over the National Day week of 2019, between two swapped weekend days.
    for (kind, last, next) in [
        ("consultation", "2019-09-30", "2019-10-01"),
        ("help", "2019-10-16", "2019-10-17"),
        ("suggestion", "2019-10-16", "2019-10-17"),
        ("complaint", "2019-10-23", "2019-10-24"),
        ("report", "2019-10-23", "2019-10-24"),
    ] {
        let opened = "opened 2019-09-27 23:59:59";
        let closed = |at: String| overdue(kind, &[opened, &format!("closed {at}")]);
        assert_eq!(closed(format!("{last} 23:59:59")), "0", "{kind}");
        assert_eq!(closed(format!("{next} 00:00:00")), "1", "{kind}");
    }
    assert_eq!(overdue("", &["opened 2019-03-04"]), "0", "no kind, no limit");
}

#[test]
fn a_ticket_is_received_when_opened_and_closed_as_seen_at_year_end() {
    for (acts, received, closed) in [
        (&["opened 2018-12-31 23:59:59", "closed 2019-01-02"][..], "0", "0"),
        (&["opened 2019-01-01 00:00:00", "closed 2019-12-31 23:59:59"], "1", "1"),
        (&["opened 2019-12-31 23:59:59", "closed 2020-01-01 00:00:00"], "1", "0"),
        (&["opened 2020-01-01 00:00:00", "closed 2020-01-02"], "0", "0"),
        (&["opened 2019-03-04", "answered 2019-03-05"], "1", "0"),
        (&["opened 2019-03-04", "assigned 2019-03-04 11:00", "merged 2019-03-05"], "1", "1"),
        (&["opened 2019-03-04", "closed 2019-03-05", "followed_up 2019-03-06"], "1", "1"),
        (&["opened 2019-03-04", "closed 2019-03-05", "reopened 2019-12-31"], "1", "0"),
        (&["opened 2019-03-04", "closed 2019-03-05", "reopened 2020-01-01 00:00"], "1", "1"),
        // An annulment of January is unknown to what is closed by year end.
        (&["opened 2019-03-04", "closed 2019-03-05 #c", "annulled 2020-01-02 !c"], "1", "1"),
        (&["opened 2019-03-04", "closed 2019-03-05 #c", "annulled 2019-12-31 !c"], "1", "0"),
    ] {
        let told = ticket("help", acts);
        told.tells(&[("tickets_received", received), ("tickets_closed", closed)]);
        assert!(told.set_aside().is_empty(), "{acts:?}");
    }
}

#[test]
fn a_ticket_is_late_when_any_of_its_runs_was() {
    let once = ["opened 2019-03-04", "closed 2019-03-06"];
    let late = ["opened 2019-03-04", "closed 2019-03-07"];
    for (first, then, is_late) in [
        (once, &[][..], "0"),
        (once, &["reopened 2019-03-11", "closed 2019-03-13"], "0"),
        (once, &["reopened 2019-03-11", "closed 2019-03-14"], "1"),
        (once, &["reopened 2019-12-28"], "1"), // a Saturday: due on the 31st, open
        (once, &["reopened 2019-12-30"], "0"), // due on 2 January
        (late, &["reopened 2019-03-11", "closed 2019-03-11"], "1"),
        (late, &["reopened 2019-12-31"], "1"),
    ] {
        let acts = [&first[..], then].concat();
        assert_eq!(overdue("consultation", &acts), is_late, "{acts:?}");
    }
}

#[test]
fn an_open_ticket_is_late_from_the_last_day_of_its_limit_as_seen_at_year_end() {
    assert_eq!(overdue("complaint", &["opened 2019-12-10"]), "1");
    assert_eq!(overdue("complaint", &["opened 2019-12-11"]), "0");
    let closed_in_january = ["opened 2019-12-10", "closed 2020-01-02"];
    assert_eq!(overdue("complaint", &closed_in_january), "1");
    assert_eq!(overdue("complaint", &["opened 2019-12-11", "closed 2020-06-01"]), "0");
}

#[test]
fn a_ticket_is_extended_once_a_run_at_any_time() {
    let acts = [
        "opened 2019-03-04",
        "extended 2019-03-08 +3", // two days after it was due
        "extended 2019-03-08 11:00 +9",
        "closed 2019-03-11",
        "reopened 2019-03-18",
        "extended 2019-03-18 11:00 +1",
        "closed 2019-03-21",
    ];
    let told = ticket("consultation", &acts);
    assert_eq!(told.figure("tickets_overdue"), "0");
    assert_eq!(told.set_aside(), ["acts 3 act_not_allowed"]);
    let without = [&acts[..5], &acts[6..]].concat();
    assert_eq!(overdue("consultation", &without), "1");
}

#[test]
fn tickets_are_told_by_kind_region_month_of_opening_and_channel() {
    let told = Office::new()
        .ticket("1", "help", &["opened 2019-01-31T15:59:59Z", "closed 2019-02-01"])
        .at("440100", "hotline")
        .ticket("2", "consultation", &["opened 2019-01-31T16:00:00Z", "closed 2019-03-01"])
        .at("440100", "letter")
        .ticket("3", "help", &["opened 2019-12-31"])
        .at("440300", "hotline")
        .year(2019);
    for (figure, by, keys) in [
        ("tickets_received", "ticket_kind", "consultation 1, help 2"),
        ("tickets_received", "region", "440100 2, 440300 1"),
        ("tickets_received", "month", "2019-01 1, 2019-02 1, 2019-12 1"),
        ("tickets_closed", "month", "2019-01 1, 2019-02 1, 2019-12 0"),
        ("tickets_closed", "channel", "hotline 1, letter 1"),
        ("tickets_overdue", "ticket_kind", "consultation 1, help 0"),
    ] {
        assert_eq!(told.by(figure, by), keys, "{figure} by {by}");
    }
}
