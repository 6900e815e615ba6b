//! The acts of a row group, as they lie together by matter.

use legal_clock::When;

use super::meanings::Meanings;
use crate::facts::MatterId;
use crate::facts::gather;
use crate::facts::given::{Basis, Bundle, Given, Note, Reason, Slice};
use crate::package::tables::{Act, ActName};
use crate::package::{
    Batch, BatchRows, Cell as _, Columns, Fault, Holds, Position, Refused, Value, Zone,
};

/// The acts of a package, read by row groups.
pub(super) struct Acts<'a> {
    pub(super) columns: &'a Columns,
    rows: BatchRows,
    basis: Basis<'a>,
    zone: &'a Zone,
}

/// What else a row group has than acts.
pub(super) struct Group {
    /// Rows that can't be used.
    pub(super) faults: Vec<(Position, Fault)>,
    pub(super) rows: u64,
}

impl<'a> Acts<'a> {
    /// # Errors
    /// When the file isn't one of acts.
    pub(super) fn new(
        columns: &'a Columns,
        basis: Basis<'a>,
        zone: &'a Zone,
    ) -> Result<Self, Refused> {
        Ok(Self { columns, rows: BatchRows::of::<Act<'_>>(columns)?, basis, zone })
    }

    pub(super) fn rows(&self) -> &BatchRows {
        &self.rows
    }

    /// Reads the acts of a row group; their matters are known by number alone.
    ///
    /// # Errors
    /// When the file can't be read.
    pub(super) fn group(&self, index: usize, bundle: &mut Bundle) -> Result<Group, Refused> {
        bundle.clear();
        let mut group = self.columns.row_group(index, &self.rows.places())?;
        let mut reading = Reading::new(self, self.columns.rows_before(index), bundle);
        while let Some(batch) = group.next_batch()? {
            reading.batch(batch);
        }
        let Reading { faults, rows, .. } = reading;
        Ok(Group { faults, rows })
    }
}

/// A row group being read.
struct Reading<'a> {
    acts: &'a Acts<'a>,
    before: u64,
    bundle: &'a mut Bundle,
    faults: Vec<(Position, Fault)>,
    rows: u64,
    matter_id: Option<usize>,
    at: Option<usize>,
    days: Option<usize>,
    recorded_at: Option<usize>,
    names: Meanings<Option<ActName>>,
    actor: Option<usize>,
    detail: Option<usize>,
    reasons: Meanings<Reason>,
    ids: Meanings<Slice>,
}

impl<'a> Reading<'a> {
    fn new(acts: &'a Acts<'a>, before: u64, bundle: &'a mut Bundle) -> Self {
        let place = |column| acts.rows.place(column);
        Self {
            acts,
            before,
            bundle,
            faults: Vec::new(),
            rows: 0,
            matter_id: place("matter_id"),
            at: place("at"),
            days: place("days"),
            recorded_at: place("recorded_at"),
            names: Meanings::new(place("act"), None),
            actor: place("actor"),
            detail: place("detail"),
            reasons: Meanings::new(place("reason"), Reason::of("", acts.basis.rules)),
            ids: Meanings::new(place("act_id"), Slice::default()),
        }
    }

    fn batch(&mut self, batch: &Batch) {
        let Acts { basis, zone, .. } = self.acts;
        self.names.learn(batch, |text| ActName::read(Value::Text(text), zone).ok());
        self.reasons.learn(batch, |text| Reason::of(text, basis.rules));
        let texts = &mut self.bundle.texts;
        self.ids.learn(batch, |text| texts.keep(text));
        // Of these two, any text will do.
        let is_text = |place: Option<usize>| {
            place.is_none_or(|place| batch.columns[place].holds == Holds::Text)
        };
        let is_usual = batch.is_clean && is_text(self.actor) && is_text(self.detail);
        let mut told = None;
        for row in 0..batch.rows {
            self.rows += 1;
            let number = self.before + self.rows;
            let position = Position { row: number, line: number + 1 };
            let given = if is_usual { self.quick(batch, row, position, &mut told) } else { None };
            if let Some(given) = given {
                self.bundle.acts.push(given);
            } else {
                // It may be of another matter than the row before.
                told = None;
                self.row(batch, row, position);
            }
        }
    }

    /// An act read from columns; `None` where something calls for a closer look.
    #[inline]
    fn quick(
        &mut self,
        batch: &Batch,
        row: usize,
        position: Position,
        told: &mut Option<i64>,
    ) -> Option<Given> {
        let Acts { basis, zone, .. } = self.acts;
        let name = self.names.get(batch, row)??;
        let at = When::read(value(batch, self.at, row), zone).ok()?;
        let days = Option::<u32>::read(value(batch, self.days, row), zone).ok()?;
        let recorded_at = Option::<When>::read(value(batch, self.recorded_at, row), zone).ok()?;
        let reason = self.reasons.get(batch, row)?;
        let id = self.ids.get(batch, row)?;
        if name == ActName::Annulled {
            return None;
        }
        let chunk = &batch.columns[self.matter_id?];
        if chunk.holds != Holds::Text || !chunk.is_given(row) {
            return None;
        }
        let text = chunk.values[row];
        if *told != Some(text) {
            self.of_matter(chunk.texts.get(text as usize))?;
            *told = Some(text);
        }
        Some(Given {
            matter: self.matter(),
            position,
            at,
            days: days.unwrap_or(0),
            name,
            note: Note::of(basis, name, at, days, reason, recorded_at),
            id,
            target: 0,
        })
    }

    /// The matter that acts are being read of.
    fn matter(&self) -> MatterId {
        MatterId(self.bundle.ids.len() as u32 - 1)
    }

    /// Goes on to the matter of this number, unless it is the one at hand; `None` for no number.
    fn of_matter(&mut self, id: &str) -> Option<()> {
        let Bundle { ids, texts, .. } = &mut *self.bundle;
        if ids.last().is_none_or(|last| texts.get(*last) != id) {
            let id = (!id.is_empty()).then(|| texts.keep(id))?;
            ids.push(id);
        }
        Some(())
    }

    /// Takes an act as a row, which tells what is wrong with it.
    fn row(&mut self, batch: &Batch, row: usize, position: Position) {
        let Acts { basis, zone, rows, .. } = self.acts;
        match rows.row::<Act<'_>>(batch, row, zone) {
            Ok(act) => {
                if self.of_matter(&act.matter_id).is_some() {
                    let matter = self.matter();
                    let texts = &mut self.bundle.texts;
                    self.bundle.acts.push(gather::given(basis, matter, position, &act, texts));
                }
            }
            Err(fault) => self.faults.push((position, fault)),
        }
    }
}

#[inline]
fn value(batch: &Batch, place: Option<usize>, row: usize) -> Value<'_> {
    place.map_or(Value::EMPTY, |place| batch.columns[place].value(row))
}
