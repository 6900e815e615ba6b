//! `xiaoneng due --explain`: each day from the act to the due day, counted or not, and why.

use efficacy::words::{Value, Words};
use jiff::civil::Weekday;
use legal_clock::{Article, Calendar, Day, ExplainedDay, Law, Reason, Source};

use super::super::{Failure, Session};
use super::question::Question;
use super::shown_instant;

/// Writes a line a day, for hours and minutes a line a pause.
pub(super) fn write(
    question: &Question,
    calendar: &Calendar,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    if question.is_elapsed_time() {
        return write_elapsed_time(question, calendar, session);
    }
    let pauses = question.pauses();
    let days = calendar.explain(question.start, question.limit, question.extension_days, &pauses);
    for day in days {
        let line = day_line(&day, &session.words);
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    Ok(())
}

fn day_line(explained: &ExplainedDay<'_>, words: &Words) -> String {
    let day = explained.day;
    let weekday = words.text(weekday_key(day));
    let reason = reason(explained, words);
    let source = [("source", Value::from(source(explained.source, words)))];
    let source = words.format("due-source", &source);
    let provisional = if explained.is_provisional && explained.why != Reason::Start {
        words.text("due-provisional")
    } else {
        String::new()
    };
    format!("{day} {weekday}  {reason}{source}{provisional}")
}

fn reason(day: &ExplainedDay<'_>, words: &Words) -> String {
    let number = ("number", Value::from(day.counted.unwrap_or_default()));
    match day.why {
        Reason::Start => words.text("due-start"),
        Reason::WorkingDay | Reason::AdjustedWorkingDay(_) if day.is_extension => {
            words.format("due-extension", &[number])
        }
        Reason::WorkingDay => words.format("due-working-day", &[number]),
        Reason::AdjustedWorkingDay(holiday) => {
            words.format("due-adjusted-working-day", &[number, ("holiday", holiday.into())])
        }
        Reason::CalendarDay => words.format("due-calendar-day", &[number]),
        Reason::Weekend => words.text("due-weekend"),
        Reason::Holiday(holiday) => words.format("due-holiday", &[("holiday", holiday.into())]),
        Reason::Paused => words.text("due-paused"),
        Reason::MovedTo => words.text("due-moved-to"),
        // Of limits in hours and minutes, which are explained by their pauses instead.
        Reason::Elapsed(_) => String::new(),
    }
}

fn source(source: Source<'_>, words: &Words) -> String {
    match source {
        Source::Article(Article { law, number }) => {
            let law = words.text(match law {
                Law::AdministrativeLicensing => "due-law-licensing",
                Law::CivilCode => "due-law-civil",
            });
            words.format("due-article", &[("law", law.into()), ("number", number.into())])
        }
        Source::Notice(notice) => notice.title.clone(),
    }
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
