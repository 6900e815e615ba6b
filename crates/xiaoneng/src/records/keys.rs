//! The keys of a ledger: in a folder of their own, outside of the data and its backups.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use ledger::{KeyError, Location, MasterKeys, Vault};
use transparency_log::{LogKey, VerifierKey};

use crate::cli::Failure;

/// The environment's name for the folder.
const FOLDER: &str = "XIAONENG_KEYS";
/// The key that the log is signed with.
const LOG: &str = "log.key";
/// The key that the access log is signed with.
const ACCESSES: &str = "accesses.key";
/// The one that is to follow it.
const NEXT: &str = "log.key.next";
/// The master key by which texts about persons are sealed.
const VAULT: &str = "vault.key";
/// The journal of erasures.
const ERASURES: &str = "erasures";
/// The environment's name for the master key itself: 64 hexadecimal digits; while it is replaced the
/// new one, a comma and the one before.
pub(super) const MASTER: &str = "XIAONENG_MASTER_KEY";

/// Where the keys are, on the command line.
#[derive(Debug, Args, Default)]
pub(crate) struct Keys {
    /// Folder with the keys of the ledger, outside of its own; made where it isn't there. Without it
    /// that of the environment variable `XIAONENG_KEYS`, or beside a data folder DIR the folder
    /// DIR.keys
    #[arg(long, value_name = "DIR")]
    keys: Option<PathBuf>,
}

impl Keys {
    /// Those in the folder that is named, or where they are without a name.
    pub(crate) fn at(folder: Option<PathBuf>) -> Self {
        Self { keys: folder }
    }

    /// The folder, if there is one for a ledger at this place.
    pub(crate) fn folder(&self, location: &Location) -> Result<Option<PathBuf>, Failure> {
        let named = self.keys.clone().or_else(|| std::env::var_os(FOLDER).map(PathBuf::from));
        let folder = match (named, location) {
            (Some(named), _) => named,
            (None, Location::Folder(data)) => beside(data),
            (None, Location::Database(_)) => return Ok(None),
        };
        if let Location::Folder(data) = location
            && is_within(&folder, data)
        {
            return Err(Failure::refused(format!(
                "the keys must not lie in the folder of the ledger, nor in its backups: name a folder \
                 outside of `{}`",
                data.display()
            )));
        }
        Ok(Some(folder))
    }

    /// Whether the keys to seal and to sign with are at hand.
    pub(crate) fn are_there(&self, location: &Location) -> Result<bool, Failure> {
        Ok(self.vault(location, false)?.is_some() && self.known_log_key(location)?.is_some())
    }

    /// The master keys of the vault, if there are any; new ones, which are in no file yet, where
    /// something is to be `sealed` and there is a folder for them.
    pub(super) fn vault(
        &self,
        location: &Location,
        sealed: bool,
    ) -> Result<Option<VaultKeys>, Failure> {
        let folder = self.folder(location)?;
        let journal = folder.as_ref().map(|folder| folder.join(ERASURES));
        let file = folder.map(|folder| folder.join(VAULT));
        let (keys, file, is_new) = match (std::env::var(MASTER), file) {
            (Ok(text), _) => (MasterKeys::parse(&text.replace(',', "\n"), MASTER), None, false),
            (Err(_), Some(file)) if file.exists() => (MasterKeys::read(&file), Some(file), false),
            (Err(_), Some(file)) if sealed => (MasterKeys::random(), Some(file), true),
            _ => return Ok(None),
        };
        Ok(Some(VaultKeys { keys: keys.map_err(|error| failure(&error))?, file, is_new, journal }))
    }

    /// The key of the log, if there is one.
    pub(crate) fn known_log_key(
        &self,
        location: &Location,
    ) -> Result<Option<Arc<LogKey>>, Failure> {
        let file = self.folder(location)?.map(|folder| folder.join(LOG));
        let Some(file) = file.filter(|file| file.exists()) else { return Ok(None) };
        let text = fs::read_to_string(&file).map_err(|source| Failure::read(&file, source))?;
        read(&file, &text).map(|key| Some(Arc::new(key)))
    }

    /// The key of the log; made where none is there. Tells whether it was.
    pub(crate) fn log_key(
        &self,
        location: &Location,
        tenant: &str,
    ) -> Result<Option<(Arc<LogKey>, bool)>, Failure> {
        let Some(folder) = self.folder(location)? else { return Ok(None) };
        let name = || format!("{}-{:08x}", key_name(tenant), fastrand::u32(..));
        find_or_make(&folder.join(LOG), name).map(Some)
    }

    /// The key of the access log; made, where something may be read and none is there, under the name of
    /// the log's.
    pub(super) fn accesses_key(
        &self,
        location: &Location,
        is_read: bool,
    ) -> Result<Option<Arc<LogKey>>, Failure> {
        let Some(folder) = self.folder(location)?.filter(|_| is_read) else { return Ok(None) };
        let Some(key) = self.known_log_key(location)? else { return Ok(None) };
        let name = || format!("{}/accesses", key.name());
        find_or_make(&folder.join(ACCESSES), name).map(|(key, _)| Some(key))
    }
}

/// The key in a file; a new one of this name where none is there. Tells whether it is new.
fn find_or_make(
    file: &Path,
    name: impl FnOnce() -> String,
) -> Result<(Arc<LogKey>, bool), Failure> {
    match fs::read_to_string(file) {
        Ok(text) => Ok((Arc::new(read(file, &text)?), false)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let key = LogKey::generate(&name()).map_err(|error| super::broken(&error))?;
            write(file, &key)?;
            Ok((Arc::new(key), true))
        }
        Err(source) => Err(Failure::read(file, source)),
    }
}

