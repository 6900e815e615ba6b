//! Calendars as the user gives them: the notices built in and a folder of more.

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use legal_clock::Calendar;

use super::Failure;

/// The calendar with the notices of `folder` added to it, each named by its year (`2027.csv`).
pub(crate) fn with_notices(
    mut calendar: Calendar,
    folder: Option<&Path>,
) -> Result<Calendar, Failure> {
    let Some(folder) = folder else { return Ok(calendar) };
    let notices = notices(folder).map_err(|source| Failure::read(folder, source))?;
    if notices.is_empty() {
        return Err(Failure::refused(format!(
            "`{}` holds no notice; name its files by their year, as 2027.csv",
            folder.display()
        )));
    }
    for (year, file) in notices {
        let notice = fs::read_to_string(&file).map_err(|source| Failure::read(&file, source))?;
        calendar = calendar.with_notice(year, &notice).map_err(|error| {
            Failure::refused(format!("`{}` line {}: {}", file.display(), error.line, error.message))
        })?;
    }
    Ok(calendar)
}

fn notices(folder: &Path) -> io::Result<BTreeMap<i16, PathBuf>> {
    let mut notices = BTreeMap::new();
    for entry in fs::read_dir(folder)? {
        let file = entry?.path();
        let is_table = file.extension().is_some_and(|extension| extension == "csv");
        let year = file.file_stem().and_then(|stem| stem.to_str()?.parse().ok());
        if let (true, Some(year)) = (is_table, year) {
            notices.insert(year, file);
        }
    }
    Ok(notices)
}
