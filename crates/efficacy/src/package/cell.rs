//! One cell of a table: what its text means, and how a value is written again.

use std::borrow::Cow;
use std::fmt::{self, Write as _};

use super::value::{Kind, Value};
use super::zone::{DAY, Zone};
use jiff::tz::TimeZone;
use legal_clock::{Day, Unit, When};

/// Why a row is set aside, as the exchange specification names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Code {
    /// The row has fewer fields than the header.
    TooFewFields,
    /// The row has more fields than the header.
    TooManyFields,
    /// A required cell is empty.
    MissingValue,
    /// No day of the calendar, or not in one of the forms allowed.
    BadDate,
    /// No whole number of 0 or more.
    BadNumber,
    /// Not in the column's code list or range.
    BadValue,
    /// A cell of more than 1 MiB.
    FieldTooLong,
    /// A control character other than tab and line breaks.
    ControlCharacter,
    /// The row's key was given before, with other cells.
    DuplicateKey,
    /// The matter's item isn't in `items`.
    UnknownItem,
    /// The act's matter isn't in `matters`.
    UnknownMatter,
    /// The procedure doesn't allow the act where the matter stands.
    ActNotAllowed,
    /// An annulment that names no act of its matter, or another annulment.
    UnknownAnnulledAct,
}

impl Code {
    /// Every code.
    const ALL: [Self; 13] = [
        Self::TooFewFields,
        Self::TooManyFields,
        Self::MissingValue,
        Self::BadDate,
        Self::BadNumber,
        Self::BadValue,
        Self::FieldTooLong,
        Self::ControlCharacter,
        Self::DuplicateKey,
        Self::UnknownItem,
        Self::UnknownMatter,
        Self::ActNotAllowed,
        Self::UnknownAnnulledAct,
    ];

    /// The code of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

    /// The code as `data_quality.set_aside` shows it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::TooFewFields => "too_few_fields",
            Self::TooManyFields => "too_many_fields",
            Self::MissingValue => "missing_value",
            Self::BadDate => "bad_date",
            Self::BadNumber => "bad_number",
            Self::BadValue => "bad_value",
            Self::FieldTooLong => "field_too_long",
            Self::ControlCharacter => "control_character",
            Self::DuplicateKey => "duplicate_key",
            Self::UnknownItem => "unknown_item",
            Self::UnknownMatter => "unknown_matter",
            Self::ActNotAllowed => "act_not_allowed",
            Self::UnknownAnnulledAct => "unknown_annulled_act",
        }
    }
}

/// What is wrong with one cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    /// The kind of fault.
    pub code: Code,
    /// What was wrong and how to mend it.
    pub message: String,
}

impl Wrong {
    /// A fault of the given kind.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into() }
    }

    pub(super) fn missing() -> Self {
        Self::new(Code::MissingValue, "nothing is given; this column must have a value")
    }
}

/// A value that a cell of a table can hold.
///
/// A plain type is required and refuses an empty cell; `Option` of it takes an empty cell as not
/// given.
pub trait Cell<'a>: Sized {
    /// Whether a file must have the column and a row a value.
    const REQUIRED: bool = true;
    /// What such cells hold.
    const KIND: Kind;
    /// The terms of the code list that they are of, each with its Chinese name; none where they are of none.
    const TERMS: &'static [(&'static str, &'static str)] = &[];
    /// The same value without a borrow.
    type Owned;

    /// The value of a cell. `zone` is where local times are told.
    ///
    /// # Errors
    /// What is wrong with the cell and how to mend it.
    fn read(cell: Value<'a>, zone: &Zone) -> Result<Self, Wrong>;

    /// Appends the value's text to `out`, so that [`Cell::read`] gives it back.
    fn write(&self, zone: &Zone, out: &mut String);

    /// The value without a borrow.
    fn into_owned(self) -> Self::Owned;
}

/// Free text, borrowed from the file where it can be.
pub type Text<'a> = Cow<'a, str>;

impl<'a> Cell<'a> for Text<'a> {
    const KIND: Kind = Kind::Text;
    type Owned = Text<'static>;

    fn read(cell: Value<'a>, _: &Zone) -> Result<Self, Wrong> {
        match cell.text()? {
            "" => Err(Wrong::missing()),
            text => Ok(Cow::Borrowed(text)),
        }
    }

    fn write(&self, _: &Zone, out: &mut String) {
        out.push_str(self);
    }

    fn into_owned(self) -> Text<'static> {
        Cow::Owned(Cow::into_owned(self))
    }
}

/// Whether a spreadsheet would run the text as a formula, or would if [`without_guard`] took an
/// apostrophe off it.
///
/// Source: OWASP, "CSV Injection"; the full-width signs count for East Asian spreadsheets.
fn looks_like_formula(text: &str) -> bool {
    text.trim_start_matches('\'')
        .starts_with(['=', '+', '-', '@', '\t', '\r', '＝', '＋', '－', '＠'])
}

