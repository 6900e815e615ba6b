//! Master keys: where they are kept, how they are told apart, and how one replaces another.
//!
//! A file of keys has a key a line, 64 hexadecimal digits: first the one that wraps from now on,
//! below it those that it replaces, until what they wrapped is wrapped anew.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::VaultError;
use super::key::{KEY, Key};
use crate::act::hex;

/// Why there are no master keys.
#[derive(Debug, thiserror::Error)]
pub enum KeyError {
    /// The file can't be read.
    #[error("can't read the master key in `{}`", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The file can't be written.
    #[error("can't write the master key to `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// Others than its owner may read the file.
    #[error("others may read the master key in `{}`; run `chmod 600` on it", .0.display())]
    Exposed(PathBuf),
    /// A line that is no key. What it says isn't told.
    #[error("line {line} of {place} is no master key; a key is 64 hexadecimal digits")]
    Malformed {
        /// The file or the variable.
        place: String,
        /// The line, from 1.
        line: usize,
    },
    /// No line is a key.
    #[error("{0} holds no master key; a key is 64 hexadecimal digits")]
    Empty(String),
    /// The system gives no random bytes.
    #[error("the system gives no random bytes for a key")]
    Random,
}

/// A key that wraps the keys of subjects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKey {
    key: Key,
    id: String,
}

impl MasterKey {
    fn new(key: Key) -> Self {
        let id = hex(&key.authenticate(&[b"xiaoneng vault", b"id"])[..8]);
        Self { key, id }
    }

    /// A name that tells it from others and tells nothing of it: 16 hexadecimal digits.
    pub fn id(&self) -> &str {
        &self.id
    }

    /// The key that wraps.
    pub(super) fn wrapping(&self) -> Key {
        self.key.derive("wrapping")
    }
}

/// The master key and those that it replaces.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MasterKeys {
    current: MasterKey,
    former: Vec<MasterKey>,
}

impl MasterKeys {
    /// A new key.
    ///
    /// # Errors
    /// [`KeyError::Random`].
    pub fn random() -> Result<Self, KeyError> {
        let key = Key::random().map_err(|_| KeyError::Random)?;
        Ok(Self { current: MasterKey::new(key), former: Vec::new() })
    }

    /// The keys in a text, one a line; `place` names it in errors.
    ///
    /// # Errors
    /// [`KeyError::Malformed`], [`KeyError::Empty`].
    pub fn parse(text: &str, place: &str) -> Result<Self, KeyError> {
        let mut keys = Vec::new();
        for (number, line) in (1..).zip(text.lines()) {
            let line = line.trim();
            if line.is_empty() {
                continue;
            }
            let malformed = || KeyError::Malformed { place: place.to_owned(), line: number };
            keys.push(MasterKey::new(key_of(line).ok_or_else(malformed)?));
        }
        let mut keys = keys.into_iter();
        let current = keys.next().ok_or_else(|| KeyError::Empty(place.to_owned()))?;
        Ok(Self { current, former: keys.collect() })
    }

