//! The ledger on Citus: what every store must do, and each append on one node.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use ledger::{Append, Ledger, Location, MATTERS, NewAct, OpenError};
use legal_clock::Instant;
use tokio::runtime::{Builder, Runtime};

use crate::citus_cluster::{Citus, run};
use crate::models::models;
use crate::{conformance, model};
use sqlx::{AssertSqlSafe, Connection, PgConnection};

fn runtime() -> Runtime {
    Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap()
}

/// Asks for one number.
async fn number(address: &str, question: &str) -> i64 {
    let mut connection = PgConnection::connect(address).await.unwrap();
    let question = AssertSqlSafe(question.to_owned());
    let number = sqlx::query_scalar(question).fetch_one(&mut connection).await.unwrap();
    connection.close().await.unwrap();
    number
}

#[test]
fn citus_does_what_every_store_must() {
    let Some(citus) = runtime().block_on(Citus::start()) else { return };
    // Servers may connect to any node once the tables are there.
    for node in &citus.nodes {
        conformance::run(&Location::Database(node.address()));
        runtime().block_on(run(
            &citus.address(),
            "truncate tenants, acts, matters, answers, dues, facts, findings",
        ));
    }
}

#[test]
fn citus_does_what_the_model_says() {
    let Some(citus) = runtime().block_on(Citus::start()) else { return };
    model::run(&Location::Database(citus.address()), 16);
}

/// Appends of many tenants: none of their statements goes to two nodes, none of their
/// transactions is committed in two phases.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_append_and_each_read_of_a_tenant_goes_to_one_node() {
    let Some(citus) = Citus::start().await else { return };
    let address = citus.address();
    let clock = conformance::clock(&Arc::new(AtomicI64::new(1)));
    let ledger = Ledger::open(&Location::Database(address.clone()), clock, models()).await.unwrap();
    let prepared = "select count(*) from pg_dist_transaction";
    let before = number(&address, prepared).await;
    assert!(before > 0, "tables were made on all nodes, in two phases");
    run(&address, "select citus_stat_counters_reset(0)").await;

    let appends = (0..20).flat_map(|tenant| (0..20).map(move |matter| (tenant, matter)));
    let tasks: Vec<_> = appends
        .map(|(tenant, matter)| {
            let ledger = ledger.clone();
            tokio::spawn(async move {
                let append = opens(tenant, matter);
                let (tenant, matter) = (append.tenant.clone(), append.matter.clone());
                ledger.append(append).await.unwrap();
                assert_eq!(ledger.read(&tenant, MATTERS, &matter).await.unwrap().len(), 3);
                let mut snapshot = ledger.snapshot(&tenant).await.unwrap();
                snapshot.rows(MATTERS, 0, 10).await.unwrap();
                snapshot.tail(0, 10).await.unwrap();
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let counted = |column: &str| {
        format!("select {column}::bigint from citus_stat_counters where name = current_database()")
    };
    let one = number(&address, &counted("query_execution_single_shard")).await;
    let several = number(&address, &counted("query_execution_multi_shard")).await;
    println!("{one} statements to one shard, {several} to several");
    assert!(one >= 20 * 20 * 4);
    assert_eq!(several, 0);
    assert_eq!(number(&address, prepared).await, before);

    // What concerns all agencies does go to all nodes, and is counted.
    assert_eq!(ledger.tenants().await.unwrap().len(), 20);
    let several = number(&address, &counted("query_execution_multi_shard")).await;
    assert_eq!(several, 1);
    ledger.close().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_ledger_of_one_postgresql_moves_to_citus_with_all_its_acts() {
    let Some(citus) = Citus::apart() else { return };
    let location = Location::Database(citus.address());
    let open = async || {
        let clock = conformance::clock(&Arc::new(AtomicI64::new(1)));
        Ledger::open(&location, clock, models()).await.unwrap()
    };
    let ledger = open().await;
    for tenant in 0..10 {
        for matter in 0..5 {
            ledger.append(opens(tenant, matter)).await.unwrap();
        }
    }
    let before = ledger.tail("agency 3", 0, 100).await.unwrap();
    ledger.close().await;

    citus.join().await;
    let ledger = open().await;
    assert_eq!(ledger.tail("agency 3", 0, 100).await.unwrap(), before);
    assert_eq!(ledger.tenants().await.unwrap().len(), 10);
    for tenant in 0..10 {
        assert_eq!(ledger.append(opens(tenant, 5)).await.unwrap().position, 16);
        let again = ledger.append(opens(tenant, 1)).await.unwrap();
        assert_eq!(again.position, 4, "an answer is known by its key");
    }
    ledger.close().await;
    let distributed = "select count(*) from citus_tables where citus_table_type = 'distributed' \
         and colocation_id = (select colocation_id from citus_tables where table_name = 'acts'::regclass)";
    let tables = "select count(*) from information_schema.columns where table_schema = 'public' \
         and column_name = 'tenant'";
    let address = citus.address();
    assert_eq!(number(&address, distributed).await, number(&address, tables).await);
}

#[tokio::test]
async fn no_ledger_is_opened_where_a_node_acknowledges_before_its_disk_has_it() {
    let Some(citus) = Citus::start().await else { return };
    let of_one_node = "set citus.enable_ddl_propagation = off; \
         alter database postgres set synchronous_commit = off";
    run(&citus.nodes[2].address(), of_one_node).await;
    let clock = conformance::clock(&Arc::new(AtomicI64::new(1)));
    let opened = Ledger::open(&Location::Database(citus.address()), clock, models()).await;
    assert!(matches!(opened, Err(OpenError::Hasty)), "{opened:?}");
}

/// The first append to a matter, with a key.
fn opens(tenant: usize, matter: usize) -> Append {
    Append {
        tenant: format!("agency {tenant}"),
        register: MATTERS.to_owned(),
        matter: format!("M{matter}"),
        expected_version: 0,
        acts: vec![NewAct::new("received", Instant(1)); 3],
        idempotency_key: Some(format!("key {matter}")),
    }
}
