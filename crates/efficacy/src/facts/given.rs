//! Matters and their acts as files give them, lying together by matter, and what is made of them.

use foldhash::HashMap;
use legal_clock::{Calendar, When};
use matter::annulment::Entry;
use matter::{ActId, Procedure};

use super::catalogue::Catalogue;
use super::fold::{Folder, Outcome, Record, Records};
use super::rules::Rules;
use super::{CodeId, MatterId, Period};
use crate::package::tables::{self, ActName, Channel, TicketKind};
use crate::package::{Code, Fault, Position, Region};

/// By what matters are folded: procedures, calendar, items and year.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Basis<'a> {
    /// The procedures.
    pub(crate) rules: &'a Rules,
    /// The calendar that days are counted in.
    pub(crate) calendar: &'a Calendar,
    /// The items, with their limits.
    pub(crate) catalogue: &'a Catalogue,
    /// The year.
    pub(crate) period: Period,
    /// Without the table of items, no matter's item is unknown.
    pub(crate) knows_items: bool,
}

/// What a matter's row says of it, beside its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    /// Which procedure it follows.
    pub procedure: tables::Procedure,
    /// 行政区划代码
    pub region: Region,
    /// 渠道
    pub channel: Channel,
    /// The item's code (licensing).
    pub code: Option<CodeId>,
    /// 工单类型 (tickets)
    pub ticket_kind: Option<TicketKind>,
    /// 预警模型 (warnings), as a place among their names.
    pub model: Option<u32>,
}

/// An act as its file gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Given {
    pub(super) matter: MatterId,
    pub(super) position: Position,
    pub(super) at: When,
    pub(super) days: u32,
    pub(super) name: ActName,
    pub(super) note: Note,
    pub(super) id: Slice,
    /// For an annulment, the length of the id it names, which is kept right after its own.
    pub(super) target: u32,
}

/// What is worth knowing of an act beside where the matter stands after it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Note {
    /// A pause that stops the clock.
    pub(super) stops_clock: bool,
    /// A pause without reason, or an extension without days.
    pub(super) lacks_detail: bool,
    /// Recorded after the end of the first working day after its day.
    pub(super) is_recorded_late: bool,
}

/// The reason of a pause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reason {
    stops_clock: bool,
    is_given: bool,
}

impl Reason {
    /// What this text says.
    pub(super) fn of(text: &str, rules: &Rules) -> Self {
        Self { stops_clock: rules.licensing.stops_clock(text), is_given: !text.is_empty() }
    }
}

impl Note {
    /// What is to be noted of an act.
    pub(super) fn of(
        basis: &Basis<'_>,
        name: ActName,
        at: When,
        days: Option<u32>,
        reason: Reason,
        recorded_at: Option<When>,
    ) -> Self {
        Self {
            stops_clock: name == ActName::Paused && reason.stops_clock,
            lacks_detail: match name {
                ActName::Paused => !reason.is_given,
                ActName::Extended => days.is_none(),
                _ => false,
            },
            is_recorded_late: recorded_at.is_some_and(|recorded| {
                let in_time = || basis.calendar.nth_working_day_after(at.day, 1);
                recorded.day > at.day + 1 && in_time().is_some_and(|last| recorded.day > last)
            }),
        }
    }
}

/// Texts one after the other.
#[derive(Debug, Default)]
pub(super) struct Kept(String);

/// A piece of kept text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Slice {
    start: usize,
    length: u32,
}

impl Kept {
    pub(super) fn keep(&mut self, text: &str) -> Slice {
        let start = self.0.len();
        self.0.push_str(text);
        Slice { start, length: text.len() as u32 }
    }

    /// Keeps the id of an act, and for an annulment the id it names; gives the latter's length.
    pub(super) fn keep_ids(&mut self, id: &str, target: &str) -> (Slice, u32) {
        let id = self.keep(id);
        (id, self.keep(target).length)
    }

    pub(super) fn get(&self, slice: Slice) -> &str {
        &self.0[slice.start..slice.start + slice.length as usize]
    }

    /// The id that an annulment names.
    fn target(&self, act: &Given) -> &str {
        let start = act.id.start + act.id.length as usize;
        self.get(Slice { start, length: act.target })
    }
}

