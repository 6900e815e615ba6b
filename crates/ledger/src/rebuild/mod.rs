//! Read models made again from the acts and compared with those that are kept.

mod compare;
mod kept;

use crate::query::{self, ActRow, Name};
use crate::statements::{ACTS_BY_MATTER, BEGIN_WRITING, DROP_OPENED, SET_MODELS, STALE};
use crate::store::on;
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

impl Ledger {
    /// Tenants whose read models were made otherwise than this program makes them.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn stale(&self) -> Result<Vec<String>, ReadError> {
        let tenants: Vec<(String,)> = on!(&self.pools.reading, pool => {
            sqlx::query_as(STALE).bind(self.projector.made_by()).fetch_all(pool).await?
        });
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
        let mut snapshot = self.snapshot(tenant).await?;
        let fold = {
            let basis = snapshot.stands.basis;
            self.projector.fold(&mut snapshot.tx, tenant, basis).await?
        };
        let mut rebuilt = Rebuilt { was_stale, ..Rebuilt::default() };
        let mut last = (String::new(), String::new());
        let mut acts = Pages::default();
        loop {
            let matters = acts.next(&mut snapshot).await?;
            let is_end = matters.is_empty();
            let up_to = matters.last().map_or_else(beyond, |acts| name_of(acts));
            let kept = kept_between(&mut snapshot, &last, &up_to).await?;
            let differences = compare(&snapshot.stands, &*fold, &matters, kept);
            self.put_right(tenant, &differences).await?;
            rebuilt.matters += matters.len() as u64;
            rebuilt.acts += matters.iter().map(|acts| acts.len() as u64).sum::<u64>();
            rebuilt.add(differences);
            progress(rebuilt.acts);
            last = up_to;
            if is_end {
                break;
            }
        }
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
        }
        Ok(rebuilt)
    }

    async fn set_models(&self, tenant: &str, made_by: Option<&str>) -> Result<(), AppendError> {
        let mut tx = self.pools.writing.begin(BEGIN_WRITING.0, BEGIN_WRITING.1).await?;
        on!(&mut tx, tx => {
            sqlx::query(SET_MODELS).bind(tenant).bind(made_by).execute(&mut **tx).await?;
        });
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
        let mut tx = self.pools.writing.begin(BEGIN_WRITING.0, BEGIN_WRITING.1).await?;
        let Some(stands) = lock(&mut tx, tenant).await? else { return Ok(()) };
        // A row astray may stand where another was opened.
        let acts = query::acts_of(&mut tx, tenant, &names).await?;
        for ((register, _), acts) in &acts {
            on!(&mut tx, tx => {
                sqlx::query(DROP_OPENED)
                    .bind(tenant)
                    .bind(register)
                    .bind(Head::of(acts).opened)
                    .execute(&mut **tx)
                    .await?;
            });
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
    async fn next(&mut self, snapshot: &mut Snapshot) -> Result<Vec<Vec<Act>>, ReadError> {
        while !self.is_read {
            let page = page_after(snapshot, self.rest.last()).await?;
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

async fn page_after(snapshot: &mut Snapshot, last: Option<&Act>) -> Result<Vec<Act>, ReadError> {
    let (register, matter, version) =
        last.map_or(("", "", 0), |act| (act.register.as_str(), act.matter.as_str(), act.version));
    let tenant = &snapshot.tenant;
    let rows: Vec<ActRow> = on!(&mut snapshot.tx, tx => {
        sqlx::query_as(ACTS_BY_MATTER)
            .bind(tenant)
            .bind(register)
            .bind(matter)
            .bind(version)
            .bind(PAGE as i64)
            .fetch_all(&mut **tx)
            .await?
    });
    rows.into_iter().map(|row| query::act_of(tenant, row)).collect()
}
