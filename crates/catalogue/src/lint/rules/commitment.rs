//! Notification and commitment (告知承诺).

use super::{At, Check, Rule, Severity, Tell, Words};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "commitment_without_text",
        severity: Severity::Error,
        says: Words {
            zh: "实行告知承诺而没有告知承诺书",
            en: "The item takes commitments, but has no text for them",
        },
        mend: Words {
            zh: "制定告知承诺书，写明义务、内容和虚假承诺的责任",
            en: "Write it: the duty, what is committed to, and what a false commitment leads to",
        },
        source: "国办发〔2020〕42号",
        check: Check::Item(|at, tell| {
            if at.item.commitment == Some(true)
                && at.item.commitment_text.is_none()
                && at.list.collected().collects("commitment_text")
            {
                tell.tell("commitment_text", "");
            }
        }),
    },
    Rule {
        id: "commitment_without_start",
        severity: Severity::Advice,
        says: Words {
            zh: "实行告知承诺而没有起始日期",
            en: "The item takes commitments, but since when isn't said",
        },
        mend: Words { zh: "填写起始日期", en: "Give the day" },
        source: "[R2019 §11]",
        check: Check::Item(|at, tell| {
            if at.item.commitment == Some(true)
                && at.item.commitment_from.is_none()
                && !at.is_unread("commitment_from")
            {
                tell.tell("commitment_from", "");
            }
        }),
    },
    Rule {
        id: "commitment_started_but_off",
        severity: Severity::Warning,
        says: Words {
            zh: "有告知承诺起始日期，却未实行告知承诺",
            en: "Commitments have a start, but the item takes none",
        },
        mend: Words {
            zh: "改正是否实行，或删去日期",
            en: "Correct whether it takes them, or delete the day",
        },
        source: "[R2019 §11]",
        check: Check::Item(|at, tell| {
            if at.item.commitment != Some(true)
                && !at.is_unread("commitment")
                && let Some(from) = at.item.commitment_from
            {
                tell.tell("commitment", from.to_string());
            }
        }),
    },
    Rule {
        id: "commitment_on_excluded_matter",
        severity: Severity::Warning,
        says: Words {
            zh: "涉及公共安全等的事项不宜实行告知承诺",
            en: "A matter of public safety isn't for commitments",
        },
        mend: Words {
            zh: "不实行告知承诺，按一般程序审查", en: "Examine it the ordinary way"
        },
        source: "国办发〔2020〕42号",
        check: Check::Item(excluded),
    },
];

fn excluded(at: &At<'_>, tell: &mut Tell<'_>) {
    const EXCLUDED: &[&str] = &[
        "枪支",
        "弹药",
        "爆炸物",
        "爆破",
        "剧毒",
        "放射性",
        "国家秘密",
        "涉密",
        "易制爆",
        "易制毒",
    ];
    if at.item.commitment == Some(true)
        && let Some(name) = at.item.name.as_deref()
        && let Some(word) = EXCLUDED.iter().find(|word| name.contains(*word))
    {
        tell.tell("commitment", *word);
    }
}
