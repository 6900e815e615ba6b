//! What standing and figures depend on, as versions in the ledger: procedures, the notices of the
//! calendar, definitions of figures.

use std::collections::BTreeMap;

use efficacy::figures;
use efficacy::words::Lang;
use ledger::{ReadError, Version};
use legal_clock::Calendar;
use xiaoneng::models::{CALENDARS, PROCEDURES};

use super::{Books, broken};
use crate::cli::Failure;
use crate::cli::figures::entry;
use crate::words;

/// The register of procedures.
const OF_PROCEDURES: &str = "procedures";
/// The register of definitions of figures.
const OF_FIGURES: &str = "figures";

/// More than any register of versions has.
const ALL: usize = 1 << 20;

impl Books {
    /// Records a version, unless it is the last of its name; gives its hash.
    pub(crate) fn record_version(&self, version: &Version) -> Result<String, Failure> {
        let recorded = self.ledger.record_version(&self.tenant, version, self.now().0);
        self.runtime.block_on(recorded).map_err(|error| broken(&error))
    }

    /// The versions that count when the ledger stood at a position, in order of kind and name: the
    /// notices and definitions that stood then, and every version of a procedure, since a matter is
    /// held to the one that it was opened under.
    pub(crate) fn versions(&self, as_of: i64) -> Result<Vec<Version>, Failure> {
        let mut past = self.past(as_of)?;
        let read = async {
            let mut cells = Vec::new();
            for kind in [CALENDARS, OF_FIGURES] {
                let rows = past.rows(kind, 0, ALL).await?;
                cells.extend(rows.into_iter().map(|row| (kind, row.cells)));
            }
            for acts in past.matters(OF_PROCEDURES, 0, ALL).await? {
                cells.extend(acts.into_iter().map(|act| (OF_PROCEDURES, act.cells)));
            }
            Ok::<_, ReadError>(cells)
        };
        let found = self.runtime.block_on(read).map_err(|error| broken(&error))?;
        // A connection goes back to its pool on the runtime.
        let _on_runtime = self.runtime.enter();
        drop(past);
        let mut versions: Vec<_> = found
            .into_iter()
            .map(|(kind, mut cells)| {
                let mut cell = |name: &str| cells.remove(name).unwrap_or_default();
                let (name, effective_from, text) =
                    (cell("name"), cell("effective_from"), cell("text"));
                Version { kind: kind.to_owned(), name, effective_from, text }
            })
            .collect();
        versions.sort_by(|a, b| (&a.kind, &a.name).cmp(&(&b.kind, &b.name)));
        Ok(versions)
    }
}

/// Records what standing and figures depend on as versions: procedures, the notices of the calendar,
/// definitions of figures. Gives the hash of each procedure by name.
pub(crate) fn record_versions(
    books: &Books,
    calendars: &[(String, String)],
) -> Result<BTreeMap<String, String>, Failure> {
    let version = |kind: &str, name: &str, text: &str| Version {
        kind: kind.to_owned(),
        name: name.to_owned(),
        // A notice arranges a year; procedures and figures are as they always were.
        effective_from: match name.parse::<i16>() {
            Ok(year) if kind == CALENDARS => format!("{year:04}-01-01"),
            _ => String::new(),
        },
        text: text.to_owned(),
    };
    let mut hashes = BTreeMap::new();
    for (name, text) in PROCEDURES {
        hashes.insert(name.to_owned(), books.record_version(&version("procedures", name, text))?);
    }
    for (year, text) in Calendar::built_in() {
        let name = year.to_string();
        // What was given for the year stays.
        if books.ask(async |it| it.acts_of(&[(CALENDARS, &name)]).await)?.is_empty() {
            books.record_version(&version(CALENDARS, &name, text))?;
        }
    }
    for (name, text) in calendars {
        books.record_version(&version(CALENDARS, name, text))?;
    }
    let words = words::of(Lang::ZhCn);
    for figure in figures::all() {
        books.record_version(&version("figures", figure.id, &entry(figure, &words)))?;
    }
    Ok(hashes)
}
