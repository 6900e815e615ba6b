//! The bundle: a report in one zip archive with all that it is computed from, so that anyone computes
//! it again without the ledger and without a network.
//!
//! | entry | holds |
//! |---|---|
//! | `bundle.json` | whose report it is, of which year and edition, as of which position |
//! | `report.json`, `report.html` | the report |
//! | `evidence/FIGURE.csv` | the cases behind each figure |
//! | `versions.json`, `versions/` | the procedures, notices and definitions of figures in force, with their hashes |
//! | `acts.jsonl` | every act up to the position, a line each: what it is hashed with, and its text |
//! | `log/checkpoint` | the first checkpoint of the log that takes them in, and the act that recorded the edition |
//! | `log/consistency` | the proof that its tree goes on from that of the acts, a hash a line |
//! | `log/edition.tlog-proof` | the receipt of the act that recorded the edition |

mod edition;
mod line;
mod proof;
mod read;
mod write;

pub(crate) use edition::Recorded;
pub(crate) use proof::InLog;
pub(crate) use read::Bundle;
pub(crate) use write::write_bundle;

/// The head of a bundle.
const HEAD: &str = "bundle.json";
/// The report.
const REPORT: &str = "report.json";
/// The acts that it is computed from.
const ACTS: &str = "acts.jsonl";
/// What the log signed of them.
const CHECKPOINT: &str = "log/checkpoint";
const CONSISTENCY: &str = "log/consistency";
/// That the log has the act that recorded the edition.
const RECEIPT: &str = "log/edition.tlog-proof";
/// What the acts are folded and the figures told by.
const VERSIONS: &str = "versions.json";
/// The form that this program writes.
const FORMAT: u32 = 1;

/// What `bundle.json` says.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Head {
    format: u32,
    tenant: String,
    year: i16,
    /// `None` of a report that wasn't published.
    edition: Option<u32>,
    as_of: i64,
}

/// A line of `versions.json`.
#[derive(Debug, serde::Serialize, serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionEntry {
    kind: String,
    name: String,
    effective_from: String,
    /// SHA-256 of the text, in hexadecimal digits.
    hash: String,
    /// The entry that holds the text.
    file: String,
}
