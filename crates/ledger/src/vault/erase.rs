//! Erasure (删除): a subject's key and texts are destroyed, and that is an act.
//!
//! Source: 个人信息保护法 art. 47 (what is no longer needed is deleted; where the law has it kept,
//! it is only stored until then).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::time::Duration;

use sqlx::PgPool;

use super::holds::{Hold, holds};
use super::journal::{Entry, Journal, JournalError};
use crate::statements::{DROP_FILES, DROP_TEXTS, ERASE_SUBJECT, SUBJECT, SUBJECT_KEYS, SUBJECTS};
use crate::store::{Db, Tx};
use crate::writer::Prepared;
use crate::{
    Append, AppendError, Appended, Cells, Ledger, NewAct, RECORDED, ReadError, StoreError,
};

/// The register of erasures.
pub const ERASURES: &str = "erasures";

/// Whether no transaction in the database sees what there was before this statement.
const IS_PAST_UNSEEN: &str = "select not exists (select from pg_stat_activity \
     where datname = current_database() and pid <> pg_backend_pid() \
     and age(backend_xmin) > age($1::xid))";
/// Has PostgreSQL write the tables of the vault anew.
const SCRUB: [&str; 3] = [
    "vacuum (full, analyze) subjects",
    "vacuum (full, analyze) vault",
    "vacuum (full, analyze) files",
];
/// How often it is asked, and how long between.
const TIMES: u32 = 100;
const BETWEEN: Duration = Duration::from_millis(100);

/// What is said of an erasure that a restored backup undid.
const AGAIN: &str = "again";

/// A subject as the store knows it. Instants are in microseconds since 1970.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// Its identifier.
    pub subject: String,
    /// When the first act about it was recorded.
    pub opened_at: i64,
    /// Until when the law has it kept, if any act said so.
    pub retain_until: Option<i64>,
    /// When it was erased.
    pub erased_at: Option<i64>,
}

type KnownRow = (String, i64, Option<i64>, Option<i64>);

impl From<KnownRow> for Known {
    fn from((subject, opened_at, retain_until, erased_at): KnownRow) -> Self {
        Self { subject, opened_at, retain_until, erased_at }
    }
}

