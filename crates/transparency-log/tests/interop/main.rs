//! Logs, checkpoints, cosignatures and proofs against an implementation from elsewhere: what one
//! makes the other accepts, and what was tampered with both refuse.
//!
//! `./test interop` installs the other one (Python) and says where in `XIAONENG_INTEROP_PYTHON`.
#![allow(clippy::unwrap_used, reason = "a test may stop at what it doesn't expect")]

use std::collections::HashMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use transparency_log::{
    Checkpoint, Edge, Hash, LogKey, SignedCheckpoint, Tile, VerifierKey, WitnessKey,
    check_consistency, check_inclusion, consistency_proof, inclusion_proof, leaf_hash, tiles_of,
};

const SIZES: [u64; 10] = [1, 2, 255, 256, 257, 511, 65_535, 65_536, 65_537, 70_000];
const TAMPERED_SIZE: u64 = 257;

#[test]
fn the_other_implementation_accepts_our_log_and_refuses_what_was_tampered_with() {
    let folder = folder("ours");
    make(&folder);
    let said = peer("check", &folder);
    assert!(said.contains(" checked"), "{said}");
    println!("the other implementation: {said}");
}

#[test]
fn we_accept_the_log_of_the_other_implementation_and_refuse_what_was_tampered_with() {
    let folder = folder("theirs");
    peer("make", &folder);
    let (checked, wrong) = check(&folder);
    assert_eq!(wrong, Vec::<String>::new());
    println!("ours: {checked} checked");
}

#[test]
fn a_log_that_is_wrong_is_refused_by_both() {
    // Without this, a check that accepts anything would pass the two tests above.
    let folder = folder("wrong");
    make(&folder);
    let tile = folder.join("tile/0/x272/000");
    let tile = if tile.exists() { tile } else { folder.join("tile/0/272") };
    let mut bytes = fs::read(&tile).unwrap();
    bytes[0] ^= 1;
    fs::write(&tile, bytes).unwrap();
    let tampered = fs::read_to_string(folder.join("tampered/proofs")).unwrap();
    let proofs = fs::read_to_string(folder.join("proofs")).unwrap();
    fs::write(folder.join("proofs"), &tampered).unwrap();
    fs::write(folder.join("tampered/proofs"), &proofs).unwrap();

    let (_, wrong) = check(&folder);
    let says = |what: &str| wrong.iter().filter(|wrong| wrong.contains(what)).count();
    assert_eq!(says("the tiles of 70000"), 1);
    assert_eq!(says("refused: "), tampered.lines().count());
    assert_eq!(says("accepted though tampered with"), proofs.lines().count());

    let output = run("check", &folder);
    assert_eq!(output.status.code(), Some(1));
    let said = String::from_utf8(output.stdout).unwrap();
    let says = |what: &str| said.lines().filter(|line| line.contains(what)).count();
    assert_eq!(says("the tiles of 70000"), 1, "{said}");
    assert_eq!(says("refused: "), tampered.lines().count());
    assert_eq!(says("accepted though tampered with"), proofs.lines().count());
}

fn folder(name: &str) -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("interop").join(name);
    if folder.exists() {
        fs::remove_dir_all(&folder).unwrap();
    }
    fs::create_dir_all(&folder).unwrap();
    folder
}

fn run(command: &str, folder: &Path) -> std::process::Output {
    let python = std::env::var_os("XIAONENG_INTEROP_PYTHON")
        .expect("XIAONENG_INTEROP_PYTHON names a Python that has aics-tlog: run `./test interop`");
    let peer = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/interop/peer.py");
    Command::new(python).arg(peer).arg(command).arg(folder).output().unwrap()
}

fn peer(command: &str, folder: &Path) -> String {
    let output = run(command, folder);
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(output.status.success(), "{said}");
    said
}

