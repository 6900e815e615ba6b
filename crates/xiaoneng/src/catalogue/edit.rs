//! An item at the workbench: its draft with the rules beside it, and what changes.

use ::catalogue::{Finding, Item, Severity, changes};
use askama::Template;
use authority::Action;
use axum::extract::{Path, State};
use axum::response::Response;

use super::draft::{Draft, DraftError};
use super::form::{self, Group, Row};
use super::list::address;
use super::says::{self, Said};
use crate::records::Books;
use crate::web::{Frame, Nothing, Office, Place, Posted, Refused, Visit, Visitor, Who, see};

#[expect(clippy::struct_excessive_bools, reason = "what a page offers, each by itself")]
#[derive(Template)]
#[template(path = "catalogue/edit.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    code: String,
    address: String,
    stage: Option<String>,
    sent_back: Option<String>,
    changes: Vec<String>,
    marks: String,
    beside: Vec<Said>,
    groups: Vec<Group>,
    heads: Vec<String>,
    rows: Vec<Row>,
    today: String,
    may_edit: bool,
    may_submit: bool,
    may_discard: bool,
    may_publish: bool,
    /// Publishing was cut short.
    may_go_on: bool,
}

/// An item as it is at the workbench.
pub(super) struct Open {
    pub(super) draft: Draft,
    /// The versions that were published, in the order of their days.
    pub(super) versions: Vec<Item>,
    /// The version that counts last, if the item was ever published.
    pub(super) newest: Option<Item>,
    /// What the draft says, or the newest version where there is none.
    pub(super) item: Item,
}

impl Open {
    pub(super) async fn read(office: &Office, code: &str) -> Result<Self, Refused> {
        let (reading, asked) = (office.clone(), code.to_owned());
        let read = move |books: &Books| {
            let file = reading.current_shelf(books)?.on_file(books, &asked)?;
            Ok((Draft::read(books, &asked)?, file))
        };
        let (draft, file) = office.read(read).await?;
        let versions = file.map(|file| file.versions).unwrap_or_default();
        let newest = versions.last().cloned();
        let item = draft.item.clone().or_else(|| newest.clone());
        let item =
            item.ok_or_else(|| Refused::not_found("editing-no-item", "editing-no-item-next"))?;
        Ok(Self { draft, versions, newest, item })
    }

    /// Refuses who may not do this to the item: of its division, and of that of the version in force.
    pub(super) fn may(&self, who: &Visitor, action: Action, tenant: &str) -> Result<(), Refused> {
        let id = &who.principal.id;
        let of = |item: &Item| who.may(action, &self.draft.resource(item, tenant, id));
        of(&self.item)?;
        self.newest.as_ref().map_or(Ok(()), of)
    }
}

/// What rules find wrong with an item as it is to be.
pub(super) async fn findings(office: &Office, item: &Item) -> Result<Vec<Finding>, Refused> {
    let (reading, item) = (office.clone(), item.clone());
    let look = move |books: &Books| reading.current_shelf(books)?.findings_of_draft(books, &item);
    office.read(look).await
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
) -> Response {
    let page = async {
        let open = Open::read(&office, &code).await?;
        page(&office, &visit, &who, &open, None).await
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

pub(super) async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    open: &Open,
    error: Option<String>,
) -> Result<Response, Refused> {
    let (t, item) = (&visit.words, &open.item);
    let findings = findings(office, item).await?;
    let count = |severity: Severity| {
        let count = findings.iter().filter(|it| it.rule.severity == severity).count();
        format!("{} {count}", says::severity(severity, t))
    };
    let marks = [Severity::Error, Severity::Warning, Severity::Advice].map(count);
    let changed = open.newest.as_ref().filter(|_| open.draft.is_open());
    let stage = open.draft.stage.as_deref().filter(|_| open.draft.is_open());
    let may = |action: Action| open.may(who, action, office.tenant()).is_ok();
    let may_edit = may(Action::EditItems);
    let is = |name: &str| stage == Some(name);
    let code = open.draft.code.clone();
    let title = item.name.clone().unwrap_or_else(|| t.text("editing-new"));
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, title),
        error,
        address: address(&code),
        code,
        stage: stage.map(|stage| says::stage(stage, t)),
        sent_back: open.draft.sent_back.clone(),
        changes: changed.map(|newest| says::changes(&changes(newest, item), t)).unwrap_or_default(),
        marks: t.list(&marks),
        beside: form::beside(&findings, t),
        groups: form::groups(item, &findings, t),
        heads: form::heads(t),
        rows: form::materials(item, t),
        today: office.today().to_string(),
        may_edit: may_edit && !is("submitted") && !is("approved"),
        may_submit: may_edit && is("drafted"),
        may_discard: may_edit && open.draft.is_open() && !is("approved"),
        may_publish: is("submitted") && may(Action::PublishItems),
        may_go_on: is("approved") && may(Action::PublishItems),
    })
}

pub(super) async fn save(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    Posted(sent): Posted<Vec<(String, String)>>,
) -> Response {
    let saved = async {
        let before = Open::read(&office, &code).await?;
        before.may(&who, Action::EditItems, office.tenant())?;
        let item = form::item_of(&before.item, &sent);
        let open = Open { item, ..before };
        // Nobody gives an item to a division that isn't theirs.
        open.may(&who, Action::EditItems, office.tenant())?;
        if !form::is_read(&open.item) {
            let error = Some(visit.words.text("editing-unread"));
            return page(&office, &visit, &who, &open, error).await;
        }
        let by = who.principal.id.clone();
        let (open, done) = office
            .read(move |books| {
                let done = open.draft.save(books, &open.item, &by);
                Ok((open, done))
            })
            .await?;
        done_or_said(&office, &visit, &who, &open, done).await
    };
    saved.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// Back to the item, or its page with why that couldn't be.
pub(super) async fn done_or_said(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    open: &Open,
    done: Result<(), DraftError>,
) -> Result<Response, Refused> {
    match done {
        Ok(()) => Ok(see(&address(&open.draft.code))),
        Err(error) => {
            let error = says::refused(error, &visit.words)?;
            page(office, visit, who, open, Some(error)).await
        }
    }
}

pub(super) async fn submit(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    act(&office, &visit, &who, &code, "submitted").await
}

pub(super) async fn discard(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    _: Posted<Nothing>,
) -> Response {
    act(&office, &visit, &who, &code, "discarded").await
}

async fn act(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    code: &str,
    act: &'static str,
) -> Response {
    let done = async {
        let open = Open::read(office, code).await?;
        open.may(who, Action::EditItems, office.tenant())?;
        let by = who.principal.id.clone();
        let acting = move |books: &Books| {
            let done = open.draft.act(books, act, &by, ("", ""));
            Ok((open, done))
        };
        let (open, done) = office.read(acting).await?;
        if act == "discarded" && open.newest.is_none() && done.is_ok() {
            return Ok(see("/work/items"));
        }
        done_or_said(office, visit, who, &open, done).await
    };
    done.await.unwrap_or_else(|refused: Refused| refused.answer(visit, office))
}
