//! The texts of a batch sealed in its transaction: references first, by which acts are judged and
//! recorded, then the texts of those that are.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use super::index::{Index, Subject, new_id};
use super::key::Key;
use super::subject_key::SubjectKey;
use super::{Content, MasterKeys, Personal, Reference, References, Vault, VaultError};
use crate::batch::Batch;
use crate::statements::{ADD_FILES, ADD_SUBJECTS, ADD_TEXTS, RETAIN_SUBJECT};
use crate::store::{StoreError, Tx, Value};
use crate::{Append, AppendError, NewAct};

/// What the acts of a batch refer to.
#[derive(Debug, Default)]
pub(crate) struct Sealing<'a> {
    /// By name.
    subjects: HashMap<&'a str, Result<Subject, Arc<VaultError>>>,
    /// Those that there weren't, by name.
    new: BTreeMap<&'a str, NewSubject>,
    /// By append, the references of its acts; empty where no append has any.
    references: Vec<Result<Vec<References>, Arc<VaultError>>>,
}

/// A subject that is opened by the batch.
#[derive(Debug)]
struct NewSubject {
    blind: [u8; 32],
    master: String,
    wrapped: Vec<u8>,
}

impl<'a> Sealing<'a> {
    /// Finds the subjects of what is handed in, or makes keys for them; nothing is written yet but
    /// the tenant's index.
    pub(crate) async fn of(
        vault: Option<&Vault>,
        tx: &mut Tx,
        tenant: &str,
        appends: &'a [Append],
        now: i64,
    ) -> Result<Self, StoreError> {
        let names: BTreeSet<&str> =
            appends.iter().flat_map(personal).map(|it| it.subject.as_str()).collect();
        if names.is_empty() {
            return Ok(Self::default());
        }
        let mut sealing = Self::default();
        match sealing.find(vault, tx, tenant, &names, now).await {
            Ok(()) => {}
            Err(VaultError::Store(error)) => return Err(error),
            Err(error) => {
                let error = Arc::new(error);
                sealing.subjects = names.iter().map(|name| (*name, Err(error.clone()))).collect();
            }
        }
        let of_append =
            |append: &Append| append.acts.iter().map(|act| sealing.refer(act)).collect();
        sealing.references = appends.iter().map(of_append).collect();
        Ok(sealing)
    }

    async fn find(
        &mut self,
        vault: Option<&Vault>,
        tx: &mut Tx,
        tenant: &str,
        names: &BTreeSet<&'a str>,
        now: i64,
    ) -> Result<(), VaultError> {
        let keys = &vault.ok_or(VaultError::NoKeys)?.keys;
        let index = Index::find_or_make(tx, tenant, keys).await?;
        self.subjects = index.subjects(tx, tenant, keys, names.iter().copied()).await?;
        for name in names {
            if !self.subjects.contains_key(name) {
                let (id, key) = (new_id(now)?, Key::random()?);
                let wrapped = index.master.wrapping().wrap(&key, &[tenant, &id])?;
                let (blind, master) = (index.blind(name), index.master.id().to_owned());
                self.new.insert(name, NewSubject { blind, master, wrapped });
                let subject = Subject { id, key: SubjectKey::new(&key), retain_until: None };
                self.subjects.insert(name, Ok(subject));
            }
        }
        Ok(())
    }

    fn refer(&self, act: &NewAct) -> Result<References, Arc<VaultError>> {
        let refer = |(column, personal): (&String, &Personal)| {
            let subject = self.subjects[personal.subject.as_str()].as_ref().map_err(Arc::clone)?;
            let reference = subject.key.refer(&subject.id, column, personal.content.bytes());
            Ok((column.clone(), reference))
        };
        act.personal.iter().map(refer).collect()
    }

    /// The references of the acts of an append; none at all where none has any.
    pub(crate) fn references(&self, append: usize) -> Result<&[References], AppendError> {
        match self.references.get(append) {
            Some(Ok(references)) => Ok(references),
            Some(Err(error)) => Err(AppendError::Vault(error.clone())),
            None => Ok(&[]),
        }
    }

