//! Copies of the ledger and of its access log, and their way back.

use std::path::{Path, PathBuf};

use ledger::{AccessLog, BackupError, Ledger};

use super::{Books, broken, with_causes};
use crate::cli::Failure;

/// Copies the ledger to a file, and its access log, if it has one, to another beside it; gives the files.
pub(crate) fn backup(books: &Books, to: &Path) -> Result<Vec<PathBuf>, Failure> {
    let beside = accesses_beside(to);
    if beside.exists() {
        return Err(failure(&BackupError::There(beside)));
    }
    books.ledger.backup(to).map_err(|error| failure(&error))?;
    let mut copies = vec![to.to_owned()];
    if books.backup_accesses(&beside)? {
        copies.push(beside);
    }
    Ok(copies)
}

/// Makes the folder the ledger that was backed up to the file, with the access log that was copied with
/// it; tells whether there was one.
pub(crate) fn restore(from: &Path, data: &Path) -> Result<bool, Failure> {
    let beside = accesses_beside(from);
    let has_accesses = beside.exists();
    if has_accesses {
        AccessLog::restore(&beside, data).map_err(|error| failure(&error))?;
    }
    Ledger::restore(from, data).map_err(|error| failure(&error))?;
    Ok(has_accesses)
}

/// The copy of the access log that belongs to a copy of the ledger.
fn accesses_beside(copy: &Path) -> PathBuf {
    let mut name = copy.as_os_str().to_owned();
    name.push(".accesses");
    name.into()
}

pub(super) fn failure(error: &BackupError) -> Failure {
    match error {
        BackupError::Database | BackupError::There(_) | BackupError::Damaged { .. } => {
            Failure::refused(with_causes(error))
        }
        BackupError::Disk { .. } | BackupError::Store(_) => broken(error),
    }
}
