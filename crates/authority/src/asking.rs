//! Who asks, and about what.

use std::collections::BTreeSet;

use crate::{Action, Role};

/// Who asks: a person who is signed in, or a client of the interface with its token.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Principal {
    /// Which account.
    pub id: String,
    /// The agency the account belongs to; of applicants, the one at whose portal they signed in.
    pub agency: String,
    /// The division they belong to, if to one alone.
    pub division: Option<String>,
    /// Their roles on this day.
    pub roles: BTreeSet<Role>,
    /// Whom they stand in for on this day.
    pub stands_in_for: BTreeSet<StandIn>,
    /// Whether this session was opened with a second factor; of a client, whether it showed that
    /// it holds a key besides its token.
    pub second_factor: bool,
    /// All that a client's token may be used for, never more than its roles; `None` for people.
    pub scopes: Option<BTreeSet<Action>>,
}

/// The part of somebody who is on leave, as the person standing in has it: in cases, and only in
/// those of the division. What else the absent person may do doesn't pass on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct StandIn {
    /// The role of the absent person.
    pub role: Role,
    /// Their division.
    pub division: String,
}

/// What is asked about. The kind of thing it is, the action says; what doesn't apply to it stays
/// empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resource {
    /// Whose it is.
    pub agency: String,
    /// The division it belongs to.
    pub division: Option<String>,
    /// Of an account or a person's roles: the person. Of a draft: who wrote it.
    pub owner: Option<String>,
    /// Of a case: the accounts of the applicant and of their agents.
    pub involved: BTreeSet<String>,
}
