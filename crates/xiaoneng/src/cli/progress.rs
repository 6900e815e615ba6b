//! What is being done, on a terminal.

use std::io::{self, IsTerminal, Write};

/// A line on standard error that says what is being done; it goes away when it is dropped.
pub(super) struct Progress {
    is_shown: bool,
}

impl Progress {
    /// Nothing is shown when standard error is no terminal or `quiet` is asked for.
    pub(super) fn new(quiet: bool) -> Progress {
        Progress { is_shown: !quiet && io::stderr().is_terminal() }
    }

    /// Says what is being done now.
    pub(super) fn say(&self, step: &str) {
        if self.is_shown {
            let mut err = io::stderr();
            // A terminal that went away needs no progress.
            let _ = write!(err, "\r\x1b[2K{step}").and_then(|()| err.flush());
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        self.say("");
    }
}
