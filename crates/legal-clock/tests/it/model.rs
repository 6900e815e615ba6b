//! A person with a calendar on the wall, who counts one day after the other: what the clock must
//! agree with, whatever the limit, the pauses and the extension.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use jiff::civil::{Date, Weekday};
use legal_clock::{Calendar, Day, Due, Instant, Limit, Pauses, Unit, When};
use proptest::prelude::*;

const DAY: i64 = 86_400_000_000;
const MINUTE: i64 = 60_000_000;

/// The wall: exceptions to the week, and the years whose notice hangs there.
#[derive(Debug, Clone, Default)]
pub(crate) struct Wall {
    exceptions: BTreeMap<Day, bool>,
    /// `None`: needs no notice.
    known_years: Option<BTreeSet<i16>>,
}

impl Wall {
    /// The files of `calendars/`, read without the crate.
    pub(crate) fn china() -> Self {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("calendars");
        let mut wall = Wall { known_years: Some((2007..=2026).collect()), ..Wall::default() };
        for year in 2007..=2026 {
            let text = fs::read_to_string(folder.join(format!("{year}.csv"))).unwrap();
            wall.hang(&text);
        }
        wall
    }

    fn hang(&mut self, text: &str) {
        for line in text.lines().filter(|line| line.starts_with(['1', '2'])) {
            let cells: Vec<_> = line.split(',').collect();
            let date: Date = cells[0].parse().unwrap();
            self.exceptions.insert(date.into(), cells[1] == "work");
        }
    }

    pub(crate) fn is_working(&self, day: Day) -> bool {
        let is_weekend = matches!(Date::from(day).weekday(), Weekday::Saturday | Weekday::Sunday);
        self.exceptions.get(&day).copied().unwrap_or(!is_weekend)
    }

    pub(crate) fn is_unknown(&self, day: Day) -> bool {
        let year = Date::from(day).year();
        self.known_years.as_ref().is_some_and(|years| !years.contains(&year))
    }
}

/// A pause in minutes since 1970.
type Pause = (i64, Option<i64>);

/// A limit to be counted by hand.
#[derive(Debug, Clone)]
pub(crate) struct Question {
    pub(crate) start: i64,
    pub(crate) limit: Limit,
    pub(crate) extension: u32,
    pauses: Vec<Pause>,
}

/// Minutes since 1970 as an act's time in Shanghai after 1991.
pub(crate) fn when(minutes: i64) -> When {
    let instant = Instant(minutes * MINUTE);
    let day = (instant.0 + 8 * 60 * MINUTE).div_euclid(DAY);
    When { instant, day: Day::from_number(day as i32) }
}

impl Question {
    pub(crate) fn start(&self) -> When {
        when(self.start)
    }

    pub(crate) fn pauses(&self) -> Pauses {
        Pauses::new(self.pauses.iter().map(|(from, to)| (when(*from), to.map(when))))
    }

    pub(crate) fn is_day_paused(&self, day: Day) -> bool {
        self.pauses
            .iter()
            .any(|(from, to)| when(*from).day < day && to.is_none_or(|to| day <= when(to).day))
    }

    fn is_minute_paused(&self, minute: i64) -> bool {
        self.pauses.iter().any(|(from, to)| *from <= minute && to.is_none_or(|to| minute < to))
    }

    /// Days to look at before giving up: beyond all pauses there are only open ones.
    fn days(&self) -> impl Iterator<Item = Day> {
        let start = self.start().day;
        (1..1500).map(move |days| start + days)
    }

    fn due(&self, wall: &Wall) -> Option<Due> {
        match self.limit.unit {
            Unit::WorkingDay => self.due_in_working_days(wall),
            Unit::CalendarDay | Unit::Month => self.due_in_calendar_days(wall),
            Unit::Hour => self.due_in_minutes(i64::from(self.limit.amount) * 60),
            Unit::Minute => self.due_in_minutes(i64::from(self.limit.amount)),
        }
    }

    fn due_in_working_days(&self, wall: &Wall) -> Option<Due> {
        let total = self.limit.amount + self.extension;
        let due = self.count_on(wall, self.start().day, total)?;
        Some(due_on(wall, self.start().day + 1, due))
    }

    fn due_in_calendar_days(&self, wall: &Wall) -> Option<Due> {
        let start = self.start().day;
        let mut needed = match self.limit.unit {
            Unit::Month => months_later(start, self.limit.amount) - start,
            _ => self.limit.amount as i32,
        };
        let mut last = start;
        let mut days = self.days();
        while needed > 0 {
            last = days.next()?;
            needed -= i32::from(!self.is_day_paused(last));
        }
        let mut due = last;
        while due > start && (!wall.is_working(due) || (due > last && self.is_day_paused(due))) {
            due = due + 1;
            if due - start > 1500 {
                return None;
            }
        }
        let judged = if last == start { start + 1 } else { last };
        let due = self.count_on(wall, due, self.extension)?;
        Some(due_on(wall, judged, due))
    }

    fn count_on(&self, wall: &Wall, from: Day, days: u32) -> Option<Day> {
        let mut left = days;
        let mut day = from;
        while left > 0 {
            day = day + 1;
            if wall.is_working(day) && !self.is_day_paused(day) {
                left -= 1;
            }
            if day - from > 1500 {
                return None;
            }
        }
        Some(day)
    }

    fn due_in_minutes(&self, amount: i64) -> Option<Due> {
        let mut minute = self.start;
        let mut left = amount;
        while left > 0 {
            left -= i64::from(!self.is_minute_paused(minute));
            minute += 1;
            if minute - self.start > 200_000 {
                return None;
            }
        }
        let due = when(minute);
        Some(Due { day: due.day, instant: Some(due.instant), provisional: false })
    }
}

