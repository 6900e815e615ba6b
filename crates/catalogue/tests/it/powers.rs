//! Who holds a power when and where.

use catalogue::{Absence, Duty, Holds, Item, Level, PowerChange, Powers, Region, Why};
use legal_clock::Day;
use proptest::prelude::*;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn region(code: &str) -> Region {
    code.parse().unwrap()
}

/// An item of the province.
fn item() -> Item {
    Item::read([
        ("item_code", "0101"),
        ("name", "保安服务许可"),
        ("kind", "licence"),
        ("level", "province"),
        ("dept_name", "省公安厅"),
    ])
}

/// A change of that item; the cells as they stand in a file, `name=cell` with blanks between.
fn change(cells: &str) -> PowerChange {
    let cells = cells.split_whitespace().map(|cell| cell.split_once('=').unwrap());
    PowerChange::read([("item_code", "0101")].into_iter().chain(cells))
}

/// Who says what to an authority of a level in its own region.
fn why(changes: &[PowerChange], level: Level, at: &str, on: &str) -> Option<Why> {
    let items = [item()];
    let powers = Powers::of(&items, changes);
    let place = region(at);
    powers.may_act(level, place, "0101", place, day(on)).err().map(|refused| refused.why)
}

#[test]
fn a_code_contains_those_that_begin_like_it() {
    let (province, city, county) = (region("440000"), region("440100"), region("440103"));
    assert!(province.contains(city) && city.contains(county) && county.contains(county));
    assert!(!city.contains(province) && !county.contains(city));
    assert!(!region("440300").contains(county));
    assert!(!region("000000").contains(province), "outside China isn't everywhere");
    assert_eq!(
        [province, city, county].map(Region::level),
        [Level::Province, Level::City, Level::County]
    );
    assert_eq!(region("440103001000"), county);
    for wrong in ["44", "4401", "44010x", "４４０１００", ""] {
        assert!(wrong.parse::<Region>().is_err(), "{wrong}");
    }
}

#[test]
fn without_a_change_it_is_whose_the_law_says() {
    assert_eq!(why(&[], Level::Province, "440000", "2026-01-01"), None);
    assert_eq!(why(&[], Level::City, "440100", "2026-01-01"), Some(Why::OtherLevel));
    let items = [item()];
    let powers = Powers::of(&items, &[]);
    let holding = powers.holder("0101", region("440100"), day("2026-01-01")).unwrap();
    assert!(matches!(holding.holds, Holds::Original(holder) if holder.agency == Some("省公安厅")));
}

#[test]
fn a_delegation_holds_from_its_first_day_to_its_last() {
    let lent = [change("change=委托 to_level=市级 effective_on=2026-03-01 until=2026-12-31")];
    let city = |on| why(&lent, Level::City, "440300", on);
    assert_eq!(city("2026-02-28"), Some(Why::OtherLevel));
    assert_eq!(city("2026-03-01"), None);
    assert_eq!(city("2026-12-31"), None);
    assert_eq!(city("2027-01-01"), Some(Why::OtherLevel));
    let province = |on| why(&lent, Level::Province, "440000", on);
    assert_eq!(province("2026-02-28"), None);
    assert_eq!(province("2026-03-01"), Some(Why::HandedOver));
    assert_eq!(province("2027-01-01"), None);
}

#[test]
fn who_acts_by_delegation_acts_in_the_name_of_who_delegates() {
    let changes = [change("change=delegated to_level=city effective_on=2026-03-01")];
    let items = [item()];
    let powers = Powers::of(&items, &changes);
    let city = region("440100");
    let holding = powers.may_act(Level::City, city, "0101", city, day("2026-03-01")).unwrap();
    assert_eq!(holding.by, Some(&changes[0]));
    let Holds::Delegated { to, in_the_name_of } = holding.holds else { panic!("{holding:?}") };
    assert_eq!((to.levels, in_the_name_of.agency), (vec![Level::City], Some("省公安厅")));
}

