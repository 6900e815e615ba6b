//! By what somebody proves who they are, and what guessing costs. Values in, values out: no files, no
//! network, no clock; only random numbers come from the system.
//!
//! | what | made and shown once | kept | rule |
//! |---|---|---|---|
//! | password | [`NewPassword`] | [`PasswordHash`] | NIST SP 800-63B-4, 3.1.1; Argon2id |
//! | code for enrolment or recovery | [`Code`] | [`SecretDigest`], [`RecoveryCodes`] | the same, 3.1.2 |
//! | one-time code of an app | [`TotpSecret`] | the secret, sealed by whoever keeps it | RFC 6238 |
//! | passkey | [`RegistrationChallenge`], [`AssertionChallenge`] | [`Passkey`] | Web Authentication, Level 3 |
//! | token of a session or of a program | [`Token`] | [`SecretDigest`] | NIST SP 800-63B-4, 5.1 |
//!
//! [`Attempts`] and [`Bucket`] say when the next guess may be made, for an account and for a network
//! address.
//!
//! Instants are microseconds since 1970 UTC. Nothing here shows a secret when it is printed for
//! debugging, and secrets are cleared from memory when they are dropped.

mod bytes;
mod code;
mod digest;
mod passkey;
mod password;
mod qr;
mod random;
mod throttle;
mod token;
mod totp;

pub use code::{Code, MalformedCode, RecoveryCodes};
pub use digest::{MalformedDigest, SecretDigest};
pub use passkey::{
    AssertionChallenge, Passkey, PasskeyAccount, PasskeyCopies, PasskeyError,
    RegistrationChallenge, RelyingParty, asserted_id,
};
pub use password::{
    HashError, MalformedHash, NewPassword, PasswordHash, PasswordUse, WeakPassword, verify_password,
};
pub use qr::{QrCode, TooLongForQr};
pub use random::NoRandom;
pub use throttle::{Attempts, Bucket, NetworkPrefix, Rate, Refused, Wait};
pub use token::{MalformedToken, Token, TokenKind};
pub use totp::{TotpError, TotpSecret};

/// A second in the microseconds that instants are counted in.
const SECOND: i64 = 1_000_000;
