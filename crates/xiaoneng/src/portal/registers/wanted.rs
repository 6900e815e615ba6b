//! The rows of a register that say what somebody looks for.

use std::sync::Arc;

use efficacy::package::{Column, Table};
use efficacy::words::Words;
use ledger::RegisterRow;

use super::TOGETHER;
use crate::cli::Failure;
use crate::portal::terms::Terms;
use crate::records::Books;
use crate::web::encoded;

/// What rows are to say.
pub(crate) struct Wanted {
    table: &'static Table,
    /// As it was typed; empty for every row.
    typed: String,
    /// The same in small letters.
    text: String,
    /// None for any.
    column: Option<&'static Column>,
    words: Arc<Words>,
}

impl Wanted {
    pub(crate) fn of(table: &'static Table, typed: &str, column: &str, words: &Arc<Words>) -> Self {
        Self {
            table,
            typed: typed.to_owned(),
            text: typed.trim().to_lowercase(),
            column: table.columns.iter().find(|it| it.name == column),
            words: words.clone(),
        }
    }

    /// Whether a cell says it, as it is shown or as it is recorded.
    fn is_in(&self, row: &RegisterRow) -> bool {
        let says = |column: &Column| {
            let Some(cell) = row.cells.get(column.name) else { return false };
            let shown = Terms(&self.words).cell(column, cell);
            [cell, &shown].iter().any(|text| text.to_lowercase().contains(&self.text))
        };
        self.text.is_empty()
            || match self.column {
                Some(column) => says(column),
                None => self.table.columns.iter().any(says),
            }
    }

    /// At most so many rows after a position that say it; `meant` keeps those of some that are meant.
    pub(crate) fn rows(
        &self,
        books: &Books,
        mut after: i64,
        most: usize,
        meant: impl Fn(Vec<RegisterRow>) -> Result<Vec<RegisterRow>, Failure>,
    ) -> Result<Vec<RegisterRow>, Failure> {
        let (mut found, mut together) = (Vec::new(), most);
        loop {
            let page = books.ask(async |it| it.rows(self.table.name, after, together).await)?;
            let last = page.last().map(|row| row.opened).filter(|_| page.len() == together);
            found.extend(meant(page.into_iter().filter(|row| self.is_in(row)).collect())?);
            found.truncate(most);
            match last {
                Some(last) if found.len() < most => after = last,
                _ => return Ok(found),
            }
            together = TOGETHER;
        }
    }

    /// The same narrowing in an address.
    pub(crate) fn query(&self) -> String {
        if self.text.is_empty() {
            return String::new();
        }
        let column = self.column.map_or("", |column| column.name);
        format!("q={}&column={column}&", encoded(&self.typed))
    }
}
