//! Subjects found by name, though no name is stored.

use std::collections::HashMap;
use std::sync::Arc;

use super::VaultError;
use super::key::Key;
use super::master::{MasterKey, MasterKeys};
use super::subject_key::SubjectKey;
use crate::act::hex;
use crate::statements::{ADD_VAULT, SUBJECTS_BY_BLIND, VAULT};
use crate::store::{StoreError, Tx};

/// The context in which the key of an index is wrapped; a subject's is its identifier.
const INDEX: &str = "index";

/// What a tenant's subjects are found by.
#[derive(Debug)]
pub(super) struct Index {
    key: Key,
    /// By which new keys of the tenant are wrapped.
    pub(super) master: MasterKey,
}

/// A subject that isn't erased.
#[derive(Debug)]
pub(super) struct Subject {
    pub(super) id: String,
    pub(super) key: SubjectKey,
    pub(super) retain_until: Option<i64>,
}

/// Blind, identifier, master key, wrapped key, retention.
type FoundRow = (Vec<u8>, String, String, Vec<u8>, Option<i64>);

impl Index {
    /// The index of a tenant that has a vault.
    pub(super) async fn find(
        tx: &mut Tx,
        tenant: &str,
        keys: &MasterKeys,
    ) -> Result<Option<Self>, VaultError> {
        let found: Option<(String, Vec<u8>)> = tx.fetch_optional(VAULT, &[tenant.into()]).await?;
        let Some((id, wrapped)) = found else { return Ok(None) };
        let master = keys.find(&id)?.clone();
        let key = master.wrapping().unwrap(&wrapped, &[tenant, INDEX]);
        let damaged = || VaultError::Damaged(format!("the key of the index of `{tenant}`"));
        Ok(Some(Self { key: key.ok_or_else(damaged)?, master }))
    }

    /// The index of a tenant, made if it isn't there.
    pub(super) async fn find_or_make(
        tx: &mut Tx,
        tenant: &str,
        keys: &MasterKeys,
    ) -> Result<Self, VaultError> {
        if let Some(index) = Self::find(tx, tenant, keys).await? {
            return Ok(index);
        }
        let index = Self { key: Key::random()?, master: keys.current().clone() };
        let wrapped = index.wrapped_by(&index.master, tenant)?;
        tx.run(ADD_VAULT, &[tenant.into(), index.master.id().into(), (&wrapped).into()]).await?;
        Ok(index)
    }

    /// Its key, wrapped.
    pub(super) fn wrapped_by(
        &self,
        master: &MasterKey,
        tenant: &str,
    ) -> Result<Vec<u8>, VaultError> {
        master.wrapping().wrap(&self.key, &[tenant, INDEX])
    }

    /// What stands for a name in the store.
    pub(super) fn blind(&self, name: &str) -> [u8; 32] {
        self.key.authenticate(&[name.as_bytes()])
    }

    /// The keys by which what is kept beside acts is found and sealed.
    pub(super) fn keeping(&self) -> (Key, Key) {
        (self.key.derive("naming what is kept"), self.key.derive("sealing what is kept"))
    }

    /// The subjects of these names, those that there are.
    pub(super) async fn subjects<'a>(
        &self,
        tx: &mut Tx,
        tenant: &str,
        keys: &MasterKeys,
        names: impl IntoIterator<Item = &'a str>,
    ) -> Result<HashMap<&'a str, Result<Subject, Arc<VaultError>>>, StoreError> {
        let names: HashMap<[u8; 32], &str> =
            names.into_iter().map(|name| (self.blind(name), name)).collect();
        let blinds: Vec<_> = names.keys().map(|blind| [blind.as_slice().into()]).collect();
        let found: Vec<FoundRow> =
            tx.fetch_many(&SUBJECTS_BY_BLIND, &[tenant.into()], &blinds).await?;
        let with_name = |(blind, id, master, wrapped, retain_until): FoundRow| {
            let name = names.get(blind.as_slice())?;
            let key = unwrapped(keys, tenant, &id, &master, &wrapped).map_err(Arc::new);
            Some((*name, key.map(|key| Subject { id, key, retain_until })))
        };
        Ok(found.into_iter().filter_map(with_name).collect())
    }
}

/// The keys of a subject.
pub(super) fn unwrapped(
    keys: &MasterKeys,
    tenant: &str,
    subject: &str,
    master: &str,
    wrapped: &[u8],
) -> Result<SubjectKey, VaultError> {
    let key = keys.find(master)?.wrapping().unwrap(wrapped, &[tenant, subject]);
    let damaged = || VaultError::Damaged(format!("the key of the subject `{subject}`"));
    key.map(|key| SubjectKey::new(&key)).ok_or_else(damaged)
}

/// An identifier for a subject opened now: 6 bytes of time in milliseconds, so that what is opened
/// together lies together, and 10 random ones.
pub(super) fn new_id(now: i64) -> Result<String, VaultError> {
    let mut bytes = [0; 16];
    bytes[..6].copy_from_slice(&(now / 1000).to_be_bytes()[2..]);
    getrandom::fill(&mut bytes[6..]).map_err(|_| VaultError::Random)?;
    Ok(hex(&bytes))
}
