//! Acts against the leaves of the log, and answers against acts.

use std::collections::VecDeque;

use transparency_log::{Hash, leaf_hash};

use super::checkpoints::{Heads, Read};
use super::tree::{Tiles, Tree};
use super::{Trust, Verified};
use crate::act::{Append, NewAct};
use crate::log::text_of_row;
use crate::query::{self, ToLogRow};
use crate::statements::{ANSWERS_AFTER, TO_LOG, TO_VERIFY};
use crate::{Appended, ReadError, Snapshot};

/// Acts read at a time.
const PAGE: usize = 4096;
/// Answers read at a time.
const ANSWERS: usize = 256;
/// Leaves of a tile.
const WIDTH: i64 = 256;

/// Reads all acts, each against its leaf, and the tree that the leaves make.
pub(super) async fn check(
    snapshot: &mut Snapshot,
    size: Option<i64>,
    mut heads: Heads,
    trust: &Trust,
    verified: &mut Verified,
    progress: &mut impl FnMut(u64),
) -> Result<Read, ReadError> {
    let size = size.unwrap_or(0).max(0);
    let (mut acts, mut tiles, mut tree) = (Acts::new(), Tiles::new(), Tree::default());
    let mut first = 0;
    while first < size {
        let width = WIDTH.min(size - first) as usize;
        let kept = tiles.leaves(snapshot, first / WIDTH, width, verified).await?;
        let mut leaves = Vec::with_capacity(width);
        for index in 0..width {
            let position = first + index as i64 + 1;
            let made = acts.leaf(snapshot, position, verified).await?;
            let kept = kept.as_ref().map(|kept| kept[index]);
            if kept.is_some() && made.is_some() && kept != made {
                verified.fault(format!("act {position}"), "isn't the one that the log took in");
            }
            leaves.push(kept.or(made).unwrap_or(Hash::EMPTY_TREE));
        }
        grow(snapshot, &mut tree, &mut heads, &leaves, verified).await?;
        first += WIDTH;
        if verified.acts.is_multiple_of(PAGE as u64) {
            progress(verified.acts);
        }
    }
    acts.check_rest(snapshot, size, verified).await?;
    let read = heads.finish(snapshot, &tree, trust, verified).await?;
    tree.check_above(snapshot, &mut tiles, verified).await?;
    progress(verified.acts);
    Ok(read)
}

/// Grows the tree, and looks at it at each size at which it was signed.
async fn grow(
    snapshot: &mut Snapshot,
    tree: &mut Tree,
    heads: &mut Heads,
    mut leaves: &[Hash],
    verified: &mut Verified,
) -> Result<(), ReadError> {
    while !leaves.is_empty() {
        let stop = heads.next_stop(snapshot).await?.saturating_sub(tree.size());
        let (now, later) = leaves.split_at(leaves.len().min(stop.max(1) as usize));
        tree.grow(now);
        heads.check(snapshot, tree, verified).await?;
        leaves = later;
    }
    Ok(())
}

/// The acts that are kept, in order.
struct Acts {
    waiting: VecDeque<ToLogRow>,
    next: i64,
    is_over: bool,
}

impl Acts {
    fn new() -> Self {
        Self { waiting: VecDeque::new(), next: i64::MIN, is_over: false }
    }

    async fn fill(&mut self, snapshot: &mut Snapshot) -> Result<(), ReadError> {
        if self.waiting.is_empty() && !self.is_over {
            let values = [(&snapshot.tenant).into(), self.next.into(), PAGE.into()];
            let rows: Vec<ToLogRow> = snapshot.tx.fetch(TO_VERIFY, &values).await?;
            self.is_over = rows.len() < PAGE;
            let next = rows.last().map(|row| row.0.checked_add(1));
            self.is_over |= next == Some(None);
            self.next = next.flatten().unwrap_or(self.next);
            self.waiting.extend(rows);
        }
        Ok(())
    }

