//! Online depth, trips and where to go online.

use super::{At, Check, Rule, Severity, Tell, Words};
use crate::{Depth, HandlingForm, OnlineStep};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "depth_reason_missing",
        severity: Severity::Error,
        says: Words {
            zh: "网上办理深度不足4级而未说明原因",
            en: "The online depth is below 4 without a reason",
        },
        mend: Words {
            zh: "说明原因，或提高办理深度", en: "Give the reason, or make it deeper"
        },
        source: "[R2019 §7]; the exchange package (item_completeness_rate)",
        check: Check::Item(|at, tell| {
            if at.is_on_application()
                && let Some(depth) = at.item.online_depth
                && depth < Depth::FULL
                && at.item.depth_reason.is_none()
            {
                tell.tell("depth_reason", depth.number().to_string());
            }
        }),
    },
    Rule {
        id: "depth_reason_needless",
        severity: Severity::Advice,
        says: Words {
            zh: "网上办理深度已是4级，仍写有深度不足原因",
            en: "The online depth is 4, yet a reason for less is given",
        },
        mend: Words {
            zh: "删去原因，或改正深度", en: "Delete the reason, or correct the depth"
        },
        source: "[R2019 §7]",
        check: Check::Item(|at, tell| {
            if at.item.online_depth == Some(Depth::FULL)
                && let Some(reason) = at.item.depth_reason.as_deref()
                && !super::text::is_placeholder(reason)
            {
                tell.tell("depth_reason", reason);
            }
        }),
    },
    Rule {
        id: "full_depth_with_trips",
        severity: Severity::Error,
        says: Words {
            zh: "网上办理深度4级仍要到现场",
            en: "The online depth is 4, yet one must come in person",
        },
        mend: Words {
            zh: "到现场次数改为0，或降低深度", en: "Make trips 0, or lower the depth"
        },
        source: "[R2019 §7]",
        check: Check::Item(|at, tell| {
            if at.item.online_depth == Some(Depth::FULL)
                && let Some(trips) = at.item.trips.filter(|trips| *trips > 0)
            {
                tell.tell("trips", trips.to_string());
            }
        }),
    },
    Rule {
        id: "depth_three_with_trips",
        severity: Severity::Warning,
        says: Words {
            zh: "网上办理深度3级，到现场超过1次",
            en: "The online depth is 3, yet one must come more than once",
        },
        mend: Words {
            zh: "减少到现场次数，或降低深度",
            en: "Have people come once, or lower the depth",
        },
        source: "[R2019 §7]",
        check: Check::Item(|at, tell| {
            if at.item.online_depth == Some(Depth::ONE_VISIT)
                && let Some(trips) = at.item.trips.filter(|trips| *trips > 1)
            {
                tell.tell("trips", trips.to_string());
            }
        }),
    },
    Rule {
        id: "trips_without_reason",
        severity: Severity::Error,
        says: Words {
            zh: "须到现场而未说明原因",
            en: "One must come in person, but why isn't said",
        },
        mend: Words {
            zh: "说明必须现场办理的原因", en: "Say why a visit can't be avoided"
        },
        source: "UP_TASK_GENERAL_EXTEND (limit_scene_explain)",
        check: Check::Item(|at, tell| {
            if let Some(trips) = at.item.trips.filter(|trips| *trips > 0)
                && at.item.trips_reason.is_none()
                && at.list.collected().collects("limit_scene_explain")
            {
                tell.tell("limit_scene_explain", trips.to_string());
            }
        }),
    },
    Rule {
        id: "trips_above_one",
        severity: Severity::Advice,
        says: Words { zh: "到现场超过1次", en: "One must come more than once" },
        mend: Words {
            zh: "改为最多跑一次：网上收件、快递送达、一次核验",
            en: "Let one visit do: file online, deliver by post, check identity once",
        },
        source: "[R2019 §6]",
        check: Check::Item(|at, tell| {
            // At depth 3 another rule says it.
            if at.item.online_depth != Some(Depth::ONE_VISIT)
                && at.item.online_depth != Some(Depth::FULL)
                && let Some(trips) = at.item.trips.filter(|trips| *trips > 1)
            {
                tell.tell("trips", trips.to_string());
            }
        }),
    },
    Rule {
        id: "deep_but_not_online",
        severity: Severity::Error,
        says: Words {
            zh: "不能网上办理，深度却在3级以上",
            en: "The item isn't online, yet its depth is 3 or 4",
        },
        mend: Words {
            zh: "改正网上可办或办理深度",
            en: "Correct whether it is online, or its depth",
        },
        source: "[R2019 §7]",
        check: Check::Item(|at, tell| {
            if at.item.online == Some(false)
                && let Some(depth) = at.item.online_depth
                && depth >= Depth::ONE_VISIT
            {
                tell.tell("online_depth", depth.number().to_string());
            }
        }),
    },
    Rule {
        id: "offline_without_post",
        severity: Severity::Error,
        says: Words {
            zh: "不用到现场也不能网办，又不支持快递申请",
            en: "No visit, not online, and no filing by post: there is no way to apply",
        },
        mend: Words {
            zh: "开通快递申请，或改正到现场次数",
            en: "Allow filing by post, or correct the trips",
        },
        source: "UP_TASK_GENERAL_EXTEND (handle_type, is_express)",
        check: Check::Item(no_way),
    },
    Rule {
        id: "online_url_missing",
        severity: Severity::Warning,
        says: Words {
            zh: "网上可办而没有网办地址",
            en: "The item is online, but where isn't said",
        },
        mend: Words { zh: "填写网办地址", en: "Give the address" },
        source: "UP_TASK_GENERAL_EXTEND (online_handle_url)",
        check: Check::Item(|at, tell| {
            if at.item.online == Some(true)
                && at.item.online_url.is_none()
                && at.list.collected().collects("online_handle_url")
            {
                tell.tell("online_handle_url", "");
            }
        }),
    },
    Rule {
        id: "url_malformed",
        severity: Severity::Error,
        says: Words { zh: "网址不完整", en: "An address isn't a whole URL" },
        mend: Words {
            zh: "写全网址，以http://或https://开头",
            en: "Write it from http:// or https:// on",
        },
        source: "UP_TASK_GENERAL_EXTEND (online_handle_url, mobile_terminal_url)",
        check: Check::Item(malformed),
    },
    Rule {
        id: "forms_unlike_online",
        severity: Severity::Warning,
        says: Words {
            zh: "办理形式与网上可办不一致",
            en: "The forms of handling contradict whether the item is online",
        },
        mend: Words {
            zh: "改正办理形式或网上可办",
            en: "Correct the forms, or whether it is online",
        },
        source: "GB/T 39046-2020 annex A (办理形式)",
        check: Check::Item(forms),
    },
    Rule {
        id: "depth_unlike_steps",
        severity: Severity::Warning,
        says: Words {
            zh: "网上办理深度高于能在网上办的环节",
            en: "The online depth is more than the online steps allow",
        },
        mend: Words {
            zh: "4级须能网上收件、受理、办理并反馈结果，3级须能网上受理",
            en: "Depth 4 needs filing, acceptance, handling and the result online; depth 3 acceptance",
        },
        source: "the national platform's list of online depth; [R2019 §7]",
        check: Check::Item(steps),
    },
];

