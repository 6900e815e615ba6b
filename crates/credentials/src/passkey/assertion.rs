//! Signing in with a passkey (Web Authentication, 7.2).

use std::num::NonZeroU32;

use base64::Engine as _;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use webauthn_rp::AuthenticatedCredential;
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::auth::{
    AuthenticationVerificationOptions, DiscoverableAuthenticationServerState,
    DiscoverableCredentialRequestOptions,
};
use webauthn_rp::response::CredentialId;
use webauthn_rp::response::auth::DiscoverableAuthentication16;
use webauthn_rp::response::auth::error::AuthCeremonyErr;

use super::{ANSWER_WITHIN, Passkey, PasskeyError, RelyingParty};
use crate::bytes::Bytes;

/// That somebody was asked for a passkey. It serves once: whoever keeps it, takes it away when the
/// answer comes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssertionChallenge {
    state: Bytes,
    expires: i64,
}

impl AssertionChallenge {
    /// Asks for any passkey of the site at `now`. The JSON is for
    /// `PublicKeyCredential.parseRequestOptionsFromJSON`, whose result is `publicKey` of
    /// `navigator.credentials.get`.
    ///
    /// # Errors
    /// [`PasskeyError::Ask`].
    pub fn begin(site: &RelyingParty, now: i64) -> Result<(Self, Value), PasskeyError> {
        let mut options = DiscoverableCredentialRequestOptions::passkey(&site.id);
        // The library would ask the system's clock. `expires` is the rule.
        options.0.timeout = NonZeroU32::MAX;
        let ask = |error: &dyn ToString| PasskeyError::Ask(error.to_string());
        let (state, client) = options.start_ceremony().map_err(|error| ask(&error))?;
        let state = Bytes(state.encode().map_err(|error| ask(&error))?);
        let mut json = serde_json::to_value(client).map_err(|error| ask(&error))?;
        json["timeout"] = (ANSWER_WITHIN / 1000).into();
        Ok((Self { state, expires: now.saturating_add(ANSWER_WITHIN) }, json))
    }

    /// Whether `passkey`, which was found by [`asserted_id`], proves who somebody is at `now`: the
    /// passkey as it is to be kept from now on. `response` is the JSON of `toJSON()` of what `get` gave.
    ///
    /// # Errors
    /// [`PasskeyError`].
    pub fn finish(
        self,
        response: &str,
        site: &RelyingParty,
        passkey: &Passkey,
        now: i64,
    ) -> Result<Passkey, PasskeyError> {
        if now >= self.expires {
            return Err(PasskeyError::Expired);
        }
        let state = DiscoverableAuthenticationServerState::decode(&self.state.0)
            .map_err(|_| PasskeyError::Stored("a challenge"))?;
        let response = read(response)?;
        let handle = passkey.user_handle()?;
        let id = CredentialId::<&[u8]>::decode(&passkey.id.0)
            .map_err(|_| PasskeyError::Stored("a passkey"))?;
        let mut credential =
            AuthenticatedCredential::new(id, &handle, passkey.key()?, passkey.state())
                .map_err(|_| PasskeyError::Stored("a passkey"))?;
        let options = AuthenticationVerificationOptions::<String, &str> {
            allowed_origins: &site.origins,
            error_on_unsolicited_extensions: false,
            ..AuthenticationVerificationOptions::default()
        };
        state.verify(&site.id, &response, &mut credential, &options).map_err(
            |error| match error {
                AuthCeremonyErr::SignatureCounter => PasskeyError::Counter(passkey.counter),
                error => PasskeyError::Refused(error.to_string()),
            },
        )?;
        let state = credential.dynamic_state();
        Ok(Passkey { counter: state.sign_count, copies: state.backup.into(), ..passkey.clone() })
    }
}

/// The [`id`](Passkey::id) of the passkey that a browser answered with, by which it is looked up.
/// Nothing has been verified yet.
///
/// # Errors
/// [`PasskeyError::Unreadable`].
pub fn asserted_id(response: &str) -> Result<String, PasskeyError> {
    read(response).map(|response| BASE64_URL_SAFE_NO_PAD.encode(response.raw_id().as_ref()))
}

fn read(response: &str) -> Result<DiscoverableAuthentication16, PasskeyError> {
    DiscoverableAuthentication16::from_json_relaxed(response.as_bytes())
        .map_err(|error| PasskeyError::Unreadable(error.to_string()))
}
