//! A provider, and a sign-in at it.

use std::fmt;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use openidconnect::core::{
    CoreAuthDisplay, CoreAuthenticationFlow, CoreClaimName, CoreClaimType, CoreClient,
    CoreClientAuthMethod, CoreGrantType, CoreIdToken, CoreIdTokenClaims, CoreJsonWebKey,
    CoreJweContentEncryptionAlgorithm, CoreJweKeyManagementAlgorithm, CoreResponseMode,
    CoreResponseType, CoreSubjectIdentifierType,
};
use openidconnect::{
    AdditionalProviderMetadata, AuthType, AuthorizationCode, ClaimsVerificationError, ClientId,
    ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet, EndpointSet, IssuerUrl, Nonce,
    PkceCodeChallenge, PkceCodeVerifier, ProviderMetadata, RedirectUrl, Scope,
    SignatureVerificationError, TokenResponse as _,
};
use serde::{Deserialize, Serialize};

use crate::callback::Callback;
use crate::error::{OpenIdError, in_full};
use crate::http::{Http, safe};

/// What is agreed with a provider.
#[derive(Clone)]
pub struct Settings {
    /// The provider's address, as its ID tokens name it.
    pub issuer: String,
    /// The name under which the provider knows this program.
    pub client_id: String,
    /// The secret with it, where the provider gave one.
    pub client_secret: Option<String>,
    /// The page of this program to which the browser comes back.
    pub redirect: String,
    /// Certificates (PEM) of authorities that are trusted beside the system's.
    pub ca_file: Option<PathBuf>,
}

/// A provider that said how to sign in at it.
pub struct Provider {
    settings: Settings,
    http: Http,
    discovered: Discovered,
}

/// A sign-in that has begun. It holds secrets, belongs to one browser, and serves once.
#[derive(Debug, Serialize, Deserialize)]
pub struct SignIn {
    state: CsrfToken,
    nonce: Nonce,
    verifier: PkceCodeVerifier,
}

/// Somebody, as the provider says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The provider. Only with it a subject is somebody.
    pub issuer: String,
    /// Whom it means: never reused, never another person's.
    pub subject: String,
    /// The person's name, where the provider tells it.
    pub name: Option<String>,
    /// How well the provider made sure (`acr`), in its own terms.
    pub assurance: Option<String>,
    /// By what (`amr`, RFC 8176): `pwd`, `otp`, `hwk` …
    pub methods: Vec<String>,
    /// When somebody last proved who they are, in microseconds since 1970 UTC.
    pub authenticated: Option<i64>,
}

/// Whether the answer says whose it is (RFC 9207, 3).
#[derive(Debug, Clone, Serialize, Deserialize)]
struct NamesIssuer {
    #[serde(default)]
    authorization_response_iss_parameter_supported: bool,
}

impl AdditionalProviderMetadata for NamesIssuer {}

type Metadata = ProviderMetadata<
    NamesIssuer,
    CoreAuthDisplay,
    CoreClientAuthMethod,
    CoreClaimName,
    CoreClaimType,
    CoreGrantType,
    CoreJweContentEncryptionAlgorithm,
    CoreJweKeyManagementAlgorithm,
    CoreJsonWebKey,
    CoreResponseMode,
    CoreResponseType,
    CoreSubjectIdentifierType,
>;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// What the provider said of itself, with its keys.
struct Discovered {
    client: Client,
    names_issuer: bool,
}

impl Settings {
    /// Whether the provider could be asked, without asking it.
    ///
    /// # Errors
    /// [`OpenIdError::Address`], [`OpenIdError::Certificates`].
    pub fn check(&self) -> Result<(), OpenIdError> {
        self.http().map(drop)
    }

    fn http(&self) -> Result<Http, OpenIdError> {
        let wrong = |address: &str| OpenIdError::Address(address.to_owned());
        let issuer = safe(&self.issuer).ok_or_else(|| wrong(&self.issuer))?;
        safe(&self.redirect).ok_or_else(|| wrong(&self.redirect))?;
        Http::new(&issuer, self.ca_file.as_deref())
    }
}

