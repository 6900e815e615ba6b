//! Time used: means, median and percentile, and items against their promise.

use legal_clock::{Calendar, Day};

use crate::office::{Item, Office};

/// Cases of an item that used these numbers of working days.
fn having_used(office: Office, item: &str, days: impl IntoIterator<Item = u32>) -> Office {
    let accepted = Day::new(2019, 3, 4).unwrap();
    let calendar = Calendar::china();
    days.into_iter().enumerate().fold(office, |office, (index, days)| {
        let granted = calendar.nth_working_day_after(accepted, days).unwrap();
        let acts = [format!("accepted {accepted}"), format!("granted {granted} 11:00")];
        office.case(&format!("{item}{index}"), item, &acts)
    })
}

#[test]
fn median_and_percentile_are_by_nearest_rank() {
    let item = Item::new("A").promised("5 working_day");
    let told = |days: &mut dyn Iterator<Item = u32>| {
        let told = having_used(Office::new().item(item.clone()), "A", days).year(2019);
        ["mean", "median", "p95"].map(|what| told.figure(&format!("working_days_used_{what}")))
    };
    assert_eq!(told(&mut [7].into_iter()), ["7/1", "7", "7"]);
    assert_eq!(told(&mut [9, 1].into_iter()), ["10/2", "1", "9"]); // the lower of two
    assert_eq!(told(&mut (1..=20).rev()), ["210/20", "10", "19"]);
    assert_eq!(told(&mut (1..=21)), ["231/21", "11", "20"]);
    assert_eq!(told(&mut (1..=100)), ["5050/100", "50", "95"]);
}

#[test]
fn working_days_and_minutes_are_those_of_promises_in_their_units() {
    let office = ["5 working_day", "9 calendar_day", "1 month", "3 hour", "90 minute"]
        .into_iter()
        .enumerate()
        .fold(Office::new(), |office, (index, promise)| {
            let code = index.to_string();
            office.item(Item::new(&code).promised(promise)).case(
                &code,
                &code,
                &[
                    "accepted 2019-03-08 23:00:00",
                    "paused 2019-03-08 23:10:00 for=hearing",
                    "resumed 2019-03-11 10:10:00",
                    "granted 2019-03-11 10:30:30",
                ],
            )
        });
    office.year(2019).tells(&[
        ("cases_decided", "5"),
        ("working_days_used_mean", "0/1"),
        ("minutes_used_mean", "61/2"),
    ]);
}

#[test]
fn an_item_is_quicker_than_promised_by_the_mean_of_its_cases_in_the_unit_of_its_promise() {
    let five = Item::new("A").promised("5 working_day");
    let rate = |office: Office| office.year(2019).figure("items_mean_actual_below_promised_rate");
    let working_days = |days: &[u32]| {
        rate(having_used(Office::new().item(five.clone()), "A", days.iter().copied()))
    };
    assert_eq!(working_days(&[4, 5]), "1/1");
    assert_eq!(working_days(&[0, 10]), "0/1"); // the mean is the promise, not below it
    assert_eq!(working_days(&[]), "nothing to count");

    let one = |promise: &str, acts: &[&str]| {
        rate(Office::new().item(Item::new("A").promised(promise)).case("c", "A", acts))
    };
    // A month is 30 days here, whatever month it was.
    assert_eq!(one("1 month", &["accepted 2019-03-01", "granted 2019-03-30"]), "1/1");
    assert_eq!(one("1 month", &["accepted 2019-03-01", "granted 2019-03-31"]), "0/1");
    assert_eq!(one("30 calendar_day", &["accepted 2019-03-01", "granted 2019-03-30"]), "1/1");
    let at = "accepted 2019-03-01 10:00:00";
    assert_eq!(one("1 hour", &[at, "granted 2019-03-01 10:59:59"]), "1/1");
    assert_eq!(one("1 hour", &[at, "granted 2019-03-01 11:00:00"]), "0/1");
    assert_eq!(one("60 minute", &[at, "granted 2019-03-01 10:59:59"]), "1/1");
}

#[test]
fn cases_held_to_a_row_of_another_unit_tell_nothing_of_the_item() {
    let used = |before: &str, after: &str| {
        let rows = [
            Item::new("A").promised(before).to("2019-05-31"),
            Item::new("A").promised(after).from("2019-06-01"),
        ];
        let office = having_used(Office::new().items(rows), "A", [7]);
        office.year(2019).figure("items_mean_actual_below_promised_rate")
    };
    assert_eq!(used("10 calendar_day", "9 working_day"), "nothing to count");
    assert_eq!(used("10 working_day", "9 working_day"), "1/1");
    assert_eq!(used("10 working_day", "5 working_day"), "0/1"); // by the promise in force
}
