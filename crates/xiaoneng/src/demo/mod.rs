//! The demonstration agency, and packages of any size with the same kind of life in them.
//!
//! A year of a provincial public-security department is simulated act by act: applications arrive
//! with the seasons, queue before desks, wait for supplements and expert reviews, are decided in
//! time or late. Its registers lie beside this code as CSV (`registers/`). No figure is written
//! anywhere: each comes out of what was simulated.
//!
//! - [`write()`] makes the demonstration year: the one whose report is shown.
//! - [`generate()`] makes as many matters as are asked for, as fast as they can be written.
//!
//! To add something that happens to applications, add its frequency to `licensing::Habits` and
//! where it happens to `licensing::Life`; tickets and warnings have their own files.

mod arrivals;
mod chance;
mod desk;
mod generate;
mod licensing;
mod matter;
mod moment;
mod registers;
mod table;
mod ticket;
mod warning;
mod year;

use std::io;
use std::path::{Path, PathBuf};

pub use generate::{GenerateOptions, generate};
pub use year::write;

/// Why a package couldn't be made.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The disk refused.
    #[error("cannot write `{path}`")]
    Write {
        /// The file or folder.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The year lies outside what dates of four digits allow.
    #[error("cannot simulate the year `{year}`: give one from 1900 to 9990")]
    Year {
        /// The year asked for.
        year: i16,
    },
    /// A register built into the program isn't as it should be.
    #[error("the built-in registers of the demonstration agency are damaged: {what}")]
    Register {
        /// What is wrong.
        what: String,
    },
}

impl DemoError {
    fn write(path: &Path, source: io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    fn register(what: String) -> Self {
        Self::Register { what }
    }
}

impl From<csv::Error> for DemoError {
    fn from(error: csv::Error) -> Self {
        Self::register(error.to_string())
    }
}
