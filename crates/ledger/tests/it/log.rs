//! What the log must do on every store: take in what is recorded, keep its promises, and show what was
//! changed.

use std::sync::Arc;
use std::time::Duration;

use ledger::{
    AppendError, Appended, BeginError, Ledger, LogKeeping, MATTERS, Opening, RotateError, Trust,
    Verified,
};
use transparency_log::{
    LogKey, Policy, SignedCheckpoint, VerifierKey, check_consistency, leaf_hash,
};

use crate::conformance::{Setting, cases, clock};
use crate::models::models;

cases! {
    what_is_recorded_is_promised_and_taken_in,
    a_promise_is_given_again_with_the_answer,
    a_log_begins_on_acts_that_were_recorded_before,
    only_who_has_the_key_records_for_a_tenant_with_a_log,
    the_register_of_keys_is_the_logs_own,
    several_servers_keep_one_log,
    each_checkpoint_goes_on_from_the_one_before,
    a_key_gives_way_to_another,
    a_log_that_cannot_go_on_gives_way_to_a_new_one,
    a_ledger_without_log_is_said_to_have_none,
    a_published_log_is_files_that_proofs_are_made_of,
}

fn key() -> Arc<LogKey> {
    Arc::new(LogKey::generate("office.example/log").unwrap())
}

async fn open(setting: &Setting, key: &Arc<LogKey>) -> Ledger {
    let keys = [(setting.tenant.clone(), key.clone())].into();
    let log = LogKeeping { keys, every: Duration::from_millis(10), ..LogKeeping::default() };
    let opening = Opening { log, ..Opening::new(clock(&setting.time), models()) };
    Ledger::open_with(&setting.location, opening).await.unwrap()
}

async fn take(ledger: &Ledger, setting: &Setting, matter: &str, version: i64) -> Appended {
    ledger.append(setting.append(matter, version, &["received", "accepted"])).await.unwrap()
}

async fn verify(setting: &Setting, trust: &Trust) -> Verified {
    setting.ledger.verify(&setting.tenant, trust, |_| {}).await.unwrap()
}

fn places(verified: &Verified) -> Vec<&str> {
    verified.faults.iter().map(|fault| fault.place.as_str()).collect()
}

fn policy(key: &VerifierKey) -> Policy {
    Policy::parse(format!("log {key}\nquorum none\n").as_bytes()).unwrap()
}

async fn what_is_recorded_is_promised_and_taken_in(setting: &Setting) {
    let key = key();
    let ledger = open(setting, &key).await;
    let known = [key.verifier().clone()];
    let mut promised = Vec::new();
    for (number, matter) in ["A", "B", "C"].iter().enumerate() {
        let answer = take(&ledger, setting, matter, 0).await;
        // The log's own first act comes before.
        assert_eq!(answer.position, 2 + 2 * number as i64);
        let given = answer.promises.unwrap();
        assert_eq!(given.of(answer.position - 1), None);
        assert_eq!(given.of(answer.position + 2), None);
        promised.extend([0, 1].map(|act| given.of(answer.position + act).unwrap()));
    }
    ledger.close().await;

    let acts = setting.ledger.tail(&setting.tenant, 0, 100).await.unwrap();
    assert_eq!(acts.len(), 7);
    let last = setting.ledger.checkpoint(&setting.tenant).await.unwrap().unwrap();
    assert_eq!(last.size, 7);
    for act in &acts {
        let mut receipt = setting.ledger.receipt(&setting.tenant, act.position).await.unwrap();
        assert_eq!(receipt.content, act.text(&setting.tenant));
        if act.position > 1 {
            let promise = promised[act.position as usize - 2].clone();
            let leaf = leaf_hash(&receipt.salt, receipt.content.as_bytes());
            let checked = promise.check(leaf, &known).unwrap();
            assert_eq!(checked.position, act.position as u64);
            let day = 24 * 60 * 60 * 1_000_000;
            assert_eq!(checked.by, act.recorded_at + day);
            receipt.promise = Some(promise);
        }
        let again: transparency_log::Receipt = receipt.to_string().parse().unwrap();
        let checked = again.check(&policy(key.verifier())).unwrap();
        assert_eq!(checked.position, act.position as u64);
    }
    let verified = verify(setting, &Trust { keys: known.to_vec(), ..Trust::default() }).await;
    assert_eq!(verified.faults, []);
    assert_eq!((verified.acts, verified.last), (7, Some(last)));
}

