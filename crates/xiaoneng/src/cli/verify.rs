//! `xiaoneng verify`: whether a ledger is what was recorded in it.

use std::fs::{self, File};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use clap::Args;
use efficacy::words::Value;
use ledger::{Trust, Verified};
use transparency_log::{Policy, SignedCheckpoint, VerifierKey};

use super::progress::Progress;
use super::{Failure, Session};
use crate::publishing::{Bundle, Disagreement, InLog, Recorded, check_published, page};
use crate::records::{Books, Place, Tenant};

const EXAMPLES: &str = "\
Examples:
  xiaoneng verify --data data
  xiaoneng verify --data data --since kept/checkpoint
  xiaoneng verify --database postgres://auditor@db/xiaoneng --tenant police --policy policy
  xiaoneng verify 2019.zip --key VKEY
  xiaoneng verify --page verify.html

Every act is held against the log, the log against the checkpoints that were signed, what is kept ready
of matters against what the acts make, and every figure of every published report is computed again as
of the position that it was drafted at. Of a bundle the acts are held against the checkpoint in it, and
the report is computed from them; neither the ledger nor a network is needed. What isn't as it was
recorded is listed with its place, and the exit code is then 1.

Whoever holds the log's key can sign another log in place of the first. That shows against something
they can't change: a checkpoint kept elsewhere (--since), or the signatures of witnesses that the
policy asks for (--policy). Without either the last line says so. Acts can be recorded meanwhile.";

/// Check a ledger against its log: whether anything was changed, taken out or put in.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Bundle to verify, as `xiaoneng report --bundle` writes it
    #[arg(value_name = "BUNDLE", conflicts_with = "Place")]
    bundle: Option<PathBuf>,

    /// Write the page that verifies a bundle in a browser, without a server and without a network, to
    /// this file
    #[arg(long, value_name = "FILE.html", conflicts_with_all = ["bundle", "Place", "key", "since", "policy"])]
    page: Option<PathBuf>,

    #[command(flatten)]
    place: Place,

    #[command(flatten)]
    tenant: Tenant,

    /// Verifier key that the log must be signed with, or have been signed with
    #[arg(long, value_name = "VKEY")]
    key: Vec<VerifierKey>,

    /// Checkpoint kept elsewhere that the log must go on from
    #[arg(long, value_name = "FILE", conflicts_with = "bundle")]
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
    if let Some(file) = &arguments.page {
        return write_page(file, session);
    }
    let trust = arguments.trust()?;
    let found = match &arguments.bundle {
        Some(bundle) => verify_bundle(bundle, &trust, session)?,
        None => verify_ledger(arguments, &trust, session)?,
    };
    if found == 0 {
        return Ok(());
    }
    let what = if arguments.bundle.is_some() { "verify-bundle-faults" } else { "verify-faults" };
    Err(Failure::Broken(session.words.format(what, &[("faults", found.into())])))
}

/// Writes the page that verifies bundles to a file that isn't there yet.
fn write_page(file: &Path, session: &mut Session<'_>) -> Result<(), Failure> {
    let written = File::create_new(file).and_then(|mut to| to.write_all(page().as_bytes()));
    written.map_err(|source| match source.kind() {
        ErrorKind::AlreadyExists => {
            Failure::refused(format!("`{}` is there already; name another file", file.display()))
        }
        _ => Failure::write(file, source),
    })?;
    writeln!(session.out, "{}", file.display()).map_err(Failure::Write)
}

