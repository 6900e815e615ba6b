//! A ledger read as a package: the same tables, row by row, as they stand.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::{Arc, Mutex, PoisonError};

use efficacy::package::tables::Act as ActRow;
use efficacy::package::{Elsewhere, Package, Refused, Row, Table, TextRow, TextRows};
use jiff::Timestamp;
use ledger::{Act, Cells, MATTERS, RECORDED, RETIRED, ReadError, Snapshot};

use super::{Books, NARRATIVES, TABLES_GIVEN, broken};
use crate::cli::Failure;

/// Rows read at a time.
const PAGE: usize = 4096;

/// The ledger as it is now, as a package.
pub(crate) fn package_of(books: Books) -> Result<Package, Failure> {
    let snapshot = books
        .runtime
        .block_on(books.ledger.snapshot(&books.tenant))
        .map_err(|error| broken(&error))?;
    let mut tables = Tables { books, snapshot: Mutex::new(Some(snapshot)), given: BTreeSet::new() };
    let given = tables.page(TABLES_GIVEN, 0).map_err(|error| broken(&error))?;
    tables.given = given.into_iter().filter_map(|(_, mut cells)| cells.remove("table")).collect();
    Ok(Package::from_elsewhere(Arc::new(tables)))
}

#[derive(Debug)]
struct Tables {
    books: Books,
    /// There until it is dropped.
    snapshot: Mutex<Option<Snapshot>>,
    given: BTreeSet<String>,
}

impl Drop for Tables {
    fn drop(&mut self) {
        // A connection goes back to its pool on the runtime.
        let _on_runtime = self.books.runtime.enter();
        drop(self.snapshot.get_mut().unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Tables {
    /// Runs a query on the snapshot.
    fn ask<T>(
        &self,
        query: impl AsyncFnOnce(&mut Snapshot) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let mut snapshot = self.snapshot.lock().unwrap_or_else(PoisonError::into_inner);
        let snapshot = snapshot.as_mut().ok_or(ReadError::Closed)?;
        self.books.runtime.block_on(query(snapshot))
    }

    /// Rows of a register after this position, each with its own.
    fn page(&self, register: &str, after: i64) -> Result<Vec<(i64, Cells)>, ReadError> {
        let rows = self.ask(async |snapshot| snapshot.rows(register, after, PAGE).await)?;
        Ok(rows.into_iter().map(|row| (row.opened, row.cells)).collect())
    }

    fn acts(&self, after: i64) -> Result<Vec<(i64, Cells)>, ReadError> {
        let acts = self.ask(async |snapshot| snapshot.tail(after, PAGE).await)?;
        Ok(acts.into_iter().map(|act| (act.position, act_cells(act))).collect())
    }
}

/// An act as a row of the table of acts; nothing for one that gives or ends a row of a register.
fn act_cells(act: Act) -> Cells {
    if act.register != MATTERS || [RECORDED, RETIRED].contains(&act.act.as_str()) {
        return Cells::new();
    }
    let instant =
        |at| Timestamp::from_microsecond(at).map_or_else(|_| String::new(), |at| at.to_string());
    let recorded_at = act.recorded_elsewhere.unwrap_or(act.recorded_at);
    let mut cells = act.cells;
    cells.insert("act".to_owned(), act.act);
    cells.insert("at".to_owned(), instant(act.at));
    cells.entry("matter_id".to_owned()).or_insert(act.matter);
    if recorded_at != act.at {
        cells.insert("recorded_at".to_owned(), instant(recorded_at));
    }
    cells
}

impl Elsewhere for Tables {
    fn has(&self, table: &Table) -> bool {
        self.given.contains(table.name)
    }

    fn rows(&self, table: &'static Table) -> Result<TextRows<'_>, Refused> {
        let mut page = VecDeque::new();
        let mut after = Some(0);
        Ok(Box::new(std::iter::from_fn(move || {
            loop {
                if let Some(cells) = page.pop_front() {
                    return Some(Ok(in_columns(table, cells)));
                }
                let read = if table.name == ActRow::TABLE.name {
                    self.acts(after?)
                } else {
                    self.page(table.name, after?)
                };
                match read {
                    Ok(rows) => {
                        // A page that isn't full is the last.
                        after = rows.last().filter(|_| rows.len() == PAGE).map(|(at, _)| *at);
                        page.extend(rows.into_iter().map(|(_, cells)| cells));
                        page.retain(|cells: &Cells| !cells.is_empty());
                    }
                    Err(error) => {
                        after = None;
                        return Some(Err(unreadable(table.name, &error)));
                    }
                }
            }
        })))
    }

    fn narratives(&self) -> Result<BTreeMap<u8, String>, Refused> {
        let rows = self.page(NARRATIVES, 0).map_err(|error| unreadable(NARRATIVES, &error))?;
        let text = |(_, mut cells): (i64, Cells)| {
            Some((cells.get("section")?.parse().ok()?, cells.remove("text").unwrap_or_default()))
        };
        Ok(rows.into_iter().filter_map(text).collect())
    }
}

fn in_columns(table: &Table, mut cells: Cells) -> TextRow {
    table.columns.iter().map(|column| cells.remove(column.name).unwrap_or_default()).collect()
}

fn unreadable(table: &str, error: &ReadError) -> Refused {
    Refused { file: table.to_owned(), line: None, message: super::with_causes(error) }
}
