//! Reading: a matter, the tail, and a register as it stands.

use std::collections::BTreeMap;

use sqlx::AssertSqlSafe;

use crate::statements::{
    ACTS_OF_MATTERS, BEGIN_READING, HAS_REGISTER, HEADS, POSITION, ROWS_OF_REGISTER, TAIL, TENANTS,
};
use crate::store::{Tx, on};
use crate::{Act, Cells, Head, Ledger, ReadError};

/// A row of a register as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegisterRow {
    /// Position of the act that opened it; rows come in this order.
    pub opened: i64,
    /// Its name in the register.
    pub matter: String,
    /// The version that gave it.
    pub row_version: i64,
    /// For a case, the version of the procedure it was opened under.
    pub under: Option<String>,
    /// The row.
    pub cells: Cells,
}

type ActTuple = (i64, String, String, i64, String, i64, i64, Option<i64>, Option<String>, String);

fn act_of(tenant: &str, row: ActTuple) -> Result<Act, ReadError> {
    let (
        position,
        register,
        matter,
        version,
        act,
        at,
        recorded_at,
        recorded_elsewhere,
        under,
        cells,
    ) = row;
    let cells = cells_of(tenant, position, &cells)?;
    Ok(Act {
        position,
        register,
        matter,
        version,
        act,
        at,
        recorded_at,
        recorded_elsewhere,
        under,
        cells,
    })
}

fn cells_of(tenant: &str, position: i64, text: &str) -> Result<Cells, ReadError> {
    serde_json::from_str(text).map_err(|error| ReadError::Damaged {
        tenant: tenant.to_owned(),
        position,
        what: error.to_string(),
    })
}

impl Ledger {
    /// A view of a tenant's ledger as it is now: what is recorded later isn't seen through it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn snapshot(&self, tenant: &str) -> Result<Snapshot, ReadError> {
        let mut tx = self.pools.reading.begin(BEGIN_READING.0, BEGIN_READING.1).await?;
        // The first statement fixes what is seen.
        let position: Option<(i64,)> = on!(&mut tx, tx => {
            sqlx::query_as(POSITION).bind(tenant).fetch_optional(&mut **tx).await?
        });
        let position = position.map_or(0, |(position,)| position);
        Ok(Snapshot { tenant: tenant.to_owned(), position, tx })
    }

    /// The acts of a matter, in order.
    ///
    /// # Errors
    /// As [`Ledger::snapshot`].
    pub async fn read(
        &self,
        tenant: &str,
        register: &str,
        matter: &str,
    ) -> Result<Vec<Act>, ReadError> {
        let mut snapshot = self.snapshot(tenant).await?;
        let found = snapshot.acts_of(&[(register, matter)]).await?;
        Ok(found.into_values().next().unwrap_or_default())
    }

    /// At most `limit` acts of any register after `position`, in order. The position of the last
    /// is where to read on.
    ///
    /// # Errors
    /// As [`Ledger::snapshot`].
    pub async fn tail(
        &self,
        tenant: &str,
        position: i64,
        limit: usize,
    ) -> Result<Vec<Act>, ReadError> {
        self.snapshot(tenant).await?.tail(position, limit).await
    }

    /// Every tenant that has recorded something.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn tenants(&self) -> Result<Vec<String>, ReadError> {
        let tenants: Vec<(String,)> = on!(&self.pools.reading, pool => {
            sqlx::query_as(TENANTS).fetch_all(pool).await?
        });
        Ok(tenants.into_iter().map(|(tenant,)| tenant).collect())
    }
}

/// A tenant's ledger as it was when the snapshot was taken, by name in what follows.
///
/// It holds a connection; drop it soon where others write.
#[derive(Debug)]
pub struct Snapshot {
    tenant: String,
    position: i64,
    tx: Tx,
}

impl Snapshot {
    /// Position of the last act seen; 0 where there is none.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// Where matters stand, by register and name; those that aren't there are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn heads(
        &mut self,
        names: &[(&str, &str)],
    ) -> Result<BTreeMap<(String, String), Head>, ReadError> {
        let mut heads = BTreeMap::new();
        for (text, piece) in HEADS.pieces(&self.tx, names) {
            let found: Vec<(String, String, i64, i64, i64, Option<String>)> = on!(&mut self.tx, tx => {
                let mut query = sqlx::query_as(AssertSqlSafe(text)).bind(&self.tenant);
                for (register, matter) in piece {
                    query = query.bind(*register).bind(*matter);
                }
                query.fetch_all(&mut **tx).await?
            });
            heads.extend(found.into_iter().map(
                |(register, matter, version, row_version, opened, under)| {
                    ((register, matter), Head { version, row_version, opened, under })
                },
            ));
        }
        Ok(heads)
    }

    /// The acts of matters, each matter's in order, by register and name.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn acts_of(
        &mut self,
        names: &[(&str, &str)],
    ) -> Result<BTreeMap<(String, String), Vec<Act>>, ReadError> {
        let mut acts: BTreeMap<_, Vec<Act>> = BTreeMap::new();
        for (text, piece) in ACTS_OF_MATTERS.pieces(&self.tx, names) {
            let found: Vec<ActTuple> = on!(&mut self.tx, tx => {
                let mut query = sqlx::query_as(AssertSqlSafe(text)).bind(&self.tenant);
                for (register, matter) in piece {
                    query = query.bind(*register).bind(*matter);
                }
                query.fetch_all(&mut **tx).await?
            });
            for row in found {
                let act = act_of(&self.tenant, row)?;
                acts.entry((act.register.clone(), act.matter.clone())).or_default().push(act);
            }
        }
        Ok(acts)
    }

    /// At most `limit` acts of any register after `position`, in order.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn tail(&mut self, position: i64, limit: usize) -> Result<Vec<Act>, ReadError> {
        let found: Vec<ActTuple> = on!(&mut self.tx, tx => {
            sqlx::query_as(TAIL)
                .bind(&self.tenant)
                .bind(position)
                .bind(limit as i64)
                .fetch_all(&mut **tx)
                .await?
        });
        found.into_iter().map(|row| act_of(&self.tenant, row)).collect()
    }

    /// At most `limit` rows of a register that were opened after `opened`, as they stand, in the
    /// order in which they were opened.
    ///
    /// # Errors
    /// When the store fails or a row is damaged.
    pub async fn rows(
        &mut self,
        register: &str,
        opened: i64,
        limit: usize,
    ) -> Result<Vec<RegisterRow>, ReadError> {
        let found: Vec<(i64, String, i64, Option<String>, String)> = on!(&mut self.tx, tx => {
            sqlx::query_as(ROWS_OF_REGISTER)
                .bind(&self.tenant)
                .bind(register)
                .bind(opened)
                .bind(limit as i64)
                .fetch_all(&mut **tx)
                .await?
        });
        let row = |(opened, matter, row_version, under, cells): (_, _, _, _, String)| {
            let cells = cells_of(&self.tenant, opened, &cells)?;
            Ok(RegisterRow { opened, matter, row_version, under, cells })
        };
        found.into_iter().map(row).collect()
    }

    /// Whether the register has a row.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_rows(&mut self, register: &str) -> Result<bool, ReadError> {
        let found: Option<(i64,)> = on!(&mut self.tx, tx => {
            sqlx::query_as(HAS_REGISTER)
                .bind(&self.tenant)
                .bind(register)
                .fetch_optional(&mut **tx)
                .await?
        });
        Ok(found.is_some())
    }
}
