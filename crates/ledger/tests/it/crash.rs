//! A program that appends under load is killed at random moments, and on PostgreSQL the server too:
//! nothing acknowledged is lost, nothing is there twice.
//!
//! `XIAONENG_CRASH_ROUNDS` says how often (5).

use std::collections::BTreeMap;
use std::env;
use std::hash::{BuildHasher, RandomState};
use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicI64;
use std::time::Duration;

use ledger::{Append, Ledger, Location, MATTERS, NewAct};
use legal_clock::Instant;
use tokio::runtime::Builder;

use crate::cluster::Cluster;
use crate::conformance::clock;
use crate::models::models;

/// Where the program that is to be killed writes; set for it alone.
const PLACE: &str = "XIAONENG_CRASH_PLACE";
const TENANT: &str = "XIAONENG_CRASH_TENANT";
const ROUNDS: &str = "XIAONENG_CRASH_ROUNDS";

const WRITERS: i64 = 16;
/// Acts of an append.
const ACTS: i64 = 2;
/// Rounds on the same matters.
const ROUNDS_OF_A_TENANT: u32 = 10;

#[test]
fn sqlite_loses_no_acknowledged_act_when_the_program_is_killed() {
    if write_until_killed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "crash::sqlite_loses_no_acknowledged_act_when_the_program_is_killed";
    rounds(test, &Location::Folder(folder.path().to_owned()), |program, _| program.kill().unwrap());
}

#[test]
fn postgresql_loses_no_acknowledged_act_when_the_program_or_the_server_is_killed() {
    if write_until_killed() {
        return;
    }
    let Some(mut cluster) = Cluster::start() else { return };
    let test =
        "crash::postgresql_loses_no_acknowledged_act_when_the_program_or_the_server_is_killed";
    rounds(test, &Location::Database(cluster.address()), |program, round| {
        if round % 2 == 1 {
            cluster.kill_and_restart();
        }
        program.kill().unwrap();
    });
}

/// Acknowledged appends: by writer and number, position and version.
type Acknowledged = BTreeMap<(i64, i64), (i64, i64)>;

fn rounds(test: &str, location: &Location, mut kill: impl FnMut(&mut Child, u32)) {
    let rounds = env::var(ROUNDS).map_or(5, |rounds| rounds.parse().unwrap());
    let mut acknowledged = Acknowledged::new();
    let mut all = 0;
    for round in 0..rounds {
        if round % ROUNDS_OF_A_TENANT == 0 {
            acknowledged.clear();
        }
        let tenant = format!("tenant {}", round / ROUNDS_OF_A_TENANT);
        let before = acknowledged.len();
        one_round(test, location, &tenant, &mut acknowledged, |program| kill(program, round));
        all += acknowledged.len() - before;
        verify(location, &tenant, &acknowledged);
    }
    println!("{rounds} rounds, {all} appends acknowledged");
    assert!(all > 0, "no round lived long enough to append");
}

/// Starts the program, kills it a moment after its first acknowledgement, and takes down what it
/// said.
fn one_round(
    test: &str,
    location: &Location,
    tenant: &str,
    acknowledged: &mut Acknowledged,
    kill: impl FnOnce(&mut Child),
) {
    let place = match location {
        Location::Folder(folder) => folder.to_str().unwrap(),
        Location::Database(address) => address,
    };
    let mut program = Command::new(env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture", "--test-threads=1"])
        .env(PLACE, place)
        .env(TENANT, tenant)
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(program.stdout.take().unwrap());
    let listener = std::thread::spawn(move || {
        // The last line may be cut short; it bears no mark of its end then.
        said.lines().map_while(Result::ok).filter(|line| line.ends_with('.')).collect::<Vec<_>>()
    });
    let moment = RandomState::new().hash_one(tenant) % 400;
    std::thread::sleep(Duration::from_millis(moment));
    kill(&mut program);
    program.wait().unwrap();
    for line in listener.join().unwrap() {
        let numbers: Vec<i64> =
            line.trim_end_matches('.').split(' ').map_while(|n| n.parse().ok()).collect();
        let [writer, number, position, version] = numbers[..] else { continue };
        let first = acknowledged.insert((writer, number), (position, version));
        assert!(first.is_none_or(|first| first == (position, version)), "another answer: {line}");
    }
}

/// What was acknowledged is where it was said to be, and nothing is there twice.
fn verify(location: &Location, tenant: &str, acknowledged: &Acknowledged) {
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let acts = runtime.block_on(async {
        let ledger =
            Ledger::open(location, clock(&Arc::new(AtomicI64::new(0))), models()).await.unwrap();
        let acts = ledger.tail(tenant, 0, usize::MAX >> 1).await.unwrap();
        ledger.close().await;
        acts
    });
    assert!(acts.iter().map(|act| act.position).eq(1..=acts.len() as i64));
    let mut versions: BTreeMap<&str, i64> = BTreeMap::new();
    for act in &acts {
        let version = versions.entry(&act.matter).or_default();
        *version += 1;
        assert_eq!(act.version, *version);
        // Each append is there once and whole: its acts bear its number.
        assert_eq!(act.act, format!("act {}", (act.version - 1) / ACTS));
    }
    assert!(versions.values().all(|version| version % ACTS == 0));
    for ((writer, number), (position, version)) in acknowledged {
        let act = &acts[*position as usize - 1];
        assert_eq!(act.matter, format!("W{writer}"));
        assert_eq!((act.version, *version), (number * ACTS + 1, (number + 1) * ACTS));
    }
}

/// In the program that is to be killed: appends until that happens, and says what was acknowledged.
fn write_until_killed() -> bool {
    let Ok(place) = env::var(PLACE) else { return false };
    let tenant = env::var(TENANT).unwrap();
    let location = if place.starts_with("postgres:") {
        Location::Database(place)
    } else {
        Location::Folder(place.into())
    };
    let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let ledger =
            Ledger::open(&location, clock(&Arc::new(AtomicI64::new(0))), models()).await.unwrap();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write(ledger.clone(), tenant.clone(), writer)))
            .collect();
        for writer in writers {
            writer.await.unwrap();
        }
    });
    true
}

async fn write(ledger: Ledger, tenant: String, writer: i64) {
    let matter = format!("W{writer}");
    let recorded = ledger.read(&tenant, MATTERS, &matter).await.unwrap().len() as i64;
    // The last append may have been recorded without an answer: it is sent again.
    let mut number = (recorded / ACTS - 1).max(0);
    loop {
        let act = NewAct::new(format!("act {number}"), Instant(0));
        let append = Append {
            tenant: tenant.clone(),
            register: MATTERS.to_owned(),
            matter: matter.clone(),
            expected_version: number * ACTS,
            acts: vec![act; ACTS as usize],
            idempotency_key: Some(format!("{writer}.{number}")),
        };
        let Ok(appended) = ledger.append(append).await else { return };
        let said = format!("{writer} {number} {} {}.\n", appended.position, appended.version);
        std::io::stdout().write_all(said.as_bytes()).unwrap();
        number += 1;
    }
}
