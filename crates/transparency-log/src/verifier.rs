//! Public keys of logs and witnesses.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use ed25519_dalek::{Signature, VerifyingKey};

use crate::key::KeyError;

/// What a key signs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum KeyKind {
    /// Checkpoints and promises of the log of its name: Ed25519 over the note's text, type `0x01`
    /// of c2sp.org/signed-note.
    Log,
    /// That it saw a log grow consistently, with the time: type `0x04`, c2sp.org/tlog-cosignature.
    Witness,
}

impl KeyKind {
    /// The byte of the type of signature.
    pub(crate) fn byte(self) -> u8 {
        match self {
            Self::Log => 0x01,
            Self::Witness => 0x04,
        }
    }

    pub(crate) fn of(byte: u8) -> Option<Self> {
        [Self::Log, Self::Witness].into_iter().find(|kind| kind.byte() == byte)
    }
}

/// A public key with its name. Its text is the *vkey* of c2sp.org/signed-note:
/// `example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k`.
#[derive(Clone, PartialEq, Eq)]
pub struct VerifierKey {
    name: String,
    kind: KeyKind,
    id: u32,
    key: VerifyingKey,
}

impl VerifierKey {
    /// A key from its parts.
    ///
    /// # Errors
    /// [`KeyError::Name`] when no key may have the name.
    pub(crate) fn new(name: &str, kind: KeyKind, key: VerifyingKey) -> Result<Self, KeyError> {
        if !signed_note::is_key_name_valid(name) || name.contains(|c: char| c < ' ') {
            return Err(KeyError::Name(name.to_owned()));
        }
        let id = signed_note::key_id(name, &[&[kind.byte()], &key.as_bytes()[..]].concat());
        Ok(Self { name: name.to_owned(), kind, id, key })
    }

    /// The name: of a log its origin.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// What it signs.
    pub fn kind(&self) -> KeyKind {
        self.kind
    }

    /// The key's number in signature lines.
    pub fn id(&self) -> u32 {
        self.id
    }

    /// The 32 bytes of the public key.
    pub fn bytes(&self) -> [u8; 32] {
        self.key.to_bytes()
    }
}

impl fmt::Display for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let key = [&[self.kind.byte()], &self.key.as_bytes()[..]].concat();
        write!(f, "{}+{:08x}+{}", self.name, self.id, BASE64_STANDARD.encode(key))
    }
}

impl fmt::Debug for VerifierKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for VerifierKey {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, KeyError> {
        let malformed = || KeyError::Verifier(text.to_owned());
        let (name, rest) = text.split_once('+').ok_or_else(malformed)?;
        let (id, key) = rest.split_once('+').ok_or_else(malformed)?;
        let key = BASE64_STANDARD.decode(key).map_err(|_| malformed())?;
        let (kind, key) = key.split_first().ok_or_else(malformed)?;
        let kind = KeyKind::of(*kind).ok_or(KeyError::Kind(*kind))?;
        let key = key.try_into().map_err(|_| malformed())?;
        // Under a key of small order anybody can sign.
        let key = VerifyingKey::from_bytes(key).ok().filter(|key| !key.is_weak());
        let key = Self::new(name, kind, key.ok_or_else(malformed)?)?;
        if !id.eq_ignore_ascii_case(&format!("{:08x}", key.id)) {
            return Err(KeyError::Id {
                name: name.to_owned(),
                given: id.to_owned(),
                right: key.id,
            });
        }
        Ok(key)
    }
}

impl signed_note::Verifier for VerifierKey {
    fn name(&self) -> &str {
        &self.name
    }

    fn key_id(&self) -> u32 {
        self.id
    }

    fn verify(&self, text: &[u8], signature: &[u8]) -> bool {
        let is_by_key = |text: &[u8], signature: &[u8]| {
            Signature::from_slice(signature)
                .is_ok_and(|signature| self.key.verify_strict(text, &signature).is_ok())
        };
        match self.kind {
            KeyKind::Log => is_by_key(text, signature),
            KeyKind::Witness => split_time(signature)
                .is_some_and(|(time, signature)| is_by_key(&cosigned(time, text), signature)),
        }
    }
}

/// A cosignature's time, seconds since 1970, and its signature proper.
pub(crate) fn split_time(cosignature: &[u8]) -> Option<(u64, &[u8])> {
    let (time, signature) = cosignature.split_first_chunk()?;
    let time = u64::from_be_bytes(*time);
    i64::try_from(time).ok().map(|_| (time, signature))
}

/// What a witness signs of a checkpoint.
pub(crate) fn cosigned(time: u64, text: &[u8]) -> Vec<u8> {
    [format!("cosignature/v1\ntime {time}\n").as_bytes(), text].concat()
}
