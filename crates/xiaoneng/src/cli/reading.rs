//! How a package is read for its year, by whichever command.

use std::path::{Path, PathBuf};

use clap::Args;
use legal_clock::Calendar;

use super::progress::Progress;
use super::{Failure, Session, calendars};
use crate::reports::PackageYear;

/// What the commands that read a package's year have in common.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The year in question, if it isn't the one that the table `agency` names
    #[arg(long)]
    year: Option<i16>,

    /// Refuse the package when a row has to be set aside
    #[arg(long)]
    strict: bool,

    /// Folder with notices of more years (`2027.csv`) and files that correct single days
    #[arg(long, value_name = "DIR")]
    calendars: Option<PathBuf>,
}

impl Reading {
    /// Reads the package.
    pub(super) fn year_of(
        &self,
        package: &Path,
        progress: &Progress,
        session: &Session<'_>,
    ) -> Result<PackageYear, Failure> {
        let china = calendars::with_notices(Calendar::china(), self.calendars.as_deref())?;
        progress.say(&session.words.text("report-progress-reading"));
        PackageYear::read(package, self.year, china)
    }

    /// Refuses a package of which a row was set aside, where that was asked for.
    pub(super) fn check(&self, year: &PackageYear) -> Result<(), Failure> {
        if self.strict { year.must_be_whole() } else { Ok(()) }
    }
}
