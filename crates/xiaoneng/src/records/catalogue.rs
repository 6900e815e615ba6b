//! The catalogue of items (事项) as the ledger has it, for rules and comparisons.

use ::catalogue::{
    Catalogue, IntermediaryService, Item, ItemElement, LicenceType, Material, PeerItem, Proof,
    Region,
};
use ledger::{Cells, RegisterRow};
use legal_clock::Calendar;

use super::Books;
use crate::cli::Failure;

/// Rows read at a time.
const PAGE: usize = 1000;

/// The rows of a register, read as rows of the catalogue.
macro_rules! rows {
    ($books:ident, $register:literal, $row:ty) => {
        $books.cells_of($register)?.iter().map(|cells| <$row>::read(pairs(cells)))
    };
}

impl Books {
    /// The items with their elements, their materials and the registers beside them, looked at today.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, Failure> {
        let today = Calendar::china().when(self.now()).day;
        let mut catalogue = Catalogue::new(rows!(self, "items", Item), today)
            .with_elements(rows!(self, "item_elements", ItemElement))
            .with_materials(rows!(self, "materials", Material));
        catalogue.peers = rows!(self, "peer_items", PeerItem).collect();
        self.with_registers(catalogue)
    }

    /// The same items with the registers beside them.
    pub(crate) fn with_registers(&self, mut catalogue: Catalogue) -> Result<Catalogue, Failure> {
        catalogue.proofs = rows!(self, "proofs", Proof).collect();
        catalogue.power_changes = self.power_changes()?;
        catalogue.intermediaries =
            rows!(self, "intermediary_services", IntermediaryService).collect();
        catalogue.licence_types = rows!(self, "licence_types", LicenceType).collect();
        Ok(catalogue)
    }

    /// Where the agency is.
    pub(crate) fn region(&self) -> Result<Option<Region>, Failure> {
        let agency = self.cells_of("agency")?;
        let region = agency.first().and_then(|cells| cells.get("region"));
        Ok(region.and_then(|region| region.parse().ok()))
    }

    /// The agency's name; nothing where it isn't known.
    pub(crate) fn agency_name(&self) -> Result<String, Failure> {
        let agency = self.cells_of("agency")?;
        Ok(agency.first().and_then(|cells| cells.get("name")).cloned().unwrap_or_default())
    }

    /// Every row of a register as it stands.
    fn cells_of(&self, register: &str) -> Result<Vec<Cells>, Failure> {
        let mut all = Vec::new();
        self.each_row(register, |row| all.push(row.cells))?;
        Ok(all)
    }

    /// Looks at every row of a register as it stands.
    pub(super) fn each_row(
        &self,
        register: &str,
        mut look: impl FnMut(RegisterRow),
    ) -> Result<(), Failure> {
        let mut last = 0;
        loop {
            let rows = self.ask(async |snapshot| snapshot.rows(register, last, PAGE).await)?;
            let page = rows.len();
            last = rows.last().map_or(last, |row| row.opened);
            rows.into_iter().for_each(&mut look);
            if page < PAGE {
                return Ok(());
            }
        }
    }
}

pub(super) fn pairs(cells: &Cells) -> impl Iterator<Item = (&str, &str)> {
    cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()))
}
