//! `xiaoneng accesses`: who read what is written about persons.

use clap::Args;
use jiff::Timestamp;

use super::{Failure, Session};
use crate::records::{Books, Place, Tenant};

const EXAMPLES: &str = "\
Examples:
  xiaoneng accesses --data data
  xiaoneng accesses person:NAME --data data

Each line is a reading, the last first: when, who, why, for which matter, and about how many. A reading is
taken down before anything is told. The person concerned may ask for those about them; auditors see all
of them. `xiaoneng verify` holds the access log against its own log.";

/// List who read what is written about persons, when, why and for which matter.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Name or identifier of the person or matter that was read about; all without it
    subject: Option<String>,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let books = Books::open_existing(&arguments.place.required()?, &arguments.tenant)?;
    let subject = arguments.subject.as_ref().map(|which| books.subject(which)).transpose()?;
    let subject = subject.as_ref().map(|known| known.subject.as_str());
    books.each_reading(subject, |reading| {
        let at = Timestamp::from_microsecond(reading.at).unwrap_or_default();
        let matter = reading.matter.as_deref().unwrap_or("-");
        let about = reading.subjects.len();
        let (who, why) = (reading.who.escape_debug(), reading.why.escape_debug());
        writeln!(session.out, "{at:.0}\t{who}\t{why}\t{}\t{about}", matter.escape_debug())
            .map_err(Failure::Write)
    })?;
    books.close();
    Ok(())
}
