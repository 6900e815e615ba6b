//! Division codes.

use super::{At, Check, Rule, Severity, Tell, Words};
use crate::{CodeProfile, region};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "region_malformed",
        severity: Severity::Error,
        says: Words {
            zh: "行政区划代码不是6、9或12位数字",
            en: "The division code hasn't 6, 9 or 12 digits",
        },
        mend: Words {
            zh: "填写六位行政区划代码", en: "Give the six digits of the division"
        },
        source: "GB/T 2260",
        check: Check::Item(|at, tell| {
            if let Some(code) = &at.item.region
                && region(code).is_none()
            {
                tell.tell("region", code);
            }
        }),
    },
    Rule {
        id: "region_unknown",
        severity: Severity::Error,
        says: Words { zh: "行政区划代码不存在", en: "There is no such division" },
        mend: Words {
            zh: "改为现行代码；新设区划的，更新区划表",
            en: "Give the division's code of today; if it is new, renew the list of divisions",
        },
        source: "GB/T 2260",
        check: Check::Item(unknown_region),
    },
    Rule {
        id: "catalog_code_province",
        severity: Severity::Warning,
        says: Words {
            zh: "基本编码前两位既不是00也不是任何省级代码",
            en: "The basic code begins neither with 00 nor with a province's code",
        },
        mend: Words {
            zh: "核对基本目录中的编码", en: "Compare the code with the basic catalogue"
        },
        source: "GB/T 39554.1-2020; GB/T 2260",
        check: Check::Item(catalog_code_province),
    },
];

fn unknown_region(at: &At<'_>, tell: &mut Tell<'_>) {
    let divisions = &at.list.catalogue.divisions;
    if let Some(code) = at.item.region.as_deref()
        && region(code).is_some()
        && !divisions.is_empty()
        && divisions.name(code).is_none()
    {
        tell.tell("region", code);
    }
}

fn catalog_code_province(at: &At<'_>, tell: &mut Tell<'_>) {
    let list = at.list.catalogue;
    let Some(code) = at.item.catalog_code.as_deref() else {
        return;
    };
    let is_whole = Some(code.len()) == list.profile.catalog_code_length() && code.is_ascii();
    if is_whole
        && list.profile == CodeProfile::C0109
        && !list.divisions.is_empty()
        && &code[..2] != "00"
        && list.divisions.name(&format!("{}0000", &code[..2])).is_none()
    {
        tell.tell("catalog_code", code);
    }
}
