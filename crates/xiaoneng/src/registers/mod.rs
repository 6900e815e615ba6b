//! The registers (台账) at the workbench: their rows found, changed, added, retired and imported, with what
//! rules find wrong with each and the figures that are read from them now.
//!
//! ```text
//!  a form of the table's columns ─┐
//!                                 ├─► rows, read as a package is ─► what changes ─► acts of the rows
//!  a file of the table ───────────┘     faults, by column
//! ```
//!
//! No register has a page of its own: what is asked for, checked and told follows from its table in the
//! exchange package. Items under notification and commitment (告知承诺) are items, and changed there.

mod commitments;
mod figures;
mod form;
mod import;
mod list;
mod plan;
mod preview;
mod reading;
mod row;
mod save;
mod table;

use authority::{Action, Resource};
use efficacy::package::Table;
use ledger::Cells;

use crate::portal::registers::{PUBLIC, Public};
use crate::records::POWER_CHANGES;
use crate::web::{Doors, Office, Refused, Visitor, encoded};

/// The pages of the registers.
pub(crate) fn doors(doors: Doors) -> Doors {
    let (read, change) = (Action::ReadRegisters, Action::ChangeRegisters);
    doors
        .page("/work/registers", read, list::show)
        .page("/work/registers/commitments", read, commitments::show)
        .page("/work/registers/{name}", read, table::show)
        .page("/work/registers/{name}/new", change, row::begin)
        .form("/work/registers/{name}/new", change, save::add)
        .page("/work/registers/{name}/import", change, import::show)
        .form("/work/registers/{name}/import", change, import::check)
        .form("/work/registers/{name}/import/confirm", change, import::confirm)
        .page("/work/registers/{name}/rows/{key}", read, row::show)
        .form("/work/registers/{name}/rows/{key}", change, save::save)
        .form("/work/registers/{name}/rows/{key}/retire", change, save::retire)
}

/// The registers that staff keep here, as the public reads them. Powers have pages of their own.
fn kept() -> impl Iterator<Item = (Public, &'static Table)> {
    let kept = PUBLIC.into_iter().filter(|public| public.0 != POWER_CHANGES);
    kept.filter_map(|public| Some((public, public.table()?)))
}

/// The register of this name.
fn register(name: &str) -> Result<(Public, &'static Table), Refused> {
    let found = kept().find(|(public, _)| public.0 == name);
    found.ok_or_else(|| Refused::not_found("registers-none", "registers-none-next"))
}

fn address(table: &Table) -> String {
    format!("/work/registers/{}", table.name)
}

fn row_address(table: &Table, key: &str) -> String {
    format!("{}/rows/{}", address(table), encoded(key))
}

/// Refuses who may not change a row that says this.
fn may_change(office: &Office, who: &Visitor, cells: &Cells) -> Result<(), Refused> {
    let resource = Resource {
        agency: office.tenant().to_owned(),
        division: cells.get("division").cloned(),
        ..Resource::default()
    };
    who.may(Action::ChangeRegisters, &resource)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_register_that_is_kept_has_a_key_and_no_columns_about_persons() {
        use efficacy::package::Privacy;

        assert_eq!(kept().count(), PUBLIC.len() - 1);
        for (_, table) in kept() {
            assert!(table.key.is_some_and(|key| !key.is_empty()), "{}", table.name);
            let is_open = |column: &efficacy::package::Column| column.privacy == Privacy::Open;
            assert!(table.columns.iter().all(is_open), "{}", table.name);
        }
        assert!(register("power_changes").is_err() && register("ratings").is_err());
    }
}
