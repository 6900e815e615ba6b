//! The shelf (书架): the catalogue and what goes with it, read from the ledger once for many visits.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant};

use ::catalogue::{Catalogue, PeerItem};
use efficacy::facts::catalogue::RowId;
use efficacy::figures::Year;
use efficacy::package::tables::{Item, KnowledgeEntry, Material};
use legal_clock::{Calendar, Day};
use search::{Field, Index};

use super::reports::Editions;
use super::usual::{self, Usual};
use crate::cli::Failure;
use crate::records::{Books, broken, package_of};
use crate::reports::{PackageYear, settings};

/// How long what cases come to may lag behind the ledger.
const LAG: Duration = Duration::from_mins(15);
/// Acts looked at together for whether a register changed.
const PAGE: usize = 1000;
/// Registers that the shelf is read from.
const REGISTERS: [&str; 10] = [
    "agency",
    "items",
    "item_elements",
    "materials",
    "peer_items",
    "knowledge",
    "proofs",
    "power_changes",
    "intermediary_services",
    "licence_types",
];

/// What the public is shown, in the making and as it was made last.
pub(crate) struct Public {
    last: RwLock<Arc<Shelf>>,
    /// Position up to which no act changes the last shelf; held by who looks further.
    looked: Mutex<i64>,
    editions: Editions,
}

/// What the public is shown of the catalogue.
pub(crate) struct Shelf {
    /// Position of the last act that was looked at.
    position: i64,
    made: Instant,
    /// The day of which it is.
    day: Day,
    pub(crate) agency: String,
    year: Option<Year>,
    /// Rows in force, in the order of the catalogue.
    rows: Vec<RowId>,
    places: BTreeMap<String, usize>,
    materials: BTreeMap<String, Vec<usize>>,
    questions: BTreeMap<String, Vec<usize>>,
    usual: BTreeMap<String, Usual>,
    index: Index,
    /// Every version of every item with all its elements, and what other provinces promise.
    catalogue: Catalogue,
    /// In the order of the days from which they count.
    versions: BTreeMap<String, Vec<usize>>,
    peers: BTreeMap<String, Vec<usize>>,
}

/// An item as the public is shown it.
#[derive(Clone, Copy)]
pub(super) struct Entry<'a> {
    pub(super) item: &'a Item<'static>,
    /// The same with all elements of its implementing list.
    pub(super) whole: Option<&'a ::catalogue::Item>,
    pub(super) usual: Option<Usual>,
}

impl Public {
    pub(crate) fn open(books: &Books) -> Result<Self, Failure> {
        let last = Shelf::read(books)?;
        let looked = Mutex::new(last.position);
        let last = RwLock::new(Arc::new(last));
        Ok(Self { last, looked, editions: Editions::new()? })
    }

    /// The shelf as it was made last.
    pub(crate) fn last(&self) -> Arc<Shelf> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The editions of reports that were read.
    pub(super) fn editions(&self) -> &Editions {
        &self.editions
    }

    /// The shelf as of the ledger's last act. One visitor makes it anew when a register has changed, a
    /// day has begun or cases may have come to something else; others are shown the last meanwhile.
    pub(crate) fn shelf(&self, books: &Books) -> Result<Arc<Shelf>, Failure> {
        let mut looked = match self.looked.try_lock() {
            Ok(looked) => looked,
            Err(TryLockError::Poisoned(looked)) => looked.into_inner(),
            Err(TryLockError::WouldBlock) => return Ok(self.last()),
        };
        let (last, position) = (self.last(), books.position()?);
        let is_over = last.made.elapsed() >= LAG || last.day != today(books);
        if !is_over && (*looked == position || !concerns(books, *looked)?) {
            // Acts that came meanwhile are looked at the next time.
            *looked = position;
            return Ok(last);
        }
        let made = Arc::new(Shelf::read(books)?);
        *looked = made.position;
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = made.clone();
        Ok(made)
    }
}

/// Whether an act after this position is of a register that the shelf is read from.
fn concerns(books: &Books, mut position: i64) -> Result<bool, Failure> {
    loop {
        let acts = books.ask(async |snapshot| snapshot.tail(position, PAGE).await)?;
        if acts.iter().any(|act| REGISTERS.contains(&act.register.as_str())) {
            return Ok(true);
        }
        match acts.last() {
            Some(last) if acts.len() == PAGE => position = last.position,
            _ => return Ok(false),
        }
    }
}

fn today(books: &Books) -> Day {
    Calendar::china().when(books.now()).day
}

