//! The two stores: SQLite in a folder, PostgreSQL by address.

mod sqlite;
pub(crate) mod statistics;
mod tx;

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::sync::Arc;

use legal_clock::Instant;
use sqlx::PgPool;
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};

use crate::OpenError;
use crate::migrate;
use crate::statements::{BEGIN_READING, BEGIN_WRITING};
pub(crate) use sqlite::{Connections, Use};
pub(crate) use tx::{Tx, Value};

/// The file of a ledger in its folder.
pub(crate) const FILE: &str = "ledger.sqlite3";
/// Connections that read at the same time.
const READERS: u32 = 4;
/// Statements that a connection keeps prepared: all of them, in all sizes.
const PREPARED: usize = 512;

/// A fault of the store.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Of PostgreSQL, or of the way to it.
    #[error(transparent)]
    Postgres(#[from] sqlx::Error),
    /// Of SQLite, or of the disk under it.
    #[error(transparent)]
    Sqlite(#[from] rusqlite::Error),
    /// The store was closed before.
    #[error("the store is closed")]
    Closed,
}

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

/// Connections to a store.
#[derive(Debug, Clone)]
pub(crate) enum Db {
    Sqlite(Connections),
    Postgres(PgPool),
}

impl Db {
    /// Begins a transaction that writes.
    pub(crate) async fn begin_writing(&self) -> Result<Tx, StoreError> {
        self.begin(BEGIN_WRITING.0, BEGIN_WRITING.1).await
    }

    /// Begins a transaction that sees the ledger as it is now, whatever is written meanwhile.
    pub(crate) async fn begin_reading(&self) -> Result<Tx, StoreError> {
        self.begin(BEGIN_READING.0, BEGIN_READING.1).await
    }

    async fn begin(&self, sqlite: &'static str, postgres: &'static str) -> Result<Tx, StoreError> {
        Ok(match self {
            Self::Sqlite(connections) => Tx::Sqlite(connections.begin(sqlite).await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin_with(postgres).await?),
        })
    }

    pub(crate) async fn close(&self) {
        match self {
            Self::Sqlite(connections) => connections.close(),
            Self::Postgres(pool) => pool.close().await,
        }
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
            Location::Folder(folder) => Self::sqlite(folder),
            Location::Database(address) => Self::postgres(address).await,
        }
    }

    fn sqlite(folder: &Path) -> Result<Self, OpenError> {
        std::fs::create_dir_all(folder)
            .map_err(|source| OpenError::Folder { path: folder.to_owned(), source })?;
        let file = folder.join(FILE);
        let writing = Connections::open(file.clone(), Use::Writing).map_err(OpenError::Connect)?;
        let reading = Connections::of(file, Use::Reading);
        Ok(Self { writing: Db::Sqlite(writing), reading: Db::Sqlite(reading) })
    }

    async fn postgres(address: &str) -> Result<Self, OpenError> {
        let is_postgres = ["postgres://", "postgresql://"].iter().any(|p| address.starts_with(p));
        let options = Some(address).filter(|_| is_postgres).map(PgConnectOptions::from_str);
        let options = options.and_then(Result::ok).ok_or(OpenError::Address)?;
        // A server may be set up to acknowledge before the disk has it; the ledger may not.
        let options =
            options.application_name("xiaoneng").statement_cache_capacity(PREPARED).options([
                ("synchronous_commit", "on"),
                ("default_transaction_isolation", "read committed"),
            ]);
        let writing = PgPoolOptions::new()
            .max_connections(1)
            .connect_with(options.clone())
            .await
            .map_err(|error| OpenError::Connect(error.into()))?;
        let reading = PgPoolOptions::new().max_connections(READERS).connect_lazy_with(options);
        Ok(Self { writing: Db::Postgres(writing), reading: Db::Postgres(reading) })
    }

    pub(crate) async fn close(&self) {
        self.reading.close().await;
        self.writing.close().await;
    }
}
