//! What the register of items tells: sections 4, 6, 7, 11, 14 and 15.

use foldhash::{HashMap, HashSet};
use legal_clock::{Limit, Unit as LimitUnit};

use super::{By, Definition, MainItem, Row, Subject, Year};
use crate::facts::catalogue::{limit, promised};
use crate::package::tables::{Item, ItemKind, Material};
use crate::report::Unit;

const KIND_AND_DIVISION: &[By] = &[By::Kind, By::Division];

/// The figures that are read from the items, their materials and other provinces' items.
pub(super) const FIGURES: &[Definition] = &[
    Definition::count("items_on_application", 4, &["items"], |year, count| {
        for main in on_application(year) {
            count(Row::one(main.code(year), Subject::Item(main.first(year))));
        }
    })
    .by(KIND_AND_DIVISION),
    Definition::count("items_licence", 4, &["items"], |year, count| {
        mains_of_kind(year, ItemKind::Licence, count);
    }),
    Definition::count("items_other_power", 4, &["items"], |year, count| {
        mains_of_kind(year, ItemKind::OtherPower, count);
    }),
    Definition::rate("online_availability_rate", 4, &["items"], |year, count| {
        for main in on_application(year) {
            let is_online = main.on_application(year).all(|item| item.online);
            count(Row::one_if(is_online, main.code(year), Subject::Item(main.first(year))));
        }
    })
    .by(KIND_AND_DIVISION),
    Definition::count("licence_items_at_most_one_trip", 6, &["items"], |year, count| {
        licence_mains_where(year, count, |item| item.trips <= 1);
    }),
    Definition::rate("licence_items_at_most_one_trip_rate", 6, &["items"], |year, count| {
        licence_mains_where(year, count, |item| item.trips <= 1);
    }),
    Definition::count("licence_items_depth_4", 7, &["items"], |year, count| {
        of_least_depth(year, 4, count);
    }),
    Definition::count("licence_items_depth_3", 7, &["items"], |year, count| {
        of_least_depth(year, 3, count);
    }),
    Definition::count("commitment_items", 11, &["items"], |year, count| {
        let is_in_force = |item: &Item<'_>| {
            item.commitment == Some(true)
                && item.commitment_from.is_none_or(|from| from <= year.period.last)
        };
        for main in year.mains().iter().filter(|main| main.items(year).any(is_in_force)) {
            count(Row::one(main.code(year), Subject::Item(main.first(year))));
        }
    }),
    // 即办件: promised within one working day ([R2019 §14]; GB/T 39046-2020 A.6 code 1).
    Definition::count("instant_items", 14, &["items"], |year, count| {
        for item in year.items() {
            let is_instant = promised(item).is_some_and(|limit| match limit.unit {
                LimitUnit::WorkingDay | LimitUnit::CalendarDay => limit.amount <= 1,
                LimitUnit::Hour => limit.amount <= 24,
                LimitUnit::Minute => limit.amount <= 1440,
                LimitUnit::Month => false,
            });
            count(Row::one_if(is_instant, &item.item_code, Subject::Item(item)));
        }
    })
    .by(KIND_AND_DIVISION),
    Definition::rate("items_best_promise_rate", 14, &["items", "peer_items"], best_promises),
    Definition::mean(
        "materials_exempted_mean",
        15,
        Unit::Copies,
        &["items", "materials"],
        exempted_copies,
    )
    .by(KIND_AND_DIVISION),
    Definition::count("licence_types_issued", 15, &["licence_types"], |year, count| {
        for kind in &year.registers.licence_types {
            count(Row::one(&kind.type_code, Subject::Plain));
        }
    }),
    Definition::count("licence_types_linked", 15, &["items", "materials"], |year, count| {
        let mut linked = HashSet::default();
        for material in materials_of_items(year) {
            if let Some(kind) = &material.licence_type
                && linked.insert(&**kind)
            {
                count(Row::one(kind, Subject::Plain));
            }
        }
    }),
    Definition::count("catch_all_materials", 15, &["items", "materials"], |year, count| {
        const CATCH_ALL: [&str; 3] = ["其他材料", "其它材料", "相关材料"];
        for material in materials_of_items(year) {
            if CATCH_ALL.iter().any(|words| material.name.contains(words)) {
                count(Row::one(&material.name, Subject::Plain));
            }
        }
    }),
];

fn on_application(year: &Year) -> impl Iterator<Item = &MainItem> {
    year.mains().iter().filter(|main| main.on_application(year).next().is_some())
}

fn mains_of_kind(year: &Year, kind: ItemKind, count: &mut dyn FnMut(Row<'_>)) {
    for main in year.mains() {
        if main.on_application(year).any(|item| item.kind == kind) {
            count(Row::one(main.code(year), Subject::Item(main.first(year))));
        }
    }
}

pub(super) fn licence_mains_where(
    year: &Year,
    count: &mut dyn FnMut(Row<'_>),
    holds: impl Fn(&Item<'_>) -> bool,
) {
    for (_, main) in year.licence_mains() {
        let is_counted = main.licences(year).all(&holds);
        count(Row::one_if(is_counted, main.code(year), Subject::Item(main.first(year))));
    }
}

fn of_least_depth(year: &Year, depth: u8, count: &mut dyn FnMut(Row<'_>)) {
    for (_, main) in year.licence_mains() {
        let least = main.licences(year).map(|item| item.online_depth.0).min();
        if least == Some(depth) {
            count(Row::one(main.code(year), Subject::Item(main.first(year))));
        }
    }
}

fn best_promises(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    let mut least: HashMap<(&str, LimitUnit), u32> = HashMap::default();
    for peer in &year.registers.peer_items {
        if let Some(Limit { amount, unit }) = limit(peer.promised_limit, peer.promised_unit) {
            let known = least.entry((&peer.item_code, unit)).or_insert(amount);
            *known = amount.min(*known);
        }
    }
    for item in year.items() {
        let Some(promise) = promised(item) else {
            continue;
        };
        if let Some(&best) = least.get(&(&*item.item_code, promise.unit)) {
            let is_best = promise.amount <= best;
            count(Row::one_if(is_best, &item.item_code, Subject::Item(item)));
        }
    }
}

/// Materials of codes that have a row in force on 31 December.
fn materials_of_items(year: &Year) -> impl Iterator<Item = &Material<'static>> {
    let codes: HashSet<&str> = year.items().map(|item| &*item.item_code).collect();
    year.registers.materials.iter().filter(move |material| codes.contains(&*material.item_code))
}

/// Copies that need not be handed in, over items on application. Where a code has several rows in
/// force, its copies are counted once.
fn exempted_copies(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    let mut copies: HashMap<&str, f64> = HashMap::default();
    for material in year.registers.materials.iter().filter(|it| it.exempt_by.is_some()) {
        *copies.entry(&material.item_code).or_default() += f64::from(material.copies.unwrap_or(1));
    }
    for item in year.items().filter(|item| item.on_application) {
        let exempted = copies.get(&*item.item_code).copied().unwrap_or_default();
        let row = Row::amount(exempted, &item.item_code, Subject::Item(item));
        count(Row { once: true, ..row });
    }
}
