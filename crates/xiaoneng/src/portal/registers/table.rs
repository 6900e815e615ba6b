//! A register page by page, narrowed to what somebody looks for, with the figures that are read from it.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use efficacy::figures;
use efficacy::package::{Column, Table};
use efficacy::report::{FigureWords, Number};
use efficacy::words::Words;
use ledger::RegisterRow;
use serde::Deserialize;

use super::file::file;
use super::wanted::Wanted;
use super::{Register, public};
use crate::portal::answered;
use crate::portal::reports::{self, Latest};
use crate::portal::terms::Terms;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// Rows on a page.
const PAGE: usize = 50;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    /// What a row is to say.
    #[serde(default)]
    q: String,
    /// In which column; empty for any.
    #[serde(default)]
    column: String,
    /// Position of the last row of the page before.
    #[serde(default)]
    after: String,
}

/// What stands in a cell, and how it is set.
pub(crate) struct Cell {
    pub(crate) text: String,
    pub(crate) class: &'static str,
    /// Of the first cell of a row: where the row is.
    pub(crate) address: Option<String>,
}

/// A column that rows can be narrowed by.
struct Choice {
    name: &'static str,
    text: String,
    is_here: bool,
}

/// A figure that is read from the register.
struct Read {
    name: String,
    /// Where it is in the report published last, and what it is there.
    published: Option<(String, String)>,
}

#[derive(Template)]
#[template(path = "portal/registers/table.html")]
struct Page {
    frame: Frame,
    lead: String,
    register: String,
    typed: String,
    choices: Vec<Choice>,
    columns: Vec<Cell>,
    rows: Vec<Vec<Cell>>,
    is_first: bool,
    first: String,
    after: Option<String>,
    read: Vec<Read>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path(name): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let answer = match name.strip_suffix(".csv") {
        Some(name) => file(&office, name).await,
        None => page(&office, &visit, &name, asked).await,
    };
    answered(answer, &visit, &office)
}

async fn page(
    office: &Office,
    visit: &Visit,
    name: &str,
    asked: Asked,
) -> Result<Response, Refused> {
    let (public, table) = public(name)?;
    let after = asked.after.parse().unwrap_or(0);
    let terms = Terms(&visit.words);
    let wanted = Wanted::of(table, &asked.q, &asked.column, &visit.words);
    let narrowed = wanted.query();
    let found = office.read(move |books| wanted.rows(books, after, PAGE + 1, Ok));
    let mut rows = found.await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let Register { address, name, lead } = Register::of(public, visit);
    let latest = office.read(reports::latest).await?;
    let (columns, rows_shown) = cells(table, &rows, terms, |key| super::address(table, key));
    let last = rows.last().map(|row| row.opened);
    let choice = |column: &Column| Choice {
        name: column.name,
        text: terms.column(column),
        is_here: asked.column == column.name,
    };
    visit.page(&Page {
        frame: visit.frame(office, Place::Registers, name),
        lead,
        choices: table.columns.iter().map(choice).collect(),
        columns,
        rows: rows_shown,
        is_first: after == 0,
        after: last.filter(|_| is_more).map(|last| format!("{address}?{narrowed}after={last}")),
        first: format!("{address}?{narrowed}"),
        read: read_from(table, latest.as_ref(), &visit.words),
        register: address,
        typed: asked.q.clone(),
    })
}

/// The head of the table and its rows, without the columns that no row on the page has.
pub(crate) fn cells(
    table: &'static Table,
    rows: &[RegisterRow],
    terms: Terms<'_>,
    address: impl Fn(&str) -> String,
) -> (Vec<Cell>, Vec<Vec<Cell>>) {
    let is_given = |column: &&Column| rows.iter().any(|row| row.cells.contains_key(column.name));
    let columns: Vec<(&Column, &'static str)> =
        table.columns.iter().filter(is_given).map(|column| (column, class(rows, column))).collect();
    let head = |(column, class): &(&Column, &'static str)| Cell {
        text: terms.column(column),
        class,
        address: None,
    };
    let row = |row: &RegisterRow| {
        let cell = |(place, (column, class)): (usize, &(&Column, &'static str))| {
            let cell = row.cells.get(column.name).map_or("", String::as_str);
            let address = (place == 0).then(|| address(&row.matter));
            Cell { text: terms.cell(column, cell), class, address }
        };
        columns.iter().enumerate().map(cell).collect::<Vec<_>>()
    };
    (columns.iter().map(head).collect(), rows.iter().map(row).collect())
}

/// How the cells of a column are set, by what they hold.
fn class(rows: &[RegisterRow], column: &Column) -> &'static str {
    let cells = || rows.iter().filter_map(|row| row.cells.get(column.name));
    if cells().all(|cell| cell.parse::<f64>().is_ok() && cell.len() < 6) {
        "num"
    } else if cells().all(|cell| cell.parse::<jiff::civil::Date>().is_ok()) {
        "day"
    } else {
        "text"
    }
}

/// The figures that need the register, as the report published last has them.
fn read_from(table: &Table, latest: Option<&Latest>, words: &Words) -> Vec<Read> {
    let read = |figure: &figures::Definition| Read {
        name: FigureWords::new(words).name(figure.id),
        published: latest.and_then(|latest| published(figure, latest, words)),
    };
    figures::all().filter(|figure| figure.needs.contains(&table.name)).map(read).collect()
}

/// Where a figure is in the report published last, and what it is there.
pub(crate) fn published(
    figure: &figures::Definition,
    latest: &Latest,
    words: &Words,
) -> Option<(String, String)> {
    let value = latest.value(figure.id).map(Number);
    let value = FigureWords::new(words).number(Some(value?), figure.unit);
    Some((format!("{}#figure-{}", latest.address, figure.id), value))
}
