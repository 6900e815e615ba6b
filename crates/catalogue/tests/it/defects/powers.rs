//! Defects of powers, their basis, dates and versions.

use super::names::is_handling;
use super::{clear, defects, one, set};
use crate::rows::{Rows, cell, cells, put};

defects! {
    "a cancelled power", "cancelled_power_in_force", ["power", "dates"], |rows, rng| {
        let on = one(rng, &["2025-01-01", "2026-11-28"]);
        let code = rows.code();
        rows.power_changes.push(cells(&[
            ("item_code", &code), ("change", "cancelled"), ("effective_on", on),
        ]));
        true
    };
    "a delegation without agreement", "delegation_without_agreement", ["change"], |rows, _| {
        change(rows, "delegated", "agreement_no")
    };
    "a delegation without handover document", "handover_without_guide", ["change"], |rows, _| {
        change(rows, "delegated", "handover_document")
    };
    "a devolution without handover document", "handover_without_guide", ["change"], |rows, _| {
        change(rows, "devolved", "handover_document")
    };
    "a delegation by nobody", "delegation_without_delegating_agency", ["power"], |rows, _| {
        clear(rows, "entrust_name")
    };
    "a delegation by nobody where none was", "delegation_without_delegating_agency", ["power"], |rows, _| {
        rows.power_changes.is_empty() && set(rows, "power_source", "同级委托")
    };
    "a devolved power held as one's own", "power_source_unlike_change", ["power"], |rows, _| {
        rows.is("power_source", "devolved") && set(rows, "power_source", "own_level")
    };
    "a delegated power held as devolved", "power_source_unlike_change", ["power"], |rows, _| {
        rows.is("power_source", "delegated_above") && set(rows, "power_source", "2")
    };
    "a basis without a law", "basis_without_title", ["basis"], |rows, rng| {
        set(rows, "basis", one(rng, &["国家有关规定", "行政许可法第十二条", "上级文件要求"]))
    };
    "a basis without an article", "basis_without_article", ["basis"], |rows, rng| {
        set(rows, "basis", one(rng, &["《治安管理条例》", "《道路交通安全法》有关条款", "《枪支管理法》第二章"]))
    };
    "a licence by a notice", "licence_by_document", ["basis", "kind"], |rows, rng| {
        let basis = one(rng, &[
            "《关于规范特种行业管理的通知》第三条",
            "《特种行业管理指导意见》第2条、《整治工作方案》第一条",
            "《关于加强管理的通知（试行）》第十条",
        ]);
        rows.is("kind", "licence") && set(rows, "basis", basis)
    };
    "an end before the beginning", "dates_reversed", ["dates", "power"], |rows, rng| {
        is_handling(rows) && set(rows, "valid_to", one(rng, &["2021-06-30", "2012-07-01"]))
    };
    "a version that ends too late", "versions_overlap", ["*"], |rows, rng| {
        if !rows.further.is_empty() {
            return false;
        }
        let to = one(rng, &["2021-07-01", "2022-12-31"]);
        rows.add_version(&[("valid_from", "2018-01-01"), ("valid_to", to), ("task_version", "1")]);
        true
    };
    "a version with the number of the next", "version_not_rising", ["*"], |rows, rng| {
        if !rows.further.is_empty() {
            return false;
        }
        let version = one(rng, &["2", "5"]);
        rows.add_version(&[
            ("valid_from", "2018-01-01"), ("valid_to", "2021-06-30"), ("task_version", version),
        ]);
        true
    };
    "in use after its end", "in_use_after_end", ["dates", "power"], |rows, rng| {
        is_handling(rows) && set(rows, "valid_to", one(rng, &["2026-11-27", "2023-01-01"]))
    };
    "cancelled without end", "cancelled_without_end", ["dates", "power"], |rows, rng| {
        set(rows, "task_state", one(rng, &["cancelled", "取消", "3"]))
    };
    "commitments after the end", "commitment_after_end", ["dates", "commitment", "power"], |rows, _| {
        rows.is("commitment", "true")
            && is_handling(rows)
            && set(rows, "valid_to", "2027-12-31")
            && set(rows, "commitment_from", "2028-01-01")
    };
}

/// Empties a cell of the item's power change of this kind.
fn change(rows: &mut Rows, kind: &str, name: &'static str) -> bool {
    let mut changes = rows.power_changes.iter_mut();
    let change = changes.find(|row| cell(row, "change") == kind);
    change.map(|row| put(row, name, "")).is_some()
}
