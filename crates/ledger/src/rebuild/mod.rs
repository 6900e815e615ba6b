//! Read models made again from the acts and compared with those that are kept.

mod compare;
mod kept;

use std::sync::Arc;

use crate::models::Fold;
use crate::query::{self, ActRow, Name};
use crate::statements::{ACTS_BY_MATTER, DROP_OPENED, SET_MODELS, STALE};
use crate::writer::{lock, move_on};
use crate::{Act, AppendError, Head, Ledger, ReadError, Snapshot};
use compare::compare;
use kept::{Key, beyond, kept_between};

/// Acts read at a time.
const PAGE: usize = 4096;
/// Differences that are named one by one.
const NAMED: usize = 1000;

/// What a rebuild came to.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Rebuilt {
    /// Matters made again, rows of registers among them.
    pub matters: u64,
    /// Acts they were made of.
    pub acts: u64,
    /// Whether all were made otherwise before, so that differences are no fault.
    pub was_stale: bool,
    /// Rows that were not as the acts make them.
    pub different: u64,
    /// The first thousand of them.
    pub differences: Vec<Difference>,
}

/// A row that wasn't as the acts make it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// The table it is in.
    pub table: &'static str,
    /// The register of its matter.
    pub register: String,
    /// Its matter.
    pub matter: String,
    /// The row's own key in its matter, if it has one, and what is different.
    pub what: String,
}

/// Whether what differs is put right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mends {
    All,
    None,
}

impl Ledger {
    /// Tenants whose read models were made otherwise than this program makes them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stale(&self) -> Result<Vec<String>, ReadError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        let tenants: Vec<(String,)> = tx.fetch(STALE, &[self.projector.made_by().into()]).await?;
        Ok(tenants.into_iter().map(|(tenant,)| tenant).collect())
    }

    /// Makes all read models of a tenant again, as of the instant it stands at, and compares them
    /// with those that are kept. What differs is named and put right. Others may append meanwhile,
    /// unless the models are stale.
    ///
    /// `progress` is told how many acts were read.
    ///
    /// # Errors
    /// When the store fails; what was put right before stays so.
    pub async fn rebuild(
        &self,
        tenant: &str,
        mut progress: impl FnMut(u64),
    ) -> Result<Rebuilt, AppendError> {
        let made_by = self.projector.made_by();
        let was_stale = self.stale().await?.iter().any(|stale| stale == tenant);
        if was_stale {
            self.set_models(tenant, None).await?;
        }
        // What models are made by comes first: it is read from where rows stand.
        let mut rebuilt = Rebuilt { was_stale, ..Rebuilt::default() };
        let mends = Mends::All;
        for register in self.projector.registers() {
            let mut snapshot = self.snapshot(tenant).await?;
            let of = (None, Some(*register));
            self.compare(&mut snapshot, of, mends, &mut rebuilt, &mut |_| {}).await?;
        }
        (rebuilt.matters, rebuilt.acts) = (0, 0);
        if rebuilt.different > 0 {
            self.projector.forget(tenant);
        }
        let mut snapshot = self.snapshot(tenant).await?;
        let basis = snapshot.stands.basis;
        let fold = self.projector.fold(&mut snapshot.tx, tenant, basis).await?;
        let of = (Some(&*fold), None);
        self.compare(&mut snapshot, of, mends, &mut rebuilt, &mut progress).await?;
        if rebuilt.acts != snapshot.stands.position as u64 {
            rebuilt.add(vec![Difference {
                table: "acts",
                register: String::new(),
                matter: String::new(),
                what: format!(
                    "there are {} acts, and the last was recorded at position {}",
                    rebuilt.acts, snapshot.stands.position
                ),
            }]);
        }
        drop(snapshot);
        if was_stale {
            self.set_models(tenant, Some(made_by)).await?;
            let again = self.erase_again(Some(tenant)).await;
            again.map_err(|error| AppendError::Erase(Arc::new(error)))?;
        }
        Ok(rebuilt)
    }

    /// Makes all read models again as a snapshot has them and compares; nothing is put right.
    pub(crate) async fn compare_models(
        &self,
        snapshot: &mut Snapshot,
        mut progress: impl FnMut(u64),
    ) -> Result<Rebuilt, AppendError> {
        let (tenant, basis) = (snapshot.tenant.clone(), snapshot.stands.basis);
        // What was read of the registers before may be from before they were changed.
        self.projector.forget(&tenant);
        let fold = self.projector.fold(&mut snapshot.tx, &tenant, basis).await?;
        let mut rebuilt = Rebuilt::default();
        let of = (Some(&*fold), None);
        self.compare(snapshot, of, Mends::None, &mut rebuilt, &mut progress).await?;
        self.projector.forget(&tenant);
        Ok(rebuilt)
    }

    /// Compares all matters, or those of a register, and puts right what differs if that is asked for.
    /// Without a fold there are no cases among them.
    async fn compare(
        &self,
        snapshot: &mut Snapshot,
        (fold, register): (Option<&dyn Fold>, Option<&str>),
        mends: Mends,
        rebuilt: &mut Rebuilt,
        progress: &mut impl FnMut(u64),
    ) -> Result<(), AppendError> {
        let tenant = snapshot.tenant.clone();
        let mut last = (register.unwrap_or_default().to_owned(), String::new());
        let end = register.map_or_else(beyond, |register| (register.to_owned(), beyond().1));
        let mut acts = Pages::default();
        loop {
            let matters = acts.next(snapshot, register).await?;
            let is_end = matters.is_empty();
            let up_to = matters.last().map_or_else(|| end.clone(), |acts| name_of(acts));
            let kept = kept_between(snapshot, &last, &up_to).await?;
            let differences = compare(&snapshot.stands, fold, &matters, kept);
            if mends == Mends::All {
                self.put_right(&tenant, &differences).await?;
            }
            rebuilt.matters += matters.len() as u64;
            rebuilt.acts += matters.iter().map(|acts| acts.len() as u64).sum::<u64>();
            rebuilt.add(differences);
            progress(rebuilt.acts);
            last = up_to;
            if is_end {
                return Ok(());
            }
        }
    }

    async fn set_models(&self, tenant: &str, made_by: Option<&str>) -> Result<(), AppendError> {
        let mut tx = self.pools.writing.begin_writing().await?;
        tx.run(SET_MODELS, &[made_by.into(), tenant.into()]).await?;
        self.projector.forget(tenant);
        Ok(tx.commit().await?)
    }

    async fn put_right(&self, tenant: &str, differences: &[Difference]) -> Result<(), AppendError> {
        let mut names: Vec<Name<'_>> =
            differences.iter().map(|it| (it.register.as_str(), it.matter.as_str())).collect();
        names.dedup();
        if names.is_empty() {
            return Ok(());
        }
        let mut tx = self.pools.writing.begin_writing().await?;
        let Some(stands) = lock(&mut tx, tenant).await? else { return Ok(()) };
        // A row astray may stand where another was opened.
        let acts = query::acts_of(&mut tx, tenant, &names).await?;
        for ((register, _), acts) in &acts {
            tx.run(DROP_OPENED, &[tenant.into(), register.into(), Head::of(acts).opened.into()])
                .await?;
        }
        self.projector.write_anew(&mut tx, tenant, &stands, &names).await?;
        move_on(&mut tx, tenant, &stands).await?;
        Ok(tx.commit().await?)
    }
}

