//! What a command reads: a package or a ledger.

use std::path::PathBuf;

use clap::Args;
use efficacy::package::Package;

use super::Failure;
use crate::records::{self, Books, Place, Tenant};

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
    /// The package, or the ledger as one.
    pub(super) fn package(&self, tenant: &Tenant) -> Result<Package, Failure> {
        match (&self.from, self.place.location()) {
            (_, Some(location)) => records::package_of(Books::open_existing(&location, tenant)?),
            (Some(path), None) => {
                Package::open(path).map_err(|error| Failure::refused(error.to_string()))
            }
            (None, None) => Err(Failure::refused(
                "say what to read: --from PACKAGE, --data DIR or --database URL",
            )),
        }
    }
}
