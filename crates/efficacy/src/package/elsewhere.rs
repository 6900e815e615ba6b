//! Tables whose rows lie somewhere else than in files: in a ledger.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use legal_clock::Calendar;

use super::files::Files;
use super::rows::Rows;
use super::table::{RawRow, Table};
use super::tables::TABLES;
use super::{Package, Refused};
use crate::facts::projection::Ready;

/// A row as text, each cell in the place of its column; an empty cell isn't given.
pub type TextRow = Vec<String>;

/// A row and the number by which it is known where it comes from, told as its line.
pub type NumberedRow = (u64, TextRow);

/// Where the rows of a package come from, if not from files.
pub trait Elsewhere: fmt::Debug + Send + Sync {
    /// Whether the table is there.
    fn has(&self, table: &Table) -> bool;

    /// The rows of a table, in order.
    ///
    /// # Errors
    /// When they can't be read; so may each of them.
    fn rows(&self, table: &'static Table) -> Result<TextRows<'_>, Refused>;

    /// China's calendar as the data go by it, if they have one.
    fn china(&self) -> Option<Calendar> {
        None
    }

    /// The facts of a year, where they are kept ready and matters needn't be folded for them.
    ///
    /// # Errors
    /// When they can't be read; so may each of them.
    fn ready(&self, year: i16) -> Result<Option<Ready<'_>>, Refused> {
        let _ = year;
        Ok(None)
    }

    /// The texts of `narrative/NN.md`, by section.
    ///
    /// # Errors
    /// When they can't be read.
    fn narratives(&self) -> Result<BTreeMap<u8, String>, Refused>;
}

/// The rows of a table from elsewhere.
pub type TextRows<'a> = Box<dyn Iterator<Item = Result<NumberedRow, Refused>> + 'a>;

impl Package {
    /// A package whose tables come from elsewhere: it is read, checked and written as any other.
    pub fn from_elsewhere(elsewhere: Arc<dyn Elsewhere>) -> Self {
        Self { files: Files::elsewhere(elsewhere, TABLES) }
    }

    /// China's calendar as its data go by it, if they have one.
    pub(crate) fn china(&self) -> Option<Calendar> {
        self.files.elsewhere.as_ref()?.china()
    }

    /// The facts of a year, where they are kept ready.
    ///
    /// # Errors
    /// When they can't be read.
    pub(crate) fn ready(&self, year: i16) -> Result<Option<Ready<'_>>, Refused> {
        self.files.elsewhere.as_ref().map_or(Ok(None), |elsewhere| elsewhere.ready(year))
    }
}

/// Rows of text as [`read_rows`](super::rows::read_rows) takes them.
pub(super) struct Elsewheres<'a> {
    names: Vec<String>,
    rows: TextRows<'a>,
    row: TextRow,
}

impl<'a> Elsewheres<'a> {
    pub(super) fn new(table: &'static Table, rows: TextRows<'a>) -> Self {
        let names = table.columns.iter().map(|column| column.name.to_owned()).collect();
        Self { names, rows, row: Vec::new() }
    }
}

impl Rows for Elsewheres<'_> {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn header_line(&self) -> Option<u64> {
        None
    }

    fn expect(&mut self, _: &[Option<usize>]) -> Result<(), Refused> {
        Ok(())
    }

    fn next(&mut self) -> Result<Option<RawRow<'_>>, Refused> {
        let Some((number, row)) = self.rows.next().transpose()? else { return Ok(None) };
        self.row = row;
        Ok(Some(RawRow::Text(&self.row, number)))
    }
}
