//! What is written: the rows of a case when it is opened and when it is decided.

#![allow(dead_code, reason = "each measurement writes some of it")]

use std::time::SystemTime;

pub const TENANT: &str = "agency";
pub const ITEM_CODE: &str = "11440000006940140Y4440109001000";

pub const ITEM: &[(&str, &str)] = &[
    ("item_code", ITEM_CODE),
    ("name", "保安服务公司设立许可"),
    ("kind", "licence"),
    ("on_application", "true"),
    ("online", "true"),
    ("online_depth", "4"),
    ("trips", "0"),
    ("statutory_limit", "20"),
    ("statutory_unit", "working_day"),
    ("promised_limit", "5"),
    ("promised_unit", "working_day"),
];
pub const MATTER: &[(&str, &str)] = &[
    ("procedure", "licensing"),
    ("item_code", ITEM_CODE),
    ("region", "440100"),
    ("channel", "web"),
    ("applicant_kind", "organisation"),
];
pub const ACT: &[(&str, &str)] = &[("actor", "窗口三号"), ("detail", "材料齐全，符合法定形式")];

/// The cells of the acts, as they are stored.
pub const MATTER_CELLS: &str = r#"{"applicant_kind":"organisation","channel":"web","item_code":"11440000006940140Y4440109001000","matter_id":"1764045600000000-000-000000","procedure":"licensing","region":"440100"}"#;
pub const ACT_CELLS: &str = r#"{"actor":"窗口三号","detail":"材料齐全，符合法定形式"}"#;
/// What figures count of a case that is open, and of one that is decided.
pub const FACTS_WHILE_OPEN: &str = r#"{"id":"1764045600000000-000-000000","procedure":"licensing","region":"440100","channel":"web","item":"11440000006940140Y4440109001000","case":{"overdue":["2026-12-02",""]}}"#;
pub const FACTS_DECIDED: &str = r#"{"id":"1764045600000000-000-000000","procedure":"licensing","region":"440100","channel":"web","item":"11440000006940140Y4440109001000","case":{"decision":{"at":1764045600000000,"row":"","granted":true,"late":false,"late_by_law":false,"supplemented":false,"working_days":0,"used":{"working_days":0},"delivered":null,"deliver_by":"2026-12-09","published":false,"visits":0}}}"#;
/// The hash of an append, and of a procedure.
pub const HASH: &str = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

pub fn matter(run: i64, writer: usize, number: usize) -> String {
    format!("{run}-{writer:03}-{number:06}")
}

pub fn now() -> legal_clock::Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("after 1970");
    legal_clock::Instant(i64::try_from(since.as_micros()).expect("before the year 292,000"))
}
