//! DOCX: `WordprocessingML` (ISO/IEC 29500-1) in an Open Packaging container.
//!
//! Nothing in the file depends on the clock or the machine: the same document gives the same
//! bytes.

mod body;
mod package;
mod styles;
mod tables;
mod xml;

use std::io::{self, Seek, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::OfficialDocument;

/// Writes a document as DOCX.
///
/// # Errors
/// When `out` can't be written to.
pub fn docx<W: Write + Seek>(document: &OfficialDocument, out: W) -> io::Result<()> {
    let mut zip = ZipWriter::new(out);
    for (name, part) in [
        ("[Content_Types].xml", package::content_types()?),
        ("_rels/.rels", package::relationships()?),
        ("docProps/core.xml", package::core_properties(document)?),
        ("docProps/app.xml", package::program_properties(document)?),
        ("word/_rels/document.xml.rels", package::document_relationships()?),
        ("word/document.xml", body::document(document)?),
        ("word/styles.xml", styles::styles(document)?),
        ("word/fontTable.xml", styles::fonts()?),
        ("word/settings.xml", package::settings(document)?),
        ("word/footer1.xml", body::footer(body::Side::Odd)?),
        ("word/footer2.xml", body::footer(body::Side::Even)?),
    ] {
        zip.start_file(name, SimpleFileOptions::default())?;
        zip.write_all(&part)?;
    }
    zip.finish()?.flush()
}

/// The namespace of `WordprocessingML`.
const WORD: (&str, &str) =
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main");

/// The namespace of references between parts.
const REFERENCES: (&str, &str) =
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships");

/// Twentieths of a point, in which Word measures.
fn twips(points: f64) -> i64 {
    (points * 20.0).round() as i64
}
