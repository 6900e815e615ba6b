//! The command line: one module a subcommand, each with its arguments, its help and `run`.

mod accesses;
mod account;
mod attachment;
mod backup;
pub(crate) mod calendars;
mod catalogue;
mod check;
mod compare;
mod completions;
mod demo;
mod due;
mod export;
mod failure;
pub(crate) mod figures;
mod generate;
mod import;
mod import_log;
mod key;
mod log;
mod origin;
mod procedure;
mod progress;
mod publish;
mod reading;
mod rebuild;
mod report;
mod serve;
mod serving;
mod subject;
mod table_form;
mod verify;
mod witness;

use std::io::{self, Write};
use std::process::ExitCode;

use clap::{CommandFactory, Parser, Subcommand, ValueEnum};
use efficacy::words::{Lang, Words};
use ledger::Reading;

use crate::words;
pub(crate) use failure::Failure;

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  failed: a disk, a network or the program itself is at fault
  2  refused: an argument, a file or a row is at fault";

/// Records every administrative act once and reads everything from it.
#[derive(Debug, Parser)]
#[command(name = "xiaoneng", version, arg_required_else_help = true, after_help = EXIT_CODES)]
struct Cli {
    #[command(subcommand)]
    command: Command,

    /// Language of what is written
    #[arg(long, global = true, value_name = "LANGUAGE", default_value = "zh-CN")]
    lang: Language,

    /// Write nothing to standard error but errors
    #[arg(long, short, global = true)]
    quiet: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Demo(demo::Arguments),
    Report(report::Arguments),
    Publish(publish::Arguments),
    Check(check::Arguments),
    Compare(compare::Arguments),
    Import(import::Arguments),
    Export(export::Arguments),
    Backup(backup::BackupArguments),
    Restore(backup::RestoreArguments),
    Rebuild(rebuild::RebuildArguments),
    Sweep(rebuild::SweepArguments),
    Verify(verify::Arguments),
    Log(log::Arguments),
    Key(key::Arguments),
    Witness(witness::Arguments),
    Serve(serve::Arguments),
    Config(serve::ConfigArguments),
    Subject(subject::Arguments),
    Account(account::Arguments),
    Accesses(accesses::Arguments),
    Attachment(attachment::Arguments),
    Catalogue(catalogue::Arguments),
    ImportLog(import_log::Arguments),
    Figures(figures::Arguments),
    Due(due::Arguments),
    Procedure(procedure::Arguments),
    Generate(generate::Arguments),
    Completions(completions::Arguments),
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Language {
    #[value(name = "zh-CN")]
    ZhCn,
    #[value(name = "en")]
    En,
}

impl From<Language> for Lang {
    fn from(language: Language) -> Lang {
        match language {
            Language::ZhCn => Lang::ZhCn,
            Language::En => Lang::En,
        }
    }
}

/// What every subcommand may use: where it writes and in which words.
pub(crate) struct Session<'a> {
    pub(crate) words: Words,
    quiet: bool,
    out: &'a mut dyn Write,
}

impl Session<'_> {
    /// Says on standard error what the user should know and no program needs to read.
    pub(crate) fn notice(&self, notice: &str) {
        if !self.quiet {
            // Standard error may be closed; there is nowhere left to say so.
            let _ = writeln!(io::stderr(), "{notice}");
        }
    }
}

/// Who runs the program, by the system's name for them.
fn user() -> String {
    let named = ["USER", "LOGNAME", "USERNAME"].iter().find_map(|name| std::env::var(name).ok());
    named.filter(|name| !name.is_empty()).unwrap_or_else(|| "unknown".to_owned())
}

/// A reading of what is written about persons, by who runs the program.
fn reading_for(why: &str) -> Reading {
    Reading { who: user(), why: why.to_owned(), matter: None }
}

