//! What the ledger keeps ready of matters: made by the same fold as the figures of a package.

use std::collections::BTreeMap;
use std::sync::Arc;

use efficacy::Settings;
use efficacy::facts::projection::{Projection, Projector, Recorded};
use efficacy::facts::{MissingName, Rules};
use efficacy::package::tables::{Act as ActRow, Agency, Item, Matter};
use efficacy::package::{Column, NumberedRow, Row as _, Table, TextRow};
use jiff::Timestamp;
use ledger::{
    Act, Basis, Cells, Concern, Due, Fact, Finding, Fold, Model, Models, RECORDED, RETIRED,
    RegisterRow,
};
use legal_clock::{Calendar, Instant, NoticeError};
use matter::Procedure;
use sha2::{Digest, Sha256};

/// The register of public-holiday notices and corrections to them.
pub const CALENDARS: &str = "calendars";

/// The register of the tables that were given, so that an empty one is told from none.
pub const TABLES_GIVEN: &str = "tables";

/// The shipped procedures.
pub const PROCEDURES: [(&str, &str); 3] = [
    ("licensing", include_str!("../procedures/licensing.toml")),
    ("ticket", include_str!("../procedures/ticket.toml")),
    ("warning", include_str!("../procedures/warning.toml")),
];

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
pub struct AgencyModels {
    made_by: String,
    rules: Rules,
}

impl AgencyModels {
    /// The models by the shipped procedures.
    ///
    /// # Errors
    /// When a shipped procedure lacks a name that figures are read from.
    pub fn new() -> Result<Self, MissingName> {
        let rules = Rules::shipped()?;
        let procedures = PROCEDURES.iter().map(|(_, text)| *text);
        let notices = Calendar::built_in().iter().map(|(_, text)| *text);
        let texts: Vec<_> = std::iter::once(VERSION).chain(procedures).chain(notices).collect();
        Ok(Self { made_by: sha256(&texts.join("\n")), rules })
    }
}

impl Models for AgencyModels {
    fn made_by(&self) -> &str {
        &self.made_by
    }

    fn registers(&self) -> &'static [&'static str] {
        const REGISTERS: &[&str] = &[Agency::TABLE.name, CALENDARS, TABLES_GIVEN, Item::TABLE.name];
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
        } else if register == TABLES_GIVEN && after.or(before).is_some_and(|row| !is_of_items(row))
            || register == Agency::TABLE.name && same(&["calendar", "time_zone"])
        {
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
        let china = china(calendars.iter().map(|row| &row.cells), basis.is_past);
        let settings = Settings { year: None, china: Some(china), rules: self.rules.clone() };
        // Once the table of items is given, an item that it lacks is unknown.
        let given = basis.rows.get(TABLES_GIVEN).map_or(&[][..], Vec::as_slice);
        let knows_items = given.iter().any(|row| is_of_items(&row.cells));
        let items = knows_items.then(|| rows(Item::TABLE));
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

/// Whether a row of the tables given names the table of items.
fn is_of_items(row: &Cells) -> bool {
    row.get("table").is_some_and(|table| table == Item::TABLE.name)
}

fn numbered(table: &Table, row: &RegisterRow) -> NumberedRow {
    (row.opened as u64, in_columns(table, row.cells.clone()))
}

/// China's calendar with the notices and corrections that are recorded; of the past, with these
/// alone unless none was.
pub fn china<'a>(recorded: impl Iterator<Item = &'a Cells>, is_past: bool) -> Calendar {
    let mut texts = BTreeMap::new();
    for cells in recorded {
        let (Some(name), Some(text)) = (cells.get("name"), cells.get("text")) else { continue };
        texts.insert((name.parse::<i16>().unwrap_or(i16::MAX), name), text);
    }
    let calendar = if is_past && !texts.is_empty() {
        Calendar::china_without_notices()
    } else {
        let is_built_in = |year: i16, text: &str| Calendar::built_in().contains(&(year, text));
        texts.retain(|(year, _), text| !is_built_in(*year, text));
        Calendar::china()
    };
    texts.into_iter().fold(calendar, |calendar, ((_, name), text)| {
        // What was recorded could be read then.
        with_notice(calendar.clone(), name, text).unwrap_or(calendar)
    })
}

/// The calendar with a notice, if it is named by its year, or with corrections.
///
/// # Errors
/// When the text can't be read.
pub fn with_notice(calendar: Calendar, name: &str, text: &str) -> Result<Calendar, NoticeError> {
    match name.parse() {
        Ok(year) => calendar.with_notice(year, text),
        Err(_) => calendar.with_corrections(text),
    }
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
    let row = acts.iter().rfind(|act| is_of_row(act)).filter(|act| act.act == RECORDED)?;
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
        // Whom acts are about is the vault's to know.
        mentions: Vec::new(),
    }
}

/// Whether the act gives or ends a row of a register.
pub fn is_of_row(act: &Act) -> bool {
    [RECORDED, RETIRED].contains(&act.act.as_str())
}

/// An act as a row of the table of acts.
pub fn act_row(act: &Act) -> TextRow {
    let instant =
        |at| Timestamp::from_microsecond(at).map_or_else(|_| String::new(), |at| at.to_string());
    let recorded_at = act.recorded_elsewhere.unwrap_or(act.recorded_at);
    let cell = |column: &Column| match column.name {
        "act" => act.act.clone(),
        "at" => instant(act.at),
        "recorded_at" if recorded_at != act.at => instant(recorded_at),
        "recorded_at" => String::new(),
        name => match act.cells.get(name) {
            Some(cell) => cell.clone(),
            None if name == "matter_id" => act.matter.clone(),
            None => String::new(),
        },
    };
    ActRow::TABLE.columns.iter().map(cell).collect()
}

/// A row as text, each cell in the place of its column.
pub fn in_columns(table: &Table, mut cells: Cells) -> TextRow {
    table.columns.iter().map(|column| cells.remove(column.name).unwrap_or_default()).collect()
}

/// SHA-256 of a text, with the name of the hash before it.
pub fn sha256(text: &str) -> String {
    format!("sha256:{}", hex(&Sha256::digest(text)))
}

/// Bytes in hexadecimal digits.
pub fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .fold(String::with_capacity(2 * bytes.len()), |hex, byte| format!("{hex}{byte:02x}"))
}
