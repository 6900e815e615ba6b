//! Copies of a ledger in a folder, made while it is in use, and their way back.
//!
//! A copy holds the ledger as of one moment: every act acknowledged before the copy was asked for
//! is in it. PostgreSQL has tools of its own for this (`pg_dump`, continuous archiving), which
//! know what the server's administrator has set up.

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rusqlite::{Connection, OpenFlags};

use crate::Ledger;
use crate::store::{Connections, Db, FILE, StoreError};

/// Why a ledger isn't backed up or restored.
#[derive(Debug, thiserror::Error)]
pub enum BackupError {
    /// A database is copied with its own tools.
    #[error("a ledger in PostgreSQL is backed up with `pg_dump` and restored with `pg_restore`")]
    Database,
    /// What is there isn't written over.
    #[error("`{}` is there already; name another", .0.display())]
    There(PathBuf),
    /// The file is no ledger, or not whole.
    #[error("`{}` is no whole backup of a ledger: {what}", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        what: String,
    },
    /// The disk doesn't take it or give it.
    #[error("can't copy to `{}`", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The store failed.
    #[error("can't read the ledger")]
    Store(#[from] StoreError),
}

impl Ledger {
    /// Copies the ledger to the file `to`, which must not be there. Appends go on meanwhile.
    ///
    /// # Errors
    /// [`BackupError`]; the file is then not there.
    pub fn backup(&self, to: &Path) -> Result<(), BackupError> {
        let Db::Sqlite(readers) = &self.pools.reading else { return Err(BackupError::Database) };
        must_be_free(to)?;
        let partial = partial_of(to);
        remove(&partial)?;
        let kept = match copy(readers, &partial) {
            Ok(()) => keep(&partial, to),
            Err(error) => Err(error.into()),
        };
        if kept.is_err() {
            // What was wrong is told; a rest that stays is written over the next time.
            let _ = fs::remove_file(&partial);
        }
        kept
    }

    /// Makes the folder `data` the ledger that was backed up to the file `from`; it must hold none.
    ///
    /// # Errors
    /// [`BackupError`]; the folder then holds no ledger.
    pub fn restore(from: &Path, data: &Path) -> Result<(), BackupError> {
        let to = data.join(FILE);
        must_be_free(&to)?;
        // The log of a ledger that was there before would be taken for that of the restored one.
        for rest in ["-wal", "-shm"] {
            must_be_free(&data.join(format!("{FILE}{rest}")))?;
        }
        check(from)?;
        let disk = |source| BackupError::Disk { path: to.clone(), source };
        fs::create_dir_all(data).map_err(disk)?;
        let partial = partial_of(&to);
        fs::copy(from, &partial).map_err(disk)?;
        keep(&partial, &to)
    }
}

/// Copies what a reader sees now, without holding up who writes.
fn copy(readers: &Connections, to: &Path) -> Result<(), StoreError> {
    let reader = readers.connect()?;
    // A reader may write nothing, not even another file.
    reader.pragma_update(None, "query_only", "off")?;
    reader.execute("vacuum into ?", [to.to_string_lossy()])?;
    Ok(())
}

/// Looks at every page of a backup, and that it is one of a ledger.
fn check(path: &Path) -> Result<(), BackupError> {
    let damaged =
        |what: &str| BackupError::Damaged { path: path.to_owned(), what: what.to_owned() };
    // Nothing is made beside it, where perhaps nothing may be.
    let name = path.to_string_lossy().replace('%', "%25").replace('?', "%3f").replace('#', "%23");
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_URI;
    let file = Connection::open_with_flags(format!("file:{name}?immutable=1"), flags)
        .map_err(|error| damaged(&error.to_string()))?;
    let found: Result<String, _> =
        file.query_row("pragma integrity_check(1)", [], |row| row.get(0));
    let tables = file.query_row("select count(*) from tenants", [], |row| row.get::<_, i64>(0));
    match (found, tables) {
        (Ok(said), Ok(_)) if said == "ok" => Ok(()),
        (Ok(said), Ok(_)) => Err(damaged(&said)),
        (Err(error), _) | (_, Err(error)) => Err(damaged(&error.to_string())),
    }
}

fn must_be_free(path: &Path) -> Result<(), BackupError> {
    if path.exists() { Err(BackupError::There(path.to_owned())) } else { Ok(()) }
}

fn partial_of(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".partial");
    name.into()
}

fn remove(path: &Path) -> Result<(), BackupError> {
    match fs::remove_file(path) {
        Err(source) if source.kind() != io::ErrorKind::NotFound => {
            Err(BackupError::Disk { path: path.to_owned(), source })
        }
        _ => Ok(()),
    }
}

/// Gives a file its name when it is on the disk.
fn keep(partial: &Path, to: &Path) -> Result<(), BackupError> {
    let kept = (|| {
        File::open(partial)?.sync_all()?;
        fs::rename(partial, to)?;
        if let Some(folder) = to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
            File::open(folder)?.sync_all()?;
        }
        Ok(())
    })();
    kept.map_err(|source| BackupError::Disk { path: to.to_owned(), source })
}
