//! Whole ceremonies with an authenticator in software.

mod authenticator;

use serde_json::{Value, json};

use self::authenticator::{Authenticator, PRESENT, VERIFIED};
use super::*;

const NOW: i64 = 1_900_000_000 * SECOND;
const ORIGIN: &str = "https://licensing.example.gov";
const ACCOUNT: PasskeyAccount<'_> =
    PasskeyAccount { handle: [7; 16], name: "chen.jie", display_name: "陈 洁" };

fn site() -> RelyingParty {
    RelyingParty::new("licensing.example.gov", "市政务服务局", &[ORIGIN]).unwrap()
}

fn register(authenticator: &mut Authenticator) -> Result<Passkey, PasskeyError> {
    let (challenge, options) = RegistrationChallenge::begin(&site(), ACCOUNT, &[], NOW).unwrap();
    challenge.finish(&authenticator.create(&options, ORIGIN), &site(), "我的电脑", NOW)
}

fn sign_in(authenticator: &mut Authenticator, passkey: &Passkey) -> Result<Passkey, PasskeyError> {
    let (challenge, options) = AssertionChallenge::begin(&site(), NOW).unwrap();
    challenge.finish(&authenticator.get(&options, ORIGIN), &site(), passkey, NOW)
}

fn refused(result: &Result<Passkey, PasskeyError>) -> bool {
    matches!(result, Err(PasskeyError::Refused(_)))
}

/// Kept and read again between the question and the answer, as by a server.
fn kept<T: Serialize + for<'de> Deserialize<'de>>(value: &T) -> T {
    serde_json::from_str(&serde_json::to_string(value).unwrap()).unwrap()
}

#[test]
fn a_passkey_of_each_algorithm_registers_and_signs_in() {
    for mut authenticator in
        [Authenticator::es256(), Authenticator::ed_dsa(), Authenticator::rs256()]
    {
        let passkey = register(&mut authenticator).unwrap();
        assert_eq!((passkey.name(), passkey.handle()), ("我的电脑", &[7; 16][..]));
        assert_eq!((passkey.counter(), passkey.copies()), (1, PasskeyCopies::Never));
        assert_eq!(kept(&passkey), passkey);

        let (challenge, options) = AssertionChallenge::begin(&site(), NOW).unwrap();
        let answer = authenticator.get(&options, ORIGIN);
        assert_eq!(asserted_id(&answer).unwrap(), passkey.id());
        let after = kept(&challenge).finish(&answer, &site(), &passkey, NOW).unwrap();
        assert_eq!(after, Passkey { counter: 2, ..passkey });
    }
}

#[test]
fn the_options_are_those_that_browsers_parse() {
    let mut authenticator = Authenticator::es256();
    let passkey = register(&mut authenticator).unwrap();
    let (_, options) =
        RegistrationChallenge::begin(&site(), ACCOUNT, std::slice::from_ref(&passkey), NOW)
            .unwrap();
    assert_eq!(options["rp"], json!({ "id": "licensing.example.gov", "name": "市政务服务局" }));
    assert_eq!(
        options["user"],
        json!({ "id": "BwcHBwcHBwcHBwcHBwcHBw", "name": "chen.jie", "displayName": "陈 洁" })
    );
    let algorithms: Vec<&Value> =
        options["pubKeyCredParams"].as_array().unwrap().iter().map(|one| &one["alg"]).collect();
    assert_eq!(algorithms, [&json!(-8), &json!(-7), &json!(-257)]);
    assert_eq!(options["excludeCredentials"][0]["id"], passkey.id());
    assert_eq!(options["authenticatorSelection"]["userVerification"], "required");
    assert_eq!(options["authenticatorSelection"]["residentKey"], "required");
    assert_eq!(options["extensions"]["enforceCredentialProtectionPolicy"], false);
    assert_eq!((&options["attestation"], &options["timeout"]), (&json!("none"), &json!(300_000)));

    let (_, options) = AssertionChallenge::begin(&site(), NOW).unwrap();
    assert_eq!(
        (&options["rpId"], &options["userVerification"]),
        (&json!("licensing.example.gov"), &json!("required"))
    );
    assert_eq!(options["timeout"], 300_000);
}

#[test]
fn an_answer_has_five_minutes() {
    let mut authenticator = Authenticator::es256();
    let late = NOW + ANSWER_WITHIN;
    let (challenge, options) = RegistrationChallenge::begin(&site(), ACCOUNT, &[], NOW).unwrap();
    let answer = authenticator.create(&options, ORIGIN);
    assert_eq!(kept(&challenge).finish(&answer, &site(), "", late), Err(PasskeyError::Expired));
    let passkey = challenge.finish(&answer, &site(), "", late - 1).unwrap();

    let (challenge, options) = AssertionChallenge::begin(&site(), NOW).unwrap();
    let answer = authenticator.get(&options, ORIGIN);
    assert_eq!(
        kept(&challenge).finish(&answer, &site(), &passkey, late),
        Err(PasskeyError::Expired)
    );
    assert!(challenge.finish(&answer, &site(), &passkey, late - 1).is_ok());
}

