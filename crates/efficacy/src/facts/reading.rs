//! From the tables of matters and acts to what is made of them.

use super::gather::Gatherer;
use super::given::{Basis, Found, Take};
use super::stream::{self, Stop};
use crate::package::tables::{Act, Matter};
use crate::package::{Package, Refused, Row as _, Zone};
use crate::report::{DataQuality, SetAside};

/// What was made of all matters.
#[derive(Debug, Default)]
pub(crate) struct Whole<T> {
    /// What was taken.
    pub(crate) taken: T,
    /// What was found of acts.
    pub(crate) found: Found,
    /// Names of supervision models.
    pub(crate) models: Vec<String>,
    /// How many rows of matters were read.
    pub(crate) matters: u64,
}

/// Reads and folds the matters of a package: as they come where it is Parquet in the order in
/// which this program writes it, else when all are gathered.
///
/// # Errors
/// When a file is refused; rows that can't be used are set aside in `quality`.
pub(crate) fn read<T: Take>(
    package: &Package,
    zone: &Zone,
    basis: Basis<'_>,
    quality: &mut DataQuality,
) -> Result<Whole<T>, Refused> {
    let mut streamed = DataQuality::default();
    let whole = match stream::read::<T>(package, zone, basis, &mut streamed) {
        Ok(Some(whole)) => {
            quality.tables.append(&mut streamed.tables);
            quality.set_aside.append(&mut streamed.set_aside);
            quality.notices.append(&mut streamed.notices);
            whole
        }
        Ok(None) | Err(Stop::OutOfOrder) => gather(package, zone, basis, quality)?,
        Err(Stop::Refused(why)) => return Err(why),
    };
    set_aside(quality, &whole.found);
    Ok(whole)
}

fn gather<T: Take>(
    package: &Package,
    zone: &Zone,
    basis: Basis<'_>,
    quality: &mut DataQuality,
) -> Result<Whole<T>, Refused> {
    let mut gatherer = Gatherer::new(basis);
    package.read::<Matter<'_>>(zone, quality, |_, row| gatherer.matter(&row))?;
    package.read::<Act<'_>>(zone, quality, |at, row| gatherer.act(at, &row))?;
    let read = quality.tables.iter().find(|read| read.table == Matter::TABLE.name);
    let matters = read.map_or(0, |read| read.rows);
    let (taken, found, models) = gatherer.hand();
    Ok(Whole { taken, found, models, matters })
}

/// Acts that don't count, found when the matters were folded.
fn set_aside(quality: &mut DataQuality, found: &Found) {
    let Some(acts) = quality.tables.iter_mut().find(|read| read.table == Act::TABLE.name) else {
        return;
    };
    acts.set_aside += found.refused.len() as u64;
    quality.set_aside.extend(found.refused.iter().map(|(position, fault)| SetAside {
        file: acts.file.clone(),
        row: position.row,
        line: position.line,
        column: fault.column.clone(),
        code: fault.code.as_str(),
        message: fault.message.clone(),
    }));
}
