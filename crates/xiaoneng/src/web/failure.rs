//! What isn't answered with what was asked for: a page for people, a problem (RFC 9457) for programs.

use askama::Template;
use authority::{Reason, Role};
use axum::extract::{FromRequestParts as _, State};
use axum::http::request::Parts;
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use efficacy::words::{Lang, Words};

use super::{Frame, Office, Place, Visit};
use crate::cli::Failure;

/// Why a request isn't answered with what was asked for.
#[derive(Debug)]
pub(crate) struct Refused {
    status: StatusCode,
    /// The keys of its words: what is the matter, and what to do next.
    says: (&'static str, &'static str),
    /// Why the policies don't permit it, which goes before the second of these.
    reason: Option<Reason>,
    /// What the people who run the program should know; it isn't told to who asked.
    cause: Option<String>,
}

impl Refused {
    fn new(status: StatusCode, what: &'static str, next: &'static str) -> Self {
        Self { status, says: (what, next), reason: None, cause: None }
    }

    /// There is nothing at this address.
    pub(crate) fn not_found(what: &'static str, next: &'static str) -> Self {
        Self::new(StatusCode::NOT_FOUND, what, next)
    }

    /// Nobody is signed in.
    pub(super) fn signed_out() -> Self {
        let (what, next) = ("web-refused-signed-out", "web-refused-signed-out-next");
        Self::new(StatusCode::UNAUTHORIZED, what, next)
    }

    /// Whoever is signed in may not.
    pub(crate) fn forbidden(reason: Reason) -> Self {
        let says = ("web-refused-forbidden", "web-refused-forbidden-next");
        Self { reason: Some(reason), ..Self::new(StatusCode::FORBIDDEN, says.0, says.1) }
    }

    /// A form was sent from another site, or from a page of a session that is over.
    pub(super) fn from_elsewhere() -> Self {
        let (what, next) = ("web-refused-elsewhere", "web-refused-elsewhere-next");
        Self::new(StatusCode::FORBIDDEN, what, next)
    }

    /// What was sent can't be read.
    pub(crate) fn unread() -> Self {
        let (what, next) = ("web-refused-unread", "web-refused-unread-next");
        Self::new(StatusCode::BAD_REQUEST, what, next)
    }

    /// What was sent can be read and isn't taken.
    pub(crate) fn not_taken(what: &'static str, next: &'static str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, what, next)
    }

    /// Too much was tried.
    pub(crate) fn too_many(what: &'static str, next: &'static str) -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, what, next)
    }

    /// Another program that is needed for it doesn't do its part.
    pub(crate) fn away(
        what: &'static str,
        next: &'static str,
        cause: &dyn std::error::Error,
    ) -> Self {
        let cause = Some(crate::records::with_causes(cause));
        Self { cause, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, what, next) }
    }

    /// The program or its store is at fault.
    pub(crate) fn broken(cause: &dyn std::error::Error) -> Self {
        let (what, next) = ("web-refused-broken", "web-refused-broken-next");
        let cause = Some(crate::records::with_causes(cause));
        Self { cause, ..Self::new(StatusCode::SERVICE_UNAVAILABLE, what, next) }
    }

    /// The answer to a request whose visit nobody has looked at yet.
    pub(super) async fn reply(self, parts: &mut Parts, office: &Office) -> Response {
        let Ok(visit) = Visit::from_request_parts(parts, office).await;
        self.answer(&visit, office)
    }

    /// The answer to a visit.
    pub(crate) fn answer(self, visit: &Visit, office: &Office) -> Response {
        if let Some(cause) = &self.cause {
            tracing::error!(cause, "not answered");
        }
        let t = &visit.words;
        let title = t.text(self.says.0);
        let reason = self.reason.as_ref();
        let next = reason.map_or_else(|| t.text(self.says.1), |reason| told(reason, t));
        if visit.wants_json {
            let status = self.status.as_u16();
            let mut problem = serde_json::json!({
                "type": "about:blank", "title": title, "status": status, "detail": next,
            });
            if let Some(reason) = reason {
                problem["reason"] = reason.code().into();
            }
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

/// Why the policies don't permit something, and what to do next.
pub(crate) fn told(reason: &Reason, words: &Words) -> String {
    let Reason::NoRole { who } = reason else { return words.text(reason.key()) };
    let name = |role: &Role| match words.lang() {
        Lang::ZhCn => role.chinese(),
        Lang::En => role.english(),
    };
    let between = match words.lang() {
        Lang::ZhCn => "、",
        Lang::En => ", ",
    };
    let names: Vec<_> = who.iter().map(name).collect();
    let values = [("roles", who.len().into()), ("who", names.join(between).into())];
    words.format(reason.key(), &values)
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
    let (what, next) = ("web-refused-method", "web-refused-method-next");
    Refused::new(StatusCode::METHOD_NOT_ALLOWED, what, next).answer(&visit, &office)
}
