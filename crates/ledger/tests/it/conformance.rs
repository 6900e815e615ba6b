//! What every store must do: each case is run against SQLite and against PostgreSQL.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use ledger::{
    Append, AppendError, Appended, Cells, Clock, Ledger, Location, MATTERS, NewAct, RECORDED,
    RETIRED, Version,
};
use legal_clock::Instant;

use crate::cluster::Cluster;
use crate::log;
use crate::models::models;
use crate::{accesses, kept, past, read_models, vault};

/// A store, and a tenant in it that no other case uses.
pub(crate) struct Setting {
    pub(crate) location: Location,
    pub(crate) tenant: String,
    pub(crate) ledger: Ledger,
    /// What the store's clock says.
    pub(crate) time: Arc<AtomicI64>,
}

pub(crate) fn clock(time: &Arc<AtomicI64>) -> Clock {
    let time = time.clone();
    Arc::new(move || Instant(time.load(Ordering::SeqCst)))
}

impl Setting {
    async fn new(location: &Location, tenant: &str) -> Self {
        let time = Arc::new(AtomicI64::new(1_000_000));
        let ledger = Ledger::open(location, clock(&time), models()).await.unwrap();
        Self { location: location.clone(), tenant: tenant.to_owned(), ledger, time }
    }

    pub(crate) fn append(&self, matter: &str, expected: i64, acts: &[&str]) -> Append {
        Append {
            tenant: self.tenant.clone(),
            register: MATTERS.to_owned(),
            matter: matter.to_owned(),
            expected_version: expected,
            acts: acts.iter().map(|act| NewAct::new(*act, Instant(7))).collect(),
            idempotency_key: None,
        }
    }

    pub(crate) async fn take(&self, append: Append) -> Appended {
        self.ledger.append(append).await.unwrap()
    }

    /// Position, matter, version and act of everything recorded.
    async fn log(&self) -> Vec<(i64, String, i64, String)> {
        let mut log: Vec<(i64, String, i64, String)> = Vec::new();
        loop {
            let after = log.last().map_or(0, |(position, ..)| *position);
            let acts = self.ledger.tail(&self.tenant, after, 700).await.unwrap();
            if acts.is_empty() {
                return log;
            }
            log.extend(acts.into_iter().map(|a| (a.position, a.matter, a.version, a.act)));
        }
    }
}

pub(crate) fn cells(cells: &[(&str, &str)]) -> Cells {
    cells.iter().map(|(column, cell)| ((*column).to_owned(), (*cell).to_owned())).collect()
}

/// What is to be seen of a store.
pub(crate) type Case = for<'a> fn(&'a Setting) -> Pin<Box<dyn Future<Output = ()> + 'a>>;

macro_rules! cases {
    ($($name:ident,)+) => {
        pub(crate) const CASES: &[(&str, $crate::conformance::Case)] =
            &[$((stringify!($name), |s| Box::pin($name(s))),)+];
    };
}
pub(crate) use cases;

cases! {
    acts_are_read_back_as_they_were_recorded,
    a_matter_that_moved_on_is_a_conflict_that_says_where_it_stands,
    the_same_key_gives_the_first_answer_and_another_append_under_it_is_refused,
    positions_have_no_gap_and_the_tail_is_read_on_from_any_of_them,
    a_row_is_replaced_by_recording_it_anew_and_leaves_when_retired,
    tenants_do_not_see_one_another,
    what_was_acknowledged_is_there_after_reopening,
    the_time_of_recording_never_goes_back,
    names_that_no_index_takes_are_refused_and_harm_no_other_append,
    many_writers_share_commits_and_each_gets_its_own_answer,
    servers_that_share_a_store_number_their_acts_together,
    a_snapshot_sees_nothing_that_comes_later,
    a_version_is_recorded_when_its_text_changes_and_then_only,
    a_large_append_is_recorded_whole,
    appends_handed_in_together_are_recorded_in_their_order,
}

