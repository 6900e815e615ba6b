//! The matters of a package as event logs for process mining: IEEE 1849-2016 (XES), one log a
//! procedure, and OCEL 2.0 (JSON), one log of all; and for those who take them one by one.
//!
//! The acts of a matter may lie anywhere in a package. They are put together by a sort that keeps
//! a bounded part in memory and the rest in files beside the log, so memory doesn't grow with the
//! package.

mod file;
mod ocel;
mod sorted;
mod whole;
mod xes;

use std::io;
use std::path::{Path, PathBuf};

pub use self::ocel::to_ocel;
pub use self::whole::{WholeAct, WholeMatter, each_matter};
pub use self::xes::to_xes;

use self::sorted::{Entry, Rank, Sorter};
use crate::package::tables::{Act, Matter};
use crate::package::{Code, ExportError, Fault, Package, Position, Row, Zone};
use crate::report::DataQuality;

/// What was written.
#[derive(Debug, Default)]
pub struct Exported {
    /// The files, in the order in which they were begun.
    pub files: Vec<PathBuf>,
    /// Matters: traces of XES, objects of OCEL.
    pub matters: u64,
    /// Acts: events.
    pub acts: u64,
    /// What couldn't be read and was left out, acts of unknown matters among it.
    pub quality: DataQuality,
}

/// A kind of log: how matters and acts look in it.
trait Log {
    /// Appends what the log needs of a matter, to be given back to [`Log::begin`].
    fn matter(&mut self, row: &Matter<'_>, out: &mut Vec<u8>) -> io::Result<()>;
    /// Appends what the log needs of an act, to be given back to [`Log::act_of_matter`].
    fn act(&mut self, row: &Act<'_>, at: Position, out: &mut Vec<u8>);
    /// Takes a matter, whose acts follow in the order in which they were done.
    fn begin(&mut self, matter: &[u8]) -> io::Result<()>;
    /// Takes an act of the matter begun last.
    fn act_of_matter(&mut self, matter: &[u8], act: &[u8]) -> io::Result<()>;
    /// Ends the matter begun last.
    fn end(&mut self) -> io::Result<()>;
}

/// Gives a log every matter with its acts: matters by number, acts by time and at one time in the
/// order of their file.
fn write(
    package: &Package,
    zone: &Zone,
    folder: &Path,
    log: &mut impl Log,
    exported: &mut Exported,
) -> Result<(), ExportError> {
    let mut sorter = Sorter::new(folder);
    let quality = &mut exported.quality;
    let mut payload = Vec::new();
    let mut outcome = Ok(());
    package.read::<Matter<'_>>(zone, quality, |at, row| {
        payload.clear();
        if outcome.is_ok() {
            let entry = Entry::new(&row.matter_id, Rank::Matter, at);
            outcome = log.matter(&row, &mut payload).and_then(|()| sorter.push(&entry, &payload));
        }
        Ok(())
    })?;
    outcome?;
    let mut outcome = Ok(());
    package.read::<Act<'_>>(zone, quality, |at, row| {
        payload.clear();
        if outcome.is_ok() {
            log.act(&row, at, &mut payload);
            let entry = Entry::new(&row.matter_id, Rank::Act(row.at.instant), at);
            outcome = sorter.push(&entry, &payload);
        }
        Ok(())
    })?;
    outcome?;
    let mut open: Option<(Vec<u8>, Vec<u8>)> = None;
    let mut in_order = sorter.finish()?;
    while let Some(record) = in_order.next()? {
        let is_of_open = open.as_ref().is_some_and(|(id, _)| *id == record.id);
        match &open {
            _ if record.is_matter() => {
                if open.is_some() {
                    log.end()?;
                }
                log.begin(&record.payload)?;
                open = Some((record.id, record.payload));
                exported.matters += 1;
            }
            Some((_, matter)) if is_of_open => {
                log.act_of_matter(matter, &record.payload)?;
                exported.acts += 1;
            }
            _ => {
                let id = String::from_utf8_lossy(&record.id);
                let message = format!("`{id}` is no matter of the table `matters`");
                let fault = Fault::new("matter_id", Code::UnknownMatter, message);
                quality.set_aside_row(Act::TABLE, record.at, fault);
            }
        }
    }
    if open.is_some() {
        log.end()?;
    }
    Ok(())
}
