//! The shipped procedures, rule by rule, and the language they are written in.

#![expect(clippy::unwrap_used, reason = "a test that can't go on says so by panicking")]

mod annulments;
mod language;
mod licensing;
mod live;
mod names;
mod properties;
mod story;
mod ticket_and_warning;