#[test]
fn sqlite_does_what_every_store_must() {
    let folder = tempfile::tempdir().unwrap();
    run(&Location::Folder(folder.path().join("data")));
}

#[test]
fn postgresql_does_what_every_store_must() {
    let Some(cluster) = Cluster::start() else { return };
    run(&Location::Database(cluster.address()));
}

pub(crate) fn run(location: &Location) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().unwrap();
    let more =
        [read_models::CASES, past::CASES, log::CASES, vault::CASES, kept::CASES, accesses::CASES]
            .concat();
    for (name, case) in CASES.iter().chain(&more) {
        println!("{name}");
        runtime.block_on(async { case(&Setting::new(location, name).await).await });
    }
}

async fn acts_are_read_back_as_they_were_recorded(setting: &Setting) {
    let said =
        cells(&[("actor", "王\u{1f600}'\"\\"), ("detail", "two\nlines, and \u{1} a control")]);
    let opening = NewAct {
        act: RECORDED.to_owned(),
        at: -5,
        recorded_elsewhere: Some(12),
        under: Some("abc".to_owned()),
        cells: said.clone(),
        ..NewAct::default()
    };
    let mut append = setting.append("M'1", 0, &["accepted"]);
    append.acts.insert(0, opening.clone());
    let appended = setting.take(append).await;
    assert_eq!(
        appended,
        Appended { position: 1, version: 2, acts: 2, recorded_at: 1_000_000, promises: None }
    );
    let acts = setting.ledger.read(&setting.tenant, MATTERS, "M'1").await.unwrap();
    assert_eq!(acts.len(), 2);
    let first = &acts[0];
    assert_eq!((first.position, first.version, first.recorded_at), (1, 1, 1_000_000));
    assert_eq!((first.at, first.recorded_elsewhere), (opening.at, opening.recorded_elsewhere));
    assert_eq!((&first.under, &first.cells), (&opening.under, &said));
    assert_eq!((acts[1].act.as_str(), acts[1].recorded_elsewhere), ("accepted", None));
    assert_eq!(setting.ledger.read(&setting.tenant, "other", "M'1").await.unwrap(), []);
}

async fn a_matter_that_moved_on_is_a_conflict_that_says_where_it_stands(setting: &Setting) {
    setting.take(setting.append("M1", 0, &[RECORDED, "accepted"])).await;
    for stale in [0, 1, 3, -1] {
        let refused = setting.ledger.append(setting.append("M1", stale, &["granted"])).await;
        let Err(AppendError::Conflict { stands, expected, .. }) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!((stands.version, stands.row_version, stands.opened), (2, 1, 1));
        assert_eq!(expected, stale);
    }
    let refused = setting.ledger.append(setting.append("M2", 1, &["granted"])).await;
    assert!(matches!(refused, Err(AppendError::Conflict { stands, .. }) if stands.version == 0));
    assert_eq!(setting.log().await.len(), 2);
    assert_eq!(setting.take(setting.append("M1", 2, &["granted"])).await.position, 3);
}

async fn the_same_key_gives_the_first_answer_and_another_append_under_it_is_refused(
    setting: &Setting,
) {
    let keyed = |append: Append| Append { idempotency_key: Some("k1".to_owned()), ..append };
    let first = setting.take(keyed(setting.append("M1", 0, &["accepted"]))).await;
    setting.time.store(2_000_000, Ordering::SeqCst);
    setting.take(setting.append("M1", 1, &["granted"])).await;
    // Whatever version the caller knows by now.
    for expected in [0, 1, 2] {
        let again = setting.take(keyed(setting.append("M1", expected, &["accepted"]))).await;
        assert_eq!(again, first);
    }
    let others = [setting.append("M1", 2, &["delivered"]), setting.append("M2", 0, &["accepted"])];
    for other in others {
        let refused = setting.ledger.append(keyed(other)).await;
        assert!(matches!(refused, Err(AppendError::KeyReused(key)) if key == "k1"));
    }
    assert_eq!(setting.log().await.len(), 2);
    // A conflict is no answer: the key is free to be used on the version that holds.
    let keyed = |append: Append| Append { idempotency_key: Some("k2".to_owned()), ..append };
    assert!(setting.ledger.append(keyed(setting.append("M1", 0, &["delivered"]))).await.is_err());
    assert_eq!(setting.take(keyed(setting.append("M1", 2, &["delivered"]))).await.version, 3);
}

