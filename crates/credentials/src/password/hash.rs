//! What is kept of a password.

use std::fmt;
use std::str::FromStr;

use argon2::{Algorithm, Argon2, Params, PasswordHasher as _, PasswordVerifier as _, Version};
use serde::{Deserialize, Serialize};

use super::Prepared;
use crate::random::{NoRandom, random};

/// Argon2id with 19 MiB of memory, two passes and one lane: the least that OWASP's Password Storage
/// Cheat Sheet recommends (the RFC 9106 profiles need more memory than many sign-ins at once have).
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;

/// Bytes of the hash and of its salt (RFC 9106, section 4).
const HASH_BYTES: usize = 32;
const SALT_BYTES: usize = 16;

/// A password's Argon2id hash as a PHC string, `$argon2id$v=19$m=19456,t=2,p=1$…`.
///
/// Whoever reads it can try passwords out, one each hundredth of a second or so.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PasswordHash(argon2::PasswordHash);

/// Why a password couldn't be hashed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// No salt.
    #[error(transparent)]
    Random(#[from] NoRandom),
    /// No memory.
    #[error("the password can't be hashed: {0}")]
    Hash(String),
}

/// The text isn't a hash. It isn't repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("this is no hash of a password: `$argon2id$…` is expected, as it was stored")]
pub struct MalformedHash;

impl PasswordHash {
    /// The hash of a prepared password under a new salt.
    pub(super) fn of(password: &str) -> Result<Self, HashError> {
        let salt = random::<SALT_BYTES>()?;
        let hash = hasher().and_then(|argon2| {
            argon2
                .hash_password_with_salt(password.as_bytes(), &*salt)
                .map_err(|error| HashError::Hash(error.to_string()))
        });
        hash.map(Self)
    }

    /// Whether it is of this password.
    fn is_of(&self, password: &Prepared) -> bool {
        Argon2::default().verify_password(password.0.as_bytes(), &self.0).is_ok()
    }

    /// Whether it was made under other rules than today's: make it anew when the password is known, which is
    /// when somebody signs in.
    pub fn needs_rehash(&self) -> bool {
        let is_as_today = hasher().is_ok_and(|today| {
            Params::try_from(&self.0).is_ok_and(|params| params == *today.params())
        });
        let version = Some(Version::V0x13.into());
        self.0.algorithm != Algorithm::Argon2id.ident() || self.0.version != version || !is_as_today
    }

    /// The hash of the password that somebody signed in with, under today's rules.
    ///
    /// # Errors
    /// [`HashError`].
    pub fn rehash(password: &str) -> Result<Self, HashError> {
        Self::of(&Prepared::of(password).0)
    }
}

/// Whether a password is the one whose hash is given. Without a hash, as nobody has the name, it is
/// false after the same time, so that nobody learns which names there are.
pub fn verify_password(password: &str, hash: Option<&PasswordHash>) -> bool {
    let password = Prepared::of(password);
    if let Some(hash) = hash {
        return hash.is_of(&password);
    }
    let mut nothing = [0; HASH_BYTES];
    let _ = hasher().map(|argon2| {
        argon2.hash_password_into(password.0.as_bytes(), &[0; SALT_BYTES], &mut nothing)
    });
    std::hint::black_box(nothing);
    false
}

fn hasher() -> Result<Argon2<'static>, HashError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(HASH_BYTES))
        .map_err(|error| HashError::Hash(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

impl fmt::Display for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for PasswordHash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PasswordHash(…)")
    }
}

impl FromStr for PasswordHash {
    type Err = MalformedHash;

    fn from_str(text: &str) -> Result<Self, MalformedHash> {
        let hash = argon2::PasswordHash::new(text).map_err(|_| MalformedHash)?;
        let is_whole = hash.salt.is_some() && hash.hash.is_some();
        let is_argon2 = Algorithm::try_from(hash.algorithm.as_str()).is_ok();
        if is_whole && is_argon2 { Ok(Self(hash)) } else { Err(MalformedHash) }
    }
}

impl TryFrom<String> for PasswordHash {
    type Error = MalformedHash;

    fn try_from(text: String) -> Result<Self, MalformedHash> {
        text.parse()
    }
}

impl From<PasswordHash> for String {
    fn from(hash: PasswordHash) -> Self {
        hash.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{NewPassword, PasswordUse};
    use std::time::{Duration, Instant};

    fn hash() -> PasswordHash {
        NewPassword::new("caf\u{e9} au lait 咖啡", PasswordUse::WithSecondFactor, &[])
            .unwrap()
            .hash()
            .unwrap()
    }

    #[test]
    fn a_password_is_verified_against_its_hash() {
        let hash = hash();
        assert!(verify_password("cafe\u{301} au\u{3000}lait 咖啡", Some(&hash)));
        assert!(!verify_password("café au lait 咖", Some(&hash)));
        assert!(!verify_password("", Some(&hash)));
        assert!(!verify_password("café au lait 咖啡", None));
        assert_ne!(hash, PasswordHash::rehash("café au lait 咖啡").unwrap());
    }

    #[test]
    fn a_hash_is_kept_as_a_phc_string() {
        let hash = hash();
        assert!(hash.to_string().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let kept = serde_json::to_string(&hash).unwrap();
        assert_eq!(serde_json::from_str::<PasswordHash>(&kept).unwrap(), hash);
        assert_eq!(format!("{hash:?}"), "PasswordHash(…)");
        for wrong in
            ["", "$argon2id$v=19$m=19456,t=2,p=1", "$scrypt$ln=17$AAAAAAAAAAAAAAAAAAAAAA$AAAA"]
        {
            assert_eq!(wrong.parse::<PasswordHash>().unwrap_err(), MalformedHash, "{wrong}");
        }
    }

    #[test]
    fn a_hash_under_other_rules_still_verifies_and_is_made_anew() {
        // The vector of the reference implementation of Argon2 1.3: argon2id, m = 2^16, t = 2, p = 1.
        let old: PasswordHash =
            "$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc"
                .parse()
                .unwrap();
        assert!(verify_password("password", Some(&old)));
        assert!(old.needs_rehash());
        assert!(!hash().needs_rehash());
    }

    #[test]
    fn an_unknown_name_takes_as_long_as_a_known_one() {
        let hash = hash();
        let fastest = |hash: Option<&PasswordHash>| {
            let took = |_| {
                let began = Instant::now();
                verify_password("not the one", hash);
                began.elapsed()
            };
            (0..5).map(took).min().unwrap_or(Duration::ZERO)
        };
        let (known, unknown) = (fastest(Some(&hash)), fastest(None));
        assert!(unknown * 3 > known && known * 3 > unknown, "{known:?} {unknown:?}");
    }
}
