//! What is answered, and why.

use std::collections::BTreeSet;

use crate::Role;

/// Whether somebody may.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// They may.
    Permitted {
        /// The `@id` of the policy that says so; the first by name where several do.
        by: String,
    },
    /// They may not.
    Refused {
        /// Why not.
        reason: Reason,
    },
}

impl Decision {
    /// Whether they may.
    pub fn is_permitted(&self) -> bool {
        matches!(self, Self::Permitted { .. })
    }
}

/// Why somebody may not. Where several hold, the first in this order is told: what holds whoever
/// asks, then that no role is good for it, then what could be mended, the second factor last, so
/// that nobody fetches it only to be refused all the same.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    /// It belongs to another agency.
    OtherAgency,
    /// It is somebody else's account.
    NotOwn,
    /// No role of theirs is good for it.
    NoRole {
        /// Whose roles would be. Empty when nobody may, or only the person concerned.
        who: BTreeSet<Role>,
    },
    /// They are the applicant or an agent of the applicant (回避).
    Involved,
    /// Nobody changes their own roles.
    OwnPowers,
    /// Nobody publishes their own draft.
    OwnDraft,
    /// It belongs to another division.
    OtherDivision,
    /// The token wasn't issued for it.
    Scope,
    /// It needs a session opened with a second factor.
    SecondFactorNeeded,
    /// A policy couldn't be evaluated. Refused, as nobody knows what it would have said.
    Unclear,
}

impl Reason {
    /// The reasons a policy can give, each by its word in `@reason`.
    pub(crate) const OF_POLICIES: [Self; 8] = [
        Self::OtherAgency,
        Self::NotOwn,
        Self::Involved,
        Self::OwnPowers,
        Self::OwnDraft,
        Self::OtherDivision,
        Self::Scope,
        Self::SecondFactorNeeded,
    ];

    /// That no role is good for it, while nobody has worked out whose would be.
    pub(crate) fn no_role() -> Self {
        Self::NoRole { who: BTreeSet::new() }
    }

    /// Its word in policies and tables.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoRole { .. } => "no_role",
            Self::OtherAgency => "other_agency",
            Self::NotOwn => "not_own",
            Self::Involved => "involved",
            Self::OwnPowers => "own_powers",
            Self::OwnDraft => "own_draft",
            Self::OtherDivision => "other_division",
            Self::Scope => "scope",
            Self::SecondFactorNeeded => "second_factor_needed",
            Self::Unclear => "unclear",
        }
    }

    /// The key of its sentence in `locales/*/authority.ftl`, which says what to do next. That of
    /// [`NoRole`](Self::NoRole) takes `$roles`, how many roles may, and `$who`, their names.
    pub fn key(&self) -> &'static str {
        match self {
            Self::NoRole { .. } => "authority-refused-no-role",
            Self::OtherAgency => "authority-refused-other-agency",
            Self::NotOwn => "authority-refused-not-own",
            Self::Involved => "authority-refused-involved",
            Self::OwnPowers => "authority-refused-own-powers",
            Self::OwnDraft => "authority-refused-own-draft",
            Self::OtherDivision => "authority-refused-other-division",
            Self::Scope => "authority-refused-scope",
            Self::SecondFactorNeeded => "authority-refused-second-factor-needed",
            Self::Unclear => "authority-refused-unclear",
        }
    }
}
