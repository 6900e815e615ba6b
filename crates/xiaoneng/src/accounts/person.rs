//! One account: what it may be used for and was, its sessions, and why it may or may not.

use askama::Template;
use authority::{Action, Resource};
use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::words::Words;
use ledger::Cells;

use super::credentials::{is_locked, unlock as open_locks};
use super::directory::{CODE_ISSUED, SESSIONS_ENDED, UNLOCKED};
use super::people::{Choice, CodePage, Form, choices};
use super::session::Session;
use super::sign_in::sign_in_name;
use super::{Account, AccountError, CONSOLE, Directory, Person, or_said, terms};
use crate::cli::Failure;
use crate::records::Books;
use crate::web::{
    Frame, Nothing, Office, Place, Posted, Refused, Visit, Visitor, Who, encoded, see, told,
};

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
    let name = person.as_ref().map_or("", |person| person.sign_in_name.as_str());
    let is_locked = is_locked(books, id, name)?;
    Ok(Some(Known {
        account,
        person,
        history,
        sessions: Session::all_of(books, id)?.len(),
        is_locked,
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

/// What stands in the form, unless it is what the account is, and why something can't be done.
type Said = (Option<Form>, String);

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
    let (form, error) = said.map_or((None, None), |(form, error)| (form, Some(error)));
    let form = form.unwrap_or_else(|| Form::of(&known.account, known.person.as_ref()));
    let title = known.person.as_ref().map_or_else(|| id.to_owned(), |it| it.name.clone());
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, title),
        error,
        address: address(id),
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

/// Does something about an account that the visitor may do to it: what is done is told of the account
/// and by whom. Where it can't be, the answer is the page that says why.
async fn done<T: Send + 'static>(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    (action, id): (Action, &str),
    doing: impl FnOnce(&Books, Account, &str) -> Result<T, AccountError> + Send + 'static,
) -> Result<T, Response> {
    let tried = async {
        let account = if_may(office, who, action, id).await?;
        let by = who.principal.id.clone();
        office.read(move |books| or_said(doing(books, account, &by))).await
    };
    let why = match tried.await {
        Ok(Ok(done)) => return Ok(done),
        Ok(Err(key)) => page(office, visit, who, id, Some((None, visit.words.text(key)))).await,
        Err(refused) => Err(refused),
    };
    Err(why.unwrap_or_else(|refused| refused.answer(visit, office)))
}

fn address(id: &str) -> String {
    format!("/work/people/{}", encoded(id))
}

pub(super) async fn change(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    Posted(form): Posted<Form>,
) -> Response {
    let given = form.clone();
    let changing = async {
        let before = if_may(&office, &who, Action::ChangePeople, &id).await?;
        let by = who.principal.id.clone();
        let change = move |books: &Books| {
            let account = given.account(before);
            or_said(account.and_then(|account| Directory(books).change(&account, &by)))
        };
        match office.read(change).await? {
            Ok(()) => Ok(see(&address(&id))),
            Err(key) => {
                let said = (Some(form), visit.words.text(key));
                page(&office, &visit, &who, &id, Some(said)).await
            }
        }
    };
    changing.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// A new code to set a password: for who forgot it, or lost the second factor.
pub(super) async fn new_code(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let making = |books: &Books, account: Account, by: &str| {
        let code = Directory(books).new_code(&account.id, by)?;
        Ok((code, sign_in_name(books, &account.id)?))
    };
    let made = done(&office, &visit, &who, (Action::ChangePeople, &id), making).await;
    let (code, sign_in_name) = match made {
        Ok(made) => made,
        Err(why) => return why,
    };
    let page = visit.page(&CodePage {
        frame: visit.frame(&office, Place::Work, visit.words.text("accounts-new-code-title")),
        sign_in_name,
        code: code.to_text().to_string(),
        back: address(&id),
    });
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

/// Opens an account again that was locked after too many wrong guesses.
pub(super) async fn unlock(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let unlocking = |books: &Books, account: Account, by: &str| {
        Directory(books).note(&account.id, UNLOCKED, by)?;
        Ok(open_locks(books, &account.id, &sign_in_name(books, &account.id)?)?)
    };
    let unlocked = done(&office, &visit, &who, (Action::ChangePeople, &id), unlocking).await;
    unlocked.map_or_else(|why| why, |()| see(&address(&id)))
}

pub(super) async fn end_sessions(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(id): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    let ending = |books: &Books, account: Account, by: &str| {
        books.forget_all::<Session>(Some(&account.id))?;
        Directory(books).note(&account.id, SESSIONS_ENDED, by)
    };
    let ended = done(&office, &visit, &who, (Action::EndSessions, &id), ending).await;
    ended.map_or_else(|why| why, |()| see(&address(&id)))
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
            back: address(&id),
        })
    };
    explained.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
