//! Malformed input does no harm: the outcome that the collection's README states for each file.

use efficacy::import_log::{ImportError, Imported};

use crate::{Folder, set_aside, shared};

const EVENTS: &str = r#"
[source]
kind = "events"
case = "case_id"
activity = "activity"
time = "timestamp"
actor = "resource"
formats = ["rfc3339", "%Y-%m-%d %H:%M:%S"]
[agency]
name = "x"
region = "440000"
[matters]
procedure = "ticket"
channel.default = "window"
ticket_kind.default = "help"
"#;

const CASES: &str = r#"
[source]
kind = "cases"
case = "case_no"
formats = ["%Y-%m-%d"]
[agency]
name = "x"
region = "440000"
[matters]
procedure = "licensing"
channel.default = "window"
item = { from = "item_code", values = { 0109 = "0109", "0109,X" = "0109" } }
[[case_acts]]
from = "accepted_on"
act = "accepted"
[[case_acts]]
from = "decided_on"
act_by = { from = "result", values = { "准予" = "granted", "准予, 附条件" = "granted", "不予" = "refused" } }
not_before = ["accepted"]
[[items]]
code = "0109"
name = "许可"
kind = "licence"
online = true
online_depth = 4
trips = 0
"#;

const TICKETS: &str = r#"
[source]
kind = "cases"
case = "ticket_no"
formats = ["%Y-%m-%d %H:%M"]
[agency]
name = "x"
region = "440000"
[matters]
procedure = "ticket"
channel = { from = "channel" }
ticket_kind = { from = "kind", values = { "咨询" = "consultation", "投诉" = "complaint", "建议" = "suggestion" } }
[[case_acts]]
from = "opened_at"
act = "opened"
[[case_acts]]
from = "closed_at"
act = "closed"
not_before = ["opened"]
"#;

const XES: &str = r#"
[source]
kind = "xes"
case = "concept:name"
activity = "concept:name"
time = "time:timestamp"
[agency]
name = "x"
region = "440000"
[matters]
procedure = "ticket"
channel.default = "window"
ticket_kind.default = "help"
"#;

/// Imports a file of the collection; `None` when the collection is absent.
fn outcome(file: &str, map: &str) -> Option<(Folder, Result<Imported, ImportError>)> {
    let path = shared("bad-input")?.join(file);
    let folder = Folder::new();
    let outcome = folder.import(&[path], map);
    if outcome.is_err() {
        assert!(folder.entries().is_empty(), "{file} left {:?}", folder.entries());
    }
    Some((folder, outcome))
}

#[test]
fn the_encoding_is_found_out_and_the_text_is_the_same() {
    let Some((gb18030, imported)) = outcome("01_gb18030_events.csv", EVENTS) else {
        return;
    };
    let imported = imported.unwrap();
    assert_eq!((imported.cases, imported.events), (3, 6));
    for twin in ["01_utf8_twin.csv", "02_bom_crlf.csv"] {
        let (folder, imported) = outcome(twin, EVENTS).unwrap();
        assert_eq!(imported.unwrap().events, 6);
        assert_eq!(folder.table("acts.csv").len(), 6);
        if twin == "01_utf8_twin.csv" {
            assert_eq!(folder.table("acts.csv"), gb18030.table("acts.csv"));
        }
    }
}

#[test]
fn sound_tables_of_cases_are_taken_whole() {
    let Some((folder, imported)) = outcome("03_quotes.csv", CASES) else {
        return;
    };
    assert_eq!(imported.unwrap().cases, 3);
    assert_eq!(folder.table("acts.csv").len(), 5);
    let (_, imported) = outcome("11_header_only.csv", CASES).unwrap();
    assert_eq!(imported.unwrap().cases, 0);
    let (_, imported) = outcome("09_formula_cells.csv", TICKETS).unwrap();
    assert_eq!(imported.unwrap().cases, 4);
    let (folder, imported) = outcome("22_mixed_time_zones.csv", EVENTS).unwrap();
    assert_eq!(imported.unwrap().events, 3);
    let details: Vec<String> = folder
        .table("acts.csv")
        .iter()
        .map(|row| row.rsplit('|').next().unwrap().to_owned())
        .collect();
    assert_eq!(details, ["受理", "审查", "办结"]);
}

