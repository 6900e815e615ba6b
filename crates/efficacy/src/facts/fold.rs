//! From a matter's acts to its facts: once with all its acts, and once as seen at year end.

use legal_clock::{Day, Instant, Unit, When};
use matter::annulment::{self, Entry, Fate};
use matter::{Act, ActId, Context, Held, ItemLimits, Standing, Terms};

use super::catalogue::{self, Catalogue, CodeId, RowId};
use super::given::{Basis, Head};
use super::projection::Running;
use super::{Case, Decision, MatterId, OpenOverdue, Ticket, Used, Warning};
use crate::package::tables;

/// An act as the fold takes it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record {
    /// The procedure's act; `None` when the procedure doesn't know it, or for an annulment.
    pub(super) act: Option<ActId>,
    pub(super) at: When,
    pub(super) days: u32,
    pub(super) stops_clock: bool,
}

/// A matter's acts in time order.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Records<'r> {
    acts: &'r [Record],
    /// Ids and what they annul, act by act; empty when none is an annulment.
    entries: &'r [Entry<'r>],
}

impl<'r> Records<'r> {
    pub(super) fn new(acts: &'r [Record], entries: &'r [Entry<'r>]) -> Self {
        Self { acts, entries }
    }

    fn is_annulment(&self, index: usize) -> bool {
        self.entries.get(index).is_some_and(|entry| entry.annuls.is_some())
    }

    /// Those dated up to this day, if not all are.
    fn up_to(self, last: Day) -> Option<Self> {
        let seen = self.acts.partition_point(|act| act.at.day <= last);
        let entries = &self.entries[..seen.min(self.entries.len())];
        (seen < self.acts.len()).then(|| Self { acts: &self.acts[..seen], entries })
    }
}

/// What became of an act, for the rows set aside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// The procedure doesn't allow it where the matter stands.
    NotAllowed(String),
    /// It annuls an act that isn't there or is an annulment.
    UnknownTarget,
}

/// Folds matters of one package and year, reusing its memory from one to the next.
pub(crate) struct Folder<'a> {
    basis: Basis<'a>,
    standing: Standing,
    fates: Vec<Fate>,
}

impl<'a> Folder<'a> {
    pub(super) fn new(basis: Basis<'a>) -> Self {
        Self { basis, standing: Standing::default(), fates: Vec::new() }
    }

    /// The decision of a licence case by all its acts, when made in the year.
    pub(crate) fn decided(
        &mut self,
        code: Option<CodeId>,
        records: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) -> Option<Decision> {
        self.annul(records, refused);
        let terms = self.terms(code, records);
        self.fold(&self.licensing(&terms), records, refused);
        self.decision(&terms)
    }

    /// The facts of a licence case, or `None` when nothing of it falls in the year. `records` are
    /// in time order; `refused` is told what became of acts that don't count.
    pub(super) fn case(
        &mut self,
        id: MatterId,
        code: Option<CodeId>,
        records: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) -> Option<Case> {
        self.annul(records, refused);
        let terms = self.terms(code, records);
        self.fold(&self.licensing(&terms), records, refused);
        let decision = self.decision(&terms);

        let at_year_end = if let Some(seen) = records.up_to(self.basis.period.last) {
            self.annul(seen, &mut |_, _| {});
            let terms = self.terms(code, seen);
            self.fold(&self.licensing(&terms), seen, &mut |_, _| {});
            self.at_year_end(&terms)
        } else {
            self.at_year_end(&terms)
        };
        let AtYearEnd { open_overdue, violations } = at_year_end;
        let is_of_year = decision.is_some() || open_overdue.is_some() || violations > 0;
        is_of_year.then_some(Case { matter: id, decision, open_overdue, violations })
    }

    fn licensing<'t>(&self, terms: &'t ItemTerms<'_>) -> Context<'t>
    where
        'a: 't,
    {
        Context { procedure: &self.basis.rules.licensing, calendar: self.basis.calendar, terms }
    }

    /// What remains to be seen at the end of the year.
    fn at_year_end(&mut self, terms: &ItemTerms<'_>) -> AtYearEnd {
        let names = &self.basis.rules.names;
        let context = self.licensing(terms);
        self.standing.pass_day(&context, self.basis.period.last);
        let marks = self.standing.marks().iter().filter(|(mark, at)| {
            [names.further_notice, names.accepted_by_law].contains(mark)
                && self.basis.period.contains(at.day)
        });
        let violations = marks.count() as u32;
        let open = self.standing.runs_of(names.decision).find(|run| run.end.is_none());
        let open_overdue = open.and_then(|run| {
            let due = self.standing.due(&context, run, Held::Promised)?;
            let is_overdue = due.over_by_end_of(self.basis.period.last);
            is_overdue.then(|| OpenOverdue { due_day: due.day, row: terms.row(run.start.day) })
        });
        AtYearEnd { open_overdue, violations }
    }

