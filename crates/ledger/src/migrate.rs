//! Tables brought up to date: one statement a file, forwards only, each applied once.

use sqlx::Connection;

use crate::OpenError;
use crate::store::{Db, Either, on};

macro_rules! migrations {
    ($($name:literal,)+) => {
        /// By store, the name of each migration and its statement.
        const SQLITE: &[(&str, &str)] =
            &[$(($name, include_str!(concat!("../migrations/sqlite/", $name, ".sql"))),)+];
        const POSTGRES: &[(&str, &str)] =
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
    let failed = |name| move |source| OpenError::Migrate { name, source };
    if let Either::Postgres(pool) = db {
        // The pool has one connection: the lock is held by those that follow.
        sqlx::raw_sql(LOCK).execute(pool).await.map_err(failed("lock"))?;
    }
    let done = apply(db).await;
    if let Either::Postgres(pool) = db {
        sqlx::raw_sql(UNLOCK).execute(pool).await.map_err(failed("lock"))?;
    }
    done
}

async fn apply(db: &Db) -> Result<(), OpenError> {
    let failed = |name| move |source| OpenError::Migrate { name, source };
    let migrations = match db {
        Either::Sqlite(_) => SQLITE,
        Either::Postgres(_) => POSTGRES,
    };
    let applied: Vec<(String,)> = on!(db, pool => {
        sqlx::raw_sql(APPLIED).execute(pool).await.map_err(failed("migrations"))?;
        sqlx::query_as("select name from migrations order by name").fetch_all(pool).await
    })
    .map_err(failed("migrations"))?;
    let is_applied = |name: &str| applied.iter().any(|(applied,)| applied == name);
    if let Some((newer,)) =
        applied.iter().find(|(applied,)| !migrations.iter().any(|(name, _)| name == applied))
    {
        return Err(OpenError::Newer(newer.clone()));
    }
    for &(name, statement) in migrations.iter().filter(|(name, _)| !is_applied(name)) {
        on!(db, pool => async {
            let mut connection = pool.acquire().await?;
            let mut transaction = connection.begin().await?;
            sqlx::raw_sql(statement).execute(&mut *transaction).await?;
            sqlx::query("insert into migrations (name) values ($1)")
                .bind(name)
                .execute(&mut *transaction)
                .await?;
            transaction.commit().await
        }.await)
        .map_err(failed(name))?;
    }
    Ok(())
}
