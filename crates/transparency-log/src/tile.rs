//! Tiles: the tree in pieces of 256 hashes, and their paths.

use std::fmt;
use std::str::FromStr;

/// Hashes in a whole tile.
pub(crate) const WHOLE: u16 = 256;

/// Levels that tiles of a tree of up to 2⁶⁴ leaves have.
const LEVELS: u8 = 8;

/// A tile of the tree: 256 hashes, or fewer at the right edge (c2sp.org/tlog-tiles).
///
/// At level 0 they are leaves, above each is the root of a whole tile of the level below. A tile's
/// bytes are its hashes, one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Tile {
    /// 0 for leaves, up to 63.
    pub level: u8,
    /// Which tile of the level, from 0 on the left.
    pub index: u64,
    /// How many hashes: 1 to 256.
    pub width: u16,
}

/// Why a text is no path of a tile.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is no path of a tile: `tile/<level>/<index>` is expected, for a partial tile with `.p/<width>` behind, as in `tile/0/x001/234.p/17`"
)]
pub struct MalformedTile(pub String);

/// Why tiles couldn't be read.
#[derive(Debug, thiserror::Error)]
pub enum TileError<E: std::error::Error + 'static> {
    /// The reader gave an error.
    #[error("can't read `{tile}`")]
    Read {
        /// Which tile.
        tile: Tile,
        /// What the reader said.
        source: E,
    },
    /// The tile has fewer hashes than the tree says.
    #[error("`{tile}` has {bytes} bytes and needs {}: the store of the log is damaged", usize::from(tile.width) * 32)]
    Short {
        /// Which tile.
        tile: Tile,
        /// How many bytes there are.
        bytes: usize,
    },
}

impl Tile {
    /// The path under the log's prefix: `tile/0/x001/x234/067`, partial `tile/1/000.p/17`.
    pub fn path(self) -> String {
        self.to_string()
    }

    /// Whether it has all of its 256 hashes and will never change.
    pub fn is_whole(self) -> bool {
        self.width == WHOLE
    }

    /// The tile at `level` and `index` as a tree of `size` leaves has it, if it has one.
    pub(crate) fn within(size: u64, level: u8, index: u64) -> Option<Self> {
        let hashes = at_level(size, level).checked_sub(index.checked_mul(u64::from(WHOLE))?)?;
        let width = u16::try_from(hashes.min(u64::from(WHOLE))).ok()?;
        (width > 0).then_some(Self { level, index, width })
    }

    /// Reads the tile and takes its bytes at its width.
    pub(crate) fn read<E: std::error::Error + 'static>(
        self,
        reader: &mut impl FnMut(Self) -> Result<Vec<u8>, E>,
    ) -> Result<Vec<u8>, TileError<E>> {
        let mut bytes = reader(self).map_err(|source| TileError::Read { tile: self, source })?;
        let needed = usize::from(self.width) * 32;
        if bytes.len() < needed {
            return Err(TileError::Short { tile: self, bytes: bytes.len() });
        }
        bytes.truncate(needed);
        Ok(bytes)
    }
}

/// Every tile of a tree of `size` leaves, level by level, from left to right.
pub fn tiles_of(size: u64) -> impl Iterator<Item = Tile> {
    (0..LEVELS).flat_map(move |level| {
        let tiles = at_level(size, level).div_ceil(u64::from(WHOLE));
        (0..tiles).filter_map(move |index| Tile::within(size, level, index))
    })
}

/// How many hashes the tiles of a level hold in a tree of `size` leaves.
pub(crate) fn at_level(size: u64, level: u8) -> u64 {
    size.checked_shr(u32::from(level) * 8).unwrap_or(0)
}

impl fmt::Display for Tile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tile/{}/", self.level)?;
        let digits = self.index.to_string();
        let digits = format!("{digits:0>width$}", width = digits.len().next_multiple_of(3));
        let (above, last) = digits.split_at(digits.len() - 3);
        for three in above.as_bytes().chunks(3) {
            write!(f, "x{}/", String::from_utf8_lossy(three))?;
        }
        f.write_str(last)?;
        if self.is_whole() { Ok(()) } else { write!(f, ".p/{}", self.width) }
    }
}

