//! Limits at their edges.

use legal_clock::{Calendar, Day, Instant, Limit, Pauses, Unit};

use crate::{at, day, on};

const NONE: Pauses = Pauses::none();

#[test]
fn a_limit_of_nothing_is_due_on_the_day_of_the_act_even_on_a_day_of_rest() {
    let saturday = at("2019-10-19T10:00:00");
    for limit in [Limit::working_days(0), Limit::calendar_days(0), Limit::months(0)] {
        let due = Calendar::china().due(saturday, limit, 0, &NONE).unwrap();
        assert_eq!((due.day, due.instant, due.provisional), (saturday.day, None, false));
        let extended = Calendar::china().due(saturday, limit, 2, &NONE).unwrap();
        assert_eq!(extended.day, day("2019-10-22"));
    }
    for limit in [Limit::hours(0), Limit::minutes(0)] {
        let due = Calendar::china().due(saturday, limit, 0, &NONE).unwrap();
        assert_eq!(due.instant, Some(saturday.instant));
    }
}

#[test]
fn hours_and_minutes_run_from_the_moment_of_the_act_and_through_the_night() {
    let start = at("2019-09-27T23:30:00");
    let due = |limit| Calendar::china().due(start, limit, 0, &NONE).unwrap();
    assert_eq!(due(Limit::hours(24)).instant, Some(at("2019-09-28T23:30:00").instant));
    assert_eq!(due(Limit::minutes(29)).day, day("2019-09-27"));
    assert_eq!(due(Limit::minutes(30)).day, day("2019-09-28"));
}

#[test]
fn hours_and_minutes_are_not_extended() {
    let start = at("2019-09-27T10:00:00");
    let due = |extension| Calendar::china().due(start, Limit::hours(5), extension, &NONE);
    assert_eq!(due(10), due(0));
}

#[test]
fn something_is_late_after_the_due_day_or_after_the_due_instant() {
    let calendar = Calendar::china();
    let start = at("2019-09-27T10:00:00");
    let by_days = calendar.due(start, Limit::working_days(5), 0, &NONE).unwrap();
    assert!(!by_days.missed_by(at("2019-10-10T23:59:59")));
    assert!(by_days.missed_by(at("2019-10-11T00:00:00")));
    let by_hours = calendar.due(start, Limit::hours(2), 0, &NONE).unwrap();
    assert!(!by_hours.missed_by(at("2019-09-27T12:00:00")));
    assert!(by_hours.missed_by(at("2019-09-27T12:00:01")));
}

#[test]
fn what_has_not_ended_is_overdue_when_its_due_day_is_over() {
    let calendar = Calendar::china();
    for limit in [Limit::working_days(5), Limit::hours(13 * 24)] {
        let due = calendar.due(at("2019-09-27T10:00:00"), limit, 0, &NONE).unwrap();
        assert!(!due.over_by_end_of(day("2019-10-09")));
        assert!(due.over_by_end_of(day("2019-10-10")));
        assert!(due.over_by_end_of(day("2019-10-11")));
    }
}

#[test]
fn nothing_is_due_while_a_pause_is_open_unless_the_limit_ran_out_before() {
    let start = on("2019-10-14");
    let due = |pause: &str, limit| {
        Calendar::china().due(start, limit, 0, &Pauses::new([(on(pause), None)]))
    };
    let five = Limit::working_days(5);
    for pause in ["2019-10-21", "2019-10-22", "2020-01-01"] {
        assert_eq!(due(pause, five).unwrap().day, day("2019-10-21"));
    }
    assert_eq!(due("2019-10-20", five), None);
    assert_eq!(due("2019-10-14", five), None);
    assert_eq!(due("2019-10-01", five), None);
    // 26 October is a Saturday: the limit moves to a Monday that doesn't come while paused.
    assert_eq!(due("2019-10-26", Limit::calendar_days(12)), None);
    assert_eq!(due("2019-10-28", Limit::calendar_days(12)).unwrap().day, day("2019-10-28"));
    assert_eq!(due("2019-10-14", Limit::hours(1)), None);
    assert!(due("2019-10-15", Limit::hours(24)).is_some());
}

