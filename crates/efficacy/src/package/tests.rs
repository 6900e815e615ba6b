//! What a user sees of a package: what is read, what is set aside, what is refused.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::tz::TimeZone;
use legal_clock::{Day, Unit, When};
use tempfile::TempDir;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::tables::*;
use super::*;
use crate::report::SetAside;

struct Folder(TempDir);

fn folder() -> Folder {
    Folder(TempDir::new().unwrap())
}

impl Folder {
    fn with(self, name: &str, content: impl AsRef<[u8]>) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn open(&self) -> Package {
        Package::open(self.path()).unwrap()
    }

    fn collect<R: Row>(&self) -> (Vec<R::Of<'static>>, DataQuality) {
        let mut quality = DataQuality::default();
        let rows = self.open().collect::<R>(&china(), &mut quality).unwrap();
        (rows.unwrap().into_iter().map(|(_, row)| row).collect(), quality)
    }

    fn refusal<R: Row>(&self) -> Refused {
        let mut quality = DataQuality::default();
        match self.open().collect::<R>(&china(), &mut quality) {
            Err(refused) => refused,
            Ok(_) => panic!("the file was taken: {quality:?}"),
        }
    }
}

fn china() -> Zone {
    Zone::new(TimeZone::get("Asia/Shanghai").unwrap())
}

fn gzip(content: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

fn zip_of(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// Row, line, column and code of what was set aside.
fn faults(quality: &DataQuality) -> Vec<(u64, u64, &str, &str)> {
    quality
        .set_aside
        .iter()
        .map(|SetAside { row, line, column, code, .. }| (*row, *line, column.as_str(), *code))
        .collect()
}

const PROOFS: &str = "name,abolished_on,basis\n";

fn proofs(rows: &str) -> Folder {
    folder().with("proofs.csv", format!("{PROOFS}{rows}"))
}

fn rows_of(count: u64, row: impl Fn(u64) -> String) -> String {
    (0..count).map(row).collect::<Vec<_>>().concat()
}

/// A row that doesn't shrink well.
fn noise(n: u64) -> String {
    format!("{},2019-01-01,\n", n.wrapping_mul(0x9e37_79b9_7f4a_7c15))
}

mod cells;
mod declarations;
mod elements;
mod encodings;
mod files;
mod forms;
mod parquet_files;
mod rows;
mod workbooks;
mod written;
