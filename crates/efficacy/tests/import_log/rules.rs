//! What a map says, and what is wrong with it.

use efficacy::import_log::Map;

use crate::{Folder, set_aside};

const MAP: &str = r#"
[source]
kind = "xes"
case = "concept:name"
activity = "concept:name"
lifecycle = "lifecycle:transition"
time = "time:timestamp"
[agency]
name = "许可处"
region = "440000"
[matters]
procedure = "licensing"
item = { from = "permit", values = { A = "01", B = "02" } }
channel = { from = "channel", values = { Internet = "web" }, default = "window" }
region = { from = "area" }
[[acts]]
activity = "receipt"
act = "received"
first = true
[[acts]]
activity = "intake"
lifecycle = "complete"
act = "accepted"
unless_after = ["granted"]
[[acts]]
activity = "no licence needed"
act = "not_accepted"
[[case_acts]]
from = "ended"
act = "granted"
not_before = ["received"]
unless = ["not_accepted"]
[[items]]
code = "01"
name = "甲"
kind = "licence"
online = true
online_depth = 4
trips = 0
[[items]]
code = "02"
name = "乙"
kind = "licence"
online = false
online_depth = 1
trips = 1
"#;

/// A log of one trace: its attributes, and its events as `day activity lifecycle`.
fn log(attributes: &[(&str, &str)], events: &[(u8, &str, &str)]) -> String {
    let attribute =
        |(key, value): &(&str, &str)| format!("<string key=\"{key}\" value=\"{value}\"/>");
    let attributes = attributes.iter().map(attribute).collect::<Vec<_>>().concat();
    let event = |(day, activity, lifecycle): &(u8, &str, &str)| {
        format!(
            "\n<event><string key=\"concept:name\" value=\"{activity}\"/>\
             <string key=\"lifecycle:transition\" value=\"{lifecycle}\"/>\
             <date key=\"time:timestamp\" value=\"2019-03-{day:02}T09:00:00+08:00\"/></event>"
        )
    };
    let events = events.iter().map(event).collect::<Vec<_>>().concat();
    format!(
        "<log><trace><string key=\"concept:name\" value=\"1\"/>{attributes}{events}</trace></log>"
    )
}

/// The acts as `act day detail`.
fn acts(folder: &Folder) -> Vec<String> {
    let row = |row: String| {
        let cells: Vec<&str> = row.split('|').collect();
        format!("{} {} {}", cells[1], &cells[2][8..10], cells[4])
    };
    folder.table("acts.csv").into_iter().map(row).collect()
}

#[test]
fn each_event_is_one_act_and_the_case_date_another() {
    let folder = Folder::new();
    let events = [
        (4, "receipt", "complete"),
        (5, "intake", "start"),
        (6, "intake", "complete"),
        (7, "receipt", "complete"),
    ];
    let attributes = [
        ("permit", "B"),
        ("channel", "Desk"),
        ("area", "440100"),
        ("ended", "2019-03-08T09:00:00+08:00"),
    ];
    let file = folder.file("log.xes", log(&attributes, &events));
    let imported = folder.import(&[file], MAP).unwrap();
    assert_eq!(
        (imported.cases, imported.events, imported.activities, imported.case_acts),
        (1, 4, 3, 1)
    );
    assert_eq!(folder.table("matters.csv"), ["1|licensing|02|440100|window||"]);
    assert_eq!(
        acts(&folder),
        [
            "received 04 receipt+complete",
            "step 05 intake+start",
            "accepted 06 intake+complete",
            "step 07 receipt+complete",
            "granted 08 ",
        ]
    );
}

#[test]
fn an_event_after_the_end_of_its_case_is_a_step_where_the_map_says_so() {
    let folder = Folder::new();
    let attributes = [("permit", "A"), ("ended", "2019-03-05T09:00:00+08:00")];
    let events = [(4, "receipt", "complete"), (6, "intake", "complete")];
    let file = folder.file("log.xes", log(&attributes, &events));
    folder.import(&[file], MAP).unwrap();
    assert_eq!(
        acts(&folder),
        ["received 04 receipt+complete", "granted 05 ", "step 06 intake+complete"]
    );
}

#[test]
fn the_end_of_a_case_that_was_not_accepted_is_no_decision() {
    let folder = Folder::new();
    let attributes = [("permit", "A"), ("ended", "2019-03-06T09:00:00+08:00")];
    let events = [(4, "receipt", "complete"), (6, "no licence needed", "complete")];
    let file = folder.file("log.xes", log(&attributes, &events));
    let imported = folder.import(&[file], MAP).unwrap();
    assert_eq!(imported.case_acts, 0);
    assert_eq!(
        acts(&folder),
        ["received 04 receipt+complete", "not_accepted 06 no licence needed+complete"]
    );
}

