//! Publishing the annual report (年度报告): a matter of its own, one a year, in the register `reports`.
//!
//! Its acts follow `procedures/annual_report.toml`: drafted, reviewed, signed, displayed to the
//! public, published, and revised by a new edition. A draft holds the whole report, the position of
//! the ledger that it was computed as of, the versions it was computed by and a hash of the cases
//! behind each figure. With the act `published` an edition is frozen: what changes afterwards is told
//! as changed since, and [`check_published`] computes it again as of its position.

mod bundle;
mod changes;
mod check;
mod draft;
mod editions;
mod page;
#[cfg(test)]
mod tests;

pub(crate) use bundle::{Bundle, InLog, Recorded, write_bundle};
pub(crate) use changes::{Changed, changed};
pub(crate) use check::{Disagreement, check_published, differences};
pub(crate) use draft::{Computed, draft};
pub(crate) use editions::{Edition, Said, Step, YearReport, years};
pub(crate) use page::page;

/// The register of annual reports, each by its year.
pub(crate) const REPORTS: &str = "reports";
