//! The rules that let the schema and the statements run on a store distributed by tenant
//! (`docs/scaling.md`), checked on the texts of all of them.

use std::fs;
use std::path::Path;

use rusqlite::{Connection, Statement};
use sqlx::{AssertSqlSafe, Executor, PgPool, SqlSafeStr, Statement as _, TypeInfo};

use super::{Place, connect};
use crate::migrate::{self, POSTGRES, SQLITE};
use crate::statements as s;
use crate::store::Db;

/// Statements that concern all tenants.
const OF_ALL_TENANTS: &[&str] = &["TENANTS", "STALE"];

/// What no statement and no migration may use.
const FORBIDDEN: &[&str] = &[
    "trigger",
    "deferrable",
    "deferred",
    "sequence",
    "nextval",
    "serial",
    "bigserial",
    "identity",
    "now",
    "current_timestamp",
    "current_date",
    "clock_timestamp",
    "serializable",
    "merge",
    "random",
    "gen_random_uuid",
];

/// Each statement with its name, those for many rows in each of their sizes, and whether SQLite runs it:
/// there rows are taken one by one.
fn statements() -> Vec<(&'static str, String, bool)> {
    let mut all = Vec::new();
    macro_rules! one {
        ($($name:ident)+) => { $(all.push((stringify!($name), s::$name.to_owned(), true));)+ };
    }
    macro_rules! many {
        ($($name:ident)+) => { $(
            // So many rows are a piece of each size from 16 on, and a smaller one.
            for (text, _) in s::$name.pieces(&[(); 1008 + 7]) {
                all.push((stringify!($name), text.to_string(), false));
            }
            all.push((stringify!($name), s::$name.of_one().to_owned(), true));
        )+ };
    }
    one!(HOLD_TENANT ADD_TENANT MOVE_TENANT SET_MODELS TENANT TENANTS STALE);
    one!(TAIL ACTS_BY_MATTER ROWS_OF_REGISTER OPENED VERSIONS_OF HAS_REGISTER COUNT_ROWS);
    one!(DROP_OPENED MATTERS_OF_ITEM MATTERS_OF_REGISTER STANDING WAKING FALLS_DUE COUNTS);
    one!(FACTS_OF_YEAR FACTS_FROM_YEAR FINDINGS);
    one!(SET_LOG_KEY TO_LOG TO_VERIFY SET_SALT ADD_LOG LOG MOVE_LOG END_LEASE TILE TILES);
    one!(ADD_CHECKPOINT CHECKPOINTS LAST_CHECKPOINT FIRST_CHECKPOINT ADD_COSIGNATURE COSIGNATURES);
    one!(ANSWERS_AFTER);
    many!(SET_TILES ADD_MENTIONS DROP_MENTIONS);
    one!(MATTERS_BETWEEN DUES_BETWEEN FACTS_BETWEEN FINDINGS_BETWEEN MENTIONS_BETWEEN);
    one!(MENTIONS_BEFORE MATTERS_BEFORE);
    one!(VAULT ADD_VAULT RETAIN_SUBJECT SUBJECT SUBJECTS ERASE_SUBJECT DROP_TEXTS);
    one!(ROWS_BETWEEN WRAPPED_KEYS REWRAP_SUBJECT REWRAP_VAULT FILE DROP_FILES);
    one!(KEPT KEPT_OF_OWNER KEPT_OF_KIND KEEP FORGET FORGET_OF_OWNER FORGET_KIND FORGET_UNTIL);
    one!(END_LOG FORGET_TILES FORGET_CHECKPOINTS FORGET_COSIGNATURES FORGET_SALTS);
    many!(SUBJECTS_BY_BLIND SUBJECT_KEYS ADD_SUBJECTS TEXTS_OF_SUBJECTS ADD_TEXTS ADD_FILES);
    many!(HEADS ANSWERS ADD_ACTS SET_MATTERS DROP_MATTERS ADD_ANSWERS ACTS_OF_MATTERS ROWS_AT);
    many!(ADD_DUES DROP_DUES ADD_FACTS DROP_FACTS ADD_FINDINGS DROP_FINDINGS);
    all
}

