//! Calendars as the user gives them: the notices built in and a folder of more.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use legal_clock::{Calendar, NoticeError};

use super::Failure;

/// The calendar with the files of `folder`: those named by a year (`2027.csv`) are whole notices,
/// all others correct single days of years that are known; notices first, each in order of name.
pub(crate) fn with_notices(
    mut calendar: Calendar,
    folder: Option<&Path>,
) -> Result<Calendar, Failure> {
    let Some(folder) = folder else { return Ok(calendar) };
    let files = tables(folder).map_err(|source| Failure::read(folder, source))?;
    if files.is_empty() {
        return Err(Failure::refused(format!(
            "`{}` holds no CSV file; name a year's notice 2027.csv, and a file that corrects \
             single days as you like, such as 2026-typhoon.csv",
            folder.display()
        )));
    }
    for (year, file) in files {
        let text = fs::read_to_string(&file).map_err(|source| Failure::read(&file, source))?;
        let refused = |error: NoticeError| {
            let (file, line) = (file.display(), error.line);
            Failure::refused(format!("`{file}` line {line}: {}", error.message))
        };
        calendar = match year {
            NoticeOf::Year(year) => calendar.with_notice(year, &text),
            NoticeOf::SomeDays => calendar.with_corrections(&text),
        }
        .map_err(refused)?;
    }
    Ok(calendar)
}

/// What a file speaks of; whole years come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum NoticeOf {
    Year(i16),
    SomeDays,
}

fn tables(folder: &Path) -> io::Result<Vec<(NoticeOf, PathBuf)>> {
    let mut tables = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "csv") {
            let year = file.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
            tables.push((year.map_or(NoticeOf::SomeDays, NoticeOf::Year), file));
        }
    }
    tables.sort();
    Ok(tables)
}
