//! The procedures of an exchange package, with the names that the facts are read from.

use matter::{ActId, ClockId, MarkId, Procedure, StageId};

use super::given::ActsByName;

/// The three procedures and what the facts need of each.
#[derive(Debug, Clone)]
pub struct Rules {
    pub(super) licensing: Procedure,
    pub(super) ticket: Procedure,
    pub(super) warning: Procedure,
    pub(super) names: Names,
    pub(super) acts_by_name: ActsByName,
}

/// Acts, clocks, stages and marks by their meaning.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub(super) supplement_requested: ActId,
    pub(super) granted: ActId,
    pub(super) refused: ActId,
    pub(super) delivered: ActId,
    pub(super) published: ActId,
    pub(super) visited: ActId,
    pub(super) decision: ClockId,
    pub(super) delivery: ClockId,
    pub(super) further_notice: MarkId,
    pub(super) accepted_by_law: MarkId,
    pub(super) opened: ActId,
    pub(super) ticket_closed: StageId,
    pub(super) raised: ActId,
    pub(super) warning_ended: StageId,
}

/// A procedure that lacks a name the figures are read from.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("procedure `{procedure}` has no {what} `{name}`, which figures are read from")]
pub struct MissingName {
    procedure: String,
    what: &'static str,
    name: &'static str,
}

impl Rules {
    /// The shipped procedures.
    ///
    /// # Errors
    /// [`MissingName`], as for [`Rules::new`].
    pub fn shipped() -> Result<Self, MissingName> {
        Self::new(Procedure::licensing(), Procedure::ticket(), Procedure::warning())
    }

    /// Procedures to read facts by.
    ///
    /// # Errors
    /// [`MissingName`] when one lacks an act, clock, stage or mark that figures are read from.
    pub fn new(
        licensing: Procedure,
        ticket: Procedure,
        warning: Procedure,
    ) -> Result<Self, MissingName> {
        let names = Names {
            supplement_requested: act(&licensing, "supplement_requested")?,
            granted: act(&licensing, "granted")?,
            refused: act(&licensing, "refused")?,
            delivered: act(&licensing, "delivered")?,
            published: act(&licensing, "published")?,
            visited: act(&licensing, "visited")?,
            decision: find(&licensing, "clock", "decision", Procedure::find_clock)?,
            delivery: find(&licensing, "clock", "delivery", Procedure::find_clock)?,
            further_notice: find(&licensing, "mark", "further_notice", Procedure::find_mark)?,
            accepted_by_law: find(&licensing, "mark", "accepted_by_law", Procedure::find_mark)?,
            opened: act(&ticket, "opened")?,
            ticket_closed: find(&ticket, "stage", "closed", Procedure::find_stage)?,
            raised: act(&warning, "raised")?,
            warning_ended: find(&warning, "stage", "ended", Procedure::find_stage)?,
        };
        let acts_by_name = ActsByName::new(&licensing, &ticket, &warning);
        Ok(Self { licensing, ticket, warning, names, acts_by_name })
    }
}

impl Rules {
    /// Whether a licensing pause for this reason stops the clock: the codes and terms of the special
    /// procedures, and no reason at all.
    pub fn stops_clock(&self, reason: &str) -> bool {
        self.licensing.stops_clock(reason)
    }

    /// The same with another version of the procedure of this name.
    ///
    /// # Errors
    /// [`MissingName`], as for [`Rules::new`].
    pub fn with(&self, version: Procedure) -> Result<Self, MissingName> {
        let mut procedures = [self.licensing.clone(), self.ticket.clone(), self.warning.clone()];
        if let Some(procedure) = procedures.iter_mut().find(|one| one.name() == version.name()) {
            *procedure = version;
        }
        let [licensing, ticket, warning] = procedures;
        Self::new(licensing, ticket, warning)
    }
}

fn act(procedure: &Procedure, name: &'static str) -> Result<ActId, MissingName> {
    find(procedure, "act", name, Procedure::act)
}

fn find<T>(
    procedure: &Procedure,
    what: &'static str,
    name: &'static str,
    look_up: impl Fn(&Procedure, &str) -> Option<T>,
) -> Result<T, MissingName> {
    look_up(procedure, name).ok_or_else(|| MissingName {
        procedure: procedure.name().to_owned(),
        what,
        name,
    })
}
