//! Matters one by one, each with all its acts.

use std::io;
use std::path::Path;

use legal_clock::{Instant, When};

use super::{Exported, Log, write};
use crate::package::tables::{Act, Matter};
use crate::package::{ExportError, Package, Position, Row, Zone};
use crate::report::DataQuality;

/// A matter with its acts, all cells as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct WholeMatter {
    /// The cells of its row, in the order of the table's columns.
    pub cells: Vec<String>,
    /// Its acts by time, and at one time in the order of their file.
    pub acts: Vec<WholeAct>,
}

/// An act of a matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WholeAct {
    /// When it happened.
    pub at: Instant,
    /// When it was recorded, if that is given.
    pub recorded_at: Option<Instant>,
    /// The cells of its row, in the order of the table's columns.
    pub cells: Vec<String>,
}

/// Hands on every matter of a package with its acts, matters by number, in bounded memory: what
/// doesn't fit is kept in nameless files in `folder`. Gives what was set aside.
///
/// # Errors
/// When a file of the package is refused, the folder can't be written to, or `each` fails.
pub fn each_matter(
    package: &Package,
    zone: &Zone,
    folder: &Path,
    each: &mut dyn FnMut(WholeMatter) -> io::Result<()>,
) -> Result<DataQuality, ExportError> {
    let mut exported = Exported::default();
    let mut matters = Matters { zone, whole: WholeMatter::default(), each };
    write(package, zone, folder, &mut matters, &mut exported)?;
    Ok(exported.quality)
}

struct Matters<'a> {
    zone: &'a Zone,
    whole: WholeMatter,
    each: &'a mut dyn FnMut(WholeMatter) -> io::Result<()>,
}

impl Log for Matters<'_> {
    fn matter(&mut self, row: &Matter<'_>, out: &mut Vec<u8>) -> io::Result<()> {
        put_cells(row, self.zone, out);
        Ok(())
    }

    fn act(&mut self, row: &Act<'_>, _: Position, out: &mut Vec<u8>) {
        out.extend(row.at.instant.0.to_le_bytes());
        out.push(u8::from(row.recorded_at.is_some()));
        let recorded_at = row.recorded_at.map_or(0, |When { instant: Instant(at), .. }| at);
        out.extend(recorded_at.to_le_bytes());
        put_cells(row, self.zone, out);
    }

    fn begin(&mut self, matter: &[u8]) -> io::Result<()> {
        self.whole = WholeMatter { cells: take_cells(matter)?, acts: Vec::new() };
        Ok(())
    }

    fn act_of_matter(&mut self, _: &[u8], act: &[u8]) -> io::Result<()> {
        let (at, rest) = act.split_first_chunk().ok_or_else(cut_short)?;
        let (has_recorded_at, rest) = rest.split_first().ok_or_else(cut_short)?;
        let (recorded_at, rest) = rest.split_first_chunk().ok_or_else(cut_short)?;
        self.whole.acts.push(WholeAct {
            at: Instant(i64::from_le_bytes(*at)),
            recorded_at: (*has_recorded_at == 1).then(|| Instant(i64::from_le_bytes(*recorded_at))),
            cells: take_cells(rest)?,
        });
        Ok(())
    }

    fn end(&mut self) -> io::Result<()> {
        (self.each)(std::mem::take(&mut self.whole))
    }
}

/// Appends each cell with its length before it.
fn put_cells(row: &impl Row, zone: &Zone, out: &mut Vec<u8>) {
    row.write(zone, &mut |cell| {
        out.extend((cell.len() as u32).to_le_bytes());
        out.extend(cell.as_bytes());
        cell.clear();
    });
}

fn take_cells(mut bytes: &[u8]) -> io::Result<Vec<String>> {
    let mut cells = Vec::new();
    while !bytes.is_empty() {
        let (length, rest) = bytes.split_first_chunk().ok_or_else(cut_short)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (cell, rest) = rest.split_at_checked(length).ok_or_else(cut_short)?;
        cells.push(String::from_utf8(cell.to_vec()).map_err(io::Error::other)?);
        bytes = rest;
    }
    Ok(cells)
}

fn cut_short() -> io::Error {
    io::Error::new(io::ErrorKind::UnexpectedEof, "a temporary file was cut short")
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn each_matter_comes_with_its_acts_in_the_order_of_time() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, text: &str| fs::write(folder.path().join(name), text).unwrap();
        file(
            "matters.csv",
            "matter_id,procedure,region,channel,ticket_kind\n\
             B,ticket,440000,web,help\nA,ticket,440000,app,help\n",
        );
        file(
            "acts.csv",
            "matter_id,act,at,actor,recorded_at\nB,closed,2019-01-03 10:00,\"甲,\n乙\",\n\
             X,opened,2019-01-01 10:00,,\nB,opened,2019-01-02 10:00,,2019-01-05 10:00\n",
        );
        let package = Package::open(folder.path()).unwrap();
        let zone = Zone::new(jiff::tz::TimeZone::get("Asia/Shanghai").unwrap());
        let mut met = Vec::new();
        let quality = each_matter(&package, &zone, folder.path(), &mut |matter| {
            met.push(matter);
            Ok(())
        })
        .unwrap();
        let names: Vec<_> = met.iter().map(|m| (m.cells[0].as_str(), m.acts.len())).collect();
        assert_eq!(names, [("A", 0), ("B", 2)]);
        let acts = &met[1].acts;
        assert_eq!((acts[0].cells[1].as_str(), acts[1].cells[1].as_str()), ("opened", "closed"));
        assert_eq!(acts[1].cells[3], "甲,\n乙");
        assert_eq!(acts[0].recorded_at.unwrap().0 - acts[0].at.0, 3 * 86_400_000_000);
        assert_eq!(acts[1].recorded_at, None);
        assert_eq!(quality.set_aside.len(), 1);
    }
}
