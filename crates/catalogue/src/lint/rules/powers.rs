//! Where the agency has the power from, and changes of powers.

use super::{At, Check, Rule, Severity, Tell, Words, text};
use crate::{Coded, ItemKind, ItemState, PowerChange, PowerChangeKind, PowerSource};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "cancelled_power_in_force",
        severity: Severity::Error,
        says: Words {
            zh: "权力已取消，事项仍有效",
            en: "The power was cancelled, the item is still in force",
        },
        mend: Words {
            zh: "填写失效日期并停用事项，不得变相实施",
            en: "End the item; it may not go on in disguise",
        },
        source: "优化营商环境条例 art. 40",
        check: Check::Item(cancelled),
    },
    Rule {
        id: "delegation_without_agreement",
        severity: Severity::Error,
        says: Words { zh: "委托没有协议编号", en: "A delegation has no agreement" },
        mend: Words {
            zh: "签订书面委托协议并填写编号",
            en: "Make a written agreement and give its number",
        },
        source: "行政许可法 art. 24",
        check: Check::Item(without_agreement),
    },
    Rule {
        id: "handover_without_guide",
        severity: Severity::Warning,
        says: Words {
            zh: "委托、下放的事项没有承接指引",
            en: "A delegated or devolved power has no handover document",
        },
        mend: Words {
            zh: "印发承接指引并填写文号",
            en: "Issue the guide for those who take over and give its number",
        },
        source: "[R2019 §1]",
        check: Check::Item(without_guide),
    },
    Rule {
        id: "delegation_without_delegating_agency",
        severity: Severity::Error,
        says: Words {
            zh: "权力来源为委托，未填写委托部门",
            en: "The power is delegated, but by whom isn't said",
        },
        mend: Words { zh: "填写委托部门", en: "Name the delegating agency" },
        source: "行政许可法 art. 24",
        check: Check::Item(without_delegating_agency),
    },
    Rule {
        id: "power_source_unlike_change",
        severity: Severity::Warning,
        says: Words {
            zh: "权力来源与权责调整不一致",
            en: "The source of the power doesn't follow from its change",
        },
        mend: Words {
            zh: "权责调整生效之日同时修改权力来源",
            en: "Change the source of the power on the day the change takes effect",
        },
        source: "行政许可法 arts. 23 and 24",
        check: Check::Item(unlike_change),
    },
    Rule {
        id: "basis_without_title",
        severity: Severity::Warning,
        says: Words {
            zh: "设定依据没有写明法律法规名称",
            en: "The basis names no law or regulation",
        },
        mend: Words {
            zh: "用书名号写明名称，例如“《枪支管理法》第六条”",
            en: "Give its title in book marks, such as “《枪支管理法》第六条”",
        },
        source: "行政许可法 art. 30; UP_TASK_GENERAL_BASIC (by_law: law, article, text)",
        check: Check::Item(|at, tell| {
            if let Some(basis) = at.item.basis.as_deref()
                && text::titles(basis).next().is_none()
            {
                tell.tell("basis", basis);
            }
        }),
    },
    Rule {
        id: "basis_without_article",
        severity: Severity::Advice,
        says: Words { zh: "设定依据没有写明条款", en: "The basis names no article" },
        mend: Words { zh: "写明第几条", en: "Give the article" },
        source: "UP_TASK_GENERAL_BASIC (by_law: law, article, text)",
        check: Check::Item(without_article),
    },
    Rule {
        id: "licence_by_document",
        severity: Severity::Error,
        says: Words {
            zh: "行政许可仅以规范性文件设定",
            en: "A licence rests on documents below laws, regulations and rules alone",
        },
        mend: Words {
            zh: "写明设定该许可的法律、法规或国务院决定；没有的应取消",
            en: "Name the law, regulation or State Council decision; without one, abolish it",
        },
        source: "行政许可法 arts. 14 to 17",
        check: Check::Item(|at, tell| {
            if at.item.kind == Some(ItemKind::Licence)
                && let Some(basis) = at.item.basis.as_deref()
                && text::cites_only_documents(basis)
            {
                tell.tell("basis", basis);
            }
        }),
    },
];

/// The changes of the item's power that are in effect.
fn in_effect<'a>(at: &At<'a>) -> impl Iterator<Item = &'a PowerChange> {
    let on = at.list.catalogue.on;
    let changes = at.list.power_changes(at.item).iter().copied();
    changes.filter(move |change| change.effective_on.is_some_and(|day| day <= on))
}

fn cancelled(at: &At<'_>, tell: &mut Tell<'_>) {
    let is_ended = matches!(at.item.state, Some(ItemState::Cancelled | ItemState::Suspended))
        || !at.item.is_in_force(at.list.catalogue.on);
    let cancelled = in_effect(at).find(|row| row.change == Some(PowerChangeKind::Cancelled));
    if let Some(day) = cancelled.and_then(|row| row.effective_on)
        && !is_ended
    {
        tell.tell("valid_to", day.to_string());
    }
}

fn without_agreement(at: &At<'_>, tell: &mut Tell<'_>) {
    if !at.list.collects_agreements() {
        return;
    }
    for change in at.list.power_changes(at.item) {
        if change.change == Some(PowerChangeKind::Delegated) && change.agreement.is_none() {
            tell.tell("power_changes.agreement_no", change.to_level.clone().unwrap_or_default());
        }
    }
}

fn without_guide(at: &At<'_>, tell: &mut Tell<'_>) {
    for change in at.list.power_changes(at.item) {
        let is_handed_over =
            matches!(change.change, Some(PowerChangeKind::Delegated | PowerChangeKind::Devolved));
        if is_handed_over && change.handover_document.is_none() {
            let to_level = change.to_level.clone().unwrap_or_default();
            tell.tell("power_changes.handover_document", to_level);
        }
    }
}

fn is_delegated(source: PowerSource) -> bool {
    matches!(source, PowerSource::DelegatedAbove | PowerSource::DelegatedPeer)
}

fn without_delegating_agency(at: &At<'_>, tell: &mut Tell<'_>) {
    if let Some(source) = at.item.power_source
        && is_delegated(source)
        && at.item.delegating_agency.is_none()
    {
        tell.tell("entrust_name", source.code());
    }
}

fn unlike_change(at: &At<'_>, tell: &mut Tell<'_>) {
    let Some(source) = at.item.power_source else {
        return;
    };
    // The agency that gave the power away keeps its own row, so either side may be right.
    let follows = |change: &PowerChange| match change.change {
        Some(PowerChangeKind::Delegated) => is_delegated(source) || source == PowerSource::OwnLevel,
        Some(PowerChangeKind::Devolved) => source == PowerSource::Devolved,
        _ => true,
    };
    let last = in_effect(at).max_by_key(|change| change.effective_on);
    if let Some(change) = last.filter(|change| !follows(change)) {
        let change = change.change.map_or("", PowerChangeKind::code);
        tell.tell("power_source", format!("{} ({change})", source.code()));
    }
}

fn without_article(at: &At<'_>, tell: &mut Tell<'_>) {
    if let Some(basis) = at.item.basis.as_deref()
        && text::titles(basis).next().is_some()
        && !cites_article(basis)
    {
        tell.tell("basis", basis);
    }
}

/// Whether a citation has 第…条, or is that of a State Council decision's list with its number.
fn cites_article(basis: &str) -> bool {
    basis.split('第').skip(1).any(|rest| {
        let number = rest.trim_start_matches(|c: char| {
            c.is_ascii_digit() || c.is_whitespace() || "一二三四五六七八九十百零〇".contains(c)
        });
        number.len() < rest.len() && number.starts_with(['条', '项'])
    })
}
