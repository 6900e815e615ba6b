//! Codes, tokens, hashes and secrets: what stands in one line and is typed or kept.
#![no_main]

use credentials::{Code, PasswordHash, SecretDigest, Token, TotpSecret};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    if let Ok(code) = text.parse::<Code>() {
        let again: Code = code.to_text().parse().expect("a code is read as it is written");
        assert_eq!(again.digest(), code.digest());
    }
    if let Ok(token) = text.parse::<Token>() {
        assert_eq!(*token.to_text(), text);
    }
    if let Ok(digest) = text.parse::<SecretDigest>() {
        assert_eq!(digest.to_string(), text);
    }
    if let Ok(hash) = text.parse::<PasswordHash>() {
        assert_eq!(hash.to_string().parse().as_ref(), Ok(&hash));
        let _ = hash.needs_rehash();
    }
    if let Ok(secret) = text.parse::<TotpSecret>() {
        assert!(secret.to_text().eq_ignore_ascii_case(text));
        let _ = secret.check(text, 1_900_000_000_000_000, None);
    }
});
