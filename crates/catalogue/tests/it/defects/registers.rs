//! Defects of intermediary services, fees, results and commitments.

use super::{clear, defects, one, set};
use crate::rows::{Rows, cells, put};

defects! {
    "a service without one of its elements", "intermediary_incomplete", ["services"], |rows, rng| {
        let name = ["sub_item", "qualification", "service_code", "basis"][rng.usize(0..4)];
        service(rows, name, "")
    };
    "a service by a notice or by custom", "intermediary_without_law", ["services"], |rows, rng| {
        service(rows, "basis", one(rng, &["《关于安全评价工作的通知》第三条", "行业惯例", "《实施方案》第五条"]))
    };
    "a service not published", "intermediary_unpublished", ["services"], |rows, rng| {
        service(rows, "published_on", one(rng, &["", "2026-11-29"]))
    };
    "a service not kept but asked for", "intermediary_dropped_still_demanded", ["services"], |rows, _| {
        if let Some(report) = rows.material("name", "安全评价报告") {
            put(report, "source", "applicant");
        }
        service(rows, "kept", "否")
    };
    "a service on no list", "intermediary_unlisted", ["services"], |rows, rng| {
        let other = one(rng, &["环境影响评价", "消防设施检测"]);
        let services = [rows.get("service_type"), other].join(";");
        set(rows, "service_type", services)
    };
    "a fee without basis", "fee_without_basis", ["fees"], |rows, _| {
        rows.clear("fee_basis");
        fee(rows, "by_law", "")
    };
    "a fee without name or standard", "fee_without_standard", ["fees"], |rows, rng| {
        fee(rows, ["fee_name", "fee_stand"][rng.usize(0..2)], "")
    };
    "a fee that isn't listed", "fee_without_standard", ["fees"], |rows, _| {
        rows.fees.is_empty()
            && set(rows, "is_fee", "是")
            && set(rows, "is_pay_online", "是")
            && set(rows, "fee_basis", "《行政收费条例》第八条")
    };
    "a fee of a free item", "fee_though_free", ["fees"], |rows, _| {
        !rows.fees.is_empty() && set(rows, "is_fee", "false")
    };
    "a fee of an item that had none", "fee_though_free", ["fees"], |rows, _| {
        let code = rows.code();
        let row = [("item_code", code.as_str()), ("fee_name", "资料费"), ("fee_stand", "每份5元"), ("by_law", "《价格法》第一条")];
        rows.is("is_fee", "false") && { rows.fees.push(cells(&row)); true }
    };
    "a licence charged by a notice", "licence_fee_by_document", ["fees", "kind"], |rows, rng| {
        rows.is("kind", "licence")
            && fee(rows, "by_law", one(rng, &["《关于证件工本费标准的通知》", "《收费标准的批复》第一条"]))
    };
    "a fee that can't be paid online", "fee_not_payable_online", ["fees", "online"], |rows, _| {
        rows.is("online", "true") && rows.is("is_fee", "true") && set(rows, "is_pay_online", "0")
    };
    "a reduction of nothing", "fee_reduction_unexplained", ["fees"], |rows, _| {
        fee(rows, "desc_explain", "")
    };
    "a result without name", "result_unnamed", ["result"], |rows, _| clear(rows, "result_name");
    "a result without sample", "result_without_sample", ["result"], |rows, _| clear(rows, "result_guid");
    "a name for no result", "result_named_but_none", ["result", "kind"], |rows, _| {
        !rows.is("kind", "licence")
            && !rows.is("result_type", "none")
            && set(rows, "result_type", "无")
    };
    "a licence without result", "licence_without_result", ["result", "kind"], |rows, _| {
        rows.clear("result_name");
        rows.clear("result_guid");
        rows.is("kind", "licence") && set(rows, "result_type", "4")
    };
    "a commitment without text", "commitment_without_text", ["commitment"], |rows, _| {
        clear(rows, "commitment_text")
    };
    "a commitment without start", "commitment_without_start", ["commitment"], |rows, _| {
        clear(rows, "commitment_from")
    };
    "a start of no commitment", "commitment_started_but_off", ["commitment"], |rows, rng| {
        !rows.is("commitment", "true")
            && set(rows, "commitment", one(rng, &["", "否"]))
            && set(rows, "commitment_from", "2023-05-01")
    };
    "a commitment on guns or poison", "commitment_on_excluded_matter", ["commitment", "name"], |rows, _| {
        let is_excluded = ["枪", "爆", "毒", "放射"].iter().any(|word| rows.get("name").contains(word))
            && !rows.get("name").contains("烟花");
        is_excluded
            && set(rows, "commitment", "true")
            && set(rows, "commitment_from", "2023-05-01")
            && set(rows, "commitment_text", "本人承诺符合条件")
    };
}

fn service(rows: &mut Rows, name: &'static str, text: &str) -> bool {
    rows.services.first_mut().map(|row| put(row, name, text)).is_some()
}

fn fee(rows: &mut Rows, name: &'static str, text: &str) -> bool {
    rows.fees.first_mut().map(|row| put(row, name, text)).is_some()
}
