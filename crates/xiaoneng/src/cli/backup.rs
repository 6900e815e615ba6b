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

The copy is the ledger as of one moment; the access log, if there is one, is copied to FILE.accesses. The ledger stays in use meanwhile: acts recorded before the
command was given are in the copy. Nothing that is there already is written over. A ledger in
PostgreSQL is backed up with pg_dump.";

const RESTORE_EXAMPLES: &str = "\
Examples:
  xiaoneng restore --from backup/2026-11-25.sqlite3 --data data
  xiaoneng report --data data --out report

The file is checked to the last page first, and so is FILE.accesses, from which the access log comes back.
Where checkpoints were published after the backup was made, begin a new log (`xiaoneng log begin`). A folder that holds a ledger isn't written over: move it
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
    let copies = records::backup(&books, &arguments.to)?;
    books.close();
    copies
        .iter()
        .try_for_each(|copy| writeln!(session.out, "{}", copy.display()))
        .map_err(Failure::Write)
}

pub(super) fn restore(
    arguments: &RestoreArguments,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    if !records::restore(&arguments.from, &arguments.data)? {
        session.notice(&session.words.text("restore-notice-accesses"));
    }
    writeln!(session.out, "{}", arguments.data.display()).map_err(Failure::Write)
}
