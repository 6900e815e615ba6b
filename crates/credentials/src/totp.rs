//! One-time codes of an app on somebody's phone (RFC 6238).

use std::fmt;
use std::str::FromStr;

use data_encoding::BASE32_NOPAD_NOCASE;
use serde::{Deserialize, Serialize};
use totp_rs::{Builder, Totp};
use zeroize::Zeroizing;

use crate::SECOND;
use crate::random::{NoRandom, random};

/// Bytes of a secret: the 160 bits that RFC 4226 (section 4, R6) recommends.
const BYTES: usize = 20;

/// The secret that an app and the agency share. Its text is base32, as apps take it.
///
/// Codes have six digits and hold for 30 seconds, by HMAC-SHA-1: what every app can do. Whoever keeps
/// the secret must be able to read it, so it has to be sealed where it lies.
#[derive(Clone, Serialize, Deserialize)]
#[serde(try_from = "Zeroizing<String>", into = "Zeroizing<String>")]
pub struct TotpSecret(Zeroizing<[u8; BYTES]>);

/// Why there is no secret, or no address for one.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TotpError {
    /// The text isn't a secret. It isn't repeated here.
    #[error("this is no secret of one-time codes: 32 characters of base32 are expected, as stored")]
    Malformed,
    /// The name can't be part of an address.
    #[error("`{0}` can't stand in the address of one-time codes: it needs a character and no `:`")]
    Name(String),
}

impl TotpSecret {
    /// A new one.
    ///
    /// # Errors
    /// [`NoRandom`].
    pub fn generate() -> Result<Self, NoRandom> {
        random().map(Self)
    }

    /// The secret in base32, for who types it into an app.
    pub fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(data_encoding::BASE32_NOPAD.encode(&*self.0))
    }

    /// The `otpauth://` address that an app reads from a [`QrCode`](crate::QrCode): who asks for the
    /// codes, and for which account.
    ///
    /// # Errors
    /// [`TotpError::Name`].
    pub fn address(&self, issuer: &str, account: &str) -> Result<Zeroizing<String>, TotpError> {
        for name in [issuer, account] {
            if name.is_empty() || name.contains(':') {
                return Err(TotpError::Name(name.to_owned()));
            }
        }
        let totp = self.totp(Builder::new().with_issuer(Some(issuer)).with_account_name(account));
        totp.to_url().map(Zeroizing::new).map_err(|_| TotpError::Name(account.to_owned()))
    }

    /// The step of time that a code belongs to, when it is right at `now`: of this half minute, the one
    /// before or the one after.
    ///
    /// `last` is the step that was used last. A code isn't taken a second time, nor one older than
    /// that (RFC 6238, section 5.2): keep the step before anything is granted for it.
    pub fn check(&self, code: &str, now: i64, last: Option<u64>) -> Option<u64> {
        let seconds = u64::try_from(now / SECOND).ok()?;
        let digits: Zeroizing<String> =
            Zeroizing::new(code.chars().filter(|c| !c.is_whitespace()).collect());
        let step = self.totp(Builder::new()).check(&digits, seconds)?;
        Some(step).filter(|step| last.is_none_or(|last| *step > last))
    }

    /// Six digits, 30 seconds, SHA-1, a step to either side: what a builder begins with.
    fn totp(&self, builder: Builder) -> Totp {
        builder.with_secret(*self.0).build_noncompliant()
    }
}

impl fmt::Debug for TotpSecret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TotpSecret(…)")
    }
}

impl FromStr for TotpSecret {
    type Err = TotpError;

    fn from_str(text: &str) -> Result<Self, TotpError> {
        let bytes = BASE32_NOPAD_NOCASE.decode(text.as_bytes()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| TotpError::Malformed)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| TotpError::Malformed)?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

impl TryFrom<Zeroizing<String>> for TotpSecret {
    type Error = TotpError;

    fn try_from(text: Zeroizing<String>) -> Result<Self, TotpError> {
        text.parse()
    }
}

impl From<TotpSecret> for Zeroizing<String> {
    fn from(secret: TotpSecret) -> Self {
        secret.to_text()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::QrCode;
    use proptest::prelude::*;

    /// The secret of RFC 6238, appendix B.
    fn of_the_rfc() -> TotpSecret {
        TotpSecret(Zeroizing::new(*b"12345678901234567890"))
    }

    #[test]
    fn the_codes_are_those_of_rfc_6238() {
        // Appendix B has eight digits; the last six of them are the code of six.
        let vectors = [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ];
        for (seconds, code) in vectors {
            let step = of_the_rfc().check(code, seconds * SECOND, None);
            assert_eq!(step, Some(seconds as u64 / 30), "{code}");
        }
        assert_eq!(of_the_rfc().check("287 082", 59 * SECOND, None), Some(1));
    }

    #[test]
    fn a_code_holds_a_step_to_either_side_and_no_longer() {
        // 287082 belongs to the seconds from 30 to 59.
        let holds = |second: i64| of_the_rfc().check("287082", second * SECOND, None).is_some();
        assert!(holds(0) && holds(59) && holds(89));
        assert!(!holds(90) && !holds(-1));
        assert!(of_the_rfc().check("287082", 90 * SECOND - 1, None).is_some());
    }

    #[test]
    fn a_code_is_taken_once_and_none_older_after_it() {
        let at = 59 * SECOND;
        let used = of_the_rfc().check("287082", at, None);
        assert_eq!(used, Some(1));
        assert_eq!(of_the_rfc().check("287082", at, used), None);
        assert_eq!(of_the_rfc().check("287082", at, Some(0)), Some(1));
        assert_eq!(of_the_rfc().check("287082", at, Some(2)), None);
    }

    #[test]
    fn the_address_is_the_one_apps_read() {
        let address = of_the_rfc().address("市政务服务局", "chen").unwrap();
        assert_eq!(
            *address,
            "otpauth://totp/%E5%B8%82%E6%94%BF%E5%8A%A1%E6%9C%8D%E5%8A%A1%E5%B1%80:chen\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ\
             &issuer=%E5%B8%82%E6%94%BF%E5%8A%A1%E6%9C%8D%E5%8A%A1%E5%B1%80"
        );
        assert!(QrCode::of(&address).is_ok());
        assert_eq!(of_the_rfc().address("a:b", "chen"), Err(TotpError::Name("a:b".into())));
        assert_eq!(of_the_rfc().address("agency", ""), Err(TotpError::Name(String::new())));
    }

    #[test]
    fn a_secret_is_kept_as_text_and_never_shown_in_debugging() {
        let secret = TotpSecret::generate().unwrap();
        let kept = serde_json::to_string(&secret).unwrap();
        let again: TotpSecret = serde_json::from_str(&kept).unwrap();
        assert_eq!(again.to_text(), secret.to_text());
        assert_eq!(format!("{secret:?}"), "TotpSecret(…)");
        assert_eq!("GEZDGNBV".parse::<TotpSecret>().unwrap_err(), TotpError::Malformed);
    }

    proptest! {
        #[test]
        fn no_code_and_no_time_makes_it_panic(code in "\\PC*", now: i64, last: Option<u64>) {
            let _ = of_the_rfc().check(&code, now, last);
        }
    }
}
