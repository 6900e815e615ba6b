//! Who holds a power, and what becomes of that by a change (职权调整).

use super::Step;
use crate::cell::Cell;
use crate::{Item, Level, PowerChange, PowerChangeKind};

/// Who may use a power.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Holder<'a> {
    /// At which levels; empty where no row says so.
    pub levels: Vec<Level>,
    /// The agency, where a row names one.
    pub agency: Option<&'a str>,
}

impl<'a> Holder<'a> {
    pub(super) fn of_item(item: Option<&'a Item>) -> Self {
        item.map_or_else(Self::default, |item| Self {
            levels: item.levels.clone().unwrap_or_default(),
            agency: item.agency.as_deref(),
        })
    }

    /// Whom a change hands the power to: a level, or else an agency by its name.
    pub(super) fn of_change(change: &'a PowerChange) -> Self {
        let Some(to) = change.to_level.as_deref() else {
            return Self::default();
        };
        match Vec::read(to) {
            Ok(levels) => Self { levels, agency: None },
            Err(_) => Self { levels: Vec::new(), agency: Some(to) },
        }
    }

    /// Whether it is held at this level. A power exercised at several levels by grade (分级管理) is
    /// held at each: which grade is whose, no row says.
    pub fn is_at(&self, level: Level) -> bool {
        self.levels.iter().any(|held| [level, Level::Graded].contains(held))
    }

    fn is_below(&self, other: &Self) -> bool {
        let highest = |holder: &Self| holder.levels.iter().min().copied();
        highest(self) > highest(other)
    }
}

/// Why nobody holds a power.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Absence {
    /// It was cancelled.
    Cancelled,
    /// It is added on a later day.
    NotYetAdded,
    /// It was added for a term that is over.
    Lapsed,
}

/// How a power is held.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Holds<'a> {
    /// By law, in the holder's own name.
    Original(Holder<'a>),
    /// Handed down (下放), in the receiver's own name and at its own liability.
    Devolved(Holder<'a>),
    /// Lent (委托): the receiver acts in the name of the delegating organ, which is liable.
    Delegated {
        /// Who acts.
        to: Holder<'a>,
        /// Who lends it.
        in_the_name_of: Holder<'a>,
    },
    /// By nobody.
    Nobody(Absence),
}

/// Who holds a power at a place on a day, and by what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holding<'a> {
    /// Who, and how.
    pub holds: Holds<'a>,
    /// The change it follows from; `None` where the law alone gives it.
    pub by: Option<&'a PowerChange>,
    /// A delegation that has no effect, as it would hand on what is only lent (行政许可法 art. 24:
    /// no sub-delegation). It takes effect when the first one has ended before it begins.
    pub void: Option<&'a PowerChange>,
}

impl<'a> Holding<'a> {
    /// What the law gives, before any change.
    pub(super) fn original(holder: Holder<'a>) -> Self {
        Self { holds: Holds::Original(holder), by: None, void: None }
    }

    /// Nothing, outside of the days for which a change adds it.
    pub(super) fn absent(absence: Absence, by: &'a PowerChange) -> Self {
        Self { holds: Holds::Nobody(absence), by: Some(by), void: None }
    }

    /// Who acts, if anybody does.
    pub fn holder(&self) -> Option<&Holder<'a>> {
        match &self.holds {
            Holds::Original(holder)
            | Holds::Devolved(holder)
            | Holds::Delegated { to: holder, .. } => Some(holder),
            Holds::Nobody(_) => None,
        }
    }

    /// What a change makes of it; `original` is whom the law gives the power to.
    pub(super) fn after(self, step: &Step<'a>, original: &Holder<'a>) -> Self {
        let change = step.change;
        let to = Holder::of_change(change);
        let holds = match (step.kind, self.holds) {
            (PowerChangeKind::Cancelled, _) => Holds::Nobody(Absence::Cancelled),
            (PowerChangeKind::Added, _) if to == Holder::default() => {
                Holds::Original(original.clone())
            }
            (PowerChangeKind::Added, _) => Holds::Original(to),
            // What isn't there can't be handed on; only adding it again brings it back.
            (_, nobody @ Holds::Nobody(_)) => return Self { holds: nobody, ..self },
            (PowerChangeKind::Devolved, _) => Holds::Devolved(to),
            (PowerChangeKind::Delegated, Holds::Delegated { to: lent, in_the_name_of }) => {
                if to.is_below(&lent) {
                    let holds = Holds::Delegated { to: lent, in_the_name_of };
                    return Self { holds, void: Some(change), ..self };
                }
                Holds::Delegated { to, in_the_name_of }
            }
            (
                PowerChangeKind::Delegated,
                Holds::Original(in_the_name_of) | Holds::Devolved(in_the_name_of),
            ) => Holds::Delegated { to, in_the_name_of },
        };
        Self { holds, by: Some(change), void: None }
    }
}