/// In small letters, without comments, each white space one space.
fn plain(text: &str) -> String {
    let lines = text.lines().map(|line| line.split("--").next().unwrap_or_default());
    let words: Vec<_> = lines.flat_map(str::split_whitespace).collect();
    words.join(" ").to_lowercase()
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').any(|w| w == word)
}

fn count(text: &str, word: &str) -> usize {
    text.matches(word).count()
}

/// What is wrong with a migration, if anything.
fn fault_of_migration(text: &str) -> Option<String> {
    let text = plain(text);
    let fault = |fault: &str| Some(fault.to_owned());
    if text.contains(';') {
        return fault("has a semicolon: it must be one statement");
    }
    let kinds =
        ["create table ", "create index ", "create unique index ", "alter table ", "drop index "];
    if !kinds.iter().any(|kind| text.starts_with(kind)) {
        return Some(format!("is none of {kinds:?}"));
    }
    if let Some(word) = FORBIDDEN.iter().find(|word| has_word(&text, word)) {
        return Some(format!("uses `{word}`"));
    }
    if text.starts_with("create table ") && !text.contains("( tenant text ") {
        return fault("makes a table whose first column isn't `tenant text`");
    }
    if text.starts_with("create table ") && count(&text, " primary key (") != 1 {
        return fault("makes a table without primary key");
    }
    if text.starts_with("create table ") && count(&text, "constraint ") > 1 {
        return fault("makes a table with more than its primary key: add constraints alone");
    }
    if text.starts_with("alter table ") && text.contains(',') && !text.contains('(') {
        return fault("alters more than one thing");
    }
    for key in ["primary key", "unique", "foreign key", "references", "check"] {
        for (at, _) in text.match_indices(&format!(" {key} ")) {
            if key != "references" && !is_named(&text[..at]) && !text.starts_with("create unique") {
                return Some(format!("has a `{key}` without `constraint NAME`"));
            }
            let columns = text[at..].split_once('(').map(|(_, columns)| columns.trim_start());
            if key != "check" && !columns.is_some_and(begins_with_tenant) {
                return Some(format!("has a `{key}` that doesn't begin with `tenant`"));
            }
        }
    }
    let is_index = text.starts_with("create") && text.contains(" index ");
    if is_index && !text.split_once('(').is_some_and(|(_, columns)| begins_with_tenant(columns)) {
        return fault("has an index that doesn't begin with `tenant`");
    }
    None
}

fn begins_with_tenant(columns: &str) -> bool {
    columns.split([',', ')']).next().is_some_and(|first| first.trim() == "tenant")
}

fn is_named(before: &str) -> bool {
    before.rsplit(' ').nth(1) == Some("constraint")
}

/// What is wrong with a statement, if anything.
fn fault_of_statement(name: &str, text: &str) -> Option<String> {
    let text = plain(text);
    if let Some(word) = FORBIDDEN.iter().find(|word| has_word(&text, word)) {
        return Some(format!("uses `{word}`"));
    }
    if text.contains("on constraint") {
        return Some("finds a conflict by a constraint's name".to_owned());
    }
    if text.split_once("do update").is_some_and(|(_, update)| update.contains("select ")) {
        return Some("has a subselect in `do update`".to_owned());
    }
    if OF_ALL_TENANTS.contains(&name) {
        return None;
    }
    if text.starts_with("insert into ") && text.contains(" values ") {
        let columns = text.split_once('(').map(|(_, columns)| columns);
        return (!columns.is_some_and(begins_with_tenant))
            .then(|| "inserts rows that don't begin with `tenant`".to_owned());
    }
    let tables = [" from ", " join ", "update ", "insert into "];
    let tables: usize = tables.iter().map(|word| count(&text, word)).sum();
    (count(&text, "tenant = ") < tables)
        .then(|| format!("names {tables} tables and not as often the tenant of each"))
}

