//! Where a package's tables are: files of a folder, or entries of a zip archive.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader, Read, Seek as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use flate2::read::MultiGzDecoder;
use zip::ZipArchive;

use super::Refused;
use super::elsewhere::Elsewhere;
use super::table::Table;
use super::workbook::Workbook;

/// A file of the package, and how to open it.
#[derive(Debug, Clone)]
pub(super) struct Source {
    /// As named in the package, without the folder it lies in.
    pub(super) name: String,
    place: Place,
    is_gzip: bool,
}

#[derive(Debug, Clone)]
enum Place {
    File(PathBuf),
    Entry { archive: PathBuf, index: usize },
}

/// What lies in a package, by name.
#[derive(Debug, Default)]
pub(super) struct Files {
    /// Tables by name.
    pub(super) tables: BTreeMap<&'static str, Given>,
    /// `narrative/NN.md` by section.
    pub(super) narratives: BTreeMap<u8, Source>,
    /// What is no part of a package.
    pub(super) unknown: Vec<String>,
    /// Where the tables come from, if not from files.
    pub(super) elsewhere: Option<Arc<dyn Elsewhere>>,
    workbook: Option<Mutex<Workbook>>,
}

/// The form in which a table is given, and where.
#[derive(Debug)]
pub(super) enum Given {
    Csv(Source),
    Parquet(Source),
    /// A sheet of the workbook, by its name there.
    Sheet {
        name: String,
        sheet: String,
    },
    /// No file, by the table's name.
    Elsewhere(&'static str, Arc<dyn Elsewhere>),
}

impl Given {
    /// As named in what is told of it.
    pub(super) fn name(&self) -> &str {
        match self {
            Self::Csv(source) | Self::Parquet(source) => &source.name,
            Self::Sheet { name, .. } => name,
            Self::Elsewhere(name, _) => name,
        }
    }
}

/// How much a compressed file may unfold: tables shrink to a twentieth or so, an archive made to
/// fill the memory or the disk to a thousandth.
const EXPANSION: u64 = 200;
const EXPANSION_OF_SMALL_FILES: u64 = 64 << 20;

impl Files {
    /// Lists the files of the folder or zip archive at `path`; `tables` are the names to look for.
    pub(super) fn list(path: &Path, tables: &[&'static Table]) -> Result<Self, Refused> {
        if path.is_dir() {
            Self::list_folder(path, tables)
        } else {
            Self::list_archive(path, tables)
        }
    }

    /// Tables that come from elsewhere; `tables` are the names to ask for.
    pub(super) fn elsewhere(elsewhere: Arc<dyn Elsewhere>, tables: &[&'static Table]) -> Self {
        let given = tables.iter().filter(|table| elsewhere.has(table));
        let tables = given
            .map(|table| (table.name, Given::Elsewhere(table.name, elsewhere.clone())))
            .collect();
        Self { tables, elsewhere: Some(elsewhere), ..Self::default() }
    }

    /// Reads from the workbook, which is there when a table is given as a sheet.
    pub(super) fn with_workbook<T>(&self, read: impl FnOnce(&mut Workbook) -> T) -> Option<T> {
        let workbook = self.workbook.as_ref()?;
        Some(read(&mut workbook.lock().unwrap_or_else(PoisonError::into_inner)))
    }

    fn list_folder(path: &Path, tables: &[&'static Table]) -> Result<Self, Refused> {
        let mut files = Self::default();
        for (name, place) in folder_entries(path)? {
            if name == "narrative" && place.is_dir() {
                for (name, place) in folder_entries(&place)? {
                    files.add_narrative(&name, Place::File(place));
                }
            } else if place.is_dir() {
                files.unknown.push(format!("{name}/"));
            } else {
                files.add(&name, Place::File(place), tables)?;
            }
        }
        Ok(files)
    }

    fn list_archive(path: &Path, tables: &[&'static Table]) -> Result<Self, Refused> {
        let entries = archive_entries(path)?;
        let mut files = Self::default();
        if entries.iter().any(|entry| entry == "[Content_Types].xml") {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            files.add_workbook(&name, Place::File(path.to_owned()), tables)?;
            return Ok(files);
        }
        let root = archive_root(path, &entries, tables)?;
        for (index, entry) in entries.iter().enumerate() {
            let place = Place::Entry { archive: path.to_owned(), index };
            match entry.strip_prefix(root.as_str()) {
                _ if entry.ends_with('/') => {}
                Some(name) if !name.contains('/') => files.add(name, place, tables)?,
                Some(name) if name.starts_with("narrative/") => {
                    files.add_narrative(&name["narrative/".len()..], place);
                }
                _ => files.unknown.push(entry.clone()),
            }
        }
        Ok(files)
    }

    fn add(&mut self, name: &str, place: Place, tables: &[&'static Table]) -> Result<(), Refused> {
        let Some((table, form)) = table_form(name, tables) else {
            if name == WORKBOOK {
                return self.add_workbook(name, place, tables);
            }
            self.unknown.push(name.to_owned());
            return Ok(());
        };
        let source = Source { name: name.to_owned(), place, is_gzip: form == Form::CsvGzip };
        let given = match form {
            Form::Csv | Form::CsvGzip => Given::Csv(source),
            Form::Parquet => Given::Parquet(source),
        };
        self.give(table, given)
    }

    fn give(&mut self, table: &'static str, given: Given) -> Result<(), Refused> {
        if let Some(other) = self.tables.get(table) {
            let message = format!("`{}` gives the same table; keep one of the two", other.name());
            return Err(Refused::file(given.name(), message));
        }
        self.tables.insert(table, given);
        Ok(())
    }

    fn add_workbook(
        &mut self,
        name: &str,
        place: Place,
        tables: &[&'static Table],
    ) -> Result<(), Refused> {
        let source = Source { name: name.to_owned(), place, is_gzip: false };
        let workbook = Workbook::open(name, source.unpacked()?)?;
        for sheet in workbook.sheets() {
            let given = format!("{name}/{sheet}");
            let table = tables.iter().find(|table| [table.name, table.chinese].contains(&&*sheet));
            match table {
                Some(table) => self.give(table.name, Given::Sheet { name: given, sheet })?,
                None => self.unknown.push(given),
            }
        }
        self.workbook = Some(Mutex::new(workbook));
        Ok(())
    }

    fn add_narrative(&mut self, name: &str, place: Place) {
        let section = name
            .strip_suffix(".md")
            .filter(|number| number.len() == 2)
            .and_then(|number| number.parse().ok())
            .filter(|section| (1..=18).contains(section));
        let source = Source { name: format!("narrative/{name}"), place, is_gzip: false };
        match section {
            Some(section) => {
                self.narratives.insert(section, source);
            }
            None => self.unknown.push(source.name),
        }
    }
}

/// The file whose sheets are tables.
const WORKBOOK: &str = "package.xlsx";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Form {
    Csv,
    CsvGzip,
    Parquet,
}

/// The table that a file's name stands for, and its form.
fn table_form(name: &str, tables: &[&'static Table]) -> Option<(&'static str, Form)> {
    let (stem, extension) = name.split_once('.')?;
    let form = match extension {
        "csv" => Form::Csv,
        "csv.gz" => Form::CsvGzip,
        "parquet" => Form::Parquet,
        _ => return None,
    };
    tables.iter().find(|table| table.name == stem).map(|table| (table.name, form))
}

/// Names and paths of a folder, in the order of their names.
fn folder_entries(path: &Path) -> Result<Vec<(String, PathBuf)>, Refused> {
    let shown = path.display().to_string();
    let list = || -> io::Result<Vec<_>> {
        fs::read_dir(path)?
            .map(|entry| {
                entry.map(|entry| (entry.file_name().to_string_lossy().into_owned(), entry.path()))
            })
            .collect()
    };
    let mut entries = list().map_err(|error| Refused::file(shown, error.to_string()))?;
    entries.sort();
    Ok(entries)
}

/// Names of an archive's entries, in its order.
pub(crate) fn archive_entries(path: &Path) -> Result<Vec<String>, Refused> {
    let shown = path.display().to_string();
    let mut archive = open_archive(path)?;
    let names: Result<Vec<String>, _> =
        archive.file_names().map(|name| name.map(|name| name.replace('\\', "/"))).collect();
    let names =
        names.map_err(|error| Refused::file(&shown, format!("broken zip archive: {error}")))?;
    // Names given twice, entries that overlap, headers that disagree: two programs would read two
    // things in such an archive.
    archive.validate_header_consistency().map_err(|error| {
        Refused::file(&shown, format!("broken zip archive: {error}; pack the folder anew"))
    })?;
    for name in &names {
        let leads_out = name.starts_with('/')
            || name.contains('\0')
            || name.get(1..2) == Some(":")
            || name.split('/').any(|part| part == "..");
        if leads_out {
            return Err(Refused::file(
                &shown,
                format!("entry `{name}` leads out of the archive; pack the folder anew"),
            ));
        }
    }
    Ok(names)
}

/// Hands an entry of an archive, unpacked, to `read`. `name` is how messages name it.
pub(crate) fn open_entry<T>(
    archive: &Path,
    index: usize,
    name: &str,
    read: impl FnOnce(&mut dyn Read) -> Result<T, Refused>,
) -> Result<T, Refused> {
    let place = Place::Entry { archive: archive.to_owned(), index };
    Source { name: name.to_owned(), place, is_gzip: false }.open(read)
}

/// Writes an entry of an archive to `out`, unpacked. `name` is how messages name it.
pub(crate) fn unpack_entry(
    archive: &Path,
    index: usize,
    name: &str,
    out: &mut impl io::Write,
) -> Result<(), Refused> {
    open_entry(archive, index, name, |entry| {
        io::copy(entry, out).map(drop).map_err(|error| {
            Refused::file(name, format!("the entry can't be unpacked: {error}; pack it anew"))
        })
    })
}

/// The folder within the archive in which its tables lie: the top, or one folder.
fn archive_root(
    path: &Path,
    entries: &[String],
    tables: &[&'static Table],
) -> Result<String, Refused> {
    let mut root: Option<(&str, &str)> = None;
    for entry in entries {
        let (folder, name) = match entry.split_once('/') {
            Some((folder, name)) => (&entry[..=folder.len()], name),
            None => ("", entry.as_str()),
        };
        if table_form(name, tables).is_none() && name != WORKBOOK {
            continue;
        }
        match root {
            Some((other, first)) if other != folder => {
                return Err(Refused::file(
                    path.display().to_string(),
                    format!("`{first}` and `{entry}` lie in different folders; pack one package"),
                ));
            }
            _ => root = Some((folder, entry)),
        }
    }
    Ok(root.map_or_else(String::new, |(folder, _)| folder.to_owned()))
}

fn open_archive(path: &Path) -> Result<ZipArchive<BufReader<File>>, Refused> {
    let shown = path.display().to_string();
    let file = File::open(path).map_err(|error| Refused::file(&shown, error.to_string()))?;
    ZipArchive::new(BufReader::new(file)).map_err(|error| {
        Refused::file(
            &shown,
            format!(
                "neither a folder nor a whole zip archive or workbook ({error}); give one of them"
            ),
        )
    })
}

impl Source {
    /// Opens the file, unpacked, for as long as `read` takes.
    pub(super) fn open<T>(
        &self,
        read: impl FnOnce(&mut dyn Read) -> Result<T, Refused>,
    ) -> Result<T, Refused> {
        let refused = |error: &dyn std::fmt::Display| Refused::file(&self.name, error.to_string());
        match &self.place {
            Place::File(path) => {
                let file = File::open(path).map_err(|error| refused(&error))?;
                if self.is_gzip {
                    let packed = file.metadata().map_err(|error| refused(&error))?.len();
                    read(&mut Limited::new(MultiGzDecoder::new(BufReader::new(file)), packed))
                } else {
                    read(&mut { file })
                }
            }
            Place::Entry { archive, index } => {
                let mut archive = open_archive(archive)?;
                let entry = archive
                    .by_index(*index)
                    .map_err(|error| refused(&format_args!("entry can't be unpacked: {error}")))?;
                let packed = entry.compressed_size();
                if self.is_gzip {
                    read(&mut Limited::new(MultiGzDecoder::new(BufReader::new(entry)), packed))
                } else {
                    read(&mut Limited::new(entry, packed))
                }
            }
        }
    }

    /// The file itself, to be read at any place: an entry of an archive is unpacked to a file
    /// without a name first.
    pub(super) fn unpacked(&self) -> Result<File, Refused> {
        let refused = |error: &dyn std::fmt::Display| Refused::file(&self.name, error.to_string());
        if let Place::File(path) = &self.place {
            return File::open(path).map_err(|error| refused(&error));
        }
        self.open(|input| {
            let mut file = tempfile::tempfile().map_err(|error| refused(&error))?;
            io::copy(input, &mut file).map_err(|error| {
                refused(&format_args!("the entry can't be unpacked: {error}; pack it anew"))
            })?;
            file.rewind().map_err(|error| refused(&error))?;
            Ok(file)
        })
    }

    /// Whether a fault in reading may be one of the packing.
    pub(super) fn is_packed(&self) -> bool {
        self.is_gzip || matches!(self.place, Place::Entry { .. })
    }
}

/// An unpacked file that may not grow beyond reason.
pub(crate) struct Limited<R> {
    inner: R,
    left: u64,
}

impl<R> Limited<R> {
    /// A file that is `packed` bytes long before it is unpacked.
    pub(crate) fn new(inner: R, packed: u64) -> Self {
        Self { inner, left: EXPANSION_OF_SMALL_FILES + packed.saturating_mul(EXPANSION) }
    }
}

impl<R: Read> Read for Limited<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(out)?;
        self.left = self.left.checked_sub(read as u64).ok_or_else(|| {
            io::Error::other(format!(
                "it unfolds to more than {EXPANSION} times its size; if that is right, give it unpacked"
            ))
        })?;
        Ok(read)
    }
}
