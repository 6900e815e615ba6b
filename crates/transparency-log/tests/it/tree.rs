//! Trees and proofs against RFC 6962 written down as it stands there.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use proptest::prelude::*;
use transparency_log::{
    Batch, Edge, Hash, ProofError, Tile, TileError, check_consistency, check_inclusion,
    consistency_proof, consistency_tiles, edge_tiles, inclusion_proof, inclusion_tiles, leaf_hash,
    tiles_of,
};

/// RFC 6962, section 2.1: the hash of a list of entries.
fn mth(leaves: &[Hash]) -> Hash {
    match leaves {
        [] => Hash::EMPTY_TREE,
        [leaf] => *leaf,
        _ => {
            let (left, right) = leaves.split_at(split(leaves.len()));
            leaf_of_nodes(mth(left), mth(right))
        }
    }
}

/// Section 2.1.1: the audit path of leaf `m`.
fn path(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let k = split(leaves.len());
    let (left, right) = leaves.split_at(k);
    let (mut path, beside) =
        if m < k { (path(m, left), mth(right)) } else { (path(m - k, right), mth(left)) };
    path.push(beside);
    path
}

/// Section 2.1.2: the consistency proof from the first `m` leaves.
fn proof(m: usize, leaves: &[Hash]) -> Vec<Hash> {
    fn sub_proof(m: usize, leaves: &[Hash], is_known: bool) -> Vec<Hash> {
        if m == leaves.len() {
            return if is_known { Vec::new() } else { vec![mth(leaves)] };
        }
        let k = split(leaves.len());
        let (left, right) = leaves.split_at(k);
        let (mut proof, beside) = if m <= k {
            (sub_proof(m, left, is_known), mth(right))
        } else {
            (sub_proof(m - k, right, false), mth(left))
        };
        proof.push(beside);
        proof
    }
    if m == 0 { Vec::new() } else { sub_proof(m, leaves, true) }
}

/// The largest power of two below `n`.
fn split(n: usize) -> usize {
    n.next_power_of_two() / 2
}

/// The node above two: SHA-256 over a byte 1 and both.
fn leaf_of_nodes(left: Hash, right: Hash) -> Hash {
    use sha2::{Digest as _, Sha256};
    Hash(
        Sha256::new()
            .chain_update([1])
            .chain_update(left.0)
            .chain_update(right.0)
            .finalize()
            .into(),
    )
}

fn leaves(count: usize) -> Vec<Hash> {
    (0..count).map(|n| leaf_hash(b"", &n.to_be_bytes())).collect()
}

/// All tiles that a log of some size ever wrote, the wider one in the place of the narrower.
#[derive(Clone, Default)]
struct Store(BTreeMap<(u8, u64), Vec<u8>>);

impl Store {
    fn of(leaves: &[Hash], batch: usize) -> (Edge, Self) {
        let (mut edge, mut store) = (Edge::new(), Self::default());
        for batch in leaves.chunks(batch) {
            store.write(edge.append(batch));
        }
        (edge, store)
    }

    fn write(&mut self, tiles: Vec<(Tile, Vec<u8>)>) {
        for (tile, bytes) in tiles {
            assert_eq!(bytes.len(), usize::from(tile.width) * 32);
            self.0.insert((tile.level, tile.index), bytes);
        }
    }

    fn read(&self, tile: Tile) -> Result<Vec<u8>, std::io::Error> {
        let bytes = self.0.get(&(tile.level, tile.index)).cloned();
        bytes.ok_or_else(|| std::io::Error::other("no such tile"))
    }
}

/// 70,000 leaves in batches of odd size, once for all tests.
static LARGE: LazyLock<(Vec<Hash>, Store)> = LazyLock::new(|| {
    let leaves = leaves(70_000);
    let (edge, store) = Store::of(&leaves, 311);
    assert_eq!(edge.root(), mth(&leaves));
    (leaves, store)
});

