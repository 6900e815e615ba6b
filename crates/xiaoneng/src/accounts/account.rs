//! Accounts (账户): who somebody is to the agency, by acts; under which name, kept beside them.

use std::collections::BTreeSet;

use authority::Role;
use jiff::civil::Date;
use ledger::Cells;
use serde::{Deserialize, Serialize};

use crate::records::Keepable;

/// The register of accounts: each row says what an account may be used for, and names nobody.
pub(crate) const ACCOUNTS: &str = "accounts";

/// What an account may be used for, as the register has it. Who it is, [`Person`] says.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Account {
    /// By which acts refer to it: drawn by lot, so that it tells nothing of the person.
    pub(crate) id: String,
    /// The division it belongs to, if to one alone.
    pub(crate) division: Option<String>,
    pub(crate) roles: BTreeSet<Role>,
    /// The agency of a person from elsewhere; `None` for this one.
    pub(crate) agency: Option<String>,
    /// First day on which it may be used.
    pub(crate) from: Option<Date>,
    /// Last day.
    pub(crate) until: Option<Date>,
    /// How many acts it has.
    pub(crate) version: i64,
}

impl Account {
    /// Whether it may be used on a day.
    pub(crate) fn is_open(&self, day: Date) -> bool {
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// As a row of the register, with the account by which it was changed.
    pub(super) fn cells(&self, by: &str) -> Cells {
        let roles: Vec<&str> = self.roles.iter().map(|role| role.code()).collect();
        let day = |day: Option<Date>| day.map(|day| day.to_string());
        let cells = [
            ("division", self.division.clone()),
            ("roles", Some(roles.join(";"))),
            ("agency", self.agency.clone()),
            ("valid_from", day(self.from)),
            ("valid_to", day(self.until)),
            ("changed_by", Some(by.to_owned())),
        ];
        let given = cells.into_iter().filter_map(|(column, cell)| Some((column, cell?)));
        let given = given.filter(|(_, cell)| !cell.is_empty());
        given.map(|(column, cell)| (column.to_owned(), cell)).collect()
    }

    /// The account of a row; what can't be read there says nothing, and so permits nothing.
    pub(super) fn of(id: &str, version: i64, cells: &Cells) -> Self {
        let cell = |name: &str| cells.get(name).cloned();
        let roles = cell("roles").unwrap_or_default();
        // A day that can't be read is one that never comes, or has been.
        let day = |name: &str, unread: Date| cell(name).map(|text| text.parse().unwrap_or(unread));
        Self {
            id: id.to_owned(),
            division: cell("division"),
            roles: roles.split(';').filter_map(|role| role.parse().ok()).collect(),
            agency: cell("agency"),
            from: day("valid_from", Date::MAX),
            until: day("valid_to", Date::MIN),
            version,
        }
    }
}

/// Who an account is, kept under its identifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Person {
    pub(crate) id: String,
    /// The name that colleagues see.
    pub(crate) name: String,
    /// The name to sign in with.
    pub(crate) sign_in_name: String,
}

impl Keepable for Person {
    const KIND: &'static str = "people";
}

/// Which account a sign-in name is of, kept under [`folded`] it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct SignInName {
    pub(super) account: String,
}

impl Keepable for SignInName {
    const KIND: &'static str = "sign-in names";
}

/// A sign-in name as it is looked for: spaces around it and large letters make no other.
pub(super) fn folded(name: &str) -> String {
    name.trim().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_open_from_its_first_day_to_the_end_of_its_last() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let account = Account {
            from: Some(day("2026-03-02")),
            until: Some(day("2026-03-04")),
            ..Account::default()
        };
        let open = ["2026-03-01", "2026-03-02", "2026-03-04", "2026-03-05"]
            .map(|at| account.is_open(day(at)));
        assert_eq!(open, [false, true, true, false]);
    }

    #[test]
    fn what_a_row_says_that_nobody_understands_permits_nothing() {
        let account = Account {
            id: "a1".to_owned(),
            division: Some("治安处".to_owned()),
            roles: [Role::Reviewer, Role::Auditor].into(),
            version: 3,
            ..Account::default()
        };
        assert_eq!(Account::of("a1", 3, &account.cells("b2")), account);
        let mut cells = account.cells("b2");
        cells.insert("roles".to_owned(), "reviewer;king".to_owned());
        cells.insert("valid_to".to_owned(), "soon".to_owned());
        let read = Account::of("a1", 3, &cells);
        assert_eq!(read.roles, [Role::Reviewer].into());
        assert!(!read.is_open(Date::constant(2026, 1, 1)));
    }
}
