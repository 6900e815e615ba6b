//! Full-text engines: ours, and SQLite's as it is.

use std::collections::BTreeSet;

use rusqlite::Connection;
use search::{Field, Index};

use crate::Engine;
use crate::tasks::Task;

/// The crate `search`.
pub struct Ours {
    index: Index,
    numbers: std::collections::HashMap<String, usize>,
}

impl Ours {
    pub fn new(task: &Task) -> Self {
        let mut index = Index::new(&[Field::name(1.0), Field::text(1.0)]).unwrap();
        let rows = task.documents.iter();
        index
            .add_all(
                rows.map(|(id, heading, text)| (id.as_str(), [heading.as_str(), text.as_str()])),
            )
            .unwrap();
        let numbers = task.documents.iter().enumerate().map(|(n, (id, ..))| (id.clone(), n));
        Self { index, numbers: numbers.collect() }
    }
}

impl Engine for Ours {
    fn best(&self, question: &str) -> Vec<usize> {
        let hits = self.index.search(&self.index.query(question), 10).unwrap();
        hits.into_iter().map(|hit| self.numbers[&hit.id]).collect()
    }
}

/// SQLite's FTS5 over whole documents by its own trigram tokenizer, a question's pieces of three
/// characters joined by OR.
pub struct Trigram(Connection);

impl Trigram {
    pub fn new(task: &Task) -> Self {
        let connection = Connection::open_in_memory().unwrap();
        connection
            .execute_batch(
                "create virtual table documents using fts5(text, content='', tokenize='trigram'); begin",
            )
            .unwrap();
        let mut insert =
            connection.prepare("insert into documents(rowid, text) values (?1, ?2)").unwrap();
        for (number, (_, _, text)) in task.documents.iter().enumerate() {
            insert.execute((number as i64, text)).unwrap();
        }
        drop(insert);
        connection.execute_batch("commit").unwrap();
        Self(connection)
    }
}

impl Engine for Trigram {
    fn best(&self, question: &str) -> Vec<usize> {
        let chars: Vec<char> = question.chars().filter(|char| char.is_alphanumeric()).collect();
        let pieces: BTreeSet<String> =
            chars.windows(3).map(|three| three.iter().collect()).collect();
        if pieces.is_empty() {
            return Vec::new();
        }
        let pieces: Vec<String> = pieces.iter().map(|piece| format!("\"{piece}\"")).collect();
        let mut statement = self
            .0
            .prepare_cached(
                "select rowid from documents where documents match ?1 order by rank, rowid limit 10",
            )
            .unwrap();
        let rows = statement.query_map([pieces.join(" OR ")], |row| row.get::<_, i64>(0)).unwrap();
        rows.map(|number| number.unwrap() as usize).collect()
    }
}
