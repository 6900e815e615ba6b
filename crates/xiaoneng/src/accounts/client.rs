//! Clients of the interface (接口客户端): programs that ask with a token, for what it was issued for.

use std::collections::BTreeSet;

use authority::{Action, Principal};
use credentials::{Token, TokenKind};
use ledger::{Cells, RECORDED, RETIRED};
use legal_clock::{Calendar, Instant};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::directory::{AccountError, Directory};
use crate::cli::Failure;
use crate::records::{Books, Keepable, broken};

const DAY: i64 = 24 * 3_600_000_000;
/// The register of clients: what was issued to whom for what, and withdrawn.
const CLIENTS: &str = "clients";
/// A token is good for so many days at most.
pub(super) const MOST_DAYS: u16 = 366;

/// A token that was issued. It acts for the account that holds it, never with more than its roles.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Client {
    /// By which it is told from others: not the token.
    pub(crate) id: String,
    /// What it is for, in words.
    pub(crate) name: String,
    /// The account with whose roles it acts.
    pub(crate) account: String,
    /// What it may be used for.
    scopes: BTreeSet<String>,
    /// When it was issued and until when it is good, in microseconds since 1970.
    pub(crate) issued: i64,
    pub(crate) expires: i64,
    digest: String,
}

impl Keepable for Client {
    const KIND: &'static str = "clients";

    fn owner(&self) -> Option<&str> {
        Some(&self.account)
    }

    fn until(&self) -> Option<i64> {
        Some(self.expires)
    }
}

impl Client {
    /// Issues a token for an account; it is shown once.
    pub(super) fn issue(
        books: &Books,
        account: &str,
        name: &str,
        scopes: &BTreeSet<Action>,
        days: u16,
        by: &str,
    ) -> Result<Zeroizing<String>, AccountError> {
        let token = Token::generate(TokenKind::Client).map_err(|error| broken(&error))?;
        let (digest, now) = (token.digest().to_string(), books.now().0);
        let client = Self {
            id: digest.chars().filter(char::is_ascii_alphanumeric).take(8).collect(),
            name: name.to_owned(),
            account: account.to_owned(),
            scopes: scopes.iter().map(|action| action.code().to_owned()).collect(),
            issued: now,
            expires: now + DAY * i64::from(days.clamp(1, MOST_DAYS)),
            digest: digest.clone(),
        };
        let cells = [
            ("name", client.name.clone()),
            ("account", client.account.clone()),
            ("scopes", client.scopes.iter().cloned().collect::<Vec<_>>().join(";")),
            ("valid_to", Calendar::china().when(Instant(client.expires)).day.to_string()),
            ("changed_by", by.to_owned()),
        ];
        let cells = cells.into_iter().map(|(column, cell)| (column.to_owned(), cell)).collect();
        Directory(books).record(CLIENTS, &client.id, 0, (RECORDED, cells))?;
        books.put(&digest, client)?;
        Ok(token.to_text())
    }

    /// All that are good.
    pub(super) fn all(books: &Books) -> Result<Vec<Self>, Failure> {
        let mut all = books.all_kept::<Self>(None)?;
        all.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
        Ok(all)
    }

    /// Withdraws the token of this identifier, if it is still good.
    pub(super) fn withdraw(books: &Books, id: &str, by: &str) -> Result<(), AccountError> {
        let found = Self::all(books)?.into_iter().find(|client| client.id == id);
        let Some(client) = found else { return Ok(()) };
        books.forget::<Self>(&client.digest)?;
        let cells = Cells::from([("changed_by".to_owned(), by.to_owned())]);
        Directory(books).record(CLIENTS, id, 1, (RETIRED, cells))
    }

    /// What it may be used for; a word that is no action any more is good for nothing.
    pub(crate) fn scopes(&self) -> BTreeSet<Action> {
        self.scopes.iter().filter_map(|code| code.parse().ok()).collect()
    }

    /// Who asks with a token: a program of its own name, with the roles of its account. The token is the
    /// key that its holder has; it stands for a second factor, since whoever issued it had one.
    pub(crate) fn principal(books: &Books, token: &str) -> Result<Option<Principal>, Failure> {
        let token = token.parse::<Token>().ok().filter(|it| it.kind() == TokenKind::Client);
        let Some(token) = token else { return Ok(None) };
        let Some(client) = books.kept::<Self>(&token.digest().to_string())? else {
            return Ok(None);
        };
        let directory = Directory(books);
        let Some(account) = directory.account(&client.account)? else { return Ok(None) };
        let principal = directory.principal(&account, true)?;
        let id = format!("client {}", client.id);
        Ok(Some(Principal { id, scopes: Some(client.scopes()), ..principal }))
    }
}
