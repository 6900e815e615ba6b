//! What a witness keeps: of each log the checkpoint it cosigned last, a file each.

use std::collections::HashMap;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};

use transparency_log::{NoteError, SignedCheckpoint, VerifierKey};

/// The folder, held by this program alone.
pub(super) struct State {
    folder: PathBuf,
    witness: VerifierKey,
    /// One for each log, so that one request at a time asks and changes what is kept of it.
    logs: HashMap<String, Mutex<()>>,
    /// Held while the program runs; the system lets go of it however the program ends.
    _lock: File,
}

/// What is kept of one log, held for one request.
pub(super) struct Place<'a> {
    file: PathBuf,
    state: &'a State,
    _turn: MutexGuard<'a, ()>,
}

/// Why what a witness keeps can't be used.
#[derive(Debug, thiserror::Error)]
pub enum StateError {
    /// Another program has the folder.
    #[error("another witness keeps its state in `{}`: each needs a folder of its own", .0.display())]
    InUse(PathBuf),
    /// A file can't be read.
    #[error("can't read `{}`", path.display())]
    Read {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file can't be written.
    #[error("can't write `{}`", path.display())]
    Write {
        /// Which file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file isn't what this witness wrote.
    #[error("`{}` isn't what a witness with this key wrote: {source}. The state and the key of a witness belong together; what a witness forgot it can't get back from the log", path.display())]
    Foreign {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: NoteError,
    },
}

impl State {
    /// Takes `folder`, makes it when it isn't there, and looks at what it holds of the logs whose
    /// origins have these hashes.
    pub(super) fn open(
        folder: &Path,
        witness: VerifierKey,
        origins: impl Iterator<Item = String>,
    ) -> Result<Self, StateError> {
        let wrong = |path: &Path| {
            let path = path.to_owned();
            move |source| StateError::Write { path, source }
        };
        fs::create_dir_all(folder).map_err(wrong(folder))?;
        let lock = folder.join("lock");
        let lock_file = File::create(&lock).map_err(wrong(&lock))?;
        match lock_file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Err(StateError::InUse(folder.to_owned())),
            Err(TryLockError::Error(source)) => return Err(wrong(&lock)(source)),
        }
        let logs = origins.map(|origin| (origin, Mutex::default())).collect();
        let state = Self { folder: folder.to_owned(), witness, logs, _lock: lock_file };
        for origin in state.logs.keys() {
            if let Some(place) = state.hold(origin) {
                place.read()?;
            }
        }
        Ok(state)
    }

    /// Waits for the turn at a log; none when it isn't known.
    pub(super) fn hold(&self, origin_hash: &str) -> Option<Place<'_>> {
        let (origin_hash, turn) = self.logs.get_key_value(origin_hash)?;
        // What is kept is on the disk: a request that panicked left nothing half done here.
        let turn = turn.lock().unwrap_or_else(PoisonError::into_inner);
        let file = self.folder.join(format!("{origin_hash}.checkpoint"));
        Some(Place { file, state: self, _turn: turn })
    }
}

impl Place<'_> {
    /// The checkpoint cosigned last.
    ///
    /// It is read anew each time: after a write that failed, the disk alone knows what is kept.
    pub(super) fn read(&self) -> Result<Option<SignedCheckpoint>, StateError> {
        let path = || self.file.clone();
        let text = match fs::read_to_string(&self.file) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(source) => return Err(StateError::Read { path: path(), source }),
        };
        let foreign = |source| StateError::Foreign { path: path(), source };
        let checkpoint: SignedCheckpoint = text.parse().map_err(foreign)?;
        let witness = &self.state.witness;
        match checkpoint.cosignature_of(witness).map_err(foreign)? {
            Some(_) => Ok(Some(checkpoint)),
            None => Err(foreign(NoteError::NotByWitness(witness.name().to_owned()))),
        }
    }

    /// Makes this the checkpoint cosigned last.
    pub(super) fn write(&self, checkpoint: &SignedCheckpoint) -> Result<(), StateError> {
        self.write_to(&self.file, checkpoint)
    }

    /// Keeps the two checkpoints that show that a log has signed two trees of one size, the first
    /// time it does: they are proof enough.
    pub(super) fn keep_fork(
        &self,
        one: &SignedCheckpoint,
        other: &SignedCheckpoint,
    ) -> Result<(), StateError> {
        let files = ["fork-1", "fork-2"].map(|name| self.file.with_extension(name));
        if files[1].exists() {
            return Ok(());
        }
        self.write_to(&files[0], one)?;
        self.write_to(&files[1], other)
    }

    /// Writes a file wholly or not at all; it is on the disk when this returns.
    fn write_to(&self, path: &Path, checkpoint: &SignedCheckpoint) -> Result<(), StateError> {
        let written = || {
            let new = self.file.with_extension("new");
            let mut file = File::create(&new)?;
            file.write_all(checkpoint.text().as_bytes())?;
            file.sync_all()?;
            fs::rename(&new, path)?;
            // The name is on the disk when the folder is.
            File::open(&self.state.folder)?.sync_all()
        };
        written().map_err(|source| StateError::Write { path: path.to_owned(), source })
    }
}
