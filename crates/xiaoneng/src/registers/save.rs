//! What is recorded of rows: saved, added, retired.

use std::collections::HashMap;

use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::package::Table;
use serde::Deserialize;

use super::form::texts_of;
use super::row::{Open, Sent, page};
use super::{may_change, reading, row_address};
use crate::cli::Failure;
use crate::portal::registers::history::is_ended;
use crate::records::{RowChange, RowError, key_of};
use crate::web::{Office, Posted, Refused, Visit, Visitor, Who, see};

/// The longest reason in characters.
const LONGEST_REASON: usize = 500;

pub(super) async fn save(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path((name, key)): Path<(String, String)>,
    Posted(sent): Posted<Vec<(String, String)>>,
) -> Response {
    let saved = async {
        let open = Open::read(&office, &name, &key).await?;
        may_change(&office, &who, &open.cells())?;
        let texts = texts_of(open.table, &sent, Some(&open.cells()));
        let seen = sent.iter().find(|(name, _)| name == "version");
        let seen = seen.and_then(|(_, version)| version.parse().ok()).unwrap_or(0);
        record(&office, &visit, &who, open, (texts, key, seen)).await
    };
    saved.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

pub(super) async fn add(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(name): Path<String>,
    Posted(sent): Posted<Vec<(String, String)>>,
) -> Response {
    let added = async {
        let open = Open::new(&name)?;
        let texts = texts_of(open.table, &sent, None);
        let Ok(cells) = reading::row(open.table, &texts) else {
            return record(&office, &visit, &who, open, (texts, String::new(), 0)).await;
        };
        let key = key_of(open.table, &cells, &mut HashMap::new());
        let (table, asked) = (open.table, key.clone());
        let acts = office.read(move |books| books.acts_of_row(table.name, &asked)).await?;
        // One that was ended comes back.
        let seen = if is_ended(&acts) { acts.len() as i64 } else { 0 };
        record(&office, &visit, &who, open, (texts, key, seen)).await
    };
    added.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// Records what a form says, or shows it again with why that couldn't be.
async fn record(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    open: Open,
    (texts, key, seen): (Vec<String>, String, i64),
) -> Result<Response, Refused> {
    let (t, table) = (&visit.words, open.table);
    let cells = match reading::row(table, &texts) {
        Ok(cells) => cells,
        Err(faults) => {
            let error = Some(t.text("registers-unread"));
            let sent = Sent { texts: Some(texts), faults, error, is_late: false };
            return page(office, visit, who, open, sent).await;
        }
    };
    may_change(office, who, &cells)?;
    let change = RowChange { key: key.clone(), seen, to: Ok(cells) };
    if change_row(office, table, change, who).await? {
        return Ok(see(&row_address(table, &key)));
    }
    // Somebody was quicker, or the row to be added is there.
    let is_new = open.key.is_none();
    let late = Open::read(office, table.name, &key).await?;
    let open = if is_new { open } else { late };
    let error = Some(t.text(if is_new { "registers-there" } else { "registers-conflict" }));
    let sent = Sent { texts: Some(texts), faults: Vec::new(), error, is_late: !is_new };
    page(office, visit, who, open, sent).await
}

/// Why a row leaves its register, and how it was seen.
#[derive(Deserialize)]
pub(super) struct Why {
    #[serde(default)]
    reason: String,
    #[serde(default)]
    version: String,
}

pub(super) async fn retire(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path((name, key)): Path<(String, String)>,
    Posted(Why { reason, version }): Posted<Why>,
) -> Response {
    let retired = async {
        let open = Open::read(&office, &name, &key).await?;
        may_change(&office, &who, &open.cells())?;
        let reason = reason.trim();
        let refused = if reason.is_empty() || reason.chars().count() > LONGEST_REASON {
            "registers-reason-missing"
        } else {
            let seen = version.parse().unwrap_or(0);
            let change = RowChange { key: key.clone(), seen, to: Err(reason.to_owned()) };
            if change_row(&office, open.table, change, &who).await? {
                return Ok(see(&row_address(open.table, &key)));
            }
            "registers-conflict"
        };
        let open = Open::read(&office, &name, &key).await?;
        let error = Some(visit.words.text(refused));
        page(&office, &visit, &who, open, Sent { error, ..Sent::default() }).await
    };
    retired.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// Whether the change is recorded; not where somebody else was quicker.
async fn change_row(
    office: &Office,
    table: &'static Table,
    change: RowChange,
    who: &Visitor,
) -> Result<bool, Refused> {
    let by = who.principal.id.clone();
    office.read(move |books| changed(books.change_rows(table, &[change], &by))).await
}

/// Whether rows are recorded, or somebody else was quicker.
pub(super) fn changed(done: Result<(), RowError>) -> Result<bool, Failure> {
    match done {
        Ok(()) => Ok(true),
        Err(RowError::Conflict) => Ok(false),
        Err(RowError::Failed(failure)) => Err(failure),
    }
}
