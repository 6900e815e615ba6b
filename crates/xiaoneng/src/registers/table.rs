//! The rows of a register page by page: what is wrong with each, and the figures read from them.

use ::catalogue::{Finding, Severity};
use askama::Template;
use authority::Action;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use efficacy::words::Words;
use ledger::RegisterRow;
use serde::Deserialize;

use super::figures::{self, Told};
use super::{address, register, row_address};
use crate::catalogue::severity;
use crate::portal::Terms;
use crate::portal::registers::{Cell, Wanted, cells};
use crate::records::Books;
use crate::web::{Frame, Office, Place, Refused, Visit, Visitor, Who};

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
    /// Only rows that rules find something wrong with.
    #[serde(default)]
    wrong: String,
    /// Position of the last row of the page before.
    #[serde(default)]
    after: String,
}

/// A row with what is wrong with it.
struct Line {
    cells: Vec<Cell>,
    marks: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "registers/table.html")]
struct Page {
    frame: Frame,
    lead: String,
    address: String,
    public: String,
    count: String,
    typed: String,
    columns: Vec<(&'static str, String, bool)>,
    only_wrong: bool,
    is_narrowed: bool,
    heads: Vec<Cell>,
    lines: Vec<Line>,
    first: Option<String>,
    after: Option<String>,
    year: String,
    figures: Vec<Told>,
    may_change: bool,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(name): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let answer = page(&office, &visit, &who, &name, asked).await;
    answer.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    name: &str,
    asked: Asked,
) -> Result<Response, Refused> {
    let (public, table) = register(name)?;
    let (reading, words) = (office.clone(), visit.words.clone());
    let after = asked.after.parse().unwrap_or(0);
    let only_wrong = asked.wrong == "1";
    let wanted = Wanted::of(table, &asked.q, &asked.column, &words);
    let narrowed = wanted.query() + if only_wrong { "wrong=1&" } else { "" };
    let year = office.usuals().year().unwrap_or(office.today().year());
    let reading = move |books: &Books| {
        let shelf = reading.current_shelf(books)?;
        let findings = |rows: &[RegisterRow]| {
            shelf.findings_of_rows(books, table.name, rows.iter().map(|row| &row.cells))
        };
        let meant = |rows: Vec<RegisterRow>| {
            if !only_wrong {
                return Ok(rows);
            }
            let found = findings(&rows)?;
            let wrong = rows.into_iter().zip(found).filter(|(_, found)| !found.is_empty());
            Ok(wrong.map(|(row, _)| row).collect())
        };
        let rows = wanted.rows(books, after, PAGE + 1, meant)?;
        let marks: Vec<_> = findings(&rows)?.iter().map(|found| marks(found, &words)).collect();
        let count = books.ask(async |it| it.count_rows(table.name).await)?;
        Ok((rows, marks, count, figures::of(books, table, year, &words)?))
    };
    let (mut rows, marks, count, figures) = office.read(reading).await?;
    let is_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let (t, terms) = (&visit.words, Terms(&visit.words));
    let last = rows.last().map(|row| row.opened).filter(|_| is_more);
    let (heads, shown) = cells(table, &rows, terms, |key| row_address(table, key));
    let page = |more: String| format!("{}?{narrowed}{more}", address(table));
    let column = |column: &'static efficacy::package::Column| {
        (column.name, terms.column(column), column.name == asked.column)
    };
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text(public.1)),
        lead: t.text(public.2),
        address: address(table),
        public: format!("/registers/{}", table.name),
        count: t.format("registers-rows", &[("rows", count.into())]),
        columns: table.columns.iter().map(column).collect(),
        is_narrowed: !narrowed.is_empty(),
        only_wrong,
        heads,
        lines: shown.into_iter().zip(marks).map(|(cells, marks)| Line { cells, marks }).collect(),
        first: (after > 0).then(|| page(String::new())),
        after: last.map(|last| page(format!("after={last}"))),
        year: year.to_string(),
        figures,
        may_change: who.could(Action::ChangeRegisters, office.tenant()),
        typed: asked.q,
    })
}

/// How many errors, warnings and pieces of advice rules have for a row.
fn marks(found: &[Finding], words: &Words) -> Vec<(&'static str, String)> {
    let mark = |(weight, class): (Severity, &'static str)| {
        let count = found.iter().filter(|finding| finding.rule.severity == weight).count();
        (count > 0).then(|| (class, format!("{} {count}", severity(weight, words))))
    };
    let weights =
        [(Severity::Error, "late"), (Severity::Warning, "soon"), (Severity::Advice, "paused")];
    weights.into_iter().filter_map(mark).collect()
}
