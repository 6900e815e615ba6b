//! Proofs that a leaf is in a tree and that one tree begins with another (RFC 6962, section 2.1),
//! read from tiles.

use std::cell::RefCell;
use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use tlog_tiles::tlog;

use crate::edge::root_of_complete;
use crate::hash::Hash;
use crate::tile::{Tile, TileError};

/// The largest tree proofs are made of: 2⁶² leaves.
const MOST: u64 = 1 << 62;

/// Why a proof doesn't hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongProof {
    /// The leaf isn't proved to be there.
    #[error("the proof doesn't show leaf {index} in the tree of {size} leaves with this root")]
    Inclusion {
        /// Which leaf was looked for.
        index: u64,
        /// How large the tree is.
        size: u64,
    },
    /// The larger tree isn't proved to begin with the smaller one.
    #[error(
        "the proof doesn't show that the tree of {new} leaves begins with the {old} leaves of the old one"
    )]
    Consistency {
        /// How large the old tree is.
        old: u64,
        /// How large the new tree is.
        new: u64,
    },
}

/// Why a proof couldn't be made.
#[derive(Debug, thiserror::Error)]
pub enum ProofError<E: std::error::Error + 'static> {
    /// There is no such leaf, or no such smaller tree.
    #[error("a tree of {size} leaves has no proof for {asked}")]
    OutOfTree {
        /// The index of the leaf, or the size of the old tree.
        asked: u64,
        /// How large the tree is.
        size: u64,
    },
    /// A tile is missing or damaged.
    #[error(transparent)]
    Tile(#[from] TileError<E>),
}

/// The hashes beside the way from the leaf at `index` up to the root of a tree of `size` leaves;
/// `reader` gives the bytes of each tile in [`inclusion_tiles`], with at least its width.
///
/// # Errors
/// [`ProofError::OutOfTree`] unless `index` < `size`; otherwise what the reader says.
pub fn inclusion_proof<E: std::error::Error + 'static>(
    size: u64,
    index: u64,
    reader: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, ProofError<E>> {
    prove(size, &Question::Leaf(index), reader)
}

/// The hashes that show that the tree of `new` leaves begins with its first `old`; `reader` gives
/// the bytes of each tile in [`consistency_tiles`], with at least its width.
///
/// # Errors
/// [`ProofError::OutOfTree`] unless `old` ≤ `new`; otherwise what the reader says.
pub fn consistency_proof<E: std::error::Error + 'static>(
    old: u64,
    new: u64,
    reader: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, ProofError<E>> {
    prove(new, &Question::OldTree(old), reader)
}

/// The tiles an [`inclusion_proof`] is read from; none when there is no such leaf.
pub fn inclusion_tiles(size: u64, index: u64) -> Vec<Tile> {
    tiles(size, &Question::Leaf(index))
}

/// The tiles a [`consistency_proof`] is read from; none when there is no such proof, or nothing
/// to read for it.
pub fn consistency_tiles(old: u64, new: u64) -> Vec<Tile> {
    tiles(new, &Question::OldTree(old))
}

/// Checks that `leaf` is the leaf at `index` of the tree with this `size` and `root`.
///
/// # Errors
/// [`WrongProof::Inclusion`] when `proof` doesn't show it.
pub fn check_inclusion(
    leaf: Hash,
    index: u64,
    size: u64,
    root: Hash,
    proof: &[Hash],
) -> Result<(), WrongProof> {
    let proof = proof.iter().map(|hash| tlog::Hash(hash.0)).collect();
    tlog::check_record(&proof, size, root.into(), index, leaf.into())
        .map_err(|_| WrongProof::Inclusion { index, size })
}

