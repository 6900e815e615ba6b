//! The front page: find what you need.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::answered;
use super::items::{Line, lines};
use super::reports::{Headline, headline};
use super::ways::Ways;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// How many of the items that are asked for most are shown.
const MOST: usize = 10;

#[derive(Template)]
#[template(path = "portal/home.html")]
struct Page {
    frame: Frame,
    /// Nothing was typed yet.
    typed: &'static str,
    used: Vec<Line>,
    ways: Ways,
    /// The figures of the report published last.
    headline: Option<Headline>,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit) -> Response {
    let answer = page(&office, &visit).await;
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit) -> Result<Response, Refused> {
    let shelf = office.shelf().await?;
    let lang = visit.lang();
    let headline = office.read(move |books| headline(books, lang)).await?;
    let usuals = office.usuals();
    let most = usuals.most().iter().filter(|code| shelf.has_in_force(code));
    let most = most.take(MOST).cloned().collect();
    let used = lines(office, &visit.words, &shelf, most, |_| Vec::new()).await?;
    visit.page(&Page {
        frame: visit.frame(office, Place::Home, shelf.agency.clone()),
        typed: "",
        used,
        ways: Ways::of(&shelf, &visit.words, |_| String::new()),
        headline,
    })
}
