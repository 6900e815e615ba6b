//! What a rebuild says when something else has written to the ledger's file.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use ledger::{
    Append, AppendError, Ledger, Location, LogKeeping, MATTERS, NewAct, Opening, RECORDED, Rebuilt,
};
use legal_clock::Instant;
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};
use rusqlite::Connection;
use tokio::runtime::{Builder, Runtime};

use crate::conformance::{cells, clock};
use crate::models::{ITEMS, YEAR, models};
use crate::read_models::is_as_made;

pub(crate) const TENANT: &str = "office";
/// What time it is at the end; some matters pass by then and are swept or not.
const NOW: i64 = 60_000;

/// A table and its columns after that of the tenant.
pub(crate) struct Table {
    pub(crate) name: &'static str,
    pub(crate) columns: &'static [&'static str],
    /// How many of them are its key.
    pub(crate) key: usize,
}

/// Those of read models.
pub(crate) const TABLES: [Table; 4] = [
    Table {
        name: "matters",
        columns: &[
            "register",
            "matter",
            "version",
            "row_version",
            "opened",
            "under",
            "stage",
            "item_code",
            "wakes",
        ],
        key: 2,
    },
    Table {
        name: "dues",
        columns: &["matter", "clock", "started", "promised", "by_law", "due"],
        key: 2,
    },
    Table { name: "facts", columns: &["matter", "year", "until", "opened", "facts"], key: 2 },
    Table {
        name: "findings",
        columns: &["matter", "position", "code", "is_of_row", "field", "message"],
        key: 3,
    },
];

const ACTS: Table = Table {
    name: "acts",
    columns: &[
        "position",
        "register",
        "matter",
        "version",
        "act",
        "at",
        "recorded_at",
        "recorded_elsewhere",
        "under",
        "cells",
    ],
    key: 1,
};

/// A row's cells as SQL.
pub(crate) type Row = Vec<String>;

/// A change of a table's rows.
#[derive(Debug, Clone)]
pub(crate) enum Edit {
    Change {
        row: prop::sample::Index,
        column: prop::sample::Index,
        number: i64,
    },
    Delete {
        row: prop::sample::Index,
    },
    /// Another row like this one with another key.
    Insert {
        row: prop::sample::Index,
        column: prop::sample::Index,
        number: i64,
    },
    /// What two rows say beside their keys.
    Swap {
        one: prop::sample::Index,
        other: prop::sample::Index,
    },
    /// All from a row on.
    Truncate {
        row: prop::sample::Index,
    },
}

pub(crate) fn edit() -> impl Strategy<Value = Edit> {
    let any = any::<prop::sample::Index>;
    let number = || prop_oneof![-2..9_i64, Just(i64::MIN), Just(i64::MAX), Just(NOW)];
    prop_oneof![
        3 => (any(), any(), number())
            .prop_map(|(row, column, number)| Edit::Change { row, column, number }),
        1 => any().prop_map(|row| Edit::Delete { row }),
        1 => (any(), any(), number())
            .prop_map(|(row, column, number)| Edit::Insert { row, column, number }),
        1 => (any(), any()).prop_map(|(one, other)| Edit::Swap { one, other }),
        1 => any().prop_map(|row| Edit::Truncate { row }),
    ]
}

/// Another value of the same kind, as far as SQL tells.
fn other(value: &str, column: &str, number: i64) -> String {
    if let Some(bytes) = value.strip_prefix("X'") {
        let (first, rest) = bytes.split_at(1);
        return format!("X'{}{rest}", if first == "0" { "1" } else { "0" });
    }
    let is_number = !value.starts_with('\'') && value != "NULL";
    match column {
        "is_of_row" => (1 - value.parse::<i64>().unwrap()).to_string(),
        "wakes" | "promised" | "by_law" | "due" | "recorded_elsewhere" => {
            if is_number && number == -2 { "NULL".to_owned() } else { number.to_string() }
        }
        _ if is_number => number.to_string(),
        _ if value == "NULL" || number == 0 => "'another'".to_owned(),
        _ => format!("{} of {number}'", value.trim_end_matches('\'')),
    }
}

