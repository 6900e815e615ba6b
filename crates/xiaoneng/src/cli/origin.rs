//! What a command reads: a package or a ledger.

use std::path::PathBuf;

use clap::Args;
use efficacy::package::Package;

use super::Failure;
use std::sync::Arc;

use ledger::Reading;

use crate::records::{self, Books, Place, Tenant, Untold};

/// A package or a ledger, on the command line.
#[derive(Debug, Args)]
pub(super) struct Origin {
    /// Folder, zip archive or workbook with the tables of the exchange package
    #[arg(
        long,
        value_name = "PACKAGE",
        conflicts_with = "Place",
        required_unless_present = "Place"
    )]
    from: Option<PathBuf>,

    #[command(flatten)]
    place: Place,
}

impl Origin {
    /// The package, or the ledger as one with texts about persons where they can be told.
    pub(super) fn with_texts(
        &self,
        tenant: &Tenant,
        reading: Reading,
    ) -> Result<(Package, Arc<Untold>), Failure> {
        match self.books(tenant)? {
            Some(books) => records::package_with_texts(&books, reading),
            None => Ok((self.files()?, Arc::default())),
        }
    }

    /// The ledger, if it isn't a package that is read.
    pub(super) fn books(&self, tenant: &Tenant) -> Result<Option<Books>, Failure> {
        let location = self.place.location();
        location.map(|location| Books::open_existing(&location, tenant)).transpose()
    }

    /// The package in files.
    pub(super) fn files(&self) -> Result<Package, Failure> {
        let Some(path) = &self.from else {
            let what = "say what to read: --from PACKAGE, --data DIR or --database URL";
            return Err(Failure::refused(what));
        };
        Package::open(path).map_err(|error| Failure::refused(error.to_string()))
    }
}
