//! What every store must do with texts about persons.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

use ledger::{
    Access, Accesses, Append, AppendError, ERASURES, EraseError, Hold, Ledger, MATTERS, MasterKeys,
    NewAct, Opening, Personal, Reading, Recording, References, Text, Texts, Vault, VaultError,
};
use legal_clock::Instant;
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::conformance::{Setting, cases, clock};
use crate::models::models;
use crate::read_models::is_as_made;

cases! {
    a_text_is_sealed_with_its_act_and_told_to_who_says_why,
    without_the_key_all_but_texts_is_recorded_and_read,
    a_text_that_comes_again_is_the_same_reference_and_another_key_reads_nothing,
    an_append_that_is_refused_leaves_nothing_in_the_vault,
    an_append_is_known_again_by_its_key_whatever_it_says_of_persons,
    an_erased_subject_is_gone_and_its_acts_stay_as_they_were,
    nothing_is_erased_that_the_law_has_kept_or_a_hold_stands_on,
    a_master_key_is_replaced_while_others_append_and_after_being_cut_short,
    who_reads_is_taken_down_before_anything_is_told,
}

const MASTER: &str = "0101010101010101010101010101010101010101010101010101010101010101";
const OTHER: &str = "0202020202020202020202020202020202020202020202020202020202020202";

/// Keeps what it is told, or refuses.
#[derive(Debug, Default)]
struct Taken {
    readings: Mutex<Vec<(String, Vec<String>)>>,
    is_full: AtomicBool,
}

impl Accesses for Taken {
    fn record<'a>(&'a self, access: Access<'a>) -> Recording<'a> {
        Box::pin(async move {
            if self.is_full.load(Ordering::SeqCst) {
                return Err("full".into());
            }
            let subjects = access.subjects.iter().map(|subject| (*subject).to_owned()).collect();
            self.readings.lock().unwrap().push((access.reading.who.clone(), subjects));
            Ok(())
        })
    }
}

fn keys(text: &str) -> MasterKeys {
    MasterKeys::parse(text, "the test").unwrap()
}

fn reading() -> Reading {
    Reading { who: "王".to_owned(), why: "复核".to_owned(), matter: None }
}

pub(crate) fn personal(subject: &str, text: &str) -> Personal {
    Personal::new(subject, text)
}

/// An act with a name and a text.
pub(crate) fn said(name: &str, detail: &str) -> NewAct {
    let texts = [
        ("actor".to_owned(), personal(&format!("person:{name}"), name)),
        ("detail".to_owned(), personal("matter:M1", detail)),
    ];
    NewAct { personal: BTreeMap::from(texts), ..NewAct::new("received", Instant(1)) }
}

impl Setting {
    /// The same ledger with a vault.
    pub(crate) async fn sealed(&self, master: &str) -> Ledger {
        self.open(Some(Vault::new(keys(master)))).await
    }

    async fn open(&self, vault: Option<Vault>) -> Ledger {
        Ledger::open_with(
            &self.location,
            Opening { vault, ..Opening::new(clock(&self.time), models()) },
        )
        .await
        .unwrap()
    }

    fn says(&self, matter: &str, expected: i64, acts: &[NewAct]) -> Append {
        Append { acts: acts.to_vec(), ..self.append(matter, expected, &[]) }
    }

    async fn told(&self, ledger: &Ledger, matter: &str) -> Result<Vec<Texts>, VaultError> {
        let acts = ledger.read(&self.tenant, MATTERS, matter).await.unwrap();
        ledger.unseal(&self.tenant, &acts, &["actor", "detail"], reading()).await
    }

    /// A vault that can erase, and where it writes that down.
    async fn erasing(&self) -> (Ledger, TempDir) {
        let folder = tempfile::tempdir().unwrap();
        let journal = folder.path().join("master.erasures");
        let vault = Vault::new(keys(MASTER)).with_journal(journal);
        (self.open(Some(vault)).await, folder)
    }
}

fn texts(texts: &[(&str, &str)]) -> Texts {
    let text =
        |(column, text): &(&str, &str)| ((*column).to_owned(), Text::Told((*text).to_owned()));
    texts.iter().map(text).collect()
}

