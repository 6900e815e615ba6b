//! Rows of a register read as those of a package are, with every fault by its column.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;
use std::sync::Arc;

use efficacy::package::tables::{self, EachTable};
use efficacy::package::{
    Code, Column, Elsewhere, Kind, Package, Refused, Row, Table, TextRow, TextRows, Value, Zone,
};
use efficacy::report::{DataQuality, Notice};
use efficacy::words::Words;
use ledger::Cells;
use legal_clock::Calendar;

use crate::portal::Terms;

/// What is wrong with a cell, or with a row as a whole.
#[derive(Debug, Clone)]
pub(super) struct Fault {
    /// Its row, 1 the first, and its line in the file.
    pub(super) place: Option<(u64, u64)>,
    pub(super) column: Option<&'static Column>,
    code: Code,
    message: String,
}

/// Rows that were read, each as a package has it, and what is wrong with others.
#[derive(Debug, Default)]
pub(super) struct Rows {
    pub(super) read: Vec<Cells>,
    pub(super) faults: Vec<Fault>,
    /// What is worth knowing, such as columns that aren't of the table.
    pub(super) notices: Vec<Notice>,
}

/// Rows of one table as a package.
struct Given {
    table: &'static Table,
    rows: Vec<TextRow>,
}

impl fmt::Debug for Given {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Given").field("table", &self.table.name).finish_non_exhaustive()
    }
}

impl Elsewhere for Given {
    fn has(&self, table: &Table) -> bool {
        table.name == self.table.name
    }

    fn rows(&self, _: &'static Table) -> Result<TextRows<'_>, Refused> {
        Ok(Box::new((1..).zip(self.rows.iter().cloned()).map(Ok)))
    }

    fn narratives(&self) -> Result<BTreeMap<u8, String>, Refused> {
        Ok(BTreeMap::new())
    }
}

/// Rows of one table as a package.
pub(super) fn package_of(table: &'static Table, rows: Vec<TextRow>) -> Package {
    Package::from_elsewhere(Arc::new(Given { table, rows }))
}

/// Where local times are told; no register that is kept has any.
pub(super) fn zone() -> Zone {
    Zone::new(Calendar::china().zone().clone())
}

/// The row that a form says, its cells in the order of the table's columns; or what is wrong with each.
pub(super) fn row(table: &'static Table, texts: &[String]) -> Result<Cells, Vec<Fault>> {
    let mut checked = Checking { table, texts, zone: zone(), faults: Vec::new() };
    // It can't fail: what is wrong is a fault.
    let _ = tables::each(&mut checked);
    if !checked.faults.is_empty() {
        return Err(checked.faults);
    }
    let package = package_of(table, vec![texts.to_vec()]);
    match rows(table, &package) {
        Ok(Rows { mut read, faults, .. }) => read.pop().ok_or(faults),
        Err(refused) => Err(vec![Fault {
            place: None,
            column: None,
            code: Code::BadValue,
            message: refused.message,
        }]),
    }
}

/// The rows of a table in the file of a folder.
pub(super) fn file(table: &'static Table, folder: &Path) -> Result<Rows, Refused> {
    rows(table, &Package::open(folder)?)
}

fn rows(table: &'static Table, package: &Package) -> Result<Rows, Refused> {
    let mut reading = Reading { table, package, zone: zone(), read: Rows::default() };
    tables::each(&mut reading)?;
    Ok(reading.read)
}

/// Checks each cell of a row.
struct Checking<'a> {
    table: &'static Table,
    texts: &'a [String],
    zone: Zone,
    faults: Vec<Fault>,
}

impl EachTable for Checking<'_> {
    type Error = std::convert::Infallible;

    fn table<R: Row>(&mut self) -> Result<(), Self::Error> {
        if R::TABLE.name != self.table.name {
            return Ok(());
        }
        for ((place, column), text) in self.table.columns.iter().enumerate().zip(self.texts) {
            if let Err(wrong) = R::check(place, Value::Text(text), &self.zone) {
                let (code, message) = (wrong.code, wrong.message);
                self.faults.push(Fault { place: None, column: Some(column), code, message });
            }
        }
        Ok(())
    }
}

/// Reads the rows of one table of a package.
struct Reading<'a> {
    table: &'static Table,
    package: &'a Package,
    zone: Zone,
    read: Rows,
}

