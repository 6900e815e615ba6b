//! The registers of the demonstration agency.
//!
//! What stays the same from year to year lies beside this file as CSV. There `{0}` stands for the
//! year asked for, `{-1}` for the one before. A day on which an office did something (a column
//! that ends in `_on`) is moved to a working day. Registers that follow from others (the questions
//! people ask about an item, the meetings of each region) are made by the code.
//!
//! `items.csv` ends with three columns that only the simulation reads: `pace` (how cases are
//! decided, see [`Pace`]), `cases` (a year) and `persons` (applicants in a thousand). `regions.csv`
//! holds the cities of Guangdong and the counties of two of them, with their codes of GB/T 2260 as
//! of 2023, and each city's share of the applicants. Laws are named as they are; limits, documents
//! and counts are made up for the demonstration.

mod activities;
mod elements;
mod knowledge;
mod sharing;
mod sheet;

use legal_clock::{Day, Limit};

use super::DemoError;
use super::chance::Chance;
use super::moment::Office;
use super::table::{Folder, Table};
use sheet::{Sheet, day, number, unit, worked_day};

const ITEMS: &str = include_str!("items.csv");
const INTERFACES: &str = include_str!("interfaces.csv");
const MATERIALS: &str = include_str!("materials.csv");
const MODELS: &str = include_str!("models.csv");
const REGIONS: &str = include_str!("regions.csv");

/// Registers written as they are, with their days filled in.
const AS_THEY_ARE: &[(&str, &str)] = &[
    ("power_changes", include_str!("power_changes.csv")),
    ("intermediary_services", include_str!("intermediary_services.csv")),
    ("proofs", include_str!("proofs.csv")),
    ("documents", include_str!("documents.csv")),
    ("systems", include_str!("systems.csv")),
    ("models", MODELS),
    ("rating_points", include_str!("rating_points.csv")),
    ("connected_systems", include_str!("connected_systems.csv")),
    ("interfaces", INTERFACES),
];

/// The agency's name: like the department of the report this demonstration follows, and plainly
/// not that department.
const AGENCY: &str = "广东省公安厅（示范）";
const REGION: &str = "440000";

/// How an item's cases are decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Pace {
    /// With days in hand.
    Quick,
    /// On the last day of the promise.
    Line,
    /// At the counter, in minutes.
    Spot,
}

/// What is promised from a day on; from the beginning where no day is given.
#[derive(Debug, Clone, Copy)]
struct Promise {
    from: Option<Day>,
    limit: Limit,
}

/// A handling item, with what the simulation needs to know of it.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) code: String,
    pub(super) division: String,
    pub(super) is_licence: bool,
    /// Times the applicant has to come.
    pub(super) trips: u32,
    pub(super) pace: Pace,
    /// The clock runs from receipt (`clock_anchor`).
    pub(super) from_receipt: bool,
    /// Cases a year.
    pub(super) cases: u32,
    /// Applicants in a thousand that are persons.
    pub(super) persons: u32,
    first_promise: Promise,
    later_promises: Vec<Promise>,
}

impl Item {
    /// The promise of the row in force on `day`.
    pub(super) fn promise_on(&self, day: Day) -> Limit {
        let in_force = |promise: &&Promise| promise.from.is_none_or(|from| from <= day);
        let later = self.later_promises.iter().rev().find(in_force);
        later.unwrap_or(&self.first_promise).limit
    }

    pub(super) fn latest_promise(&self) -> Limit {
        self.later_promises.last().unwrap_or(&self.first_promise).limit
    }
}

/// A region with its share of the applicants.
#[derive(Debug)]
struct Region {
    code: String,
    is_city: bool,
    weight: u32,
}

/// The registers for a year.
pub(super) struct Registers {
    year: i16,
    pub(super) items: Vec<Item>,
    regions: Vec<Region>,
    /// Names of the supervision models in use, with the day each came into use.
    pub(super) models: Vec<(String, Day)>,
}

impl Registers {
    /// The registers as they stand for `year`.
    pub(super) fn for_year(year: i16, office: &Office) -> Result<Self, DemoError> {
        let items = read_items(year)?;
        let regions = read_regions(year)?;
        let models = read_models(year, office)?;
        Ok(Self { year, items, regions, models })
    }

    /// A region an applicant may come from.
    pub(super) fn region(&self, chance: &mut Chance) -> &str {
        let total: u32 = self.regions.iter().map(|region| region.weight).sum();
        let mut left = chance.between(1, total);
        for region in &self.regions {
            if left <= region.weight {
                return &region.code;
            }
            left -= region.weight;
        }
        REGION
    }