fn due_on(wall: &Wall, judged: Day, day: Day) -> Due {
    let mut judged_days = (judged.number()..=day.number()).map(Day::from_number);
    Due { day, instant: None, provisional: judged_days.any(|day| wall.is_unknown(day)) }
}

fn months_later(day: Day, months: u32) -> Day {
    let months = i32::from(day.year()) * 12 + i32::from(day.month()) - 1 + months as i32;
    let (year, month) = ((months / 12) as i16, (months % 12 + 1) as i8);
    (1..=day.day_of_month()).rev().find_map(|number| Day::new(year, month, number)).unwrap()
}

/// Minutes from the first day of 2005 to the middle of 2029, early and late in the known years.
fn starts() -> impl Strategy<Value = i64> {
    let first = i64::from(Day::new(2005, 1, 1).unwrap().number()) * 24 * 60;
    let years = |from: i64, to: i64| (first + from * 525_600)..(first + to * 525_600);
    prop_oneof![years(0, 24), years(1, 3), years(20, 23)]
}

fn limits() -> impl Strategy<Value = Limit> {
    prop_oneof![
        (0u32..70).prop_map(Limit::working_days),
        (0u32..100).prop_map(Limit::calendar_days),
        (0u32..14).prop_map(Limit::months),
        (0u32..200).prop_map(Limit::hours),
        (0u32..5000).prop_map(Limit::minutes),
    ]
}

prop_compose! {
    pub(crate) fn questions()(
        start in starts(),
        limit in limits(),
        extension in prop_oneof![Just(0u32), 0u32..20],
        pauses in prop::collection::vec(
            // Some begin before the start, some end before they begin, some are open.
            (-5_000i64..60_000, prop_oneof![8 => (-1_500i64..30_000).prop_map(Some), 1 => Just(None)]),
            0..4,
        ),
    ) -> Question {
        let pauses = pauses
            .into_iter()
            .map(|(from, length)| (start + from, length.map(|length| start + from + length)))
            .collect();
        Question { start, limit, extension, pauses }
    }
}

/// A wall with the calendar that should agree with it.
pub(crate) fn walls() -> impl Strategy<Value = (Wall, Calendar)> {
    let china = || (Wall::china(), Calendar::china());
    let corrections = prop::collection::btree_map(0i32..9_000, any::<bool>(), 0..60);
    prop_oneof![
        2 => Just(china()),
        1 => Just((Wall::default(), Calendar::weekends(china().1.zone().clone()))),
        1 => corrections.prop_map(move |days| {
            let (mut wall, calendar) = china();
            let mut text = "date,kind,name\n".to_owned();
            for (number, is_work) in days {
                let kind = if is_work { "work" } else { "off" };
                let date = Day::new(2004, 6, 1).unwrap() + number;
                writeln!(text, "{date},{kind},").unwrap();
            }
            wall.hang(&text);
            (wall, calendar.with_corrections(&text).unwrap())
        }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1500))]

    #[test]
    fn a_limit_is_due_on_the_day_to_which_a_person_counts(
        (wall, calendar) in walls(),
        question in questions(),
    ) {
        let due = calendar.due(
            question.start(), question.limit, question.extension, &question.pauses(),
        );
        prop_assert_eq!(due, question.due(&wall));
    }

    #[test]
    fn what_is_used_is_what_a_person_counts(
        (wall, calendar) in walls(),
        question in questions(),
        minutes in -3_000i64..100_000,
    ) {
        let (start, end) = (question.start(), when(question.start + minutes));
        let pauses = question.pauses();
        let counted: Vec<Day> = question
            .days()
            .take_while(|day| *day <= end.day)
            .filter(|day| !question.is_day_paused(*day))
            .collect();
        let working = counted.iter().filter(|day| wall.is_working(**day)).count();
        let time = (question.start..question.start + minutes)
            .filter(|minute| !question.is_minute_paused(*minute))
            .count();
        prop_assert_eq!(
            calendar.calendar_days_used(start.day, end.day, &pauses), counted.len() as i32
        );
        prop_assert_eq!(calendar.working_days_used(start.day, end.day, &pauses), working as i32);
        prop_assert_eq!(
            calendar.time_used(start.instant, end.instant, &pauses), time as i64 * MINUTE
        );
    }

    #[test]
    fn each_day_is_explained_as_a_person_would(
        (wall, calendar) in walls(),
        question in questions(),
    ) {
        crate::explanations::check(&wall, &calendar, &question)?;
    }

    #[test]
    fn a_pause_never_brings_a_due_day_forward(
        (_, calendar) in walls(),
        question in questions(),
    ) {
        let unpaused = calendar
            .due(question.start(), question.limit, question.extension, &Pauses::none())
            .unwrap();
        let paused = calendar.due(
            question.start(), question.limit, question.extension, &question.pauses(),
        );
        prop_assert!(paused.is_none_or(|paused| paused.day >= unpaused.day));
        prop_assert!(paused.is_none_or(|paused| paused.instant >= unpaused.instant));
    }

    #[test]
    fn an_extension_never_brings_a_due_day_forward(
        (_, calendar) in walls(),
        question in questions(),
    ) {
        let pauses = question.pauses();
        let due = |days| calendar.due(question.start(), question.limit, days, &pauses);
        if let (Some(plain), Some(extended)) = (due(0), due(question.extension)) {
            prop_assert!(plain.day <= extended.day);
            prop_assert!(question.extension == 0 || plain.instant.is_some() || plain.day < extended.day);
        }
    }
}
