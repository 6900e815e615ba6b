//! The access log: who read what is written about whom, when, for which matter and why.
//!
//! It is a ledger of its own with a log of its own, so that reading never waits for casework nor
//! casework for reading: beside a ledger in a folder in a file of its own, in a database under a tenant
//! of its own. Each reading is a matter with one act. Nothing is told before its reading is on the
//! disk; readings at the same time share a commit.
//!
//! Source: 个人信息保护法 art. 51 and 54 (measures and audits), art. 44 and 45 (the person is told).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use legal_clock::Instant;

use crate::models::{Basis, Concern, Fold, Model, Models};
use crate::statements::{MATTERS_BEFORE, MENTIONS_BEFORE};
use crate::store::Clock;
use crate::vault::{Access, Accesses, Recording};
use crate::{
    Act, Append, AppendError, BackupError, Cells, Ledger, Location, LogKeeping, MATTERS, NewAct,
    OpenError, Opening, ReadError, Trust, Verified,
};

/// The folder of the access log in that of a ledger.
const FOLDER: &str = "accesses";
/// The name of the access log's tenant after that of the ledger's.
const TENANT: &str = "/accesses";
/// The act of a reading.
const READ: &str = "read";
/// The cell with the subjects.
const SUBJECTS: &str = "subjects";
/// After every name of a reading: names begin with a digit or a small letter.
const BEYOND: &str = "~";

/// Who read what is written about whom.
#[derive(Debug, Clone)]
pub struct AccessLog {
    ledger: Ledger,
}

/// A reading that was taken down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accessed {
    /// Its name, by which it is read on.
    pub name: String,
    /// When, in microseconds since 1970.
    pub at: i64,
    /// Who read.
    pub who: String,
    /// What for.
    pub why: String,
    /// The matter for which it was read, if it was for one.
    pub matter: Option<String>,
    /// About whom, by identifier.
    pub subjects: Vec<String>,
}

impl AccessLog {
    /// Whether the ledger at `location` may have an access log; in a folder, whether it has one.
    pub fn may_be_there(location: &Location) -> bool {
        place(location).must_be_there().is_ok()
    }

    /// Opens the access log of the ledger at `location`, making it if it isn't there. The keys of its log
    /// are by the ledger's tenants; their names must not be those of the ledger's own.
    ///
    /// # Errors
    /// As [`Ledger::open_with`].
    pub async fn open(
        location: &Location,
        clock: Clock,
        log: LogKeeping,
    ) -> Result<Self, OpenError> {
        let keys = log.keys.iter().map(|(tenant, key)| (of(tenant), key.clone())).collect();
        let log = LogKeeping { keys, ..log };
        let opening = Opening { log, ..Opening::new(clock, Arc::new(Readings)) };
        let ledger = Ledger::open_with(&place(location), opening).await?;
        Ok(Self { ledger })
    }

