//! The master key replaced by a new one.

use ledger::{Location, VaultError};

use super::keys::{MASTER, VaultKeys, failure};
use super::{Books, Tenant, broken, unsealed};
use crate::cli::Failure;

/// What came of it.
#[derive(Debug)]
pub(crate) struct Rotated {
    /// Keys of subjects wrapped anew.
    pub(crate) rewrapped: u64,
    /// The key that wraps them now.
    pub(crate) id: String,
    /// Whether the key that was replaced is gone from where it was.
    pub(crate) is_over: bool,
}

/// Puts a new master key above the old one in their file, wraps all keys of all tenants by it, and
/// takes the old one out of the file. Cut short anywhere, the file has both keys until all is done.
///
/// Where the key is in the environment, the administrator puts the new one first.
pub(crate) fn rotate(location: &Location, tenant: &Tenant) -> Result<Rotated, Failure> {
    let missing =
        || Failure::refused("there is no master key to replace; give its folder with --keys");
    let books = Books::open_existing(location, tenant)?;
    // Where it is the wrong key none is made.
    books.check_vault()?;
    let VaultKeys { keys, file, .. } = books.vault.as_ref().ok_or_else(missing)?;
    if !keys.is_rotating() {
        let in_environment = || {
            Failure::refused(format!(
                "put the new key into {MASTER} before the one that it replaces, with a comma between"
            ))
        };
        let file = file.as_ref().ok_or_else(in_environment)?;
        let rotated = keys.rotated().map_err(|error| failure(&error))?;
        rotated.write(file).map_err(|error| failure(&error))?;
    }
    books.close();
    let books = Books::open_existing(location, tenant)?;
    let VaultKeys { keys, file, .. } = books.vault.as_ref().ok_or_else(missing)?;
    let tenants = books.runtime.block_on(books.ledger.tenants());
    let mut rewrapped = 0;
    for tenant in tenants.map_err(|error| broken(&error))? {
        rewrapped += match books.runtime.block_on(books.ledger.rewrap(&tenant)) {
            // Another agency's, with a key of its own.
            Err(VaultError::OtherKey { .. }) if tenant != books.tenant => 0,
            done => done.map_err(|error| unsealed(&error))?,
        };
    }
    books.scrub()?;
    if let Some(file) = file {
        keys.without_former().write(file).map_err(|error| failure(&error))?;
    }
    let rotated =
        Rotated { rewrapped, id: keys.current().id().to_owned(), is_over: file.is_some() };
    books.close();
    Ok(rotated)
}
