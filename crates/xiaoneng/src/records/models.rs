//! What the ledger keeps ready of matters: made by the same fold as the figures of a package.

use std::collections::BTreeMap;
use std::sync::Arc;

use efficacy::Settings;
use efficacy::facts::Rules;
use efficacy::facts::projection::{Projection, Projector, Recorded};
use efficacy::package::tables::{Agency, Item, Matter};
use efficacy::package::{NumberedRow, Row as _, Table};
use ledger::{Act, Basis, Cells, Concern, Due, Fact, Finding, Fold, Model, Models, RegisterRow};
use legal_clock::{Calendar, Instant};
use matter::Procedure;

use super::package::{act_row, in_columns, is_of_row};
use super::{CALENDARS, hash};
use crate::cli::calendars;
use crate::reports::PROCEDURES;

/// Changes whenever the same acts make other models.
const VERSION: &str = "1";

/// The columns of an item that models of its matters hang on.
const OF_ITEMS: [&str; 6] = [
    "statutory_limit",
    "statutory_unit",
    "promised_limit",
    "promised_unit",
    "clock_anchor",
    "valid_from",
];

/// The models of an agency's matters.
#[derive(Debug)]
pub(super) struct AgencyModels {
    made_by: String,
    rules: Rules,
}

impl AgencyModels {
    pub(super) fn new(rules: Rules) -> Self {
        let texts = PROCEDURES.map(|(_, text)| text).join("\n");
        Self { made_by: hash(&format!("{VERSION}\n{texts}")), rules }
    }
}

impl Models for AgencyModels {
    fn made_by(&self) -> &str {
        &self.made_by
    }

    fn registers(&self) -> &'static [&'static str] {
        const REGISTERS: &[&str] = &[Agency::TABLE.name, CALENDARS, Item::TABLE.name];
        REGISTERS
    }

    fn concerns(&self, register: &str, before: Option<&Cells>, after: Option<&Cells>) -> Concern {
        let same = |columns: &[&str]| {
            let cell = |row: Option<&Cells>, column| row.and_then(|row| row.get(column)).cloned();
            before.is_some() == after.is_some()
                && columns.iter().all(|column| cell(before, *column) == cell(after, *column))
        };
        if register == Item::TABLE.name {
            let code = after.or(before).and_then(|row| row.get("item_code"));
            code.filter(|_| !same(&OF_ITEMS))
                .map_or(Concern::Nothing, |it| Concern::Item(it.clone()))
        } else if register == Agency::TABLE.name && same(&["calendar", "time_zone"]) {
            Concern::Nothing
        } else {
            Concern::Everything
        }
    }

    fn fold(&self, basis: &Basis) -> Result<Arc<dyn Fold>, String> {
        let rows = |table: &'static Table| {
            let rows = basis.rows.get(table.name).map_or(&[][..], Vec::as_slice);
            rows.iter().map(|row| numbered(table, row)).collect::<Vec<_>>()
        };
        let calendars = basis.rows.get(CALENDARS).map_or(&[][..], Vec::as_slice);
        let china = china(calendars.iter().map(|row| &row.cells));
        let settings = Settings { year: None, china: Some(china), rules: self.rules.clone() };
        let items = Some(rows(Item::TABLE)).filter(|rows| !rows.is_empty());
        let versions = basis.procedures.iter().filter_map(|cells| {
            let (hash, text) = (cells.get("hash")?, cells.get("text")?);
            let is_shipped = PROCEDURES.iter().any(|(_, shipped)| shipped == text);
            let procedure = Procedure::parse("procedure", text).ok().filter(|_| !is_shipped)?;
            Some((hash.clone(), procedure))
        });
        let projector = Projector::new(rows(Agency::TABLE), items, settings, versions);
        Ok(Arc::new(AgencyFold(projector.map_err(|error| error.to_string())?)))
    }
}

fn numbered(table: &Table, row: &RegisterRow) -> NumberedRow {
    (row.opened as u64, in_columns(table, row.cells.clone()))
}

/// China's calendar with the notices and corrections that are recorded.
pub(super) fn china<'a>(recorded: impl Iterator<Item = &'a Cells>) -> Calendar {
    let mut other = BTreeMap::new();
    for cells in recorded {
        let (Some(name), Some(text)) = (cells.get("name"), cells.get("text")) else { continue };
        let year = name.parse::<i16>().ok();
        let is_built_in = |(of, known): &(i16, &str)| Some(*of) == year && known == text;
        if !Calendar::built_in().iter().any(is_built_in) {
            other.insert((year.unwrap_or(i16::MAX), name), text);
        }
    }
    other.into_iter().fold(Calendar::china(), |calendar, ((_, name), text)| {
        // What was recorded could be read then.
        calendars::with(calendar.clone(), name, text).unwrap_or(calendar)
    })
}

/// Makes the models of one agency.
#[derive(Debug)]
struct AgencyFold(Projector);

impl Fold for AgencyFold {
    fn fold(&self, matters: &[Vec<Act>], now: i64) -> Vec<Model> {
        let recorded: Vec<Option<Recorded>> = matters.iter().map(|acts| recorded(acts)).collect();
        let there: Vec<Recorded> = recorded.iter().flatten().cloned().collect();
        let mut projections = self.0.project(&there, Instant(now)).into_iter();
        let model = |matter: Option<Recorded>| matter.and_then(|_| projections.next()).map(model);
        recorded.into_iter().map(model).map(Option::unwrap_or_default).collect()
    }
}

/// A matter with its row; `None` when it has none or it was retired.
fn recorded(acts: &[Act]) -> Option<Recorded> {
    let row = acts.iter().rfind(|act| is_of_row(act)).filter(|act| act.act == ledger::RECORDED)?;
    let first = acts.first()?;
    Some(Recorded {
        name: first.matter.clone(),
        row: (row.position, in_columns(Matter::TABLE, row.cells.clone())),
        under: first.under.clone(),
        acts: acts
            .iter()
            .filter(|act| !is_of_row(act))
            .map(|act| (act.position, act_row(act)))
            .collect(),
    })
}

fn model(projection: Projection) -> Model {
    let instant = |at: Option<Instant>| at.map(|at| at.0);
    let mut dues: Vec<_> = projection
        .dues
        .into_iter()
        .map(|running| Due {
            clock: running.clock,
            started: running.started.0,
            promised: instant(running.promised),
            by_law: instant(running.by_law),
        })
        .collect();
    dues.sort_by(|a, b| a.clock.cmp(&b.clock));
    let mut findings: Vec<_> = projection
        .findings
        .into_iter()
        .map(|it| Finding {
            position: it.position,
            code: it.code,
            is_of_row: it.is_of_row,
            field: it.column,
            message: it.message,
        })
        .collect();
    findings.dedup_by(|a, b| (a.position, &a.code) == (b.position, &b.code));
    Model {
        stage: projection.stage,
        item_code: projection.item_code,
        wakes: instant(projection.wakes),
        dues,
        facts: projection
            .facts
            .into_iter()
            .map(|it| Fact { year: it.from.into(), until: it.until.into(), facts: it.facts })
            .collect(),
        findings,
    }
}
