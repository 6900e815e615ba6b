//! Random appends against a model in memory: what the model says is what the store does, however
//! the appends share commits and whatever server they come through.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use ledger::{Act, Append, AppendError, Appended, Ledger, Location, MATTERS, NewAct};
use legal_clock::Instant;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::cluster::Cluster;
use crate::conformance::clock;
use crate::models::models;

/// An append as it is drawn: on a matter, some versions off from where it stands in the model or
/// from the start, maybe under one of a few keys.
#[derive(Debug, Clone)]
struct Drawn {
    matter: u8,
    off: i64,
    acts: Vec<u8>,
    key: Option<u8>,
    server: usize,
}

fn drawn() -> impl Strategy<Value = Drawn> {
    let off = prop_oneof![6 => Just(0_i64), 1 => -2..3_i64];
    let acts = prop::collection::vec(0..3_u8, 1..4);
    let key = prop_oneof![2 => Just(None), 1 => (0..4_u8).prop_map(Some)];
    (0..3_u8, off, acts, key, 0..3_usize).prop_map(|(matter, off, acts, key, server)| Drawn {
        matter,
        off,
        acts,
        key,
        server,
    })
}

impl Drawn {
    fn append(&self, tenant: &str, version: i64) -> Append {
        let act = |act: &u8| NewAct::new(format!("act {act}"), Instant(i64::from(*act)));
        Append {
            tenant: tenant.to_owned(),
            register: MATTERS.to_owned(),
            matter: format!("M{}", self.matter),
            expected_version: version + self.off,
            acts: self.acts.iter().map(act).collect(),
            idempotency_key: self.key.map(|key| format!("key {key}")),
        }
    }
}

/// What a ledger is, in memory.
#[derive(Debug, Default)]
struct Model {
    log: Vec<(String, i64, String)>,
    versions: BTreeMap<String, i64>,
    answers: BTreeMap<String, (String, Vec<NewAct>, Told)>,
}

/// An answer as far as model and store must agree.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    At { position: i64, version: i64 },
    Conflict { version: i64 },
    KeyReused,
}

impl Told {
    fn of(answer: Result<Appended, AppendError>) -> Self {
        match answer {
            Ok(Appended { position, version, .. }) => Told::At { position, version },
            Err(AppendError::Conflict { stands, .. }) => Told::Conflict { version: stands.version },
            Err(AppendError::KeyReused(_)) => Told::KeyReused,
            Err(error) => panic!("{error}"),
        }
    }
}

impl Model {
    fn version(&self, matter: &str) -> i64 {
        self.versions.get(matter).copied().unwrap_or(0)
    }

    fn append(&mut self, append: &Append) -> Told {
        if let Some(key) = &append.idempotency_key
            && let Some((matter, acts, told)) = self.answers.get(key)
        {
            let is_same = *matter == append.matter && *acts == append.acts;
            return if is_same { told.clone() } else { Told::KeyReused };
        }
        let version = self.version(&append.matter);
        if version != append.expected_version {
            return Told::Conflict { version };
        }
        let position = self.log.len() as i64 + 1;
        for (act, version) in append.acts.iter().zip(version + 1..) {
            self.log.push((append.matter.clone(), version, act.act.clone()));
        }
        let version = version + append.acts.len() as i64;
        self.versions.insert(append.matter.clone(), version);
        let told = Told::At { position, version };
        if let Some(key) = &append.idempotency_key {
            let answer = (append.matter.clone(), append.acts.clone(), told.clone());
            self.answers.insert(key.clone(), answer);
        }
        told
    }

    fn must_be(&self, acts: &[Act]) {
        assert!(acts.iter().map(|act| act.position).eq(1..=acts.len() as i64));
        let log: Vec<_> =
            acts.iter().map(|a| (a.matter.clone(), a.version, a.act.clone())).collect();
        assert_eq!(self.log, log);
    }
}

#[test]
fn sqlite_does_what_the_model_says() {
    let folder = tempfile::tempdir().unwrap();
    run(&Location::Folder(folder.path().to_owned()), 48);
}

