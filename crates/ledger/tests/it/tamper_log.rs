//! What verifying says when something else has written to the ledger's file: somebody without the log's
//! key, and somebody with it.

use std::fs;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use ledger::{Ledger, Location, LogKeeping, MATTERS, NewAct, Opening, Trust, Verified};
use legal_clock::Instant;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::params;
use tempfile::TempDir;
use transparency_log::{LogKey, Policy, SignedCheckpoint, WitnessKey};

use crate::models::models;
use crate::tamper::{Office, TABLES, TENANT, Table, append, edit};

/// Tables beside those of read models: what was recorded and signed.
const LOGGED: [Table; 3] = [
    Table {
        name: "acts",
        columns: &[
            "position",
            "register",
            "matter",
            "version",
            "act",
            "at",
            "recorded_at",
            "recorded_elsewhere",
            "under",
            "cells",
            "salt",
        ],
        key: 1,
    },
    Table { name: "checkpoints", columns: &["size", "signed_at", "note"], key: 1 },
    Table { name: "tiles", columns: &["level", "place", "hashes"], key: 2 },
];

/// How many edits are made; `XIAONENG_TAMPER_ROUNDS` says otherwise.
fn rounds() -> u32 {
    std::env::var("XIAONENG_TAMPER_ROUNDS").map_or(400, |rounds| rounds.parse().unwrap())
}

fn keeping(key: &Arc<LogKey>) -> LogKeeping {
    let keys = [(TENANT.to_owned(), key.clone())].into();
    LogKeeping { keys, every: Duration::from_millis(1), ..LogKeeping::default() }
}

/// A ledger with a log of several checkpoints, whose sequencer has ended, and its key.
fn office(folder: &Path) -> (Office, Arc<LogKey>) {
    let key = Arc::new(LogKey::generate("office.example/log").unwrap());
    for round in 0..3 {
        if round == 0 {
            let office = Office::open_with(folder, keeping(&key));
            office.runtime.block_on(office.ledger.close());
        } else {
            record(folder, &key, &format!("later {round}"));
        }
    }
    (read(folder), key)
}

/// Opens the ledger with the key, so that the log takes in what is recorded.
fn take_in(folder: &Path, key: &Arc<LogKey>) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let clock = Arc::new(|| Instant(70_000));
        let opening = Opening { log: keeping(key), ..Opening::new(clock, models()) };
        let location = Location::Folder(folder.to_owned());
        Ledger::open_with(&location, opening).await.unwrap().close().await;
    });
}

/// Records one more matter.
fn record(folder: &Path, key: &Arc<LogKey>, matter: &str) {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async {
        let opening =
            Opening { log: keeping(key), ..Opening::new(Arc::new(|| Instant(70_000)), models()) };
        let location = Location::Folder(folder.to_owned());
        let ledger = Ledger::open_with(&location, opening).await.unwrap();
        // More than a tile of the log's tree holds.
        let acts = vec![NewAct::new("received", Instant(7)); 150];
        let mut append = append(MATTERS, matter, acts);
        append.idempotency_key = Some(matter.to_owned());
        ledger.append(append).await.unwrap();
        ledger.close().await;
    });
}

/// The ledger as somebody without a key opens it.
fn read(folder: &Path) -> Office {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let location = Location::Folder(folder.to_owned());
    let opened = Ledger::open(&location, Arc::new(|| Instant(80_000)), models());
    let ledger = runtime.block_on(opened).unwrap();
    let file = rusqlite::Connection::open(folder.join("ledger.sqlite3")).unwrap();
    file.busy_timeout(Duration::from_secs(5)).unwrap();
    Office { runtime, ledger, file }
}

fn verify(office: &Office, trust: &Trust) -> Result<Verified, String> {
    let verified = office.ledger.verify(TENANT, trust, |_| {});
    office.runtime.block_on(verified).map_err(|error| format!("{error:?}"))
}

fn checkpoint(office: &Office) -> SignedCheckpoint {
    let found = office.runtime.block_on(office.ledger.checkpoint(TENANT)).unwrap();
    found.unwrap().note.parse().unwrap()
}

