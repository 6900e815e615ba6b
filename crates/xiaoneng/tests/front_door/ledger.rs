//! Packages recorded in a ledger and read from it again, on both stores.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

use serde_json::Value;
use tempfile::TempDir;

use crate::cluster::Cluster;
use crate::program::{Run, run_with};
use crate::read_models::is_as_made;

const AGENCY: &str = "name,region,year\n示例厅,440000,2019\n";
pub(crate) const ITEMS: &str = "\
item_code,name,kind,on_application,online,online_depth,trips,promised_limit,promised_unit,division
A,保安服务许可,licence,true,true,4,1,5,working_day,治安处
";
pub(crate) const MATTERS: &str = "\
matter_id,procedure,item_code,region,channel
M1,licensing,A,440000,web
M2,licensing,A,440000,window
M3,licensing,B,440000,window
";
/// M1 is visited twice within a minute; M2 is granted twice; M3 is of an item that isn't known, M4
/// isn't known itself.
const ACTS: &str = "\
matter_id,act,at,recorded_at
M1,accepted,2019-09-27 10:00,
M1,visited,2019-09-27 10:00,2019-10-20 09:00
M1,visited,2019-09-27 10:00,2019-10-20 09:00
M1,granted,2019-10-10 17:00,
M2,accepted,2019-09-27 10:00,
M2,granted,2019-10-11 09:00,
M2,granted,2019-10-12 09:00,
M3,accepted,2019-09-27 10:00,
M4,accepted,2019-09-27 10:00,
";
/// Rows without a key may repeat.
const MATERIALS: &str = "item_code,name,exempt_by\nA,申请表,licence\nA,申请表,licence\nA,照片,\n";

pub(crate) fn xiaoneng(arguments: &[&str]) -> Run {
    run_with(&[arguments, &["--lang", "en"]].concat(), "")
}

pub(crate) fn text(path: &Path) -> &str {
    path.to_str().unwrap()
}

pub(crate) fn package() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (table, rows) in [
        ("agency", AGENCY),
        ("items", ITEMS),
        ("matters", MATTERS),
        ("acts", ACTS),
        ("materials", MATERIALS),
        ("proofs", "name,abolished_on\n"),
    ] {
        fs::write(folder.path().join(format!("{table}.csv")), rows).unwrap();
    }
    fs::create_dir(folder.path().join("narrative")).unwrap();
    fs::write(folder.path().join("narrative/05.md"), "另有说明。\n").unwrap();
    folder
}

