//! The page that leads to the report, the cases behind its figures and the package.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use askama::Template;
use efficacy::words::Words;

#[derive(Template)]
#[template(path = "cli/demo/index.html")]
struct Index<'a> {
    t: &'a Words,
    lang: &'static str,
    /// Names of the report's other forms.
    forms: Vec<String>,
    tables: Vec<String>,
    evidence: Vec<String>,
}

/// The page for what lies in `folder`, with the files of the report.
pub(super) fn page(folder: &Path, report: &[PathBuf], words: &Words) -> io::Result<String> {
    let index = Index {
        t: words,
        lang: words.lang().tag(),
        forms: report
            .iter()
            .filter_map(|file| file.file_name())
            .map(|name| name.to_string_lossy().into_owned())
            .filter(|name| name != "report.html")
            .collect(),
        tables: names(&folder.join("package"))?,
        evidence: names(&folder.join("report/evidence"))?,
    };
    index.render().map_err(io::Error::other)
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}
