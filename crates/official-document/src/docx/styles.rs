//! The styles: one for each element of an official document, so that an office changes the look
//! of all of them in one place.

use std::io;

use super::xml::{Elements, Part, Written, part};
use super::{WORD, twips};
use crate::OfficialDocument;
use crate::layout::{
    BODY_PT, Face, PAGE_NUMBER_PT, TABLE_PT, TITLE_PT, character_pitch_pt, line_pitch_pt,
};

/// The font of Latin letters and Arabic digits.
const LATIN: &str = "Times New Roman";

/// What brings 28 characters of 16 pt into a line, twips a character.
///
/// The section declares the grid of 22 lines of 28 characters (`w:docGrid`, ISO/IEC 29500-1
/// 17.6.5), which is what Word shows and gives to whatever a person adds. The styles don't snap to
/// it (17.3.1.32): a cell is narrower than a character of 16 pt, and LibreOffice gives a character
/// that is wider than its cell two of them, 14 to a line. They close up their characters instead
/// (17.3.2.35), which both programs do alike. 28 of 15.7 pt take 439.6 pt: within the 442.2 pt of
/// the type area, and within the 440.7 pt that LibreOffice, as measured, leaves of it for whole
/// cells. A 29th fits in neither.
const CLOSER: i64 = -6;

/// A paragraph style.
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the style itself")]
struct Style {
    id: &'static str,
    /// Word's own name where it has one, so that its navigation knows headings.
    name: &'static str,
    face: Face,
    size_pt: f64,
    align: &'static str,
    /// First line, in characters.
    indent: u32,
    /// Layer of headings from 0, for the outline.
    layer: Option<u8>,
    /// Whether lines are as high as those of the grid.
    in_grid: bool,
    keeps_next: bool,
    breaks_page: bool,
    /// Whether Latin letters are bold, which tell headings apart in a language without 黑体.
    latin_is_bold: bool,
}

const BODY: Style = Style {
    id: "BodyText",
    name: "Body Text",
    face: Face::Body,
    size_pt: BODY_PT,
    align: "both",
    indent: 2,
    layer: None,
    in_grid: true,
    keeps_next: false,
    breaks_page: false,
    latin_is_bold: false,
};

const STYLES: [Style; 13] = [
    BODY,
    Style {
        id: "Title",
        name: "Title",
        face: Face::Title,
        size_pt: TITLE_PT,
        align: "center",
        indent: 0,
        keeps_next: true,
        latin_is_bold: true,
        ..BODY
    },
    Style {
        id: "Heading1",
        name: "heading 1",
        face: Face::Chapter,
        align: "left",
        layer: Some(0),
        keeps_next: true,
        latin_is_bold: true,
        ..BODY
    },
    Style {
        id: "Heading2",
        name: "heading 2",
        face: Face::Section,
        align: "left",
        layer: Some(1),
        keeps_next: true,
        latin_is_bold: true,
        ..BODY
    },
    Style { id: "AnnexList", name: "Annex List", align: "left", indent: 0, ..BODY },
    Style { id: "Signature", name: "Signature", align: "right", indent: 0, ..BODY },
    Style {
        id: "AnnexLabel",
        name: "Annex Label",
        face: Face::Chapter,
        align: "left",
        indent: 0,
        keeps_next: true,
        breaks_page: true,
        latin_is_bold: true,
        ..BODY
    },
    Style {
        id: "AnnexTitle",
        name: "Annex Title",
        face: Face::Title,
        size_pt: TITLE_PT,
        align: "center",
        indent: 0,
        layer: Some(0),
        keeps_next: true,
        latin_is_bold: true,
        ..BODY
    },
    Style {
        id: "Caption",
        name: "caption",
        face: Face::Chapter,
        size_pt: TABLE_PT,
        align: "center",
        indent: 0,
        in_grid: false,
        keeps_next: true,
        latin_is_bold: true,
        ..BODY
    },
    Style {
        id: "TableHead",
        name: "Table Head",
        face: Face::Chapter,
        align: "center",
        latin_is_bold: true,
        ..TABLE
    },
    Style { align: "left", ..TABLE },
    Style { id: "TableNumber", name: "Table Number", align: "right", ..TABLE },
    Style {
        id: "Footer",
        name: "footer",
        face: Face::Song,
        size_pt: PAGE_NUMBER_PT,
        align: "left",
        indent: 0,
        in_grid: false,
        ..BODY
    },
];

const TABLE: Style = Style {
    id: "TableText",
    name: "Table Text",
    face: Face::Song,
    size_pt: TABLE_PT,
    indent: 0,
    in_grid: false,
    ..BODY
};

pub(super) fn styles(document: &OfficialDocument) -> io::Result<Vec<u8>> {
    part(|xml| {
        xml.element("w:styles", &[WORD], |xml| {
            xml.element("w:docDefaults", &[], |xml| {
                xml.element("w:rPrDefault", &[], |xml| {
                    xml.element("w:rPr", &[], |xml| {
                        fonts_of(Face::Body, xml)?;
                        size(BODY_PT, xml)?;
                        let latin =
                            if document.is_chinese() { "en-US" } else { &document.language };
                        xml.empty("w:lang", &[("w:val", latin), ("w:eastAsia", "zh-CN")])
                    })
                })
            })?;
            normal(xml)?;
            table_grid(xml)?;
            STYLES.iter().try_for_each(|style| style.write(document.is_chinese(), xml))
        })
    })
}

