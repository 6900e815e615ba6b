//! The pages of the demonstration: a folder and its index.

use std::path::Path;

use axum::Router;
use axum::response::Html;
use axum::routing::get;
use tower_http::services::ServeDir;

/// `folder`, with `index` as its front page.
pub(super) fn pages(folder: &Path, index: String) -> Router {
    Router::new()
        .route("/", get(async move || Html(index.clone())))
        .fallback_service(ServeDir::new(folder))
}
