//! Tables brought up to date: one statement a file, forwards only, each applied once.

use crate::OpenError;
use crate::citus;
use crate::statements::BEGIN_WRITING;
use crate::store::{Db, Either, on};

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
    if let Either::Postgres(pool) = db {
        // The pool has one connection: the lock is held by those that follow.
        sqlx::raw_sql(LOCK).execute(pool).await.map_err(failed("lock"))?;
    }
    let done = apply(db, count).await;
    if let Either::Postgres(pool) = db {
        sqlx::raw_sql(UNLOCK).execute(pool).await.map_err(failed("lock"))?;
    }
    done
}

fn failed(name: &'static str) -> impl Fn(sqlx::Error) -> OpenError {
    move |source| OpenError::Migrate { name, source }
}

async fn apply(db: &Db, count: usize) -> Result<(), OpenError> {
    let migrations = match db {
        Either::Sqlite(_) => SQLITE,
        Either::Postgres(_) => POSTGRES,
    };
    on!(db, pool => sqlx::raw_sql(APPLIED).execute(pool).await.map(drop))
        .map_err(failed("migrations"))?;
    let tables = tables_on_citus(db).await?;
    let applied: Vec<(String,)> = on!(db, pool => {
        sqlx::query_as("select name from migrations order by name").fetch_all(pool).await
    })
    .map_err(failed("migrations"))?;
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

/// A migration, the table it makes distributed at once, and its name in the list: all or nothing.
async fn apply_one(
    db: &Db,
    name: &str,
    statement: &'static str,
    tables: &[&str],
) -> sqlx::Result<()> {
    let mut tx = db.begin(BEGIN_WRITING.0, BEGIN_WRITING.1).await?;
    on!(&mut tx, tx => sqlx::raw_sql(statement).execute(&mut **tx).await.map(drop))?;
    if let Either::Postgres(tx) = &mut tx
        && !tables.is_empty()
    {
        citus::distribute(tx, tables).await?;
    }
    on!(&mut tx, tx => {
        let listed = sqlx::query("insert into migrations (name) values ($1)").bind(name);
        listed.execute(&mut **tx).await.map(drop)
    })?;
    tx.commit().await
}

/// On Citus the tables that are to be distributed; those that are there already now are, whether
/// they were made before Citus came or by a program that was killed. Elsewhere none.
async fn tables_on_citus(db: &Db) -> Result<Vec<&'static str>, OpenError> {
    let Either::Postgres(pool) = db else { return Ok(Vec::new()) };
    let failed = || failed("citus");
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
