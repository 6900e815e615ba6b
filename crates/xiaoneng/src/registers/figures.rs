//! The figures that are read from a register, as they come out now.

use efficacy::facts::{Catalogue, Facts, Period};
use efficacy::figures::{self, Definition, Registers, Year};
use efficacy::package::Table;
use efficacy::report::{DataQuality, FigureWords};
use efficacy::words::Words;
use legal_clock::Calendar;
use xiaoneng::models::in_columns;

use super::reading::{package_of, zone};
use crate::cli::Failure;
use crate::portal::registers::published;
use crate::portal::{Latest, latest};
use crate::records::Books;

/// Rows read at a time.
const TOGETHER: usize = 1000;

/// A figure as it comes out now.
pub(super) struct Told {
    pub(super) name: String,
    pub(super) now: String,
    /// What exactly it counts.
    pub(super) counts: String,
    /// Where it is in the report published last, with the rows behind it, and what it is there.
    pub(super) published: Option<(String, String)>,
}

/// The figures of a year that are read from a register, of its rows as they stand.
pub(super) fn of(
    books: &Books,
    table: &'static Table,
    year: i16,
    words: &Words,
) -> Result<Vec<Told>, Failure> {
    let read: Vec<&Definition> =
        figures::all().filter(|figure| figure.needs == [table.name]).collect();
    let Some(period) = Period::of(year).filter(|_| !read.is_empty()) else { return Ok(Vec::new()) };
    let (year, latest) = (year_of(books, table, period)?, latest(books)?);
    Ok(read.into_iter().map(|figure| told(figure, &year, latest.as_ref(), words)).collect())
}

/// A year of which this register alone is known.
fn year_of(books: &Books, table: &'static Table, period: Period) -> Result<Year, Failure> {
    let (mut rows, mut after) = (Vec::new(), 0);
    loop {
        let page = books.ask(async |it| it.rows(table.name, after, TOGETHER).await)?;
        let Some(last) = page.last() else { break };
        after = last.opened;
        rows.extend(page.into_iter().map(|row| in_columns(table, row.cells)));
    }
    let package = package_of(table, rows);
    let registers = Registers::read(&package, &zone(), &mut DataQuality::default());
    let registers = registers.map_err(|error| Failure::Broken(error.to_string()))?;
    let (catalogue, facts) = (Catalogue::default(), Facts::default());
    Ok(Year::new(period, Calendar::china(), registers, catalogue, facts, vec![table.name]))
}

fn told(figure: &Definition, year: &Year, latest: Option<&Latest>, words: &Words) -> Told {
    let shown = FigureWords::new(words);
    Told {
        name: shown.name(figure.id),
        now: shown.value(&figure.figure(year)),
        counts: shown.definition(figure.id),
        published: latest.and_then(|latest| published(figure, latest, words)),
    }
}
