//! The access log of a ledger: opened when somebody reads what is written about persons, and not before.

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use ledger::{
    Access, AccessLog, Accessed, Accesses, Location, LogKeeping, OpenError, Recording, Trust,
    Verified,
};
use tokio::sync::OnceCell;
use transparency_log::LogKey;

use super::backup::failure;
use super::{Books, broken, now};
use crate::cli::Failure;

/// Readings listed at a time.
const PAGE: usize = 500;

/// An access log that is opened with the first reading.
#[derive(Clone)]
pub(super) struct Readings {
    location: Location,
    tenant: String,
    key: Option<Arc<LogKey>>,
    opened: Arc<OnceCell<AccessLog>>,
}

impl fmt::Debug for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Readings").field("location", &self.location).finish_non_exhaustive()
    }
}

impl Readings {
    pub(super) fn new(location: &Location, tenant: &str, key: Option<Arc<LogKey>>) -> Self {
        let (location, tenant) = (location.clone(), tenant.to_owned());
        Self { location, tenant, key, opened: Arc::default() }
    }

    async fn log(&self) -> Result<&AccessLog, OpenError> {
        let open = async || {
            let keys = self.key.iter().map(|key| (self.tenant.clone(), key.clone())).collect();
            let log = LogKeeping { keys, ..LogKeeping::default() };
            AccessLog::open(&self.location, Arc::new(now), log).await
        };
        self.opened.get_or_try_init(open).await
    }

    /// Waits until what was read is in its log.
    pub(super) async fn close(mut self) {
        if let Some(log) = Arc::get_mut(&mut self.opened).and_then(OnceCell::take) {
            log.close().await;
        }
    }
}

impl Accesses for Readings {
    fn record<'a>(&'a self, access: Access<'a>) -> Recording<'a> {
        Box::pin(async move { self.log().await?.record(access).await })
    }
}

impl Books {
    /// Hands on the readings about a subject, or all of them; the last first.
    pub(crate) fn each_reading(
        &self,
        subject: Option<&str>,
        mut each: impl FnMut(&Accessed) -> Result<(), Failure>,
    ) -> Result<(), Failure> {
        if !AccessLog::may_be_there(&self.readings.location) {
            return Ok(());
        }
        let mut last: Option<String> = None;
        loop {
            let page = self.runtime.block_on(async {
                let log = self.readings.log().await.map_err(|error| broken(&error))?;
                let before = last.as_deref();
                let page = match subject {
                    Some(subject) => log.about(&self.tenant, subject, before, PAGE).await,
                    None => log.all(&self.tenant, before, PAGE).await,
                };
                page.map_err(|error| broken(&error))
            })?;
            page.iter().try_for_each(&mut each)?;
            match page.last() {
                Some(end) if page.len() == PAGE => last = Some(end.name.clone()),
                _ => return Ok(()),
            }
        }
    }

    /// Copies the access log to a file; tells whether there is one.
    pub(super) fn backup_accesses(&self, to: &Path) -> Result<bool, Failure> {
        if !AccessLog::may_be_there(&self.readings.location) {
            return Ok(false);
        }
        let log = self.runtime.block_on(self.readings.log()).map_err(|error| broken(&error))?;
        log.backup(to).map(|()| true).map_err(|error| failure(&error))
    }

    /// Holds the access log against its own log; none where nothing was read yet.
    pub(crate) fn verify_readings(&self) -> Result<Option<Verified>, Failure> {
        if !AccessLog::may_be_there(&self.readings.location) {
            return Ok(None);
        }
        self.runtime.block_on(async {
            let log = self.readings.log().await.map_err(|error| broken(&error))?;
            let first = log.all(&self.tenant, None, 1).await.map_err(|error| broken(&error))?;
            if first.is_empty() {
                return Ok(None);
            }
            let verified = log.verify(&self.tenant, &Trust::default()).await;
            verified.map(Some).map_err(|error| broken(&error))
        })
    }
}
