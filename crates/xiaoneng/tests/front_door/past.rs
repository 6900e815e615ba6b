//! The report on a ledger as it was.

use std::fs;
use std::path::Path;

use crate::cluster::Cluster;
use crate::ledger::{ITEMS, MATTERS, package, text, xiaoneng};

/// Imports and gives the position that the ledger is at.
fn imports(package: &Path, place: &[&str]) -> String {
    let said = crate::ledger::imports(package, place);
    said.rsplit(' ').next().unwrap().to_owned()
}

/// The whole text of the report.
fn report(from: &[&str], out: &Path) -> String {
    let options = ["--out", text(out), "--format", "json"];
    let done = xiaoneng(&[&["report"], from, &options[..]].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    fs::read_to_string(out.join("report.json")).unwrap()
}

/// Recorded in three parts, each of which changes what was there.
fn what_was_reported_is_reported_again(place: &[&str]) {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("out");
    let package = package();
    let file = |name: &str, text: &str| fs::write(package.path().join(name), text).unwrap();
    let mut then = Vec::new();
    let mut stands = |position: String| {
        for year in ["2019", "2020"] {
            let from = [place, &["--year", year]].concat();
            then.push((position.clone(), year, report(&from, &out)));
        }
    };
    stands(imports(package.path(), place));
    file("items.csv", &ITEMS.replace(",5,working_day", ",9,working_day"));
    file("matters.csv", &format!("{MATTERS}M0,ticket,,440000,phone\n"));
    file(
        "acts.csv",
        "matter_id,act,at,reason\nM1,paused,2019-09-28 10:00,\nM2,delivered,2020-01-03 10:00,\n\
         M0,closed,2019-12-30 10:00,\nM0,opened,2019-12-31 10:00,\n",
    );
    file("narrative/05.md", "又有说明。\n");
    file("ratings.csv", "rating_id,channel,stars,at\nE1,web,5,2019-05-01 10:00\n");
    stands(imports(package.path(), place));
    let calendars = folder.path().join("calendars");
    fs::create_dir(&calendars).unwrap();
    let days = "date,kind,name\n2019-10-09,off,台风\n2019-10-10,off,台风\n";
    fs::write(calendars.join("typhoon.csv"), days).unwrap();
    let notices = ["--calendars", text(&calendars)];
    stands(imports(package.path(), &[place, &notices].concat()));

    let texts: Vec<_> = then.iter().map(|(.., text)| text).collect();
    assert!(texts[0] != texts[2] && texts[1] != texts[3] && texts[2] != texts[4]);
    for (position, year, text) in &then {
        let as_of = [place, &["--as-of", position, "--year", year]].concat();
        assert!(report(&as_of, &out) == *text, "{year} as of {position} is reported otherwise");
    }
    let beyond = (then[5].0.parse::<i64>().unwrap() + 1).to_string();
    for position in ["0", &beyond] {
        let options = ["--as-of", position, "--out", text(&out)];
        let refused = xiaoneng(&[&["report"], place, &options[..]].concat());
        assert_eq!(refused.code, 2);
        let why = format!("the ledger has no act at position {position}; give one from 1 to");
        assert!(refused.err.contains(&why), "{}", refused.err);
    }
}

#[test]
fn what_a_ledger_in_a_folder_was_is_reported_again_to_the_letter() {
    let folder = tempfile::tempdir().unwrap();
    what_was_reported_is_reported_again(&["--data", text(&folder.path().join("data"))]);
}

#[test]
fn what_a_ledger_in_postgresql_was_is_reported_again_to_the_letter() {
    let Some(cluster) = Cluster::start() else { return };
    let keys = tempfile::tempdir().unwrap();
    let address = cluster.address();
    let place = ["--database", &address, "--tenant", "police", "--keys", text(keys.path())];
    what_was_reported_is_reported_again(&place);
}

#[test]
fn a_package_has_no_past() {
    let package = package();
    let from = ["report", "--from", text(package.path()), "--out", "out", "--as-of", "1"];
    assert_eq!(xiaoneng(&from).code, 2);
}
