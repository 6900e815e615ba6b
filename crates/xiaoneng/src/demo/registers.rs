//! The registers of the demonstration agency.
//!
//! What stays the same from year to year lies beside this file as CSV: `registers/*.csv`. There
//! `{0}` stands for the year asked for, `{-1}` for the one before. A day on which an office did
//! something (a column that ends in `_on`) is moved to a working day of that year. Registers that
//! follow from others (the questions people ask about an item, the meetings of each region) are
//! made here.

use std::path::Path;

use legal_clock::{Day, Limit, Unit};

use super::DemoError;
use super::chance::Chance;
use super::moment::Office;
use super::table::Table;

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

/// What a promise was from a day on.
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
    pub(super) trips: u32,
    pub(super) pace: Pace,
    /// The clock runs from receipt (`clock_anchor`).
    pub(super) from_receipt: bool,
    /// Cases a year.
    pub(super) cases: u32,
    /// Applicants in a thousand that are persons.
    pub(super) persons: u32,
    promises: Vec<Promise>,
}

impl Item {
    /// The promise of the row in force on `day`.
    pub(super) fn promise_on(&self, day: Day) -> Limit {
        let in_force = self
            .promises
            .iter()
            .rev()
            .find(|promise| promise.from.is_none_or(|from| from <= day));
        in_force
            .or(self.promises.first())
            .map_or(Limit::working_days(20), |promise| promise.limit)
    }

    pub(super) fn latest_promise(&self) -> Limit {
        self.promises
            .last()
            .map_or(Limit::working_days(20), |promise| promise.limit)
    }
}

/// A region with its share of the applicants.
#[derive(Debug)]
pub(super) struct Region {
    pub(super) code: String,
    is_city: bool,
    weight: u32,
}

/// The registers for a year.
pub(super) struct Registers {
    year: i16,
    pub(super) items: Vec<Item>,
    pub(super) regions: Vec<Region>,
    /// Names of the supervision models with the day each came into use.
    pub(super) models: Vec<(String, Day)>,
}

const ITEMS: &str = include_str!("registers/items.csv");
const REGIONS: &str = include_str!("registers/regions.csv");
const MODELS: &str = include_str!("registers/models.csv");
const MATERIALS: &str = include_str!("registers/materials.csv");
const KNOWLEDGE: &str = include_str!("registers/knowledge.csv");
const LICENCE_TYPES: &str = include_str!("registers/licence_types.csv");
const DEPARTMENTS: &str = include_str!("registers/departments.csv");

/// Registers written as they are, with their days filled in.
const AS_THEY_ARE: &[(&str, &str)] = &[
    ("power_changes", include_str!("registers/power_changes.csv")),
    (
        "intermediary_services",
        include_str!("registers/intermediary_services.csv"),
    ),
    ("proofs", include_str!("registers/proofs.csv")),
    ("documents", include_str!("registers/documents.csv")),
    ("systems", include_str!("registers/systems.csv")),
    ("models", MODELS),
    ("rating_points", include_str!("registers/rating_points.csv")),
    (
        "connected_systems",
        include_str!("registers/connected_systems.csv"),
    ),
    ("interfaces", include_str!("registers/interfaces.csv")),
];

/// The agency's name: like the department of the report this demonstration follows, and plainly
/// not that department.
pub(super) const AGENCY: &str = "广东省公安厅（示范）";
const REGION: &str = "440000";
/// Departments whose promises ours are compared with.
const PEERS: [&str; 5] = ["浙江省", "江苏省", "山东省", "福建省", "湖南省"];

/// A register as read from beside this file.
struct Sheet {
    columns: Vec<String>,
    rows: Vec<Vec<String>>,
}

impl Sheet {
    /// Reads a register with the years filled in.
    fn read(text: &str, year: i16) -> Result<Self, DemoError> {
        let mut text = text.to_owned();
        for (place, offset) in [
            ("{0}", 0),
            ("{-1}", -1),
            ("{-2}", -2),
            ("{-3}", -3),
            ("{+1}", 1),
        ] {
            text = text.replace(place, &format!("{:04}", year + offset));
        }
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let columns = reader.headers()?.iter().map(str::to_owned).collect();
        let rows = reader
            .records()
            .map(|row| row.map(|row| row.iter().map(str::to_owned).collect()))
            .collect::<Result<_, _>>()?;
        Ok(Self { columns, rows })
    }

