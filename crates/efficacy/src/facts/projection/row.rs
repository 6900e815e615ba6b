//! The facts of a matter as text and back.

use legal_clock::{Calendar, Day, Instant};
use serde::{Deserialize, Serialize};

use crate::facts::gather::Models;
use crate::facts::{
    Case, Catalogue, CodeId, Decision, Facts, Head, Matter, MatterId, OpenOverdue, RowId, Ticket,
    Used, Warning,
};
use crate::package::{Cell, Value, Zone};

/// What the figures of some years count of a matter.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct FactsRow {
    id: String,
    procedure: String,
    region: String,
    channel: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    item: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    model: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    case: Option<CaseFacts>,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticket: Option<Handled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    warning: Option<Handled>,
    #[serde(skip_serializing_if = "Option::is_none")]
    recorded_late: Option<u32>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default)]
struct CaseFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    decision: Option<DecisionFacts>,
    /// Due day and item row of a case that is open and overdue.
    #[serde(skip_serializing_if = "Option::is_none")]
    overdue: Option<(String, HeldTo)>,
    #[serde(skip_serializing_if = "is_zero")]
    violations: u32,
}

/// The row of its item that a case is held to, by the day from which it is in force: empty for a
/// row without one. `None` without an item.
type HeldTo = Option<String>;

#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own")]
#[derive(Debug, Serialize, Deserialize)]
struct DecisionFacts {
    at: i64,
    row: HeldTo,
    granted: bool,
    late: Option<bool>,
    late_by_law: bool,
    supplemented: bool,
    working_days: i32,
    used: Option<UsedFacts>,
    delivered: Option<i64>,
    deliver_by: Option<String>,
    published: bool,
    visits: u32,
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum UsedFacts {
    WorkingDays(i32),
    CalendarDays(i32),
    Microseconds(i64),
}

/// A ticket or a warning.
#[derive(Debug, Serialize, Deserialize)]
struct Handled {
    since: i64,
    closed: bool,
    late: bool,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "as serde asks")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

/// The facts of one matter as text; `None` when there are none.
pub(super) fn facts_text(
    facts: &Facts,
    id: &str,
    models: &[String],
    catalogue: &Catalogue,
) -> Option<String> {
    let head = facts.matters.first()?.head;
    let held_to = |row: Option<RowId>| {
        let from = catalogue.row(row?).valid_from;
        Some(from.map_or_else(String::new, |day| day.to_string()))
    };
    let handled = |since: Instant, closed, late| Handled { since: since.0, closed, late };
    let row = FactsRow {
        id: id.to_owned(),
        procedure: head.procedure.code().to_owned(),
        region: head.region.to_string(),
        channel: head.channel.code().to_owned(),
        item: head.code.map(|code| catalogue.code(code).to_owned()),
        kind: head.ticket_kind.map(|kind| kind.code().to_owned()),
        model: head.model.and_then(|place| models.get(place as usize).cloned()),
        case: facts.cases.first().map(|case| CaseFacts {
            decision: case.decision.as_ref().map(|it| decision_facts(it, held_to(it.row))),
            overdue: case.open_overdue.map(|it| (it.due_day.to_string(), held_to(it.row))),
            violations: case.violations,
        }),
        ticket: facts
            .tickets
            .first()
            .map(|it| handled(it.opened.instant, it.is_closed, it.is_late)),
        warning: facts
            .warnings
            .first()
            .map(|it| handled(it.raised.instant, it.is_closed, it.is_late)),
        recorded_late: facts.recorded_late.first().map(|(_, acts)| *acts),
    };
    // Texts and numbers always become JSON.
    serde_json::to_string(&row).ok()
}

fn decision_facts(decision: &Decision, row: HeldTo) -> DecisionFacts {
    DecisionFacts {
        at: decision.at.instant.0,
        row,
        granted: decision.is_granted,
        late: decision.is_late,
        late_by_law: decision.is_late_by_law,
        supplemented: decision.is_supplemented,
        working_days: decision.working_days,
        used: decision.used.map(|used| match used {
            Used::WorkingDays(days) => UsedFacts::WorkingDays(days),
            Used::CalendarDays(days) => UsedFacts::CalendarDays(days),
            Used::Microseconds(time) => UsedFacts::Microseconds(time),
        }),
        delivered: decision.delivered.map(|at| at.instant.0),
        deliver_by: decision.deliver_by.map(|day| day.to_string()),
        published: decision.is_published,
        visits: decision.visits,
    }
}

/// Takes facts back from text.
pub(super) struct Reader<'a> {
    pub(super) catalogue: &'a Catalogue,
    pub(super) calendar: &'a Calendar,
    pub(super) zone: &'a Zone,
    pub(super) models: Models,
}

