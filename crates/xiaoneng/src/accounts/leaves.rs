//! Who is on leave, and who stands in.

use askama::Template;
use authority::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use serde::Deserialize;

use super::leave::Leave;
use super::{Account, AccountError, Directory, terms};
use crate::records::Books;
use crate::web::{Frame, Nothing, Office, Place, Posted, Refused, Visit, Visitor, Who, see};

/// A leave as a line.
struct Line {
    name: String,
    days: String,
    substitute: String,
    end: String,
    is_on: bool,
}

/// Somebody to choose.
struct Choice {
    id: String,
    name: String,
    is_chosen: [bool; 2],
}

#[derive(Template)]
#[template(path = "accounts/leave.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    lines: Vec<Line>,
    people: Vec<Choice>,
    form: Form,
    may_change: bool,
}

/// Who is away, when, and who stands in.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    person: String,
    #[serde(default)]
    substitute: String,
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

pub(super) async fn show(State(office): State<Office>, visit: Visit, Who(who): Who) -> Response {
    page(&office, &visit, &who, Form::default(), None)
        .await
        .unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    form: Form,
    error: Option<String>,
) -> Result<Response, Refused> {
    let reading = |books: &Books| {
        let directory = Directory(books);
        Ok((directory.everybody()?, directory.leave()?, directory.today()))
    };
    let (everybody, leaves, today) = office.read(reading).await?;
    let t = &visit.words;
    let name = |id: &str| everybody.name(id);
    let line = |leave: &Leave| Line {
        name: name(&leave.person),
        days: t.format(
            "accounts-leave-days",
            &[("from", t.date(leave.from).into()), ("until", t.date(leave.until).into())],
        ),
        substitute: leave.substitute.as_deref().map(name).unwrap_or_default(),
        end: format!("/work/leave/{}/end", leave.id),
        is_on: leave.is_on(today),
    };
    let choice = |account: &Account| Choice {
        id: account.id.clone(),
        name: format!("{} · {}", name(&account.id), terms::roles(&account.roles, t)),
        is_chosen: [account.id == form.person, account.id == form.substitute],
    };
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text("accounts-leave-title")),
        error,
        lines: leaves.iter().map(line).collect(),
        people: everybody.open(today).map(choice).collect(),
        may_change: who.could(Action::ChangePeople, office.tenant()),
        form,
    })
}

pub(super) async fn put(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(form): Posted<Form>,
) -> Response {
    let (by, given) = (who.principal.id.clone(), form.clone());
    let putting = move |books: &Books| {
        let leave = leave(given);
        super::or_said(leave.and_then(|leave| Directory(books).put_on_leave(&leave, &by)))
    };
    let page = match office.read(putting).await {
        Ok(Ok(())) => Ok(see("/work/leave")),
        Ok(Err(key)) => page(&office, &visit, &who, form, Some(visit.words.text(key))).await,
        Err(refused) => Err(refused),
    };
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

fn leave(form: Form) -> Result<Leave, AccountError> {
    let day = |text: &str| text.trim().parse().map_err(|_| AccountError::Days);
    Ok(Leave {
        id: String::new(),
        from: day(&form.from)?,
        until: day(&form.until)?,
        person: form.person,
        substitute: Some(form.substitute).filter(|it| !it.is_empty()),
        version: 0,
    })
}

pub(super) async fn end(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let by = who.principal.id.clone();
    let ended = office.read(move |books| super::or_said(Directory(books).end_leave(&id, &by)));
    let page = match ended.await {
        Ok(Ok(())) => Ok(see("/work/leave")),
        Ok(Err(key)) => {
            page(&office, &visit, &who, Form::default(), Some(visit.words.text(key))).await
        }
        Err(refused) => Err(refused),
    };
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}
