//! Who somebody is, as an OpenID Connect provider says: the relying party of OpenID Connect Core 1.0 with
//! the authorization code flow (3.1), PKCE (RFC 7636) and the provider's name in its answer (RFC 9207).
//!
//! ```text
//!  Provider::discover ──► begin ──► address, to which the browser is sent
//!                           │         │ somebody signs in there
//!                           ▼         ▼
//!                       SignIn, kept  query of the callback
//!                           └────┬────┘
//!                                ▼
//!                             finish ──► Identity
//! ```
//!
//! A [`SignIn`] is kept by whoever began, for one browser and one answer. The provider is asked over TLS, in
//! the clear only where it is on this machine; redirects aren't followed.
//!
//! ```no_run
//! # async fn sign_in(query: &str, now: i64) -> Result<(), openid::OpenIdError> {
//! let provider = openid::Provider::discover(openid::Settings {
//!     issuer: "https://id.example.gov".into(),
//!     client_id: "xiaoneng".into(),
//!     client_secret: None,
//!     redirect: "https://licensing.example.gov/sign-in/openid".into(),
//!     ca_file: None,
//! })
//! .await?;
//! let (address, sign_in) = provider.begin();
//! // … the browser is sent to `address` and comes back with `query`.
//! let identity = provider.finish(sign_in, query, now).await?;
//! # Ok(()) }
//! ```

mod callback;
mod error;
mod http;
mod provider;

pub use error::OpenIdError;
pub use provider::{Identity, Provider, Settings, SignIn};
