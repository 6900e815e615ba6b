//! Appends a second: `scaling PLACE TENANTS WRITERS SERVERS SECONDS`.
//!
//! `PLACE` is a folder or the address of a database. Each writer opens one case after the other in
//! the ledger of one tenant, two acts each, under a key, and waits for each answer; writers are
//! dealt out to tenants, and to as many servers (ledgers opened side by side, each with a writing
//! task of its own). Prints appends a second and the time that half and 99 of 100 of them took.

use std::env;
use std::sync::Arc;
use std::time::{Duration, Instant, SystemTime};

use ledger::{
    Act, Append, Basis, Cells, Concern, Fold, Ledger, Location, MATTERS, Model, Models, NewAct,
};

fn now() -> legal_clock::Instant {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).expect("a time after 1970");
    legal_clock::Instant(i64::try_from(since.as_micros()).expect("a time before 292,000"))
}

/// The stage is the last act; nothing is due, counted or wrong.
#[derive(Debug)]
struct StageOnly;

impl Models for StageOnly {
    fn made_by(&self) -> &'static str {
        "stage only"
    }

    fn registers(&self) -> &'static [&'static str] {
        &[]
    }

    fn concerns(&self, _: &str, _: Option<&Cells>, _: Option<&Cells>) -> Concern {
        Concern::Nothing
    }

    fn fold(&self, _: &Basis) -> Result<Arc<dyn Fold>, String> {
        Ok(Arc::new(StageOnly))
    }
}

impl Fold for StageOnly {
    fn fold(&self, matters: &[Vec<Act>], _: i64) -> Vec<Model> {
        let stage = |acts: &Vec<Act>| acts.last().map(|act| act.act.clone());
        matters.iter().map(|acts| Model { stage: stage(acts), ..Model::default() }).collect()
    }
}

fn append(run: i64, tenant: usize, writer: usize, number: usize) -> Append {
    let act = |name: &str| {
        let cells = [("actor", "窗口三号"), ("detail", "材料齐全，符合法定形式")];
        let cells = cells.map(|(column, cell)| (column.to_owned(), cell.to_owned()));
        NewAct::new(name, now()).with(cells.into())
    };
    let matter = format!("{run}-{writer}-{number}");
    Append {
        tenant: format!("agency {tenant}"),
        register: MATTERS.to_owned(),
        expected_version: 0,
        acts: vec![act("received"), act("accepted")],
        idempotency_key: Some(matter.clone()),
        matter,
    }
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, place, numbers @ ..] = &arguments[..] else { panic!("scaling PLACE …") };
    let numbers: Vec<usize> = numbers.iter().map(|n| n.parse().expect("a number")).collect();
    let [tenants, writers, servers, seconds] = numbers[..] else { panic!("four numbers") };
    let location = if place.starts_with("postgres://") {
        Location::Database(place.clone())
    } else {
        Location::Folder(place.into())
    };
    let mut ledgers = Vec::new();
    for _ in 0..servers {
        ledgers.push(Ledger::open(&location, Arc::new(now), Arc::new(StageOnly)).await.expect("a ledger"));
    }
    let run = now().0;
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds as u64);
    let tasks: Vec<_> = (0..writers)
        .map(|writer| {
            let ledger = ledgers[writer % servers].clone();
            tokio::spawn(async move {
                let mut times = Vec::new();
                while Instant::now() < end {
                    let append = append(run, writer % tenants, writer, times.len());
                    let asked = Instant::now();
                    ledger.append(append).await.expect("an answer");
                    times.push(asked.elapsed());
                }
                times
            })
        })
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.expect("a writer"));
    }
    let took = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[(times.len() as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "{tenants} tenants, {writers} writers, {servers} servers: {:.0} appends a second, \
         half within {:.1} ms, 99 of 100 within {:.1} ms",
        times.len() as f64 / took,
        at(0.5),
        at(0.99)
    );
    for ledger in ledgers {
        ledger.close().await;
    }
}
