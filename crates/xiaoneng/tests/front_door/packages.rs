//! Packages made, written anew and imported.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

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
fn items_are_compared_by_region_and_month_in_a_table_for_spreadsheets() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("package");
    let package = package.to_str().unwrap();
    assert_eq!(xiaoneng(&["generate", "--cases", "300", "--out", package]).code, 0);
    let done = xiaoneng(&["compare", package]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let header = "item_code,item_name,region,month,decided,late,refused,supplemented,online,\
                  mean_working_days,median_working_days,p95_working_days";
    let mut lines = done.out.lines();
    assert_eq!(lines.next(), Some(header));
    assert!(lines.count() > 100);

    let matters = folder.path().join("package/matters.csv");
    let text = fs::read_to_string(&matters).unwrap().replacen(",web,", ",nowhere,", 1);
    fs::write(&matters, text).unwrap();
    let done = xiaoneng(&["compare", package, "--lang", "en"]);
    assert_eq!(done.code, 0);
    assert!(done.err.contains("can't be read and are left out"), "{}", done.err);
    let strict = xiaoneng(&["compare", package, "--strict"]);
    assert_eq!(strict.code, 2);
    assert!(strict.err.contains("`matters.csv` line"), "{}", strict.err);
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
fn figures_are_the_same_through_parquet_and_a_workbook_as_through_csv() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let csv = at("csv");
    let made = ["generate", "--cases", "400", "--seed", "5", "--out", csv.to_str().unwrap()];
    assert_eq!(xiaoneng(&made).code, 0);
    let told = figures(&csv, &at("report-csv"));
    assert!(told.0.as_array().unwrap().len() > 50);
    for form in ["parquet", "xlsx"] {
        let to = at(form);
        let [from, to_name] = [&csv, &to].map(|path| path.to_str().unwrap());
        let done = xiaoneng(&["export", "--from", from, "--to", to_name, "--format", form]);
        assert_eq!((done.code, done.err.as_str()), (0, ""));
        assert_eq!(figures(&to, &at(&format!("report-{form}"))), told, "{form}");
    }
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

/// Runs `xiaoneng` where no file may grow beyond so many kibibytes, as on a disk that is full.
fn with_files_up_to(kibibytes: u32, arguments: &[&str]) -> std::process::Output {
    let program = env!("CARGO_BIN_EXE_xiaoneng");
    let limits = format!("trap '' XFSZ; ulimit -f {kibibytes}; exec \"$0\" \"$@\"");
    Command::new("bash").args(["-c", &limits, program]).args(arguments).output().unwrap()
}

#[test]
fn a_disk_that_takes_no_more_is_an_error_in_every_form_and_leaves_no_table_behind() {
    let folder = tempfile::tempdir().unwrap();
    let package = folder.path().join("package");
    let made =
        xiaoneng(&["generate", "--cases", "3000", "--out", package.to_str().unwrap(), "--quiet"]);
    assert_eq!(made.code, 0, "{}", made.err);
    for (form, kibibytes) in [("csv", 64), ("parquet", 16), ("xlsx", 8), ("xlsx", 64)] {
        let to = folder.path().join(format!("{form}-{kibibytes}"));
        let [from, to_name] = [&package, &to].map(|path| path.to_str().unwrap());
        let arguments = ["export", "--from", from, "--to", to_name, "--format", form, "--quiet"];
        let output = with_files_up_to(kibibytes, &arguments);
        let said = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{form}: {said}");
        assert!(said.starts_with(&format!("error: can't write `{to_name}`: ")), "{form}: {said}");
        assert_eq!(said.lines().count(), 1, "{form}: {said}");
        for entry in fs::read_dir(&to).unwrap() {
            let name = entry.unwrap().file_name().into_string().unwrap();
            assert!(!name.ends_with(".partial") && name != "package.xlsx", "{form}: {name}");
        }
    }
}
