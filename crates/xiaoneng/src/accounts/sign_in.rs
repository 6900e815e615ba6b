//! Signing in: name and password, then what else is asked for; setting the first password; signing out.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, header};
use axum::response::Response;
use credentials::{NewPassword, PasswordUse};
use serde::Deserialize;
use zeroize::Zeroizing;

use super::attempt::{From, attempt, open, told};
use super::credentials::{NotProved, Proved, by_enrolment, by_password};
use super::demo::{Choice, choices};
use super::session::{Proof, Session};
use super::site::Site;
use super::{Directory, Person, terms};
use crate::cli::Failure;
use crate::records::Books;
use crate::web::{Frame, Nothing, Office, Place, Posted, Visit, Who, see};

/// Where somebody goes on to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    pub(super) next: String,
}

/// Name and password.
#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    name: String,
    #[serde(default)]
    password: Zeroizing<String>,
    #[serde(default)]
    next: String,
}

#[derive(Template)]
#[template(path = "accounts/sign_in.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    name: String,
    next: String,
    /// What the button of the provider says, where there is one.
    provider: Option<String>,
    /// Where passkeys work, if they do.
    passkeys_at: Option<String>,
    choices: Vec<Choice>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let next = asked.map(|Query(asked)| asked.next).unwrap_or_default();
    form(&office, &visit, None, String::new(), next)
}

pub(super) fn form(
    office: &Office,
    visit: &Visit,
    error: Option<String>,
    name: String,
    next: String,
) -> Response {
    let page = |()| {
        let title = visit.words.text("accounts-sign-in-title");
        let frame = visit.frame(office, Place::Account, title);
        let provider = office.manner().openid.as_ref().map(|it| it.name.clone());
        let passkeys_at = Site::of(office).map(|site| site.origin);
        let choices = choices(office, visit);
        visit.page(&Page { frame, error, name, next, provider, passkeys_at, choices })
    };
    open(office).and_then(page).unwrap_or_else(|refused| refused.answer(visit, office))
}

