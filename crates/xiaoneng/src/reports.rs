//! The annual report of a package: read, computed and written to a folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use efficacy::facts::Rules;
use efficacy::figures;
use efficacy::package::Package;
use efficacy::report::{Basis, HtmlOptions, Labels, Report, data_quality_csv, html};
use efficacy::words::Lang;
use efficacy::{Read, Settings};
use legal_clock::Calendar;
use sha2::{Digest, Sha256};

use crate::cli::Failure;

/// Matters up to which the cases behind each figure are written without being asked for.
pub(crate) const EVIDENCE_UP_TO: u64 = 100_000;

/// The shipped procedures, as the basis of a report names them.
pub(crate) const PROCEDURES: [(&str, &str); 3] = [
    ("licensing", include_str!("../procedures/licensing.toml")),
    ("ticket", include_str!("../procedures/ticket.toml")),
    ("warning", include_str!("../procedures/warning.toml")),
];

/// A form in which a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub(crate) enum Format {
    /// `report.json`, for programs.
    Json,
    /// `report.html`, to read and to print.
    Html,
}

/// What a package is read by: the shipped procedures and this calendar, for `year` or the year that
/// its agency names.
pub(crate) fn settings(year: Option<i16>, china: Calendar) -> Result<Settings, Failure> {
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
}

/// Computes the report and writes it; gives the files written that people open.
pub(crate) fn write(year: &PackageYear, how: &Writing<'_>) -> Result<Vec<PathBuf>, Failure> {
    let report = Report::of(&year.read);
    let at = |name: &str| how.folder.join(name);
    fs::create_dir_all(how.folder).map_err(|source| Failure::write(how.folder, source))?;
    let evidence = write_evidence(year, how)?;
    let mut written = Vec::new();
    if how.formats.contains(&Format::Json) {
        let file = at("report.json");
        write_json(&report, &file).map_err(|source| Failure::write(&file, source))?;
        written.push(file);
    }
    if how.formats.contains(&Format::Html) {
        let options = HtmlOptions {
            lang: how.lang,
            narratives: year.narratives.clone(),
            evidence,
            labels: Labels { items: item_names(&year.read), regions: BTreeMap::new() },
            basis: basis(),
        };
        let file = at("report.html");
        let page = html(&report, &options);
        fs::write(&file, page).map_err(|source| Failure::write(&file, source))?;
        written.push(file);
    }
    let file = at("data_quality.csv");
    let listed = data_quality_csv(&report.data_quality)
        .map_err(|error| Failure::write(&file, io::Error::other(error)))?;
    match listed {
        Some(table) => {
            fs::write(&file, table).map_err(|source| Failure::write(&file, source))?;
            written.push(file);
        }
        None => remove(&file)?,
    }
    Ok(written)
}

fn write_json(report: &Report, file: &Path) -> io::Result<()> {
    let mut out = BufWriter::new(File::create(file)?);
    serde_json::to_writer_pretty(&mut out, report)?;
    out.write_all(b"\n")?;
    out.flush()
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
    let hash = |text: &str| {
        Sha256::digest(text.as_bytes()).iter().fold(String::new(), |mut hash, byte| {
            // Writing to a string can't fail.
            let _ = write!(hash, "{byte:02x}");
            hash
        })
    };
    Basis {
        program: format!("xiaoneng {}", env!("CARGO_PKG_VERSION")),
        procedures: PROCEDURES
            .iter()
            .map(|(name, text)| ((*name).to_owned(), hash(text)))
            .collect(),
    }
}
