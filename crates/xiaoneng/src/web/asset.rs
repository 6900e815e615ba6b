//! Files that pages are made of, under names that change with their content, so that browsers keep
//! them for good.

use std::sync::LazyLock;

use axum::extract::Path;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use sha2::{Digest, Sha256};
use xiaoneng::models::hex;

/// A file, and the name under which it is served.
struct Asset {
    name: String,
    kind: &'static str,
    content: &'static str,
}

impl Asset {
    fn new(name: &str, extension: &str, kind: &'static str, content: &'static str) -> Self {
        let hash = &hex(&Sha256::digest(content))[..12];
        Self { name: format!("{name}-{hash}.{extension}"), kind, content }
    }

    fn address(&self) -> String {
        format!("/assets/{}", self.name)
    }
}

static STYLE: LazyLock<Asset> = LazyLock::new(|| {
    Asset::new("style", "css", "text/css; charset=utf-8", include_str!("design/style.css"))
});

/// Suggestions while somebody types; pages are whole without it.
static SUGGEST: LazyLock<Asset> = LazyLock::new(|| {
    let kind = "text/javascript; charset=utf-8";
    Asset::new("suggest", "js", kind, include_str!("design/suggest.js"))
});

/// Asks the browser for passkeys; where it doesn't run, pages say what serves instead.
static PASSKEY: LazyLock<Asset> = LazyLock::new(|| {
    let kind = "text/javascript; charset=utf-8";
    Asset::new("passkey", "js", kind, include_str!("design/passkey.js"))
});

/// The address of the style sheet.
pub(super) fn style() -> String {
    STYLE.address()
}

/// The address of the script that suggests while somebody types.
pub(super) fn suggest() -> String {
    SUGGEST.address()
}

/// The address of the script that asks the browser for passkeys.
pub(super) fn passkey() -> String {
    PASSKEY.address()
}

pub(super) async fn serve(Path(name): Path<String>) -> Response {
    let all = [&*STYLE, &*SUGGEST, &*PASSKEY];
    let Some(asset) = all.into_iter().find(|asset| asset.name == name) else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let kept = (header::CACHE_CONTROL, "public, max-age=31536000, immutable");
    ([(header::CONTENT_TYPE, asset.kind), kept], asset.content).into_response()
}

/// Browsers ask for an icon; the pages bring theirs with them.
pub(super) async fn icon() -> StatusCode {
    StatusCode::NO_CONTENT
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_scripts_are_small() {
        for script in [&*SUGGEST, &*PASSKEY] {
            assert!(
                script.content.len() <= 2048,
                "{}: {} bytes",
                script.name,
                script.content.len()
            );
        }
    }
}