/// Matters with their acts.
#[derive(Debug, Default)]
pub(super) struct Bundle {
    /// By [`MatterId`]: number and head, which is `None` when its acts don't count.
    pub(super) ids: Vec<Slice>,
    pub(super) heads: Vec<Option<Head>>,
    /// In any order.
    pub(super) acts: Vec<Given>,
    pub(super) texts: Kept,
}

impl Bundle {
    /// Back to nothing, keeping the memory.
    pub(super) fn clear(&mut self) {
        self.ids.clear();
        self.heads.clear();
        self.acts.clear();
        self.texts.0.clear();
    }

    /// The acts of each matter, once they are in order.
    pub(super) fn by_matter(&self) -> impl Iterator<Item = &[Given]> {
        self.acts.chunk_by(|a, b| a.matter == b.matter)
    }

    /// Puts acts in order of matter and time; ties keep file order.
    pub(super) fn sort(&mut self) {
        let order = |act: &Given| (act.matter, act.at.instant);
        if !self.acts.is_sorted_by_key(order) {
            self.acts.sort_by_key(order);
        }
    }
}

/// What is made of matters.
pub(crate) trait Take: Default + Send {
    /// Whether the order of matters tells in it.
    const IN_ORDER: bool;

    /// Whether matters of this procedure are taken at all.
    fn wants(procedure: tables::Procedure) -> bool {
        let _ = procedure;
        true
    }

    /// Takes a matter with its acts in time order; `refused` is told of acts that don't count.
    fn take(
        &mut self,
        folder: &mut Folder<'_>,
        matter: Matter<'_>,
        acts: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    );

    /// Takes what was made of later matters.
    fn append(&mut self, later: Self);
}

/// A matter as it is taken.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Matter<'a> {
    /// 办件编号
    pub(crate) id: &'a str,
    /// What its row says beside.
    pub(crate) head: Head,
    /// Acts of the year recorded late.
    pub(crate) recorded_late: u32,
}

/// What was found of acts while folding.
#[derive(Debug, Default)]
pub(crate) struct Found {
    /// Acts that don't count.
    pub(crate) refused: Vec<(Position, Fault)>,
    /// Pauses whose reason isn't given, taken as special procedures.
    pub(crate) pauses_without_reason: u64,
    /// Extensions whose days aren't given, taken as none.
    pub(crate) extensions_without_days: u64,
}

impl Found {
    /// Adds what was found of later acts.
    pub(super) fn append(&mut self, later: Self) {
        self.refused.extend(later.refused);
        self.pauses_without_reason += later.pauses_without_reason;
        self.extensions_without_days += later.extensions_without_days;
    }
}

/// Hands matter after matter on.
pub(super) struct Hand<'a> {
    folder: Folder<'a>,
    acts_by_name: &'a ActsByName,
    period: Period,
    records: Vec<Record>,
    positions: Vec<Position>,
}

impl<'a> Hand<'a> {
    pub(super) fn new(basis: Basis<'a>) -> Self {
        Self {
            folder: Folder::new(basis),
            acts_by_name: &basis.rules.acts_by_name,
            period: basis.period,
            records: Vec::new(),
            positions: Vec::new(),
        }
    }

    /// Hands each matter that has acts to `taker`, in the order of [`MatterId`].
    pub(super) fn all<T: Take>(&mut self, bundle: &mut Bundle, taker: &mut T, found: &mut Found) {
        bundle.sort();
        for acts in bundle.by_matter() {
            self.one(bundle, acts, taker, found);
        }
    }

    /// Hands the matter of these acts to `taker`.
    pub(super) fn one<T: Take>(
        &mut self,
        bundle: &Bundle,
        acts: &[Given],
        taker: &mut T,
        found: &mut Found,
    ) {
        let place = acts[0].matter.0 as usize;
        let Some(head) = bundle.heads[place].filter(|head| T::wants(head.procedure)) else {
            return;
        };
        let mut recorded_late = 0;
        let mut has_annulments = false;
        for act in acts {
            if act.note.lacks_detail {
                let is_pause = act.name == ActName::Paused;
                found.pauses_without_reason += u64::from(is_pause);
                found.extensions_without_days += u64::from(!is_pause);
            }
            let is_of_year = self.period.contains(act.at.day);
            recorded_late += u32::from(act.note.is_recorded_late && is_of_year);
            has_annulments |= act.name == ActName::Annulled;
        }
        let matter = Matter { id: bundle.texts.get(bundle.ids[place]), head, recorded_late };
        self.list(bundle, acts, head.procedure, found);
        let entries = if has_annulments { self.entries(bundle, acts) } else { Vec::new() };
        let Self { folder, records, positions, .. } = self;
        let mut refused = |index: usize, outcome| {
            found.refused.push((positions[index], fault(outcome)));
        };
        taker.take(folder, matter, Records::new(records, &entries), &mut refused);
    }

