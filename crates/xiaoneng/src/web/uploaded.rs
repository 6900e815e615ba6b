//! What a form with a file sends, taken only with the key of the sender's session.

use std::sync::Arc;

use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{FromRequest, Multipart, Request};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;

use super::posted::{Posted, holds_key};
use super::visitor::Visitor;
use super::{Office, Refused};

/// The most bytes of a form with its file.
const LARGEST: usize = 4 << 20;

/// The fields of a form, its file among them; without a file it may come as any form does.
pub(crate) struct Uploaded(Vec<(String, Bytes)>);

impl Uploaded {
    /// What a field holds; nothing where it wasn't sent.
    pub(crate) fn field(&self, name: &str) -> &[u8] {
        self.0.iter().find(|(field, _)| field == name).map_or(&[], |(_, content)| content)
    }
}

impl FromRequest<Office> for Uploaded {
    type Rejection = Response;

    async fn from_request(request: Request, office: &Office) -> Result<Self, Response> {
        let kind = request.headers().get(header::CONTENT_TYPE).map(header::HeaderValue::as_bytes);
        if !kind.is_some_and(|kind| kind.starts_with(b"multipart/form-data")) {
            let Posted(fields) =
                Posted::<Vec<(String, String)>>::from_request(request, office).await?;
            let fields = fields.into_iter().map(|(name, text)| (name, Bytes::from(text)));
            return Ok(Self(fields.collect()));
        }
        let (mut parts, body) = request.into_parts();
        match taken(parts.clone(), body).await {
            Ok(uploaded) => Ok(uploaded),
            Err(refused) => Err(refused.reply(&mut parts, office).await),
        }
    }
}

async fn taken(parts: Parts, body: Body) -> Result<Uploaded, Refused> {
    let visitor = parts.extensions.get::<Arc<Visitor>>().cloned();
    let too_large = |_| Refused::not_taken("web-refused-large", "web-refused-large-next");
    let body = to_bytes(body, LARGEST).await.map_err(too_large)?;
    let whole = Request::from_parts(parts, Body::from(body));
    let mut form = Multipart::from_request(whole, &()).await.map_err(|_| Refused::unread())?;
    let mut fields = Vec::new();
    while let Some(field) = form.next_field().await.map_err(|_| Refused::unread())? {
        let name = field.name().unwrap_or_default().to_owned();
        fields.push((name, field.bytes().await.map_err(|_| Refused::unread())?));
    }
    let uploaded = Uploaded(fields);
    let key = String::from_utf8_lossy(uploaded.field("form_key")).into_owned();
    holds_key(visitor.as_deref(), &key)?;
    Ok(uploaded)
}
