//! Doors: each route with what one must be allowed to do to pass it.
//!
//! A route that asks nothing is opened by name with [`Doors::open`]; every other one names an action,
//! and the policies decide before its handler runs. What the handler then does to a single row, it asks
//! again for that row ([`Visitor::may`](super::Visitor::may)).

use authority::Action;
use axum::Router;
use axum::body::Body;
use axum::extract::{FromRequestParts as _, State};
use axum::handler::Handler;
use axum::http::{Method, Request, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse as _, Response};
use axum::routing::MethodRouter;

use super::visitor::Asks;
use super::{Office, Refused, Visit};

/// What one must be allowed to do to pass a door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Nothing: whoever comes is let in.
    Nothing,
    /// An action, on something of this agency.
    May(Action),
}

/// A route and what it needs.
#[cfg_attr(not(test), expect(dead_code, reason = "tests hold doors against the kept tables"))]
#[derive(Debug, Clone)]
pub(crate) struct Door {
    pub(crate) method: Method,
    pub(crate) path: &'static str,
    pub(crate) needs: Needs,
}

/// Routes with their doors.
pub(crate) struct Doors {
    office: Office,
    router: Router<Office>,
    list: Vec<Door>,
}

impl Doors {
    pub(crate) fn new(office: Office) -> Self {
        Self { office, router: Router::new(), list: Vec::new() }
    }

    /// A page that anybody may read.
    pub(crate) fn open<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.add(Method::GET, path, Needs::Nothing, handler)
    }

    /// A form that anybody may send.
    pub(crate) fn open_form<H, T>(self, path: &'static str, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.add(Method::POST, path, Needs::Nothing, handler)
    }

    /// A page for those who may do something.
    pub(crate) fn page<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.add(Method::GET, path, Needs::May(action), handler)
    }

    /// A form for those who may do something.
    pub(crate) fn form<H, T>(self, path: &'static str, action: Action, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        self.add(Method::POST, path, Needs::May(action), handler)
    }

    fn add<H, T>(mut self, method: Method, path: &'static str, needs: Needs, handler: H) -> Self
    where
        H: Handler<T, Office>,
        T: 'static,
    {
        let mut route = if method == Method::GET {
            MethodRouter::new().get(handler)
        } else {
            MethodRouter::new().post(handler)
        };
        if let Needs::May(action) = needs {
            let asked = (self.office.clone(), action);
            route = route.layer(middleware::from_fn_with_state(asked, pass));
        }
        self.list.push(Door { method, path, needs });
        Self { router: self.router.route(path, route), ..self }
    }

    /// The routes, and their doors as a list.
    pub(crate) fn into_routes(self) -> (Router<Office>, Vec<Door>) {
        (self.router, self.list)
    }
}

/// Lets those pass who may do it, known to the handler from then on.
async fn pass(
    State((office, action)): State<(Office, Action)>,
    request: Request<Body>,
    next: Next,
) -> Response {
    let (mut parts, body) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &office).await;
    let asks = match office.asks(&parts.headers).await {
        Ok(asks) => asks,
        Err(refused) => return refused.answer(&visit, &office),
    };
    let visitor = match asks {
        Asks::Known(visitor) => visitor,
        Asks::Nobody | Asks::Half if visit.wants_json => {
            return Refused::signed_out().answer(&visit, &office);
        }
        Asks::Nobody => return visit.to("/sign-in", parts.method == Method::GET),
        Asks::Half => return visit.to("/sign-in/code", parts.method == Method::GET),
    };
    if let Err(refused) = visitor.may_enter(action, office.tenant()) {
        return refused.answer(&visit.by(visitor), &office);
    }
    parts.extensions.insert(visitor);
    let mut response = next.run(Request::from_parts(parts, body)).await;
    // What somebody is shown for who they are stays in no cache.
    let private = header::HeaderValue::from_static("no-store");
    response.headers_mut().insert(header::CACHE_CONTROL, private);
    response
}

/// Refuses forms that a page of another site sends: by what the browser says of where they come from
/// (Fetch Metadata), or else by their origin. Programs that aren't browsers say neither, and hold no
/// session that anybody else could use.
pub(super) async fn same_site(
    State(office): State<Office>,
    request: Request<Body>,
    next: Next,
) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS)
        || is_from_here(request.headers())
    {
        return next.run(request).await;
    }
    let (mut parts, _) = request.into_parts();
    let Ok(visit) = Visit::from_request_parts(&mut parts, &office).await;
    Refused::from_elsewhere().answer(&visit, &office)
}

fn is_from_here(headers: &header::HeaderMap) -> bool {
    let header = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    match (header("sec-fetch-site"), header("origin")) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, Some(origin)) => {
            let host = header("host").unwrap_or_default();
            origin.split_once("://").is_some_and(|(_, authority)| authority == host)
        }
        (None, None) => true,
    }
}

/// An answer that leads on after a form was taken, so that going back sends nothing twice.
pub(crate) fn see(address: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, address)]).into_response()
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderMap, HeaderName};

    use super::*;

    #[test]
    fn a_form_from_another_site_is_known_by_what_the_browser_says() {
        for (headers, is_taken) in [
            (&[("sec-fetch-site", "same-origin"), ("host", "hall")][..], true),
            (
                &[("sec-fetch-site", "cross-site"), ("origin", "https://hall"), ("host", "hall")],
                false,
            ),
            (&[("sec-fetch-site", "same-site"), ("host", "hall")], false),
            (&[("origin", "https://hall"), ("host", "hall")], true),
            (&[("origin", "https://hall.example"), ("host", "hall")], false),
            (&[("origin", "null"), ("host", "hall")], false),
            (&[("host", "hall")], true),
        ] {
            let pair = |(name, value): &(&'static str, &str)| {
                (HeaderName::from_static(name), value.parse().unwrap())
            };
            let map: HeaderMap = headers.iter().map(pair).collect();
            assert_eq!(is_from_here(&map), is_taken, "{headers:?}");
        }
    }
}
