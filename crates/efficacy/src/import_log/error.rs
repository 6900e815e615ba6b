//! Why nothing was imported.

use std::io;
use std::path::PathBuf;

use super::xes;
use crate::package::Refused;

/// Why nothing was imported.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ImportError {
    /// The folder for the package holds something already.
    #[error("`{}` is there already; name a new folder or remove that one", path.display())]
    TargetExists {
        /// The folder asked for.
        path: PathBuf,
    },
    /// A table can't be taken at all.
    #[error("`{file}`, line {line}: {message}")]
    Refused {
        /// The file's name.
        file: String,
        /// Physical line, the first is 1.
        line: u64,
        /// What is wrong and how to mend it.
        message: String,
    },
    /// An XES log can't be taken at all.
    #[error("`{file}`, {cause}")]
    Xes {
        /// The file's name.
        file: String,
        /// What is wrong and where.
        cause: xes::XesError,
    },
    /// An archive or workbook can't be taken at all.
    #[error(transparent)]
    Container(#[from] Refused),
    /// A file can't be read.
    #[error("`{file}` can't be read: {cause}")]
    Unreadable {
        /// The file's name.
        file: String,
        /// What the system said.
        cause: io::Error,
    },
    /// The package can't be written.
    #[error("the package can't be written to `{}`: {cause}", path.display())]
    Unwritable {
        /// The folder asked for.
        path: PathBuf,
        /// What the system said.
        cause: io::Error,
    },
}

impl ImportError {
    /// Whether the input is at fault (exit code 2) rather than the system (1).
    pub fn is_refusal(&self) -> bool {
        !matches!(self, Self::Unreadable { .. } | Self::Unwritable { .. })
    }
}

/// What couldn't be read: the fault of the file, or of the system.
pub(super) fn unreadable(file: String, line: u64, cause: &io::Error) -> ImportError {
    match cause.kind() {
        io::ErrorKind::InvalidData | io::ErrorKind::UnexpectedEof => {
            ImportError::Refused { file, line, message: cause.to_string() }
        }
        _ => {
            ImportError::Unreadable { file, cause: io::Error::new(cause.kind(), cause.to_string()) }
        }
    }
}