#[test]
fn postgresql_does_what_the_model_says() {
    let Some(cluster) = Cluster::start() else { return };
    run(&Location::Database(cluster.address()), 48);
}

pub(crate) fn run(location: &Location, cases: u32) {
    let tenants = Cell::new(0);
    let next = || tenants.replace(tenants.get() + 1);
    let config = Config { cases, failure_persistence: None, ..Config::default() };
    let runtime = Builder::new_current_thread().enable_all().build().unwrap();
    let ledger = runtime.block_on(open(location));
    let groups = prop::collection::vec(prop::collection::vec(drawn(), 1..12), 1..8);
    TestRunner::new(config.clone())
        .run(&groups, |groups| {
            let tenant = format!("one server {}", next());
            runtime.block_on(one_server(&ledger, &tenant, &groups));
            Ok(())
        })
        .unwrap();
    drop(ledger);
    let runtime = Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap();
    let servers: Vec<_> = (0..3).map(|_| runtime.block_on(open(location))).collect();
    TestRunner::new(Config { cases: cases / 2, ..config })
        .run(&prop::collection::vec(drawn(), 1..40), |all| {
            let tenant = format!("servers {}", next());
            several_servers(&runtime, &servers, &tenant, &all);
            Ok(())
        })
        .unwrap();
}

async fn open(location: &Location) -> Ledger {
    Ledger::open(location, clock(&Arc::new(AtomicI64::new(1))), models()).await.unwrap()
}

/// The appends of a group are handed in together and in order, so each answer is foretold.
async fn one_server(ledger: &Ledger, tenant: &str, groups: &[Vec<Drawn>]) {
    let mut model = Model::default();
    for group in groups {
        let mut foretold = Vec::new();
        let mut tasks = Vec::new();
        for drawn in group {
            let append = drawn.append(tenant, model.version(&format!("M{}", drawn.matter)));
            foretold.push(model.append(&append));
            let ledger = ledger.clone();
            tasks.push(tokio::spawn(async move { ledger.append(append).await }));
        }
        for (foretold, task) in foretold.into_iter().zip(tasks) {
            assert_eq!(Told::of(task.await.unwrap()), foretold);
        }
    }
    model.must_be(&ledger.tail(tenant, 0, usize::MAX >> 1).await.unwrap());
}

/// Which server comes first isn't foretold. What was recorded, taken in the order of positions, is
/// what the model does; conflicts told of a version that the matter went through.
fn several_servers(runtime: &Runtime, servers: &[Ledger], tenant: &str, all: &[Drawn]) {
    let mut told = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for drawn in all {
            let ledger = servers[drawn.server].clone();
            let tenant = tenant.to_owned();
            let drawn = drawn.clone();
            tasks.spawn(async move {
                let matter = format!("M{}", drawn.matter);
                let version = ledger.read(&tenant, MATTERS, &matter).await.unwrap().len() as i64;
                let append = drawn.append(&tenant, version);
                (append.clone(), Told::of(ledger.append(append).await))
            });
        }
        tasks.join_all().await
    });
    told.sort_by_key(|(append, told)| match told {
        // A first answer comes before the same given again.
        Told::At { position, version } => {
            let is_first = append.expected_version + append.acts.len() as i64 == *version;
            (*position, !is_first)
        }
        Told::Conflict { .. } | Told::KeyReused => (i64::MAX, false),
    });
    let mut model = Model::default();
    for (append, told) in &told {
        match told {
            Told::At { .. } => {
                // An answer given again was given to the same acts before.
                let again = model.append(append);
                assert_eq!(again, *told);
            }
            Told::Conflict { version } => {
                assert_ne!(*version, append.expected_version);
                assert!(*version <= model.version(&append.matter));
            }
            Told::KeyReused => {
                let key = append.idempotency_key.as_ref().unwrap();
                let (matter, acts, _) = &model.answers[key];
                assert!(*matter != append.matter || *acts != append.acts);
            }
        }
    }
    let acts = runtime.block_on(servers[0].tail(tenant, 0, usize::MAX >> 1)).unwrap();
    model.must_be(&acts);
}
