//! Sessions (会话): from signing in to signing out. The browser holds a token; what is kept is under
//! its digest.

use credentials::{Token, TokenKind};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::cli::Failure;
use crate::records::{Books, Keepable, broken};

const MINUTE: i64 = 60_000_000;
/// A session ends after so long (NIST SP 800-63B-4, 2.2.3: at most 24 hours with a second factor).
const LONGEST: i64 = 12 * 60 * MINUTE;
/// It ends when nothing was asked for so long (2.2.3: at most an hour).
const IDLE: i64 = 60 * MINUTE;
/// How long somebody may take for the second step.
const HALF: i64 = 5 * MINUTE;
/// When it was last used is written down no more often.
const EVERY: i64 = MINUTE;

/// How its person has proved who they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Proof {
    /// By the password, or by a provider, where a second factor is asked for: nothing may be done but
    /// show it.
    Half,
    /// By a password, or by a provider, and nothing else is set up.
    Password,
    /// By a second factor too.
    SecondFactor,
}

/// A session.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Session {
    /// By which the person tells it from others: not the token.
    pub(crate) id: String,
    pub(crate) account: String,
    pub(crate) proof: Proof,
    /// When it began and was last used, in microseconds since 1970.
    pub(crate) began: i64,
    pub(crate) seen: i64,
    /// What forms bring along, so that no other site sends them.
    pub(crate) form_key: String,
    /// What the browser says it is.
    pub(crate) browser: String,
    /// Under which it is kept.
    digest: String,
}

impl Keepable for Session {
    const KIND: &'static str = "sessions";

    fn owner(&self) -> Option<&str> {
        Some(&self.account)
    }

    fn until(&self) -> Option<i64> {
        Some(match self.proof {
            Proof::Half => self.began + HALF,
            Proof::Password | Proof::SecondFactor => (self.began + LONGEST).min(self.seen + IDLE),
        })
    }
}

impl Session {
    /// Begins one; gives the token for the browser.
    pub(crate) fn begin(
        books: &Books,
        account: &str,
        proof: Proof,
        browser: &str,
    ) -> Result<Zeroizing<String>, Failure> {
        let generate = || Token::generate(TokenKind::Session).map_err(|error| broken(&error));
        let (token, form_key, now) = (generate()?, generate()?, books.now().0);
        let digest = token.digest().to_string();
        let session = Self {
            id: digest.chars().filter(char::is_ascii_alphanumeric).take(8).collect(),
            account: account.to_owned(),
            proof,
            began: now,
            seen: now,
            form_key: form_key.to_text().to_string(),
            browser: browser.chars().filter(|c| !c.is_control()).take(200).collect(),
            digest: digest.clone(),
        };
        books.forget_what_is_over()?;
        books.put(&digest, session)?;
        Ok(token.to_text())
    }

    /// The session of a token.
    pub(crate) fn of(books: &Books, token: &str) -> Result<Option<Self>, Failure> {
        let Some(token) = of_session(token) else { return Ok(None) };
        let digest = token.digest().to_string();
        let found = books.kept::<Self>(&digest)?;
        let now = books.now().0;
        if let Some(session) = found.as_ref().filter(|session| session.seen + EVERY <= now) {
            // Unless it was ended meanwhile.
            books.keep(&session.digest, |before: Option<Self>| {
                (before.map(|before| Self { seen: now, ..before }), ())
            })?;
        }
        Ok(found)
    }

    /// The session of a browser whose person has yet to show a second factor.
    pub(super) fn half(books: &Books, token: Option<&str>) -> Result<Option<Self>, Failure> {
        let found = token.map(|token| Self::of(books, token)).transpose()?.flatten();
        Ok(found.filter(|session| session.proof == Proof::Half))
    }

    /// Under which it is kept, and what belongs to it alone.
    pub(super) fn key(&self) -> &str {
        &self.digest
    }

    /// Ends this one.
    pub(super) fn end(&self, books: &Books) -> Result<(), Failure> {
        books.forget::<Self>(&self.digest)
    }

    /// Those of an account, the last used first.
    pub(super) fn all_of(books: &Books, account: &str) -> Result<Vec<Self>, Failure> {
        let mut all = books.all_kept::<Self>(Some(account))?;
        all.retain(|session| session.proof != Proof::Half);
        all.sort_by_key(|session| std::cmp::Reverse(session.seen));
        Ok(all)
    }

    /// Whether its forms bring this along; it takes as long whatever is brought.
    pub(crate) fn has_form_key(&self, given: &str) -> bool {
        let (Some(given), Some(own)) = (of_session(given), of_session(&self.form_key)) else {
            return false;
        };
        given.digest() == own.digest()
    }
}

fn of_session(text: &str) -> Option<Token> {
    text.parse::<Token>().ok().filter(|token| token.kind() == TokenKind::Session)
}
