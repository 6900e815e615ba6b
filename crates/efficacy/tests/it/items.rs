//! What the register of items tells: rows in force on 31 December, main items, and limits.

use crate::office::{Item, Office, Told};

fn year(items: &[Item]) -> Told {
    Office::new().items(items.iter().cloned()).year(2019)
}

#[test]
fn an_item_is_a_row_in_force_on_31_december_and_its_last_day_counts() {
    let instant = |code: &str| Item::new(code).promised("1 working_day");
    let told = year(&[
        instant("A"),
        instant("A").from("2019-12-31"), // a second row of the code, in force too
        instant("B").to("2019-12-30"),
        instant("C").to("2019-12-31"),
        instant("D").from("2020-01-01"),
    ]);
    told.tells(&[("instant_items", "3"), ("items_on_application", "2")]);
}

#[test]
fn main_items_count_once_and_by_the_items_on_application_under_them() {
    let told = year(&[
        Item::new("1").of("P"),
        Item::new("2").of("P").kind("other_power").with("online", "false"),
        Item::new("3").kind("other_power"),
        Item::new("4").of("Q").not_on_application().with("online", "false"),
        Item::new("5").of("Q").kind("filing"),
        Item::new("6").not_on_application(),
        Item::new("7").of("R").to("2019-06-30").with("online", "false"),
        Item::new("8").of("R").kind("filing"),
    ]);
    told.tells(&[
        ("items_on_application", "4"), // P, 3, Q, R
        ("items_licence", "1"),        // P alone: the licences of Q and 6 aren't on application
        ("items_other_power", "2"),    // P and 3
        ("online_availability_rate", "3/4"),
        ("licence_items_depth_4", "3"), // P, Q, 6: on application or not
    ]);
    assert_eq!(told.by("items_on_application", "kind"), "filing 1, licence 2, other_power 1");
    assert_eq!(
        told.by("online_availability_rate", "kind"),
        "filing 1/1, licence 1/2, other_power 1/1"
    );
}

#[test]
fn a_licence_main_item_is_as_good_as_the_worst_of_its_licence_items() {
    let item = |code: &str, main: &str, trips: &str, depth: &str| {
        Item::new(code).of(main).with("trips", trips).with("online_depth", depth)
    };
    let told = year(&[
        item("1", "P", "1", "4"),
        item("2", "P", "2", "3").not_on_application(),
        item("3", "Q", "1", "4"),
        item("4", "Q", "9", "1").kind("filing"), // no licence: not looked at
        item("5", "R", "0", "2"),
        item("6", "S", "0", "4"),
        item("7", "S", "0", "3"),
        item("8", "T", "0", "4").kind("filing"), // no licence main item
    ]);
    told.tells(&[
        ("licence_items_at_most_one_trip", "3"),
        ("licence_items_at_most_one_trip_rate", "3/4"),
        ("licence_items_depth_4", "1"),
        ("licence_items_depth_3", "2"),
    ]);
}

#[test]
fn an_item_is_complete_with_everything_given_and_a_reason_for_lesser_depth() {
    let complete = Item::new("0")
        .with("division", "一处")
        .with("level", "province")
        .with("basis", "法")
        .statutory("20 working_day");
    let told = year(&[
        complete.clone(),
        complete.clone().with("item_code", "1").with("division", ""),
        complete.clone().with("item_code", "2").with("level", ""),
        complete.clone().with("item_code", "3").with("basis", ""),
        complete.clone().with("item_code", "4").with("statutory_limit", ""),
        complete.clone().with("item_code", "5").with("online_depth", "3"),
        complete
            .clone()
            .with("item_code", "6")
            .with("online_depth", "3")
            .with("depth_reason", "需"),
        complete.with("item_code", "7").to("2019-12-30"),
    ]);
    assert_eq!(told.figure("item_completeness_rate"), "2/7");
}

#[test]
fn commitments_count_by_main_item_once_they_have_begun() {
    let committed = |code: &str| Item::new(code).with("commitment", "true");
    let told = year(&[
        committed("1").of("P"),
        committed("2").of("P"),
        committed("3").with("commitment_from", "2019-12-31").kind("filing"),
        committed("4").with("commitment_from", "2020-01-01"),
        committed("5").to("2019-12-30"),
        Item::new("6").with("commitment", "false").with("commitment_from", "2019-01-01"),
    ]);
    assert_eq!(told.figure("commitment_items"), "2");
}

