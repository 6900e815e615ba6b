//! What handing a power over takes (承接).

use super::may_act::delegation;
use super::{Holder, Powers, Step};
use crate::lint::Words;
use crate::{Item, ItemKind, PowerChange, PowerChangeKind, Region};

/// What must be done when a power is handed over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Duty {
    /// A guide for those who take over.
    Guide,
    /// A written agreement of the delegation.
    Agreement,
    /// Receiver, day and content made public.
    Publication,
    /// Training of those who take over.
    Training,
    /// An item of the receiving level under the same name.
    Item,
    /// The same statutory limit in it.
    Limit,
}

impl Duty {
    /// What is to be done.
    pub fn says(self) -> Words {
        let (zh, en) = match self {
            Self::Guide => (
                "印发承接指引并填写文号",
                "issue the guide for those who take over and give its number",
            ),
            Self::Agreement => {
                ("签订书面委托协议并填写编号", "make a written agreement and give its number")
            }
            Self::Publication => (
                "公布承接机关、日期和内容，并填写公布日期",
                "make receiver, day and content public and give the day",
            ),
            Self::Training => {
                ("对承接人员逐项培训并记录", "train those who take over, item by item, and say how")
            }
            Self::Item => (
                "承接层级在目录中编制同名实施事项",
                "enter an item of the receiving level under the same name",
            ),
            Self::Limit => (
                "承接层级事项的法定时限与原事项一致",
                "give the receiving level's item the same statutory limit",
            ),
        };
        Words { zh, en }
    }

    /// Where it comes from, for an item of this kind.
    pub fn source(self, kind: Option<ItemKind>, change: PowerChangeKind) -> &'static str {
        match self {
            Self::Agreement => delegation(kind),
            Self::Publication if change == PowerChangeKind::Delegated => delegation(kind),
            Self::Publication => {
                "Guangdong’s decision that moved 124 items to Guangzhou and Shenzhen"
            }
            Self::Guide | Self::Training => "[R2019 §1]",
            Self::Item => "行政许可法 art. 30",
            Self::Limit => "行政许可法 art. 42",
        }
    }
}

/// A duty of a hand-over, and whether it is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Handover {
    /// Which duty.
    pub duty: Duty,
    /// Whether it is done, as far as the rows say.
    pub is_done: bool,
    /// Where it comes from.
    pub source: &'static str,
}

impl Powers<'_> {
    /// What handing a power over takes, and what of it is done: nothing for a change that hands
    /// nothing over, or that says too little to be followed.
    pub fn handover(&self, change: &PowerChange) -> Vec<Handover> {
        let Some((code, step)) = Step::of(change) else {
            return Vec::new();
        };
        let duties: &[Duty] = match step.kind {
            PowerChangeKind::Delegated => &[
                Duty::Guide,
                Duty::Agreement,
                Duty::Publication,
                Duty::Training,
                Duty::Item,
                Duty::Limit,
            ],
            PowerChangeKind::Devolved => {
                &[Duty::Guide, Duty::Publication, Duty::Training, Duty::Item, Duty::Limit]
            }
            PowerChangeKind::Cancelled | PowerChangeKind::Added => &[],
        };
        let given = self.powers.get(code).and_then(|power| power.item(step.on));
        let taken = given.map_or_else(Vec::new, |given| self.taken_over(given, &step));
        let is_done = |duty| match duty {
            Duty::Guide => change.handover_document.is_some(),
            Duty::Agreement => change.agreement.is_some(),
            Duty::Publication => change.published_on.is_some(),
            Duty::Training => change.training.is_some(),
            Duty::Item => !taken.is_empty(),
            Duty::Limit => {
                taken.iter().any(|item| given.map(Item::held_to) == Some(item.held_to()))
            }
        };
        let source = |duty: Duty| duty.source(given.and_then(|item| item.kind), step.kind);
        let state = |&duty| Handover { duty, is_done: is_done(duty), source: source(duty) };
        duties.iter().map(state).collect()
    }

    /// The items of the receiving level under the name of the item given, where the change holds,
    /// on the day it begins.
    fn taken_over(&self, given: &Item, step: &Step<'_>) -> Vec<&Item> {
        let receiver = Holder::of_change(step.change);
        let is_receivers = |item: &Item| {
            item.name == given.name
                && item.levels.iter().flatten().any(|level| receiver.is_at(*level))
                && !std::ptr::eq(item, given)
                && lies_in(step.change.region, item)
        };
        let items = self.powers.values().flat_map(|power| power.items.iter().copied());
        let in_force = items.filter(|item| item.is_in_force(step.on));
        in_force.filter(|item| item.name.is_some() && is_receivers(item)).collect()
    }
}

/// Whether an item is of a region that a change names; where either says nothing, it may be.
fn lies_in(region: Option<Region>, item: &Item) -> bool {
    let of_item = item.region.as_deref().and_then(|code| code.parse().ok());
    region.zip(of_item).is_none_or(|(region, of_item)| region.contains(of_item))
}
