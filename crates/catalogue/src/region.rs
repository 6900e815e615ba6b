//! A division's code, and which divisions lie in it.

use std::fmt;
use std::str::FromStr;

use crate::Level;
use crate::cell::{Cell, CellError};

/// A text is no code of a division.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no division code; give its six digits, such as `440100`")]
pub struct NoSuchRegion(String);

/// An administrative division (行政区划) by its six digits: two for the province, two for the
/// city, two for the county. `000000` is outside China.
///
/// Source of the codes: GB/T 2260.
///
/// # Examples
/// ```
/// use catalogue::Region;
///
/// let guangzhou: Region = "440100".parse()?;
/// assert!(guangzhou.contains("440103".parse()?));
/// assert!(!guangzhou.contains("440000".parse()?));
/// # Ok::<(), catalogue::NoSuchRegion>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(u32);

impl Region {
    /// Whether the other lies in this one or is it.
    pub fn contains(self, other: Self) -> bool {
        let size = self.size();
        self.0 / size == other.0 / size
    }

    /// Whose division it is: a province's, a city's or a county's.
    pub fn level(self) -> Level {
        match self.size() {
            1 => Level::County,
            100 => Level::City,
            _ => Level::Province,
        }
    }

    /// How many codes begin like it.
    fn size(self) -> u32 {
        match self.0 {
            code if !code.is_multiple_of(100) => 1,
            code if !code.is_multiple_of(10_000) => 100,
            _ => 10_000,
        }
    }
}

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

impl FromStr for Region {
    type Err = NoSuchRegion;

    /// A code of 6, 9 or 12 digits, of which the first six count.
    fn from_str(given: &str) -> Result<Self, NoSuchRegion> {
        let six = crate::division::region(given).and_then(|six| six.parse().ok());
        six.map(Self).ok_or_else(|| NoSuchRegion(given.to_owned()))
    }
}

impl Cell for Region {
    fn read(cell: &str) -> Result<Self, CellError> {
        Ok(cell.parse()?)
    }

    fn write(&self) -> String {
        self.to_string()
    }
}