#[test]
fn whatever_somebody_without_the_key_changes_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let (office, key) = office(folder.path());
    let trust = Trust { keys: vec![key.verifier().clone()], ..Trust::default() };
    assert_eq!(verify(&office, &trust).unwrap().faults, []);
    let tables: Vec<&Table> = LOGGED.iter().chain(&TABLES).collect();
    let kept: Vec<_> = tables.iter().map(|table| office.rows(table)).collect();
    assert!(kept.iter().all(|rows| rows.len() > 1), "{:?}", kept.iter().map(Vec::len));
    let config = Config {
        cases: rounds(),
        // Edits that change nothing, or that the table doesn't take, aren't counted.
        max_global_rejects: u32::MAX,
        failure_persistence: None,
        ..Config::default()
    };
    TestRunner::new(config)
        .run(&(0..tables.len(), edit()), |(place, edit)| {
            let (table, rows) = (tables[place], &kept[place]);
            let edited = edit.on(table, rows);
            prop_assume!(edited != *rows && office.write(table, &edited));
            // What can't even be read is told as an error.
            let is_found = verify(&office, &trust).map_or(true, |verified| !verified.holds());
            assert!(office.write(table, rows));
            prop_assert!(is_found, "{} {edit:?}", table.name);
            Ok(())
        })
        .unwrap();
    assert_eq!(verify(&office, &trust).unwrap().faults, []);
}

#[test]
fn an_act_put_in_past_the_program_is_never_taken_in() {
    let folder = tempfile::tempdir().unwrap();
    let (office, key) = office(folder.path());
    let count = office.rows(&LOGGED[0]).len() as i64;
    let put_in = "insert into acts (tenant, position, register, matter, version, act, at, recorded_at, \
         cells, salt) select tenant, ?1, register, 'X', 1, act, at, recorded_at, cells, salt \
         from acts where position = ?2";
    office.file.execute(put_in, params![count + 1, count]).unwrap();
    office.file.execute("update tenants set position = ?1", [count + 1]).unwrap();
    let verified = verify(&office, &Trust::default()).unwrap();
    let place = format!("act {}", count + 1);
    assert!(verified.faults.iter().any(|fault| fault.place == place), "{:?}", verified.faults);

    // Nor when the program goes on with its key.
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let refused = runtime.block_on(async {
        let opening =
            Opening { log: keeping(&key), ..Opening::new(Arc::new(|| Instant(90_000)), models()) };
        let location = Location::Folder(folder.path().to_owned());
        let ledger = Ledger::open_with(&location, opening).await.unwrap();
        loop {
            let matter = format!("after {}", fastrand::u32(..));
            let next = append(MATTERS, &matter, vec![NewAct::new("received", Instant(7))]);
            match ledger.append(next).await {
                Ok(_) => tokio::time::sleep(Duration::from_millis(5)).await,
                Err(refused) => break refused,
            }
        }
    });
    let expected = format!("act {} wasn't recorded by a program that holds its key", count + 1);
    assert!(refused.to_string().contains(&expected), "{refused}");
    assert_eq!(checkpoint(&office).checkpoint().size as i64, count);
}

/// Nothing holds the ledger's files any more.
fn close(office: Office) {
    let Office { runtime, ledger, file } = office;
    runtime.block_on(ledger.close());
    drop(file);
}

/// A copy of a ledger's folder.
fn copy(folder: &Path) -> TempDir {
    let to = tempfile::tempdir().unwrap();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        fs::copy(file.path(), to.path().join(file.file_name())).unwrap();
    }
    to
}

#[test]
fn setting_the_ledger_back_shows_only_against_what_was_kept_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (office, key) = office(folder.path());
    close(office);
    let before = copy(folder.path());
    record(folder.path(), &key, "the one that vanishes");
    let since = vec![checkpoint(&read(folder.path()))];

    let set_back = read(before.path());
    assert_eq!(verify(&set_back, &Trust::default()).unwrap().faults, []);
    let verified = verify(&set_back, &Trust { since, ..Trust::default() }).unwrap();
    assert_eq!(verified.found, 1, "{:?}", verified.faults);
    assert!(verified.faults[0].what.contains("was set back"), "{:?}", verified.faults);
}

#[test]
fn another_ledger_signed_with_the_key_shows_only_against_what_was_kept_elsewhere() {
    let folder = tempfile::tempdir().unwrap();
    let (office, key) = office(folder.path());
    close(office);
    let fork = copy(folder.path());
    record(folder.path(), &key, "what was recorded");
    record(fork.path(), &key, "what is shown");
    let since = vec![checkpoint(&read(folder.path()))];

    let forked = read(fork.path());
    assert_eq!(verify(&forked, &Trust::default()).unwrap().faults, []);
    let verified = verify(&forked, &Trust { since, ..Trust::default() }).unwrap();
    assert_eq!(verified.found, 1, "{:?}", verified.faults);
    assert!(verified.faults[0].what.contains("was forked"), "{:?}", verified.faults);
}

