//! The keeper of the shelf: makes the next one when rows of items change or a day begins.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, RwLock, TryLockError};
use std::time::{Duration, Instant};

use ledger::{Act, RECORDED};
use legal_clock::{Calendar, Day};
use search::{Field, Index};

use super::line::{Line, Searched, lines_of};
use super::ways::Values;
use super::{Shelf, Usuals};
use crate::cli::Failure;
use crate::records::{Books, OfItem, Places, broken};

/// How long what cases come to may lag behind the ledger.
const LAG: Duration = Duration::from_mins(15);
/// Acts read at a time.
const PAGE: usize = 1000;
/// Rows looked up at a time.
const TOGETHER: usize = 200;
/// With more rows changed than this everything is read anew.
const MOST_CHANGED: usize = 20_000;
/// The register of the agency itself.
const AGENCY: &str = "agency";

/// Keeps the shelf as it was made last, and how long items take.
pub(crate) struct Keeper {
    last: RwLock<Arc<Shelf>>,
    /// Position up to which no act changes the last shelf; held by who looks further.
    looked: Mutex<i64>,
    usuals: RwLock<(Arc<Usuals>, Instant)>,
    /// Held by who reads the cases.
    reading: Mutex<()>,
}

impl Keeper {
    /// Reads the whole catalogue.
    pub(crate) fn open(books: &Books) -> Result<Self, Failure> {
        let last = read(books)?;
        Ok(Self {
            looked: Mutex::new(last.position),
            last: RwLock::new(Arc::new(last)),
            usuals: RwLock::new((Arc::new(Usuals::read(books)?), Instant::now())),
            reading: Mutex::default(),
        })
    }

