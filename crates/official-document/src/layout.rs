//! Sizes and places of GB/T 9704-2012.
//!
//! The 版心 (type area) of an A4 page holds 22 lines of 28 characters: a character of the body is
//! 16 pt (三号) high, and its place in the grid is a 28th of the width.

use std::fmt;

/// Points in a millimetre.
const PT_PER_MM: f64 = 72.0 / 25.4;

/// Width of A4, mm.
pub const PAGE_WIDTH_MM: f64 = 210.0;
/// Height of A4, mm.
pub const PAGE_HEIGHT_MM: f64 = 297.0;
/// 天头, the margin above, mm.
pub const TOP_MM: f64 = 37.0;
/// 订口, the margin at the left, where the sheets are bound, mm.
pub const LEFT_MM: f64 = 28.0;
/// 版心宽, mm.
pub const TYPE_WIDTH_MM: f64 = 156.0;
/// 版心高, mm.
pub const TYPE_HEIGHT_MM: f64 = 225.0;
/// From the type area down to the page number, mm.
pub const PAGE_NUMBER_BELOW_MM: f64 = 7.0;

/// 行 on a page.
pub const LINES: u32 = 22;
/// 字 in a line.
pub const CHARACTERS: u32 = 28;

/// 二号, the title, pt.
pub const TITLE_PT: f64 = 22.0;
/// 三号, the body and its headings, pt.
pub const BODY_PT: f64 = 16.0;
/// 四号, page numbers, pt.
pub const PAGE_NUMBER_PT: f64 = 14.0;
/// 五号, tables, pt.
pub const TABLE_PT: f64 = 10.5;

/// Millimetres in points.
pub fn points(mm: f64) -> f64 {
    mm * PT_PER_MM
}

/// From a line to the next, pt.
pub fn line_pitch_pt() -> f64 {
    points(TYPE_HEIGHT_MM) / f64::from(LINES)
}

/// From a character to the next, pt.
pub fn character_pitch_pt() -> f64 {
    points(TYPE_WIDTH_MM) / f64::from(CHARACTERS)
}

/// A kind of type that the standard asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Face {
    /// 小标宋, titles.
    Title,
    /// 仿宋, the body.
    Body,
    /// 黑体, headings of the first layer and the labels of annexes.
    Chapter,
    /// 楷体, headings of the second layer.
    Section,
    /// 宋体, page numbers and tables.
    Song,
}

impl Face {
    /// Every kind of type.
    pub const ALL: [Face; 5] = [Face::Title, Face::Body, Face::Chapter, Face::Section, Face::Song];

    /// What the standard calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Face::Title => "小标宋",
            Face::Body => "仿宋",
            Face::Chapter => "黑体",
            Face::Section => "楷体",
            Face::Song => "宋体",
        }
    }

    /// The fonts known to have it, under the names that systems know them by, the usual first.
    pub const fn fonts(self) -> &'static [&'static str] {
        match self {
            Face::Title => &[
                "方正小标宋简体",
                "FZXiaoBiaoSong-B05S",
                "方正小标宋_GBK",
                "FZXiaoBiaoSong-B05",
                "小标宋",
            ],
            Face::Body => {
                &["仿宋", "FangSong", "仿宋_GB2312", "FangSong_GB2312", "华文仿宋", "STFangsong"]
            }
            Face::Chapter => &["黑体", "SimHei", "华文黑体", "STHeiti", "Heiti SC"],
            Face::Section => {
                &["楷体", "KaiTi", "楷体_GB2312", "KaiTi_GB2312", "华文楷体", "STKaiti"]
            }
            Face::Song => &["宋体", "SimSun", "华文宋体", "STSong", "Songti SC"],
        }
    }
}

impl fmt::Display for Face {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// How far the 发文机关署名 and the 成文日期 stand from the right edge, in characters, for the
/// widths of both: the agency two characters in, the first character of the date two further
/// right than the agency's; where the date would come nearer to the edge than two characters, it
/// is the date that stands two in.
pub fn signature_indents(agency: &str, date: &str) -> (f64, f64) {
    let (agency, date) = (width(agency), width(date));
    if agency - date >= 2.0 { (2.0, agency - date) } else { (4.0 + date - agency, 2.0) }
}

/// The width of a text in characters: ASCII is half as wide as Chinese.
pub fn width(text: &str) -> f64 {
    text.chars().map(|character| if character.is_ascii() { 0.5 } else { 1.0 }).sum()
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "whole numbers and halves are exact")]
mod tests {
    use super::*;

    #[test]
    fn the_type_area_leaves_26_mm_at_the_right_and_35_mm_below() {
        assert_eq!(PAGE_WIDTH_MM - LEFT_MM - TYPE_WIDTH_MM, 26.0);
        assert_eq!(PAGE_HEIGHT_MM - TOP_MM - TYPE_HEIGHT_MM, 35.0);
    }

    #[test]
    fn a_line_is_a_character_and_seven_eighths_of_it_within_the_grid() {
        assert!((line_pitch_pt() - 28.99).abs() < 0.01);
        assert!(line_pitch_pt() < BODY_PT * 15.0 / 8.0);
        assert!((character_pitch_pt() - 15.79).abs() < 0.01);
    }

    #[test]
    fn the_date_begins_two_characters_right_of_the_agency() {
        let (agency, date) = ("广东省政务服务数据管理局办公室", "2020年1月31日");
        let (name_in, date_in) = signature_indents(agency, date);
        assert_eq!(name_in, 2.0);
        assert_eq!(width(agency) + name_in - 2.0, width(date) + date_in);
    }

    #[test]
    fn a_date_longer_than_the_agency_stands_two_characters_from_the_edge() {
        let (name_in, date_in) = signature_indents("省公安厅", "2020年1月31日");
        assert_eq!(date_in, 2.0);
        assert_eq!(4.0 + name_in - 2.0, width("2020年1月31日") + date_in);
    }
}
