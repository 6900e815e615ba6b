//! What is kept beside acts and changed in place: sessions, credentials, names.

use ledger::Kept;
use serde::Serialize;
use serde::de::DeserializeOwned;
use zeroize::Zeroizing;

use super::{Books, broken, unsealed};
use crate::cli::Failure;

/// Something that is kept under a name.
pub(crate) trait Keepable: Serialize + DeserializeOwned {
    /// Under which all of it is kept.
    const KIND: &'static str;

    /// Whose it is, by which all of an owner's is found.
    fn owner(&self) -> Option<&str> {
        None
    }

    /// Until when it is kept, in microseconds since 1970.
    fn until(&self) -> Option<i64> {
        None
    }
}

impl Books {
    /// What is kept under a name.
    pub(crate) fn kept<T: Keepable>(&self, name: &str) -> Result<Option<T>, Failure> {
        let found = self.ledger.kept(&self.tenant, T::KIND, name);
        let found = self.runtime.block_on(found).map_err(|error| unsealed(&error))?;
        found.as_ref().map(read).transpose()
    }

    /// All that is kept of an owner, or of everybody.
    pub(crate) fn all_kept<T: Keepable>(&self, owner: Option<&str>) -> Result<Vec<T>, Failure> {
        let found = self.ledger.all_kept(&self.tenant, T::KIND, owner);
        let found = self.runtime.block_on(found).map_err(|error| unsealed(&error))?;
        found.iter().map(read).collect()
    }

    /// Changes what is kept under a name: `change` is told what there is, and says what is to be there
    /// and what it has to say. Nobody else changes it meanwhile.
    pub(crate) fn keep<T: Keepable, R>(
        &self,
        name: &str,
        change: impl FnOnce(Option<T>) -> (Option<T>, R),
    ) -> Result<R, Failure> {
        let changed = self.ledger.keep(&self.tenant, T::KIND, name, |before| {
            let read = before.map(read::<T>).transpose();
            let changed = read.and_then(|before| {
                let (after, said) = change(before);
                Ok((after.as_ref().map(written).transpose()?, said))
            });
            match changed {
                Ok((after, said)) => (after, Ok(said)),
                // What can't be read stays as it is.
                Err(failure) => (before.cloned(), Err(failure)),
            }
        });
        self.runtime.block_on(changed).map_err(|error| unsealed(&error))?
    }

    /// Keeps it under a name, whatever was there.
    pub(crate) fn put<T: Keepable>(&self, name: &str, kept: T) -> Result<(), Failure> {
        self.keep(name, |_| (Some(kept), ()))
    }

    /// Forgets what is kept under a name.
    pub(crate) fn forget<T: Keepable>(&self, name: &str) -> Result<(), Failure> {
        self.keep::<T, ()>(name, |_| (None, ()))
    }

    /// Forgets all that is kept of an owner, or of everybody.
    pub(crate) fn forget_all<T: Keepable>(&self, owner: Option<&str>) -> Result<(), Failure> {
        let forgotten = self.ledger.forget_kept(&self.tenant, T::KIND, owner);
        self.runtime.block_on(forgotten).map_err(|error| unsealed(&error))
    }

    /// Forgets what was kept until now.
    pub(crate) fn forget_what_is_over(&self) -> Result<(), Failure> {
        let forgotten = self.ledger.forget_what_is_over(&self.tenant);
        self.runtime.block_on(forgotten).map_err(|error| unsealed(&error))
    }
}

fn read<T: Keepable>(kept: &Kept) -> Result<T, Failure> {
    serde_json::from_slice(&kept.content).map_err(|error| broken(&error))
}

fn written<T: Keepable>(kept: &T) -> Result<Kept, Failure> {
    let content = serde_json::to_vec(kept).map_err(|error| broken(&error))?;
    Ok(Kept {
        owner: kept.owner().map(str::to_owned),
        until: kept.until(),
        content: Zeroizing::new(content),
    })
}
