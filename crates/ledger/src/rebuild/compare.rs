//! What acts make of matters beside what is kept of them.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::kept::{Kept, Key};
use super::{Difference, name_of};
use crate::models::{Due, Fact, Finding, Fold, Model};
use crate::query::Tenant;
use crate::{Act, Head, MATTERS};

/// Compares what acts make of matters with what is kept of them.
pub(super) fn compare(
    stands: &Tenant,
    fold: Option<&dyn Fold>,
    matters: &[Vec<Act>],
    mut kept: BTreeMap<Key, Kept>,
) -> Vec<Difference> {
    let cases: Vec<_> =
        matters.iter().filter(|acts| acts[0].register == MATTERS).cloned().collect();
    let fold = |cases: &[Vec<Act>], now| fold.map_or_else(Vec::new, |fold| fold.fold(cases, now));
    let mut made = fold(&cases, stands.recorded_at).into_iter();
    let mut differences = Vec::new();
    for acts in matters {
        let name = name_of(acts);
        let kept = kept.remove(&name).unwrap_or_default();
        let mut model = Model::default();
        if name.0 == MATTERS {
            model = made.next().unwrap_or_default();
            // What time alone has changed since shows when it is swept.
            if let Some(wakes) = kept.model.wakes.filter(|wakes| *wakes <= stands.recorded_at) {
                let before = wakes.saturating_sub(1);
                model = fold(std::slice::from_ref(acts), before).pop().unwrap_or_default();
            }
        }
        let mut found = Found { name, differences: &mut differences };
        found.compare(&kept, Some(&Head::of(acts)), &model);
    }
    for (name, kept) in kept {
        Found { name, differences: &mut differences }.compare(&kept, None, &Model::default());
    }
    differences
}

/// Takes down what is different of one matter.
struct Found<'a> {
    name: Key,
    differences: &'a mut Vec<Difference>,
}

impl Found<'_> {
    fn compare(&mut self, kept: &Kept, head: Option<&Head>, model: &Model) {
        match (&kept.head, head) {
            (Some(kept_head), Some(head)) => {
                self.same("matters", "version", kept_head.version, head.version);
                self.same("matters", "row_version", kept_head.row_version, head.row_version);
                self.same("matters", "opened", kept_head.opened, head.opened);
                self.same_if_any("matters", "under", kept_head.under.as_ref(), head.under.as_ref());
                self.same_if_any(
                    "matters",
                    "stage",
                    kept.model.stage.as_ref(),
                    model.stage.as_ref(),
                );
                self.same_if_any(
                    "matters",
                    "item_code",
                    kept.model.item_code.as_ref(),
                    model.item_code.as_ref(),
                );
                self.same_if_any(
                    "matters",
                    "wakes",
                    kept.model.wakes.as_ref(),
                    model.wakes.as_ref(),
                );
            }
            (None, Some(_)) => self.tell("matters", "is missing".to_owned()),
            (Some(_), None) => self.tell("matters", "is made by no act".to_owned()),
            (None, None) => {}
        }
        for (table, key) in &kept.astray {
            self.tell(table, format!("`{key}` has a column that doesn't follow from the others"));
        }
        let keys = |dues: &[Due]| by_key(dues, |due| due.clock.clone());
        self.rows("dues", keys(&kept.model.dues), keys(&model.dues));
        let keys = |facts: &[Fact]| by_key(facts, |fact| fact.year.to_string());
        self.rows("facts", keys(&kept.model.facts), keys(&model.facts));
        let keys =
            |findings: &[Finding]| by_key(findings, |it| format!("{} {}", it.position, it.code));
        self.rows("findings", keys(&kept.model.findings), keys(&model.findings));
        let keys = |mentions: &[String]| by_key(mentions, Clone::clone);
        self.rows("mentions", keys(&kept.model.mentions), keys(&model.mentions));
    }

    fn rows<T: PartialEq>(
        &mut self,
        table: &'static str,
        kept: BTreeMap<String, T>,
        mut made: BTreeMap<String, T>,
    ) {
        for (key, row) in kept {
            match made.remove(&key) {
                Some(made) if made == row => {}
                Some(_) => self.tell(table, format!("`{key}` isn't as the acts make it")),
                None => self.tell(table, format!("`{key}` is made by no act")),
            }
        }
        for key in made.into_keys() {
            self.tell(table, format!("`{key}` is missing"));
        }
    }

    fn same(&mut self, table: &'static str, column: &str, kept: i64, made: i64) {
        if kept != made {
            self.tell(table, format!("`{column}` is `{kept}`, and the acts make it `{made}`"));
        }
    }

    fn same_if_any<T: PartialEq + Display>(
        &mut self,
        table: &'static str,
        column: &str,
        kept: Option<&T>,
        made: Option<&T>,
    ) {
        if kept != made {
            let text = |value: Option<&T>| value.map_or("empty".to_owned(), |it| format!("`{it}`"));
            let (kept, made) = (text(kept), text(made));
            self.tell(table, format!("`{column}` is {kept}, and the acts make it {made}"));
        }
    }

    fn tell(&mut self, table: &'static str, what: String) {
        let (register, matter) = self.name.clone();
        self.differences.push(Difference { table, register, matter, what });
    }
}

fn by_key<T: Clone>(rows: &[T], key: impl Fn(&T) -> String) -> BTreeMap<String, T> {
    rows.iter().map(|row| (key(row), row.clone())).collect()
}
