//! What concerns all migrations and all statements, those to come too.

#[path = "../../tests/it/citus_cluster.rs"]
mod citus_cluster;
#[path = "../../tests/it/cluster.rs"]
mod cluster;
mod migrations;
#[path = "../../tests/it/models.rs"]
mod models;
mod rules;

use tempfile::TempDir;

use sqlx::AssertSqlSafe;

use crate::store::{Db, Pools};
use crate::{Location, OpenError};
use citus_cluster::Citus;
use cluster::Cluster;

/// A kind of store, and what it runs on.
enum Place {
    Sqlite(TempDir),
    Postgres(Cluster),
    Citus(Box<Citus>),
}

impl Place {
    /// The stores that are to be had here.
    async fn all() -> Vec<Self> {
        let mut all = vec![Self::Sqlite(tempfile::tempdir().unwrap())];
        all.extend(Cluster::start().map(Self::Postgres));
        all.extend(Citus::start().await.map(|citus| Self::Citus(Box::new(citus))));
        all
    }

    /// Room for a ledger of its own.
    async fn room(&self, name: &str) -> Location {
        let address = match self {
            Self::Sqlite(folder) => return Location::Folder(folder.path().join(name)),
            Self::Postgres(cluster) => cluster.address(),
            Self::Citus(citus) => citus.address(),
        };
        citus_cluster::run(&address, &format!("create schema {name}")).await;
        Location::Database(format!("{address}?options[search_path]={name}"))
    }
}

/// Connections to a store whose tables are left as they are.
async fn connect(location: &Location) -> Result<Db, OpenError> {
    Ok(Pools::connect(location).await?.writing)
}

/// Runs a statement.
async fn run(db: &Db, statement: &str) {
    let mut tx = db.begin_writing().await.unwrap();
    tx.run(AssertSqlSafe(statement), &[]).await.unwrap();
    tx.commit().await.unwrap();
}

/// The texts that a question gives.
async fn texts(db: &Db, question: &str) -> Vec<String> {
    let mut tx = db.begin_writing().await.unwrap();
    let rows: Vec<(String,)> = tx.fetch(AssertSqlSafe(question), &[]).await.unwrap();
    rows.into_iter().map(|(text,)| text).collect()
}
