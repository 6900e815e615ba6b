//! What holds for every order of acts.

use legal_clock::Limit;
use matter::{Held, Procedure};
use proptest::prelude::*;

use crate::story::{Limits, Story};

fn stories() -> impl Strategy<Value = Vec<String>> {
    let names: Vec<String> =
        Procedure::licensing().acts().map(|(_, name, _)| name.to_owned()).collect();
    let act =
        (proptest::sample::select(names), 0..4u32, prop_oneof![Just("hearing"), Just("other")]);
    proptest::collection::vec(act, 0..25).prop_map(|acts| {
        let mut day: legal_clock::Day = "2019-09-20".parse().unwrap();
        acts.into_iter()
            .map(|(name, gap, reason)| {
                day = day + gap as i32;
                if name == "extended" {
                    format!("{name} {day} +5")
                } else {
                    format!("{name} {day} {reason}")
                }
            })
            .collect()
    })
}

fn told(acts: &[String]) -> Story {
    let acts: Vec<&str> = acts.iter().map(String::as_str).collect();
    let limits = Limits { promised: Some(Limit::working_days(5)), ..Limits::default() };
    Story::licensing(limits, &acts)
}

fn summary(story: &Story) -> String {
    format!("{} {:?} {:?}", story.stage(), story.standing.runs(), story.standing.marks())
}

proptest! {
    #[test]
    fn folding_twice_is_the_same(acts in stories()) {
        let first = told(&acts);
        let mut again = told(&acts);
        prop_assert_eq!(summary(&first), summary(&again));
        again.standing.clear();
        again.refused.clear();
        let acts: Vec<&str> = acts.iter().map(String::as_str).collect();
        again.tell(&acts);
        prop_assert_eq!(summary(&first), summary(&again));
        prop_assert_eq!(first.refused, again.refused);
    }

    #[test]
    fn a_refused_act_leaves_no_trace(acts in stories()) {
        let whole = told(&acts);
        let mut allowed = Vec::new();
        for index in 0..acts.len() {
            let before = told(&acts[..index]);
            let after = told(&acts[..=index]);
            if before.refused.len() == after.refused.len() {
                allowed.push(acts[index].clone());
            }
        }
        let mut only = told(&allowed);
        prop_assert!(only.refused.is_empty());
        // Time goes on all the same.
        let mut whole = whole;
        whole.pass_day("2021-01-01");
        only.pass_day("2021-01-01");
        prop_assert_eq!(summary(&whole), summary(&only));
    }

    #[test]
    fn a_pause_never_brings_a_due_day_forward(acts in stories()) {
        let clock = told(&[]).procedure.find_clock("decision").unwrap();
        let whole = told(&acts);
        let unpaused: Vec<String> =
            acts.iter().map(|act| act.replace(" hearing", " other")).collect();
        let other = told(&unpaused);
        if let (Some(run), Some(plain)) =
            (whole.standing.runs_of(clock).next(), other.standing.runs_of(clock).next())
            && run.extension_days == plain.extension_days
            && let Some(due) = whole.standing.due(&whole.context(), run, Held::Promised)
            && let Some(earlier) = other.standing.due(&other.context(), plain, Held::Promised)
        {
            prop_assert!(due.day >= earlier.day);
        }
    }

    #[test]
    fn a_decided_or_ended_matter_has_no_decision_clock_running(acts in stories()) {
        let story = told(&acts);
        if ["decided", "ended"].contains(&story.stage()) {
            for (clock, declared) in story.procedure.clocks() {
                let running = story.standing.runs_of(clock).any(|run| run.end.is_none());
                prop_assert!(!running || declared.name == "delivery");
            }
        }
    }
}
