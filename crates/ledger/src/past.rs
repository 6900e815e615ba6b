//! A ledger as it was when it stood at a position, read from the acts up to it and from nothing else.
//!
//! Read models tell how matters stand now. What was published must be found again later, so it is
//! read here from the acts alone, by the registers and versions of that time.

use std::sync::Arc;

use crate::models::{Basis, Fold};
use crate::query;
use crate::statements::OPENED;
use crate::versions::PROCEDURES;
use crate::{Act, Head, Ledger, ReadError, RegisterRow, Snapshot};

/// Names read at a time.
const PAGE: usize = 4096;

/// A tenant's ledger as it was; [`Ledger::past`] gives it.
///
/// It holds a connection, as a [`Snapshot`] does.
#[derive(Debug)]
pub struct Past {
    snapshot: Snapshot,
    position: i64,
    recorded_at: i64,
    fold: Arc<dyn Fold>,
    /// What had been opened in the register read last.
    listed: (String, Vec<Opened>),
}

/// A matter or a row of a register, by what opened it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Opened {
    /// Position of its first act.
    pub position: i64,
    /// Its name in its register.
    pub matter: String,
}

impl Ledger {
    /// The ledger of a tenant as it was when the act at `position` was its last; `None` when there
    /// is no such act.
    ///
    /// # Errors
    /// When the store fails, an act is damaged, or the registers of that time can't be used.
    pub async fn past(&self, tenant: &str, position: i64) -> Result<Option<Past>, ReadError> {
        let mut snapshot = self.snapshot(tenant).await?;
        let last = snapshot.tail(position.saturating_sub(1), 1).await?.pop();
        let Some(last) = last.filter(|act| act.position == position) else { return Ok(None) };
        let mut basis = Basis { is_past: true, ..Basis::default() };
        for act in acts_up_to(&mut snapshot, PROCEDURES, position).await?.into_iter().flatten() {
            basis.procedures.push(act.cells);
        }
        for &register in self.projector.registers() {
            let acts = acts_up_to(&mut snapshot, register, position).await?;
            basis.rows.insert(register, acts.iter().filter_map(|acts| row_of(acts)).collect());
        }
        let fold = self.projector.fold_of(tenant, &basis)?;
        Ok(Some(Past {
            snapshot,
            position,
            recorded_at: last.recorded_at,
            fold,
            listed: Default::default(),
        }))
    }
}

impl Snapshot {
    /// Everything that was opened in a register, in that order, whether or not it has a row.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn opened(&mut self, register: &str) -> Result<Vec<Opened>, ReadError> {
        let mut opened: Vec<Opened> = Vec::new();
        loop {
            let last = opened.last().map_or("", |opened| opened.matter.as_str()).to_owned();
            let values = [(&self.tenant).into(), register.into(), (&last).into(), PAGE.into()];
            let page: Vec<(String, i64)> = self.tx.fetch(OPENED, &values).await?;
            let is_over = page.len() < PAGE;
            opened.extend(page.into_iter().map(|(matter, position)| Opened { position, matter }));
            if is_over {
                opened.sort_unstable();
                return Ok(opened);
            }
        }
    }
}

impl Past {
    /// Position of the last act.
    pub fn position(&self) -> i64 {
        self.position
    }

    /// When the last act was recorded, in microseconds since 1970.
    pub fn recorded_at(&self) -> i64 {
        self.recorded_at
    }

    /// What made read models of matters then.
    pub fn fold(&self) -> Arc<dyn Fold> {
        self.fold.clone()
    }

    /// The acts that at most `limit` matters of a register had, matter by matter, of those opened
    /// after a position, in the order in which they were opened.
    ///
    /// # Errors
    /// When the store fails or an act is damaged.
    pub async fn matters(
        &mut self,
        register: &str,
        opened: i64,
        limit: usize,
    ) -> Result<Vec<Vec<Act>>, ReadError> {
        if self.listed.0 != register {
            let listed = opened_up_to(&mut self.snapshot, register, self.position).await?;
            self.listed = (register.to_owned(), listed);
        }
        let listed = &self.listed.1;
        let first = listed.partition_point(|it| it.position <= opened);
        let page = &listed[first..listed.len().min(first + limit)];
        acts_of(&mut self.snapshot, register, page, self.position).await
    }

    /// At most `limit` rows of a register that were opened after a position, as they stood, in the
    /// order in which they were opened.
    ///
    /// # Errors
    /// As [`Past::matters`].
    pub async fn rows(
        &mut self,
        register: &str,
        opened: i64,
        limit: usize,
    ) -> Result<Vec<RegisterRow>, ReadError> {
        let mut rows: Vec<RegisterRow> = Vec::new();
        let mut after = opened;
        loop {
            let acts = self.matters(register, after, limit - rows.len()).await?;
            let Some(last) = acts.last().and_then(|acts| acts.first()) else { return Ok(rows) };
            after = last.position;
            rows.extend(acts.iter().filter_map(|acts| row_of(acts)));
            if rows.len() == limit {
                return Ok(rows);
            }
        }
    }

    /// At most `limit` acts of any register after `position`, in order.
    ///
    /// # Errors
    /// As [`Past::matters`].
    pub async fn tail(&mut self, position: i64, limit: usize) -> Result<Vec<Act>, ReadError> {
        let mut acts = self.snapshot.tail(position, limit).await?;
        acts.retain(|act| act.position <= self.position);
        Ok(acts)
    }
}

async fn opened_up_to(
    snapshot: &mut Snapshot,
    register: &str,
    position: i64,
) -> Result<Vec<Opened>, ReadError> {
    let mut opened = snapshot.opened(register).await?;
    opened.retain(|opened| opened.position <= position);
    Ok(opened)
}

async fn acts_of(
    snapshot: &mut Snapshot,
    register: &str,
    matters: &[Opened],
    position: i64,
) -> Result<Vec<Vec<Act>>, ReadError> {
    let names: Vec<_> = matters.iter().map(|it| (register, it.matter.as_str())).collect();
    let mut found = query::acts_of(&mut snapshot.tx, &snapshot.tenant, &names).await?;
    let up_to = |matter: &Opened| {
        let acts = found.remove(&(register.to_owned(), matter.matter.clone()));
        let mut acts = acts.unwrap_or_default();
        acts.retain(|act| act.position <= position);
        acts
    };
    Ok(matters.iter().map(up_to).collect())
}

/// All acts of a small register, those of each row together, in the order of their names.
async fn acts_up_to(
    snapshot: &mut Snapshot,
    register: &str,
    position: i64,
) -> Result<Vec<Vec<Act>>, ReadError> {
    let opened = opened_up_to(snapshot, register, position).await?;
    acts_of(snapshot, register, &opened, position).await
}

/// The row after these acts, if there is one.
fn row_of(acts: &[Act]) -> Option<RegisterRow> {
    let head = Head::of(acts);
    let given = acts.iter().find(|act| act.version == head.row_version)?;
    Some(RegisterRow {
        opened: head.opened,
        matter: given.matter.clone(),
        row_version: head.row_version,
        under: head.under,
        cells: given.cells.clone(),
    })
}