/// Changes what an act says and makes all else anew with the key, as if it had always said so.
fn sign_again(folder: &Path, key: &Arc<LogKey>) {
    let office = read(folder);
    let acts = office.runtime.block_on(office.ledger.tail(TENANT, 0, 1000)).unwrap();
    let mut changed = acts.iter().rfind(|act| act.cells.contains_key("item")).unwrap().clone();
    let other = if changed.cells["item"] == "A" { "B" } else { "A" };
    changed.cells.insert("item".to_owned(), other.to_owned());
    let cells = serde_json::to_string(&changed.cells).unwrap();
    let salt = key.salt(changed.text(TENANT).as_bytes());
    let update = "update acts set cells = ?1, salt = ?2 where position = ?3";
    assert_eq!(office.file.execute(update, params![cells, salt, changed.position]).unwrap(), 1);
    office
        .file
        .execute_batch("delete from tiles; delete from checkpoints; update logs set size = 0")
        .unwrap();
    office.runtime.block_on(office.ledger.rebuild(TENANT, |_| {})).unwrap();
    close(office);
    record(folder, key, "a matter more");
}

#[test]
fn a_ledger_signed_again_shows_only_against_what_was_kept_elsewhere_or_a_witness() {
    let folder = tempfile::tempdir().unwrap();
    let (office, key) = office(folder.path());
    let witness = WitnessKey::generate("auditor.example/witness").unwrap();
    let policy =
        format!("log {}\nwitness auditor {}\nquorum auditor\n", key.verifier(), witness.verifier());
    let policy = Some(Policy::parse(policy.as_bytes()).unwrap());
    let witnessed = Trust { policy, ..Trust::default() };
    assert_eq!(verify(&office, &witnessed).unwrap().found, 1, "nobody has seen it yet");
    let head = checkpoint(&office);
    let line = head.cosignature(&witness, 12_345).unwrap();
    let lines = [(witness.name().to_owned(), line)];
    let size = head.checkpoint().size as i64;
    office.runtime.block_on(office.ledger.add_cosignatures(TENANT, size, &lines)).unwrap();
    let seen = verify(&office, &witnessed).unwrap();
    assert_eq!((seen.faults, seen.witnessed), (vec![], vec![("auditor".to_owned(), 12_345)]));
    close(office);

    sign_again(folder.path(), &key);
    let signed = read(folder.path());
    assert_eq!(verify(&signed, &Trust::default()).unwrap().faults, []);
    let since = vec![head];
    let against = verify(&signed, &Trust { since, ..Trust::default() }).unwrap();
    assert!(against.faults.iter().any(|it| it.what.contains("was forked")), "{:?}", against.faults);
    assert!(!verify(&signed, &witnessed).unwrap().holds());
}

/// Names another key in an act, signs everything anew with it, and lets no checkpoint be where the log
/// would have been handed over.
fn take_over_with(folder: &Path, key: &Arc<LogKey>) -> i64 {
    let office = read(folder);
    let mut acts = office.runtime.block_on(office.ledger.tail(TENANT, 0, 1000)).unwrap();
    let last = acts.len() as i64;
    let mut named = acts[0].clone();
    (named.position, named.version) = (last + 1, 2);
    named.recorded_at = acts[acts.len() - 1].recorded_at;
    named.cells.insert("verifier".to_owned(), key.verifier().to_string());
    let mut more = acts[acts.len() - 1].clone();
    (more.position, more.version) = (last + 2, more.version + 1);
    acts.extend([named, more]);
    office.file.execute_batch("begin; delete from acts; delete from tiles").unwrap();
    for act in acts {
        let cells = serde_json::to_string(&act.cells).unwrap();
        let salt = key.salt(act.text(TENANT).as_bytes());
        let insert = "insert into acts (tenant, position, register, matter, version, act, at, \
             recorded_at, recorded_elsewhere, under, cells, salt) \
             values (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        let of_matter = params![
            TENANT,
            act.position,
            act.register,
            act.matter,
            act.version,
            act.act,
            act.at,
            act.recorded_at,
            act.recorded_elsewhere,
            act.under,
            cells,
            salt
        ];
        office.file.execute(insert, of_matter).unwrap();
    }
    let tenant = "update tenants set position = ?1, log_key = ?2";
    office.file.execute(tenant, params![last + 2, key.verifier().to_string()]).unwrap();
    office.file.execute_batch("delete from checkpoints; update logs set size = 0; commit").unwrap();
    office.runtime.block_on(office.ledger.rebuild(TENANT, |_| {})).unwrap();
    close(office);
    take_in(folder, key);
    last + 1
}

#[test]
fn a_key_to_which_the_log_was_not_handed_over_signs_for_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let (office, key) = office(folder.path());
    close(office);
    let stranger = Arc::new(LogKey::generate("office.example/log").unwrap());
    let named = take_over_with(folder.path(), &stranger);
    let office = read(folder.path());
    for known in [&key, &stranger] {
        let trust = Trust { keys: vec![known.verifier().clone()], ..Trust::default() };
        let verified = verify(&office, &trust).unwrap();
        let places: Vec<_> = verified.faults.iter().map(|fault| fault.place.as_str()).collect();
        assert_eq!(places, [format!("act {named}")], "{:?}", verified.faults);
    }
}
