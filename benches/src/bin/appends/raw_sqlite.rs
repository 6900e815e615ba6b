//! SQLite written by hand.

use std::path::Path;
use std::time::{Duration, Instant};

use rusqlite::{Connection, params};

use crate::rows::{
    ACT_CELLS, FACTS_DECIDED, FACTS_WHILE_OPEN, HASH, ITEM_CODE, MATTER_CELLS, TENANT, matter, now,
};

const ADD_ACT: &str = "insert into acts (tenant, position, register, matter, version, act, at, \
     recorded_at, recorded_elsewhere, under, cells) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
const SET_MATTER: &str = "insert into matters (tenant, register, matter, version, row_version, \
     opened, under, stage, item_code, wakes) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) \
     on conflict (tenant, register, matter) do update set version = excluded.version, \
     row_version = excluded.row_version, stage = excluded.stage, wakes = excluded.wakes";
const ADD_DUE: &str = "insert into dues (tenant, matter, clock, started, promised, by_law, due) \
     values (?, ?, ?, ?, ?, ?, ?)";
const DROP_DUE: &str = "delete from dues where tenant = ? and matter = ?";
const ADD_FACTS: &str =
    "insert into facts (tenant, matter, year, until, opened, facts) values (?, ?, ?, ?, ?, ?)";
const DROP_FACTS: &str = "delete from facts where tenant = ? and matter = ?";
const ADD_ANSWER: &str = "insert into answers (tenant, idempotency_key, content, position, \
     version, acts, recorded_at) values (?, ?, ?, ?, ?, ?, ?)";
const MOVE_TENANT: &str = "update tenants set position = ?, recorded_at = ? where tenant = ?";

/// Writes groups of appends, half opening cases and half deciding them; gives how many groups and
/// in how many seconds.
pub fn write(folder: &str, group: usize, wanted: Duration) -> (usize, f64) {
    let file = Path::new(folder).join("ledger.sqlite3");
    let mut connection = Connection::open(file).expect("the file");
    connection.pragma_update(None, "journal_mode", "wal").expect("a log");
    connection.pragma_update(None, "synchronous", "full").expect("commits that are synced");
    connection.set_prepared_statement_cache_capacity(32);
    let mut position: i64 = connection
        .query_row("select position from tenants where tenant = ?", [TENANT], |row| row.get(0))
        .expect("the tenant");
    let run = now().0;
    let began = Instant::now();
    let mut groups = 0;
    while began.elapsed() < wanted {
        let tx = connection.transaction().expect("a transaction");
        for writer in 0..group {
            let case = matter(run, writer, groups / 2);
            if groups % 2 == 0 {
                open(&tx, &case, &mut position);
            } else {
                decide(&tx, &case, &mut position);
            }
        }
        tx.prepare_cached(MOVE_TENANT)
            .and_then(|mut it| it.execute(params![position, now().0, TENANT]))
            .expect("a row");
        tx.commit().expect("a commit");
        groups += 1;
    }
    (groups, began.elapsed().as_secs_f64())
}

fn add_act(db: &Connection, case: &str, position: i64, version: i64, act: &str, cells: &str) {
    let at = now().0;
    let none = None::<&str>;
    let row = params![
        TENANT, position, "matters", case, version, act, at, at, None::<i64>, none, cells
    ];
    db.prepare_cached(ADD_ACT).and_then(|mut it| it.execute(row)).expect("a row");
}

fn add_answer(db: &Connection, key: &str, position: i64, version: i64, acts: i64) {
    let row = params![TENANT, key, HASH, position, version, acts, now().0];
    db.prepare_cached(ADD_ANSWER).and_then(|mut it| it.execute(row)).expect("a row");
}

fn set_matter(db: &Connection, case: &str, version: i64, opened: i64, stage: &str) {
    let none = None::<&str>;
    let row = params![
        TENANT, "matters", case, version, 1, opened, none, stage, ITEM_CODE, None::<i64>
    ];
    db.prepare_cached(SET_MATTER).and_then(|mut it| it.execute(row)).expect("a row");
}

fn add_due(db: &Connection, case: &str, clock: &str) {
    let at = now().0;
    let row = params![TENANT, case, clock, at, at, at, at];
    db.prepare_cached(ADD_DUE).and_then(|mut it| it.execute(row)).expect("a row");
}

fn add_facts(db: &Connection, case: &str, until: i64, opened: i64, facts: &str) {
    let row = params![TENANT, case, 2026, until, opened, facts];
    db.prepare_cached(ADD_FACTS).and_then(|mut it| it.execute(row)).expect("a row");
}

fn open(db: &Connection, case: &str, position: &mut i64) {
    let opened = *position + 1;
    for (version, act) in (1..).zip(["recorded", "received", "accepted"]) {
        *position += 1;
        let cells = if version == 1 { MATTER_CELLS } else { ACT_CELLS };
        add_act(db, case, *position, version, act, cells);
    }
    set_matter(db, case, 3, opened, "accepted");
    add_due(db, case, "decision");
    add_facts(db, case, 9999, opened, FACTS_WHILE_OPEN);
    add_answer(db, &format!("matters/{case}/0"), opened, 3, 3);
}

fn decide(db: &Connection, case: &str, position: &mut i64) {
    *position += 1;
    add_act(db, case, *position, 4, "granted", ACT_CELLS);
    set_matter(db, case, 4, *position - 3, "decided");
    for statement in [DROP_DUE, DROP_FACTS] {
        let row = params![TENANT, case];
        db.prepare_cached(statement).and_then(|mut it| it.execute(row)).expect("rows");
    }
    add_due(db, case, "delivery");
    add_facts(db, case, 2026, *position - 3, FACTS_DECIDED);
    add_answer(db, &format!("matters/{case}/3"), *position, 4, 1);
}