#[test]
fn an_item_is_instant_by_the_unit_of_its_promise() {
    for (promise, instant) in [
        ("0 working_day", "1"),
        ("1 working_day", "1"),
        ("2 working_day", "0"),
        ("1 calendar_day", "1"),
        ("2 calendar_day", "0"),
        ("24 hour", "1"),
        ("25 hour", "0"),
        ("1440 minute", "1"),
        ("1441 minute", "0"),
        ("1 month", "0"),
        ("0 month", "0"),
    ] {
        let told = year(&[Item::new("A").promised(promise).not_on_application()]);
        assert_eq!(told.figure("instant_items"), instant, "{promise}");
    }
    assert_eq!(year(&[Item::new("A").with("promised_limit", "1")]).figure("instant_items"), "0");
}

#[test]
fn instant_items_are_told_by_kind_and_division() {
    let told = year(&[
        Item::new("A").promised("1 working_day").with("division", "一处"),
        Item::new("B").promised("2 working_day").with("division", "二处").kind("filing"),
    ]);
    assert_eq!(told.by("instant_items", "kind"), "filing 0, licence 1");
    assert_eq!(told.by("instant_items", "division"), "一处 1, 二处 0");
}

#[test]
fn the_best_promise_is_sought_among_peers_in_the_unit_of_the_item() {
    let peers = [
        "A,浙江,5,working_day",
        "A,江苏,7,working_day",
        "A,上海,1,calendar_day", // another unit
        "B,浙江,5,working_day",
        "C,浙江,3,calendar_day", // no peer in the item's unit
        "D,浙江,,",
        "F,浙江,7,working_day",
        "F,江苏,5,working_day",
        "Z,浙江,1,working_day",
    ];
    let told = Office::new()
        .items([
            Item::new("A").promised("5 working_day"), // at most the least
            Item::new("B").promised("6 working_day"),
            Item::new("C").promised("1 working_day"),
            Item::new("D").promised("1 working_day"),
            Item::new("E").promised("1 working_day"),
            Item::new("F").promised("6 working_day"), // better than one, not than all
        ])
        .table("peer_items", "item_code,province,promised_limit,promised_unit", &peers)
        .year(2019);
    assert_eq!(told.figure("items_best_promise_rate"), "1/3");
}

#[test]
fn promises_below_the_law_are_compared_in_one_unit_over_all_licences_of_a_main_item() {
    for (items, rate) in [
        (vec![Item::new("A").promised("5 working_day").statutory("20 working_day")], "1/1"),
        (vec![Item::new("A").promised("20 working_day").statutory("20 working_day")], "0/1"),
        (vec![Item::new("A").promised("2 working_day").statutory("3 month")], "0/1"),
        (vec![Item::new("A").promised("1 month").statutory("3 month")], "1/1"),
        (vec![Item::new("A").promised("5 working_day")], "0/1"),
        (
            vec![
                Item::new("A").of("P").promised("5 working_day").statutory("20 working_day"),
                Item::new("B").of("P").promised("20 working_day").statutory("20 working_day"),
                Item::new("C").promised("5 working_day").statutory("20 working_day").kind("filing"),
            ],
            "0/1",
        ),
        (
            vec![
                Item::new("A").of("P").promised("5 working_day").statutory("20 working_day"),
                Item::new("B").of("P").kind("filing"),
            ],
            "1/1",
        ),
    ] {
        let told = year(&items);
        assert_eq!(told.figure("licence_items_promise_below_statutory_rate"), rate, "{items:?}");
    }
}

#[test]
fn compression_sums_the_limits_of_licences_that_have_both_in_working_days() {
    let told = year(&[
        Item::new("A").promised("5 working_day").statutory("20 working_day"),
        Item::new("B").promised("25 working_day").statutory("20 working_day"),
        Item::new("C").promised("1 month").statutory("3 month"),
        Item::new("D").promised("1 working_day"),
        Item::new("E").promised("1 working_day").statutory("20 working_day").kind("filing"),
        Item::new("F").promised("1 working_day").statutory("20 working_day").to("2019-12-30"),
    ]);
    assert_eq!(told.figure("promise_compression_rate"), "10/40");
}