#[test]
fn a_pause_that_was_resumed_does_not_close_one_that_is_open() {
    let pauses =
        Pauses::new([(on("2019-10-16"), Some(on("2019-10-17"))), (on("2019-10-15"), None)]);
    assert_eq!(Calendar::china().due(on("2019-10-14"), Limit::working_days(5), 0, &pauses), None);
    assert_eq!(pauses.open_since(), Some(on("2019-10-15")));
    assert_eq!(NONE.open_since(), None);
}

#[test]
fn paused_time_is_left_out_of_hours_to_the_minute() {
    let pauses = Pauses::new([(at("2019-10-14T10:30:00"), Some(at("2019-10-14T11:15:00")))]);
    let start = at("2019-10-14T10:00:00");
    let due = Calendar::china().due(start, Limit::hours(2), 0, &pauses).unwrap();
    assert_eq!(due.instant, Some(at("2019-10-14T12:45:00").instant));
    let used =
        Calendar::china().time_used(start.instant, at("2019-10-14T11:00:00").instant, &pauses);
    assert_eq!(used, 30 * 60_000_000);
}

#[test]
fn no_limit_is_too_large_to_be_answered() {
    let calendar = Calendar::china();
    for amount in [60_000, 3_000_000, 2_000_000_000, u32::MAX] {
        for unit in Unit::ALL {
            let limit = Limit { amount, unit };
            for extension in [0, 1, u32::MAX] {
                let due = calendar.due(on("2019-10-14"), limit, extension, &NONE);
                assert!(due.is_none_or(|due| due.day <= Day::MAX), "{limit} {extension}");
            }
        }
    }
}

#[test]
fn nothing_is_due_after_the_year_9999() {
    let calendar = Calendar::china();
    let start = calendar.start_of(Day::MAX - 3); // a Tuesday
    let due = |limit| calendar.due(start, limit, 0, &NONE).map(|due| due.day);
    assert_eq!(due(Limit::working_days(3)), Some(Day::MAX));
    assert_eq!(due(Limit::working_days(4)), None);
    assert_eq!(due(Limit::calendar_days(3)), Some(Day::MAX));
    assert_eq!(due(Limit::calendar_days(4)), None);
    assert_eq!(due(Limit::months(1)), None);
    assert_eq!(due(Limit::minutes(4 * 24 * 60 - 1)), Some(Day::MAX));
    assert_eq!(due(Limit::minutes(4 * 24 * 60)), None);
    assert_eq!(calendar.due(start, Limit::working_days(3), 1, &NONE), None);
}

#[test]
fn instants_beyond_all_clocks_are_no_reason_to_stop() {
    let calendar = Calendar::china();
    for micros in [i64::MIN, i64::MAX] {
        let when = calendar.when(Instant(micros));
        assert!([Day::MIN, Day::MAX].contains(&when.day));
        assert_eq!(calendar.due(when, Limit::hours(1), 0, &NONE), None);
    }
    let all = calendar.time_used(Instant(i64::MIN), Instant(i64::MAX), &NONE);
    assert_eq!(all, i64::MAX);
}

#[test]
fn units_have_one_name_each_in_files() {
    let names: Vec<_> = Unit::ALL.iter().map(ToString::to_string).collect();
    assert_eq!(names, ["working_day", "calendar_day", "month", "hour", "minute"]);
    for (name, unit) in names.iter().zip(Unit::ALL) {
        assert_eq!(name.parse(), Ok(unit));
    }
    let error = "week".parse::<Unit>().unwrap_err();
    assert!(error.to_string().starts_with("`week` is no unit; use `working_day`"));
    assert_eq!(Limit::hours(36).to_string(), "36 hour");
    assert_eq!(Limit::minutes(5).unit, Unit::Minute);
}
