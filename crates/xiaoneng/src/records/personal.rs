//! What the acts of a package say of persons, taken out of them.

use std::collections::BTreeMap;

use efficacy::facts::Rules;
use efficacy::package::tables::{Act as ActRow, apart};
use efficacy::package::{Privacy, Row as _};
use jiff::{Timestamp, ToSpan as _, tz::TimeZone};
use ledger::{Cells, Content, Personal};
use legal_clock::Instant;

use super::broken;
use crate::cli::Failure;

/// For how many years after an act the law has kept what it says of persons; not at all where not
/// given.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Retention(pub(crate) Option<u16>);

impl Retention {
    /// Until when the law has what is said at this time kept, in microseconds since 1970.
    pub(crate) fn until(self, at: Instant) -> Option<i64> {
        let at = Timestamp::from_microsecond(at.0).ok()?.to_zoned_datetime(TimeZone::UTC);
        // A time beyond the calendar never comes.
        let until = at.checked_add(i64::from(self.0?).years()).ok();
        Some(until.map_or(i64::MAX, |until| until.timestamp().as_microsecond()))
    }
}

/// Takes what is about persons out of cells.
#[derive(Debug)]
pub(super) struct Personals {
    rules: Rules,
    retention: Retention,
}

impl Personals {
    pub(super) fn new(retention: Retention) -> Result<Self, Failure> {
        let rules = Rules::shipped().map_err(|error| broken(&error))?;
        Ok(Self { rules, retention })
    }

    /// Takes from the cells of an act those that are kept apart: names are about the person of the
    /// name, other texts about the matter, since nobody knows which person they are about.
    pub(super) fn take(
        &self,
        cells: &mut Cells,
        act: &str,
        at: Instant,
        matter: &str,
    ) -> BTreeMap<String, Personal> {
        let mut taken = BTreeMap::new();
        let columns = ActRow::TABLE.columns.iter().filter(|it| it.privacy != Privacy::Open);
        for column in columns.map(|column| column.name) {
            let Some(cell) = cells.get(column) else { continue };
            let Some(apart) = apart(act, column, cell, &self.rules) else { continue };
            let Some(text) = cells.remove(column) else { continue };
            if let Some(stays) = apart.stays {
                cells.insert(column.to_owned(), stays.to_owned());
            }
            let subject =
                if apart.is_name { format!("person:{text}") } else { format!("matter:{matter}") };
            let retain_until = self.retention.until(at);
            let content = Content::Text(text);
            taken.insert(column.to_owned(), Personal { subject, content, retain_until });
        }
        taken
    }
}
