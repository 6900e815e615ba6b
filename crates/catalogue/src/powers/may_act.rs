//! Whether an authority may act, and if not, by which rule.

use legal_clock::Day;

use super::{Absence, Holding, Holds, Powers};
use crate::lint::Words;
use crate::{Holder, ItemKind, Level, PowerChange, Region};

/// Why an authority doesn't hold a power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// No item and no change has the code.
    NoSuchItem,
    /// It was cancelled.
    Cancelled,
    /// It is added on a later day.
    NotYetAdded,
    /// It was added for a term that is over.
    Lapsed,
    /// No row says at which level it is held.
    LevelNotGiven,
    /// It was lent to the authority by one that only has it lent.
    SubDelegated,
    /// It was the authority's and was handed down.
    HandedOver,
    /// It is held at another level.
    OtherLevel,
    /// The matter lies outside of the authority's region.
    OtherRegion,
}

impl Why {
    /// What is wrong.
    pub fn says(self) -> Words {
        let (zh, en) = match self {
            Self::NoSuchItem => ("目录中没有该事项", "the catalogue has no such item"),
            Self::Cancelled => ("该职权已取消", "the power was cancelled"),
            Self::NotYetAdded => ("该职权尚未生效", "the power isn't in force yet"),
            Self::Lapsed => ("该职权已到期", "the power was given for a term that is over"),
            Self::LevelNotGiven => {
                ("没有写明由哪一级行使", "no row says at which level the power is held")
            }
            Self::SubDelegated => {
                ("受委托机关不得再委托", "what is delegated can't be delegated on")
            }
            Self::HandedOver => {
                ("该职权已委托或下放", "the power was delegated or devolved to a lower level")
            }
            Self::OtherLevel => ("该职权由其他层级行使", "the power is held at another level"),
            Self::OtherRegion => {
                ("办件不在本机关管辖区域", "the matter lies outside of the authority's region")
            }
        };
        Words { zh, en }
    }

    /// How to mend it.
    pub fn mend(self) -> Words {
        let (zh, en) = match self {
            Self::NoSuchItem => {
                ("核对事项编码，或先将事项列入目录", "check the code, or enter the item first")
            }
            Self::Cancelled => (
                "停止办理并停用事项，不得变相实施",
                "stop, and end the item; it may not go on in disguise",
            ),
            Self::NotYetAdded => {
                ("自生效日期起办理", "act from the day on which the change takes effect")
            }
            Self::Lapsed => (
                "停止办理；需继续的，先作出新的调整决定",
                "stop; to go on, a new decision must be recorded first",
            ),
            Self::LevelNotGiven => (
                "在事项的行使层级或权责调整的承接层级中填写",
                "give the level in the item, or the receiving level in the change of the power",
            ),
            Self::SubDelegated => (
                "由原委托机关先终止原委托，再直接委托",
                "have the delegating organ end the first delegation, then delegate directly",
            ),
            Self::HandedOver => (
                "此前已受理的继续办结，新的转承接机关办理",
                "finish what was accepted before, and forward what is new to the receiver",
            ),
            Self::OtherLevel => (
                "转有权的层级办理，或登记权责调整",
                "forward the case to the level that holds it, or record the change of the power",
            ),
            Self::OtherRegion => {
                ("转有管辖权的机关办理", "forward the case to the authority of its region")
            }
        };
        Words { zh, en }
    }

    /// The article it rests on, for an item of this kind; `None` where the change itself, or the
    /// catalogue, is the rule.
    pub fn article(self, kind: Option<ItemKind>) -> Option<&'static str> {
        match self {
            Self::Cancelled => Some("优化营商环境条例 art. 40"),
            Self::SubDelegated => Some(delegation(kind)),
            // Not this agency's competence: say so at once and name the right one.
            Self::OtherLevel | Self::OtherRegion if kind == Some(ItemKind::Licence) => {
                Some("行政许可法 art. 32(2)")
            }
            _ => None,
        }
    }
}

/// The article on delegation: in writing, made public, and not handed on.
pub(super) fn delegation(kind: Option<ItemKind>) -> &'static str {
    match kind {
        Some(ItemKind::Penalty) => "行政处罚法 art. 20",
        _ => "行政许可法 art. 24",
    }
}

/// An authority doesn't hold a power: by which rule, and how to mend it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}; {}", why.says().en, why.mend().en)]
pub struct NotHeld<'a> {
    /// Why not.
    pub why: Why,
    /// The article, where one says so.
    pub article: Option<&'static str>,
    /// The row of `power_changes`, where one says so.
    pub change: Option<&'a PowerChange>,
    /// Who holds it instead, if anybody does.
    pub holding: Option<Box<Holding<'a>>>,
}

impl<'a> Powers<'a> {
    /// Whether an authority of this level and region may act in a matter of an item, and by what.
    /// For a case that is under way, the day is that of its acceptance: who accepted it finishes it.
    ///
    /// # Errors
    /// [`NotHeld`]: which rule speaks against it, and how to mend it.
    pub fn may_act(
        &self,
        level: Level,
        region: Region,
        item: &str,
        matter_region: Region,
        day: Day,
    ) -> Result<Holding<'a>, NotHeld<'a>> {
        let row = self.powers.get(item).and_then(|power| power.item(day));
        let kind = row.and_then(|item| item.kind);
        let Some(holding) = self.holder(item, matter_region, day) else {
            let why = Why::NoSuchItem;
            return Err(NotHeld { why, article: None, change: None, holding: None });
        };
        let against = against(&holding, &Holder::of_item(row), level)
            .or_else(|| (!region.contains(matter_region)).then_some(Why::OtherRegion));
        match against {
            None => Ok(holding),
            Some(why) => Err(NotHeld {
                why,
                article: why.article(kind),
                change: if why == Why::SubDelegated { holding.void } else { holding.by },
                holding: Some(Box::new(holding)),
            }),
        }
    }
}

/// What speaks against an authority of this level; `original` is whom the law gives the power to.
fn against(holding: &Holding<'_>, original: &Holder<'_>, level: Level) -> Option<Why> {
    let (holder, gave) = match &holding.holds {
        Holds::Nobody(Absence::Cancelled) => return Some(Why::Cancelled),
        Holds::Nobody(Absence::NotYetAdded) => return Some(Why::NotYetAdded),
        Holds::Nobody(Absence::Lapsed) => return Some(Why::Lapsed),
        Holds::Original(holder) => (holder, None),
        Holds::Devolved(holder) => (holder, Some(original)),
        Holds::Delegated { to, in_the_name_of } => (to, Some(in_the_name_of)),
    };
    if holder.is_at(level) {
        None
    } else if holding.void.is_some_and(|change| Holder::of_change(change).is_at(level)) {
        Some(Why::SubDelegated)
    } else if gave.is_some_and(|gave| gave.is_at(level)) {
        Some(Why::HandedOver)
    } else if holder.levels.is_empty() {
        Some(Why::LevelNotGiven)
    } else {
        Some(Why::OtherLevel)
    }
}
