//! What is kept ready of matters: made again and compared, and brought up to date.

use ledger::Rebuilt;

use super::{Books, broken};
use crate::cli::Failure;

/// Makes everything again that is kept ready of the agency's matters; tells what differed.
pub(crate) fn rebuild(books: &Books, progress: impl FnMut(u64)) -> Result<Rebuilt, Failure> {
    books.make_again(progress)
}

/// Brings up to date what time alone has changed; tells of how many matters.
pub(crate) fn sweep(books: &Books) -> Result<u64, Failure> {
    let swept = books.ledger.sweep(&books.tenant);
    books.runtime.block_on(swept).map_err(|error| broken(&error))
}
