//! What is kept beside acts and changed in place: how somebody signs in, a session, the name that
//! stands for an account. None of it is an administrative act, and all of it can be forgotten.
//!
//! It is sealed under a key that follows from the key of the tenant's index, and so outlasts a change
//! of the master key. Names and owners are blind, as those of subjects: they are found, not read.

use std::fmt;

use zeroize::Zeroizing;

use super::VaultError;
use super::index::Index;
use super::key::{Key, NONCE};
use crate::Ledger;
use crate::act::hex;
use crate::statements::{
    ADD_TENANT, FORGET, FORGET_KIND, FORGET_OF_OWNER, FORGET_UNTIL, KEEP, KEPT, KEPT_OF_KIND,
    KEPT_OF_OWNER,
};
use crate::store::{StoreError, Tx, Value};
use crate::writer::lock;

/// What is kept under a name.
#[derive(Clone, PartialEq, Eq)]
pub struct Kept {
    /// Whose it is, by which all of an owner's is found.
    pub owner: Option<String>,
    /// Until when it is kept, in microseconds since 1970: from then on it isn't there.
    pub until: Option<i64>,
    /// What is kept.
    pub content: Zeroizing<Vec<u8>>,
}

impl fmt::Debug for Kept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Kept").field("until", &self.until).finish_non_exhaustive()
    }
}

/// Name, owner, until, sealed.
type KeptRow = (Vec<u8>, Option<Vec<u8>>, Option<i64>, Vec<u8>);

/// The keys by which a tenant's are found and opened.
struct Keeper<'a> {
    tenant: &'a str,
    kind: &'a str,
    naming: Key,
    sealing: Key,
}

impl<'a> Keeper<'a> {
    fn new(index: &Index, tenant: &'a str, kind: &'a str) -> Self {
        let (naming, sealing) = index.keeping();
        Self { tenant, kind, naming, sealing }
    }

    fn blind(&self, name: &str) -> [u8; 32] {
        self.naming.authenticate(&[self.kind.as_bytes(), name.as_bytes()])
    }

    async fn find(&self, tx: &mut Tx, name: &str, now: i64) -> Result<Option<Kept>, VaultError> {
        let blind = self.blind(name);
        let values = [self.tenant.into(), self.kind.into(), blind.as_slice().into(), now.into()];
        let found: Option<KeptRow> = tx.fetch_optional(KEPT, &values).await?;
        found.map(|row| self.open(row)).transpose()
    }

    /// Whose it is comes first in what is sealed, since the store knows it blind alone.
    fn open(&self, (name, _, until, sealed): KeptRow) -> Result<Kept, VaultError> {
        let damaged = || VaultError::Damaged(format!("what is kept of `{}`", self.kind));
        let (nonce, sealed) = sealed.split_first_chunk::<NONCE>().ok_or_else(damaged)?;
        let bound = [self.tenant, self.kind, &hex(&name)];
        let plain = self.sealing.decrypt(*nonce, sealed, &bound).ok_or_else(damaged)?;
        let (length, rest) = plain.split_first_chunk::<4>().ok_or_else(damaged)?;
        let length = u32::from_le_bytes(*length) as usize;
        let (owner, content) = rest.split_at_checked(length).ok_or_else(damaged)?;
        let owner = std::str::from_utf8(owner).map_err(|_| damaged())?;
        Ok(Kept {
            owner: Some(owner).filter(|owner| !owner.is_empty()).map(str::to_owned),
            until,
            content: Zeroizing::new(content.to_vec()),
        })
    }

    fn seal(&self, blind: &[u8], kept: &Kept) -> Result<Vec<u8>, VaultError> {
        let owner = kept.owner.as_deref().unwrap_or_default().as_bytes();
        let length = u32::try_from(owner.len()).map_err(|_| VaultError::TooLong)?;
        let mut plain = Zeroizing::new(length.to_le_bytes().to_vec());
        plain.extend(owner);
        plain.extend(kept.content.iter());
        let mut nonce = [0; NONCE];
        getrandom::fill(&mut nonce).map_err(|_| VaultError::Random)?;
        let context = [self.tenant, self.kind, &hex(blind)];
        let sealed = self.sealing.encrypt(nonce, &plain, &context)?;
        Ok([&nonce, &*sealed].concat())
    }

    async fn put(&self, tx: &mut Tx, name: &str, kept: &Kept) -> Result<(), VaultError> {
        let blind = self.blind(name);
        let owner = kept.owner.as_deref().map(|owner| self.blind(owner));
        let sealed = self.seal(&blind, kept)?;
        let values = [
            self.tenant.into(),
            self.kind.into(),
            blind.as_slice().into(),
            owner.as_ref().map(<[u8; 32]>::as_slice).into(),
            kept.until.into(),
            (&sealed).into(),
        ];
        Ok(tx.run(KEEP, &values).await?)
    }
}

