//! What a user sees of a package: what is read, what is set aside, what is refused.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use jiff::tz::TimeZone;
use legal_clock::Day;
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
        (
            rows.unwrap().into_iter().map(|(_, row)| row).collect(),
            quality,
        )
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
        .map(
            |SetAside {
                 row,
                 line,
                 column,
                 code,
                 ..
             }| (*row, *line, column.as_str(), *code),
        )
        .collect()
}

const PROOFS: &str = "name,abolished_on,basis\n";

fn proofs(rows: &str) -> Folder {
    folder().with("proofs.csv", format!("{PROOFS}{rows}"))
}

#[test]
fn a_table_is_read_by_english_or_chinese_headers_in_any_order() {
    let (rows, quality) = folder()
        .with(
            "proofs.csv",
            "取消日期,备注,name\n2019-03-01,x,无犯罪证明\n",
        )
        .collect::<Proof>();
    assert_eq!(
        rows,
        [Proof {
            name: "无犯罪证明".into(),
            abolished_on: Day::new(2019, 3, 1).unwrap(),
            basis: None,
        }]
    );
    assert_eq!(quality.notices.len(), 1);
    assert_eq!(quality.notices[0].message, "columns not read: `备注`");
    assert_eq!(
        (quality.tables[0].rows, quality.tables[0].set_aside),
        (1, 0)
    );
}

#[test]
fn row_and_line_count_quoted_line_breaks_and_leave_blank_lines_out() {
    let (rows, quality) =
        proofs("\"a\nb\",2019-01-01,\n\r\n\nc,2019-02-30,\n\"d\r\ne\",2019/1/1,\n\n,2019-01-01,\n")
            .collect::<Proof>();
    assert_eq!(rows[0].name, "a\nb");
    assert_eq!(
        faults(&quality),
        [
            (2, 6, "abolished_on", "bad_date"),
            (3, 7, "abolished_on", "bad_date"),
            (4, 10, "name", "missing_value"),
        ]
    );
}

#[test]
fn the_first_bad_cell_in_the_order_of_the_file_is_named() {
    let (_, quality) = folder()
        .with("proofs.csv", "abolished_on,name\nyesterday,\n")
        .collect::<Proof>();
    assert_eq!(faults(&quality), [(1, 2, "abolished_on", "bad_date")]);
    assert_eq!(
        quality.set_aside[0].message,
        "`yesterday` is no date; write year, month and day as `2019-01-31`"
    );
}

#[test]
fn rows_of_another_width_than_the_header_are_set_aside() {
    let (rows, quality) =
        proofs("a,2019-01-01\nb,2019-01-01,,\nc,2019-01-01,\nd,2019-01-01,,,,,,\n")
            .collect::<Proof>();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        faults(&quality),
        [
            (1, 2, "", "too_few_fields"),
            (2, 3, "", "too_many_fields"),
            (4, 5, "", "too_many_fields"),
        ]
    );
}

#[test]
fn an_unclosed_quote_is_refused_with_the_line_it_opened_on() {
    let refused = proofs("a,2019-01-01,\n\"b\nb\",2019-01-01,\"c\nd\n").refusal::<Proof>();
    assert_eq!(
        (refused.file.as_str(), refused.line),
        ("proofs.csv", Some(4))
    );
    let refused = proofs("a,2019-01-01,\"c\"\"").refusal::<Proof>();
    assert_eq!(refused.line, Some(2));
}

#[test]
fn a_closed_quote_at_the_very_end_is_taken() {
    for end in ["\"c\"", "\"c\"\n", "\"c\"\r\n", "\"c\"\"\"", "\"\""] {
        let (rows, _) = proofs(&format!("a,2019-01-01,{end}")).collect::<Proof>();
        assert_eq!(rows.len(), 1, "{end}");
    }
}
