//! Event tables and case tables.

use std::io::Write;

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::{Folder, set_aside};

const EVENTS: &str = r#"
[source]
kind = "events"
case = "case_id"
activity = "activity"
time = "timestamp"
actor = "resource"
formats = ["rfc3339", "%Y-%m-%d %H:%M:%S"]
[agency]
name = "市公安局"
region = "440100"
year = 2019
[matters]
procedure = "licensing"
channel.default = "import"
item.default = "0109"
[[acts]]
activity = "受理"
act = "accepted"
[[items]]
code = "0109"
name = "许可"
kind = "licence"
online = true
online_depth = 4
trips = 0
promised = { limit = 5, unit = "working_day", source = "服务指南" }
"#;

#[test]
fn rows_of_one_case_may_be_anywhere_in_the_table() {
    let folder = Folder::new();
    let log = folder.file(
        "log.csv",
        "case_id,activity,timestamp,resource,more\n\
         A,受理,2019-09-01T09:00:00+08:00,甲,x\n\
         B,受理,2019-09-02T01:00:00Z,乙,x\n\
         A,审查,2019-09-01 10:00:00,,x\n",
    );
    let imported = folder.import(&[log], EVENTS).unwrap();
    assert_eq!((imported.cases, imported.events, imported.activities), (2, 3, 2));
    assert_eq!(folder.table("agency.csv"), ["市公安局|440100|2019|CN|Asia/Shanghai"]);
    assert_eq!(folder.table("items.csv"), ["0109|许可|licence||||true|true|4||0|||5|working_day|"]);
    assert_eq!(
        folder.table("matters.csv"),
        ["A|licensing|0109|440100|import||", "B|licensing|0109|440100|import||"]
    );
    assert_eq!(
        folder.table("acts.csv"),
        [
            "A|accepted|2019-09-01T09:00:00+08:00|甲|受理",
            "A|step|2019-09-01T10:00:00+08:00||审查",
            "B|accepted|2019-09-02T01:00:00Z|乙|受理",
        ]
    );
}

#[test]
fn several_files_are_one_log_and_may_be_packed() {
    let folder = Folder::new();
    let first =
        folder.file("1.csv", "case_id,activity,timestamp,resource\nA,a,2019-09-01 09:00:00,\n");
    let mut packed = GzEncoder::new(Vec::new(), Compression::default());
    packed.write_all(b"timestamp,resource,case_id,activity\n2019-09-02 09:00:00,,A,b\n").unwrap();
    let second = folder.file("2.csv.gz", packed.finish().unwrap());
    let imported = folder.import(&[first, second], EVENTS).unwrap();
    assert_eq!((imported.cases, imported.events), (1, 2));
}

#[test]
fn a_row_without_case_activity_or_time_is_set_aside_with_its_line() {
    let folder = Folder::new();
    let log = folder.file(
        "log.csv",
        "case_id,activity,timestamp,resource\n\
         ,a,2019-09-01 09:00:00,\nA,,2019-09-01 09:00:00,\nA,a,,\nA,a,2019-02-30 09:00:00,\n",
    );
    let imported = folder.import(&[log], EVENTS).unwrap();
    assert_eq!(imported.cases, 0);
    assert_eq!(
        set_aside(&imported),
        [
            "2 case_id missing_value",
            "3 activity missing_value",
            "4 timestamp missing_value",
            "5 timestamp bad_date",
        ]
    );
    assert_eq!(imported.set_aside[3].file, "log.csv");
    assert_eq!(imported.set_aside[3].row, 4);
    assert_eq!(
        imported.set_aside[3].message,
        "`2019-02-30 09:00:00` is no date in the forms the map gives"
    );
}

#[test]
fn a_column_that_the_map_names_must_be_there() {
    let folder = Folder::new();
    let log = folder.file("log.csv", "case,activity,timestamp,resource\n");
    let error = folder.import(&[log], EVENTS).unwrap_err();
    assert!(error.is_refusal());
    assert_eq!(
        error.to_string(),
        "`log.csv`, line 1: the map needs the column `case_id`; the header has case, activity, \
         timestamp, resource"
    );
    assert_eq!(folder.entries(), ["log.csv"]);
}

#[test]
fn a_folder_that_holds_something_is_never_written_to() {
    let folder = Folder::new();
    let log = folder.file("log.csv", "case_id,activity,timestamp,resource\n");
    std::fs::create_dir(folder.package()).unwrap();
    folder.import(std::slice::from_ref(&log), EVENTS).unwrap();
    let error = folder.import(&[log], EVENTS).unwrap_err();
    assert!(error.is_refusal());
    assert!(error.to_string().ends_with("is there already; name a new folder or remove that one"));
}

#[test]
fn a_log_that_isnt_there_is_no_fault_of_the_input() {
    let folder = Folder::new();
    let error = folder.import(&[folder.0.path().join("none.csv")], EVENTS).unwrap_err();
    assert!(!error.is_refusal());
    assert!(error.to_string().starts_with("`none.csv` can't be read: "));
    assert!(folder.entries().is_empty());
}

#[test]
fn cells_that_look_like_formulas_are_guarded() {
    let folder = Folder::new();
    let log = folder.file(
        "log.csv",
        "case_id,activity,timestamp,resource\n=1+1,@SUM(A1),2019-09-01 09:00:00,-甲\n",
    );
    folder.import(&[log], EVENTS).unwrap();
    assert_eq!(folder.table("acts.csv"), ["'=1+1|step|2019-09-01T09:00:00+08:00|'-甲|'@SUM(A1)"]);
}

#[test]
fn progress_ends_at_the_size_of_the_files() {
    let folder = Folder::new();
    let log =
        folder.file("log.csv", "case_id,activity,timestamp,resource\nA,a,2019-09-01 09:00:00,\n");
    let size = std::fs::metadata(&log).unwrap().len();
    let map = efficacy::import_log::Map::parse(EVENTS, "map.toml").unwrap();
    let mut last = 0;
    efficacy::import_log::import(&[log], &map, &folder.package(), &mut |read| last = read).unwrap();
    assert_eq!(last, size);
}
