//! Days, and working days far from any notice.

use jiff::civil::{Date, Weekday, date};
use legal_clock::{Calendar, Day};
use proptest::prelude::*;

use crate::day;
use crate::model::Wall;

#[test]
fn a_day_is_its_date() {
    let leap_day = Day::new(2020, 2, 29).unwrap();
    assert_eq!((leap_day.year(), leap_day.month(), leap_day.day_of_month()), (2020, 2, 29));
    assert_eq!(leap_day.weekday(), Weekday::Saturday);
    assert_eq!(leap_day.to_string(), "2020-02-29");
    assert_eq!(format!("{leap_day:?}"), "2020-02-29");
    assert_eq!(Day::new(2019, 2, 29), None);
    assert_eq!(Day::new(1970, 1, 1).unwrap().number(), 0);
    assert_eq!(Day::new(1969, 12, 31).unwrap().number(), -1);
}

#[test]
fn days_end_with_the_years_1_and_9999() {
    assert_eq!(Day::MIN.to_string(), "0001-01-01");
    assert_eq!(Day::MAX.to_string(), "9999-12-31");
    assert_eq!(Day::MIN - 1, Day::MIN);
    assert_eq!(Day::MAX + i32::MAX, Day::MAX);
    assert_eq!(Day::MIN + i32::MIN, Day::MIN);
    assert_eq!(Day::from_number(Day::MIN.number() - 1), Day::MIN);
    assert_eq!(Day::from_number(Day::MAX.number() + 1), Day::MAX);
    assert_eq!(Day::from_number(Day::MAX.number() - 1), Day::MAX - 1);
    assert_eq!(Day::from_number(Day::MIN.number() + 1), Day::MIN + 1);
    assert_eq!(Day::new(0, 12, 31), None);
    assert_eq!(Day::from(date(-5, 1, 1)), Day::MIN);
}

#[test]
fn a_day_is_read_from_one_form_only() {
    assert_eq!("2019-10-01".parse(), Ok(Day::new(2019, 10, 1).unwrap()));
    for text in [
        "",
        "2019-10-1",
        "20191001",
        "2019-10-01 ",
        "2019-02-29",
        "2019/10/01",
        "0000-01-01",
        "2019-10-01T00:00:00",
        "+2019-10-01",
        "2019-1o-01",
        "二〇一九年",
        "2019-13-01",
    ] {
        let error = text.parse::<Day>().unwrap_err().to_string();
        assert_eq!(error, format!("`{text}` is no day; write it as `2019-10-01`"));
    }
}

#[test]
fn working_days_between_are_those_a_person_counts_from_1990_to_2040() {
    let (wall, calendar) = (Wall::china(), Calendar::china());
    let first = day("1990-01-01");
    let mut count = 0;
    for day in (1..18_262).map(|days| first + days) {
        let is_working = wall.is_working(day);
        count += i32::from(is_working);
        assert_eq!(calendar.is_working_day(day), is_working, "{day}");
        assert_eq!(calendar.working_days_between(first, day), count, "{day}");
        assert_eq!(calendar.working_days_between(day, first), -count, "{day}");
        if is_working {
            assert_eq!(calendar.nth_working_day_after(first, count as u32), Some(day));
        }
        let next = calendar.nth_working_day_after(day, 1).unwrap();
        assert!(next > day && calendar.working_days_between(day, next) == 1, "{day}");
    }
}

#[test]
fn there_are_working_days_at_the_ends_of_time() {
    let calendar = Calendar::china();
    assert!(calendar.is_working_day(Day::MIN)); // a Monday
    assert!(calendar.is_working_day(Day::MAX)); // a Friday
    assert_eq!(calendar.nth_working_day_after(Day::MAX, 0), Some(Day::MAX));
    assert_eq!(calendar.nth_working_day_after(Day::MAX, 1), None);
    assert_eq!(calendar.nth_working_day_after(Day::MIN, u32::MAX), None);
}

proptest! {
    #[test]
    fn days_and_dates_agree(number in Day::MIN.number()..=Day::MAX.number()) {
        let day = Day::from_number(number);
        let date = Date::from(day);
        prop_assert_eq!(Day::from(date), day);
        prop_assert_eq!(date.to_string().parse::<Day>().unwrap(), day);
        prop_assert_eq!(date.weekday(), day.weekday());
        prop_assert_eq!(Date::from(Day::from_number(0)).duration_until(date).as_hours(), i64::from(number) * 24);
    }

    #[test]
    fn the_nth_working_day_is_n_working_days_away(
        number in Day::MIN.number()..Day::MAX.number(),
        count in 1u32..200_000,
    ) {
        let calendar = Calendar::china();
        let start = Day::from_number(number);
        match calendar.nth_working_day_after(start, count) {
            Some(day) => {
                prop_assert!(calendar.is_working_day(day));
                prop_assert_eq!(calendar.working_days_between(start, day), count as i32);
            }
            None => prop_assert!(calendar.working_days_between(start, Day::MAX) < count as i32),
        }
    }

    #[test]
    fn many_intervals_at_once_are_counted_like_each(
        pairs in prop::collection::vec((-20_000i32..40_000, -20_000i32..40_000), 0..50),
    ) {
        let calendar = Calendar::china();
        let starts: Vec<_> = pairs.iter().map(|pair| Day::from_number(pair.0)).collect();
        let ends: Vec<_> = pairs.iter().map(|pair| Day::from_number(pair.1)).collect();
        let mut counts = vec![0; pairs.len()];
        calendar.working_days_between_each(&starts, &ends, &mut counts);
        for (index, count) in counts.into_iter().enumerate() {
            prop_assert_eq!(count, calendar.working_days_between(starts[index], ends[index]));
        }
    }
}
