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
    /// The package, or the ledger as one, without texts about persons.
    pub(super) fn package(&self, tenant: &Tenant) -> Result<Package, Failure> {
        self.read(tenant, None).map(|(package, _)| package)
    }

    /// The package, or the ledger as one with texts about persons where they can be told.
    pub(super) fn with_texts(
        &self,
        tenant: &Tenant,
        reading: Reading,
    ) -> Result<(Package, Arc<Untold>), Failure> {
        self.read(tenant, Some(reading))
    }

    fn read(
        &self,
        tenant: &Tenant,
        reading: Option<Reading>,
    ) -> Result<(Package, Arc<Untold>), Failure> {
        match (&self.from, self.place.location()) {
            (_, Some(location)) => {
                records::package_of(Books::open_existing(&location, tenant)?, reading)
            }
            (Some(path), None) => {
                let package = Package::open(path);
                let package = package.map_err(|error| Failure::refused(error.to_string()))?;
                Ok((package, Arc::default()))
            }
            (None, None) => Err(Failure::refused(
                "say what to read: --from PACKAGE, --data DIR or --database URL",
            )),
        }
    }
}
