//! The agency's ledger: where it is, how a package goes into it and how it is read as one.

mod accesses;
mod attachments;
mod backup;
mod catalogue;
mod import;
mod items;
mod kept;
mod keys;
mod missing;
mod package;
mod past;
mod personal;
mod powers;
mod proof;
mod rebuild;
mod rotate;
mod rows;
mod subjects;
mod versions;

use std::error::Error;
use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use ledger::{
    Append, AppendError, Appended, Clock, EraseError, Ledger, Location, LogKeeping, OpenError,
    Opening, ReadError, Rebuilt, Snapshot, VaultError,
};
use legal_clock::Instant;
use tokio::runtime::Runtime;
use xiaoneng::models::AgencyModels;

use crate::cli::{Failure, Session};

use accesses::Readings;
pub(crate) use backup::{backup, restore};
pub(crate) use import::{Import, import};
pub(crate) use items::{OfItem, Places};
pub(crate) use kept::Keepable;
use keys::MASTER;
pub(crate) use keys::{Keys, VaultKeys, adopt_next_log_key, keep_next_log_key, next_log_key};
pub(crate) use package::{Untold, package_of, package_with_texts};
pub(crate) use personal::Retention;
pub(crate) use powers::{POWER_CHANGES, not_held};
pub(crate) use rebuild::{rebuild, sweep};
pub(crate) use rotate::rotate;
pub(crate) use rows::{CHANGED_BY, NewRow, REASON, RowChange, RowError, key_of, said_of_row};
pub(crate) use versions::record_versions;

/// The register of the texts that the agency wrote for sections of the report.
const NARRATIVES: &str = "narratives";

/// The tenant of a ledger that one agency has for itself.
pub(crate) const AGENCY: &str = "agency";

/// Where a ledger is, on the command line.
#[derive(Debug, Args)]
#[group(multiple = false)]
pub(crate) struct Place {
    /// Folder of the ledger
    #[arg(long, value_name = "DIR")]
    data: Option<PathBuf>,

    /// PostgreSQL database of the ledger: `postgres://USER@HOST/DATABASE`
    #[arg(long, value_name = "URL")]
    database: Option<String>,
}

impl Place {
    pub(crate) fn location(&self) -> Option<Location> {
        let folder = self.data.clone().map(Location::Folder);
        folder.or_else(|| self.database.clone().map(Location::Database))
    }

    /// Where the ledger is, for a command that needs one.
    pub(crate) fn required(&self) -> Result<Location, Failure> {
        let missing = || Failure::refused("say where the ledger is: --data DIR or --database URL");
        self.location().ok_or_else(missing)
    }
}

/// Whose ledger it is, on the command line.
#[derive(Debug, Args)]
pub(crate) struct Tenant {
    /// The agency, by the name it has in a ledger that several share
    #[arg(long, value_name = "NAME", default_value = AGENCY)]
    pub(crate) tenant: String,

    #[command(flatten)]
    pub(crate) keys: Keys,
}

impl Default for Tenant {
    fn default() -> Self {
        Self { tenant: AGENCY.to_owned(), keys: Keys::default() }
    }
}

/// An agency's ledger, on the command line.
#[derive(Debug, Args)]
pub(crate) struct At {
    #[command(flatten)]
    pub(crate) place: Place,

    #[command(flatten)]
    pub(crate) tenant: Tenant,
}

impl At {
    /// The ledger, which must be there, to be read.
    pub(crate) fn existing(&self) -> Result<Books, Failure> {
        Books::open_existing(&self.place.required()?, &self.tenant)
    }

    /// The same, with everything in it left as it is.
    pub(crate) fn as_it_is(&self) -> Result<Books, Failure> {
        Books::open_as_it_is(&self.place.required()?, &self.tenant)
    }
}

/// The ledger of one agency, for commands that do one thing after another.
#[derive(Clone)]
pub(crate) struct Books {
    runtime: Arc<Runtime>,
    ledger: Ledger,
    tenant: String,
    clock: Clock,
    vault: Option<VaultKeys>,
    readings: Readings,
}

impl fmt::Debug for Books {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Books").field("ledger", &self.ledger).finish_non_exhaustive()
    }
}

