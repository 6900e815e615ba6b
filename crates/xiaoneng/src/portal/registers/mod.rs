//! The registers (台账) that everybody may read: page by page, row by row with what became of each, as CSV
//! and as a feed of what changed.

mod feed;
mod file;
pub(crate) mod history;
mod row;
mod table;
mod wanted;

use askama::Template;
use axum::extract::State;
use axum::response::Response;
use efficacy::package::Table;
use efficacy::package::tables::TABLES;
use ledger::{Cells, RegisterRow};

pub(crate) use self::row::sentence;
pub(crate) use self::table::{Cell, cells, published};
pub(crate) use self::wanted::Wanted;
use super::answered;
use crate::web::{Doors, Frame, Office, Place, Refused, Visit, encoded};

/// Rows read at a time where a whole register is read.
const TOGETHER: usize = 1000;

/// Registers that are public. Ratings, requests for data and matters say what persons and other
/// agencies did; what comes of them is in the report.
pub(crate) const PUBLIC: [Public; 10] = [
    Public("power_changes", "portal-register-powers", "portal-register-powers-lead"),
    Public(
        "intermediary_services",
        "portal-register-intermediaries",
        "portal-register-intermediaries-lead",
    ),
    Public("proofs", "portal-register-proofs", "portal-register-proofs-lead"),
    Public("documents", "portal-register-documents", "portal-register-documents-lead"),
    Public("activities", "portal-register-activities", "portal-register-activities-lead"),
    Public("interfaces", "portal-register-interfaces", "portal-register-interfaces-lead"),
    Public("licence_types", "portal-register-licences", "portal-register-licences-lead"),
    Public("systems", "portal-register-systems", "portal-register-systems-lead"),
    Public("models", "portal-register-models", "portal-register-models-lead"),
    Public("knowledge", "portal-register-knowledge", "portal-register-knowledge-lead"),
];

/// The pages of the registers.
pub(super) fn doors(doors: Doors) -> Doors {
    doors
        .open("/registers", list)
        .open("/registers/{name}", table::show)
        .open("/registers/{name}/feed.xml", feed::show)
        .open("/registers/{name}/{key}", row::show)
}

/// A public register: its table, and the keys of its name and of what it holds.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Public(pub(crate) &'static str, pub(crate) &'static str, pub(crate) &'static str);

impl Public {
    pub(crate) fn table(self) -> Option<&'static Table> {
        TABLES.iter().copied().find(|table| table.name == self.0)
    }
}

fn public(name: &str) -> Result<(Public, &'static Table), Refused> {
    let found = PUBLIC.into_iter().find(|public| public.0 == name);
    let found = found.and_then(|public| Some((public, public.table()?)));
    found.ok_or_else(|| Refused::not_found("portal-no-register", "portal-no-register-next"))
}

/// The name of a register, and what it holds.
struct Register {
    address: String,
    name: String,
    lead: String,
}

impl Register {
    fn of(public: Public, visit: &Visit) -> Self {
        let Public(table, name, lead) = public;
        let address = format!("/registers/{table}");
        Self { address, name: visit.words.text(name), lead: visit.words.text(lead) }
    }
}

/// Where a row of a register is.
pub(crate) fn address(table: &Table, key: &str) -> String {
    format!("/registers/{}/{}", table.name, encoded(key))
}

/// What a row is called: its name, its title or its question, or else its first cell.
pub(crate) fn called<'a>(table: &Table, cells: &'a Cells) -> &'a str {
    let named =
        ["name", "title", "question"].into_iter().filter(|name| table.column(name).is_some());
    let mut columns = named.chain(table.columns.first().map(|column| column.name));
    columns.find_map(|column| cells.get(column)).map_or("", String::as_str)
}

#[derive(Template)]
#[template(path = "portal/registers/list.html")]
struct Page {
    frame: Frame,
    registers: Vec<Register>,
}

async fn list(State(office): State<Office>, visit: Visit) -> Response {
    let page = Page {
        frame: visit.frame(&office, Place::Registers, visit.words.text("web-way-registers")),
        registers: PUBLIC.map(|public| Register::of(public, &visit)).into(),
    };
    answered(visit.page(&page), &visit, &office)
}

async fn rows(
    office: &Office,
    table: &'static Table,
    after: i64,
    limit: usize,
) -> Result<Vec<RegisterRow>, Refused> {
    office.read(move |books| books.ask(async |it| it.rows(table.name, after, limit).await)).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_public_register_is_a_table_of_the_exchange() {
        assert!(PUBLIC.iter().all(|it| it.table().is_some()));
        assert!(["ratings", "matters", "acts", "items", ""].iter().all(|it| public(it).is_err()));
    }

    #[test]
    fn a_row_is_called_by_its_name_or_by_what_comes_first() {
        let cells = |cells: &[(&str, &str)]| -> Cells {
            cells.iter().map(|(name, cell)| ((*name).to_owned(), (*cell).to_owned())).collect()
        };
        let table = |name: &str| public(name).map(|(_, table)| table).unwrap();
        let question = cells(&[("entry_id", "ZS1"), ("question", "多久？")]);
        assert_eq!(called(table("knowledge"), &question), "多久？");
        let change = cells(&[("item_code", "A"), ("change", "added")]);
        assert_eq!(called(table("power_changes"), &change), "A");
    }
}
