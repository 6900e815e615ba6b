//! Reads of what is sealed, with each taken down in the access log and without:
//! `reads plain|recorded DIR READERS WRITERS SECONDS`.
//!
//! Each reader asks for the names and texts of the acts of one case after another, as a page does that
//! shows a case; meanwhile each writer records acts in cases of its own. The ledger has a thousand
//! cases of four acts, each with a name and a text that are sealed, and keeps a log.

use std::env;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use ledger::{
    AccessLog, Append, Ledger, Location, LogKeeping, MATTERS, MasterKeys, NewAct, Opening,
    Personal, Reading, Vault,
};
use transparency_log::LogKey;
use xiaoneng::models::AgencyModels;

const TENANT: &str = "office";
const CASES: usize = 1000;

fn now() -> legal_clock::Instant {
    jiff::Timestamp::now().into()
}

fn log() -> LogKeeping {
    let key = |name| Arc::new(LogKey::generate(name).expect("random bytes"));
    let keys = [(TENANT.to_owned(), key("benches.example/log"))].into();
    LogKeeping { keys, ..LogKeeping::default() }
}

fn act(name: &str, case: &str, text: &str) -> NewAct {
    let actor = Personal::new(format!("person:{}", case.len() % 40), "某某");
    let detail = Personal::new(format!("matter:{case}"), text);
    let personal = [("actor".to_owned(), actor), ("detail".to_owned(), detail)].into();
    NewAct { personal, ..NewAct::new(name, now()) }
}

fn append(matter: &str, expected_version: i64, acts: Vec<NewAct>) -> Append {
    Append {
        tenant: TENANT.to_owned(),
        register: MATTERS.to_owned(),
        matter: matter.to_owned(),
        expected_version,
        acts,
        idempotency_key: None,
    }
}

async fn read(ledger: Ledger, reader: usize, end: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    let mut case = reader * 37;
    while Instant::now() < end {
        case = (case + 1) % CASES;
        let asked = Instant::now();
        let name = format!("case-{case}");
        let acts = ledger.read(TENANT, MATTERS, &name).await.expect("acts");
        let reading =
            Reading { who: "clerk".to_owned(), why: "casework".to_owned(), matter: Some(name) };
        let told = ledger.unseal(TENANT, &acts, &["actor", "detail"], reading).await;
        assert_eq!(told.expect("texts").len(), 4);
        times.push(asked.elapsed());
    }
    times
}

async fn write(ledger: Ledger, writer: usize, end: Instant, written: Arc<AtomicU64>) {
    let run = now().0;
    for number in 0.. {
        if Instant::now() >= end {
            return;
        }
        let case = format!("new-{run}-{writer}-{number}");
        let acts = vec![act("received", &case, "窗口收件")];
        ledger.append(append(&case, 0, acts)).await.expect("an answer");
        written.fetch_add(1, Ordering::Relaxed);
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, what, folder, readers, writers, seconds] = &arguments[..] else {
        panic!("reads plain|recorded DIR READERS WRITERS SECONDS")
    };
    let count = |text: &String| text.parse::<usize>().expect("a number");
    let (readers, writers, seconds) = (count(readers), count(writers), count(seconds));
    let location = Location::Folder(folder.into());
    let accesses = AccessLog::open(&location, Arc::new(now), log()).await.expect("an access log");
    let vault = Vault::new(MasterKeys::random().expect("random bytes"));
    let vault = match what.as_str() {
        "recorded" => vault.recording(Arc::new(accesses.clone())),
        _ => vault,
    };
    let models = Arc::new(AgencyModels::new().expect("the shipped procedures"));
    let opening = Opening { log: log(), vault: Some(vault), ..Opening::new(Arc::new(now), models) };
    let ledger = Ledger::open_with(&location, opening).await.expect("a ledger");
    let case = |number: usize| {
        let name = format!("case-{number}");
        let acts = ["received", "accepted", "step", "granted"];
        let acts = acts.map(|it| act(it, &name, &format!("第{number}件 {it}")));
        append(&name, 0, acts.into())
    };
    for answer in ledger.append_in_order((0..CASES).map(case)).await {
        answer.expect("an answer");
    }

    let began = Instant::now();
    let end = began + Duration::from_secs(seconds as u64);
    let written = Arc::new(AtomicU64::new(0));
    let writing: Vec<_> = (0..writers)
        .map(|writer| tokio::spawn(write(ledger.clone(), writer, end, written.clone())))
        .collect();
    let reading: Vec<_> =
        (0..readers).map(|reader| tokio::spawn(read(ledger.clone(), reader, end))).collect();
    let mut times = Vec::new();
    for reader in reading {
        times.extend(reader.await.expect("a reader"));
    }
    for writer in writing {
        writer.await.expect("a writer");
    }
    let took = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| {
        times.get((times.len() as f64 * share) as usize).map_or(0.0, Duration::as_secs_f64) * 1e3
    };
    println!(
        "{what}, {readers} readers, {writers} writers: {:.0} reads a second, half within {:.2} ms, \
         99 of 100 within {:.2} ms; {:.0} appends a second",
        times.len() as f64 / took,
        at(0.5),
        at(0.99),
        written.load(Ordering::Relaxed) as f64 / took,
    );
    ledger.close().await;
    accesses.close().await;
}
