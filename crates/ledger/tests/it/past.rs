//! What every store must do when it is read as it was, and when it takes acts over.

use ledger::{Act, Append, Ledger, MATTERS, NewAct, Past, RECORDED, RETIRED, TakeOverError};
use legal_clock::Instant;

use crate::conformance::{Setting, cases, cells};
use crate::models::ITEMS;

cases! {
    a_past_has_the_rows_acts_and_models_that_were_there_and_nothing_later,
    a_past_is_read_page_by_page_past_rows_that_were_retired,
    a_position_that_nothing_was_recorded_at_has_no_past,
    acts_taken_over_are_the_same_acts_and_have_the_same_past,
    acts_that_dont_follow_are_not_taken_over_and_none_of_those_with_them,
}

fn act(name: &str, said: &[(&str, &str)]) -> NewAct {
    NewAct::new(name, Instant(1)).with(cells(said))
}

impl Setting {
    async fn records(&self, register: &str, matter: &str, expected: i64, acts: Vec<NewAct>) -> i64 {
        let append =
            Append { register: register.to_owned(), acts, ..self.append(matter, expected, &[]) };
        let appended = self.take(append).await;
        appended.position + appended.acts - 1
    }

    async fn past(&self, position: i64) -> Past {
        past(&self.ledger, &self.tenant, position).await
    }
}

async fn past(ledger: &Ledger, tenant: &str, position: i64) -> Past {
    ledger.past(tenant, position).await.unwrap().unwrap()
}

/// Everything that a past says.
async fn told(past: &mut Past) -> (i64, Vec<Act>, Vec<String>, Vec<Option<String>>) {
    let acts = past.tail(0, 1000).await.unwrap();
    let rows = past.rows(ITEMS, 0, 1000).await.unwrap();
    let rows = rows.into_iter().map(|row| format!("{} {:?}", row.opened, row.cells)).collect();
    let matters = past.matters(MATTERS, 0, 1000).await.unwrap();
    let models = past.fold().fold(&matters, past.recorded_at());
    (past.recorded_at(), acts, rows, models.into_iter().map(|model| model.stage).collect())
}

