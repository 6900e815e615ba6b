//! Packages become logs for process mining, and come back.

#![expect(clippy::unwrap_used, reason = "a test that can't set up its files has failed")]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use efficacy::export_log::{Exported, to_ocel, to_xes};
use efficacy::import_log::xes::{Keys, Trace, XesReader};
use efficacy::import_log::{Map, import};
use efficacy::package::{Form, Package, Zone};
use serde_json::Value;

const AGENCY: &str = "name,region,year\n公安厅,440000,2019\n";
const ITEMS: &str = "item_code,name,kind,division,on_application,online,online_depth,trips\n\
    0109,旅馆业特种行业许可,licence,治安局,true,true,4,0\n\
    0110,保安服务许可,licence,治安局,true,true,4,0\n";
const MATTERS: &str = "matter_id,procedure,item_code,region,channel,applicant_kind,ticket_kind,model\n\
    L-2,licensing,0109,440100,web,person,,\n\
    L-1,licensing,0109,440200,window,organisation,,\n\
    T-1,ticket,,440100,hotline,,complaint,\n\
    W-1,warning,,440100,import,,,超期预警\n\
    L-3,licensing,0110,440100,web,,,\n";
const ACTS: &str = "matter_id,act,at,actor,days,reason,detail,act_id,recorded_at\n\
    L-1,accepted,2019-03-01 09:00:00,窗口一,,,,,\n\
    T-1,opened,2019-03-01 09:30:00,,,,,,\n\
    L-1,paused,2019-03-04 09:00:00,,,hearing,,,\n\
    L-2,step,2019-03-02 09:00:00,甲 & <乙>,,,\"核对 \"\"材料\"\"\n第二行\",,\n\
    L-2,received,2019-03-01 09:00:00,甲,,,,,2019-03-05 08:00\n\
    L-1,extended,2019-03-05 09:00:00,,10,,,x1,\n\
    L-1,annulled,2019-03-06 09:00:00,,,,x1,,\n\
    none,accepted,2019-03-06 09:00:00,,,,,,\n\
    W-1,raised,2019-03-06T09:00:00.25+08:00,,,,,,\n";

struct Made {
    folder: tempfile::TempDir,
}

impl Made {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in [
            ("agency.csv", AGENCY),
            ("items.csv", ITEMS),
            ("matters.csv", MATTERS),
            ("acts.csv", ACTS),
        ] {
            fs::create_dir_all(folder.path().join("package")).unwrap();
            fs::write(folder.path().join("package").join(name), text).unwrap();
        }
        fs::create_dir(folder.path().join("logs")).unwrap();
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn package(&self) -> Package {
        Package::open(&self.at("package")).unwrap()
    }

    fn xes(&self) -> Exported {
        to_xes(&self.package(), &self.at("logs"), &zone()).unwrap()
    }
}

fn zone() -> Zone {
    Zone::new(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap())
}

fn names(files: &[PathBuf]) -> Vec<&str> {
    files.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect()
}

/// Each trace as `name: activity at; …`.
fn traces(log: &Path) -> Vec<String> {
    let keys = Keys {
        trace: vec!["concept:name".to_owned()],
        event: vec!["concept:name".to_owned(), "time:timestamp".to_owned()],
    };
    let mut reader = XesReader::new(fs::File::open(log).unwrap(), keys);
    let mut trace = Trace::default();
    let mut traces = Vec::new();
    while reader.next_trace(&mut trace).unwrap() {
        let value = |event, key| trace.event_value(event, key).unwrap();
        let events: Vec<String> =
            (0..trace.len()).map(|n| format!("{} {}", value(n, 0), value(n, 1))).collect();
        traces.push(format!("{}: {}", trace.value(0).unwrap(), events.join("; ")));
    }
    assert_eq!(reader.warnings(), []);
    traces
}

#[test]
fn each_procedure_is_a_log_each_matter_a_trace_and_each_act_an_event() {
    let made = Made::new();
    let exported = made.xes();
    assert_eq!(names(&exported.files), ["licensing.xes", "ticket.xes", "warning.xes"]);
    assert_eq!((exported.matters, exported.acts), (5, 8));
    assert_eq!(
        traces(&exported.files[0]),
        [
            "L-1: accepted 2019-03-01T09:00:00+08:00; paused 2019-03-04T09:00:00+08:00; \
             extended 2019-03-05T09:00:00+08:00; annulled 2019-03-06T09:00:00+08:00",
            "L-2: received 2019-03-01T09:00:00+08:00; \
             核对 \"材料\"\n第二行 2019-03-02T09:00:00+08:00",
            "L-3: ",
        ]
    );
    assert_eq!(traces(&exported.files[2]), ["W-1: raised 2019-03-06T09:00:00.25+08:00"]);
    let left_out = &exported.quality.set_aside[0];
    assert_eq!((left_out.line, left_out.code), (10, "unknown_matter"));
    assert_eq!(fs::read_dir(made.at("logs")).unwrap().count(), 3);
}