/// The text of a CSV cell without the apostrophe that guarded a formula.
pub(super) fn without_guard(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(text) if looks_like_formula(text) => text,
        _ => cell,
    }
}

/// Text for a CSV cell, guarded against being taken for a formula: with an apostrophe before it, which is
/// taken off again when the cell is read.
pub fn guarded(text: &str) -> Cow<'_, str> {
    if looks_like_formula(text) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

impl<'a, T: Cell<'a>> Cell<'a> for Option<T> {
    const REQUIRED: bool = false;
    const KIND: Kind = T::KIND;
    const TERMS: &'static [(&'static str, &'static str)] = T::TERMS;
    type Owned = Option<T::Owned>;

    fn read(cell: Value<'a>, zone: &Zone) -> Result<Self, Wrong> {
        if cell.is_empty(T::KIND) { Ok(None) } else { T::read(cell, zone).map(Some) }
    }

    fn write(&self, zone: &Zone, out: &mut String) {
        if let Some(value) = self {
            value.write(zone, out);
        }
    }

    fn into_owned(self) -> Self::Owned {
        self.map(Cell::into_owned)
    }
}

/// Cells of plain values: nothing to borrow, spaces around them mean nothing.
macro_rules! plain_cell {
    ($type:ty, $kind:ident $(of ($terms:expr))?: read $read:expr, write $write:expr) => {
        impl<'a> $crate::package::Cell<'a> for $type {
            const KIND: $crate::package::Kind = $crate::package::Kind::$kind;
            $(const TERMS: &'static [(&'static str, &'static str)] = $terms;)?
            type Owned = Self;

            fn read(
                cell: $crate::package::Value<'a>,
                zone: &$crate::package::Zone,
            ) -> Result<Self, $crate::package::Wrong> {
                let read: fn(
                    $crate::package::Value<'_>,
                    &$crate::package::Zone,
                ) -> Result<Self, $crate::package::Wrong> = $read;
                match cell {
                    $crate::package::Value::Text(text) => {
                        match $crate::package::cell::trimmed(text) {
                            "" => Err($crate::package::Wrong::missing()),
                            text => read($crate::package::Value::Text(text), zone),
                        }
                    }
                    _ => read(cell, zone),
                }
            }

            fn write(&self, zone: &$crate::package::Zone, out: &mut String) {
                let write: fn(&Self, &$crate::package::Zone, &mut String) = $write;
                write(self, zone, out);
            }

            fn into_owned(self) -> Self {
                self
            }
        }
    };
}
pub(super) use plain_cell;

plain_cell!(Day, Day: read |cell, _| read_day(cell), write |day, _, out| push(out, day));
plain_cell!(When, Instant: read read_when, write |when, zone, out| zone.write_rfc3339(*when, out));
plain_cell!(bool, Flag: read |cell, _| read_bool(cell), write |yes, _, out| push(out, yes));
plain_cell!(u32, Number: read |cell, _| read_number(cell), write |number, _, out| push(out, number));

/// A calendar year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Year(pub i16);

plain_cell!(Year, Number: read |cell, _| match read_number(cell)? {
    year @ 1..=9999 => Ok(Year(year as i16)),
    _ => Err(Wrong::new(
        Code::BadNumber,
        format!("{} is no year; write four digits, such as `2019`", cell.shown()),
    )),
}, write |year, _, out| push(out, year.0));

/// A whole number from 1 to `N`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UpTo<const N: u8>(pub u8);

impl<'a, const N: u8> Cell<'a> for UpTo<N> {
    const KIND: Kind = Kind::Number;
    type Owned = Self;

    fn read(cell: Value<'a>, zone: &Zone) -> Result<Self, Wrong> {
        let number = u32::read(cell, zone)?;
        match u8::try_from(number) {
            Ok(number) if (1..=N).contains(&number) => Ok(Self(number)),
            _ => Err(Wrong::new(
                Code::BadValue,
                format!("{} is out of range; give a number from 1 to {N}", cell.shown()),
            )),
        }
    }

    fn write(&self, _: &Zone, out: &mut String) {
        push(out, self.0);
    }

    fn into_owned(self) -> Self {
        self
    }
}

/// 评价: 5 非常满意, 4 满意, 3 基本满意, 2 不满意, 1 非常不满意.
///
/// The national code runs the other way (1 is best); stars are six less that code.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Stars(pub u8);

impl Stars {
    const TERMS: [&str; 5] = ["非常不满意", "不满意", "基本满意", "满意", "非常满意"];
}

plain_cell!(Stars, Number: read |cell, zone| {
    match Stars::TERMS.iter().position(|term| Value::Text(term) == cell) {
        Some(index) => Ok(Stars(index as u8 + 1)),
        None => UpTo::<5>::read(cell, zone).map(|stars| Stars(stars.0)),
    }
}, write |stars, _, out| push(out, stars.0));

/// 行政区划代码: six digits of GB/T 2260; `000000` is outside China.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Region(pub u32);

impl fmt::Display for Region {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:06}", self.0)
    }
}