fn no_way(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    let forms = item.handling_forms.as_deref().unwrap_or_default();
    let has_way = item.by_post == Some(true) || forms.contains(&HandlingForm::Post);
    let is_known = item.by_post.is_some() || item.handling_forms.is_some();
    if item.trips == Some(0) && item.online == Some(false) && is_known && !has_way {
        tell.tell("is_express", "");
    }
}

fn malformed(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    let urls = [("online_handle_url", &item.online_url), ("mobile_terminal_url", &item.mobile_url)];
    for (element, url) in urls {
        if let Some(url) = url.as_deref().filter(|url| !is_url(url)) {
            tell.tell(element, url);
        }
    }
}

fn is_url(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| {
        let host = rest.split('/').next().unwrap_or_default();
        host.contains('.') && !rest.contains(char::is_whitespace)
    })
}

fn forms(at: &At<'_>, tell: &mut Tell<'_>) {
    let (Some(forms), Some(online)) = (&at.item.handling_forms, at.item.online) else {
        return;
    };
    let has_online =
        forms.iter().any(|form| matches!(form, HandlingForm::Web | HandlingForm::Mobile));
    if has_online != online {
        tell.tell("handle_type", crate::cell::Cell::write(forms));
    }
}

fn steps(at: &At<'_>, tell: &mut Tell<'_>) {
    let (Some(depth), Some(steps)) = (at.item.online_depth, &at.item.online_steps) else {
        return;
    };
    let all = |needed: &[OnlineStep]| needed.iter().all(|step| steps.contains(step));
    let tells_result = steps.contains(&OnlineStep::Result) || steps.contains(&OnlineStep::Licence);
    let is_held = match depth.number() {
        4 => {
            all(&[OnlineStep::Filing, OnlineStep::Acceptance, OnlineStep::Handling]) && tells_result
        }
        3 => steps.contains(&OnlineStep::Acceptance),
        _ => true,
    };
    if !is_held {
        tell.tell("online_handle_depth", crate::cell::Cell::write(steps));
    }
}
