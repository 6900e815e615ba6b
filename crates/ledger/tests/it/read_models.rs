//! What every store must do with read models.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

use ledger::{
    Append, AppendError, Due, Finding, Ledger, MATTERS, NewAct, RECORDED, RETIRED, Rebuilt,
    Standing,
};
use legal_clock::Instant;
use tokio::task::JoinSet;

use crate::conformance::{Setting, cases, cells, clock};
use crate::models::{FOR_GOOD, ITEMS, Simple, YEAR};

cases! {
    the_models_of_an_append_are_there_when_it_is_acknowledged,
    a_changed_item_makes_its_own_matters_again_and_no_others,
    an_item_and_its_matters_in_one_batch_agree,
    what_has_fallen_due_is_swept_and_nothing_else,
    a_sweep_of_many_takes_each_once,
    an_act_comes_to_a_matter_whose_time_has_come_unswept,
    a_clock_that_goes_back_takes_nothing_back,
    a_rebuild_of_what_is_as_it_was_made_finds_nothing,
    models_made_otherwise_are_made_again_before_anything_is_recorded,
    a_tenant_that_has_recorded_nothing_yet_is_taken_over_too,
    facts_are_read_page_by_page_and_none_is_lost_or_doubled,
    dues_and_findings_are_read_page_by_page_and_none_is_lost_or_doubled,
    what_no_index_and_no_text_takes_is_recorded_and_harms_no_other_append,
}

impl Setting {
    fn at(&self, time: i64) {
        self.time.store(time, Ordering::SeqCst);
    }

    fn item(&self, code: &str, expected: i64, limit: Option<&str>) -> Append {
        let act = match limit {
            Some(limit) => act(RECORDED, 1, &[("item", code), ("limit", limit)]),
            None => act(RETIRED, 1, &[]),
        };
        Append { register: ITEMS.to_owned(), acts: vec![act], ..self.append(code, expected, &[]) }
    }

    fn with(&self, matter: &str, expected: i64, acts: Vec<NewAct>) -> Append {
        Append { acts, ..self.append(matter, expected, &[]) }
    }

    /// A matter of an item that passes by itself at `wakes`.
    fn opens(&self, matter: &str, item: &str, wakes: i64) -> Append {
        let received = act("received", 1, &[("wakes", &wakes.to_string())]);
        self.with(matter, 0, vec![act(RECORDED, 1, &[("item", item)]), received])
    }

    async fn standing(&self, matter: &str) -> Standing {
        let mut snapshot = self.ledger.snapshot(&self.tenant).await.unwrap();
        snapshot.standing(matter).await.unwrap().unwrap()
    }

    async fn stage(&self, matter: &str) -> String {
        self.standing(matter).await.stage.unwrap_or_default()
    }

    async fn sweeps(&self) -> u64 {
        self.ledger.sweep(&self.tenant).await.unwrap()
    }

    async fn is_as_made(&self) {
        is_as_made(&self.ledger, &self.tenant).await;
    }
}

/// Rebuilds and finds nothing.
pub(crate) async fn is_as_made(ledger: &Ledger, tenant: &str) {
    let acts = ledger.snapshot(tenant).await.unwrap().position() as u64;
    let rebuilt = ledger.rebuild(tenant, |_| {}).await.unwrap();
    assert_eq!(rebuilt, Rebuilt { matters: rebuilt.matters, acts, ..Rebuilt::default() });
}

fn act(name: &str, at: i64, said: &[(&str, &str)]) -> NewAct {
    NewAct::new(name, Instant(at)).with(cells(said))
}

