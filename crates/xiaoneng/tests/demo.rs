//! The demonstration agency and generated packages, seen through the report.

#![expect(clippy::unwrap_used, reason = "a test fails where it cannot go on")]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use efficacy::comparison::{Compared, compare};
use efficacy::facts::Rules;
use efficacy::package::{Form, Package};
use efficacy::report::{Figure, Number, Report};
use efficacy::{Settings, read};
use tempfile::TempDir;
use xiaoneng::demo::{self, GenerateOptions};

/// Counts that the source report gives.
const COUNTS: &[(&str, f64)] = &[
    ("power_items_delegated", 8.0),
    ("power_items_devolved", 1.0),
    ("intermediary_services_kept", 8.0),
    ("items_on_application", 33.0),
    ("items_licence", 21.0),
    ("items_other_power", 12.0),
    ("licence_items_at_most_one_trip", 21.0),
    ("licence_items_depth_4", 8.0),
    ("licence_items_depth_3", 13.0),
    ("supervision_models", 2.0),
    ("proofs_abolished", 1.0),
    ("commitment_items", 2.0),
    ("verification_interfaces", 11.0),
    ("verification_interface_classes", 3.0),
    ("query_interfaces", 82.0),
    ("query_interface_classes", 7.0),
    ("provincial_requesters_served", 25.0),
    ("city_requesters_served", 5.0),
    ("common_licence_types_fully_issued", 4.0),
    ("licences_issued_rank", 1.0),
    ("divisions_on_vertical_systems", 3.0),
    ("documents_drafting", 1.0),
    ("licence_types_issued", 40.0),
    ("licence_types_linked", 13.0),
    ("catch_all_materials", 0.0),
    ("ratings_negative", 0.0),
    ("systems_connected_to_rating", 2.0),
    ("knowledge_entries", 246.0),
    ("tickets_received", 1415.0),
    ("tickets_closed", 1415.0),
    ("tickets_overdue", 0.0),
];

/// Its rates and means, as fractions.
const FRACTIONS: &[(&str, f64, f64)] = &[
    ("intermediary_services_published_rate", 8.0, 8.0),
    ("online_availability_rate", 33.0, 33.0),
    ("licence_items_on_time_rate", 21.0, 21.0),
    ("licence_items_at_most_one_trip_rate", 21.0, 21.0),
    ("licences_issued_share", 10_735_800.0, 123_400_000.0),
    ("materials_exempted_mean", 528.0, 109.0),
    ("licence_items_promise_below_statutory_rate", 14.0, 21.0),
    ("promise_compression_rate", 660.0, 1000.0),
    ("items_mean_actual_below_promised_rate", 69.0, 109.0),
];

/// Its rates and means whose fraction depends on the year.
const VALUES: &[(&str, f64)] = &[
    ("result_publication_rate", 1.0),
    ("joint_cadence_met_rate", 1.0),
    ("data_demand_satisfaction_rate", 1.0),
    ("rating_score_mean", 9.1),
];

fn report(package: &TempDir) -> Report {
    let settings = Settings { year: None, china: None, rules: Rules::shipped().unwrap() };
    let package = Package::open(package.path()).unwrap();
    Report::of(&read(&package, &settings).unwrap())
}

fn figure<'r>(report: &'r Report, id: &str) -> &'r Figure {
    let found = report.figures.iter().find(|figure| figure.id == id);
    found.unwrap_or_else(|| panic!("no figure `{id}`"))
}

fn number(number: Option<&Number>) -> f64 {
    number.map_or(f64::NAN, |number| number.0)
}

fn value(report: &Report, id: &str) -> f64 {
    number(figure(report, id).value.as_ref())
}

fn is(found: f64, expected: f64) -> bool {
    (found - expected).abs() < 1e-9
}

fn demonstration(year: i16) -> TempDir {
    let dir = TempDir::new().unwrap();
    demo::write(dir.path(), year).unwrap();
    dir
}

fn generated(cases: u64, seed: u64) -> TempDir {
    let dir = TempDir::new().unwrap();
    generate(cases, seed, Form::Csv, dir.path());
    dir
}

fn generate(cases: u64, seed: u64, form: Form, dir: &Path) {
    let options = GenerateOptions { cases, seed, year: 2019, form };
    demo::generate(&options, dir, |_| {}).unwrap();
}

fn files(dir: &TempDir) -> BTreeMap<String, Vec<u8>> {
    let read = |path: &Path| fs::read(path).unwrap();
    let entries = fs::read_dir(dir.path()).unwrap().map(Result::unwrap);
    entries.map(|entry| (entry.file_name().into_string().unwrap(), read(&entry.path()))).collect()
}

/// The rows of a table without its header.
fn rows(dir: &TempDir, table: &str) -> Vec<Vec<String>> {
    let mut reader = csv::Reader::from_path(dir.path().join(format!("{table}.csv"))).unwrap();
    let rows = reader.records().map(Result::unwrap);
    rows.map(|row| row.iter().map(str::to_owned).collect()).collect()
}