async fn a_past_has_the_rows_acts_and_models_that_were_there_and_nothing_later(setting: &Setting) {
    let item = |code, limit| vec![act(RECORDED, &[("item", code), ("limit", limit)])];
    let row = act(RECORDED, &[("item", "A")]);
    setting.records(ITEMS, "A", 0, item("A", "5")).await;
    let received = vec![row.clone(), act("received", &[])];
    let then = setting.records(MATTERS, "M2", 0, received.clone()).await;
    let was = told(&mut setting.past(then).await).await;
    assert_eq!(was.1.len(), 3);
    assert_eq!(was.2, [r#"1 {"item": "A", "limit": "5"}"#]);
    assert_eq!(was.3, [Some("received within 5".to_owned())]);

    setting.time.store(2_000_000, std::sync::atomic::Ordering::SeqCst);
    setting.records(MATTERS, "M2", 2, vec![act("granted", &[])]).await;
    setting.records(MATTERS, "M1", 0, received).await;
    setting.records(ITEMS, "A", 1, item("A", "9")).await;
    setting.records(ITEMS, "B", 0, item("B", "3")).await;
    let later = setting.records(MATTERS, "M2", 3, vec![act(RETIRED, &[])]).await;
    assert_eq!(told(&mut setting.past(then).await).await, was);
    let now = told(&mut setting.past(later).await).await;
    assert_eq!((now.0, now.1.len(), now.2.len()), (2_000_000, 9, 2));
    let received = Some("received within 9".to_owned());
    assert_eq!(now.3, [Some("granted within 9".to_owned()), received]);
}

async fn a_past_is_read_page_by_page_past_rows_that_were_retired(setting: &Setting) {
    let names = ["C", "A", "D", "B", "E"];
    for name in names {
        setting.records(ITEMS, name, 0, vec![act(RECORDED, &[("item", name)])]).await;
    }
    setting.records(ITEMS, "A", 1, vec![act(RETIRED, &[])]).await;
    let last = setting.records(ITEMS, "D", 1, vec![act(RETIRED, &[])]).await;
    for limit in 1..=4 {
        let mut past = setting.past(last).await;
        let (mut read, mut after) = (Vec::new(), 0);
        loop {
            let page = past.rows(ITEMS, after, limit).await.unwrap();
            let is_over = page.len() < limit;
            after = page.last().map_or(after, |row| row.opened);
            read.extend(page.into_iter().map(|row| row.matter));
            if is_over {
                break;
            }
        }
        assert_eq!(read, ["C", "B", "E"], "{limit} a page");
    }
    let before = setting.past(4).await.rows(ITEMS, 1, 9).await.unwrap();
    assert_eq!(before.into_iter().map(|row| row.matter).collect::<Vec<_>>(), ["A", "D", "B"]);
}

async fn a_position_that_nothing_was_recorded_at_has_no_past(setting: &Setting) {
    assert!(setting.ledger.past(&setting.tenant, 1).await.unwrap().is_none());
    let last = setting.records(ITEMS, "A", 0, vec![act(RECORDED, &[("item", "A")])]).await;
    for position in [i64::MIN, -1, 0, last + 1, i64::MAX] {
        let past = setting.ledger.past(&setting.tenant, position).await.unwrap();
        assert!(past.is_none(), "{position}");
    }
}

/// Some acts, as they were recorded.
async fn acts_of(setting: &Setting) -> Vec<Act> {
    setting.records(ITEMS, "A", 0, vec![act(RECORDED, &[("item", "A"), ("limit", "5")])]).await;
    let imported =
        NewAct { recorded_elsewhere: Some(3), ..act("received", &[("said", "“好”")]) };
    let row = NewAct { under: Some("hash".to_owned()), ..act(RECORDED, &[("item", "A")]) };
    setting.records(MATTERS, "M1", 0, vec![row, imported]).await;
    setting.records(MATTERS, "M1", 2, vec![act("granted", &[])]).await;
    setting.ledger.tail(&setting.tenant, 0, 100).await.unwrap()
}

async fn acts_taken_over_are_the_same_acts_and_have_the_same_past(setting: &Setting) {
    let acts = acts_of(setting).await;
    let other = format!("{}-again", setting.tenant);
    let (first, rest) = acts.split_at(2);
    setting.ledger.take_over(&other, first).await.unwrap();
    setting.ledger.take_over(&other, rest).await.unwrap();
    let was = told(&mut setting.past(4).await).await;
    assert_eq!(told(&mut past(&setting.ledger, &other, 4).await).await, was);
    let rebuilt = setting.ledger.rebuild(&other, |_| {}).await.unwrap();
    assert!(rebuilt.was_stale);
    crate::read_models::is_as_made(&setting.ledger, &other).await;
}

async fn acts_that_dont_follow_are_not_taken_over_and_none_of_those_with_them(setting: &Setting) {
    let acts = acts_of(setting).await;
    let other = format!("{}-again", setting.tenant);
    let gap = vec![acts[0].clone(), acts[2].clone()];
    let twice = vec![acts[0].clone(), acts[0].clone()];
    let mut earlier = acts.clone();
    earlier[3].recorded_at -= 1;
    let mut version = acts.clone();
    version[3].version = 2;
    for (wrong, at) in [(gap, 3), (twice, 1), (earlier, 4), (version, 4)] {
        let refused = setting.ledger.take_over(&other, &wrong).await;
        let is_refused =
            matches!(refused, Err(TakeOverError::OutOfOrder { position, .. }) if position == at);
        assert!(is_refused, "{refused:?}");
        assert!(setting.ledger.past(&other, 1).await.unwrap().is_none());
    }
}
