//! A matter as it is written into a package: its row and its acts.

use legal_clock::Day;

use super::moment::Moment;

/// Who did an act: a post, never a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Actor {
    /// The applicant, or nobody in particular.
    Nobody,
    /// A numbered counter of the division.
    Counter(u8),
    /// A numbered examiner's post of the division.
    Examiner(u8),
    /// The post that decides.
    Approver,
    /// The ticket desk.
    Hotline(u8),
    /// A system acting by itself.
    System,
    /// The police of the region.
    Local,
}

/// What stands in an act's `detail`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Detail {
    Nothing,
    Text(&'static str),
    /// The act annulled.
    Act(u8),
}

/// One act.
#[derive(Debug, Clone, Copy)]
pub(super) struct Act {
    pub(super) name: &'static str,
    pub(super) at: Moment,
    pub(super) actor: Actor,
    /// Days of an extension; 0 elsewhere.
    pub(super) days: u32,
    pub(super) reason: &'static str,
    pub(super) detail: Detail,
    /// Number of the act within its matter.
    pub(super) id: u8,
    pub(super) recorded_at: Option<Moment>,
}

/// A rating invited by a matter's end.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rating {
    pub(super) at: Moment,
    pub(super) channel: &'static str,
}

/// One matter with its acts in the order they were done.
#[derive(Debug, Clone)]
pub(super) struct Matter<'r> {
    pub(super) procedure: Procedure,
    /// Code of the item, of a licensing matter.
    pub(super) item: &'r str,
    pub(super) division: &'r str,
    pub(super) region: &'r str,
    pub(super) channel: &'static str,
    pub(super) applicant: &'static str,
    pub(super) ticket_kind: &'static str,
    pub(super) model: &'r str,
    pub(super) acts: Vec<Act>,
    pub(super) rating: Option<Rating>,
}

/// The procedures simulated.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Procedure {
    Licensing,
    Ticket,
    Warning,
}

impl Procedure {
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Licensing => "licensing",
            Self::Ticket => "ticket",
            Self::Warning => "warning",
        }
    }

    /// How a matter's number begins: 办件, 工单 or 预警.
    pub(super) fn prefix(self) -> &'static str {
        match self {
            Self::Licensing => "BJ",
            Self::Ticket => "GD",
            Self::Warning => "YJ",
        }
    }
}

impl<'r> Matter<'r> {
    pub(super) fn new() -> Self {
        Self {
            procedure: Procedure::Licensing,
            item: "",
            division: "",
            region: "",
            channel: "",
            applicant: "",
            ticket_kind: "",
            model: "",
            acts: Vec::with_capacity(24),
            rating: None,
        }
    }

    /// Empties the matter for the next one, keeping its memory.
    pub(super) fn begin(&mut self, procedure: Procedure, region: &'r str, channel: &'static str) {
        let acts = std::mem::take(&mut self.acts);
        *self = Self { procedure, region, channel, acts, ..Self::new() };
        self.acts.clear();
    }

    /// Adds an act and hands it back for what else is known of it.
    pub(super) fn act(&mut self, name: &'static str, at: Moment, actor: Actor) -> &mut Act {
        let id = self.acts.len() as u8 + 1;
        self.acts.push(Act {
            name,
            at,
            actor,
            days: 0,
            reason: "",
            detail: Detail::Nothing,
            id,
            recorded_at: None,
        });
        let last = self.acts.len() - 1;
        &mut self.acts[last]
    }

    /// When the latest of its acts was done.
    pub(super) fn now(&self) -> Option<Moment> {
        self.acts.last().map(|act| act.at)
    }

    /// The first act's moment.
    pub(super) fn begun(&self) -> Option<Moment> {
        self.acts.first().map(|act| act.at)
    }

    /// Puts the acts in time order and leaves out what happens after `last`: an extract made on
    /// that day can't know of it.
    pub(super) fn seal(&mut self, last: Day) {
        self.acts.sort_by_key(|act| act.at);
        self.acts.retain(|act| act.at.day <= last);
        if self.rating.is_some_and(|rating| rating.at.day > last) {
            self.rating = None;
        }
    }
}
