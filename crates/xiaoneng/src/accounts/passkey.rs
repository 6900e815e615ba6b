//! Passkeys of accounts: added by who is signed in, shown to sign in.
//!
//! ```text
//!  asked: a challenge is kept for this session or browser ─► answered: taken away, then looked at
//! ```

#[cfg(test)]
mod tests;

use credentials::{
    AssertionChallenge, Code, Passkey, PasskeyAccount, PasskeyError, RecoveryCodes,
    RegistrationChallenge, RelyingParty, asserted_id,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use zeroize::Zeroizing;

use super::credentials::{Credentials, Guessed, NotProved, change, guess, succeeded};
use super::identity::Identity;
use super::session::{Proof, Session};
use super::{Person, begun};
use crate::cli::Failure;
use crate::records::{Books, Keepable, broken};

/// How long a challenge is kept, in seconds: as long as it is good.
pub(super) const WITHIN: i64 = 300;

/// A passkey, as it is kept among the credentials of its account.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct OwnPasskey {
    pub(super) passkey: Passkey,
    /// When it was added and last used, in microseconds since 1970.
    pub(super) added: i64,
    pub(super) used: Option<i64>,
}

/// Whose a passkey is, kept under its number.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct PasskeyOf {
    account: String,
}

impl Keepable for PasskeyOf {
    const KIND: &'static str = "passkeys";

    fn owner(&self) -> Option<&str> {
        Some(&self.account)
    }
}

/// That somebody was asked for another passkey, kept under the key of their session.
#[derive(Debug, Serialize, Deserialize)]
struct AskedToAdd {
    challenge: RegistrationChallenge,
    until: i64,
}

impl Keepable for AskedToAdd {
    const KIND: &'static str = "passkey registrations";

    fn until(&self) -> Option<i64> {
        Some(self.until)
    }
}

/// That somebody was asked for their passkey, kept under the digest of the browser's token.
#[derive(Debug, Serialize, Deserialize)]
struct AskedToShow {
    challenge: AssertionChallenge,
    until: i64,
}

impl Keepable for AskedToShow {
    const KIND: &'static str = "passkey sign-ins";

    fn until(&self) -> Option<i64> {
        Some(self.until)
    }
}

/// Asks who is signed in for another passkey than those of their account.
pub(super) fn ask_to_add(
    books: &Books,
    party: &RelyingParty,
    session: &Session,
) -> Result<Value, Failure> {
    let account = session.account.as_str();
    let kept = books.kept::<Credentials>(account)?.unwrap_or_default();
    let existing: Vec<_> = kept.passkeys.into_iter().map(|own| own.passkey).collect();
    // One handle for all of an account's, so that no device keeps two of it.
    let known = existing.iter().find_map(|passkey| passkey.handle().try_into().ok());
    let handle = known.map_or_else(PasskeyAccount::new_handle, Ok).map_err(|it| broken(&it))?;
    let person = books.kept::<Person>(account)?;
    let (name, display_name) =
        person.as_ref().map_or((account, account), |it| (&it.sign_in_name, &it.name));
    let of = PasskeyAccount { handle, name, display_name };
    let now = books.now().0;
    let asked = RegistrationChallenge::begin(party, of, &existing, now);
    let (challenge, options) = asked.map_err(|error| broken(&error))?;
    books.forget_what_is_over()?;
    books.put(session.key(), AskedToAdd { challenge, until: now + WITHIN * 1_000_000 })?;
    Ok(options)
}

/// What comes of the first second factor: codes for when it is lost, and the token of the session that
/// is left.
pub(super) type First = (Vec<Code>, Zeroizing<String>);

