//! Matters and acts in Parquet, read by row groups on all cores and folded as they come.
//!
//! A package that this program wrote has the acts of a matter together, in the order of the
//! matters, and no row group ends within a matter. So each row group of acts is read on its own;
//! its matters are found by going on in the table of matters from where the row group before
//! ended; and nothing is kept of a row group but what was made of it. A package in another order
//! is noticed ([`Stop::OutOfOrder`]) and gathered instead.

mod acts;
mod matters;
mod meanings;
#[cfg(test)]
mod tests;

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};

use super::gather::unknown_matter;
use super::given::{Basis, Bundle, Found, Hand, Take};
use super::reading::Whole;
use crate::cores;
use crate::package::tables::{Act, Matter};
use crate::package::{Fault, Package, Position, Refused, Row as _, Zone};
use crate::report::{DataQuality, TableRead};
use acts::{Acts, Group};
use matters::{Known, Matters};

/// Rows that can't be used, above which the file is looked at row by row.
const MOST_FAULTS: usize = 100_000;

/// Why streaming ends early.
#[derive(Debug)]
pub(super) enum Stop {
    /// A file can't be read.
    Refused(Refused),
    /// The package isn't in the order that streaming asks for.
    OutOfOrder,
}

/// Acts don't follow the order of matters, or matters aren't numbered upwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct OutOfOrder;

impl From<Refused> for Stop {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<OutOfOrder> for Stop {
    fn from(_: OutOfOrder) -> Self {
        Self::OutOfOrder
    }
}

/// What was made of a row group.
struct Part<T> {
    taken: Option<T>,
    found: Found,
    faults: Vec<(Position, Fault)>,
    rows: u64,
}

/// Reads and folds the matters of a package; `None` when it isn't in Parquet.
///
/// # Errors
/// [`Stop`].
pub(super) fn read<T: Take>(
    package: &Package,
    zone: &Zone,
    basis: Basis<'_>,
    quality: &mut DataQuality,
) -> Result<Option<Whole<T>>, Stop> {
    let (Some(matters), Some(acts)) =
        (package.columns(Matter::TABLE)?, package.columns(Act::TABLE)?)
    else {
        return Ok(None);
    };
    let matters = Matters::new(&matters, basis, zone)?;
    let acts = Acts::new(&acts, basis, zone)?;
    quality.notices.extend(matters.rows().notice());
    quality.notices.extend(acts.rows().notice());
    let order = Order::new(matters);
    let parts = on_all_cores(&acts, &order, basis)?;
    let mut matters = order.into_matters();
    let mut whole = Whole::<T> { matters: matters.finish()?, ..Whole::default() };

    let mut of_matters = TableRead::new(Matter::TABLE, matters.rows().file());
    of_matters.rows = whole.matters;
    for (at, fault) in matters.faults {
        quality.set_aside.push(of_matters.set_aside(at, fault)?);
    }
    quality.tables.push(of_matters);
    let mut of_acts = TableRead::new(Act::TABLE, acts.rows().file());
    for part in parts {
        of_acts.rows += part.rows;
        for (at, fault) in part.faults {
            quality.set_aside.push(of_acts.set_aside(at, fault)?);
        }
        whole.found.append(part.found);
        if let Some(taken) = part.taken {
            whole.taken.append(taken);
        }
    }
    quality.tables.push(of_acts);
    whole.models = matters.models.names;
    Ok(Some(whole))
}

/// What was made of each row group, in their order.
fn on_all_cores<T: Take>(
    acts: &Acts<'_>,
    order: &Order<'_>,
    basis: Basis<'_>,
) -> Result<Vec<Part<T>>, Stop> {
    let groups = acts.columns.row_groups();
    let next = AtomicUsize::new(0);
    let work = || {
        let mut parts = Vec::new();
        let mut hand = Hand::new(basis);
        let mut bundle = Bundle::default();
        let mut taken = T::default();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= groups {
                break;
            }
            let mut part = one(acts, order, index, &mut bundle, &mut hand, &mut taken)
                .inspect_err(|_| order.give_up())?;
            if T::IN_ORDER {
                part.taken = Some(std::mem::take(&mut taken));
            }
            parts.push((index, part));
        }
        if let Some((_, last)) = parts.last_mut().filter(|_| !T::IN_ORDER) {
            last.taken = Some(taken);
        }
        Ok(parts)
    };
    let parts = cores::on_threads(cores::workers(groups), work);
    // A file that can't be read says more than that another thread gave up for it.
    let mut all = Vec::new();
    let mut stop = None;
    for of_worker in parts {
        match of_worker {
            Ok(parts) => all.extend(parts),
            Err(Stop::OutOfOrder) if stop.is_some() => {}
            Err(why) => stop = Some(why),
        }
    }
    if let Some(stop) = stop {
        return Err(stop);
    }
    all.sort_unstable_by_key(|(index, _)| *index);
    Ok(all.into_iter().map(|(_, part)| part).collect())
}

