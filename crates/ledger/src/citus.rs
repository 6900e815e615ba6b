//! Where the database has Citus, each table is distributed by tenant; elsewhere nothing is done.

use sqlx::PgConnection;

const IS_THERE: &str = "select to_regclass('pg_catalog.pg_dist_partition') is not null";

/// Nodes whose commits don't wait for their disk: a session can't tell them to.
const HASTY_NODES: &str =
    "select count(*) from run_command_on_all_nodes('show synchronous_commit') where result = 'off'";

/// Those of the tables that are made and that Citus doesn't know yet, in the order given.
const UNKNOWN: &str = "select name from unnest($1::text[]) with ordinality as given (name, place) \
     where to_regclass(name) is not null and not exists \
     (select from pg_dist_partition where logicalrelid = to_regclass(name)) order by place";

const DISTRIBUTE: &str =
    "select create_distributed_table(to_regclass($1), 'tenant', colocate_with => $2)";
const COPY_TO_ALL: &str = "select create_reference_table(to_regclass($1))";

/// The table beside which the others lie: one tenant's rows are on one node.
const FIRST: &str = "tenants";
/// The one table without tenant: each node has a copy, so that servers may connect to any.
const SHARED: &str = "migrations";

/// Whether the database has Citus.
pub(crate) async fn is_there(connection: &mut PgConnection) -> sqlx::Result<bool> {
    sqlx::query_scalar(IS_THERE).fetch_one(connection).await
}

/// Whether a node acknowledges commits before its disk has them.
pub(crate) async fn is_hasty(connection: &mut PgConnection) -> sqlx::Result<bool> {
    let nodes: i64 = sqlx::query_scalar(HASTY_NODES).fetch_one(connection).await?;
    Ok(nodes > 0)
}

/// Distributes those of the tables that aren't yet; their rows move along.
pub(crate) async fn distribute(connection: &mut PgConnection, tables: &[&str]) -> sqlx::Result<()> {
    let unknown: Vec<String> =
        sqlx::query_scalar(UNKNOWN).bind(tables).fetch_all(&mut *connection).await?;
    for table in &unknown {
        let statement = match table.as_str() {
            SHARED => sqlx::query(COPY_TO_ALL).bind(table),
            FIRST => sqlx::query(DISTRIBUTE).bind(table).bind("none"),
            _ => sqlx::query(DISTRIBUTE).bind(table).bind(FIRST),
        };
        statement.execute(&mut *connection).await?;
    }
    Ok(())
}
