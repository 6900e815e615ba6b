//! Search: what somebody types finds items, in Chinese, by pinyin and by other words for the same.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use efficacy::words::Value;
use serde::Deserialize;

use super::answered;
use super::items::Line;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// Items shown.
const MOST: usize = 30;

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
}

#[derive(Template)]
#[template(path = "portal/search.html")]
struct Page {
    frame: Frame,
    typed: String,
    /// How many were found; none where nothing was typed.
    found: Option<String>,
    lines: Vec<Line>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let answer = page(&office, &visit, asked.q).await;
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit, typed: String) -> Result<Response, Refused> {
    let (shelf, words) = (office.shelf().await?, &visit.words);
    let query = shelf.index().query(&typed);
    let searched = shelf.index().search(&query, MOST);
    let hits = searched.map_err(|error| Refused::broken(&error))?;
    let lines: Vec<Line> = hits
        .iter()
        .filter_map(|hit| shelf.find(&hit.id))
        .map(|entry| Line::marked(entry, &query.marks_in_name(&entry.item.name), words))
        .collect();
    let found = (!query.is_empty())
        .then(|| words.format("portal-search-found", &[("items", Value::from(lines.len()))]));
    let title = words.text("portal-search-title");
    visit.page(&Page { frame: visit.frame(office, Place::Items, title), typed, found, lines })
}