    /// The keys in a file that nobody but its owner may read.
    ///
    /// # Errors
    /// [`KeyError`].
    pub fn read(path: &Path) -> Result<Self, KeyError> {
        let unreadable = |source| KeyError::Read { path: path.to_owned(), source };
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = fs::metadata(path).map_err(unreadable)?.permissions().mode();
            if mode & 0o077 != 0 {
                return Err(KeyError::Exposed(path.to_owned()));
            }
        }
        let text = Zeroizing::new(fs::read_to_string(path).map_err(unreadable)?);
        Self::parse(&text, &format!("`{}`", path.display()))
    }

    /// Writes them to a file that only its owner may read, in place of what it held before: whole
    /// or not at all, and on the disk when this returns.
    ///
    /// # Errors
    /// [`KeyError::Write`].
    pub fn write(&self, path: &Path) -> Result<(), KeyError> {
        self.write_to(path).map_err(|source| KeyError::Write { path: path.to_owned(), source })
    }

    fn write_to(&self, path: &Path) -> io::Result<()> {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
        let folder = folder.unwrap_or(Path::new("."));
        make_folder(folder)?;
        let mut name = path.as_os_str().to_owned();
        name.push(".partial");
        let partial = PathBuf::from(name);
        let mut options = OpenOptions::new();
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(&partial)?;
        for key in std::iter::once(&self.current).chain(&self.former) {
            file.write_all(key.key.to_text().as_bytes())?;
            file.write_all(b"\n")?;
        }
        file.sync_all()?;
        fs::rename(&partial, path)?;
        File::open(folder)?.sync_all()
    }

    /// The key that wraps from now on.
    pub fn current(&self) -> &MasterKey {
        &self.current
    }

    /// Whether there are keys that the current one replaces.
    pub fn is_rotating(&self) -> bool {
        !self.former.is_empty()
    }

    /// A new key first, these below it.
    ///
    /// # Errors
    /// [`KeyError::Random`].
    pub fn rotated(&self) -> Result<Self, KeyError> {
        let former = std::iter::once(&self.current).chain(&self.former).cloned().collect();
        Ok(Self { former, ..Self::random()? })
    }

    /// The current key alone, for when nothing is wrapped by the others any more.
    #[must_use]
    pub fn without_former(&self) -> Self {
        Self { current: self.current.clone(), former: Vec::new() }
    }

    /// The key of this id.
    pub(super) fn find(&self, id: &str) -> Result<&MasterKey, VaultError> {
        let all = || std::iter::once(&self.current).chain(&self.former);
        all().find(|key| key.id == id).ok_or_else(|| VaultError::OtherKey {
            needed: id.to_owned(),
            given: all().map(|key| key.id.as_str()).collect::<Vec<_>>().join("`, `"),
        })
    }
}

/// Makes a folder, if it isn't there, that nobody but its owner may look into.
fn make_folder(folder: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// The key that 64 hexadecimal digits say.
fn key_of(digits: &str) -> Option<Key> {
    let is_key = digits.len() == 2 * KEY && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut bytes = Zeroizing::new([0; KEY]);
    for (byte, place) in bytes.iter_mut().zip((0..).step_by(2)) {
        *byte = u8::from_str_radix(digits.get(place..place + 2)?, 16).ok()?;
    }
    is_key.then(|| Key::of(*bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_read_as_they_were_written_and_by_their_owner_alone() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("data.key/master");
        let keys = MasterKeys::random().unwrap();
        keys.write(&path).unwrap();
        assert_eq!(MasterKeys::read(&path).unwrap(), keys);
        let rotated = keys.rotated().unwrap();
        rotated.write(&path).unwrap();
        let read = MasterKeys::read(&path).unwrap();
        assert!(read.is_rotating() && read == rotated);
        assert_eq!(read.find(keys.current().id()).unwrap(), keys.current());
        assert_ne!(read.current().id(), keys.current().id());
        assert!(!read.without_former().is_rotating());
        assert!(read.without_former().find(keys.current().id()).is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
            assert!(matches!(MasterKeys::read(&path), Err(KeyError::Exposed(_))));
        }
    }

    #[test]
    fn what_is_no_key_is_named_by_its_line_and_never_shown() {
        let good = "0f".repeat(32);
        assert_eq!(
            MasterKeys::parse(&format!("\n{good}\n"), "X").unwrap().current().id().len(),
            16
        );
        for (text, line) in [
            (format!("{good}\n{}", &good[1..]), 2),
            (format!("{good}0"), 1),
            ("长".repeat(21) + "g", 1),
            (format!("+{}", &good[1..]), 1),
        ] {
            let error = MasterKeys::parse(&text, "X").unwrap_err();
            assert!(matches!(error, KeyError::Malformed { line: at, .. } if at == line));
            assert!(!error.to_string().contains(&good[2..]));
        }
        assert!(matches!(MasterKeys::parse("\n", "X"), Err(KeyError::Empty(_))));
        assert!(!format!("{:?}", MasterKeys::parse(&good, "X")).contains(&good[..8]));
    }
}
