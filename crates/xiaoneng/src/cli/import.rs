//! `xiaoneng import`: a package into the ledger.

use std::path::PathBuf;

use clap::Args;
use efficacy::package::Package;
use efficacy::words::Value;

use super::check::set_aside_line;
use super::progress::Progress;
use super::reading::Reading;
use super::{Failure, Session};
use crate::records::{self, Books, Import, Place, Retention, Tenant};

const EXAMPLES: &str = "\
Examples:
  xiaoneng import package --data data
  xiaoneng import package.zip --database postgres://xiaoneng@db/xiaoneng --tenant police
  xiaoneng report --data data --out report

What the ledger has already isn't recorded again: an import that was cut short is done again and goes
on where it was. A row that the ledger has otherwise is recorded anew; the one before stays in its
history. Rows that are set aside are listed as `xiaoneng check` lists them; acts among them that
could be read are recorded, and set aside whenever the ledger is reported on. Nothing is recorded of
a package that is refused.

What acts say of persons (who did them, free text) is sealed by a master key outside the ledger, so that
it can be erased: `xiaoneng subject`. The key is made on first use.";

/// Record a package in the ledger.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Folder, zip archive or workbook with the tables of the exchange package
    package: PathBuf,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,

    #[command(flatten)]
    reading: Reading,

    /// Keep names and texts of an act for so many years after it: those whom they are about aren't
    /// erased before
    #[arg(long, value_name = "YEARS")]
    retain: Option<u16>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let location = arguments.place.required()?;
    let progress = Progress::new(session.quiet);
    let settings = arguments.reading.settings()?;
    progress.say(&session.words.text("report-progress-reading"));
    let package =
        Package::open(&arguments.package).map_err(|error| Failure::refused(error.to_string()))?;
    let import = Import::check(&package, settings)?;
    arguments.reading.check(import.quality())?;
    let calendars = arguments.reading.calendars()?;
    let books = Books::recording(&location, &arguments.tenant, session)?;
    let recorded =
        records::import(&import, &books, &calendars, Retention(arguments.retain), |looked_at| {
            let values = [("rows", Value::from(looked_at))];
            progress.say(&session.words.format("record-progress", &values));
        })?;
    let position = books.position()?;
    books.close();
    drop(progress);
    for row in &import.quality().set_aside {
        writeln!(session.out, "{}", set_aside_line(row)).map_err(Failure::Write)?;
    }
    let told = session.words.format(
        "record-done",
        &[
            ("recorded", recorded.recorded.into()),
            ("known", recorded.known.into()),
            ("position", position.to_string().into()),
            ("set-aside", import.quality().set_aside.len().into()),
        ],
    );
    writeln!(session.out, "{told}").map_err(Failure::Write)
}