#[test]
fn what_is_devolved_to_some_cities_stays_with_the_province_elsewhere() {
    let some = [
        change("change=devolved to_level=city effective_on=2026-03-01 region=440100"),
        change("change=delegated to_level=city effective_on=2026-03-01 region=440300"),
    ];
    assert_eq!(why(&some, Level::City, "440100", "2026-03-01"), None);
    assert_eq!(why(&some, Level::City, "440300", "2026-03-01"), None);
    assert_eq!(why(&some, Level::City, "440600", "2026-03-01"), Some(Why::OtherLevel));
    let items = [item()];
    let powers = Powers::of(&items, &some);
    let act = |at| {
        powers.may_act(Level::Province, region("440000"), "0101", region(at), day("2026-03-01"))
    };
    assert!(act("440600").is_ok());
    assert_eq!(act("440103").unwrap_err().why, Why::HandedOver);
}

#[test]
fn on_one_day_the_narrower_region_has_the_last_word_in_whatever_order_rows_come() {
    let mut both = [
        change("change=devolved to_level=county effective_on=2026-03-01 region=440103"),
        change("change=devolved to_level=city effective_on=2026-03-01"),
    ];
    for _ in 0..2 {
        assert_eq!(why(&both, Level::County, "440103", "2026-03-01"), None);
        assert_eq!(why(&both, Level::County, "440104", "2026-03-01"), Some(Why::OtherLevel));
        both.reverse();
    }
}

#[test]
fn what_was_cancelled_comes_back_only_by_being_added() {
    let changes = [
        change("change=cancelled effective_on=2020-01-01"),
        change("change=delegated to_level=city effective_on=2021-01-01"),
        change("change=added effective_on=2022-01-01"),
    ];
    let province = |on| why(&changes, Level::Province, "440000", on);
    assert_eq!(province("2019-12-31"), None);
    assert_eq!(province("2020-01-01"), Some(Why::Cancelled));
    assert_eq!(province("2021-12-31"), Some(Why::Cancelled));
    assert_eq!(province("2022-01-01"), None);
    assert_eq!(why(&changes, Level::City, "440100", "2021-06-01"), Some(Why::Cancelled));
}

#[test]
fn what_is_added_for_a_term_is_held_in_that_term_alone() {
    let added = [change("change=added effective_on=2026-01-01 until=2026-06-30")];
    let province = |on| why(&added, Level::Province, "440000", on);
    assert_eq!(province("2025-12-31"), Some(Why::NotYetAdded));
    assert_eq!(province("2026-01-01"), None);
    assert_eq!(province("2026-06-30"), None);
    assert_eq!(province("2026-07-01"), Some(Why::Lapsed));
}

#[test]
fn what_is_delegated_is_not_delegated_on_by_article_24() {
    let mut changes = [
        change("change=delegated to_level=city effective_on=2026-01-01"),
        change("change=delegated to_level=county effective_on=2026-02-01 region=440103"),
    ];
    let items = [item()];
    let powers = Powers::of(&items, &changes);
    let county = region("440103");
    let act = |level, at: Region| powers.may_act(level, at, "0101", county, day("2026-02-01"));
    let refused = act(Level::County, county).unwrap_err();
    assert_eq!((refused.why, refused.article), (Why::SubDelegated, Some("行政许可法 art. 24")));
    assert_eq!(refused.change, Some(&changes[1]));
    assert!(act(Level::City, region("440100")).is_ok(), "the first delegation stands");

    changes[0].until = Some(day("2026-01-31"));
    assert_eq!(why(&changes, Level::County, "440103", "2026-02-01"), None);
}

#[test]
fn who_was_given_the_power_may_delegate_it() {
    let changes = [
        change("change=devolved to_level=city effective_on=2026-01-01"),
        change("change=delegated to_level=county effective_on=2026-02-01"),
    ];
    assert_eq!(why(&changes, Level::County, "440103", "2026-02-01"), None);
    assert_eq!(why(&changes, Level::City, "440100", "2026-02-01"), Some(Why::HandedOver));
}

