//! The rows of items (事项) in the ledger: where they are, and reading those of some items alone.

use std::collections::BTreeMap;

use ::catalogue::{Catalogue, Item, ItemElement, Material, PeerItem};
use ledger::{ReadError, RegisterRow, Snapshot};
use legal_clock::Day;

use super::Books;
use super::catalogue::pairs;
use crate::cli::Failure;

/// A register whose rows are an item's each, by the item's code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum OfItem {
    Items,
    Elements,
    Materials,
    Peers,
    Questions,
}

impl OfItem {
    const ALL: [Self; 5] =
        [Self::Items, Self::Elements, Self::Materials, Self::Peers, Self::Questions];

    pub(crate) fn named(register: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.register() == register)
    }

    pub(crate) fn register(self) -> &'static str {
        match self {
            Self::Items => "items",
            Self::Elements => "item_elements",
            Self::Materials => "materials",
            Self::Peers => "peer_items",
            Self::Questions => "knowledge",
        }
    }
}

/// Where the rows of an item are: their registers, and the positions at which they were opened.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Places(Vec<(OfItem, i64)>);

impl Places {
    pub(crate) fn add(&mut self, of: OfItem, opened: i64) {
        if let Err(place) = self.0.binary_search(&(of, opened)) {
            self.0.reserve_exact(1);
            self.0.insert(place, (of, opened));
        }
    }

    pub(crate) fn remove(&mut self, of: OfItem, opened: i64) {
        self.0.retain(|place| *place != (of, opened));
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn of(&self, wanted: OfItem) -> impl Iterator<Item = i64> + '_ {
        self.0.iter().filter(move |(of, _)| *of == wanted).map(|(_, opened)| *opened)
    }
}

/// The rows of some items, each register's in the order in which they were opened.
#[derive(Debug, Default)]
pub(crate) struct ItemRows {
    pub(crate) items: Vec<RegisterRow>,
    elements: Vec<RegisterRow>,
    pub(crate) materials: Vec<RegisterRow>,
    peers: Vec<RegisterRow>,
    pub(crate) questions: Vec<RegisterRow>,
}

impl ItemRows {
    /// Every version of the items with all its elements and materials, and what other provinces promise
    /// for them; without the registers beside.
    pub(crate) fn catalogue(&self, on: Day) -> Catalogue {
        macro_rules! rows {
            ($rows:ident, $row:ty) => {
                self.$rows.iter().map(|row| <$row>::read(pairs(&row.cells)))
            };
        }
        let mut catalogue = Catalogue::new(rows!(items, Item), on)
            .with_elements(rows!(elements, ItemElement))
            .with_materials(rows!(materials, Material));
        catalogue.peers = rows!(peers, PeerItem).collect();
        catalogue
    }
}

impl Books {
    /// Where the rows of every item are, by its code. Every row is read for it.
    pub(crate) fn places(&self) -> Result<BTreeMap<Box<str>, Places>, Failure> {
        let mut places: BTreeMap<Box<str>, Places> = BTreeMap::new();
        for of in OfItem::ALL {
            self.each_row(of.register(), |row| {
                if let Some(code) = row.cells.get("item_code") {
                    places.entry(code.as_str().into()).or_default().add(of, row.opened);
                }
            })?;
        }
        Ok(places)
    }

    /// Every row of the items that are at these places.
    pub(crate) fn item_rows(&self, places: &[&Places]) -> Result<ItemRows, Failure> {
        self.ask(async |snapshot| {
            Ok(ItemRows {
                items: read(snapshot, places, OfItem::Items).await?,
                elements: read(snapshot, places, OfItem::Elements).await?,
                materials: read(snapshot, places, OfItem::Materials).await?,
                peers: read(snapshot, places, OfItem::Peers).await?,
                questions: read(snapshot, places, OfItem::Questions).await?,
            })
        })
    }
}

async fn read(
    snapshot: &mut Snapshot,
    places: &[&Places],
    of: OfItem,
) -> Result<Vec<RegisterRow>, ReadError> {
    let opened: Vec<i64> = places.iter().flat_map(|places| places.of(of)).collect();
    if opened.is_empty() {
        return Ok(Vec::new());
    }
    snapshot.rows_at(of.register(), &opened).await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_row_has_one_place() {
        let mut places = Places::default();
        for (of, opened) in [
            (OfItem::Materials, 9),
            (OfItem::Items, 4),
            (OfItem::Materials, 5),
            (OfItem::Materials, 9),
        ] {
            places.add(of, opened);
        }
        let at = |places: &Places, of| places.of(of).collect::<Vec<_>>();
        assert_eq!(at(&places, OfItem::Materials), [5, 9]);
        assert_eq!(at(&places, OfItem::Items), [4]);
        places.remove(OfItem::Materials, 5);
        places.remove(OfItem::Items, 9);
        assert_eq!(at(&places, OfItem::Materials), [9]);
        assert_eq!(at(&places, OfItem::Items), [4]);
    }

    #[test]
    fn registers_are_known_by_name() {
        assert!(OfItem::ALL.iter().all(|of| OfItem::named(of.register()) == Some(*of)));
        assert_eq!(OfItem::named("matters"), None);
    }
}