    /// Writes what the acts that the batch records refer to.
    pub(crate) async fn write(&self, tx: &mut Tx, batch: &Batch<'_>) -> Result<(), AppendError> {
        let tenant = batch.tenant;
        let mut retain: BTreeMap<&str, Option<i64>> = BTreeMap::new();
        let mut texts: Vec<(&Reference, Vec<u8>)> = Vec::new();
        let mut files: Vec<(&Reference, Vec<u8>)> = Vec::new();
        let mut sealed: HashSet<&Reference> = HashSet::new();
        for row in &batch.new.acts {
            let act = &row.append.acts[row.index];
            for (column, personal) in &act.personal {
                let until = retain.entry(personal.subject.as_str()).or_default();
                *until = (*until).max(personal.retain_until);
                let reference = row.references.and_then(|it| it.get(column));
                let subject = self.subjects.get(personal.subject.as_str());
                let (Some(reference), Some(Ok(subject))) = (reference, subject) else { continue };
                if sealed.insert(reference) {
                    let bytes = personal.content.bytes();
                    let content = subject.key.seal(tenant, reference, column, bytes);
                    let content = content.map_err(VaultError::into_append)?;
                    match personal.content {
                        Content::Text(_) => texts.push((reference, content)),
                        Content::File(_) => files.push((reference, content)),
                    }
                }
            }
        }
        self.write_subjects(tx, tenant, batch.recorded_at, &retain).await?;
        tx.run_many(&ADD_TEXTS, &[], &rows(tenant, &texts)).await?;
        Ok(tx.run_many(&ADD_FILES, &[], &rows(tenant, &files)).await?)
    }

    /// Adds subjects that there weren't, and keeps others for longer where acts say so.
    async fn write_subjects(
        &self,
        tx: &mut Tx,
        tenant: &str,
        now: i64,
        retain: &BTreeMap<&str, Option<i64>>,
    ) -> Result<(), StoreError> {
        let mut new: Vec<[Value<'_>; 7]> = Vec::new();
        for (name, until) in retain {
            let Some(Ok(subject)) = self.subjects.get(name) else { continue };
            if let Some(NewSubject { blind, master, wrapped }) = self.new.get(name) {
                new.push([
                    tenant.into(),
                    (&subject.id).into(),
                    blind.as_slice().into(),
                    master.into(),
                    wrapped.into(),
                    now.into(),
                    (*until).into(),
                ]);
            } else if *until > subject.retain_until {
                tx.run(RETAIN_SUBJECT, &[(*until).into(), tenant.into(), (&subject.id).into()])
                    .await?;
            }
        }
        tx.run_many(&ADD_SUBJECTS, &[], &new).await
    }
}

/// What is sealed, as it is stored.
fn rows<'a>(tenant: &'a str, sealed: &'a [(&Reference, Vec<u8>)]) -> Vec<[Value<'a>; 4]> {
    let row = |(Reference { subject, commitment }, sealed): &'a (&Reference, Vec<u8>)| {
        [tenant.into(), subject.into(), commitment.into(), sealed.into()]
    };
    sealed.iter().map(row).collect()
}

fn personal(append: &Append) -> impl Iterator<Item = &Personal> {
    append.acts.iter().flat_map(|act| act.personal.values())
}

impl VaultError {
    pub(crate) fn into_append(self) -> AppendError {
        match self {
            Self::Store(error) => error.into(),
            other => AppendError::Vault(Arc::new(other)),
        }
    }
}

/// By column, what an act would refer to if it were recorded now; `None` where a subject isn't there.
pub type WouldRefer = BTreeMap<String, Option<Reference>>;

/// What acts would refer to if they were recorded now.
pub(super) async fn would_refer(
    keys: &MasterKeys,
    tx: &mut Tx,
    tenant: &str,
    acts: &[&NewAct],
) -> Result<Vec<WouldRefer>, VaultError> {
    let names = || acts.iter().flat_map(|act| act.personal.values()).map(|it| it.subject.as_str());
    let subjects = match Index::find(tx, tenant, keys).await? {
        Some(index) => {
            let names: BTreeSet<&str> = names().collect();
            index.subjects(tx, tenant, keys, names).await?
        }
        None => HashMap::new(),
    };
    let refer = |(column, personal): (&String, &Personal)| {
        let subject = subjects.get(personal.subject.as_str()).and_then(|it| it.as_ref().ok());
        let refer = |it: &Subject| it.key.refer(&it.id, column, personal.content.bytes());
        (column.clone(), subject.map(refer))
    };
    Ok(acts.iter().map(|act| act.personal.iter().map(refer).collect()).collect())
}
