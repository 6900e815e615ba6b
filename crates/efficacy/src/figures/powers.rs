//! Sections 1 to 3: powers, intermediary services and the completeness of items.

use super::{Definition, Row, Subject, Year};
use crate::package::tables::{PowerChange, PowerChangeKind};

/// The figures of sections 1 to 3.
pub(super) const FIGURES: &[Definition] = &[
    Definition::count("power_items_delegated", 1, &["power_changes"], |year, count| {
        changes(year, PowerChangeKind::Delegated, count);
    }),
    Definition::count("power_items_devolved", 1, &["power_changes"], |year, count| {
        changes(year, PowerChangeKind::Devolved, count);
    }),
    Definition::count("power_items_cancelled", 1, &["power_changes"], |year, count| {
        changes(year, PowerChangeKind::Cancelled, count);
    }),
    Definition::rate("handover_guidance_rate", 1, &["power_changes"], |year, count| {
        let handed_over = [PowerChangeKind::Delegated, PowerChangeKind::Devolved];
        for change in in_year(year).filter(|change| handed_over.contains(&change.change)) {
            let is_guided = change.handover_document.is_some();
            count(Row::one_if(is_guided, &change.item_code, Subject::Plain));
        }
    }),
    Definition::count(
        "intermediary_services_kept",
        2,
        &["intermediary_services"],
        |year, count| {
            kept_services(year, count, |_| true);
        },
    ),
    Definition::rate(
        "intermediary_services_published_rate",
        2,
        &["intermediary_services"],
        |year, count| {
            let last = year.period.last;
            kept_services(year, count, |service| service.published_on.is_some_and(|on| on <= last));
        },
    ),
    // 设立依据 and 资质要求 are among the five elements the intermediary supermarket asks for.
    Definition::rate(
        "intermediary_services_complete_rate",
        2,
        &["intermediary_services"],
        |year, count| {
            kept_services(year, count, |service| {
                service.basis.is_some() && service.qualification.is_some()
            });
        },
    ),
    Definition::rate("item_completeness_rate", 3, &["items"], |year, count| {
        for item in year.items() {
            let is_complete = item.division.is_some()
                && item.level.is_some()
                && item.basis.is_some()
                && item.statutory_limit.is_some()
                && (item.online_depth.0 >= 4 || item.depth_reason.is_some());
            count(Row::one_if(is_complete, &item.item_code, Subject::Item(item)));
        }
    }),
];

fn in_year(year: &Year) -> impl Iterator<Item = &PowerChange<'static>> {
    year.registers.power_changes.iter().filter(|change| year.period.contains(change.effective_on))
}

fn changes(year: &Year, kind: PowerChangeKind, count: &mut dyn FnMut(Row<'_>)) {
    for change in in_year(year).filter(|change| change.change == kind) {
        count(Row::one(&change.item_code, Subject::Plain));
    }
}

fn kept_services(
    year: &Year,
    count: &mut dyn FnMut(Row<'_>),
    counts: impl Fn(&crate::package::tables::IntermediaryService<'static>) -> bool,
) {
    for service in year.registers.intermediary_services.iter().filter(|service| service.kept) {
        count(Row::one_if(counts(service), &service.service_code, Subject::Plain));
    }
}
