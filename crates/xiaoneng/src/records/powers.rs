//! The changes of powers (权责调整) as the ledger has them: every one of an item, not the last alone.

use std::collections::{BTreeMap, BTreeSet};

use ::catalogue::{Level, NotHeld, PowerChange, Powers, Region};
use efficacy::words::Lang;
use ledger::{Cells, RECORDED};
use legal_clock::Day;

use super::Books;
use super::catalogue::pairs;
use crate::cli::Failure;

/// The register of changes: one matter an item, an act each change.
pub(crate) const POWER_CHANGES: &str = "power_changes";
/// The register of how changes are taken over: beside an act that says so itself, for packages.
const POWER_HANDOVERS: &str = "power_handovers";
/// Matters read at a time.
const TOGETHER: usize = 500;

impl Books {
    /// Every change of every item's power; of one that was put right, what was said last. What a row of
    /// `power_handovers` says of a change for one region or for all is said with it.
    pub(crate) fn power_changes(&self) -> Result<Vec<PowerChange>, Failure> {
        let opened = self.ask(async |snapshot| snapshot.opened(POWER_CHANGES).await)?;
        let mut said = Said::new();
        for matters in opened.chunks(TOGETHER) {
            let names: Vec<_> =
                matters.iter().map(|it| (POWER_CHANGES, it.matter.as_str())).collect();
            let found = self.ask(async |snapshot| snapshot.acts_of(&names).await)?;
            for act in found.into_values().flatten().filter(|act| act.act == RECORDED) {
                said.insert(which(&act.cells), act.cells);
            }
        }
        let mut handovers = Vec::new();
        self.each_row(POWER_HANDOVERS, |row| handovers.push(row.cells))?;
        Ok(taken_over(said, handovers)
            .values()
            .map(|cells| PowerChange::read(pairs(cells)))
            .collect())
    }

    /// Refuses an act by an authority that doesn't hold the item's power on its day, with the rule.
    pub(crate) fn must_hold_power(
        &self,
        (level, region): (Level, Region),
        item: &str,
        (matter_region, day): (Region, Day),
        lang: Lang,
    ) -> Result<(), Failure> {
        let (catalogue, changes) = (self.catalogue()?, self.power_changes()?);
        let powers = Powers::of(&catalogue.items, &changes);
        let held = powers.may_act(level, region, item, matter_region, day);
        held.map(drop).map_err(|why| Failure::refused(not_held(&why, lang)))
    }
}

/// Changes by item, day and region.
type Said = BTreeMap<[String; 3], Cells>;

fn which(cells: &Cells) -> [String; 3] {
    ["item_code", "effective_on", "region"].map(|name| cells.get(name).cloned().unwrap_or_default())
}

/// The changes with what is said of how they are taken over. One that names no region holds for those alone
/// that rows name, where rows name any.
fn taken_over(mut said: Said, handovers: Vec<Cells>) -> Said {
    let mut spread = BTreeSet::new();
    for handover in handovers {
        let [code, day, region] = which(&handover);
        let whole = [code.clone(), day.clone(), String::new()];
        let own = [code, day, region];
        let Some(change) = said.get(&own).or_else(|| said.get(&whole)) else { continue };
        let cells = handover.into_iter().chain(change.clone()).collect();
        if own != whole && !said.contains_key(&own) {
            spread.insert(whole);
        }
        said.insert(own, cells);
    }
    said.retain(|which, _| !spread.contains(which));
    said
}

/// Why a power isn't held, by which rule, and what to do.
pub(crate) fn not_held(why: &NotHeld<'_>, lang: Lang) -> String {
    let (says, mend) = match lang {
        Lang::ZhCn => (why.why.says().zh, why.why.mend().zh),
        Lang::En => (why.why.says().en, why.why.mend().en),
    };
    let rule = why.article.map_or_else(String::new, |article| match lang {
        Lang::ZhCn => format!("（{article}）"),
        Lang::En => format!(" ({article})"),
    });
    match lang {
        Lang::ZhCn => format!("{says}{rule}。{mend}。"),
        Lang::En => format!("{says}{rule}; {mend}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cells(cells: &[(&str, &str)]) -> Cells {
        cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
    }

    #[test]
    fn a_change_holds_for_the_regions_that_take_it_over() {
        let change =
            cells(&[("item_code", "A"), ("effective_on", "2026-01-01"), ("change", "devolved")]);
        let of = |day: &str, region: &str| {
            let cells = [
                ("item_code", "A"),
                ("effective_on", day),
                ("region", region),
                ("until", "2027-12-31"),
            ];
            let cells = cells.into_iter().filter(|(_, cell)| !cell.is_empty());
            cells.map(|(name, cell)| (name.to_owned(), cell.to_owned())).collect::<Cells>()
        };
        let told = |said: &[&Cells], handovers: Vec<Cells>| {
            let said = said.iter().map(|cells| (which(cells), (*cells).clone())).collect();
            let said = taken_over(said, handovers);
            let cell = |cells: &Cells, name: &str| cells.get(name).cloned().unwrap_or_default();
            said.values()
                .map(|it| {
                    format!("{} {} {}", cell(it, "change"), cell(it, "region"), cell(it, "until"))
                })
                .collect::<Vec<_>>()
        };
        assert_eq!(told(&[&change], vec![]), ["devolved  "]);
        assert_eq!(told(&[&change], vec![of("2026-01-01", "")]), ["devolved  2027-12-31"]);
        assert_eq!(
            told(&[&change], vec![of("2026-01-01", "440100"), of("2026-01-01", "440300")]),
            ["devolved 440100 2027-12-31", "devolved 440300 2027-12-31"]
        );
        // Of a change that isn't there nothing is said.
        assert_eq!(told(&[&change], vec![of("2026-02-01", "440100")]), ["devolved  "]);
        // What the act itself says stands.
        let own = cells(&[
            ("item_code", "A"),
            ("effective_on", "2026-01-01"),
            ("region", "440100"),
            ("change", "delegated"),
            ("until", "2026-06-30"),
        ]);
        assert_eq!(
            told(&[&change, &own], vec![of("2026-01-01", "440100")]),
            ["devolved  ", "delegated 440100 2026-06-30"]
        );
    }
}
