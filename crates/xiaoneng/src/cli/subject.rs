//! `xiaoneng subject`: those whom acts are about, and the key by which what is said of them is sealed.

use clap::{Args, Subcommand};
use efficacy::words::Value;
use jiff::civil::Date;
use ledger::{Hold, Known};
use legal_clock::{Calendar, Instant};

use super::{Failure, Session, reading_for, user};
use crate::records::{self, At, Books};

const EXAMPLES: &str = "\
Examples:
  xiaoneng subject list --data data
  xiaoneng subject show person:NAME --data data --why \"asked for by the person\"
  xiaoneng subject hold person:NAME --data data --name 2026-17 --why \"reconsideration\"
  xiaoneng subject release person:NAME --data data --name 2026-17 --why \"closed\"
  xiaoneng subject erase person:NAME --data data --why \"retention is over\"
  xiaoneng subject rotate --data data

A subject is a person whom acts name (`person:NAME`), or the matter (`matter:NUMBER`) for free text, of
which nobody knows whom it is about. Names are stored nowhere: a subject is found by its whole name, or
listed by an identifier. Erasing destroys the key of its texts; the acts stay as they were recorded. It
can't be undone, and a restored backup is erased again when it is opened. Reasons (--why) stay in the
ledger: name no person in them.";

const ROTATE_HELP: &str = "\
The file of the master key holds the new key above the old one until every key is wrapped by the new
one, so it may be cut short and done again. Other programs that seal or read texts need the file with
both keys meanwhile. What the old key wrapped in backups is lost once it is destroyed.";

/// Show, hold and erase those whom acts are about.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    action: Action,
}

#[derive(Debug, Subcommand)]
enum Action {
    /// List subjects by identifier: opened, to be kept until, erased
    List {
        #[command(flatten)]
        at: At,
    },
    /// Show a subject, its holds and, with --why, every text about it
    Show {
        /// Name or identifier
        subject: String,

        /// Why its texts are read; without it they aren't shown
        #[arg(long, value_name = "TEXT")]
        why: Option<String>,

        #[command(flatten)]
        at: At,
    },
    /// Put a hold on a subject: it isn't erased while it stands
    Hold {
        /// Name or identifier
        subject: String,

        /// Name of the hold, such as the number of a file
        #[arg(long)]
        name: String,

        /// Last day on which it stands; it stands until it is lifted without it
        #[arg(long, value_name = "DAY")]
        until: Option<Date>,

        #[command(flatten)]
        done: Done,
    },
    /// Lift a hold
    Release {
        /// Name or identifier
        subject: String,

        /// Name of the hold
        #[arg(long)]
        name: String,

        #[command(flatten)]
        done: Done,
    },
    /// Erase subjects for good
    Erase {
        /// Names or identifiers
        #[arg(required = true)]
        subjects: Vec<String>,

        #[command(flatten)]
        done: Done,
    },
    /// Replace the master key by which names and free text are sealed
    #[command(after_help = ROTATE_HELP)]
    Rotate {
        #[command(flatten)]
        at: At,
    },
}

/// Who does it and why.
#[derive(Debug, Args)]
struct Done {
    /// Why; it stays in the ledger
    #[arg(long, value_name = "TEXT")]
    why: String,

    /// Who does it [default: the user of the system]
    #[arg(long, value_name = "NAME")]
    by: Option<String>,

    #[command(flatten)]
    at: At,
}

