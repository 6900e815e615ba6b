//! Each reason has its sentence in each language.

use std::collections::BTreeSet;

use super::*;

const CHINESE: &str = include_str!("../../locales/zh-CN/authority.ftl");
const ENGLISH: &str = include_str!("../../locales/en/authority.ftl");

fn keys(words: &str) -> BTreeSet<&str> {
    words.lines().filter_map(|line| Some(line.split_once(" = ")?.0)).collect()
}

#[test]
fn each_reason_is_told_in_each_language() {
    let reasons = [
        Reason::OtherAgency,
        Reason::NotOwn,
        Reason::NoRole { who: BTreeSet::new() },
        Reason::Involved,
        Reason::OwnPowers,
        Reason::OwnDraft,
        Reason::OtherDivision,
        Reason::Scope,
        Reason::SecondFactorNeeded,
        Reason::Unclear,
    ];
    let needed: BTreeSet<_> = reasons.iter().map(Reason::key).collect();
    assert_eq!(keys(CHINESE), needed);
    assert_eq!(keys(ENGLISH), needed);
}
