//! One account: what it may be used for and was, its sessions, and why it may or may not.

use askama::Template;
use authority::{Action, Resource};
use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::words::Words;
use ledger::Cells;

use super::credentials::{is_locked, second_step, succeeded};
use super::directory::{CODE_ISSUED, SESSIONS_ENDED, UNLOCKED};
use super::people::{Choice, CodePage, Form, choices};
use super::session::Session;
use super::{Account, CONSOLE, Directory, Person, terms};
use crate::cli::Failure;
use crate::records::Books;
use crate::web::{Frame, Nothing, Office, Place, Posted, Refused, Visit, Visitor, Who, see, told};

/// Something that happened to the account, as a line.
struct Line {
    at: String,
    by: String,
    what: String,
}

#[expect(clippy::struct_excessive_bools, reason = "what a page offers, each by itself")]
#[derive(Template)]
#[template(path = "accounts/person.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    address: String,
    form: Form,
    sign_in_name: String,
    roles: Vec<Choice>,
    divisions: Vec<String>,
    history: Vec<Line>,
    sessions: String,
    is_locked: bool,
    may_change: bool,
    may_end: bool,
    may_explain: bool,
}

/// An account with what is known of it.
struct Known {
    account: Account,
    person: Option<Person>,
    history: Vec<Happened>,
    sessions: usize,
    is_locked: bool,
    divisions: Vec<String>,
}

/// Something that happened to it.
struct Happened {
    at: i64,
    act: String,
    by: String,
    cells: Cells,
}

impl Happened {
    /// What was done, in words.
    fn told(&self, id: &str, t: &Words) -> String {
        match self.act.as_str() {
            CODE_ISSUED => t.text("accounts-act-code-issued"),
            UNLOCKED => t.text("accounts-act-unlocked"),
            SESSIONS_ENDED => t.text("accounts-act-sessions-ended"),
            _ => {
                let account = Account::of(id, 0, &self.cells);
                let roles = terms::roles(&account.roles, t);
                let values = [
                    ("roles", roles.into()),
                    ("division", account.division.unwrap_or_default().into()),
                ];
                t.format("accounts-act-recorded", &values)
            }
        }
    }
}

fn known(books: &Books, id: &str) -> Result<Option<Known>, Failure> {
    let directory = Directory(books);
    let Some(account) = directory.account(id)? else { return Ok(None) };
    let person = books.kept::<Person>(id)?;
    let mut history = Vec::new();
    for act in directory.history(id)? {
        let by = act.cells.get("changed_by").cloned().unwrap_or_default();
        let by = books.kept::<Person>(&by)?.map_or(by, |person| person.name);
        history.push(Happened { at: act.at, act: act.act, by, cells: act.cells });
    }
    let mut is_locked_out = is_locked(books, &second_step(id))?;
    if let Some(person) = &person {
        is_locked_out |= is_locked(books, &person.sign_in_name)?;
    }
    Ok(Some(Known {
        account,
        person,
        history,
        sessions: Session::all_of(books, id)?.len(),
        is_locked: is_locked_out,
        divisions: directory.divisions()?.into_iter().collect(),
    }))
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
) -> Response {
    page(&office, &visit, &who, &id, None).await.unwrap_or_else(|it| it.answer(&visit, &office))
}

/// What stands in the form, and what is wrong with it.
type Said = (Form, String);

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    id: &str,
    said: Option<Said>,
) -> Result<Response, Refused> {
    let known = {
        let id = id.to_owned();
        office.read(move |books| known(books, &id)).await?
    };
    let Some(known) = known else { return Err(not_there()) };
    let t = &visit.words;
    let line = |it: &Happened| Line {
        at: terms::time(it.at, t),
        by: if it.by == CONSOLE { t.text("accounts-console") } else { it.by.clone() },
        what: it.told(id, t),
    };
    let resource = of(id, office, &known.account);
    let may = |action: Action| who.may(action, &resource).is_ok();
    let (form, error) = match said {
        Some((form, error)) => (form, Some(error)),
        None => (Form::of(&known.account, known.person.as_ref()), None),
    };
    let title = known.person.as_ref().map_or_else(|| id.to_owned(), |it| it.name.clone());
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, title),
        error,
        address: format!("/work/people/{id}"),
        roles: choices(&form, visit),
        form,
        sign_in_name: known.person.map(|it| it.sign_in_name).unwrap_or_default(),
        divisions: known.divisions,
        history: known.history.iter().rev().map(line).collect(),
        sessions: t.format("accounts-person-sessions", &[("sessions", known.sessions.into())]),
        is_locked: known.is_locked,
        may_change: may(Action::ChangePeople),
        may_end: may(Action::EndSessions),
        may_explain: may(Action::ExplainPermission),
    })
}