async fn a_text_is_sealed_with_its_act_and_told_to_who_says_why(setting: &Setting) {
    let ledger = setting.sealed(MASTER).await;
    let long = "长".repeat(30_000);
    let acts = [said("王某", "家住\0南街\u{80}"), said("李某", ""), said("王某", &long)];
    ledger.append(setting.says("M1", 0, &acts)).await.unwrap();
    let read = ledger.read(&setting.tenant, MATTERS, "M1").await.unwrap();
    assert!(read.iter().all(|act| act.cells.is_empty() && act.sealed.len() == 2));
    let told = ledger.unseal(&setting.tenant, &read, &["actor", "detail"], reading()).await;
    assert_eq!(
        told.unwrap(),
        [
            texts(&[("actor", "王某"), ("detail", "家住\0南街\u{80}")]),
            texts(&[("actor", "李某"), ("detail", "")]),
            texts(&[("actor", "王某"), ("detail", &long)]),
        ]
    );
    let names = ledger.unseal(&setting.tenant, &read[..1], &["actor"], reading()).await.unwrap();
    assert_eq!(names, [texts(&[("actor", "王某")])]);
    // A reference copied into another act by hand leads to the same text; one made up to none.
    let mut forged = read[0].clone();
    let other = &read[0].sealed["detail"].commitment;
    forged.sealed.get_mut("actor").unwrap().commitment.clone_from(other);
    let refused = ledger.unseal(&setting.tenant, &[forged], &["actor"], reading()).await;
    assert!(matches!(refused, Err(VaultError::Damaged(_))), "{refused:?}");
    is_as_made(&ledger, &setting.tenant).await;
}

async fn without_the_key_all_but_texts_is_recorded_and_read(setting: &Setting) {
    let plain = setting.open(None).await;
    let refused = plain.append(setting.says("M1", 0, &[said("王某", "x")])).await;
    assert!(
        matches!(&refused, Err(AppendError::Vault(why)) if matches!(**why, VaultError::NoKeys)),
        "{refused:?}"
    );
    let sealed = setting.sealed(MASTER).await;
    sealed.append(setting.says("M1", 0, &[said("王某", "x")])).await.unwrap();
    plain.append(setting.append("M1", 1, &["accepted"])).await.unwrap();
    let acts = plain.read(&setting.tenant, MATTERS, "M1").await.unwrap();
    assert_eq!(acts.iter().map(|act| act.sealed.len()).collect::<Vec<_>>(), [2, 0]);
    assert!(matches!(setting.told(&plain, "M1").await, Err(VaultError::NoKeys)));
    is_as_made(&plain, &setting.tenant).await;
}

async fn a_text_that_comes_again_is_the_same_reference_and_another_key_reads_nothing(
    setting: &Setting,
) {
    let ledger = setting.sealed(MASTER).await;
    let act = said("王某", "x");
    let would = || async { ledger.would_refer(&setting.tenant, &[&act]).await.unwrap().remove(0) };
    assert!(would().await.values().all(Option::is_none));
    ledger.append(setting.says("M1", 0, &[act.clone(), act.clone()])).await.unwrap();
    ledger.append(setting.says("M2", 0, std::slice::from_ref(&act))).await.unwrap();
    let mut references = Vec::new();
    for matter in ["M1", "M2"] {
        let acts = ledger.read(&setting.tenant, MATTERS, matter).await.unwrap();
        references.extend(acts.into_iter().map(|act| act.sealed));
    }
    let again = would().await.into_iter().map(|(column, it)| (column, it.unwrap()));
    let again: References = again.collect();
    assert_eq!(references, [again.clone(), again.clone(), again]);
    let subject = ledger.find_subject(&setting.tenant, "person:王某").await.unwrap().unwrap();
    let told = ledger.texts_of(&setting.tenant, &subject, reading()).await.unwrap();
    assert_eq!(told, ["王某"]);

    let other = setting.sealed(OTHER).await;
    let refused = setting.told(&other, "M1").await.unwrap_err().to_string();
    let (needed, given) = (keys(MASTER), keys(OTHER));
    assert!(refused.contains(needed.current().id()) && refused.contains(given.current().id()));
    let refused = other.append(setting.says("M3", 0, &[act])).await;
    assert!(matches!(refused, Err(AppendError::Vault(_))), "{refused:?}");
}

async fn an_append_that_is_refused_leaves_nothing_in_the_vault(setting: &Setting) {
    let ledger = setting.sealed(MASTER).await;
    let refused = ledger.append(setting.says("M1", 5, &[said("王某", "x")])).await;
    assert!(matches!(refused, Err(AppendError::Conflict { .. })), "{refused:?}");
    assert_eq!(ledger.find_subject(&setting.tenant, "person:王某").await.unwrap(), None);
    assert_eq!(ledger.subjects(&setting.tenant, "", 10).await.unwrap(), []);
}

