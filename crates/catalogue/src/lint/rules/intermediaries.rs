//! Intermediary services that items ask for.

use super::{At, Beside, Check, Linter, Rule, Severity, Tell, Words, text};
use crate::{IntermediaryService, MaterialSource};

pub(super) const RULES: &[Rule] = &[
    Rule {
        id: "intermediary_incomplete",
        severity: Severity::Error,
        says: Words {
            zh: "中介服务的名称、编码、子项、依据、资质五要素不全",
            en: "An intermediary service lacks name, code, sub-item, basis or qualification",
        },
        mend: Words { zh: "补全五要素", en: "Give all five" },
        source: "[R2019 §2]; 广东省优化营商环境条例 art. 43",
        check: Check::Beside(incomplete),
    },
    Rule {
        id: "intermediary_without_law",
        severity: Severity::Error,
        says: Words {
            zh: "中介服务的依据不是法律、法规或国务院决定",
            en: "An intermediary service rests on no law, regulation or State Council decision",
        },
        mend: Words {
            zh: "写明法律、法规或国务院决定；没有的不得作为办理条件",
            en: "Name one; without it the service may not be a condition",
        },
        source: "优化营商环境条例 art. 43",
        check: Check::Beside(|row, _, tell| {
            if let Beside::Service(service) = row
                && is_kept(service)
                && let Some(basis) = service.basis.as_deref()
                && (text::titles(basis).next().is_none() || text::cites_only_documents(basis))
            {
                tell.tell("intermediary_services.basis", basis);
            }
        }),
    },
    Rule {
        id: "intermediary_unpublished",
        severity: Severity::Warning,
        says: Words {
            zh: "保留的中介服务尚未公布",
            en: "A kept intermediary service isn't published",
        },
        mend: Words { zh: "公布并填写公布日期", en: "Publish it and give the day" },
        source: "优化营商环境条例 art. 43",
        check: Check::Beside(|row, list, tell| {
            if let Beside::Service(service) = row
                && is_kept(service)
                && service.published_on.is_none_or(|day| day > list.catalogue.on)
            {
                tell.tell("intermediary_services.published_on", name_of(service));
            }
        }),
    },
    Rule {
        id: "intermediary_dropped_still_demanded",
        severity: Severity::Error,
        says: Words {
            zh: "已不保留的中介服务仍作为办理条件",
            en: "An intermediary service that isn't kept is still a condition",
        },
        mend: Words { zh: "从事项中删去", en: "Take it off the item" },
        source: "优化营商环境条例 art. 43",
        check: Check::Item(|at, tell| {
            for (name, service) in demanded(at) {
                if service.is_some_and(|service| service.kept == Some(false)) {
                    tell.tell("service_type", name);
                }
            }
        }),
    },
    Rule {
        id: "intermediary_unlisted",
        severity: Severity::Error,
        says: Words {
            zh: "要求的中介服务不在中介服务清单中",
            en: "An intermediary service asked for isn't on the list",
        },
        mend: Words {
            zh: "改正名称，列入清单，或删去",
            en: "Correct its name, put it on the list, or don't ask for it",
        },
        source: "优化营商环境条例 art. 43",
        check: Check::Item(|at, tell| {
            for (name, service) in demanded(at) {
                if service.is_none() && !at.list.catalogue.intermediaries.is_empty() {
                    tell.tell("service_type", name);
                }
            }
        }),
    },
    Rule {
        id: "intermediary_material_unlisted",
        severity: Severity::Error,
        says: Words {
            zh: "材料由中介机构出具，事项却没有保留的中介服务",
            en: "A material comes from an intermediary, but the item has no kept service",
        },
        mend: Words {
            zh: "将中介服务列入清单，或不再要求该材料",
            en: "Put the service on the list, or don't ask for the material",
        },
        source: "优化营商环境条例 art. 43",
        check: Check::Item(unlisted_material),
    },
];

fn is_kept(service: &IntermediaryService) -> bool {
    service.kept == Some(true)
}

fn name_of(service: &IntermediaryService) -> &str {
    service.name.as_deref().unwrap_or_default()
}

/// The services that the item names, with their rows.
fn demanded<'a>(at: &At<'a>) -> impl Iterator<Item = (&'a str, Option<&'a IntermediaryService>)> {
    let names = at.item.intermediaries.iter().flatten().map(String::as_str);
    let names = names.filter(|name| !text::is_placeholder(name));
    let list = at.list;
    names.map(move |name| (name, list.service(name)))
}

fn incomplete(row: Beside<'_>, _: &Linter<'_>, tell: &mut Tell<'_>) {
    let Beside::Service(service) = row else { return };
    let five = [
        ("intermediary_services.name", &service.name),
        ("intermediary_services.service_code", &service.code),
        ("intermediary_services.sub_item", &service.sub_item),
        ("intermediary_services.basis", &service.basis),
        ("intermediary_services.qualification", &service.qualification),
    ];
    let missing = five.into_iter().filter(|(_, cell)| is_kept(service) && cell.is_none());
    missing.for_each(|(element, _)| tell.tell(element, name_of(service)));
}

fn unlisted_material(at: &At<'_>, tell: &mut Tell<'_>) {
    let has_service = at.list.services(at.item).iter().any(|service| is_kept(service))
        || demanded(at).any(|(_, service)| service.is_some_and(is_kept));
    if has_service {
        return;
    }
    for material in at.item.demanded() {
        if material.source == Some(MaterialSource::Intermediary) {
            tell.tell("materials.source", material.name.clone().unwrap_or_default());
        }
    }
}
