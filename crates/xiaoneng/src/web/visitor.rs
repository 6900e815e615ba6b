//! Who visits: a person with a session, or a program with a token.

use std::convert::Infallible;
use std::sync::Arc;

use authority::{Action, Authority, Decision, Principal, Reason, Resource};
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use axum::response::Response;

use super::{Office, Refused};
use crate::accounts::{Client, Directory, Person, Proof, Session};
use crate::cli::Failure;
use crate::records::Books;

/// Somebody who is known.
pub(crate) struct Visitor {
    authority: Arc<Authority>,
    pub(crate) principal: Principal,
    /// Of a person; a program has none.
    pub(crate) session: Option<Session>,
    /// The name of a person.
    pub(crate) name: String,
}

/// Who asks.
pub(super) enum Asks {
    /// Nobody who is known.
    Nobody,
    /// Somebody who has yet to show a second factor.
    Half,
    Known(Arc<Visitor>),
}

impl Visitor {
    /// Refuses what the policies don't permit the visitor to do to something.
    pub(crate) fn may(&self, action: Action, resource: &Resource) -> Result<(), Refused> {
        match self.authority.decide(&self.principal, action, resource) {
            Decision::Permitted { .. } => Ok(()),
            Decision::Refused { reason } => Err(Refused::forbidden(reason)),
        }
    }

    /// Refuses who could do it to nothing of the agency.
    pub(super) fn may_enter(&self, action: Action, tenant: &str) -> Result<(), Refused> {
        self.may(action, &door_resource(&self.principal, action, tenant))
    }

    /// Whether a page offers it: what the visitor could do to something of their agency.
    pub(crate) fn could(&self, action: Action, tenant: &str) -> bool {
        self.may_enter(action, tenant).is_ok()
    }

    /// Of every action, whether somebody may do it to something of the agency, and why not.
    pub(crate) fn explain(&self, of: &Principal, tenant: &str) -> Vec<(Action, Option<Reason>)> {
        let told = |action: &Action| {
            let resource = door_resource(of, *action, tenant);
            match self.authority.decide(of, *action, &resource) {
                Decision::Permitted { .. } => (*action, None),
                Decision::Refused { reason } => (*action, Some(reason)),
            }
        };
        Action::ALL.iter().map(told).collect()
    }
}

/// What a door asks about: something of the agency and of the visitor's division. What it is in truth,
/// the handler asks once it knows.
fn door_resource(principal: &Principal, action: Action, tenant: &str) -> Resource {
    // One's own account is the only one of its kind that a door leads to.
    let is_own = matches!(action, Action::SeeOwnAccount | Action::ChangeOwnAccount);
    Resource {
        agency: if is_own { principal.agency.clone() } else { tenant.to_owned() },
        division: principal.division.clone(),
        owner: is_own.then(|| principal.id.clone()),
        ..Resource::default()
    }
}

/// The visitor, for handlers behind a door.
pub(crate) struct Who(pub(crate) Arc<Visitor>);

impl FromRequestParts<Office> for Who {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Response> {
        match parts.extensions.get::<Arc<Visitor>>() {
            Some(visitor) => Ok(Self(visitor.clone())),
            None => Err(Refused::signed_out().reply(parts, office).await),
        }
    }
}

/// The session of whoever is in between, for the second step.
pub(crate) struct Token(pub(crate) Option<String>);

impl FromRequestParts<Office> for Token {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Infallible> {
        Ok(Self(cookie(&parts.headers, office.session_cookie())))
    }
}

/// The token of a sign-in that has begun in this browser.
pub(crate) struct Begun(pub(crate) Option<String>);

impl FromRequestParts<Office> for Begun {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, office: &Office) -> Result<Self, Infallible> {
        Ok(Self(cookie(&parts.headers, office.begun_cookie())))
    }
}

impl Office {
    /// Who asks, by the cookie of a session or the token of a program.
    pub(super) async fn asks(&self, headers: &HeaderMap) -> Result<Asks, Refused> {
        let authority = self.authority();
        if let Some(token) = bearer(headers) {
            let found = self.read(move |books| Client::principal(books, &token)).await?;
            let program =
                |principal| Visitor { authority, principal, session: None, name: String::new() };
            return Ok(found.map_or(Asks::Nobody, |it| Asks::Known(Arc::new(program(it)))));
        }
        let Some(token) = cookie(headers, self.session_cookie()) else { return Ok(Asks::Nobody) };
        self.read(move |books| person(books, &token, authority)).await
    }
}

fn person(books: &Books, token: &str, authority: Arc<Authority>) -> Result<Asks, Failure> {
    let Some(session) = Session::of(books, token)? else { return Ok(Asks::Nobody) };
    if session.proof == Proof::Half {
        return Ok(Asks::Half);
    }
    let directory = Directory(books);
    let account = directory.account(&session.account)?;
    // Whose account has ended is nobody from the next page on.
    let Some(account) = account.filter(|account| account.is_open(directory.today())) else {
        return Ok(Asks::Nobody);
    };
    let principal = directory.principal(&account, session.proof == Proof::SecondFactor)?;
    let name = books.kept::<Person>(&account.id)?.map_or_else(String::new, |person| person.name);
    Ok(Asks::Known(Arc::new(Visitor { authority, principal, session: Some(session), name })))
}

fn bearer(headers: &HeaderMap) -> Option<String> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then(|| token.trim().to_owned())
}

/// The value of a cookie.
pub(super) fn cookie(headers: &HeaderMap, name: &str) -> Option<String> {
    let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
    let mut pairs = cookies.flat_map(|cookies| cookies.split(';')).map(str::trim);
    pairs.find_map(|pair| Some(pair.strip_prefix(name)?.strip_prefix('=')?.to_owned()))
}
