//! The annual report as the official document that an office sends and files.
//!
//! The same words as on the page, without links and drawings: the eighteen sections as the text,
//! the figures with their definitions, the quality of the data and the basis as annexes.

use official_document::{
    Annex, Block, Column, DocumentDate, OfficialDocument, Properties, Row, Signature, Table,
};

use super::html::Maker;
use super::html::annex::Quality;
use super::html::sections::{CHARTS, PARTS};
use super::narrative::{self, Mark};
use super::{Figure, Rendering, Report, breakdowns, prose};
use crate::words::{Lang, Words};

/// The annual report as an official document.
pub fn official_document(report: &Report, options: &Rendering) -> OfficialDocument {
    let words = Words::new(options.lang);
    Maker::new(report, options, &words).official_document()
}

impl Maker<'_> {
    fn official_document(&self) -> OfficialDocument {
        let mut marks = Vec::new();
        let body = self.body(&mut marks);
        let agency = self.report.agency.as_ref().map(|agency| agency.name.trim().to_owned());
        let annexes = [
            ("report-document-annex-figures", self.figures()),
            ("report-document-annex-quality", self.quality_blocks(marks)),
            ("report-document-annex-basis", self.basis_blocks()),
        ];
        OfficialDocument {
            language: self.words.lang().tag().to_owned(),
            title: self.title_lines(),
            properties: Properties {
                title: self.title_in_one(),
                author: agency.clone().unwrap_or_default(),
                program: self.options.basis.program.clone(),
            },
            body,
            annexes_label: self.words.text("report-document-annexes"),
            signature: Signature {
                agency: agency.filter(|name| !name.is_empty()),
                date: self.date(),
            },
            annexes: (1..)
                .zip(annexes)
                .map(|(number, (title, blocks)): (u8, _)| Annex {
                    label: self
                        .words
                        .format("report-document-annex", &[("number", number.to_string().into())]),
                    title: self.words.text(title),
                    blocks,
                })
                .collect(),
        }
    }

    /// In Chinese the lines are broken by sense; words of other languages break by themselves.
    fn title_lines(&self) -> Vec<String> {
        match self.words.lang() {
            Lang::ZhCn => self.title().into(),
            Lang::En => vec![self.title_in_one()],
        }
    }

    fn date(&self) -> Option<DocumentDate> {
        let date = self.options.date?;
        let month_name = self.words.text(&format!("month-{}", date.month()));
        let text = self.words.format(
            "report-document-date",
            &[
                ("year", date.year().to_string().into()),
                ("month", date.month().to_string().into()),
                ("day", date.day().to_string().into()),
                ("month-name", month_name.into()),
            ],
        );
        Some(DocumentDate { text, iso: date.to_string() })
    }

    fn body(&self, marks: &mut Vec<(u8, Mark)>) -> Vec<Block> {
        let mut body = vec![
            Block::paragraph(self.named("report-document-preface")),
            Block::chapter(self.words.text("report-chapter")),
        ];
        for (part, sections) in PARTS {
            body.push(Block::section(self.words.text(&format!("report-part-{part}"))));
            for section in sections {
                body.push(self.item(section));
                body.extend(self.narrative(section, marks));
            }
        }
        body
    }

    /// A section: its title begins the paragraph.
    fn item(&self, section: u8) -> Block {
        let text = prose::paragraph(self.report, section, self.words).text();
        Block::paragraph(self.words.format(
            "report-document-item",
            &[("title", self.section_title(section).into()), ("text", text.into())],
        ))
    }

    fn narrative(&self, section: u8, marks: &mut Vec<(u8, Mark)>) -> Vec<Block> {
        let Some(text) = self.options.narratives.get(&section) else { return Vec::new() };
        let (paragraphs, found) = narrative::paragraphs(text, |id| {
            let figure = self.figure(id)?;
            Some(if figure.value.is_some() {
                self.shown.value(figure)
            } else {
                self.words.text("report-no-value")
            })
        });
        marks.extend(found.into_iter().map(|mark| (section, mark)));
        paragraphs.into_iter().map(Block::paragraph).collect()
    }

    /// Every figure with its definition, then the breakdowns that the page draws.
    fn figures(&self) -> Vec<Block> {
        let t = |key: &str| self.words.text(key);
        let rows = self
            .annex_sections()
            .flat_map(|(title, figures)| {
                let rows = figures.into_iter().map(|figure| Row::Cells {
                    cells: vec![
                        self.shown.name(figure.id),
                        self.value(figure),
                        self.parts_of(figure),
                        self.shown.definition(figure.id),
                    ],
                });
                [Row::Group { text: title }].into_iter().chain(rows).collect::<Vec<_>>()
            })
            .collect();
        let columns = vec![
            Column::words(t("report-figure"), 30),
            Column::numbers(t("report-value"), 17),
            Column::numbers(t("report-document-parts"), 19),
            Column::words(t("report-document-definition"), 54),
        ];
        let all = Table { caption: t("report-document-figures"), columns, rows };
        [Block::Table(all)].into_iter().chain(self.breakdown_tables()).collect()
    }

    /// The sections that have figures, by title.
    fn annex_sections(&self) -> impl Iterator<Item = (String, Vec<&Figure>)> {
        (1..=18)
            .map(|section| {
                let figures = self.report.figures.iter().filter(|f| f.section == section);
                (self.section_title(section), figures.collect::<Vec<_>>())
            })
            .filter(|(_, figures)| !figures.is_empty())
    }

    fn parts_of(&self, figure: &Figure) -> String {
        let Some((numerator, denominator)) = figure.numerator.zip(figure.denominator) else {
            return String::new();
        };
        self.words.format(
            "report-of-parts",
            &[
                ("numerator", self.words.number(numerator.0).into()),
                ("denominator", self.words.number(denominator.0).into()),
            ],
        )
    }

    fn breakdown_tables(&self) -> impl Iterator<Item = Block> {
        CHARTS.into_iter().filter_map(|(_, id, by)| {
            let figure = self.figure(id)?;
            let parts = breakdowns::of(figure, self.report, self.words, &self.options.labels);
            let parts = parts.into_iter().find(|parts| parts.by == by)?;
            Some(Block::Table(self.breakdown_table(id, &parts)))
        })
    }

    fn breakdown_table(&self, figure: &str, parts: &breakdowns::Parts) -> Table {
        let t = |key: &str| self.words.text(key);
        let by = t(&format!("by-{}", parts.by.replace('_', "-")));
        let caption = self.words.format(
            "report-breakdown-of",
            &[("figure", self.shown.name(figure).into()), ("by", by.as_str().into())],
        );
        let mut columns = vec![Column::words(by, 60), Column::numbers(t("report-value"), 20)];
        if parts.have_shares() {
            columns.push(Column::numbers(t("report-numerator"), 20));
            columns.push(Column::numbers(t("report-denominator"), 20));
        }
        let rows = parts
            .drawn(self.words)
            .into_iter()
            .map(|part| {
                let mut cells = vec![part.label, self.shown.number(part.value, parts.unit)];
                if parts.have_shares() {
                    cells.extend([self.amount(part.numerator), self.amount(part.denominator)]);
                }
                Row::Cells { cells }
            })
            .collect();
        Table { caption, columns, rows }
    }

    fn quality_blocks(&self, marks: Vec<(u8, Mark)>) -> Vec<Block> {
        let quality = self.quality(marks);
        let mut blocks = self.set_aside(&quality);
        blocks.extend(self.notices(&quality));
        blocks.extend(self.marks(&quality));
        blocks.extend(self.tables_read(&quality));
        blocks
    }

    fn set_aside(&self, quality: &Quality) -> Vec<Block> {
        let t = |key: &str| self.words.text(key);
        if quality.set_aside.is_empty() {
            return vec![Block::paragraph(t("report-quality-none-set-aside"))];
        }
        let columns = vec![
            Column::words(t("report-quality-file"), 24),
            Column::numbers(t("report-quality-row"), 12),
            Column::numbers(t("report-quality-line"), 12),
            Column::words(t("report-quality-column"), 20),
            Column::words(t("report-quality-why"), 52),
        ];
        let rows = quality.set_aside.iter().map(|row| {
            let why = format!("{}：{}", row.reason, row.message);
            cells([&row.file, &row.row, &row.line, &row.column, &why])
        });
        let lead = format!("{}{}", quality.set_aside_lead, quality.set_aside_rest);
        let caption = t("report-quality-set-aside");
        vec![Block::paragraph(lead), Block::Table(Table { caption, columns, rows: rows.collect() })]
    }

    fn notices(&self, quality: &Quality) -> Vec<Block> {
        let t = |key: &str| self.words.text(key);
        if quality.notices.is_empty() {
            return vec![Block::paragraph(t("report-quality-no-notices"))];
        }
        let columns = vec![
            Column::words(t("report-document-notice"), 76),
            Column::words(t("report-quality-file"), 28),
            Column::numbers(t("report-document-count"), 16),
        ];
        let rows = quality.notices.iter().map(|notice| {
            let text = [notice.text.as_str(), notice.detail.as_str()].join(" ");
            cells([text.trim(), &notice.file, &notice.times])
        });
        let caption = t("report-quality-notices");
        vec![Block::Table(Table { caption, columns, rows: rows.collect() })]
    }

    fn marks(&self, quality: &Quality) -> Vec<Block> {
        let t = |key: &str| self.words.text(key);
        if quality.marks.is_empty() {
            return vec![Block::paragraph(t("report-quality-narrative-none"))];
        }
        let columns = vec![
            Column::numbers(t("report-quality-section"), 14),
            Column::words(t("report-quality-number"), 22),
            Column::words(t("report-quality-context"), 56),
            Column::words(t("report-quality-why"), 28),
        ];
        let rows = quality
            .marks
            .iter()
            .map(|mark| cells([&mark.section.to_string(), &mark.what, &mark.context, &mark.kind]));
        let caption = t("report-quality-narrative");
        vec![
            Block::paragraph(t("report-quality-narrative-lead")),
            Block::Table(Table { caption, columns, rows: rows.collect() }),
        ]
    }

    fn tables_read(&self, quality: &Quality) -> Vec<Block> {
        let t = |key: &str| self.words.text(key);
        if quality.tables.is_empty() {
            return vec![Block::paragraph(t("report-quality-no-tables"))];
        }
        let columns = vec![
            Column::words(t("report-quality-table"), 32),
            Column::words(t("report-quality-file"), 40),
            Column::numbers(t("report-quality-rows"), 16),
            Column::numbers(t("report-quality-identical"), 16),
            Column::numbers(t("report-quality-set-aside-count"), 16),
        ];
        let rows = quality.tables.iter().map(|table| {
            cells([&table.name, &table.file, &table.rows, &table.identical, &table.set_aside])
        });
        let caption = t("report-quality-tables");
        vec![Block::Table(Table { caption, columns, rows: rows.collect() })]
    }

    fn basis_blocks(&self) -> Vec<Block> {
        let t = |key: &str| self.words.text(key);
        let columns = vec![
            Column::words(t("report-document-basis-what"), 24),
            Column::words(t("report-document-basis-which"), 96),
        ];
        let rows = self.basis().into_iter().map(|(what, which)| cells([&what, &which]));
        vec![Block::Table(Table { caption: String::new(), columns, rows: rows.collect() })]
    }
}

fn cells<const N: usize>(cells: [&str; N]) -> Row {
    Row::Cells { cells: cells.map(str::to_owned).to_vec() }
}