impl Shelf {
    fn read(books: &Books) -> Result<Self, Failure> {
        let (position, made, day) = (books.position()?, Instant::now(), today(books));
        let fields = [Field::name(3.0), Field::text(1.0)];
        let index = || Index::new(&fields).map_err(|error| broken(&error));
        let package = package_of(books, None)?;
        let has_agency = books.ask(async |snapshot| snapshot.has_rows("agency").await)?;
        let catalogue = books.catalogue()?;
        let mut shelf = Self {
            position,
            made,
            day,
            agency: String::new(),
            year: None,
            rows: Vec::new(),
            places: BTreeMap::new(),
            materials: BTreeMap::new(),
            questions: BTreeMap::new(),
            usual: BTreeMap::new(),
            index: index()?,
            versions: versions_of(&catalogue.items),
            peers: by_code(catalogue.peers.iter().map(|peer| peer.item_code.as_deref())),
            catalogue,
        };
        if !has_agency {
            return Ok(shelf);
        }
        let read = PackageYear::of(&package, &settings(None, None)?)?.read;
        let mut year = read.year;
        // The items of the catalogue have them.
        year.registers.item_elements = Vec::new();
        shelf.agency = read.agency.map(|agency| agency.name).unwrap_or_default();
        shelf.rows = year.catalogue.in_force(day);
        for (place, &row) in shelf.rows.iter().enumerate() {
            let code = year.catalogue.row(row).item_code.to_string();
            shelf.places.entry(code).or_insert(place);
        }
        let materials = year.registers.materials.iter();
        shelf.materials = by_code(materials.map(|material| Some(&*material.item_code)));
        let questions = year.registers.knowledge.iter();
        shelf.questions = by_code(questions.map(|entry| entry.item_code.as_deref()));
        shelf.usual = usual::of(&year);
        let texts = shelf.rows.iter().map(|&row| text_of(year.catalogue.row(row)));
        let texts: Vec<[String; 3]> = texts.collect();
        let named = texts.iter().map(|[code, name, text]| (code.as_str(), [name.as_str(), text]));
        shelf.index.add_all(named).map_err(|error| broken(&error))?;
        shelf.year = Some(year);
        Ok(shelf)
    }

    /// The items in force, in the order of the catalogue.
    pub(super) fn entries(&self) -> impl Iterator<Item = Entry<'_>> {
        self.year
            .iter()
            .flat_map(|year| self.rows.iter().map(|&row| self.entry(year.catalogue.row(row))))
    }

    fn entry<'a>(&'a self, item: &'a Item<'static>) -> Entry<'a> {
        let (whole, usual) = (self.whole(&item.item_code), self.usual.get(&*item.item_code));
        Entry { item, whole, usual: usual.copied() }
    }

    /// The version of an item that counts on the day.
    fn whole(&self, code: &str) -> Option<&::catalogue::Item> {
        let versions = self.versions.get(code)?;
        let item = |place: &usize| &self.catalogue.items[*place];
        let begun = versions.partition_point(|place| item(place).valid_from <= Some(self.day));
        versions.get(begun.saturating_sub(1)).map(item)
    }

    /// The item of a code, if one is in force.
    pub(super) fn find(&self, code: &str) -> Option<Entry<'_>> {
        let (year, place) = (self.year.as_ref()?, *self.places.get(code)?);
        Some(self.entry(year.catalogue.row(self.rows[place])))
    }

    /// The versions of an item, in the order of the days from which they count.
    pub(crate) fn versions(&self, code: &str) -> Vec<&::catalogue::Item> {
        let places = self.versions.get(code).into_iter().flatten();
        places.map(|&place| &self.catalogue.items[place]).collect()
    }

    /// Every version of every item, with what it is held against.
    pub(crate) fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// The version of an item that begins last.
    pub(crate) fn newest(&self, code: &str) -> Option<&::catalogue::Item> {
        self.versions(code).pop()
    }

    /// The version that begins last of each item, in the order of their codes.
    pub(crate) fn newest_of_all(&self) -> impl Iterator<Item = &::catalogue::Item> {
        self.versions.keys().filter_map(|code| self.newest(code))
    }

    /// What other provinces promise for an item.
    pub(super) fn peers(&self, code: &str) -> Vec<&PeerItem> {
        let places = self.peers.get(code).into_iter().flatten();
        places.map(|&place| &self.catalogue.peers[place]).collect()
    }

    /// What an applicant hands in for an item, or needn't any more.
    pub(super) fn materials(&self, code: &str) -> impl Iterator<Item = &Material<'static>> {
        let places = self.materials.get(code).into_iter().flatten();
        self.year
            .iter()
            .flat_map(move |year| places.clone().map(|&place| &year.registers.materials[place]))
    }

    /// What is often asked about an item, and the answers that hold on the day.
    pub(super) fn questions(&self, code: &str) -> impl Iterator<Item = &KnowledgeEntry<'static>> {
        let places = self.questions.get(code).into_iter().flatten();
        let entries = self
            .year
            .iter()
            .flat_map(move |year| places.clone().map(|&place| &year.registers.knowledge[place]));
        entries.filter(move |entry| entry.retired_on.is_none_or(|retired| retired > self.day))
    }

    /// Finds items by what somebody typed.
    pub(super) fn index(&self) -> &Index {
        &self.index
    }

    /// The year that cases are counted of.
    pub(crate) fn counted(&self) -> Option<i16> {
        self.year.as_ref().map(|year| year.period.year)
    }
}

/// The places of rows by the code that they name.
fn by_code<'a>(codes: impl Iterator<Item = Option<&'a str>>) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (place, code) in codes.enumerate() {
        if let Some(code) = code {
            places.entry(code.to_owned()).or_default().push(place);
        }
    }
    places
}

/// The places of an item's versions by its code, in the order of their days.
fn versions_of(items: &[::catalogue::Item]) -> BTreeMap<String, Vec<usize>> {
    let mut versions = by_code(items.iter().map(|item| item.code.as_deref()));
    for places in versions.values_mut() {
        places.sort_by_key(|place| items[*place].valid_from);
    }
    versions
}

/// Code, name and what else an item is found by.
fn text_of(item: &Item<'_>) -> [String; 3] {
    let more = [item.division.as_deref(), item.basis.as_deref(), Some(item.kind.chinese())];
    let more: Vec<&str> = more.into_iter().flatten().collect();
    [
        item.item_code.to_string(),
        item.name.to_string(),
        format!("{} {}", item.item_code, more.join(" ")),
    ]
}
