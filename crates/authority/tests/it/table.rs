//! `policies/table.csv`: what follows from the policies for every role, seen at a glance.

use std::fmt::Write;
use std::path::Path;

use super::*;

/// An action on what it is usually about: one's own account, one's own case as an applicant, a
/// draft that somebody else wrote.
fn usual(role: Role, action: Action, agency: &str) -> Resource {
    let own = match action {
        Action::SeeOwnAccount | Action::ChangeOwnAccount => Some("me".to_owned()),
        _ => Some("you".to_owned()),
    };
    let involved = match (role, action) {
        (Role::Applicant | Role::Agent, Action::ReadCase) => ["me".to_owned()].into(),
        _ => [].into(),
    };
    Resource { agency: agency.into(), division: None, owner: own, involved }
}

fn cell(authority: &Authority, role: Role, action: Action, agency: &str, second: bool) -> String {
    let principal = Principal { second_factor: second, ..somebody([role]) };
    match authority.decide(&principal, action, &usual(role, action, agency)) {
        Decision::Permitted { .. } => "may".to_owned(),
        Decision::Refused { reason: Reason::NoRole { .. } } => "–".to_owned(),
        Decision::Refused { reason } => reason.code().to_owned(),
    }
}

/// A line for each action, agency and way of signing in; a column for each role.
fn table() -> String {
    let authority = authority();
    let mut table = "action,agency,second_factor".to_owned();
    for role in Role::ALL {
        let _ = write!(table, ",{role}");
    }
    table.push('\n');
    for &action in Action::ALL {
        for agency in [OWN, "other"] {
            for second in [true, false] {
                let _ = write!(table, "{action},{agency},{}", if second { "yes" } else { "no" });
                for &role in Role::ALL {
                    let _ = write!(table, ",{}", cell(authority, role, action, agency, second));
                }
                table.push('\n');
            }
        }
    }
    table
}

#[test]
fn the_table_says_what_the_policies_say() {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("policies/table.csv");
    let now = table();
    if std::env::var_os("XIAONENG_UPDATE_DOCS").is_some() {
        std::fs::write(&file, &now).unwrap();
    }
    let written = std::fs::read_to_string(&file).unwrap_or_default();
    let differing: Vec<_> =
        now.lines().filter(|line| !written.lines().any(|other| other == *line)).collect();
    assert!(
        written == now,
        "policies/table.csv says otherwise, in lines such as {:#?}; if that is meant, \
         XIAONENG_UPDATE_DOCS=1 cargo test -p authority table writes it",
        &differing[..differing.len().min(5)]
    );
}
