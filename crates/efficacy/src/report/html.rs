//! `report.html`: the annual report as one page that needs nothing but itself.

pub(super) mod annex;
pub(super) mod sections;

use std::collections::{BTreeMap, BTreeSet};

use askama::Template;
use jiff::civil::Date;

use self::annex::{FigureGroup, Quality};
use self::sections::{Part, Summary};
use super::figure_words::{FigureWords, counts_lateness, missing_table};
use super::prose::{self, Paragraph, Piece};
use super::{Figure, Number, Report};
use crate::facts::Catalogue;
use crate::words::{Lang, Value, Words};

/// What a page or a document is made of besides the report itself.
#[derive(Debug, Clone, Default)]
pub struct Rendering {
    /// Its language.
    pub lang: Lang,
    /// The agency's own texts by section (`narrative/NN.md`).
    pub narratives: BTreeMap<u8, String>,
    /// Ids of the figures whose cases are listed in `evidence/FIGURE.csv` beside the page.
    pub evidence: BTreeSet<String>,
    /// Names for the codes of the breakdowns.
    pub labels: Labels,
    /// What the figures were computed with.
    pub basis: Basis,
    /// 成文日期 of the official document; none is told without it.
    pub date: Option<Date>,
    /// What has changed since the report was published, for the head of the page.
    pub since: Option<Since>,
}

/// What has changed since an edition of the report was published.
#[derive(Debug, Clone)]
pub struct Since {
    /// The edition; 1 is the first.
    pub edition: u32,
    /// The day on which it was published.
    pub on: Date,
    /// The figures that have another value now, by id, each with the value that was published.
    pub changed: Vec<(String, Option<Number>)>,
}

/// Names for the codes of the breakdowns.
#[derive(Debug, Clone, Default)]
pub struct Labels {
    /// 事项名称 by 事项编码.
    pub items: BTreeMap<String, String>,
    /// Names of regions by 行政区划代码.
    pub regions: BTreeMap<String, String>,
}

impl Labels {
    /// The items' names from the catalogue: of several rows of a code, those of the last.
    pub fn of_items(catalogue: &Catalogue) -> Self {
        let items = catalogue
            .rows()
            .iter()
            .map(|item| (item.item_code.to_string(), item.name.to_string()))
            .collect();
        Self { items, regions: BTreeMap::new() }
    }

    /// What people call a key of a breakdown, with the code itself where it tells items or
    /// regions apart.
    pub(super) fn full(&self, by: &str, key: &str, words: &Words) -> String {
        let name = self.of(by, key, words);
        if matches!(by, "item" | "region") && !key.is_empty() && name != key {
            format!("{name} {key}")
        } else {
            name
        }
    }

    /// What people call a key of a breakdown.
    pub(super) fn of(&self, by: &str, key: &str, words: &Words) -> String {
        if key.is_empty() {
            return words.text("report-key-empty");
        }
        let named = match by {
            "item" => self.items.get(key).cloned(),
            "region" => self.regions.get(key).cloned(),
            "section" => {
                let code = format!("report-section-{key}");
                words.has(&code).then(|| words.text(&code))
            }
            _ => {
                let code = format!("key-{}-{}", by.replace('_', "-"), key.replace('_', "-"));
                words.has(&code).then(|| words.text(&code))
            }
        };
        named.unwrap_or_else(|| key.to_owned())
    }
}

/// What the figures were computed with, as the last annex names it.
#[derive(Debug, Clone, Default)]
pub struct Basis {
    /// The program and its version: `xiaoneng 0.1.0`.
    pub program: String,
    /// Procedures by name, each with the hash of its text.
    pub procedures: Vec<(String, String)>,
}

/// The annual report as one self-contained page: no script, nothing loaded from elsewhere.
pub fn html(report: &Report, options: &Rendering) -> String {
    let words = Words::new(options.lang);
    let page = Page::new(report, options, &words);
    // Writing to a string can't fail.
    page.render().unwrap_or_default()
}

#[derive(Template)]
#[template(path = "report/templates/report.html")]
struct Page<'a> {
    t: &'a Words,
    style: &'static str,
    name: String,
    title: [String; 2],
    period: String,
    since: Option<Changes>,
    preface: String,
    summary: Vec<Summary>,
    parts: Vec<Part>,
    annex: Vec<FigureGroup>,
    quality: Quality,
    basis: Vec<(String, String)>,
}

impl<'a> Page<'a> {
    fn new(report: &Report, options: &Rendering, words: &'a Words) -> Self {
        let maker = Maker::new(report, options, words);
        let (parts, marks) = maker.parts();
        Self {
            t: words,
            style: include_str!("style.css"),
            name: maker.title_in_one(),
            title: maker.title(),
            period: maker.period(),
            since: maker.changes(),
            preface: maker.named("report-preface"),
            summary: maker.summary(),
            parts,
            annex: maker.annex(),
            quality: maker.quality(marks),
            basis: maker.basis(),
        }
    }
}

/// What has changed since a report was published, as the page says it.
struct Changes {
    lead: String,
    changed: Vec<Change>,
}

/// A figure that has changed.
struct Change {
    name: String,
    then: String,
    now: String,
}

/// An agency's name that ends in a Latin letter or digit, kept apart from a year after it.
fn apart_from_digits(mut name: String) -> String {
    if name.ends_with(|last: char| last.is_ascii_alphanumeric()) {
        name.push('\u{2005}');
    }
    name
}

