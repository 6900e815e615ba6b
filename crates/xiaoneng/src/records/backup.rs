//! Copies of the ledger and their way back.

use std::path::Path;

use ledger::{BackupError, Ledger};

use super::{Books, broken, with_causes};
use crate::cli::Failure;

/// Copies the ledger to a file.
pub(crate) fn backup(books: &Books, to: &Path) -> Result<(), Failure> {
    books.ledger.backup(to).map_err(|error| failure(&error))
}

/// Makes the folder the ledger that was backed up to the file.
pub(crate) fn restore(from: &Path, data: &Path) -> Result<(), Failure> {
    Ledger::restore(from, data).map_err(|error| failure(&error))
}

fn failure(error: &BackupError) -> Failure {
    match error {
        BackupError::Database | BackupError::There(_) | BackupError::Damaged { .. } => {
            Failure::refused(with_causes(error))
        }
        BackupError::Disk { .. } | BackupError::Store(_) => broken(error),
    }
}
