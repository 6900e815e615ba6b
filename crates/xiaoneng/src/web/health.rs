//! Whether the program lives, and whether it can answer: for whoever watches it.

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::{Doors, Office};
use crate::records::Books;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.open("/healthz/live", live).open("/healthz/ready", ready)
}

/// The program runs. Nothing else is asked: a store that is away is no reason to end it.
async fn live() -> Response {
    ([(header::CACHE_CONTROL, "no-store")], "ok\n").into_response()
}

/// The ledger can be read.
async fn ready(State(office): State<Office>) -> Response {
    let read = office.read(Books::position).await;
    let uncached = [(header::CACHE_CONTROL, "no-store")];
    match read {
        Ok(_) => (uncached, "ok\n").into_response(),
        Err(refused) => {
            tracing::error!(?refused, "not ready");
            (StatusCode::SERVICE_UNAVAILABLE, uncached, "the ledger can't be read\n")
                .into_response()
        }
    }
}
