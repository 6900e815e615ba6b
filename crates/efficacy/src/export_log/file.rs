//! A file that has its name only when it is whole.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

/// A file in the making, removed unless it is finished.
#[derive(Debug)]
pub(super) struct WholeFile {
    out: BufWriter<File>,
    partial: Partial,
    place: PathBuf,
}

#[derive(Debug)]
struct Partial(PathBuf);

impl Drop for Partial {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

impl WholeFile {
    pub(super) fn create(folder: &Path, name: &str) -> io::Result<Self> {
        let partial = Partial(folder.join(format!(".{name}.partial")));
        let out = BufWriter::with_capacity(1 << 17, File::create(&partial.0)?);
        Ok(Self { out, partial, place: folder.join(name) })
    }

    /// Gives the file its name, and tells where it is.
    pub(super) fn finish(self) -> io::Result<PathBuf> {
        let Self { out, partial, place } = self;
        out.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(&partial.0, &place)?;
        Ok(place)
    }
}

impl Write for WholeFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.out.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
