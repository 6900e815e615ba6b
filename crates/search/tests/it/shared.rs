//! The reference data beside the repository, when it is there.

use std::io::Read as _;
use std::path::{Path, PathBuf};

/// The rows of a table of the reference data, or `None` with a line that says what is skipped.
pub(crate) fn table(file: &str) -> Option<Vec<csv::StringRecord>> {
    let root = std::env::var_os("XIAONENG_SHARED").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"),
        PathBuf::from,
    );
    let path = root.join("data").join(file);
    let Ok(bytes) = std::fs::read(&path) else {
        println!("skipped: no `{}`; set XIAONENG_SHARED", path.display());
        return None;
    };
    let mut text = Vec::new();
    if path.extension().is_some_and(|extension| extension == "gz") {
        flate2::read::GzDecoder::new(bytes.as_slice()).read_to_end(&mut text).unwrap();
    } else {
        text = bytes;
    }
    Some(csv::Reader::from_reader(text.as_slice()).records().map(Result::unwrap).collect())
}
