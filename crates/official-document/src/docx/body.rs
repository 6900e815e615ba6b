//! The document itself and the footers with its page numbers.

use std::io;

use super::styles::grid_line;
use super::tables;
use super::xml::{Elements, Part, Written, part};
use super::{REFERENCES, WORD, twips};
use crate::layout::{
    self, BODY_PT, CHARACTERS, LEFT_MM, PAGE_HEIGHT_MM, PAGE_NUMBER_BELOW_MM, PAGE_NUMBER_PT,
    PAGE_WIDTH_MM, TOP_MM, TYPE_HEIGHT_MM, TYPE_WIDTH_MM, character_pitch_pt, points, width,
};
use crate::{Annex, Block, OfficialDocument};

/// A side of a leaf.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// 单页码, number at the right.
    Odd,
    /// 双页码, number at the left.
    Even,
}

pub(super) fn document(document: &OfficialDocument) -> io::Result<Vec<u8>> {
    part(|xml| {
        xml.element("w:document", &[WORD, REFERENCES], |xml| {
            xml.element("w:body", &[], |xml| {
                for line in &document.title {
                    paragraph("Title", line, xml)?;
                }
                blank("BodyText", xml)?;
                blocks(&document.body, xml)?;
                annex_list(document, xml)?;
                signature(document, xml)?;
                document.annexes.iter().try_for_each(|annex| self::annex(annex, xml))?;
                section(document.is_chinese(), xml)
            })
        })
    })
}

fn blocks(blocks: &[Block], xml: &mut Part) -> Written {
    for block in blocks {
        match block {
            Block::Chapter { text } => paragraph("Heading1", text, xml)?,
            Block::Section { text } => paragraph("Heading2", text, xml)?,
            Block::Paragraph { text } => paragraph("BodyText", text, xml)?,
            Block::Table(table) => tables::table(table, xml)?,
        }
    }
    Ok(())
}

/// A paragraph in a style.
pub(super) fn paragraph(style: &str, text: &str, xml: &mut Part) -> Written {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style))?;
        run(text, xml)
    })
}

/// A blank line that stays with what follows.
fn blank_before(xml: &mut Part) -> Written {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", "BodyText")?;
            xml.empty("w:keepNext", &[])
        })
    })
}

fn blank(style: &str, xml: &mut Part) -> Written {
    xml.element("w:p", &[], |xml| xml.element("w:pPr", &[], |xml| xml.value("w:pStyle", style)))
}

/// A paragraph in a style with an indent of its own, in characters from the left and the right.
fn indented(style: &str, text: &str, indent: &Indent, xml: &mut Part) -> Written {
    xml.element("w:p", &[], |xml| {
        xml.element("w:pPr", &[], |xml| {
            xml.value("w:pStyle", style)?;
            if indent.keeps_next {
                xml.empty("w:keepNext", &[])?;
            }
            indent.write(xml)
        })?;
        run(text, xml)
    })
}

/// Indents in characters of the grid, and whether the paragraph stays with the next.
#[derive(Default)]
struct Indent {
    left: f64,
    right: f64,
    hanging: f64,
    keeps_next: bool,
}

impl Indent {
    /// Both in hundredths of a character, which Word keeps when the size changes, and in twips,
    /// which other programs know.
    fn write(&self, xml: &mut Part) -> Written {
        let mut attributes = Vec::new();
        for (characters, width, amount) in [
            ("w:leftChars", "w:left", self.left),
            ("w:rightChars", "w:right", self.right),
            ("w:hangingChars", "w:hanging", self.hanging),
        ] {
            if amount > 0.0 {
                attributes.push((characters, ((amount * 100.0).round() as i64).to_string()));
                attributes.push((width, twips(amount * character_pitch_pt()).to_string()));
            }
        }
        let attributes: Vec<_> = attributes.iter().map(|(n, v)| (*n, v.as_str())).collect();
        xml.empty("w:ind", &attributes)
    }
}

/// A run of text. Quotation marks and dashes, which both scripts have, are taken from the
/// Chinese font where the words around are Chinese.
pub(super) fn run(text: &str, xml: &mut Part) -> Written {
    xml.element("w:r", &[], |xml| {
        if text.chars().any(|c| ('\u{3000}'..='\u{FFEF}').contains(&c)) {
            xml.element("w:rPr", &[], |xml| xml.empty("w:rFonts", &[("w:hint", "eastAsia")]))?;
        }
        xml.text("w:t", &[("xml:space", "preserve")], text)
    })
}

/// 附件说明: a blank line below the text, two characters in; names that need a second line hang
/// below their first character.
fn annex_list(document: &OfficialDocument, xml: &mut Part) -> Written {
    let lines = document.annex_lines();
    if lines.is_empty() {
        return Ok(());
    }
    blank_before(xml)?;
    let label = width(&document.annexes_label);
    // Nobody signs a page without text.
    let is_signed = document.signature.agency.is_some() || document.signature.date.is_some();
    for (index, line) in lines.iter().enumerate() {
        let number = line.split_once(' ').map_or(0.0, |(number, _)| width(number) + 0.5);
        let (text, hanging) = if index == 0 {
            (format!("{}{line}", document.annexes_label), label + number)
        } else {
            (line.clone(), number)
        };
        let left = 2.0 + label + number;
        let indent = Indent { left, hanging, keeps_next: is_signed, ..Indent::default() };
        indented("AnnexList", &text, &indent, xml)?;
    }
    Ok(())
}

