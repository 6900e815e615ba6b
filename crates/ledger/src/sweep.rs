//! What time alone changes, made visible.

use crate::project::TOGETHER;
use crate::statements::WAKING;
use crate::store::{StoreError, Tx};
use crate::writer::{hold, move_on};
use crate::{AppendError, Ledger, MATTERS};

impl Ledger {
    /// Brings what is kept of a tenant's matters up to the present instant where time alone has
    /// moved them on; gives how many. The cost follows how many these are, not how many are open.
    ///
    /// # Errors
    /// When the store fails; what was brought up to date before stays so.
    pub async fn sweep(&self, tenant: &str) -> Result<u64, AppendError> {
        let now = (self.clock)().0;
        let mut last = (i64::MIN, String::new());
        let mut swept = 0;
        let mut snapshot = self.snapshot(tenant).await?;
        let now = now.max(snapshot.stands.recorded_at);
        if waking(&mut snapshot.tx, tenant, now, &last).await?.is_empty() {
            return Ok(0);
        }
        drop(snapshot);
        loop {
            let mut tx = self.pools.writing.begin_writing().await?;
            let mut stands = hold(&mut tx, tenant, self.projector.made_by()).await?;
            stands.recorded_at = now.max(stands.recorded_at);
            let waking = waking(&mut tx, tenant, stands.recorded_at, &last).await?;
            let Some(end) = waking.last() else { return Ok(swept) };
            last.clone_from(end);
            let names: Vec<_> = waking.iter().map(|(_, it)| (MATTERS, it.as_str())).collect();
            self.projector.write_anew(&mut tx, tenant, &stands, &names).await?;
            move_on(&mut tx, tenant, &stands).await?;
            tx.commit().await?;
            swept += waking.len() as u64;
        }
    }
}

/// The next matters that have moved on by then, each with the instant.
async fn waking(
    tx: &mut Tx,
    tenant: &str,
    now: i64,
    last: &(i64, String),
) -> Result<Vec<(i64, String)>, StoreError> {
    let values = [tenant.into(), now.into(), last.0.into(), (&last.1).into(), TOGETHER.into()];
    tx.fetch(WAKING, &values).await
}
