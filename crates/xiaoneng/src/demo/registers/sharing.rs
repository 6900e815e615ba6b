//! What is shared with other departments: licences issued, requests for data, promises compared.

use legal_clock::Day;

use super::sheet::{Sheet, number, worked_date, worked_day};
use super::{AGENCY, INTERFACES, Registers};
use crate::demo::DemoError;
use crate::demo::chance::Chance;
use crate::demo::moment::Office;
use crate::demo::table::{Folder, Table};

const LICENCE_TYPES: &str = include_str!("licence_types.csv");
const DEPARTMENTS: &str = include_str!("departments.csv");
/// Provinces whose promises ours are compared with.
const PEERS: [&str; 5] = ["浙江省", "江苏省", "山东省", "福建省", "湖南省"];

/// Writes the types of electronic licences, and how many each department issued in the year and in
/// the one before, three quarters as many.
pub(super) fn write_licences(registers: &Registers, dir: &Folder) -> Result<(), DemoError> {
    let types = Sheet::read(LICENCE_TYPES, registers.year)?;
    let columns = ["type_code", "name", "common", "fully_issued"];
    let mut table = Table::create(dir, "licence_types", &columns)?;
    for row in types.each(columns)? {
        table.row(row)?;
    }
    table.finish()?;

    let departments = Sheet::read(DEPARTMENTS, registers.year)?;
    let columns = ["department", "type_code", "year", "issued", "own"];
    let mut table = Table::create(dir, "licence_counts", &columns)?;
    for (year, quarters) in [(registers.year - 1, 3), (registers.year, 4)] {
        let year = year.to_string();
        let issued = |cell| Ok((number(cell)? * quarters / 4).to_string());
        for [code, in_year] in types.each(["type_code", "issued"])? {
            let issued: Result<_, DemoError> = issued(in_year);
            table.row([AGENCY, code, &year, &issued?, "true"])?;
        }
        let others = departments.each(["name", "licences_issued"])?;
        for [name, in_year] in others.filter(|[_, in_year]| !in_year.is_empty()) {
            table.row([name, "", &year, &issued(in_year)?, "false"])?;
        }
    }
    table.finish()
}

/// Writes the requests for shared data, each met with one of the interfaces.
pub(super) fn write_requests(
    registers: &Registers,
    dir: &Folder,
    office: &Office,
    chance: &mut Chance,
) -> Result<(), DemoError> {
    let year = registers.year;
    let interfaces = Sheet::read(INTERFACES, year)?;
    let this_year = format!("{year:04}");
    let open: Vec<&str> = interfaces
        .each(["interface_code", "opened_on", "closed_on"])?
        .filter(|[_, opened, closed]| closed.is_empty() && !opened.starts_with(&this_year))
        .map(|[code, ..]| code)
        .collect();
    let columns = [
        "request_id",
        "requester",
        "requester_level",
        "interface_code",
        "requested_on",
        "decided_on",
        "met",
    ];
    let mut table = Table::create(dir, "data_requests", &columns)?;
    let first = worked_date((year, 1, 2), office)?;
    let last = worked_date((year, 11, 30), office)?;
    let mut count = 0;
    let departments = Sheet::read(DEPARTMENTS, year)?;
    for [name, level, requests] in departments.each(["name", "level", "data_requests"])? {
        for _ in 0..number(requests)? {
            count += 1;
            let id = format!("XQ{year}-{count:03}");
            let asked = some_day_between(first, last, office, chance);
            let decided = office.working_days_after(asked, chance.between(2, 10));
            let interface = open[chance.between(0, open.len() as u32 - 1) as usize];
            let (asked, decided) = (asked.to_string(), decided.to_string());
            table.row([&id, name, level, interface, &asked, &decided, "true"])?;
        }
    }
    table.finish()
}

fn some_day_between(first: Day, last: Day, office: &Office, chance: &mut Chance) -> Day {
    worked_day(first + chance.between(0, (last - first) as u32) as i32, office)
}

/// Writes what other provinces promise for our licences: seldom less than we do.
pub(super) fn write_peers(
    registers: &Registers,
    dir: &Folder,
    chance: &mut Chance,
) -> Result<(), DemoError> {
    let columns = ["item_code", "province", "promised_limit", "promised_unit", "materials"];
    let mut table = Table::create(dir, "peer_items", &columns)?;
    for item in registers.items.iter().filter(|item| item.is_licence) {
        let ours = item.latest_promise();
        for province in PEERS {
            if !chance.happens(850) {
                continue;
            }
            let ahead = if chance.happens(40) { 2 } else { 0 };
            let least = ours.amount.saturating_sub(ahead).max(1);
            let theirs = chance.mostly_low(least, ours.amount * 2).to_string();
            let materials = chance.between(4, 11).to_string();
            table.row([&item.code, province, &theirs, ours.unit.name(), &materials])?;
        }
    }
    table.finish()
}
