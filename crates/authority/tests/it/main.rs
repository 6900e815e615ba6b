//! Who may do what, as the policies of the program say it.

#![allow(clippy::unwrap_used, reason = "helpers of tests")]

mod policies;
mod properties;
mod rules;
mod table;
mod words;

use std::sync::LazyLock;

use authority::{Action, Authority, Decision, Principal, Reason, Resource, Role};

/// The agency of nearly everybody here.
const OWN: &str = "own";

fn authority() -> &'static Authority {
    static BUILT_IN: LazyLock<Authority> = LazyLock::new(|| Authority::built_in().unwrap());
    &BUILT_IN
}

/// Somebody of the agency with these roles and a second factor.
fn somebody(roles: impl IntoIterator<Item = Role>) -> Principal {
    Principal {
        id: "me".into(),
        agency: OWN.into(),
        roles: roles.into_iter().collect(),
        second_factor: true,
        ..Principal::default()
    }
}

/// Something of the agency.
fn something() -> Resource {
    Resource { agency: OWN.into(), ..Resource::default() }
}

/// Why not, or `None` when they may.
fn refusal(principal: &Principal, action: Action, resource: &Resource) -> Option<Reason> {
    match authority().decide(principal, action, resource) {
        Decision::Permitted { .. } => None,
        Decision::Refused { reason } => Some(reason),
    }
}
