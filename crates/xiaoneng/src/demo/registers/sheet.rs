//! Registers as they lie beside this file: CSV in which years are left open.

use legal_clock::{Day, Unit};

use crate::demo::DemoError;
use crate::demo::moment::Office;

/// A register with the years filled in.
pub(super) struct Sheet {
    pub(super) columns: Vec<String>,
    pub(super) rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads a register: `{0}` becomes `year`, `{-1}` the year before it, and so on.
    pub(super) fn read(text: &str, year: i16) -> Result<Self, DemoError> {
        let mut text = text.to_owned();
        for (place, offset) in [("{0}", 0), ("{-1}", -1), ("{-2}", -2), ("{-3}", -3), ("{+1}", 1)] {
            text = text.replace(place, &format!("{:04}", year + offset));
        }
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()?;
        Ok(Self { columns, rows })
    }

    /// The place of a column.
    pub(super) fn column(&self, name: &str) -> Result<usize, DemoError> {
        let place = self.columns.iter().position(|column| column == name);
        place.ok_or_else(|| DemoError::register(format!("column `{name}`")))
    }

    /// The named cells of each row.
    pub(super) fn each<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<impl Iterator<Item = [&str; N]>, DemoError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self.column(name)?;
        }
        Ok(self.rows.iter().map(move |row| places.map(|place| row[place].as_str())))
    }
}

pub(super) fn number(cell: &str) -> Result<u32, DemoError> {
    cell.parse().map_err(|_| DemoError::register(format!("number `{cell}`")))
}

/// A date, or nothing where none is given.
pub(super) fn day(cell: &str) -> Result<Option<Day>, DemoError> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| DemoError::register(format!("date `{cell}`")))
}

pub(super) fn unit(cell: &str) -> Result<Unit, DemoError> {
    cell.parse().map_err(|_| DemoError::register(format!("unit `{cell}`")))
}

/// The working day on or after `day`, or the one before it at the end of a year.
pub(super) fn worked_day(day: Day, office: &Office) -> Day {
    let moved = office.working_day_from(day);
    if moved.year() == day.year() { moved } else { office.working_day_until(day, day + -14) }
}

/// The working day on or after a date of `year`.
pub(super) fn worked_date(
    (year, month, day): (i16, i8, u32),
    office: &Office,
) -> Result<Day, DemoError> {
    let day = Day::new(year, month, day as i8).ok_or(DemoError::Year { year })?;
    Ok(worked_day(day, office))
}
