//! The report as DOCX and PDF, opened with other programs: LibreOffice and poppler.
//!
//! `./test documents` installs them and runs these tests; without it they are skipped, and say so.

#![cfg(feature = "pdf")]
#![expect(clippy::unwrap_used, reason = "what can't be started or read is a failed test")]

mod reading;

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::LazyLock;

use reading::{Line, Paper, Text, run, without_spaces};
use tempfile::TempDir;

/// Left and right edge of the type area, points.
const TYPE_AREA: (f64, f64) = (79.37, 521.57);
/// From a line to the next, points: 22 in 225 mm.
const LINE_PT: f64 = 225.0 / 25.4 * 72.0 / 22.0;
/// 四号, the size of page numbers, points.
const NUMBER_PT: f64 = 14.0;
/// Marks that close something, which no line may begin with (禁则).
const CLOSING: &str = "，。、；：？！）》」』】〕”’％%";

/// The demonstration's report in a language, in both forms.
struct Made {
    folder: TempDir,
    notices: String,
}

impl Made {
    fn new(lang: &str) -> Made {
        let folder = tempfile::tempdir().unwrap();
        let output = Command::new(env!("CARGO_BIN_EXE_xiaoneng"))
            .args(["demo", "--lang", lang, "--out"])
            .arg(folder.path())
            .output()
            .unwrap();
        let notices = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{notices}");
        let report = folder.path().join("report");
        run(
            "soffice",
            &[
                &format!("-env:UserInstallation=file://{}", folder.path().join("office").display()),
                "--headless",
                "--convert-to",
                "pdf",
                "--outdir",
                folder.path().to_str().unwrap(),
                report.join("report.docx").to_str().unwrap(),
            ],
        );
        Made { folder, notices }
    }

    fn docx(&self) -> PathBuf {
        self.folder.path().join("report/report.docx")
    }

    /// Both forms as they come out of a printer.
    fn papers(&self) -> [Paper; 2] {
        [
            Paper::open("DOCX", &self.folder.path().join("report.pdf")),
            Paper::open("PDF", &self.folder.path().join("report/report.pdf")),
        ]
    }
}

static CHINESE: LazyLock<Made> = LazyLock::new(|| Made::new("zh-CN"));
static ENGLISH: LazyLock<Made> = LazyLock::new(|| Made::new("en"));

/// Whether the other programs are wanted; says so where they aren't.
fn are_opened() -> bool {
    let wanted = std::env::var_os("XIAONENG_DOCUMENTS").is_some();
    if !wanted {
        eprintln!("skipped: `./test documents` opens DOCX and PDF with LibreOffice and poppler");
    }
    wanted
}

#[test]
fn a_page_holds_22_lines_at_the_pitch_of_the_grid() {
    if !are_opened() {
        return;
    }
    for paper in CHINESE.papers() {
        let pages = paper.text_pages();
        assert!(pages.len() > 3, "{}", paper.form);
        for page in &pages[1..pages.len() - 1] {
            let lines: Vec<_> = page.iter().filter(|line| !line.is_page_number()).collect();
            assert!((21..=22).contains(&lines.len()), "{}: {lines:#?}", paper.form);
            // What poppler gives as a line's place depends on the font of its first character.
            let alike: Vec<_> = lines.iter().filter(|line| line.begins_in_chinese()).collect();
            assert!(alike.len() > 10, "{}: {lines:#?}", paper.form);
            for pair in alike.windows(2) {
                let pitches = (pair[1].middle - pair[0].middle) / LINE_PT;
                assert!((pitches - pitches.round()).abs() < 0.02, "{}: {pair:?}", paper.form);
            }
        }
        let fullest = pages.iter().map(|page| page.len() - 1).max();
        assert_eq!(fullest, Some(22), "{}", paper.form);
    }
}

#[test]
fn a_line_holds_28_characters_and_ends_at_the_edge() {
    if !are_opened() {
        return;
    }
    for paper in CHINESE.papers() {
        let pages = paper.text_pages();
        let lines: Vec<&Line> = pages.iter().flatten().filter(|l| !l.is_page_number()).collect();
        // Lines of full-width characters alone that fill the type area; a number that doesn't fit
        // any more goes to the next line whole. How many of them there are is up to the text.
        let full: Vec<&Line> = lines
            .windows(2)
            .filter(|pair| pair[1].begins_in_chinese())
            .map(|pair| pair[0])
            .filter(|line| !line.text.contains(|c: char| c.is_ascii()))
            .filter(|line| line.left < TYPE_AREA.0 + 3.0 && line.right > TYPE_AREA.1 - 10.0)
            .collect();
        assert!(full.len() > 2, "{}: {full:#?}", paper.form);
        let of_28 = full.iter().filter(|line| line.characters() == 28).count();
        assert!(of_28 * 2 > full.len(), "{}: {full:#?}", paper.form);
        for line in full {
            // A closing mark hangs behind the 28th character, or takes it to the next line.
            let hangs = line.text.ends_with(|c| CLOSING.contains(c));
            let most = if hangs { 29 } else { 28 };
            assert!((27..=most).contains(&line.characters()), "{}: {line:?}", paper.form);
            assert!(hangs || line.right < TYPE_AREA.1 + 1.0, "{}: {line:?}", paper.form);
        }
    }
}

