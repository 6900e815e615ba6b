//! A row of a register: every column, and what became of it.

use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::words::{Value, Words};

use super::history::{self, Change, Said};
use super::{Register, called, public};
use crate::portal::answered;
use crate::portal::terms::Terms;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// An act of the row: when, what, which cells.
struct Step {
    when: String,
    what: String,
    said: Vec<String>,
}

#[derive(Template)]
#[template(path = "portal/registers/row.html")]
struct Page {
    frame: Frame,
    register: Register,
    is_ended: bool,
    /// The name of each column and what it says.
    cells: Vec<(String, String)>,
    /// The last first.
    steps: Vec<Step>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path((name, key)): Path<(String, String)>,
) -> Response {
    let answer = page(&office, &visit, &name, key).await;
    answered(answer, &visit, &office)
}

async fn page(
    office: &Office,
    visit: &Visit,
    name: &str,
    key: String,
) -> Result<Response, Refused> {
    let (public, table) = public(name)?;
    let found = office
        .read(move |books| books.ask(async |it| it.acts_of(&[(table.name, key.as_str())]).await));
    let acts = found.await?.into_values().next().unwrap_or_default();
    let no_row = || Refused::not_found("portal-no-row", "portal-no-row-next");
    let cells = history::last_cells(&acts).ok_or_else(no_row)?;
    let (words, terms) = (&visit.words, Terms(&visit.words));
    let shown = table.columns.iter().map(|column| {
        let cell = cells.get(column.name).map(|cell| terms.cell(column, cell));
        (terms.column(column), cell.unwrap_or_else(|| words.text("portal-guide-not-given")))
    });
    let changes = history::changes(table, &acts, words).into_iter().rev();
    visit.page(&Page {
        frame: visit.frame(office, Place::Registers, called(table, cells)),
        register: Register::of(public, visit),
        is_ended: history::is_ended(&acts),
        cells: shown.collect(),
        steps: changes.map(|change| step(&change, words)).collect(),
    })
}

fn step(change: &Change, words: &Words) -> Step {
    Step {
        when: history::told(change.at, words),
        what: change.what.clone(),
        said: change.said.iter().map(|said| sentence(said, words)).collect(),
    }
}

/// What a cell said before and says now, in a line.
pub(crate) fn sentence(said: &Said, words: &Words) -> String {
    let or_nothing = |cell: &Option<String>| {
        cell.clone().unwrap_or_else(|| words.text("portal-guide-not-given"))
    };
    let values = [
        ("element", Value::from(said.column.as_str())),
        ("before", or_nothing(&said.before).into()),
        ("after", or_nothing(&said.after).into()),
    ];
    words.format("portal-guide-change", &values)
}
