//! Takes what is recorded into the log, behind the appends: one program at a time for each tenant.
//!
//! Twice a second, or as soon as a ledger is closed, acts that the log doesn't have yet are read in the
//! order of their positions, hashed, and written as tiles with a signed checkpoint, in one transaction
//! that moves the log's size on only if nobody else did. Where several programs hold the key, the lease
//! keeps the others from doing the same work; that no two trees are ever signed is the size's doing.

use std::collections::HashMap;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::{Mutex, Notify, oneshot};
use tokio::time::timeout;
use transparency_log::{
    Checkpoint, Edge, Hash, LogKey, SignedCheckpoint, Tile, edge_tiles, leaf_hash,
};

use super::read::hashes_of;
use super::seal::text_of_row;
use super::{BEGUN, LOG_KEYS, Log, Note, Salt};
use crate::query::{self, ActRow, ToLogRow};
use crate::statements::{
    ACTS_OF_MATTERS, ADD_CHECKPOINT, END_LEASE, LAST_CHECKPOINT, LOG, MOVE_LOG, SET_SALT,
    SET_TILES, TO_LOG,
};
use crate::store::{Clock, Db, Pools, StoreError, Tx, Value};
use crate::writer::on_its_own;

/// Acts read at a time.
const PAGE: usize = 4096;
/// Acts taken in by one transaction.
const TOGETHER: usize = 16_384;
/// How long the one that takes in keeps the others from it, in microseconds.
const LEASE: i64 = 3_000_000;

/// The task that takes in.
#[derive(Debug, Clone)]
pub(crate) struct Sequencer {
    stop: Arc<Stop>,
    /// Answered when the task has ended, however it did.
    ended: Arc<Mutex<oneshot::Receiver<()>>>,
}

#[derive(Debug, Default)]
struct Stop {
    is_asked: AtomicBool,
    told: Notify,
}

impl Sequencer {
    /// Starts the task, if any log is to be kept.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(crate) fn start(pools: &Pools, clock: Clock, log: Arc<Log>) -> io::Result<Option<Self>> {
        if log.keeping.keys.is_empty() {
            return Ok(None);
        }
        let stop = Arc::new(Stop::default());
        let (end, ended) = oneshot::channel();
        let clerk = Clerk {
            pools: pools.clone(),
            clock,
            holder: format!("{:016x}", fastrand::u64(..)),
            log,
            edges: HashMap::new(),
        };
        let waits_itself = matches!(pools.writing, Db::Sqlite(_));
        let asked = stop.clone();
        let task = async move {
            clerk.take_in_what_comes(&asked).await;
            drop(end);
        };
        on_its_own("log", waits_itself, task)?;
        Ok(Some(Self { stop, ended: Arc::new(Mutex::new(ended)) }))
    }

    /// Takes in what is recorded and ends the task, if nobody else uses it.
    pub(crate) async fn stop(self) {
        if Arc::strong_count(&self.ended) == 1 {
            self.stop.is_asked.store(true, Ordering::Release);
            self.stop.told.notify_one();
            // A task that panicked has nothing left to wait for.
            let _ = (&mut *self.ended.lock().await).await;
        }
    }
}

struct Clerk {
    pools: Pools,
    clock: Clock,
    log: Arc<Log>,
    /// A name for this program among those that hold the same key.
    holder: String,
    /// By tenant, the right edge of its tree.
    edges: HashMap<String, Edge>,
}

/// Why the log doesn't take in what is recorded.
pub(super) enum Stopped {
    /// It will be tried again.
    Store(StoreError),
    /// What is recorded isn't what a holder of the key had recorded.
    Trouble(String),
}

impl From<StoreError> for Stopped {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

/// What is taken in together.
pub(super) struct Taken {
    pub(super) edge: Edge,
    pub(super) tiles: Vec<(Tile, Vec<u8>)>,
    /// Salts of acts that had none, by position.
    pub(super) salts: Vec<(i64, Salt)>,
}

impl Clerk {
    async fn take_in_what_comes(mut self, stop: &Stop) {
        let every = self.log.keeping.every;
        loop {
            let is_last = stop.is_asked.load(Ordering::Acquire);
            self.take_in_all().await;
            if is_last {
                return self.end_leases().await;
            }
            // Acts gather; somebody else's, which nobody tells of, are looked for now and then.
            let _ = timeout(every, stop.told.notified()).await;
            let _ = timeout(every, self.log.stirred.notified()).await;
        }
    }

