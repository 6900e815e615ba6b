//! A ledger read as a package: the same tables, row by row, as they stand or as they stood.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use efficacy::facts::projection::{Finding, Ready};
use efficacy::package::tables::Act as ActRow;
use efficacy::package::{Elsewhere, NumberedRow, Package, Privacy, Refused, Row, Table, TextRows};
use ledger::{
    Act, Cells, Fold, MATTERS, Past, ReadError, Reading, RegisterRow, Snapshot, Text, VaultError,
};
use legal_clock::Calendar;
use xiaoneng::models::{CALENDARS, TABLES_GIVEN, act_row, china, in_columns, is_of_row};

use super::{Books, NARRATIVES, broken};
use crate::cli::Failure;

/// Rows read at a time.
const PAGE: usize = 4096;

/// Names of what is kept ready, in messages.
const FACTS: &str = "facts";
const FINDINGS: &str = "findings";

/// Texts about persons that weren't told.
#[derive(Debug, Default)]
pub(crate) struct Untold {
    /// How many, since there is no key.
    pub(crate) without_key: AtomicU64,
    /// How many, since those whom they are about were erased.
    pub(crate) erased: AtomicU64,
    /// The position up to which they were counted.
    counted: AtomicI64,
}

/// The ledger as a package: as it is now, or as it was when it stood at a position; without texts about
/// persons.
pub(crate) fn package_of(books: &Books, as_of: Option<i64>) -> Result<Package, Failure> {
    let view = match as_of {
        Some(position) => View::Then(books.past(position)?),
        None => View::Now(snapshot(books)?),
    };
    tables_of(books, view, None).map(|(package, _)| package)
}

/// The ledger as it is now, as a package with texts about persons, for who reads them. What couldn't be
/// told is counted as the acts are read.
pub(crate) fn package_with_texts(
    books: &Books,
    reading: Reading,
) -> Result<(Package, Arc<Untold>), Failure> {
    if books.vault.is_some() {
        books.check_vault()?;
    }
    tables_of(books, View::Now(snapshot(books)?), Some(reading))
}

fn snapshot(books: &Books) -> Result<Snapshot, Failure> {
    let snapshot = books.ledger.snapshot(&books.tenant);
    books.runtime.block_on(snapshot).map_err(|error| broken(&error))
}

fn tables_of(
    books: &Books,
    view: View,
    reading: Option<Reading>,
) -> Result<(Package, Arc<Untold>), Failure> {
    let untold = Arc::new(Untold::default());
    let is_past = matches!(view, View::Then(_));
    let mut tables = Tables {
        books: books.clone(),
        view: Mutex::new(Some(view)),
        given: BTreeSet::new(),
        china: Calendar::china(),
        reading,
        untold: untold.clone(),
    };
    let refused = |error: Refused| Failure::Broken(error.to_string());
    let mut given = BTreeSet::new();
    for row in tables.register(TABLES_GIVEN) {
        given.extend(row.map_err(refused)?.1.remove("table"));
    }
    let calendars: Result<Vec<_>, _> = tables.register(CALENDARS).collect();
    let calendars = calendars.map_err(refused)?;
    tables.china = china(calendars.iter().map(|(_, cells)| cells), is_past);
    tables.given = given;
    Ok((Package::from_elsewhere(Arc::new(tables)), untold))
}

/// When a ledger is looked at.
#[derive(Debug)]
pub(super) enum View {
    Now(Snapshot),
    Then(Past),
}

impl View {
    async fn rows(
        &mut self,
        register: &str,
        opened: i64,
        limit: usize,
    ) -> Result<Vec<RegisterRow>, ReadError> {
        match self {
            Self::Now(snapshot) => snapshot.rows(register, opened, limit).await,
            Self::Then(past) => past.rows(register, opened, limit).await,
        }
    }

    async fn tail(&mut self, position: i64, limit: usize) -> Result<Vec<Act>, ReadError> {
        match self {
            Self::Now(snapshot) => snapshot.tail(position, limit).await,
            Self::Then(past) => past.tail(position, limit).await,
        }
    }
}

#[derive(Debug)]
pub(super) struct Tables {
    books: Books,
    /// There until it is dropped.
    view: Mutex<Option<View>>,
    given: BTreeSet<String>,
    china: Calendar,
    /// Who reads texts about persons, if anybody does.
    reading: Option<Reading>,
    untold: Arc<Untold>,
}