    /// A matter's acts as the fold takes them, and where each stands. An act whose id was given
    /// before in its matter is refused.
    fn list(
        &mut self,
        bundle: &Bundle,
        acts: &[Given],
        procedure: tables::Procedure,
        found: &mut Found,
    ) {
        let repeated = repeated_ids(&bundle.texts, acts);
        self.records.clear();
        self.positions.clear();
        for act in acts {
            if let Some(first) = repeated.get(bundle.texts.get(act.id))
                && *first != act.position
            {
                let id = bundle.texts.get(act.id);
                let message = format!("`{id}` is the id of an act on line {} already", first.line);
                let fault = Fault::new("act_id", Code::DuplicateKey, message);
                found.refused.push((act.position, fault));
                continue;
            }
            self.records.push(Record {
                act: self.acts_by_name.find(procedure, act.name),
                at: act.at,
                days: act.days,
                stops_clock: act.note.stops_clock,
            });
            self.positions.push(act.position);
        }
    }

    /// What annulments name, of the acts listed.
    fn entries<'t>(&self, bundle: &'t Bundle, acts: &[Given]) -> Vec<Entry<'t>> {
        let mut listed = self.positions.iter().peekable();
        let is_listed = |act: &&Given| listed.next_if_eq(&&act.position).is_some();
        acts.iter()
            .filter(is_listed)
            .map(|act| Entry {
                id: bundle.texts.get(act.id),
                annuls: (act.name == ActName::Annulled).then(|| bundle.texts.target(act)),
            })
            .collect()
    }
}

/// Ids that several acts of a matter have, with the first in the file that has it.
fn repeated_ids<'t>(texts: &'t Kept, acts: &[Given]) -> HashMap<&'t str, Position> {
    let mut repeated = HashMap::default();
    // Most count upwards, and then none is repeated.
    let counts_upwards = acts.is_sorted_by(|before, act| {
        let (before, id) = (texts.get(before.id), texts.get(act.id));
        (before.len(), before) < (id.len(), id)
    });
    if !counts_upwards {
        for act in acts.iter().filter(|act| act.id.length > 0) {
            let first = repeated.entry(texts.get(act.id)).or_insert(act.position);
            *first = act.position.min(*first);
        }
    }
    repeated
}

fn fault(outcome: Outcome) -> Fault {
    match outcome {
        Outcome::NotAllowed(message) => Fault::new("act", Code::ActNotAllowed, message),
        Outcome::UnknownTarget => Fault::new(
            "detail",
            Code::UnknownAnnulledAct,
            "an annulment names the `act_id` of another act of its matter that is no annulment",
        ),
    }
}

/// The act of each procedure for each name of the code list.
#[derive(Debug, Clone)]
pub(super) struct ActsByName {
    licensing: Vec<Option<ActId>>,
    ticket: Vec<Option<ActId>>,
    warning: Vec<Option<ActId>>,
}

impl ActsByName {
    pub(super) fn new(licensing: &Procedure, ticket: &Procedure, warning: &Procedure) -> Self {
        let all = |procedure: &Procedure| {
            ActName::ALL.iter().map(|name| procedure.act(name.code())).collect()
        };
        ActsByName { licensing: all(licensing), ticket: all(ticket), warning: all(warning) }
    }

    fn find(&self, procedure: tables::Procedure, name: ActName) -> Option<ActId> {
        let acts = match procedure {
            tables::Procedure::Licensing => &self.licensing,
            tables::Procedure::Ticket => &self.ticket,
            tables::Procedure::Warning => &self.warning,
        };
        acts[name as usize]
    }
}
