//! The fonts of the system and of a folder: known at once, loaded when they are asked for.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::OnceLock;

use fontdb::{Database, Source};
use typst::foundations::Bytes;
use typst::text::{Font, FontBook, FontInfo};
use typst::utils::LazyHash;

/// Fonts in order of preference.
pub(crate) struct Shelf {
    book: LazyHash<FontBook>,
    places: Vec<Place>,
}

/// Where a font lies, and the font once it is loaded.
struct Place {
    file: PathBuf,
    /// Which of the file's fonts.
    index: u32,
    font: OnceLock<Option<Font>>,
}

impl Shelf {
    pub(crate) fn new() -> Self {
        Shelf { book: LazyHash::new(FontBook::new()), places: Vec::new() }
    }

    /// Adds the fonts of a folder and of the folders in it.
    pub(crate) fn add_folder(&mut self, folder: &Path) {
        let mut found = Database::new();
        found.load_fonts_dir(folder);
        self.add(&found);
    }

    /// Adds the fonts that the system knows.
    pub(crate) fn add_system(&mut self) {
        let mut found = Database::new();
        found.load_system_fonts();
        self.add(&found);
    }

    fn add(&mut self, found: &Database) {
        for face in found.faces() {
            let (Source::File(file) | Source::SharedFile(file, _)) = &face.source else { continue };
            if let Some(Some(info)) = found.with_face_data(face.id, FontInfo::new) {
                self.push(info, file.clone(), face.index);
            }
        }
    }

    /// Adds a font by what it is and where it lies.
    pub(crate) fn push(&mut self, info: FontInfo, file: PathBuf, index: u32) {
        self.book.push(info);
        self.places.push(Place { file, index, font: OnceLock::new() });
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    /// The font by its place in the book; none when its file can't be read any more.
    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        let place = self.places.get(index)?;
        let load = || Font::new(Bytes::new(fs::read(&place.file).ok()?), place.index);
        place.font.get_or_init(load).clone()
    }
}
