//! The annexes: every figure's definition and parts, and the quality of the data.

use super::Maker;
use super::sections::Chart;
use crate::report::narrative::{Mark, MarkKind};
use crate::report::quality::LISTED;
use crate::report::{Figure, Notice, breakdowns};
use crate::words::Value;

/// The figures of a section.
pub(super) struct FigureGroup {
    pub(super) section: u8,
    pub(super) title: String,
    pub(super) figures: Vec<FigureEntry>,
}

pub(super) struct FigureEntry {
    pub(super) id: &'static str,
    pub(super) name: String,
    pub(super) value: String,
    pub(super) has_value: bool,
    pub(super) is_late: bool,
    pub(super) definition: String,
    /// Numerator and denominator, where the figure has them.
    pub(super) parts: String,
    /// Address of the file that lists the cases; empty where there is none.
    pub(super) evidence: String,
    pub(super) evidence_label: String,
    pub(super) back: String,
    pub(super) charts: Vec<Chart>,
}

pub(in crate::report) struct Quality {
    pub(in crate::report) tables: Vec<TableLine>,
    pub(in crate::report) set_aside_lead: String,
    pub(in crate::report) set_aside_rest: String,
    pub(in crate::report) set_aside: Vec<SetAsideLine>,
    pub(in crate::report) notices: Vec<NoticeLine>,
    pub(in crate::report) marks: Vec<MarkLine>,
}

pub(in crate::report) struct TableLine {
    pub(in crate::report) name: String,
    pub(in crate::report) file: String,
    pub(in crate::report) rows: String,
    pub(in crate::report) identical: String,
    pub(in crate::report) set_aside: String,
}

pub(in crate::report) struct SetAsideLine {
    pub(in crate::report) file: String,
    pub(in crate::report) row: String,
    pub(in crate::report) line: String,
    pub(in crate::report) column: String,
    pub(in crate::report) reason: String,
    pub(in crate::report) message: String,
}

pub(in crate::report) struct NoticeLine {
    pub(in crate::report) file: String,
    pub(in crate::report) text: String,
    /// Names of the files or columns meant.
    pub(in crate::report) detail: String,
    pub(in crate::report) times: String,
}

pub(in crate::report) struct MarkLine {
    pub(in crate::report) section: u8,
    pub(in crate::report) what: String,
    pub(in crate::report) context: String,
    pub(in crate::report) kind: String,
}

impl Maker<'_> {
    pub(super) fn annex(&self) -> Vec<FigureGroup> {
        (1..=18)
            .map(|section| FigureGroup {
                section,
                title: self.section_title(section),
                figures: self
                    .report
                    .figures
                    .iter()
                    .filter(|figure| figure.section == section)
                    .map(|figure| self.entry(figure))
                    .collect(),
            })
            .filter(|group| !group.figures.is_empty())
            .collect()
    }

    fn entry(&self, figure: &Figure) -> FigureEntry {
        let name = self.shown.name(figure.id);
        let parts = figure.numerator.zip(figure.denominator).map(|(numerator, denominator)| {
            self.words.format(
                "report-of-parts",
                &[
                    ("numerator", self.words.number(numerator.0).into()),
                    ("denominator", self.words.number(denominator.0).into()),
                ],
            )
        });
        FigureEntry {
            id: figure.id,
            value: self.value(figure),
            has_value: figure.value.is_some(),
            is_late: super::counts_lateness(figure.id)
                && figure.value.is_some_and(|value| value.0 > 0.0),
            definition: self.shown.definition(figure.id),
            parts: parts.unwrap_or_default(),
            evidence: if self.options.evidence.contains(figure.id) {
                format!("evidence/{}.csv", figure.id)
            } else {
                String::new()
            },
            evidence_label: self
                .words
                .format("report-evidence-of", &[("figure", name.as_str().into())]),
            back: self
                .words
                .format("report-back", &[("number", figure.section.to_string().into())]),
            name,
            charts: breakdowns::of(figure, self.report, self.words, &self.options.labels)
                .iter()
                .map(|parts| self.chart(figure.id, parts, "annex"))
                .collect(),
        }
    }

    pub(in crate::report) fn quality(&self, marks: Vec<(u8, Mark)>) -> Quality {
        let quality = &self.report.data_quality;
        let all = quality.set_aside.len();
        let counted = |key: &str| {
            self.words.format(
                key,
                &[("count", Value::from(all)), ("shown", Value::from(all.min(LISTED)))],
            )
        };
        let number = |count: u64| self.words.number(count as f64);
        Quality {
            tables: quality
                .tables
                .iter()
                .map(|table| TableLine {
                    name: self.words.text(&format!("table-{}", table.table.replace('_', "-"))),
                    file: table.file.clone(),
                    rows: number(table.rows),
                    identical: number(table.identical),
                    set_aside: number(table.set_aside),
                })
                .collect(),
            set_aside_lead: counted("report-quality-set-aside-lead"),
            set_aside_rest: if all > LISTED {
                counted("report-quality-rest")
            } else {
                String::new()
            },
            set_aside: quality
                .set_aside
                .iter()
                .take(LISTED)
                .map(|row| SetAsideLine {
                    file: row.file.clone(),
                    row: row.row.to_string(),
                    line: row.line.to_string(),
                    column: if row.column.is_empty() {
                        self.words.text("report-quality-whole-row")
                    } else {
                        row.column.clone()
                    },
                    reason: self.words.text(&format!("code-{}", row.code.replace('_', "-"))),
                    message: row.message.clone(),
                })
                .collect(),
            notices: quality.notices.iter().map(|notice| self.notice(notice)).collect(),
            marks: marks.into_iter().map(|(section, mark)| self.mark(section, mark)).collect(),
        }
    }

    /// A notice in the page's words, with the program's own where they name what is meant.
    fn notice(&self, notice: &Notice) -> NoticeLine {
        let key = format!("notice-{}", notice.code.replace('_', "-"));
        let year = self.report.year.to_string();
        let (text, detail) = if self.words.has(&key) {
            let names = notice.code.starts_with("unknown_");
            let detail = if names { notice.message.clone() } else { String::new() };
            (self.words.format(&key, &[("year", year.into())]), detail)
        } else {
            (notice.message.clone(), String::new())
        };
        NoticeLine {
            file: notice.file.clone(),
            text,
            detail,
            times: self
                .words
                .format("report-quality-times", &[("count", Value::from(notice.count))]),
        }
    }

    fn mark(&self, section: u8, mark: Mark) -> MarkLine {
        MarkLine {
            section,
            what: mark.what,
            context: mark.context,
            kind: self.words.text(match mark.kind {
                MarkKind::UnsourcedNumber => "report-mark-unsourced-number",
                MarkKind::UnknownFigure => "report-mark-unknown-figure",
            }),
        }
    }
}
