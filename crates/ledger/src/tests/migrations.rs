//! Each migration on data from every earlier version: what was there stays, and acts are recorded
//! after it.
//!
//! A new table needs its rows in [`rows`], as the program writes them; nothing else.

use std::collections::BTreeSet;
use std::sync::Arc;

use legal_clock::Instant;
use serde_json::{Value, json};

use super::models::models;
use super::{Place, connect, run, texts};
use crate::migrate::{POSTGRES, up_to};
use crate::store::Db;
use crate::{Append, Ledger, Location, MATTERS, NewAct};

/// The first version whose program recorded acts; a program killed at an earlier one left tables
/// without rows, and these rows test more than that.
const FIRST_TO_RECORD: usize = 6;

const TENANT: &str = "office";
const KEY: &str = "k1";

/// By table, what the program had written after [`opening`], the read models those of [`models`].
/// A version that lacks a column lacks its cells.
fn rows() -> Value {
    let act = |position: i64, act: &str, cells: &str| {
        json!({
            "tenant": TENANT, "position": position, "register": MATTERS, "matter": "M1",
            "version": position, "act": act, "at": position, "recorded_at": 9,
            "recorded_elsewhere": 3, "under": "ab", "cells": cells, "sealed": SEALED,
        })
    };
    json!({
        "tenants": [{
            "tenant": TENANT, "position": 2, "recorded_at": 9, "basis": 0, "models": "simple",
        }],
        "acts": [
            act(1, "received", "{\"actor\":\"王\",\"due\":\"40\"}"),
            act(2, "wrong", "{\"actor\":\"王\"}"),
        ],
        "matters": [{
            "tenant": TENANT, "register": MATTERS, "matter": "M1", "version": 2, "row_version": 0,
            "opened": 1, "under": "ab", "stage": "wrong",
        }],
        "answers": [{
            "tenant": TENANT, "idempotency_key": KEY, "content": CONTENT, "position": 1,
            "version": 2, "acts": 2, "recorded_at": 9,
        }],
        "logs": [{
            "tenant": "logged", "size": 1, "leased_by": "a", "leased_until": 5,
        }],
        "tiles": [{ "tenant": "logged", "level": 0, "place": 0, "hashes": "aaaa" }],
        "checkpoints": [{ "tenant": "logged", "size": 1, "signed_at": 9, "note": "signed" }],
        "cosignatures": [{
            "tenant": "logged", "size": 1, "witness": "auditor", "line": "signed too",
        }],
        "dues": [{
            "tenant": TENANT, "matter": "M1", "clock": "received", "started": 1, "promised": 40,
            "by_law": 50, "due": 40,
        }],
        "facts": [{
            "tenant": TENANT, "matter": "M1", "year": 0, "until": 9999, "opened": 1, "facts": "2",
        }],
        "mentions": [{ "tenant": "logged", "matter": "M1", "subject": "somebody" }],
        "findings": [{
            "tenant": TENANT, "matter": "M1", "position": 2, "code": "wrong_act",
            "is_of_row": false, "field": "act", "message": "do something else",
        }],
        "vaults": [{ "tenant": TENANT, "master": "0123456789abcdef", "index_key": "\\x0102" }],
        "subjects": [{
            "tenant": TENANT, "subject": SUBJECT, "blind": "\\x03", "master": "0123456789abcdef",
            "wrapped_key": "\\x04", "opened_at": 9, "retain_until": 10, "erased_at": 11,
        }],
        "vault": [{
            "tenant": TENANT, "subject": SUBJECT, "commitment": "ab", "sealed": "\\x0506",
        }],
        "files": [{
            "tenant": TENANT, "subject": SUBJECT, "commitment": "cd", "sealed": "\\x0708",
        }],
        "kept": [{
            "tenant": TENANT, "kind": "sessions", "name": "\\x09", "owner": "\\x0a", "until": 7,
            "sealed": "\\x0b0c",
        }],
    })
}

const SUBJECT: &str = "0123456789abcdef0123456789abcdef";
const SEALED: &str = "{\"detail\":\"0123456789abcdef0123456789abcdef:\
    0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef\"}";

/// The hash of [`opening`] as the first version wrote it.
const CONTENT: &str = "4127a9fbcd47e24cf20844ea640fe61acbe2b60701446aec624d9e6429a66db3";

fn opening() -> Append {
    let act = |name: &str, at: i64, cells: &[(&str, &str)]| NewAct {
        recorded_elsewhere: Some(3),
        under: Some("ab".to_owned()),
        cells: cells.iter().map(|(name, cell)| ((*name).into(), (*cell).into())).collect(),
        ..NewAct::new(name, Instant(at))
    };
    Append {
        tenant: TENANT.to_owned(),
        register: MATTERS.to_owned(),
        matter: "M1".to_owned(),
        expected_version: 0,
        acts: vec![
            act("received", 1, &[("actor", "王"), ("due", "40")]),
            act("wrong", 2, &[("actor", "王")]),
        ],
        idempotency_key: Some(KEY.to_owned()),
    }
}

