//! Statutory and promised limits, the class of cases, and the steps.

use legal_clock::{Limit, Unit};

use super::{At, Check, Rule, Severity, Tell, Words, text};
use crate::{CaseClass, ClockAnchor, ItemKind};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "limit_incomplete",
        severity: Severity::Error,
        says: Words {
            zh: "时限有数无单位，或有单位无数",
            en: "A limit has an amount without a unit, or a unit without an amount",
        },
        mend: Words { zh: "数和单位都要填写", en: "Give both amount and unit" },
        source: "GB/T 39046-2020; 行政许可法 art. 82",
        check: Check::Item(incomplete),
    },
    Rule {
        id: "statutory_limit_missing",
        severity: Severity::Error,
        says: Words {
            zh: "没有法定时限，也没有可适用的默认时限",
            en: "There is no statutory limit, and none by default",
        },
        mend: Words {
            zh: "按设定依据填写；行政许可未填的按二十个工作日",
            en: "Give that of the basis; only licences have twenty working days by default",
        },
        source: "行政许可法 art. 42; UP_TASK_GENERAL_BASIC (anticipate_day, not null)",
        check: Check::Item(statutory_missing),
    },
    Rule {
        id: "promised_limit_missing",
        severity: Severity::Error,
        says: Words { zh: "没有承诺时限", en: "There is no promised limit" },
        mend: Words {
            zh: "公布不长于法定时限的承诺时限",
            en: "Promise a limit that isn't longer than the statutory one",
        },
        source: "优化营商环境条例 art. 36",
        check: Check::Item(|at, tell| {
            let item = at.item;
            if at.is_on_application()
                && at.list.collected().collects("promised_limit")
                && item.promised_limit.is_none()
                && item.promised_unit.is_none()
                && !at.is_unread("promised_limit")
                && !at.is_unread("promised_unit")
            {
                tell.tell("promised_limit", "");
            }
        }),
    },
    Rule {
        id: "promise_above_statute",
        severity: Severity::Error,
        says: Words {
            zh: "承诺时限长于法定时限",
            en: "The promised limit is longer than the statutory one",
        },
        mend: Words { zh: "缩短承诺时限", en: "Shorten the promise" },
        source: "优化营商环境条例 art. 36; 行政许可法 art. 42; [R2019 §16]",
        check: Check::Item(above_statute),
    },
    Rule {
        id: "promise_in_other_unit",
        severity: Severity::Warning,
        says: Words {
            zh: "承诺时限与法定时限单位不同，无法比较",
            en: "The promised limit is in another unit than the statutory one",
        },
        mend: Words { zh: "改用同一单位", en: "State both in the same unit" },
        source: "[R2019 §16]",
        check: Check::Item(other_unit),
    },
    Rule {
        id: "long_statutory_limit_unexplained",
        severity: Severity::Warning,
        says: Words {
            zh: "行政许可的法定时限超过二十个工作日而未说明",
            en: "A licence has more than twenty working days by statute, unexplained",
        },
        mend: Words {
            zh: "在法定时限说明中写明作此规定的法律、法规，或联合办理",
            en: "Name the law that sets it, or the joint handling, in the explanation of the limit",
        },
        source: "行政许可法 art. 42",
        check: Check::Item(long_statutory),
    },
    Rule {
        id: "counts_from_receipt_unexplained",
        severity: Severity::Advice,
        says: Words {
            zh: "时限自收件起算而未说明依据",
            en: "The limit counts from receipt, unexplained",
        },
        mend: Words {
            zh: "在法定时限说明中写明依据；没有的改为自受理起算",
            en: "Name the ground in the explanation of the limit, or count from acceptance",
        },
        source: "行政许可法 art. 42; 易制毒化学品管理条例 art. 15",
        check: Check::Item(|at, tell| {
            if at.item.clock_anchor == Some(ClockAnchor::Received)
                && at.item.statutory_explanation.is_none()
            {
                tell.tell("clock_anchor", "received");
            }
        }),
    },
    Rule {
        id: "instant_case_promised_long",
        severity: Severity::Error,
        says: Words {
            zh: "即办件的承诺时限超过一个工作日",
            en: "An instant case is promised in more than one working day",
        },
        mend: Words {
            zh: "改为承诺件，或缩短承诺时限",
            en: "Make it a promised case, or shorten the promise",
        },
        source: "[R2019 §14]; GB/T 39046-2020 A.6",
        check: Check::Item(|at, tell| {
            if at.item.case_class == Some(CaseClass::Instant)
                && let Some(promise) = at.item.promised()
                && !is_instant(promise)
            {
                tell.tell("project_type", promise.to_string());
            }
        }),
    },
    Rule {
        id: "promised_case_within_a_day",
        severity: Severity::Warning,
        says: Words {
            zh: "承诺时限在一个工作日以内，应为即办件",
            en: "What is promised within one working day is an instant case",
        },
        mend: Words { zh: "改为即办件", en: "Make it an instant case" },
        source: "[R2019 §14]; GB/T 39046-2020 A.6",
        check: Check::Item(|at, tell| {
            if at.item.case_class == Some(CaseClass::Promised)
                && let Some(promise) = at.item.promised()
                && is_instant(promise)
            {
                tell.tell("project_type", promise.to_string());
            }
        }),
    },
    Rule {
        id: "steps_beyond_limit",
        severity: Severity::Error,
        says: Words {
            zh: "各环节时限之和超过承诺时限",
            en: "The steps together take longer than the promise",
        },
        mend: Words {
            zh: "缩短环节时限，使其和不超过承诺时限",
            en: "Shorten the steps until their sum is within the promise",
        },
        source: "优化营商环境条例 art. 36",
        check: Check::Item(steps),
    },
    Rule {
        id: "special_procedure_unknown",
        severity: Severity::Warning,
        says: Words {
            zh: "特别程序不属于法律允许扣除时间的八种",
            en: "A special procedure is none of the eight whose time isn't counted",
        },
        mend: Words {
            zh: "只填听证、招标、拍卖、检验、检测、检疫、鉴定、专家评审；没有的填“无”",
            en: "Give hearing, tender, auction, inspection, testing, quarantine, appraisal or expert \
                 review, or “无” for none",
        },
        source: "行政许可法 art. 45",
        check: Check::Item(special_procedure),
    },
];

