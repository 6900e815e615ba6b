//! Identities: who somebody is at a provider, and which account that is.

use authority::Role;
use openid::SignIn;
use serde::{Deserialize, Serialize};

use super::credentials::{Credentials, NotProved};
use super::directory::new_id;
use super::session::Proof;
use super::{Account, Directory, Opened};
use crate::cli::Failure;
use crate::records::{Books, Keepable};

/// How long somebody may take at the provider, in seconds.
pub(super) const WITHIN: i64 = 600;
/// The most characters of a name from elsewhere.
const LONGEST: usize = 64;

/// An identity and the account that it is of, kept under its [`key`](Self::key).
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(super) struct Identity {
    pub(super) account: String,
    issuer: String,
    subject: String,
    /// The person's name, where the provider tells it.
    pub(super) name: Option<String>,
    /// Since when it is linked, in microseconds since 1970.
    pub(super) since: i64,
}

impl Keepable for Identity {
    const KIND: &'static str = "identities";

    fn owner(&self) -> Option<&str> {
        Some(&self.account)
    }
}

/// A sign-in at the provider that has begun, kept under the digest of the browser's token.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Begun {
    pub(super) sign_in: SignIn,
    /// Where somebody goes on to.
    pub(super) next: String,
    /// The account to which the identity is to be linked; none, to sign in.
    pub(super) link: Option<String>,
    until: i64,
}

impl Keepable for Begun {
    const KIND: &'static str = "openid sign-ins";

    fn until(&self) -> Option<i64> {
        Some(self.until)
    }
}

impl Begun {
    pub(super) fn new(sign_in: SignIn, next: String, link: Option<String>, now: i64) -> Self {
        Self { sign_in, next, link, until: now + WITHIN * 1_000_000 }
    }
}

impl Identity {
    fn new(of: &openid::Identity, account: &str, now: i64) -> Self {
        Self {
            account: account.to_owned(),
            issuer: of.issuer.clone(),
            subject: of.subject.clone(),
            name: of.name.clone(),
            since: now,
        }
    }

    /// Under which it is kept, and by which its owner tells it from others.
    pub(super) fn key(&self) -> String {
        key(&self.issuer, &self.subject)
    }

    /// Those of an account, the last linked first.
    pub(super) fn all_of(books: &Books, account: &str) -> Result<Vec<Self>, Failure> {
        let mut all = books.all_kept::<Self>(Some(account))?;
        all.sort_by_key(|it| std::cmp::Reverse(it.since));
        Ok(all)
    }
}

/// Only with its issuer a subject is somebody; an address has no space.
fn key(issuer: &str, subject: &str) -> String {
    format!("{issuer} {subject}")
}

/// The account of an identity, and what it proves. Who comes first gets an account of an applicant.
pub(super) fn by_identity(
    books: &Books,
    identity: &openid::Identity,
) -> Result<(String, Proof), NotProved> {
    let now = books.now().0;
    let account = taken(books, identity, &new_id(), now)?;
    let directory = Directory(books);
    if directory.account(&account)?.is_none() {
        let opening = directory.open_as(&account, applicant(&account, identity), &account);
        opening.map_err(Failure::from)?;
    }
    // Whose account has ended proves nothing by it.
    if !directory.is_open(&account)? {
        return Err(NotProved::Wrong);
    }
    let has_second_factor =
        books.kept::<Credentials>(&account)?.is_some_and(|kept| kept.has_second_factor());
    let proof = match (identity.is_multi_factor(), has_second_factor) {
        (true, _) => Proof::SecondFactor,
        (false, true) => Proof::Half,
        (false, false) => Proof::Password,
    };
    Ok((account, proof))
}

/// Links an identity to an account, unless it is another's.
pub(super) fn link(
    books: &Books,
    identity: &openid::Identity,
    account: &str,
) -> Result<(), NotProved> {
    let of = taken(books, identity, account, books.now().0)?;
    if of == account { Ok(()) } else { Err(NotProved::Wrong) }
}

/// Whose an identity is; of `account` from now on, if it was nobody's.
fn taken(
    books: &Books,
    identity: &openid::Identity,
    account: &str,
    now: i64,
) -> Result<String, Failure> {
    books.keep(&key(&identity.issuer, &identity.subject), |before: Option<Identity>| {
        let kept = before.unwrap_or_else(|| Identity::new(identity, account, now));
        let of = kept.account.clone();
        (Some(kept), of)
    })
}

/// The account of somebody who comes first. The name to sign in with is its identifier, so that a
/// password can be set for it as for any other.
fn applicant(id: &str, identity: &openid::Identity) -> Opened {
    let told = identity.name.as_deref().unwrap_or_default();
    let name: String = told.chars().filter(|c| !c.is_control()).take(LONGEST).collect();
    let name = if name.trim().is_empty() { id.to_owned() } else { name };
    let account = Account { roles: [Role::Applicant].into(), ..Account::default() };
    Opened { name, sign_in_name: id.to_owned(), account }
}

/// Takes an identity off an account, unless nothing else is left to sign in with.
pub(super) fn unlink(books: &Books, account: &str, key: &str) -> Result<bool, Failure> {
    let all = Identity::all_of(books, account)?;
    let Some(identity) = all.iter().find(|it| it.key() == key) else { return Ok(true) };
    let kept = books.kept::<Credentials>(account)?.unwrap_or_default();
    let is_last = all.len() == 1 && !kept.can_sign_in();
    if !is_last {
        books.forget::<Identity>(&identity.key())?;
    }
    Ok(!is_last)
}

#[cfg(test)]
mod tests {
    use credentials::TotpSecret;

    use super::*;
    use crate::accounts::credentials::change;
    use crate::web::tests::Place;

    /// Somebody, as the provider says by which methods (`amr`) and how well (`acr`).
    fn somebody(assurance: Option<&str>, methods: &[&str]) -> openid::Identity {
        openid::Identity {
            issuer: "https://id.example.gov".into(),
            subject: "1".into(),
            name: Some("陈洁".into()),
            assurance: assurance.map(str::to_owned),
            methods: methods.iter().map(|it| (*it).to_owned()).collect(),
            authenticated: None,
        }
    }

    #[test]
    fn a_second_factor_is_the_one_that_the_provider_says_was_used_or_else_ours() {
        let place = Place::new();
        let books = &place.books;
        let proof = |identity: &openid::Identity| by_identity(books, identity).unwrap().1;
        let by_password = somebody(Some("1"), &["pwd"]);
        let by_more = [
            somebody(None, &["pwd", "otp"]),
            somebody(None, &["mfa"]),
            somebody(Some("https://refeds.org/profile/mfa"), &[]),
        ];
        // Who has none set up here has what the provider says.
        assert_eq!(proof(&by_password), Proof::Password);
        assert!(by_more.iter().all(|it| proof(it) == Proof::SecondFactor));

        let (account, _) = by_identity(books, &by_password).unwrap();
        let app = serde_json::json!({ "secret": TotpSecret::generate().unwrap(), "last": null });
        let app = serde_json::from_value(app).unwrap();
        change(books, &account, |kept| kept.app = Some(app)).unwrap();
        for none_or_one in [somebody(None, &[]), somebody(None, &["pwd", "pin"]), by_password] {
            assert_eq!(proof(&none_or_one), Proof::Half);
        }
        assert!(by_more.iter().all(|it| proof(it) == Proof::SecondFactor));
    }
}
