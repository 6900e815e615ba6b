//! From when until when an item is in force.

use super::{At, Check, Rule, Severity, Tell, Words};
use crate::ItemState;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "dates_reversed",
        severity: Severity::Error,
        says: Words { zh: "失效日期早于生效日期", en: "The item ends before it begins" },
        mend: Words { zh: "改正日期", en: "Correct the dates" },
        source: "UP_TASK_GENERAL_BASIC (plan_effective_date, plan_cancel_date)",
        check: Check::Row(|at, tell| {
            if let (Some(from), Some(to)) = (at.item.valid_from, at.item.valid_to)
                && to < from
            {
                tell.tell("valid_to", format!("{from} > {to}"));
            }
        }),
    },
    Rule {
        id: "versions_overlap",
        severity: Severity::Warning,
        says: Words {
            zh: "同一编码的后一版本生效时，本版本尚未失效",
            en: "This row ends after the next row of its code begins",
        },
        mend: Words {
            zh: "失效日期改为后一版本生效的前一日",
            en: "End it the day before the next begins",
        },
        source: "the exchange package (valid_from, valid_to)",
        check: Check::Row(overlap),
    },
    Rule {
        id: "version_not_rising",
        severity: Severity::Warning,
        says: Words {
            zh: "事项版本没有随生效日期递增",
            en: "A later row of the code has no higher version number",
        },
        mend: Words {
            zh: "新版本的版本号加1", en: "Raise the version number with each version"
        },
        source: "UP_TASK_GENERAL_BASIC (task_version)",
        check: Check::Row(version),
    },
    Rule {
        id: "in_use_after_end",
        severity: Severity::Error,
        says: Words {
            zh: "已失效的事项仍标为在用", en: "The item has ended, yet is in use"
        },
        mend: Words { zh: "改正失效日期或事项状态", en: "Correct the day or the state" },
        source: "UP_TASK_GENERAL_BASIC (task_state, plan_cancel_date)",
        check: Check::Item(in_use_after_end),
    },
    Rule {
        id: "cancelled_without_end",
        severity: Severity::Warning,
        says: Words {
            zh: "已取消的事项没有失效日期",
            en: "The item is cancelled, but since when isn't said",
        },
        mend: Words { zh: "填写失效日期", en: "Give its last day" },
        source: "UP_TASK_GENERAL_BASIC (task_state, plan_cancel_date)",
        check: Check::Item(|at, tell| {
            if at.item.state == Some(ItemState::Cancelled)
                && at.item.valid_to.is_none()
                && !at.is_unread("valid_to")
            {
                tell.tell("valid_to", "");
            }
        }),
    },
    Rule {
        id: "commitment_after_end",
        severity: Severity::Warning,
        says: Words {
            zh: "告知承诺开始于事项失效之后",
            en: "Commitments begin after the item has ended",
        },
        mend: Words { zh: "改正日期", en: "Correct the dates" },
        source: "[R2019 §11]",
        check: Check::Item(|at, tell| {
            if let (Some(from), Some(to)) = (at.item.commitment_from, at.item.valid_to)
                && from > to
                && at.item.valid_from.is_none_or(|from| from <= to)
            {
                tell.tell("commitment_from", format!("{from} > {to}"));
            }
        }),
    },
];

fn overlap(at: &At<'_>, tell: &mut Tell<'_>) {
    let begins = at.list.next(at.item).and_then(|row| row.valid_from);
    if let (Some(to), Some(begins)) = (at.item.valid_to, begins)
        && to >= begins
    {
        tell.tell("valid_to", format!("{to} ≥ {begins}"));
    }
}

fn version(at: &At<'_>, tell: &mut Tell<'_>) {
    let later = at.list.next(at.item).and_then(|row| row.version);
    if let (Some(own), Some(later)) = (at.item.version, later)
        && later <= own
    {
        tell.tell("task_version", format!("{own} ≥ {later}"));
    }
}

fn in_use_after_end(at: &At<'_>, tell: &mut Tell<'_>) {
    if at.item.state == Some(ItemState::InUse)
        && let Some(to) = at.item.valid_to
        && to < at.list.catalogue.on
        && at.item.valid_from.is_none_or(|from| from <= to)
    {
        tell.tell("task_state", to.to_string());
    }
}