    /// Writes every register of the package into `dir`.
    pub(super) fn write(
        &self,
        dir: &Folder,
        office: &Office,
        chance: &mut Chance,
    ) -> Result<(), DemoError> {
        let columns = ["name", "region", "year", "calendar", "time_zone"];
        let mut agency = Table::create(dir, "agency", &columns)?;
        agency.row([AGENCY, REGION, &self.year.to_string(), "CN", "Asia/Shanghai"])?;
        agency.finish()?;
        for (name, text) in AS_THEY_ARE {
            self.write_as_it_is(dir, name, text, office)?;
        }
        self.write_items(dir)?;
        elements::write(self, dir)?;
        self.write_materials(dir)?;
        knowledge::write(self, dir, office)?;
        sharing::write_licences(self, dir)?;
        sharing::write_requests(self, dir, office, chance)?;
        sharing::write_peers(self, dir, chance)?;
        activities::write(self, dir, office, chance)
    }

    fn write_as_it_is(
        &self,
        dir: &Folder,
        name: &str,
        text: &str,
        office: &Office,
    ) -> Result<(), DemoError> {
        let Sheet { columns, mut rows } = Sheet::read(text, self.year)?;
        for row in &mut rows {
            for (cell, column) in row.iter_mut().zip(&columns) {
                let given = if column.ends_with("_on") { day(cell)? } else { None };
                if let Some(given) = given {
                    *cell = worked_day(given, office).to_string();
                }
            }
        }
        let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
        let mut table = Table::create(dir, name, &columns)?;
        for row in &rows {
            table.row(row.iter().map(String::as_str))?;
        }
        table.finish()
    }

    /// The items, without what only the simulation reads.
    fn write_items(&self, dir: &Folder) -> Result<(), DemoError> {
        let sheet = Sheet::read(ITEMS, self.year)?;
        let kept = sheet.column("pace")?;
        let columns: Vec<&str> = sheet.columns[..kept].iter().map(String::as_str).collect();
        let mut table = Table::create(dir, "items", &columns)?;
        for row in &sheet.rows {
            table.row(row[..kept].iter().map(String::as_str))?;
        }
        table.finish()
    }

    /// The materials: a row of `materials.csv` holds for every item under its main item.
    fn write_materials(&self, dir: &Folder) -> Result<(), DemoError> {
        let sheet = Sheet::read(MATERIALS, self.year)?;
        let columns: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
        let mut table = Table::create(dir, "materials", &columns)?;
        for item in &self.items {
            for row in sheet.rows.iter().filter(|row| item.code.starts_with(&row[0])) {
                let rest = row[1..].iter().map(String::as_str);
                table.row([item.code.as_str()].into_iter().chain(rest))?;
            }
        }
        table.finish()
    }
}

/// The items; rows of one code follow each other, the earlier first.
fn read_items(year: i16) -> Result<Vec<Item>, DemoError> {
    let mut items: Vec<Item> = Vec::new();
    let sheet = Sheet::read(ITEMS, year)?;
    let limits = sheet.each(["item_code", "promised_limit", "promised_unit", "valid_from"])?;
    let others = ["kind", "division", "trips", "clock_anchor", "pace", "cases", "persons"];
    for ([code, amount, unit_name, from], other) in limits.zip(sheet.each(others)?) {
        let limit = Limit { amount: number(amount)?, unit: unit(unit_name)? };
        let promise = Promise { from: day(from)?, limit };
        if let Some(item) = items.last_mut().filter(|item| item.code == code) {
            item.later_promises.push(promise);
            continue;
        }
        let [kind, division, trips, anchor, pace, cases, persons] = other;
        items.push(Item {
            code: code.to_owned(),
            division: division.to_owned(),
            is_licence: kind == "licence",
            trips: number(trips)?,
            pace: match pace {
                "line" => Pace::Line,
                "spot" => Pace::Spot,
                _ => Pace::Quick,
            },
            from_receipt: anchor == "received",
            cases: number(cases)?,
            persons: number(persons)?,
            first_promise: promise,
            later_promises: Vec::new(),
        });
    }
    Ok(items)
}

fn read_regions(year: i16) -> Result<Vec<Region>, DemoError> {
    let sheet = Sheet::read(REGIONS, year)?;
    let rows = sheet.each(["code", "level", "weight"])?;
    rows.map(|[code, level, weight]| {
        Ok(Region { code: code.to_owned(), is_city: level == "city", weight: number(weight)? })
    })
    .collect()
}

fn read_models(year: i16, office: &Office) -> Result<Vec<(String, Day)>, DemoError> {
    let mut models = Vec::new();
    let sheet = Sheet::read(MODELS, year)?;
    for [name, from, retired_on] in sheet.each(["name", "in_use_from", "retired_on"])? {
        if let (Some(from), true) = (day(from)?, retired_on.is_empty()) {
            models.push((name.to_owned(), worked_day(from, office)));
        }
    }
    Ok(models)
}
