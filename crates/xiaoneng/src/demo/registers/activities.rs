//! Supervision after the fact: meetings, inspections, campaigns and bulletins.

use legal_clock::Day;

use super::sheet::worked_date;
use super::{REGION, Registers};
use crate::demo::DemoError;
use crate::demo::chance::Chance;
use crate::demo::moment::Office;
use crate::demo::table::{Folder, Table};

/// The departments of the provincial drug-control inspection.
const DRUG_CONTROL: &str = "公安;应急;药监;交通;邮政管理";
const LOCAL: &str = "公安;应急;交通";
const OWN: &str = "公安";

/// Writes the year's activities: the province meets or inspects each half-year, every city and
/// county each quarter.
pub(super) fn write(
    registers: &Registers,
    dir: &Folder,
    office: &Office,
    chance: &mut Chance,
) -> Result<(), DemoError> {
    let mut log = Log::create(dir, registers.year, office)?;
    let province = ("province", REGION);
    log.held("joint_meeting", province, (5, 22), DRUG_CONTROL)?;
    log.checked("campaign", province, (9, 5), OWN, (1860, 214), 15)?;
    log.checked("joint_inspection", province, (11, 12), DRUG_CONTROL, (126, 9), 12)?;
    for month in 1..=12 {
        log.held("bulletin", province, (month, 24), OWN)?;
    }
    for region in &registers.regions {
        let place = (if region.is_city { "city" } else { "county" }, region.code.as_str());
        for quarter in 0..4 {
            let on = (quarter * 3 + chance.between(1, 3) as i8, chance.between(8, 21));
            if chance.happens(600) {
                log.held("joint_meeting", place, on, LOCAL)?;
            } else {
                let targets = chance.between(8, 40);
                let found = (targets, targets / chance.between(7, 20));
                log.checked("joint_inspection", place, on, LOCAL, found, chance.between(5, 15))?;
            }
        }
        for half in 0..if region.is_city { 2 } else { 0 } {
            let on = (half * 6 + chance.between(2, 5) as i8, chance.between(8, 21));
            let targets = chance.between(15, 90);
            let found = (targets, targets / chance.between(6, 25));
            log.checked("random_inspection", place, on, OWN, found, chance.between(5, 18))?;
        }
    }
    log.table.finish()
}

struct Log<'o> {
    table: Table,
    year: i16,
    office: &'o Office,
    count: u32,
}

impl<'o> Log<'o> {
    fn create(dir: &Folder, year: i16, office: &'o Office) -> Result<Self, DemoError> {
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
        Ok(Self { table: Table::create(dir, "activities", &columns)?, year, office, count: 0 })
    }

    /// A meeting, or anything else that finds nothing out, in a month and on a day.
    fn held(
        &mut self,
        kind: &str,
        place: (&str, &str),
        (month, day): (i8, u32),
        departments: &str,
    ) -> Result<(), DemoError> {
        let held_on = worked_date((self.year, month, day), self.office)?;
        self.add(kind, place, held_on, departments, ["", "", ""])
    }

    /// An inspection of so many targets with so many problems, its result published some working
    /// days later.
    fn checked(
        &mut self,
        kind: &str,
        place: (&str, &str),
        (month, day): (i8, u32),
        departments: &str,
        (targets, problems): (u32, u32),
        published_after: u32,
    ) -> Result<(), DemoError> {
        let held_on = worked_date((self.year, month, day), self.office)?;
        let published_on = self.office.working_days_after(held_on, published_after);
        let found = [targets.to_string(), problems.to_string(), published_on.to_string()];
        self.add(kind, place, held_on, departments, found.each_ref().map(String::as_str))
    }

    fn add(
        &mut self,
        kind: &str,
        (level, region): (&str, &str),
        held_on: Day,
        departments: &str,
        [targets, problems, published_on]: [&str; 3],
    ) -> Result<(), DemoError> {
        self.count += 1;
        let id = format!("JG{}-{:03}", self.year, self.count);
        let held_on = held_on.to_string();
        self.table.row([
            &id,
            kind,
            level,
            region,
            &held_on,
            departments,
            targets,
            problems,
            published_on,
        ])
    }
}
