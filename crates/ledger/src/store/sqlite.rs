//! Connections to the file of a ledger.
//!
//! Statements run where they are called: on the writer's own thread, and for readers on theirs.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rusqlite::Connection;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::{PREPARED, READERS, StoreError};

/// How long a connection waits for another process that writes to the same file.
const BUSY: Duration = Duration::from_mins(1);

/// What connections are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Use {
    /// One at a time.
    Writing,
    /// Several at a time; they change nothing.
    Reading,
}

/// Connections to one file, opened when they are needed.
#[derive(Debug, Clone)]
pub(crate) struct Connections {
    file: Arc<Path>,
    of: Use,
    free: Arc<Semaphore>,
    idle: Arc<Mutex<Vec<Connection>>>,
}

impl Connections {
    /// Connections to a file that must be there when the first of them is needed.
    pub(crate) fn of(file: PathBuf, of: Use) -> Self {
        let most = if of == Use::Writing { 1 } else { READERS as usize };
        Self { file: file.into(), of, free: Arc::new(Semaphore::new(most)), idle: Arc::default() }
    }

    /// The same with the first connection, which makes the file if it isn't there.
    pub(crate) fn open(file: PathBuf, of: Use) -> Result<Self, StoreError> {
        let connections = Self::of(file, of);
        connections.idle().push(connections.connect()?);
        Ok(connections)
    }

    /// A connection more.
    pub(crate) fn connect(&self) -> rusqlite::Result<Connection> {
        let connection = Connection::open(&self.file)?;
        connection.busy_timeout(BUSY)?;
        connection.set_prepared_statement_cache_capacity(PREPARED);
        match self.of {
            Use::Writing => {
                connection.pragma_update(None, "journal_mode", "wal")?;
                // In this mode each commit is synced before it returns; NORMAL would lose the last.
                connection.pragma_update(None, "synchronous", "full")?;
                // What is deleted is overwritten with zeros.
                connection.pragma_update(None, "secure_delete", "on")?;
            }
            Use::Reading => connection.pragma_update(None, "query_only", "on")?,
        }
        Ok(connection)
    }

    /// Writes the file anew and leaves its log without a byte; false when readers kept the log for
    /// longer than a connection waits.
    ///
    /// Deleting isn't enough: pages that were split may hold copies of rows that moved to others.
    pub(crate) fn write_anew(&self) -> rusqlite::Result<bool> {
        let connection = self.connect()?;
        connection.execute_batch("vacuum")?;
        connection
            .query_row("pragma wal_checkpoint(truncate)", [], |row| Ok(row.get::<_, i64>(0)? == 0))
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Begins a transaction, on a connection that nobody else has meanwhile.
    pub(super) async fn begin(&self, statement: &str) -> Result<SqliteTx, StoreError> {
        let permit = self.free.clone().acquire_owned().await.map_err(|_| StoreError::Closed)?;
        let idle = self.idle().pop();
        let connection = idle.map_or_else(|| self.connect(), Ok)?;
        let tx = SqliteTx { connection: Some(connection), home: self.clone(), _permit: permit };
        tx.connection()?.execute_batch(statement)?;
        Ok(tx)
    }

    /// Closes the connections that are idle; those in use when they are given back.
    pub(super) fn close(&self) {
        self.free.close();
        self.idle().clear();
    }
}

/// A transaction; undone when it is dropped before it was committed.
#[derive(Debug)]
pub(crate) struct SqliteTx {
    connection: Option<Connection>,
    home: Connections,
    _permit: OwnedSemaphorePermit,
}

impl SqliteTx {
    pub(crate) fn connection(&self) -> Result<&Connection, StoreError> {
        self.connection.as_ref().ok_or(StoreError::Closed)
    }

    pub(super) fn commit(self) -> Result<(), StoreError> {
        Ok(self.connection()?.execute_batch("commit")?)
    }
}

impl Drop for SqliteTx {
    fn drop(&mut self) {
        let Some(connection) = self.connection.take() else { return };
        // Where the disk failed SQLite may have undone it already; a connection that can't is let go.
        let is_over = connection.is_autocommit() || connection.execute_batch("rollback").is_ok();
        if is_over && !self.home.free.is_closed() {
            self.home.idle().push(connection);
        }
    }
}
