//! `xiaoneng due`: when a limit ends, day by day if asked.

mod batch;
mod explain;
mod question;

use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use jiff::Timestamp;
use legal_clock::{Calendar, Due, Instant};

use super::{Failure, Session, calendars};
use question::{Asked, Field, Question};

const EXAMPLES: &str = "\
Examples:
  Five working days from 27 September 2019, over the National Day week:
    xiaoneng due --from 2019-09-27 --limit 5
  The same with a hearing from 29 September to 9 October, each day explained in English:
    xiaoneng due --from 2019-09-27 --limit 5 --pause 2019-09-29..2019-10-09 --explain --lang en
  Twenty working days and an extension by ten:
    xiaoneng due --from 2019-09-27 --limit 20 --extend 10
  Fifteen minutes from an instant:
    xiaoneng due --from '2019-09-27 16:50' --limit 15 --unit minute
  A table of cases, read from standard input:
    xiaoneng due --batch < cases.csv > due.csv

The table has a header with the columns from, limit, unit, pauses (a..b;c..d) and extension in any
order; only from and limit are needed. It is written with all its columns and one more, due. A row
at fault is named with its line, its due stays empty and the exit code is 2.";

/// When a limit ends: the due day, or the due instant of hours and minutes.
///
/// Nothing is printed for a limit whose pause is still open: it isn't due yet.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Day of the act that starts the clock, or its instant
    ///
    /// A day (2019-09-27), an instant in the calendar's zone (2019-09-27 16:50) or with its
    /// offset (2019-09-27T16:50:00+08:00). A day alone starts hours and minutes at midnight.
    #[arg(long, value_name = "DATE", required_unless_present = "batch")]
    from: Option<String>,

    /// How much time there is
    #[arg(long, value_name = "NUMBER", required_unless_present = "batch")]
    limit: Option<String>,

    /// What it is counted in: `working_day`, `calendar_day`, `month`, `hour` or `minute`
    #[arg(long, default_value = "working_day", hide_default_value = false)]
    unit: String,

    /// A pause by a special procedure (article 45): from the day it began to the day the clock
    /// ran again, `A..` while it lasts; may be given again
    #[arg(long = "pause", value_name = "A..B")]
    pauses: Vec<String>,

    /// Working days by which the limit was extended (article 42)
    #[arg(long, value_name = "DAYS", default_value = "0")]
    extend: String,

    /// Show each day, whether it is counted and why
    #[arg(long)]
    explain: bool,

    /// Read a table of limits (CSV), from standard input unless a file is named, and write it
    /// with the column due
    #[arg(
        long,
        value_name = "FILE",
        num_args = 0..=1,
        default_missing_value = "-",
        conflicts_with_all = ["from", "limit", "unit", "pauses", "extend", "explain"]
    )]
    batch: Option<PathBuf>,

    /// Public holidays of China, or Saturdays and Sundays alone
    #[arg(long, value_name = "NAME", default_value = "CN")]
    calendar: CalendarName,

    /// Folder with notices of more years (`2027.csv`) and files that correct single days
    #[arg(long, value_name = "DIR")]
    calendars: Option<PathBuf>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum CalendarName {
    #[value(name = "CN")]
    China,
    #[value(name = "weekends")]
    Weekends,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let calendar = load_calendar(arguments.calendar, arguments.calendars.as_deref())?;
    match &arguments.batch {
        Some(file) => batch::run(file, &calendar, session),
        None => answer_one(arguments, &calendar, session),
    }
}

fn answer_one(
    arguments: &Arguments,
    calendar: &Calendar,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let pauses = arguments.pauses.join(";");
    let asked = Asked {
        from: arguments.from.as_deref().unwrap_or_default(),
        limit: arguments.limit.as_deref().unwrap_or_default(),
        unit: &arguments.unit,
        pauses: &pauses,
        extension: &arguments.extend,
    };
    let question = Question::read(&asked, calendar)
        .map_err(|fault| Failure::refused(format!("{}: {fault}", fault.field.option())))?;
    let due = question
        .answer(calendar)
        .map_err(|too_far| Failure::refused(format!("{}: {too_far}", Field::Limit.option())))?;
    if arguments.explain {
        explain::write(&question, calendar, session)?;
    }
    if let Some(due) = due {
        writeln!(session.out, "{}", shown(due, calendar)).map_err(Failure::Write)?;
    } else {
        session.notice(&session.words.text("due-notice-paused"));
    }
    if due.is_some_and(|due| due.provisional) {
        session.notice(&session.words.text("due-notice-provisional"));
    }
    if question.extension_is_ignored() {
        session.notice(&session.words.text("due-notice-not-extended"));
    }
    Ok(())
}

/// A due day as `2019-10-10`, a due instant as `2019-09-27T17:05:00+08:00`.
fn shown(due: Due, calendar: &Calendar) -> String {
    due.instant.map_or_else(|| due.day.to_string(), |instant| shown_instant(instant, calendar))
}

fn shown_instant(instant: Instant, calendar: &Calendar) -> String {
    let Ok(timestamp) = Timestamp::from_microsecond(instant.0) else {
        return calendar.day_of(instant).to_string();
    };
    let local = timestamp.to_zoned_datetime(calendar.zone().clone());
    let format = if local.subsec_nanosecond() == 0 { "%FT%T%:z" } else { "%FT%T%.f%:z" };
    local.strftime(format).to_string()
}

/// The calendar named, with the notices of `folder` added to it.
fn load_calendar(name: CalendarName, folder: Option<&Path>) -> Result<Calendar, Failure> {
    let china = Calendar::china();
    let calendar = match name {
        CalendarName::Weekends => Calendar::weekends(china.zone().clone()),
        CalendarName::China => china,
    };
    match folder {
        Some(folder) => calendars::with_notices(calendar, folder),
        None => Ok(calendar),
    }
}
