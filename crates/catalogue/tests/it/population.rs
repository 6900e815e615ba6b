//! A clean population: families of a main item and its handling items, as different from each
//! other as the rules let items be.

mod beside;

use crate::rows::{Rows, cells, put};
use beside::{materials, registers};

const AGENCIES: &[(&str, &str, &str, &str)] = &[
    ("示范省公安厅", "11440000000000MB0", "440000", "2"),
    ("示范市公安局甲", "11440100000000201", "440100", "3"),
    ("示范市公安局乙", "11440300000000378", "440300", "3"),
    ("示范市公安局丙", "1144050000000041X", "440500000000", "3"),
    ("示范市公安局丁", "11441900000000500", "441900", "3"),
    ("示范市公安局戊", "11445300000000600", "445300000", "3"),
];

const OBJECTS: &[&str] = &[
    "旅馆业特种行业许可证",
    "公章刻制业特种行业许可证",
    "典当业特种行业许可证",
    "保安服务公司许可证",
    "保安培训备案",
    "民用枪支持枪证",
    "民用爆炸物品购买许可证",
    "爆破作业单位许可证",
    "剧毒化学品购买许可证",
    "放射性物品道路运输许可证",
    "第一类易制毒化学品购买许可证",
    "大型群众性活动安全许可",
    "焰火燃放许可证",
    "烟花爆竹道路运输许可证",
    "机动车驾驶证",
    "机动车登记证书",
    "校车驾驶资格",
    "居住证",
    "出入境通行证",
    "边境管理区通行证",
    "互联网上网服务营业场所安全审核意见",
    "计算机信息系统安全专用产品销售许可证",
    "国际联网备案",
    "金融机构营业场所安全防范设施建设方案审核意见",
];

const ACTIONS: &[&str] = &["核发", "变更", "延续", "注销", "补发（遗失、损毁）"];

/// A clean population: so many families (24 at most) at each of so many agencies (6 at most), each
/// with a main item and two handling items.
pub(crate) fn population(agencies: usize, families: usize) -> Vec<Rows> {
    let mut rows = Vec::new();
    for (at, agency) in AGENCIES.iter().enumerate().take(agencies) {
        for number in 0..families.min(OBJECTS.len()) {
            for part in 0..3 {
                rows.push(item(at, agency, number, part));
            }
        }
    }
    rows
}

/// An agency's code of 17 characters with its check character, computed here by powers of three.
pub(crate) fn with_check(body: &str) -> String {
    const LETTERS: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let value = |c: char| LETTERS.find(c).unwrap() as u64;
    let sum: u64 = body.chars().zip(0..).map(|(c, i)| value(c) * (3_u64.pow(i) % 31)).sum();
    let check = LETTERS.as_bytes()[((31 - sum % 31) % 31) as usize];
    format!("{body}{}", char::from(check))
}

/// Part 0 is the main item, parts 1 and 2 are its handling items.
fn item(
    at: usize,
    (agency, body, region, level): &(&str, &str, &str, &str),
    number: usize,
    part: usize,
) -> Rows {
    let object = OBJECTS[number];
    let credit_code = with_check(body);
    let basic = format!("440109{number:03}{part:03}");
    let task_code = format!("{credit_code}{level}{basic}");
    let main = format!("{at}-{number:02}");
    let mut rows = Rows::default();
    let code = if part == 0 { main.clone() } else { format!("{main}-{part:02}") };
    rows.item = cells(&[
        ("item_code", &code),
        ("kind", kind(number)),
        ("division", "治安管理总队"),
        ("region", region),
        ("basis", basis(number)),
        ("on_application", "true"),
        ("row_guid", &format!("{at:04x}{number:04x}{part:04x}")),
        ("catalog_code", &basic),
        ("task_code", &task_code),
        ("dept_name", agency),
        ("dept_code", &credit_code),
        ("dept_type", "statutory"),
        ("power_source", "own_level"),
        ("special_procedure", ["无", "听证", "检测、专家评审"][number % 3]),
        ("accept_condition", "依法登记的单位，场所和人员符合规定条件"),
        ("handle_flow", "申请、受理、审查、决定、送达"),
        ("server_type", ["person", "enterprise", "person;enterprise"][number % 3]),
        ("is_fee", "false"),
        ("is_pay_online", "false"),
        ("is_express", "true"),
        ("is_entry_center", "true"),
        ("transact_addr", "政务服务中心三楼"),
        ("transact_time", "工作日9:00至17:00"),
        ("link_way", "020-00000000"),
        ("supervise_way", "12345；020-00009999"),
        ("task_state", "in_use"),
        ("task_version", "2"),
        ("valid_from", "2021-07-01"),
    ]);
    let action = if part == 0 { "" } else { ACTIONS[(number + part) % ACTIONS.len()] };
    rows.set("name", format!("{object}{action}"));
    if part > 0 {
        rows.set("parent_code", main);
        rows.set("task_handle_item", format!("{task_code}0{part}"));
    }
    rows.set("level", if *level == "2" { "province" } else { "city" });
    if part == 0 && number.is_multiple_of(2) {
        rows.set("level", "province;city");
    }
    limits(&mut rows, number, part);
    online(&mut rows, number + part);
    materials(&mut rows, number);
    registers(&mut rows, at, number, part);
    rows
}

