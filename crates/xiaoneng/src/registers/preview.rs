//! The page on which a file is sent, told what is wrong with it, and shown what it would change.

use askama::Template;
use axum::response::Response;
use efficacy::package::{Column, Table};
use efficacy::report::Notice;
use efficacy::words::Words;

use super::plan::{Differing, Plan};
use super::reading::{Fault, Rows};
use super::{address, register};
use crate::portal::Terms;
use crate::portal::registers::history::differing;
use crate::portal::registers::{called, sentence};
use crate::web::{Frame, Office, Place, Refused, Visit};

/// Faults told, and rows of each kind shown.
const MOST: usize = 200;

/// A column as the page describes it.
struct Described {
    name: &'static str,
    label: String,
    is_required: bool,
    terms: String,
}

/// A row of a file that is wrong.
struct Wrong {
    row: String,
    column: String,
    says: String,
}

/// Rows of one kind in what a file would change.
#[derive(Default)]
struct Listed {
    count: usize,
    rows: Vec<(String, Vec<String>)>,
}

/// What a file would change, as it is shown.
struct Shown {
    same: usize,
    added: Listed,
    changed: Listed,
    lacking: Listed,
}

#[derive(Template)]
#[template(path = "registers/import.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    address: String,
    register: String,
    public: String,
    columns: Vec<Described>,
    pasted: String,
    notices: Vec<String>,
    faults: Vec<Wrong>,
    more_faults: usize,
    shown: Option<Shown>,
    mark: String,
}

/// What the page says beside the form.
#[derive(Default)]
pub(super) struct Said {
    pub(super) error: Option<String>,
    pub(super) pasted: String,
    pub(super) read: Rows,
    pub(super) plan: Option<Plan>,
}

pub(super) fn page(
    office: &Office,
    visit: &Visit,
    table: &'static Table,
    said: Said,
) -> Result<Response, Refused> {
    let (t, terms) = (&visit.words, Terms(&visit.words));
    let (public, _) = register(table.name)?;
    let wrong = |fault: &Fault| Wrong {
        row: fault.place.map_or_else(String::new, |(row, line)| {
            t.format("registers-import-row", &[("row", row.into()), ("line", line.into())])
        }),
        column: fault.column.map(|column| terms.column(column)).unwrap_or_default(),
        says: fault.says(t),
    };
    let column = |column: &'static Column| Described {
        name: column.name,
        label: terms.column(column),
        is_required: column.required,
        terms: {
            let term = |(code, _): &(&str, &str)| terms.cell(column, code);
            t.list(&column.terms.iter().map(term).collect::<Vec<_>>())
        },
    };
    let notice = |notice: &Notice| {
        let names = notice.message.split('`').skip(1).step_by(2).map(str::to_owned);
        let names: Vec<String> = names.collect();
        t.format("registers-import-unknown", &[("columns", t.list(&names).into())])
    };
    let faults = &said.read.faults;
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text("registers-import")),
        error: said.error,
        address: address(table),
        register: t.text(public.1),
        public: format!("/registers/{}", table.name),
        columns: table.columns.iter().map(column).collect(),
        pasted: said.pasted,
        notices: said.read.notices.iter().map(notice).collect(),
        more_faults: faults.len().saturating_sub(MOST),
        faults: faults.iter().take(MOST).map(wrong).collect(),
        mark: said.plan.as_ref().map(Plan::mark).unwrap_or_default(),
        shown: said.plan.map(|plan| shown(table, &plan, t)),
    })
}

fn shown(table: &'static Table, plan: &Plan, words: &Words) -> Shown {
    let name = |row: &Differing| {
        let cells = row.after.as_ref().or(row.before.as_ref());
        let name = cells.map_or("", |cells| called(table, cells));
        if name == row.key { name.to_owned() } else { format!("{name} {}", row.key) }
    };
    let listed = |rows: Vec<&Differing>| Listed {
        count: rows.len(),
        rows: rows.iter().take(MOST).map(|row| (name(row), said(table, row, words))).collect(),
    };
    Shown {
        same: plan.same,
        added: listed(plan.added().collect()),
        changed: listed(plan.changed().collect()),
        lacking: listed(plan.lacking().collect()),
    }
}

/// What each cell of a row that changes said and would say.
fn said(table: &'static Table, row: &Differing, words: &Words) -> Vec<String> {
    let (Some(before), Some(after)) = (&row.before, &row.after) else { return Vec::new() };
    let said = differing(table, before, after, words);
    said.iter().map(|said| sentence(said, words)).collect()
}
