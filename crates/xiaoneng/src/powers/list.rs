//! The powers that changed, and any item to look at.

use std::collections::BTreeMap;

use ::catalogue::{Item, PowerChange, Powers, Region};
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{held, term};
use crate::cli::Failure;
use crate::records::Books;
use crate::shelf::Shelf;
use crate::web::{Frame, Office, Place, Refused, Visit, encoded};

/// Items on a page.
const PAGE: usize = 50;
/// Items that a search finds at most.
const MOST_FOUND: usize = 1000;

struct Line {
    /// Where its power is told, if it is in the catalogue.
    address: Option<String>,
    name: String,
    code: String,
    holds: Option<String>,
    changes: Vec<String>,
}

#[derive(Template)]
#[template(path = "powers/list.html")]
struct Page {
    frame: Frame,
    typed: String,
    found: String,
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    /// Which page; 1 is the first.
    #[serde(default)]
    page: String,
}

/// Without a word the items whose power changed; with one any that has it.
pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let page = async {
        let (reading, typed) = (office.clone(), asked.q.trim().to_owned());
        let number = asked.page.parse().unwrap_or(1).max(1);
        let looking = move |books: &Books| look(&reading, books, &typed, number);
        let Looked { count, is_over, number, last, codes, items, changes, region } =
            office.read(looking).await?;
        let (t, today) = (&visit.words, office.today());
        let powers = Powers::of(&items, &changes);
        let by_code = by_code(&changes);
        let name = |code: &str| {
            let newest = items.iter().rfind(|item| item.code.as_deref() == Some(code));
            newest.and_then(|item| item.name.clone())
        };
        let line = |code: &String| {
            let change = |change: &&PowerChange| {
                let kind = change.change.map(|kind| term(kind, t)).unwrap_or_default();
                let day = change.effective_on.map(|day| t.date(day)).unwrap_or_default();
                format!("{kind} {day}")
            };
            let holding = region.and_then(|region| powers.holder(code, region, today));
            Line {
                address: name(code).map(|_| format!("/work/powers/{}", encoded(code))),
                name: name(code).unwrap_or_default(),
                holds: holding.map(|holding| held(&holding, t)),
                changes: by_code
                    .get(code.as_str())
                    .map(|changes| changes.iter().map(change).collect())
                    .unwrap_or_default(),
                code: code.clone(),
            }
        };
        let items = [("items", count.into())];
        let found = if is_over {
            t.format("editing-list-found-over", &items)
        } else {
            t.format("powers-found", &items)
        };
        let other = |page: usize| format!("/work/powers?q={}&page={page}", encoded(&asked.q));
        visit.page(&Page {
            frame: visit.frame(&office, Place::Work, t.text("powers-title")),
            found,
            before: (number > 1).then(|| other(number - 1)),
            after: (number < last).then(|| other(number + 1)),
            lines: codes.iter().map(line).collect(),
            typed: asked.q.clone(),
        })
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// What is shown: of so many items that were found, or more than are counted, those of a page.
struct Looked {
    count: usize,
    is_over: bool,
    number: usize,
    last: usize,
    codes: Vec<String>,
    /// Their versions, each item's in the order of their days.
    items: Vec<Item>,
    changes: Vec<PowerChange>,
    region: Option<Region>,
}

fn look(office: &Office, books: &Books, typed: &str, number: usize) -> Result<Looked, Failure> {
    let shelf = office.current_shelf(books)?;
    let (changes, region) = (books.power_changes()?, books.region()?);
    let mut found: Vec<String> = if typed.is_empty() {
        by_code(&changes).into_keys().map(str::to_owned).collect()
    } else {
        shelf.search(&shelf.query(typed), MOST_FOUND + 1, Shelf::has)?
    };
    let is_over = !typed.is_empty() && found.len() > MOST_FOUND;
    if is_over {
        found.truncate(MOST_FOUND);
    }
    let (count, last) = (found.len(), found.len().div_ceil(PAGE).max(1));
    let number = number.min(last);
    let codes: Vec<String> = found.into_iter().skip((number - 1) * PAGE).take(PAGE).collect();
    let mut items = shelf.part(books, &codes)?.items;
    items.sort_by_key(|item| item.valid_from);
    Ok(Looked { count, is_over, number, last, codes, items, changes, region })
}

fn by_code(changes: &[PowerChange]) -> BTreeMap<&str, Vec<&PowerChange>> {
    let mut by_code: BTreeMap<&str, Vec<&PowerChange>> = BTreeMap::new();
    for change in changes {
        by_code.entry(change.item_code.as_deref().unwrap_or_default()).or_default().push(change);
    }
    by_code
}
