//! What a sweep costs: `sweep FOLDER OPEN DUE ROUNDS`.
//!
//! Fills a ledger with so many cases that were received and wait for their acceptance, as the ledger
//! itself would have written them, and times a sweep when of them so many have been accepted by law;
//! round after round, each with other cases.

#[path = "appends/rows.rs"]
mod rows;

use std::env;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ledger::{Append, Cells, Ledger, Location, NewAct, RECORDED};
use legal_clock::{Calendar, Instant};
use rusqlite::{Connection, params};
use xiaoneng::models::AgencyModels;

use rows::{ACT_CELLS, HASH, ITEM, ITEM_CODE, MATTER_CELLS, TENANT, matter, now};

const DAY: i64 = 86_400_000_000;

/// When the cases of a round were received, and when they are accepted by law.
fn times(calendar: &Calendar, received: i64) -> (i64, i64) {
    let day = calendar.when(Instant(received)).day;
    let last = calendar.nth_working_day_after(day, 5).expect("a day");
    (received, calendar.end_of(last).0)
}

/// Cases of which `due` fall due in each round and the others in none.
fn fill(folder: &Path, open: usize, due: usize, rounds: &[(i64, i64)], never: (i64, i64)) {
    let mut file = Connection::open(folder.join("ledger.sqlite3")).expect("the file");
    file.pragma_update(None, "synchronous", "off").expect("a setting");
    let tx = file.transaction().expect("a transaction");
    let mut position: i64 = tx
        .query_row("select position from tenants where tenant = ?", [TENANT], |row| row.get(0))
        .expect("the tenant");
    let mut add_act = tx
        .prepare(
            "insert into acts (tenant, position, register, matter, version, act, at, recorded_at, \
             under, cells) values (?, ?, 'matters', ?, ?, ?, ?, ?, ?, ?)",
        )
        .expect("a statement");
    let mut add_matter = tx
        .prepare(
            "insert into matters (tenant, register, matter, version, row_version, opened, under, \
             stage, item_code, wakes) values (?, 'matters', ?, 2, 1, ?, ?, 'received', ?, ?)",
        )
        .expect("a statement");
    let mut add_due = tx
        .prepare(
            "insert into dues (tenant, matter, clock, started, promised, by_law, due) \
             values (?, ?, 'window', ?, ?, ?, ?)",
        )
        .expect("a statement");
    for number in 0..open {
        // Those that fall due lie among all the others.
        let stride = open / (due * rounds.len());
        let is_due = number % stride == 0 && number / stride < due * rounds.len();
        let (at, wakes) = if is_due { rounds[number / stride % rounds.len()] } else { never };
        let case = matter(0, 0, number);
        for (version, act, cells) in [(1, RECORDED, MATTER_CELLS), (2, "received", ACT_CELLS)] {
            position += 1;
            add_act
                .execute(params![TENANT, position, case, version, act, at, at, HASH, cells])
                .expect("a row");
        }
        let opened = position - 1;
        add_matter
            .execute(params![TENANT, case, opened, HASH, ITEM_CODE, wakes])
            .expect("a row");
        add_due.execute(params![TENANT, case, at, wakes, wakes, wakes]).expect("a row");
    }
    drop((add_act, add_matter, add_due));
    tx.execute("update tenants set position = ? where tenant = ?", params![position, TENANT])
        .expect("a row");
    tx.commit().expect("a commit");
}

#[tokio::main]
async fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, folder, open, due, rounds] = &arguments[..] else {
        panic!("sweep FOLDER OPEN DUE ROUNDS")
    };
    let number = |text: &String| text.parse::<usize>().expect("a number");
    let (open, due, rounds) = (number(open), number(due), number(rounds));
    let first = now().0 - 300 * DAY;
    let time = Arc::new(AtomicI64::new(first));
    let clock = time.clone();
    let clock = Arc::new(move || Instant(clock.load(Ordering::SeqCst)));
    let models = Arc::new(AgencyModels::new().expect("the shipped procedures"));
    let location = Location::Folder(folder.into());
    let ledger = Ledger::open(&location, clock, models).await.expect("a ledger");
    let cells: Cells = ITEM.iter().map(|(name, cell)| ((*name).into(), (*cell).into())).collect();
    let item = Append {
        tenant: TENANT.to_owned(),
        register: "items".to_owned(),
        matter: ITEM_CODE.to_owned(),
        expected_version: 0,
        acts: vec![NewAct::new(RECORDED, Instant(first)).with(cells)],
        idempotency_key: None,
    };
    ledger.append(item).await.expect("an answer");
    let calendar = Calendar::china();
    let fortnights: Vec<_> =
        (0..rounds).map(|round| times(&calendar, first + round as i64 * 14 * DAY)).collect();
    fill(Path::new(folder), open, due, &fortnights, times(&calendar, first + 1000 * DAY));
    let mut swept = Vec::new();
    for (_, wakes) in fortnights {
        time.store(wakes, Ordering::SeqCst);
        let began = std::time::Instant::now();
        let matters = ledger.sweep(TENANT).await.expect("an answer");
        swept.push((began.elapsed().as_secs_f64() * 1000.0, matters));
    }
    let began = std::time::Instant::now();
    let none = ledger.sweep(TENANT).await.expect("an answer");
    println!("{open} open: {swept:.1?} ms and matters; nothing due: {none}, {:?}", began.elapsed());
    ledger.close().await;
}
