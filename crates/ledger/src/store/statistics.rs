//! What PostgreSQL knows of how large its tables are, and so by which index it looks for rows.
//!
//! It finds out itself about once a minute, and plans for an empty table until then: a ledger that
//! has just begun, or an import, grows by ten thousands of acts in that time.

use super::Db;
use super::tx::Value;

/// Acts from which on it is told.
const FIRST: i64 = 1024;

const KNOWN: &str = "select cast(coalesce(max(reltuples), 0) as bigint) from pg_class \
     where oid = to_regclass('acts')";
const FIND_OUT: &str = "analyze tenants, acts, matters, answers, dues, facts, findings, mentions";

/// Has the tables looked at when an agency has four times as many acts as when it was last done,
/// unless PostgreSQL knows as much already.
pub(crate) async fn refresh(db: &Db, before: i64, after: i64) {
    let is_first_of_its_size = after >= FIRST && size(before) < size(after);
    if matches!(db, Db::Sqlite(_)) || !is_first_of_its_size {
        return;
    }
    // Without it acts are recorded all the same, only slower.
    let _ = find_out(db, after).await;
}

/// Grows by one whenever the number has grown fourfold.
fn size(acts: i64) -> u32 {
    acts.max(1).ilog2() / 2
}

async fn find_out(db: &Db, acts: i64) -> Result<(), super::StoreError> {
    let mut tx = db.begin_writing().await?;
    let none: &[Value<'_>] = &[];
    let known: Option<(i64,)> = tx.fetch_optional(KNOWN, none).await?;
    if known.is_none_or(|(known,)| known < acts / 2) {
        tx.run(FIND_OUT, none).await?;
    }
    tx.commit().await
}
