//! What a browser answers when it is asked for a passkey. The question is a new one each time, so no
//! answer is right.
#![no_main]

use credentials::{
    AssertionChallenge, Passkey, PasskeyAccount, RegistrationChallenge, RelyingParty, asserted_id,
};
use libfuzzer_sys::fuzz_target;

/// A passkey whose answers are in the corpus.
const PASSKEY: &str = include_str!("../corpus/credentials_passkey/passkey");

const NOW: i64 = 1_900_000_000_000_000;

fuzz_target!(|text: &str| {
    let site = RelyingParty::new("licensing.example.gov", "", &["https://licensing.example.gov"])
        .expect("a site");
    let account = PasskeyAccount { handle: [7; 16], name: "chen.jie", display_name: "陈洁" };
    let passkey: Passkey = serde_json::from_str(PASSKEY).expect("a passkey");

    let (challenge, _) =
        RegistrationChallenge::begin(&site, account, &[], NOW).expect("a challenge");
    assert!(challenge.finish(text, &site, "", NOW).is_err());
    let (challenge, _) = AssertionChallenge::begin(&site, NOW).expect("a challenge");
    assert!(challenge.finish(text, &site, &passkey, NOW).is_err());
    let _ = asserted_id(text);

    // A passkey as it is kept.
    if let Ok(passkey) = serde_json::from_str::<Passkey>(text) {
        let _ = RegistrationChallenge::begin(&site, account, &[passkey], NOW);
    }
});