async fn an_append_is_known_again_by_its_key_whatever_it_says_of_persons(setting: &Setting) {
    let ledger = setting.sealed(MASTER).await;
    let keyed = |detail: &str| Append {
        idempotency_key: Some("k".to_owned()),
        ..setting.says("M1", 0, &[said("王某", detail)])
    };
    let first = ledger.append(keyed("x")).await.unwrap();
    assert_eq!(ledger.append(keyed("x")).await.unwrap(), first);
    let other = ledger.append(keyed("y")).await;
    assert!(matches!(other, Err(AppendError::KeyReused(_))), "{other:?}");
    assert_eq!(ledger.read(&setting.tenant, MATTERS, "M1").await.unwrap().len(), 1);
}

async fn an_erased_subject_is_gone_and_its_acts_stay_as_they_were(setting: &Setting) {
    let (ledger, folder) = setting.erasing().await;
    let acts = [said("王某", "x"), said("李某", "y")];
    ledger.append(setting.says("M1", 0, &acts)).await.unwrap();
    let before = ledger.read(&setting.tenant, MATTERS, "M1").await.unwrap();
    let tenant = setting.tenant.as_str();
    let subject = ledger.find_subject(tenant, "person:王某").await.unwrap().unwrap();
    let none = ledger.erase(tenant, "00", "张", "期满").await;
    assert!(matches!(none, Err(EraseError::NotThere(_))), "{none:?}");
    let erased = ledger.erase(tenant, &subject, "张", "期满").await.unwrap();
    assert_eq!(erased.position, 3);
    assert!(ledger.scrub().await.unwrap());

    assert_eq!(ledger.read(tenant, MATTERS, "M1").await.unwrap(), before);
    let mut told =
        [texts(&[("actor", ""), ("detail", "x")]), texts(&[("actor", "李某"), ("detail", "y")])];
    told[0].insert("actor".to_owned(), Text::Erased);
    assert_eq!(setting.told(&ledger, "M1").await.unwrap(), told);
    assert_eq!(ledger.find_subject(tenant, "person:王某").await.unwrap(), None);
    assert_eq!(ledger.texts_of(tenant, &subject, reading()).await.unwrap(), [""; 0]);
    let known = ledger.subject(tenant, &subject).await.unwrap().unwrap();
    assert_eq!(known.erased_at, Some(erased.recorded_at));
    let act = ledger.read(tenant, ERASURES, &subject).await.unwrap().remove(0);
    assert_eq!((act.cells["subject"].as_str(), act.cells["why"].as_str()), (&*subject, "期满"));
    let by = ledger.unseal(tenant, &[act], &["actor"], reading()).await.unwrap();
    assert_eq!(by, [texts(&[("actor", "张")])]);

    let twice = ledger.erase(tenant, &subject, "张", "期满").await;
    assert!(matches!(twice, Err(EraseError::Erased(_))), "{twice:?}");
    // Who is written of again is somebody new.
    ledger.append(setting.says("M2", 0, &[said("王某", "z")])).await.unwrap();
    let anew = ledger.find_subject(tenant, "person:王某").await.unwrap().unwrap();
    assert_ne!(anew, subject);
    is_as_made(&ledger, tenant).await;
    // What was written down harms nothing that is there now.
    ledger.close().await;
    let journal = folder.path().join("master.erasures");
    let ledger = setting.open(Some(Vault::new(keys(MASTER)).with_journal(journal))).await;
    assert_eq!(ledger.find_subject(tenant, "person:王某").await.unwrap(), Some(anew));
    assert_eq!(ledger.read(tenant, ERASURES, &subject).await.unwrap().len(), 1);
}

