//! The matters of a package, found in the order in which their acts come.

use foldhash::HashMap;

use super::meanings::Meanings;
use super::{OutOfOrder, Stop};
use crate::facts::CodeId;
use crate::facts::gather::{self, Models};
use crate::facts::given::{Basis, Bundle, Head};
use crate::package::tables::{self, ApplicantKind, Channel, Procedure, TicketKind};
use crate::package::{
    Batch, BatchRows, Cell, Code, Columns, Fault, Holds, Position, Refused, Region, RowGroup,
    Value, Zone,
};

/// Reads matters one after the other.
pub(super) struct Matters<'a> {
    columns: &'a Columns,
    rows: BatchRows,
    basis: Basis<'a>,
    zone: &'a Zone,
    next_group: usize,
    group: Option<RowGroup>,
    /// The row within the batch that comes next, and how many came before.
    row: usize,
    read: u64,
    numbers: Ascending,
    of_batch: OfBatch,
    pub(super) models: Models,
    /// Rows that can't be used.
    pub(super) faults: Vec<(Position, Fault)>,
}

/// A matter whose acts count, or why they don't.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Known {
    /// What its row says.
    Head(Head),
    /// Set aside for its item; its acts aren't listed one by one.
    OfUnknownItem,
    /// Its row can't be used.
    SetAside,
}

/// A text that isn't in the code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NoCode;

/// What the texts of the batch mean.
struct OfBatch {
    id: Option<usize>,
    procedures: Meanings<Result<Procedure, NoCode>>,
    codes: Meanings<Option<CodeId>>,
    regions: Meanings<Result<Region, NoCode>>,
    channels: Meanings<Result<Channel, NoCode>>,
    applicants: Meanings<Result<Option<ApplicantKind>, NoCode>>,
    ticket_kinds: Meanings<Result<Option<TicketKind>, NoCode>>,
    models: Meanings<Option<u32>>,
}

impl<'a> Matters<'a> {
    /// # Errors
    /// When the file isn't one of matters.
    pub(super) fn new(
        columns: &'a Columns,
        basis: Basis<'a>,
        zone: &'a Zone,
    ) -> Result<Self, Refused> {
        let rows = BatchRows::of::<tables::Matter<'_>>(columns)?;
        let of_batch = OfBatch::new(&rows);
        Ok(Self {
            columns,
            rows,
            basis,
            zone,
            next_group: 0,
            group: None,
            row: 0,
            read: 0,
            numbers: Ascending::default(),
            of_batch,
            models: Models::default(),
            faults: Vec::new(),
        })
    }

    pub(super) fn rows(&self) -> &BatchRows {
        &self.rows
    }

    /// Finds the matters of these acts, each after the one before.
    ///
    /// # Errors
    /// [`OutOfOrder`] when one isn't found further on.
    pub(super) fn find(&mut self, bundle: &Bundle) -> Result<Vec<Known>, Stop> {
        let mut found = Vec::with_capacity(bundle.ids.len());
        for id in &bundle.ids {
            let id = bundle.texts.get(*id);
            loop {
                let (is_wanted, known) = self.next(id)?.ok_or(OutOfOrder)?;
                if is_wanted {
                    found.push(known);
                    break;
                }
            }
        }
        Ok(found)
    }

    /// Reads the matters that come after those found, which have no acts; gives how many there
    /// are in all.
    pub(super) fn finish(&mut self) -> Result<u64, Stop> {
        while self.next("")?.is_some() {}
        Ok(self.read)
    }

    /// The next matter, and whether it is the wanted one.
    fn next(&mut self, wanted: &str) -> Result<Option<(bool, Known)>, Stop> {
        if !self.advance()? {
            return Ok(None);
        }
        let Some(batch) = self.group.as_ref().map(RowGroup::batch) else { return Ok(None) };
        let row = self.row;
        self.row += 1;
        self.read += 1;
        let id = self.of_batch.id(batch, row);
        if !id.is_empty() {
            self.numbers.meet(id)?;
        }
        let quick = if batch.is_clean && !id.is_empty() {
            self.of_batch.quick(&self.basis, batch, row)
        } else {
            None
        };
        let known = if let Some(head) = quick {
            Known::Head(head)
        } else {
            let taken = self
                .rows
                .row::<tables::Matter<'_>>(batch, row, self.zone)
                .and_then(|row| gather::head(&self.basis, &row, &mut self.models));
            match taken {
                Ok(head) => Known::Head(head),
                Err(fault) => {
                    let is_item = fault.code == Code::UnknownItem;
                    let position = Position { row: self.read, line: self.read + 1 };
                    self.faults.push((position, fault));
                    if is_item { Known::OfUnknownItem } else { Known::SetAside }
                }
            }
        };
        Ok(Some((id == wanted, known)))
    }

