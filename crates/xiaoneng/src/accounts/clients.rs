//! Programs that ask by token: which there are, what for, issuing and withdrawing.

use std::collections::BTreeSet;

use askama::Template;
use authority::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::client::{Client, MOST_DAYS};
use super::{Directory, or_said, terms};
use crate::records::Books;
use crate::web::{Frame, Nothing, Office, Place, Posted, Refused, Visit, Visitor, Who, see};

/// What a program can be let do: to read, and to write what the interface takes.
const SCOPES: [Action; 6] = [
    Action::ReadItems,
    Action::ReadPowers,
    Action::ReadRegisters,
    Action::ChangeRegisters,
    Action::ReadFigures,
    Action::ReadLog,
];

/// A client as a line.
struct Line {
    name: String,
    account: String,
    scopes: String,
    until: String,
    withdraw: String,
}

/// A scope to be ticked.
struct Choice {
    code: &'static str,
    name: String,
    is_ticked: bool,
}

#[derive(Template)]
#[template(path = "accounts/clients.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    /// The token that was issued just now, shown once.
    token: Option<String>,
    lines: Vec<Line>,
    people: Vec<(String, String, bool)>,
    scopes: Vec<Choice>,
    form: Form,
    may_change: bool,
}

/// Which program, with whose roles, for what and how long.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    name: String,
    #[serde(default)]
    account: String,
    #[serde(default)]
    scopes: Vec<String>,
    #[serde(default)]
    days: String,
}

/// What the page tells beside the list.
#[derive(Default)]
struct Said {
    error: Option<String>,
    token: Option<String>,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit, Who(who): Who) -> Response {
    page(&office, &visit, &who, Form::default(), Said::default())
        .await
        .unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    form: Form,
    said: Said,
) -> Result<Response, Refused> {
    let reading = |books: &Books| {
        let directory = Directory(books);
        Ok((directory.everybody()?, Client::all(books)?, directory.today()))
    };
    let (everybody, clients, today) = office.read(reading).await?;
    let t = &visit.words;
    let name = |id: &str| everybody.name(id);
    let line = |client: &Client| {
        let scopes: Vec<_> = client.scopes().iter().map(|it| terms::action(*it, t)).collect();
        Line {
            name: client.name.clone(),
            account: name(&client.account),
            scopes: t.list(&scopes),
            until: terms::time(client.expires, t),
            withdraw: format!("/work/clients/{}/withdraw", client.id),
        }
    };
    let scope = |action: Action| Choice {
        code: action.code(),
        name: terms::action(action, t),
        is_ticked: form.scopes.iter().any(|it| it == action.code()),
    };
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text("accounts-clients-title")),
        error: said.error,
        token: said.token,
        lines: clients.iter().map(line).collect(),
        people: everybody
            .open(today)
            .map(|account| (account.id.clone(), name(&account.id), account.id == form.account))
            .collect(),
        scopes: SCOPES.into_iter().map(scope).collect(),
        may_change: who.could(Action::ChangeClients, office.tenant()),
        form,
    })
}

pub(super) async fn issue(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(form): Posted<Form>,
) -> Response {
    let (given, by) = (form.clone(), who.principal.id.clone());
    let issuing = move |books: &Books| {
        let is_given = |scope: &Action| given.scopes.iter().any(|code| code == scope.code());
        let scopes: BTreeSet<Action> = SCOPES.into_iter().filter(is_given).collect();
        let name = given.name.trim();
        let days = given.days.trim().parse::<u16>().ok().filter(|it| (1..=MOST_DAYS).contains(it));
        if name.is_empty() || name.chars().count() > 64 || name.chars().any(char::is_control) {
            return Ok(Err("accounts-error-name"));
        }
        if scopes.is_empty() {
            return Ok(Err("accounts-error-no-scope"));
        }
        let Some(days) = days else { return Ok(Err("accounts-error-days-of-token")) };
        if Directory(books).account(&given.account)?.is_none() {
            return Ok(Err("accounts-error-not-there"));
        }
        or_said(Client::issue(books, &given.account, name, &scopes, days, &by))
    };
    let page = match office.read(issuing).await {
        Ok(Ok(token)) => {
            let said = Said { token: Some(token.to_string()), ..Said::default() };
            page(&office, &visit, &who, Form::default(), said).await
        }
        Ok(Err(key)) => {
            let said = Said { error: Some(visit.words.text(key)), ..Said::default() };
            page(&office, &visit, &who, form, said).await
        }
        Err(refused) => Err(refused),
    };
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

pub(super) async fn withdraw(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let by = who.principal.id.clone();
    let withdrawn = office.read(move |books| or_said(Client::withdraw(books, &id, &by)));
    let page = match withdrawn.await {
        Ok(Ok(())) => Ok(see("/work/clients")),
        Ok(Err(key)) => {
            let said = Said { error: Some(visit.words.text(key)), ..Said::default() };
            page(&office, &visit, &who, Form::default(), said).await
        }
        Err(refused) => Err(refused),
    };
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}
