//! What is kept ready of matters: made again, brought up to date, and found out when it was changed.

use std::fs;
use std::path::Path;

use rusqlite::Connection;
use serde_json::Value;

use crate::ledger::{ITEMS, MATTERS, figures, imports, package, text, xiaoneng};

/// What migrations before read models made, of what those after have made.
const AS_BEFORE_READ_MODELS: &str = "\
drop table dues;
drop table facts;
drop table findings;
drop index matters_of_item;
drop index matters_that_wake;
alter table matters drop column stage;
alter table matters drop column item_code;
alter table matters drop column wakes;
alter table tenants drop column basis;
alter table tenants drop column models;
delete from migrations where name > '0006_answers' and name < '0019';
";

/// Rebuilds and finds nothing.
pub(crate) fn is_as_made(place: &[&str]) {
    let done = xiaoneng(&[&["rebuild"], place].concat());
    assert_eq!((done.code, done.err.as_str()), (0, ""), "{}", done.out);
}

/// Another way to a ledger's file.
fn file(data: &Path) -> Connection {
    Connection::open(data.join("ledger.sqlite3")).unwrap()
}

fn change(data: &Path, statements: &str) {
    file(data).execute_batch(statements).unwrap();
}

fn texts(data: &Path, query: &str) -> Vec<String> {
    let file = file(data);
    let mut statement = file.prepare(query).unwrap();
    let rows = statement.query_map([], |row| row.get(0)).unwrap();
    rows.map(Result::unwrap).collect()
}

fn report(from: &[&str], out: &Path) -> Value {
    figures(from, out);
    let report = fs::read_to_string(out.join("report.json")).unwrap();
    serde_json::from_str(&report).unwrap()
}

fn figure(report: &Value, id: &str) -> Value {
    let figures = report["figures"].as_array().unwrap();
    figures.iter().find(|figure| figure["id"] == id).unwrap()["value"].clone()
}

#[test]
fn a_row_that_something_else_changed_is_named_put_right_and_not_found_again() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    imports(package().path(), &place);
    is_as_made(&place);
    let before = report(&place, &folder.path().join("before"));
    for (statement, named) in [
        ("update facts set facts = '{}' where matter = 'M1'", "facts: matters `M1`: `2019` isn't"),
        ("update facts set facts = 'no facts' where matter = 'M1'", "facts: matters `M1`: `2019`"),
        ("update facts set until = 2018 where matter = 'M1'", "facts: matters `M1`: `2019` isn't"),
        ("delete from findings where matter = 'M2'", "findings: matters `M2`: `"),
        (
            "update matters set stage = 'ended' where matter = 'M1'",
            "matters: matters `M1`: `stage`",
        ),
        ("update matters set wakes = -9223372036854775808 where matter = 'M1'", "`wakes` is `-92"),
        ("delete from matters where matter = 'A'", "matters: items `"),
        (
            "insert into dues select tenant, 'M9', 'decision', 0, 0, 0, 0 from tenants",
            "dues: matters `M9`: `decision` is made by no act",
        ),
    ] {
        // An item's name in its register holds the day from which it is in force.
        let statement = statement.replace("matter = 'A'", "register = 'items'");
        change(&data, &statement);
        let found = xiaoneng(&["rebuild", place[0], place[1]]);
        assert_eq!(found.code, 1, "{statement}: {}", found.out);
        assert!(found.out.contains(named), "{statement}: {}", found.out);
        assert!(found.err.contains("find out what else writes to the ledger"), "{}", found.err);
        is_as_made(&place);
        let after = report(&place, &folder.path().join("after"));
        assert_eq!(after["figures"], before["figures"], "{statement}");
    }
    // What was put right by hand in the acts can't be told from what happened; what is missing can.
    change(&data, "delete from acts where matter = 'M1' and act = 'granted'");
    let found = xiaoneng(&["rebuild", place[0], place[1]]);
    assert_eq!(found.code, 1);
    assert!(found.out.contains("acts: there are "), "{}", found.out);
    assert!(found.out.contains("matters: matters `M1`: `version` is `5`, and"), "{}", found.out);
    change(&data, "update acts set cells = 'no cells' where matter = 'M2' and version = 1");
    let damaged = xiaoneng(&["rebuild", place[0], place[1]]);
    assert_eq!(damaged.code, 1);
    assert!(damaged.err.contains("isn't as it was recorded"), "{}", damaged.err);
}

#[test]
fn a_case_left_alone_is_accepted_by_law_when_its_time_is_swept() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let place = ["--data", text(&data)];
    let package = package();
    let acts = "matter_id,act,at\nM1,received,2019-09-27 10:00\n";
    fs::write(package.path().join("acts.csv"), acts).unwrap();
    imports(package.path(), &place);
    let stage = || texts(&data, "select stage from matters where matter = 'M1'");
    let clocks = || texts(&data, "select clock from dues where matter = 'M1'");
    let of_year = |out: &str| report(&place, &folder.path().join(out))["figures"].clone();
    let figures = of_year("accepted");
    let accepted = (stage(), clocks());
    assert_eq!(
        (accepted.0.as_slice(), accepted.1.as_slice()),
        (&["accepted".to_owned()][..], &["decision".to_owned()][..])
    );

    // As it stood on the day, 2019-09-27 12:00 by UTC.
    change(&data, "update tenants set recorded_at = 1569585600000000");
    assert_eq!(xiaoneng(&["rebuild", place[0], place[1]]).code, 1);
    assert_eq!((stage(), clocks()), (vec!["received".to_owned()], vec!["window".to_owned()]));
    is_as_made(&place);
    assert_eq!(of_year("received"), figures, "figures know what time will do");

    let swept = xiaoneng(&["sweep", place[0], place[1]]);
    assert_eq!((swept.code, swept.err.as_str()), (0, ""));
    assert!(swept.out.starts_with("1 matter"), "{}", swept.out);
    assert_eq!((stage(), clocks()), accepted);
    let again = xiaoneng(&["sweep", place[0], place[1]]);
    assert!(again.out.starts_with("0 matter"), "{}", again.out);
    is_as_made(&place);
    assert_eq!(of_year("swept"), figures);
}