fn kind(number: usize) -> &'static str {
    ["licence", "licence", "filing", "confirmation", "public_service"][number % 5]
}

fn basis(number: usize) -> &'static str {
    [
        "《治安管理条例》第九条",
        "《道路交通安全法》第十九条、《关于便民服务的通知》第二条",
        "《特种行业管理办法》第6条",
        "国务院令第412号《国务院对确需保留的行政审批项目设定行政许可的决定》第36项",
    ][number % 4]
}

fn limits(rows: &mut Rows, number: usize, part: usize) {
    let (statutory, promised) = [(20, 10), (20, 20), (15, 4), (7, 7), (10, 2)][(number + part) % 5];
    rows.set("statutory_limit", statutory.to_string());
    rows.set("statutory_unit", ["working_day", "calendar_day"][usize::from(number % 7 == 6)]);
    rows.set("promised_limit", promised.to_string());
    rows.set("promised_unit", rows.get("statutory_unit").to_owned());
    rows.set("project_type", "promised");
    match number % 8 {
        0 => {
            rows.set("promised_limit", "1");
            rows.set("project_type", "instant");
        }
        1 if rows.is("kind", "licence") => {
            // Twenty working days by default.
            rows.clear("statutory_limit");
            rows.clear("statutory_unit");
            rows.set("promised_unit", "working_day");
        }
        2 => {
            rows.set("statutory_limit", "45");
            rows.set("anticipate_explain", "与消防部门联合办理，依法四十五个工作日");
            rows.set("clock_anchor", "received");
        }
        3 => {
            rows.set("promised_limit", "30");
            rows.set("promised_unit", "minute");
            rows.set("project_type", "instant");
        }
        _ => {}
    }
    if rows.is("promised_unit", "working_day") {
        let days = rows.number("promised_limit");
        for (name, limit) in [("受理", 0), ("审查", days.saturating_sub(1)), ("决定", days.min(1))]
        {
            let mut step = cells(&[("process_name", name), ("step_unit", "working_day")]);
            put(&mut step, "item_code", rows.code());
            put(&mut step, "step_limit", limit.to_string());
            rows.steps.push(step);
        }
    }
}

fn online(rows: &mut Rows, number: usize) {
    let reason = "须当面核验身份";
    let (depth, trips, forms, steps) = [
        ("4", "0", "window;web", "consultation;filing;acceptance;handling;result"),
        ("4", "0", "web;mobile;post", "filing;acceptance;handling;licence"),
        ("3", "1", "window;web", "consultation;filing;acceptance"),
        ("2", "1", "window;web", "consultation;filing"),
        ("1", "1", "window", "consultation"),
        ("1", "0", "window;post", "consultation"),
    ][number % 6];
    let is_online = forms.contains("web");
    rows.set("online", is_online.to_string());
    rows.set("online_depth", depth);
    rows.set("trips", trips);
    rows.set("handle_type", forms);
    rows.set("online_handle_depth", steps);
    rows.set("depth_reason", if depth == "4" { "" } else { reason });
    rows.set("limit_scene_explain", if trips == "0" { "" } else { reason });
    if is_online {
        rows.set("online_handle_url", "https://www.example.gov.cn/portal/v2/guide/1");
    }
}
