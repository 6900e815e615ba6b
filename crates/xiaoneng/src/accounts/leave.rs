//! Leave (请假) and who stands in: rows of the register `leave`.

use jiff::civil::Date;
use ledger::Cells;

/// The register of leave.
pub(super) const LEAVE: &str = "leave";

/// Days on which somebody is away, and who stands in for them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leave {
    /// Its name in the register.
    pub(crate) id: String,
    /// The account of who is away.
    pub(crate) person: String,
    /// First and last day.
    pub(crate) from: Date,
    pub(crate) until: Date,
    /// The account of who stands in, if anybody.
    pub(crate) substitute: Option<String>,
    /// How many acts it has.
    pub(crate) version: i64,
}

impl Leave {
    pub(crate) fn is_on(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }

    pub(super) fn cells(&self, by: &str) -> Cells {
        let cells = [
            ("person", self.person.clone()),
            ("valid_from", self.from.to_string()),
            ("valid_to", self.until.to_string()),
            ("substitute", self.substitute.clone().unwrap_or_default()),
            ("changed_by", by.to_owned()),
        ];
        let given = cells.into_iter().filter(|(_, cell)| !cell.is_empty());
        given.map(|(column, cell)| (column.to_owned(), cell)).collect()
    }

    /// The leave of a row, if the row says one.
    pub(super) fn of(id: &str, version: i64, cells: &Cells) -> Option<Self> {
        Some(Self {
            id: id.to_owned(),
            person: cells.get("person")?.clone(),
            from: cells.get("valid_from")?.parse().ok()?,
            until: cells.get("valid_to")?.parse().ok()?,
            substitute: cells.get("substitute").cloned(),
            version,
        })
    }
}