plain_cell!(Region, Code: read |cell, _| match cell {
    Value::Text(text) if text.len() == 6 => digits(text.as_bytes()).map(Region),
    // No province's code begins with a zero that a number would have lost.
    Value::Number(code @ 100_000.0..=999_999.0) if code.fract() == 0.0 => Some(Region(code as u32)),
    _ => None,
}.ok_or_else(|| Wrong::new(
    Code::BadValue,
    format!("{} is no division code; write its six digits, such as `330000`", cell.shown()),
)), write |region, _, out| push(out, region));

plain_cell!(TimeZone, Code: read |cell, _| TimeZone::get(cell.text()?).map_err(|_| Wrong::new(
    Code::BadValue,
    format!("{} is no known time zone; give its IANA name, such as `Asia/Shanghai`", cell.shown()),
)), write |zone, _, out| out.push_str(zone.iana_name().unwrap_or("UTC")));

plain_cell!(Unit, Code: read |cell, _| {
    let cell = cell.text()?;
    Unit::ALL
        .into_iter()
        .find(|unit| [unit.name(), unit_in_chinese(*unit)].contains(&cell))
        .ok_or_else(|| not_in_list(cell, Unit::ALL.into_iter().map(Unit::name)))
}, write |unit, _, out| out.push_str(unit.name()));

/// The Chinese term of a unit.
fn unit_in_chinese(unit: Unit) -> &'static str {
    match unit {
        Unit::WorkingDay => "工作日",
        Unit::CalendarDay => "自然日",
        Unit::Month => "月",
        Unit::Hour => "小时",
        Unit::Minute => "分钟",
    }
}

/// Declares code lists: each entry has its English code and its Chinese term, either of which a
/// cell may hold; the code is written.
macro_rules! codes {
    ($($(#[$meta:meta])* pub enum $name:ident {
        $($variant:ident = $code:literal $chinese:literal,)+
    })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum $name {
            $(#[doc = $chinese] $variant,)+
        }

        impl $name {
            /// The whole list, in the order of the exchange specification.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// The English code that files hold.
            pub fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),+ }
            }

            /// The Chinese term.
            pub fn chinese(self) -> &'static str {
                match self { $(Self::$variant => $chinese),+ }
            }
        }

        $crate::package::cell::plain_cell!($name, Code of (&[$(($code, $chinese)),+]): read |cell, _| match cell.text()? {
            $($code | $chinese => Ok($name::$variant),)+
            cell => Err($crate::package::cell::not_in_list(cell, [$($code),+].into_iter())),
        }, write |value, _, out| out.push_str(value.code()));
    )+};
}
pub(super) use codes;

/// The fault of a cell that isn't in its code list.
pub(super) fn not_in_list(cell: &str, codes: impl Iterator<Item = &'static str>) -> Wrong {
    let mut message = format!("{} is not in the list; give one of", shown(cell));
    for (index, code) in codes.enumerate() {
        let comma = if index == 0 { "" } else { "," };
        let _ = write!(message, "{comma} `{code}`");
    }
    Wrong::new(Code::BadValue, message)
}

fn read_day(cell: Value<'_>) -> Result<Day, Wrong> {
    let cell = match cell {
        Value::Text(text) => text,
        Value::Day(day) => return in_calendar(day).ok_or_else(|| no_such_day(&cell.shown())),
        Value::Local(micros) if micros % DAY == 0 => {
            return numbered_day(micros / DAY).ok_or_else(|| no_such_day(&cell.shown()));
        }
        _ => return Err(cell.unfit(Code::BadDate, "a date without a time")),
    };
    let Some((year, month, day)) = date_digits(cell.as_bytes()) else {
        return Err(Wrong::new(
            Code::BadDate,
            format!("{} is no date; write year, month and day as `2019-01-31`", shown(cell)),
        ));
    };
    calendar_day(year, month, day).ok_or_else(|| no_such_day(&shown(cell)))
}

/// The day, if the calendar has it and days can be counted from it.
pub(super) fn calendar_day(year: i16, month: i8, day: i8) -> Option<Day> {
    Day::new(year, month, day).and_then(in_calendar)
}

/// The day so many days after 1970-01-01, if it lies in the years 1 to 9999.
pub(super) fn numbered_day(number: i64) -> Option<Day> {
    let all = i64::from(Day::MIN.number())..=i64::from(Day::MAX.number());
    all.contains(&number).then(|| Day::from_number(number as i32))
}

