//! What is read at a time: some rows of each column, with their texts told once each.

use std::sync::Arc;

use legal_clock::Instant;

use crate::package::cell::numbered_day;
use crate::package::records::LONGEST_CELL;
use crate::package::rows::has_control_character;
use crate::package::value::Value;
use crate::package::zone::DAY;

/// What the values of a column are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Holds {
    /// Indexes into the texts.
    Text,
    /// Whole numbers.
    Number,
    /// The bits of `f64`s.
    Float,
    /// 0 or 1.
    Flag,
    /// Days since 1970-01-01.
    Day,
    /// Microseconds since 1970-01-01 00:00 on the local clock.
    Local,
    /// Microseconds since 1970-01-01T00:00:00Z.
    Instant,
}

/// Some rows of a table.
#[derive(Debug)]
pub struct Batch {
    /// How many rows.
    pub rows: usize,
    /// By the file's columns; a column that wasn't asked for has no values.
    pub columns: Vec<Chunk>,
    /// Whether no text is too long for a cell or holds a control character.
    pub is_clean: bool,
}

/// Some values of a column.
#[derive(Debug)]
pub struct Chunk {
    /// What the values are.
    pub holds: Holds,
    /// By row; what isn't given is 0.
    pub values: Vec<i64>,
    /// By row whether a value is given; empty where each is.
    pub is_given: Vec<bool>,
    /// The texts that the values of a [`Holds::Text`] column point to. From chunk to chunk of a row
    /// group it is often the same, so that what is worked out for a text needn't be again.
    pub texts: Arc<Texts>,
}

impl Chunk {
    pub(super) fn new(holds: Holds) -> Self {
        let texts = Arc::new(Texts::default());
        Self { holds, values: Vec::new(), is_given: Vec::new(), texts }
    }

    /// Whether the row has a value.
    #[inline]
    pub fn is_given(&self, row: usize) -> bool {
        self.is_given.is_empty() || self.is_given[row]
    }

    /// The value of a row.
    #[inline]
    pub fn value(&self, row: usize) -> Value<'_> {
        if !self.is_given(row) {
            return Value::EMPTY;
        }
        let value = self.values[row];
        match self.holds {
            Holds::Text => Value::Text(self.texts.get(value as usize)),
            Holds::Number => Value::Number(value as f64),
            Holds::Float => Value::Number(f64::from_bits(value.cast_unsigned())),
            Holds::Flag => Value::Flag(value != 0),
            // A day beyond all days stays a time, which no column takes.
            Holds::Day => numbered_day(value)
                .map_or_else(|| Value::Local(value.saturating_mul(DAY)), Value::Day),
            Holds::Local => Value::Local(value),
            Holds::Instant => Value::Instant(Instant(value)),
        }
    }
}

/// Texts, each told apart by its index.
#[derive(Debug)]
pub struct Texts {
    text: String,
    /// Where each ends.
    ends: Vec<u32>,
    is_clean: bool,
}

impl Default for Texts {
    fn default() -> Self {
        Self { text: String::new(), ends: Vec::new(), is_clean: true }
    }
}

/// Bytes that are no text in UTF-8, or more of them than belong together.
#[derive(Debug)]
pub(super) struct NoText;

impl Texts {
    /// The texts in this order.
    pub(super) fn new<'b>(texts: impl Iterator<Item = &'b [u8]>) -> Result<Self, NoText> {
        let mut bytes = Vec::new();
        let mut ends = Vec::new();
        let mut longest = 0;
        for text in texts {
            bytes.extend_from_slice(text);
            longest = longest.max(text.len());
            ends.push(u32::try_from(bytes.len()).map_err(|_| NoText)?);
        }
        let text = String::from_utf8(bytes).map_err(|_| NoText)?;
        if !ends.iter().all(|end| text.is_char_boundary(*end as usize)) {
            return Err(NoText);
        }
        let is_clean = longest <= LONGEST_CELL && !has_control_character(&text);
        Ok(Self { text, ends, is_clean })
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The text with this index; empty where there is none.
    #[inline]
    pub fn get(&self, index: usize) -> &str {
        let Some(end) = self.ends.get(index) else { return "" };
        let start = index.checked_sub(1).map_or(0, |before| self.ends[before]);
        &self.text[start as usize..*end as usize]
    }

    pub(super) fn is_clean(&self) -> bool {
        self.is_clean
    }
}