/// Reads a row group, finds its matters and folds them.
fn one<T: Take>(
    acts: &Acts<'_>,
    order: &Order<'_>,
    index: usize,
    bundle: &mut Bundle,
    hand: &mut Hand<'_>,
    taken: &mut T,
) -> Result<Part<T>, Stop> {
    let Group { mut faults, rows } = acts.group(index, bundle)?;
    let known = order.in_turn(index, |matters| matters.find(bundle))?;
    bundle.heads.extend(known.iter().map(|known| match known {
        Known::Head(head) => Some(*head),
        Known::OfUnknownItem | Known::SetAside => None,
    }));
    if known.contains(&Known::SetAside) {
        list_acts_set_aside(bundle, &known, &mut faults);
    }
    if faults.len() > MOST_FAULTS {
        return Err(Stop::OutOfOrder);
    }
    let mut found = Found::default();
    hand.all(bundle, taken, &mut found);
    Ok(Part { taken: None, found, faults, rows })
}

/// The acts of matters whose row can't be used.
fn list_acts_set_aside(bundle: &Bundle, known: &[Known], faults: &mut Vec<(Position, Fault)>) {
    for act in &bundle.acts {
        let matter = act.matter.0 as usize;
        if known[matter] == Known::SetAside {
            let id = bundle.texts.get(bundle.ids[matter]);
            faults.push((act.position, unknown_matter(id)));
        }
    }
    faults.sort_by_key(|(position, _)| *position);
}

/// Lets row groups find their matters one after the other, whichever thread has them.
struct Order<'a> {
    turn: Mutex<Turn<'a>>,
    changed: Condvar,
}

struct Turn<'a> {
    matters: Matters<'a>,
    /// The row group whose turn it is; `None` after a thread gave up.
    group: Option<usize>,
}

impl<'a> Order<'a> {
    fn new(matters: Matters<'a>) -> Self {
        let turn = Mutex::new(Turn { matters, group: Some(0) });
        Self { turn, changed: Condvar::new() }
    }

    /// Does something with the matters when it is this row group's turn.
    fn in_turn<R>(
        &self,
        group: usize,
        action: impl FnOnce(&mut Matters<'a>) -> Result<R, Stop>,
    ) -> Result<R, Stop> {
        let turn = self.turn.lock().unwrap_or_else(PoisonError::into_inner);
        let mut turn = self
            .changed
            .wait_while(turn, |turn| turn.group.is_some_and(|of| of != group))
            .unwrap_or_else(PoisonError::into_inner);
        if turn.group.is_none() {
            return Err(Stop::OutOfOrder);
        }
        let result = action(&mut turn.matters)?;
        turn.group = Some(group + 1);
        drop(turn);
        self.changed.notify_all();
        Ok(result)
    }

    fn give_up(&self) {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner).group = None;
        self.changed.notify_all();
    }

    fn into_matters(self) -> Matters<'a> {
        self.turn.into_inner().unwrap_or_else(PoisonError::into_inner).matters
    }
}