impl Reader<'_> {
    /// Adds the facts of a matter.
    ///
    /// # Errors
    /// What is wrong with the text.
    pub(super) fn add(&mut self, text: &str, facts: &mut Facts) -> Result<(), String> {
        let row: FactsRow = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let matter = MatterId(facts.matters.len() as u32);
        let code = row.item.as_deref().and_then(|code| self.catalogue.find(code));
        let head = Head {
            procedure: self.cell(&row.procedure)?,
            region: self.cell(&row.region)?,
            channel: self.cell(&row.channel)?,
            code,
            ticket_kind: row.kind.as_deref().map(|kind| self.cell(kind)).transpose()?,
            model: row.model.as_deref().map(|name| self.models.place(name)),
        };
        let when = |at: i64| self.calendar.when(Instant(at));
        if let Some(case) = row.case {
            let overdue = |(due_day, row): (String, HeldTo)| {
                let due_day = day(&due_day)?;
                Ok::<_, String>(OpenOverdue { due_day, row: self.held_row(code, row)? })
            };
            facts.cases.push(Case {
                matter,
                decision: case.decision.map(|it| self.decision(it, code)).transpose()?,
                open_overdue: case.overdue.map(overdue).transpose()?,
                violations: case.violations,
            });
        }
        if let Some(Handled { since, closed, late }) = row.ticket {
            let opened = when(since);
            facts.tickets.push(Ticket { matter, opened, is_closed: closed, is_late: late });
        }
        if let Some(Handled { since, closed, late }) = row.warning {
            let raised = when(since);
            facts.warnings.push(Warning { matter, raised, is_closed: closed, is_late: late });
        }
        facts.recorded_late.extend(row.recorded_late.map(|acts| (matter, acts)));
        facts.matters.push(Matter { id: row.id.into(), head });
        Ok(())
    }

    fn decision(&self, it: DecisionFacts, code: Option<CodeId>) -> Result<Decision, String> {
        let when = |at: i64| self.calendar.when(Instant(at));
        Ok(Decision {
            at: when(it.at),
            row: self.held_row(code, it.row)?,
            is_granted: it.granted,
            is_late: it.late,
            is_late_by_law: it.late_by_law,
            is_supplemented: it.supplemented,
            working_days: it.working_days,
            used: it.used.map(|used| match used {
                UsedFacts::WorkingDays(days) => Used::WorkingDays(days),
                UsedFacts::CalendarDays(days) => Used::CalendarDays(days),
                UsedFacts::Microseconds(time) => Used::Microseconds(time),
            }),
            delivered: it.delivered.map(when),
            deliver_by: it.deliver_by.as_deref().map(day).transpose()?,
            is_published: it.published,
            visits: it.visits,
        })
    }

    fn held_row(&self, code: Option<CodeId>, from: HeldTo) -> Result<Option<RowId>, String> {
        let (Some(code), Some(from)) = (code, from) else { return Ok(None) };
        let from = if from.is_empty() { Day::MIN } else { day(&from)? };
        Ok(Some(self.catalogue.held_row(code, from)))
    }

    fn cell<'c, T: Cell<'c>>(&self, text: &'c str) -> Result<T, String> {
        T::read(Value::Text(text), self.zone).map_err(|wrong| wrong.message)
    }
}

fn day(text: &str) -> Result<Day, String> {
    text.parse().map_err(|_| format!("`{text}` is no day"))
}
