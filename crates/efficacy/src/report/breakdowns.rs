//! A figure's parts made ready to be read: named, ordered, and few enough to be drawn.

use super::figure_words::FigureWords;
use super::html::Labels;
use super::{Breakdown, Figure, Number, Report, Unit};
use crate::words::{Value, Words};

/// How many parts a chart of bars shows before it sums up the others.
const DRAWN: usize = 12;

/// A part of a figure.
#[derive(Debug, Clone)]
pub(super) struct Part {
    pub(super) label: String,
    /// A label short enough for an axis.
    pub(super) short: String,
    pub(super) value: Option<Number>,
    pub(super) numerator: Option<Number>,
    pub(super) denominator: Option<Number>,
    /// Whether it sums up what isn't drawn one by one.
    pub(super) is_rest: bool,
}

/// The parts of a figure by one thing, in the order in which they are read.
#[derive(Debug, Clone)]
pub(super) struct Parts {
    pub(super) by: &'static str,
    pub(super) unit: Unit,
    pub(super) rows: Vec<Part>,
}

/// Everything a figure is broken down by, in the report's order.
pub(super) fn of(figure: &Figure, report: &Report, words: &Words, labels: &Labels) -> Vec<Parts> {
    let mut groups: Vec<(&'static str, Vec<&Breakdown>)> = Vec::new();
    for part in report.breakdowns.iter().filter(|part| part.figure == figure.id) {
        match groups.iter_mut().find(|(by, _)| *by == part.by) {
            Some((_, parts)) => parts.push(part),
            None => groups.push((part.by, vec![part])),
        }
    }
    groups
        .into_iter()
        .map(|(by, parts)| {
            let parts = if by == "month" {
                by_month(report.year, &parts, figure.unit, words)
            } else {
                by_size(by, &parts, words, labels)
            };
            Parts { by, unit: figure.unit, rows: parts }
        })
        .collect()
}

/// The twelve months of the year, empty ones too, and what came before as one part.
fn by_month(year: i16, parts: &[&Breakdown], unit: Unit, words: &Words) -> Vec<Part> {
    let first = format!("{year:04}-01");
    let earlier: Vec<&Breakdown> =
        parts.iter().copied().filter(|part| *part.key < *first).collect();
    let mut months = Vec::with_capacity(13);
    if !earlier.is_empty() {
        let label = words.text("report-chart-earlier");
        months.push(sum(label, unit, earlier.iter().map(|part| amounts(part))));
    }
    let absent = (unit == Unit::Count).then_some(Number(0.0));
    months.extend((1..=12_i8).map(|month| {
        let key = format!("{year:04}-{month:02}");
        let part = parts.iter().find(|part| part.key == key);
        let name = words.text(&format!("month-{month}"));
        Part {
            label: words.month(year, month),
            short: name.chars().take(3).collect(),
            value: part.map_or(absent, |part| part.value),
            numerator: part.and_then(|part| part.numerator),
            denominator: part.and_then(|part| part.denominator),
            is_rest: false,
        }
    }));
    months
}

/// The weightiest first: by what a rate is taken over, or by the count itself.
fn by_size(by: &str, parts: &[&Breakdown], words: &Words, labels: &Labels) -> Vec<Part> {
    let weight = |part: &Breakdown| part.denominator.or(part.value).map_or(0.0, |n| n.0);
    let mut parts = parts.to_vec();
    parts.sort_by(|a, b| weight(b).total_cmp(&weight(a)).then_with(|| a.key.cmp(&b.key)));
    parts
        .into_iter()
        .map(|part| Part {
            short: labels.of(by, &part.key, words),
            label: labels.full(by, &part.key, words),
            value: part.value,
            numerator: part.numerator,
            denominator: part.denominator,
            is_rest: false,
        })
        .collect()
}

impl Parts {
    /// The parts a chart draws: all months, or the first dozen and the others as one.
    pub(super) fn drawn(&self, words: &Words) -> Vec<Part> {
        if self.rows.len() <= DRAWN + 1 {
            return self.rows.clone();
        }
        let (first, rest) = self.rows.split_at(DRAWN);
        let count = Value::from(rest.len());
        let label = words.format("report-chart-others", &[("count", count)]);
        let others = sum(
            label,
            self.unit,
            rest.iter().map(|part| (part.value, part.numerator, part.denominator)),
        );
        first.iter().cloned().chain([others]).collect()
    }

    /// Whether the parts have numerators and denominators to show.
    pub(super) fn have_shares(&self) -> bool {
        self.rows.iter().any(|part| part.denominator.is_some())
    }

    /// The highest and the lowest part in words, the chart's alternative for those who can't see.
    pub(super) fn summary(&self, words: &Words) -> String {
        let valued = || self.rows.iter().filter_map(|part| Some((part, part.value?)));
        let top = valued().reduce(|a, b| if b.1.0 > a.1.0 { b } else { a });
        let low = valued().reduce(|a, b| if b.1.0 < a.1.0 { b } else { a });
        let (Some((top, top_value)), Some((low, low_value))) = (top, low) else {
            return words.text("report-why-nothing");
        };
        let shown = |number| FigureWords::new(words).number(Some(number), self.unit);
        words.format(
            "report-chart-summary",
            &[
                ("top", top.label.as_str().into()),
                ("top-value", shown(top_value).into()),
                ("low", low.label.as_str().into()),
                ("low-value", shown(low_value).into()),
            ],
        )
    }
}

type Amounts = (Option<Number>, Option<Number>, Option<Number>);

fn amounts(part: &Breakdown) -> Amounts {
    (part.value, part.numerator, part.denominator)
}

/// Several parts as one: counts add up; rates and means are taken anew over the sums.
fn sum(label: String, unit: Unit, parts: impl Iterator<Item = Amounts>) -> Part {
    let add = |a: Option<Number>, b: Option<Number>| match (a, b) {
        (Some(a), Some(b)) => Some(Number(a.0 + b.0)),
        (a, b) => a.or(b),
    };
    let (value, numerator, denominator) = parts.fold((None, None, None), |sum, part| {
        (add(sum.0, part.0), add(sum.1, part.1), add(sum.2, part.2))
    });
    let value = if unit == Unit::Count {
        value
    } else {
        numerator
            .zip(denominator)
            .filter(|(_, over)| over.0 > 0.0)
            .map(|(part, over)| Number(part.0 / over.0))
    };
    Part { short: label.clone(), label, value, numerator, denominator, is_rest: true }
}
