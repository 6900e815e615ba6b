//! Rows of registers, recorded and retired one by one, as an import does it for many.

use std::collections::{BTreeSet, HashMap};

use efficacy::package::Table;
use efficacy::package::tables::TABLES;
use ledger::{Act, Append, AppendError, Cells, NewAct, RECORDED, RETIRED};
use xiaoneng::models::TABLES_GIVEN;

use super::import::name_of;
use super::{Books, broken};
use crate::cli::Failure;

/// A row of a register as it is to be from now on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewRow {
    pub(crate) register: &'static str,
    /// Its name in the register.
    pub(crate) key: String,
    /// Its cells; `None` for one that leaves the register.
    pub(crate) cells: Option<Cells>,
}

/// The cell that says which account changed a row. No table has such a column, so it goes into no package.
pub(crate) const CHANGED_BY: &str = "changed_by";
/// The cell that says why a row left its register.
pub(crate) const REASON: &str = "reason";

/// Rows looked up at a time.
const TOGETHER: usize = 500;

/// What somebody makes of a row that they saw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RowChange {
    /// The row's name in its register.
    pub(crate) key: String,
    /// How many acts it had when they saw it; 0 for one that never was.
    pub(crate) seen: i64,
    /// The cells of the table's columns as they are to be; or why it leaves the register.
    pub(crate) to: Result<Cells, String>,
}

/// The cells of a row without those that tell of its change.
pub(crate) fn said_of_row(cells: &Cells) -> impl Iterator<Item = (&String, &String)> {
    cells.iter().filter(|(column, _)| *column != CHANGED_BY)
}

/// Why rows aren't recorded.
#[derive(Debug, thiserror::Error)]
pub(crate) enum RowError {
    /// Somebody else changed one meanwhile.
    #[error("somebody else has just changed it")]
    Conflict,
    /// The ledger can't take them.
    #[error(transparent)]
    Failed(#[from] Failure),
}

/// The name that a row has in its register by its cells; rows of a table without key are told apart by
/// how often the same have come.
pub(crate) fn key_of(table: &Table, cells: &Cells, times: &mut HashMap<String, u32>) -> String {
    name_of(table, cells, times)
}

impl Books {
    /// The row of a register by its name, if it stands.
    pub(crate) fn row(&self, register: &str, key: &str) -> Result<Option<Cells>, Failure> {
        let found = self.ask(async |snapshot| snapshot.acts_of(&[(register, key)]).await)?;
        let acts = found.into_values().next().unwrap_or_default();
        let last = acts.into_iter().rfind(|act| [RECORDED, RETIRED].contains(&act.act.as_str()));
        Ok(last.filter(|act| act.act == RECORDED).map(|act| act.cells))
    }

    /// Records rows in this order, leaving out those that stand as they are to be. Who was cut short
    /// does it again.
    pub(crate) fn record_rows(&self, rows: Vec<NewRow>) -> Result<(), RowError> {
        let mut appends = Vec::new();
        for NewRow { register, key, cells } in rows {
            if self.row(register, &key)? == cells {
                continue;
            }
            let name = (register, key.as_str());
            let heads = self.ask(async |snapshot| snapshot.heads(&[name]).await)?;
            let version = heads.into_values().next().map_or(0, |head| head.version);
            let act = NewAct::new(if cells.is_some() { RECORDED } else { RETIRED }, self.now());
            appends.push(Append {
                tenant: self.tenant.clone(),
                register: register.to_owned(),
                matter: key,
                expected_version: version,
                acts: vec![act.with(cells.unwrap_or_default())],
                idempotency_key: None,
            });
        }
        let changed: BTreeSet<&str> = appends.iter().map(|it| it.register.as_str()).collect();
        for table in TABLES.iter().filter(|table| changed.contains(table.name)) {
            self.give(table)?;
        }
        self.append_rows(appends)
    }

    /// What became of a row, the first act first; nothing where it never was.
    pub(crate) fn acts_of_row(&self, register: &str, key: &str) -> Result<Vec<Act>, Failure> {
        let found = self.ask(async |snapshot| snapshot.acts_of(&[(register, key)]).await)?;
        Ok(found.into_values().next().unwrap_or_default())
    }

    /// Changes rows of a register by an account. What is as it is to be is left alone; where anything else
    /// was changed since it was seen, nothing is recorded.
    pub(crate) fn change_rows(
        &self,
        table: &'static Table,
        changes: &[RowChange],
        by: &str,
    ) -> Result<(), RowError> {
        let mut appends = Vec::new();
        for changes in changes.chunks(TOGETHER) {
            let names: Vec<_> = changes.iter().map(|it| (table.name, it.key.as_str())).collect();
            let mut known = self.ask(async |snapshot| snapshot.acts_of(&names).await)?;
            for change in changes {
                let acts = known.remove(&(table.name.to_owned(), change.key.clone()));
                let acts = acts.unwrap_or_default();
                if is_done(&acts, &change.to) {
                    continue;
                }
                if acts.len() as i64 != change.seen {
                    return Err(RowError::Conflict);
                }
                appends.push(self.append_of(table, change, by));
            }
        }
        if !appends.is_empty() {
            self.give(table)?;
        }
        self.append_rows(appends)
    }

    fn append_of(&self, table: &Table, change: &RowChange, by: &str) -> Append {
        let (act, mut cells) = match &change.to {
            Ok(cells) => (RECORDED, cells.clone()),
            Err(reason) => (RETIRED, Cells::from([(REASON.to_owned(), reason.clone())])),
        };
        cells.insert(CHANGED_BY.to_owned(), by.to_owned());
        Append {
            tenant: self.tenant.clone(),
            register: table.name.to_owned(),
            matter: change.key.clone(),
            expected_version: change.seen,
            acts: vec![NewAct::new(act, self.now()).with(cells)],
            idempotency_key: None,
        }
    }

    /// Records that the agency has the table, so that figures are read from it, if that isn't known.
    fn give(&self, table: &Table) -> Result<(), RowError> {
        let cells = Cells::from([("table".to_owned(), table.name.to_owned())]);
        let key = table.name.to_owned();
        self.record_rows(vec![NewRow { register: TABLES_GIVEN, key, cells: Some(cells) }])
    }

    fn append_rows(&self, appends: Vec<Append>) -> Result<(), RowError> {
        let answers = self.runtime.block_on(self.ledger.append_in_order(appends));
        answers.into_iter().try_for_each(|answer| {
            answer.map(drop).map_err(|error| match error {
                AppendError::Conflict { .. } => RowError::Conflict,
                other => RowError::Failed(broken(&other)),
            })
        })
    }
}

/// Whether a row is as it is to be.
fn is_done(acts: &[Act], to: &Result<Cells, String>) -> bool {
    let last = acts.iter().rfind(|act| [RECORDED, RETIRED].contains(&act.act.as_str()));
    let standing = last.filter(|act| act.act == RECORDED).map(|act| &act.cells);
    match (standing, to) {
        (Some(standing), Ok(cells)) => said_of_row(standing).eq(cells),
        (standing, to) => standing.is_none() && to.is_err(),
    }
}
