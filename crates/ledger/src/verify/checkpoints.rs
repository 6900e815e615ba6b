//! The tree heads that were signed: each by the key in force, each over the tree at its size, each naming
//! the one before; and one signed with both where a key gives way to the next.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use transparency_log::{Hash, KeyKind, SignedCheckpoint, VerifierKey};

use super::tree::Tree;
use super::{Trust, Verified};
use crate::log::{BEGUN, LOG_KEYS, Note, VERIFIER, with_cosignatures};
use crate::query::{self, ActRow};
use crate::statements::{ACTS_OF_MATTERS, CHECKPOINTS};
use crate::{Logged, ReadError, Snapshot};

/// Tree heads read at a time.
const PAGE: usize = 512;

type Row = (i64, i64, String);

/// The tree heads of a log, against which its tree is held as it grows.
pub(super) struct Heads {
    /// From which size on which key signs.
    keys: Vec<(u64, VerifierKey)>,
    origin: Option<String>,
    /// Sizes at which one key gave way to the next, signed with both.
    handed_over: BTreeSet<u64>,
    waiting: VecDeque<Row>,
    next: i64,
    is_over: bool,
    last: Option<Row>,
    /// Roots at the sizes that whoever verifies knows.
    since: BTreeMap<u64, Option<Hash>>,
}

/// What was read of the tree heads.
pub(super) struct Read {
    /// Whether the keys given are among those of the log.
    is_by_known_key: bool,
    size: u64,
    since: BTreeMap<u64, Option<Hash>>,
    origin: Option<String>,
    keys: Vec<VerifierKey>,
}

impl Heads {
    pub(super) async fn read(
        snapshot: &mut Snapshot,
        size: Option<i64>,
        trust: &Trust,
        verified: &mut Verified,
    ) -> Result<Self, ReadError> {
        let keys = read_keys(snapshot, verified).await?;
        match (size, &snapshot.stands.log_key, keys.last()) {
            (None, None, None) => {
                verified.fault("log", "none is kept, so nothing shows whether acts were changed");
            }
            (Some(_), Some(named), Some((_, last))) if *named == last.to_string() => {}
            _ => verified.fault("log", "isn't kept with the key that its acts name"),
        }
        let origin = keys.first().map(|(_, key)| key.name().to_owned());
        let root = |size| (size == 0).then_some(Hash::EMPTY_TREE);
        let since = trust.since.iter().map(|head| head.checkpoint().size);
        let since = since.map(|size| (size, root(size))).collect();
        let handed_over = BTreeSet::new();
        let waiting = VecDeque::new();
        Ok(Self {
            keys,
            origin,
            handed_over,
            waiting,
            next: i64::MIN,
            is_over: false,
            last: None,
            since,
        })
    }

    /// The next size at which the tree is looked at.
    pub(super) async fn next_stop(&mut self, snapshot: &mut Snapshot) -> Result<u64, ReadError> {
        self.fill(snapshot).await?;
        let head = self.waiting.front().map(|(size, ..)| (*size).max(0) as u64);
        let unseen = self.since.iter().filter(|(_, root)| root.is_none()).map(|(size, _)| *size);
        Ok(head.into_iter().chain(unseen).min().unwrap_or(u64::MAX))
    }

    /// Holds what was signed at this size against the tree.
    pub(super) async fn check(
        &mut self,
        snapshot: &mut Snapshot,
        tree: &Tree,
        verified: &mut Verified,
    ) -> Result<(), ReadError> {
        if let Some(root) = self.since.get_mut(&tree.size()) {
            *root = Some(tree.root());
        }
        loop {
            self.fill(snapshot).await?;
            let is_due =
                |(size, ..): &Row| u64::try_from(*size).is_ok_and(|size| size > tree.size());
            let Some(row) = self.waiting.pop_front_if(|row| !is_due(row)) else { return Ok(()) };
            verified.checkpoints += 1;
            match self.fault_of(&row, tree) {
                Ok(()) => drop(self.handed_over.insert(tree.size())),
                Err(what) => verified.fault(format!("checkpoint {}", row.0), what),
            }
            self.last = Some(row);
        }
    }

    fn fault_of(&self, (size, signed_at, note): &Row, tree: &Tree) -> Result<(), String> {
        let signed: SignedCheckpoint =
            note.parse().map_err(|error| format!("can't be read: {error}"))?;
        let checkpoint = signed.checkpoint();
        let known: Vec<_> = self.keys.iter().map(|(_, key)| key.clone()).collect();
        let by = signed.verify(&known).map_err(|error| error.to_string())?.logs;
        if checkpoint.size as i64 != *size || checkpoint.size != tree.size() {
            return Err(format!("is signed for a tree of {} acts", checkpoint.size));
        }
        if checkpoint.root != tree.root() {
            return Err("is signed for other acts than are there".to_owned());
        }
        if let Some(key) = self.keys_at(checkpoint.size).find(|key| !by.contains(key)) {
            return Err(format!("isn't signed by `{key}`"));
        }
        let is_known = Note::of(&signed)
            == Some(Note {
                signed_at: *signed_at,
                after: self.last.as_ref().and_then(|(.., note)| Note::hash(note)),
            });
        if is_known { Ok(()) } else { Err("doesn't follow the one before it".to_owned()) }
    }

