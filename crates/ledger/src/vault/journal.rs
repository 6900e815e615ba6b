//! What was erased, written down outside the data: a backup that is restored has it again, and it is
//! erased again when the ledger is opened.
//!
//! A line an erasure, as JSON, on the disk before anything is deleted. The name of whom it concerned
//! isn't in it.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

/// Why the journal of erasures can't be used.
#[derive(Debug, thiserror::Error)]
pub enum JournalError {
    /// The file can't be read or written.
    #[error("can't use the journal of erasures `{}`", path.display())]
    Disk {
        /// The file.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A line isn't as it was written.
    #[error("line {line} of the journal of erasures `{}` isn't as it was written", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// The line, from 1.
        line: usize,
    },
}

/// An erasure.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    pub(super) tenant: String,
    pub(super) subject: String,
    /// When it was asked for, in microseconds since 1970.
    pub(super) at: i64,
    pub(super) why: String,
}

/// A file of erasures.
#[derive(Debug, Clone)]
pub(super) struct Journal(pub(super) PathBuf);

impl Journal {
    /// Everything that was erased; nothing where there is no file.
    pub(super) fn entries(&self) -> Result<Vec<Entry>, JournalError> {
        let text = match fs::read(&self.0) {
            Ok(text) => text,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(source) => return Err(JournalError::Disk { path: self.0.clone(), source }),
        };
        let lines = text[..whole(&text)].split_inclusive(|byte| *byte == b'\n');
        let entry = |(line, text): (usize, &[u8])| {
            serde_json::from_slice(text)
                .map_err(|_| JournalError::Damaged { path: self.0.clone(), line })
        };
        (1..).zip(lines).map(entry).collect()
    }

    /// Adds an erasure; it is on the disk when this returns.
    pub(super) fn add(&self, entry: &Entry) -> Result<(), JournalError> {
        add(&self.0, entry).map_err(|source| JournalError::Disk { path: self.0.clone(), source })
    }
}

/// Up to where lines are whole: what a crash cut short was followed by no deletion.
fn whole(text: &[u8]) -> usize {
    text.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1)
}

fn add(path: &Path, entry: &Entry) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new("."));
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    let end = whole(&fs::read(path)?) as u64;
    file.set_len(end)?;
    file.seek(SeekFrom::Start(end))?;
    let mut line = serde_json::to_vec(entry)?;
    line.push(b'\n');
    file.write_all(&line)?;
    file.sync_all()?;
    File::open(folder)?.sync_all()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(subject: &str) -> Entry {
        Entry {
            tenant: "office".to_owned(),
            subject: subject.to_owned(),
            at: 5,
            why: "期满\n".to_owned(),
        }
    }

    #[test]
    fn a_line_cut_short_by_a_crash_is_written_over_and_one_changed_later_is_told() {
        let folder = tempfile::tempdir().unwrap();
        let journal = Journal(folder.path().join("master.erasures"));
        assert_eq!(journal.entries().unwrap(), []);
        journal.add(&entry("a")).unwrap();
        let whole = fs::read(&journal.0).unwrap();
        for cut in 0..whole.len() {
            let torn = [&whole, &whole[..cut]].concat();
            fs::write(&journal.0, torn).unwrap();
            assert_eq!(journal.entries().unwrap(), [entry("a")], "cut at {cut}");
            journal.add(&entry("b")).unwrap();
            assert_eq!(journal.entries().unwrap(), [entry("a"), entry("b")], "cut at {cut}");
        }
        fs::write(&journal.0, [b"{}\n", &*whole].concat()).unwrap();
        assert!(matches!(journal.entries(), Err(JournalError::Damaged { line: 1, .. })));
    }
}