async fn the_models_of_an_append_are_there_when_it_is_acknowledged(setting: &Setting) {
    let acts = vec![
        act(RECORDED, 1, &[("item", "A")]),
        act("received", 5 * YEAR, &[("due", "70")]),
        act("wrong", 5 * YEAR, &[]),
        act("accepted", 7 * YEAR, &[("due", "60"), ("wakes", "9000000")]),
    ];
    setting.take(setting.with("M1", 0, acts)).await;
    let standing = setting.standing("M1").await;
    let stage = Some("accepted".to_owned());
    let item_code = Some("A".to_owned());
    assert_eq!(standing, Standing { version: 4, stage, item_code, wakes: Some(9_000_000) });
    let mut snapshot = setting.ledger.snapshot(&setting.tenant).await.unwrap();
    let due = |clock: &str, started, promised| {
        let (clock, by_law) = (clock.to_owned(), Some(promised + 10));
        ("M1".to_owned(), Due { clock, started, promised: Some(promised), by_law })
    };
    let (accepted, received) = (due("accepted", 7 * YEAR, 60), due("received", 5 * YEAR, 70));
    assert_eq!(snapshot.due_by(59, None, 9).await.unwrap(), []);
    assert_eq!(snapshot.due_by(60, None, 9).await.unwrap(), std::slice::from_ref(&accepted));
    assert_eq!(snapshot.due_by(70, None, 9).await.unwrap(), [accepted, received]);
    assert_eq!(snapshot.facts_of(5, 0, 9).await.unwrap(), [(1, "2".to_owned())]);
    assert_eq!(snapshot.facts_from(5, None, 9).await.unwrap(), []);
    assert_eq!(snapshot.facts_of(6, 0, 9).await.unwrap(), []);
    for year in [7, 8, FOR_GOOD - 1] {
        let for_good = [(FOR_GOOD, 1, "1".to_owned())];
        assert_eq!(snapshot.facts_from(year, None, 9).await.unwrap(), for_good);
    }
    assert_eq!(snapshot.facts_of(FOR_GOOD, 0, 9).await.unwrap(), [(1, "1".to_owned())]);
    let findings = snapshot.findings(None, 9).await.unwrap();
    assert_eq!(findings.len(), 1);
    assert_eq!((findings[0].0.as_str(), findings[0].1.position), ("M1", 3));
    assert_eq!(snapshot.counts().await.unwrap(), (1, 3));
    let counts =
        async || setting.ledger.snapshot(&setting.tenant).await.unwrap().counts().await.unwrap();
    // A row given anew is no act of its case; a case without one has none that count.
    setting.take(setting.append("M1", 4, &[RECORDED, "granted"])).await;
    setting.take(setting.append("M2", 0, &[RECORDED, "received"])).await;
    assert_eq!(counts().await, (2, 5));
    setting.take(setting.append("M1", 6, &[RETIRED])).await;
    assert_eq!(counts().await, (1, 1));
    setting.take(setting.append("M1", 7, &[RECORDED])).await;
    assert_eq!(counts().await, (2, 5));
    setting.is_as_made().await;
}

async fn a_changed_item_makes_its_own_matters_again_and_no_others(setting: &Setting) {
    setting.take(setting.item("A", 0, Some("5"))).await;
    setting.at(10);
    for (matter, item) in [("M1", "A"), ("M2", "B"), ("M3", "A")] {
        setting.take(setting.opens(matter, item, 2_000_000)).await;
    }
    assert_eq!(setting.stage("M1").await, "received within 5");
    setting.take(setting.item("A", 1, Some("6"))).await;
    assert_eq!(setting.stage("M3").await, "received within 6");
    setting.take(setting.item("A", 2, None)).await;
    assert_eq!(setting.stage("M3").await, "received");
    setting.take(setting.item("A", 3, Some("7"))).await;
    assert_eq!(setting.stage("M3").await, "received within 7");
    setting.is_as_made().await;
    // Who is made again after the instant has passed; the other stays to be swept.
    setting.at(2_000_000);
    setting.take(setting.item("A", 4, Some("8"))).await;
    assert_eq!((setting.stage("M1").await, setting.stage("M3").await), twice("passed"));
    assert_eq!(setting.stage("M2").await, "received");
    setting.is_as_made().await;
    assert_eq!(setting.stage("M2").await, "received", "a rebuild doesn't sweep");
    assert_eq!(setting.sweeps().await, 1);
    setting.is_as_made().await;
}

