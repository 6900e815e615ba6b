//! The shelf (书架): an index of the catalogue, read from the ledger once for many visits.
//!
//! ```text
//!  ledger ─► places of each item's rows ─► lines: in force or not, ways, names ─► lists, counts, search
//!     ▲                                                                              │
//!     └────────────────────── the rows of the items on a page ◄──────────────────────┘
//! ```
//!
//! What items say stays in the ledger and is read for those on a page. A shelf never changes: when rows
//! do, another takes its place, with those lines made anew that they concern ([`Keeper`]).

mod keeper;
mod line;
#[cfg(test)]
mod tests;
mod usual;
mod ways;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::BitOr as _;
use std::sync::{Arc, PoisonError, RwLock};

use ::catalogue::{Catalogue, Collected, Finding, Item, Linter, PeerItem, bare_name, is_proof};
use ledger::{Cells, RegisterRow};
use legal_clock::Day;
use search::{Index, Query};

use crate::cli::Failure;
use crate::records::{Books, Places, broken};

use line::{Line, in_force, name_of};
use ways::Values;

pub(crate) use keeper::Keeper;
pub(crate) use usual::{Usual, Usuals};
pub(crate) use ways::{By, PERSON, Way};

/// The register of abolished proofs.
const PROOFS: &str = "proofs";

/// The items of the catalogue, as of a position of the ledger and a day.
pub(crate) struct Shelf {
    /// Position of the last act that was looked at.
    position: i64,
    day: Day,
    pub(crate) agency: String,
    lines: BTreeMap<Box<str>, Arc<Line>>,
    /// How many of them are items.
    items: usize,
    /// Items in force, in the order of the catalogue.
    order: Vec<Arc<Line>>,
    ways: Vec<Way>,
    values: Values,
    /// What the list collects as a whole.
    collected: Collected,
    /// Items by their names, in the order of the names' numbers.
    names: Vec<(u64, Arc<Line>)>,
    /// Items by the names of the materials that they ask for.
    demanded: HashMap<Arc<str>, Vec<Arc<Line>>>,
    /// Finds items by what somebody typed. Later shelves use the same.
    index: Arc<RwLock<Index>>,
}

/// An item of which everything was read.
#[derive(Debug)]
pub(crate) struct OnFile {
    /// Its versions with all their elements and materials, in the order of the days from which they count.
    pub(crate) versions: Vec<Item>,
    /// What other provinces promise for it.
    pub(crate) peers: Vec<PeerItem>,
    /// What is often asked about it, with the answer.
    pub(crate) questions: Vec<(String, String)>,
}

impl OnFile {
    /// The version that counts on a day.
    pub(crate) fn on(&self, day: Day) -> Option<&Item> {
        in_force(&self.versions.iter().collect::<Vec<_>>(), day)
    }

    /// The version that begins last.
    pub(crate) fn newest(&self) -> Option<&Item> {
        self.versions.last()
    }
}

/// What of an item's rows a list shows.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shown {
    /// The row in force.
    InForce,
    /// The row that begins last.
    Newest,
}

/// Items of a shelf in the order of the catalogue.
pub(crate) struct Found<'a> {
    shelf: &'a Shelf,
    /// Their places; none where they are all that are in force.
    places: Option<Vec<u32>>,
}

impl Found<'_> {
    /// How many they are.
    pub(crate) fn len(&self) -> usize {
        self.places.as_ref().map_or(self.shelf.order.len(), Vec::len)
    }

    /// The codes of some.
    pub(crate) fn codes(&self, from: usize, most: usize) -> Vec<String> {
        let code = |place: usize| self.shelf.order.get(place).map(|line| line.code.to_string());
        let some = from..from.saturating_add(most).min(self.len());
        match &self.places {
            None => some.filter_map(code).collect(),
            Some(places) => some.filter_map(|at| code(*places.get(at)? as usize)).collect(),
        }
    }
}

impl Shelf {
    fn of(
        position: i64,
        day: Day,
        agency: String,
        lines: BTreeMap<Box<str>, Arc<Line>>,
        values: Values,
        index: Arc<RwLock<Index>>,
    ) -> Self {
        let items = lines.values().filter(|line| line.is_item()).count();
        let mut order: Vec<_> = lines.values().filter(|it| it.is_in_force()).cloned().collect();
        order.sort_by_key(|line| line.row);
        let is_main = |line: &Line| {
            let is_there = |parent: &str| lines.get(parent).is_some_and(|it| it.is_item());
            line.parents.iter().any(|parent| *parent != line.code && is_there(parent))
        };
        let collected = lines.values().map(|line| line.collected);
        let collected = collected.fold(Collected::default(), Collected::bitor);
        let collected = collected.with_main_items(lines.values().any(|line| is_main(line)));
        let mut names: Vec<_> = lines
            .values()
            .flat_map(|line| line.names.iter().map(|name| (*name, line.clone())))
            .collect();
        names.sort_by_key(|(name, _)| *name);
        let mut demanded: HashMap<_, Vec<_>> = HashMap::new();
        for line in lines.values() {
            for name in &line.demanded {
                demanded.entry(name.clone()).or_default().push(line.clone());
            }
        }
        let ways = ways::ways(&values, order.iter().map(|line| &*line.values));
        Self {
            position,
            day,
            agency,
            lines,
            items,
            order,
            ways,
            values,
            collected,
            names,
            demanded,
            index,
        }
    }

