//! A program that appends under load has a disk that fails: writes and syncs are refused, writes
//! are cut short, the disk is full. Nothing acknowledged is lost, nothing is there twice, nothing
//! is recorded of an append that is said not to be; and once the disk is well the ledger goes on,
//! the same or one opened anew.
//!
//! `XIAONENG_CRASH_ROUNDS` says how often for each kind of failure (5).

mod disk;

use std::hash::{BuildHasher, RandomState};
use std::time::{Duration, Instant};

use ledger::Location;

use crate::cluster::Cluster;
use crate::load::{Heard, Program, rounds, verify, write_until_killed};
use disk::{Disk, Fault};

/// Rounds on the same matters.
const ROUNDS_OF_A_TENANT: u32 = 5;
/// How long a program under load may take to meet a failure.
const PATIENCE: Duration = Duration::from_mins(5);

#[test]
fn sqlite_keeps_what_it_acknowledged_when_the_disk_fails() {
    if write_until_killed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::below(folder.path().canonicalize().unwrap()) else { return };
    let test = "faults::sqlite_keeps_what_it_acknowledged_when_the_disk_fails";
    let location = Location::Folder(folder.path().to_owned());
    let of_the_program = disk.environment();
    let start = |tenant: &str| Program::start(test, &location, tenant, &of_the_program);
    let faults = [Fault::Writes(50), Fault::Syncs(300), Fault::Full(100_000), Fault::Loses(200)];
    fail(&disk, &location, &faults, start, || ());
}

#[test]
fn postgresql_keeps_what_it_acknowledged_when_the_disk_fails() {
    if write_until_killed() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let Some(disk) = Disk::below(folder.path().canonicalize().unwrap().join("data")) else {
        return;
    };
    let Some(mut cluster) = Cluster::start_in(folder, disk.environment()) else { return };
    let test = "faults::postgresql_keeps_what_it_acknowledged_when_the_disk_fails";
    let location = Location::Database(cluster.address());
    let start = |tenant: &str| Program::start(test, &location, tenant, &[]);
    let faults = [Fault::Writes(20), Fault::Syncs(100), Fault::Full(100_000)];
    fail(&disk, &location, &faults, start, || cluster.recover());
}

/// Lets the disk fail under the program again and again, with each of the faults.
fn fail(
    disk: &Disk,
    location: &Location,
    faults: &[Fault],
    start: impl Fn(&str) -> Program,
    mut recover: impl FnMut(),
) {
    for &fault in faults {
        let mut heard = Heard::default();
        let before = disk.failures();
        for round in 0..rounds() {
            if round % ROUNDS_OF_A_TENANT == 0 {
                heard.forget();
            }
            let tenant = format!("{fault:?}, {}", round / ROUNDS_OF_A_TENANT);
            let program = start(&tenant);
            program.hear_each_writer_go_on(&mut heard);
            meet(disk, fault, &program, &mut heard);
            // The same ledger goes on; in every other round one opened anew does.
            if round % 2 == 0 {
                disk.is_mended();
                recover();
                program.hear_each_writer_go_on(&mut heard);
            }
            if matches!(fault, Fault::Loses(_)) {
                disk.cut_power();
                program.hear_it_end(&mut heard);
            }
            program.kill(&mut heard);
            disk.is_well();
            recover();
            verify(location, &tenant, &mut heard);
        }
        let failures: Vec<_> = disk.failures().iter().zip(before).map(|(a, b)| a - b).collect();
        println!("{} rounds of {fault:?}: {failures:?} failures, {heard}", rounds());
        let must_lose = matches!(fault, Fault::Loses(_));
        assert!(!must_lose || failures[4] > 0, "the power cuts lost nothing");
    }
}

/// Has the program go on with a bad disk until it has met a failure, and a moment longer.
fn meet(disk: &Disk, fault: Fault, program: &Program, heard: &mut Heard) {
    let before = disk.failures();
    let since = Instant::now();
    disk.has(fault);
    while disk.failures() == before {
        assert!(since.elapsed() < PATIENCE, "no failure of {fault:?} met");
        program.hear_for(Duration::from_millis(5), heard);
    }
    let moment = RandomState::new().hash_one(0) % 100;
    program.hear_for(Duration::from_millis(moment), heard);
}
