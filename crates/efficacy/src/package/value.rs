//! What a cell holds, whatever form its file has.

use std::borrow::Cow;

use legal_clock::{Day, Instant};

use super::cell::{Code, Wrong, numbered_day, shown, trimmed};

/// What a cell holds. CSV knows text alone; Parquet and workbooks know more.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'a> {
    /// Text; empty is not given.
    Text(&'a str),
    /// A number, whole or not.
    Number(f64),
    /// Yes or no.
    Flag(bool),
    /// A day.
    Day(Day),
    /// A local date and time: microseconds since 1970-01-01 00:00 on the agency's clock.
    Local(i64),
    /// An instant.
    Instant(Instant),
    /// Nothing that can be read, and why.
    Unreadable(&'static str),
}

/// What a column's cells hold, and so how forms that know more than text write them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Free text, where each character counts.
    Text,
    /// A word of a code list, or another short text in which spaces around it mean nothing.
    Code,
    /// A whole number of 0 or more.
    Number,
    /// Yes or no.
    Flag,
    /// A day.
    Day,
    /// An instant.
    Instant,
}

impl<'a> Value<'a> {
    /// A cell in which nothing is given.
    pub const EMPTY: Self = Self::Text("");

    /// Whether nothing is given, for a column of this kind.
    pub fn is_empty(self, kind: Kind) -> bool {
        match self {
            Self::Text(text) if kind == Kind::Text => text.is_empty(),
            Self::Text(text) => trimmed(text).is_empty(),
            _ => false,
        }
    }

    /// The text, where it must be text.
    ///
    /// # Errors
    /// `bad_value` for anything else: a number, say, has lost the zeros that a code began with.
    pub fn text(self) -> Result<&'a str, Wrong> {
        match self {
            Self::Text(text) => Ok(text),
            Self::Number(_) => Err(Wrong::new(
                Code::BadValue,
                format!(
                    "{} is a number, which has lost any zeros that it began with; make the cell \
                     text and enter it anew",
                    self.shown()
                ),
            )),
            _ => Err(self.unfit(Code::BadValue, "text")),
        }
    }

    /// The fault of a value where `wanted` should be.
    pub(super) fn unfit(self, code: Code, wanted: &str) -> Wrong {
        match self {
            Self::Unreadable(why) => Wrong::new(Code::BadValue, why),
            _ => Wrong::new(code, format!("{} isn't {wanted}; give {wanted}", self.shown())),
        }
    }

    /// The value in backticks.
    pub(super) fn shown(self) -> String {
        shown(&self.told())
    }

    /// The value as text for people.
    pub(crate) fn told(self) -> Cow<'a, str> {
        match self {
            Self::Text(text) => text.into(),
            Self::Number(number) => number.to_string().into(),
            Self::Flag(yes) => yes.to_string().into(),
            Self::Day(day) => day.to_string().into(),
            Self::Local(micros) => {
                let seconds = micros.div_euclid(1_000_000);
                let day = numbered_day(seconds.div_euclid(86_400));
                let second = seconds.rem_euclid(86_400);
                let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
                match day {
                    Some(day) => format!("{day} {hour:02}:{minute:02}:{second:02}").into(),
                    None => format!("{seconds} seconds from 1970").into(),
                }
            }
            Self::Instant(instant) => jiff::Timestamp::from_microsecond(instant.0)
                .map_or_else(|_| instant.0.to_string(), |time| time.to_string())
                .into(),
            Self::Unreadable(why) => why.into(),
        }
    }
}