    /// The leaf that the act at a position makes; none, and a fault, where there is none.
    async fn leaf(
        &mut self,
        snapshot: &mut Snapshot,
        position: i64,
        verified: &mut Verified,
    ) -> Result<Option<Hash>, ReadError> {
        loop {
            self.fill(snapshot).await?;
            let Some(row) = self.waiting.pop_front_if(|row| row.0 <= position) else {
                verified.fault(format!("act {position}"), "is missing");
                return Ok(None);
            };
            verified.acts += 1;
            if row.0 < position {
                verified.fault(format!("act {}", row.0), "has no place in the order of acts");
                continue;
            }
            let Some(salt) = &row.11 else {
                verified.fault(format!("act {position}"), "lacks what it was hashed with");
                return Ok(None);
            };
            return Ok(Some(leaf_hash(salt, text_of_row(&snapshot.tenant, &row).as_bytes())));
        }
    }

    /// Acts after those that the log has.
    async fn check_rest(
        mut self,
        snapshot: &mut Snapshot,
        size: i64,
        verified: &mut Verified,
    ) -> Result<(), ReadError> {
        let mut last = size;
        loop {
            self.fill(snapshot).await?;
            let Some(row) = self.waiting.pop_front() else { break };
            verified.acts += 1;
            last += 1;
            if row.0 != last {
                verified.fault(format!("act {}", row.0), "has no place in the order of acts");
            } else if snapshot.stands.log_key.is_some() {
                verified.fault(
                    format!("act {last}"),
                    "isn't in the log; if a program with the log's key was stopped before it could \
                     take it in, open the ledger with the key once, and verify again",
                );
            }
        }
        if snapshot.stands.position != last {
            let position = snapshot.stands.position;
            verified.fault("tenant", format!("is said to have {position} acts, and has {last}"));
        }
        Ok(())
    }
}

/// Holds what was answered to appends against the acts that are there.
pub(super) async fn check_answers(
    snapshot: &mut Snapshot,
    verified: &mut Verified,
) -> Result<(), ReadError> {
    let tenant = snapshot.tenant.clone();
    let mut last = String::new();
    loop {
        let values = [(&tenant).into(), (&last).into(), ANSWERS.into()];
        let rows: Vec<(String, String, i64, i64, i64, i64)> =
            snapshot.tx.fetch(ANSWERS_AFTER, &values).await?;
        let Some((end, ..)) = rows.last() else { return Ok(()) };
        last.clone_from(end);
        for (key, content, position, version, acts, recorded_at) in rows {
            let answer = Appended { position, version, acts, recorded_at, promises: None };
            let values = [(&tenant).into(), position.saturating_sub(1).into(), acts.into()];
            let rows: Vec<ToLogRow> = snapshot.tx.fetch(TO_LOG, &values).await?;
            if !is_answer_to(&tenant, &answer, &content, rows) {
                verified.fault(format!("answer {key}"), "isn't about the acts that are there");
            }
        }
    }
}

/// Whether these acts are what was answered.
fn is_answer_to(tenant: &str, answer: &Appended, content: &str, rows: Vec<ToLogRow>) -> bool {
    let is_placed = rows.len() as i64 == answer.acts
        && rows.first().is_some_and(|row| row.0 == answer.position)
        && rows.last().is_some_and(|row| row.3 == answer.version)
        && rows.iter().all(|row| row.6 == answer.recorded_at);
    let acts: Result<Vec<_>, _> =
        rows.into_iter().map(|row| query::act_of(tenant, query::without_salt(row))).collect();
    let Ok(acts) = acts else { return false };
    let Some(first) = acts.first() else { return false };
    let append = Append {
        tenant: tenant.to_owned(),
        register: first.register.clone(),
        matter: first.matter.clone(),
        expected_version: 0,
        acts: acts.iter().map(NewAct::from).collect(),
        idempotency_key: None,
    };
    let references: Vec<_> = acts.iter().map(|act| act.sealed.clone()).collect();
    is_placed && append.content(&references) == content
}
