//! Why a limit is due when it is.

use legal_clock::{Article, Calendar, ExplainedDay, Limit, Pauses, Reason, Source, Unit};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;

use crate::model::{Question, Wall};
use crate::{at, day, on};

/// An explanation's days agree with the wall, number what they count, and end on the due day.
pub(crate) fn check(
    wall: &Wall,
    calendar: &Calendar,
    question: &Question,
) -> Result<(), TestCaseError> {
    let pauses = question.pauses();
    let explanation =
        calendar.explain(question.start(), question.limit, question.extension, &pauses);
    let due = explanation.due();
    let limit_days = explanation.limit_days();
    let days: Vec<ExplainedDay<'_>> = explanation.collect();
    prop_assert_eq!(
        due,
        calendar.due(question.start(), question.limit, question.extension, &pauses)
    );
    prop_assert_eq!(days[0].day, question.start().day);
    prop_assert!(days.windows(2).all(|pair| pair[1].day - pair[0].day == 1));
    let last = due.map(|due| due.day);
    let open = pauses.open_since().map(|pause| pause.day.max(days[0].day));
    prop_assert_eq!(days.last().map(|day| day.day), last.or(open));
    if let Some(instant) = due.and_then(|due| due.instant) {
        let elapsed: i64 = days
            .iter()
            .map(|day| match day.why {
                Reason::Elapsed(time) => time,
                _ => 0,
            })
            .sum();
        let used = calendar.time_used(question.start().instant, instant, &pauses);
        prop_assert_eq!(elapsed, used);
        return Ok(());
    }
    if matches!(question.limit.unit, Unit::Hour | Unit::Minute) {
        prop_assert_eq!(limit_days, None);
        return Ok(());
    }
    check_counts(question, limit_days, due.is_some(), &days)?;
    for explained in &days[1..] {
        check_day(wall, question, explained)?;
    }
    let is_unknown = |day: &ExplainedDay<'_>| wall.is_unknown(day.day);
    for day in &days {
        let is_judged = !matches!(day.why, Reason::Start | Reason::Paused | Reason::CalendarDay);
        prop_assert_eq!(day.is_provisional, is_judged && is_unknown(day));
    }
    Ok(())
}