#[test]
fn a_limit_is_shortened_against_the_row_directly_before_and_in_its_unit() {
    let row = |promise: &str, from: &str| Item::new("A").promised(promise).from(from);
    for (rows, shortened) in [
        (vec![row("20 working_day", ""), row("10 working_day", "2019-01-01")], "1"),
        (vec![row("20 working_day", ""), row("10 working_day", "2019-12-31")], "1"),
        (vec![row("20 working_day", ""), row("10 working_day", "2018-12-31")], "0"),
        (vec![row("20 working_day", ""), row("10 working_day", "2020-01-01")], "0"),
        (vec![row("20 working_day", ""), row("20 working_day", "2019-06-01")], "0"),
        (vec![row("20 working_day", ""), row("1 month", "2019-06-01")], "0"),
        (vec![row("10 working_day", "2019-06-01")], "0"),
        // In any order of the file; once, however often a code was shortened.
        (
            vec![
                row("5 working_day", "2019-09-01"),
                row("10 working_day", "2019-03-01"),
                row("20 working_day", "2018-01-01"),
            ],
            "1",
        ),
        // Between units: the row directly before is in months.
        (
            vec![
                row("20 working_day", ""),
                row("1 month", "2019-03-01"),
                row("10 working_day", "2019-06-01"),
            ],
            "0",
        ),
        // A row out of force by year end counts as well as any.
        (
            vec![row("20 working_day", ""), row("10 working_day", "2019-03-01").to("2019-06-30")],
            "1",
        ),
    ] {
        assert_eq!(year(&rows).figure("limits_shortened"), shortened, "{rows:?}");
    }
}

const MATERIALS: &str = "item_code,name,copies,exempt_by,licence_type";

#[test]
fn exempted_copies_count_over_items_on_application() {
    let told = Office::new()
        .items([
            Item::new("A").with("division", "一处"),
            Item::new("B").with("division", "二处").kind("filing"),
            Item::new("C").not_on_application(),
            Item::new("D").to("2019-12-30"),
        ])
        .table(
            "materials",
            MATERIALS,
            &[
                "A,身份证,2,data_sharing,",
                "A,营业执照,,licence,", // one copy
                "A,申请表,3,,",
                "B,承诺书,0,abolished,",
                "C,身份证,9,data_sharing,",
                "D,身份证,9,data_sharing,",
            ],
        )
        .year(2019);
    assert_eq!(told.figure("materials_exempted_mean"), "3/2");
    assert_eq!(told.by("materials_exempted_mean", "kind"), "filing 0/1, licence 3/1");
    assert_eq!(told.by("materials_exempted_mean", "division"), "一处 3/1, 二处 0/1");
}

#[test]
fn materials_of_a_code_with_two_rows_in_force_count_once() {
    let told = Office::new()
        .items([Item::new("A"), Item::new("A").from("2019-03-01"), Item::new("B")])
        .table("materials", MATERIALS, &["A,其他材料,2,licence,L1", "B,身份证,,licence,L1"])
        .year(2019);
    told.tells(&[
        ("materials_exempted_mean", "3/3"),
        ("licence_types_linked", "1"),
        ("catch_all_materials", "1"),
    ]);
    let evidence: f64 = told.evidence("materials_exempted_mean").iter().map(|row| row.1).sum();
    assert!((evidence - 3.0).abs() < f64::EPSILON, "the evidence adds up to the numerator");
}

#[test]
fn catch_all_materials_and_linked_types_are_those_of_items() {
    let told = Office::new()
        .items([Item::new("A").not_on_application(), Item::new("B").to("2019-12-30")])
        .table(
            "materials",
            MATERIALS,
            &[
                "A,其他材料,,,L1",
                "A,法律规定的其它材料,5,,L2",
                "A,与申请相关材料清单,,,L1",
                "A,其他材料,,,",
                "A,其他的材料,,,L3",
                "B,其他材料,,,L4",
                "Z,相关材料,,,L5",
            ],
        )
        .year(2019);
    told.tells(&[("catch_all_materials", "4"), ("licence_types_linked", "3")]);
}
