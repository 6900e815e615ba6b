//! The two stores: SQLite in a folder, PostgreSQL by address.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use legal_clock::Instant;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Connection, PgPool, Postgres, Sqlite, SqlitePool, Transaction};

use crate::OpenError;
use crate::migrate;

/// The file of a ledger in its folder.
pub(crate) const FILE: &str = "ledger.sqlite3";
/// Connections that read at the same time.
const READERS: u32 = 4;
/// How long a writer waits for another process that writes to the same file.
const BUSY: Duration = Duration::from_mins(1);

/// Says what time it is.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// Where a ledger is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// In a folder on this machine, with SQLite.
    Folder(PathBuf),
    /// In a PostgreSQL database (`postgres://…`), of version 15 or later.
    Database(String),
}

impl Location {
    /// Refuses a folder without a ledger, for those who only read.
    ///
    /// # Errors
    /// [`OpenError::NotThere`].
    pub fn must_be_there(&self) -> Result<(), OpenError> {
        match self {
            Self::Folder(folder) if !folder.join(FILE).is_file() => {
                Err(OpenError::NotThere(folder.clone()))
            }
            _ => Ok(()),
        }
    }
}

/// What one of the two stores is worked with.
#[derive(Debug, Clone)]
pub(crate) enum Either<S, P> {
    Sqlite(S),
    Postgres(P),
}

/// Connections to a store.
pub(crate) type Db = Either<SqlitePool, PgPool>;
/// A transaction on a store.
pub(crate) type Tx = Either<Transaction<'static, Sqlite>, Transaction<'static, Postgres>>;

/// Does the same with either store: `on!(db, pool => expression)`.
macro_rules! on {
    ($either:expr, $store:ident => $body:expr) => {
        match $either {
            $crate::store::Either::Sqlite($store) => $body,
            $crate::store::Either::Postgres($store) => $body,
        }
    };
}
pub(crate) use on;

impl Db {
    /// Begins a transaction with the store's own statement.
    pub(crate) async fn begin(
        &self,
        sqlite: &'static str,
        postgres: &'static str,
    ) -> sqlx::Result<Tx> {
        Ok(match self {
            Self::Sqlite(pool) => Either::Sqlite(pool.begin_with(sqlite).await?),
            Self::Postgres(pool) => Either::Postgres(pool.begin_with(postgres).await?),
        })
    }
}

impl Tx {
    pub(crate) async fn commit(self) -> sqlx::Result<()> {
        on!(self, transaction => transaction.commit().await)
    }
}

/// One connection that writes, and those that read.
#[derive(Debug, Clone)]
pub(crate) struct Pools {
    pub(crate) writing: Db,
    pub(crate) reading: Db,
}

impl Pools {
    pub(crate) async fn open(location: &Location) -> Result<Self, OpenError> {
        let pools = Self::connect(location).await?;
        migrate::up_to_date(&pools.writing).await?;
        Ok(pools)
    }

    /// Leaves the tables as they are.
    pub(crate) async fn connect(location: &Location) -> Result<Self, OpenError> {
        match location {
            Location::Folder(folder) => Self::sqlite(folder).await,
            Location::Database(address) => Self::postgres(address).await,
        }
    }

    async fn sqlite(folder: &Path) -> Result<Self, OpenError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
        let options = SqliteConnectOptions::new()
            .filename(folder.join(FILE))
            .create_if_missing(true)
            .journal_mode(SqliteJournalMode::Wal)
            // In this mode each commit is synced before it returns; NORMAL would lose the last.
            .synchronous(SqliteSynchronous::Full)
            .busy_timeout(BUSY);
        let writing = sqlite_pool()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(OpenError::Connect)?;
        let reading = sqlite_pool()
            .max_connections(READERS)
            .connect_lazy_with(options.pragma("query_only", "on"));
        Ok(Self { writing: Either::Sqlite(writing), reading: Either::Sqlite(reading) })
    }

    async fn postgres(address: &str) -> Result<Self, OpenError> {
        let is_postgres = ["postgres://", "postgresql://"].iter().any(|p| address.starts_with(p));
        let options = Some(address).filter(|_| is_postgres).map(PgConnectOptions::from_str);
        let options = options.and_then(Result::ok).ok_or(OpenError::Address)?;
        // A server may be set up to acknowledge before the disk has it; the ledger may not.
        let options = options.application_name("xiaoneng").options([
            ("synchronous_commit", "on"),
            ("default_transaction_isolation", "read committed"),
        ]);
        let writing = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(OpenError::Connect)?;
        let reading = PgPoolOptions::new().max_connections(READERS).connect_lazy_with(options);
        Ok(Self { writing: Either::Postgres(writing), reading: Either::Postgres(reading) })
    }

    pub(crate) async fn close(&self) {
        on!(&self.reading, pool => pool.close().await);
        on!(&self.writing, pool => pool.close().await);
    }
}

/// Connections of which none is used again when it can begin no transaction: where the disk fails
/// SQLite itself rolls back, and the driver, not told, takes the old transaction for open.
fn sqlite_pool() -> SqlitePoolOptions {
    SqlitePoolOptions::new().after_release(|connection, _| {
        Box::pin(async move {
            // A rollback that was asked for is done when this is answered.
            connection.ping().await?;
            Ok(!connection.is_in_transaction())
        })
    })
}
