//! Signing in at a provider (OpenID Connect), and linking who one is there to one's account.
//!
//! ```text
//!  a form here ─► what has begun is kept ─► the provider ─► callback: taken once ─► a session, or a link
//! ```

use askama::Template;
use axum::extract::{RawQuery, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use openid::OpenIdError;
use serde::Deserialize;

use super::attempt::{From, proved, tried};
use super::identity::{Begun, Identity, WITHIN, by_identity, link, unlink};
use super::provider::OpenId;
use super::session::{Proof, Session};
use super::sign_in::{Asked, onward, signed_in, with_begun};
use super::{begun, terms};
use crate::records::Books;
use crate::web::{
    Begun as BegunToken, Frame, Nothing, Office, Place, Posted, Refused, Token, Visit, Who, see,
};

/// What is said of an answer that belongs to no sign-in of this browser.
const ANOTHER: (&str, &str) = ("accounts-openid-another", "accounts-openid-another-next");

#[derive(Template)]
#[template(path = "accounts/openid.html")]
struct Page {
    frame: Frame,
    address: String,
}

/// Begins a sign-in.
pub(super) async fn begin(
    State(office): State<Office>,
    visit: Visit,
    from: From,
    Posted(Asked { next }): Posted<Asked>,
) -> Response {
    let page = begun(&office, &visit, &from, next, None).await;
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

/// Begins to link an identity to one's own account.
pub(super) async fn begin_link(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    from: From,
    _: Posted<Nothing>,
) -> Response {
    let account = who.principal.id.clone();
    let page = begun(&office, &visit, &from, "/account".to_owned(), Some(account)).await;
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

/// A page that leads on to the provider by itself: browsers hold the redirects of a form against the
/// policy of the page that it is on, and only the provider knows where else it leads.
async fn begun(
    office: &Office,
    visit: &Visit,
    from: &From,
    next: String,
    link: Option<String>,
) -> Result<Response, Refused> {
    let openid = of(office)?;
    tried(office, from, ANOTHER, |_| Ok(())).await?;
    let provider = openid.provider().await.map_err(|error| away(&error))?;
    let (address, sign_in) = provider.begin();
    let begun = Begun::new(sign_in, next, link, office.now());
    let token = office.read(move |books| begun::keep(books, begun)).await?;
    let name = [("provider", openid.name.clone().into())];
    let title = visit.words.format("accounts-openid-going", &name);
    let onward = HeaderValue::from_str(&format!("0; url={address}"));
    let frame = visit.frame(office, Place::Account, title);
    let mut page = visit.page(&Page { frame, address })?;
    let onward = onward.map_err(|error| Refused::broken(&error))?;
    page.headers_mut().insert(header::REFRESH, onward);
    Ok(with_begun(page, office, &token, WITHIN))
}

/// Who comes back from the provider.
pub(super) async fn finish(
    State(office): State<Office>,
    visit: Visit,
    begun: BegunToken,
    session: Token,
    from: From,
    RawQuery(query): RawQuery,
) -> Response {
    let query = query.unwrap_or_default();
    let done = finished(&office, begun, session, from, &query).await;
    let response = done.unwrap_or_else(|refused| refused.answer(&visit, &office));
    with_begun(response, &office, "", 0)
}

async fn finished(
    office: &Office,
    BegunToken(begun): BegunToken,
    Token(session): Token,
    from: From,
    query: &str,
) -> Result<Response, Refused> {
    let openid = of(office)?;
    let take = move |books: &Books| Ok(begun::take::<Begun>(books, begun.as_deref())?);
    let taken = proved(office, ANOTHER, take).await?;
    let Begun { sign_in, next, link, .. } =
        taken.ok_or_else(|| Refused::not_taken(ANOTHER.0, ANOTHER.1))?;
    let provider = openid.provider().await.map_err(|error| away(&error))?;
    let identity = provider.finish(sign_in, query, office.now()).await;
    let identity = identity.map_err(|error| refused(&error))?;
    match link {
        Some(account) => linked(office, account, session, identity).await,
        None => let_in(office, from.browser, &next, identity).await,
    }
}

async fn let_in(
    office: &Office,
    browser: String,
    next: &str,
    identity: openid::Identity,
) -> Result<Response, Refused> {
    let ended = ("accounts-openid-ended", "accounts-openid-ended-next");
    let begin = move |books: &Books| {
        let (account, proof) = by_identity(books, &identity)?;
        Ok((Session::begin(books, &account, proof, &browser)?, proof))
    };
    let (token, proof) = proved(office, ended, begin).await?;
    let next = match proof {
        Proof::Half => format!("/sign-in/code?next={}", crate::web::encoded(next)),
        Proof::Password | Proof::SecondFactor => onward(next).to_owned(),
    };
    Ok(signed_in(office, &token, &next))
}

/// Links for who began it alone, still signed in.
async fn linked(
    office: &Office,
    account: String,
    session: Option<String>,
    identity: openid::Identity,
) -> Result<Response, Refused> {
    let taken = ("accounts-openid-taken", "accounts-openid-taken-next");
    let done = move |books: &Books| {
        let session = session.map(|token| Session::of(books, &token)).transpose()?.flatten();
        let is_theirs = |it: Session| it.account == account && it.proof != Proof::Half;
        if !session.is_some_and(is_theirs) {
            return Ok(false);
        }
        link(books, &identity, &account)?;
        Ok(true)
    };
    if proved(office, taken, done).await? {
        Ok(see("/account"))
    } else {
        Err(Refused::not_taken(ANOTHER.0, ANOTHER.1))
    }
}

/// Which identity.
#[derive(Deserialize)]
pub(super) struct Unlinked {
    #[serde(default)]
    identity: String,
}

pub(super) async fn remove(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Unlinked { identity }): Posted<Unlinked>,
) -> Response {
    let id = who.principal.id.clone();
    match office.read(move |books| unlink(books, &id, &identity)).await {
        Ok(true) => see("/account"),
        Ok(false) => Refused::not_taken("accounts-last-way", "accounts-last-way-next")
            .answer(&visit, &office),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// An identity as its owner sees it.
pub(super) struct Line {
    pub(super) key: String,
    pub(super) name: String,
    pub(super) since: String,
}

pub(super) fn lines(all: &[Identity], visit: &Visit) -> Vec<Line> {
    let line = |it: &Identity| Line {
        key: it.key(),
        name: it.name.clone().unwrap_or_default(),
        since: terms::time(it.since, &visit.words),
    };
    all.iter().map(line).collect()
}

/// The provider; where none is agreed with, there is nothing at these addresses.
fn of(office: &Office) -> Result<&OpenId, Refused> {
    let none = || Refused::not_found("web-refused-not-found", "web-refused-not-found-next");
    office.manner().openid.as_ref().ok_or_else(none)
}

fn away(error: &OpenIdError) -> Refused {
    Refused::away("accounts-openid-away", "accounts-openid-away-next", error)
}

/// Why an answer of the provider isn't taken, as far as it helps who came with it.
fn refused(error: &OpenIdError) -> Refused {
    tracing::warn!(cause = %error, "an answer of the provider isn't taken");
    match error {
        OpenIdError::Denied { .. } => {
            Refused::not_taken("accounts-openid-denied", "accounts-openid-denied-next")
        }
        OpenIdError::State | OpenIdError::Callback(_) | OpenIdError::Issuer { .. } => {
            Refused::not_taken(ANOTHER.0, ANOTHER.1)
        }
        OpenIdError::Exchange(_) | OpenIdError::NoIdToken | OpenIdError::IdToken(_) => {
            Refused::not_taken("accounts-openid-unsure", "accounts-openid-unsure-next")
        }
        OpenIdError::Address(_) | OpenIdError::Certificates(_) | OpenIdError::Discovery { .. } => {
            away(error)
        }
    }
}
