//! `xiaoneng due --explain`: each day from the act to the due day, counted or not, and why.

use efficacy::words::{Value, Words};
use jiff::civil::{Date, Weekday};
use legal_clock::{Calendar, Day, Due, Kind, Pauses, Unit};

use super::super::{Failure, Session};
use super::question::Question;
use super::shown_instant;

/// What a day does for the limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Verdict<'a> {
    /// The day of the act, never counted.
    Start,
    /// The n-th day of the limit, an ordinary working day.
    WorkingDay(u32),
    /// The n-th day of the limit, a Saturday or Sunday made a working day by the year's notice.
    AdjustedWorkingDay(u32),
    /// The n-th day of a limit of calendar days or months.
    CalendarDay(u32),
    /// The n-th working day by which the limit was extended.
    Extension(u32),
    /// The working day to which a limit moves that ends on a day of rest.
    MovedTo,
    /// Not counted: Saturday or Sunday.
    Weekend,
    /// Not counted: a day off by the year's notice, for this holiday.
    Holiday(&'a str),
    /// All days are counted, but the last was a day of rest and this one is too.
    StillAtRest,
    /// Not counted: the clock stands still.
    Paused,
}

impl Verdict<'_> {
    fn sentence(self, words: &Words) -> String {
        let numbered = |key, number: u32| words.format(key, &[("number", Value::from(number))]);
        match self {
            Verdict::Start => words.text("due-start"),
            Verdict::WorkingDay(number) => numbered("due-working-day", number),
            Verdict::AdjustedWorkingDay(number) => numbered("due-adjusted-working-day", number),
            Verdict::CalendarDay(number) => numbered("due-calendar-day", number),
            Verdict::Extension(number) => numbered("due-extension", number),
            Verdict::MovedTo => words.text("due-moved-to"),
            Verdict::Weekend => words.text("due-weekend"),
            Verdict::Holiday(name) => words.format("due-holiday", &[("name", Value::from(name))]),
            Verdict::StillAtRest => words.text("due-still-at-rest"),
            Verdict::Paused => words.text("due-paused"),
        }
    }
}

/// Writes a line a day, for hours and minutes a line a pause.
pub(super) fn write(
    question: &Question,
    due: Option<Due>,
    calendar: &Calendar,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    if question.is_elapsed_time() {
        return write_elapsed_time(question, calendar, session);
    }
    let mut count = Count::new(question, calendar);
    let mut day = question.start.day;
    let last = due.map(|due| due.day).or(question.open_pause().map(|pause| pause.day));
    let mut verdict = Verdict::Start;
    loop {
        let line = day_line(day, verdict, calendar, &session.words);
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
        if last.is_none_or(|last| day >= last) {
            break;
        }
        day = day + 1;
        verdict = count.judge(day);
    }
    Ok(())
}

fn day_line(day: Day, verdict: Verdict<'_>, calendar: &Calendar, words: &Words) -> String {
    let weekday = words.text(weekday_key(day));
    let sentence = verdict.sentence(words);
    let provisional = if calendar.is_provisional(day) && verdict != Verdict::Start {
        words.text("due-provisional")
    } else {
        String::new()
    };
    format!("{day} {weekday}  {sentence}{provisional}")
}