impl Ledger {
    /// What is kept of a kind under a name, if it is there.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn kept(
        &self,
        tenant: &str,
        kind: &str,
        name: &str,
    ) -> Result<Option<Kept>, VaultError> {
        let now = self.now();
        let mut tx = self.pools.reading.begin_reading().await?;
        match self.keeper(&mut tx, tenant, kind).await? {
            Some(keeper) => keeper.find(&mut tx, name, now).await,
            None => Ok(None),
        }
    }

    /// All of a kind that is kept of one owner, or of everybody, in no order.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn all_kept(
        &self,
        tenant: &str,
        kind: &str,
        owner: Option<&str>,
    ) -> Result<Vec<Kept>, VaultError> {
        let now = self.now();
        let mut tx = self.pools.reading.begin_reading().await?;
        let Some(keeper) = self.keeper(&mut tx, tenant, kind).await? else { return Ok(Vec::new()) };
        let of_kind: [Value<'_>; 2] = [tenant.into(), kind.into()];
        let found: Vec<KeptRow> = match owner.map(|owner| keeper.blind(owner)) {
            Some(owner) => {
                let values = [&of_kind[..], &[owner.as_slice().into(), now.into()]].concat();
                tx.fetch(KEPT_OF_OWNER, &values).await?
            }
            None => tx.fetch(KEPT_OF_KIND, &[&of_kind[..], &[now.into()]].concat()).await?,
        };
        found.into_iter().map(|row| keeper.open(row)).collect()
    }

    /// Changes what is kept under a name: `change` is told what there is and says what is to be there
    /// from now on. Nobody else changes it meanwhile.
    ///
    /// # Errors
    /// [`VaultError`]; nothing is changed then.
    pub async fn keep<T>(
        &self,
        tenant: &str,
        kind: &str,
        name: &str,
        change: impl FnOnce(Option<&Kept>) -> (Option<Kept>, T),
    ) -> Result<T, VaultError> {
        let now = self.now();
        let mut tx = self.pools.writing.begin_writing().await?;
        hold(&mut tx, tenant, self.projector.made_by()).await?;
        let index = Index::find_or_make(&mut tx, tenant, &self.vault()?.keys).await?;
        let keeper = Keeper::new(&index, tenant, kind);
        let before = keeper.find(&mut tx, name, now).await?;
        let (after, said) = change(before.as_ref());
        match &after {
            Some(kept) if after != before => keeper.put(&mut tx, name, kept).await?,
            None if before.is_some() => {
                let blind = keeper.blind(name);
                tx.run(FORGET, &[tenant.into(), kind.into(), blind.as_slice().into()]).await?;
            }
            // It is to be as it was.
            _ => return Ok(said),
        }
        tx.commit().await?;
        Ok(said)
    }

    /// Forgets all of a kind that is kept of one owner, or of everybody.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn forget_kept(
        &self,
        tenant: &str,
        kind: &str,
        owner: Option<&str>,
    ) -> Result<(), VaultError> {
        let mut tx = self.pools.writing.begin_writing().await?;
        let of_kind: [Value<'_>; 2] = [tenant.into(), kind.into()];
        match owner {
            None => tx.run(FORGET_KIND, &of_kind).await?,
            Some(owner) => {
                let Some(keeper) = self.keeper(&mut tx, tenant, kind).await? else { return Ok(()) };
                let owner = keeper.blind(owner);
                let values = [&of_kind[..], &[owner.as_slice().into()]].concat();
                tx.run(FORGET_OF_OWNER, &values).await?;
            }
        }
        Ok(tx.commit().await?)
    }

    /// Deletes what was kept until now.
    ///
    /// # Errors
    /// [`VaultError`].
    pub async fn forget_what_is_over(&self, tenant: &str) -> Result<(), VaultError> {
        let now = self.now();
        let mut tx = self.pools.writing.begin_writing().await?;
        tx.run(FORGET_UNTIL, &[tenant.into(), now.into()]).await?;
        Ok(tx.commit().await?)
    }

    async fn keeper<'a>(
        &self,
        tx: &mut Tx,
        tenant: &'a str,
        kind: &'a str,
    ) -> Result<Option<Keeper<'a>>, VaultError> {
        let index = Index::find(tx, tenant, &self.vault()?.keys).await?;
        Ok(index.map(|index| Keeper::new(&index, tenant, kind)))
    }

    fn now(&self) -> i64 {
        (self.clock)().0
    }
}

/// Makes others that change something of the tenant wait; a tenant without acts is made first.
async fn hold(tx: &mut Tx, tenant: &str, made_by: &str) -> Result<(), StoreError> {
    if lock(tx, tenant).await?.is_none() {
        tx.run(ADD_TENANT, &[tenant.into(), made_by.into()]).await?;
        lock(tx, tenant).await?;
    }
    Ok(())
}
