//! A zip archive from outside, read entry by entry.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use super::Refused;
use super::files::{archive_entries, open_entry};

/// An archive whose entries have names of their own, don't overlap and don't lead out of it.
#[derive(Debug)]
pub struct Archive {
    path: PathBuf,
    names: Vec<String>,
}

impl Archive {
    /// Opens the archive at `path`.
    ///
    /// # Errors
    /// When it isn't a whole zip archive, or one that two programs could read differently.
    pub fn open(path: &Path) -> Result<Self, Refused> {
        Ok(Self { path: path.to_owned(), names: archive_entries(path)? })
    }

    /// The names of its entries, folders among them, in its order.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// Hands the unpacked entry of this name to `read`.
    ///
    /// # Errors
    /// When there is none, when it is damaged or unfolds beyond reason, and what `read` says.
    pub fn read<T>(
        &self,
        name: &str,
        read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> Result<T, Refused> {
        let Some(index) = self.names.iter().position(|known| known == name) else {
            let message = format!("`{name}` isn't there; ask for the whole archive again");
            return Err(Refused::file(self.path.display().to_string(), message));
        };
        open_entry(&self.path, index, name, |entry| {
            read(entry).map_err(|error| Refused::file(name, error.to_string()))
        })
    }
}
