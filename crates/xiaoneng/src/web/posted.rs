//! What a form sends, taken only with the key of the sender's session.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;
use serde::de::DeserializeOwned;

use super::visitor::Visitor;
use super::{Office, Refused};

/// The most bytes of a form.
const LARGEST: usize = 1 << 20;

/// The fields of a form.
pub(crate) struct Posted<T>(pub(crate) T);

#[derive(Deserialize)]
struct Key {
    #[serde(default)]
    form_key: String,
}

impl<T: DeserializeOwned + Send> FromRequest<Office> for Posted<T> {
    type Rejection = Response;

    async fn from_request(request: Request, office: &Office) -> Result<Self, Response> {
        let (mut parts, body) = request.into_parts();
        let visitor = parts.extensions.get::<Arc<Visitor>>().cloned();
        let refused = match taken(&parts.headers, body, visitor.as_deref()).await {
            Ok(fields) => return Ok(Self(fields)),
            Err(refused) => refused,
        };
        Err(refused.reply(&mut parts, office).await)
    }
}

async fn taken<T: DeserializeOwned>(
    headers: &HeaderMap,
    body: Body,
    visitor: Option<&Visitor>,
) -> Result<T, Refused> {
    let kind = headers.get(header::CONTENT_TYPE).map(header::HeaderValue::as_bytes);
    if !kind.is_some_and(|kind| kind.starts_with(b"application/x-www-form-urlencoded")) {
        return Err(Refused::unread());
    }
    let body = to_bytes(body, LARGEST).await.map_err(|_| Refused::unread())?;
    let key: Key = serde_html_form::from_bytes(&body).map_err(|_| Refused::unread())?;
    holds_key(visitor, &key.form_key)?;
    serde_html_form::from_bytes(&body).map_err(|_| Refused::unread())
}

/// Refuses a form without the key of the visitor's session; a program has none.
pub(super) fn holds_key(visitor: Option<&Visitor>, key: &str) -> Result<(), Refused> {
    match visitor.and_then(|visitor| visitor.session.as_ref()) {
        Some(session) if !session.has_form_key(key) => Err(Refused::from_elsewhere()),
        _ => Ok(()),
    }
}

/// A form without fields of its own.
#[derive(Deserialize)]
pub(crate) struct Nothing {}
