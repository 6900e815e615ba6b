//! Proofs, data sharing, licences, documents and systems: sections 11 to 13.

use foldhash::{HashMap, HashSet};

use super::{By, Definition, Row, Subject, Sum, Year};
use crate::package::tables::{
    DataRequest, DocumentStatus, Interface, InterfaceKind, LicenceCount, LocalLevel, SystemKind,
};
use crate::report::Unit;

/// The figures of sections 11 to 13 that registers tell.
pub(super) const FIGURES: &[Definition] = &[
    Definition::count("proofs_abolished", 11, &["proofs"], |year, count| {
        for proof in &year.registers.proofs {
            if year.period.contains(proof.abolished_on) {
                count(Row::one(&proof.name, Subject::Plain));
            }
        }
    }),
    Definition::count("data_requests", 12, &["data_requests"], |year, count| {
        for request in requests(year) {
            count(Row::one(&request.request_id, Subject::DataRequest(request)));
        }
    })
    .by(&[By::RequesterLevel]),
    Definition::rate("data_demand_satisfaction_rate", 12, &["data_requests"], |year, count| {
        for request in requests(year) {
            let is_met = request.met == Some(true);
            count(Row::one_if(is_met, &request.request_id, Subject::DataRequest(request)));
        }
    }),
    // 核查: answers yes or no. 查询: returns data. They are counted apart.
    Definition::count("verification_interfaces", 12, &["interfaces"], |year, count| {
        interfaces(year, InterfaceKind::Verification, count);
    }),
    Definition::count("verification_interface_classes", 12, &["interfaces"], |year, count| {
        interface_classes(year, InterfaceKind::Verification, count);
    }),
    Definition::count("query_interfaces", 12, &["interfaces"], |year, count| {
        interfaces(year, InterfaceKind::Query, count);
    }),
    Definition::count("query_interface_classes", 12, &["interfaces"], |year, count| {
        interface_classes(year, InterfaceKind::Query, count);
    }),
    Definition::count("provincial_requesters_served", 12, &["data_requests"], |year, count| {
        requesters_served(year, LocalLevel::Province, count);
    }),
    Definition::count("city_requesters_served", 12, &["data_requests"], |year, count| {
        requesters_served(year, LocalLevel::City, count);
    }),
    Definition::count(
        "common_licence_types_fully_issued",
        12,
        &["licence_types"],
        |year, count| {
            for kind in &year.registers.licence_types {
                if kind.common == Some(true) && kind.fully_issued == Some(true) {
                    count(Row::one(&kind.type_code, Subject::Plain));
                }
            }
        },
    ),
    Definition::count("licences_issued", 12, &["licence_counts"], |year, count| {
        for issued in issued(year).filter(|issued| is_own(issued)) {
            count(Row::amount(f64::from(issued.issued), &issued.department, Subject::Plain));
        }
    }),
    Definition::rate("licences_issued_share", 12, &["licence_counts"], |year, count| {
        for issued in issued(year) {
            let of = f64::from(issued.issued);
            let counted = if is_own(issued) { of } else { 0.0 };
            count(Row::part(counted, of, &issued.department, Subject::Plain));
        }
    }),
    Definition::new(
        "licences_issued_rank",
        12,
        Unit::Rank,
        Sum::Rank,
        &["licence_counts"],
        departments_ahead,
    ),
    Definition::count("documents_issued", 13, &["documents"], |year, count| {
        for document in &year.registers.documents {
            let is_of_year = document.issued_on.is_some_and(|on| year.period.contains(on));
            if is_of_year && document.status == DocumentStatus::Issued {
                count(Row::one(&document.document_no, Subject::Document(document)));
            }
        }
    })
    .by(&[By::Section]),
    Definition::count("documents_drafting", 13, &["documents"], |year, count| {
        for document in &year.registers.documents {
            if document.status == DocumentStatus::Drafting {
                count(Row::one(&document.document_no, Subject::Document(document)));
            }
        }
    })
    .by(&[By::Section]),
    Definition::count("divisions_on_vertical_systems", 13, &["systems"], |year, count| {
        let mut divisions = HashSet::default();
        for system in &year.registers.systems {
            let is_vertical = [SystemKind::National, SystemKind::Provincial].contains(&system.kind);
            let is_in_use = system.in_use_from.is_none_or(|from| from <= year.period.last);
            if let Some(division) = &system.division
                && is_vertical
                && is_in_use
                && divisions.insert(&**division)
            {
                count(Row::one(division, Subject::Plain));
            }
        }
    }),
];

fn requests(year: &Year) -> impl Iterator<Item = &DataRequest<'static>> {
    year.registers.data_requests.iter().filter(|request| year.period.contains(request.requested_on))
}

fn requesters_served(year: &Year, level: LocalLevel, count: &mut dyn FnMut(Row<'_>)) {
    let mut served = HashSet::default();
    for request in requests(year) {
        let is_met = request.met == Some(true) && request.requester_level == level;
        if is_met && served.insert(&*request.requester) {
            count(Row::one(&request.requester, Subject::DataRequest(request)));
        }
    }
}

/// Interfaces of a kind open at year end; one closed on 31 December is closed.
fn open(year: &Year, kind: InterfaceKind) -> impl Iterator<Item = &Interface<'static>> {
    let last = year.period.last;
    year.registers.interfaces.iter().filter(move |interface| {
        interface.kind == kind
            && interface.opened_on <= last
            && interface.closed_on.is_none_or(|on| on > last)
    })
}

fn interfaces(year: &Year, kind: InterfaceKind, count: &mut dyn FnMut(Row<'_>)) {
    for interface in open(year, kind) {
        count(Row::one(&interface.interface_code, Subject::Plain));
    }
}

fn interface_classes(year: &Year, kind: InterfaceKind, count: &mut dyn FnMut(Row<'_>)) {
    let mut classes = HashSet::default();
    for interface in open(year, kind) {
        if classes.insert(&*interface.class) {
            count(Row::one(&interface.class, Subject::Plain));
        }
    }
}

fn issued(year: &Year) -> impl Iterator<Item = &LicenceCount<'static>> {
    year.registers.licence_counts.iter().filter(|row| row.year.0 == year.period.year)
}

fn is_own(row: &LicenceCount<'_>) -> bool {
    row.own == Some(true)
}

/// Departments that issued more than the agency, and the agency itself as what they are ranked
/// over.
fn departments_ahead(year: &Year, count: &mut dyn FnMut(Row<'_>)) {
    let mut own = None;
    let mut others: HashMap<&str, u64> = HashMap::default();
    for row in issued(year) {
        if is_own(row) {
            *own.get_or_insert(0) += u64::from(row.issued);
        } else {
            *others.entry(&row.department).or_default() += u64::from(row.issued);
        }
    }
    let Some(own) = own else { return };
    let department = issued(year).find(|row| is_own(row)).map_or("", |row| &row.department);
    count(Row::part(0.0, 1.0, department, Subject::Plain));
    let mut ahead: Vec<_> = others.into_iter().filter(|(_, issued)| *issued > own).collect();
    ahead.sort_unstable();
    for (department, _) in ahead {
        count(Row::part(1.0, 0.0, department, Subject::Plain));
    }
}
