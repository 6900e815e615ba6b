//! What can't be told, and why.

use std::collections::BTreeSet;

use efficacy::figures;

use crate::office::{Item, Office};

#[test]
fn a_figure_without_its_table_says_which_is_missing_and_the_rest_is_told() {
    let office = Office::new()
        .item(Item::new("A").promised("5 working_day"))
        .case("c", "A", &["accepted 2019-03-04", "granted 2019-03-05"])
        .ticket("t", "help", &["opened 2019-03-04"]);
    office.clone().without("items").year(2019).tells(&[
        ("items_on_application", "the package has no table `items`"),
        ("cases_overdue", "the package has no table `items`"),
        ("working_days_used_mean", "the package has no table `items`"),
        ("cases_decided", "1"), // no item is unknown then
        ("measured_trips_mean", "0/1"),
        ("tickets_received", "1"),
        ("ratings_received", "the package has no table `ratings`"),
        ("materials_exempted_mean", "the package has no table `items`"),
    ]);
    office.clone().without("acts").year(2019).tells(&[
        ("items_on_application", "1"),
        ("cases_decided", "the package has no table `acts`"),
        ("acts_recorded_late", "the package has no table `acts`"),
        ("warnings_closed_rate", "the package has no table `acts`"),
    ]);
    let told = office.without("matters").year(2019);
    assert_eq!(told.figure("tickets_overdue"), "the package has no table `matters`");
    assert_eq!(told.by("cases_decided", "item"), "");
    assert!(told.evidence("cases_decided").is_empty());
}

#[test]
fn every_figure_of_an_empty_package_is_null_for_a_table_it_needs() {
    let told = Office::new().without("items").without("matters").without("acts").year(2019);
    for figure in figures::all() {
        let reason = told.figure(figure.id);
        let table = reason.strip_prefix("the package has no table `").map(|it| &it[..it.len() - 1]);
        assert!(table.is_some_and(|it| figure.needs.contains(&it)), "{}: {reason}", figure.id);
    }
    assert!(told.report.breakdowns.is_empty());
}

#[test]
fn over_nothing_counts_are_zero_and_rates_have_nothing_to_count() {
    let empty = [
        ("ratings", "rating_id,stars,at"),
        ("activities", "activity_id,kind,held_on"),
        ("licence_counts", "department,year,issued"),
        ("materials", "item_code,name"),
        ("peer_items", "item_code,province"),
    ];
    let office = empty
        .into_iter()
        .fold(Office::new(), |office, (name, header)| office.table(name, header, &[]));
    let told = office.year(2019);
    let tables: BTreeSet<&str> =
        empty.iter().map(|(name, _)| *name).chain(["items", "matters", "acts"]).collect();
    let with_tables = |needs: &[&str]| needs.iter().all(|table| tables.contains(table));
    for figure in figures::all().filter(|figure| with_tables(figure.needs)) {
        let expected = match (figure.id, figure.sum) {
            ("joint_cadence_met_rate", _) => "0/2", // the province is always due
            (_, figures::Sum::Count) => "0",
            _ => "nothing to count",
        };
        assert_eq!(told.figure(figure.id), expected, "{}", figure.id);
    }
}