/// Adds the passkey that the browser of a session answers with, under a name.
///
/// With the first second factor every session ends that had none.
pub(super) fn add(
    books: &Books,
    party: &RelyingParty,
    session: &Session,
    (name, response): (&str, &str),
) -> Result<Option<First>, NotProved> {
    let asked = books.keep(session.key(), |asked: Option<AskedToAdd>| (None, asked))?;
    let AskedToAdd { challenge, .. } = asked.ok_or(NotProved::Wrong)?;
    let now = books.now().0;
    let passkey = challenge.finish(response, party, name, now).map_err(|error| wrong(&error))?;
    let account = &session.account;
    let is_new = books.keep(&passkey.id(), |before: Option<PasskeyOf>| {
        let is_new = before.is_none();
        (before.or_else(|| Some(PasskeyOf { account: account.clone() })), is_new)
    })?;
    if !is_new {
        return Err(NotProved::Wrong);
    }
    let (spare, codes) = RecoveryCodes::generate().map_err(|error| broken(&error))?;
    let is_first = change(books, account, |kept| {
        let is_first = !kept.has_second_factor();
        kept.passkeys.push(OwnPasskey { passkey, added: now, used: None });
        if is_first {
            kept.recovery = Some(spare);
        }
        is_first
    })?;
    if !is_first {
        return Ok(None);
    }
    books.forget_all::<Session>(Some(account))?;
    let token = Session::begin(books, account, Proof::SecondFactor, &session.browser)?;
    Ok(Some((codes, token)))
}

/// Asks whoever it is for a passkey; gives the browser's token.
pub(super) fn ask(
    books: &Books,
    party: &RelyingParty,
) -> Result<(Zeroizing<String>, Value), Failure> {
    let now = books.now().0;
    let asked = AssertionChallenge::begin(party, now);
    let (challenge, options) = asked.map_err(|error| broken(&error))?;
    let asked = AskedToShow { challenge, until: now + WITHIN * 1_000_000 };
    Ok((begun::keep(books, asked)?, options))
}

/// Proves by the passkey that a browser answers with; gives the account. It verified its user, and so is
/// both factors. Where `account` is known, it has to be of that one.
pub(super) fn by_passkey(
    books: &Books,
    party: &RelyingParty,
    (token, response): (Option<&str>, &str),
    account: Option<&str>,
) -> Result<String, NotProved> {
    let asked = begun::take::<AskedToShow>(books, token)?;
    let AskedToShow { challenge, .. } = asked.ok_or(NotProved::Wrong)?;
    let id = asserted_id(response).map_err(|error| wrong(&error))?;
    let PasskeyOf { account: of } = books.kept::<PasskeyOf>(&id)?.ok_or(NotProved::Wrong)?;
    if account.is_some_and(|account| account != of) {
        return Err(NotProved::Wrong);
    }
    guess(books, Guessed::Passkey, &of)?;
    let now = books.now().0;
    change(books, &of, |kept| {
        let own = kept.passkeys.iter_mut().find(|own| own.passkey.id() == id);
        let own = own.ok_or(NotProved::Wrong)?;
        let shown = challenge.finish(response, party, &own.passkey, now);
        own.passkey = shown.map_err(|error| wrong(&error))?;
        own.used = Some(now);
        Ok::<_, NotProved>(())
    })??;
    succeeded(books, Guessed::Passkey, &of)?;
    Ok(of)
}

/// Calls a passkey of an account something else.
pub(super) fn rename(books: &Books, account: &str, id: &str, name: &str) -> Result<(), Failure> {
    change(books, account, |kept| {
        if let Some(own) = kept.passkeys.iter_mut().find(|own| own.passkey.id() == id) {
            own.passkey.rename(name);
        }
    })
}

/// Takes a passkey off an account, unless nothing else is left to sign in with; says whether it did.
pub(super) fn remove(books: &Books, account: &str, id: &str) -> Result<bool, Failure> {
    let of = books.kept::<PasskeyOf>(id)?;
    if of.is_none_or(|of| of.account != account) {
        return Ok(true);
    }
    let has_identity = !Identity::all_of(books, account)?.is_empty();
    let is_removed = change(books, account, |kept| {
        let others = kept.passkeys.iter().filter(|own| own.passkey.id() != id);
        let is_last = !has_identity && kept.password.is_none() && others.count() == 0;
        if !is_last {
            kept.passkeys.retain(|own| own.passkey.id() != id);
            kept.forget_spare_codes();
        }
        !is_last
    })?;
    if is_removed {
        books.forget::<PasskeyOf>(id)?;
    }
    Ok(is_removed)
}

fn wrong(error: &PasskeyError) -> NotProved {
    tracing::warn!(cause = %error, "a passkey isn't taken");
    NotProved::Wrong
}
