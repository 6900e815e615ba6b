//! `xiaoneng report`: the annual report of a package or of a ledger.

use std::path::{Path, PathBuf};

use clap::Args;
use efficacy::report::{Report, Since};
use efficacy::words::Value;
use jiff::civil::Date;

use super::origin::Origin;
use super::progress::Progress;
use super::publish::values;
use super::reading::Reading;
use super::{Failure, Session};
use crate::publishing::{self, Computed, YearReport, differences};
use crate::records::{self, Books, Tenant};
use crate::reports::{self, EVIDENCE_UP_TO, Format, Writing, Written};

const EXAMPLES: &str = "\
Examples:
  xiaoneng report --from package --year 2019 --out report
  xiaoneng report --from package.zip --out report --format json --strict
  xiaoneng report --from package --out report --lang en
  xiaoneng report --from package --out report --format docx,pdf --date 2020-01-31
  xiaoneng report --data data --year 2019 --out report
  xiaoneng report --data data --year 2019 --as-of 120345 --out report
  xiaoneng report --data data --year 2019 --edition 1 --out report
  xiaoneng report --data data --year 2019 --edition 1 --bundle 2019.zip

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
    #[arg(long, value_name = "DIR", required_unless_present = "bundle")]
    out: Option<PathBuf>,

    /// File to write a bundle to: the report with all that it is computed from, to be verified by
    /// anyone
    #[arg(long, value_name = "FILE.zip", requires = "Place", conflicts_with_all = ["as_of", "strict", "calendars"])]
    bundle: Option<PathBuf>,

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

    /// Report on the ledger as it was when the act at this position was its last
    #[arg(long, value_name = "POSITION", requires = "Place")]
    as_of: Option<i64>,

    /// Write this edition of the year's report as it was published
    #[arg(long, value_name = "NUMBER", requires = "Place", conflicts_with_all = ["as_of", "strict", "calendars"])]
    edition: Option<u32>,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let books = arguments.origin.books(&arguments.tenant)?;
    if let (Some(books), Some(file)) = (&books, &arguments.bundle) {
        arguments.bundle(books, file, &progress, session)?;
    }
    let Some(folder) = &arguments.out else { return Ok(()) };
    if let (Some(books), Some(number)) = (&books, arguments.edition) {
        let written = arguments.edition(books, number, folder, session)?;
        drop(progress);
        return tell(&written, session);
    }
    let package = match &books {
        Some(books) => records::package_of(books, arguments.as_of)?,
        None => arguments.origin.files()?,
    };
    let year = arguments.reading.year_of(&package, &progress, session)?;
    arguments.reading.check(&year.read.quality)?;
    progress.say(&session.words.text("report-progress-writing"));
    let report = year.report();
    let mut writing = arguments.writing(folder, session);
    if let Some(books) = books.as_ref().filter(|_| arguments.as_of.is_none()) {
        writing.since = since(books, &report, session)?;
    }
    let written = reports::write(&year, &report, &writing)?;
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

impl Arguments {
    fn writing<'a>(&'a self, folder: &'a Path, session: &Session<'_>) -> Writing<'a> {
        Writing {
            folder,
            formats: &self.format,
            lang: session.words.lang(),
            evidence: self.evidence,
            date: self.date,
            since: None,
            fonts: self.fonts.as_deref(),
        }
    }

    /// Writes an edition as it was published.
    fn edition(
        &self,
        books: &Books,
        number: u32,
        folder: &Path,
        session: &Session<'_>,
    ) -> Result<Written, Failure> {
        let year = YearReport::read(books, self.year()?)?;
        let edition = year.edition(number)?;
        if self.format == [Format::Json] {
            return reports::write_text(&edition.draft.report, folder);
        }
        let again = Computed::as_of(books, year.year, edition.draft.as_of)?;
        if let Some(first) = differences(&edition.draft, &again.draft).first() {
            return Err(Failure::Broken(format!(
                "edition {number} of the report of {} isn't computed as it was published by this \
                 program: {first}; `--format json` writes what was published",
                year.year
            )));
        }
        reports::write(&again.year, &again.year.report(), &self.writing(folder, session))
    }

    /// Writes the bundle of an edition or of the report as of now.
    fn bundle(
        &self,
        books: &Books,
        file: &Path,
        progress: &Progress,
        session: &mut Session<'_>,
    ) -> Result<(), Failure> {
        progress.say(&session.words.text("report-progress-writing"));
        let (year, lang) = (self.year()?, session.words.lang());
        publishing::write_bundle(books, year, self.edition, lang, file, &mut |acts| {
            let values = [("acts", Value::from(acts))];
            progress.say(&session.words.format("rebuild-progress", &values));
        })?;
        writeln!(session.out, "{}", file.display()).map_err(Failure::Write)
    }

    fn year(&self) -> Result<i16, Failure> {
        let missing = || Failure::refused("say which year's report with --year");
        self.reading.year.ok_or_else(missing)
    }
}

/// What has changed since the report was published; said on standard error too.
fn since(books: &Books, report: &Report, session: &Session<'_>) -> Result<Option<Since>, Failure> {
    if !publishing::years(books)?.contains(&report.year) {
        return Ok(None);
    }
    let year = YearReport::read(books, report.year)?;
    let Some(edition) = year.published() else { return Ok(None) };
    let Some(on) = edition.published_on() else { return Ok(None) };
    let changed = publishing::changed(&edition.draft, report)?;
    if !changed.is_empty() {
        let figures: Vec<_> = changed
            .iter()
            .map(|it| {
                let [then, now] = values(it, &session.words);
                let id = it.id.as_str();
                let said = [("id", id.into()), ("then", then.into()), ("now", now.into())];
                session.words.format("publish-since-figure", &said)
            })
            .collect();
        let said = [
            ("year", report.year.to_string().into()),
            ("edition", edition.number.to_string().into()),
            ("day", session.words.date(on).into()),
            ("changed", session.words.list(&figures).into()),
        ];
        session.notice(&session.words.format("publish-since", &said));
    }
    let changed = changed.into_iter().map(|it| (it.id, it.then)).collect();
    Ok(Some(Since { edition: edition.number, on: on.date(), changed }))
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