/// Figures and breakdowns of the report on a package or a ledger.
pub(crate) fn figures(from: &[&str], out: &Path) -> (Value, Value) {
    let options = ["--out", text(out), "--format", "json"];
    let done = xiaoneng(&[&["report"], from, &options[..]].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    let report = fs::read_to_string(out.join("report.json")).unwrap();
    let mut report: Value = serde_json::from_str(&report).unwrap();
    (report["figures"].take(), report["breakdowns"].take())
}

/// Writes a file that only its owner may read.
pub(crate) fn keep(file: &Path, text: &str) {
    fs::write(file, text).unwrap();
    fs::set_permissions(file, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}

/// Imports and gives the last line that was said.
pub(crate) fn imports(package: &Path, place: &[&str]) -> String {
    let done = xiaoneng(&[&["import", "--quiet", text(package)], place].concat());
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
    done.out.lines().last().unwrap().to_owned()
}

/// The demonstration from its package, its ledger, and the ledger written as a package.
fn demonstration_agrees(place: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let demo = at("demo");
    assert_eq!(xiaoneng(&["demo", "--out", text(&demo)]).code, 0);
    let package = demo.join("package");
    imports(&package, place);
    let from_package = figures(&["--from", text(&package)], &at("from package"));
    let from_ledger = figures(place, &at("from ledger"));
    for (one, other) in [(&from_package.0, &from_ledger.0), (&from_package.1, &from_ledger.1)] {
        let (one, other) = (one.as_array().unwrap(), other.as_array().unwrap());
        assert_eq!(one.len(), other.len());
        for (one, other) in one.iter().zip(other) {
            assert_eq!(one, other);
        }
    }
    assert!(imports(&package, place).starts_with("0 recorded, "));
    is_as_made(place);
    assert_eq!(figures(place, &at("from rebuilt")), from_ledger);

    let written = at("written");
    let done = xiaoneng(&[&["export"], place, &["--to", text(&written)]].concat());
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    assert_eq!(figures(&["--from", text(&written)], &at("from written")), from_package);
    // What is written is the same package: the ledger lacks nothing of it.
    assert!(imports(&written, place).starts_with("0 recorded, "));
}

#[test]
fn a_ledger_that_was_backed_up_and_lost_is_reported_on_again_when_restored() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (data, copy) = (at("data"), at("copy.sqlite3"));
    let package = package();
    imports(package.path(), &["--data", text(&data)]);
    let before = figures(&["--data", text(&data)], &at("before"));

    let done = xiaoneng(&["backup", "--data", text(&data), "--to", text(&copy)]);
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    let again = xiaoneng(&["backup", "--data", text(&data), "--to", text(&copy)]);
    assert_eq!(again.code, 2);
    assert!(again.err.contains("is there already; name another"), "{}", again.err);
    fs::remove_dir_all(&data).unwrap();

    let done = xiaoneng(&["restore", "--from", text(&copy), "--data", text(&data)]);
    assert_eq!(done.code, 0, "{}", done.err);
    assert!(done.err.contains("There is no copy of an access log"), "{}", done.err);
    assert_eq!(figures(&["--data", text(&data)], &at("after")), before);
    fs::write(&copy, "no ledger").unwrap();
    let broken = xiaoneng(&["restore", "--from", text(&copy), "--data", text(&at("other"))]);
    assert_eq!(broken.code, 2);
    assert!(broken.err.contains("is no whole backup of a ledger"), "{}", broken.err);
}

#[test]
fn the_demonstration_has_the_same_figures_from_its_ledger_in_a_folder() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (data, copy, restored) = (at("data"), at("copy.sqlite3"), at("restored"));
    let place = ["--data", text(&data)];
    demonstration_agrees(&place);
    assert_eq!(xiaoneng(&["backup", "--to", text(&copy), place[0], place[1]]).code, 0);
    let back = ["--data", text(&restored)];
    assert_eq!(xiaoneng(&["restore", "--from", text(&copy), back[0], back[1]]).code, 0);
    is_as_made(&back);
    assert_eq!(figures(&back, &at("after")), figures(&place, &at("before")));
}

#[test]
fn the_demonstration_has_the_same_figures_from_its_ledger_in_postgresql() {
    let Some(cluster) = Cluster::start() else { return };
    let (folder, package) = (tempfile::tempdir().unwrap(), package());
    let address = cluster.address();
    let place = ["--database", &address, "--tenant", "police"];
    let refused = xiaoneng(&[&["import", text(package.path())], &place[..]].concat());
    assert!(refused.code == 2 && refused.err.contains("--keys"), "{}", refused.err);
    let keys = folder.path().join("keys");
    demonstration_agrees(&[&place[..], &["--keys", text(&keys)]].concat());
}

#[test]
fn an_import_lists_what_it_sets_aside_and_records_what_the_procedure_will_refuse() {
    let package = package();
    let data = tempfile::tempdir().unwrap();
    let ledger = data.path().join("data");
    let place = ["--data", text(&ledger)];
    let done = xiaoneng(&[&["import", "--quiet", text(package.path())][..], &place].concat());
    assert_eq!((done.code, done.err.as_str()), (0, ""));
    insta::assert_snapshot!("imported", done.out);
    let from_package = figures(&["--from", text(package.path())], &data.path().join("one"));
    assert_eq!(figures(&place, &data.path().join("other")), from_package);
    assert!(imports(package.path(), &place).starts_with("0 recorded, "));
    let pages = ["one", "other"].map(|out| {
        let out = data.path().join(out);
        let from = if out.ends_with("one") { ["--from", text(package.path())] } else { place };
        xiaoneng(&[&["report", "--out", text(&out), "--format", "html"][..], &from].concat());
        fs::read_to_string(out.join("report.html")).unwrap()
    });
    assert!(pages.iter().all(|page| page.contains("另有说明")));
}