impl FromStr for Tile {
    type Err = MalformedTile;

    fn from_str(path: &str) -> Result<Self, MalformedTile> {
        // What isn't written exactly as a tile's path is no path.
        parts(path)
            .filter(|tile| tile.to_string() == path)
            .ok_or_else(|| MalformedTile(path.to_owned()))
    }
}

fn parts(path: &str) -> Option<Tile> {
    let (level, index) = path.strip_prefix("tile/")?.split_once('/')?;
    let (index, width) = match index.split_once(".p/") {
        Some((index, width)) => {
            (index, width.parse().ok().filter(|width| (1..WHOLE).contains(width))?)
        }
        None => (index, WHOLE),
    };
    let level = level.parse().ok().filter(|level| *level < 64)?;
    let index = index.replace(['x', '/'], "").parse().ok()?;
    Some(Tile { level, index, width })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_tiles_of_70_000_leaves_are_those_of_the_specification() {
        let of = |level: u8, whole: bool| {
            tiles_of(70_000).filter(move |tile| tile.level == level && tile.is_whole() == whole)
        };
        assert_eq!(of(0, true).count(), 273);
        assert_eq!(of(0, false).map(|tile| tile.width).collect::<Vec<_>>(), [112]);
        assert_eq!(of(1, true).count(), 1);
        assert_eq!(of(1, false).map(|tile| tile.width).collect::<Vec<_>>(), [17]);
        assert_eq!(of(2, false).map(|tile| tile.width).collect::<Vec<_>>(), [1]);
        assert_eq!(tiles_of(70_000).count(), 273 + 1 + 1 + 1 + 1);

        let of_256: Vec<_> = tiles_of(256).map(Tile::path).collect();
        assert_eq!(of_256, ["tile/0/000", "tile/1/000.p/1"]);
        assert_eq!(tiles_of(0).count(), 0);
    }

    #[test]
    fn an_index_is_written_in_groups_of_three_digits() {
        let tile = Tile { level: 0, index: 1_234_067, width: 256 };
        assert_eq!(tile.path(), "tile/0/x001/x234/067");
        assert_eq!(Tile { level: 63, index: 0, width: 1 }.path(), "tile/63/000.p/1");
    }

    #[test]
    fn what_isnt_written_as_a_path_is_refused() {
        for bad in [
            "",
            "tile",
            "tile/0",
            "tile/0/",
            "tile/0/0",
            "tile/00/000",
            "tile/64/000",
            "tile/0/x000/001",
            "tile/0/001/002",
            "tile/0/x001",
            "tile/0/000.p/0",
            "tile/0/000.p/256",
            "tile/0/000.p/01",
            "tile/0/000.p/",
            "tile/0/+01",
            "tile/+1/000",
            "/tile/0/000",
            "tile/0/000/",
            "tile/0/x00x1/000",
            "tile/0/x18/x446/x744/x073/x709/x551/616",
            "tile/entries/000",
        ] {
            assert_eq!(bad.parse::<Tile>(), Err(MalformedTile(bad.into())));
        }
    }

    proptest! {
        #[test]
        fn a_path_reads_as_the_tile_it_was_written_of(
            level in 0..64_u8, index: u64, width in 1..=256_u16,
        ) {
            let tile = Tile { level, index, width };
            prop_assert_eq!(tile.path().parse(), Ok(tile));
        }

        #[test]
        fn a_text_that_reads_as_a_tile_is_its_path(path in "(tile/[0-9]{1,2}/(x[0-9]{3}/){0,3}[0-9]{3}(\\.p/[0-9]{1,3})?|.{0,40})") {
            if let Ok(tile) = path.parse::<Tile>() {
                prop_assert_eq!(tile.path(), path);
            }
        }
    }
}
