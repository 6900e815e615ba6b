//! The files of an import: what each holds, and which log of the map it belongs to.

use std::cell::RefCell;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use tempfile::TempPath;

use super::ImportError;
use super::map::{Kind, Map};
use super::rules::Plan;
use super::sheets::Sheet;
use super::source::{self, BytesRead};
use super::tables;
use crate::package::Refused;
use crate::package::files::{archive_entries, unpack_entry};
use crate::package::workbook::Workbook;

/// A part of the log: a file that was named, one of an archive, or a sheet of a workbook.
#[derive(Debug)]
pub(super) struct Input {
    /// As messages name it.
    pub(super) name: String,
    pub(super) path: PathBuf,
    /// Whether it begins as XML does.
    is_xml: bool,
    pub(super) sheet: Option<SheetOf>,
    /// Goes away with the import.
    _unpacked: Option<TempPath>,
}

/// A sheet of a workbook that is open.
#[derive(Debug, Clone)]
pub(super) struct SheetOf {
    pub(super) workbook: Rc<RefCell<Workbook>>,
    pub(super) name: String,
}

/// What a file holds, by its first bytes.
enum Content {
    Xml,
    Table,
    Archive,
    Workbook,
}

/// How many of a file's first bytes tell what it holds.
const HEAD: u64 = 512;

/// The files named, archives unpacked; and the names of entries that are no logs.
pub(super) fn list(files: &[PathBuf]) -> Result<(Vec<Input>, Vec<String>), ImportError> {
    let mut inputs = Vec::new();
    let mut unknown = Vec::new();
    for path in files {
        let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
        match content_of(path, &name)? {
            Content::Archive => unpack(path, &name, &mut inputs, &mut unknown)?,
            Content::Workbook => inputs.extend(sheets_of(path, &name)?),
            content => inputs.push(Input {
                name,
                path: path.clone(),
                is_xml: matches!(content, Content::Xml),
                sheet: None,
                _unpacked: None,
            }),
        }
    }
    Ok((inputs, unknown))
}

/// What cannot be read here is told when the file is read.
fn content_of(path: &Path, name: &str) -> Result<Content, ImportError> {
    let mut head = Vec::new();
    if let Ok(file) = source::open(path, &BytesRead::default()) {
        let _ = file.take(HEAD).read_to_end(&mut head);
    }
    let refuse = |message: &str| {
        let (file, message) = (name.to_owned(), message.to_owned());
        Err(ImportError::Refused { file, line: 1, message })
    };
    let is_zip = head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06");
    if has_extension(name, "xlsx") {
        return if is_zip {
            Ok(Content::Workbook)
        } else {
            refuse("the content isn't a workbook, whatever the name says; save it anew as .xlsx")
        };
    }
    if is_zip {
        return Ok(Content::Archive);
    }
    // A byte-order mark, and the zeros of UTF-16, stand before and between what counts.
    let is_blank = |byte: &u8| {
        matches!(byte, b' ' | b'\t' | b'\r' | b'\n' | 0 | 0xef | 0xbb | 0xbf | 0xfe | 0xff)
    };
    match head.iter().find(|byte| !is_blank(byte)) {
        Some(b'<') => Ok(Content::Xml),
        Some(b'{' | b'[') => {
            refuse("the file begins as JSON does, which is no log that is read; give XES or CSV")
        }
        _ => Ok(Content::Table),
    }
}

fn has_extension(name: &str, extension: &str) -> bool {
    Path::new(name).extension().is_some_and(|given| given.eq_ignore_ascii_case(extension))
}

