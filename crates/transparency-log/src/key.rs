//! Private keys of logs and witnesses.

use std::fmt;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signer as _, SigningKey};
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::Sha256;
use zeroize::Zeroizing;

use crate::verifier::{KeyKind, VerifierKey, cosigned};

/// Why a key can't be made or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// No key may have this name.
    #[error(
        "`{0}` can't be the name of a key: it needs at least one character and neither spaces nor `+`, like `licensing.example.gov/log`"
    )]
    Name(String),
    /// The text isn't a public key.
    #[error(
        "`{0}` is no verifier key: `<name>+<id>+<key>` is expected, as the key was printed when it was made"
    )]
    Verifier(String),
    /// The text isn't a private key. It isn't repeated here.
    #[error(
        "this is no private key of a {0}: one line `PRIVATE+KEY+<name>+<id>+<key>` is expected, as it was written when the key was made"
    )]
    Private(&'static str),
    /// The key is for another kind of signature.
    #[error(
        "the key is for signatures of type 0x{0:02x}: Ed25519 is known here, 0x01 of a log and 0x04 of a witness"
    )]
    Kind(u8),
    /// Name, number and key don't belong together.
    #[error(
        "the key of `{name}` has the number `{right:08x}`, not `{given}`: it was copied wrongly or renamed"
    )]
    Id {
        /// The key's name.
        name: String,
        /// The number that was given.
        given: String,
        /// The number that it has.
        right: u32,
    },
    /// The system gave no random bytes.
    #[error("the system gives no random numbers: {0}")]
    Random(String),
}

/// The private key of a log, whose origin is the key's name. It signs checkpoints and promises,
/// and it makes the salts of leaves.
pub struct LogKey {
    pair: Pair,
    /// Ready to go on with an act's text.
    salts: Hmac<Sha256>,
}

impl LogKey {
    /// Makes a key from the system's random numbers.
    ///
    /// # Errors
    /// [`KeyError::Name`], [`KeyError::Random`].
    pub fn generate(name: &str) -> Result<Self, KeyError> {
        Pair::generate(name, KeyKind::Log).map(Self::of)
    }

    /// Reads a key from its text, `PRIVATE+KEY+<name>+<id>+<key>`.
    ///
    /// # Errors
    /// [`KeyError`]; the text isn't repeated in it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Pair::parse(text, KeyKind::Log).map(Self::of)
    }

    fn of(pair: Pair) -> Self {
        let mut label = keyed(pair.secret.as_bytes());
        label.update(b"xiaoneng/leaf-salt/v1");
        let key = Zeroizing::new(<[u8; 32]>::from(label.finalize().into_bytes()));
        Self { pair, salts: keyed(&key) }
    }

    /// The key's text. Whoever has it can sign as the log.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.pair.to_text()
    }

    /// The name, which is the log's origin.
    pub fn name(&self) -> &str {
        self.pair.public.name()
    }

    /// The public key, to be given to whoever checks the log.
    pub fn verifier(&self) -> &VerifierKey {
        &self.pair.public
    }

    /// The salt of an act's leaf: the first 16 bytes of an HMAC-SHA-256 over the act's text under
    /// a key derived from this one.
    ///
    /// From outside it can't be guessed, so a leaf tells nothing of its text; and it marks that
    /// the text went through somebody who holds the key.
    pub fn salt(&self, content: &[u8]) -> [u8; 16] {
        let mut mac = self.salts.clone();
        mac.update(content);
        let mac: [u8; 32] = mac.finalize().into_bytes().into();
        *mac.first_chunk().unwrap_or(&[0; 16])
    }
}

impl signed_note::Signer for LogKey {
    fn name(&self) -> &str {
        self.name()
    }

    fn key_id(&self) -> u32 {
        self.pair.public.id()
    }

    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        Ok(self.pair.secret.try_sign(text)?.to_vec())
    }
}

/// The private key of a witness. It cosigns checkpoints of logs that it saw grow consistently.
pub struct WitnessKey {
    pair: Pair,
}

impl WitnessKey {
    /// Makes a key from the system's random numbers.
    ///
    /// # Errors
    /// [`KeyError::Name`], [`KeyError::Random`].
    pub fn generate(name: &str) -> Result<Self, KeyError> {
        Pair::generate(name, KeyKind::Witness).map(|pair| Self { pair })
    }

