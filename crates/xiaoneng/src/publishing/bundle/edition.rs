//! That the log has the act that recorded the edition of a bundle, and that it says what the bundle has.
//!
//! The acts of a bundle end before that act, so nothing in them tells which report was recorded.

use ledger::Act;
use transparency_log::{Checkpoint, Receipt, VerifierKey, check_inclusion};

use super::{Head, RECEIPT};
use crate::publishing::REPORTS;
use crate::publishing::check::differences;
use crate::publishing::editions::Draft;

/// What the log says of the edition of a bundle.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Recorded {
    /// Nothing: the bundle is of no edition, or no log was kept.
    Untold,
    /// The bundle doesn't have the receipt, as one that an earlier program wrote.
    Missing,
    /// That the act at this position recorded what the bundle has.
    By(i64),
    /// Something else, a sentence each.
    Not(Vec<String>),
}

/// Holds a bundle against the receipt of the act that recorded its edition. Its log is the one of
/// `keys`, and its tree the one of `checkpoint`, which goes on from the acts of the bundle.
pub(super) fn check(
    receipt: &Receipt,
    (head, edition): (&Head, u32),
    checkpoint: &Checkpoint,
    keys: &[VerifierKey],
    draft: &Draft,
) -> Recorded {
    let signed = receipt.checkpoint.checkpoint();
    let in_log = || -> Result<(String, Act), String> {
        receipt.checkpoint.verify(keys).map_err(|error| error.to_string())?;
        if signed != checkpoint {
            return Err("its checkpoint isn't that of the bundle".to_owned());
        }
        let leaf = receipt.leaf();
        check_inclusion(leaf, receipt.index, signed.size, signed.root, &receipt.path)
            .map_err(|_| "the act in it isn't the one that the log has".to_owned())?;
        Act::of_text(&receipt.content)
    };
    let (tenant, act) = match in_log() {
        Ok(read) => read,
        Err(why) => return Recorded::Not(vec![format!("`{RECEIPT}`: {why}")]),
    };
    let cell = |name: &str| act.cells.get(name).map(String::as_str).unwrap_or_default();
    let is_draft = act.register == REPORTS && ["drafted", "revised"].contains(&act.act.as_str());
    let is_of_edition = tenant == head.tenant
        && cell("year") == head.year.to_string()
        && cell("edition") == edition.to_string();
    let recorded = Draft::of(&act.cells).ok().filter(|_| is_draft && is_of_edition);
    let Some(recorded) = recorded else {
        let why = format!("is the receipt of another act: act {} of `{tenant}`", act.position);
        return Recorded::Not(vec![format!("`{RECEIPT}` {why}")]);
    };
    let positions = (recorded.as_of != draft.as_of)
        .then(|| ("position".to_owned(), recorded.as_of.to_string(), draft.as_of.to_string()));
    let others = differences(&recorded, draft);
    let others = others.into_iter().map(|it| (it.what, it.recorded, it.recomputed));
    let told = |(what, there, here)| {
        format!("edition {edition} in the log: {what}: recorded {there}, in the bundle {here}")
    };
    let unlike: Vec<String> = positions.into_iter().chain(others).map(told).collect();
    if unlike.is_empty() { Recorded::By(act.position) } else { Recorded::Not(unlike) }
}
