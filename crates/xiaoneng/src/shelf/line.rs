//! A line of the shelf: where an item's rows are, and by what it is found, judged and sorted.

use std::collections::{BTreeSet, HashMap};
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::ops::BitOr as _;
use std::sync::Arc;

use ::catalogue::{Collected, Item, NameKey, bare_name};
use ledger::RegisterRow;
use legal_clock::Day;

use super::ways::Values;
use crate::cli::Failure;
use crate::records::{Books, Places};

/// Items read at a time.
const TOGETHER: usize = 500;

/// An item as the shelf has it.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) code: Box<str>,
    pub(super) places: Places,
    /// Where the row in force was opened, if one is.
    pub(super) row: Option<i64>,
    /// Where the row that begins last was opened; none where only rows of other registers name the item.
    pub(super) newest: Option<i64>,
    /// The first day on which anything here is another.
    pub(super) until: Option<Day>,
    /// The main items that its rows name.
    pub(super) parents: Box<[Box<str>]>,
    /// By which its names repeat those of others.
    pub(super) names: Box<[u64]>,
    /// The names of materials that it asks for, as proofs are told by.
    pub(super) demanded: Box<[Arc<str>]>,
    /// Whether it takes commitments (告知承诺), by the row that begins last.
    pub(super) commits: bool,
    pub(super) collected: Collected,
    /// What it is by each property, of the version in force.
    pub(super) values: Box<[u32]>,
}

/// What an item is searched by: its name, and everything else.
pub(super) struct Searched {
    pub(super) code: Box<str>,
    pub(super) texts: [String; 2],
}

/// The lines of items as of a day, and by what each is searched.
pub(super) fn lines_of(
    books: &Books,
    items: &[(Box<str>, Places)],
    day: Day,
    values: &mut Values,
    mut take: impl FnMut(Vec<Line>, Vec<Searched>) -> Result<(), Failure>,
) -> Result<(), Failure> {
    for some in items.chunks(TOGETHER) {
        let places: Vec<&Places> = some.iter().map(|(_, places)| places).collect();
        let rows = books.item_rows(&places)?;
        let catalogue = rows.catalogue(day);
        let versions = by_code(&catalogue.items, |item| item.code.as_deref());
        let rows = by_code(&rows.items, |row| row.cells.get("item_code").map(String::as_str));
        let (mut lines, mut searched) = (Vec::new(), Vec::new());
        for (code, places) in some {
            let mut versions = versions.get(&**code).cloned().unwrap_or_default();
            versions.sort_by_key(|version| version.valid_from);
            let rows = rows.get(&**code).map_or(&[][..], Vec::as_slice);
            let line = Line::of(code, places.clone(), rows, &versions, day, values);
            searched.extend(in_force(&versions, day).map(|item| searched_by(code, item)));
            lines.push(line);
        }
        take(lines, searched)?;
    }
    Ok(())
}

fn by_code<T>(rows: &[T], code: impl Fn(&T) -> Option<&str>) -> HashMap<&str, Vec<&T>> {
    let mut by_code: HashMap<&str, Vec<&T>> = HashMap::new();
    for row in rows {
        if let Some(code) = code(row) {
            by_code.entry(code).or_default().push(row);
        }
    }
    by_code
}

/// Of versions in the order of their days the one that begins last by a day, or else the first.
pub(super) fn in_force<'a>(versions: &[&'a Item], day: Day) -> Option<&'a Item> {
    let begun = versions.partition_point(|version| version.valid_from <= Some(day));
    versions.get(begun.saturating_sub(1)).copied()
}

impl Line {
    fn of(
        code: &str,
        places: Places,
        rows: &[&RegisterRow],
        versions: &[&Item],
        day: Day,
        values: &mut Values,
    ) -> Self {
        let cell = |row: &RegisterRow, name: &str| {
            row.cells.get(name).and_then(|cell| cell.parse::<Day>().ok())
        };
        let from = |row: &RegisterRow| cell(row, "valid_from");
        let is_in_force = |row: &&&RegisterRow| {
            from(row).is_none_or(|from| from <= day)
                && cell(row, "valid_to").is_none_or(|last| last >= day)
        };
        let row = rows.iter().find(is_in_force).map(|row| row.opened);
        let newest = rows.iter().max_by_key(|row| from(row)).map(|row| row.opened);
        let current = in_force(versions, day).filter(|_| row.is_some());
        let begun =
            versions.iter().filter_map(|it| it.valid_from).filter(|from| *from <= day).max();
        let is_replaced = |version: &Item| begun.is_some() && version.valid_from < begun;
        let collected = versions.iter().map(|it| Collected::of(it, is_replaced(it)));
        let parents: BTreeSet<_> =
            versions.iter().filter_map(|it| it.parent_code.as_deref()).collect();
        let names: BTreeSet<_> = versions.iter().map(|it| name_of(it.name_key())).collect();
        let changes =
            versions.iter().flat_map(|it| [it.valid_from, it.valid_to.map(|last| last + 1)]);
        let materials = versions.iter().flat_map(|it| it.demanded());
        let demanded: BTreeSet<_> =
            materials.filter_map(|it| Some(bare_name(it.name.as_deref()?))).collect();
        Self {
            code: code.into(),
            places,
            row,
            newest,
            until: changes.flatten().filter(|change| *change > day).min(),
            parents: parents.into_iter().map(Box::from).collect(),
            names: names.into_iter().collect(),
            demanded: demanded.into_iter().map(|name| values.name(name)).collect(),
            commits: versions.last().is_some_and(|it| it.commitment == Some(true)),
            collected: collected.fold(Collected::default(), Collected::bitor),
            values: current.map(|item| values.of(item)).unwrap_or_default(),
        }
    }

    /// Whether it has a row in the table of items.
    pub(crate) fn is_item(&self) -> bool {
        self.newest.is_some()
    }

    /// Whether it is in force.
    pub(crate) fn is_in_force(&self) -> bool {
        self.row.is_some()
    }
}

/// A number for a name by which it is found again; others may have the same.
pub(super) fn name_of(name: NameKey<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

fn searched_by(code: &str, item: &Item) -> Searched {
    let kind = item.kind.map(::catalogue::Coded::chinese);
    let more = [Some(code), item.division.as_deref(), item.basis.as_deref(), kind];
    let more: Vec<&str> = more.into_iter().flatten().collect();
    let texts = [item.name.clone().unwrap_or_default(), more.join(" ")];
    Searched { code: code.into(), texts }
}
