//! `xiaoneng import-log`: the log of another system, turned into a package.

use std::fs;
use std::path::PathBuf;

use clap::Args;
use efficacy::import_log::{self, Imported, Map};
use efficacy::report::SetAside;

use super::progress::Progress;
use super::{Failure, Session};

/// What is set aside is named up to so many times; the rest is counted.
const NAMED: usize = 50;

const EXAMPLES: &str = "\
Examples:
  xiaoneng import-log receipt.xes.gz --map maps/receipt.toml --to package
  xiaoneng report --from package --out report

The map says which activity or column is which act, which attribute is region, channel and item,
and what limits the items have. Every event becomes one act.";

/// Turn the log of another system (XES, event table, case table) into a package.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// The files of the log, which belong together
    #[arg(required = true)]
    files: Vec<PathBuf>,

    /// The file that says what the log means
    #[arg(long, value_name = "MAP.toml")]
    map: PathBuf,

    /// Folder for the package; it must be empty or not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    let text = fs::read_to_string(&arguments.map)
        .map_err(|source| Failure::read(&arguments.map, source))?;
    let map = Map::parse(&text, &arguments.map.display().to_string())
        .map_err(|error| Failure::refused(error.to_string()))?;
    let imported = import_log::import(&arguments.files, &map, &arguments.to, &mut |bytes| {
        let read = [("megabytes", (bytes / 1_000_000).into())];
        progress.say(&session.words.format("import-progress", &read));
    })
    .map_err(|error| {
        if error.is_refusal() {
            Failure::refused(error.to_string())
        } else {
            Failure::Broken(error.to_string())
        }
    })?;
    drop(progress);
    say_what_was_taken(&imported, session)
}

fn say_what_was_taken(imported: &Imported, session: &mut Session<'_>) -> Result<(), Failure> {
    let taken = session.words.format(
        "import-taken",
        &[
            ("cases", imported.cases.into()),
            ("events", imported.events.into()),
            ("activities", imported.activities.into()),
            ("case-acts", imported.case_acts.into()),
            ("set-aside", imported.set_aside.len().into()),
        ],
    );
    writeln!(session.out, "{taken}").map_err(Failure::Write)?;
    for notice in &imported.notices {
        session.notice(&notice.message);
    }
    for SetAside { file, line, column, code, message, .. } in imported.set_aside.iter().take(NAMED)
    {
        session.notice(&format!("{file}:{line}: {column}: {code}: {message}"));
    }
    Ok(())
}
