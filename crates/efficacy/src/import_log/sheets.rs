//! Sheets of a workbook as tables: their cells as text, the way a CSV file would have them.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::package::records::{LONGEST_CELL, Record};
use crate::package::workbook::{SheetRows, Workbook};
use crate::package::{Kind, Refused, Value};

/// A sheet that is read row by row.
pub(super) struct Sheet<'w> {
    rows: SheetRows<'w>,
    /// By the sheet's columns, whether anybody asks for them.
    is_read: Vec<bool>,
    text: String,
    ends: Vec<usize>,
    too_long: Vec<usize>,
}

/// A row, and the first cell asked for that can't be read, with the reason.
pub(super) type SheetRecord<'s> = (Record<'s>, Option<(usize, &'static str)>);

impl<'w> Sheet<'w> {
    /// Reads the header of a sheet; `None` when the sheet is empty. `file` names it in what is
    /// told of it, and `kind_of` says what the cells of the columns asked for hold.
    pub(super) fn begin(
        workbook: &'w mut Workbook,
        file: &str,
        sheet: &str,
        kind_of: &dyn Fn(&str) -> Option<Kind>,
    ) -> Result<Option<Self>, Refused> {
        let rows = workbook.rows(file, sheet, kind_of)?;
        Ok(rows.map(|rows| Self {
            is_read: rows.header().0.iter().map(|name| kind_of(name).is_some()).collect(),
            rows,
            text: String::new(),
            ends: Vec::new(),
            too_long: Vec::new(),
        }))
    }

    pub(super) fn names(&self) -> &[String] {
        self.rows.header().0
    }

    /// The row in which the header stands.
    pub(super) fn header_line(&self) -> u64 {
        self.rows.header().1
    }

    /// The next row in which something is given.
    pub(super) fn next(&mut self) -> Result<Option<SheetRecord<'_>>, Refused> {
        if !self.rows.next_row()? {
            return Ok(None);
        }
        let row = self.rows.row();
        let mut unreadable = None;
        self.text.clear();
        self.ends.clear();
        self.too_long.clear();
        for (column, &is_read) in self.is_read.iter().enumerate() {
            match row.value(column) {
                Value::Unreadable(why) if is_read => {
                    unreadable = unreadable.or(Some((column, why)));
                }
                Value::Unreadable(_) => {}
                Value::Text(text) if text.len() > LONGEST_CELL => self.too_long.push(column),
                Value::Local(micros) => self.text.push_str(&local_time(micros)),
                value => self.text.push_str(&value.told()),
            }
            self.ends.push(self.text.len());
        }
        let record = Record {
            line: row.line,
            text: &self.text,
            ends: &self.ends,
            too_long: &self.too_long,
            is_too_wide: row.is_too_wide,
        };
        Ok(Some((record, unreadable)))
    }
}

/// A local time in a form that every map reads, whatever forms it names: ISO 8601.
fn local_time(micros: i64) -> String {
    let time = Timestamp::from_microsecond(micros).map(|time| TimeZone::UTC.to_datetime(time));
    time.map_or_else(|_| String::new(), |time| time.to_string())
}
