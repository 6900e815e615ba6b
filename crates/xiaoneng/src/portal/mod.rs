//! The portal (办事大厅): what the public reads of the catalogue, the registers and the reports.
//!
//! Nothing here asks who somebody is. Items are found on the [`Shelf`](crate::shelf::Shelf) and read from the
//! ledger for those on a page, the rows of registers page by page.

mod answers;
mod beside;
mod guide;
mod home;
mod items;
pub(crate) mod registers;
mod reports;
mod search_page;
mod terms;
mod ways;

use axum::response::Response;

use crate::web::{Doors, Office, Refused, Visit};

pub(crate) use reports::{Editions, Latest, latest};
pub(crate) use terms::Terms;

/// The pages of the portal.
pub(crate) fn doors(doors: Doors) -> Doors {
    registers::doors(doors)
        .open("/", home::show)
        .open("/search", search_page::show)
        .open("/suggest", search_page::suggest)
        .open("/items", items::show)
        .open("/items/{code}", guide::show)
        .open("/reports", reports::list)
        .open("/reports/{year}/{*file}", reports::file)
        .open("/verify", reports::verifier)
}

/// The answer, or the page that says why there is none.
fn answered(answer: Result<Response, Refused>, visit: &Visit, office: &Office) -> Response {
    answer.unwrap_or_else(|refused| refused.answer(visit, office))
}
