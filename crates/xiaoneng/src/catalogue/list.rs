//! The items at the workbench: state, limits, what is wrong; and beginning an item that isn't there.

use std::collections::{BTreeMap, HashMap};

use ::catalogue::{Finding, Item, Severity};
use askama::Template;
use authority::Action;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::draft::{Draft, open_drafts};
use super::says;
use crate::cli::Failure;
use crate::records::Books;
use crate::shelf::{Shelf, Shown};
use crate::web::{Frame, Office, Place, Posted, Refused, Visit, Visitor, Who, encoded, see};

/// Items on a page.
const PAGE: usize = 50;
/// Items that a search finds at most.
const MOST_FOUND: usize = 1000;
/// The most bytes of a code: a matter's name has no more.
const LONGEST_CODE: usize = 120;

struct Line {
    address: String,
    name: String,
    code: String,
    division: String,
    /// Of a draft that is open.
    stage: Option<String>,
    marks: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    typed: String,
    only_drafts: bool,
    found: String,
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
    may_edit: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    drafts: String,
    #[serde(default)]
    page: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    page(&office, &visit, &who, asked, None)
        .await
        .unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    Asked { q, drafts, page }: Asked,
    error: Option<String>,
) -> Result<Response, Refused> {
    let (typed, only_drafts) = (q.trim().to_owned(), drafts == "1");
    let number = page.parse().unwrap_or(1).max(1);
    let reading = office.clone();
    let looking = move |books: &Books| look(&reading, books, &typed, only_drafts, number);
    let Looked { found, number, last, items, open, findings } = office.read(looking).await?;
    let t = &visit.words;
    let line = |item: &Item| {
        let code = item.code.clone().unwrap_or_default();
        let mark = |severity: Severity, class: &'static str| {
            let own = findings.iter().filter(|it| it.item_code == code);
            let count = own.filter(|it| it.rule.severity == severity).count();
            let text = || format!("{} {count}", says::severity(severity, t));
            (count > 0).then(|| (class, text()))
        };
        let draft = open.get(&code).and_then(|draft| draft.stage.as_deref());
        Line {
            address: address(&code),
            name: item.name.clone().unwrap_or_default(),
            division: item.division.clone().unwrap_or_default(),
            stage: draft.map(|stage| says::stage(stage, t)),
            marks: [mark(Severity::Error, "late"), mark(Severity::Warning, "soon")]
                .into_iter()
                .flatten()
                .collect(),
            code,
        }
    };
    let found = match found {
        Count::Exactly(items) => t.format("editing-list-found", &[("items", items.into())]),
        Count::Over(items) => t.format("editing-list-found-over", &[("items", items.into())]),
    };
    let other = |page: usize| format!("/work/items?q={}&drafts={drafts}&page={page}", encoded(&q));
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text("editing-list-title")),
        error,
        only_drafts,
        found,
        lines: items.iter().map(line).collect(),
        before: (number > 1).then(|| other(number - 1)),
        after: (number < last).then(|| other(number + 1)),
        may_edit: who.could(Action::EditItems, office.tenant()),
        typed: q.clone(),
    })
}

/// How many were found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Count {
    Exactly(usize),
    /// More than are counted.
    Over(usize),
}

/// A page of the items that were looked for.
struct Looked {
    found: Count,
    number: usize,
    last: usize,
    items: Vec<Item>,
    open: BTreeMap<String, Draft>,
    findings: Vec<Finding>,
}

fn look(
    office: &Office,
    books: &Books,
    typed: &str,
    only_drafts: bool,
    number: usize,
) -> Result<Looked, Failure> {
    let shelf = office.current_shelf(books)?;
    let open = open_drafts(books)?;
    let small = typed.to_lowercase();
    let says = |item: &Item| {
        let texts = [&item.code, &item.name, &item.division];
        texts.into_iter().flatten().any(|text| text.to_lowercase().contains(&small))
    };
    // A draft is found by what it says, an item by what is in force; new ones stand first.
    let drafts = open.iter().filter(|(_, draft)| draft.item.as_ref().is_some_and(says));
    let (drafts, new): (Vec<&String>, Vec<&String>) =
        drafts.map(|(code, _)| code).partition(|code| shelf.has(code));
    let (found, others) = if only_drafts {
        (None, drafts.into_iter().cloned().collect())
    } else if typed.is_empty() {
        (Some(Count::Exactly(shelf.len() + new.len())), Vec::new())
    } else {
        let found = shelf.search(&shelf.query(typed), MOST_FOUND + 1, Shelf::has)?;
        (Some(Count::Over(MOST_FOUND)).filter(|_| found.len() > MOST_FOUND), found)
    };
    let found = found.unwrap_or(Count::Exactly(new.len() + others.len()));
    let (Count::Exactly(count) | Count::Over(count)) = found;
    let last = count.div_ceil(PAGE).max(1);
    let number = number.clamp(1, last);
    let from = (number - 1) * PAGE;
    let known = new.iter().copied().chain(&others);
    let mut codes: Vec<String> = known.skip(from).take(PAGE).cloned().collect();
    if typed.is_empty() && !only_drafts {
        codes.extend(shelf.codes(from.saturating_sub(new.len()), PAGE - codes.len()));
    }
    let rows = shelf.rows(books, &codes, Shown::Newest)?;
    let mut rows: HashMap<Option<String>, Item> =
        rows.into_iter().map(|item| (item.code.clone(), item)).collect();
    let item = |code: &String| {
        let draft = || open.get(code).and_then(|draft| draft.item.clone());
        rows.remove(&Some(code.clone())).or_else(draft)
    };
    let items = codes.iter().filter_map(item).collect();
    let findings = shelf.findings(books, &codes)?;
    Ok(Looked { found, number, last, items, open, findings })
}

/// Where an item is edited.
pub(super) fn address(code: &str) -> String {
    format!("/work/items/{}", encoded(code))
}

/// The code of an item that is to be.
#[derive(Deserialize)]
pub(super) struct Begun {
    #[serde(default)]
    code: String,
}

pub(super) async fn begin(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Begun { code }): Posted<Begun>,
) -> Response {
    let code = code.trim().to_owned();
    let is_code =
        !code.is_empty() && code.len() <= LONGEST_CODE && !code.chars().any(char::is_control);
    let begun = async {
        if !is_code {
            let error = Some(visit.words.text("editing-no-code"));
            return page(&office, &visit, &who, Asked::default(), error).await;
        }
        let (reading, asked) = (office.clone(), code.clone());
        let read = move |books: &Books| {
            Ok((Draft::read(books, &asked)?, reading.current_shelf(books)?.has(&asked)))
        };
        let (draft, is_there) = office.read(read).await?;
        if draft.is_open() || is_there {
            return Ok(see(&address(&code)));
        }
        // What is begun belongs to the division of who begins it.
        let item = Item {
            code: Some(code.clone()),
            division: who.principal.division.clone(),
            ..Item::default()
        };
        who.may(Action::EditItems, &draft.resource(&item, office.tenant(), &who.principal.id))?;
        let by = who.principal.id.clone();
        let saved = office.read(move |books| Ok(draft.save(books, &item, &by))).await?;
        match saved.map_err(|error| says::refused(error, &visit.words)) {
            Ok(()) => Ok(see(&address(&code))),
            Err(Ok(error)) => page(&office, &visit, &who, Asked::default(), Some(error)).await,
            Err(Err(failure)) => Err(failure.into()),
        }
    };
    begun.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
