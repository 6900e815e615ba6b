//! The directory: accounts opened, changed, ended and found; leave; divisions.

use std::collections::BTreeSet;

use authority::{Principal, StandIn};
use credentials::Code;
use jiff::civil::Date;
use ledger::{Append, AppendError, Cells, NewAct, RECORDED, RETIRED};
use legal_clock::Calendar;

use super::account::{ACCOUNTS, Account, Person, SignInName, folded};
use super::credentials::{Credentials, Enrolment};
use super::identity::Identity;
use super::leave::{LEAVE, Leave};
use super::passkey::PasskeyOf;
use super::session::Session;
use crate::cli::Failure;
use crate::records::{Books, broken};

/// The most characters of a name.
const LONGEST: usize = 64;
/// Rows read at a time.
const TOGETHER: usize = 1000;
/// For how long a code to set a password is good: three days.
const ENROLMENT: i64 = 72 * 3_600_000_000;
/// Acts about an account that leave what it may be used for as it is.
pub(super) const CODE_ISSUED: &str = "code_issued";
pub(super) const UNLOCKED: &str = "unlocked";
pub(super) const SESSIONS_ENDED: &str = "sessions_ended";
/// Who does it where the command line does.
pub(crate) const CONSOLE: &str = "console";

/// What is said of an account that is to be opened.
#[derive(Debug, Clone, Default)]
pub(crate) struct Opened {
    pub(crate) name: String,
    pub(crate) sign_in_name: String,
    pub(crate) account: Account,
}

/// Why an account isn't opened or changed.
#[derive(Debug, thiserror::Error)]
pub(crate) enum AccountError {
    /// A name is missing, too long or holds what no name holds.
    #[error("a name has 1 to {LONGEST} characters and no control characters")]
    Name,
    /// A sign-in name has other characters.
    #[error(
        "a sign-in name has 2 to {LONGEST} letters, digits, `.`, `-`, `_` or `@`, and no spaces"
    )]
    SignInName,
    /// Somebody has the sign-in name.
    #[error("somebody signs in as `{0}` already; take another name")]
    Taken(String),
    /// No role is given.
    #[error("an account without role may do nothing: give at least one")]
    NoRole,
    /// The first day is after the last.
    #[error("the first day is after the last")]
    Days,
    /// Who stands in for themselves.
    #[error("nobody stands in for themselves")]
    Substitute,
    /// Somebody else changed it meanwhile.
    #[error("somebody else changed it at the same time; look at it and decide anew")]
    Conflict,
    /// There is no such account.
    #[error("there is no such account")]
    NotThere,
    /// The ledger can't take it.
    #[error(transparent)]
    Failed(#[from] Failure),
}

impl AccountError {
    /// The key of its sentence for people.
    pub(crate) fn key(&self) -> Option<&'static str> {
        Some(match self {
            Self::Name => "accounts-error-name",
            Self::SignInName => "accounts-error-sign-in-name",
            Self::Taken(_) => "accounts-error-taken",
            Self::NoRole => "accounts-error-no-role",
            Self::Days => "accounts-error-days",
            Self::Substitute => "accounts-error-substitute",
            Self::Conflict => "accounts-error-conflict",
            Self::NotThere => "accounts-error-not-there",
            Self::Failed(_) => return None,
        })
    }
}

impl From<AccountError> for Failure {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::Failed(failure) => failure,
            other => Self::refused(other.to_string()),
        }
    }
}

/// Every account with who it is, by name.
#[derive(Debug)]
pub(crate) struct Everybody(pub(crate) Vec<(Account, Option<Person>)>);

impl Everybody {
    /// The name of an account; its identifier where nobody knows it any more.
    pub(super) fn name(&self, id: &str) -> String {
        let found = self.0.iter().find(|(account, _)| account.id == id);
        let person = found.and_then(|(_, person)| person.as_ref());
        person.map_or_else(|| id.to_owned(), |person| person.name.clone())
    }

    /// The accounts that may be used on a day.
    pub(super) fn open(&self, day: Date) -> impl Iterator<Item = &Account> {
        self.0.iter().map(|(account, _)| account).filter(move |account| account.is_open(day))
    }
}

/// The accounts of an agency, as they are now.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Directory<'a>(pub(crate) &'a Books);

