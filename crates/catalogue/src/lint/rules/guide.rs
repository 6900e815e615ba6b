//! What a service guide (办事指南) must tell.

use super::{At, Check, Rule, Severity, Tell, Words, text};
use crate::Depth;

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "contacts_alike",
        severity: Severity::Error,
        says: Words {
            zh: "咨询方式与监督投诉方式相同",
            en: "One asks and complains at the same place",
        },
        mend: Words { zh: "监督投诉另设方式", en: "Name another place for complaints" },
        source: "UP_TASK_GENERAL_EXTEND (link_way, supervise_way)",
        check: Check::Item(alike),
    },
    Rule {
        id: "contact_unreachable",
        severity: Severity::Warning,
        says: Words {
            zh: "咨询或投诉方式没有电话、网址或邮箱",
            en: "Where to ask or complain has no telephone, address or mailbox",
        },
        mend: Words {
            zh: "写明电话、网址或邮箱",
            en: "Give a telephone number, an address or a mailbox",
        },
        source: "行政许可法 art. 30; 国务院令716号 art. 6",
        check: Check::Item(unreachable),
    },
    Rule {
        id: "placeholder_text",
        severity: Severity::Warning,
        says: Words {
            zh: "必填内容只写了“无”“待定”之类",
            en: "A required text only says “none”, “to be settled” or the like",
        },
        mend: Words { zh: "写明实际内容", en: "Say what it is" },
        source: "行政许可法 art. 30",
        check: Check::Item(placeholder),
    },
    Rule {
        id: "process_missing",
        severity: Severity::Warning,
        says: Words {
            zh: "办理流程只有一步，或看不出环节",
            en: "The process has one step, or none that can be told",
        },
        mend: Words {
            zh: "写明申请、受理、审查、决定、送达各环节",
            en: "Say what happens from application to delivery",
        },
        source: "行政许可法 art. 30",
        check: Check::Item(process),
    },
    Rule {
        id: "question_unanswered",
        severity: Severity::Warning,
        says: Words { zh: "常见问题没有答案", en: "A question has no answer" },
        mend: Words { zh: "写明答案，或删去问题", en: "Answer it, or delete it" },
        source: "UP_TASK_GENERAL_QUESTIONS (answer)",
        check: Check::Item(|at, tell| {
            let questions = at.item.questions.iter();
            let is_open = |answer: Option<&str>| answer.is_none_or(text::is_placeholder);
            for question in questions.filter(|row| is_open(row.answer.as_deref())) {
                tell.tell("questions.answer", question.question.clone().unwrap_or_default());
            }
        }),
    },
];

fn alike(at: &At<'_>, tell: &mut Tell<'_>) {
    let plain =
        |contact: &str| -> String { contact.chars().filter(|c| c.is_alphanumeric()).collect() };
    if let (Some(ask), Some(complain)) = (&at.item.consulting, &at.item.complaints)
        && plain(ask) == plain(complain)
        && !text::is_placeholder(ask)
    {
        tell.tell("supervise_way", complain);
    }
}

fn unreachable(at: &At<'_>, tell: &mut Tell<'_>) {
    let contacts = [("link_way", &at.item.consulting), ("supervise_way", &at.item.complaints)];
    for (element, contact) in contacts {
        if let Some(contact) = contact.as_deref()
            && !text::is_placeholder(contact)
            && contact.chars().filter(char::is_ascii_digit).count() < 3
            && !contact.contains("://")
            && !contact.contains('@')
            && !contact.contains("www.")
        {
            tell.tell(element, contact);
        }
    }
}

fn placeholder(at: &At<'_>, tell: &mut Tell<'_>) {
    let item = at.item;
    // Where the depth is full, “none” is the right reason.
    let is_deep = item.online_depth.is_none_or(|depth| depth == Depth::FULL);
    let depth_reason = item.depth_reason.as_ref().filter(|_| !is_deep);
    let texts = [
        ("division", item.division.as_ref()),
        ("basis", item.basis.as_ref()),
        ("dept_name", item.agency.as_ref()),
        ("accept_condition", item.conditions.as_ref()),
        ("handle_flow", item.process.as_ref()),
        ("depth_reason", depth_reason),
        ("limit_scene_explain", item.trips_reason.as_ref().filter(|_| item.trips != Some(0))),
        ("transact_addr", item.address.as_ref()),
        ("transact_time", item.hours.as_ref()),
        ("link_way", item.consulting.as_ref()),
        ("supervise_way", item.complaints.as_ref()),
        ("commitment_text", item.commitment_text.as_ref()),
    ];
    for (element, cell) in texts {
        if let Some(cell) = cell.filter(|cell| text::is_placeholder(cell)) {
            tell.tell(element, cell);
        }
    }
}

fn process(at: &At<'_>, tell: &mut Tell<'_>) {
    const STEPS: &[&str] = &[
        "申请", "收件", "受理", "审查", "审核", "核查", "审批", "决定", "办结", "制证", "发证",
        "送达", "颁证",
    ];
    let Some(process) = at.item.process.as_deref() else {
        return;
    };
    let told = STEPS.iter().filter(|step| process.contains(*step)).count();
    let is_drawn = process.contains("://");
    if told < 2 && at.item.steps.len() < 2 && !is_drawn && !text::is_placeholder(process) {
        tell.tell("handle_flow", process);
    }
}