impl Identity {
    /// Whether the provider says that more than one factor was used: in one word, or by methods of
    /// different kinds (RFC 8176, 2) – something known, something had, something that somebody is.
    pub fn is_multi_factor(&self) -> bool {
        const KINDS: [&[&str]; 3] = [
            &["pwd", "pin", "kba"],
            &["otp", "hwk", "swk", "sc", "sms", "tel"],
            &["face", "fpt", "iris", "retina", "vbm"],
        ];
        // Of REFEDS, and of OpenID's Provider Authentication Policy Extension 1.0.
        const CLASSES: [&str; 2] = [
            "https://refeds.org/profile/mfa",
            "http://schemas.openid.net/pape/policies/2007/06/multi-factor",
        ];
        let says = |method: &str| self.methods.iter().any(|it| it == method);
        let kinds = KINDS.iter().filter(|kind| kind.iter().any(|method| says(method))).count();
        let class = self.assurance.as_deref().unwrap_or_default();
        says("mfa") || kinds > 1 || CLASSES.contains(&class)
    }
}

impl Provider {
    /// Asks a provider how to sign in (OpenID Connect Discovery 1.0, 4).
    ///
    /// # Errors
    /// [`OpenIdError::Address`], [`OpenIdError::Certificates`], [`OpenIdError::Discovery`].
    pub async fn discover(settings: Settings) -> Result<Self, OpenIdError> {
        let http = settings.http()?;
        let discovered = Discovered::of(&settings, &http).await?;
        Ok(Self { settings, http, discovered })
    }

    /// Begins a sign-in: the address to which the browser is sent, and what is kept until it comes back.
    pub fn begin(&self) -> (String, SignIn) {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let flow = CoreAuthenticationFlow::AuthorizationCode;
        let request =
            self.discovered.client.authorize_url(flow, CsrfToken::new_random, Nonce::new_random);
        let request = request.add_scope(Scope::new("profile".into())).set_pkce_challenge(challenge);
        let (address, state, nonce) = request.url();
        (address.into(), SignIn { state, nonce, verifier })
    }

    /// Who somebody is that came back with `query` at `now`, microseconds since 1970 UTC: the answer is
    /// to this sign-in and of this provider, its code gives an ID token, and the token's signature,
    /// issuer, audience, time and nonce are right (OpenID Connect Core, 3.1.3.7).
    ///
    /// # Errors
    /// [`OpenIdError`].
    pub async fn finish(
        &self,
        sign_in: SignIn,
        query: &str,
        now: i64,
    ) -> Result<Identity, OpenIdError> {
        let callback = Callback::parse(query)?;
        let state = callback.state.clone().map(CsrfToken::new);
        if state.is_none_or(|state| state != sign_in.state) {
            return Err(OpenIdError::State);
        }
        self.check_issuer(callback.issuer.as_deref())?;
        let code = AuthorizationCode::new(callback.code()?);
        let token = self.exchange(code, sign_in.verifier).await?;
        match claims(&self.discovered.client, &token, &sign_in.nonce, now) {
            // The provider has a new key.
            Err(ClaimsVerificationError::SignatureVerification(
                SignatureVerificationError::NoMatchingKey,
            )) => {
                let today = Discovered::of(&self.settings, &self.http).await?;
                claims(&today.client, &token, &sign_in.nonce, now).map(|claims| identity(&claims))
            }
            result => result.map(|claims| identity(&claims)),
        }
        .map_err(|error| OpenIdError::IdToken(in_full(&error)))
    }

    /// By RFC 9207 (2.4): an answer of another provider is none, nor one that doesn't say whose it is when
    /// this one always does.
    fn check_issuer(&self, given: Option<&str>) -> Result<(), OpenIdError> {
        let expected = &self.settings.issuer;
        let is_right = given.map_or(!self.discovered.names_issuer, |given| given == expected);
        if is_right {
            return Ok(());
        }
        let given = given.map(str::to_owned);
        Err(OpenIdError::Issuer { expected: expected.clone(), given })
    }

