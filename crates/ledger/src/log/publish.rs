//! The log as files that any web server can carry: hash tiles and the checkpoint, no act among them.

use std::fs;
use std::io::{self, Write as _};
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use transparency_log::{SignedCheckpoint, tiles_of};

use super::read::hashes_of;
use super::{LogError, Logged};
use crate::Ledger;

/// Why the log isn't published.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The log can't be read.
    #[error(transparent)]
    Log(#[from] LogError),
    /// The folder has a later tree than the ledger: the ledger is older than what was published of it.
    #[error(
        "`{}` has a tree of {published} acts, the ledger one of {size}; was an old backup restored?",
        folder.display()
    )]
    Behind {
        /// The folder.
        folder: PathBuf,
        /// Size of the tree in it.
        published: u64,
        /// Size of the tree to be published.
        size: u64,
    },
    /// The disk doesn't take a file.
    #[error("can't write `{}`", path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
}

impl Ledger {
    /// Writes a tree of a tenant's log to a folder, by the paths of C2SP tlog-tiles: the tiles that it
    /// lacks, and when they are there its checkpoint. Gives the number of files.
    ///
    /// # Errors
    /// [`PublishError`]; the checkpoint in the folder then still is one whose tiles are all there.
    pub async fn publish_log(
        &self,
        tenant: &str,
        tree: &Logged,
        folder: &Path,
    ) -> Result<u64, PublishError> {
        let size = tree.size as u64;
        let published = published_size(folder);
        if published > size {
            return Err(PublishError::Behind { folder: folder.to_owned(), published, size });
        }
        let mut tx = self.pools.reading.begin_reading().await.map_err(LogError::from)?;
        let mut written = 0;
        for tile in tiles_of(size) {
            // What was whole in the tree before is there.
            let leaves = 256_u64.checked_pow(u32::from(tile.level) + 1);
            let end = leaves.and_then(|leaves| leaves.checked_mul(tile.index + 1));
            if end.is_none_or(|end| end > published) {
                let hashes = hashes_of(&mut tx, tenant, &tile).await?;
                write(&folder.join(tile.path()), &hashes)?;
                written += 1;
            }
        }
        write(&folder.join("checkpoint"), tree.note.as_bytes())?;
        Ok(written + 1)
    }
}

/// How many acts the tree in a folder has; 0 where there is none.
fn published_size(folder: &Path) -> u64 {
    let note = fs::read_to_string(folder.join("checkpoint")).unwrap_or_default();
    note.parse::<SignedCheckpoint>().map_or(0, |signed| signed.checkpoint().size)
}

/// Writes a file so that it is never seen in part.
fn write(path: &Path, bytes: &[u8]) -> Result<(), PublishError> {
    let written = (|| {
        let folder = path.parent().unwrap_or(path);
        fs::create_dir_all(folder)?;
        let mut partial = tempfile::NamedTempFile::new_in(folder)?;
        partial.write_all(bytes)?;
        partial.as_file().set_permissions(readable_by_all())?;
        partial.persist(path)?;
        Ok(())
    })();
    written.map_err(|source| PublishError::Write { path: path.to_owned(), source })
}

/// A web server of another user reads the files.
fn readable_by_all() -> fs::Permissions {
    fs::Permissions::from_mode(0o644)
}
