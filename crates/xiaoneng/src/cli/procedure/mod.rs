//! `xiaoneng procedure`: procedures shown, drawn and checked.

mod drawing;
mod transitions;

use std::fs;
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use matter::Procedure;

use super::{Failure, Session};
use transitions::Terms;

const EXAMPLES: &str = "\
Examples:
  xiaoneng procedure show licensing
  xiaoneng procedure show licensing --svg > licensing.svg
  xiaoneng procedure check procedures/*.toml";

/// Procedures: which acts may follow which, and the clocks they start, pause and stop.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Print a procedure, or draw it
    Show {
        /// `licensing`, `ticket`, `warning`, `annual_report`, `item_draft`, or a file that declares a procedure
        procedure: String,

        /// Draw it as SVG instead
        #[arg(long)]
        svg: bool,
    },
    /// Say what is wrong with files that declare procedures, with file and line
    Check {
        /// The files
        #[arg(required = true)]
        files: Vec<PathBuf>,
    },
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    match &arguments.command {
        Command::Show { procedure, svg } => {
            let procedure = named(procedure)?;
            let terms = Terms { procedure: &procedure, words: &session.words };
            let shown = if *svg { drawing::draw(&terms) } else { print(&terms) };
            session.out.write_all(shown.as_bytes()).map_err(Failure::Write)
        }
        Command::Check { files } => check(files, session),
    }
}

/// A shipped procedure by its name, another by its file.
fn named(name: &str) -> Result<Procedure, Failure> {
    match name {
        "licensing" => Ok(Procedure::licensing()),
        "ticket" => Ok(Procedure::ticket()),
        "warning" => Ok(Procedure::warning()),
        "annual_report" => Ok(Procedure::annual_report()),
        "item_draft" => Ok(Procedure::item_draft()),
        file if is_toml(file) => read(file.as_ref()),
        other => Err(Failure::refused(format!(
            "there is no procedure `{other}`; name licensing, ticket, warning, annual_report, \
             item_draft or a .toml file"
        ))),
    }
}

fn is_toml(file: &str) -> bool {
    Path::new(file).extension().is_some_and(|extension| extension == "toml")
}

fn read(file: &Path) -> Result<Procedure, Failure> {
    let text = fs::read_to_string(file).map_err(|source| Failure::read(file, source))?;
    Procedure::parse(&file.display().to_string(), &text)
        .map_err(|error| Failure::refused(error.to_string()))
}

fn check(files: &[PathBuf], session: &mut Session<'_>) -> Result<(), Failure> {
    let mut refused = 0;
    for file in files {
        match read(file) {
            Ok(procedure) => {
                let sound = session.words.format(
                    "procedure-sound",
                    &[
                        ("file", file.display().to_string().into()),
                        ("stages", procedure.stages().len().into()),
                        ("acts", procedure.acts().len().into()),
                        ("clocks", procedure.clocks().len().into()),
                    ],
                );
                writeln!(session.out, "{sound}").map_err(Failure::Write)?;
            }
            Err(failure) => {
                failure.report();
                refused += 1;
            }
        }
    }
    if refused == 0 {
        return Ok(());
    }
    Err(Failure::refused(format!("{refused} of {} files refused; mend them as said", files.len())))
}

/// The procedure as lines of text.
fn print(terms: &Terms<'_>) -> String {
    let mut lines = vec![terms.title(), terms.source(), String::new()];
    lines.push(terms.text("procedure-clocks"));
    lines.extend(terms.clocks().map(|clock| format!("  {clock}")));
    for stage in terms.stages_and_start() {
        lines.push(String::new());
        lines.push(terms.stage(stage));
        let transitions = transitions::from(terms.procedure, stage);
        if transitions.is_empty() {
            lines.push(format!("  {}", terms.text("procedure-nothing-follows")));
        }
        for transition in transitions {
            let details = [
                terms.conditions(&transition),
                terms.effects(&transition),
                terms.needs(&transition),
            ]
            .into_iter()
            .flatten()
            .map(|detail| format!("\n      {detail}"));
            let to = terms.destination(&transition);
            let what = terms.what(&transition);
            lines.push(format!("  {what} → {to}{}", details.collect::<String>()));
        }
    }
    lines.push(String::new());
    lines.push(terms.anywhere());
    lines.join("\n") + "\n"
}
