//! Search: what somebody types finds items, in Chinese, by pinyin and by other words for the same; while
//! they type, the names of some.

use std::sync::Arc;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query as FromQuery, State};
use axum::http::header;
use axum::response::Response;
use efficacy::words::Value;
use search::Query;
use serde::{Deserialize, Serialize};

use super::answered;
use super::items::{Line, address, lines};
use crate::records::Books;
use crate::shelf::{Shelf, Shown};
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
    let (query, codes) = found(office, &shelf, typed.clone(), MOST).await?;
    let marks = |name: &str| query.marks_in_name(name);
    let lines = lines(office, words, &shelf, codes, marks).await?;
    let found = (!query.is_empty())
        .then(|| words.format("portal-search-found", &[("items", Value::from(lines.len()))]));
    let title = words.text("portal-search-title");
    visit.page(&Page { frame: visit.frame(office, Place::Items, title), typed, found, lines })
}

/// The items in force that are found by what somebody typed, the best first.
async fn found(
    office: &Office,
    shelf: &Arc<Shelf>,
    typed: String,
    most: usize,
) -> Result<(Query, Vec<String>), Refused> {
    let shelf = shelf.clone();
    let search = move |_: &Books| {
        let query = shelf.query(&typed);
        let codes = shelf.search(&query, most, Shelf::has_in_force)?;
        Ok((query, codes))
    };
    office.read(search).await
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
    let (_, codes) = found(office, &shelf, typed.to_owned(), MOST_SUGGESTED).await?;
    let items = office.read(move |books| shelf.rows(books, &codes, Shown::InForce)).await?;
    let named = items.iter().filter_map(|it| Some((it.name.as_deref()?, it.code.as_deref()?)));
    let items = named.map(|(name, code)| Suggestion { name, address: address(code) });
    let json = serde_json::to_string(&items.collect::<Vec<_>>());
    let json = json.map_err(|error| Refused::broken(&error))?;
    Ok(visit.answer(([(header::CONTENT_TYPE, "application/json")], json)))
}
