//! Who holds which item's power when and where: the power list (权责清单) after its changes
//! (取消、下放、委托、新增).
//!
//! A holding is what the law gives, changed by each row of `power_changes` that reaches the place
//! and is in effect on the day, in the order of their days; on one day the wider region first, so
//! that the narrower row has the last word. A row that has ended counts no more, so what was before
//! it holds again.

mod chart;
mod handover;
mod holding;
mod may_act;

use std::collections::BTreeMap;

use legal_clock::Day;

pub use chart::{Chart, Span};
pub use handover::{Duty, Handover};
pub use holding::{Absence, Holder, Holding, Holds};
pub use may_act::{NotHeld, Why};

use crate::{Item, PowerChange, PowerChangeKind, Region};

/// The powers of a catalogue, by the codes of its items as they are written.
///
/// # Examples
/// ```
/// use catalogue::{Item, Level, PowerChange, Powers};
///
/// let items = [Item::read([("item_code", "0101"), ("level", "province")])];
/// let changes = [PowerChange::read([
///     ("item_code", "0101"), ("change", "devolved"), ("to_level", "city"),
///     ("effective_on", "2026-03-01"), ("region", "440300"),
/// ])];
/// let powers = Powers::of(&items, &changes);
///
/// let shenzhen = "440300".parse()?;
/// assert!(powers.may_act(Level::City, shenzhen, "0101", shenzhen, "2026-03-01".parse()?).is_ok());
/// let too_early = powers.may_act(Level::City, shenzhen, "0101", shenzhen, "2026-02-28".parse()?);
/// assert_eq!(too_early.unwrap_err().to_string(), "the power is held at another level; \
///     forward the case to the level that holds it, or record the change of the power");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Powers<'a> {
    powers: BTreeMap<&'a str, Power<'a>>,
    set_aside: Vec<&'a PowerChange>,
}

/// The power of one item.
#[derive(Debug, Default)]
struct Power<'a> {
    /// The rows of the item.
    items: Vec<&'a Item>,
    /// What became of its power, in order.
    steps: Vec<Step<'a>>,
}

/// A change that says what it must.
#[derive(Debug)]
struct Step<'a> {
    kind: PowerChangeKind,
    on: Day,
    change: &'a PowerChange,
}

impl<'a> Powers<'a> {
    /// The powers of these items after these changes.
    ///
    /// A change without item, kind or day, or with a cell that can't be read, is
    /// [set aside](Self::set_aside): to guess where it holds would give a power to somebody.
    pub fn of(items: &'a [Item], changes: &'a [PowerChange]) -> Self {
        let mut powers: BTreeMap<_, Power<'a>> = BTreeMap::new();
        for item in items {
            if let Some(code) = item.code.as_deref() {
                powers.entry(code).or_default().items.push(item);
            }
        }
        let mut set_aside = Vec::new();
        for change in changes {
            match Step::of(change) {
                Some((code, step)) => powers.entry(code).or_default().steps.push(step),
                None => set_aside.push(change),
            }
        }
        for power in powers.values_mut() {
            power.steps.sort_by_key(|step| (step.on, step.change.region.map(Region::level)));
        }
        Self { powers, set_aside }
    }

    /// Changes that say too little to be followed.
    pub fn set_aside(&self) -> &[&'a PowerChange] {
        &self.set_aside
    }

    /// Who holds the power of an item in a region on a day; `None` when there is no such item.
    /// For a case that is under way, the day is that of its acceptance: who accepted it finishes it.
    pub fn holder(&self, item: &str, region: Region, day: Day) -> Option<Holding<'a>> {
        Some(self.powers.get(item)?.holding(Some(region), day))
    }
}

impl<'a> Step<'a> {
    fn of(change: &'a PowerChange) -> Option<(&'a str, Self)> {
        let code = change.item_code.as_deref().filter(|_| change.unread.is_empty())?;
        Some((code, Self { kind: change.change?, on: change.effective_on?, change }))
    }

    /// Whether it holds at a place; of one that no change names, `None`, only what holds
    /// everywhere does.
    fn reaches(&self, place: Option<Region>) -> bool {
        match (self.change.region, place) {
            (None, _) => true,
            (Some(region), Some(place)) => region.contains(place),
            (Some(_), None) => false,
        }
    }

    fn is_in_effect(&self, day: Day) -> bool {
        self.on <= day && self.change.until.is_none_or(|last| day <= last)
    }
}

impl<'a> Power<'a> {
    /// The row of the item in force on a day: of those that have begun the latest, else the
    /// earliest, as the exchange package has it.
    fn item(&self, day: Day) -> Option<&'a Item> {
        let begun = self.items.iter().filter(|item| item.valid_from.is_none_or(|from| from <= day));
        let latest = begun.max_by_key(|item| item.valid_from);
        latest.or_else(|| self.items.iter().min_by_key(|item| item.valid_from)).copied()
    }

    fn holding(&self, place: Option<Region>, day: Day) -> Holding<'a> {
        let original = Holder::of_item(self.item(day));
        let mut reaching = self.steps.iter().filter(|step| step.reaches(place)).peekable();
        let before = match reaching.peek() {
            Some(first) if first.kind == PowerChangeKind::Added => {
                let absence = if day < first.on { Absence::NotYetAdded } else { Absence::Lapsed };
                Holding::absent(absence, first.change)
            }
            _ => Holding::original(original.clone()),
        };
        reaching
            .filter(|step| step.is_in_effect(day))
            .fold(before, |holding, step| holding.after(step, &original))
    }
}
