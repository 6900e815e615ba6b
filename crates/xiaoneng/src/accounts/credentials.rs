//! By what somebody signs in: kept for each account, changed in place, sealed.

use credentials::{
    Attempts, Code, PasswordHash, RecoveryCodes, Refused, SecretDigest, TotpSecret, verify_password,
};
use serde::{Deserialize, Serialize};

use super::account::{Person, folded};
use super::directory::Directory;
use super::passkey::OwnPasskey;
use crate::cli::Failure;
use crate::records::{Books, Keepable};

/// By what the person of an account proves who they are, kept under the account's identifier.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Credentials {
    pub(super) password: Option<PasswordHash>,
    pub(super) app: Option<App>,
    #[serde(default)]
    pub(super) passkeys: Vec<OwnPasskey>,
    /// For when app and passkeys are lost.
    pub(super) recovery: Option<RecoveryCodes>,
    /// By which a new password is set.
    pub(super) enrolment: Option<Enrolment>,
}

/// An app that shows one-time codes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct App {
    secret: TotpSecret,
    /// The step of the last code taken: it isn't taken again.
    last: Option<u64>,
}

/// A code by which a password is set once.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Enrolment {
    pub(super) code: SecretDigest,
    /// Until when it is good, in microseconds since 1970.
    pub(super) until: i64,
}

impl Keepable for Credentials {
    const KIND: &'static str = "credentials";
}

/// What is guessed at, each counted on its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Guessed {
    /// The password of a sign-in name.
    Password,
    /// The code by which a password is set for a sign-in name.
    Enrolment,
    /// The second step of an account.
    Code,
    /// A passkey of an account.
    Passkey,
    /// The present password of somebody who is signed in, by account.
    OwnPassword,
}

impl Guessed {
    /// Under which failures are kept. What is typed may hold anything, and stands last.
    fn of(self, name: &str) -> String {
        let what = match self {
            Self::Password => "password",
            Self::Enrolment => "enrolment",
            Self::Code => "code",
            Self::Passkey => "passkey",
            Self::OwnPassword => "own password",
        };
        format!("{what} {}", folded(name))
    }
}

/// For how long failures are remembered that didn't lock anything: a day.
const REMEMBERED: i64 = 24 * 3_600_000_000;

/// Wrong guesses at a name, whether anybody has it or not.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Failures {
    attempts: Attempts,
    /// When the last was made, in microseconds since 1970.
    last: i64,
}

impl Keepable for Failures {
    const KIND: &'static str = "attempts";

    /// A lock stays until somebody opens it.
    fn until(&self) -> Option<i64> {
        (!self.attempts.is_locked()).then_some(self.last + REMEMBERED)
    }
}

impl Credentials {
    /// Whether a second factor is asked for.
    pub(crate) fn has_second_factor(&self) -> bool {
        self.app.is_some() || !self.passkeys.is_empty()
    }

    /// Whether there is something to sign in with.
    pub(super) fn can_sign_in(&self) -> bool {
        self.password.is_some() || !self.passkeys.is_empty()
    }

    /// Codes for when a second factor is lost go with the last one.
    pub(super) fn forget_spare_codes(&mut self) {
        if !self.has_second_factor() {
            self.recovery = None;
        }
    }

    /// How many codes are left for when the second factor is lost.
    pub(super) fn recovery_codes_left(&self) -> usize {
        self.recovery.as_ref().map_or(0, RecoveryCodes::left)
    }
}

/// What comes of a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Proved {
    /// It is right, and nothing else is asked for.
    Whole,
    /// It is right, and a second factor is asked for.
    Half,
}

/// Why somebody isn't let in.
#[derive(Debug)]
pub(crate) enum NotProved {
    /// Name and password don't belong together, or the code isn't right.
    Wrong,
    /// Too many were wrong.
    Refused(Refused),
    /// The store is at fault.
    Failed(Failure),
}

impl From<Failure> for NotProved {
    fn from(failure: Failure) -> Self {
        Self::Failed(failure)
    }
}

