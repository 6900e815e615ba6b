//! Libraries that panic over a damaged file or a full disk: what they do is caught and becomes an
//! error.

use std::cell::Cell;
use std::panic::{AssertUnwindSafe, catch_unwind};

thread_local! {
    static IS_CAUGHT: Cell<bool> = const { Cell::new(false) };
}

/// Runs what may panic; `None` when it did. What it was working on isn't to be used any more.
pub(super) fn caught<T>(run: impl FnOnce() -> T) -> Option<T> {
    let outer = IS_CAUGHT.replace(true);
    let outcome = catch_unwind(AssertUnwindSafe(run)).ok();
    IS_CAUGHT.set(outer);
    outcome
}

/// Whether a panic of this thread is caught and told as an error, so that a panic hook needn't
/// tell of it.
pub fn is_panic_caught() -> bool {
    IS_CAUGHT.get()
}
