//! The portal (办事大厅): what the public reads of the catalogue, the registers and the reports.
//!
//! Nothing here asks who somebody is. What is shown is read from the ledger into a [`Shelf`], which is
//! made anew when a register changes; the rows of registers are read page by page.

mod answers;
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
mod ways;

use axum::Router;
use axum::response::Response;
use axum::routing::get;

use crate::web::{Office, Refused, Visit};

pub(crate) use shelf::{Public, Shelf};

/// The pages of the portal.
pub(crate) fn routes() -> Router<Office> {
    Router::new()
        .merge(registers::routes())
        .route("/", get(home::show))
        .route("/search", get(search_page::show))
        .route("/suggest", get(search_page::suggest))
        .route("/items", get(items::show))
        .route("/items/{code}", get(guide::show))
        .route("/reports", get(reports::list))
        .route("/reports/{year}/{*file}", get(reports::file))
        .route("/verify", get(reports::verifier))
}

/// The answer, or the page that says why there is none.
fn answered(answer: Result<Response, Refused>, visit: &Visit, office: &Office) -> Response {
    answer.unwrap_or_else(|refused| refused.answer(visit, office))
}