    async fn exchange(
        &self,
        code: AuthorizationCode,
        verifier: PkceCodeVerifier,
    ) -> Result<CoreIdToken, OpenIdError> {
        let refused = |error: &dyn std::error::Error| OpenIdError::Exchange(in_full(error));
        let request =
            self.discovered.client.exchange_code(code).map_err(|error| refused(&error))?;
        let answer = request.set_pkce_verifier(verifier).request_async(&self.http).await;
        let answer = answer.map_err(|error| refused(&error))?;
        answer.id_token().cloned().ok_or(OpenIdError::NoIdToken)
    }
}

impl Discovered {
    async fn of(settings: &Settings, http: &Http) -> Result<Self, OpenIdError> {
        let issuer = IssuerUrl::new(settings.issuer.clone())
            .map_err(|_| OpenIdError::Address(settings.issuer.clone()))?;
        let redirect = RedirectUrl::new(settings.redirect.clone())
            .map_err(|_| OpenIdError::Address(settings.redirect.clone()))?;
        let metadata = Metadata::discover_async(issuer, http).await.map_err(|error| {
            OpenIdError::Discovery { issuer: settings.issuer.clone(), why: in_full(&error) }
        })?;
        let names_issuer =
            metadata.additional_metadata().authorization_response_iss_parameter_supported;
        let by_body = takes_secret_in_body_only(&metadata);
        let secret = settings.client_secret.clone().map(ClientSecret::new);
        let id = ClientId::new(settings.client_id.clone());
        let client =
            CoreClient::from_provider_metadata(metadata, id, secret).set_redirect_uri(redirect);
        let client = if by_body { client.set_auth_type(AuthType::RequestBody) } else { client };
        Ok(Self { client, names_issuer })
    }
}

/// Whether the provider doesn't take the secret in a header, which is what it does unless it says
/// otherwise (OpenID Connect Discovery 1.0, 3).
fn takes_secret_in_body_only(metadata: &Metadata) -> bool {
    metadata.token_endpoint_auth_methods_supported().is_some_and(|methods| {
        methods.contains(&CoreClientAuthMethod::ClientSecretPost)
            && !methods.contains(&CoreClientAuthMethod::ClientSecretBasic)
    })
}

fn claims(
    client: &Client,
    token: &CoreIdToken,
    nonce: &Nonce,
    now: i64,
) -> Result<CoreIdTokenClaims, ClaimsVerificationError> {
    let now = DateTime::<Utc>::from_timestamp_micros(now).unwrap_or(DateTime::<Utc>::MAX_UTC);
    let verifier = client.id_token_verifier().set_time_fn(move || now);
    token.claims(&verifier, nonce).cloned()
}

fn identity(claims: &CoreIdTokenClaims) -> Identity {
    let name = claims.name().and_then(|names| names.get(None)).map(|name| name.to_string());
    let methods = claims.auth_method_refs().into_iter().flatten();
    Identity {
        issuer: claims.issuer().to_string(),
        subject: claims.subject().to_string(),
        name: name.or_else(|| claims.preferred_username().map(|name| name.to_string())),
        assurance: claims.auth_context_ref().map(|class| class.to_string()),
        methods: methods.map(|method| method.to_string()).collect(),
        authenticated: claims.auth_time().map(|time| time.timestamp_micros()),
    }
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({} as {})", self.issuer, self.client_id)
    }
}

impl fmt::Debug for Provider {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Provider({})", self.settings.issuer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn more_than_one_factor_is_of_more_than_one_kind() {
        let says = |class: &str, methods: &[&str]| {
            let identity = Identity {
                issuer: "https://id.example.gov".into(),
                subject: "1".into(),
                name: None,
                assurance: Some(class.into()),
                methods: methods.iter().map(|it| (*it).to_owned()).collect(),
                authenticated: None,
            };
            identity.is_multi_factor()
        };
        assert!(says("", &["mfa"]));
        assert!(says("", &["pwd", "otp"]));
        assert!(says("", &["hwk", "fpt"]));
        assert!(says("https://refeds.org/profile/mfa", &[]));
        for methods in [&[][..], &["pwd"], &["pwd", "pin"], &["otp"], &["sms", "hwk"], &["user"]] {
            assert!(!says("1", methods), "{methods:?}");
        }
    }
}