    /// Goes to a batch that has the next row; false at the end of the file.
    fn advance(&mut self) -> Result<bool, Refused> {
        loop {
            if let Some(group) = &mut self.group {
                if self.row < group.batch().rows {
                    return Ok(true);
                }
                self.row = 0;
                if let Some(batch) = group.next_batch()? {
                    self.of_batch.learn(&self.basis, batch, self.zone, &mut self.models);
                    continue;
                }
                self.group = None;
            }
            if self.next_group == self.columns.row_groups() {
                return Ok(false);
            }
            self.group = Some(self.columns.row_group(self.next_group, &self.rows.places())?);
            self.next_group += 1;
        }
    }
}

impl OfBatch {
    fn new(rows: &BatchRows) -> Self {
        let place = |column| rows.place(column);
        Self {
            id: place("matter_id"),
            procedures: Meanings::new(place("procedure"), Err(NoCode)),
            codes: Meanings::new(place("item_code"), None),
            regions: Meanings::new(place("region"), Err(NoCode)),
            channels: Meanings::new(place("channel"), Err(NoCode)),
            applicants: Meanings::new(place("applicant_kind"), Ok(None)),
            ticket_kinds: Meanings::new(place("ticket_kind"), Ok(None)),
            models: Meanings::new(place("model"), None),
        }
    }

    fn learn(&mut self, basis: &Basis<'_>, batch: &Batch, zone: &Zone, models: &mut Models) {
        fn read<'a, T: Cell<'a>>(text: &'a str, zone: &Zone) -> Result<T, NoCode> {
            T::read(Value::Text(text), zone).map_err(|_| NoCode)
        }
        self.procedures.learn(batch, |text| read(text, zone));
        self.codes.learn(batch, |text| basis.catalogue.find(text));
        self.regions.learn(batch, |text| read(text, zone));
        self.channels.learn(batch, |text| read(text, zone));
        self.applicants.learn(batch, |text| read(text, zone));
        self.ticket_kinds.learn(batch, |text| read(text, zone));
        self.models.learn(batch, |text| Some(models.place(text)));
    }

    /// The number of a row's matter; empty when it isn't given as text.
    fn id<'b>(&self, batch: &'b Batch, row: usize) -> &'b str {
        let Some(chunk) = self.id.map(|place| &batch.columns[place]) else { return "" };
        if chunk.holds == Holds::Text && chunk.is_given(row) {
            chunk.texts.get(chunk.values[row] as usize)
        } else {
            ""
        }
    }

    /// What a row says; `None` where something calls for a closer look.
    fn quick(&self, basis: &Basis<'_>, batch: &Batch, row: usize) -> Option<Head> {
        let procedure = self.procedures.get(batch, row)?.ok()?;
        let is_licensing = procedure == Procedure::Licensing;
        let code = self.codes.get(batch, row)?;
        self.applicants.get(batch, row)?.ok()?;
        if is_licensing && code.is_none() && basis.knows_items {
            return None;
        }
        Some(Head {
            procedure,
            region: self.regions.get(batch, row)?.ok()?,
            channel: self.channels.get(batch, row)?.ok()?,
            code: code.filter(|_| is_licensing),
            ticket_kind: self.ticket_kinds.get(batch, row)?.ok()?,
            model: self.models.get(batch, row)?,
        })
    }
}

/// Numbers of matters that count upwards, so that none comes twice: by what stands before their
/// last eight digits.
#[derive(Debug, Default)]
struct Ascending {
    latest: HashMap<Box<str>, String>,
}

impl Ascending {
    /// Digits of a number that count.
    const COUNTING: usize = 8;
    /// More ways to begin than this aren't numbers that count upwards.
    const MOST: usize = 100_000;

    /// # Errors
    /// [`OutOfOrder`] when a number isn't above the last one that began like it.
    fn meet(&mut self, id: &str) -> Result<(), OutOfOrder> {
        let digits = id.bytes().rev().take(Self::COUNTING).take_while(u8::is_ascii_digit).count();
        let (begins, number) = id.split_at(id.len() - digits);
        if let Some(latest) = self.latest.get_mut(begins) {
            if (number.len(), number) <= (latest.len(), latest.as_str()) {
                return Err(OutOfOrder);
            }
            number.clone_into(latest);
        } else if self.latest.len() < Self::MOST {
            self.latest.insert(begins.into(), number.to_owned());
        } else {
            return Err(OutOfOrder);
        }
        Ok(())
    }
}
