//! Queries on a transaction, for those who read and for those who write.

use std::collections::BTreeMap;

use crate::statements::{ACTS_OF_MATTERS, HEADS, ROWS_AT, ROWS_OF_REGISTER, TENANT, VERSIONS_OF};
use crate::store::{StoreError, Tx};
use crate::vault::references_of;
use crate::{Act, Cells, Head, ReadError, RegisterRow};

/// How far a tenant is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Tenant {
    /// Position of its last act, and the time it is at.
    pub(crate) position: i64,
    pub(crate) recorded_at: i64,
    /// Position of the last act in a register that read models hang on.
    pub(crate) basis: i64,
    /// How its read models were made.
    pub(crate) models: Option<String>,
    /// Whom its log is signed by; none where it has none.
    pub(crate) log_key: Option<String>,
}

pub(crate) type TenantRow = (i64, i64, i64, Option<String>, Option<String>);

impl From<TenantRow> for Tenant {
    fn from((position, recorded_at, basis, models, log_key): TenantRow) -> Self {
        Self { position, recorded_at, basis, models, log_key }
    }
}

pub(crate) async fn tenant(tx: &mut Tx, tenant: &str) -> Result<Option<Tenant>, StoreError> {
    let found: Option<TenantRow> = tx.fetch_optional(TENANT, &[tenant.into()]).await?;
    Ok(found.map(Tenant::from))
}

/// A matter: its register and its name in it.
pub(crate) type Name<'a> = (&'a str, &'a str);

/// Names of each register.
pub(crate) fn by_register<'a>(names: &[Name<'a>]) -> BTreeMap<&'a str, Vec<&'a str>> {
    let mut by_register: BTreeMap<_, Vec<_>> = BTreeMap::new();
    for (register, matter) in names {
        by_register.entry(*register).or_default().push(*matter);
    }
    by_register
}

/// Where matters stand; those that aren't there are left out.
pub(crate) async fn heads(
    tx: &mut Tx,
    tenant: &str,
    names: &[Name<'_>],
) -> Result<BTreeMap<(String, String), Head>, StoreError> {
    let mut heads = BTreeMap::new();
    for (register, matters) in by_register(names) {
        let of = [tenant.into(), register.into()];
        let matters: Vec<_> = matters.into_iter().map(|matter| [matter.into()]).collect();
        let found: Vec<(String, i64, i64, i64, Option<String>)> =
            tx.fetch_many(&HEADS, &of, &matters).await?;
        heads.extend(found.into_iter().map(|(matter, version, row_version, opened, under)| {
            ((register.to_owned(), matter), Head { version, row_version, opened, under })
        }));
    }
    Ok(heads)
}

/// The acts of matters, each matter's in order.
pub(crate) async fn acts_of(
    tx: &mut Tx,
    tenant: &str,
    names: &[Name<'_>],
) -> Result<BTreeMap<(String, String), Vec<Act>>, ReadError> {
    let mut acts: BTreeMap<_, Vec<Act>> = BTreeMap::new();
    for (register, matters) in by_register(names) {
        let of = [tenant.into(), register.into()];
        let matters: Vec<_> = matters.into_iter().map(|matter| [matter.into()]).collect();
        let found: Vec<ActRow> = tx.fetch_many(&ACTS_OF_MATTERS, &of, &matters).await?;
        for row in found {
            let act = act_of(tenant, row)?;
            acts.entry((act.register.clone(), act.matter.clone())).or_default().push(act);
        }
    }
    Ok(acts)
}

/// Rows of a register as they stand, in the order in which they were opened.
pub(crate) async fn rows(
    tx: &mut Tx,
    tenant: &str,
    register: &str,
    opened: i64,
    limit: usize,
) -> Result<Vec<RegisterRow>, ReadError> {
    let values = [tenant.into(), register.into(), opened.into(), limit.into()];
    let found: Vec<RowOf> = tx.fetch(ROWS_OF_REGISTER, &values).await?;
    found.into_iter().map(|row| row_of(tenant, row)).collect()
}

/// Rows of a register that were opened at these positions, as they stand, in their order; those that
/// aren't there are left out.
pub(crate) async fn rows_at(
    tx: &mut Tx,
    tenant: &str,
    register: &str,
    opened: &[i64],
) -> Result<Vec<RegisterRow>, ReadError> {
    let mut opened = opened.to_vec();
    opened.sort_unstable();
    opened.dedup();
    let opened: Vec<_> = opened.into_iter().map(|opened| [opened.into()]).collect();
    let found: Vec<RowOf> =
        tx.fetch_many(&ROWS_AT, &[tenant.into(), register.into()], &opened).await?;
    found.into_iter().map(|row| row_of(tenant, row)).collect()
}

/// A row as it is stored: where it was opened, its name, version and procedure, its cells.
type RowOf = (i64, String, i64, Option<String>, String);

fn row_of(
    tenant: &str,
    (opened, matter, row_version, under, cells): RowOf,
) -> Result<RegisterRow, ReadError> {
    let cells = cells_of(tenant, opened, &cells)?;
    Ok(RegisterRow { opened, matter, row_version, under, cells })
}

/// The cells of every act of a register, each matter's in order.
pub(crate) async fn versions(
    tx: &mut Tx,
    tenant: &str,
    register: &str,
) -> Result<Vec<Cells>, ReadError> {
    let found: Vec<(i64, String)> =
        tx.fetch(VERSIONS_OF, &[tenant.into(), register.into()]).await?;
    found.into_iter().map(|(position, cells)| cells_of(tenant, position, &cells)).collect()
}

/// An act as it is stored.
pub(crate) type ActRow = (
    i64,
    String,
    String,
    i64,
    String,
    i64,
    i64,
    Option<i64>,
    Option<String>,
    String,
    Option<String>,
);

/// The same with what it is hashed with into the log.
pub(crate) type ToLogRow = (
    i64,
    String,
    String,
    i64,
    String,
    i64,
    i64,
    Option<i64>,
    Option<String>,
    String,
    Option<String>,
    Option<Vec<u8>>,
);

pub(crate) fn without_salt(row: ToLogRow) -> ActRow {
    let (position, register, matter, version, act, at, taken, elsewhere, under, cells, sealed, _) =
        row;
    (position, register, matter, version, act, at, taken, elsewhere, under, cells, sealed)
}

pub(crate) fn act_of(tenant: &str, row: ActRow) -> Result<Act, ReadError> {
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
        sealed,
    ) = row;
    let cells = cells_of(tenant, position, &cells)?;
    let sealed = references_of(sealed.as_deref()).map_err(|what| ReadError::Damaged {
        tenant: tenant.to_owned(),
        position,
        what,
    })?;
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
        sealed,
    })
}

pub(crate) fn cells_of(tenant: &str, position: i64, text: &str) -> Result<Cells, ReadError> {
    serde_json::from_str(text).map_err(|error| ReadError::Damaged {
        tenant: tenant.to_owned(),
        position,
        what: error.to_string(),
    })
}
