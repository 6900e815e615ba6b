//! Charts as SVG that keeps its type size at any width: places across are percentages, heights
//! are pixels.

use std::fmt::Write;

use super::Unit;
use super::breakdowns::{Part, Parts};
use super::figure_words::{FigureWords, counts_lateness};
use super::html::escape;
use crate::words::Words;

/// Height of the tallest bar of a chart by month, px.
const TALLEST: f64 = 116.0;
/// Where the bars of a chart by month stand, px from the top.
const GROUND: f64 = 140.0;
/// Height of a row of a chart of lying bars, px.
const ROW: f64 = 40.0;

/// The chart of a figure's parts, named by the element with the id `label`.
pub(super) fn draw(figure: &str, parts: &Parts, label: &str, words: &Words) -> String {
    let drawn = parts.drawn(words);
    let chart = Chart {
        most: drawn
            .iter()
            .filter(|part| !part.is_rest || parts.by == "month")
            .filter_map(|part| part.value)
            .map(|value| value.0)
            .fold(if parts.unit == Unit::Rate { 1.0 } else { 0.0 }, f64::max),
        class: if counts_lateness(figure) { "chart is-late" } else { "chart" },
        unit: parts.unit,
        summary: parts.summary(words),
        label,
        shown: FigureWords::new(words),
    };
    if parts.by == "month" { chart.standing(&drawn) } else { chart.lying(&drawn) }
}

struct Chart<'a> {
    /// The value the longest bar stands for.
    most: f64,
    class: &'static str,
    unit: Unit,
    summary: String,
    label: &'a str,
    shown: FigureWords<'a>,
}

impl Chart<'_> {
    fn open(&self, height: f64) -> String {
        format!(
            r#"<svg class="{}" width="100%" height="{height}" role="img" aria-labelledby="{label} {label}-is"><desc id="{label}-is">{}</desc>"#,
            self.class,
            escape(&self.summary),
            label = self.label,
        )
    }

    fn share(&self, part: &Part) -> f64 {
        let value = part.value.map_or(0.0, |value| value.0);
        if self.most > 0.0 { (value / self.most).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// A bar a month.
    fn standing(&self, parts: &[Part]) -> String {
        let mut svg = self.open(GROUND + 26.0);
        let slot = 100.0 / parts.len().max(1) as f64;
        let wide = parts.iter().any(|part| self.shown.number(part.value, self.unit).len() > 5);
        for (index, part) in parts.iter().enumerate() {
            let left = slot * index as f64;
            let middle = left + slot / 2.0;
            let height = TALLEST * self.share(part);
            let top = GROUND - height;
            let value = escape(&self.shown.number(part.value, self.unit));
            let class = if wide { r#" class="wide""# } else { "" };
            _ = write!(
                svg,
                r#"<g><title>{title}：{value}</title><rect x="{x:.2}%" y="{top:.1}" width="{width:.2}%" height="{height:.1}"/><text{class} x="{middle:.2}%" y="{above:.1}">{value}</text><text class="axis" x="{middle:.2}%" y="{below}">{short}</text></g>"#,
                title = escape(&part.label),
                x = left + slot * 0.24,
                width = slot * 0.52,
                above = top - 6.0,
                below = GROUND + 18.0,
                short = escape(&part.short),
            );
        }
        _ = write!(svg, r#"<line x1="0" x2="100%" y1="{GROUND}" y2="{GROUND}"/></svg>"#);
        svg
    }

    /// A row a part: its name and value above a thin bar. The others, summed up, have none, for
    /// it would dwarf the bars of single parts.
    fn lying(&self, parts: &[Part]) -> String {
        let mut svg = self.open(ROW * parts.len() as f64);
        for (index, part) in parts.iter().enumerate() {
            let top = ROW * index as f64;
            _ = write!(
                svg,
                r#"<g><title>{title}</title><text class="name" x="0" y="{text}">{name}</text><text class="end" x="100%" y="{text}">{value}</text>"#,
                title = escape(&part.label),
                text = top + 18.0,
                name = escape(&shortened(&part.short)),
                value = escape(&self.shown.number(part.value, self.unit)),
            );
            if !part.is_rest {
                _ = write!(
                    svg,
                    r#"<rect class="rail" x="0" y="{bar}" width="100%" height="6"/><rect x="0" y="{bar}" width="{width:.2}%" height="6"/>"#,
                    bar = top + 26.0,
                    width = 100.0 * self.share(part),
                );
            }
            svg.push_str("</g>");
        }
        svg.push_str("</svg>");
        svg
    }
}

/// A name cut to what a phone's line holds: 20 characters of Chinese, about 40 of Latin.
fn shortened(name: &str) -> String {
    let mut halves = 0;
    for (at, character) in name.char_indices() {
        halves += if character.is_ascii() { 1 } else { 2 };
        if halves > 40 {
            return format!("{}…", &name[..at]);
        }
    }
    name.to_owned()
}
