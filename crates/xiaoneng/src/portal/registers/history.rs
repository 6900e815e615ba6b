//! What became of a row: each act that recorded it, changed it or ended it.

use efficacy::package::{Column, Table};
use efficacy::words::Words;
use jiff::Timestamp;
use ledger::{Act, Cells, RECORDED, RETIRED};
use legal_clock::Calendar;

use crate::portal::terms::Terms;

/// A cell that came to say something else.
pub(crate) struct Said {
    pub(crate) column: String,
    /// What it said, if anything.
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
}

/// What an act did to a row.
pub(crate) struct Change {
    pub(crate) position: i64,
    pub(crate) at: i64,
    /// Recorded, changed or ended, in words.
    pub(crate) what: String,
    pub(crate) said: Vec<Said>,
}

/// The acts of a row, the first first; the cells that each left it with, none where it ended it.
pub(crate) fn steps(acts: &[Act]) -> impl Iterator<Item = (&Act, Option<&Cells>)> {
    let of_row = acts.iter().filter(|act| [RECORDED, RETIRED].contains(&act.act.as_str()));
    of_row.map(|act| (act, (act.act == RECORDED).then_some(&act.cells)))
}

/// The cells of a row as it stands, or as it stood when it was ended.
pub(crate) fn last_cells(acts: &[Act]) -> Option<&Cells> {
    steps(acts).filter_map(|(_, cells)| cells).last()
}

/// Whether the row was ended.
pub(crate) fn is_ended(acts: &[Act]) -> bool {
    steps(acts).last().is_some_and(|(_, cells)| cells.is_none())
}

/// What happened to a row, the first first.
pub(crate) fn changes(table: &Table, acts: &[Act], words: &Words) -> Vec<Change> {
    let (mut before, mut changes): (Option<&Cells>, Vec<Change>) = Default::default();
    for (act, after) in steps(acts) {
        let (what, said) = match (before, after) {
            (_, None) => ("portal-history-ended", Vec::new()),
            (None, Some(_)) => ("portal-history-recorded", Vec::new()),
            (Some(before), Some(after)) => {
                ("portal-history-changed", differing(table, before, after, words))
            }
        };
        let what = words.text(what);
        changes.push(Change { position: act.position, at: act.recorded_at, what, said });
        before = after;
    }
    changes
}

pub(crate) fn differing(table: &Table, before: &Cells, after: &Cells, words: &Words) -> Vec<Said> {
    let terms = Terms(words);
    let cell = |column: &Column, cells: &Cells| {
        let cell = cells.get(column.name)?;
        Some(terms.cell(column, cell))
    };
    let differs = table.columns.iter().filter(|it| before.get(it.name) != after.get(it.name));
    let said = |column: &Column| Said {
        column: terms.column(column),
        before: cell(column, before),
        after: cell(column, after),
    };
    differs.map(said).collect()
}

/// The day and the minute at which the store took an act, as clocks in China show it.
pub(crate) fn told(at: i64, words: &Words) -> String {
    let Ok(instant) = Timestamp::from_microsecond(at) else { return at.to_string() };
    let time = Calendar::china().zone().to_datetime(instant);
    format!("{} {}", words.date(time.date()), time.strftime("%H:%M"))
}
