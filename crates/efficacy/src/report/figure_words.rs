//! How a figure is named, defined and shown.

use super::{Figure, Number, Unit};
use crate::package::tables::TABLES;
use crate::words::Words;

/// The table for want of which a figure is missing, told from its reason.
pub(super) fn missing_table(reason: &str) -> Option<String> {
    let known = |word: &str| {
        let name = word.split('.').next().unwrap_or(word);
        TABLES.iter().find(|table| table.name == name).map(|table| table.name.replace('_', "-"))
    };
    let quoted = reason.split('`').skip(1).step_by(2).find_map(known);
    quoted.or_else(|| {
        reason.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_' || c == '.')).find_map(known)
    })
}

/// Figures that count what came too late: the only ones shown in red.
pub(super) fn counts_lateness(id: &str) -> bool {
    matches!(
        id,
        "cases_overdue"
            | "cases_open_overdue"
            | "warnings_overdue"
            | "tickets_overdue"
            | "acceptance_window_violations"
    )
}

/// The words of figures in one language.
#[derive(Debug, Clone, Copy)]
pub struct FigureWords<'a> {
    words: &'a Words,
}

impl<'a> FigureWords<'a> {
    /// The figures' words in the language of `words`.
    pub const fn new(words: &'a Words) -> Self {
        Self { words }
    }

    /// The figure's name: 按承诺时限办结率.
    pub fn name(&self, id: &str) -> String {
        self.words.text(&format!("figure-{}-name", id.replace('_', "-")))
    }

    /// What exactly the figure counts.
    pub fn definition(&self, id: &str) -> String {
        self.words.text(&format!("figure-{}-definition", id.replace('_', "-")))
    }

    /// Whether the language has words for this figure.
    pub fn knows(&self, id: &str) -> bool {
        self.words.has(&format!("figure-{}-name", id.replace('_', "-")))
    }

    /// The figure's value as people read it, without its unit except for percent; a dash where
    /// there is none.
    pub fn value(&self, figure: &Figure) -> String {
        self.number(figure.value, figure.unit)
    }

    /// A number in a unit as people read it.
    pub fn number(&self, number: Option<Number>, unit: Unit) -> String {
        match (number, unit) {
            (None, _) => "—".to_owned(),
            (Some(Number(rate)), Unit::Rate) => self.words.percent(rate),
            (Some(Number(number)), _) => self.words.number(number),
        }
    }

    /// The unit's name; empty for plain counts, rates and ranks.
    pub fn unit(&self, unit: Unit) -> String {
        match unit {
            Unit::Count | Unit::Rate | Unit::Rank => String::new(),
            Unit::WorkingDays => self.words.text("report-unit-working-days"),
            Unit::Minutes => self.words.text("report-unit-minutes"),
            Unit::Copies => self.words.text("report-unit-copies"),
            Unit::Visits => self.words.text("report-unit-visits"),
            Unit::Points => self.words.text("report-unit-points"),
        }
    }
}
