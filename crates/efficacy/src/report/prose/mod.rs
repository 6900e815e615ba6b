//! The paragraph of each section, built from its figures in the words of the trade.
//!
//! A section is a handful of sentences (`sentences`); each has its words in
//! `locales/*/report.ftl`, which choose their form by the figure's case: zero, one, many; none,
//! some, all; nothing to count. A sentence whose figure can't be told is left out, and the
//! paragraph ends by saying what is missing and for want of which table.
//!
//! To tell a new figure: add it to a sentence here and write the words in both languages.

mod sentences;

use std::fmt;

use fluent_bundle::FluentArgs;

use self::sentences::{SECTIONS, Sentence};
use super::figure_words::{FigureWords, missing_table};
use super::{Figure, Number, Report, Unit};
use crate::words::Words;

/// A paragraph whose numbers know which figure they are.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Paragraph {
    /// Its text and numbers in reading order.
    pub pieces: Vec<Piece>,
}

/// A stretch of a [`Paragraph`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A number of a figure.
    Number {
        /// The figure's id.
        figure: String,
        /// The number as people read it.
        shown: String,
    },
}

impl Paragraph {
    /// Its text and numbers as they are read.
    pub fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text) | Piece::Number { shown: text, .. } => text.as_str(),
            })
            .collect()
    }
}

/// The paragraph with each number in brackets, as snapshots read it.
impl fmt::Display for Paragraph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.pieces.iter().try_for_each(|piece| match piece {
            Piece::Text(text) => f.write_str(text),
            Piece::Number { shown, .. } => write!(f, "[{shown}]"),
        })
    }
}

/// The computed paragraph of a section (1 to 18); empty for any other.
pub fn paragraph(report: &Report, section: u8, words: &Words) -> Paragraph {
    let Some(sentences) = usize::from(section).checked_sub(1).and_then(|n| SECTIONS.get(n)) else {
        return Paragraph::default();
    };
    let teller = Teller { report, words, shown: FigureWords::new(words) };
    let mut told: Vec<String> =
        sentences.iter().filter_map(|sentence| teller.sentence(sentence)).collect();
    told.extend(teller.documents(section));
    told.extend(teller.missing(section));
    told.retain(|sentence| !sentence.is_empty());
    Paragraph::from_marked(&told.join(&words.text("report-prose-between")))
}

/// Ids of the figures that the prose of a section tells, in order.
pub fn figures_told(section: u8) -> impl Iterator<Item = &'static str> {
    usize::from(section)
        .checked_sub(1)
        .and_then(|n| SECTIONS.get(n))
        .into_iter()
        .flat_map(|sentences| sentences.iter())
        .flat_map(|sentence| sentence.figures.iter().map(|(_, id)| *id))
}

// Numbers travel through the words between these marks of the private use area, which the
// agency's name is freed of beforehand.
const BEGIN: char = '\u{E000}';
const SHOWN: char = '\u{E001}';
const END: char = '\u{E002}';

fn marked(figure: &str, shown: &str) -> String {
    format!("{BEGIN}{figure}{SHOWN}{shown}{END}")
}

fn unmarked(text: &str) -> String {
    text.replace([BEGIN, SHOWN, END], "")
}

impl Paragraph {
    fn from_marked(text: &str) -> Self {
        let mut pieces = Vec::new();
        for (index, stretch) in text.split(BEGIN).enumerate() {
            let number = (index > 0)
                .then(|| stretch.split_once(SHOWN))
                .flatten()
                .and_then(|(figure, rest)| Some((figure, rest.split_once(END)?)));
            let rest = if let Some((figure, (shown, rest))) = number {
                pieces.push(Piece::Number { figure: figure.to_owned(), shown: shown.to_owned() });
                rest
            } else {
                stretch
            };
            if !rest.is_empty() {
                pieces.push(Piece::Text(rest.to_owned()));
            }
        }
        Self { pieces }
    }
}

struct Teller<'a> {
    report: &'a Report,
    words: &'a Words,
    shown: FigureWords<'a>,
}