fn twice(text: &str) -> (String, String) {
    (text.to_owned(), text.to_owned())
}

async fn an_item_and_its_matters_in_one_batch_agree(setting: &Setting) {
    for round in 0..10 {
        // While the first is written the others gather.
        let mut tasks = JoinSet::new();
        let mut appends = vec![setting.append(&format!("filler {round}"), 0, &["x"])];
        appends.push(setting.opens(&format!("before {round}"), "A", 9_000_000));
        let limit = round.to_string();
        appends.push(setting.item(
            "A",
            round,
            Some(&limit).filter(|_| round % 5 < 4).map(|it| &**it),
        ));
        appends.push(setting.opens(&format!("after {round}"), "A", 9_000_000));
        appends.push(setting.opens(&format!("other {round}"), "B", 9_000_000));
        for append in appends {
            let ledger = setting.ledger.clone();
            tasks.spawn(async move { ledger.append(append).await.unwrap() });
        }
        tasks.join_all().await;
        let stage = match round % 5 {
            4 => "received".to_owned(),
            _ => format!("received within {round}"),
        };
        for earlier in 0..=round {
            assert_eq!(setting.stage(&format!("before {earlier}")).await, stage);
            assert_eq!(setting.stage(&format!("after {earlier}")).await, stage);
        }
        assert_eq!(setting.stage(&format!("other {round}")).await, "received");
    }
    setting.is_as_made().await;
}

async fn what_has_fallen_due_is_swept_and_nothing_else(setting: &Setting) {
    setting.at(50);
    for (matter, wakes) in [("early", 100), ("same", 100), ("late", 101)] {
        setting.take(setting.opens(matter, "A", wakes)).await;
    }
    setting.take(setting.append("never", 0, &["x"])).await;
    setting.at(99);
    assert_eq!(setting.sweeps().await, 0);
    assert_eq!(setting.stage("early").await, "received");
    setting.at(100);
    assert_eq!(setting.sweeps().await, 2);
    assert_eq!((setting.stage("early").await, setting.stage("same").await), twice("passed"));
    assert_eq!(setting.standing("early").await.wakes, None);
    assert_eq!(
        (setting.stage("late").await, setting.stage("never").await.as_str()),
        ("received".to_owned(), "x")
    );
    assert_eq!(setting.sweeps().await, 0);
    setting.is_as_made().await;
    setting.at(101);
    assert_eq!(setting.sweeps().await, 1);
    assert_eq!(setting.sweeps().await, 0);
    assert_eq!(setting.stage("late").await, "passed");
    setting.is_as_made().await;
    assert_eq!(setting.ledger.sweep("nobody").await.unwrap(), 0);
    assert!(!setting.ledger.tenants().await.unwrap().contains(&"nobody".to_owned()));
}

async fn a_sweep_of_many_takes_each_once(setting: &Setting) {
    setting.at(50);
    let mut tasks = JoinSet::new();
    for number in 0..600 {
        let append = setting.opens(&format!("M{number}"), "A", 100 + number % 3);
        let ledger = setting.ledger.clone();
        tasks.spawn(async move { ledger.append(append).await.unwrap() });
    }
    tasks.join_all().await;
    setting.at(101);
    assert_eq!(setting.sweeps().await, 400);
    setting.is_as_made().await;
    setting.at(500);
    assert_eq!(setting.sweeps().await, 200);
    assert_eq!(setting.sweeps().await, 0);
    setting.is_as_made().await;
}

