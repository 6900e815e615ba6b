//! Passkeys: W3C Web Authentication, Level 3.
//!
//! A passkey here always verifies its user, by a fingerprint or a PIN, and is found without a name being
//! typed: it is two factors in one (NIST SP 800-63B-4, 3.1.7).

mod assertion;
mod registration;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::{AsciiDomain, RpId, register::UserHandle16};
use webauthn_rp::response::register::{CompressedPubKey, DynamicState, StaticState};
use webauthn_rp::response::{AuthTransports, AuthenticatorAttachment, Backup, CredentialId};

use crate::SECOND;
use crate::bytes::Bytes;
use crate::random::{NoRandom, random};

pub use assertion::{AssertionChallenge, asserted_id};
pub use registration::RegistrationChallenge;

/// How long somebody has to answer (Web Authentication, 15.1, recommends 5 to 10 minutes).
const ANSWER_WITHIN: i64 = 300 * SECOND;

/// A public key as it is stored: the library's forms for Ed25519, P-256, P-384 and RSA.
type StoredKey = StaticState<CompressedPubKey<[u8; 32], [u8; 32], [u8; 48], Vec<u8>>>;

/// Who asks for passkeys: one site.
#[derive(Debug)]
pub struct RelyingParty {
    id: RpId,
    name: String,
    origins: Vec<String>,
}

/// Whom a passkey is for.
#[derive(Debug, Clone, Copy)]
pub struct PasskeyAccount<'a> {
    /// 16 random bytes that stand for the account. Authenticators keep and show them to any site's
    /// script, so they say nothing of the person (Web Authentication, 14.6.1).
    pub handle: [u8; 16],
    /// The name of the account.
    pub name: &'a str,
    /// The name of the person.
    pub display_name: &'a str,
}

/// Where the private key of a passkey may be, as its authenticator says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PasskeyCopies {
    /// On one device only.
    Never,
    /// It can be copied to other devices, and hasn't been.
    Possible,
    /// It is copied, for instance to a provider of passkeys.
    Made,
}

/// What is kept of a passkey. Nothing in it is secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Passkey {
    id: Bytes,
    handle: Bytes,
    key: Bytes,
    counter: u32,
    copies: PasskeyCopies,
    transports: u8,
    name: String,
}

/// Why a passkey was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PasskeyError {
    /// Passkeys can't be asked for in this name.
    #[error(
        "`{0}` can't ask for passkeys: a domain is expected, like `licensing.example.gov`, and each origin within it"
    )]
    RelyingParty(String),
    /// The options couldn't be written.
    #[error("the browser can't be asked for a passkey: {0}")]
    Ask(String),
    /// Too late.
    #[error("the answer came after the five minutes that it has: begin again")]
    Expired,
    /// It isn't what a browser answers.
    #[error("the browser's answer can't be read: {0}")]
    Unreadable(String),
    /// Something in it is wrong.
    #[error("the passkey was refused: {0}")]
    Refused(String),
    /// It isn't newer than the last one. The passkey has been copied, or the answer was used before.
    #[error(
        "the passkey counts {0} uses or more already: a copy of it is in use, so remove it and enrol another"
    )]
    Counter(u32),
    /// What was kept can't be read.
    #[error("what was stored of {0} can't be read: it was changed or cut off")]
    Stored(&'static str),
}

impl RelyingParty {
    /// The site of a domain, `id`, under the `name` that authenticators show, whose pages are at `origins`
    /// (`https://licensing.example.gov`; `http://localhost:8080` while developing).
    ///
    /// # Errors
    /// [`PasskeyError::RelyingParty`].
    pub fn new(id: &str, name: &str, origins: &[&str]) -> Result<Self, PasskeyError> {
        let wrong = || PasskeyError::RelyingParty(id.to_owned());
        let is_within = |origin: &&str| {
            let (_, host) = origin.split_once("://").unwrap_or_default();
            let host = host.split_once(':').map_or(host, |(host, _)| host);
            host.strip_suffix(id).is_some_and(|sub| sub.is_empty() || sub.ends_with('.'))
        };
        if origins.is_empty() || !origins.iter().all(is_within) {
            return Err(wrong());
        }
        let domain = AsciiDomain::try_from(id.to_owned()).map_err(|_| wrong())?;
        Ok(Self {
            id: RpId::Domain(domain),
            name: name.to_owned(),
            origins: origins.iter().map(|origin| (*origin).to_owned()).collect(),
        })
    }
}

impl PasskeyAccount<'_> {
    /// New bytes to stand for an account.
    ///
    /// # Errors
    /// [`NoRandom`].
    pub fn new_handle() -> Result<[u8; 16], NoRandom> {
        random().map(|bytes| *bytes)
    }
}

impl Passkey {
    /// The credential's number in base64url: unique among all passkeys.
    pub fn id(&self) -> String {
        self.id.clone().into()
    }

    /// The bytes that stand for the account.
    pub fn handle(&self) -> &[u8] {
        &self.handle.0
    }

    /// How often the authenticator says it was used; 0 when it doesn't count.
    pub fn counter(&self) -> u32 {
        self.counter
    }

    /// Where its private key may be.
    pub fn copies(&self) -> PasskeyCopies {
        self.copies
    }

    /// What its owner calls it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Calls it something else.
    pub fn rename(&mut self, name: &str) {
        name.clone_into(&mut self.name);
    }

    fn user_handle(&self) -> Result<UserHandle16, PasskeyError> {
        let handle = self.handle.0.as_slice().try_into().ok();
        let handle = handle.and_then(|handle| UserHandle16::decode(handle).ok());
        handle.ok_or(PasskeyError::Stored("a passkey"))
    }

    fn key(&self) -> Result<StoredKey, PasskeyError> {
        StoredKey::decode(&self.key.0).map_err(|_| PasskeyError::Stored("a passkey"))
    }

    fn credential_id(&self) -> Result<CredentialId<Vec<u8>>, PasskeyError> {
        CredentialId::decode(self.id.0.clone()).map_err(|_| PasskeyError::Stored("a passkey"))
    }

    fn transports(&self) -> Result<AuthTransports, PasskeyError> {
        AuthTransports::decode(self.transports).map_err(|_| PasskeyError::Stored("a passkey"))
    }

    /// What changes with each use.
    fn state(&self) -> DynamicState {
        DynamicState {
            user_verified: true,
            backup: self.copies.into(),
            sign_count: self.counter,
            authenticator_attachment: AuthenticatorAttachment::None,
        }
    }
}

impl From<PasskeyCopies> for Backup {
    fn from(copies: PasskeyCopies) -> Self {
        match copies {
            PasskeyCopies::Never => Self::NotEligible,
            PasskeyCopies::Possible => Self::Eligible,
            PasskeyCopies::Made => Self::Exists,
        }
    }
}

impl From<Backup> for PasskeyCopies {
    fn from(backup: Backup) -> Self {
        match backup {
            Backup::NotEligible => Self::Never,
            Backup::Eligible => Self::Possible,
            Backup::Exists => Self::Made,
        }
    }
}

/// The transports of a new passkey as one number, which the library's own form is.
fn transports_kept(transports: AuthTransports) -> u8 {
    let Ok(kept) = transports.encode();
    kept
}
