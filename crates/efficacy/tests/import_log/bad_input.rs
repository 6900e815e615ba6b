//! Malformed input does no harm: the outcome that the collection's README states for each file, by
//! one map for all of them.

use std::fmt::Write as _;
use std::io::Write;

use efficacy::import_log::{ImportError, Imported, Map, import};
use flate2::Compression;
use flate2::write::GzEncoder;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::{Folder, set_aside, shared};

const MAP: &str = include_str!("any-log.toml");

/// What becomes of a file.
enum Outcome {
    /// Cases, events, and each row set aside as `line column code`.
    Taken(u64, u64, &'static [&'static str]),
    /// Refused whole; the message says this.
    Refused(&'static str),
}
use Outcome::{Refused, Taken};

/// Every file of the collection, in the order of its README.
const OUTCOMES: &[(&str, Outcome)] = &[
    ("01_gb18030_events.csv", Taken(3, 6, &[])),
    ("01_utf8_twin.csv", Taken(3, 6, &[])),
    ("02_bom_crlf.csv", Taken(3, 6, &[])),
    ("03_quotes.csv", Taken(3, 0, &[])),
    ("04_unclosed_quote.csv", Refused("line 2: a quotation mark is opened here and never closed")),
    ("05_ragged.csv", Taken(2, 0, &["3  too_few_fields", "5  too_many_fields"])),
    (
        "06_impossible_dates.csv",
        Taken(
            2,
            0,
            &[
                "3 accepted_on bad_date",
                "4 accepted_on bad_date",
                "5 accepted_on bad_date",
                "6 accepted_on bad_date",
                "7 accepted_on bad_date",
                "9 accepted_on bad_date",
                "10 accepted_on bad_date",
            ],
        ),
    ),
    ("07_duplicate_ids.csv", Taken(2, 0, &["5 case_no duplicate_key"])),
    ("08_decided_before_accepted.csv", Taken(1, 0, &["2 decided_on act_not_allowed"])),
    ("09_formula_cells.csv", Taken(4, 0, &[])),
    ("10_empty.csv", Refused("line 1: the file is empty; not even a header is there")),
    ("11_header_only.csv", Taken(0, 0, &[])),
    (
        "12_truncated.xes.gz",
        Refused("can't be read beyond line 1: the compressed stream ends early"),
    ),
    ("13_entity_expansion.xes", Refused("line 2: document type declarations are not accepted")),
    ("14_external_entity.xes", Refused("line 2: document type declarations are not accepted")),
    ("15_path_traversal.zip", Refused("entry `../../escaped.csv` leads out of the archive")),
    ("16_deep_nesting.json", Refused("line 1: the file begins as JSON does")),
    ("17_huge_field.csv", Taken(1, 0, &["2 item_name field_too_long"])),
    ("18_nul_bytes.csv", Taken(0, 0, &["2 item_name control_character"])),
    ("19_not_a_workbook.xlsx", Refused("line 1: the content isn't a workbook")),
    ("20_mixed_cells.xlsx", Taken(3, 0, &["4 decided_on bad_value", "5 item_code bad_value"])),
    ("21_duplicate_keys.json", Refused("line 1: the file begins as JSON does")),
    ("22_mixed_time_zones.csv", Taken(1, 3, &[])),
    ("23_event_without_name.xes", Taken(1, 1, &["2 concept:name missing_value"])),
    ("24_namespace_1.xes", Taken(1, 1, &[])),
    ("24_namespace_2.xes", Taken(1, 1, &[])),
    ("24_namespace_3.xes", Taken(1, 1, &[])),
];

#[test]
fn every_file_of_the_collection_comes_out_as_its_description_says() {
    let Some(collection) = shared("bad-input") else {
        return;
    };
    for (file, expected) in OUTCOMES {
        let folder = Folder::new();
        let outcome = folder.import(&[collection.join(file)], MAP);
        match (expected, outcome) {
            (Taken(cases, events, rows), Ok(imported)) => {
                assert_eq!((imported.cases, imported.events), (*cases, *events), "{file}");
                assert_eq!(set_aside(&imported), *rows, "{file}");
            }
            (Refused(message), Err(error)) => {
                assert!(error.is_refusal(), "{file}: {error}");
                assert!(error.to_string().contains(message), "{file}: {error}");
                assert!(error.to_string().len() < 1000, "{file}: {error}");
                assert!(folder.entries().is_empty(), "{file} left {:?}", folder.entries());
            }
            (_, outcome) => panic!("{file}: {outcome:?}"),
        }
    }
    let listed = std::fs::read_dir(&collection).unwrap().count() - 1;
    assert_eq!(OUTCOMES.len(), listed, "every file but the README");
}

#[test]
fn text_in_gb18030_is_the_text_in_utf_8() {
    let Some(collection) = shared("bad-input") else {
        return;
    };
    let [one, other] = ["01_gb18030_events.csv", "01_utf8_twin.csv"].map(|file| {
        let folder = Folder::new();
        folder.import(&[collection.join(file)], MAP).unwrap();
        folder.table("acts.csv")
    });
    assert_eq!(one, other);
}