    /// The place of a column; the registers beside this file have all that are asked for.
    fn column(&self, name: &str) -> Result<usize, DemoError> {
        self.columns
            .iter()
            .position(|column| column == name)
            .ok_or_else(|| DemoError::Register {
                what: format!("column `{name}`"),
            })
    }

    /// The sheet as `(column, cell)` lookups, row by row.
    fn each<const N: usize>(
        &self,
        names: [&str; N],
    ) -> Result<impl Iterator<Item = [&str; N]>, DemoError> {
        let mut places = [0; N];
        for (place, name) in places.iter_mut().zip(names) {
            *place = self.column(name)?;
        }
        Ok(self
            .rows
            .iter()
            .map(move |row| places.map(|place| row[place].as_str())))
    }
}

fn number(cell: &str) -> Result<u32, DemoError> {
    cell.parse().map_err(|_| DemoError::Register {
        what: format!("number `{cell}`"),
    })
}

fn day(cell: &str) -> Result<Option<Day>, DemoError> {
    if cell.is_empty() {
        return Ok(None);
    }
    cell.parse().map(Some).map_err(|_| DemoError::Register {
        what: format!("date `{cell}`"),
    })
}

fn unit(cell: &str) -> Result<Unit, DemoError> {
    cell.parse().map_err(|_| DemoError::Register {
        what: format!("unit `{cell}`"),
    })
}

/// The working day on or after `day`, or before it at the end of a year.
fn worked_day(day: Day, office: &Office) -> Day {
    let moved = office.working_day_from(day);
    if moved.year() == day.year() {
        moved
    } else {
        office.working_day_until(day, day + -14)
    }
}

impl Registers {
    /// The registers as they stand for `year`.
    pub(super) fn for_year(year: i16, office: &Office) -> Result<Self, DemoError> {
        let regions = Sheet::read(REGIONS, year)?
            .each(["code", "level", "weight"])?
            .map(|[code, level, weight]| {
                Ok(Region {
                    code: code.to_owned(),
                    is_city: level == "city",
                    weight: number(weight)?,
                })
            })
            .collect::<Result<_, DemoError>>()?;
        let mut models = Vec::new();
        for [name, in_use_from, retired_on] in
            Sheet::read(MODELS, year)?.each(["name", "in_use_from", "retired_on"])?
        {
            if let (Some(from), None) = (day(in_use_from)?, day(retired_on)?) {
                models.push((name.to_owned(), worked_day(from, office)));
            }
        }
        Ok(Self {
            year,
            items: read_items(year)?,
            regions,
            models,
        })
    }

    /// A region an applicant may come from.
    pub(super) fn region(&self, chance: &mut Chance) -> &str {
        let total = self.regions.iter().map(|region| region.weight).sum::<u32>();
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
        dir: &Path,
        office: &Office,
        chance: &mut Chance,
    ) -> Result<(), DemoError> {
        let mut agency = Table::create(
            dir,
            "agency",
            &["name", "region", "year", "calendar", "time_zone"],
        )?;
        agency.row([
            AGENCY,
            REGION,
            &self.year.to_string(),
            "CN",
            "Asia/Shanghai",
        ])?;
        agency.finish()?;
        for (name, text) in AS_THEY_ARE {
            self.write_as_it_is(dir, name, text, office)?;
        }
        self.write_items(dir)?;
        self.write_materials(dir)?;
        self.write_knowledge(dir, office)?;
        self.write_peers(dir, chance)?;
        self.write_licence_types(dir)?;
        self.write_requests(dir, office, chance)?;
        self.write_activities(dir, office, chance)
    }

    fn write_as_it_is(
        &self,
        dir: &Path,
        name: &str,
        text: &str,
        office: &Office,
    ) -> Result<(), DemoError> {
        let mut sheet = Sheet::read(text, self.year)?;
        for (place, column) in sheet.columns.iter().enumerate() {
            if column.ends_with("_on") {
                for row in &mut sheet.rows {
                    if let Some(given) = day(&row[place])? {
                        row[place] = worked_day(given, office).to_string();
                    }
                }
            }
        }
        let columns: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
        let mut table = Table::create(dir, name, &columns)?;
        for row in &sheet.rows {
            table.row(row.iter().map(String::as_str))?;
        }
        table.finish()
    }

