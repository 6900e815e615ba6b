//! The facts of a year read from where they are kept ready.

use super::row::Reader;
use super::{EXTENSION_WITHOUT_DAYS, Finding, PAUSE_WITHOUT_REASON};
use crate::facts::Facts;
use crate::facts::gather::Models;
use crate::facts::given::Basis;
use crate::facts::reading::Whole;
use crate::package::tables::{Act, Matter};
use crate::package::{Code, Refused, Row as _, Zone};
use crate::report::{DataQuality, SetAside, TableRead};

/// The facts of a year as they are kept.
pub struct Ready<'a> {
    /// What the year's figures count, matter by matter in the order of their rows.
    pub facts: Box<dyn Iterator<Item = Result<String, Refused>> + 'a>,
    /// What is wrong with rows and acts, of whatever year.
    pub findings: Box<dyn Iterator<Item = Result<Finding, Refused>> + 'a>,
    /// How many matters there are, of whatever year, and how many acts they have; asked for when
    /// the rest was read.
    pub counts: Box<dyn FnOnce() -> Result<(u64, u64), Refused> + 'a>,
}

/// Takes facts back as if their matters had been folded.
///
/// # Errors
/// When they can't be read.
pub(crate) fn read(
    ready: Ready<'_>,
    zone: &Zone,
    basis: Basis<'_>,
    quality: &mut DataQuality,
) -> Result<Whole<Facts>, Refused> {
    let (catalogue, calendar) = (basis.catalogue, basis.calendar);
    let mut reader = Reader { catalogue, calendar, zone, models: Models::default() };
    let mut whole = Whole::<Facts>::default();
    for text in ready.facts {
        reader.add(&text?, &mut whole.taken).map_err(|why| {
            let message = format!("facts aren't as they were made: {why}; make them again");
            Refused::file(Matter::TABLE.name, message)
        })?;
    }
    whole.models = reader.models.names;
    let mut of_matters = TableRead::new(Matter::TABLE, Matter::TABLE.name);
    let mut of_acts = TableRead::new(Act::TABLE, Act::TABLE.name);
    for finding in ready.findings {
        let finding = finding?;
        match finding.code.as_str() {
            PAUSE_WITHOUT_REASON => whole.found.pauses_without_reason += 1,
            EXTENSION_WITHOUT_DAYS => whole.found.extensions_without_days += 1,
            code => {
                let of = if finding.is_of_row { &mut of_matters } else { &mut of_acts };
                of.set_aside += 1;
                quality.set_aside.push(SetAside {
                    file: of.file.clone(),
                    row: finding.position as u64,
                    line: finding.position as u64,
                    column: finding.column,
                    code: Code::named(code).map_or("bad_value", Code::as_str),
                    message: finding.message,
                });
            }
        }
    }
    (of_matters.rows, of_acts.rows) = (ready.counts)()?;
    whole.matters = of_matters.rows;
    quality.tables.extend([of_matters, of_acts]);
    Ok(whole)
}
