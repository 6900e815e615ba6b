//! Who holds a power when, drawn: a bar for each stretch of time, a row for each region.

use ::catalogue::{Chart, Span};
use efficacy::words::Words;
use legal_clock::Day;

use super::{class, held};

/// Wide and high, in the drawing's own units.
const WIDTH: f64 = 600.0;
const ROW: f64 = 34.0;

/// A stretch of time as it is drawn and told.
pub(super) struct Bar {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) class: &'static str,
    pub(super) region: String,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) holds: String,
}

/// A drawing with its bars.
pub(super) struct Drawing {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) bars: Vec<Bar>,
    /// Where today is.
    pub(super) today: f64,
}

/// Draws the charts of an item, from a year before the first change to a year after the last or today.
pub(super) fn draw(charts: &[Chart<'_>], today: Day, words: &Words) -> Drawing {
    let days = charts.iter().flat_map(|chart| &chart.spans).flat_map(|span| [span.from, span.to]);
    let days: Vec<Day> = days.flatten().chain([today]).collect();
    let first = days.iter().min().copied().unwrap_or(today) - 365;
    let last = days.iter().max().copied().unwrap_or(today) + 365;
    let scale = WIDTH / f64::from((last - first).max(1));
    let at = |day: Day| f64::from((day - first).max(0)) * scale;
    let bar = |(row, chart, span): (usize, &Chart<'_>, &Span<'_>)| {
        let (x, end) = (span.from.map_or(0.0, at), span.to.map_or(WIDTH, |day| at(day + 1)));
        let day = |day: Option<Day>| day.map_or_else(String::new, |day| words.date(day));
        Bar {
            x,
            y: row as f64 * ROW + 4.0,
            width: (end - x).max(1.0),
            class: class(&span.holding),
            region: chart
                .region
                .map_or_else(|| words.text("powers-everywhere"), |region| region.to_string()),
            from: day(span.from),
            to: day(span.to),
            holds: held(&span.holding, words),
        }
    };
    let rows = charts.iter().enumerate();
    let spans = rows.flat_map(|(row, chart)| chart.spans.iter().map(move |it| (row, chart, it)));
    Drawing {
        width: WIDTH,
        height: charts.len().max(1) as f64 * ROW + 8.0,
        bars: spans.map(bar).collect(),
        today: at(today),
    }
}
