//! What is charged.

use super::{At, Check, Rule, Severity, Tell, Words, text};
use crate::{Fee, ItemKind};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "fee_without_basis",
        severity: Severity::Error,
        says: Words { zh: "收费没有依据", en: "A fee has no basis" },
        mend: Words {
            zh: "写明收费依据，没有的不得收费",
            en: "Give the basis; without one there is no fee",
        },
        source: "行政许可法 art. 58; UP_TASK_GENERAL_FEE_PROJECT (by_law)",
        check: Check::Item(without_basis),
    },
    Rule {
        id: "fee_without_standard",
        severity: Severity::Error,
        says: Words {
            zh: "收费没有项目名称或标准", en: "A fee has no name or no standard"
        },
        mend: Words {
            zh: "写明收费项目名称和标准", en: "Give its name and how much it is"
        },
        source: "行政许可法 art. 59; UP_TASK_GENERAL_FEE_PROJECT (fee_name, fee_stand)",
        check: Check::Item(without_standard),
    },
    Rule {
        id: "fee_though_free",
        severity: Severity::Error,
        says: Words {
            zh: "标为不收费，却列有收费项目", en: "The item is free, yet lists fees"
        },
        mend: Words {
            zh: "改正是否收费，或删去收费项目",
            en: "Correct whether it charges, or delete the fees",
        },
        source: "UP_TASK_GENERAL_EXTEND (is_fee)",
        check: Check::Item(|at, tell| {
            if at.item.has_fee == Some(false) {
                for fee in &at.item.fees {
                    tell.tell("fees", name_of(fee));
                }
            }
        }),
    },
    Rule {
        id: "licence_fee_by_document",
        severity: Severity::Error,
        says: Words {
            zh: "行政许可仅以规范性文件收费",
            en: "A licence is charged for by documents below laws and regulations alone",
        },
        mend: Words {
            zh: "写明规定收费的法律、行政法规；没有的不得收费",
            en: "Name the law or administrative regulation; without one there is no fee",
        },
        source: "行政许可法 art. 58",
        check: Check::Item(by_document),
    },
    Rule {
        id: "fee_not_payable_online",
        severity: Severity::Advice,
        says: Words {
            zh: "网上可办的收费事项不支持网上支付",
            en: "An online item that charges can't be paid online",
        },
        mend: Words { zh: "开通网上支付", en: "Let it be paid online" },
        source: "UP_TASK_GENERAL_EXTEND (is_pay_online)",
        check: Check::Item(|at, tell| {
            let item = at.item;
            if item.has_fee == Some(true)
                && item.online == Some(true)
                && item.pay_online == Some(false)
            {
                tell.tell("is_pay_online", "false");
            }
        }),
    },
    Rule {
        id: "fee_reduction_unexplained",
        severity: Severity::Warning,
        says: Words {
            zh: "允许减免而未说明减免情形",
            en: "A fee can be reduced, but when isn't said",
        },
        mend: Words { zh: "填写减免说明", en: "Say when it is reduced" },
        source: "UP_TASK_GENERAL_FEE_PROJECT (is_desc, desc_explain)",
        check: Check::Item(|at, tell| {
            let fees = at.item.fees.iter();
            for fee in fees.filter(|fee| fee.reducible == Some(true) && fee.reduction.is_none()) {
                tell.tell("fees.desc_explain", name_of(fee));
            }
        }),
    },
];

fn name_of(fee: &Fee) -> &str {
    fee.name.as_deref().unwrap_or_default()
}

fn without_basis(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    if item.has_fee != Some(true) || item.fee_basis.is_some() {
        return;
    }
    if item.fees.is_empty() {
        tell.tell("fee_basis", "");
    }
    for fee in item.fees.iter().filter(|fee| fee.basis.is_none()) {
        tell.tell("fees.by_law", name_of(fee));
    }
}

fn without_standard(at: &At<'_>, tell: &mut Tell<'_>) {
    if at.item.has_fee != Some(true) {
        return;
    }
    if at.item.fees.is_empty() {
        tell.tell("fees", "");
    }
    let is_vague = |fee: &&Fee| fee.name.is_none() || fee.standard.is_none();
    for fee in at.item.fees.iter().filter(is_vague) {
        tell.tell("fees.fee_stand", name_of(fee));
    }
}

fn by_document(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    if item.kind != Some(ItemKind::Licence) || item.has_fee != Some(true) {
        return;
    }
    let bases = item.fees.iter().map(|fee| ("fees.by_law", &fee.basis));
    let bases = std::iter::once(("fee_basis", &item.fee_basis)).chain(bases);
    for (element, basis) in bases {
        if let Some(basis) = basis.as_deref().filter(|basis| text::cites_only_documents(basis)) {
            tell.tell(element, basis);
        }
    }
}
