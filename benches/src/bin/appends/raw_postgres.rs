//! PostgreSQL written by hand: a statement a table, the rows of a group as arrays.

use std::str::FromStr;
use std::time::{Duration, Instant};

use sqlx::postgres::{PgConnectOptions, PgConnection};
use sqlx::{Connection, Executor, Row};

use crate::rows::{
    ACT_CELLS, FACTS_DECIDED, FACTS_WHILE_OPEN, HASH, ITEM_CODE, MATTER_CELLS, TENANT, matter, now,
};

const ADD_ACTS: &str = "insert into acts (tenant, position, register, matter, version, act, at, \
     recorded_at, cells) select $1, position, 'matters', matter, version, act, $6, $6, cells \
     from unnest($2::bigint[], $3::text[], $4::bigint[], $5::text[], $7::text[]) \
     as new (position, matter, version, act, cells)";
const SET_MATTERS: &str = "insert into matters (tenant, register, matter, version, row_version, \
     opened, stage, item_code) select $1, 'matters', matter, $3, 1, opened, $4, $5 \
     from unnest($2::text[], $6::bigint[]) as new (matter, opened) \
     on conflict (tenant, register, matter) do update set version = excluded.version, \
     row_version = excluded.row_version, stage = excluded.stage, wakes = excluded.wakes";
const DROP_DUES: &str = "delete from dues where tenant = $1 and matter = any($2)";
const ADD_DUES: &str = "insert into dues (tenant, matter, clock, started, promised, by_law, due) \
     select $1, matter, $3, $4, $4, $4, $4 from unnest($2::text[]) as new (matter)";
const DROP_FACTS: &str = "delete from facts where tenant = $1 and matter = any($2)";
const ADD_FACTS: &str = "insert into facts (tenant, matter, year, until, opened, facts) \
     select $1, matter, 2026, $3, opened, $4 from unnest($2::text[], $5::bigint[]) \
     as new (matter, opened)";
const ADD_ANSWERS: &str = "insert into answers (tenant, idempotency_key, content, position, \
     version, acts, recorded_at) select $1, 'matters/' || matter || '/' || $3, $4, opened, $5, $6, \
     $7 from unnest($2::text[], $8::bigint[]) as new (matter, opened)";
const MOVE_TENANT: &str = "update tenants set position = $1, recorded_at = $2 where tenant = $3";

/// Writes groups of appends, half opening cases and half deciding them; gives how many groups and
/// in how many seconds.
pub async fn write(address: &str, group: usize, wanted: Duration) -> (usize, f64) {
    let options = PgConnectOptions::from_str(address).expect("an address");
    let mut connection = PgConnection::connect_with(&options).await.expect("a server");
    connection.execute("set synchronous_commit = on").await.expect("a setting");
    let mut position: i64 = sqlx::query("select position from tenants where tenant = $1")
        .bind(TENANT)
        .fetch_one(&mut connection)
        .await
        .expect("the tenant")
        .get(0);
    let run = now().0;
    let began = Instant::now();
    let mut groups = 0;
    while began.elapsed() < wanted {
        let cases: Vec<String> =
            (0..group).map(|writer| matter(run, writer, groups / 2)).collect();
        write_group(&mut connection, &cases, groups % 2 == 0, &mut position)
            .await
            .expect("a group");
        groups += 1;
    }
    (groups, began.elapsed().as_secs_f64())
}

async fn write_group(
    connection: &mut PgConnection,
    cases: &[String],
    is_opening: bool,
    position: &mut i64,
) -> sqlx::Result<()> {
    let acts: &[(&str, i64, &str)] = if is_opening {
        &[("recorded", 1, MATTER_CELLS), ("received", 2, ACT_CELLS), ("accepted", 3, ACT_CELLS)]
    } else {
        &[("granted", 4, ACT_CELLS)]
    };
    let (last, before, stage, clock, until, facts) = if is_opening {
        (3, "0", "accepted", "decision", 9999_i64, FACTS_WHILE_OPEN)
    } else {
        (4_i64, "3", "decided", "delivery", 2026, FACTS_DECIDED)
    };
    let at = now().0;
    let (mut positions, mut matters, mut versions) = (Vec::new(), Vec::new(), Vec::new());
    let (mut names, mut cells, mut opened) = (Vec::new(), Vec::new(), Vec::new());
    for case in cases {
        opened.push(*position + 1);
        for (act, version, of) in acts {
            *position += 1;
            positions.push(*position);
            matters.push(case.as_str());
            versions.push(*version);
            names.push(*act);
            cells.push(*of);
        }
    }
    let mut tx = connection.begin().await?;
    sqlx::query(ADD_ACTS)
        .bind(TENANT)
        .bind(&positions)
        .bind(&matters)
        .bind(&versions)
        .bind(&names)
        .bind(at)
        .bind(&cells)
        .execute(&mut *tx)
        .await?;
    sqlx::query(SET_MATTERS)
        .bind(TENANT)
        .bind(cases)
        .bind(last)
        .bind(stage)
        .bind(ITEM_CODE)
        .bind(&opened)
        .execute(&mut *tx)
        .await?;
    if !is_opening {
        sqlx::query(DROP_DUES).bind(TENANT).bind(cases).execute(&mut *tx).await?;
        sqlx::query(DROP_FACTS).bind(TENANT).bind(cases).execute(&mut *tx).await?;
    }
    sqlx::query(ADD_DUES).bind(TENANT).bind(cases).bind(clock).bind(at).execute(&mut *tx).await?;
    sqlx::query(ADD_FACTS)
        .bind(TENANT)
        .bind(cases)
        .bind(until)
        .bind(facts)
        .bind(&opened)
        .execute(&mut *tx)
        .await?;
    sqlx::query(ADD_ANSWERS)
        .bind(TENANT)
        .bind(cases)
        .bind(before)
        .bind(HASH)
        .bind(last)
        .bind(acts.len() as i64)
        .bind(at)
        .bind(&opened)
        .execute(&mut *tx)
        .await?;
    sqlx::query(MOVE_TENANT)
        .bind(*position)
        .bind(at)
        .bind(TENANT)
        .execute(&mut *tx)
        .await?;
    tx.commit().await
}
