//! Group commit: one task takes the appends that wait and writes those of a tenant together.
//!
//! While a transaction is on its way to the disk the next appends gather; the more writers there
//! are, the more of them share a commit. Appends wait in a bounded channel: who hands in more than
//! the disk takes, waits.

use std::collections::BTreeMap;
use std::io;
use std::sync::Arc;
use std::thread;

use tokio::runtime::Builder;
use tokio::sync::{Mutex, mpsc, oneshot};

use crate::act::Appended;
use crate::batch::{ActRow, Answer, Batch};
use crate::log::{Log, Sealed};
use crate::project::Projector;
use crate::query::{self, Name, Tenant, TenantRow};
use crate::statements::{ADD_ACTS, ADD_ANSWERS, ADD_TENANT, ANSWERS, HOLD_TENANT, MOVE_TENANT};
use crate::store::{Clock, Db, StoreError, Tx, Value, statistics};
use crate::vault::Sealing;
use crate::{Append, AppendError, Cells, RECORDED, RETIRED, ReadError, Vault};

/// Appends that wait for the writer, and so the most that share a commit.
const WAITING: usize = 512;

type Reply = oneshot::Sender<Result<Appended, AppendError>>;
/// Where the answer to an append comes.
pub(crate) type Answered = oneshot::Receiver<Result<Appended, AppendError>>;

/// The way to the task that writes.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    waiting: mpsc::Sender<(Append, Reply)>,
    /// Answered when the task has ended, however it did.
    ended: Arc<Mutex<oneshot::Receiver<()>>>,
}

/// What the task writes with.
#[derive(Clone)]
pub(crate) struct Desk {
    pub(crate) db: Db,
    pub(crate) clock: Clock,
    pub(crate) projector: Arc<Projector>,
    pub(crate) log: Arc<Log>,
    pub(crate) vault: Option<Arc<Vault>>,
}

impl Writer {
    /// Starts the task: on a thread of its own where it waits for the disk itself.
    ///
    /// # Errors
    /// When there is no thread to be had.
    pub(crate) fn start(desk: Desk) -> io::Result<Self> {
        let (waiting, taken) = mpsc::channel(WAITING);
        let (end, ended) = oneshot::channel();
        let waits_itself = matches!(desk.db, Db::Sqlite(_));
        let task = async move {
            desk.write_what_comes(taken).await;
            drop(end);
        };
        on_its_own("ledger", waits_itself, task)?;
        Ok(Self { waiting, ended: Arc::new(Mutex::new(ended)) })
    }

    /// Hands an append in, after those that were handed in before; the answer comes later.
    pub(crate) async fn hand_in(&self, append: Append) -> Result<Answered, AppendError> {
        let (reply, answer) = oneshot::channel();
        self.waiting.send((append, reply)).await.map_err(|_| AppendError::Closed)?;
        Ok(answer)
    }

    /// Ends the task when what waits is written. Other clones may still hand in until it does.
    pub(crate) async fn stop(self) {
        let Self { waiting, ended } = self;
        drop(waiting);
        if Arc::strong_count(&ended) == 1 {
            // A task that panicked has nothing left to wait for.
            let _ = (&mut *ended.lock().await).await;
        }
    }
}

/// Runs a task: on a thread of its own if it waits for the disk itself, so that nobody else has to.
pub(crate) fn on_its_own(
    name: &str,
    waits_itself: bool,
    task: impl Future<Output = ()> + Send + 'static,
) -> io::Result<()> {
    if waits_itself {
        let runtime = Builder::new_current_thread().enable_time().build()?;
        thread::Builder::new().name(name.to_owned()).spawn(move || runtime.block_on(task))?;
    } else {
        tokio::spawn(task);
    }
    Ok(())
}

/// A batch but for its commit.
pub(crate) struct Prepared {
    pub(crate) tx: Tx,
    pub(crate) answers: Vec<Result<Appended, AppendError>>,
    /// What the log is to take in.
    sealed: Vec<Sealed>,
}

