//! A draft of the report: computed from the ledger as of a position, with what it was computed by.

use std::io::{self, Write};

use efficacy::figures;
use efficacy::report::Report;
use sha2::{Digest, Sha256};
use xiaoneng::models::hex;

use super::editions::{Draft, NamedHash, Said, YearReport};
use crate::cli::Failure;
use crate::records::{Books, package_of, record_versions};
use crate::reports::{PackageYear, settings, text_of};

/// A year's report as of a position, computed.
pub(crate) struct Computed {
    /// The year that it was computed from.
    pub(crate) year: PackageYear,
    /// What a draft holds of it.
    pub(crate) draft: Draft,
}

impl Computed {
    /// Computes the report of a year from the ledger as it was at a position.
    pub(crate) fn as_of(books: &Books, year: i16, as_of: i64) -> Result<Self, Failure> {
        let package = package_of(books, Some(as_of))?;
        let year = PackageYear::of(&package, &settings(Some(year), None)?)?;
        drop(package);
        let report = text_of(&Report::of(&year.read))?;
        let mut evidence = Vec::new();
        for definition in figures::all() {
            if figures::has_evidence(definition, &year.read.year) {
                let mut hash = Hashing::default();
                figures::write_evidence_to(definition, &year.read.year, &mut hash)
                    .map_err(|error| Failure::Broken(error.to_string()))?;
                evidence.push((definition.id.to_owned(), hash.hex()));
            }
        }
        let versions = books.versions(as_of)?.into_iter().map(|version| {
            let hash = version.hash();
            NamedHash { kind: version.kind, name: version.name, hash }
        });
        let versions = versions.collect();
        let evidence = evidence.into_iter().collect();
        Ok(Self { year, draft: Draft { as_of, report, versions, evidence } })
    }
}

/// Drafts the report of a year as of now, or by the act `revised` a new edition of it.
pub(crate) fn draft(
    books: &Books,
    report: &YearReport,
    act: &str,
    said: &Said<'_>,
) -> Result<(), Failure> {
    report.allows(act, said)?;
    record_versions(books, &[])?;
    let year = report.year;
    let computed = Computed::as_of(books, year, books.position()?)?;
    if computed.year.read.year.facts.matters.is_empty() {
        return Err(Failure::refused(format!(
            "nothing in the ledger falls in {year}, so there is nothing to report on; import the \
             package of {year} first"
        )));
    }
    report.record(books, act, said, computed.draft.cells(year, report.next_edition()))
}

/// Takes the hash of what is written.
#[derive(Default)]
pub(crate) struct Hashing(Sha256);

impl Hashing {
    /// SHA-256 of what was written, in hexadecimal digits.
    pub(crate) fn hex(self) -> String {
        hex(&self.0.finalize())
    }
}

impl Write for Hashing {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.update(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