#[test]
fn a_date_before_the_act_it_must_follow_is_set_aside_and_the_events_stay() {
    let folder = Folder::new();
    let attributes = [("permit", "A"), ("ended", "2019-03-01T09:00:00+08:00")];
    let file = folder.file("log.xes", log(&attributes, &[(4, "receipt", "complete")]));
    let imported = folder.import(&[file], MAP).unwrap();
    assert_eq!(set_aside(&imported), ["1 ended act_not_allowed"]);
    assert_eq!(
        imported.set_aside[0].message,
        "2019-03-01T09:00:00+08:00 is earlier than the act `received` of the case on \
         2019-03-04T09:00:00+08:00; one of the dates is wrong"
    );
    assert_eq!(acts(&folder), ["received 04 receipt+complete"]);
}

#[test]
fn a_value_the_map_doesnt_know_sets_the_case_aside() {
    let folder = Folder::new();
    let events = [(4, "receipt", "complete"), (5, "x", "complete")];
    for (permit, area, expected) in [
        ("C", "440100", "1 permit bad_value"),
        ("A", "Utrecht", "1 area bad_value"),
        ("", "440100", "1 permit missing_value"),
    ] {
        let file = folder.file("log.xes", log(&[("permit", permit), ("area", area)], &events));
        let imported = folder.import(&[file], MAP).unwrap();
        assert_eq!(set_aside(&imported), [expected]);
        assert_eq!(
            (imported.cases, imported.events, imported.events_of_cases_set_aside),
            (0, 0, 2)
        );
        std::fs::remove_dir_all(folder.package()).unwrap();
    }
}

#[test]
fn a_case_given_twice_is_taken_once() {
    let folder = Folder::new();
    let first = folder.file("1.xes", log(&[("permit", "A")], &[(4, "receipt", "complete")]));
    let second = folder.file("2.xes", log(&[("permit", "B")], &[(5, "receipt", "complete")]));
    let imported = folder.import(&[first, second], MAP).unwrap();
    assert_eq!(set_aside(&imported), ["1 concept:name duplicate_key"]);
    assert_eq!(
        imported.set_aside[0].message,
        "`1` is the name of another case, on line 1 of `1.xes`; its 1 events are not taken"
    );
    assert_eq!(imported.events, 1);
}

#[track_caller]
fn fault(map: &str) -> String {
    Map::parse(map, "m.toml").unwrap_err().to_string()
}

#[test]
fn what_is_wrong_with_a_map_is_told_with_its_line() {
    for (from, to, message) in [
        (
            "kind = \"xes\"",
            "kind = \"csv\"",
            "m.toml, line 3: unknown variant `csv`, expected one of `xes`, `events`, `cases`",
        ),
        (
            "case =",
            "cases =",
            "m.toml, line 4: unknown field `cases`, expected one of `kind`, `case`, `activity`, `lifecycle`, `time`, `actor`, `act`, `days`, `reason`, `detail`, `act_id`, `recorded_at`, `formats`, `zone`",
        ),
        (
            "\nactivity = \"concept:name\"",
            "",
            "m.toml, line 3: `activity` and `time` are needed, the names of a column or event attribute",
        ),
        (
            "region = \"440000\"",
            "region = \"4400\"",
            "m.toml, line 10: a region is six digits (GB/T 2260); `000000` is outside China",
        ),
        (
            "region = \"440000\"",
            "region = \"440000\"\ntime_zone = \"Asia/Canton\"",
            "m.toml, line 11: `Asia/Canton` is no time zone; use a name such as Asia/Shanghai",
        ),
        (
            "\"licensing\"",
            "\"licence\"",
            "m.toml, line 12: `licence` isn't one of licensing, ticket, warning",
        ),
        ("B = \"02\"", "B = \"03\"", "m.toml, line 13: the item `03` isn't among `[[items]]`"),
        (
            "default = \"window\"",
            "default = \"desk\"",
            "m.toml, line 14: `desk` isn't one of window, web, app, wechat, hotline, letter, visit, import",
        ),
        (
            "activity = \"intake\"\nlifecycle = \"complete\"",
            "activity = \"receipt\"",
            "m.toml, line 22: the activity `receipt` has two rules",
        ),
        (
            "online_depth = 4",
            "online_depth = 5",
            "m.toml, line 38: the online depth is 1, 2, 3 or 4",
        ),
        (
            "trips = 0",
            "trips = 0\npromised = { limit = 5, unit = \"working_day\" }",
            "m.toml, line 40: missing field `source`",
        ),
        (
            "trips = 0",
            "trips = 0\npromised = { limit = 5, unit = \"day\", source = \"x\" }",
            "m.toml, line 40: `day` isn't one of working_day, calendar_day, month, hour, minute",
        ),
        (
            "trips = 0",
            "trips = 0\npromised = { limit = 5, unit = \"month\", source = \"\" }",
            "m.toml, line 40: say where the limit is laid down; without a source leave it out",
        ),
        (
            "time = \"time:timestamp\"",
            "time = \"time:timestamp\"\nformats = [\"%Y-%m-%d\", \"yyyy\"]",
            "m.toml, line 8: `yyyy` is no form of a date; use `rfc3339` or one such as `%Y-%m-%d %H:%M:%S` or `%m/%d/%Y %I:%M:%S %p`",
        ),
    ] {
        assert!(MAP.contains(from), "{from}");
        assert_eq!(fault(&MAP.replacen(from, to, 1)), message);
    }
}