impl Books {
    /// Opens the ledger to record in it, making it if it isn't there, with the keys of its log and of
    /// its vault; new keys and a ledger without log are told of.
    ///
    /// Read models that another version of the program made are made again first.
    pub(crate) fn recording(
        location: &Location,
        tenant: &Tenant,
        session: &Session<'_>,
    ) -> Result<Self, Failure> {
        let missing = || {
            Failure::refused(format!(
                "who did an act and free text are sealed: give the folder of the master key with \
                 --keys, or the key in {MASTER}"
            ))
        };
        let vault = tenant.keys.vault(location, true)?.ok_or_else(missing)?;
        let mut log = LogKeeping::default();
        match tenant.keys.log_key(location, &tenant.tenant)? {
            Some((key, is_new)) => {
                if is_new {
                    let values = [("key", key.verifier().to_string().into())];
                    session.notice(&session.words.format("log-notice-key", &values));
                }
                log.keys.insert(tenant.tenant.clone(), key);
            }
            None => session.notice(&session.words.text("log-notice-none")),
        }
        let books = Self::open_with(location, tenant, log, Some(vault))?.up_to_date()?;
        books.check_vault()?;
        if let Some(VaultKeys { file: Some(file), is_new: true, .. }) = &books.vault {
            let values = [("file", file.display().to_string().into())];
            session.notice(&session.words.format("vault-notice-key", &values));
        }
        books.vault.as_ref().map_or(Ok(()), VaultKeys::keep)?;
        Ok(books)
    }

    /// The same for a ledger that must be there.
    pub(crate) fn recording_existing(
        location: &Location,
        tenant: &Tenant,
        session: &Session<'_>,
    ) -> Result<Self, Failure> {
        location.must_be_there().map_err(|error| Failure::refused(error.to_string()))?;
        Self::recording(location, tenant, session)
    }

    /// Opens a ledger that must be there, to read it, with the keys of its vault if they are at hand.
    /// What was erased and a restored backup has again is erased again.
    ///
    /// Read models that another version of the program made are made again first.
    pub(crate) fn open_existing(location: &Location, tenant: &Tenant) -> Result<Self, Failure> {
        location.must_be_there().map_err(|error| Failure::refused(error.to_string()))?;
        let vault = || tenant.keys.vault(location, false);
        match Self::open(location, tenant, Arc::new(now), (LogKeeping::default(), vault()?)) {
            Err(Unopened::Ledger(error)) if needs_log_key(&error) => {
                let key = tenant.keys.known_log_key(location)?;
                let keys = key.into_iter().map(|key| (tenant.tenant.clone(), key)).collect();
                let log = LogKeeping { keys, ..LogKeeping::default() };
                Self::open_with(location, tenant, log, vault()?)
            }
            opened => opened.map_err(Failure::from),
        }?
        .up_to_date()
    }

    /// Opens a ledger that must be there, and leaves everything in it as it is.
    pub(crate) fn open_as_it_is(location: &Location, tenant: &Tenant) -> Result<Self, Failure> {
        location.must_be_there().map_err(|error| Failure::refused(error.to_string()))?;
        Self::open_with(location, tenant, LogKeeping::default(), None)
    }

    /// Opens a ledger with these keys, making it if it isn't there, by a clock.
    pub(crate) fn open_by(
        location: &Location,
        tenant: &Tenant,
        clock: Clock,
        keys: (LogKeeping, Option<VaultKeys>),
    ) -> Result<Self, Failure> {
        Self::open(location, tenant, clock, keys).map_err(Failure::from)?.up_to_date()
    }

    /// Opens a ledger to record in it by a clock, making it and its keys if they aren't there.
    pub(crate) fn making(
        location: &Location,
        tenant: &Tenant,
        clock: Clock,
    ) -> Result<Self, Failure> {
        let vault = tenant.keys.vault(location, true)?;
        vault.as_ref().map_or(Ok(()), VaultKeys::keep)?;
        let key = tenant.keys.log_key(location, &tenant.tenant)?;
        let keys = key.into_iter().map(|(key, _)| (tenant.tenant.clone(), key)).collect();
        let log = LogKeeping { keys, ..LogKeeping::default() };
        Self::open_by(location, tenant, clock, (log, vault))
    }

    fn open_with(
        location: &Location,
        tenant: &Tenant,
        log: LogKeeping,
        vault: Option<VaultKeys>,
    ) -> Result<Self, Failure> {
        Self::open(location, tenant, Arc::new(now), (log, vault)).map_err(Failure::from)
    }

    fn open(
        location: &Location,
        tenant: &Tenant,
        clock: Clock,
        (log, vault): (LogKeeping, Option<VaultKeys>),
    ) -> Result<Self, Unopened> {
        let runtime = Arc::new(runtime()?);
        let models = Arc::new(AgencyModels::new().map_err(|error| broken(&error))?);
        let accesses_key = tenant.keys.accesses_key(location, vault.is_some())?;
        let readings = Readings::new(location, &tenant.tenant, accesses_key);
        let recording = || Arc::new(readings.clone());
        let sealing = vault.as_ref().map(|keys| keys.vault().recording(recording()));
        let opening = Opening { log, vault: sealing, ..Opening::new(clock.clone(), models) };
        let ledger = runtime.block_on(Ledger::open_with(location, opening))?;
        Ok(Self { runtime, ledger, tenant: tenant.tenant.clone(), clock, vault, readings })
    }