/// Checks that the tree of size `new` begins with the leaves of the tree of size `old`.
///
/// Every tree begins with the empty one, and the proof of that is empty. Of one size the roots
/// must be the same.
///
/// # Errors
/// [`WrongProof::Consistency`] when `proof` doesn't show it.
pub fn check_consistency(
    old: u64,
    old_root: Hash,
    new: u64,
    new_root: Hash,
    proof: &[Hash],
) -> Result<(), WrongProof> {
    let wrong = WrongProof::Consistency { old, new };
    if old == 0 {
        let new_is_empty_too = new == 0;
        let holds = old_root == Hash::EMPTY_TREE
            && proof.is_empty()
            && (!new_is_empty_too || new_root == Hash::EMPTY_TREE);
        return if holds { Ok(()) } else { Err(wrong) };
    }
    let proof = proof.iter().map(|hash| tlog::Hash(hash.0)).collect();
    tlog::check_tree(&proof, new, new_root.into(), old, old_root.into()).map_err(|_| wrong)
}

/// What a proof is to show.
enum Question {
    Leaf(u64),
    OldTree(u64),
}

impl Question {
    fn asked(&self) -> u64 {
        match self {
            Self::Leaf(index) => *index,
            Self::OldTree(old) => *old,
        }
    }

    /// The proof out of nodes; none when the tree has no such leaf or old tree.
    fn answer(&self, size: u64, nodes: &Nodes) -> Option<Vec<Hash>> {
        let proof = match self {
            _ if size > MOST => return None,
            Self::Leaf(index) => tlog::prove_record(size, *index, nodes),
            Self::OldTree(0) => Ok(Vec::new()),
            Self::OldTree(old) => tlog::prove_tree(size, *old, nodes),
        };
        Some(proof.ok()?.into_iter().map(Hash::from).collect())
    }
}

fn prove<E: std::error::Error + 'static>(
    size: u64,
    question: &Question,
    mut reader: impl FnMut(Tile) -> Result<Vec<u8>, E>,
) -> Result<Vec<Hash>, ProofError<E>> {
    let out_of_tree = || ProofError::OutOfTree { asked: question.asked(), size };
    let places = places(size, question).ok_or_else(out_of_tree)?;
    let mut read = BTreeMap::new();
    for place in &places {
        if let Entry::Vacant(unread) = read.entry(place.tile) {
            unread.insert(place.tile.read(&mut reader)?);
        }
    }
    let known =
        places.iter().filter_map(|place| Some((place.node, place.hash(read.get(&place.tile)?)?)));
    let nodes = Nodes { known: known.collect(), asked: RefCell::default() };
    question.answer(size, &nodes).ok_or_else(out_of_tree)
}

fn tiles(size: u64, question: &Question) -> Vec<Tile> {
    let places = places(size, question).unwrap_or_default();
    places.iter().map(|place| place.tile).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Where the nodes of a proof are found: makes the proof out of nothing and sees what it asks for.
fn places(size: u64, question: &Question) -> Option<Vec<Place>> {
    let nodes = Nodes::default();
    question.answer(size, &nodes)?;
    nodes.asked.into_inner().into_iter().map(|node| Place::of(node, size)).collect()
}

/// The nodes of a tree, by the numbers `tlog` gives them: hands out those it knows, and writes
/// down which were asked for.
#[derive(Default)]
struct Nodes {
    known: HashMap<u64, Hash>,
    asked: RefCell<Vec<u64>>,
}

impl tlog::HashReader for Nodes {
    fn read_hashes(&self, nodes: &[u64]) -> Result<Vec<tlog::Hash>, tlog::Error> {
        self.asked.borrow_mut().extend(nodes);
        Ok(nodes
            .iter()
            .map(|node| self.known.get(node).copied().unwrap_or(Hash::EMPTY_TREE).into())
            .collect())
    }
}

/// A node as the root over some hashes of a tile.
struct Place {
    node: u64,
    tile: Tile,
    first: usize,
    count: usize,
}

impl Place {
    fn of(node: u64, size: u64) -> Option<Self> {
        let (height, index) = tlog::split_stored_hash_index(node);
        let above_tile = height % 8;
        let first = index << above_tile;
        let tile = Tile::within(size, height / 8, first >> 8)?;
        Some(Self { node, tile, first: (first & 255) as usize, count: 1 << above_tile })
    }

    fn hash(&self, tile: &[u8]) -> Option<Hash> {
        let hashes: Vec<Hash> = Hash::each(tile).skip(self.first).take(self.count).collect();
        root_of_complete(&hashes).filter(|_| hashes.len() == self.count)
    }
}
