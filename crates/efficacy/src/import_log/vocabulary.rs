//! The code lists of the exchange package that a map may use, taken from its tables.

use legal_clock::Unit;

use crate::package::tables::{
    ApplicantKind, CalendarName, Channel, ClockAnchor, ItemKind, Level, Procedure, TicketKind,
};

/// The codes of a list, as files hold them.
pub(super) type Codes = Vec<&'static str>;

pub(super) fn calendars() -> Codes {
    CalendarName::ALL.iter().map(|name| name.code()).collect()
}

pub(super) fn procedures() -> Codes {
    Procedure::ALL.iter().map(|procedure| procedure.code()).collect()
}

pub(super) fn channels() -> Codes {
    Channel::ALL.iter().map(|channel| channel.code()).collect()
}

pub(super) fn ticket_kinds() -> Codes {
    TicketKind::ALL.iter().map(|kind| kind.code()).collect()
}

pub(super) fn applicant_kinds() -> Codes {
    ApplicantKind::ALL.iter().map(|kind| kind.code()).collect()
}

pub(super) fn item_kinds() -> Codes {
    ItemKind::ALL.iter().map(|kind| kind.code()).collect()
}

pub(super) fn levels() -> Codes {
    Level::ALL.iter().map(|level| level.code()).collect()
}

pub(super) fn clock_anchors() -> Codes {
    ClockAnchor::ALL.iter().map(|anchor| anchor.code()).collect()
}

pub(super) fn units() -> Codes {
    Unit::ALL.into_iter().map(Unit::name).collect()
}

/// The acts a map may give a matter of the procedure. Annulments aren't among them: they name
/// acts by ids that only a package has.
pub(super) fn acts_of(procedure: &str) -> Vec<String> {
    let procedure = match procedure {
        "licensing" => matter::Procedure::licensing(),
        "ticket" => matter::Procedure::ticket(),
        "warning" => matter::Procedure::warning(),
        _ => return Vec::new(),
    };
    procedure.acts().map(|(_, name, _)| name.to_owned()).collect()
}

/// Whether the text is an administrative-division code (GB/T 2260), `000000` included.
pub(super) fn is_region(text: &str) -> bool {
    text.len() == 6 && text.bytes().all(|digit| digit.is_ascii_digit())
}