impl Edit {
    pub(crate) fn on(&self, table: &Table, rows: &[Row]) -> Vec<Row> {
        let mut rows = rows.to_vec();
        match self {
            Self::Change { row, column, number } => {
                let (row, column) = (row.index(rows.len()), column.index(table.columns.len()));
                rows[row][column] = other(&rows[row][column], table.columns[column], *number);
            }
            Self::Delete { row } => {
                rows.remove(row.index(rows.len()));
            }
            Self::Insert { row, column, number } => {
                let mut row = rows[row.index(rows.len())].clone();
                let column = column.index(table.key);
                row[column] = other(&row[column], table.columns[column], *number);
                rows.push(row);
            }
            Self::Swap { one, other } => {
                let (one, other) = (one.index(rows.len()), other.index(rows.len()));
                let said = rows[one][table.key..].to_vec();
                let of_other = rows[other][table.key..].to_vec();
                rows[one].splice(table.key.., of_other);
                rows[other].splice(table.key.., said);
            }
            Self::Truncate { row } => rows.truncate(row.index(rows.len())),
        }
        rows
    }
}

/// A ledger, and another way to its file.
pub(crate) struct Office {
    pub(crate) runtime: Runtime,
    pub(crate) ledger: Ledger,
    pub(crate) file: Connection,
}

impl Office {
    fn open(folder: &Path) -> Self {
        Self::open_with(folder, LogKeeping::default())
    }

    /// The same, with a log.
    pub(crate) fn open_with(folder: &Path, log: LogKeeping) -> Self {
        let runtime = Builder::new_current_thread().enable_all().build().unwrap();
        let (ledger, file) = runtime.block_on(async {
            let location = Location::Folder(folder.to_owned());
            let time = Arc::new(AtomicI64::new(100));
            let opening = Opening { log, ..Opening::new(clock(&time), models()) };
            let ledger = Ledger::open_with(&location, opening).await.unwrap();
            for append in appends() {
                ledger.append(append).await.unwrap();
            }
            time.store(NOW / 2, Ordering::SeqCst);
            assert!(ledger.sweep(TENANT).await.unwrap() > 0);
            time.store(NOW, Ordering::SeqCst);
            let last = NewAct::new("visited", Instant(NOW));
            ledger.append(append(MATTERS, "last", vec![last])).await.unwrap();
            let file = Connection::open(folder.join("ledger.sqlite3")).unwrap();
            file.busy_timeout(Duration::from_secs(5)).unwrap();
            (ledger, file)
        });
        Self { runtime, ledger, file }
    }

    pub(crate) fn rows(&self, table: &Table) -> Vec<Row> {
        let cells: Vec<_> = table.columns.iter().map(|column| format!("quote({column})")).collect();
        let text = format!(
            "select {} from {} where tenant = '{TENANT}' order by {}",
            cells.join(" || char(9) || "),
            table.name,
            table.columns[..table.key].join(", ")
        );
        let mut statement = self.file.prepare(&text).unwrap();
        let rows = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        rows.map(|row| row.unwrap().split('\t').map(str::to_owned).collect()).collect()
    }

    /// Writes the table anew; false where it takes no such rows.
    pub(crate) fn write(&self, table: &Table, rows: &[Row]) -> bool {
        if rows.is_empty() {
            let text = format!("delete from {} where tenant = '{TENANT}'", table.name);
            return self.file.execute_batch(&text).is_ok();
        }
        let values: Vec<_> =
            rows.iter().map(|row| format!("('{TENANT}', {})", row.join(", "))).collect();
        let text = format!(
            "begin; delete from {0} where tenant = '{TENANT}'; \
             insert into {0} (tenant, {1}) values {2}; commit",
            table.name,
            table.columns.join(", "),
            values.join(", ")
        );
        let written = self.file.execute_batch(&text);
        if written.is_err() {
            self.file.execute_batch("rollback").unwrap();
        }
        written.is_ok()
    }

    /// All rows of read models.
    fn made(&self) -> Vec<Vec<Row>> {
        TABLES.iter().map(|table| self.rows(table)).collect()
    }

    /// All rows of read models once what has fallen due is swept.
    fn swept(&self) -> Vec<Vec<Row>> {
        self.runtime.block_on(self.ledger.sweep(TENANT)).unwrap();
        self.made()
    }

    fn rebuild(&self) -> Result<Rebuilt, AppendError> {
        self.runtime.block_on(self.ledger.rebuild(TENANT, |_| {}))
    }

    fn is_as_made(&self) {
        self.runtime.block_on(is_as_made(&self.ledger, TENANT));
    }
}

pub(crate) fn append(register: &str, matter: &str, acts: Vec<NewAct>) -> Append {
    Append {
        tenant: TENANT.to_owned(),
        register: register.to_owned(),
        matter: matter.to_owned(),
        expected_version: 0,
        acts,
        idempotency_key: None,
    }
}

