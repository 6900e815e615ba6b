//! The program through its front door: the command line.

#![expect(clippy::unwrap_used, reason = "what can't be started or read is a failed test")]

mod completions;
mod document;
mod due;
mod packages;
mod procedure;
mod program;
mod report;
