//! What every store must do with what is kept beside acts and changed in place.

use std::sync::atomic::Ordering;

use ledger::{Kept, Ledger, VaultError};
use tokio::task::JoinSet;

use crate::conformance::{Setting, cases};

cases! {
    what_is_kept_is_found_by_its_name_and_its_owner_until_it_is_forgotten,
    what_is_over_is_not_there_and_leaves_the_store,
    of_two_that_change_the_same_the_second_is_told_what_the_first_left,
    nothing_is_kept_without_keys_and_read_with_others,
}

const MASTER: &str = "0303030303030303030303030303030303030303030303030303030303030303";
const OTHER: &str = "0404040404040404040404040404040404040404040404040404040404040404";

fn kept(owner: &str, content: &str) -> Kept {
    let owner = Some(owner).filter(|owner| !owner.is_empty()).map(str::to_owned);
    Kept { owner, until: None, content: content.as_bytes().to_vec().into() }
}

impl Setting {
    async fn put(&self, ledger: &Ledger, kind: &str, name: &str, kept: Kept) {
        ledger.keep(&self.tenant, kind, name, |_| (Some(kept), ())).await.unwrap();
    }

    async fn all(&self, ledger: &Ledger, kind: &str, owner: Option<&str>) -> Vec<String> {
        let all = ledger.all_kept(&self.tenant, kind, owner).await.unwrap();
        let text = |kept: Kept| String::from_utf8(kept.content.to_vec()).unwrap();
        let mut all: Vec<String> = all.into_iter().map(text).collect();
        all.sort();
        all
    }
}

async fn what_is_kept_is_found_by_its_name_and_its_owner_until_it_is_forgotten(setting: &Setting) {
    let (ledger, tenant) = (setting.sealed(MASTER).await, &setting.tenant);
    assert_eq!(ledger.kept(tenant, "sessions", "a").await.unwrap(), None);
    for (kind, name, owner, content) in [
        ("sessions", "a", "one", "1"),
        ("sessions", "b", "one", "2"),
        ("sessions", "c", "two", "3"),
        ("people", "a", "one", "4"),
        ("people", "b", "", ""),
    ] {
        setting.put(&ledger, kind, name, kept(owner, content)).await;
    }
    setting.put(&ledger, "sessions", "b", kept("two", "22")).await;
    assert_eq!(setting.all(&ledger, "sessions", None).await, ["1", "22", "3"]);
    assert_eq!(setting.all(&ledger, "sessions", Some("two")).await, ["22", "3"]);
    assert_eq!(ledger.kept(tenant, "people", "a").await.unwrap(), Some(kept("one", "4")));
    assert_eq!(ledger.kept("another", "people", "a").await.unwrap(), None);
    ledger.keep(tenant, "sessions", "a", |_| (None, ())).await.unwrap();
    ledger.forget_kept(tenant, "sessions", Some("two")).await.unwrap();
    assert!(setting.all(&ledger, "sessions", None).await.is_empty());
    ledger.forget_kept(tenant, "people", None).await.unwrap();
    assert!(setting.all(&ledger, "people", None).await.is_empty());
    // It is no act.
    assert!(ledger.tail(tenant, 0, 10).await.unwrap().is_empty());
    setting.take(setting.append("M1", 0, &["received"])).await;
}

async fn what_is_over_is_not_there_and_leaves_the_store(setting: &Setting) {
    let ledger = setting.sealed(MASTER).await;
    let begun = setting.time.load(Ordering::SeqCst);
    let short = Kept { until: Some(begun + 10), ..kept("one", "short") };
    setting.put(&ledger, "sessions", "a", short).await;
    setting.put(&ledger, "sessions", "b", kept("one", "long")).await;
    setting.time.store(begun + 9, Ordering::SeqCst);
    assert_eq!(setting.all(&ledger, "sessions", Some("one")).await, ["long", "short"]);
    setting.time.store(begun + 10, Ordering::SeqCst);
    assert_eq!(setting.all(&ledger, "sessions", Some("one")).await, ["long"]);
    assert_eq!(ledger.kept(&setting.tenant, "sessions", "a").await.unwrap(), None);
    // Who changes it isn't told what was there.
    let told = ledger.keep(&setting.tenant, "sessions", "a", |before| (None, before.cloned()));
    assert_eq!(told.await.unwrap(), None);
    ledger.forget_what_is_over(&setting.tenant).await.unwrap();
    setting.time.store(begun, Ordering::SeqCst);
    assert_eq!(setting.all(&ledger, "sessions", None).await, ["long"]);
}

async fn of_two_that_change_the_same_the_second_is_told_what_the_first_left(setting: &Setting) {
    let (one, two) = (setting.sealed(MASTER).await, setting.sealed(MASTER).await);
    let mut tasks = JoinSet::new();
    for ledger in [&one, &two].into_iter().cycle().take(40) {
        let (ledger, tenant) = (ledger.clone(), setting.tenant.clone());
        tasks.spawn(async move {
            let more = |before: Option<&Kept>| {
                let count: u32 = before
                    .map_or(0, |kept| str::from_utf8(&kept.content).unwrap().parse().unwrap());
                (Some(kept("", &(count + 1).to_string())), ())
            };
            ledger.keep(&tenant, "attempts", "a", more).await
        });
    }
    while let Some(done) = tasks.join_next().await {
        done.unwrap().unwrap();
    }
    assert_eq!(setting.all(&one, "attempts", None).await, ["40"]);
}

async fn nothing_is_kept_without_keys_and_read_with_others(setting: &Setting) {
    let tenant = &setting.tenant;
    let refused = setting.ledger.keep(tenant, "people", "a", |_| (Some(kept("", "1")), ())).await;
    assert!(matches!(refused, Err(VaultError::NoKeys)), "{refused:?}");
    let ledger = setting.sealed(MASTER).await;
    setting.put(&ledger, "people", "a", kept("", "1")).await;
    let other = setting.sealed(OTHER).await;
    let refused = other.kept(tenant, "people", "a").await;
    assert!(matches!(refused, Err(VaultError::OtherKey { .. })), "{refused:?}");
}
