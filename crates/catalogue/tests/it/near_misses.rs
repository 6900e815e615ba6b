//! Edits that come near to a defect and are none.

use crate::defects::Edit;
use crate::rows::{Rows, cell, cells, put};

/// What was done, what it is about (see [`crate::defects::Defect`]), and the edit.
pub(crate) struct NearMiss(
    pub(crate) &'static str,
    pub(crate) &'static [&'static str],
    pub(crate) Edit,
);

pub(crate) const ALL: &[NearMiss] = &[
    NearMiss("a named item of a list of other materials", &["near_material"], |rows, rng| {
        let names = [
            "其他材料清单第3项",
            "其他股东身份证明",
            "相关材料真实性承诺书",
            "公安机关出具的证明材料",
            "主管部门批准文件",
            "其他单位同意函",
            "申请材料真实性声明",
            "有关部门出具的消防意见书",
            "法律意见书",
            "证明人身份证件",
        ];
        material(rows, names[rng.usize(0..names.len())], &[])
    }),
    NearMiss("a commitment instead of an abolished proof", &["near_proof"], |rows, rng| {
        let names =
            ["无犯罪记录证明承诺书", "非婚姻状况证明", "场地使用证明", "婚姻状况证明事项告知书"];
        material(rows, names[rng.usize(0..names.len())], &[])
    }),
    NearMiss("an abolished proof marked abolished", &["near_proof"], |rows, _| {
        material(rows, "婚姻状况证明", &[("exempt_by", "abolished")])
    }),
    NearMiss("original and copy of one material", &["repeated"], |rows, _| {
        material(rows, "场所平面图", &[("material_type", "copy")])
    }),
    NearMiss("no basis for what needn't be handed in", &["near_basis"], |rows, _| {
        material(rows, "社区意见", &[("by_law", ""), ("is_need", "optional")])
    }),
    NearMiss("no copies of what is exempt", &["near_copies"], |rows, _| {
        let exempt =
            [("copies", "0"), ("exempt_by", "data_sharing"), ("share_interface_code", "JK-2")];
        material(rows, "户口簿", &exempt)
    }),
    NearMiss("a list that isn't a form", &["near_form"], |rows, rng| {
        let names = ["人员登记表复核意见", "申请表填写说明", "从业人员花名册"];
        material(rows, names[rng.usize(0..names.len())], &[])
    }),
    NearMiss("a promise equal to the statute", &["limits"], |rows, _| {
        if rows.get("statutory_limit").is_empty() || !rows.is("project_type", "promised") {
            return false;
        }
        rows.set("promised_unit", rows.get("statutory_unit").to_owned());
        rows.set("promised_limit", rows.get("statutory_limit").to_owned());
        true
    }),
    NearMiss("a licence promised at the default limit", &["limits"], |rows, _| {
        let is_default = rows.is("kind", "licence") && rows.is("statutory_limit", "");
        rows.set("promised_limit", "20");
        is_default
    }),
    NearMiss("an instant case of 24 hours", &["limits"], |rows, rng| {
        let (amount, unit) = [("24", "hour"), ("1440", "minute"), ("0", "minute")][rng.usize(0..3)];
        rows.set("promised_limit", amount);
        rows.set("promised_unit", unit);
        rows.is("project_type", "instant")
    }),
    NearMiss("a promised case of two days", &["limits"], |rows, _| {
        let steps = rows.steps.iter_mut();
        steps.for_each(|step| put(step, "step_limit", "0"));
        rows.set("promised_limit", "2");
        rows.is("project_type", "promised")
    }),
    NearMiss("steps as long as the promise", &["limits"], |rows, _| {
        let all = rows.get("promised_limit").to_owned();
        let Some(step) = rows.steps.first_mut() else { return false };
        put(step, "step_limit", all);
        rows.steps.truncate(1);
        true
    }),
    NearMiss("twenty working days by statute, unexplained", &["limits"], |rows, _| {
        if !rows.is("statutory_unit", "working_day") || rows.is("clock_anchor", "received") {
            return false;
        }
        rows.clear("anticipate_explain");
        rows.set("statutory_limit", "20");
        true
    }),
    NearMiss("three special procedures of the law", &["special"], |rows, _| {
        rows.set("special_procedure", "招标；拍卖、现场检疫");
        true
    }),
    NearMiss("depth three with one visit and the reasons", &["online"], |rows, _| {
        if !rows.is("online", "true") {
            return false;
        }
        for (name, text) in [
            ("online_depth", "3"),
            ("trips", "1"),
            ("depth_reason", "须核验原件"),
            ("limit_scene_explain", "须核验原件"),
            ("online_handle_depth", "互联网受理"),
        ] {
            rows.set(name, text);
        }
        true
    }),
    NearMiss("depth two with a reason", &["online"], |rows, _| {
        rows.set("depth_reason", "系统未对接");
        rows.is("online_depth", "2")
    }),
    NearMiss("no reason for full depth", &["online"], |rows, _| {
        rows.set("depth_reason", "无");
        rows.is("online_depth", "4")
    }),
    NearMiss("an address without encryption", &["online"], |rows, _| {
        rows.set("online_handle_url", "http://example.gov.cn");
        rows.is("online", "true")
    }),
    NearMiss("another length of the same division", &["region"], |rows, rng| {
        let code = ["440100000", "440100000000", "000000"][rng.usize(0..3)];
        rows.set("region", code);
        true
    }),
    NearMiss("a bracket that closes at the end of the name", &["name"], |rows, rng| {
        let ends = ["（试行）", "（一类、二类）", "“绿色通道”", "（A,B类）", "(IC Card)"];
        // Half-width brackets stand beside Latin letters alone.
        let end = ends[rng.usize(0..4)];
        append(rows, end)
    }),
    NearMiss("other activities that the name names", &["name"], |rows, rng| {
        let ends = [
            "以及其他大型焰火燃放活动许可",
            "（含其他组织）",
            "有关规定执行情况备案",
            "等级评定",
            "等活动的许可",
        ];
        append(rows, ends[rng.usize(0..ends.len())])
    }),
    NearMiss("a name of 200 characters", &["name"], |rows, _| {
        let more = 200 - rows.get("name").chars().count();
        append(rows, &"证".repeat(more))
    }),
    NearMiss("a law beside a notice", &["basis"], |rows, rng| {
        let bases = [
            "《关于规范管理的通知》第二条、《治安管理条例》第三十二条",
            "《特种行业管理规定》第 12 条",
            "国务院令第412号《关于审批项目的通知》第40项",
        ];
        rows.set("basis", bases[rng.usize(0..bases.len())]);
        true
    }),
    NearMiss("a contact that differs in a digit", &["contacts"], |rows, _| {
        rows.set("supervise_way", "020-00000001");
        true
    }),
    NearMiss("a contact by mail or address", &["contacts"], |rows, rng| {
        let contact =
            ["jubao@example.gov.cn", "https://www.example.gov.cn/tousu", "www.example.cn"];
        rows.set("supervise_way", contact[rng.usize(0..3)]);
        true
    }),
    NearMiss("a drawn process", &["process"], |rows, _| {
        rows.set("handle_flow", "https://www.example.gov.cn/flow.png");
        true
    }),
    NearMiss("a condition that begins with none", &["condition"], |rows, _| {
        rows.set("accept_condition", "无犯罪记录，年满十八周岁");
        true
    }),
    NearMiss("the last day in force is today", &["dates", "power"], |rows, _| {
        rows.set("valid_to", "2026-11-28");
        !rows.get("parent_code").is_empty()
    }),
    NearMiss("in force for one day, long ago", &["dates", "power"], |rows, _| {
        rows.set("valid_to", "2021-07-01");
        rows.set("task_state", "cancelled");
        !rows.get("parent_code").is_empty() && !rows.is("commitment", "true")
    }),
    NearMiss("a version that ends the day before the next", &["*"], |rows, _| {
        rows.add_version(&[
            ("valid_from", "2018-01-01"),
            ("valid_to", "2018-12-31"),
            ("task_version", "0"),
        ]);
        true
    }),
    NearMiss("a power cancelled from tomorrow", &["power", "dates"], |rows, _| {
        let code = rows.code();
        rows.power_changes.push(cells(&[
            ("item_code", &code),
            ("change", "cancelled"),
            ("effective_on", "2026-11-29"),
        ]));
        true
    }),
    NearMiss("a cancelled power of a suspended item", &["power", "dates"], |rows, _| {
        let code = rows.code();
        rows.power_changes.push(cells(&[
            ("item_code", &code),
            ("change", "cancelled"),
            ("effective_on", "2025-01-01"),
        ]));
        rows.set("task_state", "suspended");
        true
    }),
    NearMiss("a service published today", &["services"], |rows, _| {
        service(rows, "published_on", "2026-11-28")
    }),
    NearMiss("a service by law and notice", &["services"], |rows, _| {
        service(rows, "basis", "《安全生产法》第七十二条、《关于安全评价的通知》")
    }),
    NearMiss("no service at all", &["services"], |rows, _| {
        rows.set("service_type", "无");
        rows.services.is_empty()
    }),
    NearMiss("the same fee by law and notice", &["fees"], |rows, _| {
        let fee = rows.fees.first_mut();
        let basis = "《行政收费条例》第八条、《关于收费标准的批复》";
        fee.map(|row| put(row, "by_law", basis)).is_some()
    }),
    NearMiss(
        "a peer as good as we",
        &["peer_promise", "peer_trips", "limits", "online"],
        |rows, _| {
            let ours =
                ["promised_limit", "trips", "online_depth"].map(|name| rows.get(name).to_owned());
            let Some(row) = rows.peers.first_mut() else { return false };
            put(row, "promised_limit", ours[0].clone());
            put(row, "trips", ours[1].clone());
            put(row, "online_depth", ours[2].clone());
            !cell(row, "promised_unit").is_empty()
        },
    ),
    NearMiss("a peer sooner in another unit", &["peer_promise", "limits"], |rows, _| {
        let Some(row) = rows.peers.first_mut() else { return false };
        put(row, "promised_limit", "1");
        put(row, "promised_unit", "month");
        true
    }),
    NearMiss("a code that is read though it is Chinese", &["targets", "hall"], |rows, _| {
        rows.set("server_type", "自然人、企业法人");
        rows.set("is_entry_center", "是");
        true
    }),
];

fn material(rows: &mut Rows, name: &str, pairs: &[(&'static str, &str)]) -> bool {
    let pairs: Vec<_> = [("name", name)].into_iter().chain(pairs.iter().copied()).collect();
    rows.add_material(&pairs);
    true
}

fn append(rows: &mut Rows, more: &str) -> bool {
    let name = format!("{}{more}", rows.get("name"));
    rows.set("name", name);
    true
}

fn service(rows: &mut Rows, name: &'static str, text: &str) -> bool {
    rows.services.first_mut().map(|row| put(row, name, text)).is_some()
}