fn folder(store: &str) -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(store);
    let files = fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name());
    let mut names: Vec<_> =
        files.map(|name| name.to_str().unwrap().trim_end_matches(".sql").to_owned()).collect();
    names.sort();
    names
}

#[test]
fn the_migrations_are_the_files_of_both_stores_numbered_without_a_gap() {
    for (store, migrations) in [("sqlite", SQLITE), ("postgres", POSTGRES)] {
        let names: Vec<_> = migrations.iter().map(|(name, _)| *name).collect();
        assert_eq!(folder(store), names, "{store}");
        for (number, name) in (1..).zip(names) {
            assert_eq!(name[..5], format!("{number:04}_"));
        }
    }
}

#[test]
fn migrations_keep_the_rules_of_a_distributed_store() {
    for (name, text) in SQLITE.iter().chain(POSTGRES) {
        assert_eq!(fault_of_migration(text), None, "{name}");
    }
}

#[test]
fn a_migration_that_breaks_a_rule_is_found() {
    let table = "create table t ( tenant text not null, x bigint, constraint t_pkey primary key (tenant, x) )";
    assert_eq!(fault_of_migration(table), None);
    let unique = "alter table t add constraint t_x unique (tenant, x)";
    assert_eq!(fault_of_migration(unique), None);
    assert_eq!(fault_of_migration("alter table t add column y text not null default ''"), None);
    for broken in [
        "create table t ( tenant text not null, x bigint primary key )",
        "create table t ( tenant text not null, primary key (tenant) )",
        "create table t ( tenant text not null, constraint t_pkey primary key (x, tenant) )",
        "create table t ( x bigint, constraint t_pkey primary key (x) )",
        "create table t ( tenant text, constraint p primary key (tenant), constraint u unique (tenant) )",
        "create table t ( tenant text, x bigserial, constraint p primary key (tenant, x) )",
        "create index i on t (x)",
        "create unique index i on t (x, tenant)",
        "alter table t add constraint t_x unique (x)",
        "alter table t add unique (tenant, x)",
        "alter table t add constraint f foreign key (tenant, x) references u (x)",
        "alter table t add constraint f foreign key (tenant, x) references u (tenant, x) deferrable",
        "alter table t add column y text; alter table t add column z text",
        "alter table t add column y text, add column z text",
        "alter table t add column y bigint default now()",
        "alter table t add column y bigint generated always as identity",
        "update t set x = 1",
        "create trigger t",
    ] {
        assert!(fault_of_migration(broken).is_some(), "{broken}");
    }
}

#[test]
fn a_statement_that_breaks_a_rule_is_found() {
    for broken in [
        "select x from t where y = $1",
        "select x from t join u on t.y = u.y where t.tenant = $1",
        "select (select y from u where u.y = t.y) from t where tenant = $1",
        "update t set x = 1 where y = $1",
        "insert into t (x, tenant) values ($1, $2)",
        "insert into t (tenant, x) values ($1, $2) on conflict on constraint t_pkey do nothing",
        "insert into t (tenant) values ($1) on conflict (tenant) do update set x = (select 1)",
        "update t set x = now() where tenant = $1",
    ] {
        assert!(fault_of_statement("NAME", broken).is_some(), "{broken}");
    }
}

#[test]
fn no_statement_is_missing_from_the_list() {
    let listed = statements();
    for line in include_str!("../statements.rs").lines() {
        let item = ["pub(crate) const ", "pub(crate) static "];
        let Some(rest) = item.iter().find_map(|item| line.strip_prefix(item)) else { continue };
        let (name, kind) = rest.split_once(": ").unwrap();
        if kind.starts_with("&str") || kind.starts_with("Many") {
            let is_listed = listed.iter().any(|(listed, ..)| *listed == name);
            assert!(is_listed, "add `{name}` to `statements` in {}", file!());
        }
    }
}

