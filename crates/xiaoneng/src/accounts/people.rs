//! People (人员): the list of accounts, and opening one.

use askama::Template;
use authority::{Action, Role};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::{Account, AccountError, Directory, Opened, Person, terms};
use crate::web::{Frame, Office, Place, Posted, Refused, Visit, Visitor, Who, encoded};

/// People on a page.
const PAGE: usize = 50;

/// An account as a line of the list.
struct Line {
    address: String,
    name: String,
    division: String,
    roles: String,
    /// Said of an account that can't be used today.
    closed: Option<String>,
}

#[derive(Template)]
#[template(path = "accounts/people.html")]
struct Page {
    frame: Frame,
    typed: String,
    found: String,
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
    may_change: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    page: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    page(&office, &visit, &who, asked).await.unwrap_or_else(|it| it.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    Asked { q, page }: Asked,
) -> Result<Response, Refused> {
    let (everybody, today) =
        office.read(|books| Ok((Directory(books).everybody()?, Directory(books).today()))).await?;
    let (t, typed) = (&visit.words, q.trim().to_lowercase());
    let is_found = |(account, person): &&(Account, Option<Person>)| {
        let name = person.as_ref().map(|it| format!("{} {}", it.name, it.sign_in_name));
        let text = [name.as_deref(), account.division.as_deref(), Some(&account.id)];
        text.into_iter().flatten().any(|text| text.to_lowercase().contains(&typed))
    };
    let found: Vec<_> = everybody.0.iter().filter(is_found).collect();
    let last = found.len().div_ceil(PAGE).max(1);
    let number = page.parse().unwrap_or(1).clamp(1, last);
    let line = |(account, person): &&(Account, Option<Person>)| Line {
        address: format!("/work/people/{}", account.id),
        name: person.as_ref().map_or_else(|| account.id.clone(), |it| it.name.clone()),
        division: account.division.clone().unwrap_or_default(),
        roles: terms::roles(&account.roles, t),
        closed: (!account.is_open(today)).then(|| t.text("accounts-closed")),
    };
    let address = |page: usize| format!("/work/people?q={}&page={page}", encoded(&q));
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text("accounts-people-title")),
        found: t.format("accounts-people-found", &[("people", found.len().into())]),
        lines: found.iter().skip((number - 1) * PAGE).take(PAGE).map(line).collect(),
        before: (number > 1).then(|| address(number - 1)),
        after: (number < last).then(|| address(number + 1)),
        may_change: who.could(Action::ChangePeople, office.tenant()),
        typed: q.clone(),
    })
}

/// What is said of an account in a form.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    sign_in_name: String,
    #[serde(default)]
    pub(super) division: String,
    #[serde(default)]
    pub(super) agency: String,
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) until: String,
    #[serde(default)]
    pub(super) roles: Vec<String>,
}

impl Form {
    /// What an account is, as a form has it.
    pub(super) fn of(account: &Account, person: Option<&Person>) -> Self {
        let day = |day: Option<jiff::civil::Date>| day.map(|it| it.to_string()).unwrap_or_default();
        Self {
            name: person.map(|it| it.name.clone()).unwrap_or_default(),
            sign_in_name: person.map(|it| it.sign_in_name.clone()).unwrap_or_default(),
            division: account.division.clone().unwrap_or_default(),
            agency: account.agency.clone().unwrap_or_default(),
            from: day(account.from),
            until: day(account.until),
            roles: account.roles.iter().map(|role| role.code().to_owned()).collect(),
        }
    }

    /// The account that the form says.
    pub(super) fn account(&self, before: Account) -> Result<Account, AccountError> {
        let given = |text: &str| Some(text.trim()).filter(|it| !it.is_empty()).map(str::to_owned);
        let day = |text: &str| {
            let day = given(text).map(|text| text.parse());
            day.transpose().map_err(|_| AccountError::Days)
        };
        Ok(Account {
            division: given(&self.division),
            agency: given(&self.agency),
            from: day(&self.from)?,
            until: day(&self.until)?,
            roles: self.roles.iter().filter_map(|role| role.parse().ok()).collect(),
            ..before
        })
    }
}

/// A role to be ticked.
pub(super) struct Choice {
    pub(super) code: &'static str,
    pub(super) name: String,
    pub(super) is_ticked: bool,
}

pub(super) fn choices(form: &Form, visit: &Visit) -> Vec<Choice> {
    let choice = |role: &Role| Choice {
        code: role.code(),
        name: terms::role(*role, &visit.words),
        is_ticked: form.roles.iter().any(|it| it == role.code()),
    };
    Role::ALL.iter().map(choice).collect()
}

#[derive(Template)]
#[template(path = "accounts/new_person.html")]
struct NewPage {
    frame: Frame,
    error: Option<String>,
    form: Form,
    roles: Vec<Choice>,
    divisions: Vec<String>,
}

pub(super) async fn show_new(State(office): State<Office>, visit: Visit) -> Response {
    new_page(&office, &visit, Form::default(), None)
        .await
        .unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn new_page(
    office: &Office,
    visit: &Visit,
    form: Form,
    error: Option<String>,
) -> Result<Response, Refused> {
    let divisions = office.read(|books| Directory(books).divisions()).await?;
    visit.page(&NewPage {
        frame: visit.frame(office, Place::Work, visit.words.text("accounts-new-title")),
        error,
        roles: choices(&form, visit),
        divisions: divisions.into_iter().collect(),
        form,
    })
}

/// The code by which somebody sets their first password, shown once.
#[derive(Template)]
#[template(path = "accounts/new_code.html")]
pub(super) struct CodePage {
    pub(super) frame: Frame,
    pub(super) sign_in_name: String,
    pub(super) code: String,
    /// Where the account is.
    pub(super) back: String,
}

pub(super) async fn open(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(form): Posted<Form>,
) -> Response {
    let by = who.principal.id.clone();
    let given = form.clone();
    let opened = office.read(move |books| {
        let Form { name, sign_in_name, .. } = given.clone();
        let account = given.account(Account::default());
        let open = |account| Directory(books).open(Opened { name, sign_in_name, account }, &by);
        super::or_said(account.and_then(open))
    });
    let page = match opened.await {
        Ok(Ok((id, code))) => visit.page(&CodePage {
            frame: visit.frame(&office, Place::Work, visit.words.text("accounts-new-code-title")),
            sign_in_name: form.sign_in_name.trim().to_owned(),
            code: code.to_text().to_string(),
            back: format!("/work/people/{id}"),
        }),
        Ok(Err(key)) => new_page(&office, &visit, form, Some(visit.words.text(key))).await,
        Err(refused) => Err(refused),
    };
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}