    /// The shelf as it was made last.
    pub(crate) fn last(&self) -> Arc<Shelf> {
        self.last.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The shelf as of the ledger's last act. One visitor makes it, others are shown the last meanwhile.
    pub(crate) fn shelf(&self, books: &Books) -> Result<Arc<Shelf>, Failure> {
        match self.looked.try_lock() {
            Ok(looked) => self.look(books, looked),
            Err(TryLockError::Poisoned(looked)) => self.look(books, looked.into_inner()),
            Err(TryLockError::WouldBlock) => Ok(self.last()),
        }
    }

    /// The same for who must see everything that was recorded before: waits for whoever makes it.
    pub(crate) fn current(&self, books: &Books) -> Result<Arc<Shelf>, Failure> {
        self.look(books, self.looked.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn look(&self, books: &Books, mut looked: MutexGuard<'_, i64>) -> Result<Arc<Shelf>, Failure> {
        let (last, day) = (self.last(), today(books));
        let position = books.position()?;
        if *looked == position && last.day == day {
            return Ok(last);
        }
        let Some(changed) = Changed::since(books, *looked)? else {
            return Ok(self.put(looked, read(books)?));
        };
        if !changed.is_any() && last.day == day {
            *looked = changed.position;
            return Ok(last);
        }
        let next = changed.applied(books, &last, day)?;
        Ok(self.put(looked, next))
    }

    fn put(&self, mut looked: MutexGuard<'_, i64>, made: Shelf) -> Arc<Shelf> {
        *looked = made.position;
        let made = Arc::new(made);
        *self.last.write().unwrap_or_else(PoisonError::into_inner) = made.clone();
        made
    }

    /// How long items take, as it was read last.
    pub(crate) fn usuals(&self) -> Arc<Usuals> {
        self.usuals.read().unwrap_or_else(PoisonError::into_inner).0.clone()
    }

    /// Whether that may have changed meanwhile.
    pub(crate) fn usuals_are_old(&self) -> bool {
        self.usuals.read().unwrap_or_else(PoisonError::into_inner).1.elapsed() >= LAG
    }

    /// Reads how long items take, unless somebody is reading it. Where that can't be read, what was read
    /// before stays, and is looked at again as late as if it had been read.
    pub(crate) fn read_usuals(&self, books: &Books) -> Result<(), Failure> {
        let Ok(_reading) = self.reading.try_lock() else { return Ok(()) };
        if !self.usuals_are_old() {
            return Ok(());
        }
        let read = Usuals::read(books).map(Arc::new);
        let mut usuals = self.usuals.write().unwrap_or_else(PoisonError::into_inner);
        usuals.1 = Instant::now();
        usuals.0 = read?;
        Ok(())
    }
}

fn today(books: &Books) -> Day {
    Calendar::china().when(books.now()).day
}

/// Reads the whole catalogue. What is recorded meanwhile is looked at the next time.
pub(super) fn read(books: &Books) -> Result<Shelf, Failure> {
    let (position, day) = (books.position()?, today(books));
    let fields = [Field::name(3.0), Field::text(1.0)];
    let mut index = Index::new(&fields).map_err(|error| broken(&error))?;
    let (mut values, mut lines) = (Values::default(), BTreeMap::new());
    let items: Vec<(Box<str>, Places)> = books.places()?.into_iter().collect();
    lines_of(books, &items, day, &mut values, |made, searched| {
        lines.extend(made.into_iter().map(|line| (line.code.clone(), Arc::new(line))));
        add(&mut index, &searched)
    })?;
    let index = Arc::new(RwLock::new(index));
    Ok(Shelf::of(position, day, books.agency_name()?, lines, values, index))
}

fn add(index: &mut Index, searched: &[Searched]) -> Result<(), Failure> {
    let each = searched.iter().map(|it| (&*it.code, it.texts.each_ref().map(String::as_str)));
    index.add_all(each).map_err(|error| broken(&error))
}

/// What acts change of the shelf.
struct Changed {
    /// Position of the last act looked at.
    position: i64,
    agency: bool,
    /// Rows of items: their register and name.
    rows: BTreeSet<(OfItem, String)>,
}

impl Changed {
    /// By the acts after a position; `None` where they are so many that all is better read anew.
    fn since(books: &Books, position: i64) -> Result<Option<Self>, Failure> {
        let mut changed = Self { position, agency: false, rows: BTreeSet::new() };
        loop {
            let after = changed.position;
            let acts = books.ask(async |snapshot| snapshot.tail(after, PAGE).await)?;
            for act in &acts {
                changed.agency |= act.register == AGENCY;
                let of = OfItem::named(&act.register);
                changed.rows.extend(of.map(|of| (of, act.matter.clone())));
            }
            changed.position = acts.last().map_or(after, |act| act.position);
            if changed.rows.len() > MOST_CHANGED {
                return Ok(None);
            }
            if acts.len() < PAGE {
                return Ok(Some(changed));
            }
        }
    }

    fn is_any(&self) -> bool {
        self.agency || !self.rows.is_empty()
    }

    /// The next shelf: the last one with the lines made anew that changed rows or the day concern.
    fn applied(&self, books: &Books, last: &Shelf, day: Day) -> Result<Shelf, Failure> {
        let mut places: BTreeMap<Box<str>, Places> = last
            .lines
            .values()
            .filter(|line| line.until.is_some_and(|until| until <= day))
            .map(|line| (line.code.clone(), line.places.clone()))
            .collect();
        let rows: Vec<_> = self.rows.iter().collect();
        for some in rows.chunks(TOGETHER) {
            let names: Vec<_> = some.iter().map(|(of, name)| (of.register(), &**name)).collect();
            let found = books.ask(async |snapshot| snapshot.acts_of(&names).await)?;
            for acts in found.into_values() {
                move_row(&mut places, &last.lines, &acts);
            }
        }
        let (mut lines, mut values) = (last.lines.clone(), last.values.clone());
        let changed: Vec<(Box<str>, Places)> = places.into_iter().collect();
        lines_of(books, &changed, day, &mut values, |made, searched| {
            let mut index = last.index.write().unwrap_or_else(PoisonError::into_inner);
            for line in made {
                index.remove(&line.code).map_err(|error| broken(&error))?;
                if line.places.is_empty() {
                    lines.remove(&line.code);
                } else {
                    lines.insert(line.code.clone(), Arc::new(line));
                }
            }
            add(&mut index, &searched)
        })?;
        let agency = if self.agency { books.agency_name()? } else { last.agency.clone() };
        Ok(Shelf::of(self.position, day, agency, lines, values, last.index.clone()))
    }
}

/// Puts a row where its last act has it, and nowhere else.
fn move_row(
    places: &mut BTreeMap<Box<str>, Places>,
    lines: &BTreeMap<Box<str>, Arc<Line>>,
    acts: &[Act],
) {
    let Some(first) = acts.first() else { return };
    let Some(of) = OfItem::named(&first.register) else { return };
    let mut at = |code: &str, put: &dyn Fn(&mut Places)| {
        let known = || lines.get(code).map(|line| line.places.clone()).unwrap_or_default();
        put(places.entry(code.into()).or_insert_with(known));
    };
    for code in acts.iter().filter_map(|act| act.cells.get("item_code")) {
        at(code, &|places| places.remove(of, first.position));
    }
    let last = acts.last().filter(|act| act.act == RECORDED);
    if let Some(code) = last.and_then(|act| act.cells.get("item_code")) {
        at(code, &|places| places.add(of, first.position));
    }
}
