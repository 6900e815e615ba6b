//! How the workbench tells of items: elements, findings, changes.

use ::catalogue::{Change, Changes, Element, Finding, RowChanges, Severity};
use efficacy::words::{Lang, Words};
use matter::{Procedure, Refusal};

use super::draft::DraftError;

/// The name of an element.
pub(super) fn element(element: &Element, words: &Words) -> String {
    match words.lang() {
        Lang::ZhCn => element.chinese.to_owned(),
        Lang::En => element.name.replace('_', " "),
    }
}

/// A finding as it is shown beside its element.
pub(crate) struct Said {
    pub(crate) class: &'static str,
    pub(crate) weight: String,
    pub(crate) says: String,
    pub(crate) mend: String,
    pub(crate) source: &'static str,
    pub(crate) found: String,
}

pub(crate) fn finding(finding: &Finding, words: &Words) -> Said {
    let rule = finding.rule;
    let (says, mend) = match words.lang() {
        Lang::ZhCn => (rule.says.zh, rule.mend.zh),
        Lang::En => (rule.says.en, rule.mend.en),
    };
    let class = match rule.severity {
        Severity::Error => "late",
        Severity::Warning => "soon",
        Severity::Advice => "paused",
    };
    Said {
        class,
        weight: severity(rule.severity, words),
        says: says.to_owned(),
        mend: mend.to_owned(),
        source: rule.source,
        found: finding.found.clone(),
    }
}

pub(crate) fn severity(severity: Severity, words: &Words) -> String {
    words.text(match severity {
        Severity::Error => "editing-error",
        Severity::Warning => "editing-warning",
        Severity::Advice => "editing-advice",
    })
}

/// What changes from a version to another, a line each.
pub(super) fn changes(changes: &Changes, words: &Words) -> Vec<String> {
    let skipped = ["valid_from", "valid_to"];
    let elements = changes.elements.iter().filter(|it| !skipped.contains(&it.element));
    let mut lines: Vec<String> = elements.map(|it| change(it, words)).collect();
    lines.extend(rows(&changes.materials, words));
    lines
}

fn change(change: &Change, words: &Words) -> String {
    let name = match words.lang() {
        Lang::ZhCn => change.chinese.to_owned(),
        Lang::En => change.element.replace('_', " "),
    };
    let none = || words.text("portal-guide-not-given");
    let values = [
        ("element", name.into()),
        ("before", change.before.clone().unwrap_or_else(none).into()),
        ("after", change.after.clone().unwrap_or_else(none).into()),
    ];
    words.format("portal-guide-change", &values)
}

fn rows(rows: &RowChanges, words: &Words) -> Vec<String> {
    let name = |key: &str, name: &String| words.format(key, &[("name", name.clone().into())]);
    let added = rows.added.iter().map(|it| name("editing-material-added", it));
    let removed = rows.removed.iter().map(|it| name("editing-material-removed", it));
    let changed = rows.changed.iter().map(|(material, changes)| {
        let changes: Vec<_> = changes.iter().map(|it| change(it, words)).collect();
        let values = [("name", material.clone().into()), ("changes", words.list(&changes).into())];
        words.format("editing-material-changed", &values)
    });
    added.chain(removed).chain(changed).collect()
}

/// The name of a stage of drafts.
pub(super) fn stage(name: &str, words: &Words) -> String {
    let procedure = Procedure::item_draft();
    let Some(id) = procedure.find_stage(name) else { return name.to_owned() };
    let title = &procedure.stage(id).title;
    match words.lang() {
        Lang::ZhCn => title.zh.clone(),
        Lang::En => title.en.clone(),
    }
}

/// Why an act about a draft isn't possible, and what to do; a fault of the store is one.
pub(super) fn refused(error: DraftError, words: &Words) -> Result<String, crate::cli::Failure> {
    Ok(match error {
        DraftError::Failed(failure) => return Err(failure),
        DraftError::Conflict => words.text("editing-conflict"),
        DraftError::Refused(Refusal::Missing { .. }) => words.text("editing-reason-missing"),
        DraftError::Refused(_) => words.text("editing-not-here"),
    })
}
