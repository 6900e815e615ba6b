//! Rows of registers, recorded and retired one by one, as an import does it for many.

use std::collections::HashMap;

use efficacy::package::Table;
use ledger::{Append, AppendError, Cells, NewAct, RECORDED, RETIRED};

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
        let answers = self.runtime.block_on(self.ledger.append_in_order(appends));
        answers.into_iter().try_for_each(|answer| {
            answer.map(drop).map_err(|error| match error {
                AppendError::Conflict { .. } => RowError::Conflict,
                other => RowError::Failed(broken(&other)),
            })
        })
    }
}
