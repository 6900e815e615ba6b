//! `xiaoneng report`: the annual report of a package or of a ledger.

use std::path::PathBuf;

use clap::Args;
use jiff::civil::Date;

use super::origin::Origin;
use super::progress::Progress;
use super::reading::Reading;
use super::{Failure, Session};
use crate::records::Tenant;
use crate::reports::{self, EVIDENCE_UP_TO, Format, Writing, Written};

const EXAMPLES: &str = "\
Examples:
  xiaoneng report --from package --year 2019 --out report
  xiaoneng report --from package.zip --out report --format json --strict
  xiaoneng report --from package --out report --lang en
  xiaoneng report --from package --out report --format docx,pdf --date 2020-01-31
  xiaoneng report --data data --year 2019 --out report

Written to the folder: report.json, report.html, report.docx and report.pdf as asked for,
evidence/FIGURE.csv with the cases behind each figure, and data_quality.csv when more rows were set
aside than the page lists. Nothing is written when the package is refused.

DOCX and PDF are official documents in the layout of GB/T 9704-2012. The PDF is set in the fonts
that the standard asks for where the system or the folder of --fonts has them, otherwise in Noto
CJK; which were used is said on standard error. Without any Chinese font there is a warning and no
PDF, and the other forms are written; the exit code is 1 only when PDF alone was asked for.";

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

    /// The day the document is dated (成文日期), such as 2020-01-31; not dated without it
    #[arg(long, value_name = "DAY")]
    date: Option<Date>,

    /// Folder with fonts for the PDF, which come before those of the system
    #[arg(long, value_name = "DIR")]
    fonts: Option<PathBuf>,

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
            date: arguments.date,
            fonts: arguments.fonts.as_deref(),
        },
    )?;
    drop(progress);
    tell(&written, session)?;
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

/// Names the files written, and on standard error what the user should know of them.
///
/// # Errors
/// When none of the forms asked for could be written.
pub(super) fn tell(written: &Written, session: &mut Session<'_>) -> Result<(), Failure> {
    for file in &written.files {
        writeln!(session.out, "{}", file.display()).map_err(Failure::Write)?;
    }
    written.notices.iter().for_each(|notice| session.notice(notice));
    written.nothing.clone().map_or(Ok(()), |why| Err(Failure::NotWritten(why)))
}
