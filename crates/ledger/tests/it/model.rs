//! Random appends against a model in memory: what the model says is what the store does, however
//! the appends share commits and whatever server they come through. Among them are changes of the
//! items that read models hang on, time goes by and is swept, and in the end a rebuild finds nothing.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ledger::{
    Act, Append, AppendError, Appended, Ledger, Location, MATTERS, NewAct, RECORDED, RETIRED,
};
use legal_clock::Instant;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use tokio::runtime::{Builder, Runtime};
use tokio::task::JoinSet;

use crate::cluster::Cluster;
use crate::conformance::{cells, clock};
use crate::models::{ITEMS, YEAR, models};
use crate::read_models::is_as_made;

/// An append as it is drawn: on a matter or an item, some versions off from where it stands in the
/// model or from the start, maybe under one of a few keys; how much time goes by before, and whether
/// what has fallen due is swept then.
#[derive(Debug, Clone)]
struct Drawn {
    matter: u8,
    off: i64,
    acts: Vec<u8>,
    key: Option<u8>,
    server: usize,
    time: i64,
    sweeps: bool,
}

/// Matters, and from this number on items.
const ITEMS_FROM: u8 = 3;

fn drawn() -> impl Strategy<Value = Drawn> {
    let off = prop_oneof![6 => Just(0_i64), 1 => -2..3_i64];
    let acts = prop::collection::vec(0..4_u8, 1..4);
    let key = prop_oneof![2 => Just(None), 1 => (0..4_u8).prop_map(Some)];
    let time = prop_oneof![Just(0), 0..3_i64];
    (0..ITEMS_FROM + 2, off, acts, key, 0..3_usize, time, prop::bool::weighted(0.2)).prop_map(
        |(matter, off, acts, key, server, time, sweeps)| Drawn {
            matter,
            off,
            acts,
            key,
            server,
            time,
            sweeps,
        },
    )
}

impl Drawn {
    fn name(&self) -> String {
        format!("M{}", self.matter)
    }

    fn register(&self) -> &'static str {
        if self.matter < ITEMS_FROM { MATTERS } else { ITEMS }
    }

    fn append(&self, tenant: &str, version: i64) -> Append {
        Append {
            tenant: tenant.to_owned(),
            register: self.register().to_owned(),
            matter: self.name(),
            expected_version: version + self.off,
            acts: self.acts.iter().map(|act| self.act(*act)).collect(),
            idempotency_key: self.key.map(|key| format!("key {key}")),
        }
    }

    /// A row of an item or its end; a row of a matter, its end, or an act that lets it pass soon.
    fn act(&self, number: u8) -> NewAct {
        let item = format!("M{}", ITEMS_FROM + self.matter % 2);
        let (act, said) = match (self.register(), number) {
            (_, 0) => (RETIRED.to_owned(), vec![]),
            (ITEMS, _) => {
                (RECORDED.to_owned(), vec![("item", self.name()), ("limit", number.to_string())])
            }
            (_, 1) => (RECORDED.to_owned(), vec![("item", item)]),
            (_, 2) => ("wrong".to_owned(), vec![("due", "7".to_owned())]),
            _ => {
                let wakes = i64::from(self.matter) * 7 + self.off;
                (format!("act {number}"), vec![("wakes", wakes.to_string())])
            }
        };
        let said: Vec<_> = said.iter().map(|(column, cell)| (*column, cell.as_str())).collect();
        NewAct::new(act, Instant(i64::from(number) * YEAR)).with(cells(&said))
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
    let time = Arc::new(AtomicI64::new(1));
    let ledger = runtime.block_on(open(location, &time));
    let groups = prop::collection::vec(prop::collection::vec(drawn(), 1..12), 1..8);
    TestRunner::new(config.clone())
        .run(&groups, |groups| {
            let tenant = format!("one server {}", next());
            time.store(1, Ordering::SeqCst);
            runtime.block_on(one_server(&ledger, &time, &tenant, &groups));
            Ok(())
        })
        .unwrap();
    drop(ledger);
    let runtime = Builder::new_multi_thread().worker_threads(3).enable_all().build().unwrap();
    let servers: Vec<_> = (0..3).map(|_| runtime.block_on(open(location, &time))).collect();
    TestRunner::new(Config { cases: cases / 2, ..config })
        .run(&prop::collection::vec(drawn(), 1..40), |all| {
            let tenant = format!("servers {}", next());
            time.store(1, Ordering::SeqCst);
            several_servers(&runtime, &servers, &time, &tenant, &all);
            Ok(())
        })
        .unwrap();
}

async fn open(location: &Location, time: &Arc<AtomicI64>) -> Ledger {
    Ledger::open(location, clock(time), models()).await.unwrap()
}

/// The appends of a group are handed in together and in order, so each answer is foretold.
async fn one_server(ledger: &Ledger, time: &AtomicI64, tenant: &str, groups: &[Vec<Drawn>]) {
    let mut model = Model::default();
    for group in groups {
        time.fetch_add(group[0].time, Ordering::SeqCst);
        if group[0].sweeps {
            ledger.sweep(tenant).await.unwrap();
        }
        let mut foretold = Vec::new();
        let mut tasks = Vec::new();
        for drawn in group {
            let append = drawn.append(tenant, model.version(&drawn.name()));
            foretold.push(model.append(&append));
            let ledger = ledger.clone();
            tasks.push(tokio::spawn(async move { ledger.append(append).await }));
        }
        for (foretold, task) in foretold.into_iter().zip(tasks) {
            assert_eq!(Told::of(task.await.unwrap()), foretold);
        }
    }
    model.must_be(&ledger.tail(tenant, 0, usize::MAX >> 1).await.unwrap());
    is_as_made(ledger, tenant).await;
    ledger.sweep(tenant).await.unwrap();
    is_as_made(ledger, tenant).await;
}

/// Which server comes first isn't foretold. What was recorded, taken in the order of positions, is
/// what the model does; conflicts told of a version that the matter went through.
fn several_servers(
    runtime: &Runtime,
    servers: &[Ledger],
    time: &Arc<AtomicI64>,
    tenant: &str,
    all: &[Drawn],
) {
    let mut told = runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for drawn in all {
            let ledger = servers[drawn.server].clone();
            let tenant = tenant.to_owned();
            let (drawn, time) = (drawn.clone(), time.clone());
            tasks.spawn(async move {
                time.fetch_add(drawn.time, Ordering::SeqCst);
                if drawn.sweeps {
                    ledger.sweep(&tenant).await.unwrap();
                }
                let version =
                    ledger.read(&tenant, drawn.register(), &drawn.name()).await.unwrap().len()
                        as i64;
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
    runtime.block_on(async {
        is_as_made(&servers[0], tenant).await;
        servers[1].sweep(tenant).await.unwrap();
        is_as_made(&servers[2], tenant).await;
    });
}