impl Desk {
    async fn write_what_comes(self, mut taken: mpsc::Receiver<(Append, Reply)>) {
        let mut waiting = Vec::with_capacity(WAITING);
        while taken.recv_many(&mut waiting, WAITING).await > 0 {
            waiting.sort_by(|(one, _), (other, _)| one.tenant.cmp(&other.tenant));
            while !waiting.is_empty() {
                let tenant = waiting[0].0.tenant.as_str();
                let end = waiting.partition_point(|(append, _)| append.tenant.as_str() <= tenant);
                let (appends, replies): (Vec<_>, Vec<_>) = waiting.drain(..end).unzip();
                let answers = self.write(&appends).await;
                let recorded = answers.iter().flatten();
                let (first, last) = recorded.fold((i64::MAX, 0), |(first, last), answer| {
                    (first.min(answer.position), last.max(answer.position + answer.acts - 1))
                });
                for (reply, answer) in replies.into_iter().zip(answers) {
                    // Who doesn't wait any longer can ask again by key.
                    let _ = reply.send(answer);
                }
                self.log.stir();
                statistics::refresh(&self.db, first - 1, last).await;
            }
        }
    }

    /// Writes appends of one tenant in one transaction and gives the answer to each.
    async fn write(&self, appends: &[Append]) -> Vec<Result<Appended, AppendError>> {
        let tenant = appends[0].tenant.as_str();
        let all = |error: AppendError| {
            self.projector.forget(tenant);
            appends.iter().map(|_| Err(error.clone())).collect()
        };
        let Prepared { tx, mut answers, sealed } = match self.prepare(tenant, appends).await {
            Ok(prepared) => prepared,
            Err(error) => return all(error),
        };
        if let Err(cause) = tx.commit().await {
            return all(AppendError::Unknown(Arc::new(cause)));
        }
        self.log.promise(tenant, sealed, answers.iter_mut().flatten());
        answers
    }

    /// All of a batch but its commit.
    pub(crate) async fn prepare(
        &self,
        tenant: &str,
        appends: &[Append],
    ) -> Result<Prepared, AppendError> {
        let mut tx = self.db.begin_writing().await?;
        let mut stands = hold(&mut tx, tenant, self.projector.made_by()).await?;
        stands.recorded_at = (self.clock)().0.max(stands.recorded_at);
        let known = stands.position;
        let beginning = self.log.beginning(tenant, &stands)?;
        let vault = self.vault.as_deref();
        let sealing = Sealing::of(vault, &mut tx, tenant, appends, stands.recorded_at).await?;
        let mut batch = Batch::on(tenant, &stands);
        read_heads(&mut tx, tenant, appends, &mut batch).await?;
        read_answers(&mut tx, tenant, appends, &mut batch).await?;
        if let Some(beginning) = &beginning {
            batch.take(beginning, &[])?;
        }
        let taken = appends.iter().enumerate();
        let answers: Vec<_> =
            taken.map(|(at, append)| batch.take(append, sealing.references(at)?)).collect();
        let sealed = self.record(&mut tx, &mut stands, &mut batch).await?;
        sealing.write(&mut tx, &batch).await?;
        let mut sealed: Vec<_> = sealed.into_iter().collect();
        for answer in answers.iter().flatten().filter(|it| it.position <= known) {
            sealed.extend(self.log.sealed_before(&mut tx, tenant, answer).await?);
        }
        Ok(Prepared { tx, answers, sealed })
    }

    /// Writes what a batch adds and what follows from it; gives what the log is to take in.
    pub(crate) async fn record(
        &self,
        tx: &mut Tx,
        stands: &mut Tenant,
        batch: &mut Batch<'_>,
    ) -> Result<Option<Sealed>, AppendError> {
        if batch.new.acts.is_empty() {
            return Ok(None);
        }
        batch.finish();
        let sealed = self.log.seal(batch);
        let before = rows_before(tx, &self.projector, batch).await?;
        add(tx, batch.tenant, batch).await?;
        self.log.note_key(tx, batch).await?;
        stands.position = batch.position;
        let hangs_on = |row: &&ActRow<'_>| self.projector.hangs_on(&row.append.register);
        let last = batch.new.acts.iter().rfind(hangs_on);
        stands.basis = last.map_or(stands.basis, |row| row.position);
        self.projector.project(tx, stands, batch, &before).await?;
        move_on(tx, batch.tenant, stands).await?;
        Ok(sealed)
    }
}

/// Holds the tenant until the transaction ends: batches of one tenant follow one another, on
/// however many servers. Adds it if it isn't there.
///
/// # Errors
/// [`AppendError::Models`] when its read models were made otherwise than this program makes them.
pub(crate) async fn hold(tx: &mut Tx, tenant: &str, made_by: &str) -> Result<Tenant, AppendError> {
    let mut held = lock(tx, tenant).await?;
    if held.is_none() {
        tx.run(ADD_TENANT, &[tenant.into(), made_by.into()]).await?;
        held = lock(tx, tenant).await?;
    }
    held.filter(|held| held.models.as_deref() == Some(made_by))
        .ok_or_else(|| AppendError::Models(tenant.to_owned()))
}