#[test]
fn an_answer_to_another_question_is_refused() {
    let mut authenticator = Authenticator::es256();
    let passkey = register(&mut authenticator).unwrap();
    let (_, other) = AssertionChallenge::begin(&site(), NOW).unwrap();
    let (challenge, _) = AssertionChallenge::begin(&site(), NOW).unwrap();
    let answer = authenticator.get(&other, ORIGIN);
    assert!(refused(&challenge.finish(&answer, &site(), &passkey, NOW)));

    let (_, other) = RegistrationChallenge::begin(&site(), ACCOUNT, &[], NOW).unwrap();
    let (challenge, _) = RegistrationChallenge::begin(&site(), ACCOUNT, &[], NOW).unwrap();
    let answer = authenticator.create(&other, ORIGIN);
    assert!(refused(&challenge.finish(&answer, &site(), "", NOW)));
}

#[test]
fn an_answer_from_another_origin_or_for_another_site_is_refused() {
    let mut authenticator = Authenticator::es256();
    let passkey = register(&mut authenticator).unwrap();
    for origin in ["https://licensing.example.gov.evil.example", "http://licensing.example.gov"] {
        let (challenge, options) = AssertionChallenge::begin(&site(), NOW).unwrap();
        let answer = authenticator.get(&options, origin);
        assert!(refused(&challenge.finish(&answer, &site(), &passkey, NOW)), "{origin}");
    }
    let (challenge, mut options) = AssertionChallenge::begin(&site(), NOW).unwrap();
    options["rpId"] = "example.gov".into();
    let answer = authenticator.get(&options, ORIGIN);
    assert!(refused(&challenge.finish(&answer, &site(), &passkey, NOW)));
}

#[test]
fn a_user_who_was_not_verified_is_refused() {
    let mut authenticator = Authenticator::es256();
    let passkey = register(&mut authenticator).unwrap();
    authenticator.flags = PRESENT;
    assert!(refused(&sign_in(&mut authenticator, &passkey)));
    assert!(refused(&register(&mut authenticator)));
    authenticator.flags = VERIFIED;
    assert!(refused(&register(&mut authenticator)));
}

#[test]
fn a_counter_that_does_not_grow_tells_of_a_copy() {
    let mut authenticator = Authenticator::es256();
    let passkey = register(&mut authenticator).unwrap();
    let mut copy = authenticator.clone();
    let passkey = sign_in(&mut authenticator, &passkey).unwrap();
    assert_eq!(sign_in(&mut copy, &passkey), Err(PasskeyError::Counter(2)));
    assert_eq!(sign_in(&mut authenticator, &passkey).unwrap().counter(), 3);
}

#[test]
fn a_passkey_that_does_not_count_signs_in_again_and_again() {
    let mut authenticator = Authenticator::es256();
    authenticator.counts = false;
    let passkey = register(&mut authenticator).unwrap();
    assert_eq!(sign_in(&mut authenticator, &passkey).unwrap(), passkey);
    assert_eq!(sign_in(&mut authenticator, &passkey).unwrap().counter(), 0);
}

#[test]
fn another_key_and_another_account_are_refused() {
    let mut authenticator = Authenticator::es256();
    let passkey = register(&mut authenticator).unwrap();
    let mut other = Authenticator::es256();
    other.id.clone_from(&authenticator.id);
    register(&mut other).unwrap();
    assert!(refused(&sign_in(&mut other, &passkey)));
    let of_another = Passkey { handle: Bytes(vec![8; 16]), ..passkey };
    assert!(refused(&sign_in(&mut authenticator, &of_another)));
}

#[test]
fn what_is_no_answer_is_not_read() {
    let (challenge, _) = RegistrationChallenge::begin(&site(), ACCOUNT, &[], NOW).unwrap();
    let result = challenge.finish("{}", &site(), "", NOW);
    assert!(matches!(result, Err(PasskeyError::Unreadable(_))), "{result:?}");
    assert!(matches!(asserted_id("[]"), Err(PasskeyError::Unreadable(_))));
}

#[test]
fn a_site_is_a_domain_with_origins_within_it() {
    let site = |id, origin| RelyingParty::new(id, "", &[origin]).is_ok();
    assert!(site("example.gov", "https://example.gov"));
    assert!(site("example.gov", "https://licensing.example.gov:8443"));
    assert!(site("localhost", "http://localhost:8080"));
    assert!(!site("example.gov", "https://badexample.gov"));
    assert!(!site("example.gov", "https://example.gov.evil.example"));
    assert!(!site("", "https://example.gov"));
    assert!(RelyingParty::new("example.gov", "", &[]).is_err());
}