    /// The readings about a subject before the one named, or all of them; the last first.
    ///
    /// # Errors
    /// When the store fails or a reading is damaged.
    pub async fn about(
        &self,
        tenant: &str,
        subject: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Accessed>, ReadError> {
        let before = before.unwrap_or(BEYOND).into();
        let tenant = of(tenant);
        let values = [(&tenant).into(), subject.into(), before, limit.into()];
        let mut snapshot = self.ledger.snapshot(&tenant).await?;
        let names: Vec<(String,)> = snapshot.tx.fetch(MENTIONS_BEFORE, &values).await?;
        read(&mut snapshot, names).await
    }

    /// All readings before the one named, or all there are; the last first.
    ///
    /// # Errors
    /// When the store fails or a reading is damaged.
    pub async fn all(
        &self,
        tenant: &str,
        before: Option<&str>,
        limit: usize,
    ) -> Result<Vec<Accessed>, ReadError> {
        let before = before.unwrap_or(BEYOND).into();
        let tenant = of(tenant);
        let values = [(&tenant).into(), MATTERS.into(), before, limit.into()];
        let mut snapshot = self.ledger.snapshot(&tenant).await?;
        let names: Vec<(String,)> = snapshot.tx.fetch(MATTERS_BEFORE, &values).await?;
        read(&mut snapshot, names).await
    }

    /// Verifies the access log of a tenant against its own log.
    ///
    /// # Errors
    /// As [`Ledger::verify`].
    pub async fn verify(&self, tenant: &str, trust: &Trust) -> Result<Verified, AppendError> {
        self.ledger.verify(&of(tenant), trust, |_| {}).await
    }

    /// Copies the access log to a file, as [`Ledger::backup`] does a ledger.
    ///
    /// # Errors
    /// [`BackupError`].
    pub fn backup(&self, to: &Path) -> Result<(), BackupError> {
        self.ledger.backup(to)
    }

    /// Gives the ledger in the folder `data` the access log that was backed up to the file `from`; it
    /// must have none.
    ///
    /// # Errors
    /// As [`Ledger::restore`].
    pub fn restore(from: &Path, data: &Path) -> Result<(), BackupError> {
        Ledger::restore(from, &folder_of(data.to_owned()))
    }

    /// Waits for what is being taken down and closes the store.
    pub async fn close(self) {
        self.ledger.close().await;
    }

    fn append_of(&self, access: Access<'_>) -> Append {
        let Access { tenant, reading, subjects } = access;
        let Instant(now) = (self.ledger.clock)();
        let subjects = serde_json::to_string(subjects).unwrap_or_default();
        let cells = [
            ("who", Some(&reading.who)),
            ("why", Some(&reading.why)),
            ("matter", reading.matter.as_ref()),
            (SUBJECTS, Some(&subjects)),
        ];
        let cells = cells.into_iter().filter_map(|(name, cell)| Some((name.to_owned(), cell?)));
        let cells = cells.map(|(name, cell)| (name, cell.clone())).collect();
        Append {
            tenant: of(tenant),
            register: MATTERS.to_owned(),
            // In order of time, and nobody else's.
            matter: format!("{:016x}-{:016x}", now.max(0), fastrand::u64(..)),
            expected_version: 0,
            acts: vec![NewAct { act: READ.to_owned(), at: now, cells, ..NewAct::default() }],
            idempotency_key: None,
        }
    }
}

impl Accesses for AccessLog {
    fn record<'a>(&'a self, access: Access<'a>) -> Recording<'a> {
        let append = self.append_of(access);
        Box::pin(async move {
            self.ledger.append(append).await?;
            Ok(())
        })
    }
}

fn of(tenant: &str) -> String {
    format!("{tenant}{TENANT}")
}

fn place(location: &Location) -> Location {
    match location {
        Location::Folder(folder) => Location::Folder(folder_of(folder.clone())),
        Location::Database(_) => location.clone(),
    }
}

fn folder_of(mut folder: PathBuf) -> PathBuf {
    folder.push(FOLDER);
    folder
}

/// The readings of these names, in this order.
async fn read(
    snapshot: &mut crate::Snapshot,
    names: Vec<(String,)>,
) -> Result<Vec<Accessed>, ReadError> {
    let of_matters: Vec<_> = names.iter().map(|(name,)| (MATTERS, name.as_str())).collect();
    let mut acts = snapshot.acts_of(&of_matters).await?;
    let reading = |(name,): &(String,)| {
        let act = acts.remove(&(MATTERS.to_owned(), name.clone()))?.into_iter().next()?;
        let subjects = subjects_of(&act);
        let Act { at, mut cells, .. } = act;
        let mut cell = |name: &str| cells.remove(name);
        let (who, why) = (cell("who").unwrap_or_default(), cell("why").unwrap_or_default());
        Some(Accessed { name: name.clone(), at, who, why, matter: cell("matter"), subjects })
    };
    Ok(names.iter().filter_map(reading).collect())
}

fn subjects_of(act: &Act) -> Vec<String> {
    let cell = act.cells.get(SUBJECTS).map_or("[]", String::as_str);
    serde_json::from_str(cell).unwrap_or_default()
}

/// Of each reading, whom it is about.
#[derive(Debug)]
struct Readings;

impl Models for Readings {
    fn made_by(&self) -> &'static str {
        "readings 1"
    }

    fn registers(&self) -> &'static [&'static str] {
        &[]
    }

    fn concerns(&self, _: &str, _: Option<&Cells>, _: Option<&Cells>) -> Concern {
        Concern::Nothing
    }

    fn fold(&self, _: &Basis) -> Result<Arc<dyn Fold>, String> {
        Ok(Arc::new(Self))
    }
}

impl Fold for Readings {
    fn fold(&self, readings: &[Vec<Act>], _: i64) -> Vec<Model> {
        let model = |acts: &Vec<Act>| {
            let mut mentions: Vec<String> = acts.iter().flat_map(subjects_of).collect();
            mentions.sort_unstable();
            mentions.dedup();
            Model { mentions, ..Model::default() }
        };
        readings.iter().map(model).collect()
    }
}
