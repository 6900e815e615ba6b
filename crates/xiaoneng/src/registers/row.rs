//! A row at the workbench: its form with the rules beside it, and what became of it by whom.

use ::catalogue::Finding;
use askama::Template;
use authority::Action;
use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::package::Table;
use efficacy::words::Words;
use ledger::{Act, Cells};

use super::form::{Field, Filled, Input, fields, texts};
use super::reading::Fault;
use super::{address, register, row_address};
use crate::accounts::Person;
use crate::cli::Failure;
use crate::portal::registers::history::{changes, is_ended, last_cells, told};
use crate::portal::registers::{called, sentence};
use crate::records::{Books, CHANGED_BY, REASON, said_of_row};
use crate::web::{Frame, Office, Place, Refused, Visit, Visitor, Who};

/// An act of the row: when, what, by whom, why, which cells.
struct Step {
    when: String,
    what: String,
    by: Option<String>,
    reason: Option<String>,
    said: Vec<String>,
}

#[derive(Template)]
#[template(path = "registers/row.html")]
struct Page {
    frame: Frame,
    error: Option<String>,
    /// Where the form is sent.
    address: String,
    register: (String, String),
    /// Where the public reads the row.
    public: Option<String>,
    version: i64,
    is_ended: bool,
    fields: Vec<Field>,
    /// The last first.
    steps: Vec<Step>,
    may_change: bool,
}

/// A row that was opened, or is to be added.
pub(super) struct Open {
    pub(super) table: &'static Table,
    /// The key of one that is or was there.
    pub(super) key: Option<String>,
    pub(super) acts: Vec<Act>,
}

/// What the page says beside what is recorded: what was sent, and why it wasn't taken.
#[derive(Default)]
pub(super) struct Sent {
    pub(super) texts: Option<Vec<String>>,
    pub(super) faults: Vec<Fault>,
    pub(super) error: Option<String>,
    /// Whether what stands now is to be told beside what was sent.
    pub(super) is_late: bool,
}

impl Open {
    /// The row of this name, which is or was there.
    pub(super) async fn read(office: &Office, name: &str, key: &str) -> Result<Self, Refused> {
        let (_, table) = register(name)?;
        let key = key.to_owned();
        let asked = key.clone();
        let acts = office.read(move |books| books.acts_of_row(table.name, &asked)).await?;
        let no_row = || Refused::not_found("portal-no-row", "registers-no-row-next");
        last_cells(&acts).ok_or_else(no_row)?;
        Ok(Self { table, key: Some(key), acts })
    }

    /// A row that isn't there yet.
    pub(super) fn new(name: &str) -> Result<Self, Refused> {
        let (_, table) = register(name)?;
        Ok(Self { table, key: None, acts: Vec::new() })
    }

    /// Its cells as they stand or, of one that was ended, stood.
    pub(super) fn cells(&self) -> Cells {
        let cells = last_cells(&self.acts).into_iter().flat_map(said_of_row);
        cells.map(|(column, cell)| (column.clone(), cell.clone())).collect()
    }

    /// How many acts it has.
    pub(super) fn version(&self) -> i64 {
        self.acts.len() as i64
    }
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path((name, key)): Path<(String, String)>,
) -> Response {
    let page = async {
        let open = Open::read(&office, &name, &key).await?;
        page(&office, &visit, &who, open, Sent::default()).await
    };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

pub(super) async fn begin(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(name): Path<String>,
) -> Response {
    let page = async { page(&office, &visit, &who, Open::new(&name)?, Sent::default()).await };
    page.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// The page of a row, with what was sent in its form if that wasn't taken.
pub(super) async fn page(
    office: &Office,
    visit: &Visit,
    who: &Visitor,
    open: Open,
    sent: Sent,
) -> Result<Response, Refused> {
    let (t, table) = (&visit.words, open.table);
    let stands = open.cells();
    let texts = sent.texts.unwrap_or_else(|| texts(table, &stands));
    // An empty form hasn't to be told what it lacks.
    let is_blank = texts.iter().all(String::is_empty);
    let findings = if is_blank { Vec::new() } else { findings(office, table, &texts).await? };
    let filled = Filled {
        texts,
        is_there: open.key.is_some(),
        faults: &sent.faults,
        stands: sent.is_late.then_some(&stands),
        findings: &findings,
    };
    let fields = fields(table, &filled, t);
    let (public, _) = register(table.name)?;
    let title = match called(table, &stands) {
        "" => t.text("registers-new"),
        name => name.to_owned(),
    };
    let (words, acts) = (visit.words.clone(), open.acts.clone());
    let steps = office.read(move |books| steps(books, table, &acts, &words)).await?;
    let key = open.key.as_deref();
    visit.page(&Page {
        frame: visit.frame(office, Place::Work, title),
        error: sent.error,
        address: key.map_or(format!("{}/new", address(table)), |key| row_address(table, key)),
        register: (address(table), t.text(public.1)),
        public: key.map(|key| crate::portal::registers::address(table, key)),
        version: open.version(),
        is_ended: is_ended(&open.acts),
        fields,
        steps,
        may_change: who.could(Action::ChangeRegisters, office.tenant()),
    })
}

/// What rules find wrong with a row.
async fn findings(
    office: &Office,
    table: &'static Table,
    texts: &[String],
) -> Result<Vec<Finding>, Refused> {
    let cells = table.columns.iter().map(|column| column.name.to_owned()).zip(texts.to_vec());
    let (reading, cells) = (office.clone(), cells.collect::<Cells>());
    let looking = move |books: &Books| {
        let shelf = reading.current_shelf(books)?;
        let found = shelf.findings_of_rows(books, table.name, std::iter::once(&cells))?;
        Ok(found.into_iter().flatten().collect())
    };
    office.read(looking).await
}

/// What became of the row, the last first.
fn steps(books: &Books, table: &Table, acts: &[Act], words: &Words) -> Result<Vec<Step>, Failure> {
    let step = |change: crate::portal::registers::history::Change| {
        let act = acts.iter().find(|act| act.position == change.position);
        let cell = |name: &str| act.and_then(|act| act.cells.get(name)).cloned();
        let by = cell(CHANGED_BY).map(|by| books.kept::<Person>(&by)).transpose()?.flatten();
        Ok(Step {
            when: told(change.at, words),
            what: change.what,
            by: by.map(|person| person.name),
            reason: cell(REASON),
            said: change.said.iter().map(|said| sentence(said, words)).collect(),
        })
    };
    changes(table, acts, words).into_iter().rev().map(step).collect()
}
