//! Holds: while one stands its subject isn't erased. A hold is a row of the register `holds`, put
//! and lifted by acts.

use std::collections::BTreeMap;

use super::Personal;
use crate::statements::ROWS_BETWEEN;
use crate::store::Tx;
use crate::{Append, AppendError, Appended, Cells, Ledger, NewAct, RECORDED, RETIRED, ReadError};

/// The register of holds.
pub const HOLDS: &str = "holds";

/// Why a subject isn't to be erased for now: a dispute, an investigation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hold {
    /// The name of the hold among those of its subject, such as the number of a file.
    pub name: String,
    /// Why; it is recorded as it is and names no person.
    pub why: String,
    /// Until when, in microseconds since 1970; until it is lifted, where not given.
    pub until: Option<i64>,
}

impl Ledger {
    /// Puts a hold on a subject, or puts it anew.
    ///
    /// # Errors
    /// [`AppendError`].
    pub async fn hold(
        &self,
        tenant: &str,
        subject: &str,
        hold: &Hold,
        by: &str,
    ) -> Result<Appended, AppendError> {
        let until = hold.until.map(|until| until.to_string());
        let cells = [
            ("subject", Some(subject.to_owned())),
            ("hold", Some(hold.name.clone())),
            ("why", Some(hold.why.clone())),
            ("until", until),
        ];
        let cells = cells.into_iter().filter_map(|(column, cell)| Some((column.to_owned(), cell?)));
        self.record_hold(tenant, name_of(subject, &hold.name), RECORDED, cells.collect(), by).await
    }

    /// Lifts a hold.
    ///
    /// # Errors
    /// [`AppendError`].
    pub async fn release(
        &self,
        tenant: &str,
        subject: &str,
        hold: &str,
        why: &str,
        by: &str,
    ) -> Result<Appended, AppendError> {
        let cells = Cells::from([("why".to_owned(), why.to_owned())]);
        self.record_hold(tenant, name_of(subject, hold), RETIRED, cells, by).await
    }

    async fn record_hold(
        &self,
        tenant: &str,
        matter: String,
        act: &str,
        cells: Cells,
        by: &str,
    ) -> Result<Appended, AppendError> {
        let head = self.snapshot(tenant).await?.heads(&[(HOLDS, &matter)]).await?;
        self.append(Append {
            tenant: tenant.to_owned(),
            register: HOLDS.to_owned(),
            matter,
            expected_version: head.into_values().next().map_or(0, |head| head.version),
            acts: vec![self.act_by(act, cells, by)],
            idempotency_key: None,
        })
        .await
    }

    /// The holds that stand on a subject, those that have ended by themselves too.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn holds_of(&self, tenant: &str, subject: &str) -> Result<Vec<Hold>, ReadError> {
        holds(&mut self.pools.reading.begin_reading().await?, tenant, subject).await
    }

    /// An act done now by somebody whose name is sealed.
    pub(super) fn act_by(&self, act: &str, cells: Cells, by: &str) -> NewAct {
        let actor = Personal::new(format!("person:{by}"), by);
        let personal = BTreeMap::from([("actor".to_owned(), actor)]);
        NewAct { cells, personal, ..NewAct::new(act, (self.clock)()) }
    }
}

fn name_of(subject: &str, hold: &str) -> String {
    format!("{subject} {hold}")
}

/// The holds on a subject that weren't lifted.
pub(super) async fn holds(
    tx: &mut Tx,
    tenant: &str,
    subject: &str,
) -> Result<Vec<Hold>, ReadError> {
    // After a space comes an exclamation mark.
    let (first, last) = (format!("{subject} "), format!("{subject}!"));
    let values = [tenant.into(), HOLDS.into(), (&first).into(), (&last).into()];
    let found: Vec<(String, i64, String)> = tx.fetch(ROWS_BETWEEN, &values).await?;
    let hold = |(_, position, cells): (String, i64, String)| {
        let mut cells = crate::query::cells_of(tenant, position, &cells)?;
        let mut cell = |column: &str| cells.remove(column).unwrap_or_default();
        let until = cell("until").parse().ok();
        Ok(Hold { name: cell("hold"), why: cell("why"), until })
    };
    found.into_iter().map(hold).collect()
}
