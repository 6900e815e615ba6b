//! The powers that changed, and any item to look at.

use std::collections::BTreeMap;

use ::catalogue::{PowerChange, Powers};
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{held, term};
use crate::web::{Frame, Office, Place, Refused, Visit, encoded};

/// Items shown.
const MOST: usize = 100;

struct Line {
    address: String,
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
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

/// Without a word the items whose power changed; with one any that has it.
pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let page = async {
        let shelf = office.shelf().await?;
        let reading = |books: &crate::records::Books| Ok((books.power_changes()?, books.region()?));
        let (changes, region) = office.read(reading).await?;
        let (t, today, typed) = (&visit.words, office.today(), asked.q.trim().to_lowercase());
        let items = &shelf.catalogue().items;
        let powers = Powers::of(items, &changes);
        let mut by_code: BTreeMap<&str, Vec<&PowerChange>> = BTreeMap::new();
        for change in &changes {
            by_code
                .entry(change.item_code.as_deref().unwrap_or_default())
                .or_default()
                .push(change);
        }
        let name = |code: &str| shelf.newest(code).and_then(|item| item.name.clone());
        let moved = by_code.keys().map(|code| (*code).to_owned());
        let all = shelf.newest_of_all().filter_map(|item| item.code.clone());
        let codes: Vec<String> = if typed.is_empty() { moved.collect() } else { all.collect() };
        let is_found = |code: &&String| {
            let text = format!("{code} {}", name(code).unwrap_or_default()).to_lowercase();
            text.contains(&typed)
        };
        let found: Vec<&String> = codes.iter().filter(is_found).collect();
        let line = |code: &&String| {
            let change = |change: &&PowerChange| {
                let kind = change.change.map(|kind| term(kind, t)).unwrap_or_default();
                let day = change.effective_on.map(|day| t.date(day)).unwrap_or_default();
                format!("{kind} {day}")
            };
            let holding = region.and_then(|region| powers.holder(code, region, today));
            Line {
                address: format!("/work/powers/{}", encoded(code)),
                name: name(code).unwrap_or_default(),
                holds: holding.map(|holding| held(&holding, t)),
                changes: by_code
                    .get(code.as_str())
                    .map(|changes| changes.iter().map(change).collect())
                    .unwrap_or_default(),
                code: (*code).clone(),
            }
        };
        visit.page(&Page {
            frame: visit.frame(&office, Place::Work, t.text("powers-title")),
            found: t.format("powers-found", &[("items", found.len().into())]),
            lines: found.iter().take(MOST).map(line).collect(),
            typed: asked.q.clone(),
        })
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
