//! Group commit: one task takes the appends that wait and writes those of a tenant together.
//!
//! While a transaction is on its way to the disk the next appends gather; the more writers there
//! are, the more of them share a commit. Appends wait in a bounded channel: who hands in more than
//! the disk takes, waits.

use std::sync::Arc;

use sqlx::AssertSqlSafe;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::act::Appended;
use crate::batch::{Answer, Batch, NewRows};
use crate::project::Projector;
use crate::query::{self, Name, Tenant};
use crate::statements::{
    ADD_ACTS, ADD_ANSWERS, ADD_TENANT, ANSWERS, BEGIN_WRITING, HOLD_TENANT, MOVE_TENANT,
};
use crate::store::{Clock, Db, Tx, on};
use crate::{Append, AppendError, Cells, RECORDED, RETIRED, ReadError};

/// Appends that wait for the writer, and so the most that share a commit.
const WAITING: usize = 512;

type Reply = oneshot::Sender<Result<Appended, AppendError>>;

/// The way to the task that writes.
#[derive(Debug, Clone)]
pub(crate) struct Writer {
    waiting: mpsc::Sender<(Append, Reply)>,
    task: Arc<Mutex<Option<JoinHandle<()>>>>,
}

impl Writer {
    pub(crate) fn start(db: Db, clock: Clock, projector: Arc<Projector>) -> Self {
        let (waiting, taken) = mpsc::channel(WAITING);
        let task = tokio::spawn(write_what_comes(db, clock, projector, taken));
        Self { waiting, task: Arc::new(Mutex::new(Some(task))) }
    }

    pub(crate) async fn append(&self, append: Append) -> Result<Appended, AppendError> {
        let (reply, answer) = oneshot::channel();
        self.waiting.send((append, reply)).await.map_err(|_| AppendError::Closed)?;
        answer.await.map_err(|_| AppendError::Closed)?
    }

    /// Ends the task when what waits is written. Other clones may still hand in until it does.
    pub(crate) async fn stop(self) {
        let Self { waiting, task } = self;
        drop(waiting);
        if Arc::strong_count(&task) == 1
            && let Some(task) = task.lock().await.take()
        {
            // A task that panicked has nothing left to wait for.
            let _ = task.await;
        }
    }
}

async fn write_what_comes(
    db: Db,
    clock: Clock,
    projector: Arc<Projector>,
    mut taken: mpsc::Receiver<(Append, Reply)>,
) {
    let mut waiting = Vec::with_capacity(WAITING);
    while taken.recv_many(&mut waiting, WAITING).await > 0 {
        waiting.sort_by(|(one, _), (other, _)| one.tenant.cmp(&other.tenant));
        while !waiting.is_empty() {
            let tenant = waiting[0].0.tenant.as_str();
            let end = waiting.partition_point(|(append, _)| append.tenant.as_str() <= tenant);
            let (appends, replies): (Vec<_>, Vec<_>) = waiting.drain(..end).unzip();
            let answers = write(&db, &clock, &projector, &appends).await;
            for (reply, answer) in replies.into_iter().zip(answers) {
                // Who doesn't wait any longer can ask again by key.
                let _ = reply.send(answer);
            }
        }
    }
}

/// Writes appends of one tenant in one transaction and gives the answer to each.
async fn write(
    db: &Db,
    clock: &Clock,
    projector: &Projector,
    appends: &[Append],
) -> Vec<Result<Appended, AppendError>> {
    let tenant = appends[0].tenant.as_str();
    let all = |error: AppendError| {
        projector.forget(tenant);
        appends.iter().map(|_| Err(error.clone())).collect()
    };
    let (tx, answers) = match prepare(db, clock, projector, tenant, appends).await {
        Ok(prepared) => prepared,
        Err(error) => return all(error),
    };
    match tx.commit().await {
        Ok(()) => answers,
        Err(cause) => all(AppendError::Unknown(Arc::new(cause))),
    }
}

/// All of a batch but its commit.
async fn prepare(
    db: &Db,
    clock: &Clock,
    projector: &Projector,
    tenant: &str,
    appends: &[Append],
) -> Result<(Tx, Vec<Result<Appended, AppendError>>), AppendError> {
    let mut tx = db.begin(BEGIN_WRITING.0, BEGIN_WRITING.1).await?;
    let mut stands = hold(&mut tx, tenant, projector.made_by()).await?;
    stands.recorded_at = clock().0.max(stands.recorded_at);
    let mut batch = Batch {
        tenant,
        position: stands.position,
        recorded_at: stands.recorded_at,
        ..Batch::default()
    };
    read_heads(&mut tx, tenant, appends, &mut batch).await?;
    read_answers(&mut tx, tenant, appends, &mut batch).await?;
    let answers = appends.iter().map(|append| batch.take(append)).collect();
    batch.finish();
    if batch.position > stands.position {
        stands.position = batch.position;
        let before = rows_before(&mut tx, projector, &batch).await?;
        add(&mut tx, tenant, &batch).await?;
        let last = batch.new.acts.iter().rfind(|row| projector.hangs_on(&row.append.register));
        stands.basis = last.map_or(stands.basis, |row| row.position);
        projector.project(&mut tx, &stands, &batch, &before).await?;
        move_on(&mut tx, tenant, &stands).await?;
    }
    Ok((tx, answers))
}