async fn a_promise_is_given_again_with_the_answer(setting: &Setting) {
    let key = key();
    let ledger = open(setting, &key).await;
    let mut append = setting.append("A", 0, &["received", "accepted"]);
    append.idempotency_key = Some("once".to_owned());
    let first = ledger.append(append.clone()).await.unwrap();
    let again = ledger.append(append).await.unwrap();
    assert_eq!((first.position, first.acts), (again.position, again.acts));
    ledger.close().await;
    for answer in [first, again] {
        let receipt = setting.ledger.receipt(&setting.tenant, answer.position).await.unwrap();
        let promise = answer.promises.unwrap().of(answer.position).unwrap();
        let checked = promise.check(receipt.leaf(), &[key.verifier().clone()]).unwrap();
        assert_eq!(checked.position, answer.position as u64);
    }
}

async fn a_log_begins_on_acts_that_were_recorded_before(setting: &Setting) {
    for matter in ["A", "B"] {
        setting.take(setting.append(matter, 0, &["received"])).await;
    }
    let key = key();
    let ledger = open(setting, &key).await;
    take(&ledger, setting, "A", 1).await;
    ledger.close().await;
    let verified = verify(setting, &Trust::default()).await;
    assert_eq!((verified.faults.as_slice(), verified.acts), (&[][..], 5));
}

async fn only_who_has_the_key_records_for_a_tenant_with_a_log(setting: &Setting) {
    let ours = key();
    let ledger = open(setting, &ours).await;
    take(&ledger, setting, "A", 0).await;
    ledger.close().await;
    let other = open(setting, &key()).await;
    for ledger in [&setting.ledger, &other] {
        let refused = ledger.append(setting.append("B", 0, &["received"])).await.unwrap_err();
        let AppendError::LogKey { known, .. } = refused else { panic!("{refused}") };
        assert_eq!(known, ours.verifier().to_string());
    }
    other.close().await;
    let verified = verify(setting, &Trust::default()).await;
    assert_eq!((verified.faults.as_slice(), verified.acts), (&[][..], 3));
}

async fn the_register_of_keys_is_the_logs_own(setting: &Setting) {
    let mut append = setting.append("A", 0, &["recorded"]);
    ledger::LOG_KEYS.clone_into(&mut append.register);
    let refused = setting.ledger.append(append).await.unwrap_err();
    assert!(matches!(refused, AppendError::Name { what: "register", .. }), "{refused}");
}

async fn several_servers_keep_one_log(setting: &Setting) {
    let key = key();
    let servers = [open(setting, &key).await, open(setting, &key).await, open(setting, &key).await];
    for round in 0..30 {
        for (number, server) in servers.iter().enumerate() {
            let matter = format!("{number}-{round}");
            take(server, setting, &matter, 0).await;
        }
    }
    for server in servers {
        server.close().await;
    }
    let verified = verify(setting, &Trust::default()).await;
    assert_eq!((verified.faults.as_slice(), verified.acts), (&[][..], 181));
}

async fn each_checkpoint_goes_on_from_the_one_before(setting: &Setting) {
    let key = key();
    let mut heads: Vec<SignedCheckpoint> = Vec::new();
    for round in 0..4 {
        let ledger = open(setting, &key).await;
        for number in 0..100 {
            take(&ledger, setting, &format!("{round}-{number}"), 0).await;
        }
        ledger.close().await;
        let head = setting.ledger.checkpoint(&setting.tenant).await.unwrap().unwrap();
        heads.push(head.note.parse().unwrap());
    }
    for (number, old) in heads.iter().enumerate() {
        for new in &heads[number..] {
            let (old, new) = (old.checkpoint(), new.checkpoint());
            let proof = setting
                .ledger
                .consistency(&setting.tenant, old.size as i64, new.size as i64)
                .await
                .unwrap();
            check_consistency(old.size, old.root, new.size, new.root, &proof).unwrap();
        }
    }
    let trust = Trust { since: heads, ..Trust::default() };
    assert_eq!(verify(setting, &trust).await.faults, []);
    let refused = setting.ledger.consistency(&setting.tenant, 1, 802).await.unwrap_err();
    assert!(refused.to_string().contains("has taken in 801 acts, not 802"), "{refused}");
}

async fn a_key_gives_way_to_another(setting: &Setting) {
    let (old, new) = (key(), key());
    let ledger = open(setting, &old).await;
    take(&ledger, setting, "A", 0).await;
    let stranger = Arc::new(LogKey::generate("another.example/log").unwrap());
    let refused = ledger.rotate_log_key(&setting.tenant, stranger.clone()).await;
    assert!(matches!(refused, Err(RotateError::Name { .. })), "{refused:?}");
    ledger.rotate_log_key(&setting.tenant, new.clone()).await.unwrap();
    let refused = ledger.append(setting.append("B", 0, &["received"])).await.unwrap_err();
    assert!(matches!(refused, AppendError::LogKey { .. }), "{refused}");
    let refused = ledger.rotate_log_key(&setting.tenant, new.clone()).await;
    assert!(matches!(refused, Err(RotateError::NotOurs(_))), "{refused:?}");
    ledger.close().await;

    let ledger = open(setting, &new).await;
    take(&ledger, setting, "B", 0).await;
    ledger.close().await;
    for keys in [vec![], vec![old.verifier().clone()], vec![new.verifier().clone()]] {
        let verified = verify(setting, &Trust { keys, ..Trust::default() }).await;
        assert_eq!((verified.faults.as_slice(), verified.acts), (&[][..], 6));
    }
    let keys = vec![stranger.verifier().clone()];
    assert_eq!(places(&verify(setting, &Trust { keys, ..Trust::default() }).await), ["log"]);
}