impl Done {
    /// The ledger to be written to, and who does it.
    fn open(&self, session: &Session<'_>) -> Result<(Books, String), Failure> {
        let location = self.at.place.required()?;
        location.must_be_there().map_err(|error| Failure::refused(error.to_string()))?;
        let books = Books::recording(&location, &self.at.tenant, session)?;
        Ok((books, self.by.clone().unwrap_or_else(user)))
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    match &arguments.action {
        Action::List { at } => list(&at.existing()?, session),
        Action::Show { subject, why, at } => {
            show(&at.existing()?, subject, why.as_deref(), session)
        }
        Action::Hold { subject, name, until, done } => {
            let (books, by) = done.open(session)?;
            let known = books.subject(subject)?;
            let until = until.map(end_of).transpose()?;
            let hold = Hold { name: name.clone(), why: done.why.clone(), until };
            books.hold(&known.subject, &hold, &by)?;
            books.close();
            said(&known.subject, "subject-held", session)
        }
        Action::Release { subject, name, done } => {
            let (books, by) = done.open(session)?;
            let known = books.subject(subject)?;
            if !books.holds_of(&known.subject)?.iter().any(|hold| hold.name == *name) {
                return Err(Failure::refused(format!("no hold `{name}` stands on `{subject}`")));
            }
            books.release(&known.subject, name, &done.why, &by)?;
            books.close();
            said(&known.subject, "subject-released", session)
        }
        Action::Erase { subjects, done } => erase(subjects, done, session),
        Action::Rotate { at } => rotate(at, session),
    }
}

fn list(books: &Books, session: &mut Session<'_>) -> Result<(), Failure> {
    books.each_subject(|known| {
        let days = [Some(known.opened_at), known.retain_until, known.erased_at].map(day);
        writeln!(session.out, "{}\t{}", known.subject, days.join("\t")).map_err(Failure::Write)
    })
}

fn show(
    books: &Books,
    which: &str,
    why: Option<&str>,
    session: &mut Session<'_>,
) -> Result<(), Failure> {
    let known = books.subject(which)?;
    let Known { subject, opened_at, retain_until, erased_at } = &known;
    let lines = [
        ("subject-opened", Some(*opened_at)),
        ("subject-kept", *retain_until),
        ("subject-erased-on", *erased_at),
    ];
    writeln!(session.out, "{subject}").map_err(Failure::Write)?;
    for (key, at) in lines.into_iter().filter(|(_, at)| at.is_some()) {
        let line = session.words.format(key, &[("day", Value::from(day(at)))]);
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    for Hold { name, why, until } in books.holds_of(subject)? {
        let values = [("hold", Value::from(name)), ("why", why.into()), ("day", day(until).into())];
        let line = session.words.format("subject-hold", &values);
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    if let Some(why) = why {
        for text in books.texts_of(subject, reading_for(why))? {
            writeln!(session.out, "{}", text.escape_debug()).map_err(Failure::Write)?;
        }
    }
    Ok(())
}

fn erase(subjects: &[String], done: &Done, session: &mut Session<'_>) -> Result<(), Failure> {
    let (books, by) = done.open(session)?;
    // All are looked up before any is erased: a name that is wrong is found in time.
    let subjects: Result<Vec<Known>, Failure> =
        subjects.iter().map(|subject| books.subject(subject)).collect();
    let erased = subjects?.iter().try_for_each(|Known { subject, erased_at, .. }| {
        // Done again, it is for what others kept from being overwritten.
        if erased_at.is_none() {
            books.erase(subject, &done.why, &by)?;
        }
        said(subject, "subject-erased", session)
    });
    let is_clean = books.scrub()?;
    books.close();
    if !is_clean {
        session.notice(&session.words.text("subject-notice-log"));
    }
    erased
}

fn said(subject: &str, key: &str, session: &mut Session<'_>) -> Result<(), Failure> {
    let told = session.words.format(key, &[("subject", Value::from(subject))]);
    writeln!(session.out, "{told}").map_err(Failure::Write)
}

/// The day of an instant in China, `-` where there is none.
fn day(at: Option<i64>) -> String {
    at.map_or("-".to_owned(), |at| Calendar::china().when(Instant(at)).day.to_string())
}

/// The end of a day in China, in microseconds since 1970.
fn end_of(day: Date) -> Result<i64, Failure> {
    let end =
        day.tomorrow().and_then(|next| next.to_zoned_datetime(Calendar::china().zone().clone()));
    let end = end.map_err(|_| Failure::refused(format!("no calendar has a day after {day}")))?;
    Ok(end.timestamp().as_microsecond())
}

fn rotate(at: &At, session: &mut Session<'_>) -> Result<(), Failure> {
    let At { place, tenant } = at;
    let rotated = records::rotate(&place.required()?, tenant)?;
    let values = [("keys", rotated.rewrapped.into()), ("id", Value::from(rotated.id))];
    let told = session.words.format("vault-rotated", &values);
    writeln!(session.out, "{told}").map_err(Failure::Write)?;
    if !rotated.is_over {
        session.notice(&session.words.text("vault-notice-environment"));
    }
    Ok(())
}
