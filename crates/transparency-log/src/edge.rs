//! The right edge of a tree: what is needed to append to it.

use crate::hash::Hash;
use crate::tile::{Tile, TileError, WHOLE, at_level};

/// The right edge of a tree: the partial tile at each level.
///
/// A leaf costs one hashing on the average, the root at most 63. Whole tiles aren't kept: they
/// are handed out when they become so.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Edge {
    size: u64,
    /// The bytes of the partial tile at each level.
    partial: Vec<Vec<u8>>,
    /// The roots of the complete subtrees the tree is made of, one for each bit of `size`, the
    /// largest first.
    peaks: Vec<Hash>,
}

impl Edge {
    /// The edge of the tree without leaves.
    pub fn new() -> Self {
        Self::default()
    }

    /// The edge of a tree of `size` leaves; `reader` gives the bytes of each tile in
    /// [`edge_tiles`], with at least the width asked for.
    ///
    /// Nothing tells here whether they are the right ones: compare [`root`](Self::root) with the
    /// root that was stored or signed.
    ///
    /// # Errors
    /// What the reader says, or that a tile is too short.
    pub fn load<E: std::error::Error + 'static>(
        size: u64,
        mut reader: impl FnMut(Tile) -> Result<Vec<u8>, E>,
    ) -> Result<Self, TileError<E>> {
        let mut edge = Self { size, ..Self::default() };
        for tile in edge_tiles(size) {
            edge.partial.resize_with(usize::from(tile.level) + 1, Vec::new);
            edge.partial[usize::from(tile.level)] = tile.read(&mut reader)?;
        }
        for bytes in edge.partial.iter().rev() {
            edge.peaks.extend(peaks(bytes));
        }
        Ok(edge)
    }

    /// How many leaves the tree has.
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the tree (RFC 6962, section 2.1).
    pub fn root(&self) -> Hash {
        let peaks = self.peaks.iter().rev().copied();
        peaks.reduce(|right, left| Hash::node(left, right)).unwrap_or(Hash::EMPTY_TREE)
    }

    /// Appends leaves in their order and gives each tile that became whole or changed, with its
    /// bytes; a partial one is given once, at the width it has now.
    pub fn append(&mut self, leaves: &[Hash]) -> Vec<(Tile, Vec<u8>)> {
        let before = self.size;
        let mut tiles = Vec::new();
        for leaf in leaves {
            self.append_one(*leaf, &mut tiles);
        }
        for tile in edge_tiles(self.size) {
            if at_level(before, tile.level) != at_level(self.size, tile.level) {
                tiles.push((tile, self.partial[usize::from(tile.level)].clone()));
            }
        }
        tiles
    }

    /// A leaf completes a subtree for each 1 at the end of the size, as adding one carries.
    fn append_one(&mut self, leaf: Hash, whole: &mut Vec<(Tile, Vec<u8>)>) {
        let mut node = leaf;
        self.store(0, node, whole);
        for height in 1..=self.size.trailing_ones() {
            if let Some(left) = self.peaks.pop() {
                node = Hash::node(left, node);
            }
            if height % 8 == 0 {
                self.store((height / 8) as u8, node, whole);
            }
        }
        self.peaks.push(node);
        self.size += 1;
    }

    fn store(&mut self, level: u8, hash: Hash, whole: &mut Vec<(Tile, Vec<u8>)>) {
        let at = usize::from(level);
        if self.partial.len() <= at {
            self.partial.push(Vec::new());
        }
        self.partial[at].extend(hash.0);
        if self.partial[at].len() == usize::from(WHOLE) * Hash::BYTES {
            let index = at_level(self.size, level + 1);
            let tile = Tile { level, index, width: WHOLE };
            whole.push((tile, std::mem::take(&mut self.partial[at])));
        }
    }
}

/// The tiles at the right edge of a tree of `size` leaves: the partial ones, lowest level first.
pub fn edge_tiles(size: u64) -> impl Iterator<Item = Tile> {
    (0..8).filter_map(move |level| {
        let width = (at_level(size, level) % u64::from(WHOLE)) as u16;
        (width > 0).then(|| Tile { level, index: at_level(size, level + 1), width })
    })
}

/// The roots of the complete subtrees a partial tile is made of, the largest first.
fn peaks(tile: &[u8]) -> Vec<Hash> {
    let mut rest: Vec<Hash> = Hash::each(tile).collect();
    let mut peaks = Vec::new();
    while !rest.is_empty() {
        let largest = 1 << rest.len().ilog2();
        let after = rest.split_off(largest);
        peaks.extend(root_of_complete(&rest));
        rest = after;
    }
    peaks
}

/// The root above 1, 2, 4 … hashes; of none, none.
pub(crate) fn root_of_complete(hashes: &[Hash]) -> Option<Hash> {
    let mut row = hashes.to_vec();
    while row.len() > 1 {
        row = row.as_chunks().0.iter().map(|[left, right]| Hash::node(*left, *right)).collect();
    }
    row.first().copied()
}
