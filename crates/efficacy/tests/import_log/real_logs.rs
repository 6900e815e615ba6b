//! The published logs give the cases, events and activities that their authors counted.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};

use efficacy::import_log::xes::{Keys, Trace, XesError, XesReader};
use efficacy::import_log::{Imported, import};
use flate2::read::MultiGzDecoder;

use efficacy::facts::Rules;
use efficacy::package::Package;
use efficacy::{Settings, figures, read};

use crate::{Folder, shared, shipped};

/// Cases, events and activities of an XES file; an event without a name has no activity.
fn count(path: &Path) -> Result<(u64, u64, usize), XesError> {
    let file = File::open(path).unwrap();
    let is_packed = path.extension().is_some_and(|extension| extension == "gz");
    let source: Box<dyn Read> =
        if is_packed { Box::new(MultiGzDecoder::new(file)) } else { Box::new(file) };
    let keys = Keys { trace: Vec::new(), event: vec!["concept:name".to_owned()] };
    let mut reader = XesReader::new(source, keys);
    let mut trace = Trace::default();
    let (mut cases, mut events, mut activities) = (0, 0, BTreeSet::new());
    while reader.next_trace(&mut trace)? {
        cases += u64::from(!trace.is_loose());
        events += trace.len() as u64;
        for event in 0..trace.len() {
            activities.extend(trace.event_value(event, 0).map(str::to_owned));
        }
    }
    Ok((cases, events, activities.len()))
}

#[test]
fn every_published_log_gives_the_counts_of_its_authors() {
    let Some(folder) = shared("event-logs") else {
        return;
    };
    let figures = fs::read_to_string(folder.join("figures.json")).unwrap();
    let figures: serde_json::Value = serde_json::from_str(&figures).unwrap();
    let mut logs = 0;
    for (name, figures) in figures.as_object().unwrap() {
        if name.contains(".xes") {
            logs += 1;
            let (cases, events, activities) = count(&folder.join(name)).unwrap();
            assert_eq!(cases, figures["cases"], "cases of {name}");
            assert_eq!(events, figures["events"], "events of {name}");
            assert_eq!(activities, figures["activities"], "activities of {name}");
        }
    }
    assert_eq!(logs, 7);
}

#[test]
fn every_dialect_is_read_or_refused_as_its_class_says() {
    let Some(folder) = shared("log-conformance") else {
        return;
    };
    let mut expected = csv::Reader::from_path(folder.join("expected.csv")).unwrap();
    for row in expected.records() {
        let row = row.unwrap();
        let (name, class) = (&row[0], &row[1]);
        match count(&folder.join(name)) {
            Ok((traces, events, _)) => {
                assert_ne!(class, "non_parsing", "{name} must be refused");
                assert_eq!(
                    (traces.to_string(), events.to_string()),
                    (row[4].into(), row[5].into()),
                    "{name}"
                );
            }
            Err(error) => assert_eq!(class, "non_parsing", "{name}: {error}"),
        }
    }
}

fn import_with(map: &str, file: PathBuf) -> (Folder, Imported) {
    let folder = Folder::new();
    let imported = import(&[file], &shipped(map), &folder.package(), &mut |_| {}).unwrap();
    (folder, imported)
}

/// How many acts of each kind a package holds that name an activity, and how many don't.
fn acts_of(folder: &Folder) -> (BTreeMap<String, usize>, BTreeMap<String, usize>) {
    let (mut of_events, mut of_dates) = (BTreeMap::new(), BTreeMap::new());
    for row in folder.table("acts.csv") {
        let cells: Vec<&str> = row.split('|').collect();
        let kinds = if cells[4].is_empty() { &mut of_dates } else { &mut of_events };
        *kinds.entry(cells[1].to_owned()).or_default() += 1;
    }
    (of_events, of_dates)
}

