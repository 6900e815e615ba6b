//! Codes that people read, copy and type: for enrolment and for recovery.

use std::fmt;
use std::str::FromStr;

use data_encoding::Encoding;
use data_encoding_macro::new_encoding;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::digest::SecretDigest;
use crate::random::{NoRandom, random};

/// Random bytes of a code: 120 bits, more than the 112 from which on a plain hash is enough to keep
/// (NIST SP 800-63B-4, 3.1.2.2), in 24 characters without a rest.
const BYTES: usize = 15;

/// Recovery codes that somebody gets at once.
const RECOVERY_CODES: usize = 10;

/// Crockford's base32: no I, L, O and U; what is read for another character counts as that.
const CROCKFORD: Encoding = new_encoding! {
    symbols: "0123456789ABCDEFGHJKMNPQRSTVWXYZ",
    translate_from: "abcdefghjkmnpqrstvwxyzoOiIlL",
    translate_to: "ABCDEFGHJKMNPQRSTVWXYZ001111",
    ignore: " -\t\r\n",
};

/// A random code, shown once: six groups of four characters, `7ZK3-0Q9M-…`. Only its
/// [`digest`](Self::digest) is kept.
///
/// It is read in any case, with or without spaces and hyphens, with O for 0, and I and L for 1.
#[derive(Clone)]
pub struct Code(Zeroizing<[u8; BYTES]>);

/// The text isn't a code. It isn't repeated here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error(
    "this is no code: 24 letters and digits in groups of four are expected, without the letter U; compare it with what you were given"
)]
pub struct MalformedCode;

impl Code {
    /// A new one.
    ///
    /// # Errors
    /// [`NoRandom`].
    pub fn generate() -> Result<Self, NoRandom> {
        random().map(Self)
    }

    /// The code itself, to be shown once.
    pub fn to_text(&self) -> Zeroizing<String> {
        let plain = Zeroizing::new(CROCKFORD.encode(&*self.0));
        let mut text = Zeroizing::new(String::with_capacity(32));
        for (at, character) in plain.chars().enumerate() {
            if at > 0 && at % 4 == 0 {
                text.push('-');
            }
            text.push(character);
        }
        text
    }

    /// What is kept of it.
    pub fn digest(&self) -> SecretDigest {
        SecretDigest::of(&*self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl FromStr for Code {
    type Err = MalformedCode;

    fn from_str(text: &str) -> Result<Self, MalformedCode> {
        let bytes = CROCKFORD.decode(text.as_bytes()).map(Zeroizing::new);
        let bytes = bytes.map_err(|_| MalformedCode)?;
        let bytes = bytes.as_slice().try_into().map_err(|_| MalformedCode)?;
        Ok(Self(Zeroizing::new(bytes)))
    }
}

/// What is kept of somebody's recovery codes: each serves once.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct RecoveryCodes(Vec<SecretDigest>);

impl RecoveryCodes {
    /// Ten new codes, to be shown once, and what is kept of them. Older ones are no longer worth
    /// anything once these are kept in their place.
    ///
    /// # Errors
    /// [`NoRandom`].
    pub fn generate() -> Result<(Self, Vec<Code>), NoRandom> {
        let codes: Vec<Code> =
            (0..RECOVERY_CODES).map(|_| Code::generate()).collect::<Result<_, _>>()?;
        Ok((Self(codes.iter().map(Code::digest).collect()), codes))
    }

    /// Whether the code is one that hasn't been used. From now on it has.
    ///
    /// Keep what is left before anything is granted for it.
    pub fn use_up(&mut self, code: &Code) -> bool {
        let (used, before) = (code.digest(), self.0.len());
        self.0.retain(|kept| *kept != used);
        self.0.len() < before
    }

    /// How many haven't been used.
    pub fn left(&self) -> usize {
        self.0.len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn code(bytes: [u8; BYTES]) -> Code {
        Code(Zeroizing::new(bytes))
    }

    #[test]
    fn a_code_is_six_groups_of_four_without_letters_that_look_like_others() {
        let text = Code::generate().unwrap().to_text();
        assert_eq!(text.split('-').map(str::len).collect::<Vec<_>>(), [4; 6]);
        assert!(!text.contains(['I', 'L', 'O', 'U']));
        assert_eq!(*code([0; BYTES]).to_text(), "0000-0000-0000-0000-0000-0000");
        assert_eq!(*code([255; BYTES]).to_text(), "ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ-ZZZZ");
    }

    #[test]
    fn what_people_write_for_a_code_counts() {
        let right: Code = "0011-1100-ABCD-EFGH-JKMN-PQRS".parse().unwrap();
        for written in [
            "oO1i Lloo abcd efgh jkmn pqrs",
            "00111100ABCDEFGHJKMNPQRS",
            " 0O-1I-L1-00-abcdefghjkmnpqrs\n",
        ] {
            assert_eq!(written.parse::<Code>().unwrap().digest(), right.digest(), "{written}");
        }
    }

    #[test]
    fn what_is_too_short_too_long_or_has_a_u_is_no_code() {
        for wrong in
            ["", "0011-1100", "0011-1100-ABCD-EFGH-JKMN-PQR", "0011-1100-ABCD-EFGH-JKMN-PQRS0"]
        {
            assert_eq!(wrong.parse::<Code>().unwrap_err(), MalformedCode, "{wrong}");
        }
        assert!("U011-1100-ABCD-EFGH-JKMN-PQRS".parse::<Code>().is_err());
        assert!("零011-1100-ABCD-EFGH-JKMN-PQRS".parse::<Code>().is_err());
    }

    #[test]
    fn a_recovery_code_serves_once() {
        let (mut kept, codes) = RecoveryCodes::generate().unwrap();
        assert_eq!((kept.left(), codes.len()), (10, 10));
        assert!(!kept.use_up(&Code::generate().unwrap()));
        assert!(kept.use_up(&codes[3]));
        assert!(!kept.use_up(&codes[3]));
        let json = serde_json::to_string(&kept).unwrap();
        let mut again: RecoveryCodes = serde_json::from_str(&json).unwrap();
        assert!(!again.use_up(&codes[3]));
        assert!(again.use_up(&codes[9]));
        assert_eq!(again.left(), 8);
    }

    proptest! {
        #[test]
        fn any_code_is_read_as_it_is_written(bytes: [u8; BYTES]) {
            let written = code(bytes);
            let read: Code = written.to_text().to_lowercase().parse().unwrap();
            prop_assert_eq!(read.digest(), written.digest());
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*") {
            let _ = text.parse::<Code>();
        }
    }
}
