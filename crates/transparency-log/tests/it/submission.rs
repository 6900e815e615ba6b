//! What a witness may cosign.

use proptest::prelude::*;
use transparency_log::{
    Checkpoint, Edge, Hash, LogKey, NoteError, ProofTextError, SignedCheckpoint, Submission, Tile,
    Unwitnessed, consistency_proof, leaf_hash,
};

use crate::notes::{checkpoint, log};

/// The example of c2sp.org/tlog-witness; of its two signatures the first is of type 0x01.
const EXAMPLE: &str = "old 20852014\n\
    PlRNCrwHpqhGrupue0L7gxbjbMiKA9temvuZZDDpkaw=\n\
    jrJZDmY8Y7SyJE0MWLpLozkIVMSMZcD5kvuKxPC3swk=\n\
    5+pKlUdi2LeF/BcMHBn+Ku6yhPGNCswZZD1X/6QgPd8=\n\
    /6WVhPs2CwSsb5rYBH5cjHV/wSmA79abXAwhXw3Kj/0=\n\n\
    example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    — example.com/behind-the-sofa opLqBQsREYCgu6xQkYQwJr9fo45a62DN9EdmHXnZdXNqlcVGlCum2Wks+49/V6267UEjw6QUXTS5Rovnzv++qbSzm9Q=\n";

#[test]
fn the_example_of_the_specification_is_read_and_written() {
    let submission: Submission = EXAMPLE.parse().unwrap();
    assert_eq!((submission.old, submission.proof.len()), (20_852_014, 4));
    assert_eq!(submission.checkpoint.checkpoint().size, 20_852_163);
    assert_eq!(submission.to_string(), EXAMPLE);
}

#[test]
fn a_request_that_cant_be_read_names_the_line() {
    let line_of = |text: &str| match text.parse::<Submission>() {
        Err(ProofTextError::Line { line, .. }) => line,
        other => panic!("{text:?} is read as {other:?}"),
    };
    assert_eq!(line_of(""), 1);
    for old in ["old", "old 020852014", "old -1", "old +1", "old  1", "size 1"] {
        assert_eq!(line_of(&EXAMPLE.replace("old 20852014", old)), 1);
    }
    assert_eq!(line_of(&EXAMPLE.replace("jrJZ", "jrJ")), 3);
    let hash = format!("{}\n", Hash::EMPTY_TREE);
    let with = |hashes: usize| {
        format!("old 1\n{}\n{}", hash.repeat(hashes), EXAMPLE.split_once("\n\n").unwrap().1)
    };
    assert_eq!(line_of(&with(64)), 65);
    assert_eq!(with(63).parse::<Submission>().unwrap().proof.len(), 63);
    assert!(matches!("old 1\n\nno note".parse::<Submission>(), Err(ProofTextError::Note(_))));
}

/// A log of some leaves, and what it can prove.
struct Log {
    key: LogKey,
    leaves: Vec<Hash>,
}

impl Log {
    fn new(leaves: u64) -> Self {
        Self { key: log(), leaves: (0..leaves).map(|n| leaf_hash(b"", &n.to_be_bytes())).collect() }
    }

    fn tiles(&self, size: u64) -> (Edge, std::collections::BTreeMap<Tile, Vec<u8>>) {
        let mut edge = Edge::new();
        let tiles = edge.append(&self.leaves[..size as usize]);
        (edge, tiles.into_iter().collect())
    }

    fn checkpoint(&self, size: u64) -> SignedCheckpoint {
        checkpoint(&self.key, size, self.tiles(size).0.root())
    }

    fn submission(&self, old: u64, new: u64) -> Submission {
        let (_, tiles) = self.tiles(new);
        let proof =
            consistency_proof(old, new, |tile| tiles.get(&tile).cloned().ok_or(std::fmt::Error));
        Submission { old, proof: proof.unwrap_or_default(), checkpoint: self.checkpoint(new) }
    }

