//! What isn't answered with what was asked for: a page for people, a problem (RFC 9457) for programs.

use askama::Template;
use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};

use super::{Frame, Office, Place, Visit};
use crate::cli::Failure;

/// Why a request isn't answered with what was asked for.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    /// The keys of its words: what is the matter, and what to do next.
    says: (&'static str, &'static str),
    /// What the people who run the program should know; it isn't told to who asked.
    cause: Option<String>,
}

impl Refused {
    /// There is nothing at this address.
    pub(crate) fn not_found(what: &'static str, next: &'static str) -> Self {
        Self { status: StatusCode::NOT_FOUND, says: (what, next), cause: None }
    }

    /// The program or its store is at fault.
    pub(crate) fn broken(cause: &dyn std::error::Error) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            says: ("web-refused-broken", "web-refused-broken-next"),
            cause: Some(crate::records::with_causes(cause)),
        }
    }

    /// The answer to a visit.
    pub(crate) fn answer(self, visit: &Visit, office: &Office) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(cause, "not answered");
        }
        let t = &visit.words;
        let (title, next) = (t.text(self.says.0), t.text(self.says.1));
        if visit.wants_json {
            let status = self.status.as_u16();
            let problem = serde_json::json!({
                "type": "about:blank", "title": title, "status": status, "detail": next,
            });
            let kind = [(header::CONTENT_TYPE, "application/problem+json")];
            return visit.answer((self.status, kind, problem.to_string()));
        }
        let page = Page { frame: visit.frame(office, Place::Elsewhere, title), next };
        match page.render() {
            Ok(html) => visit.answer((self.status, Html(html))),
            Err(_) => self.status.into_response(),
        }
    }
}

impl From<Failure> for Refused {
    fn from(failure: Failure) -> Self {
        Self::broken(&failure)
    }
}

#[derive(Template)]
#[template(path = "web/failure.html")]
struct Page {
    frame: Frame,
    next: String,
}

pub(super) async fn not_found(State(office): State<Office>, visit: Visit) -> Response {
    Refused::not_found("web-refused-not-found", "web-refused-not-found-next")
        .answer(&visit, &office)
}

pub(super) async fn not_allowed(State(office): State<Office>, visit: Visit) -> Response {
    let (status, says) =
        (StatusCode::METHOD_NOT_ALLOWED, ("web-refused-method", "web-refused-method-next"));
    Refused { status, says, cause: None }.answer(&visit, &office)
}
