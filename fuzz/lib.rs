//! What the fuzz targets share: files that a package or log is read from, and keys that signed the
//! notes of the corpus.

use std::fs;
use std::path::{Path, PathBuf};

use efficacy::package::tables::{self, EachTable};
use efficacy::package::{Package, Refused, Row, Value, Zone};
use efficacy::report::DataQuality;
use jiff::tz::TimeZone;
use tempfile::TempDir;
use transparency_log::{Policy, VerifierKey};

/// A folder in memory where the system has one: a target writes thousands of files a second.
pub fn folder() -> TempDir {
    let in_memory = Path::new("/dev/shm");
    let made = if in_memory.is_dir() { TempDir::new_in(in_memory) } else { TempDir::new() };
    made.expect("a folder for the files of the target")
}

/// Writes a file of the folder.
pub fn file(folder: &TempDir, name: &str, content: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, content).expect("a file of the target");
    path
}

/// China's time.
pub fn zone() -> Zone {
    Zone::new(TimeZone::get("Asia/Shanghai").expect("a zone that is built in"))
}

/// Reads every table of a package and writes each row that is good; reading it again must give
/// the same cells.
pub fn read_tables(package: &Package, zone: &Zone) {
    // A table that is refused ends the reading, as it ends a report.
    let _ = tables::each(&mut Tables { package, zone });
}

struct Tables<'a> {
    package: &'a Package,
    zone: &'a Zone,
}

impl EachTable for Tables<'_> {
    type Error = Refused;

    fn table<R: Row>(&mut self) -> Result<(), Refused> {
        let mut quality = DataQuality::default();
        self.package.read::<R>(self.zone, &mut quality, |_, row| {
            for (column, cell) in cells(&row, self.zone).iter().enumerate() {
                let is_required = R::TABLE.columns[column].required;
                let is_given = is_required || !cell.is_empty();
                assert!(
                    !is_given || R::check(column, Value::Text(cell), self.zone).is_ok(),
                    "{} is written as `{cell}`, which can't be read",
                    R::TABLE.columns[column].name
                );
            }
            Ok(())
        })?;
        Ok(())
    }
}

fn cells(row: &impl Row, zone: &Zone) -> Vec<String> {
    let mut cells = Vec::new();
    row.write(zone, &mut |cell| cells.push(std::mem::take(cell)));
    cells
}

/// The policy under which the receipts of the corpus hold.
pub const KNOWN_POLICY: &str = include_str!("corpus/policy/one");

/// The keys that signed the notes of the corpus.
pub fn known_keys() -> Vec<VerifierKey> {
    let policy = Policy::parse(KNOWN_POLICY.as_bytes()).expect("a policy that is right");
    let logs = policy.logs().iter().map(|log| log.key.clone());
    logs.chain(policy.witnesses().iter().map(|witness| witness.key.clone())).collect()
}
