//! `xiaoneng log`: the transparency log of a ledger.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, Subcommand};
use transparency_log::{Policy, Receipt};

use super::{Failure, Session};
use crate::records::{At, Books, adopt_next_log_key, keep_next_log_key, next_log_key};

const EXAMPLES: &str = "\
Examples:
  xiaoneng log checkpoint --data data > kept/checkpoint
  xiaoneng log receipt 4711 --data data > 4711.tlog-proof
  xiaoneng log check 4711.tlog-proof --policy policy
  xiaoneng log publish --data data --to /srv/log
  xiaoneng log publish --data data --to /srv/log --policy policy
  xiaoneng log rotate --data data
  xiaoneng log begin --data data --name office-2 --why \"restored from a backup\"

The log makes changes of the ledger show. Its checkpoints are signed with a key that lies outside of
the data. Keep one where nobody can change it, and `xiaoneng verify --since` tells later whether the
ledger goes on from it.";

const BEGIN_HELP: &str = "\
A log can't go on when a backup was restored that is older than its last published checkpoint, since it
would be another one under the same name, or when its key is lost. The new log takes in every act as it
is now, under another name and with another key, and an act says why. Keep the published files and
checkpoints of the former log: they are what its receipts are checked against. Publish the new one into
another folder, and give its verifier key to auditors and witnesses.";

/// The log that makes changes of the ledger show: checkpoints, receipts, files to publish.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Write the last checkpoint
    Checkpoint(At),
    /// Write the receipt of an act: the act, and the proof that it is in the log
    Receipt {
        /// Position of the act
        position: i64,
        #[command(flatten)]
        of: At,
    },
    /// Check a receipt; the ledger isn't needed for it
    Check {
        /// File with the receipt
        receipt: PathBuf,
        /// Policy (C2SP tlog-policy) with the key of the log, and the witnesses that must have signed
        #[arg(long, value_name = "FILE")]
        policy: PathBuf,
    },
    /// Write the log as files that any web server can carry: hashes and the checkpoint, no acts
    Publish {
        #[command(flatten)]
        of: At,
        /// Folder to write to; what is there already isn't written again
        #[arg(long, value_name = "DIR")]
        to: PathBuf,
        /// Policy (C2SP tlog-policy): its witnesses are asked to sign the checkpoint, and it is published
        /// only when as many have signed as the policy asks for
        #[arg(long, value_name = "FILE")]
        policy: Option<PathBuf>,
    },
    /// Have the log signed with a new key from here on
    Rotate {
        #[command(flatten)]
        of: At,
        /// File with the new key; without it one is made
        #[arg(long, value_name = "FILE")]
        new: Option<PathBuf>,
    },
    /// Begin a new log in place of one that can't go on
    #[command(after_help = BEGIN_HELP)]
    Begin {
        #[command(flatten)]
        of: At,
        /// Name of the new log
        #[arg(long)]
        name: String,
        /// Why; it stays in the ledger
        #[arg(long, value_name = "TEXT")]
        why: String,
    },
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    match &arguments.command {
        Command::Checkpoint(of) => {
            let checkpoint = of.as_it_is()?.checkpoint()?;
            write!(session.out, "{}", checkpoint.note).map_err(Failure::Write)
        }
        Command::Receipt { position, of } => {
            let receipt = of.as_it_is()?.receipt(*position)?;
            write!(session.out, "{receipt}").map_err(Failure::Write)
        }
        Command::Check { receipt, policy } => check(receipt, policy, session),
        Command::Publish { of, to, policy } => {
            let books = of.as_it_is()?;
            let mut tree = books.checkpoint()?;
            if let Some(file) = policy {
                let (witnessed, troubles) = books.have_witnessed(&tree, &policy_of(file)?)?;
                for trouble in troubles {
                    session.notice(&trouble);
                }
                tree = witnessed;
            }
            let files = books.publish_log(&tree, to)?;
            let values = [("acts", tree.size.into()), ("files", files.into())];
            let told = session.words.format("log-published", &values);
            writeln!(session.out, "{told}").map_err(Failure::Write)
        }
        Command::Rotate { of, new } => rotate(of, new.as_ref(), session),
        Command::Begin { of, name, why } => begin(of, name, why, session),
    }
}

