//! `xiaoneng compare`: the cases of an item from region to region and month to month.

use std::path::PathBuf;

use clap::Args;
use efficacy::comparison::compare;
use efficacy::package::Package;

use super::progress::Progress;
use super::reading::Reading;
use super::{Failure, Session};

const EXAMPLES: &str = "\
Examples:
  xiaoneng compare package > comparison.csv
  xiaoneng compare package.zip --year 2019 --lang en

A line of CSV for each item, region and month with cases decided in the year: how many, how many of
them late by the promise, refused, with a notice to supplement and applied for online (web, mobile
app, WeChat), and the working days used less those paused: mean, median and 95th percentile.";

/// Compare how quickly items are decided, by region and month.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Folder, zip archive or workbook with the tables of the exchange package
    package: PathBuf,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let refused = |error: &dyn std::error::Error| Failure::refused(error.to_string());
    let progress = Progress::new(session.quiet);
    let settings = arguments.reading.settings()?;
    progress.say(&session.words.text("report-progress-reading"));
    let package = Package::open(&arguments.package).map_err(|error| refused(&error))?;
    let comparison = compare(&package, &settings).map_err(|error| refused(&error))?;
    drop(progress);
    arguments.reading.check(&comparison.quality)?;
    comparison.write_csv(&mut *session.out).map_err(Failure::Write)?;
    let set_aside = comparison.quality.set_aside.len();
    if set_aside > 0 {
        let rows = [("rows", set_aside.into())];
        session.notice(&session.words.format("export-notice-left-out", &rows));
    }
    Ok(())
}