/// Items, matters of them that pass by themselves or don't, and rows of a register after theirs.
fn appends() -> Vec<Append> {
    let act =
        |name: &str, at, said: &[(&str, &str)]| NewAct::new(name, Instant(at)).with(cells(said));
    let mut all = vec![
        append(ITEMS, "A", vec![act(RECORDED, 1, &[("item", "A"), ("limit", "5")])]),
        append("ratings", "R", vec![act(RECORDED, 1, &[("stars", "5")])]),
    ];
    for number in 0..6_i64 {
        let item = ["A", "B"][number as usize % 2];
        let wakes = (number * 10_000 + 15_000).to_string();
        let due = (number * 7_000).to_string();
        let mut acts = vec![
            act(RECORDED, 1, &[("item", item)]),
            act("received", 2 * YEAR, &[("due", &due)]),
            act("wrong", 2 * YEAR, &[]),
            act("accepted", (number + 3) * YEAR, &[("due", "4"), ("wakes", &wakes)]),
        ];
        acts[0].under = (number > 3).then(|| "hash".to_owned());
        if number % 3 == 0 {
            acts.remove(3);
        }
        all.push(append(MATTERS, &format!("M{number}"), acts));
    }
    all
}

/// Whose rows these are: register and matter.
fn owner(table: &Table, row: &Row) -> (String, String) {
    let text = |cell: &str| cell.trim_matches('\'').to_owned();
    match table.name {
        "matters" => (text(&row[0]), text(&row[1])),
        _ => (MATTERS.to_owned(), text(&row[0])),
    }
}

fn failed(error: &AppendError) -> TestCaseError {
    TestCaseError::fail(format!("{error:?}"))
}

#[test]
fn whatever_row_of_a_read_model_is_changed_a_rebuild_names_it_and_puts_it_right() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::open(folder.path());
    office.is_as_made();
    let made = office.made();
    let swept = office.swept();
    assert_ne!(made, swept);
    assert!(made.iter().all(|rows| rows.len() >= 6));
    let config = Config { cases: 160, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&(0..TABLES.len(), edit()), |(place, edit)| {
            for (table, rows) in TABLES.iter().zip(&made) {
                assert!(office.write(table, rows));
            }
            let (table, rows) = (&TABLES[place], &made[place]);
            let edited = edit.on(table, rows);
            prop_assume!(office.write(table, &edited));
            let touched: BTreeSet<_> = rows
                .iter()
                .filter(|row| !edited.contains(row))
                .chain(edited.iter().filter(|row| !rows.contains(row)))
                .map(|row| owner(table, row))
                .collect();
            let rebuilt = office.rebuild().map_err(|error| failed(&error))?;
            let named: BTreeSet<_> = rebuilt
                .differences
                .iter()
                .map(|it| (it.register.clone(), it.matter.clone()))
                .collect();
            prop_assert_eq!(&named, &touched, "{:?}", rebuilt);
            prop_assert_eq!(rebuilt.different, rebuilt.differences.len() as u64);
            // Where facts say when their matter was opened they follow the matter's row.
            let is_of = |it: &str| it == table.name || (table.name, it) == ("matters", "facts");
            prop_assert!(rebuilt.differences.iter().all(|it| is_of(it.table)), "{:?}", rebuilt);
            office.is_as_made();
            prop_assert_eq!(&office.swept(), &swept, "it isn't put right");
            Ok(())
        })
        .unwrap();
}

#[test]
fn whatever_act_is_changed_a_rebuild_tells_or_says_which_act_is_damaged() {
    let folder = tempfile::tempdir().unwrap();
    let office = Office::open(folder.path());
    let acts = office.rows(&ACTS);
    let swept = office.swept();
    let config = Config { cases: 96, failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&edit(), |edit| {
            let edited = edit.on(&ACTS, &acts);
            prop_assume!(office.write(&ACTS, &edited));
            match office.rebuild() {
                Ok(rebuilt) => {
                    // The number of acts, and where the last one is, can't be put right.
                    let is_lacking = edited.len() != acts.len();
                    let of_acts = rebuilt.differences.iter().filter(|it| it.table == "acts");
                    prop_assert_eq!(of_acts.count(), usize::from(is_lacking));
                    let again = office.rebuild().map_err(|error| failed(&error))?;
                    prop_assert_eq!(again.different, u64::from(is_lacking), "{:?}", again);
                }
                // The cells are text that isn't JSON any more.
                Err(AppendError::Read(why)) => {
                    prop_assert!(why.to_string().contains("isn't as it was recorded"), "{}", why);
                }
                Err(error) => return Err(failed(&error)),
            }
            assert!(office.write(&ACTS, &acts));
            office.rebuild().map_err(|error| failed(&error))?;
            office.is_as_made();
            prop_assert_eq!(&office.swept(), &swept);
            Ok(())
        })
        .unwrap();
}
