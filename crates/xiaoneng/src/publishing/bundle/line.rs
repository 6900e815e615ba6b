//! An act as a line of `acts.jsonl`: JSON with its fields in this order, those that aren't given left
//! out, cells in order of their columns, and no space.

use ledger::{Act, Cells};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    tenant: String,
    position: i64,
    register: String,
    matter: String,
    version: i64,
    act: String,
    at: i64,
    recorded_at: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    recorded_elsewhere: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    under: Option<String>,
    cells: Cells,
}

/// The line of an act, without its end.
pub(super) fn line_of(tenant: &str, act: Act) -> String {
    // Texts and numbers always become JSON.
    serde_json::to_string(&Line {
        tenant: tenant.to_owned(),
        position: act.position,
        register: act.register,
        matter: act.matter,
        version: act.version,
        act: act.act,
        at: act.at,
        recorded_at: act.recorded_at,
        recorded_elsewhere: act.recorded_elsewhere,
        under: act.under,
        cells: act.cells,
    })
    .unwrap_or_default()
}

/// The act of a line and whose it is.
///
/// # Errors
/// What is wrong with the line; also when it says the same in another form than [`line_of`].
pub(super) fn act_of(line: &str) -> Result<(String, Act), String> {
    let Line {
        tenant,
        position,
        register,
        matter,
        version,
        act,
        at,
        recorded_at,
        recorded_elsewhere,
        under,
        cells,
    } = serde_json::from_str(line).map_err(|why| why.to_string())?;
    let act = Act {
        position,
        register,
        matter,
        version,
        act,
        at,
        recorded_at,
        recorded_elsewhere,
        under,
        cells,
    };
    if line_of(&tenant, act.clone()) == line {
        Ok((tenant, act))
    } else {
        Err("it isn't written as the ledger writes it".to_owned())
    }
}
