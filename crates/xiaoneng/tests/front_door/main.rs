//! The program through its front door: the command line.

#![expect(clippy::unwrap_used, reason = "what can't be started or read is a failed test")]

mod accounts;
mod catalogue;
#[path = "../../../ledger/tests/it/cluster.rs"]
mod cluster;
mod completions;
mod document;
mod due;
mod ledger;
mod packages;
mod past;
mod personal;
mod portal;
mod procedure;
mod program;
mod publishing;
mod read_models;
mod report;
mod server;