/// Why a subject isn't erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// No subject has this identifier.
    #[error("there is no subject `{0}`")]
    NotThere(String),
    /// It is erased already.
    #[error("the subject `{0}` is erased already")]
    Erased(String),
    /// The law has it kept for now.
    #[error("the subject `{subject}` is to be kept: its retention ends later")]
    Retained {
        /// The subject.
        subject: String,
        /// When its retention ends, in microseconds since 1970.
        until: i64,
    },
    /// A hold stands on it.
    #[error("the hold `{}` stands on the subject `{subject}`: {}; lift it first", hold.name, hold.why)]
    Held {
        /// The subject.
        subject: String,
        /// The hold.
        hold: Hold,
    },
    /// There is nowhere to write it down for a restored backup.
    #[error("erasures are written down outside the data, and no file for them was given")]
    NoJournal,
    /// It can't be written down.
    #[error(transparent)]
    Journal(#[from] JournalError),
    /// It can't be recorded, or what is stored can't be read.
    #[error(transparent)]
    Append(#[from] AppendError),
}

impl From<ReadError> for EraseError {
    fn from(error: ReadError) -> Self {
        Self::Append(error.into())
    }
}

impl From<StoreError> for EraseError {
    fn from(error: StoreError) -> Self {
        Self::Append(error.into())
    }
}

impl Ledger {
    /// At most `limit` subjects of a tenant after this one, in the order in which they were opened.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn subjects(
        &self,
        tenant: &str,
        after: &str,
        limit: usize,
    ) -> Result<Vec<Known>, ReadError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        let values = [tenant.into(), after.into(), limit.into()];
        let found: Vec<KnownRow> = tx.fetch(SUBJECTS, &values).await?;
        Ok(found.into_iter().map(Known::from).collect())
    }

    /// A subject, by its identifier.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn subject(&self, tenant: &str, subject: &str) -> Result<Option<Known>, ReadError> {
        let mut tx = self.pools.reading.begin_reading().await?;
        Ok(known(&mut tx, tenant, subject).await?)
    }

    /// Those of the subjects that are erased.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn erased_of(
        &self,
        tenant: &str,
        subjects: &BTreeSet<&str>,
    ) -> Result<BTreeSet<String>, ReadError> {
        Ok(self.subjects_with(tenant, subjects, |has_key| !has_key).await?)
    }

    /// Erases a subject, by its identifier: its texts, its key and what stands for its name. That it
    /// was, by whom and why is recorded in the same transaction, and written down outside the data
    /// before it. `why` names no person: it stays.
    ///
    /// Bytes of what was erased may stay in files of the store until [`Ledger::scrub`] is done.
    ///
    /// # Errors
    /// [`EraseError`]. After [`AppendError::Unknown`], and when the program ends before it returns,
    /// the erasure is done at the latest when the ledger is opened again.
    pub async fn erase(
        &self,
        tenant: &str,
        subject: &str,
        by: &str,
        why: &str,
    ) -> Result<Appended, EraseError> {
        let journal = self.journal().ok_or(EraseError::NoJournal)?;
        let cells = [("subject", subject), ("why", why)];
        let cells = cells.map(|(column, cell)| (column.to_owned(), cell.to_owned()));
        let act = self.act_by(RECORDED, Cells::from(cells), by);
        let entry = Entry {
            tenant: tenant.to_owned(),
            subject: subject.to_owned(),
            at: act.at,
            why: why.to_owned(),
        };
        self.erase_with(&entry, act, async |tx, now| {
            may_be_erased(tx, tenant, subject, now).await?;
            Ok(journal.add(&entry)?)
        })
        .await
    }

    /// Erases what a restored backup has again; gives how many subjects. Tenants whose read models
    /// are stale are left for when they are made again.
    pub(crate) async fn erase_again(&self, of: Option<&str>) -> Result<usize, EraseError> {
        let Some(journal) = self.journal() else { return Ok(0) };
        let mut by_tenant: BTreeMap<String, Vec<Entry>> = BTreeMap::new();
        for entry in journal.entries()? {
            if of.is_none_or(|tenant| entry.tenant == tenant) {
                by_tenant.entry(entry.tenant.clone()).or_default().push(entry);
            }
        }
        if by_tenant.is_empty() {
            return Ok(0);
        }
        let stale = self.stale().await?;
        let mut erased = 0;
        for (tenant, entries) in by_tenant.iter().filter(|(tenant, _)| !stale.contains(tenant)) {
            let subjects = entries.iter().map(|entry| entry.subject.as_str()).collect();
            let there = self.subjects_with(tenant, &subjects, |has_key| has_key).await?;
            for entry in entries.iter().filter(|entry| there.contains(&entry.subject)) {
                let cells = [("subject", &*entry.subject), ("why", &*entry.why), (AGAIN, "true")];
                let cells = cells.map(|(column, cell)| (column.to_owned(), cell.to_owned()));
                let (act, at) = (RECORDED.to_owned(), entry.at);
                let act = NewAct { act, at, cells: Cells::from(cells), ..NewAct::default() };
                self.erase_with(entry, act, async |_, _| Ok(())).await?;
                erased += 1;
            }
        }
        if erased > 0 {
            self.scrub().await?;
        }
        Ok(erased)
    }

    /// Those of the subjects that are there, and have a key or have none any more.
    async fn subjects_with(
        &self,
        tenant: &str,
        subjects: &BTreeSet<&str>,
        is_wanted: impl Fn(bool) -> bool,
    ) -> Result<BTreeSet<String>, StoreError> {
        if subjects.is_empty() {
            return Ok(BTreeSet::new());
        }
        let mut tx = self.pools.reading.begin_reading().await?;
        let rows: Vec<_> = subjects.iter().map(|subject| [(*subject).into()]).collect();
        let found: Vec<(String, Option<String>, Option<Vec<u8>>)> =
            tx.fetch_many(&SUBJECT_KEYS, &[tenant.into()], &rows).await?;
        let wanted = |(subject, _, key): (String, _, Option<Vec<u8>>)| {
            is_wanted(key.is_some()).then_some(subject)
        };
        Ok(found.into_iter().filter_map(wanted).collect())
    }

    /// Records the act and destroys what it says, in one transaction, unless `check` refuses.
    async fn erase_with(
        &self,
        entry: &Entry,
        act: NewAct,
        check: impl AsyncFnOnce(&mut Tx, i64) -> Result<(), EraseError>,
    ) -> Result<Appended, EraseError> {
        let Entry { tenant, subject, .. } = entry;
        let matter = subject.clone();
        let head = self.snapshot(tenant).await?.heads(&[(ERASURES, &matter)]).await?;
        let append = [Append {
            tenant: tenant.clone(),
            register: ERASURES.to_owned(),
            matter,
            expected_version: head.into_values().next().map_or(0, |head| head.version),
            acts: vec![act],
            idempotency_key: None,
        }];
        append[0].check()?;
        let done = async {
            let Prepared { mut tx, answers, .. } = self.desk().prepare(tenant, &append).await?;
            let appended = answers.into_iter().next().unwrap_or(Err(AppendError::Closed))?;
            check(&mut tx, appended.recorded_at).await?;
            let row = [tenant.into(), subject.into()];
            tx.run(DROP_TEXTS, &row).await?;
            tx.run(DROP_FILES, &row).await?;
            let row = [appended.recorded_at.into(), tenant.into(), subject.into()];
            tx.run(ERASE_SUBJECT, &row).await?;
            tx.commit().await.map_err(|error| AppendError::Unknown(Arc::new(error)))?;
            self.log.stir();
            Ok(appended)
        };
        let done: Result<Appended, EraseError> = done.await;
        if done.is_err() {
            // What was read in a transaction that came to nothing.
            self.projector.forget(tenant);
        }
        done
    }

    /// Lets nothing of what was erased stay in the files of the store: SQLite's file is written anew
    /// and its log emptied, of PostgreSQL the tables of the vault; nobody writes to them meanwhile.
    /// False when others read SQLite's log for so long that it couldn't be emptied; do it again then.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn scrub(&self) -> Result<bool, StoreError> {
        match &self.pools.writing {
            Db::Sqlite(connections) => Ok(connections.write_anew()?),
            Db::Postgres(pool) => {
                let is_alone = nobody_sees_the_past(pool).await?;
                for statement in SCRUB {
                    sqlx::raw_sql(statement).execute(pool).await?;
                }
                Ok(is_alone)
            }
        }
    }

    fn journal(&self) -> Option<&Journal> {
        self.vault.as_deref()?.journal.as_ref()
    }
}

