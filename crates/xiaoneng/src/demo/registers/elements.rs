//! The elements of the implementing list (实施清单) that the items' own table has no column for: what
//! follows from how an item is simulated, and the themes and results of `elements.csv`.
//!
//! Telephone numbers are the public short numbers; nobody is named.

use legal_clock::{Limit, Unit};

use super::sheet::Sheet;
use super::{AGENCY, AS_THEY_ARE, ITEMS, Item, Registers};
use crate::demo::DemoError;
use crate::demo::table::{Folder, Table};

const OF_MAIN_ITEMS: &str = include_str!("elements.csv");

const HALL: &str = "广东省公安厅（示范）政务服务大厅";
const PORT: &str = "口岸签证窗口";
const HALL_HOURS: &str = "法定工作日9:00至12:00，13:00至17:00";
const PORT_HOURS: &str = "口岸开放时间";
const CONSULTING: &str = "政务服务便民热线12345，或者到窗口咨询";
const COMPLAINTS: &str = "政务服务便民热线12345；公安机关举报投诉电话12389";
const ONLINE: &str = "https://www.gdzwfw.gov.cn/";
/// What the passport costs, and no other item.
const PASSPORT: &str = "XK21";
const FEE_BASIS: &str =
    "《国家发展改革委 财政部关于降低部分行政事业性收费标准的通知》（发改价格〔2019〕914号）";

/// Of an item's row in force: what its elements follow from.
struct Row<'a> {
    item: &'a Item,
    main_item: &'a str,
    basis: &'a str,
    /// All online, without a visit.
    is_full_depth: bool,
    /// The result must be fetched on paper.
    is_fetched: bool,
}

/// Writes the elements of each handling item.
pub(super) fn write(registers: &Registers, dir: &Folder) -> Result<(), DemoError> {
    let year = registers.year;
    let items = Sheet::read(ITEMS, year)?;
    let of_main_items = Sheet::read(OF_MAIN_ITEMS, year)?;
    let services = Sheet::read(intermediary_services(), year)?;
    let mut table = Table::create(dir, "item_elements", &["item_code", "element", "value"])?;
    for item in &registers.items {
        let columns = ["item_code", "basis", "online_depth", "depth_reason"];
        let Some([_, basis, depth, reason]) =
            items.each(columns)?.find(|[code, ..]| *code == item.code)
        else {
            continue;
        };
        let main_item = item.code.split('-').next().unwrap_or_default();
        let is_fetched = reason.contains("领取纸质结果");
        let row = Row { item, main_item, basis, is_full_depth: depth == "4", is_fetched };
        let mut elements = of_item(&row);
        let topics = ["parent_code", "user_topic_type", "corp_topic_type"];
        let results = ["result_type", "result_name"];
        let rows = of_main_items.each(topics)?.zip(of_main_items.each(results)?);
        for ([code, persons, organisations], [kind, result]) in rows {
            if code == main_item {
                elements.push(("user_topic_type", persons.to_owned()));
                elements.push(("corp_topic_type", organisations.to_owned()));
                elements.push(("result_type", kind.to_owned()));
                elements.push(("result_name", result.to_owned()));
            }
        }
        let asked = services.each(["item_code", "name", "kept"])?;
        let asked = asked.filter(|[code, _, kept]| *code == item.code && *kept == "true");
        let asked: Vec<&str> = asked.map(|[_, name, _]| name).collect();
        elements.push(("service_type", asked.join(";")));
        for (element, value) in elements.iter().filter(|(_, value)| !value.is_empty()) {
            table.row([item.code.as_str(), *element, value.as_str()])?;
        }
    }
    table.finish()
}

fn intermediary_services() -> &'static str {
    let found = AS_THEY_ARE.iter().find(|(name, _)| *name == "intermediary_services");
    found.map_or("", |(_, text)| *text)
}

fn of_item(row: &Row<'_>) -> Vec<(&'static str, String)> {
    let Row { item, main_item, basis, is_full_depth, is_fetched } = *row;
    let is_at_port = main_item.starts_with("QT") && item.persons == 1000;
    let has_fee = main_item == PASSPORT;
    let condition = format!(
        "申请事项属于本机关职权范围；申请人符合{basis}规定的条件；申请材料齐全、符合法定形式。"
    );
    let (hall, hours) = if is_at_port { (PORT, PORT_HOURS) } else { (HALL, HALL_HOURS) };
    let text = |text: &str| text.to_owned();
    let flag = |yes: bool| yes.to_string();
    vec![
        ("dept_name", text(AGENCY)),
        ("dept_type", text("statutory")),
        ("power_source", text("own_level")),
        ("server_type", text(targets(item.persons))),
        ("accept_condition", condition),
        ("limit_explain", text("无")),
        ("handle_area", text("province")),
        ("project_type", text(case_class(item.latest_promise()))),
        ("special_procedure", text("无")),
        ("handle_flow", text("申请、受理、审查、决定、送达")),
        ("handle_type", text(if is_fetched { "window;web" } else { "window;web;post" })),
        ("online_handle_depth", text(online_steps(is_full_depth))),
        ("online_handle_url", text(ONLINE)),
        ("is_fee", flag(has_fee)),
        ("fee_basis", text(if has_fee { FEE_BASIS } else { "" })),
        ("is_pay_online", text(if has_fee { "true" } else { "" })),
        ("is_express", flag(!is_fetched && !is_at_port)),
        ("is_schedule", flag(!is_at_port)),
        ("is_entry_center", flag(!is_at_port)),
        ("transact_addr", text(hall)),
        ("transact_time", text(hours)),
        ("link_way", text(CONSULTING)),
        ("supervise_way", text(COMPLAINTS)),
        ("task_state", text("in_use")),
        ("task_version", text("1")),
    ]
}

/// For whom, by the applicants in a thousand that are persons.
fn targets(persons: u32) -> &'static str {
    match persons {
        0 => "enterprise;institution;society",
        1000.. => "person",
        _ => "person;enterprise",
    }
}

/// An instant case is promised within a working day.
fn case_class(promise: Limit) -> &'static str {
    let is_instant = match promise.unit {
        Unit::Minute | Unit::Hour => true,
        Unit::WorkingDay | Unit::CalendarDay => promise.amount <= 1,
        Unit::Month => false,
    };
    if is_instant { "instant" } else { "promised" }
}

fn online_steps(is_full_depth: bool) -> &'static str {
    if is_full_depth {
        "consultation;filing;precheck;acceptance;handling;result"
    } else {
        "consultation;filing;precheck;acceptance"
    }
}
