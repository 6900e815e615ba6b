//! The portal (办事大厅): what the public reads of the catalogue, the registers and the reports.
//!
//! Nothing here asks who somebody is. What is shown is read from the ledger into a [`Shelf`], which is
//! made anew when a register changes; the rows of registers are read page by page.

mod beside;
mod guide;
mod home;
mod items;
mod registers;
mod reports;
mod search_page;
mod shelf;
mod terms;
mod usual;

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use crate::web::{Office, Refused, Visit};

pub(crate) use shelf::{Public, Shelf};

/// The pages of the portal.
pub(crate) fn routes() -> Router<Office> {
    Router::new()
        .route("/", get(home::show))
        .route("/search", get(search_page::show))
        .route("/items", get(items::show))
        .route("/items/{code}", get(guide::show))
        .route("/registers", get(registers::list))
        .route("/registers/{name}", get(registers::show))
        .route("/reports", get(reports::list))
        .route("/reports/{year}/{*file}", get(reports::file))
        .route("/verify", get(reports::verifier))
}

/// The answer, or the page that says why there is none.
fn answered(answer: Result<Response, Refused>, visit: &Visit, office: &Office) -> Response {
    answer.unwrap_or_else(|refused| refused.answer(visit, office))
}
