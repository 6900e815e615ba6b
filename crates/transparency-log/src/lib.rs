//! A transparency log over the acts of one agency, by the C2SP specifications
//! ([tlog-tiles], [tlog-checkpoint], [signed-note], [tlog-cosignature],
//! [tlog-witness], [tlog-proof], [tlog-policy]): what makes it visible when an act is changed, dropped or slipped in later.
//! Values in, values out: no files, no network, no clock.
//!
//! ```text
//!  an act's text ── LogKey::salt ──► leaf_hash(salt, text)
//!                                        │
//!        ┌───────────────────────────────┤ a batch of acts, at once
//!        ▼                               ▼ later, in order of positions
//!  Batch ► root ► SignedPromise     Edge::append ► tiles ► root ► SignedCheckpoint
//!        │                               │                             │ cosigned by
//!        ▼                               ▼                             ▼ witnesses
//!  ActPromise: "will be in the      inclusion_proof, consistency_proof, Policy::check
//!  log by …", before it is                       │
//!        └───────────────────────────────────────┴──► Receipt: act, proof, checkpoint in one text
//! ```
//!
//! - The tree is that of RFC 6962 with SHA-256. A leaf is the hash of salt and text, so that the
//!   log can be shown without showing acts: without the salt nobody can try texts out. The act at
//!   position *p* (1, 2, 3 …) is leaf *p* − 1.
//! - Tiles of 256 hashes hold the tree. An [`Edge`] is all that is needed to append: the partial
//!   tile at each level. Any proof is read from a few tiles ([`inclusion_tiles`]).
//! - A [`Checkpoint`] says "my first *n* leaves have this root"; the log signs it with its
//!   [`LogKey`]. A witness that has seen that each is consistent with the last adds its
//!   cosignature with the time ([`WitnessKey`], [`Submission`]). A [`Policy`] says which witnesses
//!   are enough.
//! - A [`Promise`] is signed when a batch is recorded, before its acts are in the tree. Act and
//!   promise held against a later log show that it left the act out.
//!
//! ```
//! use transparency_log::{Batch, Checkpoint, Edge, LogKey, SignedCheckpoint, check_inclusion};
//! use transparency_log::{inclusion_proof, leaf_hash};
//!
//! let key = LogKey::generate("licensing.example.gov/log")?;
//! let leaves: Vec<_> = ["received", "accepted", "granted"]
//!     .map(|act| leaf_hash(&key.salt(act.as_bytes()), act.as_bytes()))
//!     .to_vec();
//!
//! let mut edge = Edge::new();
//! let tiles: std::collections::BTreeMap<_, _> = edge.append(&leaves).into_iter().collect();
//! let checkpoint = Checkpoint { origin: key.name().into(), size: edge.size(), root: edge.root() };
//! let signed = SignedCheckpoint::sign(&checkpoint, &[&key])?;
//!
//! let seen = signed.verify(&[key.verifier().clone()])?.checkpoint;
//! let path = inclusion_proof(seen.size, 1, |tile| tiles.get(&tile).cloned().ok_or(std::fmt::Error))?;
//! check_inclusion(leaves[1], 1, seen.size, seen.root, &path)?;
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! Signatures are Ed25519 (types `0x01` and `0x04` of signed-note). The ML-DSA-44 cosignatures
//! that [tlog-cosignature] recommends for new deployments aren't built: their lines are kept and
//! ignored like those of any unknown key.
//!
//! [tlog-tiles]: https://c2sp.org/tlog-tiles
//! [tlog-checkpoint]: https://c2sp.org/tlog-checkpoint
//! [signed-note]: https://c2sp.org/signed-note
//! [tlog-cosignature]: https://c2sp.org/tlog-cosignature
//! [tlog-proof]: https://c2sp.org/tlog-proof
//! [tlog-policy]: https://c2sp.org/tlog-policy
//! [tlog-witness]: https://c2sp.org/tlog-witness

mod batch;
mod checkpoint;
mod edge;
mod hash;
mod key;
mod note;
mod policy;
mod promise;
mod proof;
mod proof_text;
mod receipt;
mod submission;
mod tile;
mod verifier;

pub use batch::{Batch, BatchProof};
pub use checkpoint::{Checkpoint, Cosignature, SignedCheckpoint, Verified};
pub use edge::{Edge, edge_tiles};
pub use hash::{Hash, MalformedHash, leaf_hash};
pub use key::{KeyError, LogKey, WitnessKey};
pub use note::NoteError;
pub use policy::{Checked, KnownLog, Policy, PolicyError, PolicyWitness, Refused};
pub use promise::{ActPromise, Promise, PromiseError, Promised, SignedPromise};
pub use proof::{
    ProofError, WrongProof, check_consistency, check_inclusion, consistency_proof,
    consistency_tiles, inclusion_proof, inclusion_tiles,
};
pub use proof_text::ProofTextError;
pub use receipt::{CheckedReceipt, Receipt, ReceiptError};
pub use submission::{Submission, Unwitnessed};
pub use tile::{MalformedTile, Tile, TileError, tiles_of};
pub use verifier::{KeyKind, VerifierKey};
