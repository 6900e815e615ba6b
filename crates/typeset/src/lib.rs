//! Official documents (公文) typeset as PDF in the layout of GB/T 9704-2012.
//!
//! The layout is written in Typst's language (`layout.typ`); the document reaches it as JSON, so
//! that no word of it is read as code. Nothing is read but fonts: no clock, no network, no other
//! file. The same document and fonts give the same bytes.

mod fonts;
mod shelf;
mod world;

use official_document::OfficialDocument;
use typst::diag::SourceDiagnostic;
use typst::ecow::EcoVec;
use typst::foundations::Smart;
use typst_layout::PagedDocument;
use typst_pdf::PdfOptions;

pub use self::fonts::{Fonts, NoChineseFont};
use self::world::Desk;

/// Why a document can't be typeset: the layout is at fault, never the document.
#[derive(Debug, thiserror::Error)]
#[error("the document can't be typeset: {0}")]
pub struct TypesetError(String);

impl From<EcoVec<SourceDiagnostic>> for TypesetError {
    fn from(faults: EcoVec<SourceDiagnostic>) -> Self {
        let faults: Vec<_> = faults.iter().map(|fault| fault.message.as_str()).collect();
        TypesetError(faults.join("; "))
    }
}

/// Typesets a document as tagged PDF 1.7, with its fonts embedded and bookmarks for its headings.
///
/// # Errors
/// When the layout is at fault.
pub fn pdf(document: &OfficialDocument, fonts: &Fonts) -> Result<Vec<u8>, TypesetError> {
    let desk = Desk::new(document, fonts)?;
    let pages = typst::compile::<PagedDocument>(&desk).output?;
    let options = PdfOptions {
        creator: Smart::Custom(Some(document.properties.program.clone())),
        ..PdfOptions::default()
    };
    let pdf = typst_pdf::pdf(&pages, &options)?;
    // Typst remembers what it laid out for the next time; there is none.
    typst::comemo::evict(0);
    Ok(pdf)
}
