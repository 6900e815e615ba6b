//! Annulments, ids of acts, the order of acts, and acts set aside while the rest counts.

use crate::office::{Item, Office, Told};

fn year(acts: &[&str]) -> Told {
    let item = Item::new("A").promised("5 working_day");
    Office::new().item(item).case("c", "A", acts).year(2019)
}

#[test]
fn an_annulled_act_is_as_if_it_had_never_been_wherever_its_annulment_stands() {
    let late = "granted 2019-03-20 #late";
    for annulment in ["annulled 2019-03-21 !late", "annulled 2019-03-01 !late"] {
        let acts = ["accepted 2019-03-04", late, "granted 2019-03-11", annulment];
        let told = year(&acts);
        // Without it, the second grant would not have been allowed.
        told.tells(&[("cases_decided", "1"), ("cases_overdue", "0")]);
        assert!(told.set_aside().is_empty());
    }
}

#[test]
fn neither_an_annulment_nor_what_it_annuls_is_judged_by_the_procedure() {
    // Long after the end, and an act that no licence case knows.
    let told = year(&[
        "accepted 2019-03-04",
        "granted 2019-03-05",
        "opened 2019-03-06 #o",
        "annulled 2019-08-01 !o",
    ]);
    assert!(told.set_aside().is_empty());
    assert_eq!(told.figure("cases_decided"), "1");
}

#[test]
fn an_annulment_names_another_act_of_its_matter_that_is_no_annulment() {
    let acts = ["accepted 2019-03-04 #a", "granted 2019-03-11 #g"];
    for (annulments, decided, set_aside) in [
        (&["annulled 2019-03-12 !nothing"][..], "1", &["acts 3 unknown_annulled_act"][..]),
        (&["annulled 2019-03-12"], "1", &["acts 3 unknown_annulled_act"]),
        (&["annulled 2019-03-12 #n !n"], "1", &["acts 3 unknown_annulled_act"]),
        // Annulments stand: naming one is unknown, and the grant stays annulled.
        (
            &["annulled 2019-03-12 #n !g", "annulled 2019-03-13 !n"],
            "0",
            &["acts 4 unknown_annulled_act"],
        ),
        (&["annulled 2019-03-12 !g", "annulled 2019-03-13 !g"], "0", &[]),
        // The grant then comes before every acceptance.
        (&["annulled 2019-03-12 !a"], "0", &["acts 2 act_not_allowed"]),
    ] {
        let told = year(&[&acts[..], annulments].concat());
        assert_eq!(told.figure("cases_decided"), decided, "{annulments:?}");
        assert_eq!(told.set_aside(), set_aside, "{annulments:?}");
    }
}

#[test]
fn an_act_of_another_matter_is_not_there_to_be_annulled() {
    let office = Office::new()
        .item(Item::new("A"))
        .case("1", "A", &["accepted 2019-03-04", "granted 2019-03-05 #7"])
        .case(
            "2",
            "A",
            &["accepted 2019-03-04", "refused 2019-03-05 #8", "annulled 2019-03-06 !7"],
        );
    let told = office.year(2019);
    assert_eq!(told.figure("cases_decided"), "2");
    assert_eq!(told.set_aside(), ["acts 5 unknown_annulled_act"]);
}

#[test]
fn an_id_given_twice_in_a_matter_sets_the_later_row_aside_whatever_its_date() {
    let told = year(&["granted 2019-03-11 #1", "accepted 2019-03-04 #1"]);
    assert_eq!(told.set_aside(), ["acts 1 act_not_allowed", "acts 2 duplicate_key"]);
    // So the annulment names the first row.
    let told = year(&[
        "accepted 2019-03-04",
        "granted 2019-03-20 #g",
        "granted 2019-03-11 #g",
        "granted 2019-03-08",
        "annulled 2019-03-21 !g",
    ]);
    assert_eq!(told.set_aside(), ["acts 3 duplicate_key"]);
    told.tells(&[("cases_decided", "1"), ("cases_overdue", "0")]);
}

