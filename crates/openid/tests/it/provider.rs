//! The provider from elsewhere, as a process of its own.

use std::path::{Path, PathBuf};
use std::process::Stdio;

use openid::{OpenIdError, Provider, Settings};
use tokio::io::{AsyncBufReadExt as _, BufReader, Lines};
use tokio::process::{Child, ChildStdout, Command};

/// Where the browser comes back to. Nobody listens there: the tests take the address.
pub(crate) const REDIRECT: &str = "http://127.0.0.1:9/callback";

/// The provider, for as long as this is kept.
pub(crate) struct Running {
    pub(crate) issuer: String,
    _process: Child,
    /// Kept open, as the provider ends when it can't print.
    _printed: Lines<BufReader<ChildStdout>>,
}

impl Running {
    /// Starts it; nothing, and a line that says why, where it isn't installed.
    pub(crate) async fn start(arguments: &[&str]) -> Option<Self> {
        let here = here();
        if !here.join("node_modules/oidc-provider").exists() {
            println!("skipped: `npm ci --prefix {}` has to be run before", here.display());
            return None;
        }
        let mut process = Command::new("node")
            .arg("provider.js")
            .arg(REDIRECT)
            .args(arguments)
            .current_dir(here)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .inspect_err(|error| println!("skipped: node can't be started: {error}"))
            .ok()?;
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let issuer = lines.next_line().await.unwrap().expect("the provider says where it listens");
        Some(Self { issuer, _process: process, _printed: lines })
    }

    /// The provider, as a client of this name sees it.
    pub(crate) async fn client(
        &self,
        id: &str,
        secret: Option<&str>,
    ) -> Result<Provider, OpenIdError> {
        Provider::discover(Settings {
            issuer: self.issuer.clone(),
            client_id: id.into(),
            client_secret: secret.map(str::to_owned),
            redirect: REDIRECT.into(),
            ca_file: None,
        })
        .await
    }
}

fn here() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/provider")
}
