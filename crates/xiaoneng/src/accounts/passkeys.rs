//! Passkeys on pages: added to one's own account, renamed, removed, and shown to sign in. A script asks
//! here what to ask the browser for; what the browser answers is sent as a form.

use axum::extract::State;
use axum::http::header;
use axum::response::{IntoResponse as _, Response};
use credentials::{PasskeyCopies, RelyingParty};
use serde::Deserialize;
use serde_json::Value;

use super::attempt::{From, counted_before, told, tried};
use super::credentials::NotProved;
use super::directory::is_name;
use super::own::{added, again};
use super::passkey::{
    OwnPasskey, WITHIN, add as keep, ask, ask_to_add, by_passkey, remove as take_off,
    rename as call,
};
use super::session::{Proof, Session};
use super::sign_in::{form, onward, signed_in, with_begun};
use super::site::Site;
use super::{Directory, terms};
use crate::records::Books;
use crate::web::{Begun, Nothing, Office, Posted, Refused, Visit, Who, see};

/// The site; where no browser makes passkeys for it, there is nothing at these addresses.
pub(super) fn party(office: &Office) -> Result<RelyingParty, Refused> {
    let none = || Refused::not_found("web-refused-not-found", "web-refused-not-found-next");
    Site::of(office).map(|site| site.party).ok_or_else(none)
}

/// What the script asks the browser for.
fn options(options: &Value) -> Response {
    let headers = [(header::CONTENT_TYPE, "application/json"), (header::CACHE_CONTROL, "no-store")];
    (headers, options.to_string()).into_response()
}

/// Asks whoever is about to sign in, by the first step or the second.
pub(super) async fn begin(
    State(office): State<Office>,
    visit: Visit,
    from: From,
    _: Posted<Nothing>,
) -> Response {
    let asked = async {
        let party = party(&office)?;
        let many = ("accounts-many", "accounts-many-next");
        tried(&office, &from, many, move |books| Ok(ask(books, &party)?)).await
    };
    match asked.await {
        Ok((token, asked)) => with_begun(options(&asked), &office, &token, WITHIN),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// What the browser answered, and where its person goes on to.
#[derive(Deserialize)]
pub(super) struct Shown {
    #[serde(default)]
    pub(super) response: String,
    #[serde(default)]
    pub(super) next: String,
}

/// Signs in by a passkey alone.
pub(super) async fn send(
    State(office): State<Office>,
    visit: Visit,
    Begun(token): Begun,
    from: From,
    Posted(Shown { response, next }): Posted<Shown>,
) -> Response {
    let proved = async {
        let party = party(&office)?;
        let prove = move |books: &Books| {
            let account = by_passkey(books, &party, (token.as_deref(), &response), None)?;
            // Whose account has ended proves nothing by it.
            if !Directory(books).is_open(&account)? {
                return Err(NotProved::Wrong);
            }
            Ok(Session::begin(books, &account, Proof::SecondFactor, &from.browser)?)
        };
        counted_before(&office, prove).await
    };
    let response = match proved.await {
        Ok(Ok(token)) => signed_in(&office, &token, onward(&next)),
        Ok(Err(why)) => {
            let error = told(&why, "accounts-passkey-wrong", &office, &visit);
            form(&office, &visit, Some(error), String::new(), next)
        }
        Err(refused) => refused.answer(&visit, &office),
    };
    with_begun(response, &office, "", 0)
}

/// Asks for another passkey of one's own account.
pub(super) async fn begin_adding(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    _: Posted<Nothing>,
) -> Response {
    let asked = async {
        let party = party(&office)?;
        let session = who.session.clone().ok_or_else(Refused::unread)?;
        office.read(move |books| ask_to_add(books, &party, &session)).await
    };
    match asked.await {
        Ok(asked) => options(&asked),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// What its owner calls a passkey, and the browser's answer.
#[derive(Deserialize)]
pub(super) struct Added {
    #[serde(default)]
    name: String,
    #[serde(default)]
    response: String,
}

pub(super) async fn add(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Added { name, response }): Posted<Added>,
) -> Response {
    let name = name.trim().to_owned();
    if !is_name(&name) {
        return again(&office, &visit, &who, visit.words.text("accounts-error-name")).await;
    }
    let kept = async {
        let party = party(&office)?;
        let session = who.session.clone().ok_or_else(Refused::unread)?;
        let keep = move |books: &Books| keep(books, &party, &session, (&name, &response));
        counted_before(&office, keep).await
    };
    match kept.await {
        Ok(Ok(Some((codes, token)))) => added(&office, &visit, (&codes, &token)),
        Ok(Ok(None)) => see("/account"),
        Ok(Err(why)) => {
            let error = told(&why, "accounts-passkey-not-added", &office, &visit);
            again(&office, &visit, &who, error).await
        }
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// Which passkey, and what it is to be called.
#[derive(Deserialize)]
pub(super) struct Renamed {
    #[serde(default)]
    passkey: String,
    #[serde(default)]
    name: String,
}

pub(super) async fn rename(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Renamed { passkey, name }): Posted<Renamed>,
) -> Response {
    let name = name.trim().to_owned();
    if !is_name(&name) {
        return again(&office, &visit, &who, visit.words.text("accounts-error-name")).await;
    }
    let id = who.principal.id.clone();
    match office.read(move |books| call(books, &id, &passkey, &name)).await {
        Ok(()) => see("/account"),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// Which passkey.
#[derive(Deserialize)]
pub(super) struct Removed {
    #[serde(default)]
    passkey: String,
}

/// Takes a passkey off; who does it has shown a second factor to be let in.
pub(super) async fn remove(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Removed { passkey }): Posted<Removed>,
) -> Response {
    let id = who.principal.id.clone();
    match office.read(move |books| take_off(books, &id, &passkey)).await {
        Ok(true) => see("/account"),
        Ok(false) => Refused::not_taken("accounts-last-way", "accounts-last-way-next")
            .answer(&visit, &office),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// A passkey as its owner sees it.
pub(super) struct Line {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) added: String,
    pub(super) used: Option<String>,
    pub(super) copies: String,
}

pub(super) fn lines(all: &[OwnPasskey], visit: &Visit) -> Vec<Line> {
    let t = &visit.words;
    let line = |own: &OwnPasskey| Line {
        id: own.passkey.id(),
        name: own.passkey.name().to_owned(),
        added: terms::time(own.added, t),
        used: own.used.map(|used| terms::time(used, t)),
        copies: t.text(match own.passkey.copies() {
            PasskeyCopies::Never => "accounts-passkey-copies-never",
            PasskeyCopies::Possible => "accounts-passkey-copies-possible",
            PasskeyCopies::Made => "accounts-passkey-copies-made",
        }),
    };
    all.iter().map(line).collect()
}
