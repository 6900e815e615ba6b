//! Each rule at its edge: a clean list has no findings, a defect exactly its own, a near miss none.

use std::collections::BTreeSet;

use catalogue::{Finding, lint};
use fastrand::Rng;

use crate::defects;
use crate::near_misses;
use crate::population::population;
use crate::rows::{Rows, cell, read};

/// Findings as pairs of item and rule.
pub(crate) fn pairs(findings: &[Finding]) -> BTreeSet<(String, &'static str)> {
    findings.iter().map(|finding| (finding.item_code.clone(), finding.rule.id)).collect()
}

/// Codes of an item that a defect concerns: its own, and that of a twin.
pub(crate) fn concerned(rows: &Rows, kind: &str) -> Vec<String> {
    let own = std::iter::once(&rows.item);
    let twins = rows.further.iter().filter(|_| kind.starts_with("twin"));
    own.chain(twins).map(|row| cell(row, "item_code").to_owned()).collect()
}

#[test]
fn a_clean_list_has_no_findings() {
    let findings = lint(&read(&population(6, 24)));
    let told: Vec<_> = findings
        .iter()
        .map(|finding| (finding.item_code.as_str(), finding.rule.id, finding.found.as_str()))
        .collect();
    assert_eq!(told, []);
}

#[test]
fn a_defect_is_told_by_its_rule_and_by_no_other() {
    let clean = population(1, 24);
    let mut wrong = Vec::new();
    for defect in defects::all() {
        let mut rng = Rng::with_seed(7);
        let mut tried = 0;
        for place in 0..clean.len() {
            let mut rows = clean.clone();
            if !(defect.edit)(&mut rows[place], &mut rng) {
                continue;
            }
            let found = pairs(&lint(&read(&rows)));
            let codes = concerned(&rows[place], defect.kind);
            let expected = codes.into_iter().map(|code| (code, defect.rule)).collect();
            if found != expected {
                wrong.push((defect.kind, rows[place].code(), found));
            }
            tried += 1;
            if tried == 4 {
                break;
            }
        }
        assert!(tried > 0, "no item to try `{}` on", defect.kind);
    }
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}

#[test]
fn a_near_miss_is_told_by_no_rule() {
    let clean = population(1, 24);
    let mut wrong = Vec::new();
    for near_misses::NearMiss(kind, _, edit) in near_misses::ALL {
        let mut rng = Rng::with_seed(3);
        let mut tried = 0;
        for place in 0..clean.len() {
            let mut rows = clean.clone();
            if !edit(&mut rows[place], &mut rng) {
                continue;
            }
            let found = pairs(&lint(&read(&rows)));
            if !found.is_empty() {
                wrong.push((*kind, found));
            }
            tried += 1;
            if tried == 6 {
                break;
            }
        }
        assert!(tried > 0, "no item to try `{kind}` on");
    }
    assert!(wrong.is_empty(), "{} wrong: {:#?}", wrong.len(), &wrong[..wrong.len().min(12)]);
}
