//! What can be wrong.

use std::error::Error;

/// Why nobody is signed in.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OpenIdError {
    /// An address in the settings isn't one, or isn't safe.
    #[error(
        "`{0}` can't be used: an address with `https://` is expected; `http://` only on this machine, as in `http://localhost:8080`"
    )]
    Address(String),
    /// The file with certificates can't be used, or the system has none.
    #[error("certificates of authorities can't be read: {0}")]
    Certificates(String),
    /// The provider didn't say how to sign in.
    #[error("the provider `{issuer}` can't be asked how to sign in: {why}")]
    Discovery {
        /// The provider.
        issuer: String,
        /// What went wrong.
        why: String,
    },
    /// The answer has a field twice, or neither a code nor an error.
    #[error("the provider's answer isn't one of OpenID Connect: {0}")]
    Callback(&'static str),
    /// The answer belongs to another sign-in.
    #[error("the answer belongs to another sign-in: begin again in this browser")]
    State,
    /// The answer is of another provider (RFC 9207), or doesn't say whose it is.
    #[error("the answer should be of `{expected}` and is of `{}`", given.as_deref().unwrap_or("nobody"))]
    Issuer {
        /// The provider that was asked.
        expected: String,
        /// The provider that the answer names.
        given: Option<String>,
    },
    /// The provider says no (OpenID Connect Core, 3.1.2.6).
    #[error("the provider answered `{code}`: {description}")]
    Denied {
        /// Its error code, such as `access_denied`.
        code: String,
        /// Its own words, if it has any.
        description: String,
    },
    /// The provider doesn't take the code.
    #[error("the provider gives no token for the code: {0}")]
    Exchange(String),
    /// The provider answered without an ID token.
    #[error("the provider gives no ID token: it has to know the client as one of OpenID Connect")]
    NoIdToken,
    /// The ID token isn't valid (OpenID Connect Core, 3.1.3.7).
    #[error("the ID token isn't valid: {0}")]
    IdToken(String),
}

/// An error with what lies behind it.
pub(crate) fn in_full(error: &dyn Error) -> String {
    let mut text = error.to_string();
    let mut behind = error.source();
    while let Some(error) = behind {
        text.push_str(": ");
        text.push_str(&error.to_string());
        behind = error.source();
    }
    text
}
