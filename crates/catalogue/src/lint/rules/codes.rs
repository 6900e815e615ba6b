//! Codes: their lengths, check characters and parts.

use super::{At, Check, Rule, Severity, Tell, Words};
use crate::{CodeList, CodeProfile, Coded, CreditCodeError, check_credit_code};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "item_code_repeated",
        severity: Severity::Error,
        says: Words {
            zh: "事项编码与生效日期均与前面的事项重复",
            en: "An item before has the same code and begins on the same day",
        },
        mend: Words {
            zh: "删除重复行，或改正编码、生效日期",
            en: "Delete the row, or correct the code or the day it begins",
        },
        source: "the exchange package (key of items)",
        check: Check::Row(repeated),
    },
    Rule {
        id: "code_characters",
        severity: Severity::Error,
        says: Words {
            zh: "编码含空格、全角字符或小写字母",
            en: "A code has spaces, full-width characters or small letters",
        },
        mend: Words {
            zh: "改为半角数字和大写字母", en: "Write half-width digits and capitals"
        },
        source: "GB/T 39554.1-2020; GB 32100-2015",
        check: Check::Item(characters),
    },
    Rule {
        id: "catalog_code_length",
        severity: Severity::Warning,
        says: Words {
            zh: "基本编码长度不符合所用编码规则",
            en: "The basic code isn't as long as the agency's profile has it",
        },
        mend: Words {
            zh: "核对基本目录中的编码", en: "Compare the code with the basic catalogue"
        },
        source: "ZWFW C0109.1-2018 (12); GB/T 39046-2020 (10)",
        check: Check::Item(|at, tell| {
            let length = at.list.catalogue.profile.catalog_code_length();
            hold_to_length(at.item.catalog_code.as_deref(), length, "catalog_code", tell);
        }),
    },
    Rule {
        id: "task_code_length",
        severity: Severity::Warning,
        says: Words {
            zh: "实施编码长度不符合所用编码规则",
            en: "The implementing code isn't as long as the agency's profile has it",
        },
        mend: Words {
            zh: "按实施主体编码、层级代码、基本编码重新组成",
            en: "Build it again of agency code, level and basic code",
        },
        source: "ZWFW C0109.1-2018 (31); GB/T 39046-2020 (24)",
        check: Check::Item(|at, tell| {
            let length = at.list.catalogue.profile.task_code_length();
            hold_to_length(at.item.task_code.as_deref(), length, "task_code", tell);
        }),
    },
    Rule {
        id: "task_code_agency",
        severity: Severity::Error,
        says: Words {
            zh: "实施编码前18位不是实施主体编码",
            en: "The implementing code doesn't begin with the agency's code",
        },
        mend: Words {
            zh: "改正实施编码或实施主体编码",
            en: "Correct the implementing code or the agency's code",
        },
        source: "ZWFW C0109.1-2018",
        check: Check::Item(task_code_agency),
    },
    Rule {
        id: "task_code_level",
        severity: Severity::Error,
        says: Words {
            zh: "实施编码中的层级代码不在行使层级之内",
            en: "The level in the implementing code is none of the item's levels",
        },
        mend: Words {
            zh: "改正实施编码第19位或行使层级",
            en: "Correct the 19th character or the level",
        },
        source: "ZWFW C0109.1-2018",
        check: Check::Item(task_code_level),
    },
    Rule {
        id: "task_code_catalog_code",
        severity: Severity::Error,
        says: Words {
            zh: "实施编码后12位不是基本编码",
            en: "The implementing code doesn't end with the basic code",
        },
        mend: Words {
            zh: "改正实施编码或基本编码",
            en: "Correct the implementing code or the basic code",
        },
        source: "ZWFW C0109.1-2018",
        check: Check::Item(task_code_catalog_code),
    },
    Rule {
        id: "handling_code_task_code",
        severity: Severity::Warning,
        says: Words {
            zh: "业务办理项编码不以实施编码开头，或后面不是序号",
            en: "The handling item's code isn't the implementing code with a serial",
        },
        mend: Words {
            zh: "改为实施编码加两位序号",
            en: "Write the implementing code and two digits",
        },
        source: "ZWFW C0109.1-2018",
        check: Check::Item(handling_code),
    },
    Rule {
        id: "agency_code_length",
        severity: Severity::Error,
        says: Words {
            zh: "实施主体的统一社会信用代码不是18位",
            en: "The agency's unified social credit code hasn't 18 characters",
        },
        mend: Words {
            zh: "按统一社会信用代码证书填写",
            en: "Copy it from the agency's certificate",
        },
        source: "GB 32100-2015",
        check: Check::Item(|at, tell| {
            credit_code(at, tell, |error| matches!(error, CreditCodeError::Length { .. }));
        }),
    },
    Rule {
        id: "agency_code_check",
        severity: Severity::Error,
        says: Words {
            zh: "实施主体的统一社会信用代码校验不通过",
            en: "The agency's unified social credit code doesn't check",
        },
        mend: Words {
            zh: "按统一社会信用代码证书核对每一位",
            en: "Compare each character with the agency's certificate",
        },
        source: "GB 32100-2015",
        check: Check::Item(|at, tell| {
            credit_code(at, tell, |error| !matches!(error, CreditCodeError::Length { .. }));
        }),
    },
];