async fn an_act_comes_to_a_matter_whose_time_has_come_unswept(setting: &Setting) {
    setting.at(50);
    for matter in ["M1", "M2"] {
        setting.take(setting.opens(matter, "A", 100)).await;
    }
    setting.at(200);
    setting.take(setting.append("M1", 2, &["accepted"])).await;
    assert_eq!(setting.stage("M1").await, "accepted");
    // An act that moves nothing on leaves what time has done.
    let again = setting.with("M2", 2, vec![act("visited", 60, &[("wakes", "100")])]);
    setting.take(again).await;
    assert_eq!(setting.stage("M2").await, "passed");
    assert_eq!(setting.sweeps().await, 0);
    setting.is_as_made().await;
}

async fn a_clock_that_goes_back_takes_nothing_back(setting: &Setting) {
    setting.at(50);
    setting.take(setting.opens("M1", "A", 100)).await;
    setting.take(setting.opens("M2", "A", 150)).await;
    setting.at(100);
    setting.take(setting.append("other", 0, &["x"])).await;
    setting.at(60);
    assert_eq!(setting.sweeps().await, 1, "the ledger has been at 100");
    assert_eq!(
        (setting.stage("M1").await, setting.stage("M2").await),
        ("passed".to_owned(), "received".to_owned())
    );
    setting.is_as_made().await;
    setting.take(setting.opens("M3", "A", 80)).await;
    assert_eq!(setting.stage("M3").await, "passed", "made as of 100");
    setting.at(160);
    assert_eq!(setting.sweeps().await, 1);
    setting.at(0);
    assert_eq!(setting.sweeps().await, 0);
    setting.take(setting.item("A", 0, Some("5"))).await;
    assert_eq!((setting.stage("M1").await, setting.stage("M2").await), twice("passed"));
    setting.is_as_made().await;
}

async fn a_rebuild_of_what_is_as_it_was_made_finds_nothing(setting: &Setting) {
    setting.is_as_made().await;
    setting.take(setting.item("A", 0, Some("5"))).await;
    for number in 0..40_i64 {
        let item = ["A", "B"][number as usize % 2];
        setting.take(setting.opens(&format!("M{number}"), item, 1_000_010 + number)).await;
    }
    setting.take(setting.append("M1", 2, &["wrong", RETIRED])).await;
    setting.take(setting.append("M2", 2, &[RETIRED, RECORDED, "again"])).await;
    // Unswept, half of them; swept; each again with an append at that time.
    for _ in 0..2 {
        setting.time.fetch_add(20, Ordering::SeqCst);
        setting.is_as_made().await;
        setting
            .take(setting.append(&format!("N{}", setting.time.load(Ordering::SeqCst)), 0, &["x"]))
            .await;
        setting.is_as_made().await;
        assert!(setting.sweeps().await > 0);
        setting.is_as_made().await;
    }
}

async fn models_made_otherwise_are_made_again_before_anything_is_recorded(setting: &Setting) {
    let open = async |name| {
        Ledger::open(&setting.location, clock(&setting.time), Arc::new(Simple(name))).await.unwrap()
    };
    let (one, other) = (&setting.ledger, open("otherwise").await);
    let tenant = &setting.tenant;
    let is_stale = async |ledger: &Ledger| ledger.stale().await.unwrap().contains(tenant);
    setting.take(setting.item("A", 0, Some("5"))).await;
    setting.take(setting.opens("M1", "A", 2_000_000)).await;
    assert!(!is_stale(one).await && is_stale(&other).await);

    let turns = [(one, &other), (&other, one), (one, &other)];
    for (version, (refused, taken)) in (2..).zip(turns) {
        let append = || setting.append("M1", version, &["accepted"]);
        let told = taken.append(append()).await;
        assert!(matches!(&told, Err(AppendError::Models(named)) if named == tenant), "{told:?}");
        let rebuilt = taken.rebuild(tenant, |_| {}).await.unwrap();
        assert!(rebuilt.was_stale);
        assert_eq!(rebuilt.different, 0, "the same models under another name");
        assert!(!is_stale(taken).await && is_stale(refused).await);
        let told = refused.append(append()).await;
        assert!(matches!(told, Err(AppendError::Models(_))), "{told:?}");
        taken.append(append()).await.unwrap();
        is_as_made(taken, tenant).await;
    }
    // A sweep refuses as well what it would write.
    setting.at(3_000_000);
    setting.take_by(&other, setting.opens("M2", "A", 4_000_000)).await;
    setting.at(4_000_000);
    let told = one.sweep(tenant).await;
    assert!(matches!(told, Err(AppendError::Models(_))), "{told:?}");
    assert_eq!(other.sweep(tenant).await.unwrap(), 1);
    other.close().await;
}

