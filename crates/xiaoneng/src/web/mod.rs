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

mod asset;
mod design;
mod failure;
mod frame;
mod health;
mod journal;
mod language;
mod office;
mod settings;
mod visit;

use axum::Router;
use axum::http::header;
use axum::middleware;
use axum::routing::get;

use crate::portal;

pub(crate) use failure::Refused;
pub(crate) use frame::{Frame, Place};
pub(crate) use office::Office;
pub(crate) use settings::{Given, Settings, SettingsError};
pub(crate) use visit::Visit;

/// Everything that is served.
pub(crate) fn routes(office: Office) -> Router {
    Router::new()
        .merge(portal::routes())
        .merge(design::routes())
        .merge(health::routes())
        .route("/assets/{name}", get(asset::serve))
        .route("/favicon.ico", get(asset::icon))
        .fallback(failure::not_found)
        .method_not_allowed_fallback(failure::not_allowed)
        .layer(middleware::map_response(secured))
        .layer(middleware::from_fn(journal::note))
        .with_state(office)
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
