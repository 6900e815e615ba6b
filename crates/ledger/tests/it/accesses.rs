//! The access log on every store: what is told was taken down, and whom it is about finds it.

use std::sync::Arc;
use std::time::Duration;

use ledger::{
    AccessLog, Ledger, LogKeeping, MasterKeys, Opening, Personal, Reading, Text, Trust, Vault,
};
use transparency_log::LogKey;

use crate::conformance::{Setting, cases, clock};
use crate::models::models;

cases! {
    who_reads_what_is_written_about_whom_is_taken_down_before_it_is_told,
    readings_are_found_page_by_page_and_none_is_lost_or_doubled,
    a_reading_that_is_changed_or_taken_out_is_found,
}

async fn access_log(setting: &Setting, key: &Arc<LogKey>) -> AccessLog {
    let keys = [(setting.tenant.clone(), key.clone())].into();
    let log = LogKeeping { keys, every: Duration::from_millis(5), ..LogKeeping::default() };
    AccessLog::open(&setting.location, clock(&setting.time), log).await.unwrap()
}

fn key() -> Arc<LogKey> {
    Arc::new(LogKey::generate("office.example/log/accesses").unwrap())
}

/// A ledger in which acts name persons, whose readings are taken down.
async fn office(setting: &Setting, log: &AccessLog) -> Ledger {
    let vault = Vault::new(MasterKeys::random().unwrap()).recording(Arc::new(log.clone()));
    let opening = Opening { vault: Some(vault), ..Opening::new(clock(&setting.time), models()) };
    Ledger::open_with(&setting.location, opening).await.unwrap()
}

async fn record(ledger: &Ledger, setting: &Setting, matter: &str, actor: &str) {
    let mut append = setting.append(matter, 0, &["received"]);
    let personal = Personal::new(format!("person:{actor}"), actor);
    append.acts[0].personal.insert("actor".to_owned(), personal);
    ledger.append(append).await.unwrap();
}

fn reading(why: &str) -> Reading {
    Reading { who: "clerk".to_owned(), why: why.to_owned(), matter: Some("M1".to_owned()) }
}

async fn who_reads_what_is_written_about_whom_is_taken_down_before_it_is_told(setting: &Setting) {
    let log = access_log(setting, &key()).await;
    let ledger = office(setting, &log).await;
    for (matter, actor) in [("M1", "王"), ("M2", "李"), ("M3", "王")] {
        record(&ledger, setting, matter, actor).await;
    }
    let acts = ledger.tail(&setting.tenant, 0, 10).await.unwrap();
    let told = ledger.unseal(&setting.tenant, &acts, &["actor"], reading("a page")).await.unwrap();
    let names: Vec<_> = told.iter().map(|texts| texts["actor"].clone()).collect();
    assert_eq!(names, ["王", "李", "王"].map(|name| Text::Told(name.to_owned())));
    // What tells of nobody isn't a reading about anybody.
    ledger.unseal(&setting.tenant, &acts, &["detail"], reading("nothing")).await.unwrap();

    let all = log.all(&setting.tenant, None, 10).await.unwrap();
    assert_eq!(all.len(), 1, "one page is one reading");
    assert_eq!((all[0].who.as_str(), all[0].why.as_str()), ("clerk", "a page"));
    assert_eq!(all[0].matter.as_deref(), Some("M1"));
    assert_eq!(all[0].at, 1_000_000);
    let subject = |name: &'static str| {
        let (ledger, tenant) = (ledger.clone(), setting.tenant.clone());
        async move { ledger.find_subject(&tenant, name).await.unwrap().unwrap() }
    };
    let (wang, li) = (subject("person:王").await, subject("person:李").await);
    let mut both = vec![wang.clone(), li.clone()];
    both.sort();
    assert_eq!(all[0].subjects, both);
    let acts_of_wang = &acts[..1];
    setting.time.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    ledger.unseal(&setting.tenant, acts_of_wang, &["actor"], reading("one")).await.unwrap();
    let why = |accessed: Vec<ledger::Accessed>| -> Vec<String> {
        accessed.into_iter().map(|it| it.why).collect()
    };
    assert_eq!(why(log.about(&setting.tenant, &wang, None, 10).await.unwrap()), ["one", "a page"]);
    assert_eq!(why(log.about(&setting.tenant, &li, None, 10).await.unwrap()), ["a page"]);
    assert!(log.about("another", &li, None, 10).await.unwrap().is_empty());
    ledger.close().await;
    log.close().await;
}

async fn readings_are_found_page_by_page_and_none_is_lost_or_doubled(setting: &Setting) {
    let log = access_log(setting, &key()).await;
    let ledger = office(setting, &log).await;
    record(&ledger, setting, "M1", "王").await;
    let acts = ledger.tail(&setting.tenant, 0, 10).await.unwrap();
    let readings = (0..25).map(|number| {
        let (ledger, acts, tenant) = (ledger.clone(), acts.clone(), setting.tenant.clone());
        async move {
            ledger.unseal(&tenant, &acts, &["actor"], reading(&number.to_string())).await.unwrap()
        }
    });
    for reading in readings {
        reading.await;
    }
    let subject = ledger.find_subject(&setting.tenant, "person:王").await.unwrap().unwrap();
    let mut found = Vec::new();
    loop {
        let before = found.last().map(|it: &ledger::Accessed| it.name.as_str());
        let page = log.about(&setting.tenant, &subject, before, 7).await.unwrap();
        if page.is_empty() {
            break;
        }
        found.extend(page);
    }
    let mut why: Vec<u32> = found.iter().map(|it| it.why.parse().unwrap()).collect();
    why.sort_unstable();
    assert!(why.into_iter().eq(0..25));
    ledger.close().await;
    log.close().await;
}

async fn a_reading_that_is_changed_or_taken_out_is_found(setting: &Setting) {
    let key = key();
    let log = access_log(setting, &key).await;
    let ledger = office(setting, &log).await;
    record(&ledger, setting, "M1", "王").await;
    let acts = ledger.tail(&setting.tenant, 0, 10).await.unwrap();
    for why in ["one", "two", "three"] {
        ledger.unseal(&setting.tenant, &acts, &["actor"], reading(why)).await.unwrap();
    }
    ledger.close().await;
    let verified = log.verify(&setting.tenant, &Trust::default()).await.unwrap();
    assert_eq!((verified.faults.as_slice(), verified.acts), (&[][..], 4));
    let ledger::Location::Folder(folder) = &setting.location else { return log.close().await };
    let file = rusqlite::Connection::open(folder.join("accesses/ledger.sqlite3")).unwrap();
    file.busy_timeout(Duration::from_secs(5)).unwrap();
    // Each on top of those before.
    for change in [
        "delete from mentions where tenant = 'T'",
        "update acts set cells = replace(cells, 'clerk', 'nobody') \
         where tenant = 'T' and position = 3",
        "delete from acts where tenant = 'T' and position = 4",
    ] {
        let before = log.verify(&setting.tenant, &Trust::default()).await.unwrap().found;
        let change = change.replace('T', &format!("{}/accesses", setting.tenant));
        assert!(file.execute(&change, []).unwrap() > 0);
        let found = log.verify(&setting.tenant, &Trust::default()).await.unwrap().found;
        assert!(found > before, "{change}");
    }
    log.close().await;
}
