//! What the layout may see: itself, the document, the fonts.

use official_document::OfficialDocument;
use official_document::layout::{
    BODY_PT, Face, LEFT_MM, PAGE_HEIGHT_MM, PAGE_NUMBER_BELOW_MM, PAGE_NUMBER_PT, PAGE_WIDTH_MM,
    TABLE_PT, TITLE_PT, TOP_MM, TYPE_HEIGHT_MM, TYPE_WIDTH_MM, character_pitch_pt, line_pitch_pt,
    signature_indents, width,
};
use serde_json::{Map, Value, json};
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

use crate::{Fonts, TypesetError};

/// The layout, the document and the fonts on one desk.
pub(crate) struct Desk<'a> {
    library: LazyHash<Library>,
    layout: Source,
    document: (FileId, Bytes),
    fonts: &'a Fonts,
}

impl<'a> Desk<'a> {
    pub(crate) fn new(document: &OfficialDocument, fonts: &'a Fonts) -> Result<Self, TypesetError> {
        let agency = document.signature.agency.as_deref().unwrap_or_default();
        let date = document.signature.date.as_ref().map_or("", |date| date.text.as_str());
        let told = json!({
            "document": document,
            "annex_lines": document.annex_lines(),
            "annexes_label_width": width(&document.annexes_label),
            "signature_in": signature_indents(agency, date),
            "fonts": by_face(|face| json!(fonts.families(face))),
            "is_bold": by_face(|face| json!(fonts.is_bold(face))),
            "latin": fonts.latin(),
            "layout": {
                "page_width_mm": PAGE_WIDTH_MM, "page_height_mm": PAGE_HEIGHT_MM,
                "top_mm": TOP_MM, "left_mm": LEFT_MM, "width_mm": TYPE_WIDTH_MM,
                "height_mm": TYPE_HEIGHT_MM, "number_below_mm": PAGE_NUMBER_BELOW_MM,
                "line_pt": line_pitch_pt(), "character_pt": character_pitch_pt(),
                "title_pt": TITLE_PT, "body_pt": BODY_PT, "number_pt": PAGE_NUMBER_PT,
                "table_pt": TABLE_PT,
            },
        });
        Ok(Desk {
            library: LazyHash::new(Library::default()),
            layout: Source::new(id("layout.typ")?, include_str!("layout.typ").to_owned()),
            document: (id("document.json")?, Bytes::from_string(told.to_string())),
            fonts,
        })
    }
}

fn by_face(of: impl Fn(Face) -> Value) -> Map<String, Value> {
    let key = |face| match face {
        Face::Title => "title",
        Face::Body => "body",
        Face::Chapter => "chapter",
        Face::Section => "section",
        Face::Song => "song",
    };
    Face::ALL.into_iter().map(|face| (key(face).to_owned(), of(face))).collect()
}

fn id(name: &str) -> Result<FileId, TypesetError> {
    let path = VirtualPath::new(name).map_err(|fault| TypesetError(format!("{fault:?}")))?;
    Ok(FileId::new(RootedPath::new(VirtualRoot::Project, path)))
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }
    fn book(&self) -> &LazyHash<FontBook> {
        self.fonts.book()
    }
    fn main(&self) -> FileId {
        self.layout.id()
    }
    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.layout.id() { Ok(self.layout.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let (document, bytes) = &self.document;
        if id == *document { Ok(bytes.clone()) } else { Err(FileError::AccessDenied) }
    }
    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.font(index)
    }
    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