    fn check(&self, submission: &Submission, latest: Option<u64>) -> Result<(), Unwitnessed> {
        let latest: Option<Checkpoint> =
            latest.map(|size| self.checkpoint(size).checkpoint().clone());
        submission.check(&[self.key.verifier().clone()], latest.as_ref())
    }
}

#[test]
fn a_tree_that_grew_is_cosigned() {
    let log = Log::new(300);
    for (old, new) in [(1, 2), (5, 300), (255, 256), (256, 257), (300, 300), (0, 0)] {
        assert_eq!(log.check(&log.submission(old, new), Some(old)), Ok(()));
    }
    for new in [0, 1, 300] {
        assert_eq!(log.check(&log.submission(0, new), None), Ok(()));
    }
}

#[test]
fn what_isnt_proved_isnt_cosigned() {
    let log = Log::new(300);
    let good = log.submission(5, 300);
    let mut other = log.submission(5, 300);
    other.proof[0].0[0] ^= 1;
    assert!(matches!(log.check(&other, Some(5)), Err(Unwitnessed::Inconsistent(_))));
    assert_eq!(log.check(&good, Some(6)), Err(Unwitnessed::Stale { latest: 6, old: 5 }));
    assert_eq!(log.check(&good, None), Err(Unwitnessed::Stale { latest: 0, old: 5 }));
    let backwards = Submission { old: 301, ..good.clone() };
    assert_eq!(
        log.check(&backwards, Some(300)),
        Err(Unwitnessed::Backwards { old: 301, new: 300 })
    );

    // A proof where none may be; an empty tree that isn't; two trees of one size.
    let proved = Submission { old: 0, ..good.clone() };
    assert!(matches!(log.check(&proved, None), Err(Unwitnessed::Inconsistent(_))));
    let not_empty =
        Submission { old: 0, proof: vec![], checkpoint: checkpoint(&log.key, 0, Hash([1; 32])) };
    assert!(matches!(log.check(&not_empty, None), Err(Unwitnessed::Forked { size: 0, .. })));
    let forked = Submission {
        old: 300,
        proof: vec![],
        checkpoint: checkpoint(&log.key, 300, Hash([1; 32])),
    };
    let is_forked = Unwitnessed::Forked { origin: log.key.name().into(), size: 300 };
    assert_eq!(log.check(&forked, Some(300)), Err(is_forked));
}

#[test]
fn only_what_a_known_log_signed_is_cosigned() {
    let (log, mut other) = (Log::new(300), Log::new(300));
    let unsigned = log.check(&other.submission(0, 300), None);
    assert_eq!(unsigned, Err(Unwitnessed::Unsigned(NoteError::NotByLog(log.key.name().into()))));
    other.key = LogKey::generate("planning.example.gov/log").unwrap();
    let unknown = log.check(&other.submission(0, 300), None);
    assert_eq!(unknown, Err(Unwitnessed::UnknownLog("planning.example.gov/log".into())));

    let mut changed = log.submission(0, 300);
    changed.checkpoint = changed.checkpoint.text().replace("\n300\n", "\n299\n").parse().unwrap();
    let wrong = log.check(&changed, None);
    assert_eq!(wrong, Err(Unwitnessed::Unsigned(NoteError::WrongSignature(log.key.name().into()))));
}

proptest! {
    #[test]
    fn a_submission_reads_as_it_was_written(old: u64, proof in prop::collection::vec(any::<[u8; 32]>(), 0..=63)) {
        let checkpoint: SignedCheckpoint = EXAMPLE.split_once("\n\n").unwrap().1.parse().unwrap();
        let submission = Submission { old, proof: proof.into_iter().map(Hash).collect(), checkpoint };
        prop_assert_eq!(submission.to_string().parse(), Ok(submission));
    }

    #[test]
    fn no_request_panics(text in "(old [0-9]{0,21}\n)?([A-Za-z0-9+/]{42,44}=?\n){0,3}\n(.|\n){0,80}") {
        let _ = text.parse::<Submission>();
    }
}