fn incomplete(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    let pairs = [
        ("statutory_limit", "statutory_unit", item.statutory_limit, item.statutory_unit),
        ("promised_limit", "promised_unit", item.promised_limit, item.promised_unit),
    ];
    for (name, unit_name, amount, unit) in pairs {
        let is_half = amount.is_some() != unit.is_some();
        if is_half && !at.is_unread(name) && !at.is_unread(unit_name) {
            let missing = if amount.is_some() { unit_name } else { name };
            tell.tell(missing, amount.map_or_else(String::new, |amount| amount.to_string()));
        }
    }
}

fn statutory_missing(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    if at.is_on_application()
        && item.kind.is_some_and(|kind| kind != ItemKind::Licence)
        && at.list.collected().collects("statutory_limit")
        && item.statutory_limit.is_none()
        && item.statutory_unit.is_none()
        && !at.is_unread("statutory_limit")
        && !at.is_unread("statutory_unit")
    {
        tell.tell("statutory_limit", "");
    }
}

fn above_statute(at: &At<'_>, tell: &mut Tell<'_>) {
    if let (Some(promise), Some(statute)) = (at.item.promised(), at.item.held_to())
        && is_longer(promise, statute)
    {
        tell.tell("promised_limit", format!("{promise} > {statute}"));
    }
}

/// Whether a limit is surely longer than another: by amount in one unit, otherwise by the shortest
/// the one and the longest the other can last.
fn is_longer(limit: Limit, other: Limit) -> bool {
    if limit.unit == other.unit {
        return limit.amount > other.amount;
    }
    match (in_minutes(limit), in_minutes(other)) {
        (Some(limit), Some(other)) => limit > other,
        _ => false,
    }
}

/// The minutes of a limit of hours or minutes, or of days counted without rest days.
fn in_minutes(limit: Limit) -> Option<u64> {
    let amount = u64::from(limit.amount);
    match limit.unit {
        Unit::Minute => Some(amount),
        Unit::Hour => Some(amount * 60),
        Unit::CalendarDay => Some(amount * 24 * 60),
        Unit::WorkingDay | Unit::Month => None,
    }
}

fn other_unit(at: &At<'_>, tell: &mut Tell<'_>) {
    let (Some(promise), Some(statute)) = (at.item.promised(), at.item.statutory()) else {
        return;
    };
    let is_time = |limit: Limit| matches!(limit.unit, Unit::Hour | Unit::Minute);
    // A promise of hours or minutes against a statute of days is what makes a case instant.
    if promise.unit != statute.unit && !is_time(promise) {
        tell.tell("promised_unit", format!("{promise}, {statute}"));
    }
}

fn long_statutory(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    if item.kind == Some(ItemKind::Licence)
        && let Some(limit) = item.statutory()
        && limit.unit == Unit::WorkingDay
        && limit.amount > Limit::DECISION.amount
        && item.statutory_explanation.is_none()
    {
        tell.tell("statutory_limit", limit.to_string());
    }
}

/// At most one working day, one calendar day, 24 hours or 1440 minutes.
fn is_instant(limit: Limit) -> bool {
    match limit.unit {
        Unit::WorkingDay | Unit::CalendarDay => limit.amount <= 1,
        Unit::Hour => limit.amount <= 24,
        Unit::Minute => limit.amount <= 1440,
        Unit::Month => false,
    }
}

fn steps(at: &At<'_>, tell: &mut Tell<'_>) {
    let Some(limit) = at.item.promised().or_else(|| at.item.held_to()) else {
        return;
    };
    let steps = at.item.steps.iter();
    let amounts = steps.filter(|step| step.unit == Some(limit.unit)).filter_map(|step| step.limit);
    let sum: u64 = amounts.map(u64::from).sum();
    if sum > u64::from(limit.amount) {
        tell.tell("steps.step_limit", format!("{sum} > {limit}"));
    }
}

fn special_procedure(at: &At<'_>, tell: &mut Tell<'_>) {
    const EIGHT: &[&str] =
        &["听证", "招标", "拍卖", "检验", "检测", "检疫", "鉴定", "专家评审", "延长审批"];
    let Some(cell) = at.item.special_procedure.as_deref() else {
        return;
    };
    let parts = cell.split(['、', '，', ',', ';', '；', '/']).map(str::trim);
    let is_known = |part: &&str| EIGHT.iter().any(|word| part.contains(word));
    for part in parts.filter(|part| !text::is_placeholder(part)).filter(|part| !is_known(part)) {
        tell.tell("special_procedure", part);
    }
}