impl<'a> Teller<'a> {
    fn figure(&self, id: &str) -> Option<&'a Figure> {
        self.report.figures.iter().find(|figure| figure.id == id)
    }

    /// The sentence, or nothing when one of its figures can't be told.
    fn sentence(&self, sentence: &Sentence) -> Option<String> {
        let mut args = self.common_args();
        let mut first = None;
        for (name, id) in sentence.figures {
            let figure = self.figure(id).filter(|figure| can_be_told(figure))?;
            self.add(&mut args, name, figure);
            let of = share_case(figure.value, *first.get_or_insert(figure.value));
            args.set(format!("{name}-of"), of);
        }
        if !sentence.parts.is_empty() {
            let parts: Vec<String> = sentence
                .parts
                .iter()
                .filter(|(name, _)| {
                    let id = sentence.figures.iter().find(|(other, _)| other == name);
                    id.and_then(|(_, id)| self.figure(id)).and_then(|figure| figure.value)
                        != Some(Number(0.0))
                })
                .map(|(_, key)| self.words.format_args(key, &args))
                .collect();
            args.set("list-is", count_case(parts.len() as f64));
            args.set("list", self.words.list(&parts));
        }
        Some(self.words.format_args(sentence.key, &args))
    }

    /// How many documents were issued on this section's work (section 13 tells them all).
    fn documents(&self, section: u8) -> Option<String> {
        if section == 13 {
            return None;
        }
        let key = section.to_string();
        let issued = self
            .report
            .breakdowns
            .iter()
            .find(|part| {
                part.figure == "documents_issued" && part.by == "section" && part.key == key
            })
            .and_then(|part| part.value)
            .filter(|issued| issued.0 > 0.0)?;
        let mut args = FluentArgs::new();
        args.set("documents-is", count_case(issued.0));
        args.set("documents", marked("documents_issued", &self.words.number(issued.0)));
        Some(self.words.format_args("report-prose-documents", &args))
    }

    /// What the section can't tell, a sentence for each reason.
    fn missing(&self, section: u8) -> Vec<String> {
        let mut reasons: Vec<(&str, Vec<String>)> = Vec::new();
        let untold = self
            .report
            .figures
            .iter()
            .filter(|figure| figure.section == section && !can_be_told(figure));
        for figure in untold {
            let reason = figure.missing.as_deref().unwrap_or_default();
            let name = marked(figure.id, &self.shown.name(figure.id));
            match reasons.iter_mut().find(|(known, _)| *known == reason) {
                Some((_, names)) => names.push(name),
                None => reasons.push((reason, vec![name])),
            }
        }
        reasons.into_iter().map(|(reason, names)| self.untold(reason, &names)).collect()
    }

    fn untold(&self, reason: &str, names: &[String]) -> String {
        let mut args = FluentArgs::new();
        args.set("figures", self.words.list(names));
        if let Some(table) = missing_table(reason) {
            args.set("table", self.words.text(&format!("table-{table}")));
            self.words.format_args("report-prose-missing", &args)
        } else {
            args.set("reason", unmarked(reason));
            self.words.format_args("report-prose-unknown", &args)
        }
    }

    fn common_args(&self) -> FluentArgs<'static> {
        let mut args = FluentArgs::new();
        args.set("year", self.report.year.to_string());
        args.set("we", we(self.report, self.words));
        args
    }

    /// A figure's value, parts and case under the name the words know it by.
    fn add(&self, args: &mut FluentArgs<'static>, name: &str, figure: &Figure) {
        args.set(name.to_owned(), marked(figure.id, &self.shown.value(figure)));
        args.set(format!("{name}-is"), case(figure));
        let rest = figure.denominator.zip(figure.numerator).map(|(d, n)| Number(d.0 - n.0));
        for (part, number) in [("n", figure.numerator), ("d", figure.denominator), ("rest", rest)] {
            if let Some(number) = number {
                let shown = marked(figure.id, &self.words.number(number.0));
                args.set(format!("{name}-{part}"), shown);
                args.set(format!("{name}-{part}-is"), count_case(number.0));
            }
        }
    }
}

/// How the agency speaks of itself: 我厅, 我局 …, and 本机关 where its name doesn't say.
pub(super) fn we(report: &Report, words: &Words) -> String {
    let name = report.agency.as_ref().map_or("", |agency| &agency.name);
    // 某省公安厅（示范） is a 厅 too.
    let name = name.split(['（', '(']).next().unwrap_or(name).trim();
    words.text(match name.chars().last() {
        Some('厅') => "report-we-department",
        Some('局') => "report-we-bureau",
        Some('委') => "report-we-commission",
        Some('会') if name.ends_with("委员会") => "report-we-commission",
        _ => "report-we-agency",
    })
}

/// Whether there is a value, or at least the plain answer that there was nothing to count.
fn can_be_told(figure: &Figure) -> bool {
    figure.value.is_some() || has_nothing_to_count(figure)
}

fn has_nothing_to_count(figure: &Figure) -> bool {
    figure.missing.as_deref() == Some("nothing to count")
}

/// The case by which words choose their form.
fn case(figure: &Figure) -> &'static str {
    match (figure.value, figure.unit) {
        (None, _) => "nothing",
        (Some(Number(rate)), Unit::Rate) if rate < 0.0 => "negative",
        (Some(Number(rate)), Unit::Rate) => share_case(Some(Number(rate)), Some(Number(1.0))),
        (Some(Number(count)), _) => count_case(count),
    }
}

fn count_case(count: f64) -> &'static str {
    if count == 0.0 {
        "zero"
    } else if (count - 1.0).abs() < f64::EPSILON {
        "one"
    } else {
        "many"
    }
}

fn share_case(part: Option<Number>, whole: Option<Number>) -> &'static str {
    match (part, whole) {
        (Some(Number(0.0)), _) => "none",
        (Some(part), Some(whole)) if part == whole => "all",
        _ => "some",
    }
}