async fn positions_have_no_gap_and_the_tail_is_read_on_from_any_of_them(setting: &Setting) {
    for number in 0..10 {
        setting.take(setting.append(&format!("M{number}"), 0, &["a", "b"])).await;
        let stale = setting.ledger.append(setting.append(&format!("M{number}"), 0, &["c"])).await;
        assert!(stale.is_err());
    }
    let log = setting.log().await;
    assert!(log.iter().map(|(position, ..)| *position).eq(1..=20));
    for after in 0..=20 {
        let acts = setting.ledger.tail(&setting.tenant, after, 3).await.unwrap();
        assert!(acts.iter().map(|act| act.position).eq((after + 1..=20).take(3)));
    }
}

async fn a_row_is_replaced_by_recording_it_anew_and_leaves_when_retired(setting: &Setting) {
    let item = |matter: &str, expected, act: &str, name: &str| Append {
        register: "items".to_owned(),
        acts: vec![NewAct::new(act, Instant(1)).with(cells(&[("name", name)]))],
        ..setting.append(matter, expected, &[])
    };
    for (matter, name) in [("b", "first"), ("a", "second"), ("c", "third")] {
        setting.take(item(matter, 0, RECORDED, name)).await;
    }
    let names = async || {
        let mut snapshot = setting.ledger.snapshot(&setting.tenant).await.unwrap();
        let mut names = Vec::new();
        let mut after = 0;
        while let Some(row) = snapshot.rows("items", after, 1).await.unwrap().pop() {
            after = row.opened;
            names.push(row.cells["name"].clone());
        }
        assert_eq!(snapshot.has_rows("items").await.unwrap(), !names.is_empty());
        names
    };
    assert_eq!(names().await, ["first", "second", "third"]);
    setting.take(item("b", 1, RECORDED, "first, renamed")).await;
    setting.take(item("a", 1, RETIRED, "")).await;
    assert_eq!(names().await, ["first, renamed", "third"]);
    let mut snapshot = setting.ledger.snapshot(&setting.tenant).await.unwrap();
    let at = snapshot.rows_at("items", &[3, 2, 1, 3, 99]).await.unwrap();
    assert!(at.iter().map(|row| (row.opened, &*row.matter)).eq([(1, "b"), (3, "c")]));
    assert_eq!(snapshot.rows_at("materials", &[1]).await.unwrap(), []);
    drop(snapshot);
    setting.take(item("a", 2, RECORDED, "second again")).await;
    assert_eq!(names().await, ["first, renamed", "second again", "third"]);
    for (matter, version) in [("a", 3), ("b", 2), ("c", 1)] {
        setting.take(item(matter, version, RETIRED, "")).await;
    }
    assert_eq!(names().await, [""; 0]);
    assert_eq!(setting.ledger.read(&setting.tenant, "items", "a").await.unwrap().len(), 4);
}

async fn tenants_do_not_see_one_another(setting: &Setting) {
    let other = Append { tenant: "another agency".to_owned(), ..setting.append("M1", 0, &["x"]) };
    setting.take(setting.append("M1", 0, &["a"])).await;
    assert_eq!(setting.take(other).await.position, 1);
    assert_eq!(setting.log().await.len(), 1);
    assert_eq!(setting.ledger.read("another agency", MATTERS, "M1").await.unwrap()[0].act, "x");
    let tenants = setting.ledger.tenants().await.unwrap();
    assert!(tenants.contains(&setting.tenant) && tenants.contains(&"another agency".to_owned()));
    assert_eq!(setting.ledger.snapshot("nobody").await.unwrap().position(), 0);
}

