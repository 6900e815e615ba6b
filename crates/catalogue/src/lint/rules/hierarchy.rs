//! Main items and the handling items under them.

use super::{At, Check, Rule, Severity, Tell, Words};
use crate::{Coded, Level};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "main_item_missing",
        severity: Severity::Error,
        says: Words {
            zh: "办理项的主项不在清单中",
            en: "The handling item's main item isn't in the list",
        },
        mend: Words {
            zh: "补录主项，或改正主项编码",
            en: "Add the main item, or correct its code",
        },
        source: "the exchange package (parent_code)",
        check: Check::Item(missing),
    },
    Rule {
        id: "main_item_nested",
        severity: Severity::Error,
        says: Words {
            zh: "主项本身又是办理项",
            en: "The main item is itself a handling item of another",
        },
        mend: Words {
            zh: "层次只有主项、办理项两级，改正主项编码",
            en: "There are two levels, main and handling item: correct the main item's code",
        },
        source: "the exchange package (parent_code)",
        check: Check::Item(nested),
    },
    Rule {
        id: "level_beyond_main_item",
        severity: Severity::Error,
        says: Words {
            zh: "办理项的行使层级不在主项的行使层级之内",
            en: "The handling item is exercised at a level that its main item hasn't",
        },
        mend: Words {
            zh: "改正办理项或主项的行使层级",
            en: "Correct the level of the handling item or of the main item",
        },
        source: "[R2019 §3] (事项标准化)",
        check: Check::Item(level),
    },
    Rule {
        id: "kind_unlike_main_item",
        severity: Severity::Warning,
        says: Words {
            zh: "办理项与主项的事项类型不同",
            en: "The handling item is of another kind than its main item",
        },
        mend: Words {
            zh: "改正事项类型，或归入另一主项",
            en: "Correct the kind, or put it under another main item",
        },
        source: "the exchange package (licence main items)",
        check: Check::Item(kind),
    },
    Rule {
        id: "in_force_beyond_main_item",
        severity: Severity::Warning,
        says: Words {
            zh: "办理项在主项失效后仍有效",
            en: "The handling item stays in force when its main item no longer is",
        },
        mend: Words {
            zh: "办理项随主项失效，或延长主项",
            en: "End the handling item with its main item, or keep that in force",
        },
        source: "UP_TASK_GENERAL_BASIC (plan_cancel_date)",
        check: Check::Item(in_force),
    },
];

fn missing(at: &At<'_>, tell: &mut Tell<'_>) {
    if let Some(parent) = &at.item.parent_code
        && at.list.collected().has_main_items()
        && at.item.parent_code != at.item.code
        && at.list.main_item(at.item).is_none()
    {
        tell.tell("parent_code", parent);
    }
}

fn nested(at: &At<'_>, tell: &mut Tell<'_>) {
    if let Some(main) = at.list.main_item(at.item)
        && let Some(above) = main.parent_code.as_ref()
        && main.parent_code != main.code
    {
        tell.tell("parent_code", above);
    }
}

fn level(at: &At<'_>, tell: &mut Tell<'_>) {
    let mains = at.list.main_item(at.item).and_then(|main| main.levels.as_ref());
    let (Some(mains), Some(own)) = (mains, &at.item.levels) else {
        return;
    };
    if mains.contains(&Level::Graded) {
        return;
    }
    for level in own.iter().filter(|level| !mains.contains(level)) {
        tell.tell("level", level.code());
    }
}

fn kind(at: &At<'_>, tell: &mut Tell<'_>) {
    if let Some(main) = at.list.main_item(at.item)
        && let (Some(kind), Some(of_main)) = (at.item.kind, main.kind)
        && kind != of_main
    {
        tell.tell("kind", format!("{} ≠ {}", kind.code(), of_main.code()));
    }
}

fn in_force(at: &At<'_>, tell: &mut Tell<'_>) {
    let Some(main) = at.list.main_item(at.item) else {
        return;
    };
    let Some(end) = main.valid_to else {
        return;
    };
    if at.item.valid_to.is_none_or(|last| last > end) {
        tell.tell("valid_to", end.to_string());
    }
}