/// Holds the tenant until the transaction ends: batches of one tenant follow one another, on
/// however many servers. Adds it if it isn't there.
///
/// # Errors
/// [`AppendError::Models`] when its read models were made otherwise than this program makes them.
pub(crate) async fn hold(tx: &mut Tx, tenant: &str, made_by: &str) -> Result<Tenant, AppendError> {
    let mut held = lock(tx, tenant).await?;
    if held.is_none() {
        on!(&mut *tx, tx => {
            sqlx::query(ADD_TENANT).bind(tenant).bind(made_by).execute(&mut **tx).await?;
        });
        held = lock(tx, tenant).await?;
    }
    held.filter(|held| held.models.as_deref() == Some(made_by))
        .ok_or_else(|| AppendError::Models(tenant.to_owned()))
}

/// Holds the tenant, if it is there.
pub(crate) async fn lock(tx: &mut Tx, tenant: &str) -> sqlx::Result<Option<Tenant>> {
    let held: Option<(i64, i64, i64, Option<String>)> = on!(tx, tx => {
        sqlx::query_as(HOLD_TENANT).bind(tenant).fetch_optional(&mut **tx).await?
    });
    Ok(held.map(Tenant::from))
}

/// Where the tenant is from now on.
pub(crate) async fn move_on(tx: &mut Tx, tenant: &str, stands: &Tenant) -> sqlx::Result<()> {
    on!(tx, tx => {
        sqlx::query(MOVE_TENANT)
            .bind(tenant)
            .bind(stands.position)
            .bind(stands.recorded_at)
            .bind(stands.basis)
            .execute(&mut **tx)
            .await?;
    });
    Ok(())
}

async fn read_heads<'a>(
    tx: &mut Tx,
    tenant: &str,
    appends: &'a [Append],
    batch: &mut Batch<'a>,
) -> sqlx::Result<()> {
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
) -> sqlx::Result<()> {
    let keys: Vec<_> =
        appends.iter().filter_map(|append| append.idempotency_key.as_deref()).collect();
    for (text, piece) in ANSWERS.pieces(tx, &keys) {
        let found: Vec<(String, String, i64, i64, i64, i64)> = on!(&mut *tx, tx => {
            let mut query = sqlx::query_as(AssertSqlSafe(text)).bind(tenant);
            for key in piece {
                query = query.bind(*key);
            }
            query.fetch_all(&mut **tx).await?
        });
        for (key, content, position, version, acts, recorded_at) in found {
            if let Some(key) = piece.iter().find(|known| **known == key) {
                let appended = Appended { position, version, acts, recorded_at };
                batch.answers.insert(key, Answer { content, appended });
            }
        }
    }
    Ok(())
}

/// Binds rows to a statement that takes many and runs it, piece by piece; what rows have in common,
/// such as their tenant, is bound first.
macro_rules! run_many {
    ($tx:expr, $many:expr, $rows:expr, $(of: [$($of:expr),+],)? |$query:ident, $row:ident| $bound:expr) => {
        for (text, piece) in $many.pieces($tx, $rows) {
            $crate::store::on!(&mut *$tx, tx => {
                let mut $query = sqlx::query(sqlx::AssertSqlSafe(text)).persistent(true);
                $($($query = $query.bind($of);)+)?
                for $row in piece {
                    $query = $bound;
                }
                $query.execute(&mut **tx).await?;
            });
        }
    };
}
pub(crate) use run_many;

/// Adds the acts of a batch and its answers.
async fn add(tx: &mut Tx, tenant: &str, batch: &Batch<'_>) -> sqlx::Result<()> {
    let NewRows { acts, keys, .. } = &batch.new;
    let recorded_at = batch.recorded_at;
    run_many!(tx, ADD_ACTS, acts, |query, row| {
        let act = &row.append.acts[row.index];
        query
            .bind(tenant)
            .bind(row.position)
            .bind(row.append.register.as_str())
            .bind(row.append.matter.as_str())
            .bind(row.version)
            .bind(act.act.as_str())
            .bind(act.at)
            .bind(recorded_at)
            .bind(act.recorded_elsewhere)
            .bind(act.under.as_deref())
            .bind(row.cells.as_str())
    });
    run_many!(tx, ADD_ANSWERS, keys, |query, key| {
        let Answer { content, appended } = &batch.answers[key];
        query
            .bind(tenant)
            .bind(*key)
            .bind(content.as_str())
            .bind(appended.position)
            .bind(appended.version)
            .bind(appended.acts)
            .bind(appended.recorded_at)
    });
    Ok(())
}