#[test]
fn events_of_several_zones_stand_in_the_order_in_which_they_happened() {
    let folder = Folder::new();
    let log = folder.file(
        "log.csv",
        "case_id,activity,timestamp,resource\n\
         Z-1,受理,2019-09-01T09:00:00+08:00,a\n\
         Z-1,办结,2019-09-01 11:00:00,a\n\
         Z-1,审查,2019-09-01T02:00:00Z,a\n",
    );
    folder.import(&[log], MAP).unwrap();
    let details: Vec<String> = folder
        .table("acts.csv")
        .iter()
        .map(|row| row.rsplit('|').next().unwrap().to_owned())
        .collect();
    assert_eq!(details, ["受理", "审查", "办结"]);
}

#[test]
fn a_repeated_row_counts_once_and_a_contradiction_names_both_lines() {
    let folder = Folder::new();
    let log = folder.file(
        "cases.csv",
        "case_no,item_code,accepted_on,decided_on,result\n\
         R-1,0109,2019-01-02,2019-01-10,准予\n\
         R-2,0109,2019-01-03,2019-01-11,准予\n\
         R-1,0109,2019-01-02,2019-01-10,准予\n\
         R-2,0109,2019-01-04,2019-01-11,不予\n",
    );
    let imported = folder.import(&[log], MAP).unwrap();
    assert_eq!((imported.cases, imported.identical), (2, 1));
    assert_eq!(
        imported.set_aside[0].message,
        "`R-2` is given on line 3 of `cases.csv` with other values; line 5 is not taken"
    );
}

#[test]
fn rows_that_cant_be_taken_are_set_aside_by_line_and_column() {
    let folder = Folder::new();
    let too_much = "x".repeat((1 << 20) + 1);
    let log = folder.file(
        "cases.csv",
        format!(
            "case_no,item_code,accepted_on,decided_on,result\n\
             A,0109,2019-01-02\n\
             B,0109,2019-01-02,,,,\n\
             C,0109,2019-02-29,,\n\
             D,0109,2019-05-10,2019-05-09,准予\n\
             E,0109,2019-05-10,2019-05-10,{too_much}\n\
             F\0,0109,2019-05-10,2019-05-10,准予\n\
             G,109,2019-05-10,2019-05-10,准予\n\
             H,0109,2019-05-10,2019-05-10,准予\n"
        ),
    );
    let imported = folder.import(&[log], MAP).unwrap();
    assert_eq!(imported.cases, 1);
    assert_eq!(
        set_aside(&imported),
        [
            "2  too_few_fields",
            "3  too_many_fields",
            "4 accepted_on bad_date",
            "5 decided_on act_not_allowed",
            "6 result field_too_long",
            "7 case_no control_character",
            "8 item_code bad_value",
        ]
    );
}

#[test]
fn an_event_without_a_name_is_named_by_trace_and_place() {
    let folder = Folder::new();
    let log = folder.file(
        "log.xes",
        "<log><trace><string key=\"concept:name\" value=\"t\"/><event>\
         <date key=\"time:timestamp\" value=\"2019-01-01T00:00:00Z\"/></event></trace></log>",
    );
    let imported = folder.import(&[log], MAP).unwrap();
    assert_eq!((imported.events, imported.activities), (0, 0));
    assert_eq!(imported.set_aside[0].message, "event 1 of trace `t` has no `concept:name`");
}

/// A zip archive of files by name and content.
pub(crate) fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut archive = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, content) in files {
        archive.start_file(*name, SimpleFileOptions::default()).unwrap();
        archive.write_all(content).unwrap();
    }
    archive.finish().unwrap().into_inner()
}

fn gzipped(content: &[u8]) -> Vec<u8> {
    let mut packed = GzEncoder::new(Vec::new(), Compression::best());
    packed.write_all(content).unwrap();
    packed.finish().unwrap()
}

#[track_caller]
fn refused(name: &str, content: impl AsRef<[u8]>) -> String {
    let folder = Folder::new();
    let log = folder.file(name, content);
    let error = folder.import(&[log], MAP).unwrap_err();
    assert!(error.is_refusal(), "{error}");
    assert_eq!(folder.entries(), [name]);
    error.to_string()
}

const EVENTS: &str = "case_id,activity,timestamp,resource\nA,受理,2019-09-01 09:00:00,甲\n";
const CASES: &str = "case_no,item_code,accepted_on,decided_on,result\nB,0109,2019-09-01,,\n";
const XES: &str = "<log><trace><string key=\"concept:name\" value=\"C\"/></trace></log>";

