//! A bundle read: its acts put into a ledger of its own for the time being, and the report computed
//! from them as from any other.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;

use efficacy::package::{Archive, Refused};
use ledger::{Act, LOG_KEYS, Location, LogKeeping};
use tempfile::TempDir;
use transparency_log::{Edge, VerifierKey};

use super::edition::{self, Recorded};
use super::line::Lines;
use super::proof::{InLog, Proof};
use super::{
    ACTS, CHECKPOINT, CONSISTENCY, FORMAT, HEAD, Head, RECEIPT, REPORT, VERSIONS, VersionEntry,
};
use crate::cli::Failure;
use crate::publishing::check::{Difference, Disagreement, differences};
use crate::publishing::draft::{Computed, Hashing};
use crate::publishing::editions::{Draft, NamedHash};
use crate::records::{Books, Tenant, now};

/// The longest head, report or list of versions.
const LONGEST_TEXT: u64 = 256 << 20;
/// More entries than any bundle has.
const MOST_ENTRIES: usize = 10_000;

/// A bundle, and the ledger that its acts make.
pub(crate) struct Bundle {
    archive: Archive,
    head: Head,
    books: Books,
    /// The tree that the acts make; none where one of them doesn't say what it is hashed with.
    tree: Option<Edge>,
    /// The keys of the log that the acts name.
    keys: Vec<VerifierKey>,
    /// Where that ledger is while the bundle is read.
    _scratch: TempDir,
}

impl Bundle {
    /// Reads the acts of a bundle. `progress` is told how many were read.
    ///
    /// # Errors
    /// [`Failure::Refused`] when it isn't a whole bundle, or its acts aren't those of a ledger from
    /// its first act on.
    pub(crate) fn open(path: &Path, progress: &mut dyn FnMut(u64)) -> Result<Self, Failure> {
        let archive = Archive::open(path).map_err(|error| refused(&error))?;
        if archive.names().len() > MOST_ENTRIES {
            return Err(Failure::refused(format!(
                "`{}` has {} entries and is no bundle; give the file that `xiaoneng report \
                 --bundle` wrote",
                path.display(),
                archive.names().len()
            )));
        }
        let head: Head = read_json(&archive, HEAD)?;
        if head.format != FORMAT {
            return Err(Failure::refused(format!(
                "`{HEAD}` names form {} and this program reads form {FORMAT}; use the program that \
                 wrote the bundle",
                head.format
            )));
        }
        let scratch = tempfile::tempdir();
        let scratch = scratch.map_err(|source| Failure::write(std::env::temp_dir(), source))?;
        let location = Location::Folder(scratch.path().join("ledger"));
        let books = Books::open_by(
            &location,
            &Tenant { tenant: head.tenant.clone(), ..Tenant::default() },
            Arc::new(now),
            (LogKeeping::default(), None),
        )?;
        let (tree, keys) = (Some(Edge::new()), Vec::new());
        let mut bundle = Self { archive, head, books, tree, keys, _scratch: scratch };
        let last = bundle.take_acts(progress)?;
        if last != bundle.head.as_of {
            return Err(Failure::refused(format!(
                "`{ACTS}` ends with the act at position {last}, and the report is as of {}",
                bundle.head.as_of
            )));
        }
        Ok(bundle)
    }

    /// Computes the report from the acts alone and compares it, the cases behind its figures and
    /// its versions with those in the bundle.
    pub(crate) fn check(&self) -> Result<Vec<Disagreement>, Failure> {
        let Head { year, edition, as_of, .. } = self.head;
        let mut differences = Vec::new();
        let recorded = self.draft(&mut differences)?;
        let again = Computed::as_of(&self.books, year, as_of)?.draft;
        differences.extend(self::differences(&recorded, &again));
        Ok(differences
            .into_iter()
            .map(|difference| Disagreement { year, edition, difference })
            .collect())
    }

    /// Holds the acts against the log; `keys` are those of the log as they are known from elsewhere.
    pub(crate) fn in_log(&self, keys: &[VerifierKey]) -> Result<InLog, Failure> {
        let Some(proof) = self.proof()? else { return Ok(InLog::None) };
        Ok(match &self.tree {
            Some(tree) => proof.check(tree.size(), tree.root(), self.known(keys)),
            None => InLog::Not("not all of its acts say what they are hashed with".to_owned()),
        })
    }

    /// Holds the report, the cases behind it and its versions against the act that recorded the
    /// edition; `keys` as in [`in_log`](Self::in_log).
    pub(crate) fn recorded(&self, keys: &[VerifierKey]) -> Result<Recorded, Failure> {
        let (Some(edition), Some(proof)) = (self.head.edition, self.proof()?) else {
            return Ok(Recorded::Untold);
        };
        if !self.has(RECEIPT) {
            return Ok(Recorded::Missing);
        }
        let receipt = read_text(&self.archive, RECEIPT)?;
        let receipt = receipt
            .parse()
            .map_err(|why| Failure::refused(format!("`{RECEIPT}` is no receipt: {why}")))?;
        let draft = self.draft(&mut Vec::new())?;
        let (of, signed) = ((&self.head, edition), proof.checkpoint.checkpoint());
        Ok(edition::check(&receipt, of, signed, self.known(keys), &draft))
    }