#[test]
fn an_authority_acts_in_its_own_region_alone() {
    let changes = [change("change=devolved to_level=city effective_on=2026-01-01")];
    let items = [item()];
    let powers = Powers::of(&items, &changes);
    let act =
        |at| powers.may_act(Level::City, region("440100"), "0101", region(at), day("2026-01-01"));
    assert!(act("440103").is_ok());
    assert_eq!(act("440300").unwrap_err().why, Why::OtherRegion);
}

#[test]
fn a_refusal_says_what_to_do() {
    let items = [item()];
    let powers = Powers::of(&items, &[]);
    let place = region("440100");
    let act = |item| powers.may_act(Level::City, place, item, place, day("2026-01-01"));
    assert_eq!(
        act("9999").unwrap_err().to_string(),
        "the catalogue has no such item; check the code, or enter the item first"
    );
    let refused = act("0101").unwrap_err();
    assert_eq!(refused.article, Some("行政许可法 art. 32(2)"));
    assert_eq!(refused.why.mend().zh, "转有权的层级办理，或登记权责调整");
    assert!(refused.holding.is_some());
}

#[test]
fn a_receiver_named_by_no_level_is_not_guessed() {
    for cells in [
        "change=devolved to_level=广州市公安局 effective_on=2026-01-01",
        "change=devolved effective_on=2026-01-01",
    ] {
        let changes = [change(cells)];
        let told = why(&changes, Level::City, "440100", "2026-01-01");
        assert_eq!(told, Some(Why::LevelNotGiven), "{cells}");
    }
}

#[test]
fn a_row_that_says_too_little_is_set_aside_and_changes_nothing() {
    let changes = [
        change("change=cancelled"),
        change("change=devolved to_level=city effective_on=2026-01-01 region=everywhere"),
        change("change=moved effective_on=2026-01-01"),
        change("effective_on=2026-01-01"),
    ];
    let items = [item()];
    assert_eq!(Powers::of(&items, &changes).set_aside().len(), 4);
    assert_eq!(why(&changes, Level::City, "440100", "2026-01-01"), Some(Why::OtherLevel));
}

#[test]
fn codes_are_told_apart_as_they_are_written() {
    let items = [item()];
    let mut other = change("change=cancelled effective_on=2020-01-01");
    other.item_code = Some("101".into());
    let changes = [other];
    let powers = Powers::of(&items, &changes);
    let place = region("440000");
    assert!(powers.may_act(Level::Province, place, "0101", place, day("2026-01-01")).is_ok());
    let gone = powers.holder("101", place, day("2026-01-01")).unwrap();
    assert_eq!(gone.holds, Holds::Nobody(Absence::Cancelled));
}

#[test]
fn a_chart_has_a_row_for_each_region_that_is_named_and_one_for_the_rest() {
    let changes = [
        change("change=delegated to_level=city effective_on=2026-03-01 until=2026-12-31"),
        change("change=devolved to_level=city effective_on=2026-06-01 region=440300"),
    ];
    let items = [item()];
    let powers = Powers::of(&items, &changes);
    let chart: Vec<_> = powers
        .chart("0101")
        .into_iter()
        .map(|row| {
            let spans = row.spans.iter().map(|span| (span.from, span.to)).collect::<Vec<_>>();
            (row.region, spans)
        })
        .collect();
    let on = |text| Some(day(text));
    assert_eq!(
        chart,
        [
            (
                None,
                vec![
                    (None, on("2026-02-28")),
                    (on("2026-03-01"), on("2026-12-31")),
                    (on("2027-01-01"), None),
                ]
            ),
            (
                Some(region("440300")),
                vec![
                    (None, on("2026-02-28")),
                    (on("2026-03-01"), on("2026-05-31")),
                    (on("2026-06-01"), None),
                ]
            ),
        ]
    );
    assert!(powers.chart("9999").is_empty());
}

