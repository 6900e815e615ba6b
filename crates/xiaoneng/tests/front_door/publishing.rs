//! The annual report published, changed afterwards, and verified from its bundle.

use std::fs;
use std::path::Path;

use rusqlite::Connection;

use crate::ledger::{ITEMS, imports, package, text, xiaoneng};
use crate::program::Run;

/// Does something with the report of 2019.
fn publish(act: &str, data: &Path, more: &[&str]) -> Run {
    let options = ["publish", act, "--data", text(data), "--year", "2019"];
    xiaoneng(&[&options, more].concat())
}

fn done(run: &Run) -> &str {
    assert_eq!((run.code, run.err.as_str()), (0, ""), "{}", run.out);
    &run.out
}

/// Writes the report; gives what was said on standard error.
fn report(data: &Path, out: &Path, more: &[&str]) -> String {
    let options = ["report", "--data", text(data), "--year", "2019", "--out", text(out)];
    let run = xiaoneng(&[&options, more].concat());
    assert_eq!(run.code, 0, "{}", run.err);
    run.err
}

/// A ledger whose report of 2019 was published, once its public notice was over.
fn published(data: &Path) {
    imports(package().path(), &["--data", text(data)]);
    let by = ["--by", "张三"];
    let drafted = publish("draft", data, &by);
    assert!(done(&drafted).starts_with("report of 2019, edition 1: drafted\n"), "{}", drafted.out);
    done(&publish("review", data, &["--by", "李四"]));
    done(&publish("sign", data, &["--by", "王五"]));
    let notice = ["--days", "15", "--notice", "公告〔2020〕1号"];
    let announced = publish("announce", data, &[&by, &notice[..]].concat());
    assert!(done(&announced).contains("public notice to the end of "), "{}", announced.out);
    let early = publish("publish", data, &by);
    assert_eq!(early.code, 2);
    assert!(early.err.contains("its public notice runs to the end of"), "{}", early.err);
    // Forty days ago, all of it.
    let file = Connection::open(data.join("ledger.sqlite3")).unwrap();
    let earlier = "update acts set at = at - 3456000000000 where register = 'reports'";
    assert_eq!(file.execute(earlier, []).unwrap(), 4);
    done(&publish("publish", data, &by));
}

#[test]
fn a_published_report_stays_what_changes_is_told_and_its_bundle_is_verified_anywhere() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let data = at("data");
    published(&data);
    report(&data, &at("before"), &[]);
    let before = fs::read_to_string(at("before/report.json")).unwrap();
    assert!(
        fs::read_to_string(at("before/report.html"))
            .unwrap()
            .contains("No figure has changed since.")
    );

    let package = package();
    let later = ITEMS.replace(",5,working_day", ",9,working_day");
    fs::write(package.path().join("items.csv"), later).unwrap();
    imports(package.path(), &["--data", text(&data)]);
    let said = report(&data, &at("after"), &[]);
    assert!(said.contains("notice: edition 1 of the report of 2019 was published on "), "{said}");
    assert!(said.contains("cases_overdue 1 → 0"), "{said}");
    let page = fs::read_to_string(at("after/report.html")).unwrap();
    let head = page.split("class=\"summary\"").next().unwrap();
    assert!(head.contains("href=\"#figure-cases_overdue\""), "{head}");
    let shown = publish("show", &data, &[]);
    assert!(done(&shown).contains("signed  (name sealed)\n"), "{}", shown.out);
    let shown = publish("show", &data, &["--why", "复核"]);
    let read = xiaoneng(&["accesses", "person:王五", "--data", text(&data)]);
    assert!(done(&read).contains("复核"), "{}", read.out);
    for said in [
        "report of 2019, edition 1: published",
        "signed  王五",
        "announced  张三 (15 working days and notice: 公告〔2020〕1号)",
        "    cases_overdue (",
    ] {
        assert!(done(&shown).contains(said), "{said}: {}", shown.out);
    }

    assert_eq!(report(&data, &at("first"), &["--edition", "1"]), "");
    assert_eq!(fs::read_to_string(at("first/report.json")).unwrap(), before);
    for name in ["report.html", "evidence/cases_overdue.csv"] {
        let (first, before) = (at("first").join(name), at("before").join(name));
        let first = fs::read_to_string(first).unwrap();
        if name == "report.html" {
            assert!(!first.contains("class=\"since\""));
        } else {
            assert_eq!(first, fs::read_to_string(before).unwrap());
        }
    }
    let none = xiaoneng(&[
        "report",
        "--data",
        text(&data),
        "--year",
        "2019",
        "--edition",
        "2",
        "--out",
        "out",
    ]);
    assert_eq!(none.code, 2);
    assert!(none.err.contains("the report of 2019 has no edition 2"), "{}", none.err);

    let bundle = at("2019.zip");
    let options = ["--edition", "1", "--bundle", text(&bundle)];
    let written =
        xiaoneng(&[&["report", "--data", text(&data), "--year", "2019"], &options[..]].concat());
    assert_eq!(done(&written), format!("{}\n", bundle.display()));
    let now = at("now.zip");
    let options = ["--year", "2019", "--bundle", text(&now)];
    done(&xiaoneng(&[&["report", "--data", text(&data)], &options[..]].concat()));
    let checked = xiaoneng(&["publish", "check", "--data", text(&data)]);
    done(&checked);
    fs::rename(&data, at("gone")).unwrap();
    let checked = xiaoneng(&["publish", "check", "--bundle", text(&now)]);
    assert_eq!(done(&checked), "everything published is what its acts say\n");
    // Whoever dated its acts back behind the log's back can't show that the edition was recorded.
    let checked = xiaoneng(&["publish", "check", "--bundle", text(&bundle)]);
    let found = "`log/edition.tlog-proof`: the act in it isn't the one that the log has\n";
    assert_eq!((checked.code, checked.out.as_str()), (1, found), "{}", checked.err);

    let file = Connection::open(at("gone").join("ledger.sqlite3")).unwrap();
    let earlier = "update acts set at = at - 86400000000 where matter = 'M2' and act = 'granted'";
    assert_eq!(file.execute(earlier, []).unwrap(), 2);
    let checked = xiaoneng(&["publish", "check", "--data", text(&at("gone"))]);
    assert_eq!(checked.code, 1);
    assert!(
        checked.out.contains("report of 2019, edition 1: figure `cases_overdue`: recorded 1, "),
        "{}",
        checked.out
    );
}

#[test]
fn who_did_it_why_and_how_long_the_notice_runs_must_be_said() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    imports(package().path(), &["--data", text(&data)]);
    for (act, more) in [
        ("draft", &[][..]),
        ("draft", &["--by", ""]),
        ("return", &["--by", "李四"]),
        ("return", &["--by", "李四", "--reason", ""]),
        ("announce", &["--by", "张三", "--days", "0", "--notice", "1"]),
        ("announce", &["--by", "张三", "--days", "15"]),
        ("revise", &["--by", "张三"]),
    ] {
        assert_eq!(publish(act, &data, more).code, 2, "{act} {more:?}");
    }
    let shown = xiaoneng(&["publish", "show", "--data", text(&data)]);
    assert!(done(&shown).starts_with("no report was drafted yet"), "{}", shown.out);
}