    /// The items, without what only the simulation wants to know.
    fn write_items(&self, dir: &Path) -> Result<(), DemoError> {
        let sheet = Sheet::read(ITEMS, self.year)?;
        let kept = sheet.column("pace")?;
        let columns: Vec<&str> = sheet.columns[..kept].iter().map(String::as_str).collect();
        let mut table = Table::create(dir, "items", &columns)?;
        for row in &sheet.rows {
            table.row(row[..kept].iter().map(String::as_str))?;
        }
        table.finish()
    }

    /// The materials: a row beside this file holds for every item under its main item.
    fn write_materials(&self, dir: &Path) -> Result<(), DemoError> {
        let sheet = Sheet::read(MATERIALS, self.year)?;
        let columns: Vec<&str> = sheet.columns.iter().map(String::as_str).collect();
        let mut table = Table::create(dir, "materials", &columns)?;
        for item in &self.items {
            for row in sheet
                .rows
                .iter()
                .filter(|row| item.code.starts_with(&row[0]))
            {
                table.row(
                    std::iter::once(&item.code)
                        .chain(&row[1..])
                        .map(String::as_str),
                )?;
            }
        }
        table.finish()
    }

    /// General questions, and for each item how it is applied for and how long it takes.
    fn write_knowledge(&self, dir: &Path, office: &Office) -> Result<(), DemoError> {
        let mut table = Table::create(
            dir,
            "knowledge",
            &[
                "entry_id",
                "question",
                "answer",
                "item_code",
                "updated_on",
                "retired_on",
            ],
        )?;
        let mut entries = 0;
        let mut entry =
            |question: &str, answer: &str, item: &str, updated: Day, retired: Option<Day>| {
                entries += 1;
                let retired = retired.map(|day| day.to_string()).unwrap_or_default();
                let (id, updated) = (format!("ZS{entries:04}"), updated.to_string());
                table.row([id.as_str(), question, answer, item, &updated, &retired])
            };
        let on = |offset: i16, month: i8, day_of_month: i8| {
            Day::new(self.year + offset, month, day_of_month)
                .map(|day| worked_day(day, office))
                .ok_or_else(|| DemoError::Year { year: self.year })
        };
        for (n, [question, answer]) in Sheet::read(KNOWLEDGE, self.year)?
            .each(["question", "answer"])?
            .enumerate()
        {
            entry(question, answer, "", on(-1, 1 + (n % 12) as i8, 10)?, None)?;
        }
        let sheet = Sheet::read(ITEMS, self.year)?;
        let columns = [
            "item_code",
            "name",
            "promised_limit",
            "promised_unit",
            "valid_to",
        ];
        for (n, [code, name, amount, unit_name, valid_to]) in sheet.each(columns)?.enumerate() {
            let answer = format!("承诺时限为{amount}{}。", unit_in_words(unit(unit_name)?));
            let question = format!("办理“{name}”需要多长时间？");
            if let Some(last) = day(valid_to)? {
                // Said of the earlier promise, until it was shortened.
                entry(&question, &answer, code, on(-1, 9, 3)?, Some(last))?;
                continue;
            }
            let updated = on(0, 1 + (n % 9) as i8, 3 + (n % 20) as i8)?;
            entry(&question, &answer, code, updated, None)?;
            let question = format!("如何申请“{name}”？");
            let answer = "在广东政务服务网搜索事项名称，按办事指南提交申请材料。";
            entry(&question, answer, code, updated, None)?;
        }
        for question in [
            "新版证照样式从何时启用？",
            "春节期间窗口如何安排？",
            "如何预约专窗？",
        ] {
            entry(question, "见办事指南的最新说明。", "", on(1, 1, 16)?, None)?;
        }
        table.finish()
    }

