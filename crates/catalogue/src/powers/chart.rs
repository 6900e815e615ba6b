//! A power over time, for the chart of who held it when.

use std::collections::BTreeSet;

use legal_clock::Day;

use super::{Holding, Power, Powers};
use crate::Region;

/// Days on end on which the same holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Span<'a> {
    /// The first day; `None` for ever before.
    pub from: Option<Day>,
    /// The last day; `None` until something changes.
    pub to: Option<Day>,
    /// Who holds the power, and by what.
    pub holding: Holding<'a>,
}

/// A power over time in one region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart<'a> {
    /// A region that a change names; `None` for everywhere else.
    pub region: Option<Region>,
    /// Who held it when, without gaps.
    pub spans: Vec<Span<'a>>,
}

impl<'a> Powers<'a> {
    /// The power of an item over time: everywhere, and in each region that a change names. Empty
    /// when there is no such item.
    pub fn chart(&self, item: &str) -> Vec<Chart<'a>> {
        self.powers.get(item).map_or_else(Vec::new, |power| {
            let named = power.steps.iter().filter_map(|step| step.change.region);
            let regions: BTreeSet<_> = named.map(Some).chain([None]).collect();
            let chart = |region| Chart { region, spans: power.spans(region) };
            regions.into_iter().map(chart).collect()
        })
    }
}

impl<'a> Power<'a> {
    fn spans(&self, region: Option<Region>) -> Vec<Span<'a>> {
        let mut spans: Vec<Span<'a>> = Vec::new();
        for from in self.turns(region) {
            let holding = self.holding(region, from);
            match spans.last_mut() {
                Some(last) if last.holding == holding => {}
                Some(last) => {
                    last.to = Some(from - 1);
                    spans.push(Span { from: Some(from), to: None, holding });
                }
                None => spans.push(Span { from: None, to: None, holding }),
            }
        }
        spans
    }

    /// The days on which something may change: a change begins, the day after one ends, another
    /// row of the item begins.
    fn turns(&self, region: Option<Region>) -> BTreeSet<Day> {
        let reaching = || self.steps.iter().filter(move |step| step.reaches(region));
        let begun = reaching().map(|step| step.on);
        let ended = reaching().filter_map(|step| step.change.until).map(|last| last + 1);
        let rows = self.items.iter().filter_map(|item| item.valid_from);
        [Day::MIN].into_iter().chain(begun).chain(ended).chain(rows).collect()
    }
}