#[test]
fn a_report_by_another_calendar_is_folded_anew() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let data = at("data");
    let place = ["--data", text(&data)];
    let package = package();
    imports(package.path(), &place);
    let calendars = at("calendars");
    fs::create_dir(&calendars).unwrap();
    let storm = "date,kind,name\n2019-10-09,off,台风\n2019-10-10,off,台风\n";
    fs::write(calendars.join("storm.csv"), storm).unwrap();
    let with = ["--calendars", text(&calendars)];
    let known = report(&place, &at("known"));
    let other = report(&[&place[..], &with].concat(), &at("other"));
    let from = ["--from", text(package.path())];
    let of_package = report(&[&from[..], &with].concat(), &at("package"));
    assert_eq!(figure(&known, "cases_overdue"), 1);
    assert_eq!(figure(&other, "cases_overdue"), 0);
    assert_eq!(other["figures"], of_package["figures"]);
    // The ledger goes by the calendar that it was given, until it is given another.
    assert_eq!(report(&place, &at("again"))["figures"], known["figures"]);
    let done =
        xiaoneng(&[&["import", "--quiet", text(package.path())][..], &place, &with].concat());
    assert_eq!(done.code, 0, "{}", done.err);
    is_as_made(&place);
    assert_eq!(report(&place, &at("given"))["figures"], of_package["figures"]);
}

#[test]
fn items_given_later_tell_which_cases_are_of_unknown_ones() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let data = at("data");
    let place = ["--data", text(&data)];
    let package = package();
    let items = package.path().join("items.csv");
    let header = ITEMS.lines().next().unwrap();
    // Without items every case counts; with an empty table of them none does; then those of `A`.
    fs::remove_file(&items).unwrap();
    let mut decided = Vec::new();
    for (step, rows) in
        [None, Some(format!("{header}\n")), Some(ITEMS.to_owned())].iter().enumerate()
    {
        if let Some(rows) = rows {
            fs::write(&items, rows).unwrap();
        }
        imports(package.path(), &place);
        is_as_made(&place);
        let report = report(&place, &at(&step.to_string()));
        let of_package = self::report(&["--from", text(package.path())], &at("package"));
        assert_eq!(report["figures"], of_package["figures"], "step {step}");
        decided.push(figure(&report, "cases_decided"));
    }
    assert_eq!(decided, [2, 0, 2]);
}

#[test]
fn a_ledger_from_before_read_models_is_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let data = at("data");
    let place = ["--data", text(&data)];
    let package = package();
    imports(package.path(), &place);
    let kept = |data: &Path| {
        let facts = "select matter || year || until || opened || facts from facts order by 1";
        let standing = "select matter || coalesce(stage, '') || coalesce(item_code, '') from matters \
                        order by 1";
        (texts(data, facts), texts(data, standing))
    };
    let before = (report(&place, &at("before")), kept(&data));
    change(&data, AS_BEFORE_READ_MODELS);
    let after = (report(&place, &at("after")), kept(&data));
    assert_eq!(after.0["figures"], before.0["figures"]);
    assert_eq!(after.1, before.1);
    let from = report(&["--from", text(package.path())], &at("package"));
    assert_eq!(after.0["figures"], from["figures"]);
    is_as_made(&place);
    change(&data, AS_BEFORE_READ_MODELS);
    assert!(imports(package.path(), &place).starts_with("0 recorded, "));
    is_as_made(&place);
}

#[test]
fn what_is_said_of_the_data_is_the_same_from_a_ledger_whose_rows_were_given_anew() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let data = at("data");
    let place = ["--data", text(&data)];
    let package = package();
    imports(package.path(), &place);
    let matters = package.path().join("matters.csv");
    fs::write(matters, MATTERS.replace("web", "window")).unwrap();
    assert!(imports(package.path(), &place).starts_with("1 recorded, "));
    is_as_made(&place);
    let rows = |from: &[&str], out: &str| {
        let report = report(from, &at(out));
        let tables = report["data_quality"]["tables"].as_array().unwrap().clone();
        let of = |table: &&Value| ["matters", "acts"].iter().any(|name| table["table"] == *name);
        let rows = |table: &Value| [table["rows"].clone(), table["set_aside"].clone()];
        tables.iter().filter(of).map(rows).collect::<Vec<_>>()
    };
    // A calendar that changes nothing has all of it folded anew.
    let calendars = at("calendars");
    fs::create_dir(&calendars).unwrap();
    fs::write(calendars.join("2033.csv"), "date,kind,name\n2033-10-03,off,国庆节\n").unwrap();
    let anew = rows(&["--calendars", text(&calendars), place[0], place[1]], "anew");
    // The case of an item that isn't known, and its act, aren't recorded, nor that of no case.
    assert_eq!(rows(&place, "ready"), [[2, 0], [7, 1]].map(|it| it.map(Value::from)));
    assert_eq!(anew, rows(&place, "ready"));
}
