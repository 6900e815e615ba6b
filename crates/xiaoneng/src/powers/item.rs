//! The power of one item: its time chart, the handover of each change, whether an authority may act on a
//! day, and changing it.

use std::collections::HashMap;

use ::catalogue::{Item, Level, PowerChange, Powers, Region};
use askama::Template;
use authority::{Action, Resource};
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::response::Response;
use efficacy::package::{Row as _, Table, tables};
use efficacy::words::{Lang, Words};
use ledger::Cells;
use legal_clock::Day;
use serde::Deserialize;

use super::chart::{Drawing, draw};
use super::{choices, held, term};
use crate::records::{Books, NewRow, RowError, key_of, not_held};
use crate::web::{Frame, Office, Place, Posted, Refused, Visit, Visitor, Who, encoded, see};

/// A change, with what is to be done when a power is handed over.
struct Handed {
    title: String,
    document: String,
    duties: Vec<Duty>,
}

struct Duty {
    says: String,
    source: &'static str,
    is_done: bool,
}

#[derive(Template)]
#[template(path = "powers/item.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    code: String,
    address: String,
    drawing: Drawing,
    handed: Vec<Handed>,
    asked: Asked,
    levels: Vec<(&'static str, String, bool)>,
    answer: Option<(bool, String)>,
    form: Form,
    kinds: Vec<(&'static str, String, bool)>,
    to_levels: Vec<(&'static str, String, bool)>,
    may_change: bool,
}

/// Which authority asks for which case: its level and region, the case's region and day.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    level: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    day: String,
}

/// A change to be recorded.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct Form {
    #[serde(default)]
    pub(super) change: String,
    #[serde(default)]
    pub(super) to_level: String,
    #[serde(default)]
    effective_on: String,
    #[serde(default)]
    region: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    agreement_no: String,
    #[serde(default)]
    published_on: String,
    #[serde(default)]
    handover_document: String,
    #[serde(default)]
    training: String,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    page(&office, &visit, &who, &code, (asked, Form::default(), None))
        .await
        .unwrap_or_else(|refused| refused.answer(&visit, &office))
}

async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    code: &str,
    (asked, form, error): (Asked, Form, Option<String>),
) -> Result<Response, Refused> {
    let (versions, changes) = read(office, code).await?;
    let item = newest(&versions)?;
    let powers = Powers::of(&versions, &changes);
    let t = &visit.words;
    let own = changes.iter().filter(|change| change.item_code.as_deref() == Some(code));
    let [kinds, to_levels] = choices(&form, t);
    let levels = {
        let form = Form { to_level: asked.level.clone(), ..Form::default() };
        let [_, levels] = choices(&form, t);
        levels
    };
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, item.name.clone().unwrap_or_default()),
        error,
        code: code.to_owned(),
        address: format!("/work/powers/{}", encoded(code)),
        drawing: draw(&powers.chart(code), office.today(), t),
        handed: own.map(|change| handed(&powers, change, t)).collect(),
        answer: answer(&powers, code, &asked, t),
        levels,
        asked,
        form,
        kinds,
        to_levels,
        may_change: may_change(office, who, item.division.as_deref()).is_ok(),
    })
}

/// The versions of an item, and what changed about the powers over any.
async fn read(office: &Office, code: &str) -> Result<(Vec<Item>, Vec<PowerChange>), Refused> {
    let (reading, code) = (office.clone(), code.to_owned());
    let read = move |books: &Books| {
        let file = reading.current_shelf(books)?.on_file(books, &code)?;
        Ok((file.map(|file| file.versions).unwrap_or_default(), books.power_changes()?))
    };
    office.read(read).await
}

fn newest(versions: &[Item]) -> Result<&Item, Refused> {
    let no_item = || Refused::not_found("editing-no-item", "editing-no-item-next");
    versions.last().ok_or_else(no_item)
}

fn may_change(office: &Office, who: &Visitor, division: Option<&str>) -> Result<(), Refused> {
    let resource = Resource {
        agency: office.tenant().to_owned(),
        division: division.map(str::to_owned),
        ..Resource::default()
    };
    who.may(Action::ChangePowers, &resource)
}

