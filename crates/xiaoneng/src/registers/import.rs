//! A file of a register brought in: checked whole, told what it would change, then recorded.
//!
//! Between the two the rows that were read are kept for an hour, so that what is confirmed is what was
//! shown; where the register was changed meanwhile, it is shown anew.

use std::fs;

use axum::extract::{Path, State};
use axum::response::Response;
use efficacy::package::Table;
use efficacy::words::Words;
use ledger::Cells;
use serde::{Deserialize, Serialize};

use super::plan::Plan;
use super::preview::{Said, page};
use super::reading::{self, Rows};
use super::save::changed;
use super::{address, may_change, register};
use crate::cli::Failure;
use crate::portal::Terms;
use crate::records::{Books, Keepable, broken};
use crate::web::{Office, Posted, Refused, Uploaded, Visit, Visitor, Who, see};

/// The most bytes of a file.
const LARGEST: usize = 2 << 20;
/// How long a file that was checked waits to be confirmed, in microseconds.
const WAITS: i64 = 3_600_000_000;

/// The rows of a file that was checked, kept by the account that sent it and the register.
#[derive(Serialize, Deserialize)]
struct Waiting {
    account: String,
    rows: Vec<Cells>,
    /// Of the plan that was shown.
    mark: String,
    until: i64,
}

impl Keepable for Waiting {
    const KIND: &'static str = "register_files";

    fn owner(&self) -> Option<&str> {
        Some(&self.account)
    }

    fn until(&self) -> Option<i64> {
        Some(self.until)
    }
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    Path(name): Path<String>,
) -> Response {
    let page = register(&name).and_then(|(_, table)| page(&office, &visit, table, Said::default()));
    page.unwrap_or_else(|refused| refused.answer(&visit, &office))
}

pub(super) async fn check(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(name): Path<String>,
    uploaded: Uploaded,
) -> Response {
    let checked = async {
        let (_, table) = register(&name)?;
        let (file, pasted) = (uploaded.field("file"), uploaded.field("pasted"));
        let content = if file.is_empty() { pasted } else { file }.to_vec();
        let said = Said { pasted: String::from_utf8_lossy(pasted).into_owned(), ..Said::default() };
        let refused = |key: &str, said: Said| {
            let error = Some(visit.words.text(key));
            page(&office, &visit, table, Said { error, ..said })
        };
        if content.trim_ascii().is_empty() {
            return refused("registers-import-nothing", said);
        }
        if content.len() > LARGEST {
            return refused("registers-import-large", said);
        }
        let read = match office.read(move |_| read(table, &content)).await? {
            Ok(read) => read,
            Err(why) => {
                let error = Some(unread(table, &why, &visit.words));
                return page(&office, &visit, table, Said { error, ..said });
            }
        };
        if !read.faults.is_empty() {
            return refused("registers-import-faults", Said { read, ..said });
        }
        if read.read.is_empty() {
            return refused("registers-import-nothing", said);
        }
        let account = who.principal.id.clone();
        let (read, plan) = office.read(move |books| waiting(books, table, read, account)).await?;
        page(&office, &visit, table, Said { read, plan: Some(plan), ..said })
    };
    checked.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// The rows of a file, read as the table's file of a package.
fn read(
    table: &'static Table,
    content: &[u8],
) -> Result<Result<Rows, efficacy::package::Refused>, Failure> {
    let folder = tempfile::tempdir().map_err(|error| broken(&error))?;
    let file = folder.path().join(format!("{}.csv", table.name));
    fs::write(&file, content).map_err(|source| Failure::write(&file, source))?;
    Ok(reading::file(table, folder.path()))
}

/// Why a whole file can't be read, and how to mend it.
fn unread(table: &Table, why: &efficacy::package::Refused, words: &Words) -> String {
    let named = why.message.split('`').nth(1).and_then(|name| table.column(name));
    let column = named.map(|place| Terms(words).column(&table.columns[place]));
    let key = match &column {
        Some(_) if why.message.starts_with("required") => "registers-import-no-column",
        Some(_) => "registers-import-twice",
        None => "registers-import-unread",
    };
    let values = [
        ("column", column.unwrap_or_default().into()),
        ("line", why.line.unwrap_or_default().into()),
    ];
    words.format(key, &values)
}

/// Keeps the rows of a file until they are confirmed, with the plan that is shown of them.
fn waiting(
    books: &Books,
    table: &'static Table,
    read: Rows,
    account: String,
) -> Result<(Rows, Plan), Failure> {
    let plan = Plan::of(books, table, &read.read)?;
    let name = place(&account, table);
    let rows = read.read.clone();
    let until = books.now().0 + WAITS;
    books.put(&name, Waiting { account, rows, mark: plan.mark(), until })?;
    Ok((read, plan))
}

/// Under which name the rows wait.
fn place(account: &str, table: &Table) -> String {
    format!("{account}/{}", table.name)
}

/// What is to become of rows that the file lacks, and of which plan.
#[derive(Deserialize)]
pub(super) struct Confirmed {
    #[serde(default)]
    mark: String,
    #[serde(default)]
    retire: String,
    #[serde(default)]
    reason: String,
}

pub(super) async fn confirm(
    State(office): State<Office>,
    visit: Visit,
    Who(who): Who,
    Path(name): Path<String>,
    Posted(confirmed): Posted<Confirmed>,
) -> Response {
    let done = async {
        let (_, table) = register(&name)?;
        may_change(&office, &who, &Cells::new())?;
        let done = recorded(&office, &who, table, confirmed).await?;
        match done {
            Done::Recorded => Ok(see(&address(table))),
            Done::Not(key, plan) => {
                let error = Some(visit.words.text(key));
                page(&office, &visit, table, Said { error, plan, ..Said::default() })
            }
        }
    };
    done.await.unwrap_or_else(|refused: Refused| refused.answer(&visit, &office))
}

/// What came of confirming.
enum Done {
    Recorded,
    /// The key of why not, and what the file would change now.
    Not(&'static str, Option<Plan>),
}

async fn recorded(
    office: &Office,
    who: &Visitor,
    table: &'static Table,
    Confirmed { mark, retire, reason }: Confirmed,
) -> Result<Done, Refused> {
    let account = who.principal.id.clone();
    let recording = move |books: &Books| {
        let name = place(&account, table);
        let waiting = books.kept::<Waiting>(&name)?;
        let is_meant = |it: &Waiting| it.mark == mark && it.until > books.now().0;
        let Some(mut waiting) = waiting.filter(is_meant) else {
            return Ok(Done::Not("registers-import-over", None));
        };
        let plan = Plan::of(books, table, &waiting.rows)?;
        let reason = Some(reason.trim()).filter(|_| retire == "1");
        if reason.is_some_and(str::is_empty) {
            return Ok(Done::Not("registers-reason-missing", Some(plan)));
        }
        let is_as_shown = plan.mark() == waiting.mark;
        if is_as_shown && changed(books.change_rows(table, &plan.changes(reason), &account))? {
            books.forget::<Waiting>(&name)?;
            return Ok(Done::Recorded);
        }
        let plan = Plan::of(books, table, &waiting.rows)?;
        waiting.mark = plan.mark();
        books.put(&name, waiting)?;
        Ok(Done::Not("registers-import-conflict", Some(plan)))
    };
    office.read(recording).await
}
