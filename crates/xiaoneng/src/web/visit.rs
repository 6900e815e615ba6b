//! A visit: who asks for which page in which language.

use std::convert::Infallible;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{Uri, header};
use axum::response::{Html, IntoResponse, Response};
use efficacy::words::{Lang, Words};

use super::doors::see;
use super::frame::Standing;
use super::visitor::{Visitor, cookie};
use super::{Frame, Office, Place, Refused, encoded, language};

/// What a page needs to know of the request.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) words: Arc<Words>,
    uri: Uri,
    /// Whether the address chose the language.
    is_chosen: bool,
    /// Whether a program asks, not a person: problems are told as JSON.
    pub(super) wants_json: bool,
    /// Whether the browser holds the token of a session, good or not.
    has_session: bool,
    /// Who it is, behind a door.
    visitor: Option<Arc<Visitor>>,
}

impl FromRequestParts<Office> for Visit {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Infallible> {
        let query = parts.uri.query();
        let accepts = parts.headers.get(header::ACCEPT).and_then(|accept| accept.to_str().ok());
        Ok(Self {
            words: office.words(language::of(query, &parts.headers)),
            uri: parts.uri.clone(),
            is_chosen: language::asked(query).is_some(),
            wants_json: accepts
                .is_some_and(|accept| accept.contains("json") && !accept.contains("text/html")),
            has_session: cookie(&parts.headers, office.session_cookie()).is_some(),
            visitor: parts.extensions.get::<Arc<Visitor>>().cloned(),
        })
    }
}

impl Visit {
    pub(crate) fn lang(&self) -> Lang {
        self.words.lang()
    }

    /// What stands around a page.
    pub(crate) fn frame(&self, office: &Office, place: Place, title: impl Into<String>) -> Frame {
        let other = match self.lang() {
            Lang::ZhCn => Lang::En,
            Lang::En => Lang::ZhCn,
        };
        let who = match &self.visitor {
            Some(visitor) => Standing::Known(visitor.clone()),
            None if self.has_session => Standing::Perhaps,
            None => Standing::Nobody,
        };
        let (words, other) = (self.words.clone(), self.address_in(other));
        Frame::new(words, office, place, title.into(), other, &who)
    }

    /// The same visit by somebody who is known.
    pub(super) fn by(self, visitor: Arc<Visitor>) -> Self {
        Self { visitor: Some(visitor), ..self }
    }

    /// Leads to a page where something is to be done first, and back to where the visit was for.
    pub(super) fn to(&self, first: &str, comes_back: bool) -> Response {
        let next = self.uri.path_and_query().map_or("/", |it| it.as_str());
        if comes_back { see(&format!("{first}?next={}", encoded(next))) } else { see(first) }
    }

    /// The same address in another language.
    fn address_in(&self, lang: Lang) -> String {
        let rest = self.uri.query().unwrap_or_default().split('&');
        let rest = rest.filter(|pair| !pair.is_empty() && !pair.starts_with("lang="));
        let pairs: Vec<String> = rest.map(str::to_owned).chain([format!("lang={lang}")]).collect();
        format!("{}?{}", self.uri.path(), pairs.join("&"))
    }

    /// A page as the answer.
    ///
    /// # Errors
    /// When the template can't be filled in.
    pub(crate) fn page(&self, page: &impl askama::Template) -> Result<Response, Refused> {
        let html = page.render().map_err(|error| Refused::broken(&error))?;
        Ok(self.answer(Html(html)))
    }

    /// An answer in this language, which is remembered if the address chose it.
    pub(crate) fn answer(&self, answer: impl IntoResponse) -> Response {
        let mut response = answer.into_response();
        let headers = response.headers_mut();
        headers.insert(
            header::VARY,
            header::HeaderValue::from_static("Accept, Accept-Language, Cookie"),
        );
        headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-cache"));
        if let Some(cookie) = language::cookie(self.lang()).filter(|_| self.is_chosen) {
            headers.append(header::SET_COOKIE, cookie);
        }
        response
    }
}
