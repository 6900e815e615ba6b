//! The declarations of rules, and the document written from them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;

use catalogue::{Severity, rules};

use crate::{defects, real, registers};

const DOCUMENT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/catalogue.md");

/// Everything from here to the end of `docs/catalogue.md` is written by the test.
const GENERATED: &str = "<!-- from here on written from the rules, see CONTRIBUTING.md -->\n";

#[test]
fn rules_are_named_once_and_say_everything() {
    let mut ids = BTreeSet::new();
    for rule in rules() {
        assert!(ids.insert(rule.id), "`{}` is declared twice", rule.id);
        let is_snake = rule.id.chars().all(|c| c.is_ascii_lowercase() || c == '_');
        assert!(is_snake, "`{}`", rule.id);
        for words in [rule.says, rule.mend] {
            assert!(words.zh.chars().any(|c| c > '\u{4e00}'), "`{}`: {}", rule.id, words.zh);
            assert!(words.en.starts_with(char::is_uppercase), "`{}`: {}", rule.id, words.en);
            assert!(!words.zh.ends_with('。') && !words.en.ends_with('.'), "`{}`", rule.id);
        }
        assert!(!rule.source.is_empty(), "`{}`", rule.id);
    }
}

#[test]
fn each_rule_has_a_defect_that_it_tells() {
    // Those about a list as a whole have tests of their own.
    let of_lists =
        ["element_not_collected", "element_unknown", "reference_unknown", "register_unread"];
    let of_registers = registers::CASES.iter().map(|(rule, ..)| *rule);
    let covered: BTreeSet<_> =
        defects::all().iter().map(|defect| defect.rule).chain(of_registers).collect();
    let missing: Vec<_> = rules()
        .map(|rule| rule.id)
        .filter(|id| !covered.contains(id) && !of_lists.contains(id))
        .collect();
    assert_eq!(missing, [""; 0]);
}

#[test]
fn the_document_says_what_the_rules_say() {
    let counts: BTreeMap<_, _> = real::FOUND.iter().copied().collect();
    let mut table = String::new();
    for severity in [Severity::Error, Severity::Warning, Severity::Advice] {
        let of_severity: Vec<_> = rules().filter(|rule| rule.severity == severity).collect();
        write!(table, "\n## {} ({})\n\n", title(severity), of_severity.len()).unwrap();
        table.push_str("| rule | what is wrong | how to mend it | source | real list |\n");
        table.push_str("|---|---|---|---|--:|\n");
        for rule in of_severity {
            let count = counts.get(rule.id).map_or(String::new(), usize::to_string);
            writeln!(
                table,
                "| `{}` | {}<br>{} | {}<br>{} | {} | {count} |",
                rule.id, rule.says.zh, rule.says.en, rule.mend.zh, rule.mend.en, rule.source,
            )
            .unwrap();
        }
    }
    let written = fs::read_to_string(DOCUMENT).unwrap();
    let (by_hand, _) = written.split_once(GENERATED).expect("the mark in docs/catalogue.md");
    let current = format!("{by_hand}{GENERATED}{table}");
    if std::env::var_os("XIAONENG_UPDATE_DOCS").is_some() {
        fs::write(DOCUMENT, &current).unwrap();
    }
    let written = fs::read_to_string(DOCUMENT).unwrap();
    assert!(
        written == current,
        "docs/catalogue.md is out of date; run `XIAONENG_UPDATE_DOCS=1 cargo test -p catalogue \
         document`"
    );
}

fn title(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "Errors 错误",
        Severity::Warning => "Warnings 警告",
        Severity::Advice => "Advice 建议",
    }
}