    /// Everything by which items are narrowed, in the order in which the catalogue names it.
    pub(crate) fn ways(&self) -> &[Way] {
        &self.ways
    }

    /// The items in force that are all of this, in the order of the catalogue.
    pub(crate) fn narrowed(&self, to: &[(By, &str)]) -> Found<'_> {
        if to.is_empty() {
            return Found { shelf: self, places: None };
        }
        let way = |(by, value): &(By, &str)| {
            self.ways.iter().find(|way| way.by == *by && *way.value == **value)
        };
        let ways: Option<Vec<&Way>> = to.iter().map(way).collect();
        Found { shelf: self, places: Some(ways.map(ways::on_all).unwrap_or_default()) }
    }

    /// How many items there are, in force or not.
    pub(crate) fn len(&self) -> usize {
        self.items
    }

    /// The codes of some, in force or not, in their order.
    pub(crate) fn codes(&self, from: usize, most: usize) -> Vec<String> {
        let items = self.lines.values().filter(|line| line.is_item());
        items.skip(from).take(most).map(|line| line.code.to_string()).collect()
    }

    /// Whether there is an item of this code, in force or not.
    pub(crate) fn has(&self, code: &str) -> bool {
        self.lines.get(code).is_some_and(|line| line.is_item())
    }

    /// Whether an item of this code is in force.
    pub(crate) fn has_in_force(&self, code: &str) -> bool {
        self.lines.get(code).is_some_and(|line| line.is_in_force())
    }

    /// The rows of items, in this order, without the elements that lie in a table of their own; items that
    /// have no such row are left out.
    pub(crate) fn rows(
        &self,
        books: &Books,
        codes: &[impl AsRef<str>],
        shown: Shown,
    ) -> Result<Vec<Item>, Failure> {
        let lines = codes.iter().filter_map(|code| self.lines.get(code.as_ref()));
        let opened: Vec<i64> = lines
            .filter_map(|line| match shown {
                Shown::InForce => line.row,
                Shown::Newest => line.newest,
            })
            .collect();
        if opened.is_empty() {
            return Ok(Vec::new());
        }
        let rows = books.ask(async |it| it.rows_at("items", &opened).await)?;
        let read = |opened: &i64| {
            let row = rows.iter().find(|row| row.opened == *opened)?;
            let cells = row.cells.iter().map(|(name, cell)| (name.as_str(), cell.as_str()));
            Some(Item::read(cells))
        };
        Ok(opened.iter().filter_map(read).collect())
    }

    /// Everything about an item, if one is of this code.
    pub(crate) fn on_file(&self, books: &Books, code: &str) -> Result<Option<OnFile>, Failure> {
        let Some(line) = self.lines.get(code).filter(|line| line.is_item()) else {
            return Ok(None);
        };
        let rows = books.item_rows(&[&line.places])?;
        let Catalogue { items: mut versions, peers, .. } = rows.catalogue(self.day);
        versions.sort_by_key(|version| version.valid_from);
        let question = |cells: &Cells| {
            let cell = |name: &str| cells.get(name).cloned().unwrap_or_default();
            let retired = cells.get("retired_on").and_then(|day| day.parse::<Day>().ok());
            let is_open = retired.is_none_or(|retired| retired > self.day);
            is_open.then(|| (cell("question"), cell("answer")))
        };
        let questions = rows.questions.iter().filter_map(|row| question(&row.cells)).collect();
        Ok(Some(OnFile { versions, peers, questions }))
    }

    /// The materials of an item, row by row.
    pub(crate) fn materials(&self, books: &Books, code: &str) -> Result<Vec<RegisterRow>, Failure> {
        let Some(line) = self.lines.get(code) else { return Ok(Vec::new()) };
        Ok(books.item_rows(&[&line.places])?.materials)
    }

    /// These items with everything that is read of them, without the registers beside.
    pub(crate) fn part(
        &self,
        books: &Books,
        codes: &[impl AsRef<str>],
    ) -> Result<Catalogue, Failure> {
        let lines = codes.iter().filter_map(|code| self.lines.get(code.as_ref()));
        let places: Vec<&Places> = lines.map(|line| &line.places).collect();
        Ok(books.item_rows(&places)?.catalogue(self.day))
    }

    /// What rules find wrong with items, by themselves and beside those that they are held against.
    pub(crate) fn findings(
        &self,
        books: &Books,
        codes: &[impl AsRef<str>],
    ) -> Result<Vec<Finding>, Failure> {
        let own: BTreeSet<&str> = codes.iter().map(AsRef::as_ref).collect();
        let lines = || own.iter().filter_map(|code| self.lines.get(*code));
        let mains = lines().flat_map(|line| line.parents.iter().map(|parent| &**parent));
        let namesakes =
            lines().flat_map(|line| line.names.iter()).flat_map(|name| self.named(*name));
        let together: BTreeSet<&str> = own.iter().copied().chain(mains).chain(namesakes).collect();
        let part = self.part(books, &together.into_iter().collect::<Vec<_>>())?;
        let part = books.with_registers(part)?;
        let mut findings = Linter::of_part(&part, self.collected).all();
        findings.retain(|it| it.place.is_some() && own.contains(it.item_code.as_str()));
        Ok(findings)
    }

    /// What rules find wrong with an item as it is to be.
    pub(crate) fn findings_of_draft(
        &self,
        books: &Books,
        item: &Item,
    ) -> Result<Vec<Finding>, Failure> {
        let own = item.code.as_deref().into_iter().chain(item.parent_code.as_deref());
        let together: BTreeSet<&str> = own.chain(self.named(name_of(item.name_key()))).collect();
        let part = self.part(books, &together.into_iter().collect::<Vec<_>>())?;
        let part = books.with_registers(part)?;
        Ok(Linter::of_part(&part, self.collected).draft(item))
    }

    /// What rules find wrong with rows of a register beside the items, as they are or are to be; of each row.
    pub(crate) fn findings_of_rows<'r>(
        &self,
        books: &Books,
        register: &str,
        rows: impl Iterator<Item = &'r Cells> + Clone,
    ) -> Result<Vec<Vec<Finding>>, Failure> {
        let cell = |row: &'r Cells, name: &str| row.get(name).map(String::as_str);
        let own = rows.clone().filter_map(|row| cell(row, "item_code"));
        let mut together: BTreeSet<&str> = own.collect();
        if register == PROOFS {
            let proofs = rows.clone().filter_map(|row| cell(row, "name"));
            together.extend(proofs.flat_map(|proof| self.demanding(proof)));
        }
        let part = self.part(books, &together.into_iter().collect::<Vec<_>>())?;
        let part = books.with_registers(part)?;
        let linter = Linter::of_part(&part, self.collected);
        let cells = |row: &'r Cells| row.iter().map(|(name, cell)| (name.as_str(), cell.as_str()));
        Ok(rows.map(|row| linter.row(register, cells(row))).collect())
    }

    /// The codes of items of which some version asks for a proof.
    fn demanding(&self, proof: &str) -> impl Iterator<Item = &str> {
        let proof = bare_name(proof);
        let named = self.demanded.iter().filter(move |(name, _)| is_proof(name, &proof));
        named.flat_map(|(_, lines)| lines.iter().map(|line| &*line.code))
    }

    /// The codes of items that take commitments (告知承诺).
    pub(crate) fn committing(&self) -> Vec<String> {
        let lines = self.lines.values().filter(|line| line.is_item() && line.commits);
        lines.map(|line| line.code.to_string()).collect()
    }

    /// The codes of items that may have this name.
    fn named(&self, name: u64) -> impl Iterator<Item = &str> {
        let from = self.names.partition_point(|(it, _)| *it < name);
        let same = self.names[from..].iter().take_while(move |(it, _)| *it == name);
        same.map(|(_, line)| &*line.code)
    }

    /// What somebody typed, to be searched for.
    pub(crate) fn query(&self, typed: &str) -> Query {
        self.index.read().unwrap_or_else(PoisonError::into_inner).query(typed)
    }

    /// The codes of the items that a query finds, the best first, of those that are to be kept.
    pub(crate) fn search(
        &self,
        query: &Query,
        most: usize,
        keep: impl Fn(&Self, &str) -> bool,
    ) -> Result<Vec<String>, Failure> {
        let index = self.index.read().unwrap_or_else(PoisonError::into_inner);
        let hits = index.search_among(query, most, |code| keep(self, code));
        let hits = hits.map_err(|error| broken(&error))?;
        Ok(hits.into_iter().map(|hit| hit.id).collect())
    }
}
