//! Passwords: what a new one must be, and how it is kept.

mod guessable;
mod hash;

use std::fmt;

use unicode_normalization::UnicodeNormalization as _;
use zeroize::Zeroizing;

pub use hash::{HashError, MalformedHash, PasswordHash, verify_password};

/// The most characters: NIST SP 800-63B-4 (3.1.1.2) asks that at least 64 be taken.
const LONGEST: usize = 128;

/// What somebody proves who they are with, beside the password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordUse {
    /// Nothing: the password is the only factor.
    Alone,
    /// A second factor.
    WithSecondFactor,
}

impl PasswordUse {
    /// The fewest characters (NIST SP 800-63B-4, 3.1.1.2).
    pub fn shortest(self) -> usize {
        match self {
            Self::Alone => 15,
            Self::WithSecondFactor => 8,
        }
    }
}

/// A password that may be set: long enough, and not the first that somebody would guess.
///
/// Nothing is asked of the kinds of characters in it, and it doesn't expire: NIST SP 800-63B-4
/// (3.1.1.2) forbids both, as they lead to worse passwords.
pub struct NewPassword(Zeroizing<String>);

/// Why a password may not be set. The password isn't repeated in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WeakPassword {
    /// Too short.
    #[error(
        "the password has {length} characters and needs {shortest}: a few words are easy to remember"
    )]
    Short {
        /// Its characters.
        length: usize,
        /// The fewest.
        shortest: usize,
    },
    /// Too long.
    #[error("the password has {length} characters: {LONGEST} are the most")]
    Long {
        /// Its characters.
        length: usize,
    },
    /// A character that can't be typed everywhere.
    #[error("the password has a tab, a line break or another control character: leave it out")]
    Control,
    /// A name that belongs to the account.
    #[error("the password has `{0}` in it, which whoever guesses tries first: leave it out")]
    Name(String),
    /// A short text over and over.
    #[error("the password is a shorter one over and over: add something that nobody foresees")]
    Repeated,
    /// Rows of the keyboard, the alphabet, digits in their order.
    #[error(
        "the password is made of characters in their order or in rows of the keyboard: add something that nobody foresees"
    )]
    Sequence,
}

impl NewPassword {
    /// Checks a password that somebody wants to have.
    ///
    /// `names` are those of the account and of the agency, each of which may not be in it, in any case; names
    /// of one Chinese character or of two Latin ones are passed over.
    ///
    /// # Errors
    /// [`WeakPassword`].
    pub fn new(text: &str, used: PasswordUse, names: &[&str]) -> Result<Self, WeakPassword> {
        if text.chars().any(char::is_control) {
            return Err(WeakPassword::Control);
        }
        let password = Prepared::of(text);
        let (length, shortest) = (password.0.chars().count(), used.shortest());
        if length < shortest {
            return Err(WeakPassword::Short { length, shortest });
        }
        if length > LONGEST {
            return Err(WeakPassword::Long { length });
        }
        let lower = Zeroizing::new(password.0.to_lowercase());
        if let Some(name) = guessable::name_within(&lower, names) {
            return Err(WeakPassword::Name(name.to_owned()));
        }
        if guessable::is_repeated(&lower, shortest) {
            return Err(WeakPassword::Repeated);
        }
        if guessable::is_sequence(&lower) {
            return Err(WeakPassword::Sequence);
        }
        Ok(Self(password.0))
    }

    /// What is kept of it.
    ///
    /// # Errors
    /// [`HashError`].
    pub fn hash(&self) -> Result<PasswordHash, HashError> {
        PasswordHash::of(&self.0)
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// A password as it is hashed: the same wherever it was typed.
struct Prepared(Zeroizing<String>);

impl Prepared {
    /// By the `OpaqueString` profile of RFC 8265 (4.2.2): any space is a plain one, so that of a Chinese
    /// keyboard too; composed characters (Unicode NFC).
    fn of(text: &str) -> Self {
        let plain = |c: char| if c.is_whitespace() && !c.is_control() { ' ' } else { c };
        Self(Zeroizing::new(text.chars().map(plain).nfc().collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str, used: PasswordUse) -> Option<WeakPassword> {
        NewPassword::new(text, used, &["chenjie", "陈洁", "市政务服务局", "li"]).err()
    }

    #[test]
    fn a_password_alone_needs_fifteen_characters_and_beside_another_factor_eight() {
        let (alone, with) = (PasswordUse::Alone, PasswordUse::WithSecondFactor);
        assert_eq!(
            refused("vexing plumbag", alone),
            Some(WeakPassword::Short { length: 14, shortest: 15 })
        );
        assert_eq!(refused("vexing plumbago", alone), None);
        assert_eq!(refused("plumbag", with), Some(WeakPassword::Short { length: 7, shortest: 8 }));
        assert_eq!(refused("plumbago", with), None);
        assert_eq!(refused("窗前明月光疑是地上霜举头望明月", alone), None);
    }

    #[test]
    fn a_hundred_and_twenty_eight_characters_are_the_most() {
        let text: String = "问渠那得清如许为有源头活水来".chars().cycle().take(129).collect();
        let long: String = format!("白{}", text.chars().take(127).collect::<String>());
        assert_eq!(refused(&long, PasswordUse::Alone), None);
        assert_eq!(
            refused(&format!("{long}。"), PasswordUse::Alone),
            Some(WeakPassword::Long { length: 129 })
        );
    }

    #[test]
    fn names_of_account_and_agency_are_not_in_it_in_any_case() {
        let name = |text| refused(text, PasswordUse::WithSecondFactor);
        assert_eq!(name("my ChenJie 42!"), Some(WeakPassword::Name("chenjie".into())));
        assert_eq!(name("我是陈洁不是别人呀"), Some(WeakPassword::Name("陈洁".into())));
        assert_eq!(name("brilliant plum"), None);
    }

    #[test]
    fn control_characters_are_refused() {
        assert_eq!(refused("vexing\tplumbagos", PasswordUse::Alone), Some(WeakPassword::Control));
    }

    #[test]
    fn the_same_password_is_the_same_however_it_was_typed() {
        let composed = Prepared::of("caf\u{e9} au lait");
        let apart = Prepared::of("cafe\u{301}\u{3000}au\u{a0}lait");
        assert_eq!(composed.0, apart.0);
    }

    #[test]
    fn debugging_shows_no_password() {
        let password = NewPassword::new("vexing plumbago", PasswordUse::Alone, &[]).unwrap();
        assert_eq!(format!("{password:?}"), "NewPassword(…)");
    }
}
