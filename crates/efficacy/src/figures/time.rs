//! Section 16: time limits shortened, and time used against what was promised.

use legal_clock::Unit as LimitUnit;

use super::cases::{BREAKDOWNS, CASES_AND_ITEMS, decided};
use super::items::licence_mains_where;
use super::{Definition, Row, Subject, Sum, Year};
use crate::facts::catalogue::{is_licence, promised, statutory};
use crate::facts::{CodeId, Used};
use crate::package::tables::Item;
use crate::report::Unit;

/// The figures of section 16.
pub(super) const FIGURES: &[Definition] = &[
    Definition::rate(
        "licence_items_promise_below_statutory_rate",
        16,
        &["items"],
        |year, count| {
            let is_below = |item: &Item<'_>| {
                matches!((promised(item), statutory(item)), (Some(promised), Some(statutory))
                    if promised.unit == statutory.unit && promised.amount < statutory.amount)
            };
            licence_mains_where(year, count, is_below);
        },
    ),
    Definition::rate("promise_compression_rate", 16, &["items"], |year, count| {
        for item in year.items().filter(|item| is_licence(item)) {
            if let (Some(promised), Some(statutory)) = (promised(item), statutory(item))
                && promised.unit == LimitUnit::WorkingDay
                && statutory.unit == LimitUnit::WorkingDay
            {
                let of = f64::from(statutory.amount);
                let saved = of - f64::from(promised.amount);
                count(Row::part(saved, of, &item.item_code, Subject::Item(item)));
            }
        }
    }),
    Definition::rate(
        "items_mean_actual_below_promised_rate",
        16,
        CASES_AND_ITEMS,
        items_quicker_than_promised,
    ),
    Definition::mean(
        "working_days_used_mean",
        16,
        Unit::WorkingDays,
        CASES_AND_ITEMS,
        working_days_used,
    )
    .by(BREAKDOWNS),
    Definition::new(
        "working_days_used_median",
        16,
        Unit::WorkingDays,
        Sum::Percentile(50),
        CASES_AND_ITEMS,
        working_days_used,
    ),
    Definition::new(
        "working_days_used_p95",
        16,
        Unit::WorkingDays,
        Sum::Percentile(95),
        CASES_AND_ITEMS,
        working_days_used,
    ),
    Definition::mean("minutes_used_mean", 16, Unit::Minutes, CASES_AND_ITEMS, |year, count| {
        for decided in decided(year) {
            if let Some(Used::Microseconds(used)) = decided.decision.used {
                count(decided.amount(used as f64 / MINUTE));
            }
        }
    }),
    Definition::count("limits_shortened", 16, &["items"], shortened_limits),
];

/// Microseconds of a minute.
const MINUTE: f64 = 60e6;

fn working_days_used(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    for decided in decided(year) {
        if let Some(Used::WorkingDays(days)) = decided.decision.used {
            count(decided.amount(f64::from(days)));
        }
    }
}

/// Items whose cases took less than promised on average, among those with a case held to a row
/// promised in the same unit.
fn items_quicker_than_promised(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    const UNITS: [LimitUnit; 5] = [
        LimitUnit::WorkingDay,
        LimitUnit::CalendarDay,
        LimitUnit::Month,
        LimitUnit::Hour,
        LimitUnit::Minute,
    ];
    let place = |unit: LimitUnit| UNITS.iter().position(|known| *known == unit).unwrap_or(0);
    // By code and unit of the promise: time used, and cases.
    let mut used = vec![[(0.0, 0.0); UNITS.len()]; year.catalogue.code_count()];
    for case in &year.facts.cases {
        let Some(decision) = &case.decision else {
            continue;
        };
        let (Some(time), Some(row)) = (decision.used, decision.row) else {
            continue;
        };
        let Some(promise) = promised(year.catalogue.row(row)) else {
            continue;
        };
        let code = year.catalogue.code_of(row);
        let (total, cases) = &mut used[code.0 as usize][place(promise.unit)];
        *total += match time {
            Used::WorkingDays(days) | Used::CalendarDays(days) => f64::from(days),
            Used::Microseconds(time) => time as f64 / MINUTE,
        };
        *cases += 1.0;
    }
    for &row in year.in_force() {
        let item = year.catalogue.row(row);
        let Some(promise) = promised(item) else {
            continue;
        };
        let code = year.catalogue.code_of(row);
        let (total, cases) = used[code.0 as usize][place(promise.unit)];
        let limit = f64::from(promise.amount)
            * match promise.unit {
                LimitUnit::Month => 30.0,
                LimitUnit::Hour => 60.0,
                LimitUnit::WorkingDay | LimitUnit::CalendarDay | LimitUnit::Minute => 1.0,
            };
        if cases > 0.0 {
            let is_below = total < limit * cases;
            count(Row::one_if(is_below, &item.item_code, Subject::Item(item)));
        }
    }
}

fn shortened_limits(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    let catalogue = &year.catalogue;
    for code in 0..catalogue.code_count() as u32 {
        let rows = catalogue.rows_of(CodeId(code));
        let shortened =
            rows.windows(2).map(|pair| (catalogue.row(pair[0]), catalogue.row(pair[1])));
        let counted = shortened.into_iter().find(|(before, after)| {
            after.valid_from.is_some_and(|from| year.period.contains(from))
                && matches!((promised(before), promised(after)), (Some(before), Some(after))
                    if before.unit == after.unit && after.amount < before.amount)
        });
        if let Some((_, after)) = counted {
            count(Row::one(&after.item_code, Subject::Item(after)));
        }
    }
}
