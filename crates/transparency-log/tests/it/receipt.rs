//! Receipts: one text that shows that an act is in the log.

use proptest::prelude::*;
use transparency_log::{
    ActPromise, Batch, Edge, Hash, LogKey, Policy, Promise, PromiseError, ProofTextError, Receipt,
    ReceiptError, Refused, SignedPromise, WitnessKey, inclusion_proof, leaf_hash,
};

use crate::notes::{checkpoint, log, witness};

const ACTS: [&str; 5] = ["received", "accepted", "paused\n暂停", "resumed", "granted"];

struct Log {
    key: LogKey,
    witness: WitnessKey,
    policy: Policy,
}

impl Log {
    fn new() -> Self {
        let (key, witness) = (log(), witness("audit.example/w1"));
        let text =
            format!("log {}\nwitness audit {}\nquorum audit\n", key.verifier(), witness.verifier());
        Self { policy: Policy::parse(text.as_bytes()).unwrap(), key, witness }
    }

    /// The receipt of an act of a log that has `before` other acts before these.
    fn receipt(&self, before: u64, act: usize) -> Receipt {
        let salts = ACTS.map(|act| self.key.salt(act.as_bytes()));
        let leaves: Vec<Hash> =
            ACTS.iter().zip(salts).map(|(act, salt)| leaf_hash(&salt, act.as_bytes())).collect();
        let batch = Batch::new(leaves.clone());
        let (count, root) = (batch.count(), batch.root());
        let promise =
            Promise { origin: self.key.name().into(), first: before + 1, count, root, by: 9 };
        let promise = SignedPromise::sign(promise, &self.key).unwrap();

        let mut edge = Edge::new();
        let earlier: Vec<Hash> = (0..before).map(|n| leaf_hash(b"", &n.to_be_bytes())).collect();
        let tiles: std::collections::BTreeMap<_, _> =
            edge.append(&[earlier, leaves].concat()).into_iter().collect();
        let index = before + act as u64;
        let path = inclusion_proof(edge.size(), index, |tile| {
            tiles.get(&tile).cloned().ok_or(std::fmt::Error)
        });
        Receipt {
            salt: salts[act].to_vec(),
            content: ACTS[act].to_owned(),
            promise: Some(ActPromise { promise, proof: batch.proof(act as u64).unwrap() }),
            index,
            path: path.unwrap(),
            checkpoint: checkpoint(&self.key, edge.size(), edge.root())
                .cosign(&self.witness, 8)
                .unwrap(),
        }
    }
}

#[test]
fn a_receipt_shows_that_an_act_is_in_the_log_as_promised() {
    let log = Log::new();
    for (before, act) in [(0, 0), (0, 4), (254, 1), (255, 1), (256, 2), (65_535, 3)] {
        let receipt = log.receipt(before, act);
        let text = receipt.to_string();
        assert!(text.starts_with("c2sp.org/tlog-proof@v1\nextra "));
        let read: Receipt = text.parse().unwrap();
        assert_eq!(read, receipt);
        let checked = read.check(&log.policy).unwrap();
        assert_eq!(checked.position, before + act as u64 + 1);
        assert_eq!(checked.promised.unwrap().position, checked.position);
        assert_eq!(checked.checked.witnesses, [("audit".to_owned(), 8)]);

        let without = Receipt { promise: None, ..receipt };
        assert_eq!(without.to_string().parse(), Ok(without.clone()));
        assert_eq!(without.check(&log.policy).unwrap().promised, None);
    }
}