#[test]
fn bad_rows_are_set_aside_by_line_and_column() {
    for (file, cases, expected) in [
        ("05_ragged.csv", 2, &["3  too_few_fields", "5  too_many_fields"][..]),
        (
            "06_impossible_dates.csv",
            2,
            &[
                "3 accepted_on bad_date",
                "4 accepted_on bad_date",
                "5 accepted_on bad_date",
                "6 accepted_on bad_date",
                "7 accepted_on bad_date",
                "9 accepted_on bad_date",
                "10 accepted_on bad_date",
            ],
        ),
        ("07_duplicate_ids.csv", 2, &["5 case_no duplicate_key"]),
        ("08_decided_before_accepted.csv", 1, &["2 decided_on act_not_allowed"]),
        ("17_huge_field.csv", 1, &["2 item_name field_too_long"]),
        ("18_nul_bytes.csv", 0, &["2 item_name control_character"]),
    ] {
        let Some((_, imported)) = outcome(file, CASES) else {
            return;
        };
        let imported = imported.unwrap();
        assert_eq!(
            (imported.cases, set_aside(&imported)),
            (cases, expected.iter().map(|&row| row.to_owned()).collect()),
            "{file}"
        );
    }
}

#[test]
fn a_repeated_row_counts_once_and_a_contradiction_names_both_lines() {
    let Some((_, imported)) = outcome("07_duplicate_ids.csv", CASES) else {
        return;
    };
    let imported = imported.unwrap();
    assert_eq!(imported.identical, 1);
    assert_eq!(
        imported.set_aside[0].message,
        "`R-2` is given on line 3 of `07_duplicate_ids.csv` with other values; line 5 is not taken"
    );
}

#[test]
fn an_event_without_a_name_is_named_by_trace_and_place() {
    let Some((_, imported)) = outcome("23_event_without_name.xes", XES) else {
        return;
    };
    let imported = imported.unwrap();
    assert_eq!((imported.events, imported.activities), (1, 1));
    assert_eq!(imported.set_aside[0].message, "event 1 of trace `t` has no `concept:name`");
}

#[test]
fn every_form_of_the_namespace_is_read() {
    for file in ["24_namespace_1.xes", "24_namespace_2.xes", "24_namespace_3.xes"] {
        let Some((_, imported)) = outcome(file, XES) else {
            return;
        };
        let imported = imported.unwrap();
        assert_eq!((imported.cases, imported.events), (1, 1), "{file}");
    }
}

#[test]
fn files_that_are_broken_are_refused_and_leave_nothing() {
    for (file, map, message) in [
        (
            "04_unclosed_quote.csv",
            CASES,
            "`04_unclosed_quote.csv`, line 2: a quotation mark is opened here and never closed",
        ),
        (
            "10_empty.csv",
            CASES,
            "`10_empty.csv`, line 1: the file is empty; not even a header is there",
        ),
        (
            "12_truncated.xes.gz",
            XES,
            "`12_truncated.xes.gz`, can't be read beyond line 1: the compressed stream ends early; copy or export the file again",
        ),
        (
            "13_entity_expansion.xes",
            XES,
            "`13_entity_expansion.xes`, line 2: document type declarations are not accepted; remove the `<!DOCTYPE …>`",
        ),
        (
            "14_external_entity.xes",
            XES,
            "`14_external_entity.xes`, line 2: document type declarations are not accepted; remove the `<!DOCTYPE …>`",
        ),
    ] {
        let Some((_, outcome)) = outcome(file, map) else {
            return;
        };
        let error = outcome.unwrap_err();
        assert!(error.is_refusal(), "{error}");
        assert_eq!(error.to_string(), message);
    }
}
