//! What the cases tell: section 5, and the visits of section 6.

use legal_clock::Day;

use foldhash::HashSet;

use super::{By, Definition, Row, Subject, Year};
use crate::facts::catalogue::is_licence;
use crate::facts::{Case, CodeId, Decision, Matter, RowId};
use crate::report::Unit;

const CASES: &[&str] = &["matters", "acts"];
pub(super) const CASES_AND_ITEMS: &[&str] = &["items", "matters", "acts"];
pub(super) const BREAKDOWNS: &[By] = &[By::Item, By::Division, By::Region, By::Month, By::Channel];

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
            let code = year.facts.matter(case.matter).head.code;
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
        let licences: HashSet<CodeId> = year
            .in_force()
            .iter()
            .filter(|&&row| is_licence(year.catalogue.row(row)))
            .map(|&row| year.catalogue.code_of(row))
            .collect();
        let is_of_licence = |decided: &Decided<'_>| {
            decided.matter.head.code.is_some_and(|code| licences.contains(&code))
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
];

/// A case decided in the year.
pub(super) struct Decided<'a> {
    matter: &'a Matter,
    pub(super) decision: &'a Decision,
    subject: Subject<'a>,
}

impl<'a> Decided<'a> {
    pub(super) fn one(&self) -> Row<'a> {
        Row::one(&self.matter.id, self.subject)
    }

    pub(super) fn one_if(&self, counts: bool) -> Row<'a> {
        Row::one_if(counts, &self.matter.id, self.subject)
    }

    pub(super) fn amount(&self, amount: f64) -> Row<'a> {
        Row::amount(amount, &self.matter.id, self.subject)
    }
}

pub(super) fn decided(year: &Year) -> impl Iterator<Item = Decided<'_>> {
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