async fn what_was_acknowledged_is_there_after_reopening(setting: &Setting) {
    let first = Ledger::open(&setting.location, clock(&setting.time), models()).await.unwrap();
    first.append(setting.append("M1", 0, &["a", "b"])).await.unwrap();
    first.clone().close().await;
    first.close().await;
    let again = Ledger::open(&setting.location, clock(&setting.time), models()).await.unwrap();
    assert_eq!(again.read(&setting.tenant, MATTERS, "M1").await.unwrap().len(), 2);
    assert_eq!(again.append(setting.append("M1", 2, &["c"])).await.unwrap().position, 3);
    again.close().await;
}

async fn the_time_of_recording_never_goes_back(setting: &Setting) {
    for (version, time) in [(0, 50), (1, 40), (2, 60), (3, 0)] {
        setting.time.store(time, Ordering::SeqCst);
        setting.take(setting.append("M1", version, &["a"])).await;
    }
    let acts = setting.ledger.read(&setting.tenant, MATTERS, "M1").await.unwrap();
    assert!(acts.iter().map(|act| act.recorded_at).eq([50, 50, 60, 60]));
}

async fn names_that_no_index_takes_are_refused_and_harm_no_other_append(setting: &Setting) {
    let long = "长".repeat(171);
    for matter in ["", "a\0b", &long] {
        let good = setting.append(&format!("good {}", matter.len()), 0, &["a"]);
        let (refused, taken) = tokio::join!(
            setting.ledger.append(setting.append(matter, 0, &["a"])),
            setting.ledger.append(good)
        );
        assert!(matches!(refused, Err(AppendError::Name { what: "matter", .. })), "{refused:?}");
        taken.unwrap();
    }
    let refused = setting.ledger.append(setting.append("M1", 0, &[])).await;
    assert!(matches!(refused, Err(AppendError::Count(0))));
    // Cells may hold what names may not.
    let mut odd = setting.append("odd", 0, &["a"]);
    odd.acts[0].cells = cells(&[("detail", "a\0b")]);
    setting.take(odd).await;
    let acts = setting.ledger.read(&setting.tenant, MATTERS, "odd").await.unwrap();
    assert_eq!(acts[0].cells["detail"], "a\0b");
}

async fn many_writers_share_commits_and_each_gets_its_own_answer(setting: &Setting) {
    let writers: Vec<_> = (0..32)
        .map(|writer| {
            let ledger = setting.ledger.clone();
            let appends: Vec<_> = (0..20)
                .map(|n| setting.append(&format!("W{writer}"), n, &[&format!("{writer}.{n}")]))
                .collect();
            tokio::spawn(async move {
                let mut answers = Vec::new();
                for append in appends {
                    answers.push(ledger.append(append).await.unwrap());
                }
                answers
            })
        })
        .collect();
    let mut told = Vec::new();
    for (writer, task) in writers.into_iter().enumerate() {
        for (n, answer) in task.await.unwrap().into_iter().enumerate() {
            let (matter, act) = (format!("W{writer}"), format!("{writer}.{n}"));
            told.push((answer.position, matter, answer.version, act));
        }
    }
    told.sort();
    assert_eq!(told, setting.log().await);
}

