//! Event tables and case tables in workbooks.

use std::path::Path;

use efficacy::import_log::ImportError;
use rust_xlsxwriter::{ExcelDateTime, Format, Formula, Workbook, Worksheet};

use crate::{Folder, set_aside};

const MAP: &str = include_str!("any-log.toml");

fn header(sheet: &mut Worksheet, names: &[&str]) {
    sheet.write_row(0, 0, names.iter().copied()).unwrap();
}

fn time(text: &str) -> ExcelDateTime {
    ExcelDateTime::parse_from_str(text).unwrap()
}

/// A workbook with a sheet of events, one of cases and an empty one.
fn of_two_tables() -> Vec<u8> {
    let mut workbook = Workbook::new();
    let shown = Format::new().set_num_format("yyyy-mm-dd hh:mm");
    let events = workbook.add_worksheet().set_name("办件经过").unwrap();
    header(events, &["case_id", "activity", "timestamp", "resource", "note"]);
    let rows = [("受理", "2019-09-01T09:00:00"), ("审查", "2019-09-02T15:30:00")];
    for (row, (activity, at)) in (1..).zip(rows) {
        events.write_row(row, 0, ["A", activity]).unwrap();
        events.write_with_format(row, 2, time(at), &shown).unwrap();
        events.write(row, 3, "甲").unwrap();
        // Nobody asks for this column, so nobody minds what is in it.
        events.write(row, 4, Formula::new("=1/0").set_result("#DIV/0!")).unwrap();
    }
    workbook.add_worksheet().set_name("空").unwrap();
    let cases = workbook.add_worksheet().set_name("办件").unwrap();
    header(cases, &["case_no", "item_code", "accepted_on", "decided_on", "result"]);
    cases.write_row(1, 0, ["B", "0109"]).unwrap();
    cases.write_with_format(1, 2, time("2019-01-02"), &shown).unwrap();
    cases.write(1, 3, 43475).unwrap();
    cases.write(1, 4, "准予").unwrap();
    cases.write(2, 0, 20_190_003).unwrap();
    cases.write(2, 1, "0109").unwrap();
    cases.write(2, 2, "2019/1/3").unwrap();
    workbook.save_to_buffer().unwrap()
}

#[test]
fn each_sheet_of_a_workbook_is_a_table_with_dates_as_dates() {
    let folder = Folder::new();
    let log = folder.file("logs.xlsx", of_two_tables());
    let imported = folder.import(&[log], MAP).unwrap();
    assert_eq!((imported.cases, imported.events, imported.case_acts), (3, 2, 3));
    assert!(imported.set_aside.is_empty(), "{:?}", imported.set_aside);
}

#[test]
fn a_workbook_says_the_same_as_the_csv_it_was_saved_as() {
    let csv = "case_id,activity,timestamp,resource,note\n\
               A,受理,2019-09-01 09:00:00,甲,\n\
               A,审查,2019-09-02 15:30:00,甲,\n";
    let cases = "case_no,item_code,accepted_on,decided_on,result\n\
                 B,0109,2019-01-02,2019-01-10,准予\n\
                 20190003,0109,2019-01-03,,\n";
    let folder = Folder::new();
    let logs = [folder.file("events.csv", csv), folder.file("cases.csv", cases)];
    folder.import(&logs, MAP).unwrap();
    let other = Folder::new();
    let log = other.file("logs.xlsx", of_two_tables());
    other.import(&[log], MAP).unwrap();
    for table in ["matters.csv", "acts.csv"] {
        assert_eq!(folder.table(table), other.table(table));
    }
}

#[test]
fn a_workbook_may_lie_in_an_archive() {
    let folder = Folder::new();
    let archive = crate::bad_input::zipped(&[("2019/logs.xlsx", &of_two_tables())]);
    let log = folder.file("logs.zip", archive);
    assert_eq!(folder.import(&[log], MAP).unwrap().cases, 3);
}

#[test]
fn cells_of_a_workbook_that_cant_be_read_set_their_row_aside() {
    let mut workbook = Workbook::new();
    let cases = workbook.add_worksheet();
    header(cases, &["case_no", "item_code", "accepted_on", "decided_on", "result"]);
    let error = Formula::new("=NA()").set_result("#N/A");
    cases.write_row(1, 0, ["A", "0109"]).unwrap();
    cases.write(1, 2, error).unwrap();
    cases.write_row(2, 0, ["B", "0109"]).unwrap();
    cases.write(2, 2, -5).unwrap();
    cases.write(3, 0, "C").unwrap();
    cases.write(3, 1, 109).unwrap();
    cases.write_row(5, 0, ["D", "0109", "2019-01-02", "", "", "beyond the header"]).unwrap();
    cases.write_row(6, 0, ["E", "0109", "2019-01-02"]).unwrap();
    let folder = Folder::new();
    let log = folder.file("cases.xlsx", workbook.save_to_buffer().unwrap());
    let imported = folder.import(&[log], MAP).unwrap();
    assert_eq!(imported.cases, 1);
    assert_eq!(
        set_aside(&imported),
        [
            "2 accepted_on bad_value",
            "3 accepted_on bad_value",
            "4 item_code bad_value",
            "6  too_many_fields"
        ]
    );
    assert_eq!(imported.set_aside[0].file, "cases.xlsx/Sheet1");
}

#[track_caller]
fn refused(workbook: &mut Workbook, map: &str) -> String {
    let folder = Folder::new();
    let log = folder.file("log.xlsx", workbook.save_to_buffer().unwrap());
    let error = folder.import(&[log], map).unwrap_err();
    assert!(error.is_refusal(), "{error}");
    assert!(!Path::exists(&folder.package()));
    match &error {
        ImportError::Container(_) | ImportError::Refused { .. } => error.to_string(),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_workbook_without_a_table_that_the_map_knows_is_refused() {
    let mut empty = Workbook::new();
    empty.add_worksheet();
    assert_eq!(
        refused(&mut empty, MAP),
        "`log.xlsx`: nothing is given in any sheet of the workbook"
    );
    let mut other = Workbook::new();
    header(other.add_worksheet(), &["编号", "日期"]);
    assert_eq!(
        refused(&mut other, MAP),
        "`log.xlsx/Sheet1`, line 1: no log of the map has its columns in this header: 编号, 日期"
    );
    let xes = "[source]\nkind = \"xes\"\ncase = \"a\"\nactivity = \"b\"\ntime = \"c\"\n\
               [agency]\nname = \"x\"\nregion = \"440100\"\n[matters]\nprocedure = \"ticket\"\n\
               channel.default = \"web\"\nticket_kind.default = \"help\"\n";
    assert!(refused(&mut other, xes).contains("a workbook is no XES log"));
}
