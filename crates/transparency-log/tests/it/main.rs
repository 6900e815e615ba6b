//! The log as it is used from outside: trees, notes, policies, receipts.
#![allow(missing_docs, clippy::unwrap_used)]

mod notes;
mod policy;
mod receipt;
mod submission;
mod tree;