#[tokio::test]
async fn data_of_every_earlier_version_is_kept_and_recorded_on() {
    for place in Place::all().await {
        for version in 0..=POSTGRES.len() {
            let location = place.room(&format!("v{version}")).await;
            let db = connect(&location).await.unwrap();
            up_to(&db, version).await.unwrap();
            let before = fill(&db, version).await;
            db.close().await;

            let clock = Arc::new(|| Instant(8));
            let ledger = Ledger::open(&location, clock, models()).await.unwrap();
            for tenant in ledger.stale().await.unwrap() {
                ledger.rebuild(&tenant, |_| {}).await.unwrap();
            }
            let db = connect(&location).await.unwrap();
            for (table, column, cells) in &before {
                let after = column_cells(&db, table, column).await;
                assert_eq!(after, *cells, "{table}.{column} of version {version}");
            }
            if matches!(place, Place::Citus(_)) {
                are_distributed(&db).await;
            }
            db.close().await;
            records_on(&ledger, version, &location).await;
            if version >= FIRST_TO_RECORD {
                let rebuilt = ledger.rebuild(TENANT, |_| {}).await.unwrap();
                assert_eq!(rebuilt.differences, [], "read models of version {version}");
            }
            ledger.close().await;
        }
    }
}

/// Puts the rows into the tables of a version; gives what each column then holds.
async fn fill(db: &Db, version: usize) -> Vec<(String, String, Vec<String>)> {
    let all = rows();
    let mut filled = Vec::new();
    for table in tables(db).await {
        let rows = all[&table].as_array().unwrap_or_else(|| {
            panic!("add to `rows` what the program writes into the table `{table}`")
        });
        let mut columns = columns(db, &table).await;
        columns.retain(|column| !rows[0][column].is_null());
        if version < POSTGRES.len() {
            // Its read models are made again: these say how they were made.
            columns.retain(|column| !["models", "basis"].contains(&column.as_str()));
        }
        for row in rows {
            insert(db, &table, &columns, row).await;
        }
        for column in columns {
            let cells = column_cells(db, &table, &column).await;
            assert_eq!(cells.len(), rows.len(), "{table} of version {version}");
            filled.push((table.clone(), column, cells));
        }
    }
    filled
}

async fn records_on(ledger: &Ledger, version: usize, location: &Location) {
    let next = Append { matter: "M2".to_owned(), idempotency_key: None, ..opening() };
    if version < FIRST_TO_RECORD {
        let next = Append { tenant: "another".to_owned(), ..next };
        assert_eq!(ledger.append(next).await.unwrap().position, 1);
        return;
    }
    let again = ledger.append(opening()).await.unwrap();
    assert_eq!((again.position, again.version, again.recorded_at), (1, 2, 9), "{location:?}");
    let appended = ledger.append(next).await.unwrap();
    assert_eq!((appended.position, appended.version, appended.recorded_at), (3, 2, 9));
    let more = Append { expected_version: 2, idempotency_key: None, ..opening() };
    assert_eq!(ledger.append(more).await.unwrap().version, 4);
    let acts = ledger.tail(TENANT, 0, 100).await.unwrap();
    assert!(acts.iter().map(|act| act.position).eq(1..=6));
    let first: Vec<_> = acts.into_iter().take(2).map(|act| (act.act, act.at, act.cells)).collect();
    let told = opening().acts.into_iter().map(|act| (act.act, act.at, act.cells));
    assert!(told.eq(first));
}

/// The tables but the list of migrations.
async fn tables(db: &Db) -> BTreeSet<String> {
    let question = match db {
        Db::Sqlite(_) => "select name from sqlite_master where type = 'table'",
        Db::Postgres(_) => {
            "select table_name::text from information_schema.tables \
             where table_schema = current_schema() and table_type = 'BASE TABLE'"
        }
    };
    texts(db, question).await.into_iter().filter(|table| table != "migrations").collect()
}

/// Each table, those of migrations to come too.
async fn are_distributed(db: &Db) {
    let question = "select column_to_column_name(logicalrelid, partkey) from pg_dist_partition \
         where logicalrelid = to_regclass($1)";
    let Db::Postgres(pool) = db else { return };
    for table in tables(db).await {
        let by: Option<String> =
            sqlx::query_scalar(question).bind(&table).fetch_optional(pool).await.unwrap();
        assert_eq!(by.as_deref(), Some("tenant"), "{table} isn't distributed by tenant");
    }
}

async fn columns(db: &Db, table: &str) -> Vec<String> {
    let question = match db {
        Db::Sqlite(_) => "select name from pragma_table_info($1)",
        Db::Postgres(_) => {
            "select column_name::text from information_schema.columns \
             where table_schema = current_schema() and table_name = $1"
        }
    };
    texts(db, &question.replace("$1", &format!("'{table}'"))).await
}

/// Inserts the cells of a row that the table has columns for.
async fn insert(db: &Db, table: &str, columns: &[String], row: &Value) {
    let cells: Vec<(&String, String)> = columns
        .iter()
        .filter_map(|column| match &row[column] {
            Value::Null => None,
            Value::String(text) => Some((column, format!("'{}'", text.replace('\'', "''")))),
            other => Some((column, other.to_string())),
        })
        .collect();
    let names: Vec<_> = cells.iter().map(|(column, _)| column.as_str()).collect();
    let values: Vec<_> = cells.iter().map(|(_, cell)| cell.as_str()).collect();
    let (names, values) = (names.join(", "), values.join(", "));
    run(db, &format!("insert into {table} ({names}) values ({values})")).await;
}

/// What a column holds, as text.
async fn column_cells(db: &Db, table: &str, column: &str) -> Vec<String> {
    let cell = format!("coalesce(cast({column} as text), 'none') as cell");
    texts(db, &format!("select {cell} from {table} order by cell")).await
}
