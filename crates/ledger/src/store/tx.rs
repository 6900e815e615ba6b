//! A transaction on either store, and what is bound to its statements.

use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};
use sqlx::postgres::{PgArguments, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, FromRow, Postgres, SqlSafeStr, SqlStr, Transaction};

use super::StoreError;
use super::sqlite::SqliteTx;
use crate::statements::Many;

/// A value of one of the kinds that both stores have.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Value<'a> {
    Integer(Option<i64>),
    Text(Option<&'a str>),
    Bytes(Option<&'a [u8]>),
    Boolean(bool),
}

impl From<i64> for Value<'_> {
    fn from(value: i64) -> Self {
        Self::Integer(Some(value))
    }
}

impl From<usize> for Value<'_> {
    fn from(value: usize) -> Self {
        Self::Integer(Some(value as i64))
    }
}

impl From<Option<i64>> for Value<'_> {
    fn from(value: Option<i64>) -> Self {
        Self::Integer(value)
    }
}

impl From<bool> for Value<'_> {
    fn from(value: bool) -> Self {
        Self::Boolean(value)
    }
}

impl<'a> From<&'a str> for Value<'a> {
    fn from(value: &'a str) -> Self {
        Self::Text(Some(value))
    }
}

impl<'a> From<&'a String> for Value<'a> {
    fn from(value: &'a String) -> Self {
        Self::Text(Some(value))
    }
}

impl<'a> From<Option<&'a str>> for Value<'a> {
    fn from(value: Option<&'a str>) -> Self {
        Self::Text(value)
    }
}

impl<'a> From<&'a [u8]> for Value<'a> {
    fn from(value: &'a [u8]) -> Self {
        Self::Bytes(Some(value))
    }
}

impl<'a> From<Option<&'a [u8]>> for Value<'a> {
    fn from(value: Option<&'a [u8]>) -> Self {
        Self::Bytes(value)
    }
}

impl<'a> From<&'a Vec<u8>> for Value<'a> {
    fn from(value: &'a Vec<u8>) -> Self {
        Self::Bytes(Some(value))
    }
}

impl ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Integer(Some(value)) => ValueRef::Integer(*value),
            Self::Text(Some(value)) => ValueRef::Text(value.as_bytes()),
            Self::Bytes(Some(value)) => ValueRef::Blob(value),
            Self::Boolean(value) => ValueRef::Integer((*value).into()),
            Self::Integer(None) | Self::Text(None) | Self::Bytes(None) => ValueRef::Null,
        }))
    }
}

/// A row that both stores give.
pub(crate) trait Row:
    Sized
    + Send
    + Unpin
    + for<'r> FromRow<'r, PgRow>
    + for<'r> TryFrom<&'r rusqlite::Row<'r>, Error = rusqlite::Error>
{
}

impl<T> Row for T where
    T: Send
        + Unpin
        + for<'r> FromRow<'r, PgRow>
        + for<'r> TryFrom<&'r rusqlite::Row<'r>, Error = rusqlite::Error>
{
}

