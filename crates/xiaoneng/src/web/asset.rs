//! Files that pages are made of, under names that change with their content, so that browsers keep
//! them for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use xiaoneng::models::hex;

const STYLE: &str = include_str!("design/style.css");

static STYLE_NAME: LazyLock<String> =
    LazyLock::new(|| format!("style-{}.css", &hex(&Sha256::digest(STYLE))[..12]));

/// The address of the style sheet.
pub(super) fn style() -> String {
    format!("/assets/{}", *STYLE_NAME)
}

pub(super) async fn serve(Path(name): Path<String>) -> Response {
    if name != *STYLE_NAME {
        return StatusCode::NOT_FOUND.into_response();
    }
    let kept = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, "text/css; charset=utf-8"), kept], STYLE).into_response()
}

/// Browsers ask for an icon; the pages bring theirs with them.
pub(super) async fn icon() -> StatusCode {
    StatusCode::NO_CONTENT
}
