//! A Citus of the test's own: a coordinator and two workers, each a [`Cluster`].

use sqlx::{Connection, PgConnection};

use super::cluster::Cluster;

/// Asks for the tests on Citus.
const WANTED: &str = "XIAONENG_CITUS";

/// What each node runs with. Distributed transactions are left where a crash left them, to be seen.
const SETTINGS: &str = "
shared_preload_libraries = citus
max_prepared_transactions = 100
citus.node_conninfo = 'sslmode=prefer'
citus.enable_stat_counters = on
citus.recover_2pc_interval = -1
";

/// Servers that end with it; `nodes[0]` is the coordinator.
pub(crate) struct Citus {
    pub(crate) nodes: [Cluster; 3],
}

impl Citus {
    /// Starts the servers and makes them one cluster; says so and gives none where the tests
    /// aren't asked for.
    pub(crate) async fn start() -> Option<Citus> {
        let citus = Self::apart()?;
        citus.join().await;
        Some(citus)
    }

    /// The servers, none of which knows of the others yet.
    pub(crate) fn apart() -> Option<Citus> {
        if std::env::var_os(WANTED).is_none() {
            println!("skipped: with {WANTED}=1 and Citus installed this runs on Citus, too");
            return None;
        }
        let node = || Cluster::start_with(SETTINGS);
        Some(Citus { nodes: [node()?, node()?, node()?] })
    }

    /// Makes them one cluster.
    pub(crate) async fn join(&self) {
        for node in &self.nodes {
            run(&node.address(), "create extension citus").await;
        }
        let [coordinator, workers @ ..] = &self.nodes;
        let place = |node: &Cluster| node.folder().display().to_string();
        let named = format!("select citus_set_coordinator_host('{}', 5432)", place(coordinator));
        run(&coordinator.address(), &named).await;
        for worker in workers {
            let added = format!("select citus_add_node('{}', 5432)", place(worker));
            run(&coordinator.address(), &added).await;
        }
    }

    /// Where to connect to.
    pub(crate) fn address(&self) -> String {
        self.nodes[0].address()
    }
}

/// Runs a statement.
pub(crate) async fn run(address: &str, statement: &str) {
    let mut connection = PgConnection::connect(address).await.unwrap();
    let statement = sqlx::raw_sql(sqlx::AssertSqlSafe(statement.to_owned()));
    statement.execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}
