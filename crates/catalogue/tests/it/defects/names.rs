//! Defects of names and of the hierarchy.

use super::{defects, one, set};
use crate::rows::{Rows, cells, put};

defects! {
    "twin: the same name under another code", "name_repeated", ["*"], |rows, _| {
        twin(rows, &[]);
        true
    };
    "a mark at the end of the name", "name_trailing_mark", ["name"], |rows, rng| {
        let mark = one(rng, &["。", "、", "；", "：", ".", "-", "…"]);
        append(rows, mark)
    };
    "a bracket that doesn't close", "name_brackets", ["name"], |rows, rng| {
        append(rows, one(rng, &["（变更", "变更）", "《证书", "“试行", "（甲〔乙）类", "）新办（新"]))
    };
    "half-width marks in the name", "name_half_width", ["name"], |rows, rng| {
        append(rows, one(rng, &["(新办)", ",变更", ";延续", "(一类)", ":首次"]))
    };
    "spaces in the name", "name_space", ["name"], |rows, rng| {
        append(rows, one(rng, &[" 新办", "\u{3000}变更", "\n延续", "（首 次）"]))
    };
    "a vague name", "name_vague", ["name"], |rows, rng| {
        append(rows, one(rng, &["相关业务", "等", "等事项", "事宜", "有关手续办理", "管理工作", "及其他"]))
    };
    "a name of more than 200 characters", "name_too_long", ["name"], |rows, rng| {
        let more = 201 - rows.get("name").chars().count() + rng.usize(0..50);
        append(rows, &"证".repeat(more))
    };
    "a main item that isn't there", "main_item_missing", ["parent", "level", "kind", "dates"], |rows, rng| {
        is_handling(rows) && set(rows, "parent_code", one(rng, &["9-99", "77", "0-0"]))
    };
    "a handling item under a handling item", "main_item_nested", ["parent", "level", "kind", "dates"], |rows, _| {
        let sibling = format!("{}-01", rows.get("parent_code"));
        is_handling(rows) && rows.code().ends_with("-02") && set(rows, "parent_code", sibling)
    };
    "a level that the main item hasn't", "level_beyond_main_item", ["level"], |rows, rng| {
        let level = format!("{};{}", rows.get("level"), one(rng, &["town", "national", "乡级"]));
        is_handling(rows) && set(rows, "level", level)
    };
    "another kind than the main item", "kind_unlike_main_item", ["kind"], |rows, _| {
        let other = match rows.get("kind") {
            "filing" => "confirmation",
            "confirmation" => "公共服务",
            "public_service" => "filing",
            _ => return false,
        };
        is_handling(rows) && set(rows, "kind", other)
    };
    "a main item that ends before its handling item", "in_force_beyond_main_item", ["*"], |rows, _| {
        if !is_handling(rows) {
            return false;
        }
        let name = format!("{}总项", rows.get("name"));
        let main = twin(rows, &[
            ("name", &name), ("parent_code", ""), ("task_handle_item", ""), ("valid_to", "2027-12-31"),
        ]);
        set(rows, "parent_code", main)
    };
}

pub(super) fn is_handling(rows: &Rows) -> bool {
    !rows.get("parent_code").is_empty()
}

fn append(rows: &mut Rows, more: &str) -> bool {
    let name = format!("{}{more}", rows.get("name"));
    set(rows, "name", name)
}

/// Another item that is the same but for its code and these cells, with the same materials; its code.
fn twin(rows: &mut Rows, pairs: &[(&'static str, &str)]) -> String {
    let code = format!("T-{}", rows.code());
    let mut row = rows.item.clone();
    for (name, cell) in cells(pairs) {
        put(&mut row, name, cell);
    }
    put(&mut row, "item_code", code.clone());
    rows.further.push(row);
    let tables = [&mut rows.materials, &mut rows.fees, &mut rows.steps];
    for table in tables {
        for mut row in table.clone() {
            put(&mut row, "item_code", code.clone());
            table.push(row);
        }
    }
    code
}
