//! What the cases tell: section 5, visits of section 6 and time used of section 16.

use legal_clock::{Day, Unit as LimitUnit};

use rustc_hash::FxHashSet;

use super::{By, Definition, Row, Subject, Sum, Year};
use crate::facts::catalogue::{is_licence, promised};
use crate::facts::{Case, CodeId, Decision, Matter, RowId, Used};
use crate::report::Unit;

const CASES: &[&str] = &["matters", "acts"];
const CASES_AND_ITEMS: &[&str] = &["items", "matters", "acts"];
const BREAKDOWNS: &[By] = &[By::Item, By::Division, By::Region, By::Month, By::Channel];

/// The figures that are read from licence cases.
pub(super) const FIGURES: &[Definition] = &[
    Definition::count("cases_decided", 5, CASES, |year, count| {
        for decided in decided(year) {
            count(decided.one());
        }
    })
    .by(BREAKDOWNS),
    Definition::count("cases_overdue", 5, CASES_AND_ITEMS, |year, count| {
        for decided in decided(year) {
            count(decided.one_if(decided.decision.is_late == Some(true)));
        }
    })
    .by(BREAKDOWNS),
    Definition::rate("case_on_time_rate", 5, CASES_AND_ITEMS, |year, count| {
        for decided in decided(year) {
            if let Some(is_late) = decided.decision.is_late {
                count(decided.one_if(!is_late));
            }
        }
    })
    .by(BREAKDOWNS),
    Definition::rate("case_on_time_rate_statutory", 5, CASES_AND_ITEMS, |year, count| {
        for decided in decided(year) {
            count(decided.one_if(!decided.decision.is_late_by_law));
        }
    })
    .by(BREAKDOWNS),
    Definition::count("cases_open_overdue", 5, CASES_AND_ITEMS, |year, count| {
        for case in &year.facts.cases {
            if let Some(open) = case.open_overdue {
                let subject = subject(year, case, open.row, open.due_day);
                count(Row::one(&year.facts.matter(case.matter).id, subject));
            }
        }
    })
    .by(BREAKDOWNS),
    Definition::rate("licence_items_on_time_rate", 5, CASES_AND_ITEMS, |year, count| {
        let mut is_on_time = vec![true; year.mains().len()];
        let is_late = |case: &Case| {
            case.open_overdue.is_some()
                || case.decision.as_ref().is_some_and(|decision| decision.is_late == Some(true))
        };
        for case in year.facts.cases.iter().filter(|case| is_late(case)) {
            let code = year.facts.matter(case.matter).code;
            for &main in code.map_or(&[][..], |code| year.mains_of(code)) {
                is_on_time[main] = false;
            }
        }
        for (index, main) in year.licence_mains() {
            let subject = Subject::Item(main.first(year));
            count(Row::one_if(is_on_time[index], main.code(year), subject));
        }
    }),
    // 行政许可法 art. 40: grants are made public.
    Definition::rate("result_publication_rate", 5, CASES_AND_ITEMS, |year, count| {
        let licences: FxHashSet<CodeId> = year
            .in_force()
            .iter()
            .filter(|&&row| is_licence(year.catalogue.row(row)))
            .map(|&row| year.catalogue.code_of(row))
            .collect();
        let is_of_licence = |decided: &Decided<'_>| {
            decided.matter.code.is_some_and(|code| licences.contains(&code))
        };
        for decided in decided(year).filter(is_of_licence) {
            if decided.decision.is_granted {
                count(decided.one_if(decided.decision.is_published));
            }
        }
    }),
    // 行政许可法 art. 44: delivered within ten working days of the grant.
    Definition::rate("delivery_on_time_rate", 5, CASES, |year, count| {
        for decided in decided(year).filter(|decided| decided.decision.is_granted) {
            let Decision { delivered, deliver_by, .. } = *decided.decision;
            let is_over = deliver_by.is_some_and(|last| last <= year.period.last);
            if delivered.is_some() || is_over {
                let in_time =
                    delivered.is_some_and(|at| deliver_by.is_none_or(|last| at.day <= last));
                count(decided.one_if(in_time));
            }
        }
    })
    .by(BREAKDOWNS),
    // 行政许可法 art. 32 (4): told once, within five working days.
    Definition::count("acceptance_window_violations", 5, CASES, |year, count| {
        for case in year.facts.cases.iter().filter(|case| case.violations > 0) {
            let id = &year.facts.matter(case.matter).id;
            count(Row::amount(f64::from(case.violations), id, Subject::Plain));
        }
    }),
    Definition::mean("measured_trips_mean", 6, Unit::Visits, CASES, |year, count| {
        for decided in decided(year) {
            count(decided.amount(f64::from(decided.decision.visits)));
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
];

/// Microseconds of a minute.
const MINUTE: f64 = 60e6;

/// A case decided in the year.
struct Decided<'a> {
    matter: &'a Matter,
    decision: &'a Decision,
    subject: Subject<'a>,
}

impl<'a> Decided<'a> {
    fn one(&self) -> Row<'a> {
        Row::one(&self.matter.id, self.subject)
    }

    fn one_if(&self, counts: bool) -> Row<'a> {
        Row::one_if(counts, &self.matter.id, self.subject)
    }

    fn amount(&self, amount: f64) -> Row<'a> {
        Row::amount(amount, &self.matter.id, self.subject)
    }
}

fn decided(year: &Year) -> impl Iterator<Item = Decided<'_>> {
    year.facts.cases.iter().filter_map(|case| {
        let decision = case.decision.as_ref()?;
        Some(Decided {
            matter: year.facts.matter(case.matter),
            decision,
            subject: subject(year, case, decision.row, decision.at.day),
        })
    })
}

fn subject<'a>(year: &'a Year, case: &Case, row: Option<RowId>, day: Day) -> Subject<'a> {
    let facts = &year.facts;
    let item = row.map(|row| year.catalogue.row(row));
    Subject::Matter { facts, matter: facts.matter(case.matter), item, day }
}

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