#[test]
fn acts_are_read_in_time_order_and_ties_keep_file_order() {
    let backwards = year(&["published 2019-03-12", "granted 2019-03-11", "accepted 2019-03-04"]);
    assert!(backwards.set_aside().is_empty());
    backwards.tells(&[("case_on_time_rate", "1/1"), ("result_publication_rate", "1/1")]);

    let at = "2019-03-04 10:00";
    let same_instant = "2019-03-04T02:00:00Z";
    let told = year(&[&format!("accepted {at}"), &format!("granted {same_instant}")]);
    assert_eq!((told.figure("cases_decided"), told.set_aside().len()), ("1".to_owned(), 0));
    let told = year(&[&format!("granted {same_instant}"), &format!("accepted {at}")]);
    assert_eq!(told.figure("cases_decided"), "0");
    assert_eq!(told.set_aside(), ["acts 1 act_not_allowed"]);
}

#[test]
fn acts_that_are_not_allowed_are_set_aside_and_the_rest_of_the_matter_counts() {
    let told = year(&[
        "reviewed 2019-03-01",
        "accepted 2019-03-04",
        "resumed 2019-03-05",
        "granted 2019-03-11",
        "refused 2019-03-12",
        "delivered 2019-03-13",
        "delivered 2019-09-13",
        "answered 2019-03-14",
        "published 2019-03-15",
        "step 2019-03-16",
    ]);
    let not_allowed = [1, 3, 5, 7, 8].map(|row| format!("acts {row} act_not_allowed"));
    assert_eq!(told.set_aside(), not_allowed);
    told.tells(&[
        ("cases_decided", "1"),
        ("cases_overdue", "0"),
        ("result_publication_rate", "1/1"),
        ("delivery_on_time_rate", "1/1"),
    ]);
    let acts = told.report.data_quality.tables.iter().find(|table| table.table == "acts").unwrap();
    assert_eq!((acts.rows, acts.set_aside), (10, 5));
}

#[test]
fn a_matter_of_an_unknown_item_is_set_aside_once_and_acts_of_no_matter_one_by_one() {
    let acts = ["accepted 2019-03-04", "granted 2019-03-05 recorded=2019-04-01T09:00"];
    let told = Office::new()
        .item(Item::new("A"))
        .case("known", "A", &acts)
        .case("unknown", "Z", &acts)
        .case("of nothing", "", &acts)
        .acts("nobody", &acts)
        .year(2019);
    told.tells(&[("cases_decided", "1"), ("acts_recorded_late", "1")]);
    assert_eq!(
        told.set_aside(),
        [
            "matters 2 unknown_item",
            "matters 3 unknown_item",
            "acts 7 unknown_matter",
            "acts 8 unknown_matter"
        ]
    );
}

#[test]
fn every_act_that_counts_changes_a_figure_when_it_is_deleted() {
    let acts = [
        "received 2019-03-04",
        "supplement_requested 2019-03-05",
        "supplement_received 2019-03-12",
        "accepted 2019-03-13",
        "visited 2019-03-13 11:00",
        "paused 2019-03-14 for=testing",
        "resumed 2019-03-20",
        "extended 2019-03-21 +5",
        "granted 2019-03-25",
        "delivered 2019-03-26",
        "published 2019-03-27",
    ];
    let office = |acts: &[&str]| {
        let item = Item::new("A").promised("6 working_day").counted_from_receipt();
        Office::new().item(item).case("c", "A", acts).year(2019)
    };
    let whole = office(&acts);
    assert!(whole.set_aside().is_empty());
    for (deleted, act) in acts.iter().enumerate() {
        let mut left = acts.to_vec();
        left.remove(deleted);
        assert!(office(&left).all() != whole.all(), "no figure notices that `{act}` is gone");
    }
}