/// Writes a log as `peer.py` says.
fn make(folder: &Path) {
    let log = LogKey::generate("licensing.example.gov/log").unwrap();
    let witness = WitnessKey::generate("audit.example.gov/witness").unwrap();
    write(&folder.join("keys"), &format!("{}\n{}\n", log.verifier(), witness.verifier()));

    let acts: Vec<String> = (0..70_000).map(|n| format!("act {n}")).collect();
    let leaves: Vec<Hash> =
        acts.iter().map(|act| leaf_hash(&log.salt(act.as_bytes()), act.as_bytes())).collect();
    let mut edge = Edge::new();
    let mut notes = HashMap::new();
    for size in SIZES {
        for (tile, bytes) in edge.append(&leaves[edge.size() as usize..size as usize]) {
            write(&folder.join(tile.path()), &bytes);
            if tiles_of(TAMPERED_SIZE).any(|one| one == tile) {
                let mut bytes = bytes;
                bytes[0] ^= u8::from(tile == Tile { level: 0, index: 0, width: 256 });
                write(&folder.join("tampered").join(tile.path()), &bytes);
            }
        }
        let head = Checkpoint { origin: log.name().into(), size, root: edge.root() };
        let note = SignedCheckpoint::sign(&head, &[&log]).unwrap();
        let note = note.cosign(&witness, 1_764_298_800).unwrap().text().to_owned();
        write(&folder.join(format!("checkpoint/{size}")), &note);
        notes.insert(size, note);
    }
    tamper_with_checkpoints(&folder.join("tampered/checkpoint"), &notes);

    let (mut proofs, mut tampered) = (String::new(), String::new());
    let read = |tile: Tile| fs::read(folder.join(tile.path()));
    for (at, size) in SIZES.into_iter().enumerate() {
        for index in [0, size / 2, size - 1] {
            let path = inclusion_proof(size, index, read).unwrap();
            let (leaf, other) = (leaves[index as usize], Hash([0; 32]));
            line(&mut proofs, "inclusion", size, index, &[&[leaf], &path[..]].concat());
            line(&mut tampered, "inclusion", size, index, &[&[other], &path[..]].concat());
            if !path.is_empty() {
                let path = [&[leaf], &flipped(&path)[..]].concat();
                line(&mut tampered, "inclusion", size, index, &path);
            }
        }
        for old in &SIZES[..=at] {
            let path = consistency_proof(*old, size, read).unwrap();
            line(&mut proofs, "consistency", *old, size, &path);
            let longer = [&path[..], &[Hash([0; 32])]].concat();
            line(&mut tampered, "consistency", *old, size, &longer);
            if !path.is_empty() {
                line(&mut tampered, "consistency", *old, size, &flipped(&path));
            }
        }
    }
    write(&folder.join("proofs"), &proofs);
    write(&folder.join("tampered/proofs"), &tampered);
}

fn tamper_with_checkpoints(folder: &Path, notes: &HashMap<u64, String>) {
    let (one, other) = (&notes[&256], &notes[&257]);
    let (lines, others): (Vec<&str>, Vec<&str>) = (one.lines().collect(), other.lines().collect());
    let of = |parts: &[&[&str]]| parts.concat().join("\n") + "\n";
    write(&folder.join("size"), &one.replace("\n256\n", "\n255\n"));
    write(&folder.join("root"), &of(&[&lines[..2], &others[2..3], &lines[3..]]));
    write(&folder.join("origin"), &one.replacen("/log\n", "/lag\n", 1));
    write(&folder.join("not-by-log"), &of(&[&lines[..4], &lines[5..]]));
    write(&folder.join("foreign-cosignature"), &of(&[&lines[..5], &others[5..]]));
    write(&folder.join("extended"), &one.replacen("\n\n", "\nmore\n\n", 1));
}