impl Setting {
    async fn take_by(&self, ledger: &Ledger, append: Append) {
        ledger.append(append).await.unwrap();
    }
}

async fn a_tenant_that_has_recorded_nothing_yet_is_taken_over_too(setting: &Setting) {
    let refused = setting.ledger.append(setting.append("M1", 1, &["accepted"])).await;
    assert!(matches!(refused, Err(AppendError::Conflict { .. })));
    let models = Arc::new(Simple("otherwise"));
    let other = Ledger::open(&setting.location, clock(&setting.time), models).await.unwrap();
    let rebuilt = other.rebuild(&setting.tenant, |_| {}).await.unwrap();
    assert_eq!((rebuilt.matters, rebuilt.different), (0, 0));
    assert!(!other.stale().await.unwrap().contains(&setting.tenant));
    setting.take_by(&other, setting.append("M1", 0, &["accepted"])).await;
    assert!(!other.rebuild("nobody", |_| {}).await.unwrap().was_stale);
    other.close().await;
}

async fn facts_are_read_page_by_page_and_none_is_lost_or_doubled(setting: &Setting) {
    // By matter, how many acts it has in which years.
    let years: [&[i64]; 9] =
        [&[3], &[3, 3, 5], &[5], &[1, 9], &[], &[3], &[2, 4, 6], &[6], &[FOR_GOOD]];
    // They are opened in an order that isn't that of their names.
    let mut counts: BTreeMap<i64, BTreeMap<i64, u32>> = BTreeMap::new();
    for (number, years) in years.into_iter().enumerate() {
        let mut acts = vec![act(RECORDED, 1, &[])];
        acts.extend(years.iter().map(|year| act("x", year * YEAR + 7, &[])));
        let opened =
            setting.take(setting.with(&format!("M{}", 9 - number), 0, acts)).await.position;
        for year in years {
            *counts.entry(opened).or_default().entry(*year).or_default() += 1;
        }
    }
    let mut snapshot = setting.ledger.snapshot(&setting.tenant).await.unwrap();
    for year in (0..=11).chain([FOR_GOOD]) {
        // In a year with acts their count; after the last, that of the last year.
        let expected: Vec<(i64, String)> = counts
            .iter()
            .filter_map(|(opened, years)| {
                let last = *years.last_key_value()?.0;
                let count = if year > last { years.get(&last) } else { years.get(&year) }?;
                Some((*opened, count.to_string()))
            })
            .collect();
        for limit in [1, 2, 3, 4, 100] {
            let mut read = Vec::new();
            let mut after = 0;
            loop {
                let page = snapshot.facts_of(year, after, limit).await.unwrap();
                assert!(page.len() <= limit);
                let Some((opened, _)) = page.last() else { break };
                after = *opened;
                read.extend(page);
            }
            let mut last = None;
            loop {
                let page = snapshot.facts_from(year, last, limit).await.unwrap();
                assert!(page.len() <= limit);
                let Some((until, opened, _)) = page.last() else { break };
                last = Some((*until, *opened));
                read.extend(page.into_iter().map(|(_, opened, facts)| (opened, facts)));
            }
            read.sort();
            assert_eq!(read, expected, "year {year}, {limit} at a time");
        }
    }
}