    /// What the log signed of the acts; none where no log was kept of them.
    fn proof(&self) -> Result<Option<Proof>, Failure> {
        if !self.has(CHECKPOINT) {
            return Ok(None);
        }
        let consistency = read_text(&self.archive, CONSISTENCY)?;
        Proof::of(&read_text(&self.archive, CHECKPOINT)?, &consistency)
            .map(Some)
            .map_err(|why| Failure::refused(format!("the log's part of the bundle: {why}")))
    }

    /// The keys that are known from elsewhere, or those that the acts name.
    fn known<'a>(&'a self, keys: &'a [VerifierKey]) -> &'a [VerifierKey] {
        if keys.is_empty() { &self.keys } else { keys }
    }

    fn has(&self, name: &str) -> bool {
        self.archive.names().iter().any(|known| known == name)
    }

    /// What the bundle says; a version whose text isn't what its hash says is a difference.
    fn draft(&self, differences: &mut Vec<Difference>) -> Result<Draft, Failure> {
        Ok(Draft {
            as_of: self.head.as_of,
            report: read_text(&self.archive, REPORT)?,
            versions: self.versions(differences)?,
            evidence: self.evidence()?,
        })
    }

    /// SHA-256 of each file of evidence, by its figure.
    fn evidence(&self) -> Result<BTreeMap<String, String>, Failure> {
        let figure = |name: &str| {
            let name = name.strip_prefix("evidence/")?.strip_suffix(".csv")?;
            Some(name.to_owned())
        };
        let files = self.archive.names().iter().filter_map(|name| Some((name, figure(name)?)));
        files.map(|(name, figure)| Ok((figure, self.hash_of(name)?))).collect()
    }

    /// The versions that the bundle lists; a text that isn't what its hash says is a difference.
    fn versions(&self, differences: &mut Vec<Difference>) -> Result<Vec<NamedHash>, Failure> {
        let entries: Vec<VersionEntry> = read_json(&self.archive, VERSIONS)?;
        let listed: BTreeSet<&String> = entries.iter().map(|entry| &entry.file).collect();
        if listed.len() != entries.len() {
            return Err(Failure::refused(format!("`{VERSIONS}` names an entry twice")));
        }
        for VersionEntry { file, hash, .. } in &entries {
            let recomputed = self.hash_of(file)?;
            if recomputed != *hash {
                let (what, recorded) = (format!("`{file}`"), hash.clone());
                differences.push(Difference { what, recorded, recomputed });
            }
        }
        let named = |it: VersionEntry| NamedHash { kind: it.kind, name: it.name, hash: it.hash };
        Ok(entries.into_iter().map(named).collect())
    }

    fn hash_of(&self, name: &str) -> Result<String, Failure> {
        let hashed = self.archive.read(name, |entry| {
            let mut hash = Hashing::default();
            io::copy(entry, &mut hash)?;
            Ok(hash.hex())
        });
        hashed.map_err(|error| refused(&error))
    }

    /// Puts the acts into the ledger; gives the position of the last.
    fn take_acts(&mut self, progress: &mut dyn FnMut(u64)) -> Result<i64, Failure> {
        let mut last = 0;
        let mut failure = None;
        let Self { archive, head, books, tree, keys, .. } = self;
        let read = archive.read(ACTS, |entry| {
            let mut lines = Lines::of(entry);
            loop {
                let (acts, leaves) = lines.acts(&head.tenant)?;
                let Some(end) = acts.last() else { return Ok(()) };
                last = end.position;
                *tree = tree.take().zip(leaves).map(|(mut tree, leaves)| {
                    tree.append(&leaves);
                    tree
                });
                keys.extend(acts.iter().filter_map(key_of));
                if let Err(error) = books.take_over(&acts) {
                    failure = Some(error);
                    return Err(io::Error::other("not taken over"));
                }
                progress(last as u64);
            }
        });
        match failure {
            Some(failure) => Err(failure),
            None => read.map(|()| last).map_err(|error| refused(&error)),
        }
    }
}

/// The key of the log that an act names.
fn key_of(act: &Act) -> Option<VerifierKey> {
    let key = act.cells.get("verifier").filter(|_| act.register == LOG_KEYS)?;
    key.parse().ok()
}

fn read_text(archive: &Archive, name: &str) -> Result<String, Failure> {
    let read = archive.read(name, |entry| {
        let mut text = String::new();
        entry.take(LONGEST_TEXT).read_to_string(&mut text)?;
        Ok(text)
    });
    read.map_err(|error| refused(&error))
}

fn read_json<T: serde::de::DeserializeOwned>(archive: &Archive, name: &str) -> Result<T, Failure> {
    serde_json::from_str(&read_text(archive, name)?)
        .map_err(|why| Failure::refused(format!("`{name}` isn't as a bundle has it: {why}")))
}

fn refused(error: &Refused) -> Failure {
    Failure::refused(error.to_string())
}
