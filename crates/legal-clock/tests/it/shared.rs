//! The reference data beside the repository, when it is there.

use std::fs;
use std::path::{Path, PathBuf};

use legal_clock::{Calendar, Kind, Limit};

use crate::day;

/// A file of the reference data, or `None` with a line that says what is skipped.
fn shared(file: &str) -> Option<String> {
    let root = std::env::var_os("XIAONENG_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data/cn-holidays").join(file);
    let text = fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: no `{}`; set XIAONENG_SHARED", path.display());
    }
    text
}

#[test]
fn the_built_in_notices_are_the_rows_of_the_reference_data() {
    let Some(text) = shared("holidays_2007_2026.csv") else {
        return;
    };
    let calendar = Calendar::china();
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        let exception = calendar.exception(day(cells[0])).unwrap();
        let kind = if exception.kind == Kind::Off { "off" } else { "work" };
        let year = exception.notice.year.unwrap().to_string();
        assert_eq!([exception.name, kind, year.as_str()], cells[1..], "{line}");
        rows += 1;
    }
    assert_eq!(rows, 678);
    let first = day("2006-01-01");
    let exceptions = (0..9_000).filter(|days| calendar.exception(first + *days).is_some());
    assert_eq!(exceptions.count(), rows);
}

#[test]
fn working_days_of_each_year_and_month_are_those_of_the_reference_data() {
    let Some(text) = shared("figures.json") else {
        return;
    };
    let figures: serde_json::Value = serde_json::from_str(&text).unwrap();
    let calendar = Calendar::china();
    for year in 2007..=2026 {
        let expected = &figures["working_days_per_year"][year.to_string()];
        let mut sum = 0;
        for month in 1..=12 {
            let before = day(&format!("{year}-{month:02}-01")) - 1;
            let (next_year, next) = if month == 12 { (year + 1, 1) } else { (year, month + 1) };
            let last = day(&format!("{next_year}-{next:02}-01")) - 1;
            let count = calendar.working_days_between(before, last);
            assert_eq!(expected["by_month"][month - 1], count, "{year}-{month}");
            sum += count;
        }
        assert_eq!(expected["working_days"], sum, "{year}");
    }
}

#[test]
fn due_days_are_those_of_the_reference_data() {
    let Some(text) = shared("deadline_vectors.csv") else {
        return;
    };
    let calendar = Calendar::china();
    let mut rows = 0;
    for line in text.lines().skip(1) {
        let cells: Vec<_> = line.split(',').collect();
        let limit = Limit::working_days(cells[1].parse().unwrap());
        let due = calendar.due_day_of(day(cells[0]), limit).unwrap();
        assert_eq!(due.day, day(cells[2]), "{line}");
        rows += 1;
    }
    assert_eq!(rows, 254);
}
