//! `xiaoneng demo`: a year of a made-up department, reported on and served.

mod index;
mod ledger;
mod server;

use std::fs;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use axum::response::Redirect;
use axum::routing::get;
use clap::{Args, ValueEnum};
use jiff::civil::Date;
use xiaoneng::demo::{self, DemoError};

use super::progress::Progress;
use super::{Failure, Session, report, serving};
use crate::accounts::people_to_be;
use crate::reports::{self, Format, PackageYear, Writing, Written, settings};
use crate::web::{self, Manner, Office};

const EXAMPLES: &str = "\
Examples:
  xiaoneng demo
  xiaoneng demo --listen 127.0.0.1:0 --lang en
  xiaoneng demo --out demo

Serves the portal on a ledger in which the year was recorded and its report published; /demo has the
package and every form of the report. With --out they are written to package/ and report/ in a folder,
and nothing is served. Control-C ends it.";

/// Make a year of a made-up provincial department, report on it and serve the report.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The year to simulate
    #[arg(long, default_value_t = 2019)]
    year: i16,

    /// Where to serve the report; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8080", conflicts_with = "out")]
    listen: SocketAddr,

    /// Write package and report to this folder and stop
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    if let Some(folder) = &arguments.out {
        let written = make(folder, arguments.year, session)?;
        return report::tell(&written, session);
    }
    let temporary = std::env::temp_dir();
    let folder = tempfile::tempdir().map_err(|source| Failure::write(temporary, source))?;
    let written = make(folder.path(), arguments.year, session)?;
    written.notices.iter().for_each(|notice| session.notice(notice));
    let index = index::page(folder.path(), &written.files, &session.words)
        .map_err(|source| Failure::read(folder.path(), source))?;
    let books = ledger::make(folder.path(), arguments.year, session)?;
    let manner = Manner {
        takes_visitors: true,
        demo: people_to_be(&books).map_err(Failure::from)?,
        ..Manner::default()
    };
    let office = Office::open(books.clone(), manner)?;
    let routes = web::routes(office.clone())
        .route("/demo", get(async || Redirect::permanent("/demo/")))
        .nest("/demo/", server::pages(folder.path(), index));
    let served = serving::serve(routes, arguments.listen, |address| {
        office.listens_at(address);
        writeln!(session.out, "http://{address}")?;
        session.out.flush()
    });
    books.close();
    served.map_err(|source| Failure::Serve { address: arguments.listen, source })
}

/// Writes the package and its report, in every form, into `folder`.
fn make(folder: &Path, year: i16, session: &Session<'_>) -> Result<Written, Failure> {
    let progress = Progress::new(session.quiet);
    let package = folder.join("package");
    progress.say(&session.words.text("demo-progress-making"));
    fs::create_dir_all(&package).map_err(|source| Failure::write(&package, source))?;
    demo::write(&package, year).map_err(failed)?;
    progress.say(&session.words.text("report-progress-reading"));
    let year = PackageYear::read(&package, &settings(Some(year), None)?)?;
    progress.say(&session.words.text("report-progress-writing"));
    reports::write(
        &year,
        &year.report(),
        &Writing {
            folder: &folder.join("report"),
            formats: Format::value_variants(),
            lang: session.words.lang(),
            evidence: true,
            // The demonstration's report is of the January after its year.
            date: Date::new(year.read.year.period.year + 1, 1, 31).ok(),
            fonts: None,
            since: None,
        },
    )
}

/// A package that can't be made: the year is the user's, everything else isn't.
pub(super) fn failed(error: DemoError) -> Failure {
    match error {
        DemoError::Write { path, source } => Failure::write(path, source),
        DemoError::Year { .. } => Failure::refused(error.to_string()),
        DemoError::Register { .. } => Failure::Broken(error.to_string()),
    }
}
