//! `xiaoneng report`: the annual report of a package or of a ledger.

use std::path::PathBuf;

use clap::Args;

use super::origin::Origin;
use super::progress::Progress;
use super::reading::Reading;
use super::{Failure, Session};
use crate::records::Tenant;
use crate::reports::{self, EVIDENCE_UP_TO, Format, Writing};

const EXAMPLES: &str = "\
Examples:
  xiaoneng report --from package --year 2019 --out report
  xiaoneng report --from package.zip --out report --format json --strict
  xiaoneng report --from package --out report --lang en
  xiaoneng report --data data --year 2019 --out report

Written to the folder: report.json, report.html, evidence/FIGURE.csv with the cases behind each
figure, and data_quality.csv when more rows were set aside than the page lists. Nothing is written
when the package is refused.";

/// Compute the annual report of a package or a ledger and write it to a folder.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    origin: Origin,

    #[command(flatten)]
    tenant: Tenant,

    /// Folder to write to, made if it isn't there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,

    /// Forms of the report
    #[arg(long, value_delimiter = ',', default_value = "json,html")]
    format: Vec<Format>,

    /// Write the cases behind each figure also of a package with more than 100,000 matters
    #[arg(long)]
    evidence: bool,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let package = arguments.origin.package(&arguments.tenant)?;
    let year = arguments.reading.year_of(&package, &progress, session)?;
    arguments.reading.check(&year.read.quality)?;
    progress.say(&session.words.text("report-progress-writing"));
    let written = reports::write(
        &year,
        &Writing {
            folder: &arguments.out,
            formats: &arguments.format,
            lang: session.words.lang(),
            evidence: arguments.evidence,
        },
    )?;
    drop(progress);
    for file in written {
        writeln!(session.out, "{}", file.display()).map_err(Failure::Write)?;
    }
    let set_aside = year.read.quality.set_aside.len();
    if set_aside > 0 {
        let rows = [("rows", set_aside.into())];
        session.notice(&session.words.format("report-notice-set-aside", &rows));
    }
    if !arguments.evidence && year.read.matters > EVIDENCE_UP_TO {
        session.notice(&session.words.text("report-notice-no-evidence"));
    }
    Ok(())
}
