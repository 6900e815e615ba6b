//! A year of an agency's work, ready to be counted.

use foldhash::HashMap;
use legal_clock::Calendar;

use crate::facts::{Catalogue, CodeId, Facts, Period, RowId, catalogue};
use crate::package::tables::Item;

use super::registers::Registers;

/// Everything the figures are read from.
#[derive(Debug)]
pub struct Year {
    /// The year reported on.
    pub period: Period,
    /// The calendar its days are counted in.
    pub calendar: Calendar,
    /// The registers of the package but its items.
    pub registers: Registers,
    /// All item rows.
    pub catalogue: Catalogue,
    /// Facts of its matters.
    pub facts: Facts,
    /// Item rows in force on 31 December, in file order.
    in_force: Vec<RowId>,
    mains: Vec<MainItem>,
    mains_of_code: Vec<Vec<usize>>,
    tables: Vec<&'static str>,
}

/// A main item (主项) with the rows under it that are in force on 31 December.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MainItem {
    code: usize,
    rows: Vec<RowId>,
}

impl Year {
    /// The year of these registers and facts; `tables` names the tables the package has.
    pub fn new(
        period: Period,
        calendar: Calendar,
        registers: Registers,
        catalogue: Catalogue,
        facts: Facts,
        tables: Vec<&'static str>,
    ) -> Self {
        let in_force = catalogue.in_force(period.last);
        let mut mains: Vec<MainItem> = Vec::new();
        let mut place = HashMap::default();
        for &row in &in_force {
            let code = catalogue.main_of(row);
            let index = *place.entry(code).or_insert_with(|| {
                mains.push(MainItem { code, rows: Vec::new() });
                mains.len() - 1
            });
            mains[index].rows.push(row);
        }
        // A case belongs to every main item that a row of its item code, of any time, is under.
        let mains_of_code = (0..catalogue.code_count() as u32)
            .map(|code| {
                let rows = catalogue.rows_of(CodeId(code));
                let mut mains: Vec<usize> = rows
                    .iter()
                    .filter_map(|&row| place.get(&catalogue.main_of(row)).copied())
                    .collect();
                mains.sort_unstable();
                mains.dedup();
                mains
            })
            .collect();
        Self {
            period,
            calendar,
            registers,
            catalogue,
            facts,
            in_force,
            mains,
            mains_of_code,
            tables,
        }
    }

    /// Whether the package has this table.
    pub fn has(&self, table: &str) -> bool {
        self.tables.contains(&table)
    }

    /// Items (事项): rows in force on 31 December, in file order.
    pub fn items(&self) -> impl Iterator<Item = &Item<'static>> {
        self.in_force.iter().map(|&row| self.catalogue.row(row))
    }

    /// The rows in force on 31 December, in file order.
    pub fn in_force(&self) -> &[RowId] {
        &self.in_force
    }

    /// Main items with a row in force on 31 December, in the order of their first such row.
    pub fn mains(&self) -> &[MainItem] {
        &self.mains
    }

    /// Main items that an item code is under, as places in [`Year::mains`].
    pub fn mains_of(&self, code: CodeId) -> &[usize] {
        &self.mains_of_code[code.0 as usize]
    }

    /// Main items with an item of kind 行政许可, on application or not, each with its place.
    pub fn licence_mains(&self) -> impl Iterator<Item = (usize, &MainItem)> {
        self.mains
            .iter()
            .enumerate()
            .filter(|(_, main)| main.items(self).any(catalogue::is_licence))
    }
}

impl MainItem {
    /// Its code.
    pub fn code<'a>(&self, year: &'a Year) -> &'a str {
        &year.catalogue.main_codes()[self.code]
    }

    /// Its rows in force, in file order.
    pub fn items<'a>(&'a self, year: &'a Year) -> impl Iterator<Item = &'a Item<'static>> {
        self.rows.iter().map(|&row| year.catalogue.row(row))
    }

    /// Its rows of kind 行政许可.
    pub fn licences<'a>(&'a self, year: &'a Year) -> impl Iterator<Item = &'a Item<'static>> {
        self.items(year).filter(|item| catalogue::is_licence(item))
    }

    /// Its rows on application.
    pub fn on_application<'a>(&'a self, year: &'a Year) -> impl Iterator<Item = &'a Item<'static>> {
        self.items(year).filter(|item| item.on_application)
    }

    /// Its first row, which stands for it in breakdowns.
    pub fn first<'a>(&self, year: &'a Year) -> &'a Item<'static> {
        year.catalogue.row(self.rows[0])
    }
}