impl From<Refused> for NotProved {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

/// Proves by a sign-in name and a password; gives the account.
///
/// Every guess takes its time and is counted before it is looked at, for a name that nobody has as for
/// any other: nobody learns which names there are, and of guesses made at once none is for free.
pub(super) fn by_password(
    books: &Books,
    sign_in_name: &str,
    password: &str,
) -> Result<(String, Proved), NotProved> {
    let directory = Directory(books);
    guess(books, Guessed::Password, sign_in_name)?;
    let account = directory.find(sign_in_name)?;
    let kept = match &account {
        Some(account) => books.kept::<Credentials>(account)?,
        None => None,
    };
    let hash = kept.as_ref().and_then(|kept| kept.password.as_ref());
    let is_right = verify_password(password, hash);
    let (Some(account), Some(kept), true) = (account, kept, is_right) else {
        return Err(NotProved::Wrong);
    };
    let proved = if kept.has_second_factor() { Proved::Half } else { Proved::Whole };
    if proved == Proved::Whole {
        succeeded(books, Guessed::Password, sign_in_name)?;
    }
    if kept.password.as_ref().is_some_and(PasswordHash::needs_rehash)
        && let Ok(hash) = PasswordHash::rehash(password)
    {
        change(books, &account, |kept| kept.password = Some(hash))?;
    }
    Ok((account, proved))
}

/// Proves by the code of an app, or by a recovery code, which is used up.
pub(super) fn by_code(books: &Books, account: &str, text: &str) -> Result<(), NotProved> {
    guess(books, Guessed::Code, account)?;
    let now = books.now().0;
    let is_right = change(books, account, |kept| {
        if let Some(app) = &mut kept.app
            && let Some(step) = app.secret.check(text, now, app.last)
        {
            app.last = Some(step);
            return true;
        }
        let code = text.parse::<Code>();
        code.is_ok_and(|code| kept.recovery.as_mut().is_some_and(|codes| codes.use_up(&code)))
    })?;
    if !is_right {
        return Err(NotProved::Wrong);
    }
    second_step_succeeded(books, account)
}

/// Forgets failures of the first step and the second, once both are done.
pub(super) fn second_step_succeeded(books: &Books, account: &str) -> Result<(), NotProved> {
    succeeded(books, Guessed::Code, account)?;
    if let Some(person) = books.kept::<Person>(account)? {
        succeeded(books, Guessed::Password, &person.sign_in_name)?;
    }
    Ok(())
}

/// Whether somebody who is signed in knows their password.
pub(super) fn by_own_password(
    books: &Books,
    account: &str,
    password: &str,
) -> Result<(), NotProved> {
    guess(books, Guessed::OwnPassword, account)?;
    let kept = books.kept::<Credentials>(account)?;
    let hash = kept.as_ref().and_then(|kept| kept.password.as_ref());
    if !verify_password(password, hash) {
        return Err(NotProved::Wrong);
    }
    Ok(succeeded(books, Guessed::OwnPassword, account)?)
}

/// Sets a password by a sign-in name and the code that was given out for it; a name that nobody has is
/// counted as any other.
pub(super) fn by_enrolment(
    books: &Books,
    sign_in_name: &str,
    code: &str,
    password: PasswordHash,
) -> Result<(), NotProved> {
    guess(books, Guessed::Enrolment, sign_in_name)?;
    let account = Directory(books).find(sign_in_name)?.ok_or(NotProved::Wrong)?;
    let given = code.parse::<Code>().ok().map(|code| code.digest());
    let now = books.now().0;
    let is_right = change(books, &account, |kept| {
        let is_it = |it: &Enrolment| Some(it.code) == given && now < it.until;
        let is_right = kept.enrolment.as_ref().is_some_and(is_it);
        if is_right {
            *kept = Credentials { password: Some(password), ..Credentials::default() };
        }
        is_right
    })?;
    if !is_right {
        return Err(NotProved::Wrong);
    }
    succeeded(books, Guessed::Enrolment, sign_in_name)?;
    Ok(succeeded(books, Guessed::Password, sign_in_name)?)
}

/// Adds an app, once a code of it was shown; gives the codes for when it is lost.
pub(super) fn add_app(
    books: &Books,
    account: &str,
    secret: TotpSecret,
    code: &str,
) -> Result<Vec<Code>, NotProved> {
    let step = secret.check(code, books.now().0, None).ok_or(NotProved::Wrong)?;
    let (kept_codes, codes) =
        RecoveryCodes::generate().map_err(|error| crate::records::broken(&error))?;
    change(books, account, |kept| {
        kept.app = Some(App { secret, last: Some(step) });
        kept.recovery = Some(kept_codes);
    })?;
    Ok(codes)
}

/// Changes what is kept of an account.
pub(super) fn change<R>(
    books: &Books,
    account: &str,
    change: impl FnOnce(&mut Credentials) -> R,
) -> Result<R, Failure> {
    books.keep(account, |before: Option<Credentials>| {
        let mut kept = before.unwrap_or_default();
        let said = change(&mut kept);
        (Some(kept), said)
    })
}

/// Counts a guess as failed, before it is looked at, unless it has to wait.
pub(super) fn guess(books: &Books, at: Guessed, name: &str) -> Result<(), NotProved> {
    let now = books.now().0;
    let may = books.keep(&at.of(name), |before: Option<Failures>| {
        let mut failures = before.unwrap_or_default();
        let may = failures.attempts.may_try(now);
        if may.is_ok() {
            failures.attempts.failed(now);
            failures.last = now;
        }
        (Some(failures), may)
    })?;
    may.map_err(NotProved::from)
}

/// Forgets failures after a success.
pub(super) fn succeeded(books: &Books, at: Guessed, name: &str) -> Result<(), Failure> {
    books.forget::<Failures>(&at.of(name))
}

/// What somebody is locked out by: each kind of guess with the name that it is counted under.
fn locks(account: &str, sign_in_name: &str) -> [String; 5] {
    [
        Guessed::Password.of(sign_in_name),
        Guessed::Enrolment.of(sign_in_name),
        Guessed::Code.of(account),
        Guessed::Passkey.of(account),
        Guessed::OwnPassword.of(account),
    ]
}

/// Whether something of an account is locked until an administrator opens it again.
pub(super) fn is_locked(books: &Books, account: &str, name: &str) -> Result<bool, Failure> {
    for lock in locks(account, name) {
        if books.kept::<Failures>(&lock)?.is_some_and(|kept| kept.attempts.is_locked()) {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Opens again what is locked of an account.
pub(super) fn unlock(books: &Books, account: &str, name: &str) -> Result<(), Failure> {
    locks(account, name).iter().try_for_each(|lock| books.forget::<Failures>(lock))
}