    /// What five other provinces promise for our licences.
    fn write_peers(&self, dir: &Path, chance: &mut Chance) -> Result<(), DemoError> {
        let columns = [
            "item_code",
            "province",
            "promised_limit",
            "promised_unit",
            "materials",
        ];
        let mut table = Table::create(dir, "peer_items", &columns)?;
        for item in self.items.iter().filter(|item| item.is_licence) {
            let ours = item.latest_promise();
            for province in PEERS {
                if !chance.happens(850) {
                    continue;
                }
                let least = if chance.happens(40) {
                    ours.amount.saturating_sub(2).max(1)
                } else {
                    ours.amount
                };
                let theirs = chance.mostly_low(least, ours.amount * 2);
                let materials = chance.between(4, 11);
                table.row([
                    item.code.as_str(),
                    province,
                    &theirs.to_string(),
                    &ours.unit.to_string(),
                    &materials.to_string(),
                ])?;
            }
        }
        table.finish()
    }

    /// Types of electronic licences, and how many each department issued this year and last.
    fn write_licence_types(&self, dir: &Path) -> Result<(), DemoError> {
        let types = Sheet::read(LICENCE_TYPES, self.year)?;
        let mut table = Table::create(
            dir,
            "licence_types",
            &["type_code", "name", "common", "fully_issued"],
        )?;
        for row in types.each(["type_code", "name", "common", "fully_issued"])? {
            table.row(row)?;
        }
        table.finish()?;
        let columns = ["department", "type_code", "year", "issued", "own"];
        let mut table = Table::create(dir, "licence_counts", &columns)?;
        let departments = Sheet::read(DEPARTMENTS, self.year)?;
        for (year, quarters) in [(self.year - 1, 3), (self.year, 4)] {
            let year = year.to_string();
            for [code, issued] in types.each(["type_code", "issued"])? {
                let issued = (number(issued)? / 4 * quarters + number(issued)? % 4).to_string();
                table.row([AGENCY, code, &year, &issued, "true"])?;
            }
            for [name, issued] in departments.each(["name", "licences_issued"])? {
                if !issued.is_empty() {
                    let issued = (number(issued)? / 4 * quarters + number(issued)? % 4).to_string();
                    table.row([name, "", &year, &issued, "false"])?;
                }
            }
        }
        table.finish()
    }

    /// Requests for shared data, each met with one of the interfaces.
    fn write_requests(
        &self,
        dir: &Path,
        office: &Office,
        chance: &mut Chance,
    ) -> Result<(), DemoError> {
        let interfaces = Sheet::read(AS_THEY_ARE[8].1, self.year)?;
        let open: Vec<&str> = interfaces
            .each(["interface_code", "opened_on", "closed_on"])?
            .filter(|[_, opened, closed]| {
                closed.is_empty() && !opened.starts_with(&format!("{:04}", self.year))
            })
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
        let mut n = 0;
        let (Some(first), Some(last)) = (Day::new(self.year, 1, 1), Day::new(self.year, 11, 30))
        else {
            return Err(DemoError::Year { year: self.year });
        };
        for [name, level, requests] in
            Sheet::read(DEPARTMENTS, self.year)?.each(["name", "level", "data_requests"])?
        {
            for _ in 0..number(requests)? {
                n += 1;
                let asked = worked_day(
                    first + chance.between(0, (last - first) as u32) as i32,
                    office,
                );
                let decided = office.working_days_after(asked, chance.between(2, 10));
                let interface = open[chance.between(0, open.len() as u32 - 1) as usize];
                table.row([
                    format!("XQ{}-{n:03}", self.year).as_str(),
                    name,
                    level,
                    interface,
                    &asked.to_string(),
                    &decided.to_string(),
                    "true",
                ])?;
            }
        }
        table.finish()
    }