fn check(file: &PathBuf, policy: &PathBuf, session: &mut Session<'_>) -> Result<(), Failure> {
    let read =
        |file: &PathBuf| fs::read_to_string(file).map_err(|source| Failure::read(file, source));
    let refused = |file: &PathBuf, what: &dyn std::fmt::Display| {
        Failure::refused(format!("`{}`: {what}", file.display()))
    };
    let receipt: Receipt = read(file)?.parse().map_err(|error| refused(file, &error))?;
    let checked = receipt
        .check(&policy_of(policy)?)
        .map_err(|error| Failure::Broken(format!("`{}`: {error}", file.display())))?;
    writeln!(session.out, "{}", receipt.content).map_err(Failure::Write)?;
    let values = [
        ("position", checked.position.into()),
        ("origin", checked.checked.checkpoint.origin.as_str().into()),
    ];
    writeln!(session.out, "{}", session.words.format("log-receipt-holds", &values))
        .map_err(Failure::Write)
}

fn policy_of(file: &PathBuf) -> Result<Policy, Failure> {
    let text = fs::read(file).map_err(|source| Failure::read(file, source))?;
    Policy::parse(&text).map_err(|error| Failure::refused(format!("`{}`: {error}", file.display())))
}

fn rotate(of: &At, new: Option<&PathBuf>, session: &mut Session<'_>) -> Result<(), Failure> {
    let (location, keys) = (of.place.required()?, &of.tenant.keys);
    let missing =
        || Failure::refused("say where the present key is: --keys DIR, the folder with `log.key`");
    let folder = keys.folder(&location)?.ok_or_else(missing)?;
    let old = keys.known_log_key(&location)?.ok_or_else(missing)?;
    let new = Arc::new(next_log_key(&folder, old.name(), new)?);
    keep_next_log_key(&folder, &new)?;
    let books = Books::recording(&location, &of.tenant, session)?;
    // A rotation that was cut short may have come to this.
    let is_done = books.signed_by()?.as_deref() == Some(new.verifier().to_string().as_str());
    let rotated = if is_done { Ok(()) } else { books.rotate_log_key(new.clone()) };
    books.close();
    rotated?;
    adopt_next_log_key(&folder, Some(old.verifier()))?;
    writeln!(session.out, "{}", new.verifier()).map_err(Failure::Write)
}

fn begin(of: &At, name: &str, why: &str, session: &mut Session<'_>) -> Result<(), Failure> {
    let (location, keys) = (of.place.required()?, &of.tenant.keys);
    let missing = || Failure::refused("say where the new key is to be kept: --keys DIR");
    let folder = keys.folder(&location)?.ok_or_else(missing)?;
    let (books, former) = (of.as_it_is()?, keys.known_log_key(&location)?);
    let signed_by = books.signed_by()?;
    let new = Arc::new(next_log_key(&folder, name, None)?);
    // A beginning that was cut short may have come to this.
    let is_done = signed_by.as_deref() == Some(new.verifier().to_string().as_str());
    let is_named = |known: &String| known.split('+').next() == Some(name);
    if !is_done && signed_by.as_ref().is_none_or(is_named) {
        return Err(Failure::refused(match signed_by {
            Some(_) => format!("the log is named `{name}` already; give the new one another name"),
            None => "there is no log yet; the first act that is recorded begins one".to_owned(),
        }));
    }
    if new.name() != name {
        return Err(Failure::refused(format!(
            "`log.key.next` in `{}` is of a key named `{}`: another command was cut short; give it \
             again, or move the file away",
            folder.display(),
            new.name()
        )));
    }
    keep_next_log_key(&folder, &new)?;
    let begun = if is_done { Ok(()) } else { books.begin_log(new.clone(), why) };
    books.close();
    begun?;
    adopt_next_log_key(&folder, former.as_ref().map(|key| key.verifier()))?;
    // Takes in what was recorded before.
    Books::recording(&location, &of.tenant, session)?.close();
    writeln!(session.out, "{}", new.verifier()).map_err(Failure::Write)
}
