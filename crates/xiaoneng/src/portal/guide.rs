//! The item guide (办事指南): can I, what to bring, how long and how much, how it goes, where, whom to ask.

use ::catalogue::{Item, Material};
use askama::Template;
use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::words::{Lang, Value, Words};
use legal_clock::Unit;
use matter::Procedure;

use super::answered;
use super::answers::{self, Group};
use super::beside::{self, Changed, Compared};
use super::terms::Terms;
use crate::web::{Frame, Office, Place, Refused, Visit};

/// Something to bring, or not any more.
struct Bring {
    name: String,
    /// More than one copy.
    copies: Option<String>,
    /// Why it needn't be brought.
    exempt: Option<String>,
}

/// A step, with what the law or the promise says of its time.
struct Step {
    title: String,
    limit: Option<String>,
}

#[derive(Template)]
#[template(path = "portal/guide.html")]
struct Page {
    frame: Frame,
    code: String,
    /// For whom and on what conditions.
    can: Group,
    /// What is to be brought, then what needn't be.
    bring: Vec<Bring>,
    /// Intermediary services that it asks for.
    intermediaries: Option<String>,
    long: Group,
    steps: Vec<Step>,
    /// How the agency tells the steps.
    process: Option<String>,
    /// Where, what for, whom to ask, who does it.
    more: Vec<Group>,
    /// Question and answer.
    questions: Vec<(String, String)>,
    compared: Vec<Compared>,
    changed: Vec<Changed>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path(code): Path<String>,
) -> Response {
    let answer = page(&office, &visit, &code).await;
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit, code: &str) -> Result<Response, Refused> {
    let (shelf, words, usuals) = (office.shelf().await?, &visit.words, office.usuals());
    let no_item = || Refused::not_found("portal-no-item", "portal-no-item-next");
    if !shelf.has_in_force(code) {
        return Err(no_item());
    }
    let asked = code.to_owned();
    let file = office.read(move |books| shelf.on_file(books, &asked)).await?.ok_or_else(no_item)?;
    let item = file.on(office.today()).ok_or_else(no_item)?;
    let more = [
        answers::where_and_when(item, words),
        answers::result(item, words),
        answers::contact(item, words),
        answers::about(item, words),
    ];
    visit.page(&Page {
        frame: visit.frame(office, Place::Items, item.name.clone().unwrap_or_default()),
        code: code.to_owned(),
        can: answers::can_i(item, words),
        bring: bring(item, words),
        intermediaries: intermediaries(item, words),
        long: answers::how_long(item, &usuals, words),
        steps: steps(item, words),
        process: item.process.clone(),
        more: more.into_iter().filter(|group| !group.answers.is_empty()).collect(),
        compared: beside::compared(&file, words),
        changed: beside::changed(&file, words),
        questions: file.questions,
    })
}

fn intermediaries(item: &Item, words: &Words) -> Option<String> {
    let names = item.intermediaries.as_ref().filter(|names| !names.is_empty())?;
    let between = if words.lang() == Lang::ZhCn { "、" } else { ", " };
    let names = names.join(between);
    Some(words.format("portal-guide-intermediaries", &[("names", names.into())]))
}

fn bring(item: &Item, words: &Words) -> Vec<Bring> {
    let terms = Terms(words);
    let material = |it: &Material| Bring {
        name: it.name.clone().unwrap_or_default(),
        copies: it
            .copies
            .filter(|copies| *copies > 1)
            .map(|copies| words.format("portal-guide-copies", &[("copies", Value::from(copies))])),
        exempt: it.exempt_by.map(|exemption| terms.exemption(exemption)),
    };
    let mut bring: Vec<Bring> = item.materials.iter().map(material).collect();
    bring.sort_by_key(|it| it.exempt.is_some());
    bring
}

/// The way of an application that is granted, by the procedure for licences (行政许可法 art. 32, 42, 44).
fn steps(item: &Item, words: &Words) -> Vec<Step> {
    let procedure = Procedure::licensing();
    let title = |act: &str| {
        let found = procedure.acts().find(|(_, name, _)| *name == act);
        found.map(|(.., title)| match words.lang() {
            Lang::ZhCn => title.zh.clone(),
            Lang::En => title.en.clone(),
        })
    };
    let limit = |amount: i32| Some(Terms(words).working_days(amount));
    let decided = item.promised().map(|it| Terms(words).limit(it)).or_else(|| limit(20));
    // What is decided within hours is accepted where it is handed in.
    let is_at_once =
        item.promised().is_some_and(|limit| matches!(limit.unit, Unit::Hour | Unit::Minute));
    let steps = [
        ("received", None),
        ("accepted", limit(5).filter(|_| !is_at_once)),
        ("reviewed", None),
        ("granted", decided),
        ("delivered", limit(10)),
        ("published", None),
    ];
    let within = |limit: String| words.format("portal-guide-within", &[("limit", limit.into())]);
    let step = |(act, limit): (&str, Option<String>)| {
        Some(Step { title: title(act)?, limit: limit.map(within) })
    };
    steps.into_iter().filter_map(step).collect()
}