    /// Reads a key from its text, `PRIVATE+KEY+<name>+<id>+<key>`.
    ///
    /// # Errors
    /// [`KeyError`]; the text isn't repeated in it.
    pub fn parse(text: &str) -> Result<Self, KeyError> {
        Pair::parse(text, KeyKind::Witness).map(|pair| Self { pair })
    }

    /// The key's text. Whoever has it can cosign as the witness.
    pub fn to_text(&self) -> Zeroizing<String> {
        self.pair.to_text()
    }

    /// The name of the witness.
    pub fn name(&self) -> &str {
        self.pair.public.name()
    }

    /// The public key, to be given to whoever relies on the witness.
    pub fn verifier(&self) -> &VerifierKey {
        &self.pair.public
    }

    /// Signs as of `time`, seconds since 1970.
    pub(crate) fn at(&self, time: u64) -> impl signed_note::Signer {
        WitnessAt { pair: &self.pair, time }
    }
}

/// A witness at a time: what signs a note.
struct WitnessAt<'a> {
    pair: &'a Pair,
    time: u64,
}

impl signed_note::Signer for WitnessAt<'_> {
    fn name(&self) -> &str {
        self.pair.public.name()
    }

    fn key_id(&self) -> u32 {
        self.pair.public.id()
    }

    fn sign(&self, text: &[u8]) -> Result<Vec<u8>, ed25519_dalek::SignatureError> {
        let signature = self.pair.secret.try_sign(&cosigned(self.time, text))?;
        Ok([&self.time.to_be_bytes()[..], &signature.to_bytes()].concat())
    }
}

impl fmt::Debug for LogKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "LogKey({})", self.verifier())
    }
}

impl fmt::Debug for WitnessKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WitnessKey({})", self.verifier())
    }
}

/// A private key, cleared from memory when dropped, with its public one.
struct Pair {
    public: VerifierKey,
    secret: SigningKey,
}

impl Pair {
    fn generate(name: &str, kind: KeyKind) -> Result<Self, KeyError> {
        let mut seed = Zeroizing::new([0; 32]);
        getrandom::fill(&mut *seed).map_err(|error| KeyError::Random(error.to_string()))?;
        Self::of(name, kind, SigningKey::from_bytes(&seed))
    }

    fn of(name: &str, kind: KeyKind, secret: SigningKey) -> Result<Self, KeyError> {
        Ok(Self { public: VerifierKey::new(name, kind, secret.verifying_key())?, secret })
    }

    fn parse(text: &str, kind: KeyKind) -> Result<Self, KeyError> {
        let owner = match kind {
            KeyKind::Log => "log",
            KeyKind::Witness => "witness",
        };
        let malformed = || KeyError::Private(owner);
        let text = text.strip_suffix('\n').unwrap_or(text);
        let parts = text.strip_prefix("PRIVATE+KEY+").ok_or_else(malformed)?;
        let (name, rest) = parts.split_once('+').ok_or_else(malformed)?;
        let (id, seed) = rest.split_once('+').ok_or_else(malformed)?;
        let seed = Zeroizing::new(BASE64_STANDARD.decode(seed).map_err(|_| malformed())?);
        let (byte, seed) = seed.split_first().ok_or_else(malformed)?;
        if *byte != kind.byte() {
            return Err(KeyKind::of(*byte).map_or(KeyError::Kind(*byte), |_| malformed()));
        }
        let pair = Self::of(name, kind, SigningKey::try_from(seed).map_err(|_| malformed())?)?;
        if !id.eq_ignore_ascii_case(&format!("{:08x}", pair.public.id())) {
            let right = pair.public.id();
            return Err(KeyError::Id { name: name.to_owned(), given: id.to_owned(), right });
        }
        Ok(pair)
    }

    fn to_text(&self) -> Zeroizing<String> {
        let mut key = Zeroizing::new([self.public.kind().byte(); 33]);
        key[1..].copy_from_slice(self.secret.as_bytes());
        let key = Zeroizing::new(BASE64_STANDARD.encode(*key));
        let (name, id) = (self.public.name(), self.public.id());
        Zeroizing::new(format!("PRIVATE+KEY+{name}+{id:08x}+{}", *key))
    }
}

/// HMAC-SHA-256 under a key of 32 bytes, which is one of 64 with zeros behind.
fn keyed(key: &[u8; 32]) -> Hmac<Sha256> {
    let mut block = Zeroizing::new([0; 64]);
    block[..32].copy_from_slice(key);
    Hmac::new(&(*block).into())
}
