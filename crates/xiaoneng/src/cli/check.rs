//! `xiaoneng check`: what is wrong with a package.

use std::path::PathBuf;

use clap::Args;
use efficacy::package::Package;
use efficacy::report::{Notice, SetAside, TableRead};

use super::progress::Progress;
use super::reading::Reading;
use super::{Failure, Session};

const EXAMPLES: &str = "\
Examples:
  xiaoneng check package
  xiaoneng check package.zip --year 2019 --strict

A line for each row that is set aside: file, line, column, code, what is wrong and how to mend it;
then a line for each notice and each table. The exit code is the one that `xiaoneng report` would
end with: 2 when the package is refused, or with --strict when a row is set aside.";

/// Say what is wrong with a package, without reporting on it.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Folder, zip archive or workbook with the tables of the exchange package
    package: PathBuf,

    #[command(flatten)]
    reading: Reading,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let package =
        Package::open(&arguments.package).map_err(|error| Failure::refused(error.to_string()))?;
    let year = arguments.reading.year_of(&package, &progress, session)?;
    drop(progress);
    let quality = &year.read.quality;
    let lines = (quality.set_aside.iter().map(set_aside_line))
        .chain(quality.notices.iter().map(notice_line))
        .chain(quality.tables.iter().map(|table| table_line(table, session)));
    for line in lines.collect::<Vec<_>>() {
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    arguments.reading.check(&year.read.quality)?;
    Ok(())
}

pub(super) fn set_aside_line(row: &SetAside) -> String {
    let SetAside { file, line, column, code, message, .. } = row;
    match column.as_str() {
        "" => format!("{file}:{line}: {code}: {message}"),
        column => format!("{file}:{line}: {column}: {code}: {message}"),
    }
}

fn notice_line(notice: &Notice) -> String {
    let Notice { code, file, count, message } = notice;
    match file.as_str() {
        "" => format!("{code} ({count}): {message}"),
        file => format!("{file}: {code} ({count}): {message}"),
    }
}

fn table_line(table: &TableRead, session: &Session<'_>) -> String {
    session.words.format(
        "check-table",
        &[
            ("file", table.file.as_str().into()),
            ("rows", table.rows.into()),
            ("set-aside", table.set_aside.into()),
            ("identical", table.identical.into()),
        ],
    )
}
