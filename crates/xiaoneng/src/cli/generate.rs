//! `xiaoneng generate`: packages of any size.

use std::path::PathBuf;

use clap::Args;
use efficacy::words::Value;
use xiaoneng::demo::{self, GenerateOptions};

use super::progress::Progress;
use super::table_form::TableForm;
use super::{Failure, Session};

const EXAMPLES: &str = "\
Examples:
  xiaoneng generate --cases 100000 --seed 7 --out package
  xiaoneng generate --cases 1000000 --format parquet --out package
  xiaoneng report --from package --out report";

/// Make a package of any size with the life of a real one: queues, supplements, pauses, late cases.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// How many matters: applications, tickets and warnings together
    #[arg(long, value_name = "NUMBER")]
    cases: u64,

    /// The same seed gives the same package
    #[arg(long, default_value_t = 1)]
    seed: u64,

    /// The year most of them fall in
    #[arg(long, default_value_t = 2019)]
    year: i16,

    /// Form of the tables
    #[arg(long, default_value = "csv")]
    format: TableForm,

    /// Folder to write to, made if it isn't there
    #[arg(long, value_name = "DIR")]
    out: PathBuf,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let options = GenerateOptions {
        cases: arguments.cases,
        seed: arguments.seed,
        year: arguments.year,
        form: arguments.format.into(),
    };
    demo::generate(&options, &arguments.out, |written| {
        let values = [("written", Value::from(written)), ("cases", Value::from(arguments.cases))];
        progress.say(&session.words.format("generate-progress", &values));
    })
    .map_err(super::demo::failed)?;
    drop(progress);
    writeln!(session.out, "{}", arguments.out.display()).map_err(Failure::Write)
}
