//! Acts recorded after the end of the first working day after their day.

use crate::office::{Item, Office};

fn recorded_late(acts: &[&str]) -> String {
    let office = Office::new().item(Item::new("A")).case("c", "A", acts);
    office.year(2019).figure("acts_recorded_late")
}

#[test]
fn an_act_may_be_recorded_until_the_end_of_the_next_working_day() {
    for (act, last, next) in [
        ("accepted 2019-03-04 00:00", "2019-03-05T23:59:59", "2019-03-06T00:00"),
        ("accepted 2019-03-08", "2019-03-11T23:59:59", "2019-03-12T00:00"), // a Friday
        ("accepted 2019-09-28", "2019-09-29T23:59:59", "2019-09-30T00:00"), // a Sunday worked
        ("accepted 2019-09-30", "2019-10-08T23:59:59", "2019-10-09T00:00"), // the holiday week
        ("accepted 2019-12-31 23:59:59", "2020-01-02T23:59:59", "2020-01-03T00:00"),
    ] {
        assert_eq!(recorded_late(&[&format!("{act} recorded={last}")]), "0", "{act}");
        assert_eq!(recorded_late(&[&format!("{act} recorded={next}")]), "1", "{act}");
    }
    assert_eq!(recorded_late(&["accepted 2019-03-04"]), "0", "recorded when done");
    assert_eq!(recorded_late(&["accepted 2019-03-04 recorded=2019-03-01T09:00"]), "0");
}

#[test]
fn acts_not_allowed_annulled_and_annulments_count_and_acts_of_other_years_do_not() {
    let late = "recorded=2020-06-01T09:00";
    let acts = [
        "accepted 2018-12-31 23:59:59",
        "granted 2019-01-01 00:00 #g",
        "granted 2019-01-02",      // annulled or not, one grant too many
        "closed 2019-01-02 11:00", // no act of a licence case
        "annulled 2019-01-03 !g",
        "annulled 2019-01-03 !nothing",
        "step 2020-01-01 00:00",
    ];
    let late: Vec<String> = acts.iter().map(|act| format!("{act} {late}")).collect();
    let told = Office::new()
        .item(Item::new("A"))
        .case("c", "A", &late)
        .ticket("t", "help", &["opened 2019-03-04 recorded=2019-03-06T00:00"])
        .warning("w", "超时", &["notified 2019-03-04 recorded=2019-03-06T00:00"])
        .case("of an unknown item", "Z", &late)
        .year(2019);
    assert_eq!(told.figure("acts_recorded_late"), "7");
    assert_eq!(
        told.evidence("acts_recorded_late"),
        [("c".to_owned(), 5.0), ("t".to_owned(), 1.0), ("w".to_owned(), 1.0)]
    );
}
