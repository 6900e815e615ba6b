//! One cell: what its text means, and the text it is written as again.

use legal_clock::{Day, Unit};

use crate::code_list::NotInList;
use crate::region::NoSuchRegion;

/// Why a cell can't be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CellError {
    /// Not in the code list.
    #[error(transparent)]
    NotInList(#[from] NotInList),
    /// Not a day.
    #[error(transparent)]
    NoDay(#[from] legal_clock::NoSuchDay),
    /// Not a unit of time.
    #[error(transparent)]
    NoUnit(#[from] legal_clock::UnknownUnit),
    /// Not a number.
    #[error("`{0}` is no whole number; write digits alone, such as `20`")]
    NoNumber(String),
    /// Not a flag.
    #[error("`{0}` is neither yes nor no; write `true` or `false`")]
    NoFlag(String),
    /// Not a depth.
    #[error("`{0}` is no online depth; give 1, 2, 3 or 4")]
    NoDepth(String),
    /// Not a division.
    #[error(transparent)]
    NoRegion(#[from] NoSuchRegion),
}

/// A value that can be chosen, with its names for people.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Choice {
    /// Its word in files.
    pub code: &'static str,
    /// The Chinese term.
    pub chinese: &'static str,
    /// The English term.
    pub english: &'static str,
}

/// A value that a cell can hold. The text is trimmed and not empty.
pub(crate) trait Cell: Sized {
    fn read(cell: &str) -> Result<Self, CellError>;
    fn write(&self) -> String;

    /// All that it can be, where that is a short list.
    fn choices() -> Vec<Choice> {
        Vec::new()
    }
}

impl Cell for String {
    fn read(cell: &str) -> Result<Self, CellError> {
        Ok(cell.to_owned())
    }

    fn write(&self) -> String {
        self.clone()
    }
}

impl Cell for u32 {
    fn read(cell: &str) -> Result<Self, CellError> {
        let number = cell.bytes().all(|byte| byte.is_ascii_digit()).then(|| cell.parse().ok());
        number.flatten().ok_or_else(|| CellError::NoNumber(cell.to_owned()))
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Cell for bool {
    fn read(cell: &str) -> Result<Self, CellError> {
        match cell {
            "1" | "是" => Ok(true),
            "0" | "否" => Ok(false),
            _ if cell.eq_ignore_ascii_case("true") => Ok(true),
            _ if cell.eq_ignore_ascii_case("false") => Ok(false),
            _ => Err(CellError::NoFlag(cell.to_owned())),
        }
    }

    fn write(&self) -> String {
        self.to_string()
    }

    fn choices() -> Vec<Choice> {
        vec![
            Choice { code: "true", chinese: "是", english: "yes" },
            Choice { code: "false", chinese: "否", english: "no" },
        ]
    }
}

impl Cell for Day {
    fn read(cell: &str) -> Result<Self, CellError> {
        Ok(cell.parse()?)
    }

    fn write(&self) -> String {
        self.to_string()
    }
}

impl Cell for Unit {
    fn read(cell: &str) -> Result<Self, CellError> {
        Ok(match cell {
            "工作日" => Unit::WorkingDay,
            "自然日" => Unit::CalendarDay,
            "月" => Unit::Month,
            "小时" => Unit::Hour,
            "分钟" => Unit::Minute,
            _ => cell.parse()?,
        })
    }

    fn write(&self) -> String {
        self.name().to_owned()
    }

    fn choices() -> Vec<Choice> {
        let named =
            |(unit, chinese, english): (Self, _, _)| Choice { code: unit.name(), chinese, english };
        [
            (Self::WorkingDay, "工作日", "working days"),
            (Self::CalendarDay, "自然日", "calendar days"),
            (Self::Month, "月", "months"),
            (Self::Hour, "小时", "hours"),
            (Self::Minute, "分钟", "minutes"),
        ]
        .map(named)
        .into()
    }
}

/// 网上办理深度 as the exchange package has it, 1 to 4: 4 is all online without a visit, 3 online
/// but for one visit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Depth(u8);

impl Depth {
    /// All online, without a visit.
    pub const FULL: Self = Self(4);
    /// Online but for one visit.
    pub const ONE_VISIT: Self = Self(3);

    /// The depth of this number, from 1 to 4.
    pub fn new(number: u8) -> Option<Self> {
        (1..=4).contains(&number).then_some(Self(number))
    }

    /// 1 to 4.
    pub fn number(self) -> u8 {
        self.0
    }
}

impl Cell for Depth {
    fn read(cell: &str) -> Result<Self, CellError> {
        let number = cell.parse().ok().and_then(Self::new);
        number.ok_or_else(|| CellError::NoDepth(cell.to_owned()))
    }

    fn write(&self) -> String {
        self.0.to_string()
    }

    fn choices() -> Vec<Choice> {
        ["1", "2", "3", "4"].map(|it| Choice { code: it, chinese: it, english: it }).into()
    }
}

/// Several terms in one cell, with `;`, `,`, `、` or `^` between.
impl<T: Cell> Cell for Vec<T> {
    fn read(cell: &str) -> Result<Self, CellError> {
        let between = |c: char| ";；,，、^".contains(c);
        let terms = cell.split(between).map(str::trim).filter(|term| !term.is_empty());
        terms.map(T::read).collect()
    }

    fn write(&self) -> String {
        self.iter().map(T::write).collect::<Vec<_>>().join(";")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Level;

    #[test]
    fn cells_say_what_is_wrong_and_how_to_mend_it() {
        let wrong = |error: CellError| error.to_string();
        assert_eq!(
            wrong(u32::read("-1").unwrap_err()),
            "`-1` is no whole number; write digits alone, such as `20`"
        );
        assert!(u32::read("4294967296").is_err());
        assert_eq!(
            wrong(bool::read("maybe").unwrap_err()),
            "`maybe` is neither yes nor no; write `true` or `false`"
        );
        assert_eq!(
            wrong(Depth::read("5").unwrap_err()),
            "`5` is no online depth; give 1, 2, 3 or 4"
        );
        assert_eq!(
            wrong(Day::read("2019/1/1").unwrap_err()),
            "`2019/1/1` is no day; write it as `2019-10-01`"
        );
    }

    #[test]
    fn several_terms_are_read_and_written_again() {
        let levels: Vec<Level> = Cell::read("市级、county；4").unwrap();
        assert_eq!(levels, [Level::City, Level::County, Level::County]);
        assert_eq!(levels.write(), "city;county;county");
    }
}
