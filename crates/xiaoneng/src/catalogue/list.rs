//! The items at the workbench: state, limits, what is wrong; and beginning an item that isn't there.

use ::catalogue::{Item, Severity};
use askama::Template;
use authority::Action;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use serde::Deserialize;

use super::draft::{Draft, open_drafts};
use super::says;
use crate::web::{Frame, Office, Place, Posted, Refused, Visit, Visitor, Who, encoded, see};

/// Items on a page.
const PAGE: usize = 50;
/// The most bytes of a code: a matter's name has no more.
const LONGEST_CODE: usize = 120;

struct Line {
    address: String,
    name: String,
    code: String,
    division: String,
    /// Of a draft that is open.
    stage: Option<String>,
    marks: Vec<(&'static str, String)>,
}

#[derive(Template)]
#[template(path = "catalogue/list.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    typed: String,
    only_drafts: bool,
    found: String,
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
    may_edit: bool,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    q: String,
    #[serde(default)]
    drafts: String,
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
    page(&office, &visit, &who, asked, None)
        .await
        .unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    Asked { q, drafts, page }: Asked,
    error: Option<String>,
) -> Result<Response, Refused> {
    let shelf = office.shelf().await?;
    let findings = {
        let (office, shelf) = (office.clone(), shelf.clone());
        let looking = tokio::task::spawn_blocking(move || office.bench().findings(&shelf));
        looking.await.map_err(|error| Refused::broken(&error))?
    };
    let open = office.read(open_drafts).await?;
    let (t, typed, only_drafts) = (&visit.words, q.trim().to_lowercase(), drafts == "1");
    let new = open.values().filter(|draft| shelf.newest(&draft.code).is_none());
    let new = new.filter_map(|draft| draft.item.as_ref());
    let is_found = |item: &&Item| {
        let code = item.code.as_deref().unwrap_or_default();
        let text = [item.code.as_deref(), item.name.as_deref(), item.division.as_deref()];
        (!only_drafts || open.contains_key(code))
            && text.into_iter().flatten().any(|text| text.to_lowercase().contains(&typed))
    };
    let all: Vec<&Item> = new.chain(shelf.newest_of_all()).filter(is_found).collect();
    let last = all.len().div_ceil(PAGE).max(1);
    let number = page.parse().unwrap_or(1).clamp(1, last);
    let line = |item: &&Item| {
        let code = item.code.clone().unwrap_or_default();
        let mark = |severity: Severity, class: &'static str| {
            let count = findings.count(&code, severity);
            let text = || format!("{} {count}", says::severity(severity, t));
            (count > 0).then(|| (class, text()))
        };
        let draft = open.get(&code).and_then(|draft| draft.stage.as_deref());
        Line {
            address: address(&code),
            name: item.name.clone().unwrap_or_default(),
            division: item.division.clone().unwrap_or_default(),
            stage: draft.map(|stage| says::stage(stage, t)),
            marks: [mark(Severity::Error, "late"), mark(Severity::Warning, "soon")]
                .into_iter()
                .flatten()
                .collect(),
            code,
        }
    };
    let other = |page: usize| format!("/work/items?q={}&drafts={drafts}&page={page}", encoded(&q));
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, t.text("editing-list-title")),
        error,
        only_drafts,
        found: t.format("editing-list-found", &[("items", all.len().into())]),
        lines: all.iter().skip((number - 1) * PAGE).take(PAGE).map(line).collect(),
        before: (number > 1).then(|| other(number - 1)),
        after: (number < last).then(|| other(number + 1)),
        may_edit: who.could(Action::EditItems, office.tenant()),
        typed: q.clone(),
    })
}

/// Where an item is edited.
pub(super) fn address(code: &str) -> String {
    format!("/work/items/{}", encoded(code))
}

/// The code of an item that is to be.
#[derive(Deserialize)]
pub(super) struct Begun {
    #[serde(default)]
    code: String,
}

pub(super) async fn begin(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Posted(Begun { code }): Posted<Begun>,
) -> Response {
    let code = code.trim().to_owned();
    let is_code =
        !code.is_empty() && code.len() <= LONGEST_CODE && !code.chars().any(char::is_control);
    let begun = async {
        if !is_code {
            let error = Some(visit.words.text("editing-no-code"));
            return page(&office, &visit, &who, Asked::default(), error).await;
        }
        let (shelf, asked) = (office.shelf().await?, code.clone());
        let draft = office.read(move |books| Draft::read(books, &asked)).await?;
        if draft.is_open() || shelf.newest(&code).is_some() {
            return Ok(see(&address(&code)));
        }
        // What is begun belongs to the division of who begins it.
        let item = Item {
            code: Some(code.clone()),
            division: who.principal.division.clone(),
            ..Item::default()
        };
        who.may(Action::EditItems, &draft.resource(&item, office.tenant(), &who.principal.id))?;
        let by = who.principal.id.clone();
        let saved = office.read(move |books| Ok(draft.save(books, &item, &by))).await?;
        match saved.map_err(|error| says::refused(error, &visit.words)) {
            Ok(()) => Ok(see(&address(&code))),
            Err(Ok(error)) => page(&office, &visit, &who, Asked::default(), Some(error)).await,
            Err(Err(failure)) => Err(failure.into()),
        }
    };
    begun.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
