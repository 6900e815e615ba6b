use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use tempfile::TempDir;

use crate::program::{Run, run_with};

const AGENCY: &str = "name,region,year\n示例厅,440000,2019\n";
const ITEMS: &str = "\
item_code,name,kind,on_application,online,online_depth,trips,promised_limit,promised_unit,division
A,保安服务许可,licence,true,true,4,1,5,working_day,治安处
";
const MATTERS: &str = "\
matter_id,procedure,item_code,region,channel
M1,licensing,A,440000,web
M2,licensing,A,440000,window
";
/// M1 is decided on its due day over the National Day week, M2 a day after.
const ACTS: &str = "\
matter_id,act,at
M1,accepted,2019-09-27 10:00
M1,granted,2019-10-10 17:00
M2,accepted,2019-09-27 10:00
M2,granted,2019-10-11 09:00
";

fn package(acts: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (table, text) in
        [("agency", AGENCY), ("items", ITEMS), ("matters", MATTERS), ("acts", acts)]
    {
        fs::write(folder.path().join(format!("{table}.csv")), text).unwrap();
    }
    folder
}

fn report(package: &Path, out: &Path, options: &[&str]) -> Run {
    let mut arguments = vec!["report", "--from", package.to_str().unwrap()];
    arguments.extend(["--out", out.to_str().unwrap()]);
    arguments.extend(options);
    run_with(&arguments, "")
}

fn figure(out: &Path, id: &str) -> serde_json::Value {
    let text = fs::read_to_string(out.join("report.json")).unwrap();
    let report: serde_json::Value = serde_json::from_str(&text).unwrap();
    let figures = report["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["id"] == id).unwrap()["value"].clone()
}

#[test]
fn a_package_becomes_a_report_with_the_cases_behind_each_figure() {
    let package = package(ACTS);
    let out = package.path().join("out");
    let done = report(package.path(), &out, &[]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(done.out.lines().count(), 2);
    assert_eq!(figure(&out, "cases_decided"), 2);
    assert_eq!(figure(&out, "cases_overdue"), 1);
    let evidence = fs::read_to_string(out.join("evidence/cases_overdue.csv")).unwrap();
    assert_eq!(evidence, "key,counted\nM1,0\nM2,1\n");
    let page = fs::read_to_string(out.join("report.html")).unwrap();
    assert!(page.contains("<html lang=\"zh-CN\"") && page.contains("示例厅"));
}

#[test]
fn a_figure_moves_when_an_act_is_deleted() {
    let package = package(&ACTS.replace("M2,granted,2019-10-11 09:00\n", ""));
    let out = package.path().join("out");
    report(package.path(), &out, &["--format", "json"]);
    assert_eq!(figure(&out, "cases_decided"), 1);
    assert_eq!(figure(&out, "cases_overdue"), 0);
    assert!(!out.join("report.html").exists());
}

#[test]
fn a_strict_report_of_a_package_with_a_bad_row_is_refused_and_nothing_written() {
    let package = package(&ACTS.replace("2019-10-11 09:00", "2019-10-32"));
    let out = package.path().join("out");
    let refused = report(package.path(), &out, &["--strict"]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.starts_with(
            "error: 1 row is set aside, and none may be; the first is `acts.csv` line 5, row 4, \
             column `at`: "
        ),
        "{}",
        refused.err
    );
    assert!(!out.exists());

    let lenient = report(package.path(), &out, &["--lang", "en"]);
    assert_eq!(lenient.code, 0);
    assert_eq!(
        lenient.err,
        "notice: 1 row was set aside; the report's annex on data quality names it\n"
    );
}

#[test]
fn a_package_that_is_not_there_or_lacks_a_column_is_refused() {
    let package = package(&ACTS.replace("matter_id,act,at", "matter_id,act,when"));
    let out = package.path().join("out");
    for folder in [package.path(), Path::new("no-such-folder")] {
        let refused = report(folder, &out, &[]);
        assert_eq!(refused.code, 2, "{}", refused.err);
        assert!(refused.err.starts_with("error: `") && refused.err.lines().count() == 1);
        assert!(!out.exists());
    }
}

#[test]
fn checking_a_package_names_each_row_set_aside_and_counts_the_tables() {
    let package = package(&ACTS.replace("2019-10-11 09:00", "2019-10-32"));
    let checked = run_with(&["check", package.path().to_str().unwrap(), "--lang", "en"], "");
    assert_eq!((checked.code, checked.err.as_str()), (0, ""));
    assert_snapshot!("checked", checked.out);
    let strict = run_with(&["check", package.path().to_str().unwrap(), "--strict"], "");
    assert_eq!(strict.code, 2);
}

#[test]
fn each_figure_of_the_report_is_listed_with_its_definition() {
    let package = package(ACTS);
    let out = package.path().join("out");
    report(package.path(), &out, &["--format", "json"]);
    let text = fs::read_to_string(out.join("report.json")).unwrap();
    let json: serde_json::Value = serde_json::from_str(&text).unwrap();

    let listed = run_with(&["figures"], "");
    for figure in json["figures"].as_array().unwrap() {
        let id = figure["id"].as_str().unwrap();
        let entry = listed.out.split_once(&format!("\n  {id}\n")).unwrap().1;
        let definition = entry.lines().nth(1).unwrap().trim();
        assert!(definition.ends_with('。'), "`{id}` has no definition: {definition}");
    }
    let one = run_with(&["figures", "cases_overdue", "--lang", "en"], "");
    assert_snapshot!("one_figure", one.out);
    assert_eq!(run_with(&["figures", "no_such"], "").code, 2);
}