impl Directory<'_> {
    /// Today.
    pub(crate) fn today(self) -> Date {
        Calendar::china().when(self.0.now()).day.date()
    }

    /// Opens an account; gives its identifier, and the code by which its password is set.
    pub(crate) fn open(self, opened: Opened, by: &str) -> Result<(String, Code), AccountError> {
        let id = new_id();
        self.open_as(&id, opened, by)?;
        let code = self.new_code(&id, by)?;
        Ok((id, code))
    }

    /// Opens an account under an identifier, for somebody who has no need of a code.
    pub(super) fn open_as(self, id: &str, opened: Opened, by: &str) -> Result<(), AccountError> {
        let Opened { name, sign_in_name, account } = opened;
        let (name, sign_in_name) = (name.trim().to_owned(), sign_in_name.trim().to_owned());
        check_name(&name)?;
        check_sign_in_name(&sign_in_name)?;
        check(&account)?;
        // The name is taken first: an account that isn't opened after all leaves a name that leads
        // nowhere, and is given back.
        let is_free = self.0.keep(&folded(&sign_in_name), |before: Option<SignInName>| {
            let is_free = before.is_none();
            (before.or_else(|| Some(SignInName { account: id.to_owned() })), is_free)
        })?;
        if !is_free {
            return Err(AccountError::Taken(sign_in_name));
        }
        let folded_name = folded(&sign_in_name);
        let opening = || {
            self.0.put(id, Person { id: id.to_owned(), name, sign_in_name })?;
            let account = Account { id: id.to_owned(), version: 0, ..account };
            self.record(ACCOUNTS, id, 0, (RECORDED, account.cells(by)))
        };
        opening().or_else(|error| {
            self.0.forget::<SignInName>(&folded_name)?;
            self.0.forget::<Person>(id)?;
            Err(error)
        })
    }

    /// Makes a code by which somebody sets a new password; what they signed in with is good no more.
    pub(crate) fn new_code(self, id: &str, by: &str) -> Result<Code, AccountError> {
        self.note(id, CODE_ISSUED, by)?;
        let code = Code::generate().map_err(|error| broken(&error))?;
        let enrolment = Enrolment { code: code.digest(), until: self.0.now().0 + ENROLMENT };
        self.0.put(id, Credentials { enrolment: Some(enrolment), ..Credentials::default() })?;
        self.0.forget_all::<Identity>(Some(id))?;
        self.0.forget_all::<PasskeyOf>(Some(id))?;
        self.0.forget_all::<Session>(Some(id))?;
        Ok(code)
    }

    /// Gives an account other roles, another division, other days.
    pub(crate) fn change(self, account: &Account, by: &str) -> Result<(), AccountError> {
        check(account)?;
        self.record(ACCOUNTS, &account.id, account.version, (RECORDED, account.cells(by)))
    }

    /// An account by its identifier.
    pub(crate) fn account(self, id: &str) -> Result<Option<Account>, Failure> {
        let acts = self.acts(ACCOUNTS, id)?;
        let Some(last) = acts.last() else { return Ok(None) };
        let row = acts.iter().rfind(|act| act.act == RECORDED);
        Ok(row.map(|row| Account::of(id, last.version, &row.cells)))
    }

    /// Whether an account may be used today.
    pub(super) fn is_open(self, id: &str) -> Result<bool, Failure> {
        Ok(self.account(id)?.is_some_and(|account| account.is_open(self.today())))
    }

    /// What happened to an account, in order.
    pub(crate) fn history(self, id: &str) -> Result<Vec<ledger::Act>, Failure> {
        self.acts(ACCOUNTS, id)
    }

    /// Notes that something was done about an account that changes nothing of what it may be used for.
    pub(super) fn note(self, id: &str, act: &str, by: &str) -> Result<(), AccountError> {
        let account = self.account(id)?.ok_or(AccountError::NotThere)?;
        let cells = Cells::from([("changed_by".to_owned(), by.to_owned())]);
        self.record(ACCOUNTS, id, account.version, (act, cells))
    }

    fn acts(self, register: &'static str, id: &str) -> Result<Vec<ledger::Act>, Failure> {
        let found = self.0.ask(async |snapshot| snapshot.acts_of(&[(register, id)]).await)?;
        Ok(found.into_values().next().unwrap_or_default())
    }

    /// The account of a sign-in name.
    pub(crate) fn find(self, sign_in_name: &str) -> Result<Option<String>, Failure> {
        let found = self.0.kept::<SignInName>(&folded(sign_in_name))?;
        Ok(found.map(|found| found.account))
    }

    /// Every account with who it is, by name.
    pub(crate) fn everybody(self) -> Result<Everybody, Failure> {
        let mut people: std::collections::HashMap<String, Person> = self
            .0
            .all_kept::<Person>(None)?
            .into_iter()
            .map(|person| (person.id.clone(), person))
            .collect();
        let mut all: Vec<_> = self
            .rows(ACCOUNTS, |id, version, cells| Some(Account::of(id, version, cells)))?
            .into_iter()
            .map(|account| {
                let person = people.remove(&account.id);
                (account, person)
            })
            .collect();
        all.sort_by(|(one, a), (two, b)| {
            let name = |person: &Option<Person>| person.as_ref().map(|person| person.name.clone());
            (name(a).is_none(), name(a), &one.id).cmp(&(name(b).is_none(), name(b), &two.id))
        });
        Ok(Everybody(all))
    }

    fn rows<T>(
        self,
        register: &'static str,
        row: impl Fn(&str, i64, &Cells) -> Option<T>,
    ) -> Result<Vec<T>, Failure> {
        let mut all = Vec::new();
        let mut after = 0;
        loop {
            let page =
                self.0.ask(async |snapshot| snapshot.rows(register, after, TOGETHER).await)?;
            let Some(last) = page.last() else { return Ok(all) };
            after = last.opened;
            all.extend(page.iter().filter_map(|it| row(&it.matter, it.row_version, &it.cells)));
        }
    }

    /// Divisions that accounts belong to.
    pub(crate) fn divisions(self) -> Result<BTreeSet<String>, Failure> {
        let all =
            self.rows(ACCOUNTS, |id, version, cells| Account::of(id, version, cells).division)?;
        Ok(all.into_iter().collect())
    }

    /// Leave that isn't over.
    pub(crate) fn leave(self) -> Result<Vec<Leave>, Failure> {
        let today = self.today();
        let mut all = self.rows(LEAVE, Leave::of)?;
        all.retain(|leave| today <= leave.until);
        all.sort_by(|a, b| (a.from, &a.id).cmp(&(b.from, &b.id)));
        Ok(all)
    }

    /// Puts somebody on leave.
    pub(crate) fn put_on_leave(self, leave: &Leave, by: &str) -> Result<(), AccountError> {
        if leave.until < leave.from {
            return Err(AccountError::Days);
        }
        if leave.substitute.as_ref() == Some(&leave.person) {
            return Err(AccountError::Substitute);
        }
        for id in [Some(&leave.person), leave.substitute.as_ref()].into_iter().flatten() {
            self.account(id)?.ok_or(AccountError::NotThere)?;
        }
        let id = new_id();
        self.record(LEAVE, &id, 0, (RECORDED, leave.cells(by)))
    }

    /// Takes leave back.
    pub(crate) fn end_leave(self, id: &str, by: &str) -> Result<(), AccountError> {
        let acts = self.acts(LEAVE, id)?;
        let last = acts.last().filter(|act| act.act != RETIRED).ok_or(AccountError::NotThere)?;
        let cells = Cells::from([("changed_by".to_owned(), by.to_owned())]);
        self.record(LEAVE, id, last.version, (RETIRED, cells))
    }

    /// The account as who asks: with its roles of today and those that it has for colleagues on leave.
    pub(crate) fn principal(
        self,
        account: &Account,
        second_factor: bool,
    ) -> Result<Principal, Failure> {
        let today = self.today();
        let mut stands_in_for = BTreeSet::new();
        let stands_in = |leave: &Leave| {
            leave.is_on(today) && leave.substitute.as_deref() == Some(account.id.as_str())
        };
        for leave in self.leave()?.iter().filter(|leave| stands_in(leave)) {
            let Some(absent) = self.account(&leave.person)?.filter(|it| it.is_open(today)) else {
                continue;
            };
            let Some(division) = absent.division else { continue };
            let parts =
                absent.roles.iter().map(|role| StandIn { role: *role, division: division.clone() });
            stands_in_for.extend(parts);
        }
        let roles = if account.is_open(today) { account.roles.clone() } else { BTreeSet::new() };
        Ok(Principal {
            id: account.id.clone(),
            agency: account.agency.clone().unwrap_or_else(|| self.0.tenant().to_owned()),
            division: account.division.clone(),
            roles,
            stands_in_for,
            second_factor,
            scopes: None,
        })
    }

    pub(super) fn record(
        self,
        register: &str,
        id: &str,
        version: i64,
        (act, cells): (&str, Cells),
    ) -> Result<(), AccountError> {
        let append = Append {
            tenant: self.0.tenant().to_owned(),
            register: register.to_owned(),
            matter: id.to_owned(),
            expected_version: version,
            acts: vec![NewAct::new(act, self.0.now()).with(cells)],
            idempotency_key: None,
        };
        self.0.append(append).map(drop).map_err(|error| match error {
            AppendError::Conflict { .. } => AccountError::Conflict,
            other => AccountError::Failed(broken(&other)),
        })
    }
}

