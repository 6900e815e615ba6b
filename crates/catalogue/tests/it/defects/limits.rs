//! Defects of limits and of what can be done online.

use super::{clear, defects, one, set};
use crate::rows::{Rows, cell, put};

defects! {
    "a promise without unit", "limit_incomplete", ["limits"], |rows, _| clear(rows, "promised_unit");
    "a promise without amount", "limit_incomplete", ["limits"], |rows, _| clear(rows, "promised_limit");
    "a statutory limit without unit", "limit_incomplete", ["limits"], |rows, _| {
        clear(rows, "statutory_unit")
    };
    "no statutory limit where none is by default", "statutory_limit_missing", ["limits", "kind"], |rows, _| {
        !rows.is("kind", "licence") && clear(rows, "statutory_limit") && clear(rows, "statutory_unit")
    };
    "no promise", "promised_limit_missing", ["limits"], |rows, _| {
        clear(rows, "promised_limit") && clear(rows, "promised_unit")
    };
    "a promise above the statute", "promise_above_statute", ["limits", "kind"], |rows, rng| {
        let (statute, unit) = match rows.get("statutory_unit") {
            "" => (20, "working_day".to_owned()),
            unit => (rows.number("statutory_limit"), unit.to_owned()),
        };
        rows.set("promised_unit", unit);
        rows.set("project_type", "promised");
        set(rows, "promised_limit", (statute + rng.u32(1..30)).to_string())
    };
    "a promise of hours above a statute of days", "promise_above_statute", ["limits"], |rows, _| {
        rows.set("project_type", "promised");
        rows.set("promised_limit", (rows.number("statutory_limit") * 24 + 1).to_string());
        rows.is("statutory_unit", "calendar_day") && set(rows, "promised_unit", "hour")
    };
    "a promise in another unit", "promise_in_other_unit", ["limits"], |rows, _| {
        rows.is("promised_unit", "working_day")
            && rows.is("statutory_unit", "working_day")
            && set(rows, "promised_unit", "自然日")
    };
    "a long statutory limit, unexplained", "long_statutory_limit_unexplained", ["limits", "kind"], |rows, rng| {
        if !rows.is("kind", "licence") || rows.is("clock_anchor", "received") {
            return false;
        }
        rows.set("statutory_unit", "working_day");
        rows.clear("anticipate_explain");
        if rows.is("promised_unit", "calendar_day") {
            rows.set("promised_unit", "working_day");
        }
        set(rows, "statutory_limit", rng.u32(21..90).to_string())
    };
    "counted from receipt, unexplained", "counts_from_receipt_unexplained", ["limits", "kind"], |rows, _| {
        if rows.number("statutory_limit") > 20 {
            return false;
        }
        rows.clear("anticipate_explain");
        set(rows, "clock_anchor", "收件")
    };
    "an instant case of days", "instant_case_promised_long", ["limits"], |rows, rng| {
        rows.is("project_type", "promised") && set(rows, "project_type", one(rng, &["instant", "即办件", "1"]))
    };
    "a promised case of a day", "promised_case_within_a_day", ["limits"], |rows, rng| {
        rows.is("project_type", "instant") && set(rows, "project_type", one(rng, &["promised", "承诺件", "2"]))
    };
    "steps longer than the promise", "steps_beyond_limit", ["limits"], |rows, rng| {
        let more = rows.number("promised_limit") + rng.u32(1..5);
        let Some(step) = rows.steps.get_mut(1) else { return false };
        put(step, "step_limit", more.to_string());
        true
    };
    "a special procedure of no law", "special_procedure_unknown", ["special"], |rows, rng| {
        set(rows, "special_procedure", one(rng, &["领导出差", "部门会商", "听证、系统升级", "征求意见"]))
    };
    "a shallow item without reason", "depth_reason_missing", ["online"], |rows, _| {
        clear(rows, "depth_reason")
    };
    "a reason for full depth", "depth_reason_needless", ["online"], |rows, rng| {
        rows.is("online_depth", "4") && set(rows, "depth_reason", one(rng, &["须现场核验", "系统未对接"]))
    };
    "full depth with a visit", "full_depth_with_trips", ["online"], |rows, rng| {
        rows.is("online_depth", "4")
            && set(rows, "trips", rng.u32(1..4).to_string())
            && set(rows, "limit_scene_explain", "领取证件")
    };
    "depth three with visits", "depth_three_with_trips", ["online"], |rows, rng| {
        rows.is("online_depth", "3") && set(rows, "trips", rng.u32(2..5).to_string())
    };
    "a visit without reason", "trips_without_reason", ["online"], |rows, _| {
        clear(rows, "limit_scene_explain")
    };
    "several visits", "trips_above_one", ["online"], |rows, rng| {
        ["1", "2"].contains(&rows.get("online_depth"))
            && !rows.is("trips", "0")
            && set(rows, "trips", rng.u32(2..6).to_string())
    };
    "deep but not online", "deep_but_not_online", ["online"], |rows, rng| {
        rows.is("online", "false")
            && set(rows, "online_depth", if rows.is("trips", "0") { one(rng, &["3", "4"]) } else { "3" })
            && set(rows, "online_handle_depth", "filing;acceptance;handling;result")
            && (!rows.is("online_depth", "4") || set(rows, "depth_reason", ""))
    };
    "no way to apply", "offline_without_post", ["online"], |rows, _| {
        rows.is("online", "false")
            && rows.is("trips", "0")
            && set(rows, "is_express", "否")
            && set(rows, "handle_type", "窗口办理")
    };
    "online nobody knows where", "online_url_missing", ["online"], |rows, _| {
        clear(rows, "online_handle_url")
    };
    "half an address", "url_malformed", ["online"], |rows, rng| {
        rows.is("online", "true")
            && set(rows, "online_handle_url", one(rng, &[
                "www.example.gov.cn", "https//www.example.gov.cn", "见省政务服务网", "http://example", "https://www.exa mple.gov.cn",
            ]))
    };
    "half a mobile address", "url_malformed", ["mobile"], |rows, rng| {
        set(rows, "mobile_terminal_url", one(rng, &["政务小程序", "app.example.gov.cn"]))
    };
    "online by the window alone", "forms_unlike_online", ["online"], |rows, rng| {
        rows.is("online", "true") && set(rows, "handle_type", one(rng, &["window", "window;post", "窗口办理、快递申请"]))
    };
    "not online but by the web", "forms_unlike_online", ["online"], |rows, _| {
        rows.is("online", "false") && set(rows, "handle_type", "window;web")
    };
    "full depth without the result", "depth_unlike_steps", ["online"], |rows, rng| {
        rows.is("online_depth", "4") && set(rows, "online_handle_depth", one(rng, &[
            "filing;acceptance;handling", "acceptance;handling;result", "2;5;6", "consultation",
        ]))
    };
    "depth three without acceptance", "depth_unlike_steps", ["online"], |rows, _| {
        rows.is("online_depth", "3") && set(rows, "online_handle_depth", "互联网咨询;互联网收件")
    };
    "a peer that promises sooner", "promise_behind_peers", ["limits", "peer_promise"], |rows, _| {
        let ours = rows.number("promised_limit");
        ours > 0 && peer(rows, "promised_limit", &(ours - 1).to_string())
    };
    "a peer with fewer visits", "trips_behind_peers", ["online", "peer_trips"], |rows, _| {
        rows.number("trips") > 0 && peer(rows, "trips", "0")
    };
    "a peer that goes deeper", "depth_behind_peers", ["online", "peer_depth"], |rows, _| {
        let deeper = rows.number("online_depth") + 1;
        deeper <= 4 && peer(rows, "online_depth", &deeper.to_string())
    };
    "a peer with fewer materials", "materials_behind_peers", ["peer_materials"], |rows, rng| {
        let fewer = rng.u32(0..3).to_string();
        peer(rows, "materials", &fewer)
    };
}

/// Gives one peer another cell.
fn peer(rows: &mut Rows, name: &'static str, text: &str) -> bool {
    let peer = rows.peers.last_mut().filter(|row| !cell(row, name).is_empty());
    peer.map(|row| put(row, name, text)).is_some()
}