async fn nothing_is_erased_that_the_law_has_kept_or_a_hold_stands_on(setting: &Setting) {
    let (ledger, _folder) = setting.erasing().await;
    let tenant = setting.tenant.as_str();
    let until = |until| {
        let mut act = said("王某", "x");
        act.personal.get_mut("actor").unwrap().retain_until = until;
        act
    };
    ledger.append(setting.says("M1", 0, &[until(Some(3_000_000))])).await.unwrap();
    // A later act never shortens it.
    ledger.append(setting.says("M1", 1, &[until(Some(2_000_000)), until(None)])).await.unwrap();
    let subject = ledger.find_subject(tenant, "person:王某").await.unwrap().unwrap();
    let known = ledger.subject(tenant, &subject).await.unwrap().unwrap();
    assert_eq!(known.retain_until, Some(3_000_000));
    let position = ledger.snapshot(tenant).await.unwrap().position();
    let erase = || ledger.erase(tenant, &subject, "张", "期满");
    let refused = erase().await;
    assert!(matches!(refused, Err(EraseError::Retained { until: 3_000_000, .. })), "{refused:?}");
    setting.time.store(3_000_000, Ordering::SeqCst);
    let hold = |name: &str, until| Hold { name: name.to_owned(), why: "复议".to_owned(), until };
    for (name, until) in [("2026-1", None), ("2026-2", Some(4_000_000))] {
        ledger.hold(tenant, &subject, &hold(name, until), "张").await.unwrap();
    }
    let refused = erase().await;
    assert!(
        matches!(&refused, Err(EraseError::Held { hold, .. }) if hold.name == "2026-1"),
        "{refused:?}"
    );
    ledger.release(tenant, &subject, "2026-1", "结案", "张").await.unwrap();
    let stand = ledger.holds_of(tenant, &subject).await.unwrap();
    assert_eq!(stand, [hold("2026-2", Some(4_000_000))]);
    assert!(matches!(erase().await, Err(EraseError::Held { .. })));
    assert_eq!(ledger.snapshot(tenant).await.unwrap().position(), position + 3);
    assert!(matches!(setting.told(&ledger, "M1").await.unwrap()[0]["actor"], Text::Told(_)));
    setting.time.store(4_000_000, Ordering::SeqCst);
    erase().await.unwrap();
    is_as_made(&ledger, tenant).await;
}

async fn a_master_key_is_replaced_while_others_append_and_after_being_cut_short(setting: &Setting) {
    let tenant = setting.tenant.as_str();
    let names: Vec<String> = (0..700).map(|number| format!("甲{number}")).collect();
    let acts: Vec<NewAct> = names.iter().map(|name| said(name, "x")).collect();
    setting.sealed(MASTER).await.append(setting.says("M1", 0, &acts)).await.unwrap();
    let both = setting.sealed(&format!("{OTHER}\n{MASTER}")).await;
    // Cut short where it may be: within its first pages, and before any.
    for _ in 0..3 {
        let cut = tokio::time::timeout(std::time::Duration::from_millis(20), both.rewrap(tenant));
        let _ = cut.await;
    }
    let mut others = JoinSet::new();
    for writer in 0..4 {
        let (ledger, acts) = (both.clone(), vec![said(&format!("乙{writer}"), "y")]);
        let append = setting.says(&format!("N{writer}"), 0, &acts);
        others.spawn(async move { ledger.append(append).await.unwrap() });
    }
    both.rewrap(tenant).await.unwrap();
    others.join_all().await;
    assert_eq!(both.rewrap(tenant).await.unwrap(), 0);

    let new = setting.sealed(OTHER).await;
    let told = setting.told(&new, "M1").await.unwrap();
    let wanted: Vec<_> = names.iter().map(|it| texts(&[("actor", it), ("detail", "x")])).collect();
    assert_eq!(told, wanted);
    for writer in 0..4 {
        setting.told(&new, &format!("N{writer}")).await.unwrap();
    }
    // The same name is the same subject, whichever key it was found by.
    new.append(setting.says("M1", 700, &acts[..1])).await.unwrap();
    assert_eq!(new.subjects(tenant, "", 1000).await.unwrap().len(), 705);
    let old = setting.sealed(MASTER).await;
    assert!(matches!(setting.told(&old, "M1").await, Err(VaultError::OtherKey { .. })));
}

async fn who_reads_is_taken_down_before_anything_is_told(setting: &Setting) {
    let taken = Arc::new(Taken::default());
    let ledger = setting.open(Some(Vault::new(keys(MASTER)).recording(taken.clone()))).await;
    ledger.append(setting.says("M1", 0, &[said("王某", "x")])).await.unwrap();
    assert!(taken.readings.lock().unwrap().is_empty());
    setting.told(&ledger, "M1").await.unwrap();
    let mut subjects = Vec::new();
    for name in ["person:王某", "matter:M1"] {
        subjects.push(ledger.find_subject(&setting.tenant, name).await.unwrap().unwrap());
    }
    subjects.sort();
    assert_eq!(*taken.readings.lock().unwrap(), [("王".to_owned(), subjects)]);
    taken.is_full.store(true, Ordering::SeqCst);
    assert!(matches!(setting.told(&ledger, "M1").await, Err(VaultError::Unrecorded(_))));
}
