//! Defects: edits of cells, each with the rule that must tell it. Nothing here calls a rule.

mod codes;
mod guide;
mod limits;
mod materials;
mod names;
mod powers;
mod registers;

use fastrand::Rng;

use crate::rows::Rows;

/// An edit of an item's rows. It does nothing and says so where it doesn't apply.
pub(crate) type Edit = fn(&mut Rows, &mut Rng) -> bool;

/// A kind of defect.
#[derive(Clone, Copy)]
pub(crate) struct Defect {
    /// What was done.
    pub(crate) kind: &'static str,
    /// The rule that must tell it.
    pub(crate) rule: &'static str,
    /// What it is about: two defects stand together on an item unless they share one of these.
    pub(crate) about: &'static [&'static str],
    pub(crate) edit: Edit,
}

/// Every kind.
pub(crate) fn all() -> Vec<Defect> {
    [
        codes::DEFECTS,
        names::DEFECTS,
        powers::DEFECTS,
        limits::DEFECTS,
        materials::DEFECTS,
        registers::DEFECTS,
        guide::DEFECTS,
    ]
    .concat()
}

/// Declares kinds of defects: kind, rule, what it is about, and the edit.
macro_rules! defects {
    ($($kind:literal, $rule:literal, $about:expr, |$rows:pat_param, $rng:pat_param| $edit:expr;)+) => {
        pub(super) const DEFECTS: &[crate::defects::Defect] = &[
            $(crate::defects::Defect { kind: $kind, rule: $rule, about: &$about, edit: |$rows, $rng| $edit },)+
        ];
    };
}
use defects;

/// Sets a cell.
fn set(rows: &mut Rows, name: &'static str, cell: impl Into<String>) -> bool {
    rows.set(name, cell);
    true
}

/// Empties a cell that is given.
fn clear(rows: &mut Rows, name: &'static str) -> bool {
    let is_given = !rows.get(name).is_empty();
    rows.clear(name);
    is_given
}

/// One of several texts.
fn one<'a>(rng: &mut Rng, texts: &[&'a str]) -> &'a str {
    texts[rng.usize(..texts.len())]
}