/// Makes the parts of a page or of a document.
pub(super) struct Maker<'a> {
    pub(super) report: &'a Report,
    pub(super) options: &'a Rendering,
    pub(super) words: &'a Words,
    pub(super) shown: FigureWords<'a>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(report: &'a Report, options: &'a Rendering, words: &'a Words) -> Self {
        Maker { report, options, words, shown: FigureWords::new(words) }
    }

    /// The agency's name as a title takes it.
    pub(super) fn agency_in_title(&self) -> String {
        apart_from_digits(self.agency())
    }

    /// The two lines of the title.
    pub(super) fn title(&self) -> [String; 2] {
        [self.named("report-title-agency"), self.named("report-title-rest")]
    }

    /// The title in one line.
    pub(super) fn title_in_one(&self) -> String {
        let [first, rest] = self.title();
        self.words.format("report-title", &[("first", first.into()), ("rest", rest.into())])
    }

    /// Words about the agency and its year.
    pub(super) fn named(&self, key: &str) -> String {
        let year = self.report.year.to_string();
        self.words.format(key, &[("agency", self.agency_in_title().into()), ("year", year.into())])
    }

    fn agency(&self) -> String {
        match &self.report.agency {
            Some(agency) if !agency.name.trim().is_empty() => agency.name.trim().to_owned(),
            _ => self.words.text("report-agency-unknown"),
        }
    }

    pub(super) fn figure(&self, id: &str) -> Option<&'a Figure> {
        self.report.figures.iter().find(|figure| figure.id == id)
    }

    fn period(&self) -> String {
        let day =
            |month, day| Date::new(self.report.year, month, day).map(|day| self.words.date(day));
        let (Ok(from), Ok(to)) = (day(1, 1), day(12, 31)) else {
            return String::new();
        };
        self.words.format("report-period", &[("from", from.into()), ("to", to.into())])
    }

    /// A number that leads to its figure's definition.
    fn link(&self, id: &str, shown: &str) -> String {
        let late = counts_lateness(id)
            && self.figure(id).and_then(|figure| figure.value).is_some_and(|value| value.0 > 0.0);
        format!(
            r##"<a class="{}" href="#figure-{}" title="{}">{}</a>"##,
            if late { "n late" } else { "n" },
            escape(id),
            escape(&self.shown.name(id)),
            escape(shown),
        )
    }

    /// What the head of the page says of an edition that was published.
    fn changes(&self) -> Option<Changes> {
        let since = self.options.since.as_ref()?;
        let lead = self.words.format(
            "report-since",
            &[
                ("edition", since.edition.to_string().into()),
                ("day", self.words.date(since.on).into()),
                ("count", Value::from(since.changed.len())),
            ],
        );
        let none = || self.words.text("report-no-value");
        let changed = since.changed.iter().map(|(id, then)| {
            let now = self.figure(id);
            let then = now.map(|now| Figure { value: *then, ..now.clone() });
            let then = then.filter(|then| then.value.is_some());
            Change {
                name: self.shown.name(id),
                then: then.map_or_else(none, |then| self.value(&then)),
                now: now.map_or_else(none, |now| self.link(id, &self.value(now))),
            }
        });
        Some(Changes { lead, changed: changed.collect() })
    }

    fn paragraph(&self, paragraph: &Paragraph) -> String {
        paragraph
            .pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) => escape(text),
                Piece::Number { figure, shown } => self.link(figure, shown),
            })
            .collect()
    }

    /// A figure's value with its unit, or why there is none.
    pub(super) fn value(&self, figure: &Figure) -> String {
        if figure.value.is_none() {
            return self.why(figure);
        }
        let unit = self.shown.unit(figure.unit);
        let value = self.shown.value(figure);
        if unit.is_empty() { value } else { format!("{value} {unit}") }
    }

    fn why(&self, figure: &Figure) -> String {
        match figure.missing.as_deref() {
            None => self.words.text("report-no-value"),
            Some("nothing to count") => self.words.text("report-why-nothing"),
            Some(reason) => match missing_table(reason) {
                Some(table) => {
                    let table = self.words.text(&format!("table-{table}"));
                    self.words.format("report-why-table", &[("table", table.into())])
                }
                None => reason.to_owned(),
            },
        }
    }

    pub(super) fn basis(&self) -> Vec<(String, String)> {
        let t = |key: &str| self.words.text(key);
        let mut basis = vec![(t("report-basis-law"), t("report-basis-law-text"))];
        if let Some(agency) = &self.report.agency {
            let calendar = match agency.calendar.as_str() {
                "CN" => t("report-basis-calendar-cn"),
                "weekends" => t("report-basis-calendar-weekends"),
                other => other.to_owned(),
            };
            basis.push((t("report-basis-calendar"), calendar));
            basis.push((t("report-basis-zone"), agency.time_zone.clone()));
        }
        for (name, hash) in &self.options.basis.procedures {
            basis.push((t("report-basis-procedures"), format!("{name} {hash}")));
        }
        if !self.options.basis.program.is_empty() {
            basis.push((t("report-basis-program"), self.options.basis.program.clone()));
        }
        basis
    }
}

/// Text as HTML shows it.
pub(super) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            other => escaped.push(other),
        }
    }
    escaped
}
