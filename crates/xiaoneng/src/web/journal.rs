//! A line of the program's journal for every request: which route, how it went, how long it took.
//! Addresses aren't in it, since what people look for is their own.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

pub(super) async fn note(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let method = request.method().clone();
    let began = Instant::now();
    let response = next.run(request).await;
    tracing::info!(
        route = route.as_deref().unwrap_or("none"),
        %method,
        status = response.status().as_u16(),
        ms = began.elapsed().as_secs_f64() * 1e3,
        "request"
    );
    response
}
