//! Group commit: one task takes the appends that wait and writes those of a tenant together.
//!
//! While a transaction is on its way to the disk the next appends gather; the more writers there
//! are, the more of them share a commit. Appends wait in a bounded channel: who hands in more than
//! the disk takes, waits.

use std::collections::HashMap;
use std::sync::Arc;

use sqlx::AssertSqlSafe;
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::act::Appended;
use crate::batch::{Answer, Batch, NewRows};
use crate::statements::{
    ADD_ACTS, ADD_ANSWERS, ADD_TENANT, ANSWERS, BEGIN_WRITING, HEADS, HOLD_TENANT, MOVE_TENANT,
    Many, SET_MATTERS,
};
use crate::store::{Clock, Db, Tx, on};
use crate::{Append, AppendError, Head};

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
    pub(crate) fn start(db: Db, clock: Clock) -> Self {
        let (waiting, taken) = mpsc::channel(WAITING);
        let task = tokio::spawn(write_what_comes(db, clock, taken));
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

async fn write_what_comes(db: Db, clock: Clock, mut taken: mpsc::Receiver<(Append, Reply)>) {
    let mut waiting = Vec::with_capacity(WAITING);
    while taken.recv_many(&mut waiting, WAITING).await > 0 {
        waiting.sort_by(|(one, _), (other, _)| one.tenant.cmp(&other.tenant));
        while !waiting.is_empty() {
            let tenant = waiting[0].0.tenant.as_str();
            let end = waiting.partition_point(|(append, _)| append.tenant.as_str() <= tenant);
            let (appends, replies): (Vec<_>, Vec<_>) = waiting.drain(..end).unzip();
            let answers = write(&db, &clock, &appends).await;
            for (reply, answer) in replies.into_iter().zip(answers) {
                // Who doesn't wait any longer can ask again by key.
                let _ = reply.send(answer);
            }
        }
    }
}

/// Writes appends of one tenant in one transaction and gives the answer to each.
async fn write(db: &Db, clock: &Clock, appends: &[Append]) -> Vec<Result<Appended, AppendError>> {
    let all = |error: fn(Arc<sqlx::Error>) -> AppendError, cause: sqlx::Error| {
        let cause = Arc::new(cause);
        appends.iter().map(|_| Err(error(cause.clone()))).collect()
    };
    let (tx, answers) = match prepare(db, clock, appends).await {
        Ok(prepared) => prepared,
        Err(cause) => return all(AppendError::Store, cause),
    };
    match tx.commit().await {
        Ok(()) => answers,
        Err(cause) => all(AppendError::Unknown, cause),
    }
}

/// All of a batch but its commit.
async fn prepare(
    db: &Db,
    clock: &Clock,
    appends: &[Append],
) -> sqlx::Result<(Tx, Vec<Result<Appended, AppendError>>)> {
    let tenant = appends[0].tenant.as_str();
    let mut tx = db.begin(BEGIN_WRITING.0, BEGIN_WRITING.1).await?;
    let (position, last_recorded) = hold(&mut tx, tenant).await?;
    let mut batch =
        Batch { position, recorded_at: clock().0.max(last_recorded), ..Batch::default() };
    read_heads(&mut tx, tenant, appends, &mut batch).await?;
    read_answers(&mut tx, tenant, appends, &mut batch).await?;
    let answers = appends.iter().map(|append| batch.take(append)).collect();
    batch.finish();
    if batch.position > position {
        add(&mut tx, tenant, &batch).await?;
    }
    Ok((tx, answers))
}

/// Holds the tenant until the transaction ends: batches of one tenant follow one another, on
/// however many servers.
async fn hold(tx: &mut Tx, tenant: &str) -> sqlx::Result<(i64, i64)> {
    on!(tx, tx => {
        let held = sqlx::query_as(HOLD_TENANT).bind(tenant).fetch_optional(&mut **tx).await?;
        if let Some(held) = held {
            return Ok(held);
        }
        sqlx::query(ADD_TENANT).bind(tenant).execute(&mut **tx).await?;
        sqlx::query_as(HOLD_TENANT).bind(tenant).fetch_one(&mut **tx).await
    })
}

async fn read_heads<'a>(
    tx: &mut Tx,
    tenant: &str,
    appends: &'a [Append],
    batch: &mut Batch<'a>,
) -> sqlx::Result<()> {
    let names: Vec<_> =
        appends.iter().map(|append| (append.register.as_str(), append.matter.as_str())).collect();
    for (text, piece) in HEADS.pieces(tx, &names) {
        let found: Vec<(String, String, i64, i64, i64, Option<String>)> = on!(&mut *tx, tx => {
            let mut query = sqlx::query_as(AssertSqlSafe(text)).bind(tenant);
            for (register, matter) in piece {
                query = query.bind(*register).bind(*matter);
            }
            query.fetch_all(&mut **tx).await?
        });
        let found: HashMap<_, _> = found
            .into_iter()
            .map(|(register, matter, version, row_version, opened, under)| {
                ((register, matter), Head { version, row_version, opened, under })
            })
            .collect();
        for (register, matter) in piece {
            if let Some(head) = found.get(&((*register).to_owned(), (*matter).to_owned())) {
                batch.heads.insert((register, matter), head.clone());
            }
        }
    }
    Ok(())
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

/// Binds rows to a statement that takes many and runs it, piece by piece.
macro_rules! run_many {
    ($tx:expr, $many:expr, $rows:expr, |$query:ident, $row:ident| $bound:expr) => {
        for (text, piece) in Many::pieces(&$many, $tx, $rows) {
            on!(&mut *$tx, tx => {
                let mut $query = sqlx::query(AssertSqlSafe(text)).persistent(true);
                for $row in piece {
                    $query = $bound;
                }
                $query.execute(&mut **tx).await?;
            });
        }
    };
}

/// Adds what a batch came to: acts, heads, answers, and how far the tenant is.
async fn add(tx: &mut Tx, tenant: &str, batch: &Batch<'_>) -> sqlx::Result<()> {
    let NewRows { acts, matters, keys } = &batch.new;
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
    run_many!(tx, SET_MATTERS, matters, |query, name| {
        let head = &batch.heads[name];
        query
            .bind(tenant)
            .bind(name.0)
            .bind(name.1)
            .bind(head.version)
            .bind(head.row_version)
            .bind(head.opened)
            .bind(head.under.as_deref())
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
    on!(tx, tx => {
        sqlx::query(MOVE_TENANT)
            .bind(tenant)
            .bind(batch.position)
            .bind(recorded_at)
            .execute(&mut **tx)
            .await?;
    });
    Ok(())
}