#[test]
fn a_receipt_is_refused_when_anything_in_it_was_changed() {
    let log = Log::new();
    let good = log.receipt(300, 2);
    let refused = |change: &dyn Fn(&mut Receipt)| {
        let mut receipt = good.clone();
        change(&mut receipt);
        receipt.check(&log.policy).unwrap_err()
    };
    let not_included = |error| matches!(error, ReceiptError::NotIncluded(_));
    assert!(not_included(refused(&|receipt| receipt.content.push('.'))));
    assert!(not_included(refused(&|receipt| receipt.salt[0] ^= 1)));
    assert!(not_included(refused(&|receipt| receipt.index -= 1)));
    assert!(not_included(refused(&|receipt| receipt.index = u64::MAX)));
    assert!(not_included(refused(&|receipt| receipt.path[0].0[0] ^= 1)));
    // A promise about another act, about another place, and one that another log gave.
    let other = log.receipt(300, 1).promise;
    assert!(matches!(
        refused(&|receipt| receipt.promise = other.clone()),
        ReceiptError::Promise(PromiseError::OtherActs(_))
    ));
    let elsewhere = log.receipt(10, 2).promise;
    assert_eq!(
        refused(&|receipt| receipt.promise = elsewhere.clone()),
        ReceiptError::OtherPosition { promised: 13, position: 303 }
    );
    let foreign = Log::new().receipt(300, 2).promise;
    assert!(matches!(
        refused(&|receipt| receipt.promise = foreign.clone()),
        ReceiptError::Promise(_)
    ));
    // Not even one of another log that the policy knows.
    let other = Log { key: LogKey::generate("planning.example.gov/log").unwrap(), ..Log::new() };
    let both = format!("log {}\nlog {}\nquorum none\n", log.key.verifier(), other.key.verifier());
    let both = Policy::parse(both.as_bytes()).unwrap();
    let salt = good.salt.clone();
    let leaf = leaf_hash(&salt, good.content.as_bytes());
    let batch = Batch::new(vec![leaf]);
    let promise = Promise {
        origin: other.key.name().into(),
        first: 303,
        count: 1,
        root: batch.root(),
        by: 9,
    };
    let promise = SignedPromise::sign(promise, &other.key).unwrap();
    let promise = ActPromise { promise, proof: batch.proof(0).unwrap() };
    let with_other = Receipt { promise: Some(promise), ..good.clone() };
    assert!(matches!(with_other.check(&both), Err(ReceiptError::Promise(PromiseError::Note(_)))));
    assert!(good.check(&both).is_ok());
    // A checkpoint that no witness saw.
    let alone =
        checkpoint(&log.key, good.checkpoint.checkpoint().size, good.checkpoint.checkpoint().root);
    assert!(matches!(
        refused(&|receipt| receipt.checkpoint = alone.clone()),
        ReceiptError::Checkpoint(Refused::Quorum { .. })
    ));
}

#[test]
fn a_receipt_that_cant_be_read_names_the_line() {
    let text = Log::new().receipt(3, 2).to_string();
    let line_of = |text: &str| match text.parse::<Receipt>() {
        Err(ReceiptError::Text(ProofTextError::Line { line, .. })) => line,
        other => panic!("{text:?} is read as {other:?}"),
    };
    assert_eq!(line_of(&text.replace("@v1", "@v2")), 1);
    assert_eq!(line_of(&text.replace("extra ", "extra =")), 2);
    assert_eq!(line_of(&text.replace("index 5", "index 05")), 3);
    assert_eq!(line_of(&text.replace("index 5\n", "index 5\nAAAA\n")), 4);
    assert_eq!(line_of(text.split_once("\n\n").unwrap().0), 7);
    let hash = format!("{}\n", Hash::EMPTY_TREE);
    assert_eq!(line_of(&text.replace("index 5\n", &format!("index 5\n{}", hash.repeat(65)))), 68);
    let without_extra =
        text.lines().filter(|line| !line.starts_with("extra ")).map(|line| format!("{line}\n"));
    assert!(matches!(
        without_extra.collect::<String>().parse::<Receipt>(),
        Err(ReceiptError::Extra(_))
    ));
}

proptest! {
    #[test]
    fn a_receipt_reads_as_it_was_written(content: String, salt: Vec<u8>, index: u64, path in prop::collection::vec(any::<[u8; 32]>(), 0..64), with_promise: bool) {
        let mut receipt = Log::new().receipt(0, 1);
        receipt = Receipt { content, salt, index, path: path.into_iter().map(Hash).collect(), ..receipt };
        if !with_promise {
            receipt.promise = None;
        }
        prop_assert_eq!(receipt.to_string().parse(), Ok(receipt));
    }

    #[test]
    fn no_text_makes_a_receipt_panic(text in "c2sp.org/tlog-proof@v1\n(extra [A-Za-z0-9+/]{0,12}={0,2}\n)?(index [0-9]{0,21}\n)?([A-Za-z0-9+/]{42,44}=?\n){0,3}\n(.|\n){0,80}") {
        let _ = text.parse::<Receipt>();
    }
}