    /// Meetings, inspections, campaigns and bulletins: the province each half-year, every city and
    /// county each quarter.
    fn write_activities(
        &self,
        dir: &Path,
        office: &Office,
        chance: &mut Chance,
    ) -> Result<(), DemoError> {
        let columns = [
            "activity_id",
            "kind",
            "level",
            "region",
            "held_on",
            "departments",
            "targets",
            "problems",
            "result_published_on",
        ];
        let mut table = Table::create(dir, "activities", &columns)?;
        let mut n = 0;
        let mut held = |kind: &str,
                        level: &str,
                        region: &str,
                        day: Day,
                        departments: &str,
                        checked: Option<(u32, u32)>,
                        published: Option<Day>| {
            n += 1;
            let text = |n: u32| n.to_string();
            let (targets, problems) =
                checked.map_or((String::new(), String::new()), |(t, p)| (text(t), text(p)));
            let published = published.map(|day| day.to_string()).unwrap_or_default();
            let (id, day) = (format!("JG{}-{n:03}", self.year), day.to_string());
            table.row([
                id.as_str(),
                kind,
                level,
                region,
                &day,
                departments,
                &targets,
                &problems,
                &published,
            ])
        };
        let on = |month: i8, day_of_month: u32| {
            Day::new(self.year, month, day_of_month as i8)
                .map(|day| worked_day(day, office))
                .ok_or_else(|| DemoError::Year { year: self.year })
        };
        held(
            "joint_meeting",
            "province",
            REGION,
            on(5, 22)?,
            "公安;应急;药监;交通;邮政管理",
            None,
            None,
        )?;
        let campaign = on(9, 5)?;
        held(
            "campaign",
            "province",
            REGION,
            campaign,
            "公安",
            Some((1860, 214)),
            Some(office.working_days_after(campaign, 15)),
        )?;
        let inspection = on(11, 12)?;
        held(
            "joint_inspection",
            "province",
            REGION,
            inspection,
            "公安;应急;药监;交通;邮政管理",
            Some((126, 9)),
            Some(office.working_days_after(inspection, 12)),
        )?;
        for month in 1..=12 {
            held(
                "bulletin",
                "province",
                REGION,
                on(month, 24)?,
                "公安",
                None,
                None,
            )?;
        }
        for region in &self.regions {
            let level = if region.is_city { "city" } else { "county" };
            for quarter in 0..4 {
                let day = on(
                    quarter * 3 + chance.between(1, 3) as i8,
                    chance.between(8, 21),
                )?;
                let kind = if chance.happens(600) {
                    "joint_meeting"
                } else {
                    "joint_inspection"
                };
                let checked = (kind == "joint_inspection").then(|| {
                    let targets = chance.between(8, 40);
                    (targets, targets / chance.between(7, 20))
                });
                let published =
                    checked.map(|_| office.working_days_after(day, chance.between(5, 15)));
                held(
                    kind,
                    level,
                    &region.code,
                    day,
                    "公安;应急;交通",
                    checked,
                    published,
                )?;
            }
            if region.is_city {
                for half in 0..2 {
                    let day = on(half * 6 + chance.between(2, 5) as i8, chance.between(8, 21))?;
                    let targets = chance.between(15, 90);
                    let problems = targets / chance.between(6, 25);
                    let published = office.working_days_after(day, chance.between(5, 18));
                    held(
                        "random_inspection",
                        level,
                        &region.code,
                        day,
                        "公安",
                        Some((targets, problems)),
                        Some(published),
                    )?;
                }
            }
        }
        table.finish()
    }
}

fn unit_in_words(unit: Unit) -> &'static str {
    match unit {
        Unit::WorkingDay => "个工作日",
        Unit::CalendarDay => "日",
        Unit::Month => "个月",
        Unit::Hour => "小时",
        Unit::Minute => "分钟",
    }
}

/// The items; rows of one code follow each other, the earlier first.
fn read_items(year: i16) -> Result<Vec<Item>, DemoError> {
    let mut items: Vec<Item> = Vec::new();
    let columns = [
        "item_code",
        "kind",
        "division",
        "trips",
        "promised_limit",
        "promised_unit",
        "clock_anchor",
        "valid_from",
        "pace",
        "cases",
        "persons",
    ];
    for [
        code,
        kind,
        division,
        trips,
        amount,
        unit_name,
        anchor,
        valid_from,
        pace,
        cases,
        persons,
    ] in Sheet::read(ITEMS, year)?.each(columns)?
    {
        let limit = Limit {
            amount: number(amount)?,
            unit: unit(unit_name)?,
        };
        let promise = Promise {
            from: day(valid_from)?,
            limit,
        };
        match items.last_mut() {
            Some(item) if item.code == code => item.promises.push(promise),
            _ => items.push(Item {
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
                promises: vec![promise],
            }),
        }
    }
    Ok(items)
}
