//! One's own account: what it may be used for, password, second factor, where one is signed in.

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use credentials::{Code, PasswordUse, QrCode, TotpSecret};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::attempt::{From, attempt, told};
use super::credentials::{Credentials, NotProved, add_app as keep_app, by_own_password, change};
use super::identity::Identity;
use super::session::{Proof, Session};
use super::sign_in::{as_if_proved, new_password, sign_in_name, signed_in, with_session};
use super::site::Site;
use super::{openid, passkeys, terms};
use crate::web::{Frame, Nothing, Office, Place, Posted, Refused, Visit, Visitor, Who, see};

/// A session as its owner sees it.
struct Line {
    id: String,
    browser: String,
    began: String,
    seen: String,
    is_this: bool,
}

#[derive(Template)]
#[template(path = "accounts/own.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    facts: Vec<(String, String)>,
    has_second_factor: bool,
    has_app: bool,
    /// Codes left for when the app is lost.
    left: String,
    /// Where passkeys work, if they do.
    passkeys_at: Option<String>,
    passkeys: Vec<passkeys::Line>,
    /// The provider's name, where there is one.
    provider: Option<String>,
    identities: Vec<openid::Line>,
    sessions: Vec<Line>,
    shortest: usize,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit, Who(who): Who) -> Response {
    page(&office, &visit, &who, None).await.unwrap_or_else(|it| it.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    error: Option<String>,
) -> Result<Response, Refused> {
    let id = who.principal.id.clone();
    let read = move |books: &crate::records::Books| {
        let kept = books.kept::<Credentials>(&id)?.unwrap_or_default();
        let identities = Identity::all_of(books, &id)?;
        Ok((kept, identities, Session::all_of(books, &id)?, sign_in_name(books, &id)?))
    };
    let (kept, identities, sessions, name) = office.read(read).await?;
    let (t, own) = (&visit.words, who.session.as_ref().map(|session| session.id.as_str()));
    let line = |session: &Session| Line {
        id: session.id.clone(),
        browser: session.browser.clone(),
        began: terms::time(session.began, t),
        seen: terms::time(session.seen, t),
        is_this: own == Some(session.id.as_str()),
    };
    let principal = &who.principal;
    let facts = [
        ("accounts-fact-name", Some(who.name.clone())),
        ("accounts-fact-sign-in-name", Some(name)),
        ("accounts-fact-division", principal.division.clone()),
        ("accounts-fact-roles", Some(terms::roles(&principal.roles, t))),
    ];
    let facts = facts.into_iter().filter_map(|(key, it)| Some((t.text(key), it?)));
    let left = [("codes", kept.recovery_codes_left().into())];
    visit.page(&Page {
        frame: visit.frame(office, Place::Account, t.text("accounts-own-title")),
        error,
        facts: facts.filter(|(_, it)| !it.is_empty()).collect(),
        has_second_factor: kept.has_second_factor(),
        has_app: kept.app.is_some(),
        left: t.format("accounts-recovery-left", &left),
        passkeys_at: Site::of(office).map(|site| site.origin),
        passkeys: passkeys::lines(&kept.passkeys, visit),
        provider: office.manner().openid.as_ref().map(|it| it.name.clone()),
        identities: openid::lines(&identities, visit),
        sessions: sessions.iter().map(line).collect(),
        shortest: PasswordUse::Alone.shortest(),
    })
}

/// The password that is, and the one to be.
#[derive(Deserialize)]
pub(super) struct Passwords {
    #[serde(default)]
    now: Zeroizing<String>,
    #[serde(default)]
    password: Zeroizing<String>,
    #[serde(default)]
    again: Zeroizing<String>,
}

/// Every other session ends when the password changes: whoever knew the old one is out.
pub(super) async fn change_password(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    from: From,
    Posted(given): Posted<Passwords>,
) -> Response {
    let agency = office.agency();
    let password = match new_password(&given.password, &given.again, &[&who.name, &agency], &visit)
    {
        Ok(password) => password,
        Err(error) => return again(&office, &visit, &who, error).await,
    };
    let (id, proof) = (who.principal.id.clone(), proof(&who));
    let browser = from.browser.clone();
    let changed = attempt(&office, &from, move |books| {
        by_own_password(books, &id, &given.now)?;
        let hash = password.hash().map_err(|error| crate::records::broken(&error))?;
        change(books, &id, |kept| kept.password = Some(hash))?;
        books.forget_all::<Session>(Some(&id))?;
        Ok(Session::begin(books, &id, proof, &browser)?)
    });
    match changed.await {
        Ok(Ok(token)) => signed_in(&office, &token, "/account"),
        Ok(Err(why)) => {
            let error = told(&why, "accounts-password-wrong", &office, &visit);
            again(&office, &visit, &who, error).await
        }
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// One's own account once more, with what is to be mended.
pub(super) async fn again(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    error: String,
) -> Response {
    let page = page(office, visit, who, Some(error)).await;
    page.unwrap_or_else(|refused| refused.answer(visit, office))
}

fn proof(who: &Visitor) -> Proof {
    if who.principal.second_factor { Proof::SecondFactor } else { Proof::Password }
}

#[derive(Template)]
#[template(path = "accounts/app.html")]
struct AppPage {
    frame: Frame,
    error: Option<String>,
    secret: String,
    qr: Option<QrCode>,
    /// Codes for when it is lost, once a second factor is added: they are shown this once.
    codes: Vec<String>,
}

pub(super) async fn show_app(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
) -> Response {
    let secret = TotpSecret::generate().map_err(|error| Refused::broken(&error));
    let page = secret.and_then(|secret| app_page(&office, &visit, &who, &secret, None));
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

fn app_page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    secret: &TotpSecret,
    error: Option<String>,
) -> Result<Response, Refused> {
    let plain = |name: &str| name.replace(':', " ");
    let account = if who.name.is_empty() { &who.principal.id } else { &who.name };
    let address = secret.address(&plain(&office.agency()), &plain(account));
    // Who can't scan it types the secret.
    let qr = address.ok().and_then(|address| QrCode::of(&address).ok());
    visit.page(&AppPage {
        frame: visit.frame(office, Place::Account, visit.words.text("accounts-app-title")),
        error,
        secret: secret.to_text().to_string(),
        qr,
        codes: Vec::new(),
    })
}

/// The secret that was shown, and a code that the app makes of it.
#[derive(Deserialize)]
pub(super) struct NewApp {
    #[serde(default)]
    secret: Zeroizing<String>,
    #[serde(default)]
    code: Zeroizing<String>,
}

pub(super) async fn add_app(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    from: From,
    Posted(NewApp { secret, code }): Posted<NewApp>,
) -> Response {
    let Ok(secret) = secret.parse::<TotpSecret>() else {
        return Refused::unread().answer(&visit, &office);
    };
    let (id, shown) = (who.principal.id.clone(), secret.clone());
    let kept = office.read(move |books| match keep_app(books, &id, shown, &code) {
        Ok(codes) => {
            // What is signed in without the app isn't any more.
            books.forget_all::<Session>(Some(&id))?;
            let token = as_if_proved(books, &id, &from.browser)?;
            Ok(Some((codes, token)))
        }
        Err(NotProved::Failed(failure)) => Err(failure),
        Err(_) => Ok(None),
    });
    let page = match kept.await {
        Ok(Some((codes, token))) => {
            return added(&office, &visit, (&codes, &token));
        }
        Ok(None) => {
            let error = Some(visit.words.text("accounts-app-wrong"));
            app_page(&office, &visit, &who, &secret, error)
        }
        Err(refused) => Err(refused),
    };
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

/// Codes for when a second factor is lost, and the token of the session that is left.
pub(super) fn added(office: &Office, visit: &Visit, (codes, token): (&[Code], &str)) -> Response {
    match shown_once(office, visit, codes) {
        Ok(page) => with_session(page, office, token),
        Err(refused) => refused.answer(visit, office),
    }
}

fn shown_once(office: &Office, visit: &Visit, codes: &[Code]) -> Result<Response, Refused> {
    visit.page(&AppPage {
        frame: visit.frame(office, Place::Account, visit.words.text("accounts-codes-title")),
        error: None,
        secret: String::new(),
        qr: None,
        codes: codes.iter().map(|code| code.to_text().to_string()).collect(),
    })
}

/// Takes the app off; who does it has just shown a second factor, or lost it and used a code.
pub(super) async fn remove_app(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    _: Posted<Nothing>,
) -> Response {
    let id = who.principal.id.clone();
    let removed = office.read(move |books| {
        change(books, &id, |kept| {
            kept.app = None;
            kept.forget_spare_codes();
        })
    });
    match removed.await {
        Ok(()) => see("/account"),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// Which session.
#[derive(Deserialize)]
pub(super) struct Ended {
    #[serde(default)]
    session: String,
}

pub(super) async fn end_session(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Ended { session }): Posted<Ended>,
) -> Response {
    let id = who.principal.id.clone();
    let ended = office.read(move |books| {
        let all = Session::all_of(books, &id)?;
        all.iter().filter(|it| it.id == session).try_for_each(|it| it.end(books))
    });
    match ended.await {
        Ok(()) => see("/account"),
        Err(refused) => refused.answer(&visit, &office),
    }
}