    /// Refuses keys that aren't those of the vault.
    pub(crate) fn check_vault(&self) -> Result<(), Failure> {
        let checked = self.ledger.check_keys(&self.tenant);
        self.runtime.block_on(checked).map_err(|error| unsealed(&error))
    }

    fn up_to_date(self) -> Result<Self, Failure> {
        let stale = self.runtime.block_on(self.ledger.stale()).map_err(|error| broken(&error))?;
        if stale.contains(&self.tenant) {
            self.make_again(|_| {})?;
        }
        Ok(self)
    }

    /// Makes everything again that is kept ready of the agency's matters, and tells what differs.
    fn make_again(&self, progress: impl FnMut(u64)) -> Result<Rebuilt, Failure> {
        let made = self.ledger.rebuild(&self.tenant, progress);
        self.runtime.block_on(made).map_err(|error| broken(&error))
    }

    /// The time.
    pub(crate) fn now(&self) -> Instant {
        (self.clock)()
    }

    /// Whose ledger it is.
    pub(crate) fn tenant(&self) -> &str {
        &self.tenant
    }

    /// Asks the ledger as it is now.
    pub(crate) fn ask<T>(
        &self,
        query: impl AsyncFnOnce(&mut Snapshot) -> Result<T, ReadError>,
    ) -> Result<T, Failure> {
        let asked = async { query(&mut self.ledger.snapshot(&self.tenant).await?).await };
        self.runtime.block_on(asked).map_err(|error| broken(&error))
    }

    /// Position of the ledger's last act; 0 where there is none.
    pub(crate) fn position(&self) -> Result<i64, Failure> {
        self.ask(async |snapshot| Ok(snapshot.position()))
    }

    /// Records acts of one matter.
    pub(crate) fn append(&self, append: Append) -> Result<Appended, AppendError> {
        self.runtime.block_on(self.ledger.append(append))
    }

    /// Waits for what is being written and closes the ledger.
    pub(crate) fn close(self) {
        let Self { runtime, ledger, readings, .. } = self;
        runtime.block_on(async {
            ledger.close().await;
            readings.close().await;
        });
    }
}

/// Why a ledger isn't opened.
enum Unopened {
    Ledger(OpenError),
    Other(Failure),
}

impl From<OpenError> for Unopened {
    fn from(error: OpenError) -> Self {
        Self::Ledger(error)
    }
}

impl From<Failure> for Unopened {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

impl From<Unopened> for Failure {
    fn from(unopened: Unopened) -> Self {
        match unopened {
            Unopened::Other(failure) => failure,
            Unopened::Ledger(error) => match error {
                OpenError::Address
                | OpenError::NotThere(_)
                | OpenError::Hasty
                | OpenError::Newer(_) => Self::refused(with_causes(&error)),
                _ => broken(&error),
            },
        }
    }
}

/// Whether something is to be recorded on opening, and the log is signed.
fn needs_log_key(error: &OpenError) -> bool {
    let OpenError::Erase(error) = error else { return false };
    matches!(&**error, EraseError::Append(AppendError::LogKey { .. }))
}

/// Why what is sealed isn't read or written.
fn unsealed(error: &VaultError) -> Failure {
    match error {
        VaultError::NoKeys | VaultError::OtherKey { .. } => Failure::refused(with_causes(error)),
        _ => broken(error),
    }
}

/// What is handed in goes on its way on a thread of its own.
fn runtime() -> Result<Runtime, Failure> {
    let built = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    built.map_err(|error| broken(&error))
}

/// The time of the machine.
#[expect(clippy::disallowed_methods, reason = "the clock that is handed to everything below")]
pub(crate) fn now() -> Instant {
    jiff::Timestamp::now().into()
}

/// A fault of the store, with what caused it.
pub(crate) fn broken(error: &dyn Error) -> Failure {
    Failure::Broken(with_causes(error))
}

pub(crate) fn with_causes(error: &dyn Error) -> String {
    let mut message = error.to_string();
    let mut cause = error.source();
    while let Some(error) = cause {
        message.push_str(": ");
        message.push_str(&error.to_string());
        cause = error.source();
    }
    message
}
