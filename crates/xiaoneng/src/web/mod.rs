//! The shell of the web application: what stands around the pages of every capability.
//!
//! ```text
//!  request ─► language ─► route ─► a page of a capability, on a thread that may wait for the ledger
//!                                     │
//!                                     ▼
//!                                  Frame: head, language, way on ─► HTML, or a problem that says what to do
//! ```
//!
//! Pages are whole without JavaScript. What they look like is one style sheet, `design/style.css`, and
//! the parts in `design/parts.html`; `/design` shows every one of them.

mod address;
mod asset;
mod design;
mod doors;
mod failure;
mod frame;
mod health;
mod journal;
mod language;
mod office;
mod posted;
mod settings;
mod uploaded;
mod visit;
mod visitor;

use axum::Router;
use axum::http::header;
use axum::middleware;

use crate::{accounts, catalogue, portal, powers, registers};

pub(crate) use address::encoded;
pub(crate) use doors::{Doors, see};
pub(crate) use failure::{Refused, told};
pub(crate) use frame::{Frame, Place};
pub(crate) use office::{Manner, Office};
pub(crate) use posted::{Nothing, Posted};
pub(crate) use settings::{Given, Settings, SettingsError};
pub(crate) use uploaded::Uploaded;
pub(crate) use visit::Visit;
pub(crate) use visitor::{Begun, Token, Visitor, Who};

/// Everything that is served.
pub(crate) fn routes(office: Office) -> Router {
    let (routes, _) = doors(&office).into_routes();
    routes
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::not_allowed)
        .layer(middleware::from_fn_with_state(office.clone(), doors::same_site))
        .layer(middleware::map_response(secured))
        .layer(middleware::from_fn(journal::note))
        .with_state(office)
}

/// Every route with what it needs.
fn doors(office: &Office) -> Doors {
    let doors = Doors::new(office.clone());
    let doors = catalogue::doors(accounts::doors(portal::doors(doors)));
    let doors = registers::doors(powers::doors(doors));
    health::doors(design::doors(doors))
        .open("/assets/{name}", asset::serve)
        .open("/favicon.ico", asset::icon)
}

/// What every answer says to the browser unless it says otherwise: run and load nothing from elsewhere,
/// be shown in no frame.
async fn secured(mut response: axum::response::Response) -> axum::response::Response {
    let always = [
        (header::CONTENT_SECURITY_POLICY, POLICY),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (header::X_FRAME_OPTIONS, "DENY"),
    ];
    for (name, value) in always {
        let value = header::HeaderValue::from_static(value);
        response.headers_mut().entry(name).or_insert(value);
    }
    response
}

/// The policy of pages that are made of what the program itself serves; the script in `design/` may ask
/// it for suggestions.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; \
     img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

#[cfg(test)]
pub(crate) mod tests;
