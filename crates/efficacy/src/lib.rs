//! Exchange packages in and out, the figures and the annual report of an agency's work.

pub mod comparison;
mod cores;
pub mod export_log;
pub mod facts;
pub mod figures;
pub mod import_log;
pub mod package;
mod read;
pub mod report;
pub mod words;

pub use read::{Checked, Read, ReadError, Settings, calendar_of, check, read};
