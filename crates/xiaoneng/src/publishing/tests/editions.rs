//! From draft to publication, and on to the next edition.

use super::{Setting, does};
use crate::publishing::{YearReport, changed, check_published};
use crate::records::package_of;
use crate::reports::{PackageYear, settings};

/// Figures that have changed since the edition, with their values then and now.
fn changes(setting: &Setting, number: u32) -> Vec<(String, Option<f64>, Option<f64>)> {
    let report = setting.report();
    let books = setting.books();
    let package = package_of(&books, None).unwrap();
    let now = PackageYear::of(&package, &settings(Some(2019), None).unwrap()).unwrap().report();
    drop(package);
    books.close();
    let changed = changed(&report.edition(number).unwrap().draft, &now).unwrap();
    let value = |number: Option<efficacy::report::Number>| number.map(|number| number.0);
    changed.into_iter().map(|it| (it.id, value(it.then), value(it.now))).collect()
}

fn refused(done: Result<(), String>, why: &str) {
    let said = done.unwrap_err();
    assert!(said.contains(why), "{said}");
}

#[test]
fn what_is_published_stays_and_what_changes_is_told_until_a_new_edition() {
    for setting in Setting::all() {
        setting.imports(super::MATTERS, super::ACTS);
        setting.does("drafted").unwrap();
        setting.announces();
        // Fifteen working days from 10 January 2020, over the Spring Festival, which was prolonged.
        assert_eq!(setting.report().notice_ends().unwrap().to_string(), "2020-02-07");
        setting.is(2020, 2, 7);
        refused(
            setting.does("published"),
            "`xiaoneng publish publish` isn't possible while the report of 2019 is announced; its \
             public notice runs to the end of 2020-02-07; possible now: `xiaoneng publish return`",
        );
        setting.is(2020, 2, 10);
        setting.does("published").unwrap();
        assert_eq!(changes(&setting, 1), []);
        let first = setting.report().edition(1).unwrap().draft.clone();

        setting.imports_more();
        let later = changes(&setting, 1);
        assert!(later.contains(&("cases_decided".to_owned(), Some(2.0), Some(3.0))), "{later:?}");
        assert!(later.contains(&("case_on_time_rate".to_owned(), Some(0.5), Some(1.0 / 3.0))));
        assert!(later.iter().all(|(id, ..)| id != "licence_items"));

        setting.does("revised").unwrap();
        let report = setting.report();
        assert_eq!(report.published().unwrap().number, 1);
        refused(report.edition(2).map(drop).map_err(|it| it.to_string()), "is drafted and not");
        assert_eq!(report.editions[1].steps[0].act.cells["revises"], "1");
        setting.announces();
        setting.is(2020, 3, 20);
        setting.does("published").unwrap();
        assert_eq!(setting.report().published().unwrap().number, 2);
        assert_eq!(changes(&setting, 2), []);
        assert_eq!(changes(&setting, 1), later);
        assert_eq!(setting.report().edition(1).unwrap().draft, first);

        let books = setting.books();
        let mut seen = Vec::new();
        let differences = check_published(&books, |year, edition| seen.push((year, edition)));
        assert_eq!(differences.unwrap(), []);
        assert_eq!(seen, [(2019, 1), (2019, 2)]);
        books.close();
    }
}

#[test]
fn acts_out_of_order_and_done_twice_are_refused_with_what_comes_next() {
    for setting in Setting::all() {
        setting.imports(super::MATTERS, super::ACTS);
        for act in ["reviewed", "signed", "announced", "published", "returned", "revised"] {
            refused(setting.does(act), "is new; possible now: `xiaoneng publish draft`");
        }
        setting.does("drafted").unwrap();
        let to_review = "is drafted; possible now: `xiaoneng publish review`, `xiaoneng publish \
                         return`";
        for act in ["drafted", "signed", "announced", "published", "revised"] {
            refused(setting.does(act), to_review);
        }
        setting.does("reviewed").unwrap();
        // An edition under review is returned before it is drafted anew.
        refused(setting.does("drafted"), "is reviewed; possible now: `xiaoneng publish return`");
        setting.does("returned").unwrap();
        setting.imports_more();
        setting.does("drafted").unwrap();
        let report = setting.report();
        assert_eq!((report.editions.len(), report.editions[0].number), (1, 1));
        assert!(report.editions[0].draft.report.contains("\"cases_decided\""));
        setting.announces();
        setting.is(2020, 3, 20);
        setting.does("published").unwrap();
        refused(setting.does("published"), "is published; possible now: `xiaoneng publish revise`");
        refused(setting.does("drafted"), "is published; possible now: `xiaoneng publish revise`");
        assert_eq!(setting.report().editions.len(), 1);
    }
}

#[test]
fn of_two_people_at_once_one_is_told_that_the_other_was_quicker() {
    for setting in Setting::all() {
        setting.imports(super::MATTERS, super::ACTS);
        let (one, other) = (setting.books(), setting.books());
        let reports = [YearReport::read(&one, 2019), YearReport::read(&other, 2019)];
        let [first, second] = reports.map(Result::unwrap);
        does(&one, &first, "drafted").unwrap();
        let late = does(&other, &second, "drafted").map_err(|failure| failure.to_string());
        refused(late, "somebody else recorded an act of the report of 2019 at the same time");
        one.close();
        other.close();
        assert_eq!(setting.report().editions.len(), 1);
        assert_eq!(setting.report().editions[0].steps.len(), 1);
    }
}

#[test]
fn a_year_of_which_nothing_is_recorded_has_no_report() {
    let setting = Setting::in_a_folder();
    refused(setting.does_of(2018, "drafted"), "nothing in the ledger falls in 2018");
    refused(setting.does_of(0, "drafted"), "`0` is no year that can be reported on");
    let books = setting.books();
    assert!(crate::publishing::years(&books).unwrap().is_empty());
    books.close();
}
