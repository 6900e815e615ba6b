//! The registers (台账) that everybody may read, page by page, and as CSV.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header;
use axum::response::Response;
use efficacy::package::Table;
use efficacy::package::tables::TABLES;
use ledger::RegisterRow;
use serde::Deserialize;

use super::answered;
use super::terms::Terms;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// Rows on a page.
const PAGE: usize = 50;
/// Rows read at a time for a file.
const TOGETHER: usize = 1000;

/// Registers that are public. Ratings, requests for data and matters say what persons and other
/// agencies did; what comes of them is in the report.
const PUBLIC: [Public; 10] = [
    Public("power_changes", "portal-register-powers", "portal-register-powers-lead"),
    Public(
        "intermediary_services",
        "portal-register-intermediaries",
        "portal-register-intermediaries-lead",
    ),
    Public("proofs", "portal-register-proofs", "portal-register-proofs-lead"),
    Public("documents", "portal-register-documents", "portal-register-documents-lead"),
    Public("activities", "portal-register-activities", "portal-register-activities-lead"),
    Public("interfaces", "portal-register-interfaces", "portal-register-interfaces-lead"),
    Public("licence_types", "portal-register-licences", "portal-register-licences-lead"),
    Public("systems", "portal-register-systems", "portal-register-systems-lead"),
    Public("models", "portal-register-models", "portal-register-models-lead"),
    Public("knowledge", "portal-register-knowledge", "portal-register-knowledge-lead"),
];

/// A public register: its table, and the keys of its name and of what it holds.
#[derive(Clone, Copy)]
struct Public(&'static str, &'static str, &'static str);

impl Public {
    fn table(self) -> Option<&'static Table> {
        TABLES.iter().copied().find(|table| table.name == self.0)
    }
}

fn public(name: &str) -> Result<(Public, &'static Table), Refused> {
    let found = PUBLIC.into_iter().find(|public| public.0 == name);
    let found = found.and_then(|public| Some((public, public.table()?)));
    found.ok_or_else(|| Refused::not_found("portal-no-register", "portal-no-register-next"))
}

/// The name of a register, and what it holds.
struct Register {
    address: String,
    name: String,
    lead: String,
}

impl Register {
    fn of(public: Public, visit: &Visit) -> Self {
        let Public(table, name, lead) = public;
        let address = format!("/registers/{table}");
        Self { address, name: visit.words.text(name), lead: visit.words.text(lead) }
    }
}

#[derive(Template)]
#[template(path = "portal/registers.html")]
struct ListPage {
    frame: Frame,
    registers: Vec<Register>,
}

pub(super) async fn list(State(office): State<Office>, visit: Visit) -> Response {
    let page = ListPage {
        frame: visit.frame(&office, Place::Registers, visit.words.text("web-way-registers")),
        registers: PUBLIC.map(|public| Register::of(public, &visit)).into(),
    };
    answered(visit.page(&page), &visit, &office)
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// Position of the last row of the page before.
    #[serde(default)]
    after: String,
}

/// What stands in a cell, and how it is set.
struct Cell {
    text: String,
    class: &'static str,
}

#[derive(Template)]
#[template(path = "portal/register.html")]
struct Page {
    frame: Frame,
    lead: String,
    file: String,
    columns: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    is_first: bool,
    first: String,
    after: Option<String>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path(name): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let after = asked.ok().and_then(|Query(asked)| asked.after.parse().ok()).unwrap_or(0);
    let answer = match name.strip_suffix(".csv") {
        Some(name) => file(&office, name).await,
        None => page(&office, &visit, &name, after).await,
    };
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit, name: &str, after: i64) -> Result<Response, Refused> {
    let (public, table) = public(name)?;
    let mut rows = rows(office, table, after, PAGE + 1).await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let Register { address, name, lead } = Register::of(public, visit);
    let terms = Terms(&visit.words);
    // A column that no row on the page has says nothing.
    let columns: Vec<_> = table
        .columns
        .iter()
        .filter(|column| rows.iter().any(|row| row.cells.contains_key(column.name)))
        .collect();
    let class = |column: &str| {
        let cells = || rows.iter().filter_map(|row| row.cells.get(column));
        if cells().all(|cell| cell.parse::<f64>().is_ok() && cell.len() < 6) {
            "num"
        } else if cells().all(|cell| cell.parse::<jiff::civil::Date>().is_ok()) {
            "day"
        } else {
            "text"
        }
    };
    let classes: Vec<&'static str> = columns.iter().map(|column| class(column.name)).collect();
    let cells = |row: &RegisterRow| {
        let cell = |(column, class): (&&efficacy::package::Column, &&'static str)| {
            let cell = row.cells.get(column.name).map_or("", String::as_str);
            Cell { text: terms.cell(table.name, column, cell), class }
        };
        columns.iter().zip(&classes).map(cell).collect::<Vec<_>>()
    };
    let head = |(column, class): (&&efficacy::package::Column, &&'static str)| Cell {
        text: terms.column(column),
        class,
    };
    let last = rows.last().map(|row| row.opened);
    visit.page(&Page {
        frame: visit.frame(office, Place::Registers, name),
        lead,
        file: format!("{address}.csv"),
        columns: columns.iter().zip(&classes).map(head).collect(),
        rows: rows.iter().map(cells).collect(),
        is_first: after == 0,
        after: last.filter(|_| is_more).map(|last| format!("{address}?after={last}")),
        first: address,
    })
}

async fn rows(
    office: &Office,
    table: &'static Table,
    after: i64,
    limit: usize,
) -> Result<Vec<RegisterRow>, Refused> {
    office.read(move |books| books.ask(async |it| it.rows(table.name, after, limit).await)).await
}

/// The whole register as CSV, as the exchange package has it; no cell of it is a formula.
async fn file(office: &Office, name: &str) -> Result<Response, Refused> {
    let (_, table) = public(name)?;
    let mut out = csv::Writer::from_writer(Vec::new());
    let broken = |error: csv::Error| Refused::broken(&error);
    out.write_record(table.columns.iter().map(|column| column.name)).map_err(broken)?;
    let mut after = 0;
    loop {
        let page = rows(office, table, after, TOGETHER).await?;
        for row in &page {
            let cell = |name: &str| harmless(row.cells.get(name).map_or("", String::as_str));
            let cells = table.columns.iter().map(|column| cell(column.name));
            out.write_record(cells).map_err(broken)?;
        }
        match page.last() {
            Some(last) if page.len() == TOGETHER => after = last.opened,
            _ => break,
        }
    }
    let text = out.into_inner().map_err(|error| Refused::broken(&error))?;
    let kind = [
        (header::CONTENT_TYPE, "text/csv; charset=utf-8".to_owned()),
        (header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}.csv\"")),
    ];
    Ok(axum::response::IntoResponse::into_response((kind, text)))
}

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && cell.parse::<f64>().is_err() {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_public_register_is_a_table_of_the_exchange() {
        assert!(PUBLIC.iter().all(|it| it.table().is_some()));
        assert!(["ratings", "matters", "acts", "items", ""].iter().all(|it| public(it).is_err()));
    }

    #[test]
    fn no_cell_is_a_formula() {
        for (cell, expected) in
            [("=1+1", "'=1+1"), ("-3", "-3"), ("@a", "'@a"), ("a=b", "a=b"), ("", "")]
        {
            assert_eq!(harmless(cell), expected);
        }
    }
}
