//! What a whole office answers, asked without a network: every door, and every list.

mod doors;
mod drafts;
mod guesses;
mod lists;
mod registers;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use authority::Role;
use axum::body::{Body, to_bytes};
use axum::http::header::{CONTENT_TYPE, COOKIE, LOCATION};
use axum::http::{Method, Request, StatusCode};
use ledger::Location;
use legal_clock::Instant;
use tempfile::TempDir;
use tower::ServiceExt as _;

use super::{Manner, Office, routes};
use crate::accounts::{Account, CONSOLE, Directory, Opened, Proof, Session};
use crate::records::{Books, Keys, Tenant, now};

/// What is answered.
#[derive(Debug)]
struct Answer {
    status: StatusCode,
    leads_to: Option<String>,
    page: String,
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap()
}

/// An agency's office on a ledger of its own.
pub(crate) struct Place {
    office: Office,
    pub(crate) books: Books,
    /// How far the clock is ahead of the machine's, in microseconds.
    ahead: Arc<AtomicI64>,
    _folder: TempDir,
}

impl Place {
    pub(crate) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        let keys = Keys::at(Some(folder.path().join("keys")));
        let tenant = Tenant { keys, ..Tenant::default() };
        let ahead = Arc::new(AtomicI64::new(0));
        let clock = {
            let ahead = ahead.clone();
            Arc::new(move || Instant(now().0 + ahead.load(Ordering::SeqCst)))
        };
        let books = Books::making(&location, &tenant, clock).unwrap();
        let manner = Manner { takes_visitors: true, ..Manner::default() };
        let office = Office::open(books.clone(), manner).unwrap();
        Self { office, books, ahead, _folder: folder }
    }

    /// Lets seconds pass.
    pub(crate) fn pass(&self, seconds: i64) {
        self.ahead.fetch_add(seconds * 1_000_000, Ordering::SeqCst);
    }

    /// Opens an account; gives its identifier.
    pub(crate) fn person(
        &self,
        name: &str,
        roles: &[Role],
        agency: Option<&str>,
        division: Option<&str>,
    ) -> String {
        let account = Account {
            roles: roles.iter().copied().collect::<BTreeSet<_>>(),
            agency: agency.map(str::to_owned),
            division: division.map(str::to_owned),
            ..Account::default()
        };
        let (name, sign_in_name) = (name.to_owned(), name.to_owned());
        Directory(&self.books).open(Opened { name, sign_in_name, account }, CONSOLE).unwrap().0
    }

    /// What is answered to a request of somebody who is signed in: status, where it leads, page.
    async fn ask(
        &self,
        (token, form_key): &(String, String),
        path: &str,
        form: Option<&str>,
    ) -> Answer {
        let request = Request::builder().uri(path).header(COOKIE, format!("session={token}"));
        let request = match form {
            None => request.body(Body::empty()),
            Some(form) => request
                .method(Method::POST)
                .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
                .body(format!("form_key={form_key}&{form}").into()),
        };
        let response = routes(self.office.clone()).oneshot(request.unwrap()).await.unwrap();
        let status = response.status();
        let leads_to = response.headers().get(LOCATION).map(|it| it.to_str().unwrap().to_owned());
        let page = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        Answer { status, leads_to, page: String::from_utf8_lossy(&page).into_owned() }
    }

    /// Somebody with a role who has just signed in with a second factor.
    fn signed_in(&self, name: &str, role: Role) -> (String, String) {
        self.session(&self.person(name, &[role], None, None), Proof::SecondFactor)
    }

    /// Signs somebody in; gives the token, and the key that their forms bring along.
    fn session(&self, account: &str, proof: Proof) -> (String, String) {
        let token = Session::begin(&self.books, account, proof, "test").unwrap();
        let session = Session::of(&self.books, &token).unwrap().unwrap();
        (token.to_string(), session.form_key)
    }
}