impl Drop for Tables {
    fn drop(&mut self) {
        // A connection goes back to its pool on the runtime.
        let _on_runtime = self.books.runtime.enter();
        drop(self.view.get_mut().unwrap_or_else(PoisonError::into_inner).take());
    }
}

impl Tables {
    /// Runs a query on the ledger.
    pub(super) fn ask<T>(
        &self,
        query: impl AsyncFnOnce(&mut View) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        let mut view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        let view = view.as_mut().ok_or(ReadError::Closed)?;
        self.books.runtime.block_on(query(view))
    }

    /// Runs a query on what is kept ready, which the ledger has as of now.
    fn ask_now<T>(
        &self,
        query: impl AsyncFnOnce(&mut Snapshot) -> Result<T, ReadError>,
    ) -> Result<T, ReadError> {
        self.ask(async |view| match view {
            View::Now(snapshot) => query(snapshot).await,
            View::Then(_) => Err(ReadError::Closed),
        })
    }

    /// What made the facts of matters, and the time it was, when the ledger is looked at as it was.
    fn fold_then(&self) -> Option<(Arc<dyn Fold>, i64)> {
        let view = self.view.lock().unwrap_or_else(PoisonError::into_inner);
        match view.as_ref() {
            Some(View::Then(past)) => Some((past.fold(), past.recorded_at())),
            _ => None,
        }
    }

    /// The rows of a register as they stand, each with the position that opened it.
    fn register<'a>(
        &'a self,
        register: &'static str,
    ) -> impl Iterator<Item = Result<(i64, Cells), Refused>> + 'a {
        let mut after = 0;
        let rows = paged(register, move || {
            let rows = self.ask(async |view| view.rows(register, after, PAGE).await)?;
            after = rows.last().map_or(after, |row| row.opened);
            Ok(rows)
        });
        rows.map(|row| row.map(|row| (row.opened, row.cells)))
    }

    /// Every act of every matter that follows a procedure.
    fn acts(&self) -> impl Iterator<Item = Result<NumberedRow, Refused>> + '_ {
        let mut after = 0;
        let acts = paged(ActRow::TABLE.name, move || {
            let mut acts = self.ask(async |view| view.tail(after, PAGE).await)?;
            after = acts.last().map_or(after, |act| act.position);
            self.tell(&mut acts)?;
            Ok(acts)
        });
        let is_row = |act: &Act| act.register == MATTERS && !is_of_row(act);
        acts.filter(move |act| act.as_ref().map_or(true, is_row))
            .map(|act| act.map(|act| (act.position as u64, act_row(&act))))
    }

    /// Puts texts about persons where acts refer to them, if somebody reads them.
    fn tell(&self, acts: &mut [Act]) -> Result<(), Untellable> {
        let Some(reading) = &self.reading else { return Ok(()) };
        let columns: Vec<&str> = ActRow::TABLE
            .columns
            .iter()
            .filter(|column| column.privacy != Privacy::Open)
            .map(|column| column.name)
            .collect();
        // What other registers' acts say isn't in a package.
        acts.iter_mut().filter(|act| act.register != MATTERS).for_each(|act| act.sealed.clear());
        let Books { runtime, ledger, tenant, vault, .. } = &self.books;
        let last = acts.last().map_or(0, |act| act.position);
        let is_new = self.untold.counted.fetch_max(last, Ordering::Relaxed) < last;
        let count = |counter: &AtomicU64, texts: usize| {
            if is_new {
                counter.fetch_add(texts as u64, Ordering::Relaxed);
            }
        };
        if vault.is_none() {
            count(&self.untold.without_key, acts.iter().map(|act| act.sealed.len()).sum());
            return Ok(());
        }
        let told = runtime.block_on(ledger.unseal(tenant, acts, &columns, reading.clone()))?;
        for (act, texts) in acts.iter_mut().zip(told) {
            for (column, text) in texts {
                match text {
                    Text::Told(text) => {
                        act.cells.insert(column, text);
                    }
                    Text::Erased => count(&self.untold.erased, 1),
                }
            }
        }
        Ok(())
    }

    /// The facts of a year in the order of their matters: those that tell of it alone, and among
    /// them those that tell of later years too.
    fn facts(
        &self,
        year: i64,
    ) -> Result<impl Iterator<Item = Result<String, Refused>> + '_, Refused> {
        let mut last = None;
        let lasting = paged(FACTS, move || {
            let facts = self.ask_now(async |it| it.facts_from(year, last, PAGE).await)?;
            last = facts.last().map(|(until, opened, _)| (*until, *opened)).or(last);
            Ok(facts)
        });
        let mut lasting: Vec<_> = lasting.collect::<Result<_, _>>()?;
        lasting.sort_by_key(|(_, opened, _)| *opened);
        let mut lasting = lasting.into_iter().map(|(_, opened, facts)| (opened, facts)).peekable();
        let mut after = 0;
        let mut of_year = paged(FACTS, move || {
            let facts = self.ask_now(async |it| it.facts_of(year, after, PAGE).await)?;
            after = facts.last().map_or(after, |(opened, _)| *opened);
            Ok(facts)
        })
        .peekable();
        Ok(std::iter::from_fn(move || {
            let comes_before = |lasting: &(i64, String)| match of_year.peek() {
                Some(Ok((opened, _))) => lasting.0 < *opened,
                Some(Err(_)) => false,
                None => true,
            };
            let next = lasting.next_if(comes_before).map(Ok).or_else(|| of_year.next())?;
            Some(next.map(|(_, facts)| facts))
        }))
    }

    fn findings(&self) -> impl Iterator<Item = Result<Finding, Refused>> + '_ {
        let mut last = None;
        let findings = paged(FINDINGS, move || {
            let query =
                async |snapshot: &mut Snapshot| snapshot.findings(last.as_ref(), PAGE).await;
            let findings = self.ask_now(query)?;
            last = findings.last().cloned().or(last.take());
            Ok(findings)
        });
        findings.map(|finding| finding.map(|(_, it)| found(it)))
    }

    /// How many matters there are, and how many acts they have.
    fn counts(&self) -> Result<(u64, u64), Refused> {
        let counts = self.ask_now(async |snapshot| snapshot.counts().await);
        let (matters, acts) = counts.map_err(|error| unreadable(MATTERS, &error))?;
        Ok((matters as u64, acts as u64))
    }
}

