//! Publishing: a checked draft becomes the version in force from a day on.

use std::collections::{BTreeMap, HashMap};

use ::catalogue::{Item, Material, Severity, changes};
use authority::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::package::Row as _;
use efficacy::package::tables::{self, ItemElement};
use efficacy::words::Words;
use ledger::Cells;
use legal_clock::Day;
use serde::Deserialize;

use super::draft::{Draft, DraftError};
use super::edit::{Open, done_or_said, findings, page};
use super::says;
use crate::cli::Failure;
use crate::records::{Books, NewRow, RowError, key_of};
use crate::web::{Office, Posted, Refused, Visit, Who};

/// From which day on.
#[derive(Deserialize)]
pub(super) struct Given {
    #[serde(default)]
    from: String,
}

pub(super) async fn publish(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    Posted(Given { from }): Posted<Given>,
) -> Response {
    let published = async {
        let open = Open::read(&office, &code).await?;
        open.may(&who, Action::PublishItems, office.tenant())?;
        // The day that was approved stands; what is fit for it was looked at then.
        let day = match (open.draft.from, from.trim().parse::<Day>()) {
            (Some(_), _) => Ok(None),
            (None, Err(_)) => Err(visit.words.text("editing-no-day")),
            (None, Ok(day)) => fit(&office, &open, day, &visit.words).await?.map(|()| Some(day)),
        };
        let day = match day {
            Ok(day) => day,
            Err(error) => return page(&office, &visit, &who, &open, Some(error)).await,
        };
        let (by, recording) = (who.principal.id.clone(), office.clone());
        let publishing = move |books: &Books| {
            let done = published(&recording, books, &open, (day, &by));
            Ok((open, done))
        };
        let (open, done) = office.read(publishing).await?;
        done_or_said(&office, &visit, &who, &open, done).await
    };
    published.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// Whether a draft can be published from a day on, or what is to be done before.
async fn fit(
    office: &Office,
    open: &Open,
    from: Day,
    words: &Words,
) -> Result<Result<(), String>, Refused> {
    let (item, today) = (&open.item, office.today());
    if from < today {
        return Ok(Err(words.text("editing-day-over")));
    }
    let row = item_row(item, from);
    let missing = tables::Item::TABLE
        .columns
        .iter()
        .find(|column| column.required && row.get(column.name).is_none_or(String::is_empty));
    if let Some(column) = missing {
        let name = Item::element(column.name).map(|element| says::element(element, words));
        let name = name.unwrap_or_else(|| column.chinese.to_owned());
        return Ok(Err(words.format("editing-missing", &[("name", name.into())])));
    }
    let errors = findings(office, item).await?;
    let errors = errors.iter().filter(|it| it.rule.severity == Severity::Error).count();
    if errors > 0 {
        return Ok(Err(words.format("editing-errors", &[("errors", errors.into())])));
    }
    let Some(newest) = &open.newest else { return Ok(Ok(())) };
    let taken =
        open.versions.iter().any(|it| it.valid_from == Some(from) && item_row(it, from) != row);
    if taken {
        return Ok(Err(words.text("editing-day-taken")));
    }
    let changed = changes(newest, item);
    if from > today && !changed.materials.is_empty() {
        return Ok(Err(words.text("editing-materials-today")));
    }
    let is_own = |name: &str| tables::Item::TABLE.column(name).is_some();
    let gone = changed.elements.iter().find(|it| it.after.is_none() && !is_own(it.element));
    if let Some(gone) = gone {
        let name = Item::element(gone.element).map(|element| says::element(element, words));
        let values = [("name", name.unwrap_or_default().into())];
        return Ok(Err(words.format("editing-element-stays", &values)));
    }
    Ok(Ok(()))
}

/// Publishes a draft from a day on, or goes on where that was cut short.
///
/// The act that approves it settles who publishes it and from when: of two who do it at once one is
/// refused before any row is recorded. Rows that stand already aren't recorded again.
fn published(
    office: &Office,
    books: &Books,
    open: &Open,
    (day, by): (Option<Day>, &str),
) -> Result<(), DraftError> {
    if let Some(day) = day {
        open.draft.act(books, "approved", by, ("valid_from", &day.to_string()))?;
    }
    let draft = Draft::read(books, &open.draft.code)?;
    let from = draft.from.ok_or(DraftError::Conflict)?;
    record(office, books, open, from)?;
    draft.act(books, "published", by, ("valid_from", &from.to_string()))
}

/// Records what the draft says: its elements, its materials and last its row.
fn record(office: &Office, books: &Books, open: &Open, from: Day) -> Result<(), DraftError> {
    let mut rows = element_rows(open, from);
    rows.extend(material_rows(office, books, open)?);
    let cells = item_row(&open.item, from);
    let key = key_of(tables::Item::TABLE, &cells, &mut HashMap::new());
    rows.push(NewRow { register: tables::Item::TABLE.name, key, cells: Some(cells) });
    books.record_rows(rows).map_err(|error| match error {
        RowError::Conflict => DraftError::Conflict,
        RowError::Failed(failure) => DraftError::Failed(failure),
    })
}

/// The row of the table of items, in force from a day on.
fn item_row(item: &Item, from: Day) -> Cells {
    let mut all: BTreeMap<&str, String> =
        item.cells().filter_map(|(element, cell)| Some((element.name, cell?))).collect();
    all.insert("valid_from", from.to_string());
    all.remove("valid_to");
    // The table has one level, of several the first.
    if let Some(level) = all.get_mut("level") {
        *level = level.split(';').next().unwrap_or_default().to_owned();
    }
    let columns = tables::Item::TABLE.columns.iter();
    let cells =
        columns.filter_map(|column| Some((column.name.to_owned(), all.remove(column.name)?)));
    cells.collect()
}

/// Rows of elements that say something else from the day on.
fn element_rows(open: &Open, from: Day) -> Vec<NewRow> {
    let before: BTreeMap<&str, String> = open
        .newest
        .iter()
        .flat_map(Item::cells)
        .filter_map(|(element, cell)| Some((element.name, cell?)))
        .collect();
    let table = ItemElement::TABLE;
    let row = |(element, cell): (&'static ::catalogue::Element, Option<String>)| {
        let is_own = tables::Item::TABLE.column(element.name).is_some();
        let value = cell.filter(|cell| !is_own && before.get(element.name) != Some(cell))?;
        let cells = [
            ("item_code", open.draft.code.clone()),
            ("element", element.name.to_owned()),
            ("value", value),
            ("valid_from", from.to_string()),
        ];
        let cells: Cells = cells.map(|(column, cell)| (column.to_owned(), cell)).into();
        let key = key_of(table, &cells, &mut HashMap::new());
        Some(NewRow { register: table.name, key, cells: Some(cells) })
    };
    open.item.cells().filter_map(row).collect()
}

/// Rows of materials: those that are new, and those that leave.
fn material_rows(office: &Office, books: &Books, open: &Open) -> Result<Vec<NewRow>, Failure> {
    let table = tables::Material::TABLE;
    let standing = office.current_shelf(books)?.materials(books, &open.draft.code)?;
    let mut standing: BTreeMap<_, _> =
        standing.into_iter().map(|row| (row.matter, row.cells)).collect();
    let (mut rows, mut times) = (Vec::new(), HashMap::new());
    for material in &open.item.materials {
        let cells = material_cells(material, &open.draft.code);
        let key = key_of(table, &cells, &mut times);
        if standing.remove(&key).is_none() {
            rows.push(NewRow { register: table.name, key, cells: Some(cells) });
        }
    }
    let gone = standing.into_keys();
    rows.extend(gone.map(|key| NewRow { register: table.name, key, cells: None }));
    Ok(rows)
}

fn material_cells(material: &Material, code: &str) -> Cells {
    let given = material.cells().filter_map(|(element, cell)| Some((element.name, cell?)));
    let cells = given.chain([("item_code", code.to_owned())]);
    cells.map(|(column, cell)| (column.to_owned(), cell)).collect()
}

/// Why a draft is sent back.
#[derive(Deserialize)]
pub(super) struct Why {
    #[serde(default)]
    reason: String,
}

pub(super) async fn send_back(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(code): Path<String>,
    Posted(Why { reason }): Posted<Why>,
) -> Response {
    let sent = async {
        let open = Open::read(&office, &code).await?;
        open.may(&who, Action::PublishItems, office.tenant())?;
        let by = who.principal.id.clone();
        let sending = move |books: &Books| {
            let done = open.draft.act(books, "returned", &by, ("reason", reason.trim()));
            Ok((open, done))
        };
        let (open, done) = office.read(sending).await?;
        done_or_said(&office, &visit, &who, &open, done).await
    };
    sent.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}