fn unpack(
    archive: &Path,
    name: &str,
    inputs: &mut Vec<Input>,
    unknown: &mut Vec<String>,
) -> Result<(), ImportError> {
    let entries = archive_entries(archive).map_err(ImportError::Container)?;
    let unwritable = |cause| ImportError::Unwritable { path: std::env::temp_dir(), cause };
    for (index, entry) in entries.iter().enumerate() {
        let is_log = ["csv", "xes", "gz", "xlsx"].iter().any(|known| has_extension(entry, known));
        if !is_log {
            let is_folder = entry.ends_with('/');
            unknown.extend((!is_folder).then(|| format!("{name}/{entry}")));
            continue;
        }
        let mut file = tempfile::NamedTempFile::new().map_err(unwritable)?;
        unpack_entry(archive, index, entry, &mut file).map_err(ImportError::Container)?;
        let unpacked = file.into_temp_path();
        match content_of(&unpacked, entry)? {
            Content::Archive => {
                let message = "an archive in the archive isn't read; unpack it".to_owned();
                return Err(ImportError::Refused { file: entry.clone(), line: 1, message });
            }
            Content::Workbook => inputs.extend(sheets_of(&unpacked, entry)?),
            content => inputs.push(Input {
                name: entry.clone(),
                path: unpacked.to_path_buf(),
                is_xml: matches!(content, Content::Xml),
                sheet: None,
                _unpacked: Some(unpacked),
            }),
        }
    }
    Ok(())
}

/// The sheets of a workbook in which something is given. The workbook stays open, so its file may
/// go.
fn sheets_of(path: &Path, name: &str) -> Result<Vec<Input>, ImportError> {
    let unreadable = |cause| ImportError::Unreadable { file: name.to_owned(), cause };
    let workbook = Workbook::open(name, File::open(path).map_err(unreadable)?)?;
    let sheets = workbook.sheets();
    let workbook = Rc::new(RefCell::new(workbook));
    let mut inputs = Vec::new();
    for sheet in sheets {
        let of_sheet = format!("{name}/{sheet}");
        if Sheet::begin(&mut workbook.borrow_mut(), &of_sheet, &sheet, &|_| None)?.is_some() {
            inputs.push(Input {
                name: of_sheet,
                path: path.to_owned(),
                is_xml: false,
                sheet: Some(SheetOf { workbook: Rc::clone(&workbook), name: sheet }),
                _unpacked: None,
            });
        }
    }
    if inputs.is_empty() {
        let message = "nothing is given in any sheet of the workbook";
        return Err(Refused::file(name, message).into());
    }
    Ok(inputs)
}

/// The files of each log of the map. A map of one log takes all; of several, a file belongs to the
/// first that has its form and whose columns it has.
pub(super) fn by_log(map: &Map, inputs: &[Input]) -> Result<Vec<Vec<usize>>, ImportError> {
    let mut by_log = vec![Vec::new(); map.logs.len()];
    for (file, input) in inputs.iter().enumerate() {
        let log = if map.logs.len() == 1 { 0 } else { log_of(map, input)? };
        if input.sheet.is_some() && *map.logs[log].source.kind.get_ref() == Kind::Xes {
            let message = "a workbook is no XES log; its sheets are tables, for which the map's \
                           `kind` is `events` or `cases`";
            return Err(Refused::file(&input.name, message).into());
        }
        by_log[log].push(file);
    }
    Ok(by_log)
}

fn log_of(map: &Map, input: &Input) -> Result<usize, ImportError> {
    let refuse = |message: String| {
        let file = input.name.clone();
        ImportError::Refused { file, line: 1, message }
    };
    let is_xes = |kind: Kind| kind == Kind::Xes;
    if input.is_xml {
        let log = map.logs.iter().position(|log| is_xes(*log.source.kind.get_ref()));
        return log.ok_or_else(|| refuse("no log of the map has the kind `xes`".to_owned()));
    }
    let names = tables::header_of(input)?;
    let has_columns = |plan: &Plan<'_>| plan.columns().all(|column| names.contains(column));
    map.logs
        .iter()
        .position(|log| !is_xes(*log.source.kind.get_ref()) && has_columns(&Plan::new(log)))
        .ok_or_else(|| {
            let names = tables::shown(&names);
            refuse(format!("no log of the map has its columns in this header: {names}"))
        })
}