    /// The keys that must have signed a tree of this size: where one gives way to the next, both.
    fn keys_at(&self, size: u64) -> impl Iterator<Item = &VerifierKey> {
        let next = self.keys.partition_point(|(from, _)| *from <= size);
        let present = next.saturating_sub(1);
        let is_handed_over = self.keys.get(present).is_some_and(|(from, _)| *from == size);
        let first = if is_handed_over { present.saturating_sub(1) } else { present };
        self.keys[first.min(self.keys.len())..].iter().map(|(_, key)| key).take(present + 1 - first)
    }

    /// What is left when the tree is as large as the log says.
    pub(super) async fn finish(
        mut self,
        snapshot: &mut Snapshot,
        tree: &Tree,
        trust: &Trust,
        verified: &mut Verified,
    ) -> Result<Read, ReadError> {
        loop {
            self.fill(snapshot).await?;
            let Some((size, ..)) = self.waiting.pop_front() else { break };
            verified.checkpoints += 1;
            let what = format!("is of a tree that isn't there: the log has {} acts", tree.size());
            verified.fault(format!("checkpoint {size}"), what);
        }
        let last = with_cosignatures(&mut snapshot.tx, &snapshot.tenant, self.last).await?;
        if last.as_ref().map_or(0, |last| last.size as u64) != tree.size() {
            let what = format!("of a tree of {} acts isn't there", tree.size());
            verified.fault("checkpoint", what);
        }
        verified.last = last;
        // Who can only name another key, and not sign with the one before, has no log handed over.
        for (from, _) in self.keys.iter().skip(1) {
            if !self.handed_over.contains(from) {
                let what = "names a key to which the log wasn't handed over by the one before";
                verified.fault(format!("act {from}"), what);
            }
        }
        let keys: Vec<_> = self.keys.into_iter().map(|(_, key)| key).collect();
        let is_by_known_key =
            trust.keys.is_empty() || trust.keys.iter().any(|key| keys.contains(key));
        let (size, since, origin) = (tree.size(), self.since, self.origin);
        Ok(Read { is_by_known_key, size, since, origin, keys })
    }

    async fn fill(&mut self, snapshot: &mut Snapshot) -> Result<(), ReadError> {
        if self.waiting.is_empty() && !self.is_over {
            let values = [(&snapshot.tenant).into(), self.next.into(), PAGE.into()];
            let rows: Vec<Row> = snapshot.tx.fetch(CHECKPOINTS, &values).await?;
            let next = rows.last().map(|(size, ..)| size.checked_add(1));
            self.is_over = rows.len() < PAGE || next == Some(None);
            self.next = next.flatten().unwrap_or(self.next);
            self.waiting.extend(rows);
        }
        Ok(())
    }
}

/// The keys that the log's acts name, each with the size from which on it signs.
async fn read_keys(
    snapshot: &mut Snapshot,
    verified: &mut Verified,
) -> Result<Vec<(u64, VerifierKey)>, ReadError> {
    let tenant = snapshot.tenant.clone();
    let of = [(&tenant).into(), LOG_KEYS.into()];
    let rows: Vec<ActRow> =
        snapshot.tx.fetch_many(&ACTS_OF_MATTERS, &of, &[[LOG_KEYS.into()]]).await?;
    let mut keys = Vec::new();
    for row in rows {
        let position = row.0;
        let cells = query::act_of(&tenant, row).map(|act| act.cells).unwrap_or_default();
        let key = cells.get(VERIFIER).and_then(|key| key.parse::<VerifierKey>().ok());
        if let Some(why) = cells.get(BEGUN) {
            // What came before was signed in another log.
            keys.clear();
            verified.begun = Some((position, why.clone()));
        }
        match key.filter(|key| key.kind() == KeyKind::Log) {
            Some(key) => keys.push((position.max(0) as u64, key)),
            None => verified.fault(format!("act {position}"), "names no key of a log"),
        }
    }
    keys.sort_by_key(|(from, _)| *from);
    Ok(keys)
}

/// Holds what was read against what whoever verifies knows.
pub(super) fn check_trust(trust: &Trust, read: &Read, verified: &mut Verified) {
    if !read.is_by_known_key {
        verified.fault("log", "isn't signed with the key given, nor one that follows from it");
    }
    for head in &trust.since {
        let known = head.checkpoint();
        let place = format!("checkpoint {} given", known.size);
        let is_signed = head.verify(&read.keys).is_ok();
        if !is_signed || read.origin.as_deref() != Some(known.origin.as_str()) {
            verified.fault(place, "isn't one of this log");
        } else if known.size > read.size {
            verified.fault(place, format!("is ahead: the log was set back to {} acts", read.size));
        } else if read.since.get(&known.size).copied().flatten() != Some(known.root) {
            verified.fault(place, "is of another tree: the log was forked before it");
        }
    }
    let Some(policy) = &trust.policy else { return };
    let last = verified.last.as_ref().map(|Logged { note, .. }| note.clone()).unwrap_or_default();
    let checked = last.parse::<SignedCheckpoint>().map_err(|error| error.to_string());
    match checked.and_then(|last| policy.check(&last).map_err(|error| error.to_string())) {
        Ok(checked) => verified.witnessed = checked.witnesses,
        Err(what) => verified.fault("checkpoint", what),
    }
}
