//! The tree made again from its leaves, and the tiles that are kept of it.

use std::collections::{BTreeMap, VecDeque};

use transparency_log::{Edge, Hash, Tile};

use super::Verified;
use crate::statements::TILES;
use crate::{ReadError, Snapshot};

/// Tiles read at a time.
const PAGE: usize = 64;

/// The tree as its leaves make it.
#[derive(Default)]
pub(super) struct Tree {
    edge: Edge,
    /// Tiles above the leaves.
    above: BTreeMap<(i64, i64), Vec<u8>>,
}

impl Tree {
    pub(super) fn grow(&mut self, leaves: &[Hash]) {
        let tiles = self.edge.append(leaves).into_iter().filter(|(tile, _)| tile.level > 0);
        let key = |tile: &Tile| (i64::from(tile.level), tile.index as i64);
        self.above.extend(tiles.map(|(tile, hashes)| (key(&tile), hashes)));
    }

    pub(super) fn size(&self) -> u64 {
        self.edge.size()
    }

    pub(super) fn root(&self) -> Hash {
        self.edge.root()
    }

    /// Compares the tiles above the leaves with those that are kept, and names those that are kept
    /// without being of the tree.
    pub(super) async fn check_above(
        mut self,
        snapshot: &mut Snapshot,
        tiles: &mut Tiles,
        verified: &mut Verified,
    ) -> Result<(), ReadError> {
        while let Some((key, hashes)) = tiles.next(snapshot).await? {
            match self.above.remove(&key) {
                Some(made) if made == hashes => {}
                Some(_) => verified.fault(name(key), "isn't what the tiles below it make"),
                None => verified.fault(name(key), "is no tile of the tree"),
            }
        }
        for key in self.above.into_keys() {
            verified.fault(name(key), "is missing");
        }
        Ok(())
    }
}

/// Where a tile is kept, as it is named to people.
pub(super) fn name((level, place): (i64, i64)) -> String {
    let tile = u8::try_from(level).ok().zip(u64::try_from(place).ok());
    tile.map_or_else(
        || format!("tile {level} {place}"),
        |(level, index)| Tile { level, index, width: 256 }.path(),
    )
}

/// The tiles that are kept, in order.
pub(super) struct Tiles {
    waiting: VecDeque<((i64, i64), Vec<u8>)>,
    next: (i64, i64),
    is_over: bool,
}

impl Tiles {
    pub(super) fn new() -> Self {
        Self { waiting: VecDeque::new(), next: (i64::MIN, i64::MIN), is_over: false }
    }

    async fn fill(&mut self, snapshot: &mut Snapshot) -> Result<(), ReadError> {
        if self.waiting.is_empty() && !self.is_over {
            let (level, place) = self.next;
            let values = [(&snapshot.tenant).into(), level.into(), place.into(), PAGE.into()];
            let rows: Vec<(i64, i64, Vec<u8>)> = snapshot.tx.fetch(TILES, &values).await?;
            self.is_over = rows.len() < PAGE;
            self.waiting.extend(rows.into_iter().map(|(level, place, it)| ((level, place), it)));
            if let Some(((level, place), _)) = self.waiting.back() {
                self.next = match place.checked_add(1) {
                    Some(place) => (*level, place),
                    None => (level.saturating_add(1), i64::MIN),
                };
                self.is_over |= self.next == (i64::MAX, i64::MIN);
            }
        }
        Ok(())
    }

    pub(super) async fn next(
        &mut self,
        snapshot: &mut Snapshot,
    ) -> Result<Option<((i64, i64), Vec<u8>)>, ReadError> {
        self.fill(snapshot).await?;
        Ok(self.waiting.pop_front())
    }

    /// The hashes of the leaves in the tile at this place; none, and a fault, where it isn't whole. What
    /// is kept before it and isn't of the tree is named.
    pub(super) async fn leaves(
        &mut self,
        snapshot: &mut Snapshot,
        place: i64,
        width: usize,
        verified: &mut Verified,
    ) -> Result<Option<Vec<Hash>>, ReadError> {
        loop {
            self.fill(snapshot).await?;
            match self.waiting.front() {
                Some((key, _)) if *key < (0, place) => {
                    verified.fault(name(*key), "is no tile of the tree");
                    self.waiting.pop_front();
                }
                Some((key, hashes)) if *key == (0, place) => {
                    let is_whole = hashes.len() == width * Hash::BYTES;
                    let leaves = hashes.as_chunks().0.iter().map(|hash| Hash(*hash)).collect();
                    if !is_whole {
                        let what = format!("has {} bytes, not {width} hashes", hashes.len());
                        verified.fault(name(*key), what);
                    }
                    self.waiting.pop_front();
                    return Ok(is_whole.then_some(leaves));
                }
                _ => {
                    verified.fault(name((0, place)), "is missing");
                    return Ok(None);
                }
            }
        }
    }
}
