//! Keys: 32 random bytes, what is derived from them, and how one key is wrapped by another.

use std::fmt;

use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key as CipherKey, KeyInit, XChaCha20Poly1305, XNonce};
use hmac::{Hmac, Mac};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::VaultError;
use crate::act::hex;

/// Bytes of a key, and of what is derived from one.
pub(super) const KEY: usize = 32;
/// Bytes of what makes two texts sealed by one key differ.
pub(super) const NONCE: usize = 24;
/// The block of SHA-256: a key of HMAC is filled up with zeros to it (RFC 2104).
const BLOCK: usize = 64;

/// A secret key. It is overwritten with zeros when it is dropped, and never shown.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Key(Zeroizing<[u8; KEY]>);

impl fmt::Debug for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Key(…)")
    }
}

impl Key {
    pub(super) fn of(bytes: [u8; KEY]) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// A key that nobody knows.
    pub(super) fn random() -> Result<Self, VaultError> {
        let mut bytes = Zeroizing::new([0; KEY]);
        getrandom::fill(&mut *bytes).map_err(|_| VaultError::Random)?;
        Ok(Self(bytes))
    }

    /// The key as 64 hexadecimal digits.
    pub(super) fn to_text(&self) -> Zeroizing<String> {
        Zeroizing::new(hex(&*self.0))
    }

    /// HMAC-SHA-256 of the parts, each with its length before it.
    pub(super) fn authenticate(&self, parts: &[&[u8]]) -> [u8; KEY] {
        let mut block = Zeroizing::new([0; BLOCK]);
        block[..KEY].copy_from_slice(&*self.0);
        let mut hmac = Hmac::<Sha256>::new(&(*block).into());
        for part in parts {
            hmac.update(&(part.len() as u64).to_le_bytes());
            hmac.update(part);
        }
        hmac.finalize().into_bytes().into()
    }

    /// The key for one purpose, by which this one can't be found.
    pub(super) fn derive(&self, purpose: &str) -> Self {
        Self::of(self.authenticate(&[b"xiaoneng vault", purpose.as_bytes()]))
    }

    /// Encrypts with XChaCha20-Poly1305; what isn't of this context can't be decrypted.
    pub(super) fn encrypt(
        &self,
        nonce: [u8; NONCE],
        plain: &[u8],
        context: &[&str],
    ) -> Result<Vec<u8>, VaultError> {
        let payload = Payload { msg: plain, aad: &joined(context) };
        self.cipher().encrypt(&XNonce::from(nonce), payload).map_err(|_| VaultError::TooLong)
    }

    /// What was encrypted with this key in this context; `None` for anything else.
    pub(super) fn decrypt(
        &self,
        nonce: [u8; NONCE],
        sealed: &[u8],
        context: &[&str],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let payload = Payload { msg: sealed, aad: &joined(context) };
        self.cipher().decrypt(&XNonce::from(nonce), payload).ok().map(Zeroizing::new)
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(&CipherKey::from(*self.0))
    }

    /// Another key encrypted with this one, under a nonce of its own that comes first.
    pub(super) fn wrap(&self, key: &Self, context: &[&str]) -> Result<Vec<u8>, VaultError> {
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::Random)?;
        let wrapped = self.encrypt(nonce, &*key.0, context)?;
        Ok([&nonce, &*wrapped].concat())
    }

    /// The key that was wrapped by this one in this context; `None` for anything else.
    pub(super) fn unwrap(&self, wrapped: &[u8], context: &[&str]) -> Option<Self> {
        let (nonce, sealed) = wrapped.split_first_chunk::<NONCE>()?;
        let key = self.decrypt(*nonce, sealed, context)?;
        Some(Self::of(key.as_slice().try_into().ok()?))
    }
}

/// The parts with their lengths: no other parts come to the same bytes.
fn joined(context: &[&str]) -> Vec<u8> {
    let mut bytes = Vec::new();
    for part in context {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part.as_bytes());
    }
    bytes
}
