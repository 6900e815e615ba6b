//! SQLite's full-text index (FTS5) in memory: a row a passage, a column a field.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use rusqlite::{Connection, OpenFlags, params_from_iter, types::Value};

/// Bits of a row's number that say which passage it is; those above say of what.
const PASSAGE_BITS: u32 = 24;

const SEARCH: &str = "select rowid, rank from passages where passages match ?1";
const REMOVE: &str = "delete from passages where rowid >= ?1 and rowid < ?2";

/// The passages. A connection writes, any number of others read while it doesn't.
#[derive(Debug)]
pub(crate) struct Store {
    /// Where the connections find the one store in memory.
    address: String,
    insert: String,
    /// Writes, and keeps the store: it goes away with its last connection.
    writer: Mutex<Connection>,
    /// Connections that nobody reads with just now; one more is opened where there is none.
    idle: Mutex<Vec<Connection>>,
}

impl Store {
    /// An empty one with a column for each weight.
    pub(crate) fn new(weights: &[f64]) -> rusqlite::Result<Self> {
        static COUNT: AtomicU64 = AtomicU64::new(0);
        let address = format!("file:/search-{}?vfs=memdb", COUNT.fetch_add(1, Ordering::Relaxed));
        let writer = open(&address)?;
        let columns: Vec<String> = (0..weights.len()).map(|n| format!("f{n}")).collect();
        let columns = columns.join(", ");
        let weights: Vec<String> = weights.iter().map(|weight| format!("{weight:?}")).collect();
        // `ascii` parts tokens at spaces and takes every other character as it is.
        writer.execute_batch(&format!(
            "create virtual table passages using fts5({columns}, content='', contentless_delete=1, tokenize='ascii');
             insert into passages(passages, rank) values ('rank', 'bm25({})');",
            weights.join(", "),
        ))?;
        let insert = format!(
            "insert into passages(rowid, {columns}) values (?{})",
            ", ?".repeat(weights.len())
        );
        Ok(Self { address, insert, writer: Mutex::new(writer), idle: Mutex::default() })
    }

    /// Makes changes together.
    pub(crate) fn change(&mut self) -> rusqlite::Result<Change<'_>> {
        let writer = self.writer.get_mut().unwrap_or_else(PoisonError::into_inner);
        Ok(Change { transaction: writer.transaction()?, insert: &self.insert })
    }

    /// What has a passage that answers the question, by its number, with the best one's score.
    pub(crate) fn best_passages(&self, question: &str) -> rusqlite::Result<HashMap<usize, f64>> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let reader = idle.map_or_else(|| open(&self.address), Ok)?;
        let best = best_passages(&reader, question);
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(reader);
        best
    }
}

/// Changes that are made together.
pub(crate) struct Change<'s> {
    transaction: rusqlite::Transaction<'s>,
    insert: &'s str,
}

impl Change<'_> {
    /// Takes out the rows of `old` and puts in those of `new`, or fails and does neither.
    pub(crate) fn replace(
        &mut self,
        old: Option<usize>,
        new: Option<(usize, Vec<Vec<String>>)>,
    ) -> rusqlite::Result<()> {
        let step = self.transaction.savepoint()?;
        if let Some(numbers) = old.map(rows) {
            step.prepare_cached(REMOVE)?.execute([numbers.start, numbers.end])?;
        }
        if let Some((number, passages)) = new {
            let mut insert = step.prepare_cached(self.insert)?;
            for (row, columns) in rows(number).zip(passages) {
                let columns = columns.into_iter().map(Value::Text);
                let values = std::iter::once(Value::Integer(row)).chain(columns);
                insert.execute(params_from_iter(values))?;
            }
        }
        step.commit()
    }

    pub(crate) fn commit(self) -> rusqlite::Result<()> {
        self.transaction.commit()
    }
}

/// The numbers that the rows of one thing can have.
fn rows(number: usize) -> Range<i64> {
    let first = |number: usize| (number as i64) << PASSAGE_BITS;
    first(number)..first(number + 1)
}

fn open(address: &str) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
        | OpenFlags::SQLITE_OPEN_CREATE
        | OpenFlags::SQLITE_OPEN_URI
        | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    Connection::open_with_flags(address, flags)
}

fn best_passages(from: &Connection, question: &str) -> rusqlite::Result<HashMap<usize, f64>> {
    let mut best = HashMap::new();
    let mut statement = from.prepare_cached(SEARCH)?;
    let mut rows = statement.query([question])?;
    while let Some(row) = rows.next()? {
        let (row, rank): (i64, f64) = (row.get(0)?, row.get(1)?);
        let score = best.entry((row >> PASSAGE_BITS) as usize).or_insert(0.0_f64);
        *score = score.max(-rank);
    }
    Ok(best)
}
