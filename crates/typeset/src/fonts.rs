//! Which font stands for each kind of type that the standard asks for.

use std::collections::BTreeSet;
use std::path::Path;

use official_document::OfficialDocument;
use official_document::layout::Face;
use typst::text::{Font, FontBook, FontVariant};
use typst::utils::LazyHash;

use crate::shelf::Shelf;

/// Free fonts near 宋体 and 仿宋, the usual first.
const SERIF: [&str; 4] =
    ["Noto Serif CJK SC", "Noto Serif SC", "Source Han Serif SC", "AR PL UMing"];
/// Free fonts near 黑体.
const SANS: [&str; 4] =
    ["Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Zen Hei"];
/// Free fonts near 楷体; Typst takes the `CN` off the first's name.
const KAI: [&str; 3] = ["AR PL UKai", "AR PL KaitiM GB", "LXGW WenKai"];
/// The font for letters and digits that offices use, then free ones of the same widths.
const LATIN: [&str; 4] = ["Times New Roman", "Liberation Serif", "TeX Gyre Termes", "Tinos"];
/// Characters that a font for Chinese text must have.
const CHINESE: [char; 4] = ['厅', '审', '，', '（'];

/// No font of the system or of the folder has Chinese characters.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "no PDF is written: no font here has Chinese characters; install one, on Debian with `apt install fonts-noto-cjk`, or name a folder that has one with --fonts"
)]
pub struct NoChineseFont;

/// The fonts at hand, and which of them is used for what.
pub struct Fonts {
    shelf: Shelf,
    families: [String; 5],
    latin: Option<String>,
}

impl Fonts {
    /// Looks in `folder` first, then in the system.
    ///
    /// # Errors
    /// When no font has Chinese characters.
    pub fn find(folder: Option<&Path>) -> Result<Self, NoChineseFont> {
        let mut shelf = Shelf::new();
        if let Some(folder) = folder {
            shelf.add_folder(folder);
        }
        shelf.add_system();
        Fonts::choose(shelf)
    }

    fn choose(shelf: Shelf) -> Result<Self, NoChineseFont> {
        let book = shelf.book();
        let any = any_chinese(book).ok_or(NoChineseFont)?.to_owned();
        let families = Face::ALL.map(|face| {
            let near: &[&str] = match face {
                Face::Chapter => &SANS,
                Face::Section => &KAI,
                Face::Title | Face::Body | Face::Song => &SERIF,
            };
            let mut known = face.fonts().iter().chain(near).chain(&SERIF).chain(&SANS);
            let found = known.find(|name| has_chinese(book, name));
            found.map_or_else(|| any.clone(), |name| (*name).to_owned())
        });
        let latin = LATIN.iter().find(|name| book.contains_family(&name.to_lowercase()));
        let latin = latin.map(|name| (*name).to_owned());
        Ok(Fonts { shelf, families, latin })
    }

    /// Each kind of type and the font used for it.
    pub fn used(&self) -> impl Iterator<Item = (Face, &str)> {
        Face::ALL.into_iter().zip(self.families.iter().map(String::as_str))
    }

    /// The font of letters and digits; without one they are taken from the Chinese fonts.
    pub fn latin(&self) -> Option<&str> {
        self.latin.as_deref()
    }

    /// The characters of a document that no font here has; a box stands for them.
    pub fn lacking(&self, document: &OfficialDocument) -> BTreeSet<char> {
        let characters: BTreeSet<char> = document.texts().flat_map(str::chars).collect();
        let book = self.shelf.book();
        let fonts: Vec<_> = (0..).map_while(|index| book.info(index)).collect();
        let is_lacking = |c: &char| {
            !c.is_whitespace()
                && !c.is_control()
                && !fonts.iter().any(|font| font.coverage.contains(u32::from(*c)))
        };
        characters.into_iter().filter(is_lacking).collect()
    }

    /// The family for a kind of type, then the body's for what it lacks.
    pub(crate) fn families(&self, face: Face) -> Vec<&str> {
        let of = |wanted| self.used().find(move |(face, _)| *face == wanted).map(|(_, name)| name);
        [of(face), of(Face::Body)].into_iter().flatten().collect()
    }

    /// Bold where the stand-in would look like the body.
    pub(crate) fn is_bold(&self, face: Face) -> bool {
        matches!(face, Face::Title | Face::Section)
            && self.families(face).first() == self.families(Face::Body).first()
    }

    pub(crate) fn book(&self) -> &LazyHash<FontBook> {
        self.shelf.book()
    }