/// Checks a log as `peer.py` says: how much was checked, and what is wrong.
fn check(folder: &Path) -> (usize, Vec<String>) {
    let keys = fs::read_to_string(folder.join("keys")).unwrap();
    let keys: Vec<VerifierKey> = keys.lines().map(|key| key.parse().unwrap()).collect();
    let (mut checked, mut wrong, mut roots) = (0, Vec::new(), HashMap::new());
    let mut expect = |holds: bool, what: String| {
        checked += 1;
        if !holds {
            wrong.push(what);
        }
    };
    for size in SIZES {
        let text = fs::read_to_string(folder.join(format!("checkpoint/{size}"))).unwrap();
        let signed: SignedCheckpoint = text.parse().unwrap();
        expect(is_signed(&text, &keys), format!("checkpoint {size} is refused"));
        let head = signed.checkpoint();
        expect(head.size == size, format!("checkpoint {size} is of size {}", head.size));
        expect(is_tree(folder, size, head.root), format!("the tiles of {size} are wrong"));
        roots.insert(size, head.root);
    }
    let read = |tile: Tile| read_tile(folder, tile);
    for words in proofs(&folder.join("proofs")) {
        expect(holds(&words, &roots), format!("refused: {}", words.what()));
        let made = match words.kind.as_str() {
            "inclusion" => inclusion_proof(words.a, words.b, read).unwrap(),
            _ => consistency_proof(words.a, words.b, read).unwrap(),
        };
        expect(words.path() == made, format!("another proof is made: {}", words.what()));
    }
    for words in proofs(&folder.join("tampered/proofs")) {
        expect(!holds(&words, &roots), format!("accepted though tampered with: {}", words.what()));
    }
    for file in fs::read_dir(folder.join("tampered/checkpoint")).unwrap() {
        let file = file.unwrap().path();
        let text = fs::read_to_string(&file).unwrap();
        let what = format!("accepted though tampered with: {}", file.display());
        expect(!is_signed(&text, &keys), what);
    }
    let tampered = folder.join("tampered");
    let is_accepted = is_tree(&tampered, TAMPERED_SIZE, roots[&TAMPERED_SIZE]);
    expect(!is_accepted, "a wrong tile is accepted".to_owned());
    (checked, wrong)
}

/// Signed by the log and cosigned by the witness.
fn is_signed(text: &str, keys: &[VerifierKey]) -> bool {
    let signed = text.parse::<SignedCheckpoint>();
    signed.and_then(|signed| signed.verify(keys)).is_ok_and(|verified| {
        verified.cosignatures.len() == 1 && verified.cosignatures[0].time == 1_764_298_800
    })
}

/// Whether every tile of the tree is what its leaves make it.
fn is_tree(folder: &Path, size: u64, root: Hash) -> bool {
    let edge = Edge::load(size, |tile| read_tile(folder, tile)).unwrap();
    let mut leaves = Vec::new();
    for tile in tiles_of(size).take_while(|tile| tile.level == 0) {
        let bytes = read_tile(folder, tile).unwrap();
        let hashes = bytes.chunks_exact(32).map(|hash| Hash(hash.try_into().unwrap()));
        leaves.extend(hashes.take(usize::from(tile.width)));
    }
    let mut again = Edge::new();
    let tiles = again.append(&leaves);
    edge.root() == root
        && again.root() == root
        && tiles.len() == tiles_of(size).count()
        && tiles.into_iter().all(|(tile, bytes)| read_tile(folder, tile).unwrap() == bytes)
}

fn read_tile(folder: &Path, tile: Tile) -> std::io::Result<Vec<u8>> {
    fs::read(folder.join(tile.path()))
}

/// A line of proofs.
struct Words {
    kind: String,
    a: u64,
    b: u64,
    hashes: Vec<Hash>,
}

impl Words {
    fn what(&self) -> String {
        format!("{} {} {}", self.kind, self.a, self.b)
    }

    fn path(&self) -> &[Hash] {
        &self.hashes[usize::from(self.kind == "inclusion")..]
    }
}

fn proofs(file: &Path) -> Vec<Words> {
    let text = fs::read_to_string(file).unwrap();
    let words = text.lines().map(|line| {
        let words: Vec<&str> = line.split(' ').collect();
        Words {
            kind: words[0].to_owned(),
            a: words[1].parse().unwrap(),
            b: words[2].parse().unwrap(),
            hashes: words[3..].iter().map(|hash| hash.parse().unwrap()).collect(),
        }
    });
    words.collect()
}

fn holds(words: &Words, roots: &HashMap<u64, Hash>) -> bool {
    let (a, b) = (words.a, words.b);
    if words.kind == "inclusion" {
        check_inclusion(words.hashes[0], b, a, roots[&a], words.path()).is_ok()
    } else {
        check_consistency(a, roots[&a], b, roots[&b], words.path()).is_ok()
    }
}

fn line(to: &mut String, kind: &str, a: u64, b: u64, hashes: &[Hash]) {
    write!(to, "{kind} {a} {b}").unwrap();
    for hash in hashes {
        write!(to, " {hash}").unwrap();
    }
    to.push('\n');
}

fn flipped(path: &[Hash]) -> Vec<Hash> {
    let mut path = path.to_vec();
    path[0].0[0] ^= 1;
    path
}

fn write(path: &Path, content: &(impl AsRef<[u8]> + ?Sized)) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, content).unwrap();
}