#[test]
fn a_handover_lists_what_is_still_to_be_done() {
    let taken = Item::read([
        ("item_code", "0101-1"),
        ("name", "保安服务许可"),
        ("kind", "licence"),
        ("level", "city"),
        ("region", "440100"),
        ("statutory_limit", "10"),
        ("statutory_unit", "working_day"),
    ]);
    let items = [item(), taken];
    let lent =
        change("change=委托 to_level=市级 effective_on=2026-03-01 region=440000 agreement=1号");
    let powers = Powers::of(&items, &[]);
    let open = |change: &PowerChange| -> Vec<_> {
        powers.handover(change).iter().filter(|it| !it.is_done).map(|it| it.duty).collect()
    };
    // The receiver's limit is ten days, that of the province the twenty of article 42.
    assert_eq!(open(&lent), [Duty::Guide, Duty::Publication, Duty::Training, Duty::Limit]);
    let elsewhere = PowerChange { region: Some(region("440300")), ..lent.clone() };
    assert!(open(&elsewhere).contains(&Duty::Item));
    let duties = powers.handover(&lent);
    let agreement = duties.iter().find(|it| it.duty == Duty::Agreement).unwrap();
    assert_eq!(agreement.source, "行政许可法 art. 24");

    let devolved = change("change=下放 to_level=市级 effective_on=2026-03-01");
    assert!(powers.handover(&devolved).iter().all(|it| it.duty != Duty::Agreement));
    assert!(powers.handover(&change("change=取消 effective_on=2026-03-01")).is_empty());
}

fn any_change() -> impl Strategy<Value = PowerChange> {
    let kind = prop::sample::select(vec!["delegated", "devolved", "cancelled", "added"]);
    let level = prop::sample::select(vec!["province", "city", "county"]);
    let place = prop::sample::select(vec!["", "440000", "440100", "440103", "440300"]);
    (kind, level, place, 0..40_i32, prop::option::of(0..40_i32)).prop_map(
        |(kind, level, place, from, term)| {
            let first = day("2026-01-01") + from;
            let mut change = PowerChange::read([
                ("item_code", "0101"),
                ("change", kind),
                ("to_level", level),
                ("region", place),
            ]);
            change.effective_on = Some(first);
            change.until = term.map(|term| first + term);
            change
        },
    )
}

proptest! {
    #[test]
    fn a_chart_says_of_each_day_what_the_holder_of_that_day_says(
        changes in prop::collection::vec(any_change(), 0..6), after in -1..90_i32,
    ) {
        let items = [item()];
        let powers = Powers::of(&items, &changes);
        let on = day("2026-01-01") + after;
        for chart in powers.chart("0101") {
            let of_day: Vec<_> = chart.spans.iter().filter(|span| {
                span.from.is_none_or(|from| from <= on) && span.to.is_none_or(|to| on <= to)
            }).collect();
            prop_assert_eq!(of_day.len(), 1, "spans neither overlap nor leave gaps");
            if let Some(place) = chart.region {
                let holding = powers.holder("0101", place, on).unwrap();
                prop_assert_eq!(&of_day[0].holding, &holding);
            }
        }
    }

    #[test]
    fn who_may_act_holds_the_power(
        changes in prop::collection::vec(any_change(), 0..6), after in 0..90_i32,
    ) {
        let items = [item()];
        let powers = Powers::of(&items, &changes);
        let (on, place) = (day("2026-01-01") + after, region("440103"));
        for level in [Level::Province, Level::City, Level::County] {
            let told = powers.may_act(level, region("440000"), "0101", place, on);
            let holding = powers.holder("0101", place, on).unwrap();
            let holds = holding.holder().is_some_and(|holder| holder.is_at(level));
            prop_assert_eq!(told.is_ok(), holds);
        }
    }
}
