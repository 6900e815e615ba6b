//! Keys, checkpoints and promises.

use proptest::prelude::*;
use transparency_log::{
    ActPromise, Batch, Checkpoint, Cosignature, Hash, KeyError, KeyKind, LogKey, NoteError,
    Promise, PromiseError, Promised, SignedCheckpoint, SignedPromise, VerifierKey, WitnessKey,
    leaf_hash,
};

/// The key and the note of c2sp.org/signed-note.
const EXAMPLE_KEY: &str = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
const EXAMPLE_NOTE: &str = "This is an example message.\n\n\
    — example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

/// The example of c2sp.org/tlog-cosignature.
const EXAMPLE_CHECKPOINT: &str = "example.com/behind-the-sofa\n20852163\n\
    CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n\
    — example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n\
    — witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

/// A key pair that golang.org/x/mod/sumdb/note uses in its tests.
const NEUMANN: &str =
    "PRIVATE+KEY+PeterNeumann+c74f20a3+AYEKFALVFGyNhPJEMzD1QIDr+Y7hfZx09iUvxdXHKDFz";
const NEUMANN_VERIFIER: &str = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";

pub(crate) fn log() -> LogKey {
    LogKey::generate("licensing.example.gov/log").unwrap()
}

pub(crate) fn witness(name: &str) -> WitnessKey {
    WitnessKey::generate(name).unwrap()
}

pub(crate) fn checkpoint(key: &LogKey, size: u64, root: Hash) -> SignedCheckpoint {
    let checkpoint = Checkpoint { origin: key.name().to_owned(), size, root };
    SignedCheckpoint::sign(&checkpoint, &[key]).unwrap()
}

#[test]
fn the_example_key_of_the_specification_verifies_its_note() {
    let key: VerifierKey = EXAMPLE_KEY.parse().unwrap();
    assert_eq!(key.to_string(), EXAMPLE_KEY);
    assert_eq!((key.name(), key.kind(), key.id()), ("example.com/foo", KeyKind::Log, 0x530d_903a));
    let note = signed_note::Note::from_bytes(EXAMPLE_NOTE.as_bytes()).unwrap();
    let verifiers = signed_note::VerifierList::new(vec![Box::new(key)]);
    assert_eq!(note.verify(&verifiers).unwrap().0.len(), 1);
    let changed = EXAMPLE_NOTE.replace("an example", "my example");
    let note = signed_note::Note::from_bytes(changed.as_bytes()).unwrap();
    note.verify(&verifiers).unwrap_err();
}

