//! What a file of a register would change: rows added, changed, left as they are, and those it lacks.

use std::collections::{BTreeMap, HashMap};

use efficacy::package::Table;
use ledger::Cells;
use xiaoneng::models::sha256;

use crate::cli::Failure;
use crate::records::{Books, RowChange, key_of, said_of_row};

/// Rows read or looked up at a time.
const TOGETHER: usize = 1000;

/// A row of the file that isn't in the register so, or a row of the register that isn't in the file.
pub(super) struct Differing {
    pub(super) key: String,
    /// How many acts it has.
    seen: i64,
    /// What the register says, if the row stands.
    pub(super) before: Option<Cells>,
    /// What the file says, if it has the row.
    pub(super) after: Option<Cells>,
}

/// What a file would change.
pub(super) struct Plan {
    /// In the order of the file, then those that it lacks in the order of the register.
    pub(super) rows: Vec<Differing>,
    /// Rows that are as the file has them.
    pub(super) same: usize,
}

impl Plan {
    /// Holds the rows of a file against the register as it stands.
    pub(super) fn of(
        books: &Books,
        table: &'static Table,
        rows: &[Cells],
    ) -> Result<Self, Failure> {
        let mut times = HashMap::new();
        let keys = rows.iter().map(|cells| key_of(table, cells, &mut times));
        let given: Vec<(String, &Cells)> = keys.zip(rows).collect();
        let places: BTreeMap<&str, usize> =
            given.iter().enumerate().map(|(place, (key, _))| (key.as_str(), place)).collect();
        let mut standing: BTreeMap<usize, (i64, Cells)> = BTreeMap::new();
        let (mut lacking, mut after) = (Vec::new(), 0);
        loop {
            let page = books.ask(async |it| it.rows(table.name, after, TOGETHER).await)?;
            let Some(last) = page.last() else { break };
            after = last.opened;
            for row in page {
                let said = said_of_row(&row.cells);
                let cells: Cells = said.map(|(name, cell)| (name.clone(), cell.clone())).collect();
                match places.get(row.matter.as_str()) {
                    Some(place) => drop(standing.insert(*place, (row.row_version, cells))),
                    None => lacking.push(Differing {
                        key: row.matter,
                        seen: row.row_version,
                        before: Some(cells),
                        after: None,
                    }),
                }
            }
        }
        let ended = ended(books, table, given.iter().map(|(key, _)| key.as_str()))?;
        let (mut differing, mut same) = (Vec::new(), 0);
        for (place, (key, cells)) in given.into_iter().enumerate() {
            let (seen, before) = standing.remove(&place).unzip();
            if before.as_ref() == Some(cells) {
                same += 1;
                continue;
            }
            let seen = seen.or_else(|| ended.get(&key).copied()).unwrap_or(0);
            differing.push(Differing { key, seen, before, after: Some(cells.clone()) });
        }
        differing.extend(lacking);
        Ok(Self { rows: differing, same })
    }

    pub(super) fn added(&self) -> impl Iterator<Item = &Differing> {
        self.rows.iter().filter(|row| row.before.is_none())
    }

    pub(super) fn changed(&self) -> impl Iterator<Item = &Differing> {
        self.rows.iter().filter(|row| row.before.is_some() && row.after.is_some())
    }

    /// Rows of the register that the file lacks.
    pub(super) fn lacking(&self) -> impl Iterator<Item = &Differing> {
        self.rows.iter().filter(|row| row.after.is_none())
    }

    /// What the changes come to; those that the file lacks are retired where there is a reason.
    pub(super) fn changes(&self, reason: Option<&str>) -> Vec<RowChange> {
        let change = |row: &Differing| {
            let to = match (&row.after, reason) {
                (Some(cells), _) => Ok(cells.clone()),
                (None, Some(reason)) => Err(reason.to_owned()),
                (None, None) => return None,
            };
            Some(RowChange { key: row.key.clone(), seen: row.seen, to })
        };
        self.rows.iter().filter_map(change).collect()
    }

    /// By which the same plan is known again: another where anything was changed meanwhile.
    pub(super) fn mark(&self) -> String {
        let told = |row: &Differing| format!("{:?} {} {:?}\n", row.key, row.seen, row.after);
        sha256(&self.rows.iter().map(told).collect::<String>())
    }
}

/// How many acts rows have that stand no more.
fn ended<'a>(
    books: &Books,
    table: &'static Table,
    keys: impl Iterator<Item = &'a str>,
) -> Result<BTreeMap<String, i64>, Failure> {
    let names: Vec<_> = keys.map(|key| (table.name, key)).collect();
    let mut ended = BTreeMap::new();
    for names in names.chunks(TOGETHER) {
        let heads = books.ask(async |it| it.heads(names).await)?;
        let gone = heads.into_iter().filter(|(_, head)| head.row_version == 0);
        ended.extend(gone.map(|((_, key), head)| (key, head.version)));
    }
    Ok(ended)
}