    async fn take_in_all(&mut self) {
        let keys = self.log.keeping.keys.clone();
        for (tenant, key) in &keys {
            if self.log.trouble(tenant).is_some() {
                continue;
            }
            loop {
                match self.take_in(tenant, key).await {
                    Ok(true) => {}
                    Ok(false) => break,
                    Err(stopped) => {
                        self.edges.remove(tenant);
                        if let Stopped::Trouble(why) = stopped {
                            self.log.is_in_trouble(tenant, why);
                        }
                        break;
                    }
                }
            }
        }
    }

    /// Takes in the next acts; tells whether there may be more.
    async fn take_in(&mut self, tenant: &str, key: &LogKey) -> Result<bool, Stopped> {
        let mut tx = self.pools.reading.begin_reading().await?;
        let Some(stands) = query::tenant(&mut tx, tenant).await? else { return Ok(false) };
        let log: Option<(i64, Option<String>, i64)> =
            tx.fetch_optional(LOG, &[tenant.into()]).await?;
        let Some((size, leased_by, leased_until)) = log else { return Ok(false) };
        let now = (self.clock)().0;
        let is_leased = leased_by.is_some_and(|by| by != self.holder) && leased_until >= now;
        let is_ours = stands.log_key == Some(key.verifier().to_string());
        if size >= stands.position || is_leased || !is_ours {
            return Ok(false);
        }
        let edge = match self.edges.remove(tenant) {
            Some(edge) if edge.size() == size as u64 => edge,
            _ => load_edge(&mut tx, tenant, key, size).await?,
        };
        let taken = read_acts(&mut tx, tenant, key, edge).await?;
        drop(tx);
        let taken_in = taken.edge.size() as i64;
        let is_taken = self.write(tenant, key, size, &taken).await?;
        if is_taken {
            self.edges.insert(tenant.to_owned(), taken.edge);
        }
        Ok(is_taken && taken_in < stands.position)
    }

    /// Writes what was taken in, unless somebody else did meanwhile.
    async fn write(
        &self,
        tenant: &str,
        key: &LogKey,
        size: i64,
        taken: &Taken,
    ) -> Result<bool, Stopped> {
        let mut tx = self.pools.writing.begin_writing().await?;
        let turn = Turn { tenant, now: (self.clock)().0, holder: Some(&self.holder) };
        let is_taken = write_taken(&mut tx, &turn, &[key], size, taken).await?;
        if is_taken {
            tx.commit().await?;
        }
        Ok(is_taken)
    }

    async fn end_leases(&self) {
        for tenant in self.log.keeping.keys.keys() {
            let ended = async {
                let mut tx = self.pools.writing.begin_writing().await?;
                tx.run(END_LEASE, &[tenant.into(), (&self.holder).into()]).await?;
                tx.commit().await
            };
            // A lease that isn't given back runs out.
            let _ = ended.await;
        }
    }
}

/// Whose log grows, when, and who makes it grow: without a name, whoever has the lease.
pub(super) struct Turn<'a> {
    pub(super) tenant: &'a str,
    pub(super) now: i64,
    pub(super) holder: Option<&'a str>,
}

