//! `xiaoneng verify`: whether a ledger is what was recorded in it.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use efficacy::words::Value;
use ledger::{Trust, Verified};
use transparency_log::{Policy, SignedCheckpoint, VerifierKey};

use super::progress::Progress;
use super::{Failure, Session};
use crate::records::{Books, Place, Tenant};

const EXAMPLES: &str = "\
Examples:
  xiaoneng verify --data data
  xiaoneng verify --data data --since kept/checkpoint
  xiaoneng verify --database postgres://auditor@db/xiaoneng --tenant police --policy policy

Every act is held against the log, the log against the checkpoints that were signed, and what is kept
ready of matters against what the acts make. What isn't as it was recorded is listed with its place,
and the exit code is then 1.

Whoever holds the log's key can sign another log in place of the first. That shows against something
they can't change: a checkpoint kept elsewhere (--since), or the signatures of witnesses that the
policy asks for (--policy). Without either the last line says so. Acts can be recorded meanwhile.";

/// Check a ledger against its log: whether anything was changed, taken out or put in.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,

    /// Verifier key that the log must be signed with, or have been signed with
    #[arg(long, value_name = "VKEY")]
    key: Vec<VerifierKey>,

    /// Checkpoint kept elsewhere that the log must go on from
    #[arg(long, value_name = "FILE")]
    since: Vec<PathBuf>,

    /// Policy (C2SP tlog-policy) with the log's key and the witnesses that must have signed
    #[arg(long, value_name = "FILE")]
    policy: Option<PathBuf>,
}

impl Arguments {
    fn trust(&self) -> Result<Trust, Failure> {
        let policy = self.policy.as_ref().map(|file| {
            let text = fs::read(file).map_err(|source| Failure::read(file, source))?;
            Policy::parse(&text)
                .map_err(|error| Failure::refused(format!("`{}`: {error}", file.display())))
        });
        let policy = policy.transpose()?;
        let of_policy = policy.iter().flat_map(Policy::logs).map(|log| log.key.clone());
        let keys = self.key.iter().cloned().chain(of_policy).collect();
        let since = self.since.iter().map(|file| {
            let text = fs::read_to_string(file).map_err(|source| Failure::read(file, source))?;
            text.parse::<SignedCheckpoint>()
                .map_err(|error| Failure::refused(format!("`{}`: {error}", file.display())))
        });
        Ok(Trust { keys, since: since.collect::<Result<_, _>>()?, policy })
    }
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let trust = arguments.trust()?;
    let progress = Progress::new(session.quiet);
    let books = Books::open_as_it_is(&arguments.place.required()?, &arguments.tenant)?;
    let verified = books.verify(&trust, |acts| {
        let values = [("acts", Value::from(acts))];
        progress.say(&session.words.format("verify-progress", &values));
    })?;
    books.close();
    drop(progress);
    tell(&verified, &trust, session)?;
    if verified.holds() {
        return Ok(());
    }
    Err(Failure::Broken(
        session.words.format("verify-faults", &[("faults", verified.found.into())]),
    ))
}

/// Lists the faults, and says what was checked and what couldn't be.
fn tell(verified: &Verified, trust: &Trust, session: &mut Session<'_>) -> Result<(), Failure> {
    for fault in &verified.faults {
        writeln!(session.out, "{}: {}", fault.place, fault.what).map_err(Failure::Write)?;
    }
    let mut lines = vec![session.words.format(
        "verify-done",
        &[
            ("acts", verified.acts.into()),
            ("checkpoints", verified.checkpoints.into()),
            ("matters", verified.matters.into()),
        ],
    )];
    for (witness, time) in &verified.witnessed {
        let time = jiff::Timestamp::from_second((*time).cast_signed()).unwrap_or_default();
        let values = [("witness", witness.as_str().into()), ("time", time.to_string().into())];
        lines.push(session.words.format("verify-witnessed", &values));
    }
    if trust.keys.is_empty() {
        lines.push(session.words.text("verify-no-key"));
    }
    if trust.since.is_empty() && verified.witnessed.is_empty() {
        lines.push(session.words.text("verify-no-trust"));
    }
    for line in lines {
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    Ok(())
}
