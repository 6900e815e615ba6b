//! The annual report of a package: read, computed and written to a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use efficacy::facts::Rules;
use efficacy::figures;
use efficacy::package::Package;
use efficacy::report::{
    Basis, Labels, Rendering, Report, Since, data_quality_csv, html, official_document,
};
use efficacy::words::Lang;
#[cfg(feature = "pdf")]
use efficacy::words::{Value, Words};
use efficacy::{Read, Settings};
use jiff::civil::Date;
use legal_clock::Calendar;
#[cfg(feature = "pdf")]
use official_document::OfficialDocument;
use sha2::{Digest, Sha256};
#[cfg(feature = "pdf")]
use typeset::Fonts;
use xiaoneng::models::{PROCEDURES, hex};

use crate::cli::Failure;
#[cfg(feature = "pdf")]
use crate::words;

/// Matters up to which the cases behind each figure are written without being asked for.
pub(crate) const EVIDENCE_UP_TO: u64 = 100_000;

/// A form in which a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// `report.json`, for programs.
    Json,
    /// `report.html`, to read and to explore.
    Html,
    /// `report.docx`, the official document to edit and send.
    Docx,
    /// `report.pdf`, the official document to print and file.
    #[cfg(feature = "pdf")]
    Pdf,
}

/// What a package is read by: the shipped procedures and this calendar, if one was given, for
/// `year` or the year that its agency names.
pub(crate) fn settings(year: Option<i16>, china: Option<Calendar>) -> Result<Settings, Failure> {
    let rules = Rules::shipped().map_err(|error| Failure::refused(error.to_string()))?;
    Ok(Settings { year, china, rules })
}

/// A package read, with the texts its agency wrote.
pub(crate) struct PackageYear {
    pub(crate) read: Read,
    narratives: BTreeMap<u8, String>,
}

impl PackageYear {
    /// Reads the package at `path`.
    pub(crate) fn read(path: &Path, settings: &Settings) -> Result<Self, Failure> {
        let package = Package::open(path).map_err(|error| Failure::refused(error.to_string()))?;
        Self::of(&package, settings)
    }

    /// Reads a package that is open.
    pub(crate) fn of(package: &Package, settings: &Settings) -> Result<Self, Failure> {
        let refused = |error: &dyn std::error::Error| Failure::refused(error.to_string());
        let read = efficacy::read(package, settings).map_err(|error| refused(&error))?;
        let narratives = package.narratives().map_err(|error| refused(&error))?;
        Ok(PackageYear { read, narratives })
    }

    /// Its report.
    pub(crate) fn report(&self) -> Report {
        Report::of(&self.read)
    }
}

/// How a report is written.
#[derive(Debug)]
pub(crate) struct Writing<'a> {
    /// The folder, made if it isn't there.
    pub(crate) folder: &'a Path,
    /// In which forms.
    pub(crate) formats: &'a [Format],
    /// In which language.
    pub(crate) lang: Lang,
    /// Whether the cases behind each figure are written even of a large package.
    pub(crate) evidence: bool,
    /// 成文日期, if the document is to tell it.
    pub(crate) date: Option<Date>,
    /// What has changed since the report was published.
    pub(crate) since: Option<Since>,
    /// A folder with fonts to typeset with, before those of the system.
    #[cfg_attr(not(feature = "pdf"), expect(dead_code, reason = "only the PDF is typeset"))]
    pub(crate) fonts: Option<&'a Path>,
}

/// What was written, and what the user should know of it.
#[derive(Debug, Default)]
pub(crate) struct Written {
    /// The files that people open.
    pub(crate) files: Vec<PathBuf>,
    /// What is to be said on standard error, in the user's language.
    pub(crate) notices: Vec<String>,
    /// Why none of the forms asked for could be written.
    pub(crate) nothing: Option<String>,
}

/// Writes a report, and the cases behind it.
pub(crate) fn write(
    year: &PackageYear,
    report: &Report,
    how: &Writing<'_>,
) -> Result<Written, Failure> {
    fs::create_dir_all(how.folder).map_err(|source| Failure::write(how.folder, source))?;
    let options = Rendering {
        lang: how.lang,
        narratives: year.narratives.clone(),
        evidence: write_evidence(year, how)?,
        labels: Labels { items: item_names(&year.read), regions: BTreeMap::new() },
        basis: basis(),
        date: how.date,
        since: how.since.clone(),
    };
    let mut written = Written::default();
    for format in how.formats {
        match format {
            Format::Json => {
                let text = text_of(report)?;
                written.file(how, "report.json", |file| fs::write(file, text))?;
            }
            Format::Html => {
                let page = html(report, &options);
                written.file(how, "report.html", |file| fs::write(file, page))?;
            }
            Format::Docx => {
                let document = official_document(report, &options);
                written.file(how, "report.docx", |file| {
                    official_document::docx(&document, BufWriter::new(File::create(file)?))
                })?;
            }
            #[cfg(feature = "pdf")]
            Format::Pdf => write_pdf(&official_document(report, &options), how, &mut written)?,
        }
    }
    let file = how.folder.join("data_quality.csv");
    let listed = data_quality_csv(&report.data_quality)
        .map_err(|error| Failure::write(&file, io::Error::other(error)))?;
    match listed {
        Some(table) => written.file(how, "data_quality.csv", |file| fs::write(file, table))?,
        None => remove(&file)?,
    }
    Ok(written)
}