/// Writes a tree that has grown from `size` and its checkpoint; tells whether nobody else did before.
pub(super) async fn write_taken(
    tx: &mut Tx,
    turn: &Turn<'_>,
    keys: &[&LogKey],
    size: i64,
    taken: &Taken,
) -> Result<bool, Stopped> {
    let &Turn { tenant, now, holder } = turn;
    let grown = taken.edge.size() as i64;
    let free_from = if holder.is_some() { now } else { i64::MAX };
    let (until, free_from) = ((now + LEASE).into(), free_from.into());
    let move_log = [grown.into(), holder.into(), until, tenant.into(), size.into(), free_from];
    let moved: Option<(i64,)> = tx.fetch_optional(MOVE_LOG, &move_log).await?;
    // A log that was begun anew meanwhile may be as small as this one was.
    let in_force = query::tenant(tx, tenant).await?.and_then(|stands| stands.log_key);
    if moved.is_none() || in_force != keys.last().map(|key| key.verifier().to_string()) {
        return Ok(false);
    }
    for (position, salt) in &taken.salts {
        tx.run(SET_SALT, &[salt.as_slice().into(), tenant.into(), (*position).into()]).await?;
    }
    let tiles: Vec<[Value<'_>; 4]> = taken
        .tiles
        .iter()
        .map(|(tile, hashes)| {
            let (level, place) = (i64::from(tile.level), tile.index as i64);
            [tenant.into(), level.into(), place.into(), hashes.as_slice().into()]
        })
        .collect();
    tx.run_many(&SET_TILES, &[], &tiles).await?;
    let before: Option<(i64, i64, String)> =
        tx.fetch_optional(LAST_CHECKPOINT, &[tenant.into()]).await?;
    let after = before.and_then(|(.., note)| Note::hash(&note));
    let line = Note { signed_at: now, after }.line();
    let origin = keys.first().map_or_else(String::new, |key| key.name().to_owned());
    let checkpoint = Checkpoint { origin, size: taken.edge.size(), root: taken.edge.root() };
    let signed = SignedCheckpoint::sign_with(&checkpoint, &line, keys)
        .map_err(|error| Stopped::Trouble(error.to_string()))?;
    let values = [tenant.into(), grown.into(), now.into(), signed.text().into()];
    tx.run(ADD_CHECKPOINT, &values).await?;
    Ok(true)
}

/// The right edge of the tree as it was signed last.
pub(super) async fn load_edge(
    tx: &mut Tx,
    tenant: &str,
    key: &LogKey,
    size: i64,
) -> Result<Edge, Stopped> {
    let mut tiles = HashMap::new();
    for tile in edge_tiles(size as u64) {
        let hashes = hashes_of(tx, tenant, &tile).await;
        tiles.insert(tile, hashes.map_err(|error| Stopped::Trouble(error.to_string()))?);
    }
    let edge = Edge::load(size as u64, |tile| tiles.remove(&tile).ok_or(fmt::Error))
        .map_err(|error| Stopped::Trouble(error.to_string()))?;
    if size == 0 {
        return Ok(edge);
    }
    let signed: Option<(i64, i64, String)> =
        tx.fetch_optional(LAST_CHECKPOINT, &[tenant.into()]).await?;
    let signed = signed.and_then(|(_, _, note)| note.parse::<SignedCheckpoint>().ok());
    let verified = signed.and_then(|signed| signed.verify(&[key.verifier().clone()]).ok());
    let is_same = verified
        .is_some_and(|it| (it.checkpoint.size, it.checkpoint.root) == (edge.size(), edge.root()));
    if is_same {
        Ok(edge)
    } else {
        Err(Stopped::Trouble(format!(
            "what is kept of the tree of its first {size} acts isn't what was signed; restore a backup"
        )))
    }
}

/// Reads the next acts and grows the tree by them.
async fn read_acts(
    tx: &mut Tx,
    tenant: &str,
    key: &LogKey,
    mut edge: Edge,
) -> Result<Taken, Stopped> {
    let begun = begins_at(tx, tenant).await?;
    let mut leaves: Vec<Hash> = Vec::new();
    let mut salts = Vec::new();
    let mut last = edge.size() as i64;
    while leaves.len() < TOGETHER {
        let rows: Vec<ToLogRow> =
            tx.fetch(TO_LOG, &[tenant.into(), last.into(), PAGE.into()]).await?;
        let is_all = rows.len() < PAGE;
        for row in &rows {
            last += 1;
            if row.0 != last {
                return Err(Stopped::Trouble(format!("act {last} isn't there; restore a backup")));
            }
            let text = text_of_row(tenant, row);
            let salt = key.salt(text.as_bytes());
            match &row.11 {
                Some(marked) if *marked == salt => {}
                None if last < begun => salts.push((last, salt)),
                _ => {
                    return Err(Stopped::Trouble(format!(
                        "act {last} wasn't recorded by a program that holds its key, or was changed since"
                    )));
                }
            }
            leaves.push(leaf_hash(&salt, text.as_bytes()));
        }
        if is_all {
            break;
        }
    }
    let tiles = edge.append(&leaves);
    Ok(Taken { edge, tiles, salts })
}

/// Position of the act that the log began with: acts before it may be without a mark.
async fn begins_at(tx: &mut Tx, tenant: &str) -> Result<i64, Stopped> {
    let values = [tenant.into(), LOG_KEYS.into()];
    let rows: Vec<ActRow> = tx.fetch_many(&ACTS_OF_MATTERS, &values, &[[LOG_KEYS.into()]]).await?;
    let mut begins_at = 0;
    for row in rows {
        let act =
            query::act_of(tenant, row).map_err(|error| Stopped::Trouble(error.to_string()))?;
        if begins_at == 0 || act.cells.contains_key(BEGUN) {
            begins_at = act.position;
        }
    }
    Ok(begins_at)
}
