//! The report proper: the year at a glance, and eighteen sections in five parts.

use super::{Maker, prose};
use crate::report::narrative::{self, Mark};
use crate::report::{breakdowns, charts};
use crate::words::Value;

/// A part of the report and the sections it holds.
pub(in crate::report) const PARTS: [(u8, std::ops::RangeInclusive<u8>); 5] =
    [(1, 1..=3), (2, 4..=7), (3, 8..=10), (4, 11..=16), (5, 17..=18)];

/// Charts shown with the section they speak of; all others are in the annex.
pub(in crate::report) const CHARTS: [(u8, &str, &str); 8] = [
    (4, "items_on_application", "division"),
    (5, "cases_decided", "month"),
    (10, "warnings_raised", "model"),
    (12, "data_requests", "requester_level"),
    (16, "working_days_used_mean", "division"),
    (17, "ratings_received", "month"),
    (18, "tickets_received", "month"),
    (18, "tickets_received", "ticket_kind"),
];

/// Figures of the year at a glance and what they are called there.
const SUMMARY: [(&str, &str, &str); 5] = [
    ("cases_decided", "report-summary-cases", "cases"),
    ("case_on_time_rate", "report-summary-on-time", "on-time"),
    ("working_days_used_median", "report-summary-days", "days"),
    ("tickets_received", "report-summary-tickets", "tickets"),
    ("rating_score_mean", "report-summary-score", "score"),
];

pub(super) struct Part {
    pub(super) number: u8,
    pub(super) title: String,
    pub(super) sections: Vec<Section>,
}

pub(super) struct Section {
    pub(super) number: u8,
    pub(super) title: String,
    pub(super) paragraph: String,
    pub(super) narrative: String,
    pub(super) charts: Vec<Chart>,
    pub(super) figures_title: String,
    pub(super) figures: Vec<Line>,
}

/// A figure in the table of its section.
pub(super) struct Line {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) numerator: String,
    pub(super) denominator: String,
}

pub(super) struct Summary {
    pub(super) name: String,
    pub(super) value: String,
    /// A word after the value; empty where the name says it.
    pub(super) unit: String,
}

/// A chart with its table.
pub(super) struct Chart {
    pub(super) id: String,
    pub(super) title: String,
    pub(super) by: String,
    pub(super) svg: String,
    pub(super) with_shares: bool,
    pub(super) rows: Vec<Line>,
    pub(super) more: String,
}

impl Maker<'_> {
    pub(super) fn summary(&self) -> Vec<Summary> {
        SUMMARY
            .iter()
            .filter_map(|(id, key, unit)| {
                let figure = self.figure(id)?;
                let value = self.link(id, &self.shown.value(figure));
                Some(Summary {
                    name: self.words.text(key),
                    value,
                    unit: self.words.text(&format!("report-summary-{unit}-unit")),
                })
            })
            .collect()
    }

    /// The five parts, and what the annex says of the narratives in them.
    pub(super) fn parts(&self) -> (Vec<Part>, Vec<(u8, Mark)>) {
        let mut marks = Vec::new();
        let parts = PARTS
            .iter()
            .map(|(number, sections)| Part {
                number: *number,
                title: self.words.text(&format!("report-part-{number}")),
                sections: sections
                    .clone()
                    .map(|section| self.section(section, &mut marks))
                    .collect(),
            })
            .collect();
        (parts, marks)
    }

    fn section(&self, number: u8, marks: &mut Vec<(u8, Mark)>) -> Section {
        let paragraph = prose::paragraph(self.report, number, self.words);
        let narrative = self.options.narratives.get(&number).map_or_else(String::new, |text| {
            let rendered = narrative::render(text, |id| {
                let figure = self.figure(id)?;
                let shown = if figure.value.is_some() {
                    self.shown.value(figure)
                } else {
                    self.words.text("report-no-value")
                };
                Some(self.link(id, &shown))
            });
            marks.extend(rendered.marks.into_iter().map(|mark| (number, mark)));
            rendered.html
        });
        let figures: Vec<Line> = self
            .report
            .figures
            .iter()
            .filter(|figure| figure.section == number)
            .map(|figure| Line {
                name: self.shown.name(figure.id),
                value: self.link(figure.id, &self.value(figure)),
                numerator: self.amount(figure.numerator),
                denominator: self.amount(figure.denominator),
            })
            .collect();
        Section {
            number,
            title: self.section_title(number),
            paragraph: self.paragraph(&paragraph),
            narrative,
            charts: self.section_charts(number),
            figures_title: self
                .words
                .format("report-section-figures", &[("count", Value::from(figures.len()))]),
            figures,
        }
    }

    pub(in crate::report) fn section_title(&self, number: u8) -> String {
        let title = self.words.text(&format!("report-section-{number}"));
        self.words.format(
            "report-section-number",
            &[("number", number.to_string().into()), ("title", title.into())],
        )
    }

    fn section_charts(&self, section: u8) -> Vec<Chart> {
        CHARTS
            .iter()
            .filter(|(of, _, _)| *of == section)
            .filter_map(|(_, id, by)| {
                let figure = self.figure(id)?;
                let parts = breakdowns::of(figure, self.report, self.words, &self.options.labels);
                let parts = parts.iter().find(|parts| parts.by == *by)?;
                Some(self.chart(id, parts, "section"))
            })
            .collect()
    }

    /// A chart of a figure's parts; `place` keeps ids apart where it is shown twice.
    pub(super) fn chart(&self, figure: &str, parts: &breakdowns::Parts, place: &str) -> Chart {
        /// Rows of a table beyond which the reader is sent to `report.json`.
        const ROWS: usize = 200;
        let id = format!("{place}-{figure}-{}", parts.by);
        let by = self.words.text(&format!("by-{}", parts.by.replace('_', "-")));
        let title = self.words.format(
            "report-breakdown-of",
            &[("figure", self.shown.name(figure).into()), ("by", by.as_str().into())],
        );
        let left = parts.rows.len().saturating_sub(ROWS);
        Chart {
            svg: charts::draw(figure, parts, &id, self.words),
            id,
            title,
            by,
            with_shares: parts.have_shares(),
            rows: parts
                .rows
                .iter()
                .take(ROWS)
                .map(|part| Line {
                    name: part.label.clone(),
                    value: self.shown.number(part.value, parts.unit),
                    numerator: self.amount(part.numerator),
                    denominator: self.amount(part.denominator),
                })
                .collect(),
            more: if left > 0 {
                self.words.format("report-table-more", &[("count", Value::from(left))])
            } else {
                String::new()
            },
        }
    }

    pub(in crate::report) fn amount(&self, number: Option<crate::report::Number>) -> String {
        number.map_or_else(String::new, |number| self.words.number(number.0))
    }
}