/// Deletes the acts that `doomed` picks by matter and act; gives how many.
fn delete_acts(dir: &TempDir, doomed: impl Fn(&str, &str) -> bool) -> usize {
    let path = dir.path().join("acts.csv");
    let acts = fs::read_to_string(&path).unwrap();
    let mut kept = acts.lines().collect::<Vec<_>>();
    let before = kept.len();
    kept.retain(|line| {
        let mut cells = line.split(',');
        let (matter, act) = (cells.next().unwrap(), cells.next().unwrap());
        !doomed(matter, act)
    });
    fs::write(&path, kept.join("\n") + "\n").unwrap();
    before - kept.len()
}

#[test]
fn the_demonstration_gives_the_figures_of_the_source_report_in_any_year() {
    for year in [2019, 2007, 2016, 2020, 2023, 2026, 2031] {
        let report = report(&demonstration(year));
        assert_eq!(report.year, year);
        let bad = report.data_quality.set_aside.first();
        assert!(bad.is_none(), "{year}: {bad:?}");
        for &(id, expected) in COUNTS.iter().chain(VALUES) {
            let found = value(&report, id);
            assert!(is(found, expected), "{id} is {found} in {year}");
        }
        for &(id, above, below) in FRACTIONS {
            let figure = figure(&report, id);
            let numerator = number(figure.numerator.as_ref());
            let denominator = number(figure.denominator.as_ref());
            let fits = is(numerator, above) && is(denominator, below);
            assert!(fits, "{id} is {numerator} of {denominator} in {year}");
        }
    }
}

#[test]
fn no_licence_is_late_while_other_powers_have_a_few_late_cases() {
    let report = report(&demonstration(2019));
    let by_item =
        report.breakdowns.iter().filter(|row| row.figure == "cases_overdue" && row.by == "item");
    let late: Vec<_> = by_item
        .filter(|row| number(row.value.as_ref()) > 0.0)
        .map(|row| row.key.as_str())
        .collect();
    assert!(!late.is_empty());
    assert!(late.iter().all(|item| item.starts_with("QT")), "{late:?}");
    assert!(value(&report, "cases_overdue") < 100.0);
}

#[test]
fn the_demonstration_year_is_not_flawless() {
    let report = report(&demonstration(2019));
    for (id, least, most) in [
        ("acceptance_window_violations", 1.0, 20.0),
        ("acts_recorded_late", 1.0, 100.0),
        ("warnings_raised", 101.0, 101.0),
        ("warnings_closed_rate", 0.9, 0.999),
        ("delivery_on_time_rate", 0.95, 0.999),
        ("case_on_time_rate", 0.99, 0.9999),
        ("minutes_used_mean", 1.0, 15.0),
        ("limits_shortened", 9.0, 9.0),
    ] {
        let found = value(&report, id);
        assert!((least..=most).contains(&found), "{id} is {found}");
    }
    let acts = rows(&demonstration(2019), "acts");
    for name in ["reopened", "annulled", "withdrawn", "lapsed", "paused", "extended"] {
        assert!(acts.iter().any(|act| act[1] == name), "no act `{name}`");
    }
}

#[test]
fn figures_move_when_the_acts_behind_them_are_deleted() {
    let dir = demonstration(2019);
    let before = report(&dir);
    let licences: Vec<String> = rows(&dir, "matters")
        .into_iter()
        .filter(|matter| matter[2].starts_with("XK"))
        .map(|mut matter| matter.remove(0))
        .collect();
    let acts = rows(&dir, "acts");
    let of_june = |name: &str| {
        let mut acts = acts.iter().filter(|act| act[1] == name && act[2].starts_with("2019-06"));
        acts.find(|act| name == "closed" || licences.contains(&act[0])).unwrap()[0].clone()
    };
    let (granted, closed) = (of_june("granted"), of_june("closed"));

    let ending = ["closed", "followed_up", "reopened"];
    assert!(delete_acts(&dir, |matter, act| matter == closed && ending.contains(&act)) > 0);
    assert_eq!(delete_acts(&dir, |matter, act| matter == granted && act == "published"), 1);
    let after = report(&dir);
    assert!(is(value(&after, "tickets_closed"), 1414.0));
    assert!(is(value(&after, "tickets_overdue"), 1.0));
    assert!(value(&after, "result_publication_rate") < 1.0);

    let decided = ["granted", "delivered"];
    assert!(delete_acts(&dir, |matter, act| matter == granted && decided.contains(&act)) > 0);
    let after = report(&dir);
    assert!(is(value(&after, "cases_decided"), value(&before, "cases_decided") - 1.0));
    assert!(is(value(&after, "cases_open_overdue"), value(&before, "cases_open_overdue") + 1.0));
    let on_time = figure(&after, "licence_items_on_time_rate").numerator.as_ref();
    assert!(is(number(on_time), 20.0));
}