impl EachTable for Reading<'_> {
    type Error = Refused;

    fn table<R: Row>(&mut self) -> Result<(), Refused> {
        let Self { table, package, zone, read } = self;
        if R::TABLE.name != table.name {
            return Ok(());
        }
        let mut quality = DataQuality::default();
        package.read::<R>(zone, &mut quality, |_, row| {
            let mut cells = Cells::new();
            let mut columns = table.columns.iter();
            row.write(zone, &mut |cell| {
                let cell = std::mem::take(cell);
                if let Some(column) = columns.next().filter(|_| !cell.is_empty()) {
                    cells.insert(column.name.to_owned(), cell);
                }
            });
            read.read.push(cells);
            Ok(())
        })?;
        read.notices = quality.notices;
        read.faults.extend(quality.set_aside.into_iter().map(|fault| Fault {
            place: Some((fault.row, fault.line)),
            column: table.column(&fault.column).map(|place| &table.columns[place]),
            code: Code::named(fault.code).unwrap_or(Code::BadValue),
            message: fault.message,
        }));
        Ok(())
    }
}

impl Fault {
    /// Whether it is of this column.
    pub(super) fn is_of(&self, column: &Column) -> bool {
        self.column.is_some_and(|own| own.name == column.name)
    }

    /// What was given, as the message shows it; and the number it ends with, if any.
    fn shown(&self) -> (&str, &str) {
        let given = self.message.split('`').nth(1).unwrap_or_default();
        let digits = |c: char| !c.is_ascii_digit();
        let number = self.message.split(digits).rfind(|part| !part.is_empty());
        (given, number.unwrap_or_default())
    }

    /// What is wrong and how to mend it.
    pub(super) fn says(&self, words: &Words) -> String {
        let (given, number) = self.shown();
        let terms = self.column.map_or(&[][..], |column| column.terms);
        let is_flag = self.column.is_some_and(|column| column.kind == Kind::Flag);
        let key = match self.code {
            Code::MissingValue => "registers-fault-missing",
            Code::BadDate => "registers-fault-date",
            Code::BadNumber => "registers-fault-number",
            Code::BadValue if is_flag => "registers-fault-flag",
            Code::BadValue if !terms.is_empty() => "registers-fault-term",
            Code::BadValue if self.column.is_some_and(|column| column.kind == Kind::Number) => {
                "registers-fault-range"
            }
            Code::BadValue => "registers-fault-region",
            Code::FieldTooLong => "registers-fault-long",
            Code::ControlCharacter => "registers-fault-control",
            Code::TooFewFields | Code::TooManyFields => "registers-fault-fields",
            Code::DuplicateKey => "registers-fault-repeated",
            _ => return self.message.clone(),
        };
        let term = |(code, chinese): &(&str, &str)| {
            let shown = Terms(words).term(chinese, code);
            if shown == *code { shown } else { format!("{shown} ({code})") }
        };
        let terms: Vec<String> = terms.iter().map(term).collect();
        let values = [
            ("given", given.to_owned().into()),
            ("number", number.to_owned().into()),
            ("terms", words.list(&terms).into()),
        ];
        words.format(key, &values)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words;
    use efficacy::words::Lang;

    fn documents() -> &'static Table {
        super::super::register("documents").unwrap().1
    }

    fn texts(cells: [&str; 6]) -> Vec<String> {
        cells.map(str::to_owned).into()
    }

    #[test]
    fn a_row_is_read_as_a_package_has_it() {
        let given = texts(["粤公通〔2019〕1号", "通知", "通知", "03", "", "已印发"]);
        let cells = row(documents(), &given).unwrap();
        assert_eq!((cells["kind"].as_str(), cells["section"].as_str()), ("notice", "3"));
        assert!(!cells.contains_key("issued_on") && cells["status"] == "issued");
    }

    #[test]
    fn every_cell_that_is_wrong_is_told_with_how_to_mend_it() {
        let given = texts(["", "通知", "plans", "19", "2019-02-30", "issued"]);
        let faults = row(documents(), &given).unwrap_err();
        let told = |lang: Lang| -> Vec<String> {
            faults.iter().map(|fault| fault.says(&words::of(lang))).collect()
        };
        let columns: Vec<_> = faults.iter().filter_map(|it| Some(it.column?.name)).collect();
        assert_eq!(columns, ["document_no", "kind", "section", "issued_on"]);
        let chinese = told(Lang::ZhCn);
        assert!(chinese[1].contains("plans") && chinese[1].contains("方案"), "{chinese:?}");
        assert!(chinese[2].contains("18") && chinese[3].contains("2019-02-30"), "{chinese:?}");
        assert!(told(Lang::En).iter().all(|says| says.is_ascii()));
    }
}
