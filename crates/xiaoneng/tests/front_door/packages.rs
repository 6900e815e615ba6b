//! Packages made, written anew and imported.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::program::{Run, run_with};

fn xiaoneng(arguments: &[&str]) -> Run {
    run_with(arguments, "")
}

/// `report.json` of a package, but for the names and counts of its files.
fn figures(package: &Path, out: &Path) -> (Value, Value) {
    let [package, folder] = [package, out].map(|path| path.to_str().unwrap());
    let done = xiaoneng(&["report", "--from", package, "--out", folder, "--format", "json"]);
    assert_eq!(done.code, 0, "{}", done.err);
    let report = fs::read_to_string(out.join("report.json")).unwrap();
    let mut report: Value = serde_json::from_str(&report).unwrap();
    (report["figures"].take(), report["breakdowns"].take())
}

#[test]
fn the_demonstration_is_written_with_its_report_and_the_cases_behind_each_figure() {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("demo");
    let done = xiaoneng(&["demo", "--quiet", "--out", out.to_str().unwrap()]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    for file in
        ["package/acts.csv", "report/report.json", "report/report.html", "report/report.docx"]
    {
        assert!(out.join(file).is_file(), "{file}");
    }
    let evidence = fs::read_to_string(out.join("report/evidence/cases_overdue.csv")).unwrap();
    assert!(evidence.lines().count() > 2);
}

#[test]
fn a_generated_package_is_the_same_for_the_same_seed_and_reads_back_after_export() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    for (name, seed) in [("one", "7"), ("same", "7"), ("other", "8")] {
        let to = at(name);
        let arguments =
            ["generate", "--cases", "300", "--seed", seed, "--out", to.to_str().unwrap()];
        assert_eq!(xiaoneng(&arguments).code, 0);
    }
    let acts = |name: &str| fs::read(at(name).join("acts.csv")).unwrap();
    assert_eq!(acts("one"), acts("same"));
    assert_ne!(acts("one"), acts("other"));

    let anew = at("anew");
    let one = at("one");
    let exported =
        xiaoneng(&["export", "--from", one.to_str().unwrap(), "--to", anew.to_str().unwrap()]);
    assert_eq!((exported.code, exported.err.as_str()), (0, ""));
    assert_eq!(figures(&one, &at("report-one")), figures(&anew, &at("report-anew")));

    let again =
        xiaoneng(&["export", "--from", one.to_str().unwrap(), "--to", anew.to_str().unwrap()]);
    assert_eq!(again.code, 2, "{}", again.err);
}

#[test]
fn a_formula_in_a_package_is_written_so_that_no_spreadsheet_runs_it() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("package");
    fs::create_dir(&package).unwrap();
    fs::write(package.join("agency.csv"), "name,region,year\n=1+1,440000,2019\n").unwrap();
    let anew = folder.path().join("anew");
    xiaoneng(&["export", "--from", package.to_str().unwrap(), "--to", anew.to_str().unwrap()]);
    let written = fs::read_to_string(anew.join("agency.csv")).unwrap();
    assert!(written.contains("\n'=1+1,"), "{written}");
}

#[test]
fn the_municipal_permit_log_becomes_a_package_with_every_event_an_act() {
    let shared = std::env::var_os("XIAONENG_SHARED").map_or_else(
        || PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared")),
        PathBuf::from,
    );
    let log = shared.join("data/event-logs/receipt.xes.gz");
    if !log.is_file() {
        println!("skipped: {} isn't there", log.display());
        return;
    }
    let map = concat!(env!("CARGO_MANIFEST_DIR"), "/../../maps/receipt.toml");
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("package");
    let arguments =
        ["import-log", log.to_str().unwrap(), "--map", map, "--to", package.to_str().unwrap()];
    let done = xiaoneng(&[&arguments[..], &["--lang", "en", "--quiet"]].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    // The counts that the log's own description gives.
    assert!(done.out.starts_with("1,434 cases, 8,577 events, 27 activities;"), "{}", done.out);
    figures(&package, &folder.path().join("report"));
}

#[test]
fn the_demonstration_gives_the_same_figures_after_export_as_logs_and_import() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let demo = at("demo");
    assert_eq!(xiaoneng(&["demo", "--out", demo.to_str().unwrap()]).code, 0);
    let package = demo.join("package");
    let logs = at("logs");
    let done = xiaoneng(&[
        "export",
        "--from",
        package.to_str().unwrap(),
        "--to",
        logs.to_str().unwrap(),
        "--xes",
        "--ocel",
    ]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let log = |name: &str| logs.join(name).to_str().unwrap().to_owned();
    assert!(logs.join("log.jsonocel").is_file());
    let again = at("again");
    let map = concat!(env!("CARGO_MANIFEST_DIR"), "/../../maps/xiaoneng-xes.toml");
    let done = xiaoneng(&[
        "import-log",
        &log("licensing.xes"),
        &log("ticket.xes"),
        &log("warning.xes"),
        "--map",
        map,
        "--to",
        again.to_str().unwrap(),
        "--lang",
        "en",
    ]);
    assert_eq!(done.code, 0, "{}", done.err);
    let rows = |folder: &Path, table: &str| {
        csv::Reader::from_path(folder.join(table)).unwrap().into_records().count()
    };
    for table in ["matters.csv", "acts.csv"] {
        assert_eq!(rows(&again, table), rows(&package, table), "{table}");
    }
    // The registers aren't in the logs.
    for entry in fs::read_dir(&package).unwrap() {
        let entry = entry.unwrap();
        if entry.path().is_file()
            && !["matters.csv", "acts.csv"].iter().any(|t| entry.file_name() == *t)
        {
            fs::copy(entry.path(), again.join(entry.file_name())).unwrap();
        }
    }
    assert_eq!(figures(&again, &at("report-again")), figures(&package, &at("report")));
}

#[test]
fn a_map_that_is_faulty_is_refused_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let map = folder.path().join("map.toml");
    fs::write(&map, "[source]\nkind = \"fax\"\n").unwrap();
    let to = folder.path().join("package");
    let arguments = ["import-log", "log.xes", "--map", map.to_str().unwrap()];
    let done = xiaoneng(&[&arguments[..], &["--to", to.to_str().unwrap()]].concat());
    assert_eq!(done.code, 2);
    assert!(done.err.contains("map.toml") && done.err.contains("fax"), "{}", done.err);
    assert!(!to.exists());
}