/// An identifier drawn by lot: 50 bits, in letters and digits that nobody confuses.
pub(super) fn new_id() -> String {
    const LETTERS: &[u8] = b"23456789abcdefghjkmnpqrstuvwxyz0";
    (0..10).map(|_| char::from(LETTERS[fastrand::usize(..LETTERS.len())])).collect()
}

fn check(account: &Account) -> Result<(), AccountError> {
    if account.roles.is_empty() {
        return Err(AccountError::NoRole);
    }
    if account.from.zip(account.until).is_some_and(|(from, until)| until < from) {
        return Err(AccountError::Days);
    }
    for name in [&account.division, &account.agency].into_iter().flatten() {
        check_name(name)?;
    }
    Ok(())
}

/// Whether it can be what something is called.
pub(super) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().count() <= LONGEST && !name.chars().any(char::is_control)
}

fn check_name(name: &str) -> Result<(), AccountError> {
    if is_name(name) { Ok(()) } else { Err(AccountError::Name) }
}

fn check_sign_in_name(name: &str) -> Result<(), AccountError> {
    let is_good = (2..=LONGEST).contains(&name.chars().count())
        && name.chars().all(|c| c.is_alphanumeric() || "._-@".contains(c));
    if is_good { Ok(()) } else { Err(AccountError::SignInName) }
}
