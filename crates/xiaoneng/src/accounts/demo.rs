//! Whom a visitor of the demonstration may be: six people, each with what to try.

use authority::Role;
use axum::extract::State;
use axum::response::Response;
use serde::Deserialize;

use super::attempt::From;
use super::sign_in::{as_if_proved, signed_in};
use super::{Account, AccountError, CONSOLE, Directory, Opened};
use crate::records::Books;
use crate::web::{Office, Posted, Refused, Visit};

/// Somebody whom a visitor may be.
#[derive(Debug, Clone)]
pub(crate) struct DemoPerson {
    account: String,
    role: Role,
}

/// The six: the role that leads the choice, those beside it, the name to sign in with.
const PEOPLE: [(Role, &[Role], &str); 6] = [
    (Role::Applicant, &[], "demo-applicant"),
    (Role::WindowClerk, &[], "demo-clerk"),
    (Role::Reviewer, &[Role::CatalogueEditor], "demo-reviewer"),
    (Role::Decider, &[Role::SystemAdministrator], "demo-decider"),
    (Role::Supervisor, &[], "demo-supervisor"),
    (Role::Auditor, &[], "demo-auditor"),
];

/// Opens the accounts of the six.
pub(crate) fn people_to_be(books: &Books) -> Result<Vec<DemoPerson>, AccountError> {
    let open = |(role, more, sign_in_name): (Role, &[Role], &str)| {
        let roles = more.iter().copied().chain([role]).collect();
        let account = Account { roles, ..Account::default() };
        let (name, sign_in_name) = (role.chinese().to_owned(), sign_in_name.to_owned());
        let (account, _) =
            Directory(books).open(Opened { name, sign_in_name, account }, CONSOLE)?;
        Ok(DemoPerson { account, role })
    };
    PEOPLE.into_iter().map(open).collect()
}

/// A choice on the page to sign in.
pub(super) struct Choice {
    pub(super) number: usize,
    pub(super) name: String,
    pub(super) tries: String,
}

pub(super) fn choices(office: &Office, visit: &Visit) -> Vec<Choice> {
    let choice = |(number, person): (usize, &DemoPerson)| Choice {
        number,
        name: super::terms::role(person.role, &visit.words),
        tries: visit.words.text(match person.role {
            Role::Applicant => "accounts-demo-applicant",
            Role::WindowClerk => "accounts-demo-clerk",
            Role::Reviewer => "accounts-demo-reviewer",
            Role::Decider => "accounts-demo-decider",
            Role::Supervisor => "accounts-demo-supervisor",
            _ => "accounts-demo-auditor",
        }),
    };
    office.manner().demo.iter().enumerate().map(choice).collect()
}

/// Which of the six.
#[derive(Deserialize)]
pub(super) struct Chosen {
    #[serde(default)]
    number: String,
}

pub(super) async fn send(
    State(office): State<Office>,
    visit: Visit,
    from: From,
    Posted(Chosen { number }): Posted<Chosen>,
) -> Response {
    let person = number.parse().ok().and_then(|it: usize| office.manner().demo.get(it).cloned());
    let Some(DemoPerson { account, role }) = person else {
        return Refused::not_found("web-refused-not-found", "web-refused-not-found-next")
            .answer(&visit, &office);
    };
    let begun = office.read(move |books| as_if_proved(books, &account, &from.browser)).await;
    match begun {
        Ok(token) => {
            signed_in(&office, &token, if role == Role::Applicant { "/account" } else { "/work" })
        }
        Err(refused) => refused.answer(&visit, &office),
    }
}
