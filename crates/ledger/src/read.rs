//! Reading: a matter, the tail, and a register as it stands.

use std::collections::BTreeMap;

use crate::query::{self, ActRow, Tenant};
use crate::statements::{COUNT_ROWS, HAS_REGISTER, TAIL, TENANTS};
use crate::store::Tx;
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

impl Ledger {
    /// A view of a tenant's ledger as it is now: what is recorded later isn't seen through it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn snapshot(&self, tenant: &str) -> Result<Snapshot, ReadError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        // The first statement fixes what is seen.
        let stands = query::tenant(&mut tx, tenant).await?.unwrap_or_default();
        Ok(Snapshot { tenant: tenant.to_owned(), stands, tx })
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
        let mut tx = self.pools.reading.begin_reading().await?;
        let tenants: Vec<(String,)> = tx.fetch(TENANTS, &[]).await?;
        Ok(tenants.into_iter().map(|(tenant,)| tenant).collect())
    }
}

/// A tenant's ledger as it was when the snapshot was taken, by name in what follows.
///
/// It holds a connection; drop it soon where others write.
#[derive(Debug)]
pub struct Snapshot {
    pub(crate) tenant: String,
    pub(crate) stands: Tenant,
    pub(crate) tx: Tx,
}

impl Snapshot {
    /// Position of the last act seen; 0 where there is none.
    pub fn position(&self) -> i64 {
        self.stands.position
    }

    /// Where matters stand, by register and name; those that aren't there are left out.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn heads(
        &mut self,
        names: &[(&str, &str)],
    ) -> Result<BTreeMap<(String, String), Head>, ReadError> {
        Ok(query::heads(&mut self.tx, &self.tenant, names).await?)
    }

    /// The acts of matters, each matter's in order, by register and name.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn acts_of(
        &mut self,
        names: &[(&str, &str)],
    ) -> Result<BTreeMap<(String, String), Vec<Act>>, ReadError> {
        query::acts_of(&mut self.tx, &self.tenant, names).await
    }

    /// At most `limit` acts of any register after `position`, in order.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn tail(&mut self, position: i64, limit: usize) -> Result<Vec<Act>, ReadError> {
        let found: Vec<ActRow> =
            self.tx.fetch(TAIL, &[(&self.tenant).into(), position.into(), limit.into()]).await?;
        found.into_iter().map(|row| query::act_of(&self.tenant, row)).collect()
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
        query::rows(&mut self.tx, &self.tenant, register, opened, limit).await
    }

    /// Rows of a register that were opened at these positions, as they stand, in the order of their
    /// positions; those that aren't there or were retired are left out.
    ///
    /// # Errors
    /// When the store fails or a row is damaged.
    pub async fn rows_at(
        &mut self,
        register: &str,
        opened: &[i64],
    ) -> Result<Vec<RegisterRow>, ReadError> {
        query::rows_at(&mut self.tx, &self.tenant, register, opened).await
    }

    /// How many rows of a register stand.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn count_rows(&mut self, register: &str) -> Result<i64, ReadError> {
        let found: Option<(i64,)> =
            self.tx.fetch_optional(COUNT_ROWS, &[(&self.tenant).into(), register.into()]).await?;
        Ok(found.map_or(0, |(rows,)| rows))
    }

    /// Whether the register has a row.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn has_rows(&mut self, register: &str) -> Result<bool, ReadError> {
        let found: Option<(i64,)> =
            self.tx.fetch_optional(HAS_REGISTER, &[(&self.tenant).into(), register.into()]).await?;
        Ok(found.is_some())
    }
}
