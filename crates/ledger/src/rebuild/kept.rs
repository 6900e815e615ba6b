//! What is kept of matters.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::models::{Due, Fact, Finding, Model};
use crate::statements::{
    DUES_BETWEEN, FACTS_BETWEEN, FINDINGS_BETWEEN, MATTERS_BETWEEN, MENTIONS_BETWEEN,
};
use crate::{Head, MATTERS, ReadError, Snapshot};

/// A register and a name in it.
pub(super) type Key = (String, String);

/// After every name: longer than the longest, of the last character there is.
pub(super) fn beyond() -> Key {
    let last = "\u{10ffff}".repeat(200);
    (last.clone(), last)
}

type HeadRow =
    (String, String, i64, i64, i64, Option<String>, Option<String>, Option<String>, Option<i64>);
type DueRow = (String, String, i64, Option<i64>, Option<i64>, Option<i64>);

/// What is kept of a matter.
#[derive(Debug, Default)]
pub(super) struct Kept {
    pub(super) head: Option<Head>,
    pub(super) model: Model,
    /// Columns that follow from others: keys of the rows in which they don't.
    pub(super) astray: Vec<(&'static str, String)>,
}

/// What is kept of matters after the first name up to the second.
pub(super) async fn kept_between(
    snapshot: &mut Snapshot,
    after: &Key,
    up_to: &Key,
) -> Result<BTreeMap<Key, Kept>, ReadError> {
    let mut kept: BTreeMap<Key, Kept> = BTreeMap::new();
    let tenant = snapshot.tenant.clone();
    let heads: Vec<HeadRow> = snapshot
        .tx
        .fetch(
            MATTERS_BETWEEN,
            &[
                (&tenant).into(),
                (&after.0).into(),
                (&after.1).into(),
                (&up_to.0).into(),
                (&up_to.1).into(),
            ],
        )
        .await?;
    for (register, matter, version, row_version, opened, under, stage, item_code, wakes) in heads {
        let of = kept.entry((register, matter)).or_default();
        of.head = Some(Head { version, row_version, opened, under });
        (of.model.stage, of.model.item_code, of.model.wakes) = (stage, item_code, wakes);
    }
    // The other tables are of cases alone.
    let case = |key: &Key| match key.0.as_str().cmp(MATTERS) {
        Ordering::Less => String::new(),
        Ordering::Equal => key.1.clone(),
        Ordering::Greater => beyond().1,
    };
    let (after, up_to) = (case(after), case(up_to));
    if after == up_to {
        return Ok(kept);
    }
    let of_case = |matter: String| (MATTERS.to_owned(), matter);
    let dues: Vec<DueRow> = snapshot
        .tx
        .fetch(DUES_BETWEEN, &[(&tenant).into(), (&after).into(), (&up_to).into()])
        .await?;
    for (matter, clock, started, promised, by_law, due) in dues {
        let of = kept.entry(of_case(matter)).or_default();
        let row = Due { clock, started, promised, by_law };
        if row.due() != due {
            of.astray.push(("dues", row.clock.clone()));
        }
        of.model.dues.push(row);
    }
    let facts: Vec<(String, i64, i64, i64, String)> = snapshot
        .tx
        .fetch(FACTS_BETWEEN, &[(&tenant).into(), (&after).into(), (&up_to).into()])
        .await?;
    for (matter, year, until, opened, facts) in facts {
        let of = kept.entry(of_case(matter)).or_default();
        if of.head.as_ref().is_some_and(|head| head.opened != opened) {
            of.astray.push(("facts", year.to_string()));
        }
        of.model.facts.push(Fact { year, until, facts });
    }
    let findings: Vec<(String, i64, String, bool, String, String)> = snapshot
        .tx
        .fetch(FINDINGS_BETWEEN, &[(&tenant).into(), (&after).into(), (&up_to).into()])
        .await?;
    for (matter, position, code, is_of_row, field, message) in findings {
        let finding = Finding { position, code, is_of_row, field, message };
        kept.entry(of_case(matter)).or_default().model.findings.push(finding);
    }
    let mentions: Vec<(String, String)> = snapshot
        .tx
        .fetch(MENTIONS_BETWEEN, &[(&tenant).into(), (&after).into(), (&up_to).into()])
        .await?;
    for (matter, subject) in mentions {
        kept.entry(of_case(matter)).or_default().model.mentions.push(subject);
    }
    for of in kept.values_mut() {
        of.model.dues.sort_by(|a, b| a.clock.cmp(&b.clock));
        of.model.facts.sort_by_key(|fact| fact.year);
        of.model.findings.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
    }
    Ok(kept)
}
