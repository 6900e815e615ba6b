//! Sign-ins at a provider from elsewhere, [oidc-provider](https://github.com/panva/node-oidc-provider),
//! which the OpenID Foundation has certified: `npm ci` in `tests/provider` installs it.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it doesn't expect")]

mod browser;
mod provider;

use std::collections::BTreeSet;
use std::time::{SystemTime, UNIX_EPOCH};

use openid::{Identity, OpenIdError, Provider, SignIn};
use serde_json::Value;

use crate::browser::Browser;
use crate::provider::Running;

/// The provider runs by the system's clock, so the tests do too.
#[allow(clippy::disallowed_methods)]
fn now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_micros() as i64
}

/// A sign-in as it is kept, with one of its values changed.
fn altered(sign_in: &SignIn, field: &str, value: &str) -> SignIn {
    let mut kept = serde_json::to_value(sign_in).unwrap();
    kept[field] = value.into();
    serde_json::from_value(kept).unwrap()
}

fn kept(sign_in: &SignIn) -> SignIn {
    serde_json::from_value(serde_json::to_value(sign_in).unwrap()).unwrap()
}

/// A sign-in up to the return of the browser.
async fn begun(provider: &Provider) -> (SignIn, String) {
    let (address, sign_in) = provider.begin();
    let query = Browser::new().sign_in(&address, "chen.jie").await;
    (kept(&sign_in), query)
}

async fn signed_in(provider: &Provider) -> Result<Identity, OpenIdError> {
    let (sign_in, query) = begun(provider).await;
    provider.finish(sign_in, &query, now()).await
}

#[tokio::test]
async fn somebody_signs_in() {
    let Some(running) = Running::start(&[]).await else { return };
    for (id, secret) in [("xiaoneng", None), ("with secret:", Some("a+b%c"))] {
        let provider = running.client(id, secret).await.unwrap();
        let before = now();
        let identity = signed_in(&provider).await.unwrap();
        assert_eq!(
            (identity.issuer, identity.subject),
            (running.issuer.clone(), "chen.jie".into())
        );
        assert_eq!(identity.name.as_deref(), Some("陈洁"));
        // In whole seconds.
        let authenticated = identity.authenticated.unwrap();
        assert!((before - 1_000_000..=now()).contains(&authenticated), "{authenticated}");
    }
}

