//! What a whole office answers, asked without a network: every door, and every list.

mod doors;
mod lists;

use std::collections::BTreeSet;
use std::sync::Arc;

use authority::Role;
use ledger::Location;
use tempfile::TempDir;

use super::{Manner, Office};
use crate::accounts::{Account, CONSOLE, Directory, Opened, Proof, Session};
use crate::records::{Books, Keys, Tenant, now};

/// An agency's office on a ledger of its own.
struct Place {
    office: Office,
    books: Books,
    _folder: TempDir,
}

impl Place {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data"));
        let keys = Keys::at(Some(folder.path().join("keys")));
        let tenant = Tenant { keys, ..Tenant::default() };
        let books = Books::making(&location, &tenant, Arc::new(now)).unwrap();
        let manner = Manner { takes_visitors: true, ..Manner::default() };
        let office = Office::open(books.clone(), manner).unwrap();
        Self { office, books, _folder: folder }
    }

    /// Opens an account; gives its identifier.
    fn person(
        &self,
        name: &str,
        roles: &[Role],
        agency: Option<&str>,
        division: Option<&str>,
    ) -> String {
        let account = Account {
            roles: roles.iter().copied().collect::<BTreeSet<_>>(),
            agency: agency.map(str::to_owned),
            division: division.map(str::to_owned),
            ..Account::default()
        };
        let (name, sign_in_name) = (name.to_owned(), name.to_owned());
        Directory(&self.books).open(Opened { name, sign_in_name, account }, CONSOLE).unwrap().0
    }

    /// Signs somebody in; gives the token, and the key that their forms bring along.
    fn session(&self, account: &str, proof: Proof) -> (String, String) {
        let token = Session::begin(&self.books, account, proof, "test").unwrap();
        let session = Session::of(&self.books, &token).unwrap().unwrap();
        (token.to_string(), session.form_key)
    }
}