#[test]
fn the_comparison_adds_up_to_the_figures_of_the_report() {
    let (csv, parquet) = (generated(4000, 5), TempDir::new().unwrap());
    generate(4000, 5, Form::Parquet, parquet.path());
    let settings = Settings { year: None, china: None, rules: Rules::shipped().unwrap() };
    let [by_rows, by_columns] = [csv.path(), parquet.path()]
        .map(|path| compare(&Package::open(path).unwrap(), &settings).unwrap());
    assert_eq!(by_rows.rows, by_columns.rows);

    let report = report(&csv);
    let sum = |of: fn(&Compared) -> u64| by_rows.rows.iter().map(of).sum::<u64>() as f64;
    assert!(is(sum(|row| row.decided), value(&report, "cases_decided")));
    assert!(is(sum(|row| row.late), value(&report, "cases_overdue")));
    let of_items: BTreeMap<&str, f64> = report
        .breakdowns
        .iter()
        .filter(|told| (told.figure, told.by) == ("cases_decided", "item"))
        .map(|told| (told.key.as_str(), number(told.value.as_ref())))
        .collect();
    for (item, decided) in of_items {
        let rows = by_rows.rows.iter().filter(|row| row.item_code == item);
        assert!(is(rows.map(|row| row.decided).sum::<u64>() as f64, decided), "{item}");
    }
    assert!(by_rows.rows.iter().all(|row| row.median_days <= row.p95_days));
    assert!(sum(|row| row.refused) > 0.0 && sum(|row| row.supplemented) > 0.0);
    assert!(sum(|row| row.online) > 0.0 && sum(|row| row.online) < sum(|row| row.decided));
}

#[test]
fn a_year_is_the_same_package_byte_for_byte() {
    assert_eq!(files(&demonstration(2019)), files(&demonstration(2019)));
}

#[test]
fn a_seed_is_the_same_package_byte_for_byte_and_another_seed_another_one() {
    let one = files(&generated(800, 1));
    assert_eq!(one, files(&generated(800, 1)));
    assert_ne!(one["acts.csv"], files(&generated(800, 2))["acts.csv"]);
}

#[test]
fn a_generated_package_has_as_many_matters_as_asked_for_and_their_acts_lie_together() {
    let dir = generated(5000, 3);
    let ids = |table| rows(&dir, table).into_iter().map(|mut row| row.remove(0));
    let matters: Vec<String> = ids("matters").collect();
    let mut acts: Vec<String> = ids("acts").collect();
    assert_eq!(matters.len(), 5000);
    let per_matter = acts.len() as f64 / matters.len() as f64;
    assert!((6.5..7.1).contains(&per_matter), "{per_matter} acts a matter");
    acts.dedup();
    assert_eq!(acts, matters);
}

#[test]
fn a_generated_package_knows_every_act_and_procedures_allow_them_all() {
    let dir = generated(12_000, 4);
    let acts = rows(&dir, "acts");
    let names = "submitted received supplement_requested supplement_received accepted \
        not_accepted paused resumed extended reviewed granted refused delivered published \
        withdrawn lapsed visited step annulled opened assigned transferred answered closed \
        reopened followed_up merged raised notified rectified verified dismissed";
    for name in names.split_whitespace() {
        assert!(acts.iter().any(|act| act[1] == name), "no act `{name}`");
    }
    let report = report(&dir);
    let bad = report.data_quality.set_aside.first();
    assert!(bad.is_none(), "{bad:?}");
    for id in [
        "cases_overdue",
        "tickets_overdue",
        "warnings_overdue",
        "acts_recorded_late",
        "ratings_negative",
        "acceptance_window_violations",
    ] {
        assert!(value(&report, id) > 0.0, "{id}");
    }
    let on_time = value(&report, "case_on_time_rate");
    assert!((0.95..0.995).contains(&on_time), "{on_time}");
}

#[test]
fn whatever_the_seed_procedures_allow_every_act() {
    for seed in 1..=12 {
        let report = report(&generated(3000, seed));
        let bad = report.data_quality.set_aside.first();
        assert!(bad.is_none(), "seed {seed}: {bad:?}");
    }
}

#[test]
fn acts_are_done_by_posts_and_never_by_a_named_person() {
    let posts = ["窗口", "审查岗", "审批岗", "热线坐席"];
    for act in rows(&demonstration(2019), "acts") {
        let actor = act[3].trim_end_matches(|digit: char| digit.is_ascii_digit());
        let is_post = posts.iter().any(|post| actor.ends_with(post));
        assert!(is_post || matches!(actor, "" | "系统" | "属地公安机关"), "{actor}");
    }
}

#[test]
fn a_generated_package_begins_like_this_on_every_machine() {
    let acts = fs::read_to_string(generated(3, 1).path().join("acts.csv")).unwrap();
    insta::assert_snapshot!(acts);
}

#[test]
fn a_year_beyond_four_digits_is_refused() {
    let dir = TempDir::new().unwrap();
    let error = demo::write(dir.path(), 9999).unwrap_err();
    let said = "cannot simulate the year `9999`: give one from 1900 to 9990";
    assert_eq!(error.to_string(), said);
    assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
}