#[tokio::test]
async fn a_code_serves_once() {
    let Some(running) = Running::start(&[]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    let (sign_in, query) = begun(&provider).await;
    let again = kept(&sign_in);
    assert!(provider.finish(sign_in, &query, now()).await.is_ok());
    let refused = provider.finish(again, &query, now()).await.unwrap_err();
    assert!(
        matches!(&refused, OpenIdError::Exchange(why) if why.contains("invalid_grant")),
        "{refused}"
    );
}

#[tokio::test]
async fn an_answer_serves_only_the_sign_in_that_it_belongs_to() {
    let Some(running) = Running::start(&[]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    let (_, query) = begun(&provider).await;
    let (_, other) = provider.begin();
    assert_eq!(provider.finish(kept(&other), &query, now()).await, Err(OpenIdError::State));
    assert_eq!(provider.finish(other, "code=a", now()).await, Err(OpenIdError::State));

    // Even with its state somebody else's code isn't taken: the provider holds it against the verifier.
    let (sign_in, query) = begun(&provider).await;
    let stolen = altered(&sign_in, "verifier", &"A".repeat(43));
    let refused = provider.finish(stolen, &query, now()).await.unwrap_err();
    assert!(
        matches!(&refused, OpenIdError::Exchange(why) if why.contains("invalid_grant")),
        "{refused}"
    );
}

#[tokio::test]
async fn a_token_for_another_sign_in_is_refused() {
    let Some(running) = Running::start(&[]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    let (sign_in, query) = begun(&provider).await;
    let refused = provider.finish(altered(&sign_in, "nonce", "another"), &query, now()).await;
    assert!(
        matches!(&refused, Err(OpenIdError::IdToken(why)) if why.contains("nonce")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn an_answer_of_another_provider_or_of_nobody_is_refused() {
    let Some(running) = Running::start(&[]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    let (sign_in, query) = begun(&provider).await;
    let (without, _) = query.split_once("&iss=").expect("the provider says whose answer it is");
    for (query, given) in [
        (without.to_owned(), None),
        (format!("{without}&iss=https%3A%2F%2Fid.example.gov"), Some("https://id.example.gov")),
    ] {
        let refused = provider.finish(kept(&sign_in), &query, now()).await.unwrap_err();
        let given = given.map(str::to_owned);
        assert_eq!(refused, OpenIdError::Issuer { expected: running.issuer.clone(), given });
    }
}

#[tokio::test]
async fn who_gives_up_is_not_signed_in() {
    let Some(running) = Running::start(&[]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    let (address, sign_in) = provider.begin();
    let query = Browser::new().give_up(&address).await;
    let refused = provider.finish(sign_in, &query, now()).await.unwrap_err();
    assert!(
        matches!(&refused, OpenIdError::Denied { code, .. } if code == "access_denied"),
        "{refused}"
    );
}

#[tokio::test]
async fn a_token_with_a_fault_is_refused() {
    let Some(running) = Running::start(&[]).await else { return };
    for (fault, why) in [
        ("another-audience", "audience"),
        ("another-issuer", "issuer"),
        ("another-key", "Signature verification failed"),
        ("no-signature", "No signature found"),
    ] {
        let provider = running.client(fault, None).await.unwrap();
        let refused = signed_in(&provider).await.unwrap_err().to_string();
        assert!(refused.contains(why), "{fault}: {refused}");
    }
}

#[tokio::test]
async fn the_provider_says_by_what_somebody_signed_in() {
    let Some(running) = Running::start(&[]).await else { return };
    for (client, is_more) in [("xiaoneng", false), ("more-factors", true)] {
        let provider = running.client(client, None).await.unwrap();
        assert_eq!(signed_in(&provider).await.unwrap().is_multi_factor(), is_more, "{client}");
    }
}

#[tokio::test]
async fn a_token_has_its_time() {
    let Some(running) = Running::start(&[]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    let (sign_in, query) = begun(&provider).await;
    let tomorrow = now() + 86_400 * 1_000_000;
    let refused = provider.finish(sign_in, &query, tomorrow).await;
    assert!(
        matches!(&refused, Err(OpenIdError::IdToken(why)) if why.contains("Expired")),
        "{refused:?}"
    );
}

#[tokio::test]
async fn a_new_key_of_the_provider_is_fetched() {
    let Some(running) = Running::start(&["late-keys"]).await else { return };
    let provider = running.client("xiaoneng", None).await.unwrap();
    assert_eq!(signed_in(&provider).await.unwrap().subject, "chen.jie");
}

#[tokio::test]
async fn a_provider_is_asked_over_tls_or_on_this_machine() {
    let settings = |issuer: &str| openid::Settings {
        issuer: issuer.into(),
        client_id: "xiaoneng".into(),
        client_secret: None,
        redirect: "http://localhost/callback".into(),
        ca_file: None,
    };
    let refused = Provider::discover(settings("http://id.example.gov")).await.unwrap_err();
    assert_eq!(refused, OpenIdError::Address("http://id.example.gov".into()));
    // Nobody listens there.
    let refused = Provider::discover(settings("http://127.0.0.1:9")).await.unwrap_err();
    assert!(matches!(refused, OpenIdError::Discovery { .. }), "{refused}");
}

#[tokio::test]
async fn what_is_kept_of_a_sign_in_are_three_secrets_which_debugging_hides() {
    let Some(running) = Running::start(&[]).await else { return };
    let (address, sign_in) = running.client("xiaoneng", None).await.unwrap().begin();
    let Value::Object(kept) = serde_json::to_value(&sign_in).unwrap() else { panic!() };
    let names: BTreeSet<_> = kept.keys().map(String::as_str).collect();
    assert_eq!(names, BTreeSet::from(["nonce", "state", "verifier"]));
    let verifier = kept["verifier"].as_str().unwrap();
    assert!(verifier.len() >= 43 && !address.contains(verifier));
    let shown = format!("{sign_in:?}");
    assert!(kept.values().all(|secret| !shown.contains(secret.as_str().unwrap())), "{shown}");
}
