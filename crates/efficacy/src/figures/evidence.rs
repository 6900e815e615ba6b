//! The rows behind each figure, as files: `evidence/FIGURE.csv` with `key` and `counted`.

use std::fs;
use std::io;
use std::path::Path;

use foldhash::HashSet;

use super::{Definition, Row, Year};
use crate::package::guarded;

/// Writes the rows that a figure counts to `folder/ID.csv`: the row's key and how much of it
/// counts (0 for a row that is looked at and doesn't count, or whose amount was counted with an
/// earlier row of its key): the amounts add up to the figure's numerator or count. Nothing is
/// written for a figure whose tables are missing; gives whether a file was written.
///
/// # Errors
/// When the file can't be written.
pub fn write_evidence(definition: &Definition, year: &Year, folder: &Path) -> io::Result<bool> {
    if definition.missing_table(year).is_some() {
        return Ok(false);
    }
    fs::create_dir_all(folder)?;
    let mut csv = csv::Writer::from_path(folder.join(format!("{}.csv", definition.id)))?;
    csv.write_record(["key", "counted"])?;
    let mut outcome = Ok(());
    let mut once: HashSet<String> = HashSet::default();
    (definition.rows)(year, &mut |row: Row<'_>| {
        let is_counted = !row.once || once.insert(row.key.to_owned());
        let counted = if is_counted { row.counted } else { 0.0 };
        if outcome.is_ok() {
            outcome = csv.write_record([&*guarded(row.key), &counted.to_string()]);
        }
    });
    outcome?;
    csv.flush()?;
    Ok(true)
}
