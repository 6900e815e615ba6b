//! What a reader sees of a PDF, by poppler, and what a DOCX says.

use std::fs::File;
use std::io::Read;
use std::path::Path;
use std::process::Command;

use quick_xml::Reader;
use quick_xml::events::Event;

/// Runs a program and gives what it prints.
pub(crate) fn run(program: &str, arguments: &[&str]) -> String {
    let output = Command::new(program)
        .args(arguments)
        .output()
        .unwrap_or_else(|error| panic!("`{program}`: {error}; `./test documents` installs it"));
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

pub(crate) fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// A line on a page, in points from the left and the top.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) text: String,
    pub(crate) left: f64,
    pub(crate) right: f64,
    pub(crate) middle: f64,
}

impl Line {
    pub(crate) fn is_page_number(&self) -> bool {
        self.text.starts_with('—')
    }

    pub(crate) fn begins_in_chinese(&self) -> bool {
        self.text.starts_with(|c| ('\u{4E00}'..='\u{9FFF}').contains(&c))
    }

    pub(crate) fn characters(&self) -> usize {
        without_spaces(&self.text).chars().count()
    }
}

/// A font of a PDF.
#[derive(Debug)]
pub(crate) struct Typeface {
    #[expect(dead_code, reason = "shown where a test fails")]
    name: String,
    pub(crate) is_embedded: bool,
    pub(crate) has_unicode: bool,
}

/// A printed document.
pub(crate) struct Paper {
    /// The form it was made from.
    pub(crate) form: &'static str,
    pub(crate) file: String,
    pub(crate) pages: Vec<Vec<Line>>,
}

impl Paper {
    pub(crate) fn open(form: &'static str, file: &Path) -> Paper {
        let file = file.to_str().unwrap().to_owned();
        let boxes = run("pdftotext", &["-bbox", &file, "-"]);
        let pages = boxes.split("<page ").skip(1).map(lines).collect();
        Paper { form, file, pages }
    }

    /// The pages of the text itself, before the first annex.
    pub(crate) fn text_pages(&self) -> &[Vec<Line>] {
        let annex = self.pages_with("附件1").last().copied().unwrap();
        &self.pages[..annex]
    }

    /// The pages, from 0, on which a line begins so.
    pub(crate) fn pages_with(&self, beginning: &str) -> Vec<usize> {
        let has = |page: &Vec<Line>| {
            page.iter().any(|line| without_spaces(&line.text).starts_with(beginning))
        };
        (0..).zip(&self.pages).filter(|(_, page)| has(page)).map(|(number, _)| number).collect()
    }

    /// All text in the order of reading, without spaces and page numbers.
    pub(crate) fn text(&self) -> String {
        let lines = self.pages.iter().flatten().filter(|line| !line.is_page_number());
        lines.map(|line| without_spaces(&line.text)).collect()
    }

    pub(crate) fn fonts(&self) -> Vec<Typeface> {
        let listed = run("pdffonts", &[&self.file]);
        let fonts = listed.lines().skip(2).map(|line| {
            let words: Vec<_> = line.split_whitespace().collect();
            let [.., embedded, _subset, unicode, _, _] = words.as_slice() else { panic!("{line}") };
            Typeface {
                name: words[0].to_owned(),
                is_embedded: *embedded == "yes",
                has_unicode: *unicode == "yes",
            }
        });
        fonts.collect()
    }
}

/// The words of a page, put together by line.
fn lines(page: &str) -> Vec<Line> {
    let mut lines: Vec<Line> = Vec::new();
    for word in page.split("<word ").skip(1) {
        let number = |name: &str| -> f64 {
            let value = word.split_once(&format!("{name}=\"")).unwrap().1;
            value.split_once('"').unwrap().0.parse().unwrap()
        };
        let text = word.split_once('>').unwrap().1.split_once('<').unwrap().0;
        let text = quick_xml::escape::unescape(text).unwrap().into_owned();
        let middle = f64::midpoint(number("yMin"), number("yMax"));
        let (left, right) = (number("xMin"), number("xMax"));
        match lines.iter_mut().find(|line| (line.middle - middle).abs() < 5.0) {
            Some(line) => {
                line.text.push(' ');
                line.text.push_str(&text);
                line.left = line.left.min(left);
                line.right = line.right.max(right);
            }
            None => lines.push(Line { text, left, right, middle }),
        }
    }
    lines.sort_by(|a, b| a.middle.total_cmp(&b.middle));
    lines
}

/// What a DOCX says, without spaces.
#[derive(Debug, Default)]
pub(crate) struct Text {
    pub(crate) headings: Vec<String>,
    /// Paragraphs outside of tables, headings too.
    pub(crate) paragraphs: Vec<String>,
    pub(crate) cells: Vec<String>,
}

impl Text {
    pub(crate) fn of_docx(file: &Path) -> Text {
        let mut zip = zip::ZipArchive::new(File::open(file).unwrap()).unwrap();
        let mut xml = String::new();
        zip.by_name("word/document.xml").unwrap().read_to_string(&mut xml).unwrap();
        let mut reader = Reader::from_str(&xml);
        let (mut found, mut text, mut style) = (Text::default(), String::new(), String::new());
        let mut in_table = false;
        loop {
            match reader.read_event().unwrap() {
                Event::Eof => return found,
                Event::Start(tag) if tag.name().as_ref() == "w:tbl" => in_table = true,
                Event::End(tag) if tag.name().as_ref() == "w:tbl" => in_table = false,
                Event::Empty(tag) if tag.name().as_ref() == "w:pStyle" => {
                    let value = tag.attributes().next().unwrap().unwrap().value;
                    style = value.into_owned();
                }
                Event::Text(part) => text.push_str(&part.xml10_content()),
                Event::GeneralRef(part) => {
                    let reference = format!("&{};", &*part);
                    text.push_str(&quick_xml::escape::unescape(&reference).unwrap());
                }
                Event::End(tag) if tag.name().as_ref() == "w:p" => {
                    let paragraph = without_spaces(&std::mem::take(&mut text));
                    if in_table {
                        found.cells.push(paragraph);
                    } else if !paragraph.is_empty() {
                        if style.starts_with("Heading") || style == "AnnexTitle" {
                            found.headings.push(paragraph.clone());
                        }
                        found.paragraphs.push(paragraph);
                    }
                }
                _ => {}
            }
        }
    }
}