/// The basis of all others: nothing but what every line of the document keeps to.
fn normal(xml: &mut Part) -> Written {
    let attributes = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
    xml.element("w:style", &attributes, |xml| {
        xml.value("w:name", "Normal")?;
        xml.empty("w:qFormat", &[])?;
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:widowControl", "0")?;
            // Space put in beside digits would move what follows out of the grid.
            xml.value("w:autoSpaceDE", "0")?;
            xml.value("w:autoSpaceDN", "0")
        })?;
        // The size that the grid's cells are measured from; LibreOffice looks for it here alone.
        xml.element("w:rPr", &[], |xml| size(BODY_PT, xml))
    })
}

fn table_grid(xml: &mut Part) -> Written {
    xml.element("w:style", &[("w:type", "table"), ("w:styleId", "TableGrid")], |xml| {
        xml.value("w:name", "Table Grid")?;
        xml.element("w:tblPr", &[], |xml| {
            xml.element("w:tblBorders", &[], |xml| {
                for side in ["top", "left", "bottom", "right", "insideH", "insideV"] {
                    let line = [
                        ("w:val", "single"),
                        ("w:sz", "4"),
                        ("w:space", "0"),
                        ("w:color", "000000"),
                    ];
                    xml.empty(&format!("w:{side}"), &line)?;
                }
                Ok(())
            })?;
            xml.element("w:tblCellMar", &[], |xml| {
                for (side, points) in [("top", 2.0), ("left", 4.0), ("bottom", 2.0), ("right", 4.0)]
                {
                    let width = twips(points).to_string();
                    xml.empty(&format!("w:{side}"), &[("w:w", &width), ("w:type", "dxa")])?;
                }
                Ok(())
            })
        })
    })
}

impl Style {
    fn write(&self, is_chinese: bool, xml: &mut Part) -> Written {
        xml.element("w:style", &[("w:type", "paragraph"), ("w:styleId", self.id)], |xml| {
            xml.value("w:name", self.name)?;
            xml.value("w:basedOn", "Normal")?;
            if self.layer.is_some() {
                xml.value("w:next", BODY.id)?;
            }
            xml.empty("w:qFormat", &[])?;
            xml.element("w:pPr", &[], |xml| self.of_paragraph(xml))?;
            xml.element("w:rPr", &[], |xml| {
                fonts_of(self.face, xml)?;
                if self.latin_is_bold && !is_chinese {
                    xml.empty("w:b", &[])?;
                }
                if is_chinese && self.fills_cells() {
                    xml.value("w:spacing", &CLOSER.to_string())?;
                }
                size(self.size_pt, xml)
            })
        })
    }

    /// Whether its characters stand one to a cell of the grid.
    fn fills_cells(&self) -> bool {
        self.in_grid && self.size_pt == BODY_PT
    }

    fn of_paragraph(&self, xml: &mut Part) -> Written {
        if self.keeps_next {
            xml.empty("w:keepNext", &[])?;
        }
        if self.breaks_page {
            xml.empty("w:pageBreakBefore", &[])?;
        }
        xml.value("w:snapToGrid", "0")?;
        if self.in_grid {
            // Exactly a line of the grid, whatever height the font claims.
            let line = grid_line().to_string();
            xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")])?;
        } else {
            let (before, after) = if self.id == "Caption" { ("120", "60") } else { ("0", "0") };
            let line = [("w:line", "240"), ("w:lineRule", "auto")];
            xml.empty(
                "w:spacing",
                &[&[("w:before", before), ("w:after", after)], &line[..]].concat(),
            )?;
        }
        if self.indent > 0 {
            let hundredths = (self.indent * 100).to_string();
            let width = twips(character_pitch_pt() * f64::from(self.indent)).to_string();
            xml.empty("w:ind", &[("w:firstLineChars", &hundredths), ("w:firstLine", &width)])?;
        }
        xml.value("w:jc", self.align)?;
        match self.layer {
            Some(layer) => xml.value("w:outlineLvl", &layer.to_string()),
            None => Ok(()),
        }
    }
}

/// The grid's line in twips, rounded down so that the 22nd still fits.
pub(super) fn grid_line() -> i64 {
    (line_pitch_pt() * 20.0).floor() as i64
}

fn size(points: f64, xml: &mut Part) -> Written {
    let half_points = (points * 2.0).round().to_string();
    xml.value("w:sz", &half_points)?;
    xml.value("w:szCs", &half_points)
}

fn fonts_of(face: Face, xml: &mut Part) -> Written {
    xml.empty(
        "w:rFonts",
        &[("w:ascii", LATIN), ("w:eastAsia", face.fonts()[0]), ("w:hAnsi", LATIN), ("w:cs", LATIN)],
    )
}

/// The fonts by name, with the name that other systems know them by.
pub(super) fn fonts() -> io::Result<Vec<u8>> {
    part(|xml| {
        xml.element("w:fonts", &[WORD], |xml| {
            for face in Face::ALL {
                xml.element("w:font", &[("w:name", face.fonts()[0])], |xml| {
                    xml.value("w:altName", face.fonts()[1])?;
                    // The character set of GB 2312.
                    xml.value("w:charset", "86")?;
                    xml.value("w:family", "auto")
                })?;
            }
            xml.element("w:font", &[("w:name", LATIN)], |xml| {
                xml.value("w:charset", "00")?;
                xml.value("w:family", "roman")
            })
        })
    })
}
