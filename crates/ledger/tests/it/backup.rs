//! A drill: the ledger is copied while it is written to, lost, and restored.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use ledger::{Act, Append, BackupError, Ledger, Location, MATTERS, NewAct};
use legal_clock::Instant;

use crate::models::models;

const TENANT: &str = "office";

async fn open(folder: &std::path::Path) -> Ledger {
    let location = Location::Folder(folder.to_owned());
    Ledger::open(&location, Arc::new(|| Instant(7)), models()).await.unwrap()
}

fn opens(matter: usize) -> Append {
    Append {
        tenant: TENANT.to_owned(),
        register: MATTERS.to_owned(),
        matter: format!("M{matter}"),
        expected_version: 0,
        acts: vec![NewAct::new("received", Instant(1)), NewAct::new("accepted", Instant(2))],
        idempotency_key: None,
    }
}

async fn log(ledger: &Ledger) -> Vec<Act> {
    let mut log: Vec<Act> = Vec::new();
    loop {
        let after = log.last().map_or(0, |act| act.position);
        let acts = ledger.tail(TENANT, after, 1000).await.unwrap();
        if acts.is_empty() {
            return log;
        }
        log.extend(acts);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_copied_in_use_and_lost_is_restored_with_all_that_was_acknowledged_before() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let ledger = open(&at("data")).await;
    for matter in 0..200 {
        ledger.append(opens(matter)).await.unwrap();
    }
    let before = log(&ledger).await;

    let is_over = Arc::new(AtomicBool::new(false));
    let (writer, over) = (ledger.clone(), is_over.clone());
    let writing = tokio::spawn(async move {
        let mut matter = 1000;
        while !over.load(Ordering::SeqCst) {
            writer.append(opens(matter)).await.unwrap();
            matter += 1;
        }
        matter - 1000
    });
    ledger.backup(&at("copy")).unwrap();
    is_over.store(true, Ordering::SeqCst);
    writing.await.unwrap();
    let after = log(&ledger).await;
    ledger.close().await;
    fs::remove_dir_all(at("data")).unwrap();

    Ledger::restore(&at("copy"), &at("data")).unwrap();
    let restored = open(&at("data")).await;
    let acts = log(&restored).await;
    assert!(acts.len() >= before.len());
    assert_eq!(acts[..], after[..acts.len()], "the copy is the ledger as of one moment");
    let next = restored.append(opens(5)).await;
    assert!(next.is_err(), "what was recorded is known: {next:?}");
    let next = restored.append(opens(999)).await.unwrap();
    assert_eq!(next.position, acts.len() as i64 + 1);
    restored.close().await;
}

#[tokio::test]
async fn nothing_is_written_over_and_no_damaged_copy_restored() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let ledger = open(&at("data")).await;
    for matter in 0..300 {
        ledger.append(opens(matter)).await.unwrap();
    }
    ledger.backup(&at("copy")).unwrap();
    assert!(matches!(ledger.backup(&at("copy")), Err(BackupError::There(_))));
    let over = Ledger::restore(&at("copy"), &at("data"));
    assert!(matches!(over, Err(BackupError::There(_))), "{over:?}");
    ledger.close().await;
    fs::create_dir(at("rest")).unwrap();
    fs::write(at("rest").join("ledger.sqlite3-wal"), "of a ledger lost").unwrap();
    let beside = Ledger::restore(&at("copy"), &at("rest"));
    assert!(matches!(beside, Err(BackupError::There(_))), "{beside:?}");

    let whole = fs::read(at("copy")).unwrap();
    let mut damages: Vec<Vec<u8>> = vec![b"no ledger".to_vec(), whole[..whole.len() / 2].to_vec()];
    let mut zeroed = whole.clone();
    let third = whole.len() / 3;
    zeroed[third..third + 4096].fill(0);
    damages.push(zeroed);
    for damaged in damages {
        fs::write(at("damaged"), &damaged).unwrap();
        let restored = Ledger::restore(&at("damaged"), &at("elsewhere"));
        assert!(matches!(restored, Err(BackupError::Damaged { .. })), "{restored:?}");
        assert!(!at("elsewhere").join("ledger.sqlite3").exists());
    }
    let missing = Ledger::restore(&at("missing"), &at("elsewhere"));
    assert!(matches!(missing, Err(BackupError::Damaged { .. })), "{missing:?}");
}
