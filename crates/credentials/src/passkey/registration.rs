//! A new passkey (Web Authentication, 7.1).

use std::num::NonZeroU32;

use serde::{Deserialize, Serialize};
use serde_json::Value;
use webauthn_rp::bin::{Decode as _, Encode as _};
use webauthn_rp::request::register::{
    CoseAlgorithmIdentifier, CoseAlgorithmIdentifiers, CredProtect,
    PublicKeyCredentialCreationOptions, PublicKeyCredentialUserEntity, RegistrationServerState,
    RegistrationVerificationOptions, UserHandle16,
};
use webauthn_rp::request::{ExtensionInfo, PublicKeyCredentialDescriptor};
use webauthn_rp::response::register::Registration;

use super::{ANSWER_WITHIN, Passkey, PasskeyAccount, PasskeyError, RelyingParty, transports_kept};
use crate::bytes::Bytes;

/// That somebody was asked to make a passkey. It serves once: whoever keeps it, takes it away when the
/// answer comes.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RegistrationChallenge {
    state: Bytes,
    expires: i64,
}

impl RegistrationChallenge {
    /// Asks for a passkey at `now`, other than those that the account has. The JSON is for
    /// `PublicKeyCredential.parseCreationOptionsFromJSON`, whose result is `publicKey` of
    /// `navigator.credentials.create`.
    ///
    /// # Errors
    /// [`PasskeyError::Ask`], [`PasskeyError::Stored`].
    pub fn begin(
        site: &RelyingParty,
        account: PasskeyAccount<'_>,
        existing: &[Passkey],
        now: i64,
    ) -> Result<(Self, Value), PasskeyError> {
        let Ok(handle) = UserHandle16::decode(account.handle);
        // The names only go to the authenticator; they are written below as they are.
        let user = PublicKeyCredentialUserEntity::from(&handle);
        let existing = existing.iter().map(descriptor).collect::<Result<_, _>>()?;
        let mut options = PublicKeyCredentialCreationOptions::passkey(&site.id, user, existing);
        // What the site knows of: Ed25519, P-256, and RSA for the TPMs of older Windows.
        options.pub_key_cred_params =
            CoseAlgorithmIdentifiers::default().remove(CoseAlgorithmIdentifier::Es384);
        // Phones and computers protect their passkeys all the same, but don't know the extension: where it
        // is enforced, browsers refuse them.
        options.extensions.cred_protect =
            CredProtect::UserVerificationRequired(ExtensionInfo::AllowDontEnforceValue);
        // The library would ask the system's clock. `expires` is the rule.
        options.timeout = NonZeroU32::MAX;
        let ask = |error: &dyn ToString| PasskeyError::Ask(error.to_string());
        let (state, client) = options.start_ceremony().map_err(|error| ask(&error))?;
        let state = Bytes(state.encode().map_err(|error| ask(&error))?);
        let mut json = serde_json::to_value(client).map_err(|error| ask(&error))?;
        json["rp"]["name"] = site.name.as_str().into();
        json["user"]["name"] = account.name.into();
        json["user"]["displayName"] = account.display_name.into();
        json["timeout"] = (ANSWER_WITHIN / 1000).into();
        Ok((Self { state, expires: now.saturating_add(ANSWER_WITHIN) }, json))
    }

    /// The passkey that the browser answered with at `now`, called `name`. `response` is the JSON of
    /// `toJSON()` of what `create` gave.
    ///
    /// Nobody may have a passkey of the same [`id`](Passkey::id) already.
    ///
    /// # Errors
    /// [`PasskeyError`].
    pub fn finish(
        self,
        response: &str,
        site: &RelyingParty,
        name: &str,
        now: i64,
    ) -> Result<Passkey, PasskeyError> {
        if now >= self.expires {
            return Err(PasskeyError::Expired);
        }
        let state = RegistrationServerState::<16>::decode(&self.state.0)
            .map_err(|_| PasskeyError::Stored("a challenge"))?;
        let response = Registration::from_json_relaxed(response.as_bytes())
            .map_err(|error| PasskeyError::Unreadable(error.to_string()))?;
        let options = RegistrationVerificationOptions::<String, &str> {
            allowed_origins: &site.origins,
            // Passkey managers add extensions that nobody asked for.
            error_on_unsolicited_extensions: false,
            ..RegistrationVerificationOptions::default()
        };
        let registered = state
            .verify(&site.id, &response, &options)
            .map_err(|error| PasskeyError::Refused(error.to_string()))?;
        let key = registered.static_state().encode();
        let key = key.map_err(|error| PasskeyError::Refused(error.to_string()))?;
        Ok(Passkey {
            id: Bytes(registered.id().as_ref().to_vec()),
            handle: Bytes(registered.user_id().as_ref().to_vec()),
            key: Bytes(key),
            counter: registered.dynamic_state().sign_count,
            copies: registered.dynamic_state().backup.into(),
            transports: transports_kept(registered.transports()),
            name: name.to_owned(),
        })
    }
}

fn descriptor(passkey: &Passkey) -> Result<PublicKeyCredentialDescriptor<Vec<u8>>, PasskeyError> {
    Ok(PublicKeyCredentialDescriptor {
        id: passkey.credential_id()?,
        transports: passkey.transports()?,
    })
}
