//! The key of a subject: seals the texts and files that are about it, and goes when it is erased.

use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::VaultError;
use super::key::{KEY, Key, NONCE};
use super::reference::Reference;
use crate::act::hex;

/// Sealed texts are as long as the next multiple of this, so that their length tells little.
const PADDED_TO: usize = 32;
/// Ends a text before its padding (ISO/IEC 7816-4).
const END: u8 = 0x80;

/// The keys that follow from a subject's own.
#[derive(Debug)]
pub(super) struct SubjectKey {
    sealing: Key,
    salting: Key,
}

impl SubjectKey {
    pub(super) fn new(key: &Key) -> Self {
        Self { sealing: key.derive("sealing"), salting: key.derive("salting") }
    }

    /// What stands for the text in an act: the same for the same text in the same column, and
    /// once the key is gone no trial of texts tells which it was.
    pub(super) fn refer(&self, subject: &str, column: &str, text: &[u8]) -> Reference {
        let commitment = hex(&committed(&self.salt(column, text), text));
        Reference { subject: subject.to_owned(), commitment }
    }

    /// The salt is made of the text by a secret key: nothing has to be kept for the same text to
    /// have the same one.
    fn salt(&self, column: &str, text: &[u8]) -> [u8; KEY] {
        self.salting.authenticate(&[column.as_bytes(), text])
    }

    /// Seals a text with its salt under the reference that [`SubjectKey::refer`] gave.
    pub(super) fn seal(
        &self,
        tenant: &str,
        reference: &Reference,
        column: &str,
        text: &[u8],
    ) -> Result<Vec<u8>, VaultError> {
        let length = (KEY + text.len() + 1).next_multiple_of(PADDED_TO);
        let mut plain = Zeroizing::new(Vec::with_capacity(length));
        plain.extend(self.salt(column, text));
        plain.extend(text);
        plain.push(END);
        plain.resize(length, 0);
        let nonce = nonce(reference).ok_or(VaultError::TooLong)?;
        self.sealing.encrypt(nonce, &plain, &context(tenant, reference))
    }

    /// What was sealed under this reference; `None` when it is something else, or what is sealed isn't
    /// what the reference commits to.
    pub(super) fn open(
        &self,
        tenant: &str,
        reference: &Reference,
        sealed: &[u8],
    ) -> Option<Zeroizing<Vec<u8>>> {
        let plain = self.sealing.decrypt(nonce(reference)?, sealed, &context(tenant, reference))?;
        let (salt, padded) = plain.split_first_chunk::<KEY>()?;
        let end = padded.iter().rposition(|byte| *byte != 0)?;
        let text = Some(&padded[..end]).filter(|_| padded[end] == END)?;
        let is_committed = hex(&committed(salt, text)) == reference.commitment;
        is_committed.then(|| Zeroizing::new(text.to_vec()))
    }
}

fn committed(salt: &[u8; KEY], text: &[u8]) -> [u8; KEY] {
    Sha256::new().chain_update(salt).chain_update(text).finalize().into()
}

/// The beginning of the commitment: a key seals one text under one commitment, so no nonce comes
/// twice for different texts, and none has to be stored.
fn nonce(reference: &Reference) -> Option<[u8; NONCE]> {
    let mut nonce = [0; NONCE];
    for (byte, place) in nonce.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(reference.commitment.get(place..place + 2)?, 16).ok()?;
    }
    Some(nonce)
}

fn context<'a>(tenant: &'a str, reference: &'a Reference) -> [&'a str; 3] {
    [tenant, &reference.subject, &reference.commitment]
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn key(byte: u8) -> SubjectKey {
        SubjectKey::new(&Key::of([byte; KEY]))
    }

    fn sealed(key: &SubjectKey, column: &str, text: &str) -> (Reference, Vec<u8>) {
        let reference = key.refer("ab", column, text.as_bytes());
        let sealed = key.seal("office", &reference, column, text.as_bytes()).unwrap();
        (reference, sealed)
    }

    #[test]
    fn a_text_is_opened_by_its_subject_for_its_tenant_and_under_its_reference_alone() {
        let (reference, bytes) = sealed(&key(1), "actor", "王某");
        let open = |key: &SubjectKey, tenant: &str, reference: &Reference| {
            let opened = key.open(tenant, reference, &bytes);
            opened.map(|text| String::from_utf8(text.to_vec()).unwrap())
        };
        assert_eq!(open(&key(1), "office", &reference).as_deref(), Some("王某"));
        assert_eq!(open(&key(2), "office", &reference), None);
        assert_eq!(open(&key(1), "bureau", &reference), None);
        let moved = Reference { subject: "cd".to_owned(), ..reference.clone() };
        assert_eq!(open(&key(1), "office", &moved), None);
        let (other, _) = sealed(&key(1), "actor", "李某");
        assert_eq!(open(&key(1), "office", &other), None);
    }

    #[test]
    fn the_same_text_has_one_reference_for_a_subject_and_a_column_and_another_elsewhere() {
        let refer =
            |byte: u8, column: &str| key(byte).refer("ab", column, "王某".as_bytes()).commitment;
        assert_eq!(refer(1, "actor"), refer(1, "actor"));
        assert_ne!(refer(1, "actor"), refer(1, "detail"));
        assert_ne!(refer(1, "actor"), refer(2, "actor"));
        // Nothing but the text is hashed without a secret.
        assert_ne!(refer(1, "actor"), hex(&Sha256::digest("王某")));
    }

    #[test]
    fn texts_of_a_similar_length_are_sealed_at_the_same_length() {
        let length = |text: &str| sealed(&key(1), "actor", text).1.len();
        assert_eq!(length(""), length(&"x".repeat(31)));
        assert_eq!(length("x") + 32, length(&"x".repeat(32)));
    }

    proptest! {
        #[test]
        fn what_is_sealed_is_opened_and_what_was_touched_is_not(
            text in "\\PC{0,80}|(\u{0}|\u{80}|a){0,40}",
            place: prop::sample::Index,
            bit in 0..8_u8,
            cut: prop::sample::Index,
        ) {
            let (reference, mut bytes) = sealed(&key(7), "detail", &text);
            prop_assert_eq!(bytes.len() % PADDED_TO, 16);
            let opened = key(7).open("office", &reference, &bytes);
            prop_assert_eq!(opened.as_deref().map(Vec::as_slice), Some(text.as_bytes()));
            let short = &bytes[..cut.index(bytes.len())];
            prop_assert_eq!(key(7).open("office", &reference, short), None);
            let place = place.index(bytes.len());
            bytes[place] ^= 1 << bit;
            prop_assert_eq!(key(7).open("office", &reference, &bytes), None);
        }

        #[test]
        fn a_wrapped_key_is_unwrapped_by_its_master_in_its_context_alone(
            bytes: [u8; KEY],
            place: prop::sample::Index,
        ) {
            let (master, wrapped) = (Key::of([3; KEY]), Key::of(bytes));
            let mut sealed = master.wrap(&wrapped, &["office", "ab"]).unwrap();
            prop_assert_eq!(master.unwrap(&sealed, &["office", "ab"]), Some(wrapped));
            prop_assert_eq!(Key::of([4; KEY]).unwrap(&sealed, &["office", "ab"]), None);
            prop_assert_eq!(master.unwrap(&sealed, &["office", "cd"]), None);
            prop_assert_eq!(master.unwrap(&sealed, &["officea", "b"]), None);
            let place = place.index(sealed.len());
            sealed[place] ^= 1;
            prop_assert_eq!(master.unwrap(&sealed, &["office", "ab"]), None);
        }
    }
}