async fn dues_and_findings_are_read_page_by_page_and_none_is_lost_or_doubled(setting: &Setting) {
    // Several at the same instant, of one matter and of others.
    for number in 0..5 {
        let mut acts = vec![act(RECORDED, 1, &[])];
        for clock in ["a", "b", "wrong", "c", "wrong"] {
            let due = if clock == "a" { 40 + number } else { 41 };
            acts.push(act(clock, 1, &[("due", &due.to_string())]));
        }
        acts.push(act("without", 1, &[]));
        setting.take(setting.with(&format!("M{}", 7 * number % 5), 0, acts)).await;
    }
    let mut snapshot = setting.ledger.snapshot(&setting.tenant).await.unwrap();
    let all_dues = snapshot.due_by(i64::MAX, None, 1000).await.unwrap();
    let all_findings = snapshot.findings(None, 1000).await.unwrap();
    assert_eq!((all_dues.len(), all_findings.len()), (20, 10));
    let order = |(matter, due): &(String, Due)| (due.promised, matter.clone(), due.clock.clone());
    assert!(all_dues.is_sorted_by_key(order));
    for instant in [39, 40, 41, 42, 44] {
        let by_then: Vec<_> = all_dues
            .iter()
            .filter(|(_, due)| due.promised.is_some_and(|promised| promised <= instant))
            .cloned()
            .collect();
        for limit in [1, 2, 3, 7] {
            let mut read: Vec<(String, Due)> = Vec::new();
            loop {
                let page = snapshot.due_by(instant, read.last(), limit).await.unwrap();
                if page.is_empty() {
                    break;
                }
                read.extend(page);
            }
            assert_eq!(read, by_then);
        }
    }
    for limit in [1, 2, 3, 7] {
        let mut read: Vec<(String, Finding)> = Vec::new();
        loop {
            let page = snapshot.findings(read.last(), limit).await.unwrap();
            if page.is_empty() {
                break;
            }
            read.extend(page);
        }
        assert_eq!(read, all_findings);
    }
    assert_eq!(snapshot.heads(&[(MATTERS, "M0")]).await.unwrap().len(), 1);
}

/// Cells may hold anything; a read model may not.
async fn what_no_index_and_no_text_takes_is_recorded_and_harms_no_other_append(setting: &Setting) {
    let long = "长".repeat(3000);
    for (number, odd) in ["a\0b", &long].into_iter().enumerate() {
        let wrong = act("wrong", 1, &[("said", odd)]);
        let opening = vec![act(RECORDED, 1, &[("item", odd)]), wrong];
        let item = Append {
            register: ITEMS.to_owned(),
            acts: vec![act(RECORDED, 1, &[("item", odd), ("limit", odd)])],
            ..setting.append(&format!("odd {number}"), 0, &[])
        };
        let (odd_case, item, good) = tokio::join!(
            setting.ledger.append(setting.with(&format!("odd {number}"), 0, opening)),
            setting.ledger.append(item),
            setting.ledger.append(setting.append(&format!("good {number}"), 0, &["a"]))
        );
        assert!(odd_case.is_ok() && item.is_ok() && good.is_ok(), "{odd_case:?} {item:?} {good:?}");
        let acts = setting.ledger.read(&setting.tenant, MATTERS, &format!("odd {number}")).await;
        assert_eq!(acts.unwrap()[0].cells["item"], odd);
        assert_eq!(setting.standing(&format!("odd {number}")).await.item_code, None);
    }
    let found = setting.ledger.snapshot(&setting.tenant).await.unwrap().findings(None, 9).await;
    let messages: Vec<_> = found.unwrap().into_iter().map(|(_, it)| it.message).collect();
    assert_eq!(messages, ["a\u{fffd}b", &long]);
    is_as_made(&setting.ledger, &setting.tenant).await;
}