/// A transaction; undone when it is dropped before it was committed.
#[derive(Debug)]
pub(crate) enum Tx {
    Sqlite(SqliteTx),
    Postgres(Transaction<'static, Postgres>),
}

impl Tx {
    /// The rows that a statement gives; its parameters appear in the order of `values`.
    pub(crate) async fn fetch<T: Row>(
        &mut self,
        text: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<Vec<T>, StoreError> {
        let text = text.into_sql_str();
        match self {
            Self::Sqlite(tx) => fetch_sqlite(tx, text.as_str(), &[values]),
            Self::Postgres(tx) => {
                let rows = bind(text, values).fetch_all(&mut **tx).await?;
                Ok(rows.iter().map(T::from_row).collect::<Result<_, _>>()?)
            }
        }
    }

    /// The one row that a statement gives, if it gives one.
    pub(crate) async fn fetch_optional<T: Row>(
        &mut self,
        text: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<Option<T>, StoreError> {
        Ok(self.fetch(text, values).await?.into_iter().next())
    }

    /// Runs a statement.
    pub(crate) async fn run(
        &mut self,
        text: impl SqlSafeStr,
        values: &[Value<'_>],
    ) -> Result<(), StoreError> {
        let text = text.into_sql_str();
        match self {
            Self::Sqlite(tx) => run_sqlite(tx, text.as_str(), &[values]),
            Self::Postgres(tx) => {
                bind(text, values).execute(&mut **tx).await?;
                Ok(())
            }
        }
    }

    /// The rows that a statement for many gives; `common` are the parameters before those of the
    /// rows.
    pub(crate) async fn fetch_many<T: Row, const N: usize>(
        &mut self,
        many: &'static Many,
        common: &[Value<'_>],
        rows: &[[Value<'_>; N]],
    ) -> Result<Vec<T>, StoreError> {
        match self {
            Self::Sqlite(tx) => {
                let each: Vec<_> = rows.iter().map(|row| [common, row].concat()).collect();
                fetch_sqlite(tx, many.of_one(), &each)
            }
            Self::Postgres(tx) => {
                let mut all = Vec::new();
                for (text, piece) in many.pieces(rows) {
                    let values = [common, piece.as_flattened()].concat();
                    let query = bind(AssertSqlSafe(text).into_sql_str(), &values);
                    let rows = query.fetch_all(&mut **tx).await?;
                    for row in &rows {
                        all.push(T::from_row(row)?);
                    }
                }
                Ok(all)
            }
        }
    }

    /// Runs a statement for many rows: on SQLite one by one, which it does best, on PostgreSQL as
    /// many as it may.
    pub(crate) async fn run_many<const N: usize>(
        &mut self,
        many: &'static Many,
        common: &[Value<'_>],
        rows: &[[Value<'_>; N]],
    ) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => {
                let each: Vec<_> = rows.iter().map(|row| [common, row].concat()).collect();
                run_sqlite(tx, many.of_one(), &each)
            }
            Self::Postgres(tx) => {
                for (text, piece) in many.pieces(rows) {
                    let values = [common, piece.as_flattened()].concat();
                    let query = bind(AssertSqlSafe(text).into_sql_str(), &values);
                    query.execute(&mut **tx).await?;
                }
                Ok(())
            }
        }
    }

    pub(crate) async fn commit(self) -> Result<(), StoreError> {
        match self {
            Self::Sqlite(tx) => tx.commit(),
            Self::Postgres(tx) => Ok(tx.commit().await?),
        }
    }
}

fn bind<'q>(text: SqlStr, values: &[Value<'q>]) -> Query<'q, Postgres, PgArguments> {
    values.iter().fold(sqlx::query(text), |query, value| match *value {
        Value::Integer(value) => query.bind(value),
        Value::Text(value) => query.bind(value),
        Value::Bytes(value) => query.bind(value),
        Value::Boolean(value) => query.bind(value),
    })
}

fn fetch_sqlite<'v, T: Row, R: AsRef<[Value<'v>]>>(
    tx: &SqliteTx,
    text: &str,
    each: &[R],
) -> Result<Vec<T>, StoreError> {
    let mut statement = tx.connection()?.prepare_cached(text)?;
    let mut all = Vec::new();
    for values in each {
        let mut rows = statement.query(rusqlite::params_from_iter(values.as_ref()))?;
        while let Some(row) = rows.next()? {
            all.push(T::try_from(row)?);
        }
    }
    Ok(all)
}

fn run_sqlite<'v, R: AsRef<[Value<'v>]>>(
    tx: &SqliteTx,
    text: &str,
    each: &[R],
) -> Result<(), StoreError> {
    if each.is_empty() {
        return Ok(());
    }
    let mut statement = tx.connection()?.prepare_cached(text)?;
    for values in each {
        // Some statements give rows that nobody asked for.
        let mut rows = statement.query(rusqlite::params_from_iter(values.as_ref()))?;
        while rows.next()?.is_some() {}
    }
    Ok(())
}