/// Days are numbered 1, 2, 3 … in the limit and again in the extension.
fn check_counts(
    question: &Question,
    limit_days: Option<u32>,
    is_due: bool,
    days: &[ExplainedDay<'_>],
) -> Result<(), TestCaseError> {
    let numbers = |is_extension: bool| {
        let numbered = days.iter().filter(move |day| day.is_extension == is_extension);
        numbered.filter_map(|day| day.counted).collect::<Vec<u32>>()
    };
    let (limit, extension) = (numbers(false), numbers(true));
    if is_due {
        prop_assert_eq!(Some(limit.len() as u32), limit_days);
        prop_assert_eq!(extension.len() as u32, question.extension);
    }
    prop_assert!((1..).zip(&limit).all(|(number, counted)| *counted == number));
    prop_assert!((1..).zip(&extension).all(|(number, counted)| *counted == number));
    Ok(())
}

fn check_day(
    wall: &Wall,
    question: &Question,
    explained: &ExplainedDay<'_>,
) -> Result<(), TestCaseError> {
    let ExplainedDay { day, counted, .. } = *explained;
    let is_paused = question.is_day_paused(day);
    let (is_counted, is_working) = match explained.why {
        Reason::Paused => (false, None),
        Reason::CalendarDay => (true, None),
        Reason::WorkingDay | Reason::AdjustedWorkingDay(_) => (true, Some(true)),
        Reason::Weekend | Reason::Holiday(_) => (false, Some(false)),
        Reason::MovedTo => (false, Some(true)),
        Reason::Start | Reason::Elapsed(_) => return Err(TestCaseError::fail("not a day counted")),
    };
    prop_assert_eq!(explained.why == Reason::Paused, is_paused);
    prop_assert_eq!(counted.is_some(), is_counted);
    prop_assert!(is_working.is_none_or(|is_working| is_working == wall.is_working(day)));
    Ok(())
}

fn lines(start: &str, limit: Limit, extension: u32, pauses: &Pauses) -> Vec<String> {
    let calendar = Calendar::china();
    let explanation = calendar.explain(on(start), limit, extension, pauses);
    explanation.map(|day| line(&day)).collect()
}

fn line(explained: &ExplainedDay<'_>) -> String {
    let ExplainedDay { day, counted, why, is_extension, is_provisional, .. } = explained;
    let source = match explained.source {
        Source::Article(article) => article.to_string(),
        Source::Notice(notice) => format!("notice {}", notice.year.unwrap_or_default()),
    };
    let counted = counted.map_or("-".to_owned(), |counted| counted.to_string());
    let extension = if *is_extension { " extension" } else { "" };
    let provisional = if *is_provisional { " provisional" } else { "" };
    format!("{day} {counted}{extension} {why:?} {source}{provisional}")
}

#[test]
fn working_days_are_explained_with_their_article_or_notice() {
    let pauses = Pauses::new([(on("2019-10-08"), Some(on("2019-10-09")))]);
    let lines = lines("2019-09-27", Limit::working_days(3), 2, &pauses);
    assert_eq!(
        lines,
        [
            "2019-09-27 - Start 民法典 art. 201",
            "2019-09-28 - Weekend 行政许可法 art. 82",
            "2019-09-29 1 AdjustedWorkingDay(\"国庆节\") notice 2019",
            "2019-09-30 2 WorkingDay 行政许可法 art. 82",
            "2019-10-01 - Holiday(\"国庆节\") notice 2019",
            "2019-10-02 - Holiday(\"国庆节\") notice 2019",
            "2019-10-03 - Holiday(\"国庆节\") notice 2019",
            "2019-10-04 - Holiday(\"国庆节\") notice 2019",
            "2019-10-05 - Holiday(\"国庆节\") notice 2019",
            "2019-10-06 - Holiday(\"国庆节\") notice 2019",
            "2019-10-07 - Holiday(\"国庆节\") notice 2019",
            "2019-10-08 3 WorkingDay 行政许可法 art. 82",
            "2019-10-09 - Paused 行政许可法 art. 45",
            "2019-10-10 1 extension WorkingDay 行政许可法 art. 42",
            "2019-10-11 2 extension WorkingDay 行政许可法 art. 42",
        ]
    );
}

#[test]
fn a_limit_that_ends_on_a_day_of_rest_is_explained_to_the_day_it_moves_to() {
    let none = Pauses::none();
    assert_eq!(
        lines("2019-10-17", Limit::calendar_days(2), 1, &none),
        [
            "2019-10-17 - Start 民法典 art. 201",
            "2019-10-18 1 CalendarDay 民法典 art. 201",
            "2019-10-19 2 CalendarDay 民法典 art. 201",
            "2019-10-20 - Weekend 民法典 art. 203",
            "2019-10-21 - MovedTo 民法典 art. 203",
            "2019-10-22 1 extension WorkingDay 行政许可法 art. 42",
        ]
    );
    let month = lines("2027-01-30", Limit::months(1), 0, &none);
    assert_eq!(
        month[29..],
        [
            "2027-02-28 29 CalendarDay 民法典 art. 202",
            "2027-03-01 - MovedTo 民法典 art. 203 provisional",
        ]
    );
}

#[test]
fn a_limit_that_stands_still_is_explained_to_the_day_it_was_paused() {
    let open = Pauses::new([(on("2019-10-16"), None)]);
    let days = lines("2019-10-14", Limit::working_days(5), 0, &open);
    assert_eq!(days.len(), 3);
    let earlier = Pauses::new([(on("2019-10-01"), None)]);
    assert_eq!(lines("2019-10-14", Limit::working_days(5), 0, &earlier).len(), 1);
    assert_eq!(lines("2019-10-14", Limit::working_days(u32::MAX), 0, &Pauses::none()).len(), 1);
}

#[test]
fn hours_are_explained_by_what_each_day_has_of_them() {
    const HOUR: i64 = 3_600_000_000;
    let calendar = Calendar::china();
    let pauses = Pauses::new([(at("2019-10-14T20:00:00"), Some(at("2019-10-16T06:00:00")))]);
    let explanation = calendar.explain(at("2019-10-14T18:00:00"), Limit::hours(5), 9, &pauses);
    assert_eq!(explanation.limit_days(), None);
    assert_eq!(explanation.due().unwrap().instant, Some(at("2019-10-16T09:00:00").instant));
    let days: Vec<_> = explanation.map(|day| (day.day, day.why, day.source)).collect();
    assert_eq!(
        days,
        [
            (day("2019-10-14"), Reason::Elapsed(2 * HOUR), Source::Article(Article::BEGINNING)),
            (day("2019-10-15"), Reason::Paused, Source::Article(Article::PAUSE)),
            (day("2019-10-16"), Reason::Elapsed(3 * HOUR), Source::Article(Article::BEGINNING)),
        ]
    );
    // Due at midnight, the limit has nothing of the day it is due on.
    let none = Pauses::none();
    let explanation = calendar.explain(at("2019-10-14T18:00:00"), Limit::hours(6), 0, &none);
    let days: Vec<_> = explanation.map(|day| day.why).collect();
    assert_eq!(days, [Reason::Elapsed(6 * HOUR), Reason::Elapsed(0)]);
}

#[test]
fn months_are_explained_in_days() {
    let calendar = Calendar::china();
    let none = Pauses::none();
    let days = |limit| calendar.explain(on("2019-01-31"), limit, 0, &none).limit_days();
    assert_eq!(days(Limit::months(1)), Some(28));
    assert_eq!(days(Limit::calendar_days(7)), Some(7));
    assert_eq!(days(Limit::months(1_000_000)), None);
}
