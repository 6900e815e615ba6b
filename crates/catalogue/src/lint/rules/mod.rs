//! The rules, each declared once: data and function side by side, grouped by subject.
//!
//! `[R2019 §n]` is item n of 广东省公安厅2019年度行政审批和政务服务效能情况报告.

mod activities;
mod codes;
mod commitment;
mod dates;
mod elements;
mod fees;
mod guide;
mod hierarchy;
mod intermediaries;
mod limits;
mod materials;
mod names;
mod online;
mod peers;
mod powers;
mod regions;
mod registers;
mod results;
mod sharing;

use super::{At, Beside, Check, Linter, Rule, Severity, Tell, Words, text};

/// Every rule, by subject.
pub(super) const ALL: &[&[Rule]] = &[
    elements::RULES,
    codes::RULES,
    regions::RULES,
    names::RULES,
    hierarchy::RULES,
    powers::RULES,
    limits::RULES,
    online::RULES,
    materials::RULES,
    sharing::RULES,
    intermediaries::RULES,
    fees::RULES,
    results::RULES,
    commitment::RULES,
    guide::RULES,
    dates::RULES,
    peers::RULES,
    registers::RULES,
    activities::RULES,
];
