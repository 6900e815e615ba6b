//! The knowledge base (知识库): what people ask, and what they are told.

use legal_clock::{Day, Unit};

use super::sheet::{Sheet, day, unit, worked_date};
use super::{ITEMS, Registers};
use crate::demo::DemoError;
use crate::demo::moment::Office;
use crate::demo::table::{Folder, Table};

const GENERAL: &str = include_str!("knowledge.csv");
/// Written after the year, and so no part of it.
const OF_NEXT_YEAR: [&str; 3] =
    ["新版证照样式从何时启用？", "春节期间窗口如何安排？", "如何预约专窗？"];

/// Writes general questions, and for each item how it is applied for and how long it takes.
pub(super) fn write(registers: &Registers, dir: &Folder, office: &Office) -> Result<(), DemoError> {
    let year = registers.year;
    let mut entries = Entries::create(dir)?;
    let general = Sheet::read(GENERAL, year)?;
    for (n, [question, answer]) in general.each(["question", "answer"])?.enumerate() {
        let updated = worked_date((year - 1, 1 + (n % 12) as i8, 10), office)?;
        entries.add("", question, answer, updated, None)?;
    }
    let items = Sheet::read(ITEMS, year)?;
    let columns = ["item_code", "name", "promised_limit", "promised_unit", "valid_to"];
    for (n, [code, name, amount, unit_name, valid_to]) in items.each(columns)?.enumerate() {
        let how_long = format!("办理“{name}”需要多长时间？");
        let promise = format!("承诺时限为{amount}{}。", in_words(unit(unit_name)?));
        if let Some(last) = day(valid_to)? {
            // Said of the earlier promise, until it was shortened.
            let updated = worked_date((year - 1, 9, 3), office)?;
            entries.add(code, &how_long, &promise, updated, Some(last))?;
            continue;
        }
        let updated = worked_date((year, 1 + (n % 9) as i8, 3 + (n % 20) as u32), office)?;
        entries.add(code, &how_long, &promise, updated, None)?;
        let how = format!("如何申请“{name}”？");
        let guide = "在广东政务服务网搜索事项名称，按办事指南提交申请材料。";
        entries.add(code, &how, guide, updated, None)?;
    }
    for question in OF_NEXT_YEAR {
        let updated = worked_date((year + 1, 1, 16), office)?;
        entries.add("", question, "见办事指南的最新说明。", updated, None)?;
    }
    entries.table.finish()
}

struct Entries {
    table: Table,
    count: u32,
}

impl Entries {
    fn create(dir: &Folder) -> Result<Self, DemoError> {
        let columns = ["entry_id", "item_code", "question", "answer", "updated_on", "retired_on"];
        Ok(Self { table: Table::create(dir, "knowledge", &columns)?, count: 0 })
    }

    fn add(
        &mut self,
        item: &str,
        question: &str,
        answer: &str,
        updated: Day,
        retired: Option<Day>,
    ) -> Result<(), DemoError> {
        self.count += 1;
        let id = format!("ZS{:04}", self.count);
        let retired = retired.map(|day| day.to_string()).unwrap_or_default();
        self.table.row([&id, item, question, answer, &updated.to_string(), &retired])
    }
}

fn in_words(unit: Unit) -> &'static str {
    match unit {
        Unit::WorkingDay => "个工作日",
        Unit::CalendarDay => "日",
        Unit::Month => "个月",
        Unit::Hour => "小时",
        Unit::Minute => "分钟",
    }
}
