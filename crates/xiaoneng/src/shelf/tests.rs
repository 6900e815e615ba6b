//! A shelf of which some lines were made anew is the shelf that is read from the whole ledger.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use efficacy::package::tables::TABLES;
use ledger::{Cells, Location};
use legal_clock::{Day, Instant};
use proptest::prelude::*;

use super::{Keeper, Shelf, Shown, keeper};
use crate::records::{Books, Keys, NewRow, Tenant, key_of};

const DAY: i64 = 24 * 3_600_000_000;

/// What happens in an office between two looks at its shelf.
#[derive(Debug, Clone)]
enum Step {
    /// A row of a register is recorded, or put right.
    Recorded(&'static str, Vec<(&'static str, String)>),
    /// The row of a register that was recorded so long ago leaves it.
    Retired(prop::sample::Index),
    /// Days pass.
    Passed(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let code = || prop::sample::select(vec!["A", "B", "C"]).prop_map(str::to_owned);
    let day = || {
        let days = ["", "2026-01-01", "2026-01-03", "2026-01-06"];
        prop::sample::select(days.to_vec()).prop_map(str::to_owned)
    };
    let name = || prop::sample::select(vec!["保安服务许可", "印章刻制", "印章备案"]);
    let item = (code(), code(), name(), day(), day()).prop_map(|(code, parent, name, from, to)| {
        let kind = if name.ends_with("许可") { "licence" } else { "filing" };
        let cells = [("item_code", code), ("parent_code", parent), ("name", name.to_owned())];
        let cells = cells.into_iter().chain([("kind", kind.to_owned())]);
        Step::Recorded("items", cells.chain([("valid_from", from), ("valid_to", to)]).collect())
    });
    let element = (code(), prop::bool::ANY, day()).prop_map(|(code, is_first, from)| {
        let theme = if is_first { "准营准办" } else { "设立变更;安全防护" };
        let cells = [("item_code", code), ("element", "corp_topic_type".to_owned())];
        let cells = cells.into_iter().chain([("value", theme.to_owned()), ("valid_from", from)]);
        Step::Recorded("item_elements", cells.collect())
    });
    let beside = |register: &'static str, key: &'static str, text: &'static str| {
        (code(), prop::sample::select(vec!["1", "2"])).prop_map(move |(code, number)| {
            let cells = [("item_code", code), (key, number.to_owned()), (text, "何时".to_owned())];
            Step::Recorded(register, cells.to_vec())
        })
    };
    prop_oneof![
        4 => item,
        2 => element,
        1 => beside("materials", "name", "source"),
        1 => beside("peer_items", "province", "promised_limit"),
        1 => beside("knowledge", "entry_id", "question"),
        2 => any::<prop::sample::Index>().prop_map(Step::Retired),
        1 => (1..4i64).prop_map(Step::Passed),
    ]
}

/// Everything that a shelf says, by codes and names.
fn told(shelf: &Shelf, books: &Books) -> Vec<String> {
    let mut told = vec![format!("{} {}", shelf.day, shelf.agency)];
    for line in shelf.lines.values() {
        let values: Vec<_> = line.values.iter().map(|it| shelf.values.said(*it)).collect();
        let (rows, until) = ((line.row, line.newest), line.until);
        let (names, collected) = (&line.names, line.collected);
        told.push(format!("{} {:?} {rows:?} {until:?}", line.code, line.places));
        told.push(format!("{values:?} {:?} {names:?} {collected:?}", line.parents));
        told.push(format!("{:?} {}", line.demanded, line.commits));
    }
    told.push(format!("{} {:?}", shelf.len(), shelf.narrowed(&[]).codes(0, 9)));
    told.push(format!("{:?} {:?}", shelf.ways, shelf.collected));
    told.push(format!("{:?}", shelf.demanding("1").collect::<BTreeSet<_>>()));
    // Of those with the same name none stands before another.
    told.extend(
        shelf
            .names
            .iter()
            .map(|(name, line)| (*name, line.code.clone()))
            .collect::<BTreeSet<_>>()
            .iter()
            .map(|it| format!("{it:?}")),
    );
    for typed in ["保安", "印章", "许可", "A"] {
        let mut found = shelf.search(&shelf.query(typed), 9, Shelf::has).unwrap();
        found.sort_unstable();
        told.push(format!("{typed} {found:?}"));
    }
    let rows = shelf.rows(books, &["B", "A", "C"], Shown::Newest).unwrap();
    told.push(format!(
        "{:?}",
        rows.iter().map(|item| (&item.code, &item.name)).collect::<Vec<_>>()
    ));
    told
}

fn take(books: &Books, step: &Step, rows: &mut Vec<(&'static str, String)>, time: &AtomicI64) {
    match step {
        Step::Recorded(register, cells) => {
            let cells = cells.iter().filter(|(_, cell)| !cell.is_empty());
            let cells: Cells =
                cells.map(|(name, cell)| ((*name).to_owned(), cell.clone())).collect();
            let table = TABLES.iter().copied().find(|table| table.name == *register).unwrap();
            let key = key_of(table, &cells, &mut HashMap::new());
            rows.push((register, key.clone()));
            books.record_rows(vec![NewRow { register, key, cells: Some(cells) }]).unwrap();
        }
        Step::Retired(which) => {
            let Some((register, key)) = (!rows.is_empty()).then(|| which.get(rows).clone()) else {
                return;
            };
            books.record_rows(vec![NewRow { register, key, cells: None }]).unwrap();
        }
        Step::Passed(days) => {
            time.fetch_add(days * DAY, Ordering::SeqCst);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(16))]

    #[test]
    fn is_the_same_however_it_was_made(steps in prop::collection::vec(step(), 1..16)) {
        let folder = tempfile::tempdir().unwrap();
        let keys = Keys::at(Some(folder.path().join("keys")));
        let tenant = Tenant { keys, ..Tenant::default() };
        let begin = Day::new(2026, 1, 1).unwrap();
        let time = Arc::new(AtomicI64::new(i64::from(begin - Day::new(1970, 1, 1).unwrap()) * DAY));
        let clock = { let time = time.clone(); Arc::new(move || Instant(time.load(Ordering::SeqCst))) };
        let location = Location::Folder(folder.path().join("data"));
        let books = Books::making(&location, &tenant, clock).unwrap();
        let keeper = Keeper::open(&books).unwrap();
        let mut rows = Vec::new();
        for step in &steps {
            take(&books, step, &mut rows, &time);
            let made = keeper.current(&books).unwrap();
            let read = keeper::read(&books).unwrap();
            prop_assert_eq!(told(&made, &books), told(&read, &books), "after {:?}", step);
        }
        books.close();
    }
}
