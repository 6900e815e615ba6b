//! What other provinces do better.

use super::{At, Check, Rule, Severity, Tell, Words};
use crate::{Aspect, Standing, compare};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "promise_behind_peers",
        severity: Severity::Advice,
        says: Words {
            zh: "承诺时限长于对标省份", en: "Another province promises the item sooner"
        },
        mend: Words {
            zh: "研究压缩承诺时限", en: "See whether the promise can be shortened"
        },
        source: "[R2019 §14]",
        check: Check::Item(|at, tell| behind(at, Aspect::Promise, "promised_limit", tell)),
    },
    Rule {
        id: "materials_behind_peers",
        severity: Severity::Advice,
        says: Words {
            zh: "须提交的材料多于对标省份",
            en: "Another province asks for fewer materials",
        },
        mend: Words { zh: "研究减少材料", en: "See which materials can go" },
        source: "[R2019 §15]",
        check: Check::Item(|at, tell| {
            // Where the list has no materials, none to hand in means nothing.
            if at.list.collected().has_materials() {
                behind(at, Aspect::Materials, "materials", tell);
            }
        }),
    },
    Rule {
        id: "trips_behind_peers",
        severity: Severity::Advice,
        says: Words {
            zh: "到现场次数多于对标省份",
            en: "Another province has people come less often",
        },
        mend: Words { zh: "研究减少到现场次数", en: "See whether a visit can go" },
        source: "[R2019 §6]",
        check: Check::Item(|at, tell| behind(at, Aspect::Trips, "trips", tell)),
    },
    Rule {
        id: "depth_behind_peers",
        severity: Severity::Advice,
        says: Words {
            zh: "网上办理深度低于对标省份", en: "Another province goes deeper online"
        },
        mend: Words { zh: "研究提高办理深度", en: "See whether it can go deeper" },
        source: "[R2019 §7]",
        check: Check::Item(|at, tell| behind(at, Aspect::Depth, "online_depth", tell)),
    },
];

fn behind(at: &At<'_>, aspect: Aspect, element: &'static str, tell: &mut Tell<'_>) {
    let compared = compare(at.item, at.list.peers(at.item).iter().copied());
    let behind = compared.into_iter().find(|row| row.aspect == aspect);
    if let Some(row) = behind.filter(|row| row.standing == Standing::Behind) {
        tell.tell(element, format!("{} ({}: {})", row.ours, row.province, row.best));
    }
}
