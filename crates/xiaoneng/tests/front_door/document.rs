//! `xiaoneng report --format docx,pdf`. What the files look like is tested in `tests/documents`.

use std::fs;
#[cfg(feature = "pdf")]
use std::path::Path;

use tempfile::TempDir;

use crate::program::{Run, run_in, run_with};

/// A package, and beside it a folder of fonts without any.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new() -> Desk {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("package")).unwrap();
        fs::write(
            folder.path().join("package/agency.csv"),
            "name,region,year\n示例厅,440000,2019\n",
        )
        .unwrap();
        fs::create_dir(folder.path().join("fonts")).unwrap();
        let empty = folder.path().join("fonts").display().to_string();
        let system = format!("<fontconfig><dir>{empty}</dir></fontconfig>");
        fs::write(folder.path().join("fonts.conf"), system).unwrap();
        Desk { folder }
    }

    fn at(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }

    /// A report on a system that has no font.
    fn without_fonts(&self, options: &[&str]) -> Run {
        let (package, out, fonts) = (self.at("package"), self.at("out"), self.at("fonts.conf"));
        let mut arguments = vec!["report", "--from", &package, "--out", &out];
        arguments.extend(options);
        run_in(&[("FONTCONFIG_FILE", &fonts)], &arguments, "")
    }
}

#[cfg(feature = "pdf")]
#[test]
fn without_a_chinese_font_there_is_a_warning_and_every_form_but_pdf() {
    let desk = Desk::new();
    let done = desk.without_fonts(&["--format", "docx,pdf,json", "--lang", "en"]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.starts_with("warning: no PDF") && done.err.contains("fonts-noto-cjk"));
    assert_eq!(done.out.lines().count(), 2);
    for (name, is_there) in [("report.docx", true), ("report.json", true), ("report.pdf", false)] {
        assert_eq!(Path::new(&desk.at("out")).join(name).exists(), is_there, "{name}");
    }
}

#[cfg(feature = "pdf")]
#[test]
fn without_a_chinese_font_a_pdf_alone_fails_and_an_old_one_goes() {
    let desk = Desk::new();
    fs::create_dir(desk.at("out")).unwrap();
    fs::write(desk.at("out/report.pdf"), "an earlier one").unwrap();
    let failed = desk.without_fonts(&["--format", "pdf"]);
    assert_eq!(failed.code, 1);
    assert!(failed.err.starts_with("error: no PDF is written"), "{}", failed.err);
    assert!(!Path::new(&desk.at("out/report.pdf")).exists());
}

#[test]
fn a_document_is_dated_when_it_is_told_and_otherwise_the_same_on_every_day() {
    let desk = Desk::new();
    let docx = |options: &[&str]| {
        let done = desk.without_fonts(options);
        assert_eq!(done.code, 0, "{}", done.err);
        fs::read(desk.at("out/report.docx")).unwrap()
    };
    let undated = docx(&["--format", "docx"]);
    assert!(undated == docx(&["--format", "docx"]));
    assert!(undated != docx(&["--format", "docx", "--date", "2020-01-31"]));
}

#[test]
fn a_day_that_is_not_in_the_calendar_is_refused() {
    let refused = run_with(&["report", "--from", ".", "--out", "out", "--date", "2020-02-30"], "");
    assert_eq!(refused.code, 2);
    assert!(refused.err.contains("2020-02-30"), "{}", refused.err);
}