pub(super) async fn send(
    State(office): State<Office>,
    visit: Visit,
    from: From,
    Posted(given): Posted<Given>,
) -> Response {
    let Given { name, password, next } = given;
    let signing_in = (name.clone(), from.browser.clone());
    let done = attempt(&office, &from, move |books| {
        let (name, browser) = signing_in;
        let (account, proved) = by_password(books, &name, &password)?;
        // Whose account has ended proves nothing by its password.
        if !Directory(books).is_open(&account)? {
            return Err(NotProved::Wrong);
        }
        let proof = if proved == Proved::Half { Proof::Half } else { Proof::Password };
        Ok((Session::begin(books, &account, proof, &browser)?, proof))
    })
    .await;
    match done {
        Ok(Ok((token, Proof::Half))) => {
            let code = format!("/sign-in/code?next={}", crate::web::encoded(&next));
            signed_in(&office, &token, &code)
        }
        Ok(Ok((token, _))) => signed_in(&office, &token, onward(&next)),
        Ok(Err(why)) => {
            let error = told(&why, "accounts-wrong", &office, &visit);
            form(&office, &visit, Some(error), name, next)
        }
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// Sign-in name, the code that was given out, and the password to be.
#[derive(Deserialize, Default)]
pub(super) struct First {
    #[serde(default)]
    name: String,
    #[serde(default)]
    code: Zeroizing<String>,
    #[serde(default)]
    password: Zeroizing<String>,
    #[serde(default)]
    again: Zeroizing<String>,
}

#[derive(Template)]
#[template(path = "accounts/first.html")]
struct FirstPage {
    frame: Frame,
    error: Option<String>,
    name: String,
    code: String,
    shortest: usize,
}

pub(super) async fn show_first(State(office): State<Office>, visit: Visit) -> Response {
    first_form(&office, &visit, None, &First::default())
}

fn first_form(office: &Office, visit: &Visit, error: Option<String>, first: &First) -> Response {
    let page = |()| {
        let title = visit.words.text("accounts-first-title");
        visit.page(&FirstPage {
            frame: visit.frame(office, Place::Account, title),
            error,
            name: first.name.clone(),
            code: first.code.to_string(),
            shortest: PasswordUse::Alone.shortest(),
        })
    };
    open(office).and_then(page).unwrap_or_else(|refused| refused.answer(visit, office))
}

pub(super) async fn send_first(
    State(office): State<Office>,
    visit: Visit,
    from: From,
    Posted(first): Posted<First>,
) -> Response {
    let agency = office.agency();
    let names = [first.name.as_str(), &agency];
    let password = match new_password(&first.password, &first.again, &names, &visit) {
        Ok(password) => password,
        Err(error) => return first_form(&office, &visit, Some(error), &first),
    };
    let (name, code) = (first.name.clone(), first.code.clone());
    let done = attempt(&office, &from, move |books| {
        // The same work whether anybody has the name or not.
        let hash = password.hash().map_err(|error| crate::records::broken(&error))?;
        by_enrolment(books, &name, &code, hash)
    })
    .await;
    match done {
        Ok(Ok(())) => see("/sign-in"),
        Ok(Err(why)) => {
            let error = told(&why, "accounts-first-wrong", &office, &visit);
            first_form(&office, &visit, Some(error), &first)
        }
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// A new password that was typed twice, or what is wrong with it. It is held to the rules for one that
/// stands alone, since a second factor can be taken off later.
pub(super) fn new_password(
    password: &str,
    again: &str,
    names: &[&str],
    visit: &Visit,
) -> Result<NewPassword, String> {
    if password != again {
        return Err(visit.words.text("accounts-first-differ"));
    }
    NewPassword::new(password, PasswordUse::Alone, names)
        .map_err(|weak| terms::weak(&weak, &visit.words))
}

pub(super) async fn sign_out(
    State(office): State<Office>,
    visit: Visit,
    Who(visitor): Who,
    _: Posted<Nothing>,
) -> Response {
    let done = office.read(move |books| match &visitor.session {
        Some(session) => session.end(books),
        None => Ok(()),
    });
    match done.await {
        Ok(()) => with_cookie(see("/"), &office, "", "; Max-Age=0"),
        Err(refused) => refused.answer(&visit, &office),
    }
}

/// Leads on with the token of a session.
pub(super) fn signed_in(office: &Office, token: &str, next: &str) -> Response {
    with_session(see(next), office, token)
}

/// The same answer with the token of a session.
pub(super) fn with_session(response: Response, office: &Office, token: &str) -> Response {
    with_cookie(response, office, token, "")
}

/// The same answer with the token of a sign-in that has begun, for so many seconds.
pub(super) fn with_begun(response: Response, office: &Office, token: &str, age: i64) -> Response {
    let age = format!("; Max-Age={age}");
    with_named_cookie(response, office, (office.begun_cookie(), token), &age)
}

fn with_cookie(response: Response, office: &Office, token: &str, age: &str) -> Response {
    with_named_cookie(response, office, (office.session_cookie(), token), age)
}

fn with_named_cookie(
    mut response: Response,
    office: &Office,
    (name, token): (&str, &str),
    age: &str,
) -> Response {
    let secure = if office.is_secure() { "; Secure" } else { "" };
    let cookie = format!("{name}={token}; Path=/; HttpOnly; SameSite=Lax{secure}{age}");
    if let Ok(cookie) = HeaderValue::from_str(&cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

/// Where to go on to: a page of this program, or the workbench.
pub(super) fn onward(next: &str) -> &str {
    let is_here = next.starts_with('/')
        && !next.starts_with("//")
        && !next.contains(['\\', '\r', '\n'])
        && next.is_ascii();
    if is_here { next } else { "/account" }
}

/// Signs in as an account of the demonstration, without proof.
pub(super) fn as_if_proved(
    books: &Books,
    account: &str,
    browser: &str,
) -> Result<Zeroizing<String>, Failure> {
    Session::begin(books, account, Proof::SecondFactor, browser)
}

/// The name that somebody signs in with.
pub(super) fn sign_in_name(books: &Books, account: &str) -> Result<String, Failure> {
    Ok(books.kept::<Person>(account)?.map_or_else(String::new, |person| person.sign_in_name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn signing_in_leads_to_a_page_of_this_program_alone() {
        for (next, expected) in [
            ("/work/people?after=2", "/work/people?after=2"),
            ("", "/account"),
            ("https://elsewhere", "/account"),
            ("//elsewhere", "/account"),
            ("/\\elsewhere", "/account"),
            ("/a\r\nSet-Cookie: b", "/account"),
        ] {
            assert_eq!(onward(next), expected, "{next}");
        }
    }
}
