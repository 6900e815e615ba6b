//! The page that leads to the report, the cases behind its figures and the package.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use askama::Template;
use efficacy::figures;
use efficacy::report::FigureWords;
use efficacy::words::Words;

#[derive(Template)]
#[template(path = "cli/demo/index.html")]
struct Index<'a> {
    t: &'a Words,
    lang: &'static str,
    /// Names of the report's other forms.
    forms: Vec<String>,
    tables: Vec<String>,
    evidence: Vec<Evidence>,
}

/// The file of the cases behind a figure.
struct Evidence {
    file: String,
    /// The figure's name in the language of the page.
    name: String,
    id: String,
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
        evidence: evidence(&folder.join("report/evidence"), words)?,
    };
    index.render().map_err(io::Error::other)
}

/// The files of figures, in the order of the report.
fn evidence(folder: &Path, words: &Words) -> io::Result<Vec<Evidence>> {
    let written = names(folder)?;
    let figures = figures::all().map(|definition| Evidence {
        file: format!("{}.csv", definition.id),
        name: FigureWords::new(words).name(definition.id),
        id: definition.id.to_owned(),
    });
    Ok(figures.filter(|figure| written.contains(&figure.file)).collect())
}

fn names(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = fs::read_dir(folder)?
        .map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned()))
        .collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

#[cfg(test)]
mod tests {
    use efficacy::words::Lang;

    use super::*;

    #[test]
    fn each_file_of_cases_bears_the_name_of_its_figure_in_the_order_of_the_report() {
        let folder = tempfile::tempdir().unwrap();
        for file in ["package/acts.csv", "report/evidence/cases_decided.csv"] {
            let path = folder.path().join(file);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, "").unwrap();
        }
        let link = |name: &str| {
            format!("<a href=\"report/evidence/cases_decided.csv\">{name}</a> <code>cases_decided<")
        };
        for (lang, name) in [(Lang::ZhCn, "作出决定的办件"), (Lang::En, "Cases decided")] {
            let report = ["report.html", "report.docx"].map(|name| folder.path().join(name));
            let page = page(folder.path(), &report, &crate::words::of(lang)).unwrap();
            assert!(page.contains(&link(name)), "{page}");
            assert!(page.contains("<a href=\"report/report.docx\">report.docx</a>"), "{page}");
        }
    }
}
