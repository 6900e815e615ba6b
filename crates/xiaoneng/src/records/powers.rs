//! The changes of powers (权责调整) as the ledger has them: every one of an item, not the last alone.

use std::collections::BTreeMap;

use ::catalogue::{Level, NotHeld, PowerChange, Powers, Region};
use efficacy::words::Lang;
use ledger::RECORDED;
use legal_clock::Day;

use super::Books;
use crate::cli::Failure;

/// The register of changes: one matter an item, an act each change.
pub(crate) const POWER_CHANGES: &str = "power_changes";
/// Matters read at a time.
const TOGETHER: usize = 500;

impl Books {
    /// Every change of every item's power; of one that was put right, what was said last.
    pub(crate) fn power_changes(&self) -> Result<Vec<PowerChange>, Failure> {
        let opened = self.ask(async |snapshot| snapshot.opened(POWER_CHANGES).await)?;
        let mut said = BTreeMap::new();
        for matters in opened.chunks(TOGETHER) {
            let names: Vec<_> =
                matters.iter().map(|it| (POWER_CHANGES, it.matter.as_str())).collect();
            let found = self.ask(async |snapshot| snapshot.acts_of(&names).await)?;
            for act in found.into_values().flatten().filter(|act| act.act == RECORDED) {
                let cell = |name: &str| act.cells.get(name).cloned().unwrap_or_default();
                let which = (cell("item_code"), cell("effective_on"), cell("region"));
                let cells = act.cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()));
                said.insert(which, PowerChange::read(cells));
            }
        }
        Ok(said.into_values().collect())
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