#[test]
fn the_example_checkpoint_of_the_specification_is_read() {
    let signed: SignedCheckpoint = EXAMPLE_CHECKPOINT.parse().unwrap();
    let checkpoint = signed.checkpoint();
    assert_eq!(
        (checkpoint.origin.as_str(), checkpoint.size),
        ("example.com/behind-the-sofa", 20_852_163)
    );
    assert_eq!(checkpoint.root.to_string(), "CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
    assert_eq!(signed.text(), EXAMPLE_CHECKPOINT);
    let log = "example.com/behind-the-sofa".to_owned();
    assert_eq!(signed.verify(&[]), Err(NoteError::NotByLog(log)));
}

#[test]
fn a_private_key_of_another_program_is_read_and_written() {
    let key = LogKey::parse(NEUMANN).unwrap();
    assert_eq!(*key.to_text(), NEUMANN);
    assert_eq!(key.verifier().to_string(), NEUMANN_VERIFIER);
    assert!(!format!("{key:?}").contains("AYEKFALV"));
    let with_line_break = format!("{NEUMANN}\n");
    assert_eq!(LogKey::parse(&with_line_break).unwrap().verifier(), key.verifier());
}

#[test]
fn a_key_is_refused_without_repeating_what_is_secret() {
    for (bad, error) in [
        ("", KeyError::Private("log")),
        (NEUMANN_VERIFIER, KeyError::Private("log")),
        (&NEUMANN[..60], KeyError::Private("log")),
        (&NEUMANN.replace("+AYE", "+AoE"), KeyError::Kind(0x02)),
        (&NEUMANN.replace("PeterNeumann", "Peter Neumann"), KeyError::Name("Peter Neumann".into())),
        (
            &NEUMANN.replace("c74f20a3", "c74f20a4"),
            KeyError::Id {
                name: "PeterNeumann".into(),
                given: "c74f20a4".into(),
                right: 0xc74f_20a3,
            },
        ),
    ] {
        assert_eq!(LogKey::parse(bad).unwrap_err(), error);
    }
    // A log's key is no witness's: what one of them signs, the other never does.
    assert_eq!(WitnessKey::parse(NEUMANN).unwrap_err(), KeyError::Private("witness"));
    assert_eq!(LogKey::parse(&witness("w").to_text()).unwrap_err(), KeyError::Private("log"));
    for name in ["", "a b", "a+b", "a\u{a0}b", "a\nb", "a\u{1}b"] {
        assert_eq!(LogKey::generate(name).unwrap_err(), KeyError::Name(name.into()));
    }
}

#[test]
fn a_verifier_key_is_refused_when_anybody_could_sign_under_it() {
    // The identity and the point of order two.
    for weak in [[1_u8].as_slice(), &[0xec]] {
        let mut key = [if weak[0] == 1 { 0 } else { 0xff }; 32];
        key[0] = weak[0];
        key[31] &= 0x7f;
        let typed = [&[1_u8], &key[..]].concat();
        let id = signed_note::key_id("weak", &typed);
        let text = format!("weak+{id:08x}+{}", base64(&typed));
        assert_eq!(text.parse::<VerifierKey>().unwrap_err(), KeyError::Verifier(text));
    }
    for bad in ["", "a", "a+b", "a+b+c", &format!("{EXAMPLE_KEY}="), &EXAMPLE_KEY[..50]] {
        assert_eq!(bad.parse::<VerifierKey>().unwrap_err(), KeyError::Verifier(bad.into()));
    }
    let moved = EXAMPLE_KEY.replace("foo", "bar");
    assert!(matches!(moved.parse::<VerifierKey>(), Err(KeyError::Id { right: _, .. })));
}

fn base64(bytes: &[u8]) -> String {
    use base64::Engine as _;
    base64::prelude::BASE64_STANDARD.encode(bytes)
}

#[test]
fn a_checkpoint_tells_who_signed_it_and_when() {
    let (log, one, two) = (log(), witness("audit.example/w1"), witness("audit.example/w2"));
    let signed = checkpoint(&log, 3, Hash([1; 32])).cosign(&one, 1_764_298_800).unwrap();
    let line = signed.cosignature(&two, 1_764_298_801).unwrap();
    let signed = signed.with_cosignature(two.verifier(), &line).unwrap();
    assert_eq!(signed.text().parse(), Ok(signed.clone()));

    let keys = [log.verifier().clone(), two.verifier().clone()];
    let verified = signed.verify(&keys).unwrap();
    assert_eq!(verified.checkpoint.size, 3);
    assert_eq!(verified.logs, [log.verifier().clone()]);
    let by_two = Cosignature { witness: two.verifier().clone(), time: 1_764_298_801 };
    assert_eq!(verified.cosignatures, [by_two]);

    // Cosigned again, the older line goes.
    let again = signed.cosign(&one, 1_764_298_900).unwrap();
    assert_eq!(again.text().lines().count(), signed.text().lines().count());
}

#[test]
fn a_wrong_signature_of_a_known_key_spoils_the_whole_note() {
    let (log, one) = (log(), witness("audit.example/w1"));
    let signed = checkpoint(&log, 3, Hash([1; 32])).cosign(&one, 1_764_298_800).unwrap();
    let keys = [log.verifier().clone(), one.verifier().clone()];

    let larger: SignedCheckpoint = signed.text().replace("\n3\n", "\n4\n").parse().unwrap();
    assert_eq!(larger.verify(&keys), Err(NoteError::WrongSignature(log.name().into())));

    // A cosignature is of one checkpoint, and no other.
    let other = checkpoint(&log, 4, Hash([1; 32]));
    let line = signed.cosignature(&one, 5).unwrap();
    let wrong = NoteError::WrongSignature(one.name().into());
    assert_eq!(other.with_cosignature(one.verifier(), &line), Err(wrong.clone()));
    let moved: SignedCheckpoint = format!("{}{line}", other.text()).parse().unwrap();
    assert_eq!(moved.verify(&keys), Err(wrong));
    // Whoever doesn't know the witness passes its line over.
    assert_eq!(moved.verify(&keys[..1]).unwrap().cosignatures, []);
}

#[test]
fn only_the_log_itself_makes_its_checkpoints() {
    let (log, one) = (log(), witness("licensing.example.gov/log"));
    let other = LogKey::generate("planning.example.gov/log").unwrap();
    let checkpoint = Checkpoint { origin: log.name().into(), size: 0, root: Hash::EMPTY_TREE };
    assert_eq!(
        SignedCheckpoint::sign(&checkpoint, &[&other]),
        Err(NoteError::CantSign(log.name().into()))
    );
    assert!(SignedCheckpoint::sign(&checkpoint, &[]).is_err());
    let signed = SignedCheckpoint::sign(&checkpoint, &[&log]).unwrap().cosign(&one, 1).unwrap();
    // Neither another log's key nor a witness of the same name is enough.
    let keys = [other.verifier().clone(), one.verifier().clone()];
    assert_eq!(signed.verify(&keys), Err(NoteError::NotByLog(log.name().into())));
}

#[test]
fn a_note_that_isnt_a_checkpoint_is_refused_by_its_line() {
    let log = log();
    let with = |text: &str| {
        let mut note = signed_note::Note::new(text.as_bytes(), &[]).unwrap();
        note.add_sigs(&[&log]).unwrap();
        String::from_utf8(note.to_bytes()).unwrap().parse::<SignedCheckpoint>()
    };
    let root = Hash::EMPTY_TREE;
    let line_of = |text: &str| match with(text) {
        Err(NoteError::Line { line, .. }) => line,
        other => panic!("{text:?} is read as {other:?}"),
    };
    assert!(with(&format!("o\n0\n{root}\nextension\n")).is_ok());
    assert_eq!(line_of(&format!("\n0\n{root}\n")), 1);
    for size in ["", "-1", "+1", "01", "1 ", "a", "18446744073709551615", "9223372036854775808"] {
        assert_eq!(line_of(&format!("o\n{size}\n{root}\n")), 2);
    }
    assert_eq!(line_of("o\n0\n"), 3);
    assert_eq!(line_of("o\n0\n4w==\n"), 3);
    assert_eq!(line_of(&format!("o\n0\n{root}\n\n")), 4);
    for bad in
        ["", "\n\n", "o\n0\n", &format!("o\n0\n{root}\n\n"), &format!("o\n0\n{root}\n\nno line\n")]
    {
        assert_eq!(bad.parse::<SignedCheckpoint>(), Err(NoteError::Malformed));
    }
}

#[test]
fn of_what_a_witness_answers_only_its_own_line_is_taken() {
    let (log, one, two) = (log(), witness("audit.example/w1"), witness("audit.example/w2"));
    let signed = checkpoint(&log, 3, Hash([1; 32]));
    let old = signed.cosignature(&one, 5).unwrap();
    let lines =
        format!("{}{}", signed.cosignature(&two, 6).unwrap(), signed.cosignature(&one, 7).unwrap());
    let before = signed.with_cosignature(one.verifier(), &old).unwrap();
    let after = before.with_cosignature(one.verifier(), &lines).unwrap();
    assert_eq!(after.cosignature_of(one.verifier()).unwrap().unwrap().time, 7);
    assert_eq!(after.cosignature_of(two.verifier()), Ok(None));
    assert_eq!(after.text().lines().count(), before.text().lines().count());
    let missing = Err(NoteError::NotByWitness(two.name().into()));
    for without in ["", "\n", "no line\n", &old] {
        assert_eq!(signed.with_cosignature(two.verifier(), without), missing);
    }
}

#[test]
fn the_salt_of_a_text_is_one_for_a_key_and_another_for_each_other() {
    let (one, other) = (LogKey::parse(NEUMANN).unwrap(), log());
    assert_eq!(one.salt(b"act"), LogKey::parse(NEUMANN).unwrap().salt(b"act"));
    assert_ne!(one.salt(b"act"), one.salt(b"acu"));
    assert_ne!(one.salt(b"act"), other.salt(b"act"));
    // Computed with Python's hmac: HMAC(HMAC(seed, "xiaoneng/leaf-salt/v1"), "act")[:16].
    assert_eq!(one.salt(b"act"), SALT_OF_ACT);
}

const SALT_OF_ACT: [u8; 16] = [
    0x23, 0x06, 0x0a, 0x5f, 0x9b, 0x51, 0x71, 0x91, 0x91, 0xcb, 0x38, 0xda, 0x99, 0x6e, 0x29, 0xf4,
];

fn batch() -> (Vec<Hash>, Batch) {
    let leaves: Vec<Hash> = (0..5_u8).map(|n| leaf_hash(b"salt", &[n])).collect();
    (leaves.clone(), Batch::new(leaves))
}

fn promise(log: &LogKey, first: u64, batch: &Batch) -> SignedPromise {
    let origin = log.name().to_owned();
    let (count, root) = (batch.count(), batch.root());
    let promise = Promise { origin, first, count, root, by: 1_764_298_800_000_000 };
    SignedPromise::sign(promise, log).unwrap()
}

#[test]
fn a_promise_says_where_an_act_will_be_and_by_when() {
    let (log, (leaves, batch)) = (log(), batch());
    let promise = promise(&log, 4711, &batch);
    let keys = [log.verifier().clone()];
    for (index, leaf) in (0..).zip(&leaves) {
        let act = ActPromise { promise: promise.clone(), proof: batch.proof(index).unwrap() };
        let promised = Promised { position: 4711 + index, by: 1_764_298_800_000_000 };
        assert_eq!(act.check(*leaf, &keys), Ok(promised));
        assert!(matches!(act.check(Hash([9; 32]), &keys), Err(PromiseError::OtherActs(_))));
        assert_eq!(act.to_string().parse(), Ok(act.clone()));
        let other = [self::log().verifier().clone()];
        assert!(matches!(
            act.check(*leaf, &other),
            Err(PromiseError::Note(NoteError::NotByLog(_)))
        ));
    }
    let beyond = ActPromise {
        promise: self::promise(&log, u64::MAX, &batch),
        proof: batch.proof(1).unwrap(),
    };
    let no_position = PromiseError::NoPosition { first: u64::MAX, index: 1 };
    assert_eq!(beyond.check(leaves[1], &keys), Err(no_position));
}

#[test]
fn a_promise_is_no_checkpoint_and_a_checkpoint_no_promise() {
    let (log, (_, batch)) = (log(), batch());
    let promise = promise(&log, 1, &batch);
    assert!(promise.text().parse::<SignedCheckpoint>().is_err());
    assert!(checkpoint(&log, 1, batch.root()).text().parse::<SignedPromise>().is_err());
    // Not even of a log that is called like the first line of a promise.
    let named = LogKey::generate("xiaoneng/promise@v1").unwrap();
    assert!(checkpoint(&named, 1, batch.root()).text().parse::<SignedPromise>().is_err());

    let changed: SignedPromise = promise.text().replace("acts 5", "acts 6").parse().unwrap();
    let keys = [log.verifier().clone()];
    assert_eq!(changed.verify(&keys), Err(NoteError::WrongSignature(log.name().into())));
}

proptest! {
    #[test]
    fn what_was_signed_reads_as_it_was(size in 0..=i64::MAX as u64, root: [u8; 32], first: u64, count: u64, by: i64, time in 0..=i64::MAX as u64) {
        let log = LogKey::parse(NEUMANN).unwrap();
        let signed = checkpoint(&log, size, Hash(root)).cosign(&witness("w"), time).unwrap();
        prop_assert_eq!(signed.text().parse::<SignedCheckpoint>(), Ok(signed.clone()));
        prop_assert_eq!(signed.checkpoint().size, size);

        let promise = Promise { origin: log.name().into(), first, count, root: Hash(root), by };
        let signed = SignedPromise::sign(promise, &log).unwrap();
        prop_assert_eq!(signed.text().parse::<SignedPromise>(), Ok(signed));
    }

    #[test]
    fn a_note_of_which_one_byte_is_changed_isnt_believed(at: prop::sample::Index, to: u8) {
        let (log, one) = (LogKey::parse(NEUMANN).unwrap(), witness("w"));
        let signed = checkpoint(&log, 70_000, Hash([3; 32])).cosign(&one, 1_764_298_800).unwrap();
        let keys = [log.verifier().clone(), one.verifier().clone()];
        let mut bytes = signed.text().as_bytes().to_vec();
        let at = at.index(bytes.len());
        prop_assume!(bytes[at] != to);
        bytes[at] = to;
        if let Ok(Ok(changed)) = String::from_utf8(bytes).map(|text| text.parse::<SignedCheckpoint>()) {
            match changed.verify(&keys) {
                // The line has become somebody else's, who isn't known.
                Ok(verified) => prop_assert!(verified.cosignatures.is_empty() && verified.checkpoint == *signed.checkpoint()),
                Err(error) => prop_assert!(matches!(error, NoteError::WrongSignature(_) | NoteError::NotByLog(_))),
            }
        }
    }

    #[test]
    fn no_text_makes_a_reader_panic(text in "(PRIVATE\\+KEY\\+|xiaoneng/promise(d-act)?@v1\n)?(.|\n|\\+|— |[0-9]|[A-Za-z0-9+/]{40,44}=?=?|\n\n){0,30}") {
        let _ = text.parse::<SignedCheckpoint>();
        let _ = text.parse::<SignedPromise>();
        let _ = text.parse::<ActPromise>();
        let _ = text.parse::<VerifierKey>();
        let _ = LogKey::parse(&text);
        let _ = text.parse::<Hash>();
    }
}
