//! Acts taken over as another ledger recorded them: to read from a copy of its acts what it says.

use std::collections::HashMap;

use crate::act::cells_text;
use crate::query::{self, Name};
use crate::statements::{ADD_ACTS, ADD_TENANT, SET_MATTERS};
use crate::store::{StoreError, Value};
use crate::vault::references_text;
use crate::writer::{lock, move_on};
use crate::{Act, Head, Ledger, ReadError};

/// Why acts aren't taken over.
#[derive(Debug, thiserror::Error)]
pub enum TakeOverError {
    /// They aren't the next acts of a ledger.
    #[error("act {position} doesn't follow: {what}")]
    OutOfOrder {
        /// The act's position, as it says.
        position: i64,
        /// What is wrong with it.
        what: &'static str,
    },
    /// The store failed.
    #[error("can't take acts over")]
    Store(#[from] StoreError),
    /// What the store holds can't be read.
    #[error("can't take acts over")]
    Read(#[from] ReadError),
}

impl Ledger {
    /// Takes over the next acts of a tenant as they were recorded elsewhere, with their positions,
    /// versions and times; all of them or none. Read models aren't made of them: read them through
    /// [`Ledger::past`], or [`Ledger::rebuild`] first.
    ///
    /// # Errors
    /// [`TakeOverError::OutOfOrder`] when a position, a version or a time doesn't follow the one
    /// before.
    pub async fn take_over(&self, tenant: &str, acts: &[Act]) -> Result<(), TakeOverError> {
        let mut tx = self.pools.writing.begin_writing().await?;
        let mut stands = lock(&mut tx, tenant).await?;
        if stands.is_none() {
            tx.run(ADD_TENANT, &[tenant.into(), None::<&str>.into()]).await?;
            stands = lock(&mut tx, tenant).await?;
        }
        let mut stands = stands.unwrap_or_default();
        let mut names: Vec<Name<'_>> = acts.iter().map(name_of).collect();
        names.sort_unstable();
        names.dedup();
        let known = query::heads(&mut tx, tenant, &names).await?;
        let mut heads: HashMap<Name<'_>, Head> = known
            .iter()
            .map(|((register, matter), head)| ((&**register, &**matter), head.clone()))
            .collect();
        for act in acts {
            let head = heads.entry(name_of(act)).or_default();
            let what = if act.position != stands.position + 1 {
                "the positions have a gap or come twice"
            } else if act.version != head.version + 1 {
                "the versions of its matter have a gap or come twice"
            } else if act.recorded_at < stands.recorded_at {
                "it was recorded before the act before it"
            } else {
                head.take(&act.act, act.position, act.under.as_ref());
                (stands.position, stands.recorded_at) = (act.position, act.recorded_at);
                continue;
            };
            return Err(TakeOverError::OutOfOrder { position: act.position, what });
        }
        let texts: Vec<_> =
            acts.iter().map(|act| (cells_text(&act.cells), references_text(&act.sealed))).collect();
        let rows: Vec<_> =
            acts.iter().zip(&texts).map(|(act, texts)| row(tenant, act, texts)).collect();
        tx.run_many(&ADD_ACTS, &[], &rows).await?;
        let matters: Vec<_> =
            names.iter().map(|name| matter(tenant, *name, &heads[name])).collect();
        tx.run_many(&SET_MATTERS, &[], &matters).await?;
        stands.basis = stands.position;
        move_on(&mut tx, tenant, &stands).await?;
        Ok(tx.commit().await?)
    }
}

fn name_of(act: &Act) -> Name<'_> {
    (&act.register, &act.matter)
}

fn row<'a>(
    tenant: &'a str,
    act: &'a Act,
    (cells, sealed): &'a (String, Option<String>),
) -> [Value<'a>; 13] {
    [
        tenant.into(),
        act.position.into(),
        (&act.register).into(),
        (&act.matter).into(),
        act.version.into(),
        (&act.act).into(),
        act.at.into(),
        act.recorded_at.into(),
        act.recorded_elsewhere.into(),
        act.under.as_deref().into(),
        cells.into(),
        sealed.as_deref().into(),
        None::<&[u8]>.into(),
    ]
}

fn matter<'a>(tenant: &'a str, name: Name<'a>, head: &'a Head) -> [Value<'a>; 10] {
    let nothing = None::<&str>;
    [
        tenant.into(),
        name.0.into(),
        name.1.into(),
        head.version.into(),
        head.row_version.into(),
        head.opened.into(),
        head.under.as_deref().into(),
        nothing.into(),
        nothing.into(),
        None::<i64>.into(),
    ]
}
