//! The catalogue of items (事项) as the ledger has it, for rules and comparisons.

use ::catalogue::{
    Catalogue, IntermediaryService, Item, ItemElement, LicenceType, Material, PeerItem, Proof,
    Region,
};
use ledger::Cells;
use legal_clock::Calendar;

use super::Books;
use crate::cli::Failure;

/// Rows read at a time.
const PAGE: usize = 1000;

impl Books {
    /// The items with their elements, their materials and the registers beside them, looked at today.
    pub(crate) fn catalogue(&self) -> Result<Catalogue, Failure> {
        let today = Calendar::china().when(self.now()).day;
        macro_rules! rows {
            ($register:literal, $row:ty) => {
                self.cells_of($register)?.iter().map(|cells| <$row>::read(pairs(cells)))
            };
        }
        let mut catalogue = Catalogue::new(rows!("items", Item), today)
            .with_elements(rows!("item_elements", ItemElement))
            .with_materials(rows!("materials", Material));
        catalogue.proofs = rows!("proofs", Proof).collect();
        catalogue.power_changes = self.power_changes()?;
        catalogue.intermediaries = rows!("intermediary_services", IntermediaryService).collect();
        catalogue.peers = rows!("peer_items", PeerItem).collect();
        catalogue.licence_types = rows!("licence_types", LicenceType).collect();
        Ok(catalogue)
    }

    /// Where the agency is.
    pub(crate) fn region(&self) -> Result<Option<Region>, Failure> {
        let agency = self.cells_of("agency")?;
        let region = agency.first().and_then(|cells| cells.get("region"));
        Ok(region.and_then(|region| region.parse().ok()))
    }

    /// Every row of a register as it stands.
    fn cells_of(&self, register: &str) -> Result<Vec<Cells>, Failure> {
        let (mut all, mut last) = (Vec::new(), 0);
        loop {
            let rows = self.ask(async |snapshot| snapshot.rows(register, last, PAGE).await)?;
            let page = rows.len();
            last = rows.last().map_or(last, |row| row.opened);
            all.extend(rows.into_iter().map(|row| row.cells));
            if page < PAGE {
                return Ok(all);
            }
        }
    }
}

fn pairs(cells: &Cells) -> impl Iterator<Item = (&str, &str)> {
    cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()))
}