async fn servers_that_share_a_store_number_their_acts_together(setting: &Setting) {
    let mut servers = Vec::new();
    for _ in 0..3 {
        servers
            .push(Ledger::open(&setting.location, clock(&setting.time), models()).await.unwrap());
    }
    // Each opens the same 30 matters; one of them wins each.
    let tasks: Vec<_> = servers
        .iter()
        .map(|server| {
            let server = server.clone();
            let appends: Vec<_> =
                (0..30).map(|n| setting.append(&format!("M{n}"), 0, &["a", "b"])).collect();
            tokio::spawn(async move {
                let mut won = 0;
                for append in appends {
                    match server.append(append).await {
                        Ok(_) => won += 1,
                        Err(AppendError::Conflict { stands, .. }) => assert_eq!(stands.version, 2),
                        Err(error) => panic!("{error}"),
                    }
                }
                won
            })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        won += task.await.unwrap();
    }
    assert_eq!(won, 30);
    assert!(setting.log().await.iter().map(|(position, ..)| *position).eq(1..=60));
    for server in servers {
        server.close().await;
    }
}

async fn a_snapshot_sees_nothing_that_comes_later(setting: &Setting) {
    setting.take(setting.append("M1", 0, &[RECORDED])).await;
    let mut snapshot = setting.ledger.snapshot(&setting.tenant).await.unwrap();
    setting.take(setting.append("M1", 1, &[RETIRED])).await;
    setting.take(setting.append("M2", 0, &[RECORDED])).await;
    assert_eq!(snapshot.position(), 1);
    assert_eq!(snapshot.rows(MATTERS, 0, 10).await.unwrap().len(), 1);
    assert_eq!(snapshot.tail(0, 10).await.unwrap().len(), 1);
    let names = [(MATTERS, "M1"), (MATTERS, "M2")];
    assert_eq!(snapshot.heads(&names).await.unwrap().len(), 1);
    assert_eq!(snapshot.acts_of(&names).await.unwrap().len(), 1);
}

async fn a_version_is_recorded_when_its_text_changes_and_then_only(setting: &Setting) {
    let version = |text: &str| Version {
        kind: "procedures".to_owned(),
        name: "licensing".to_owned(),
        effective_from: "2019-01-01".to_owned(),
        text: text.to_owned(),
    };
    let mut hashes = Vec::new();
    for text in ["one", "one", "two", "one"] {
        let hash = setting.ledger.record_version(&setting.tenant, &version(text), 5).await.unwrap();
        assert_eq!(hash, version(text).hash());
        hashes.push(hash);
    }
    let acts = setting.ledger.read(&setting.tenant, "procedures", "licensing").await.unwrap();
    let recorded: Vec<_> = acts.iter().map(|act| &act.cells["hash"]).collect();
    assert_eq!(recorded, [&hashes[0], &hashes[2], &hashes[3]]);
    assert_eq!(acts[1].cells["text"], "two");
}

async fn a_large_append_is_recorded_whole(setting: &Setting) {
    let acts: Vec<_> = (0..1500).map(|n| format!("act {n}")).collect();
    let acts: Vec<_> = acts.iter().map(String::as_str).collect();
    let appended = setting.take(setting.append("M1", 0, &acts)).await;
    assert_eq!((appended.position, appended.acts, appended.version), (1, 1500, 1500));
    let log = setting.log().await;
    assert!(log.iter().map(|(.., act)| act.as_str()).eq(acts));
}

async fn appends_handed_in_together_are_recorded_in_their_order(setting: &Setting) {
    let mut appends: Vec<_> =
        (0..1500).map(|n| setting.append(&format!("M{}", n * 7 % 1500), 0, &["a", "b"])).collect();
    appends.push(setting.append("M7", 2, &["c"]));
    appends.insert(700, setting.append("", 0, &["a"]));
    appends.insert(900, setting.append("M7", 9, &["a"]));
    let answers = setting.ledger.append_in_order(appends.clone()).await;
    assert!(matches!(answers[700], Err(AppendError::Name { .. })));
    assert!(matches!(answers[900], Err(AppendError::Conflict { .. })));
    let taken = answers.iter().zip(&appends).filter_map(|(answer, append)| {
        Some((answer.as_ref().ok()?.position, append.matter.clone()))
    });
    let first = |(position, matter, ..): (i64, String, _, String)| (position, matter);
    let log: Vec<_> = setting.log().await.into_iter().filter(|it| it.3 != "b").map(first).collect();
    assert_eq!(log.len(), 1501);
    assert!(log.is_sorted_by_key(|(position, _)| *position));
    assert!(taken.eq(log));
}
