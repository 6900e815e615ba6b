//! What the applicant gets.

use super::{At, Check, Rule, Severity, Words};
use crate::{ItemKind, ResultKind};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "result_unnamed",
        severity: Severity::Error,
        says: Words { zh: "审批结果没有名称", en: "The result has no name" },
        mend: Words { zh: "填写证照、批文的名称", en: "Name the licence or reply" },
        source: "UP_TASK_GENERAL_EXTEND (result_type, result_name)",
        check: Check::Item(|at, tell| {
            if has_result(at) && at.item.result_name.is_none() {
                tell.tell("result_name", "");
            }
        }),
    },
    Rule {
        id: "result_without_sample",
        severity: Severity::Warning,
        says: Words { zh: "审批结果没有样本", en: "The result has no sample" },
        mend: Words { zh: "上传结果样本", en: "Supply the sample" },
        source: "UP_TASK_GENERAL_EXTEND (result_guid)",
        check: Check::Item(|at, tell| {
            let is_paper =
                matches!(at.item.result_kind, Some(ResultKind::Licence | ResultKind::Reply));
            if is_paper
                && at.item.result_sample.is_none()
                && at.list.collected().collects("result_guid")
            {
                tell.tell("result_guid", at.item.result_name.clone().unwrap_or_default());
            }
        }),
    },
    Rule {
        id: "result_named_but_none",
        severity: Severity::Warning,
        says: Words {
            zh: "结果类型为无，却写有结果名称或样本",
            en: "There is no result, yet it has a name or a sample",
        },
        mend: Words {
            zh: "改正结果类型，或删去名称、样本",
            en: "Correct the type, or delete name and sample",
        },
        source: "UP_TASK_GENERAL_EXTEND (result_type)",
        check: Check::Item(|at, tell| {
            let named = at.item.result_name.as_ref().or(at.item.result_sample.as_ref());
            if at.item.result_kind == Some(ResultKind::None)
                && let Some(named) = named
            {
                tell.tell("result_type", named);
            }
        }),
    },
    Rule {
        id: "licence_without_result",
        severity: Severity::Error,
        says: Words { zh: "行政许可没有审批结果", en: "A licence item has no result" },
        mend: Words {
            zh: "许可决定应当书面作出：改为证照或批文",
            en: "The decision is made in writing: give a licence or a reply",
        },
        source: "行政许可法 arts. 38 and 39",
        check: Check::Item(|at, tell| {
            if at.item.kind == Some(ItemKind::Licence)
                && at.item.result_kind == Some(ResultKind::None)
            {
                tell.tell("result_type", "none");
            }
        }),
    },
];

fn has_result(at: &At<'_>) -> bool {
    at.item.result_kind.is_some_and(|kind| kind != ResultKind::None)
        && at.list.collected().collects("result_name")
}
