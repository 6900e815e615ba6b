//! The form of a row: a field for each column of its table, by what its cells hold.

use ::catalogue::Finding;
use efficacy::package::{Column, Kind, Table};
use efficacy::words::Words;
use ledger::Cells;

use super::reading::Fault;
use crate::catalogue::{Said, said_of};
use crate::portal::Terms;

/// Columns that are written in more than a line.
const LONG: [&str; 6] = ["title", "basis", "qualification", "question", "answer", "departments"];

/// How a field is filled in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Input {
    Line,
    Long,
    Day,
    Number,
    Choice,
}

/// A field of the form.
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) label: String,
    pub(super) value: String,
    pub(super) input: Input,
    pub(super) is_required: bool,
    /// The row is known by it: it stays as it is.
    pub(super) is_fixed: bool,
    /// What may be chosen, with whether it is.
    pub(super) choices: Vec<(&'static str, String, bool)>,
    /// What is wrong with what was written.
    pub(super) faults: Vec<String>,
    /// What stands now, where that isn't what is written.
    pub(super) stands: Option<String>,
    /// What rules find wrong with it.
    pub(super) findings: Vec<Said>,
}

/// What a form is filled in with.
#[derive(Default)]
pub(super) struct Filled<'a> {
    /// Cells in the order of the columns.
    pub(super) texts: Vec<String>,
    /// Whether the row is there, so that its key stays.
    pub(super) is_there: bool,
    pub(super) faults: &'a [Fault],
    /// What stands now, if somebody else changed it meanwhile.
    pub(super) stands: Option<&'a Cells>,
    pub(super) findings: &'a [Finding],
}

/// The form of a row.
pub(super) fn fields(table: &'static Table, filled: &Filled<'_>, words: &Words) -> Vec<Field> {
    let field = |(place, column): (usize, &'static Column)| {
        let value = filled.texts.get(place).cloned().unwrap_or_default();
        let faults = filled.faults.iter().filter(|fault| fault.is_of(column));
        let element = format!("{}.{}", table.name, column.name);
        let findings = filled.findings.iter().filter(|finding| finding.element == element);
        let stands = filled.stands.map(|cells| cells.get(column.name).map_or("", String::as_str));
        let is_key = table.key.is_some_and(|key| key.contains(&column.name));
        Field {
            name: column.name,
            label: Terms(words).column(column),
            input: input(column),
            is_required: column.required,
            is_fixed: is_key && filled.is_there,
            choices: choices(column, &value, words),
            faults: faults.map(|fault| fault.says(words)).collect(),
            stands: stands.filter(|stands| *stands != value).map(|stands| match stands {
                "" => words.text("portal-guide-not-given"),
                stands => Terms(words).cell(column, stands),
            }),
            findings: findings.map(|finding| said_of(finding, words)).collect(),
            value,
        }
    };
    table.columns.iter().enumerate().map(field).collect()
}

fn input(column: &Column) -> Input {
    match column.kind {
        Kind::Flag => Input::Choice,
        Kind::Code if !column.terms.is_empty() => Input::Choice,
        Kind::Day => Input::Day,
        Kind::Number => Input::Number,
        Kind::Text if LONG.contains(&column.name) => Input::Long,
        Kind::Text | Kind::Code | Kind::Instant => Input::Line,
    }
}

fn choices(column: &Column, value: &str, words: &Words) -> Vec<(&'static str, String, bool)> {
    const FLAG: &[(&str, &str)] = &[("true", "是"), ("false", "否")];
    let terms = if column.kind == Kind::Flag { FLAG } else { column.terms };
    terms.iter().map(|(code, _)| (*code, Terms(words).cell(column, code), *code == value)).collect()
}

/// The cells that a form says, in the order of the columns; the key of a row that is there stays.
pub(super) fn texts_of(
    table: &Table,
    sent: &[(String, String)],
    there: Option<&Cells>,
) -> Vec<String> {
    let is_key = |column: &Column| table.key.is_some_and(|key| key.contains(&column.name));
    let stays = |column: &Column| {
        let cells = there.filter(|_| is_key(column))?;
        Some(cells.get(column.name).cloned().unwrap_or_default())
    };
    let text = |column: &Column| {
        let cell = || sent.iter().find(|(name, _)| name == column.name).map(|(_, cell)| cell);
        // Browsers send lines with CRLF (HTML, form submission).
        let written = || Some(cell()?.replace("\r\n", "\n").trim().to_owned());
        stays(column).or_else(written).unwrap_or_default()
    };
    table.columns.iter().map(text).collect()
}

/// The cells of a row in the order of the columns.
pub(super) fn texts(table: &Table, cells: &Cells) -> Vec<String> {
    let columns = table.columns.iter();
    columns.map(|column| cells.get(column.name).cloned().unwrap_or_default()).collect()
}

#[cfg(test)]
mod tests {
    use super::super::kept;
    use super::*;
    use crate::words;
    use efficacy::words::Lang;

    #[test]
    fn every_column_of_every_register_has_a_field_by_what_it_holds() {
        for (_, table) in kept() {
            let fields = fields(table, &Filled::default(), &words::of(Lang::ZhCn));
            assert_eq!(fields.len(), table.columns.len());
            for (field, column) in fields.iter().zip(table.columns) {
                let is_choice = field.input == Input::Choice;
                assert_eq!(is_choice, !field.choices.is_empty(), "{}", column.name);
                assert_eq!(field.input == Input::Day, column.kind == Kind::Day, "{}", column.name);
            }
        }
        let is_column = |name: &&str| kept().any(|(_, table)| table.column(name).is_some());
        assert!(LONG.iter().all(is_column));
    }

    #[test]
    fn the_key_of_a_row_stays_whatever_is_sent() {
        let (_, table) = super::super::register("proofs").unwrap();
        let there = Cells::from([("name".to_owned(), "居住证明".to_owned())]);
        let sent = [("name", "别的"), ("basis", " 一\r\n二 ")].map(|(a, b)| (a.into(), b.into()));
        assert_eq!(texts_of(table, &sent, Some(&there)), ["居住证明", "", "一\n二"]);
        assert_eq!(texts_of(table, &sent, None)[0], "别的");
    }
}