#[tokio::test]
async fn each_statement_keeps_the_rules_and_is_prepared_by_each_store() {
    for place in Place::all().await {
        let location = place.room("statements").await;
        let db = connect(&location).await.unwrap();
        migrate::up_to_date(&db).await.unwrap();
        for (name, text, is_for_sqlite) in statements() {
            assert_eq!(fault_of_statement(name, &text), None, "{name}: {text}");
            match &db {
                Db::Sqlite(connections) => {
                    let file = connections.connect().unwrap();
                    let statement = file.prepare(&text).unwrap();
                    has_its_parameters_in_order(name, &statement);
                    if is_for_sqlite && !OF_ALL_TENANTS.contains(&name) {
                        finds_its_rows_by_index(&file, name, &text);
                    }
                }
                Db::Postgres(pool) => {
                    let text = with_values(pool, text).await;
                    if matches!(place, Place::Citus(_)) && !OF_ALL_TENANTS.contains(&name) {
                        goes_to_one_shard(pool, name, &text).await;
                    }
                }
            }
        }
        db.close().await;
    }
}

/// Values are bound one after the other.
fn has_its_parameters_in_order(name: &str, statement: &Statement<'_>) {
    for place in 1..=statement.parameter_count() {
        let parameter = statement.parameter_name(place);
        assert_eq!(parameter, Some(format!("${place}").as_str()), "{name}");
    }
}

/// SQLite plans without statistics: what it doesn't find by an index now it never will.
fn finds_its_rows_by_index(file: &Connection, name: &str, text: &str) {
    let mut explained = file.prepare(&format!("explain query plan {text}")).unwrap();
    let steps = explained.raw_query().mapped(|row| row.get::<_, String>(3));
    let plan: Vec<String> = steps.map(Result::unwrap).collect();
    for step in &plan {
        let of_values = step.contains("CONSTANT ROW") || step.contains("VALUES CLAUSE");
        let is_scan = step.starts_with("SCAN") && !of_values;
        // Of these a tenant has one row.
        let has_one = [" tenants ", " logs ", " vaults "].iter().any(|table| step.contains(table));
        // These are about all rows that a log of the tenant left.
        let is_of_all = name.starts_with("FORGET_");
        let of_tenant = step.ends_with("(tenant=?)") && !has_one && !is_of_all;
        let is_sorted = step.contains("TEMP B-TREE");
        assert!(!is_scan && !of_tenant && !is_sorted, "{name}: {plan:#?}");
    }
}

/// Prepares a statement; gives it with values for its parameters.
async fn with_values(pool: &PgPool, text: String) -> String {
    let prepared = pool.prepare(AssertSqlSafe(text.clone()).into_sql_str()).await.unwrap();
    let parameters = prepared.parameters().and_then(sqlx::Either::left).unwrap_or_default();
    // From the last on: `$1` is the beginning of `$10`.
    (1..).zip(parameters).collect::<Vec<_>>().into_iter().rev().fold(
        text,
        |text, (number, parameter)| {
            let value = match parameter.name() {
                "TEXT" => "'office'",
                "BOOL" => "true",
                "BYTEA" => "'\\x00'",
                _ => "1",
            };
            text.replace(&format!("${number}"), value)
        },
    )
}

/// What it costs to find that out is a plan; nothing is run.
async fn goes_to_one_shard(pool: &PgPool, name: &str, text: &str) {
    let explain = AssertSqlSafe(format!("explain {text}"));
    let plan: Vec<String> = sqlx::query_scalar(explain).fetch_all(pool).await.unwrap();
    let has = |part: &str| plan.iter().any(|line| line.contains(part));
    assert!(has("Task Count: 1") && !has("Distributed Subplan"), "{name}: {plan:#?}");
}