fn repeated(at: &At<'_>, tell: &mut Tell<'_>) {
    let first = at.list.first_place(at.item);
    if let (Some(place), Some(first), Some(code)) = (at.place, first, &at.item.code)
        && first < place
    {
        tell.tell("item_code", code);
    }
}

fn characters(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    let codes = [
        ("item_code", &item.code),
        ("parent_code", &item.parent_code),
        ("catalog_code", &item.catalog_code),
        ("task_code", &item.task_code),
        ("task_handle_item", &item.handling_code),
    ];
    // An agency's own codes may have small letters.
    let is_local = at.list.catalogue.profile == CodeProfile::Local;
    let is_wrong =
        |c: char| c.is_whitespace() || !c.is_ascii() || !is_local && c.is_ascii_lowercase();
    for (element, code) in codes {
        if let Some(code) = code.as_ref().filter(|code| code.contains(is_wrong)) {
            tell.tell(element, code);
        }
    }
}

fn hold_to_length(
    code: Option<&str>,
    length: Option<usize>,
    element: &'static str,
    tell: &mut Tell<'_>,
) {
    if let (Some(code), Some(length)) = (code, length)
        && code.chars().count() != length
    {
        tell.tell(element, format!("{code} ({} ≠ {length})", code.chars().count()));
    }
}

/// The parts of an implementing code of the national platform: agency 18, level 1, basic code 12.
fn parts<'a>(at: &At<'a>) -> Option<(&'a str, &'a str, &'a str)> {
    let code = at.item.task_code.as_deref()?;
    let is_whole =
        at.list.catalogue.profile == CodeProfile::C0109 && code.len() == 31 && code.is_ascii();
    is_whole.then(|| (&code[..18], &code[18..19], &code[19..]))
}

fn task_code_agency(at: &At<'_>, tell: &mut Tell<'_>) {
    // A code of another length is told by its own rule.
    if let (Some((agency, _, _)), Some(code)) = (parts(at), &at.item.agency_code)
        && code.chars().count() == agency.len()
        && agency != code
    {
        tell.tell("task_code", format!("{agency} ≠ {code}"));
    }
}

fn task_code_level(at: &At<'_>, tell: &mut Tell<'_>) {
    let (Some((_, digit, _)), Some(levels)) = (parts(at), &at.item.levels) else {
        return;
    };
    let level = crate::Level::numbered(CodeList::Platform, digit);
    let is_among = level.as_ref().is_ok_and(|level| levels.contains(level));
    if !is_among && !levels.contains(&crate::Level::Graded) {
        tell.tell("task_code", digit);
    }
}

fn task_code_catalog_code(at: &At<'_>, tell: &mut Tell<'_>) {
    if let (Some((_, _, basic)), Some(code)) = (parts(at), &at.item.catalog_code)
        && code.chars().count() == basic.len()
        && basic != code
    {
        tell.tell("task_code", format!("{basic} ≠ {code}"));
    }
}

fn handling_code(at: &At<'_>, tell: &mut Tell<'_>) {
    let (Some(handling), Some(task)) = (&at.item.handling_code, &at.item.task_code) else {
        return;
    };
    let serial = handling.strip_prefix(task.as_str());
    let is_serial = serial.is_some_and(|serial| {
        serial.len() == 2 && serial.bytes().all(|byte| byte.is_ascii_digit())
    });
    if at.list.catalogue.profile == CodeProfile::C0109 && !is_serial {
        tell.tell("task_handle_item", handling);
    }
}

fn credit_code(at: &At<'_>, tell: &mut Tell<'_>, is_told: impl Fn(&CreditCodeError) -> bool) {
    if let Some(code) = &at.item.agency_code
        && let Err(error) = check_credit_code(code)
        && is_told(&error)
    {
        tell.tell("dept_code", error.to_string());
    }
}