#[test]
fn the_permit_log_keeps_its_cases_events_and_activities() {
    let Some(data) = shared("event-logs") else {
        return;
    };
    let (folder, imported) = import_with("receipt.toml", data.join("receipt.xes.gz"));
    assert_eq!((imported.cases, imported.events, imported.activities), (1434, 8577, 27));
    assert_eq!(folder.table("matters.csv").len(), 1434);
    let (of_events, of_dates) = acts_of(&folder);
    let expected = [("accepted", 1317), ("not_accepted", 39), ("step", 7221)];
    assert_eq!(of_events, expected.map(|(act, count)| (act.to_owned(), count)).into());
    // 1,329 cases have an end date, 39 of them were told that they need no licence; two start
    // dates are later than the confirmation of receipt.
    let expected = [("granted", 1290), ("received", 1432)];
    assert_eq!(of_dates, expected.map(|(act, count)| (act.to_owned(), count)).into());
    assert_eq!(imported.case_acts, 1290 + 1432);
    assert_eq!(imported.set_aside.len(), 2);
    assert!(imported.set_aside.iter().all(|date| date.column == "startdate"));
}

#[test]
fn the_permit_log_as_a_table_gives_the_same_package() {
    let Some(data) = shared("event-logs") else {
        return;
    };
    let (xes, of_xes) = import_with("receipt.toml", data.join("receipt.xes.gz"));
    let (csv, of_csv) = import_with("receipt-csv.toml", data.join("receipt.csv.gz"));
    assert_eq!(of_csv.acts, of_xes.acts);
    for table in ["agency.csv", "items.csv", "matters.csv"] {
        assert_eq!(csv.table(table), xes.table(table), "{table}");
    }
    assert_eq!(csv.table("acts.csv").len(), xes.table("acts.csv").len());
}

#[test]
fn the_service_requests_are_tickets_opened_and_closed() {
    let Some(data) = shared("service-requests") else {
        return;
    };
    let (folder, imported) = import_with("boston311.toml", data.join("boston311_2015_2024_a.csv"));
    assert_eq!((imported.cases, imported.events, imported.case_acts), (2498, 0, 4996));
    assert!(imported.set_aside.is_empty());
    assert_eq!(imported.acts, [("closed".to_owned(), 2498), ("opened".to_owned(), 2498)].into());
    let app = folder.table("matters.csv").iter().filter(|row| row.contains("|app|")).count();
    assert_eq!(app, 1111 + 309);
    assert_eq!(folder.table("acts.csv")[0], "101001242696|opened|2015-01-05T15:22:38-05:00||");
}

/// The figures of the year that the map names; the report must set nothing aside.
fn figures_of(folder: &Folder) -> BTreeMap<&'static str, Option<f64>> {
    let package = Package::open(&folder.package()).unwrap();
    let rules = Rules::shipped().unwrap();
    let settings = Settings { year: None, china: None, rules };
    let read = read(&package, &settings).unwrap();
    assert_eq!(read.quality.set_aside, []);
    let figure = |definition: &figures::Definition| {
        (definition.id, definition.figure(&read.year).value.map(|number| number.0))
    };
    figures::all().map(figure).collect()
}

// The counts below were taken from the published tables by a script of its own.

#[test]
fn the_report_on_the_permit_log_takes_every_act() {
    let Some(data) = shared("event-logs") else {
        return;
    };
    let (folder, _) = import_with("receipt.toml", data.join("receipt.xes.gz"));
    let figures = figures_of(&folder);
    assert_eq!(figures["cases_decided"], Some(1129.0));
    // No promise is known, so nothing is held to one.
    assert_eq!(figures["case_on_time_rate"], None);
    assert!(figures["case_on_time_rate_statutory"].is_some());
}

#[test]
fn the_report_on_the_service_requests_takes_every_act() {
    let Some(data) = shared("service-requests") else {
        return;
    };
    let (folder, _) = import_with("boston311.toml", data.join("boston311_2015_2024_a.csv"));
    let figures = figures_of(&folder);
    assert_eq!(figures["tickets_received"], Some(307.0));
    assert_eq!(figures["tickets_closed"], Some(302.0));
    assert_eq!(figures["tickets_overdue"], Some(12.0));
}