#[test]
fn one_map_takes_files_of_several_kinds_from_one_archive() {
    let folder = Folder::new();
    let packed = gzipped(CASES.as_bytes());
    let archive = zipped(&[
        ("logs/events.csv", EVENTS.as_bytes()),
        ("logs/cases.csv.gz", &packed),
        ("logs/log.xes", XES.as_bytes()),
        ("logs/README.md", b"What this is"),
    ]);
    let log = folder.file("logs.zip", archive);
    let imported = folder.import(&[log], MAP).unwrap();
    assert_eq!((imported.cases, imported.events, imported.case_acts), (3, 1, 1));
    assert_eq!(imported.notices[0].message, "`logs.zip/logs/README.md` is no log and isn't read");
    let cases: Vec<String> =
        folder.table("matters.csv").iter().map(|row| row[..1].to_owned()).collect();
    assert_eq!(cases, ["A", "B", "C"]);
}

#[test]
fn an_archive_with_an_entry_that_leads_out_is_refused_whole() {
    assert_eq!(
        refused("logs.zip", zipped(&[("ok.csv", EVENTS.as_bytes()), ("../x.csv", b"")]))
            .split_once("logs.zip`: ")
            .unwrap()
            .1,
        "entry `../x.csv` leads out of the archive; pack the folder anew"
    );
    let inner = zipped(&[("ok.csv", EVENTS.as_bytes())]);
    assert_eq!(
        refused("logs.zip", zipped(&[("inner.csv", &inner)])),
        "`inner.csv`, line 1: an archive in the archive isn't read; unpack it"
    );
}

#[test]
fn what_is_no_log_is_refused_whatever_its_name_says() {
    let json = "`log.csv`, line 1: the file begins as JSON does, which is no log that is read; \
                give XES or CSV";
    assert_eq!(refused("log.csv", "[".repeat(100_000)), json);
    assert_eq!(refused("log.csv", "\u{feff} {\"case_no\": 1, \"case_no\": 2}"), json);
    assert!(refused("cases.xlsx", CASES).contains("isn't a workbook"));
    assert_eq!(
        refused("log.csv", "a,b\n1,2\n"),
        "`log.csv`, line 1: no log of the map has its columns in this header: a, b"
    );
    let wide = refused("log.csv", "x".repeat(100_000));
    assert!(wide.len() < 600, "{wide}");
}

#[test]
fn archives_and_streams_made_to_fill_the_memory_are_refused() {
    let zeros = vec![b' '; 96 << 20];
    let message = "unfolds to more than 200 times its size";
    let error = refused("log.csv.gz", gzipped(&zeros));
    assert!(error.contains(message), "{error}");
    let error = refused("log.xes.gz", gzipped(&[b"<log>", &zeros[..]].concat()));
    assert!(error.contains("a tag or comment is too long"), "{error}");
    let comments = "<!-- -->".repeat(12 << 20);
    let error = refused("log.xes.gz", gzipped(["<log>", &comments].concat().as_bytes()));
    assert!(error.contains(message), "{error}");
    let error = refused("log.zip", zipped(&[("log.csv", &zeros)]));
    assert!(error.contains(message), "{error}");
}

#[test]
fn entities_that_would_grow_are_refused_before_they_do() {
    let mut log = "<?xml version=\"1.0\"?>\n<!DOCTYPE log [<!ENTITY a0 \"aaaaaaaaaa\">".to_owned();
    for n in 1..20 {
        let last = format!("&a{};", n - 1).repeat(10);
        write!(log, "<!ENTITY a{n} \"{last}\">").unwrap();
    }
    log += "]>\n<log><trace><string key=\"concept:name\" value=\"&a19;\"/></trace></log>";
    assert!(refused("log.xes", log).contains("line 2: document type declarations"));
}

#[test]
fn a_file_of_bad_rows_only_is_refused_before_their_list_fills_the_memory() {
    let log = CASES.to_owned() + &"x\n".repeat(600_000);
    let error = refused("cases.csv.gz", gzipped(log.as_bytes()));
    assert!(error.contains("more than 500000 rows can't be taken"), "{error}");
}

#[test]
fn a_map_of_several_logs_has_no_source_beside_them() {
    let fault = |text: &str| Map::parse(text, "map.toml").unwrap_err().to_string();
    let beside = format!("[source]\nkind = \"xes\"\ncase = \"c\"\n{MAP}");
    assert!(fault(&beside).contains("they don't stand beside it"));
    let agency = "[agency]\nname = \"x\"\nregion = \"000000\"\n";
    assert_eq!(fault(agency), "map.toml, line 1: the table `source` is missing");
}

#[test]
fn the_same_file_has_the_same_outcome_each_time() {
    let outcome = || -> (Result<Imported, ImportError>, Vec<String>) {
        let folder = Folder::new();
        let log = folder.file("log.csv", format!("{EVENTS}A,,2019-09-01 09:00:00,\n"));
        let map = Map::parse(MAP, "map.toml").unwrap();
        let imported = import(&[log], &map, &folder.package(), &mut |_| {});
        (imported, folder.table("acts.csv"))
    };
    let (one, other) = (outcome(), outcome());
    assert_eq!((one.0.unwrap(), one.1), (other.0.unwrap(), other.1));
}