#[test]
fn page_numbers_stand_right_on_odd_and_left_on_even_pages_a_character_in() {
    if !are_opened() {
        return;
    }
    for made in [&*CHINESE, &*ENGLISH] {
        for paper in made.papers() {
            for (number, page) in (1..).zip(&paper.pages) {
                let last = page.last().unwrap();
                assert_eq!(without_spaces(&last.text), format!("—{number}—"), "{}", paper.form);
                let place = if number % 2 == 1 {
                    TYPE_AREA.1 - NUMBER_PT - last.right
                } else {
                    last.left - TYPE_AREA.0 - NUMBER_PT
                };
                assert!(place.abs() < 3.0, "{} {number}: {last:?}", paper.form);
                let below = last.middle - (37.0 + 225.0 + 7.0) / 25.4 * 72.0;
                assert!((2.0..15.0).contains(&below), "{} {number}: {below}", paper.form);
            }
        }
    }
}

#[test]
fn no_word_of_the_document_is_lost_and_no_character_is_a_box() {
    if !are_opened() {
        return;
    }
    for made in [&*CHINESE, &*ENGLISH] {
        let written = Text::of_docx(&made.docx());
        assert!(written.paragraphs.len() > 30 && written.cells.len() > 500);
        for paper in made.papers() {
            let shown = paper.text();
            for paragraph in &written.paragraphs {
                assert!(shown.contains(paragraph), "{}: {paragraph}", paper.form);
            }
            let characters = written.cells.iter().flat_map(|cell| cell.chars());
            for character in characters {
                assert!(shown.contains(character), "{}: {character:?}", paper.form);
            }
        }
        assert!(!made.notices.contains("warning") && !made.notices.contains("警告"));
    }
}

#[test]
fn every_font_is_embedded() {
    if !are_opened() {
        return;
    }
    for made in [&*CHINESE, &*ENGLISH] {
        for paper in made.papers() {
            let fonts = paper.fonts();
            assert!(fonts.len() >= 3, "{}: {fonts:?}", paper.form);
            for font in fonts {
                assert!(font.is_embedded && font.has_unicode, "{}: {font:?}", paper.form);
            }
        }
    }
}

#[test]
fn no_line_begins_with_a_closing_mark() {
    if !are_opened() {
        return;
    }
    for paper in CHINESE.papers() {
        for line in paper.text_pages().iter().flatten() {
            assert!(!line.text.starts_with(|c| CLOSING.contains(c)), "{}: {line:?}", paper.form);
        }
    }
}

#[test]
fn no_heading_stands_alone_at_the_foot_of_a_page() {
    if !are_opened() {
        return;
    }
    let written = Text::of_docx(&CHINESE.docx());
    assert!(written.headings.len() > 5);
    for paper in CHINESE.papers() {
        for page in &paper.pages {
            let foot = without_spaces(&page[page.len().saturating_sub(2)].text);
            assert!(!written.headings.contains(&foot), "{}: {foot}", paper.form);
        }
    }
}

#[test]
fn a_table_repeats_its_head_on_every_page() {
    if !are_opened() {
        return;
    }
    for paper in CHINESE.papers() {
        let begins = paper.pages_with("附件1");
        let ends = paper.pages_with("附件2");
        let (first, after) = (*begins.last().unwrap(), *ends.last().unwrap());
        let heads = paper.pages_with("数据数值分子÷分母口径");
        assert!(after - first > 3, "{}", paper.form);
        let of_figures = (first..after).take_while(|page| heads.contains(page)).count();
        assert!(of_figures > 2, "{}: {heads:?} from {first}", paper.form);
    }
}

#[test]
fn the_pdf_names_itself_its_language_and_its_headings() {
    if !are_opened() {
        return;
    }
    for (made, lang, title) in [
        (&*CHINESE, "zh-CN", "广东省公安厅（示范）2019年度行政审批和政务服务效能情况报告"),
        (&*ENGLISH, "en-GB", "2019"),
    ] {
        let [_, paper] = made.papers();
        let about = run("pdfinfo", &[&paper.file]);
        let of = |name: &str| {
            let line = about.lines().find(|line| line.starts_with(name)).unwrap_or_default();
            line.split_once(':').map_or("", |(_, value)| value.trim()).to_owned()
        };
        assert!(of("Title").contains(title), "{about}");
        assert_eq!(of("Tagged"), "yes", "{about}");
        assert!(of("Page size").contains("A4"), "{about}");
        let bytes = fs::read(&paper.file).unwrap();
        let has = |text: &str| bytes.windows(text.len()).any(|part| part == text.as_bytes());
        assert!(has(&format!("/Lang({lang})")) || has(&format!("/Lang ({lang})")));
        let outline = run("pdftohtml", &["-xml", "-i", "-stdout", &paper.file]);
        let outline = outline.split_once("<outline>").unwrap().1;
        for heading in Text::of_docx(&made.docx()).headings {
            assert!(without_spaces(outline).contains(&heading), "{heading}");
        }
    }
}

#[test]
fn the_same_package_gives_the_same_pdf() {
    if !are_opened() {
        return;
    }
    let again = Made::new("zh-CN");
    for name in ["report.docx", "report.pdf"] {
        let read = |made: &Made| fs::read(made.folder.path().join("report").join(name)).unwrap();
        assert!(read(&CHINESE) == read(&again), "{name}");
    }
}
