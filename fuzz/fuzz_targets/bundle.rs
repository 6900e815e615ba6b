//! What a bundle says as text: its acts line by line, what the log signed of them, and the receipt of the
//! act that recorded the edition, with a zero byte between them. Archives have a target of their own.
#![no_main]

use std::sync::LazyLock;

use ledger::Act;
use libfuzzer_sys::fuzz_target;
use transparency_log::{Edge, Hash, Receipt, VerifierKey, check_inclusion};

use line::Lines;
use proof::{InLog, Proof};

#[expect(dead_code, reason = "the program writes lines too")]
#[path = "../../crates/xiaoneng/src/publishing/bundle/line.rs"]
mod line;
#[expect(dead_code, reason = "the program also tells of a bundle without a log")]
#[path = "../../crates/xiaoneng/src/publishing/bundle/proof.rs"]
mod proof;

/// The key that signed the bundle of the corpus, and that bundle.
const KEY: &str = "police.example.gov/log+80a7c1ba+AeJVtZri0ldQw+oD3RJfNCuQ14Wi73RwakRDV2HvE7HA";
const GENUINE: &[u8] = include_bytes!("../corpus/bundle/genuine");

static KEYS: LazyLock<[VerifierKey; 1]> = LazyLock::new(|| [KEY.parse().expect("a sound key")]);
static SIGNED: LazyLock<(u64, Hash)> =
    LazyLock::new(|| tree_of(Parts::of(GENUINE).acts).expect("acts that are hashed"));

fuzz_target!(|data: &[u8]| {
    let parts = Parts::of(data);
    let tree = tree_of(parts.acts);
    if let (Some((size, root)), Ok(proof)) = (tree, Proof::of(parts.checkpoint, parts.consistency))
    {
        // Nobody signs other acts without the key; every log goes on from none.
        if let InLog::Signed { note, .. } = proof.check(size, root, &*KEYS) {
            assert!(size == 0 || (size, root) == *SIGNED);
            assert_eq!(note, parts.checkpoint);
        }
    }
    if let Ok(receipt) = parts.receipt.parse::<Receipt>() {
        let head = receipt.checkpoint.checkpoint();
        let (leaf, index) = (receipt.leaf(), receipt.index);
        let is_signed = receipt.checkpoint.verify(&*KEYS).is_ok();
        let is_included = check_inclusion(leaf, index, head.size, head.root, &receipt.path).is_ok();
        if is_signed && is_included {
            let (_, act) = Act::of_text(&receipt.content).expect("an act that the log took in");
            assert_eq!(act.position as u64, index + 1);
        }
    }
});

struct Parts<'a> {
    acts: &'a [u8],
    checkpoint: &'a str,
    consistency: &'a str,
    receipt: &'a str,
}

impl<'a> Parts<'a> {
    fn of(data: &'a [u8]) -> Self {
        let mut parts = data.splitn(4, |byte| *byte == 0);
        let acts = parts.next().unwrap_or_default();
        let mut text = || parts.next().and_then(|it| str::from_utf8(it).ok()).unwrap_or_default();
        Self { acts, checkpoint: text(), consistency: text(), receipt: text() }
    }
}

/// The size and the root of the tree that acts make, if all of them are hashed.
fn tree_of(acts: &[u8]) -> Option<(u64, Hash)> {
    let (mut lines, mut tree, mut read) = (Lines::of(acts), Edge::new(), 0);
    loop {
        let (acts, leaves) = lines.acts("police").ok()?;
        if acts.is_empty() {
            assert_eq!(tree.size(), read);
            return Some((tree.size(), tree.root()));
        }
        read += acts.len() as u64;
        tree.append(&leaves?);
    }
}