/// 发文机关署名 and 成文日期 of a document without a seal.
fn signature(document: &OfficialDocument, xml: &mut Part) -> Written {
    let agency = document.signature.agency.as_deref().unwrap_or_default();
    let date = document.signature.date.as_ref().map_or("", |date| date.text.as_str());
    if agency.is_empty() && date.is_empty() {
        return Ok(());
    }
    blank_before(xml)?;
    let (agency_in, date_in) = layout::signature_indents(agency, date);
    for (text, right, keeps_next) in [(agency, agency_in, !date.is_empty()), (date, date_in, false)]
    {
        if !text.is_empty() {
            indented("Signature", text, &Indent { right, keeps_next, ..Indent::default() }, xml)?;
        }
    }
    Ok(())
}

/// An annex: its label in the first line, its title in the third.
fn annex(annex: &Annex, xml: &mut Part) -> Written {
    paragraph("AnnexLabel", &annex.label, xml)?;
    blank("BodyText", xml)?;
    paragraph("AnnexTitle", &annex.title, xml)?;
    blank("BodyText", xml)?;
    blocks(&annex.blocks, xml)
}

/// The page: A4, the type area and its grid, page numbers by side.
fn section(is_chinese: bool, xml: &mut Part) -> Written {
    let mm = |mm: f64| twips(points(mm)).to_string();
    let footer = PAGE_HEIGHT_MM - TOP_MM - TYPE_HEIGHT_MM - PAGE_NUMBER_BELOW_MM;
    xml.element("w:sectPr", &[], |xml| {
        for (side, id) in [("default", "rId1"), ("even", "rId2")] {
            xml.empty("w:footerReference", &[("w:type", side), ("r:id", id)])?;
        }
        xml.empty("w:pgSz", &[("w:w", &mm(PAGE_WIDTH_MM)), ("w:h", &mm(PAGE_HEIGHT_MM))])?;
        xml.empty(
            "w:pgMar",
            &[
                ("w:top", &mm(TOP_MM)),
                ("w:right", &mm(PAGE_WIDTH_MM - LEFT_MM - TYPE_WIDTH_MM)),
                ("w:bottom", &mm(PAGE_HEIGHT_MM - TOP_MM - TYPE_HEIGHT_MM)),
                ("w:left", &mm(LEFT_MM)),
                ("w:header", &mm(15.0)),
                ("w:footer", &twips(points(footer) - FOOTER_LINE_PT).to_string()),
                ("w:gutter", "0"),
            ],
        )?;
        // The grid of characters is that of Chinese alone.
        let (line, character) = (grid_line().to_string(), character_space().to_string());
        let grid = [
            ("w:type", if is_chinese { "linesAndChars" } else { "lines" }),
            ("w:linePitch", &line),
            ("w:charSpace", &character),
        ];
        xml.empty("w:docGrid", if is_chinese { &grid } else { &grid[..2] })
    })
}

/// The height of the line with the page number, pt.
const FOOTER_LINE_PT: f64 = PAGE_NUMBER_PT + 2.0;

/// What is added to each character, in 4096ths of a point, rounded down so that the 28th fits.
fn character_space() -> i64 {
    let width = twips(points(TYPE_WIDTH_MM)) as f64 / 20.0 / f64::from(CHARACTERS);
    ((width - BODY_PT) * 4096.0).floor() as i64
}

/// A footer with the page number between dashes, a character in from the outer edge.
pub(super) fn footer(side: Side) -> io::Result<Vec<u8>> {
    part(|xml| {
        xml.element("w:ftr", &[WORD], |xml| {
            xml.element("w:p", &[], |xml| {
                xml.element("w:pPr", &[], |xml| {
                    xml.value("w:pStyle", "Footer")?;
                    let line = twips(FOOTER_LINE_PT).to_string();
                    xml.empty("w:spacing", &[("w:line", &line), ("w:lineRule", "exact")])?;
                    let (indent, align) = match side {
                        Side::Odd => (Indent { right: 1.0, ..Indent::default() }, "right"),
                        Side::Even => (Indent { left: 1.0, ..Indent::default() }, "left"),
                    };
                    indent.write(xml)?;
                    xml.value("w:jc", align)
                })?;
                number_run(xml, |xml| xml.text("w:t", &[("xml:space", "preserve")], "— "))?;
                for mark in ["begin", "", "separate", "1", "end"] {
                    number_run(xml, |xml| match mark {
                        "" => xml.text("w:instrText", &[("xml:space", "preserve")], " PAGE "),
                        "1" => xml.text("w:t", &[], mark),
                        _ => xml.empty("w:fldChar", &[("w:fldCharType", mark)]),
                    })?;
                }
                number_run(xml, |xml| xml.text("w:t", &[("xml:space", "preserve")], " —"))
            })
        })
    })
}

/// A run of a page number, digits too in 宋体.
fn number_run(xml: &mut Part, inner: impl FnOnce(&mut Part) -> Written) -> Written {
    let song = layout::Face::Song.fonts()[0];
    xml.element("w:r", &[], |xml| {
        xml.element("w:rPr", &[], |xml| {
            xml.empty(
                "w:rFonts",
                &[
                    ("w:hint", "eastAsia"),
                    ("w:ascii", song),
                    ("w:eastAsia", song),
                    ("w:hAnsi", song),
                ],
            )
        })?;
        inner(xml)
    })
}