fn not_there() -> Refused {
    Refused::not_found("accounts-no-person", "accounts-no-person-next")
}

/// An account as what is asked about.
fn of(id: &str, office: &Office, account: &Account) -> Resource {
    Resource {
        agency: office.tenant().to_owned(),
        division: account.division.clone(),
        owner: Some(id.to_owned()),
        ..Resource::default()
    }
}

/// The account, if the visitor may do this to it.
async fn if_may(
    office: &Office,
    who: &Visitor,
    action: Action,
    id: &str,
) -> Result<Account, Refused> {
    let found = {
        let id = id.to_owned();
        office.read(move |books| Directory(books).account(&id)).await?
    };
    let account = found.ok_or_else(not_there)?;
    who.may(action, &of(id, office, &account))?;
    Ok(account)
}

pub(super) async fn change(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    Posted(form): Posted<Form>,
) -> Response {
    let changed = async {
        let before = if_may(&office, &who, Action::ChangePeople, &id).await?;
        let (by, given) = (who.principal.id.clone(), form.clone());
        let changing = move |books: &Books| {
            let account = given.account(before);
            super::or_said(account.and_then(|account| Directory(books).change(&account, &by)))
        };
        match office.read(changing).await? {
            Ok(()) => Ok(see(&format!("/work/people/{id}"))),
            Err(key) => {
                let error = visit.words.text(key);
                page(&office, &visit, &who, &id, Some((form, error))).await
            }
        }
    };
    changed.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// A new code to set a password: for who forgot it, or lost the second factor.
pub(super) async fn new_code(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let made = async {
        if_may(&office, &who, Action::ChangePeople, &id).await?;
        let (asked, by) = (id.clone(), who.principal.id.clone());
        let making = move |books: &Books| {
            let code = Directory(books).new_code(&asked, &by).map_err(Failure::from)?;
            Ok((code, super::sign_in::sign_in_name(books, &asked)?))
        };
        let (code, sign_in_name) = office.read(making).await?;
        visit.page(&CodePage {
            frame: visit.frame(&office, Place::Work, visit.words.text("accounts-new-code-title")),
            sign_in_name,
            code: code.to_text().to_string(),
            back: format!("/work/people/{id}"),
        })
    };
    made.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// Opens an account again that was locked after too many wrong passwords.
pub(super) async fn unlock(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let unlocked = async {
        if_may(&office, &who, Action::ChangePeople, &id).await?;
        let (asked, by) = (id.clone(), who.principal.id.clone());
        let unlocking = move |books: &Books| {
            Directory(books).note(&asked, UNLOCKED, &by)?;
            let name = super::sign_in::sign_in_name(books, &asked)?;
            succeeded(books, &second_step(&asked))?;
            succeeded(books, &name)
        };
        office.read(unlocking).await?;
        Ok(see(&format!("/work/people/{id}")))
    };
    unlocked.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

pub(super) async fn end_sessions(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let ended = async {
        if_may(&office, &who, Action::EndSessions, &id).await?;
        let (asked, by) = (id.clone(), who.principal.id.clone());
        let ending = move |books: &Books| {
            books.forget_all::<Session>(Some(&asked))?;
            Ok(Directory(books).note(&asked, SESSIONS_ENDED, &by)?)
        };
        office.read(ending).await?;
        Ok(see(&format!("/work/people/{id}")))
    };
    ended.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// An action, whether somebody may do it, and why not.
struct Permission {
    action: String,
    may: bool,
    why: String,
}

#[derive(Template)]
#[template(path = "accounts/permissions.html")]
struct PermissionsPage {
    frame: Frame,
    lead: String,
    permissions: Vec<Permission>,
    back: String,
}

pub(super) async fn permissions(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
) -> Response {
    let explained = async {
        let account = if_may(&office, &who, Action::ExplainPermission, &id).await?;
        let asked = id.clone();
        // As after signing in with a second factor: that it is needed shows where it is missing.
        let reading = move |books: &Books| {
            let person = books.kept::<Person>(&asked)?;
            Ok((Directory(books).principal(&account, true)?, person))
        };
        let (principal, person) = office.read(reading).await?;
        let t = &visit.words;
        let permission = |(action, refused): (Action, Option<authority::Reason>)| Permission {
            action: terms::action(action, t),
            may: refused.is_none(),
            why: refused.map_or_else(String::new, |reason| told(&reason, t)),
        };
        let all = who.explain(&principal, office.tenant());
        let name = person.map_or_else(|| id.clone(), |it| it.name);
        visit.page(&PermissionsPage {
            frame: visit.frame(&office, Place::Work, t.text("accounts-permissions-title")),
            lead: t.format("accounts-permissions-lead", &[("name", name.into())]),
            permissions: all.into_iter().map(permission).collect(),
            back: format!("/work/people/{id}"),
        })
    };
    explained.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