/// Holds the tenant, if it is there.
pub(crate) async fn lock(tx: &mut Tx, tenant: &str) -> Result<Option<Tenant>, StoreError> {
    let held: Option<TenantRow> = tx.fetch_optional(HOLD_TENANT, &[tenant.into()]).await?;
    Ok(held.map(Tenant::from))
}

/// Where the tenant is from now on.
pub(crate) async fn move_on(tx: &mut Tx, tenant: &str, stands: &Tenant) -> Result<(), StoreError> {
    let Tenant { position, recorded_at, basis, .. } = stands;
    let values = [(*position).into(), (*recorded_at).into(), (*basis).into(), tenant.into()];
    tx.run(MOVE_TENANT, &values).await
}

async fn read_heads<'a>(
    tx: &mut Tx,
    tenant: &str,
    appends: &'a [Append],
    batch: &mut Batch<'a>,
) -> Result<(), StoreError> {
    let names: Vec<_> =
        appends.iter().map(|append| (append.register.as_str(), append.matter.as_str())).collect();
    let mut found = query::heads(tx, tenant, &names).await?;
    for (register, matter) in names {
        if let Some(head) = found.remove(&(register.to_owned(), matter.to_owned())) {
            batch.heads.insert((register, matter), head);
            batch.known.insert((register, matter));
        }
    }
    Ok(())
}

/// The rows that the batch replaces in registers that read models hang on.
async fn rows_before<'a>(
    tx: &mut Tx,
    projector: &Projector,
    batch: &Batch<'a>,
) -> Result<Vec<(Name<'a>, Cells)>, ReadError> {
    let names: Vec<_> =
        batch.known.iter().copied().filter(|(register, _)| projector.hangs_on(register)).collect();
    let mut acts = query::acts_of(tx, batch.tenant, &names).await?;
    let before = |name: Name<'a>| {
        let acts = acts.remove(&(name.0.to_owned(), name.1.to_owned()))?;
        let last = acts.into_iter().rfind(|act| [RECORDED, RETIRED].contains(&act.act.as_str()))?;
        (last.act == RECORDED).then_some((name, last.cells))
    };
    Ok(names.into_iter().filter_map(before).collect())
}

async fn read_answers<'a>(
    tx: &mut Tx,
    tenant: &str,
    appends: &'a [Append],
    batch: &mut Batch<'a>,
) -> Result<(), StoreError> {
    let keys = appends.iter().filter_map(|append| append.idempotency_key.as_deref());
    let keys: BTreeMap<&str, _> = keys.map(|key| (key, [key.into()])).collect();
    let rows: Vec<_> = keys.values().copied().collect();
    let found: Vec<(String, String, i64, i64, i64, i64)> =
        tx.fetch_many(&ANSWERS, &[tenant.into()], &rows).await?;
    for (key, content, position, version, acts, recorded_at) in found {
        if let Some((key, _)) = keys.get_key_value(key.as_str()) {
            let appended = Appended { position, version, acts, recorded_at, promises: None };
            batch.answers.insert(key, Answer { content, appended });
        }
    }
    Ok(())
}

/// Adds the acts of a batch and its answers.
async fn add(tx: &mut Tx, tenant: &str, batch: &Batch<'_>) -> Result<(), StoreError> {
    let recorded_at = batch.recorded_at;
    let acts: Vec<[Value<'_>; 13]> = batch
        .new
        .acts
        .iter()
        .map(|row| {
            let act = &row.append.acts[row.index];
            [
                tenant.into(),
                row.position.into(),
                (&row.append.register).into(),
                (&row.append.matter).into(),
                row.version.into(),
                (&act.act).into(),
                act.at.into(),
                recorded_at.into(),
                act.recorded_elsewhere.into(),
                act.under.as_deref().into(),
                (&row.cells).into(),
                row.sealed.as_deref().into(),
                row.salt.as_ref().map(<[u8; 16]>::as_slice).into(),
            ]
        })
        .collect();
    tx.run_many(&ADD_ACTS, &[], &acts).await?;
    let answers: Vec<[Value<'_>; 7]> = batch
        .new
        .keys
        .iter()
        .map(|key| {
            let Answer { content, appended } = &batch.answers[key];
            [
                tenant.into(),
                (*key).into(),
                content.into(),
                appended.position.into(),
                appended.version.into(),
                appended.acts.into(),
                appended.recorded_at.into(),
            ]
        })
        .collect();
    tx.run_many(&ADD_ANSWERS, &[], &answers).await
}