#[test]
fn a_row_given_otherwise_is_recorded_anew_and_a_package_of_the_next_year_is_added() {
    let package = package();
    let data = tempfile::tempdir().unwrap();
    let ledger = data.path().join("data");
    let place = ["--data", text(&ledger)];
    imports(package.path(), &place);
    let file = |name: &str, text: &str| fs::write(package.path().join(name), text).unwrap();
    file("items.csv", &ITEMS.replace(",5,working_day", ",9,working_day"));
    file(
        "matters.csv",
        "matter_id,procedure,item_code,region,channel\nM5,licensing,A,440000,app\n",
    );
    file(
        "acts.csv",
        "matter_id,act,at\nM5,accepted,2020-03-02 10:00\nM5,granted,2020-03-03 10:00\n",
    );
    assert!(imports(package.path(), &place).starts_with("4 recorded, "));
    let decided = |year: &str, out: &str| {
        let (figures, _) =
            figures(&[&place[..], &["--year", year]].concat(), &data.path().join(out));
        let value = |id: &str| {
            figures.as_array().unwrap().iter().find(|figure| figure["id"] == id).unwrap()["value"]
                .clone()
        };
        (value("cases_decided"), value("cases_overdue"))
    };
    assert_eq!(decided("2019", "2019"), (2.into(), 0.into()));
    assert_eq!(decided("2020", "2020"), (1.into(), 0.into()));
}

#[test]
fn an_import_that_is_killed_is_done_again_and_records_nothing_twice() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let package = at("package");
    let made = xiaoneng(&["generate", "--cases", "3000", "--seed", "3", "--out", text(&package)]);
    assert_eq!(made.code, 0, "{}", made.err);
    let data = at("data");
    let place = ["--data", text(&data)];
    let mut was_killed = false;
    for milliseconds in [300, 600, 900, 1200, 1500] {
        let mut child = Command::new(env!("CARGO_BIN_EXE_xiaoneng"))
            .args(["import", text(&package)])
            .args(place)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(Duration::from_millis(milliseconds));
        was_killed |= child.try_wait().unwrap().is_none();
        // One that is done already can't be killed.
        let _ = child.kill();
        child.wait().unwrap();
    }
    assert!(was_killed, "each import was done before it could be killed");
    imports(&package, &place);
    assert!(imports(&package, &place).starts_with("0 recorded, "));
    let written = at("written");
    assert_eq!(xiaoneng(&["export", "--to", text(&written), place[0], place[1]]).code, 0);
    let rows = |folder: &Path, table: &str| {
        let file = folder.join(format!("{table}.csv"));
        csv::Reader::from_path(file).unwrap().into_records().count()
    };
    for table in ["matters", "acts", "items", "materials"] {
        assert_eq!(rows(&written, table), rows(&package, table), "{table}");
    }
    let from_package = figures(&["--from", text(&package)], &at("one"));
    assert_eq!(figures(&place, &at("other")), from_package);
}

#[test]
fn nothing_is_recorded_of_a_package_that_is_refused() {
    let package = package();
    let data = tempfile::tempdir().unwrap();
    let ledger = data.path().join("data");
    let place = ["--data", text(&ledger)];
    let strict = xiaoneng(&[&["import", text(package.path()), "--strict"][..], &place].concat());
    assert_eq!(strict.code, 2, "{}", strict.err);
    fs::write(package.path().join("acts.csv"), "matter_id,act,when\n").unwrap();
    let refused = xiaoneng(&[&["import", text(package.path())][..], &place].concat());
    assert_eq!(refused.code, 2, "{}", refused.err);
    assert_eq!(fs::read_dir(data.path()).unwrap().count(), 0);

    let out = data.path().join("out");
    let report = xiaoneng(&[&["report", "--out", text(&out)][..], &place].concat());
    assert_eq!(report.code, 2);
    assert!(report.err.contains("holds no ledger"), "{}", report.err);
    let address = xiaoneng(&["report", "--out", text(&out), "--database", "mysql://x"]);
    assert_eq!(address.code, 2, "{}", address.err);
    let both = xiaoneng(&["report", "--from", ".", "--out", text(&out), place[0], place[1]]);
    assert_eq!(both.code, 2, "{}", both.err);
    assert_eq!(xiaoneng(&["import", text(package.path())]).code, 2);
    assert_eq!(xiaoneng(&["report", "--out", text(&out)]).code, 2);
}
