//! A bundle read: its acts put into a ledger of its own for the time being, and the report computed
//! from them as from any other.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufRead, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use efficacy::package::{Archive, Refused};
use ledger::{Act, LOG_KEYS, Location};
use tempfile::TempDir;
use transparency_log::{Edge, Hash, VerifierKey};

use super::line;
use super::proof::{InLog, Proof};
use super::{ACTS, CHECKPOINT, CONSISTENCY, FORMAT, HEAD, Head, REPORT, VERSIONS, VersionEntry};
use crate::cli::Failure;
use crate::publishing::check::{Difference, Disagreement, differences};
use crate::publishing::draft::{Computed, Hashing};
use crate::publishing::editions::{Draft, NamedHash};
use crate::records::{Books, Tenant, now};

/// The longest line of `acts.jsonl`: a draft of a report is the longest act there is.
const LONGEST_LINE: u64 = 256 << 20;
/// The longest head, report or list of versions.
const LONGEST_TEXT: u64 = 256 << 20;
/// Acts taken over at a time, and so many bytes of their lines.
const TOGETHER: usize = 4096;
const BYTES_TOGETHER: usize = 16 << 20;
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
        let recorded = Draft {
            as_of,
            report: read_text(&self.archive, REPORT)?,
            versions: self.versions(&mut differences)?,
            evidence: self.evidence()?,
        };
        let again = Computed::as_of(&self.books, year, as_of)?.draft;
        differences.extend(self::differences(&recorded, &again));
        Ok(differences
            .into_iter()
            .map(|difference| Disagreement { year, edition, difference })
            .collect())
    }

    /// Holds the acts against the log; `keys` are those of the log as they are known from elsewhere.
    pub(crate) fn in_log(&self, keys: &[VerifierKey]) -> Result<InLog, Failure> {
        let names = self.archive.names();
        if !names.iter().any(|name| name == CHECKPOINT) {
            return Ok(InLog::None);
        }
        let consistency = read_text(&self.archive, CONSISTENCY)?;
        let proof = Proof::of(&read_text(&self.archive, CHECKPOINT)?, &consistency)
            .map_err(|why| Failure::refused(format!("the log's part of the bundle: {why}")))?;
        let keys = if keys.is_empty() { &self.keys } else { keys };
        Ok(match &self.tree {
            Some(tree) => proof.check(tree.size(), tree.root(), keys),
            None => InLog::Not("not all of its acts say what they are hashed with".to_owned()),
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
            let mut lines = Lines { input: BufReader::new(entry), number: 0 };
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

/// The lines of `acts.jsonl`.
struct Lines<R> {
    input: R,
    /// Of the last line read; the first is 1.
    number: u64,
}

impl<R: BufRead> Lines<R> {
    /// The next acts, none at the end, and their leaves, where each says what it is hashed with.
    fn acts(&mut self, of: &str) -> io::Result<(Vec<Act>, Option<Vec<Hash>>)> {
        let (mut acts, mut leaves, mut bytes) = (Vec::new(), Vec::new(), 0);
        while acts.len() < TOGETHER && bytes < BYTES_TOGETHER {
            let Some(line) = self.next()? else { break };
            let line::Line { tenant, act, leaf } =
                line::read(&line).map_err(|why| self.wrong(&why))?;
            if tenant != of {
                return Err(self.wrong(&format!("it is an act of `{tenant}`, not of `{of}`")));
            }
            bytes += line.len();
            acts.push(act);
            leaves.push(leaf);
        }
        Ok((acts, leaves.into_iter().collect()))
    }

    fn next(&mut self) -> io::Result<Option<String>> {
        let mut line = Vec::new();
        (&mut self.input).take(LONGEST_LINE).read_until(b'\n', &mut line)?;
        if line.is_empty() {
            return Ok(None);
        }
        self.number += 1;
        if line.pop() != Some(b'\n') {
            return Err(self.wrong("it has no end; ask for the whole bundle again"));
        }
        String::from_utf8(line).map(Some).map_err(|why| self.wrong(&why.to_string()))
    }

    fn wrong(&self, why: &str) -> io::Error {
        io::Error::other(format!("line {} is no act: {why}", self.number))
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