#[test]
fn every_cell_of_matters_and_acts_comes_back_from_the_logs() {
    let made = Made::new();
    let files = made.xes().files;
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../maps/xiaoneng-xes.toml");
    let map = Map::parse(&fs::read_to_string(path).unwrap(), "xiaoneng-xes.toml").unwrap();
    let imported = import(&files, &map, &made.at("again"), &mut |_| {}).unwrap();
    assert_eq!((imported.cases, imported.events), (5, 8));
    assert_eq!(imported.set_aside, []);
    let rows = |folder: &str, table: &str| {
        let folder = made.at(folder);
        // Written anew, so that both have the same columns and forms.
        let anew = tempfile::tempdir().unwrap();
        Package::open(&folder).unwrap().export(anew.path(), Form::Csv, &zone()).unwrap();
        let text = fs::read(anew.path().join(table)).unwrap();
        let mut table = csv::Reader::from_reader(&text[..]);
        let rows = table.records().map(|row| row.unwrap().iter().map(str::to_owned).collect());
        rows.filter(|row: &Vec<String>| row[0] != "none").collect::<BTreeSet<_>>()
    };
    for table in ["matters.csv", "acts.csv"] {
        assert_eq!(rows("again", table), rows("package", table), "{table}");
    }
}

#[test]
fn objects_of_the_ocel_log_are_matters_items_divisions_and_regions() {
    let made = Made::new();
    let exported = to_ocel(&made.package(), &made.at("logs"), &zone()).unwrap();
    assert_eq!(names(&exported.files), ["log.jsonocel"]);
    assert_eq!((exported.matters, exported.acts), (5, 8));
    let log: Value = serde_json::from_slice(&fs::read(&exported.files[0]).unwrap()).unwrap();
    let ids = |part: &str| -> BTreeSet<&str> {
        log[part].as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect()
    };
    let objects = ids("objects");
    assert_eq!(
        objects.iter().copied().collect::<Vec<_>>(),
        [
            "division:治安局",
            "item:0109",
            "item:0110",
            "matter:L-1",
            "matter:L-2",
            "matter:L-3",
            "matter:T-1",
            "matter:W-1",
            "region:440100",
            "region:440200",
        ]
    );
    assert_eq!(ids("events").len(), 8);
    let declared = |part: &str| -> BTreeSet<&str> {
        log[part].as_array().unwrap().iter().map(|one| one["name"].as_str().unwrap()).collect()
    };
    let (object_types, event_types) = (declared("objectTypes"), declared("eventTypes"));
    for (part, types) in [("objects", object_types), ("events", event_types)] {
        for one in log[part].as_array().unwrap() {
            assert!(types.contains(one["type"].as_str().unwrap()), "{one}");
            for related in one["relationships"].as_array().unwrap() {
                assert!(objects.contains(related["objectId"].as_str().unwrap()), "{one}");
            }
        }
    }
    let first = &log["events"][0];
    assert_eq!(
        (&first["type"], &first["time"]),
        (&"accepted".into(), &"2019-03-01T09:00:00+08:00".into())
    );
    let related: Vec<&str> = first["relationships"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["objectId"].as_str().unwrap())
        .collect();
    assert_eq!(related, ["matter:L-1", "item:0109", "division:治安局", "region:440200"]);
}

#[test]
fn a_package_without_acts_or_matters_gives_empty_logs() {
    let made = Made::new();
    for table in ["acts.csv", "matters.csv"] {
        fs::remove_file(made.at("package").join(table)).unwrap();
        let exported = to_ocel(&made.package(), &made.at("logs"), &zone()).unwrap();
        let log: Value = serde_json::from_slice(&fs::read(&exported.files[0]).unwrap()).unwrap();
        assert_eq!(log["events"].as_array().unwrap().len(), 0);
        assert_eq!(exported.acts, 0);
    }
    assert!(made.xes().files.is_empty());
}

/// A file of the shared data; `None`, with a line that says so, when absent.
fn shared(file: &str) -> Option<PathBuf> {
    let root = std::env::var_os("XIAONENG_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data/log-conformance").join(file);
    if path.is_file() {
        return Some(path);
    }
    println!("skipped: `{}` is absent (set XIAONENG_SHARED)", path.display());
    None
}

/// Runs a checker; false, with a line that says so, when it isn't installed.
fn check(command: &mut Command) -> bool {
    match command.output() {
        Ok(done) => {
            let error = String::from_utf8_lossy(&done.stderr);
            if error.contains("No module named") {
                println!("skipped: {error}");
                return false;
            }
            assert!(done.status.success(), "{error}");
            true
        }
        Err(error) => {
            println!("skipped: {}: {error}", command.get_program().display());
            false
        }
    }
}

#[test]
fn the_logs_are_valid_against_the_schema_of_ieee_1849_2016() {
    let Some(schema) = shared("schema/xes-ieee-1849-2016.xsd") else {
        return;
    };
    let made = Made::new();
    for log in made.xes().files {
        let mut xmllint = Command::new("xmllint");
        check(xmllint.args(["--noout", "--schema"]).arg(&schema).arg(log));
    }
}

#[test]
fn the_ocel_log_is_valid_against_the_schema_of_ocel_2() {
    let Some(schema) = shared("ocel/schema_ocel2.json") else {
        return;
    };
    let made = Made::new();
    let exported = to_ocel(&made.package(), &made.at("logs"), &zone()).unwrap();
    let program = "import json, sys, jsonschema\n\
        schema, log = (json.load(open(name, encoding='utf-8')) for name in sys.argv[1:])\n\
        jsonschema.Draft7Validator(schema).validate(log)";
    check(Command::new("python3").args(["-c", program]).arg(schema).arg(&exported.files[0]));
}
