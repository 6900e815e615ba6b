//! What a procedure tells of itself, and what a refused act tells of it.

use legal_clock::Day;
use matter::{NotAllowed, Procedure, Terms};

use crate::story::{Limits, Story};

#[test]
fn names_lead_to_acts_stages_clocks_and_marks_and_back() {
    let licensing = Procedure::licensing();
    assert_eq!(
        (licensing.name(), licensing.title().en.as_str()),
        ("licensing", "Administrative licensing")
    );
    assert!(licensing.source().starts_with("行政许可法"));
    for (act, name, _) in licensing.acts() {
        assert_eq!((licensing.act(name), licensing.act_name(act)), (Some(act), name));
    }
    for (stage, declared) in licensing.stages() {
        assert_eq!(licensing.find_stage(&declared.name), Some(stage));
    }
    for (clock, declared) in licensing.clocks() {
        assert_eq!(licensing.find_clock(&declared.name), Some(clock));
    }
    for (mark, name, _) in licensing.marks() {
        assert_eq!(licensing.find_mark(name), Some(mark));
    }
    assert_eq!(licensing.marks().len(), 2);
    let anywhere: Vec<&str> =
        licensing.anywhere().iter().map(|act| licensing.act_name(*act)).collect();
    assert_eq!(anywhere, ["visited", "step"]);
    assert!(licensing.act("praised").is_none() && licensing.find_stage("lost").is_none());
}

#[test]
fn a_refused_act_says_where_the_matter_stands_and_what_is_possible_there() {
    let story = Story::licensing(
        Limits::default(),
        &["received 2019-03-04", "supplement_requested 2019-03-04"],
    );
    let act = story.procedure.act("granted").unwrap();
    let said = |why: NotAllowed, stage| why.explain(&story.context(), stage, act);
    let not_here = said(NotAllowed::NotHere, story.standing.stage());
    assert_eq!(
        not_here,
        "act `granted` doesn't follow while the matter is `supplementing`; possible there: \
         `supplement_received`, `withdrawn`, `lapsed`, `visited`, `step`"
    );
    assert!(said(NotAllowed::NotHere, None).contains("while the matter is `new`"));
    assert!(said(NotAllowed::Again, None).contains("once only in a matter"));
    assert!(said(NotAllowed::AgainInRun, None).contains("from opening to closing"));
    assert!(said(NotAllowed::OutOfTime, None).contains("limit had run out"));
}

#[test]
fn without_terms_a_matter_counts_from_acceptance_and_has_neither_limits_nor_kind() {
    let limits = ().item_limits(Day::MIN);
    assert!(!().counts_from_receipt() && ().kind().is_empty());
    assert!(limits.promised.is_none() && limits.statutory.is_none());
}
