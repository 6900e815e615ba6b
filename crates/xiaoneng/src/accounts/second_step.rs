//! The second step of signing in: the code of an app, a recovery code, or a passkey.

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;
use zeroize::Zeroizing;

use super::attempt::{From, attempt, counted_before, open, told};
use super::credentials::{Credentials, NotProved, by_code, second_step_succeeded};
use super::passkey::by_passkey;
use super::passkeys::{Shown, party};
use super::session::{Proof, Session};
use super::sign_in::{Asked, onward, signed_in, with_begun};
use super::site::Site;
use crate::cli::Failure;
use crate::records::Books;
use crate::web::{Begun, Frame, Office, Place, Posted, Refused, Token, Visit, see};

#[derive(Template)]
#[template(path = "accounts/code.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    lead: String,
    next: String,
    /// Where passkeys work, if the account has any.
    passkeys_at: Option<String>,
}

/// The code of an app, or a recovery code.
#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    code: Zeroizing<String>,
    #[serde(default)]
    next: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Token(token): Token,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let next = asked.map(|Query(asked)| asked.next).unwrap_or_default();
    form(&office, &visit, token, None, next).await
}

async fn form(
    office: &Office,
    visit: &Visit,
    token: Option<String>,
    error: Option<String>,
    next: String,
) -> Response {
    let page = async {
        open(office)?;
        let of_half = move |books: &Books| match Session::half(books, token.as_deref())? {
            Some(half) => books.kept::<Credentials>(&half.account),
            None => Ok(None),
        };
        let kept = office.read(of_half).await?.unwrap_or_default();
        let has_passkey = !kept.passkeys.is_empty();
        let lead = if has_passkey && kept.app.is_none() {
            "accounts-code-lead-passkey"
        } else {
            "accounts-code-lead"
        };
        visit.page(&Page {
            frame: visit.frame(office, Place::Account, visit.words.text("accounts-code-title")),
            error,
            lead: visit.words.text(lead),
            next,
            passkeys_at: Site::of(office).filter(|_| has_passkey).map(|site| site.origin),
        })
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(visit, office))
}

pub(super) async fn send(
    State(office): State<Office>,
    visit: Visit,
    Token(token): Token,
    from: From,
    Posted(Given { code, next }): Posted<Given>,
) -> Response {
    let (half, browser) = (token.clone(), from.browser.clone());
    let done = attempt(&office, &from, move |books| {
        let Some(half) = Session::half(books, half.as_deref())? else { return Ok(None) };
        by_code(books, &half.account, &code)?;
        Ok(Some(whole(books, &half, &browser)?))
    })
    .await;
    answer(&office, &visit, token, (done, "accounts-code-wrong"), next).await
}

/// A passkey of the same account.
pub(super) async fn send_passkey(
    State(office): State<Office>,
    visit: Visit,
    Token(token): Token,
    Begun(begun): Begun,
    from: From,
    Posted(Shown { response, next }): Posted<Shown>,
) -> Response {
    let half = token.clone();
    let done = async {
        let party = party(&office)?;
        let prove = move |books: &Books| {
            let Some(half) = Session::half(books, half.as_deref())? else { return Ok(None) };
            by_passkey(books, &party, (begun.as_deref(), &response), Some(&half.account))?;
            second_step_succeeded(books, &half.account)?;
            Ok(Some(whole(books, &half, &from.browser)?))
        };
        counted_before(&office, prove).await
    };
    let done = (done.await, "accounts-passkey-wrong");
    with_begun(answer(&office, &visit, token, done, next).await, &office, "", 0)
}

/// Who is let in gets another token than the one that was good for half.
fn whole(books: &Books, half: &Session, browser: &str) -> Result<Zeroizing<String>, Failure> {
    half.end(books)?;
    Session::begin(books, &half.account, Proof::SecondFactor, browser)
}

/// The token of a session, nothing where the first step is over, or why there is none.
type Done = Result<Result<Option<Zeroizing<String>>, NotProved>, Refused>;

/// Leads on, or back to the first step, or says what was `wrong`.
async fn answer(
    office: &Office,
    visit: &Visit,
    half: Option<String>,
    (done, wrong): (Done, &'static str),
    next: String,
) -> Response {
    match done {
        Ok(Ok(Some(token))) => signed_in(office, &token, onward(&next)),
        Ok(Ok(None)) => see("/sign-in"),
        Ok(Err(why)) => {
            let error = told(&why, wrong, office, visit);
            form(office, visit, half, Some(error), next).await
        }
        Err(refused) => refused.answer(visit, office),
    }
}
