//! A page that shows every part that pages are made of.

use askama::Template;
use axum::extract::State;
use axum::response::Response;

use super::{Doors, Frame, Office, Place, Visit};

pub(super) fn doors(doors: Doors) -> Doors {
    doors.open("/design", show)
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
