//! Exchange packages in and out, the figures and the annual report of an agency's work.

pub mod package;
pub mod report;
pub mod words;
