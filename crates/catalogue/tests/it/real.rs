//! Real lists of a local government, when they are beside the repository.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use catalogue::{
    Catalogue, CodeList, Coded, Divisions, Item, ItemKind, Step, check_credit_code, lint,
};

use crate::rows::today;

/// A file of the reference data, or `None` with a line that says what is skipped.
fn table(file: &str) -> Option<Vec<BTreeMap<String, String>>> {
    let root = std::env::var_os("XIAONENG_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data").join(file);
    let Ok(mut reader) = csv::Reader::from_path(&path) else {
        println!("skipped: no `{}`; set XIAONENG_SHARED", path.display());
        return None;
    };
    Some(reader.deserialize().collect::<Result<_, _>>().unwrap())
}

fn divisions() -> Option<Divisions> {
    let files = ["provinces", "cities", "counties"];
    let tables: Option<Vec<_>> =
        files.map(|file| table(&format!("cn-divisions/{file}.csv"))).into_iter().collect();
    let rows = tables?.into_iter().flatten();
    Some(Divisions::new(rows.map(|row| (row["code"].clone(), row["name"].clone()))))
}

/// What is found in the services of a district, by rule.
///
/// Of 695 unit codes 641 have 18 characters, 634 of them check; 53 are shorter and one is empty,
/// which makes its element missing. One name is given twice: each of the two items is told.
pub(crate) const FOUND: &[(&str, usize)] = &[
    ("agency_code_check", 7),
    ("agency_code_length", 53),
    ("element_missing", 1),
    ("element_not_collected", 36),
    ("name_brackets", 3),
    ("name_half_width", 31),
    ("name_repeated", 2),
];

/// The services of a district of Sichuan, 695 items of 18 departments.
fn service_items() -> Option<Catalogue> {
    let rows = table("cn-service-items/service_items_a.csv")?;
    let items = rows.iter().map(|row| {
        let kind = format!("{:0>2}", row["task_type"]);
        let kind = ItemKind::numbered(CodeList::National, &kind).unwrap();
        Item::read([
            ("item_code", row["item_code"].as_str()),
            ("name", &row["name"]),
            ("kind", kind.code()),
            ("dept_name", &row["department"]),
            ("dept_code", &row["unit_code"]),
            ("region", &row["area_code"]),
        ])
    });
    let mut catalogue = Catalogue::new(items, today());
    catalogue.divisions = divisions()?;
    Some(catalogue)
}

fn counts(catalogue: &Catalogue) -> Vec<(&'static str, usize)> {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for finding in lint(catalogue) {
        *counts.entry(finding.rule.id).or_default() += 1;
    }
    counts.into_iter().collect()
}

#[test]
fn the_services_of_a_district_have_the_findings_that_are_known() {
    let Some(catalogue) = service_items() else {
        return;
    };
    assert_eq!(catalogue.items.len(), 695);
    assert_eq!(counts(&catalogue), FOUND);
    let findings = lint(&catalogue);
    let one_digit_missing = findings.iter().filter(|finding| {
        finding.rule.id == "agency_code_length" && finding.found.contains("`1151130000877869M`")
    });
    assert_eq!(one_digit_missing.count(), 28);
    let repeated = findings.iter().filter(|finding| finding.rule.id == "name_repeated");
    let names: Vec<_> =
        repeated.filter_map(|finding| catalogue.items[finding.place?].name.as_deref()).collect();
    assert_eq!(names, ["城市建筑物、设施上张挂、张贴宣传品审批"; 2]);
}

#[test]
fn agency_codes_of_a_district_are_valid_where_the_reference_says_so() {
    let Some(rows) = table("cn-service-items/credit_codes_a.csv") else {
        return;
    };
    assert_eq!(rows.len(), 26);
    for row in rows {
        let is_valid = check_credit_code(&row["unit_code"]).is_ok();
        assert_eq!(is_valid, row["valid"] == "True", "{}", row["unit_code"]);
    }
}

#[test]
fn the_steps_of_one_police_guide_take_longer_than_its_statute() {
    let Some(rows) = table("cn-service-items/police_item_guides.csv") else {
        return;
    };
    let code = |place: usize| format!("G{place}");
    let items = rows.iter().zip(0..).map(|(row, place)| {
        let unit = |limit: &str| if row[limit].is_empty() { "" } else { "working_day" };
        let kind = if row["kind"] == "行政许可" { "licence" } else { "other_power" };
        Item::read([
            ("item_code", code(place).as_str()),
            ("name", &row["item"]),
            ("kind", kind),
            ("dept_name", &row["agency"]),
            ("level", &row["level"]),
            ("project_type", &row["handling"]),
            ("statutory_limit", &row["statutory_working_days"]),
            ("statutory_unit", unit("statutory_working_days")),
            ("promised_limit", &row["promised_working_days"]),
            ("promised_unit", unit("promised_working_days")),
            ("trips", &row["visits"]),
        ])
    });
    let steps = rows.iter().zip(0..).flat_map(|(row, place)| {
        let parts = row["stages_working_days"].split(';').filter(|part| !part.is_empty());
        parts.map(move |part| {
            let at = part.find(|c: char| c.is_ascii_digit()).unwrap();
            Step::read([
                ("item_code", code(place).as_str()),
                ("process_name", &part[..at]),
                ("step_limit", &part[at..]),
                ("step_unit", "working_day"),
            ])
        })
    });
    let catalogue = Catalogue::new(items, today()).with_steps(steps.collect::<Vec<_>>());
    assert_eq!(catalogue.items.len(), 6);
    let found = [
        ("element_missing", 9),
        ("element_not_collected", 33),
        ("promised_limit_missing", 4),
        ("steps_beyond_limit", 1),
    ];
    assert_eq!(counts(&catalogue), found);
    // 10 + 10 + 5 days in three offices against 20; the 22 of 公务用枪枪证 are the sum of its steps.
    let findings = lint(&catalogue);
    let steps = findings.iter().find(|finding| finding.rule.id == "steps_beyond_limit");
    let steps = steps.map(|finding| (finding.place, finding.found.as_str()));
    assert_eq!(steps, Some((Some(5), "25 > 20 working_day")));
}