/// Reads the arguments, does what they say and gives the exit code.
pub(crate) fn run() -> ExitCode {
    hush_caught_panics();
    let cli = Cli::parse();
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut session =
        Session { words: words::of(cli.lang.into()), quiet: cli.quiet, out: &mut out };
    let done = match cli.command {
        Command::Demo(arguments) => demo::run(&arguments, &mut session),
        Command::Generate(arguments) => generate::run(&arguments, &mut session),
        Command::Report(arguments) => report::run(&arguments, &mut session),
        Command::Publish(arguments) => publish::run(&arguments, &mut session),
        Command::Check(arguments) => check::run(&arguments, &mut session),
        Command::Compare(arguments) => compare::run(&arguments, &mut session),
        Command::Import(arguments) => import::run(&arguments, &mut session),
        Command::Export(arguments) => export::run(&arguments, &mut session),
        Command::Backup(arguments) => backup::backup(&arguments, &mut session),
        Command::Restore(arguments) => backup::restore(&arguments, &mut session),
        Command::Rebuild(arguments) => rebuild::rebuild(&arguments, &mut session),
        Command::Sweep(arguments) => rebuild::sweep(&arguments, &mut session),
        Command::Verify(arguments) => verify::run(&arguments, &mut session),
        Command::Log(arguments) => log::run(&arguments, &mut session),
        Command::Key(arguments) => key::run(&arguments, &mut session),
        Command::Witness(arguments) => witness::run(&arguments, &mut session),
        Command::Accesses(arguments) => accesses::run(&arguments, &mut session),
        Command::Account(arguments) => account::run(&arguments, &mut session),
        Command::Serve(arguments) => serve::run(&arguments, &mut session),
        Command::Config(arguments) => serve::config(&arguments, &mut session),
        Command::Catalogue(arguments) => catalogue::run(&arguments, &mut session),
        Command::Attachment(arguments) => attachment::run(&arguments, &mut session),
        Command::Subject(arguments) => subject::run(&arguments, &mut session),
        Command::ImportLog(arguments) => import_log::run(&arguments, &mut session),
        Command::Figures(arguments) => figures::run(&arguments, &mut session),
        Command::Due(arguments) => due::run(&arguments, &mut session),
        Command::Procedure(arguments) => procedure::run(&arguments, &mut session),
        Command::Completions(arguments) => {
            completions::run(&arguments, &mut Cli::command(), &mut session)
        }
    };
    let done = done.and_then(|()| out.flush().map_err(Failure::Write));
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            failure.report();
            failure.exit_code()
        }
    }
}

/// What a library panics over and an error tells of needs no second message.
fn hush_caught_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |panic| {
        if !efficacy::package::is_panic_caught() {
            usual(panic);
        }
    }));
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::fs;

    use super::*;

    const REFERENCE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/cli.md");

    /// Everything from here to the end of `docs/cli.md` is written by this test.
    const GENERATED: &str = "<!-- from here on written from --help, see CONTRIBUTING.md -->\n";

    #[test]
    fn the_arguments_are_consistent() {
        Cli::command().debug_assert();
    }

    #[test]
    #[cfg_attr(not(feature = "pdf"), ignore = "the reference is that of the whole program")]
    fn the_reference_says_what_help_says() {
        let written = fs::read_to_string(REFERENCE).unwrap();
        let (by_hand, _) = written.split_once(GENERATED).expect("the mark in docs/cli.md");
        let mut current = format!("{by_hand}{GENERATED}");
        let mut program = Cli::command();
        program.build();
        describe(&mut program, &mut current);
        if std::env::var_os("XIAONENG_UPDATE_DOCS").is_some() {
            fs::write(REFERENCE, &current).unwrap();
        }
        let written = fs::read_to_string(REFERENCE).unwrap();
        assert!(
            written == current,
            "docs/cli.md is out of date; run `XIAONENG_UPDATE_DOCS=1 cargo test -p xiaoneng reference`"
        );
    }

    fn describe(command: &mut clap::Command, page: &mut String) {
        let name = command.get_bin_name().unwrap_or("xiaoneng").to_owned();
        let help = command.render_long_help().to_string();
        let help: Vec<_> = help.lines().map(str::trim_end).collect();
        write!(page, "\n## {name}\n\n```text\n{}\n```\n", help.join("\n").trim_end()).unwrap();
        for inner in command.get_subcommands_mut().filter(|inner| inner.get_name() != "help") {
            describe(inner, page);
        }
    }
}
