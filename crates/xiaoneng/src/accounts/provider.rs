//! The provider (OpenID Connect) at which people may sign in. It is asked how when somebody first does,
//! so that one that is away stops nobody else.

use openid::{OpenIdError, Provider, Settings};
use tokio::sync::OnceCell;

/// A provider, and what it has said of itself so far.
#[derive(Debug)]
pub(crate) struct OpenId {
    settings: Settings,
    /// What its button says.
    pub(super) name: String,
    provider: OnceCell<Provider>,
}

impl OpenId {
    pub(crate) fn new(settings: Settings, name: String) -> Self {
        Self { settings, name, provider: OnceCell::new() }
    }

    /// The provider, as soon as it has said how to sign in at it.
    pub(super) async fn provider(&self) -> Result<&Provider, OpenIdError> {
        self.provider.get_or_try_init(|| Provider::discover(self.settings.clone())).await
    }
}
