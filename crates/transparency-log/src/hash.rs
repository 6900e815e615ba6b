//! Hashes of the tree.

use std::fmt;
use std::str::FromStr;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use sha2::{Digest as _, Sha256};
use tlog_tiles::tlog;

/// A SHA-256 hash of the tree: a leaf, a node or a root. Its text is base64.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hash(pub [u8; 32]);

/// Why a text is no hash.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no hash: 32 bytes in base64 are expected")]
pub struct MalformedHash(pub String);

impl Hash {
    /// Bytes of a hash.
    pub const BYTES: usize = 32;

    /// The root of the tree without leaves (RFC 6962, section 2.1).
    pub const EMPTY_TREE: Self = Self(tlog::EMPTY_HASH.0);

    /// The hash as 64 lower-case hexadecimal digits.
    pub fn to_hex(self) -> String {
        let digits =
            |byte: &u8| [byte >> 4, byte & 15].map(|digit| b"0123456789abcdef"[usize::from(digit)]);
        self.0.iter().flat_map(digits).map(char::from).collect()
    }

    /// The node above two others (RFC 6962, section 2.1).
    pub(crate) fn node(left: Self, right: Self) -> Self {
        Self(tlog::node_hash(left.into(), right.into()).0)
    }

    /// The hashes that stand one after the other in the bytes of a tile.
    pub(crate) fn each(bytes: &[u8]) -> impl Iterator<Item = Self> {
        bytes.as_chunks().0.iter().copied().map(Self)
    }
}

impl From<Hash> for tlog::Hash {
    fn from(hash: Hash) -> Self {
        Self(hash.0)
    }
}

impl From<tlog::Hash> for Hash {
    fn from(hash: tlog::Hash) -> Self {
        Self(hash.0)
    }
}

impl fmt::Display for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&BASE64_STANDARD.encode(self.0))
    }
}

impl fmt::Debug for Hash {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Hash {
    type Err = MalformedHash;

    fn from_str(text: &str) -> Result<Self, MalformedHash> {
        let bytes = BASE64_STANDARD.decode(text).ok().and_then(|bytes| bytes.try_into().ok());
        bytes.map(Self).ok_or_else(|| MalformedHash(text.to_owned()))
    }
}

/// The leaf of an act: the hash of an RFC 6962 leaf whose entry is `salt` followed by `content`,
/// the act's text.
///
/// All salts of a log have one length ([`LogKey::salt`](crate::LogKey::salt): 16 bytes), so that
/// an entry can be taken apart in one way only.
pub fn leaf_hash(salt: &[u8], content: &[u8]) -> Hash {
    Hash(Sha256::new().chain_update([0]).chain_update(salt).chain_update(content).finalize().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_leaf_is_that_of_rfc_6962_over_salt_and_content() {
        // The leaf of the empty entry, and the first leaves of the reference tree
        // of certificate-transparency-go.
        let empty = leaf_hash(b"", b"");
        assert_eq!(
            empty.to_hex(),
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d"
        );
        assert_eq!(leaf_hash(b"\x10\x11", b""), leaf_hash(b"\x10", b"\x11"));
        assert_eq!(
            leaf_hash(b"L123", b"456").to_hex(),
            "395aa064aa4c29f7010acfe3f25db9485bbd4b91897b6ad7ad547639252b4d56"
        );
        assert_eq!(
            Hash::EMPTY_TREE.to_hex(),
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
    }

    #[test]
    fn only_32_bytes_in_strict_base64_are_a_hash() {
        let hash = leaf_hash(b"", b"");
        assert_eq!(hash.to_string().parse(), Ok(hash));
        for bad in [
            "",
            "AAAA",
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB0",
            "bjQLnP+zepicpUTmu3gKLHiQHT+zNzh2hRGjBhevoB1=",
        ] {
            assert_eq!(bad.parse::<Hash>(), Err(MalformedHash(bad.into())));
        }
    }
}
