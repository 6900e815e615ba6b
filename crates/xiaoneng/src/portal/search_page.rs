//! Search: what somebody types finds items, in Chinese, by pinyin and by other words for the same; while
//! they type, the names of some.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as FromQuery, State};
use axum::http::header;
use axum::response::Response;
use efficacy::words::Value;
use search::Query;
use serde::{Deserialize, Serialize};

use super::answered;
use super::items::{Line, address};
use super::shelf::{Entry, Shelf};
use crate::web::{Frame, Office, Place, Refused, Visit};

/// Items shown.
const MOST: usize = 30;
/// Items suggested while somebody types.
const MOST_SUGGESTED: usize = 8;

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
    asked: Result<FromQuery<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|FromQuery(asked)| asked).unwrap_or_default();
    let answer = page(&office, &visit, asked.q).await;
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit, typed: String) -> Result<Response, Refused> {
    let (shelf, words) = (office.shelf().await?, &visit.words);
    let query = shelf.index().query(&typed);
    let lines: Vec<Line> = found(&shelf, &query, MOST)?
        .map(|entry| Line::marked(entry, &query.marks_in_name(&entry.item.name), words))
        .collect();
    let found = (!query.is_empty())
        .then(|| words.format("portal-search-found", &[("items", Value::from(lines.len()))]));
    let title = words.text("portal-search-title");
    visit.page(&Page { frame: visit.frame(office, Place::Items, title), typed, found, lines })
}

/// The items that a query finds, the best first.
fn found<'a>(
    shelf: &'a Shelf,
    query: &Query,
    most: usize,
) -> Result<impl Iterator<Item = Entry<'a>> + use<'a>, Refused> {
    let hits = shelf.index().search(query, most).map_err(|error| Refused::broken(&error))?;
    Ok(hits.into_iter().filter_map(move |hit| shelf.find(&hit.id)))
}

/// An item that may be meant.
#[derive(Serialize)]
struct Suggestion<'a> {
    name: &'a str,
    address: String,
}

/// What somebody who types may mean, as JSON.
pub(super) async fn suggest(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<FromQuery<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|FromQuery(asked)| asked).unwrap_or_default();
    let answer = suggestions(&office, &visit, &asked.q).await;
    answered(answer, &visit, &office)
}

async fn suggestions(office: &Office, visit: &Visit, typed: &str) -> Result<Response, Refused> {
    let shelf = office.shelf().await?;
    let query = shelf.index().query(typed);
    let items = found(&shelf, &query, MOST_SUGGESTED)?.map(|entry| entry.item);
    let items = items.map(|it| Suggestion { name: &it.name, address: address(&it.item_code) });
    let json = serde_json::to_string(&items.collect::<Vec<_>>());
    let json = json.map_err(|error| Refused::broken(&error))?;
    Ok(visit.answer(([(header::CONTENT_TYPE, "application/json")], json)))
}