    /// The decision by all acts, when made in the year.
    fn decision(&self, terms: &ItemTerms<'_>) -> Option<Decision> {
        let (names, standing, context) =
            (&self.basis.rules.names, &self.standing, self.licensing(terms));
        let is_granted = standing.first(names.granted).is_some();
        let at = standing.first(names.granted).or(standing.first(names.refused))?;
        if !self.basis.period.contains(at.day) {
            return None;
        }
        let run = standing.runs_of(names.decision).next()?;
        let late = |held| standing.due(&context, run, held).is_some_and(|due| due.missed_by(at));
        let limits = terms.item_limits(run.start.day);
        let pauses = standing.pauses(names.decision);
        let working_days = self.basis.calendar.working_days_used(run.start.day, at.day, &pauses);
        let delivery = standing.runs_of(names.delivery).next();
        Some(Decision {
            at,
            row: terms.row(run.start.day),
            is_granted,
            is_late: limits.promised.map(|_| late(Held::Promised)),
            is_late_by_law: late(Held::Statutory),
            is_supplemented: standing.first(names.supplement_requested).is_some(),
            working_days,
            used: limits.promised.map(|limit| match limit.unit {
                Unit::WorkingDay => Used::WorkingDays(working_days),
                Unit::CalendarDay | Unit::Month => {
                    let calendar = self.basis.calendar;
                    Used::CalendarDays(calendar.calendar_days_used(run.start.day, at.day, &pauses))
                }
                Unit::Hour | Unit::Minute => {
                    let (start, end) = (run.start.instant, at.instant);
                    Used::Microseconds(self.basis.calendar.time_used(start, end, &pauses))
                }
            }),
            delivered: standing.first(names.delivered),
            deliver_by: delivery
                .and_then(|run| standing.due(&context, run, Held::Statutory))
                .map(|due| due.day),
            is_published: standing.first(names.published).is_some(),
            visits: standing.times(names.visited),
        })
    }

    /// The facts of a ticket, or `None` when it wasn't opened in the year.
    pub(super) fn ticket(
        &mut self,
        id: MatterId,
        kind: &str,
        records: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) -> Option<Ticket> {
        let rules = self.basis.rules;
        let terms = Kind(kind);
        let context =
            Context { procedure: &rules.ticket, calendar: self.basis.calendar, terms: &terms };
        let opened = self.first_then_year_end(&context, rules.names.opened, records, refused)?;
        let is_closed = self.standing.stage() == Some(rules.names.ticket_closed);
        Some(Ticket { matter: id, opened, is_closed, is_late: self.is_any_run_late(&context) })
    }

    /// The facts of a warning, or `None` when it wasn't raised in the year.
    pub(super) fn warning(
        &mut self,
        id: MatterId,
        records: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) -> Option<Warning> {
        let rules = self.basis.rules;
        let context =
            Context { procedure: &rules.warning, calendar: self.basis.calendar, terms: &() };
        let raised = self.first_then_year_end(&context, rules.names.raised, records, refused)?;
        let is_closed = self.standing.stage() == Some(rules.names.warning_ended);
        Some(Warning { matter: id, raised, is_closed, is_late: self.is_any_run_late(&context) })
    }

    /// When the first `act` happened, if in the year; the standing is then the one at year end.
    fn first_then_year_end(
        &mut self,
        context: &Context<'_>,
        act: ActId,
        records: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) -> Option<When> {
        self.annul(records, refused);
        self.fold(context, records, refused);
        let first = self.standing.first(act).filter(|at| self.basis.period.contains(at.day));
        if let Some(seen) = records.up_to(self.basis.period.last) {
            self.annul(seen, &mut |_, _| {});
            self.fold(context, seen, &mut |_, _| {});
        }
        self.standing.pass_day(context, self.basis.period.last);
        first
    }