impl Rebuilt {
    fn add(&mut self, differences: Vec<Difference>) {
        self.different += differences.len() as u64;
        let room = NAMED.saturating_sub(self.differences.len());
        self.differences.extend(differences.into_iter().take(room));
    }
}

fn name_of(acts: &[Act]) -> Key {
    (acts[0].register.clone(), acts[0].matter.clone())
}

/// Acts matter by matter, a page of whole matters at a time.
#[derive(Default)]
struct Pages {
    /// Acts of a matter that may go on.
    rest: Vec<Act>,
    is_read: bool,
}

impl Pages {
    /// The next matters with all their acts; none at the end.
    async fn next(
        &mut self,
        snapshot: &mut Snapshot,
        register: Option<&str>,
    ) -> Result<Vec<Vec<Act>>, ReadError> {
        while !self.is_read {
            let page = page_after(snapshot, self.rest.last(), register).await?;
            self.is_read = page.len() < PAGE;
            self.rest.extend(page);
            let mut matters: Vec<Vec<Act>> = self
                .rest
                .chunk_by(|a, b| (&a.register, &a.matter) == (&b.register, &b.matter))
                .map(<[Act]>::to_vec)
                .collect();
            self.rest = if self.is_read { Vec::new() } else { matters.pop().unwrap_or_default() };
            if !matters.is_empty() {
                return Ok(matters);
            }
        }
        Ok(Vec::new())
    }
}

/// Acts after the last one; of a register, those of it alone.
async fn page_after(
    snapshot: &mut Snapshot,
    last: Option<&Act>,
    of: Option<&str>,
) -> Result<Vec<Act>, ReadError> {
    let (register, matter, version) = last.map_or((of.unwrap_or_default(), "", 0), |act| {
        (act.register.as_str(), act.matter.as_str(), act.version)
    });
    let tenant = &snapshot.tenant;
    let rows: Vec<ActRow> = snapshot
        .tx
        .fetch(
            ACTS_BY_MATTER,
            &[tenant.into(), register.into(), matter.into(), version.into(), PAGE.into()],
        )
        .await?;
    rows.into_iter()
        .take_while(|(_, register, ..)| of.is_none_or(|of| register == of))
        .map(|row| query::act_of(tenant, row))
        .collect()
}
