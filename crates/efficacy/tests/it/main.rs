//! Facts and figures, from the files of a package to what its report tells.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod calendars;
mod corrections;
mod decisions;
mod items;
mod limits;
mod missing;
mod office;
mod properties;

mod recorded_late;
mod registers;
mod tickets;
mod time_used;
mod warnings;
mod year_end;
