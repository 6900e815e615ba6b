//! Defects of codes.

use super::{defects, one, set};
use crate::population::with_check;
use crate::rows::{Rows, put};

defects! {
    "a digit of the agency's code mistyped", "agency_code_check", ["codes"], |rows, rng| {
        let code = replaced(rows.get("dept_code"), rng.usize(2..17), |c| if c == '7' { '3' } else { '7' });
        recode(rows, &code)
    };
    "two digits of the agency's code swapped", "agency_code_check", ["codes"], |rows, _| {
        let mut letters: Vec<char> = rows.get("dept_code").chars().collect();
        let Some(at) = (4..16).find(|at| letters[*at] != letters[at + 1]) else { return false };
        letters.swap(at, at + 1);
        recode(rows, &letters.into_iter().collect::<String>())
    };
    "O written for 0 in the agency's code", "agency_code_check", ["codes"], |rows, _| {
        let code = rows.get("dept_code").replacen('0', "O", 1);
        recode(rows, &code)
    };
    "a digit of the agency's code dropped", "agency_code_length", ["codes"], |rows, rng| {
        let mut code = rows.get("dept_code").to_owned();
        code.remove(rng.usize(0..18));
        set(rows, "dept_code", code)
    };
    "the nine digits of the old organisation code", "agency_code_length", ["codes"], |rows, _| {
        let code = rows.get("dept_code")[8..17].to_owned();
        set(rows, "dept_code", code)
    };
    "a digit of the basic code dropped", "catalog_code_length", ["codes"], |rows, rng| {
        let mut code = rows.get("catalog_code").to_owned();
        code.remove(rng.usize(0..12));
        set(rows, "catalog_code", code)
    };
    "a digit too many in the basic code", "catalog_code_length", ["codes"], |rows, _| {
        let code = format!("{}0", rows.get("catalog_code"));
        set(rows, "catalog_code", code)
    };
    "the basic code of no province", "catalog_code_province", ["codes"], |rows, rng| {
        let code = format!("{}{}", one(rng, &["99", "47", "01"]), &rows.get("catalog_code")[2..]);
        rows.set("catalog_code", code);
        let agency = rows.get("dept_code").to_owned();
        recode(rows, &agency)
    };
    "a digit of the implementing code dropped", "task_code_length", ["codes"], |rows, rng| {
        let mut code = rows.get("task_code").to_owned();
        code.remove(rng.usize(0..31));
        set_task_code(rows, code)
    };
    "the implementing code of another agency", "task_code_agency", ["codes"], |rows, _| {
        let code = format!("{}{}", with_check("11449900000000000"), &rows.get("task_code")[18..]);
        set_task_code(rows, code)
    };
    "the implementing code of another level", "task_code_level", ["codes", "level"], |rows, rng| {
        let level = one(rng, &["1", "4", "5"]);
        let code = rows.get("task_code").to_owned();
        set_task_code(rows, format!("{}{level}{}", &code[..18], &code[19..]))
    };
    "the implementing code of another basic code", "task_code_catalog_code", ["codes"], |rows, rng| {
        let code = replaced(rows.get("task_code"), rng.usize(21..31), |c| if c == '8' { '5' } else { '8' });
        set_task_code(rows, code)
    };
    "the handling code of another item", "handling_code_task_code", ["codes"], |rows, rng| {
        let code = replaced(rows.get("task_handle_item"), rng.usize(0..31), |_| 'Q');
        !rows.get("task_handle_item").is_empty() && set(rows, "task_handle_item", code)
    };
    "the handling code without its serial", "handling_code_task_code", ["codes"], |rows, _| {
        let code = rows.get("task_code").to_owned();
        !rows.get("task_handle_item").is_empty() && set(rows, "task_handle_item", code)
    };
    "a space, small letter or full-width digit in the item's code", "code_characters", ["*"], |rows, rng| {
        let code = format!("{}{}", rows.code(), one(rng, &[" 1", "b", "１", "\u{3000}2"]));
        !rows.get("parent_code").is_empty() && rename(rows, &code)
    };
    "a division code of four digits or with a letter", "region_malformed", ["region"], |rows, rng| {
        set(rows, "region", one(rng, &["4401", "44010O", "4401000", "广州"]))
    };
    "a division that there isn't", "region_unknown", ["region"], |rows, rng| {
        set(rows, "region", one(rng, &["441000", "449900000000", "511602", "440199999"]))
    };
    "the row given twice", "item_code_repeated", ["*"], |rows, _| {
        rows.add_version(&[]);
        true
    };
    "the row given twice with another promise", "item_code_repeated", ["*"], |rows, _| {
        rows.add_version(&[("transact_time", "工作日8:30至12:00")]);
        true
    };
}

fn replaced(code: &str, at: usize, by: impl Fn(char) -> char) -> String {
    code.chars().enumerate().map(|(place, c)| if place == at { by(c) } else { c }).collect()
}

/// Gives the item another agency's code, and codes that are built of it.
fn recode(rows: &mut Rows, agency: &str) -> bool {
    let level = rows.get("task_code")[18..19].to_owned();
    let code = format!("{agency}{level}{}", rows.get("catalog_code"));
    rows.set("dept_code", agency);
    set_task_code(rows, code)
}

/// Gives the item another implementing code, and its handling code the same.
fn set_task_code(rows: &mut Rows, code: String) -> bool {
    let handling = rows.get("task_handle_item");
    if !handling.is_empty() {
        let serial = handling[31..].to_owned();
        rows.set("task_handle_item", format!("{code}{serial}"));
    }
    set(rows, "task_code", code)
}

/// Gives the item and the rows beside it another code.
fn rename(rows: &mut Rows, code: &str) -> bool {
    let Rows { item, further, materials, fees, steps, questions, power_changes, services, peers } =
        rows;
    put(item, "item_code", code);
    let tables = [further, materials, fees, steps, questions, power_changes, services, peers];
    for row in tables.into_iter().flatten() {
        put(row, "item_code", code);
    }
    true
}
