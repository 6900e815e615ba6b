//! A program that appends under load is killed at random moments, and on PostgreSQL the server too:
//! nothing acknowledged is lost, nothing is there twice, and every promise of the log is kept.
//!
//! `XIAONENG_CRASH_ROUNDS` says how often (5).

use std::hash::{BuildHasher, RandomState};
use std::time::Duration;

use ledger::Location;

use crate::citus_cluster::Citus;
use crate::cluster::Cluster;
use crate::load::{Heard, Program, rounds, verify, write_until_killed};

/// Rounds on the same matters.
const ROUNDS_OF_A_TENANT: u32 = 10;

#[test]
fn sqlite_loses_no_acknowledged_act_when_the_program_is_killed() {
    if write_until_killed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let test = "crash::sqlite_loses_no_acknowledged_act_when_the_program_is_killed";
    crash(test, &Location::Folder(folder.path().to_owned()), |_, _, _| ());
}

#[test]
fn postgresql_loses_no_acknowledged_act_when_the_program_or_the_server_is_killed() {
    if write_until_killed() {
        return;
    }
    let Some(mut cluster) = Cluster::start() else { return };
    let test =
        "crash::postgresql_loses_no_acknowledged_act_when_the_program_or_the_server_is_killed";
    crash(test, &Location::Database(cluster.address()), |round, _, _| {
        if round % 2 == 1 {
            cluster.kill_and_restart();
        }
    });
}

#[test]
fn citus_loses_no_acknowledged_act_when_the_program_or_any_of_its_nodes_is_killed() {
    if write_until_killed() {
        return;
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let Some(mut citus) = runtime.block_on(Citus::start()) else { return };
    let test =
        "crash::citus_loses_no_acknowledged_act_when_the_program_or_any_of_its_nodes_is_killed";
    crash(test, &Location::Database(citus.address()), |round, program, heard| {
        // Opened on Citus a ledger takes longer than the moment before the kill.
        program.hear_each_writer_go_on(heard);
        // The workers, the coordinator, the program alone.
        if let Some(node) = [Some(1), Some(2), Some(0), None][round as usize % 4] {
            citus.nodes[node].kill_and_restart();
        }
    });
}

/// Starts the program again and again, and kills it a moment after.
fn crash(
    test: &str,
    location: &Location,
    mut before_the_kill: impl FnMut(u32, &Program, &mut Heard),
) {
    let mut heard = Heard::default();
    for round in 0..rounds() {
        if round % ROUNDS_OF_A_TENANT == 0 {
            heard.forget();
        }
        let tenant = format!("tenant {}", round / ROUNDS_OF_A_TENANT);
        let program = Program::start(test, location, &tenant, &[]);
        let moment = RandomState::new().hash_one(round) % 400;
        program.hear_for(Duration::from_millis(moment), &mut heard);
        before_the_kill(round, &program, &mut heard);
        program.kill(&mut heard);
        verify(location, &tenant, &mut heard);
    }
    println!("{} rounds, {heard}", rounds());
    assert!(heard.appends > 0, "no round lived long enough to append");
}
