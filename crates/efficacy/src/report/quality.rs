//! The rows set aside as a table of their own, for reports that can't list them all on the page.

use super::DataQuality;

/// Rows set aside that the page lists; where there are more, all are in `data_quality.csv`.
pub const LISTED: usize = 200;

/// `data_quality.csv`: every row set aside, when there are more than the page lists.
///
/// # Errors
/// When the rows can't be written as CSV.
pub fn data_quality_csv(quality: &DataQuality) -> Result<Option<String>, csv::Error> {
    if quality.set_aside.len() <= LISTED {
        return Ok(None);
    }
    let mut table = csv::Writer::from_writer(Vec::new());
    table.write_record(["file", "row", "line", "column", "code", "message"])?;
    for row in &quality.set_aside {
        table.write_record([
            &row.file,
            &row.row.to_string(),
            &row.line.to_string(),
            &row.column,
            row.code,
            &row.message,
        ])?;
    }
    let bytes = table.into_inner().map_err(csv::IntoInnerError::into_error)?;
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}
