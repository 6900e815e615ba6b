//! `xiaoneng witness`: cosigns the checkpoints of logs.

use std::error::Error;
use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use transparency_log::{Policy, WitnessKey};
use xiaoneng::witness::{self, StateError, Witness};

use super::{Failure, Session, key, serving};
use crate::records;

const EXAMPLES: &str = "\
Examples:
  xiaoneng key --witness --name audit.example.gov/witness --out witness.key
  xiaoneng witness --key witness.key --policy policy.txt --state witness

The policy names the logs (c2sp.org/tlog-policy), a line each; a witness needs no other line but the
last:

  log licensing.example.gov/log+9f1c24d1+AbBk…
  quorum none

Logs submit checkpoints to POST /add-checkpoint, anybody reads the one cosigned last at
GET /<SHA-256 of the log's name>/checkpoint (c2sp.org/tlog-witness). Control-C ends it.";

/// Cosign the checkpoints of logs that only ever grow.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Where to serve; port 0 takes any that is free
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1:8081")]
    listen: SocketAddr,

    /// Folder to keep the checkpoint cosigned last of each log in; it belongs to the key
    #[arg(long, value_name = "DIR")]
    state: PathBuf,

    /// File of the private key, as `xiaoneng key --witness` wrote it
    #[arg(long, value_name = "FILE")]
    key: PathBuf,

    /// File of the policy that names the logs
    #[arg(long, value_name = "FILE")]
    policy: PathBuf,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let key = WitnessKey::parse(&key::read(&arguments.key)?)
        .map_err(|error| Failure::refused(format!("`{}`: {error}", arguments.key.display())))?;
    let policy =
        fs::read(&arguments.policy).map_err(|source| Failure::read(&arguments.policy, source))?;
    let policy = Policy::parse(&policy)
        .map_err(|error| Failure::refused(format!("`{}`: {error}", arguments.policy.display())))?;
    if policy.logs().is_empty() {
        let path = arguments.policy.display();
        let message = format!("`{path}` names no log: add `log` and the log's public key to it");
        return Err(Failure::refused(message));
    }
    let public = key.verifier().clone();
    let witness = Witness::open(key, &policy, &arguments.state, seconds).map_err(failed)?;
    let routes = witness::routes(Arc::new(witness), report);
    serving::serve(routes, arguments.listen, |address| {
        writeln!(session.out, "{public}\nhttp://{address}")?;
        session.out.flush()
    })
    .map_err(|source| Failure::Serve { address: arguments.listen, source })
}

/// The time of the machine, in seconds since 1970.
fn seconds() -> u64 {
    u64::try_from(records::now().0 / 1_000_000).unwrap_or_default()
}

fn failed(error: StateError) -> Failure {
    match error {
        StateError::Read { path, source } => Failure::Read { path, source },
        StateError::Write { path, source } => Failure::WriteFile { path, source },
        StateError::InUse(_) | StateError::Foreign { .. } => Failure::refused(error.to_string()),
    }
}

/// Says on standard error what the operator has to know.
fn report(error: &dyn Error) {
    Failure::Broken(records::with_causes(error)).report();
}