fn in_calendar(day: Day) -> Option<Day> {
    (Day::MIN..=Day::MAX).contains(&day).then_some(day)
}

fn no_such_day(shown: &str) -> Wrong {
    Wrong::new(
        Code::BadDate,
        format!("{shown} is no day of the calendar; give the day that was meant"),
    )
}

/// Year, month and day of exactly `YYYY-MM-DD`, not yet checked against the calendar.
pub(super) fn date_digits(cell: &[u8]) -> Option<(i16, i8, i8)> {
    let &[y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2] = cell else {
        return None;
    };
    Some((digits(&[y1, y2, y3, y4])? as i16, digits(&[m1, m2])? as i8, digits(&[d1, d2])? as i8))
}

/// The number written in at most nine decimal digits and nothing else.
pub(super) fn digits(text: &[u8]) -> Option<u32> {
    if text.is_empty() || text.len() > 9 {
        return None;
    }
    text.iter().try_fold(0, |number, byte| {
        byte.is_ascii_digit().then(|| number * 10 + u32::from(byte - b'0'))
    })
}

fn read_when(cell: Value<'_>, zone: &Zone) -> Result<When, Wrong> {
    let cell = match cell {
        Value::Text(text) => text,
        Value::Local(micros) => {
            return zone.local(micros).ok_or_else(|| no_such_day(&cell.shown()));
        }
        Value::Instant(instant) => {
            let when = zone.when(instant).filter(|when| in_calendar(when.day).is_some());
            return when.ok_or_else(|| no_such_day(&cell.shown()));
        }
        _ => return Err(cell.unfit(Code::BadDate, "a date with its time")),
    };
    zone.read(cell).ok_or_else(|| {
        let day_is_real = cell
            .as_bytes()
            .first_chunk::<10>()
            .and_then(|day| date_digits(day))
            .is_none_or(|(year, month, day)| calendar_day(year, month, day).is_some());
        if !day_is_real {
            return no_such_day(&shown(cell));
        }
        Wrong::new(
            Code::BadDate,
            format!(
                "{} is no time; write `2019-01-31 09:30`, `2019-01-31 09:30:00` or, with its \
                 offset, `2019-01-31T09:30:00+08:00`",
                shown(cell)
            ),
        )
    })
}

fn read_bool(cell: Value<'_>) -> Result<bool, Wrong> {
    let cell = match cell {
        Value::Text(text) => text,
        Value::Flag(yes) => return Ok(yes),
        Value::Number(0.0) => return Ok(false),
        Value::Number(1.0) => return Ok(true),
        _ => return Err(cell.unfit(Code::BadValue, "yes or no (`true` or `false`)")),
    };
    match cell {
        "1" | "是" => Ok(true),
        "0" | "否" => Ok(false),
        _ if cell.eq_ignore_ascii_case("true") => Ok(true),
        _ if cell.eq_ignore_ascii_case("false") => Ok(false),
        _ => Err(Wrong::new(
            Code::BadValue,
            format!("{} is neither yes nor no; write `true` or `false`", shown(cell)),
        )),
    }
}

fn read_number(cell: Value<'_>) -> Result<u32, Wrong> {
    const LARGEST: f64 = u32::MAX as f64;
    let cell = match cell {
        Value::Text(text) => text,
        Value::Number(number @ 0.0..=LARGEST) if number.fract() == 0.0 => {
            return Ok(number as u32);
        }
        _ => return Err(cell.unfit(Code::BadNumber, "a whole number of 0 or more")),
    };
    let is_whole = cell.bytes().all(|byte| byte.is_ascii_digit());
    match cell.parse() {
        Ok(number) if is_whole => Ok(number),
        _ if is_whole => Err(Wrong::new(
            Code::BadNumber,
            format!("{} is too large; the largest number is {}", shown(cell), u32::MAX),
        )),
        _ => Err(Wrong::new(
            Code::BadNumber,
            format!("{} is no whole number; write digits alone, such as `20`", shown(cell)),
        )),
    }
}

/// The cell without the spaces around it (the ideographic space of Chinese text too).
pub(super) fn trimmed(cell: &str) -> &str {
    match cell.as_bytes() {
        [] => cell,
        // The usual cell has none, and most aren't worth decoding to know it.
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => cell,
        _ => cell.trim(),
    }
}

/// The cell in backticks, cut where it is too long to show.
pub(super) fn shown(cell: &str) -> String {
    const SHOWN: usize = 40;
    match cell.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", &cell[..end]),
        None => format!("`{cell}`"),
    }
}

fn push(out: &mut String, value: impl fmt::Display) {
    let _ = write!(out, "{value}");
}
