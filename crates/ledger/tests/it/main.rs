//! The ledger on both stores, with real servers.

#![expect(clippy::unwrap_used, reason = "what can't be opened or written is a failed test")]

mod accesses;
mod backup;
mod citus;
mod citus_cluster;
mod cluster;
mod conformance;
mod crash;
mod erased;
mod faults;
mod kept;
mod load;
mod log;
mod model;
mod models;
mod past;
mod read_models;
mod tamper;
mod tamper_log;
mod vault;