fn handed(powers: &Powers<'_>, change: &PowerChange, t: &Words) -> Handed {
    let day = change.effective_on.map(|day| t.date(day)).unwrap_or_default();
    let kind = change.change.map(|kind| term(kind, t)).unwrap_or_default();
    let duty = |it: ::catalogue::Handover| Duty {
        says: match t.lang() {
            Lang::ZhCn => it.duty.says().zh,
            Lang::En => it.duty.says().en,
        }
        .to_owned(),
        source: it.source,
        is_done: it.is_done,
    };
    Handed {
        title: format!("{kind} {day}"),
        document: change.handover_document.clone().unwrap_or_default(),
        duties: powers.handover(change).into_iter().map(duty).collect(),
    }
}

/// Whether the authority that is asked about may act, and by which rule not.
fn answer(powers: &Powers<'_>, code: &str, asked: &Asked, t: &Words) -> Option<(bool, String)> {
    if asked.region.is_empty() {
        return None;
    }
    let level = <Level as ::catalogue::Coded>::coded(&asked.level).ok();
    let (region, day) = (asked.region.trim().parse::<Region>(), asked.day.trim().parse::<Day>());
    let (Some(level), Ok(region), Ok(day)) = (level, region, day) else {
        return Some((false, t.text("powers-ask-unread")));
    };
    Some(match powers.may_act(level, region, code, region, day) {
        Ok(holding) => (true, held(&holding, t)),
        Err(why) => (false, not_held(&why, t.lang())),
    })
}

pub(super) async fn change(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    Posted(form): Posted<Form>,
) -> Response {
    let changed = async {
        let (versions, _) = read(&office, &code).await?;
        let item = newest(&versions)?;
        may_change(&office, &who, item.division.as_deref())?;
        let cells = cells(&form, &code, &who.principal.id);
        if let Err(key) = fit(&cells) {
            let error = Some(visit.words.text(key));
            return page(&office, &visit, &who, &code, (Asked::default(), form, error)).await;
        }
        let recording = move |books: &Books| match books.record_rows(rows(cells)) {
            Err(RowError::Failed(failure)) => Err(failure),
            done => Ok(done),
        };
        if office.read(recording).await?.is_ok() {
            return Ok(see(&format!("/work/powers/{}", encoded(&code))));
        }
        let error = Some(visit.words.text("editing-conflict"));
        page(&office, &visit, &who, &code, (Asked::default(), form, error)).await
    };
    changed.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

fn cells(form: &Form, code: &str, by: &str) -> Cells {
    let cells = [
        ("item_code", code),
        ("change", &form.change),
        ("to_level", &form.to_level),
        ("effective_on", &form.effective_on),
        ("region", &form.region),
        ("until", &form.until),
        ("agreement_no", &form.agreement_no),
        ("published_on", &form.published_on),
        ("handover_document", &form.handover_document),
        ("training", &form.training),
        ("changed_by", by),
    ];
    let given = cells.into_iter().map(|(column, cell)| (column.to_owned(), cell.trim().to_owned()));
    given.filter(|(_, cell)| !cell.is_empty()).collect()
}

/// The change, and beside it what packages tell of how it is taken over.
fn rows(cells: Cells) -> Vec<NewRow> {
    let row = |table: &Table, cells: Cells| NewRow {
        register: table.name,
        key: key_of(table, &cells, &mut HashMap::new()),
        cells: Some(cells),
    };
    let (change, handover) = (tables::PowerChange::TABLE, tables::PowerHandover::TABLE);
    let of_handover = cells.iter().filter(|(name, _)| handover.column(name).is_some());
    let taken_over: Cells = of_handover.map(|(name, cell)| (name.clone(), cell.clone())).collect();
    // More is said than which change it is.
    let is_any = taken_over.keys().any(|name| change.column(name).is_none());
    let taken_over = is_any.then(|| row(handover, taken_over));
    taken_over.into_iter().chain([row(change, cells)]).collect()
}

/// The key of what is missing or can't be read.
fn fit(cells: &Cells) -> Result<(), &'static str> {
    let pairs = cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()));
    let change = PowerChange::read(pairs);
    if !change.unread.is_empty() {
        return Err("powers-unread");
    }
    let (Some(kind), Some(_)) = (change.change, change.effective_on) else {
        return Err("powers-missing");
    };
    let hands_on = matches!(
        kind,
        ::catalogue::PowerChangeKind::Delegated | ::catalogue::PowerChangeKind::Devolved
    );
    if hands_on && change.to_level.is_none() {
        return Err("powers-no-level");
    }
    Ok(())
}
