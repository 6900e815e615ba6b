//! Defects of what the guide tells, and of elements as such.

use super::{clear, defects, one, set};
use crate::rows::put;

defects! {
    "one contact for questions and complaints", "contacts_alike", ["contacts"], |rows, rng| {
        set(rows, "supervise_way", one(rng, &["020-00000000", "020 00000000", "（020）00000000"]))
    };
    "a contact that can't be reached", "contact_unreachable", ["contacts"], |rows, rng| {
        let name = ["link_way", "supervise_way"][rng.usize(0..2)];
        set(rows, name, one(rng, &["政务大厅咨询台", "到窗口投诉", "本单位办公室"]))
    };
    "a condition that says nothing", "placeholder_text", ["condition"], |rows, rng| {
        set(rows, "accept_condition", one(rng, &["无", "待定", "/", "——", "暂无。", "xxx"]))
    };
    "an address that says nothing", "placeholder_text", ["address"], |rows, rng| {
        set(rows, "transact_addr", one(rng, &["无", "略", "测试", "TBD"]))
    };
    "a process that says nothing", "process_missing", ["process"], |rows, rng| {
        rows.steps.clear();
        set(rows, "handle_flow", one(rng, &["按规定办理", "请到窗口咨询", "到大厅办结", "详见附件"]))
    };
    "a question without answer", "question_unanswered", ["question"], |rows, rng| {
        let answer = one(rng, &["", "待补充", "无"]);
        rows.questions.first_mut().map(|row| put(row, "answer", answer)).is_some()
    };
    "a flag that is none", "element_unread", ["hall"], |rows, rng| {
        set(rows, "is_entry_center", one(rng, &["maybe", "2", "有"]))
    };
    "a version that is no number", "element_unread", ["version"], |rows, rng| {
        rows.further.is_empty() && set(rows, "task_version", one(rng, &["v2", "二", "2.0"]))
    };
    "a term of no list", "element_unread", ["targets"], |rows, rng| {
        set(rows, "server_type", one(rng, &["个人", "person;公司", "5", "99"]))
    };
    "an area of no list", "element_unread", ["area"], |rows, rng| {
        set(rows, "handle_area", one(rng, &["全球", "7"]))
    };
    "a day that there isn't", "element_unread", ["dates"], |rows, rng| {
        set(rows, "valid_to", one(rng, &["2027-02-29", "2027/1/1", "长期"]))
    };
    "an element of the list missing", "element_missing", ["missing", "hall"], |rows, rng| {
        let name = [
            "division", "dept_name", "dept_type", "is_entry_center", "transact_time", "row_guid",
        ][rng.usize(0..6)];
        clear(rows, name)
    };
    "a contact missing", "element_missing", ["contacts"], |rows, rng| {
        clear(rows, ["link_way", "supervise_way"][rng.usize(0..2)])
    };
    "the process missing", "element_missing", ["process"], |rows, _| clear(rows, "handle_flow");
    "the basis missing", "element_missing", ["basis"], |rows, _| clear(rows, "basis");
    "the condition missing", "element_missing", ["condition"], |rows, _| clear(rows, "accept_condition");
    "the result's type missing", "element_missing", ["result"], |rows, _| clear(rows, "result_type");
    "an address too long", "element_too_long", ["address"], |rows, rng| {
        set(rows, "transact_addr", "楼".repeat(501 + rng.usize(0..9)))
    };
    "a result's name too long", "element_too_long", ["result"], |rows, _| {
        !rows.is("result_name", "") && set(rows, "result_name", "证".repeat(201))
    };
}