/// Something wrong with a matter, as the figures take it.
pub(super) fn found(it: ledger::Finding) -> Finding {
    Finding {
        position: it.position,
        is_of_row: it.is_of_row,
        column: it.field,
        code: it.code,
        message: it.message,
    }
}

/// What is in page after page, until one isn't full.
fn paged<T>(
    what: &'static str,
    mut page: impl FnMut() -> Result<Vec<T>, Untellable>,
) -> impl Iterator<Item = Result<T, Refused>> {
    let mut waiting = VecDeque::new();
    let mut is_over = false;
    std::iter::from_fn(move || {
        if waiting.is_empty() && !is_over {
            match page() {
                Ok(rows) => {
                    is_over = rows.len() < PAGE;
                    waiting.extend(rows);
                }
                Err(error) => {
                    is_over = true;
                    return Some(Err(unreadable(what, &error)));
                }
            }
        }
        waiting.pop_front().map(Ok)
    })
}

impl Elsewhere for Tables {
    fn has(&self, table: &Table) -> bool {
        self.given.contains(table.name)
    }

    fn rows(&self, table: &'static Table) -> Result<TextRows<'_>, Refused> {
        if table.name == ActRow::TABLE.name {
            return Ok(Box::new(self.acts()));
        }
        let rows = self.register(table.name);
        Ok(Box::new(rows.map(|row| {
            let (opened, cells) = row?;
            Ok((opened as u64, in_columns(table, cells)))
        })))
    }

    fn china(&self) -> Option<Calendar> {
        Some(self.china.clone())
    }

    fn ready(&self, year: i16) -> Result<Option<Ready<'_>>, Refused> {
        if let Some((fold, now)) = self.fold_then() {
            return Ok(Some(self.folded(fold, now, year.into())));
        }
        Ok(Some(Ready {
            facts: Box::new(self.facts(year.into())?),
            findings: Box::new(self.findings()),
            counts: Box::new(|| self.counts()),
        }))
    }

    fn narratives(&self) -> Result<BTreeMap<u8, String>, Refused> {
        let mut narratives = BTreeMap::new();
        for row in self.register(NARRATIVES) {
            let (_, mut cells) = row?;
            let section = cells.get("section").and_then(|section| section.parse().ok());
            narratives.extend(section.zip(cells.remove("text")));
        }
        Ok(narratives)
    }
}

/// Why the ledger isn't told as a package.
#[derive(Debug, thiserror::Error)]
enum Untellable {
    #[error(transparent)]
    Ledger(#[from] ReadError),
    #[error(transparent)]
    Vault(#[from] VaultError),
}

pub(super) fn unreadable(table: &str, error: &dyn std::error::Error) -> Refused {
    Refused { file: table.to_owned(), line: None, message: super::with_causes(error) }
}
