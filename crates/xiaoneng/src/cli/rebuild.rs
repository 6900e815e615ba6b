//! `xiaoneng rebuild` and `xiaoneng sweep`: what is kept ready of matters.

use clap::Args;
use efficacy::words::Value;
use ledger::Difference;

use super::progress::Progress;
use super::{Failure, Session};
use crate::records::{self, Books, Place, Tenant};

const REBUILD_EXAMPLES: &str = "\
Examples:
  xiaoneng rebuild --data data
  xiaoneng rebuild --database postgres://xiaoneng@db/xiaoneng --tenant police

Where each matter stands, when it is due, what the figures count of it and what is wrong with its
acts are kept ready beside the acts. They are made again from the acts alone, as of the instant they
were last brought up to date, and compared. A row that differs is listed and put right, and the exit
code is then 1: something other than this program wrote to the ledger, or a disk failed. Acts can be
recorded meanwhile.";

const SWEEP_EXAMPLES: &str = "\
Examples:
  xiaoneng sweep --data data

A case that nobody accepts in five working days is accepted by law at the end of the fifth, whether
or not a program runs. Reports know that without it; lists show it once it is swept. It costs as much
as has fallen due since the last time, however much is open.";

/// Make again what is kept ready of matters, and compare it.
#[derive(Debug, Args)]
#[command(after_help = REBUILD_EXAMPLES)]
pub(super) struct RebuildArguments {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,
}

/// Bring what is kept ready of matters up to now.
#[derive(Debug, Args)]
#[command(after_help = SWEEP_EXAMPLES)]
pub(super) struct SweepArguments {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,
}

pub(super) fn rebuild(
    arguments: &RebuildArguments,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let books = Books::open_existing(&arguments.place.required()?, &arguments.tenant)?;
    let rebuilt = records::rebuild(&books, |acts| {
        let values = [("acts", Value::from(acts))];
        progress.say(&session.words.format("rebuild-progress", &values));
    })?;
    books.close();
    drop(progress);
    for Difference { table, register, matter, what } in &rebuilt.differences {
        let of = match matter.as_str() {
            "" => String::new(),
            matter => format!(" {register} `{matter}`:"),
        };
        writeln!(session.out, "{table}:{of} {what}").map_err(Failure::Write)?;
    }
    if rebuilt.different > 0 {
        return Err(Failure::Broken(format!(
            "{} differences from what the acts say, put right where acts can tell; find out what \
             else writes to the ledger",
            rebuilt.different
        )));
    }
    let values = [("matters", rebuilt.matters.into()), ("acts", rebuilt.acts.into())];
    let told = session.words.format("rebuild-done", &values);
    writeln!(session.out, "{told}").map_err(Failure::Write)
}

pub(super) fn sweep(arguments: &SweepArguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let books = Books::open_existing(&arguments.place.required()?, &arguments.tenant)?;
    let swept = records::sweep(&books)?;
    books.close();
    let told = session.words.format("sweep-done", &[("matters", swept.into())]);
    writeln!(session.out, "{told}").map_err(Failure::Write)
}