    pub(crate) fn font(&self, index: usize) -> Option<Font> {
        self.shelf.font(index)
    }
}

fn any_chinese(book: &FontBook) -> Option<&str> {
    book.families().map(|(name, _)| name).find(|name| has_chinese(book, name))
}

fn has_chinese(book: &FontBook, family: &str) -> bool {
    book.select(&family.to_lowercase(), FontVariant::default())
        .and_then(|index| book.info(index))
        .is_some_and(|info| CHINESE.iter().all(|c| info.coverage.contains(u32::from(*c))))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use official_document::{Block, Properties, Signature};
    use typst::text::{Coverage, FontFlags, FontInfo};

    const LETTERS: &str = "abc0123";
    const CHARACTERS: &str = "厅审办件，（）一abc0123";

    /// A system with fonts that are known by name and characters alone.
    fn system(families: &[(&str, &str)]) -> Shelf {
        let mut shelf = Shelf::new();
        for (family, characters) in families {
            let info = FontInfo {
                family: (*family).to_owned(),
                variant: FontVariant::default(),
                flags: FontFlags::empty(),
                axes: Vec::new(),
                coverage: Coverage::from_vec(characters.chars().map(u32::from).collect()),
            };
            shelf.push(info, PathBuf::new(), 0);
        }
        shelf
    }

    fn used(families: &[(&str, &str)]) -> Vec<String> {
        let fonts = Fonts::choose(system(families)).expect("a Chinese font");
        fonts.used().map(|(face, font)| format!("{face} {font}")).collect()
    }

    #[test]
    fn the_fonts_of_the_standard_come_before_all_others() {
        let families = [
            ("Noto Serif CJK SC", CHARACTERS),
            ("仿宋_GB2312", CHARACTERS),
            ("FZXiaoBiaoSong-B05S", CHARACTERS),
            ("SimHei", CHARACTERS),
            ("KaiTi", CHARACTERS),
            ("SimSun", CHARACTERS),
        ];
        let expected = [
            "小标宋 FZXiaoBiaoSong-B05S",
            "仿宋 仿宋_GB2312",
            "黑体 SimHei",
            "楷体 KaiTi",
            "宋体 SimSun",
        ];
        assert_eq!(used(&families), expected);
    }

    #[test]
    fn noto_stands_in_where_the_standard_s_fonts_are_missing() {
        let families = [
            ("Droid Sans Fallback", CHARACTERS),
            ("Noto Sans CJK SC", CHARACTERS),
            ("Noto Serif CJK SC", CHARACTERS),
        ];
        let serif = |face: &str| format!("{face} Noto Serif CJK SC");
        let expected = [
            serif("小标宋"),
            serif("仿宋"),
            "黑体 Noto Sans CJK SC".to_owned(),
            serif("楷体"),
            serif("宋体"),
        ];
        assert_eq!(used(&families), expected);
        let fonts = Fonts::choose(system(&families)).expect("a Chinese font");
        assert!(fonts.is_bold(Face::Title) && fonts.is_bold(Face::Section));
        assert!(!fonts.is_bold(Face::Chapter) && !fonts.is_bold(Face::Body));
    }

    #[test]
    fn any_chinese_font_is_better_than_none_and_one_by_name_alone_is_none() {
        let families = [("仿宋", LETTERS), ("Somebody's Hand", CHARACTERS)];
        assert!(used(&families).iter().all(|used| used.ends_with("Somebody's Hand")));
    }

    #[test]
    fn without_a_chinese_font_the_package_that_has_one_is_named() {
        let error = Fonts::choose(system(&[("Liberation Serif", LETTERS)])).err();
        assert!(error.is_some_and(|error| error.to_string().contains("fonts-noto-cjk")));
    }

    #[test]
    fn characters_that_no_font_has_are_named() {
        let fonts = Fonts::choose(system(&[("仿宋", CHARACTERS), ("Liberation Serif", LETTERS)]));
        let fonts = fonts.expect("a Chinese font");
        assert_eq!(fonts.latin(), Some("Liberation Serif"));
        let document = OfficialDocument {
            language: "zh-CN".into(),
            title: vec!["审办".into()],
            properties: Properties::default(),
            body: vec![Block::paragraph("办 abc 𪚥件\n𪚥龘")],
            annexes_label: String::new(),
            signature: Signature::default(),
            annexes: Vec::new(),
        };
        assert_eq!(fonts.lacking(&document).into_iter().collect::<String>(), "龘𪚥");
    }
}