/// Gives the number of faults, which are listed.
fn verify_ledger(
    arguments: &Arguments,
    trust: &Trust,
    session: &mut Session<'_>,
) -> Result<u64, Failure> {
    let progress = Progress::new(session.quiet);
    let books = Books::open_as_it_is(&arguments.place.required()?, &arguments.tenant)?;
    let verified = books.verify(trust, |acts| {
        let values = [("acts", Value::from(acts))];
        progress.say(&session.words.format("verify-progress", &values));
    })?;
    // What can't be read as it is can't be reported on.
    let disagreements = if verified.holds() {
        check_published(&books, |year, edition| {
            let values = [("year", i64::from(year).into()), ("edition", edition.into())];
            progress.say(&session.words.format("verify-progress-report", &values));
        })?
    } else {
        Vec::new()
    };
    let readings = books.verify_readings()?.unwrap_or_default();
    books.close();
    drop(progress);
    tell_each(&disagreements, session)?;
    for fault in &readings.faults {
        let line = format!("accesses: {}: {}", fault.place, fault.what);
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    tell(&verified, trust, session)?;
    if !verified.holds() {
        let line = session.words.text("verify-no-reports");
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    Ok(verified.found + readings.found + disagreements.len() as u64)
}

/// Gives the number of faults, which are listed.
fn verify_bundle(file: &Path, trust: &Trust, session: &mut Session<'_>) -> Result<u64, Failure> {
    let progress = Progress::new(session.quiet);
    let mut acts = 0;
    let bundle = Bundle::open(file, &mut |read| {
        acts = read;
        let values = [("acts", Value::from(read))];
        progress.say(&session.words.format("verify-progress", &values));
    })?;
    let in_log = bundle.in_log(&trust.keys)?;
    let disagreements = bundle.check()?;
    drop(progress);
    tell_each(&disagreements, session)?;
    let (unlike, edition) = tell_edition(&bundle.recorded(&trust.keys)?, session)?;
    let mut found = disagreements.len() as u64 + unlike;
    let mut lines = vec![session.words.format("verify-bundle-done", &[("acts", acts.into())])];
    match in_log {
        InLog::Signed { origin, note } => {
            let values = [("origin", origin.into())];
            lines.push(session.words.format("verify-bundle-signed", &values));
            found += u64::from(!is_witnessed(&note, trust, &mut lines, session));
            if trust.keys.is_empty() {
                lines.push(session.words.text("verify-bundle-no-key"));
            }
        }
        InLog::None => {
            found += 1;
            lines.push(session.words.text("verify-bundle-no-log"));
        }
        InLog::Not(why) => {
            found += 1;
            lines.push(session.words.format("verify-bundle-not", &[("why", why.into())]));
        }
    }
    for line in lines.into_iter().chain(edition) {
        writeln!(session.out, "{line}").map_err(Failure::Write)?;
    }
    Ok(found)
}

/// Lists where the edition of a bundle isn't what the log has; gives how often, and what else is to be
/// said of it.
pub(super) fn tell_edition(
    recorded: &Recorded,
    session: &mut Session<'_>,
) -> Result<(u64, Option<String>), Failure> {
    match recorded {
        Recorded::Untold => Ok((0, None)),
        Recorded::Missing => Ok((0, Some(session.words.text("verify-bundle-no-receipt")))),
        Recorded::By(position) => {
            let values = [("position", position.to_string().into())];
            Ok((0, Some(session.words.format("verify-bundle-recorded", &values))))
        }
        Recorded::Not(unlike) => {
            let mut lines = unlike.iter();
            lines.try_for_each(|it| writeln!(session.out, "{it}")).map_err(Failure::Write)?;
            Ok((unlike.len() as u64, None))
        }
    }
}

/// Whether the witnesses that the policy asks for have signed, if there is one; says who did.
fn is_witnessed(note: &str, trust: &Trust, lines: &mut Vec<String>, session: &Session<'_>) -> bool {
    let Some(policy) = &trust.policy else { return true };
    let signed = note.parse::<SignedCheckpoint>().map_err(|error| error.to_string());
    match signed.and_then(|signed| policy.check(&signed).map_err(|error| error.to_string())) {
        Ok(checked) => {
            let told = checked.witnesses.iter().map(|witness| witnessed(witness, session));
            lines.extend(told);
            true
        }
        Err(why) => {
            lines.push(why);
            false
        }
    }
}

fn witnessed((witness, time): &(String, u64), session: &Session<'_>) -> String {
    let time = jiff::Timestamp::from_second((*time).cast_signed()).unwrap_or_default();
    let values = [("witness", witness.as_str().into()), ("time", time.to_string().into())];
    session.words.format("verify-witnessed", &values)
}

fn tell_each(disagreements: &[Disagreement], session: &mut Session<'_>) -> Result<(), Failure> {
    disagreements.iter().try_for_each(|it| writeln!(session.out, "{it}")).map_err(Failure::Write)
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
    if let Some((position, why)) = &verified.begun {
        let values = [("position", Value::from(*position)), ("why", why.as_str().into())];
        lines.push(session.words.format("verify-begun", &values));
    }
    lines.extend(verified.witnessed.iter().map(|witness| witnessed(witness, session)));
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
