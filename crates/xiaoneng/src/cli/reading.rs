//! How a package is read for its year, by whichever command.

use std::path::PathBuf;

use clap::Args;
use efficacy::Settings;
use efficacy::package::Package;
use efficacy::report::DataQuality;
use legal_clock::Calendar;

use super::progress::Progress;
use super::{Failure, Session, calendars};
use crate::reports::{PackageYear, settings};

/// What the commands that read a package's year have in common.
#[derive(Debug, Args)]
pub(super) struct Reading {
    /// The year in question, if it isn't the one that the table `agency` names
    #[arg(long)]
    pub(super) year: Option<i16>,

    /// Refuse the package when a row has to be set aside
    #[arg(long)]
    strict: bool,

    /// Folder with notices of more years (`2027.csv`) and files that correct single days
    #[arg(long, value_name = "DIR")]
    calendars: Option<PathBuf>,
}

impl Reading {
    /// What the year is read by.
    pub(super) fn settings(&self) -> Result<Settings, Failure> {
        let china = self.calendars.as_deref();
        let china = china.map(|folder| calendars::with_notices(Calendar::china(), folder));
        let china = china.transpose()?;
        settings(self.year, china)
    }

    /// The notices and corrections given, by name, as they are recorded in a ledger.
    pub(super) fn calendars(&self) -> Result<Vec<(String, String)>, Failure> {
        let texts = self.calendars.as_deref().map_or(Ok(Vec::new()), calendars::texts)?;
        Ok(texts.into_iter().map(|text| (text.name, text.text)).collect())
    }

    /// Reads the package.
    pub(super) fn year_of(
        &self,
        package: &Package,
        progress: &Progress,
        session: &Session<'_>,
    ) -> Result<PackageYear, Failure> {
        let settings = self.settings()?;
        progress.say(&session.words.text("report-progress-reading"));
        PackageYear::of(package, &settings)
    }

    /// Refuses a package of which rows were set aside, naming the first, where that was asked for.
    pub(super) fn check(&self, quality: &DataQuality) -> Result<(), Failure> {
        let set_aside = &quality.set_aside;
        let Some(first) = set_aside.first().filter(|_| self.strict) else { return Ok(()) };
        Err(Failure::refused(format!(
            "{} set aside, and none may be; the first is `{}` line {}, row {}, column `{}`: {}",
            if set_aside.len() == 1 {
                "1 row is".into()
            } else {
                format!("{} rows are", set_aside.len())
            },
            first.file,
            first.line,
            first.row,
            first.column,
            first.message
        )))
    }
}