async fn known(tx: &mut Tx, tenant: &str, subject: &str) -> Result<Option<Known>, StoreError> {
    let found: Option<KnownRow> =
        tx.fetch_optional(SUBJECT, &[tenant.into(), subject.into()]).await?;
    Ok(found.map(Known::from))
}

async fn may_be_erased(
    tx: &mut Tx,
    tenant: &str,
    subject: &str,
    now: i64,
) -> Result<(), EraseError> {
    let name = || subject.to_owned();
    let known = known(tx, tenant, subject).await?.ok_or_else(|| EraseError::NotThere(name()))?;
    if known.erased_at.is_some() {
        return Err(EraseError::Erased(name()));
    }
    if let Some(until) = known.retain_until.filter(|until| *until > now) {
        return Err(EraseError::Retained { subject: name(), until });
    }
    let stands = |hold: &Hold| hold.until.is_none_or(|until| until > now);
    match holds(tx, tenant, subject).await?.into_iter().find(stands) {
        Some(hold) => Err(EraseError::Held { subject: name(), hold }),
        None => Ok(()),
    }
}

/// Waits until those who read have ended what they began before: PostgreSQL keeps deleted rows for them.
async fn nobody_sees_the_past(pool: &PgPool) -> Result<bool, StoreError> {
    let now: String =
        sqlx::query_scalar("select pg_current_xact_id()::xid::text").fetch_one(pool).await?;
    for _ in 0..TIMES {
        if sqlx::query_scalar(IS_PAST_UNSEEN).bind(&now).fetch_one(pool).await? {
            return Ok(true);
        }
        tokio::time::sleep(BETWEEN).await;
    }
    Ok(false)
}