fn write_elapsed_time(
    question: &Question,
    calendar: &Calendar,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let words = &session.words;
    let start = shown_instant(question.start.instant, calendar);
    let mut lines = vec![words.format("due-time-start", &[("start", start.into())])];
    for (from, to) in &question.spans {
        let from = Value::from(shown_instant(from.instant, calendar));
        lines.push(match to {
            Some(to) => {
                let to = Value::from(shown_instant(to.instant, calendar));
                words.format("due-time-paused", &[("from", from), ("to", to)])
            }
            None => words.format("due-time-paused-open", &[("from", from)]),
        });
    }
    for line in lines {
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    Ok(())
}

/// Counts a limit day by day, as a person does with a calendar on the wall.
struct Count<'a> {
    question: &'a Question,
    calendar: &'a Calendar,
    pauses: Pauses,
    phase: Phase,
    /// Days of the limit, before an extension.
    needed: u32,
    /// Days counted in this phase.
    counted: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Phase {
    Limit,
    /// All days are counted and the last is a day of rest.
    Moving,
    Extension,
}

impl<'a> Count<'a> {
    fn new(question: &'a Question, calendar: &'a Calendar) -> Count<'a> {
        let needed = match question.limit.unit {
            Unit::Month => days_of_months(question.start.day, question.limit.amount),
            _ => question.limit.amount,
        };
        // A limit of no days ends with the act's day, whatever day that is.
        let phase = if needed == 0 { Phase::Extension } else { Phase::Limit };
        let pauses = question.pauses();
        Count { question, calendar, pauses, phase, needed, counted: 0 }
    }

    /// What the next day, `day`, does.
    fn judge(&mut self, day: Day) -> Verdict<'a> {
        match self.phase {
            Phase::Limit if self.counts_working_days() => {
                if let Some(reason) = self.reason_to_rest(day).or(self.reason_to_pause(day)) {
                    return reason;
                }
                self.counted += 1;
                let number = self.counted;
                self.end_limit_if_complete(day);
                if matches!(
                    self.calendar.exception(day),
                    Some(legal_clock::Exception { kind: Kind::Work, .. })
                ) {
                    Verdict::AdjustedWorkingDay(number)
                } else {
                    Verdict::WorkingDay(number)
                }
            }
            Phase::Limit => {
                if let Some(reason) = self.reason_to_pause(day) {
                    return reason;
                }
                self.counted += 1;
                let number = self.counted;
                self.end_limit_if_complete(day);
                Verdict::CalendarDay(number)
            }
            Phase::Moving => {
                if !self.calendar.is_working_day(day) {
                    return Verdict::StillAtRest;
                }
                if let Some(reason) = self.reason_to_pause(day) {
                    return reason;
                }
                self.phase = Phase::Extension;
                Verdict::MovedTo
            }
            Phase::Extension => {
                if let Some(reason) = self.reason_to_rest(day).or(self.reason_to_pause(day)) {
                    return reason;
                }
                self.counted += 1;
                Verdict::Extension(self.counted)
            }
        }
    }

    fn counts_working_days(&self) -> bool {
        self.question.limit.unit == Unit::WorkingDay
    }

    fn end_limit_if_complete(&mut self, day: Day) {
        if self.counted < self.needed {
            return;
        }
        self.counted = 0;
        self.phase = if self.counts_working_days() || self.calendar.is_working_day(day) {
            Phase::Extension
        } else {
            Phase::Moving
        };
    }

    fn reason_to_rest(&self, day: Day) -> Option<Verdict<'a>> {
        if self.calendar.is_working_day(day) {
            return None;
        }
        Some(match self.calendar.exception(day) {
            Some(exception) => Verdict::Holiday(exception.name),
            None => Verdict::Weekend,
        })
    }

    fn reason_to_pause(&self, day: Day) -> Option<Verdict<'a>> {
        self.pauses.leave_out(day).then_some(Verdict::Paused)
    }
}

fn weekday_key(day: Day) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "due-monday",
        Weekday::Tuesday => "due-tuesday",
        Weekday::Wednesday => "due-wednesday",
        Weekday::Thursday => "due-thursday",
        Weekday::Friday => "due-friday",
        Weekday::Saturday => "due-saturday",
        Weekday::Sunday => "due-sunday",
    }
}

/// The calendar days of `months` from `start`: up to the same day number that many months later,
/// or the last day of that month (民法典 art. 202).
fn days_of_months(start: Day, months: u32) -> u32 {
    let start = Date::from(start);
    let end = start.saturating_add(jiff::Span::new().months(months));
    start.until(end).map_or(0, |span| span.get_days()) as u32
}

#[cfg(test)]
mod tests {
    use legal_clock::{Limit, When};
    use proptest::prelude::*;

    use super::*;

    fn on(calendar: &Calendar, day: i32) -> When {
        let day = Day::from(jiff::civil::date(2018, 1, 1)) + day;
        When { day, instant: calendar.end_of(day - 1) }
    }

    fn unit() -> impl Strategy<Value = Unit> {
        prop_oneof![Just(Unit::WorkingDay), Just(Unit::CalendarDay), Just(Unit::Month)]
    }

    proptest! {
        #[test]
        fn counting_day_by_day_ends_where_the_clock_says(
            start in 0..1500_i32,
            amount in 0..40_u32,
            unit in unit(),
            extension_days in 0..12_u32,
            pauses in prop::collection::vec((-20..60_i32, 0..30_i32), 0..4),
        ) {
            let calendar = Calendar::china();
            let question = Question {
                start: on(&calendar, start),
                limit: Limit { amount, unit },
                extension_days,
                spans: pauses
                    .into_iter()
                    .map(|(from, days)| (start + from, start + from + days))
                    .map(|(from, to)| (on(&calendar, from), Some(on(&calendar, to))))
                    .collect(),
            };
            let due = question.answer(&calendar).unwrap();

            let mut count = Count::new(&question, &calendar);
            let mut day = question.start.day;
            while count.phase != Phase::Extension || count.counted < extension_days {
                day = day + 1;
                count.judge(day);
            }

            prop_assert_eq!(Some(day), due.map(|due| due.day));
        }
    }
}
