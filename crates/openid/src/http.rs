//! Asking the provider.

use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full, Limited};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use openidconnect::url::{Host, Url};
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

use crate::error::{OpenIdError, in_full};

/// How long the provider may take for an answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// The most bytes of an answer. Keys and tokens are a few thousand.
const LARGEST: usize = 1 << 20;

/// A client of one provider. It follows no redirect, so it asks only where the provider says.
pub(crate) struct Http {
    client: Client<HttpsConnector<HttpConnector>, Full<bytes::Bytes>>,
    /// Whether the provider is on this machine, and may be asked in the clear.
    local: bool,
}

/// Why the provider gave no answer.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(crate) struct NoAnswer(String);

impl Http {
    /// A client for `issuer` that trusts the authorities of the system, and those of a file.
    ///
    /// # Errors
    /// [`OpenIdError::Certificates`].
    pub(crate) fn new(issuer: &Url, ca_file: Option<&Path>) -> Result<Self, OpenIdError> {
        let wrong = |error: &rustls::Error| OpenIdError::Certificates(error.to_string());
        let tls =
            ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
                .with_safe_default_protocol_versions()
                .map_err(|error| wrong(&error))?
                .with_root_certificates(authorities(ca_file)?)
                .with_no_client_auth();
        let local = issuer.scheme() == "http";
        let connector = HttpsConnectorBuilder::new().with_tls_config(tls);
        let connector = if local { connector.https_or_http() } else { connector.https_only() };
        let client = Client::builder(TokioExecutor::new()).build(connector.enable_http1().build());
        Ok(Self { client, local })
    }

    async fn ask(&self, request: HttpRequest) -> Result<HttpResponse, NoAnswer> {
        let address = request.uri().to_string();
        let said = |what: &dyn std::fmt::Display| NoAnswer(format!("{address}: {what}"));
        if !(self.local || request.uri().scheme_str() == Some("https")) || safe(&address).is_none()
        {
            return Err(said(&"it isn't asked without TLS"));
        }
        let exchange = async {
            let response = self.client.request(request.map(|body| Full::new(body.into()))).await;
            let response = response.map_err(|error| said(&in_full(&error)))?;
            let (head, body) = response.into_parts();
            let body = Limited::new(body, LARGEST).collect().await;
            let body = body.map_err(|error| said(&error))?.to_bytes().to_vec();
            Ok(HttpResponse::from_parts(head, body))
        };
        let late = |_| said(&format_args!("no answer in {} s", PATIENCE.as_secs()));
        tokio::time::timeout(PATIENCE, exchange).await.map_err(late)?
    }
}

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = NoAnswer;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, NoAnswer>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(self.ask(request))
    }
}

/// An address that may be used: over TLS, or on this machine.
pub(crate) fn safe(address: &str) -> Option<Url> {
    let url = Url::parse(address).ok()?;
    let is_local = match url.host()? {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    let is_safe = url.scheme() == "https" || (url.scheme() == "http" && is_local);
    (is_safe && url.fragment().is_none()).then_some(url)
}

/// The authorities that the system trusts, and those of a PEM file.
fn authorities(ca_file: Option<&Path>) -> Result<RootCertStore, OpenIdError> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    if let Some(file) = ca_file {
        let wrong = |why: String| OpenIdError::Certificates(format!("{}: {why}", file.display()));
        let certificates = CertificateDer::pem_file_iter(file).map_err(|e| wrong(e.to_string()))?;
        let before = roots.len();
        for certificate in certificates {
            let certificate = certificate.map_err(|error| wrong(error.to_string()))?;
            roots.add(certificate).map_err(|error| wrong(error.to_string()))?;
        }
        if roots.len() == before {
            return Err(wrong(
                "there is no certificate in it, `-----BEGIN CERTIFICATE-----`".into(),
            ));
        }
    }
    Ok(roots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_this_machine_is_asked_in_the_clear() {
        for address in
            ["https://id.example.gov", "http://localhost:1", "http://127.0.0.1:1/x", "http://[::1]"]
        {
            assert!(safe(address).is_some(), "{address}");
        }
        for address in [
            "http://id.example.gov",
            "http://localhost.example.gov",
            "http://127.0.0.1.example.gov",
            "ftp://localhost",
            "https://id.example.gov/#x",
            "id.example.gov",
        ] {
            assert!(safe(address).is_none(), "{address}");
        }
    }

    #[test]
    fn a_file_without_certificates_is_refused() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml");
        let refused = authorities(Some(&here)).unwrap_err().to_string();
        assert!(refused.contains("there is no certificate in it"), "{refused}");
        assert!(authorities(Some(Path::new("no such file"))).is_err());
    }
}