/// Writes the text of a `report.json` that was published.
pub(crate) fn write_text(report: &str, folder: &Path) -> Result<Written, Failure> {
    fs::create_dir_all(folder).map_err(|source| Failure::write(folder, source))?;
    let file = folder.join("report.json");
    fs::write(&file, report).map_err(|source| Failure::write(&file, source))?;
    Ok(Written { files: vec![file], ..Written::default() })
}

impl Written {
    /// Writes a file of the report by its name.
    fn file(
        &mut self,
        how: &Writing<'_>,
        name: &str,
        write: impl FnOnce(&Path) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let file = how.folder.join(name);
        write(&file).map_err(|source| Failure::write(&file, source))?;
        self.files.push(file);
        Ok(())
    }
}

/// Typesets the document. Without a Chinese font there is no PDF, which costs the other forms
/// nothing; what an earlier report left of it is removed.
#[cfg(feature = "pdf")]
fn write_pdf(
    document: &OfficialDocument,
    how: &Writing<'_>,
    written: &mut Written,
) -> Result<(), Failure> {
    let words = words::of(how.lang);
    let fonts = match Fonts::find(how.fonts) {
        Ok(fonts) => fonts,
        Err(none) => {
            if how.formats.iter().all(|format| *format == Format::Pdf) {
                written.nothing = Some(none.to_string());
            } else {
                written.notices.push(words.text("report-notice-no-pdf"));
            }
            return remove(&how.folder.join("report.pdf"));
        }
    };
    let pdf = typeset::pdf(document, &fonts).map_err(|error| Failure::Broken(error.to_string()))?;
    written.notices.push(words.format("report-notice-fonts", &[("fonts", used(&fonts, &words))]));
    let lacking: Vec<_> = fonts.lacking(document).into_iter().map(String::from).collect();
    if !lacking.is_empty() {
        let characters = words.list(&lacking);
        let characters = [("characters", characters.into())];
        written.notices.push(words.format("report-notice-lacking", &characters));
    }
    written.file(how, "report.pdf", |file| fs::write(file, pdf))
}

/// Each kind of type with the font used for it.
#[cfg(feature = "pdf")]
fn used(fonts: &Fonts, words: &Words) -> Value<'static> {
    let chinese = fonts.used().map(|(face, font)| format!("{face} {font}"));
    let latin = fonts.latin().map(|font| format!("{} {font}", words.text("report-font-latin")));
    words.list(&chinese.chain(latin).collect::<Vec<_>>()).into()
}

/// The text of `report.json`.
pub(crate) fn text_of(report: &Report) -> Result<String, Failure> {
    let text = serde_json::to_string_pretty(report);
    text.map(|text| text + "\n").map_err(|error| Failure::Broken(error.to_string()))
}

/// Writes `evidence/FIGURE.csv`; gives the figures that have one. What an earlier report left of
/// the others is removed.
fn write_evidence(year: &PackageYear, how: &Writing<'_>) -> Result<BTreeSet<String>, Failure> {
    let folder = how.folder.join("evidence");
    let is_wanted = how.evidence || year.read.matters <= EVIDENCE_UP_TO;
    let mut written = BTreeSet::new();
    for definition in figures::all() {
        let file = folder.join(format!("{}.csv", definition.id));
        let is_written = is_wanted
            && figures::write_evidence(definition, &year.read.year, &folder)
                .map_err(|source| Failure::write(&file, source))?;
        if is_written {
            written.insert(definition.id.to_owned());
        } else {
            remove(&file)?;
        }
    }
    Ok(written)
}

fn remove(file: &Path) -> Result<(), Failure> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::write(file, error)),
        _ => Ok(()),
    }
}

fn item_names(read: &Read) -> BTreeMap<String, String> {
    read.year.items().map(|item| (item.item_code.to_string(), item.name.to_string())).collect()
}

fn basis() -> Basis {
    let hash = |text: &str| hex(&Sha256::digest(text));
    Basis {
        program: format!("xiaoneng {}", env!("CARGO_PKG_VERSION")),
        procedures: PROCEDURES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), hash(text)))
            .collect(),
    }
}
