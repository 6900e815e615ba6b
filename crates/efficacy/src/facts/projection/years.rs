//! The years that a matter tells of, each folded as the figures fold it.

use std::collections::BTreeMap;

use legal_clock::When;

use super::row::facts_text;
use super::{FOR_GOOD, OfYears};
use crate::facts::fold::Now;
use crate::facts::given::{Basis, Bundle, Found, Given, Hand, Take};
use crate::facts::{Facts, Folder, GivenMatter, Outcome, Period, Records};

/// Folds the matters of a bundle, for whatever years they tell of.
pub(super) struct Years<'a> {
    basis: Basis<'a>,
    bundle: &'a Bundle,
    models: &'a [String],
    hands: BTreeMap<i16, Hand<'a>>,
}

/// What is made of a matter.
#[derive(Debug, Default)]
pub(super) struct OfMatter {
    /// Where it stands.
    pub(super) now: Now,
    /// What the figures count of it.
    pub(super) facts: Vec<OfYears>,
}

impl<'a> Years<'a> {
    pub(super) fn new(basis: Basis<'a>, bundle: &'a Bundle, models: &'a [String]) -> Self {
        Self { basis, bundle, models, hands: BTreeMap::new() }
    }

    /// What is made of a matter of this number, from all its acts in order of time.
    pub(super) fn of(
        &mut self,
        id: &str,
        acts: &[Given],
        now: When,
        found: &mut Found,
    ) -> Option<OfMatter> {
        let mut years: Vec<i16> = acts.iter().map(|act| act.at.day.year()).collect();
        years.sort_unstable();
        years.dedup();
        let mut standing = Standing { at: Some(now), now: None };
        self.take(*years.last()?, acts, &mut standing, found);
        let now = standing.now?;
        let is_open = !now.running.is_empty();
        let mut of_matter = OfMatter { now, facts: Vec::new() };
        for (place, &year) in years.iter().enumerate() {
            let next = years.get(place + 1).copied();
            let facts = &mut of_matter.facts;
            self.tell(id, year..=year, acts, facts);
            if next.is_some() || is_open {
                self.tell_of_gap(id, year, next.unwrap_or(FOR_GOOD + 1), acts, facts);
            }
        }
        Some(of_matter)
    }

    /// The years between two that have acts: in the first of them time limits may run out; from
    /// then on a case is overdue or it isn't yet.
    fn tell_of_gap(
        &mut self,
        id: &str,
        before: i16,
        next: i16,
        acts: &[Given],
        told: &mut Vec<OfYears>,
    ) {
        if before + 1 >= next {
            return;
        }
        self.tell(id, before + 1..=before + 1, acts, told);
        let Some(overdue) = self.facts(next - 1, acts).cases.pop().and_then(|it| it.open_overdue)
        else {
            return;
        };
        let since = overdue.due_day.year().max(before + 2);
        if since < next {
            self.tell(id, since..=next - 1, acts, told);
        }
    }

    /// Tells what holds in all of these years, as seen in the last.
    fn tell(
        &mut self,
        id: &str,
        years: std::ops::RangeInclusive<i16>,
        acts: &[Given],
        told: &mut Vec<OfYears>,
    ) {
        let (from, until) = years.into_inner();
        let facts = self.facts(until, acts);
        let Some(facts) = facts_text(&facts, id, self.models, self.basis.catalogue) else { return };
        match told.last_mut().filter(|last| last.until + 1 == from && last.facts == facts) {
            Some(last) => last.until = until,
            None => told.push(OfYears { from, until, facts }),
        }
    }

    fn facts(&mut self, year: i16, acts: &[Given]) -> Facts {
        let mut facts = Facts::default();
        self.take(year, acts, &mut facts, &mut Found::default());
        facts
    }

    fn take(&mut self, year: i16, acts: &[Given], taker: &mut impl Take, found: &mut Found) {
        let Some(period) = Period::of(year) else { return };
        let basis = Basis { period, ..self.basis };
        let hand = self.hands.entry(year).or_insert_with(|| Hand::new(basis));
        hand.one(self.bundle, acts, taker, found);
    }
}

/// Where a matter stands at an instant.
#[derive(Debug, Default)]
struct Standing {
    at: Option<When>,
    now: Option<Now>,
}

impl Take for Standing {
    const IN_ORDER: bool = true;

    fn take(
        &mut self,
        folder: &mut Folder<'_>,
        matter: GivenMatter<'_>,
        acts: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) {
        self.now = self.at.map(|at| folder.now(&matter.head, acts, at, refused));
    }

    fn append(&mut self, later: Self) {
        *self = later;
    }
}
