//! The rows behind each figure, as files: `evidence/FIGURE.csv` with `key` and `counted`.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use foldhash::HashSet;

use super::{Definition, Row, Year};
use crate::package::guarded;

/// Writes the rows that a figure counts to `folder/ID.csv`, as [`write_evidence_to`] does. Gives
/// whether a file was written.
///
/// # Errors
/// When the file can't be written.
pub fn write_evidence(definition: &Definition, year: &Year, folder: &Path) -> io::Result<bool> {
    if !has_evidence(definition, year) {
        return Ok(false);
    }
    fs::create_dir_all(folder)?;
    let file = File::create(folder.join(format!("{}.csv", definition.id)))?;
    write_evidence_to(definition, year, file)?;
    Ok(true)
}

/// Whether a figure lists what it counts: one whose tables are missing doesn't.
pub fn has_evidence(definition: &Definition, year: &Year) -> bool {
    definition.missing_table(year).is_none()
}

/// Writes the rows that a figure counts: the row's key and how much of it counts (0 for a row that
/// is looked at and doesn't count, or whose amount was counted with an earlier row of its key): the
/// amounts add up to the figure's numerator or count.
///
/// # Errors
/// When they can't be written.
pub fn write_evidence_to(definition: &Definition, year: &Year, out: impl Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
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
    csv.flush()
}
