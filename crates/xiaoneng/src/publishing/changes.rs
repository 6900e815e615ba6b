//! What has changed since a report was published.

use std::collections::BTreeMap;

use efficacy::report::{Number, Report};
use serde::Deserialize;

use super::editions::Draft;
use crate::cli::Failure;
use crate::reports::text_of;

/// A figure whose value is another one now.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Changed {
    /// The figure's id.
    pub(crate) id: String,
    /// Its value in the published report; `None` where it had none.
    pub(crate) then: Option<Number>,
    /// Its value now.
    pub(crate) now: Option<Number>,
}

#[derive(Deserialize)]
struct Frozen {
    figures: Vec<FrozenFigure>,
}

#[derive(Deserialize)]
struct FrozenFigure {
    id: String,
    value: Option<f64>,
}

/// The figures that have another value than in the draft, in the order of the report. Those that
/// only one of the two has are among them.
pub(crate) fn changed(draft: &Draft, now: &Report) -> Result<Vec<Changed>, Failure> {
    // Both are read from their texts: what a text holds of a number is what counts.
    let (then, now) = (figures(&draft.report)?, figures(&text_of(now)?)?);
    let values = |figures: &[FrozenFigure]| -> BTreeMap<String, Option<f64>> {
        figures.iter().map(|figure| (figure.id.clone(), figure.value)).collect()
    };
    let (values_then, values_now) = (values(&then), values(&now));
    let is_new = |figure: &&FrozenFigure| !values_then.contains_key(&figure.id);
    let changed = then.iter().chain(now.iter().filter(is_new)).filter_map(|figure| {
        let of = |values: &BTreeMap<String, Option<f64>>| values.get(&figure.id).copied().flatten();
        let (then, now) = (of(&values_then), of(&values_now));
        let id = figure.id.clone();
        (then != now).then(|| Changed { id, then: then.map(Number), now: now.map(Number) })
    });
    Ok(changed.collect())
}

fn figures(report: &str) -> Result<Vec<FrozenFigure>, Failure> {
    let frozen: Frozen = serde_json::from_str(report)
        .map_err(|why| Failure::Broken(format!("the published report can't be read: {why}")))?;
    Ok(frozen.figures)
}
