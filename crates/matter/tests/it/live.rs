//! Live commands: what the law asks of them beyond their place in the procedure.

use matter::{Command, Refusal, decide};

use crate::story::{Limits, Story, day};

fn accepted() -> Story {
    Story::licensing(Limits::default(), &["accepted 2019-03-04 09:00"])
}

fn command<'a>(story: &Story, act: &'a str) -> Command<'a> {
    Command {
        act,
        happened: story.when("2019-03-05", "10:00"),
        reason: "",
        days: None,
        notice: "",
        expected_end: None,
    }
}

fn answer(story: &Story, command: Command<'_>) -> Result<usize, Refusal> {
    let now = story.when("2019-03-05", "10:00");
    decide(&story.standing, &story.context(), &command, now).map(|acts| acts.len())
}

#[test]
fn a_possible_command_gives_the_act_to_record() {
    let story = accepted();
    let now = story.when("2019-03-05", "10:00");
    let acts = decide(&story.standing, &story.context(), &command(&story, "granted"), now).unwrap();
    assert_eq!((acts.len(), acts[0].at), (1, now));
}

#[test]
fn an_impossible_one_says_where_the_matter_stands_and_what_is_possible() {
    let story = accepted();
    let refusal = answer(&story, command(&story, "delivered")).unwrap_err().to_string();
    assert!(refusal.contains("`accepted`") && refusal.contains("`granted`"), "{refusal}");
    assert!(!refusal.contains("`published`"), "{refusal}");
    let unknown = answer(&story, command(&story, "approved")).unwrap_err();
    assert!(matches!(unknown, Refusal::UnknownAct { .. }));
}

#[test]
fn a_pause_names_a_special_procedure_its_notice_and_its_expected_end() {
    let story = accepted();
    let bare = command(&story, "paused");
    let whole = Command {
        reason: "hearing",
        notice: "告知2019-1",
        expected_end: Some(day("2019-03-20")),
        ..bare
    };
    assert_eq!(answer(&story, whole), Ok(1));
    assert!(matches!(
        answer(&story, Command { reason: "", ..whole }),
        Err(Refusal::Missing { what: "the special procedure as reason", .. })
    ));
    assert!(matches!(
        answer(&story, Command { reason: "consultation", ..whole }),
        Err(Refusal::NotASpecialProcedure { .. })
    ));
    assert!(matches!(
        answer(&story, Command { notice: "", ..whole }),
        Err(Refusal::Missing { what: "the number of the written notice", .. })
    ));
    assert!(matches!(
        answer(&story, Command { expected_end: None, ..whole }),
        Err(Refusal::Missing { what: "the day it is expected to end", .. })
    ));
}

#[test]
fn an_extension_gives_reason_and_at_most_ten_days() {
    let story = accepted();
    let whole = Command { reason: "复杂", days: Some(10), ..command(&story, "extended") };
    assert_eq!(answer(&story, whole), Ok(1));
    assert_eq!(
        answer(&story, Command { days: Some(11), ..whole }),
        Err(Refusal::TooManyDays { days: 11, most: 10 })
    );
    for days in [None, Some(0)] {
        assert!(matches!(
            answer(&story, Command { days, ..whole }),
            Err(Refusal::Missing { what: "the number of working days", .. })
        ));
    }
    assert!(matches!(
        answer(&story, Command { reason: "", ..whole }),
        Err(Refusal::Missing { what: "a reason", .. })
    ));
}

#[test]
fn nothing_is_recorded_before_it_happened_or_out_of_order() {
    let story = accepted();
    let granted = command(&story, "granted");
    let ahead = Command { happened: story.when("2019-03-05", "10:01"), ..granted };
    assert_eq!(answer(&story, ahead), Err(Refusal::InTheFuture));
    let before = Command { happened: story.when("2019-03-04", "08:59"), ..granted };
    assert_eq!(answer(&story, before), Err(Refusal::OutOfOrder));
    let together = Command { happened: story.when("2019-03-04", "09:00"), ..granted };
    assert_eq!(answer(&story, together), Ok(1));
}

#[test]
fn an_act_recorded_more_than_a_working_day_late_says_why() {
    let story = accepted();
    let granted =
        Command { happened: story.when("2019-03-08", "17:00"), ..command(&story, "granted") };
    // Friday; the first working day after it is Monday the 11th.
    for (recorded, reason, expected) in [
        ("2019-03-11", "", Ok(1)),
        ("2019-03-12", "", Err(Refusal::LateWithoutReason)),
        ("2019-03-12", "系统故障", Ok(1)),
    ] {
        let now = story.when(recorded, "23:59");
        let command = Command { reason, ..granted };
        let answer =
            decide(&story.standing, &story.context(), &command, now).map(|acts| acts.len());
        assert_eq!(answer, expected, "{recorded}");
    }
}

#[test]
fn a_command_after_the_window_finds_the_matter_accepted_by_law() {
    let story = Story::licensing(Limits::default(), &["received 2019-02-20"]);
    assert!(matches!(
        answer(
            &story,
            Command {
                reason: "听证",
                notice: "1",
                expected_end: Some(day("2019-04-01")),
                ..command(&story, "paused")
            }
        ),
        Ok(1)
    ));
}
