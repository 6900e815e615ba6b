//! One master key replaced by another while the ledger is in use.

use super::index::Index;
use super::key::Key;
use super::{MasterKeys, VaultError};
use crate::Ledger;
use crate::statements::{REWRAP_SUBJECT, REWRAP_VAULT, WRAPPED_KEYS};
use crate::store::Tx;
use crate::writer::lock;

/// Keys wrapped anew in one transaction.
const TOGETHER: usize = 512;

impl Ledger {
    /// Wraps by the current master key what is wrapped by those that it replaces; gives how many keys
    /// of the tenant's subjects there were. Others append meanwhile. When it was cut short it is done
    /// again and goes on where it was.
    ///
    /// # Errors
    /// [`VaultError`]; what was wrapped anew before stays so.
    pub async fn rewrap(&self, tenant: &str) -> Result<u64, VaultError> {
        let keys = &self.vault()?.keys;
        let (mut last, mut rewrapped) = (String::new(), 0);
        loop {
            let mut tx = self.pools.writing.begin_writing().await?;
            // Who appends to the tenant waits, and then wraps new keys by the current one too.
            if lock(&mut tx, tenant).await?.is_none() {
                return Ok(0);
            }
            let Some(index) = Index::find(&mut tx, tenant, keys).await? else { return Ok(0) };
            if index.master.id() != keys.current().id() {
                let wrapped = index.wrapped_by(keys.current(), tenant)?;
                let current = keys.current().id();
                tx.run(REWRAP_VAULT, &[current.into(), (&wrapped).into(), tenant.into()]).await?;
            }
            let page = page(&mut tx, tenant, &last).await?;
            for Wrapped { subject, master, key } in &page {
                if master == keys.current().id() {
                    continue;
                }
                let key = rewrapped_key(keys, tenant, subject, master, key)?;
                let current = keys.current().id();
                let values = [current.into(), (&key).into(), tenant.into(), subject.into()];
                tx.run(REWRAP_SUBJECT, &values).await?;
                rewrapped += 1;
            }
            tx.commit().await?;
            match page.into_iter().next_back() {
                Some(end) => last = end.subject,
                None => return Ok(rewrapped),
            }
        }
    }
}

struct Wrapped {
    subject: String,
    master: String,
    key: Vec<u8>,
}

async fn page(tx: &mut Tx, tenant: &str, last: &str) -> Result<Vec<Wrapped>, VaultError> {
    let values = [tenant.into(), last.into(), TOGETHER.into()];
    let found: Vec<(String, String, Vec<u8>)> = tx.fetch(WRAPPED_KEYS, &values).await?;
    let wrapped = |(subject, master, key)| Wrapped { subject, master, key };
    Ok(found.into_iter().map(wrapped).collect())
}

fn rewrapped_key(
    keys: &MasterKeys,
    tenant: &str,
    subject: &str,
    master: &str,
    wrapped: &[u8],
) -> Result<Vec<u8>, VaultError> {
    let context = [tenant, subject];
    let key: Option<Key> = keys.find(master)?.wrapping().unwrap(wrapped, &context);
    let damaged = || VaultError::Damaged(format!("the key of the subject `{subject}`"));
    keys.current().wrapping().wrap(&key.ok_or_else(damaged)?, &context)
}