    /// Where a matter stands at this instant by all its acts.
    pub(super) fn now(
        &mut self,
        head: &Head,
        records: Records<'_>,
        at: When,
        refused: &mut dyn FnMut(usize, Outcome),
    ) -> Now {
        self.annul(records, refused);
        let rules = self.basis.rules;
        let item = self.terms(head.code, records);
        let kind = Kind(head.ticket_kind.map_or("", |kind| kind.code()));
        let (procedure, terms): (_, &dyn Terms) = match head.procedure {
            tables::Procedure::Licensing => (&rules.licensing, &item),
            tables::Procedure::Ticket => (&rules.ticket, &kind),
            tables::Procedure::Warning => (&rules.warning, &()),
        };
        let context = Context { procedure, calendar: self.basis.calendar, terms };
        self.fold(&context, records, refused);
        self.standing.pass_until(&context, at);
        let due = |run, held| {
            let due = self.standing.due(&context, run, held)?;
            Some(due.instant.unwrap_or_else(|| self.basis.calendar.end_of(due.day)))
        };
        let running = |(id, clock): (_, &matter::procedure::Clock)| {
            let run = self.standing.runs_of(id).rfind(|run| run.end.is_none())?;
            Some(Running {
                clock: clock.name.clone(),
                started: run.start.instant,
                promised: due(run, Held::Promised),
                by_law: due(run, Held::Statutory),
            })
        };
        Now {
            stage: self.standing.stage().map(|stage| procedure.stage(stage).name.clone()),
            wakes: self.standing.wakes(self.basis.calendar),
            running: procedure.clocks().filter_map(running).collect(),
        }
    }

    /// Whether a run ended late, or is open and past due at year end.
    fn is_any_run_late(&self, context: &Context<'_>) -> bool {
        self.standing.runs().iter().any(|run| {
            self.standing.due(context, run, Held::Statutory).is_some_and(|due| match run.end {
                Some(end) => due.missed_by(end),
                None => due.over_by_end_of(self.basis.period.last),
            })
        })
    }

    /// Settles which records stand.
    fn annul(&mut self, records: Records<'_>, refused: &mut dyn FnMut(usize, Outcome)) {
        self.fates.clear();
        if !records.entries.is_empty() {
            self.fates = annulment::fates(records.entries);
            for (index, fate) in self.fates.iter().enumerate() {
                if *fate == Fate::UnknownTarget {
                    refused(index, Outcome::UnknownTarget);
                }
            }
        }
    }

    fn stands(&self, index: usize) -> bool {
        self.fates.get(index).is_none_or(|fate| *fate == Fate::Stands)
    }

    fn fold(
        &mut self,
        context: &Context<'_>,
        records: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) {
        let mut standing = std::mem::take(&mut self.standing);
        standing.clear();
        for (index, record) in records.acts.iter().enumerate() {
            if !self.stands(index) {
                continue;
            }
            let Some(id) = record.act else {
                let name = context.procedure.name();
                let message = format!(
                    "procedure `{name}` has no such act; use an act of this procedure, or `step` \
                     with its name in `detail`"
                );
                refused(index, Outcome::NotAllowed(message));
                continue;
            };
            let Record { at, days, stops_clock, .. } = *record;
            let act = Act { id, at, days, stops_clock };
            if let Err(why) = standing.apply(context, &act) {
                let message = why.explain(context, standing.stage(), id);
                refused(index, Outcome::NotAllowed(message));
            }
        }
        self.standing = standing;
    }

    /// The limits a case is held to. The item's anchor is read from the row in force on the day
    /// of the earliest act that isn't annulled, allowed or not.
    fn terms(&self, code: Option<CodeId>, records: Records<'_>) -> ItemTerms<'a> {
        let earliest = records
            .acts
            .iter()
            .enumerate()
            .find(|(index, _)| self.stands(*index) && !records.is_annulment(*index))
            .map(|(_, record)| record.at.day);
        let mut terms = ItemTerms { catalogue: self.basis.catalogue, code, from_receipt: false };
        terms.from_receipt = earliest
            .and_then(|day| terms.row(day))
            .is_some_and(|row| catalogue::counts_from_receipt(self.basis.catalogue.row(row)));
        terms
    }
}

/// Where a matter stands.
#[derive(Debug, Default)]
pub(super) struct Now {
    /// The stage's name; `None` before an act had effect.
    pub(super) stage: Option<String>,
    /// The first instant at which it has changed by itself.
    pub(super) wakes: Option<Instant>,
    /// The clocks that run.
    pub(super) running: Vec<Running>,
}

/// What of a case is to be seen at year end.
struct AtYearEnd {
    open_overdue: Option<OpenOverdue>,
    violations: u32,
}

/// The limits of an item's rows.
struct ItemTerms<'a> {
    catalogue: &'a Catalogue,
    code: Option<CodeId>,
    from_receipt: bool,
}

impl ItemTerms<'_> {
    fn row(&self, day: Day) -> Option<RowId> {
        self.code.map(|code| self.catalogue.held_row(code, day))
    }
}

impl Terms for ItemTerms<'_> {
    fn counts_from_receipt(&self) -> bool {
        self.from_receipt
    }

    fn item_limits(&self, start: Day) -> ItemLimits {
        self.row(start)
            .map_or_else(ItemLimits::default, |row| catalogue::limits(self.catalogue.row(row)))
    }
}

/// Limits by the kind of ticket.
struct Kind<'a>(&'a str);

impl Terms for Kind<'_> {
    fn kind(&self) -> &str {
        self.0
    }
}