/// The master keys that were found, or made.
#[derive(Debug, Clone)]
pub(crate) struct VaultKeys {
    pub(super) keys: MasterKeys,
    /// The file that they are in, or are to be written to.
    pub(super) file: Option<PathBuf>,
    /// Whether they were made just now and are in no file yet.
    pub(super) is_new: bool,
    journal: Option<PathBuf>,
}

impl VaultKeys {
    /// New keys that are kept nowhere, and no journal.
    #[cfg(test)]
    pub(crate) fn random() -> Self {
        let keys = MasterKeys::random().unwrap();
        Self { keys, file: None, is_new: false, journal: None }
    }

    /// A vault with these keys, which writes erasures down beside them.
    pub(super) fn vault(&self) -> Vault {
        let vault = Vault::new(self.keys.clone());
        match &self.journal {
            Some(journal) => vault.with_journal(journal.clone()),
            None => vault,
        }
    }

    /// Writes new keys to their file, so that they are on the disk before anything is sealed by them.
    pub(super) fn keep(&self) -> Result<(), Failure> {
        let file = self.file.as_ref().filter(|_| self.is_new);
        file.map_or(Ok(()), |file| self.keys.write(file)).map_err(|error| failure(&error))
    }
}

pub(super) fn failure(error: &KeyError) -> Failure {
    match error {
        KeyError::Write { .. } | KeyError::Random => super::broken(error),
        _ => Failure::refused(super::with_causes(error)),
    }
}

/// The key that is to follow on the present one of a folder: the one given, that of a rotation that
/// was cut short, or a new one of this name.
pub(crate) fn next_log_key(
    folder: &Path,
    name: &str,
    given: Option<&PathBuf>,
) -> Result<LogKey, Failure> {
    let next = folder.join(NEXT);
    let file = given.unwrap_or(&next);
    match fs::read_to_string(file) {
        Ok(text) => read(file, &text),
        Err(error) if given.is_none() && error.kind() == io::ErrorKind::NotFound => {
            LogKey::generate(name).map_err(|error| match error {
                transparency_log::KeyError::Random(_) => super::broken(&error),
                _ => Failure::refused(error.to_string()),
            })
        }
        Err(source) => Err(Failure::read(file, source)),
    }
}

/// Keeps the key that is to follow, so that it is on the disk before the log needs it.
pub(crate) fn keep_next_log_key(folder: &Path, key: &LogKey) -> Result<(), Failure> {
    let next = folder.join(NEXT);
    if next.exists() { Ok(()) } else { write(&next, key) }
}

/// Makes the next key the present one; the one before, if it is at hand, stays beside it under its
/// number.
pub(crate) fn adopt_next_log_key(
    folder: &Path,
    before: Option<&VerifierKey>,
) -> Result<(), Failure> {
    let (file, next) = (folder.join(LOG), folder.join(NEXT));
    if let Some(before) = before {
        let kept = folder.join(format!("log-{:08x}.key", before.id()));
        fs::rename(&file, &kept).map_err(|source| Failure::write(&kept, source))?;
    }
    fs::rename(&next, &file).map_err(|source| Failure::write(&file, source))
}

fn read(file: &Path, text: &str) -> Result<LogKey, Failure> {
    LogKey::parse(text.trim())
        .map_err(|error| Failure::refused(format!("`{}`: {error}", file.display())))
}

/// Writes a key that nobody else may read; a file that is there isn't written over.
fn write(file: &Path, key: &LogKey) -> Result<(), Failure> {
    let written = (|| {
        if let Some(folder) = file.parent() {
            fs::DirBuilder::new().recursive(true).mode(0o700).create(folder)?;
        }
        let mut out = OpenOptions::new().write(true).create_new(true).mode(0o600).open(file)?;
        out.write_all(key.to_text().as_bytes())?;
        out.write_all(b"\n")?;
        out.sync_all()
    })();
    written.map_err(|source| Failure::write(file, source))
}

fn beside(data: &Path) -> PathBuf {
    let mut name = data.components().as_path().as_os_str().to_owned();
    name.push(".keys");
    name.into()
}

fn is_within(folder: &Path, data: &Path) -> bool {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    whole(folder).starts_with(whole(data))
}

/// The tenant's name as far as a key can bear it.
fn key_name(tenant: &str) -> String {
    tenant.chars().filter(|c| !c.is_whitespace() && !c.is_control() && *c != '+').collect()
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn keys(folder: Option<&Path>) -> Keys {
        Keys { keys: folder.map(Path::to_owned) }
    }

    #[test]
    fn a_key_is_made_once_beside_the_data_and_read_by_its_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let location = Location::Folder(folder.path().join("data/"));
        let (made, is_new) = keys(None).log_key(&location, "某 局+").unwrap().unwrap();
        assert!(is_new && made.name().starts_with("某局-"), "{}", made.name());
        let (read, is_new) = keys(None).log_key(&location, "某 局+").unwrap().unwrap();
        assert!(!is_new && read.verifier() == made.verifier());
        let file = folder.path().join("data.keys").join(LOG);
        assert_eq!(fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o600);
        fs::write(&file, "PRIVATE+KEY+").unwrap();
        let refused = keys(None).log_key(&location, "a").unwrap_err();
        assert!(refused.to_string().contains("log.key"), "{refused}");
    }

    #[test]
    fn keys_must_not_lie_in_the_data() {
        let folder = tempfile::tempdir().unwrap();
        let data = folder.path().join("data");
        let location = Location::Folder(data.clone());
        for inside in [data.clone(), data.join("keys")] {
            assert!(keys(Some(&inside)).folder(&location).is_err());
        }
        assert!(keys(Some(&folder.path().join("database"))).folder(&location).is_ok());
        let database = Location::Database("postgres://db".to_owned());
        assert_eq!(keys(None).folder(&database).unwrap(), None);
    }
}