async fn a_log_that_cannot_go_on_gives_way_to_a_new_one(setting: &Setting) {
    let (old, new) = (key(), Arc::new(LogKey::generate("office.example/log-2").unwrap()));
    let begin = async |key: &Arc<LogKey>| {
        setting.ledger.begin_log(&setting.tenant, key.clone(), "restored from a backup").await
    };
    assert!(matches!(begin(&new).await, Err(BeginError::NoLog(_))));
    let ledger = open(setting, &old).await;
    for number in 0..300 {
        take(&ledger, setting, &format!("A{number}"), 0).await;
    }
    ledger.close().await;
    let former = setting.ledger.checkpoint(&setting.tenant).await.unwrap().unwrap();
    let refused = begin(&key()).await;
    assert!(matches!(refused, Err(BeginError::Name(_))), "{refused:?}");
    let late = open(setting, &old).await;
    begin(&new).await.unwrap();
    let refused = late.append(setting.append("B", 0, &["received"])).await.unwrap_err();
    assert!(matches!(refused, AppendError::LogKey { .. }), "{refused}");
    late.close().await;

    let ledger = open(setting, &new).await;
    take(&ledger, setting, "B", 0).await;
    ledger.close().await;
    let keys = vec![new.verifier().clone()];
    let verified = verify(setting, &Trust { keys, ..Trust::default() }).await;
    assert_eq!((verified.faults.as_slice(), verified.acts), (&[][..], 604));
    assert_eq!(verified.begun, Some((602, "restored from a backup".to_owned())));
    let receipt = setting.ledger.receipt(&setting.tenant, 17).await.unwrap();
    assert!(receipt.check(&policy(new.verifier())).is_ok());
    assert!(receipt.check(&policy(old.verifier())).is_err());
    // Who knows the former log isn't told that this one is it.
    let keys = vec![old.verifier().clone()];
    assert_eq!(places(&verify(setting, &Trust { keys, ..Trust::default() }).await), ["log"]);
    let since = vec![former.note.parse().unwrap()];
    let verified = verify(setting, &Trust { since, ..Trust::default() }).await;
    assert_eq!(places(&verified), ["checkpoint 601 given"]);
}

async fn a_ledger_without_log_is_said_to_have_none(setting: &Setting) {
    setting.take(setting.append("A", 0, &["received"])).await;
    assert_eq!(setting.ledger.checkpoint(&setting.tenant).await.unwrap(), None);
    assert!(setting.ledger.receipt(&setting.tenant, 1).await.is_err());
    assert_eq!(places(&verify(setting, &Trust::default()).await), ["log"]);
}

async fn a_published_log_is_files_that_proofs_are_made_of(setting: &Setting) {
    let (key, folder) = (key(), tempfile::tempdir().unwrap());
    for round in 0..3 {
        let ledger = open(setting, &key).await;
        for number in 0..200 {
            take(&ledger, setting, &format!("{round}-{number}"), 0).await;
        }
        ledger.close().await;
        let head = setting.ledger.checkpoint(&setting.tenant).await.unwrap().unwrap();
        setting.ledger.publish_log(&setting.tenant, &head, folder.path()).await.unwrap();
    }
    let note = std::fs::read_to_string(folder.path().join("checkpoint")).unwrap();
    let signed: SignedCheckpoint = note.parse().unwrap();
    let checkpoint = signed.verify(&[key.verifier().clone()]).unwrap().checkpoint;
    let file = |tile: transparency_log::Tile| std::fs::read(folder.path().join(tile.path()));
    assert!(transparency_log::tiles_of(checkpoint.size).all(|tile| file(tile).is_ok()));
    for position in [1, 2, 256, 257, 512, 1201] {
        let receipt = setting.ledger.receipt(&setting.tenant, position).await.unwrap();
        let index = position as u64 - 1;
        let proof = transparency_log::inclusion_proof(checkpoint.size, index, file).unwrap();
        let (leaf, size, root) = (receipt.leaf(), checkpoint.size, checkpoint.root);
        transparency_log::check_inclusion(leaf, index, size, root, &proof).unwrap();
    }
    // No register or act is to be read in it.
    let all: Vec<_> =
        transparency_log::tiles_of(checkpoint.size).flat_map(|it| file(it).unwrap()).collect();
    assert!(!String::from_utf8_lossy(&all).contains(MATTERS));
}
