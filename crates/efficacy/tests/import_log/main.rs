//! Logs of other systems become exchange packages.

#![expect(clippy::unwrap_used, reason = "a test that can't set up its files has failed")]

mod bad_input;
mod real_logs;
mod rules;
mod tables;
mod workbooks;
mod xes;

use std::fs;
use std::path::{Path, PathBuf};

use efficacy::import_log::{ImportError, Imported, Map, import};

/// A folder of a test's own that goes when the test is over.
struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn file(&self, name: &str, content: impl AsRef<[u8]>) -> PathBuf {
        let path = self.0.path().join(name);
        fs::write(&path, content).unwrap();
        path
    }

    /// The package's folder.
    fn package(&self) -> PathBuf {
        self.0.path().join("package")
    }

    fn import(&self, files: &[PathBuf], map: &str) -> Result<Imported, ImportError> {
        let map = Map::parse(map, "map.toml").unwrap();
        import(files, &map, &self.package(), &mut |_| {})
    }

    /// Rows of a table of the package, cells joined with `|`, without the header.
    fn table(&self, name: &str) -> Vec<String> {
        let mut table = csv::Reader::from_path(self.package().join(name)).unwrap();
        table.records().map(|row| row.unwrap().iter().collect::<Vec<_>>().join("|")).collect()
    }

    /// What lies in the folder.
    fn entries(&self) -> Vec<String> {
        let mut names: Vec<String> = fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }
}

/// What was set aside as `line column code`.
fn set_aside(imported: &Imported) -> Vec<String> {
    imported
        .set_aside
        .iter()
        .map(|row| format!("{} {} {}", row.line, row.column, row.code))
        .collect()
}

/// The folder of real logs and hand-made cases; `None`, with a line that says so, when absent.
fn shared(part: &str) -> Option<PathBuf> {
    let root = std::env::var_os("XIAONENG_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let folder = root.join("data").join(part);
    if folder.is_dir() {
        return Some(folder);
    }
    println!("skipped: `{}` is absent (set XIAONENG_SHARED)", folder.display());
    None
}

/// A map that the program ships.
fn shipped(name: &str) -> Map {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../maps").join(name);
    Map::parse(&fs::read_to_string(path).unwrap(), name).unwrap()
}
