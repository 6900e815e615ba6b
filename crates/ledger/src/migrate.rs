//! Tables brought up to date: one statement a file, forwards only, each applied once.

use crate::OpenError;
use crate::citus;
use crate::store::{Db, StoreError, Tx};

macro_rules! migrations {
    ($($name:literal,)+) => {
        /// By store, the name of each migration and its statement.
        pub(crate) const SQLITE: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../migrations/sqlite/", $name, ".sql"))),)+];
        pub(crate) const POSTGRES: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../migrations/postgres/", $name, ".sql"))),)+];
    };
}

migrations! {
    "0001_tenants",
    "0002_acts",
    "0003_acts_by_matter",
    "0004_matters",
    "0005_matters_in_order",
    "0006_answers",
    "0007_tenants_basis",
    "0008_tenants_models",
    "0009_matters_stage",
    "0010_matters_item_code",
    "0011_matters_wakes",
    "0012_matters_of_item",
    "0013_matters_that_wake",
    "0014_dues",
    "0015_dues_in_order",
    "0016_facts",
    "0017_facts_of_year",
    "0018_findings",
    "0019_acts_salt",
    "0020_tenants_log_key",
    "0021_logs",
    "0022_tiles",
    "0023_checkpoints",
    "0024_cosignatures",
    "0025_acts_sealed",
    "0026_vaults",
    "0027_subjects",
    "0028_subjects_by_blind",
    "0029_vault",
    "0030_mentions",
    "0031_mentions_of_subject",
    "0032_files",
    "0033_vault_sealed_without_statistics",
    "0034_subjects_blind_without_statistics",
    "0035_subjects_wrapped_key_without_statistics",
    "0036_files_sealed_without_statistics",
    "0037_kept",
    "0038_kept_of_owner",
    "0039_kept_until",
    "0040_kept_sealed_without_statistics",
    "0041_kept_name_without_statistics",
    "0042_kept_owner_without_statistics",
}

const APPLIED: &str = "create table if not exists migrations (\
     name text not null, constraint migrations_pkey primary key (name))";

/// Lets one server migrate at a time; the number is any that nobody else uses.
const LOCK: &str = "select pg_advisory_lock(7065712)";
const UNLOCK: &str = "select pg_advisory_unlock(7065712)";

/// Applies the migrations that the store lacks.
pub(crate) async fn up_to_date(db: &Db) -> Result<(), OpenError> {
    up_to(db, usize::MAX).await
}

/// Applies those of the first `count` migrations that the store lacks.
pub(crate) async fn up_to(db: &Db, count: usize) -> Result<(), OpenError> {
    if let Db::Postgres(pool) = db {
        // The pool has one connection: the lock is held by those that follow.
        sqlx::raw_sql(LOCK).execute(pool).await.map_err(failed("lock"))?;
    }
    let done = apply(db, count).await;
    if let Db::Postgres(pool) = db {
        sqlx::raw_sql(UNLOCK).execute(pool).await.map_err(failed("lock"))?;
    }
    done
}

fn failed<E: Into<StoreError>>(name: &'static str) -> impl Fn(E) -> OpenError {
    move |source| OpenError::Migrate { name, source: source.into() }
}

async fn apply(db: &Db, count: usize) -> Result<(), OpenError> {
    let migrations = match db {
        Db::Sqlite(_) => SQLITE,
        Db::Postgres(_) => POSTGRES,
    };
    make_list(db).await.map_err(failed("migrations"))?;
    let tables = tables_on_citus(db).await?;
    let applied = applied(db).await.map_err(failed("migrations"))?;
    let is_applied = |name: &str| applied.iter().any(|(applied,)| applied == name);
    if let Some((newer,)) =
        applied.iter().find(|(applied,)| !migrations.iter().any(|(name, _)| name == applied))
    {
        return Err(OpenError::Newer(newer.clone()));
    }
    for &(name, statement) in migrations.iter().take(count).filter(|(name, _)| !is_applied(name)) {
        apply_one(db, name, statement, &tables).await.map_err(failed(name))?;
    }
    Ok(())
}

async fn make_list(db: &Db) -> Result<(), StoreError> {
    let mut tx = db.begin_writing().await?;
    tx.run(APPLIED, &[]).await?;
    tx.commit().await
}

async fn applied(db: &Db) -> Result<Vec<(String,)>, StoreError> {
    let mut tx = db.begin_writing().await?;
    tx.fetch("select name from migrations order by name", &[]).await
}

/// A migration, the table it makes distributed at once, and its name in the list: all or nothing.
async fn apply_one(
    db: &Db,
    name: &str,
    statement: &'static str,
    tables: &[&str],
) -> Result<(), StoreError> {
    let mut tx = db.begin_writing().await?;
    tx.run(statement, &[]).await?;
    if let Tx::Postgres(tx) = &mut tx
        && !tables.is_empty()
    {
        citus::distribute(tx, tables).await?;
    }
    tx.run("insert into migrations (name) values ($1)", &[name.into()]).await?;
    tx.commit().await
}

/// On Citus the tables that are to be distributed; those that are there already now are, whether
/// they were made before Citus came or by a program that was killed. Elsewhere none.
async fn tables_on_citus(db: &Db) -> Result<Vec<&'static str>, OpenError> {
    let Db::Postgres(pool) = db else { return Ok(Vec::new()) };
    let failed = || failed::<sqlx::Error>("citus");
    let mut connection = pool.acquire().await.map_err(failed())?;
    if !citus::is_there(&mut connection).await.map_err(failed())? {
        return Ok(Vec::new());
    }
    if citus::is_hasty(&mut connection).await.map_err(failed())? {
        return Err(OpenError::Hasty);
    }
    let tables: Vec<_> = ["migrations"].into_iter().chain(tables()).collect();
    citus::distribute(&mut connection, &tables).await.map_err(failed())?;
    Ok(tables)
}

/// The tables that migrations make.
fn tables() -> impl Iterator<Item = &'static str> {
    let lines = POSTGRES.iter().flat_map(|(_, statement)| statement.lines());
    lines.filter_map(|line| line.strip_prefix("create table ")?.split_whitespace().next())
}
