//! A page that shows every part that pages are made of.

use askama::Template;
use axum::Router;
use axum::extract::State;
use axum::response::Response;
use axum::routing::get;

use super::{Frame, Office, Place, Visit};

pub(super) fn routes() -> Router<Office> {
    Router::new().route("/design", get(show))
}

#[derive(Template)]
#[template(path = "web/design.html")]
struct Page {
    frame: Frame,
}

async fn show(State(office): State<Office>, visit: Visit) -> Response {
    let title = visit.words.text("web-design-title");
    let page = Page { frame: visit.frame(&office, Place::Elsewhere, title) };
    visit.page(&page).unwrap_or_else(|refused| refused.answer(&visit, &office))
}
