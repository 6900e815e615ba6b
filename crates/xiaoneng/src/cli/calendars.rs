//! Calendars as the user gives them: the notices built in and a folder of more.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use legal_clock::{Calendar, NoticeError};
use xiaoneng::models::with_notice;

use super::Failure;

/// The calendar with the files of `folder`: those named by a year (`2027.csv`) are whole
/// notices, all others correct single days of years that are known; notices first, each in order of
/// name.
pub(crate) fn with_notices(mut calendar: Calendar, folder: &Path) -> Result<Calendar, Failure> {
    for given in texts(folder)? {
        calendar =
            with_notice(calendar, &given.name, &given.text).map_err(|error: NoticeError| {
                let (file, line) = (given.file.display(), error.line);
                Failure::refused(format!("`{file}` line {line}: {}", error.message))
            })?;
    }
    Ok(calendar)
}

fn year_of(name: &str) -> Option<i16> {
    name.parse().ok()
}

/// A notice or corrections.
pub(crate) struct Given {
    file: PathBuf,
    /// The file's name without its ending.
    pub(crate) name: String,
    pub(crate) text: String,
}

/// The notices and corrections of a folder, notices first.
pub(crate) fn texts(folder: &Path) -> Result<Vec<Given>, Failure> {
    let files = tables(folder).map_err(|source| Failure::read(folder, source))?;
    if files.is_empty() {
        return Err(Failure::refused(format!(
            "`{}` holds no CSV file; name a year's notice 2027.csv, and a file that corrects \
             single days as you like, such as 2026-typhoon.csv",
            folder.display()
        )));
    }
    files
        .into_iter()
        .map(|(name, file)| {
            let text = fs::read_to_string(&file).map_err(|source| Failure::read(&file, source))?;
            Ok(Given { file, name, text })
        })
        .collect()
}

fn tables(folder: &Path) -> io::Result<Vec<(String, PathBuf)>> {
    let mut tables = Vec::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        if file.extension().is_some_and(|extension| extension == "csv") {
            let name =
                file.file_stem().map_or_else(String::new, |stem| stem.to_string_lossy().into());
            tables.push((name, file));
        }
    }
    // Whole years come first.
    tables.sort_by_key(|(name, file)| (year_of(name).unwrap_or(i16::MAX), file.clone()));
    Ok(tables)
}
