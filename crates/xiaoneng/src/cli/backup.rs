//! `xiaoneng backup` and `xiaoneng restore`: copies of a ledger.

use std::path::PathBuf;

use clap::Args;
use ledger::Location;

use super::{Failure, Session};
use crate::records::{self, Books, Tenant};

const BACKUP_EXAMPLES: &str = "\
Examples:
  xiaoneng backup --data data --to backup/2026-11-25.sqlite3
  xiaoneng restore --from backup/2026-11-25.sqlite3 --data data

The copy is the ledger as of one moment. The ledger stays in use meanwhile: acts recorded before the
command was given are in the copy. Nothing that is there already is written over. A ledger in
PostgreSQL is backed up with pg_dump.";

const RESTORE_EXAMPLES: &str = "\
Examples:
  xiaoneng restore --from backup/2026-11-25.sqlite3 --data data
  xiaoneng report --data data --out report

The file is checked to the last page first. A folder that holds a ledger isn't written over: move it
away.";

/// Copy a ledger to a file while it is in use.
#[derive(Debug, Args)]
#[command(after_help = BACKUP_EXAMPLES)]
pub(super) struct BackupArguments {
    /// Folder of the ledger
    #[arg(long, value_name = "DIR")]
    data: PathBuf,

    /// File to write; it must not be there
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

/// Make a folder the ledger that was backed up.
#[derive(Debug, Args)]
#[command(after_help = RESTORE_EXAMPLES)]
pub(super) struct RestoreArguments {
    /// File that `xiaoneng backup` wrote
    #[arg(long, value_name = "FILE")]
    from: PathBuf,

    /// Folder of the ledger; it must hold none
    #[arg(long, value_name = "DIR")]
    data: PathBuf,
}

pub(super) fn backup(
    arguments: &BackupArguments,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let location = Location::Folder(arguments.data.clone());
    let books = Books::open_existing(&location, &Tenant::default())?;
    records::backup(&books, &arguments.to)?;
    books.close();
    writeln!(session.out, "{}", arguments.to.display()).map_err(Failure::Write)
}

pub(super) fn restore(
    arguments: &RestoreArguments,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    records::restore(&arguments.from, &arguments.data)?;
    writeln!(session.out, "{}", arguments.data.display()).map_err(Failure::Write)
}
