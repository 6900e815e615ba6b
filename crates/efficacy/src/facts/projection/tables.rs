//! Recorded rows as the tables of a package.

use std::collections::BTreeMap;

use super::Recorded;
use crate::package::tables::{Act, Matter};
use crate::package::{Elsewhere, NumberedRow, Refused, Row as _, Table, TextRows};

/// Rows by table.
#[derive(Debug, Default)]
pub(super) struct Tables(BTreeMap<&'static str, Vec<NumberedRow>>);

/// Where the rows of matters and acts come from.
#[derive(Debug)]
pub(super) struct Places {
    /// By row of the table of acts, from 0: whose act it is.
    of_acts: Vec<usize>,
}

impl Places {
    /// Whose row of matters or acts this is; rows count from 1.
    pub(super) fn matter(&self, is_of_matters: bool, row: u64) -> usize {
        let row = row as usize - 1;
        if is_of_matters { row } else { self.of_acts[row] }
    }
}

impl Tables {
    pub(super) fn add(&mut self, table: &'static Table, rows: Vec<NumberedRow>) {
        self.0.insert(table.name, rows);
    }

    /// The rows of these matters and of their acts, each by the matter's name in its register and
    /// numbered by position.
    pub(super) fn of(matters: &[Recorded]) -> (Self, Places) {
        let by_name = |table: &'static Table, matter: &Recorded, row: &(i64, Vec<String>)| {
            let (position, mut cells) = (row.0 as u64, row.1.clone());
            if let Some(column) = table.column("matter_id") {
                cells[column].clone_from(&matter.name);
            }
            (position, cells)
        };
        let rows = matters.iter().map(|it| by_name(Matter::TABLE, it, &it.row)).collect();
        let mut acts = Vec::new();
        let mut of_acts = Vec::new();
        for (place, matter) in matters.iter().enumerate() {
            acts.extend(matter.acts.iter().map(|act| by_name(Act::TABLE, matter, act)));
            of_acts.resize(acts.len(), place);
        }
        let mut tables = Self::default();
        tables.add(Matter::TABLE, rows);
        tables.add(Act::TABLE, acts);
        (tables, Places { of_acts })
    }
}

impl Elsewhere for Tables {
    fn has(&self, table: &Table) -> bool {
        self.0.contains_key(table.name)
    }

    fn rows(&self, table: &'static Table) -> Result<TextRows<'_>, Refused> {
        let rows = self.0.get(table.name).into_iter().flatten();
        Ok(Box::new(rows.cloned().map(Ok)))
    }

    fn narratives(&self) -> Result<BTreeMap<u8, String>, Refused> {
        Ok(BTreeMap::new())
    }
}