#[test]
fn the_reference_tree_of_certificate_transparency_has_its_known_roots() {
    // The leaves and roots of merkle/testonly in github.com/google/certificate-transparency-go.
    let entries: [&[u8]; 8] = [
        b"",
        b"\x00",
        b"\x10",
        b"\x20\x21",
        b"\x30\x31",
        b"\x40\x41\x42\x43",
        b"\x50\x51\x52\x53\x54\x55\x56\x57",
        b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
    ];
    let roots = [
        "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
        "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
        "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
        "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
        "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
        "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
        "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
        "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    ];
    let mut edge = Edge::new();
    assert_eq!(edge.root(), Hash::EMPTY_TREE);
    for (entry, root) in entries.iter().zip(roots) {
        edge.append(&[leaf_hash(b"", entry)]);
        assert_eq!(edge.root().to_hex(), root);
    }
}

#[test]
fn all_proofs_of_all_trees_up_to_70_leaves_are_those_of_rfc_6962() {
    let leaves = leaves(70);
    let (_, store) = Store::of(&leaves, 1);
    for size in 1..=leaves.len() {
        let (tree, root, n) = (&leaves[..size], mth(&leaves[..size]), size as u64);
        assert_eq!(Store::of(tree, 70).0.root(), root);
        for index in 0..size {
            let made = inclusion_proof(n, index as u64, |tile| store.read(tile)).unwrap();
            assert_eq!(made, path(index, tree));
            check_inclusion(tree[index], index as u64, n, root, &made).unwrap();
        }
        for old in 0..=size {
            let made = consistency_proof(old as u64, n, |tile| store.read(tile)).unwrap();
            assert_eq!(made, proof(old, tree));
            check_consistency(old as u64, mth(&leaves[..old]), n, root, &made).unwrap();
        }
    }
}

#[test]
fn no_proof_goes_beyond_the_tree() {
    let (edge, store) = Store::of(&leaves(300), 300);
    let read = |tile| store.read(tile);
    for (size, index) in [(0, 0), (300, 300), (300, u64::MAX), (u64::MAX, 0)] {
        assert!(matches!(inclusion_proof(size, index, read), Err(ProofError::OutOfTree { .. })));
        assert_eq!(inclusion_tiles(size, index), []);
        check_inclusion(Hash::EMPTY_TREE, index, size, edge.root(), &[]).unwrap_err();
    }
    assert!(matches!(consistency_proof(301, 300, read), Err(ProofError::OutOfTree { .. })));
    check_consistency(301, edge.root(), 300, edge.root(), &[]).unwrap_err();
}

#[test]
fn trees_of_one_size_are_consistent_when_they_have_one_root() {
    let (one, other) = (mth(&leaves(5)), mth(&leaves(6)));
    check_consistency(5, one, 5, one, &[]).unwrap();
    check_consistency(5, one, 5, other, &[]).unwrap_err();
    check_consistency(5, one, 5, one, &[other]).unwrap_err();
    let empty = Hash::EMPTY_TREE;
    check_consistency(0, empty, 5, one, &[]).unwrap();
    check_consistency(0, empty, 0, empty, &[]).unwrap();
    check_consistency(0, empty, 0, one, &[]).unwrap_err();
    check_consistency(0, one, 5, one, &[]).unwrap_err();
    check_consistency(0, empty, 5, one, &[one]).unwrap_err();
}

#[test]
fn a_tile_that_is_missing_or_too_short_is_named() {
    let (_, mut store) = Store::of(&leaves(300), 300);
    let partial = Tile { level: 0, index: 1, width: 44 };
    store.0.get_mut(&(0, 1)).unwrap().truncate(43 * 32);
    let error = inclusion_proof(300, 299, |tile| store.read(tile)).unwrap_err();
    assert!(
        matches!(error, ProofError::Tile(TileError::Short { tile, bytes: 1376 }) if tile == partial)
    );
    let error = Edge::load(300, |tile| store.read(tile)).unwrap_err();
    assert!(matches!(error, TileError::Short { tile, .. } if tile == partial));
    store.0.remove(&(0, 1));
    let error = Edge::load(300, |tile| store.read(tile)).unwrap_err();
    assert!(matches!(error, TileError::Read { tile, .. } if tile == partial));
}

#[test]
fn an_append_gives_each_tile_that_changed_and_no_other() {
    let leaves = leaves(70_000);
    for batch in [1, 255, 256, 257, 600, 65_536, 70_000] {
        let (mut edge, mut written) = (Edge::new(), BTreeMap::new());
        for batch in leaves.chunks(batch).take(700) {
            let before = edge.size();
            let tiles = edge.append(batch);
            let changed: Vec<Tile> = tiles.iter().map(|(tile, _)| *tile).collect();
            let mut expected: Vec<Tile> = tiles_of(edge.size()).collect();
            let old: Vec<Tile> = tiles_of(before).collect();
            expected.retain(|tile| !old.contains(tile));
            assert_eq!(changed.len(), expected.len());
            assert!(expected.iter().all(|tile| changed.contains(tile)));
            written.extend(tiles);
            if edge.size() > 3_000 && batch.len() < 600 {
                break;
            }
        }
        assert!(tiles_of(edge.size()).all(|tile| written.contains_key(&tile)));
    }
    assert_eq!(Edge::new().append(&[]), []);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn a_proof_from_tiles_is_that_of_rfc_6962(old in 0..=70_000_usize, more in 1..=70_000_usize, at: u64) {
        let (leaves, store) = &*LARGE;
        let size = (old + more).min(leaves.len());
        let index = (at % size as u64) as usize;
        let tree = &leaves[..size];
        let read = |tile| store.read(tile);
        let (n, root) = (size as u64, mth(tree));

        let made = inclusion_proof(n, index as u64, read).unwrap();
        prop_assert_eq!(&made, &path(index, tree));
        check_inclusion(tree[index], index as u64, n, root, &made).unwrap();

        let old = old.min(size);
        let made = consistency_proof(old as u64, n, read).unwrap();
        prop_assert_eq!(&made, &proof(old, tree));
        check_consistency(old as u64, mth(&leaves[..old]), n, root, &made).unwrap();
    }

    #[test]
    fn a_proof_reads_the_tiles_it_names(size in 1..=70_000_u64, at: u64, old: u64) {
        let store = &LARGE.1;
        let (index, old) = (at % size, old % (size + 1));
        let mut read = Vec::new();
        inclusion_proof(size, index, |tile| { read.push(tile); store.read(tile) }).unwrap();
        read.sort();
        prop_assert_eq!(&read, &inclusion_tiles(size, index));
        read.clear();
        consistency_proof(old, size, |tile| { read.push(tile); store.read(tile) }).unwrap();
        read.sort();
        prop_assert_eq!(&read, &consistency_tiles(old, size));
        let all: Vec<Tile> = tiles_of(size).collect();
        prop_assert!(read.iter().all(|tile| all.contains(tile)));
        prop_assert!(edge_tiles(size).all(|tile| all.contains(&tile)));
    }

    #[test]
    fn an_edge_that_was_loaded_goes_on_like_one_that_was_kept(size in 0..=70_000_usize, more in 0..=2_000_usize) {
        let (leaves, store) = &*LARGE;
        let size = size.min(leaves.len() - more);
        let mut loaded = Edge::load(size as u64, |tile| store.read(tile)).unwrap();
        prop_assert_eq!(loaded.root(), mth(&leaves[..size]));
        let tiles = loaded.append(&leaves[size..size + more]);
        prop_assert_eq!(loaded.root(), mth(&leaves[..size + more]));
        prop_assert_eq!(&loaded, &Edge::load((size + more) as u64, |tile| store.read(tile)).unwrap());
        for (tile, bytes) in tiles {
            prop_assert_eq!(&bytes[..], &store.read(tile).unwrap()[..bytes.len()]);
        }
    }

    #[test]
    fn a_proof_of_which_one_bit_is_changed_fails(size in 2..=3_000_usize, at: u64, old: usize, bit: usize) {
        let leaves = &LARGE.0[..size];
        let (index, old) = ((at % size as u64) as usize, 1 + old % (size - 1));
        let (n, i, root) = (size as u64, index as u64, mth(leaves));

        let good = path(index, leaves);
        let mut bad = good.clone();
        flip(&mut bad, bit);
        check_inclusion(leaves[index], i, n, root, &bad).unwrap_err();
        check_inclusion(flipped(leaves[index], bit), i, n, root, &good).unwrap_err();
        check_inclusion(leaves[index], i, n, flipped(root, bit), &good).unwrap_err();
        check_inclusion(leaves[index], (i + 1) % n, n, root, &good).unwrap_err();
        check_inclusion(leaves[index], i, n, root, &good[1..]).unwrap_err();
        check_inclusion(leaves[index], i, n, root, &[&good[..], &[root]].concat()).unwrap_err();

        let (good, old_root) = (proof(old, leaves), mth(&leaves[..old]));
        let mut bad = good.clone();
        flip(&mut bad, bit);
        let o = old as u64;
        check_consistency(o, old_root, n, root, &bad).unwrap_err();
        check_consistency(o, flipped(old_root, bit), n, root, &good).unwrap_err();
        check_consistency(o, old_root, n, flipped(root, bit), &good).unwrap_err();
        check_consistency(o, old_root, n, root, &good[1..]).unwrap_err();
        check_consistency(o, old_root, n, root, &[&good[..], &[root]].concat()).unwrap_err();
    }

    #[test]
    fn whatever_is_checked_nothing_panics(a: u64, b: u64, proof in prop::collection::vec(any::<[u8; 32]>(), 0..70)) {
        let proof: Vec<Hash> = proof.into_iter().map(Hash).collect();
        let root = Hash([7; 32]);
        for (a, b) in [(a, b), (a, a), (a, u64::MAX), (u64::MAX, b), (a % 300, b % 300), (a, a.saturating_add(1))] {
            let _ = check_inclusion(root, a, b, root, &proof);
            let _ = check_consistency(a, root, b, root, &proof);
        }
    }

    #[test]
    fn a_batch_is_a_tree_of_rfc_6962(count in 0..=600_usize, at: u64) {
        let leaves = &LARGE.0[..count];
        let batch = Batch::new(leaves.to_vec());
        prop_assert_eq!(batch.count(), count as u64);
        prop_assert_eq!(batch.root(), mth(leaves));
        prop_assert!(batch.proof(count as u64).is_none());
        if count > 0 {
            let index = at % count as u64;
            let proof = batch.proof(index).unwrap();
            prop_assert_eq!(&proof.path, &path(index as usize, leaves));
            proof.check(leaves[index as usize], count as u64, batch.root()).unwrap();
        }
    }
}

fn flip(hashes: &mut [Hash], bit: usize) {
    let bit = bit % (hashes.len() * 256);
    hashes[bit / 256] = flipped(hashes[bit / 256], bit);
}

fn flipped(mut hash: Hash, bit: usize) -> Hash {
    hash.0[bit / 8 % 32] ^= 1 << (bit % 8);
    hash
}
