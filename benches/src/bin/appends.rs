//! Durable acts a second: `appends ledger PLACE WRITERS SECONDS`, the same with a transparency log and a
//! promise to each append, `appends logged PLACE WRITERS SECONDS`, and beside it the same rows written
//! by hand, in the same groups: `appends raw PLACE GROUP SECONDS`.
//!
//! `PLACE` is a folder or the address of a PostgreSQL. Each writer opens a case with three acts and
//! then decides it with one, each under a key, and waits for each answer; so a case is four acts and
//! two appends. By hand a group of as many appends goes into one transaction, row after row
//! (rusqlite, prepared statements) or a statement a table (PostgreSQL, arrays), with nothing read,
//! checked or folded: only what the ledger itself would have written.

#[path = "appends/raw_postgres.rs"]
mod raw_postgres;
#[path = "appends/raw_sqlite.rs"]
mod raw_sqlite;
#[path = "appends/rows.rs"]
mod rows;

use std::env;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use ledger::{Append, Cells, Ledger, Location, NewAct, Opening, RECORDED};
use transparency_log::LogKey;
use xiaoneng::models::AgencyModels;

use rows::{TENANT, now};

fn cells(cells: &[(&str, &str)]) -> Cells {
    cells.iter().map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned())).collect()
}

fn append(register: &str, matter: &str, expected_version: i64, acts: Vec<NewAct>) -> Append {
    Append {
        tenant: TENANT.to_owned(),
        register: register.to_owned(),
        matter: matter.to_owned(),
        expected_version,
        acts,
        idempotency_key: Some(format!("{register}/{matter}/{expected_version}")),
    }
}

/// Opens a ledger with an item that cases are of.
async fn open(location: &Location, is_logged: bool) -> Ledger {
    let models = Arc::new(AgencyModels::new().expect("the shipped procedures"));
    let mut opening = Opening::new(Arc::new(now), models);
    if is_logged {
        let key = LogKey::generate("benches.example/log").expect("random bytes");
        opening.log.keys.insert(TENANT.to_owned(), Arc::new(key));
    }
    let ledger = Ledger::open_with(location, opening).await.expect("a ledger");
    let row = NewAct::new(RECORDED, now()).with(cells(rows::ITEM));
    if ledger.read(TENANT, "items", rows::ITEM_CODE).await.expect("a store").is_empty() {
        let item = append("items", rows::ITEM_CODE, 0, vec![row]);
        ledger.append(item).await.expect("an answer");
    }
    ledger
}

/// One writer until the end: gives appends and how long each took.
async fn write(ledger: Ledger, run: i64, writer: usize, end: Instant) -> Vec<Duration> {
    let mut times = Vec::new();
    let mut number = 0;
    while Instant::now() < end {
        let matter = rows::matter(run, writer, number);
        let act = |name: &str| NewAct::new(name, now()).with(cells(rows::ACT));
        let mut row = cells(rows::MATTER);
        row.insert("matter_id".to_owned(), matter.clone());
        let opening = vec![NewAct::new(RECORDED, now()).with(row), act("received"), act("accepted")];
        for (version, acts) in [(0, opening), (3, vec![act("granted")])] {
            let asked = Instant::now();
            ledger.append(append("matters", &matter, version, acts)).await.expect("an answer");
            times.push(asked.elapsed());
        }
        number += 1;
    }
    times
}

async fn through_the_ledger(location: &Location, what: &str, writers: usize, seconds: u64) {
    let ledger = open(location, what == "logged").await;
    let run = now().0;
    let began = Instant::now();
    let end = began + Duration::from_secs(seconds);
    let tasks: Vec<_> = (0..writers)
        .map(|writer| tokio::spawn(write(ledger.clone(), run, writer, end)))
        .collect();
    let mut times = Vec::new();
    for task in tasks {
        times.extend(task.await.expect("a writer"));
    }
    let took = began.elapsed().as_secs_f64();
    times.sort_unstable();
    let at = |share: f64| times[(times.len() as f64 * share) as usize].as_secs_f64() * 1000.0;
    println!(
        "{what}, {writers} writers: {:.0} acts a second, {:.0} appends; half within {:.2} ms, \
         99 of 100 within {:.2} ms",
        2.0 * times.len() as f64 / took,
        times.len() as f64 / took,
        at(0.5),
        at(0.99)
    );
    ledger.close().await;
    if what == "logged"
        && let Location::Folder(folder) = location
    {
        tell_delay(folder);
    }
}

/// How long after they were recorded acts were in the log, by the times of both.
fn tell_delay(folder: &Path) {
    let file = rusqlite::Connection::open(folder.join("ledger.sqlite3")).expect("the ledger");
    let text = "select (select signed_at from checkpoints where tenant = acts.tenant \
         and size >= position order by size limit 1) - recorded_at as delay from acts \
         order by delay";
    let mut statement = file.prepare(text).expect("a statement");
    let delays = statement.query_map([], |row| row.get::<_, f64>(0)).expect("rows");
    let delays: Vec<f64> = delays.map(|delay| delay.expect("a delay") / 1000.0).collect();
    let at = |share: f64| delays[((delays.len() - 1) as f64 * share) as usize];
    let count = "select count(*) from checkpoints";
    let checkpoints: i64 = file.query_row(count, [], |row| row.get(0)).expect("a count");
    println!(
        "log: {checkpoints} checkpoints; half of the acts in it within {:.0} ms, 99 of 100 within \
         {:.0} ms, all within {:.0} ms",
        at(0.5),
        at(0.99),
        at(1.0)
    );
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, what, place, group, seconds] = &arguments[..] else {
        panic!("appends ledger|logged|raw PLACE WRITERS SECONDS")
    };
    let group: usize = group.parse().expect("a number of writers");
    let seconds: u64 = seconds.parse().expect("a number of seconds");
    let is_database = place.starts_with("postgres://");
    let location = if is_database {
        Location::Database(place.clone())
    } else {
        Location::Folder(place.into())
    };
    if what == "ledger" || what == "logged" {
        through_the_ledger(&location, what, group, seconds).await;
        return;
    }
    // The same tables.
    open(&location, false).await.close().await;
    let (groups, took) = if is_database {
        raw_postgres::write(place, group, Duration::from_secs(seconds)).await
    } else {
        let place = place.clone();
        let wanted = Duration::from_secs(seconds);
        tokio::task::spawn_blocking(move || raw_sqlite::write(&place, group, wanted))
            .await
            .expect("a writer")
    };
    let appends = (groups * group) as f64;
    println!(
        "raw, groups of {group}: {:.0} acts a second, {:.0} appends",
        2.0 * appends / took,
        appends / took
    );
}
