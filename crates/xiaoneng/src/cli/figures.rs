//! `xiaoneng figures`: every figure of the report with its definition.

use clap::Args;
use efficacy::figures::{self, Definition};
use efficacy::report::FigureWords;
use efficacy::words::Words;

use super::{Failure, Session};

const EXAMPLES: &str = "\
Examples:
  xiaoneng figures
  xiaoneng figures cases_overdue case_on_time_rate --lang en";

/// List the figures of the report: name, unit, definition, breakdowns and the tables they need.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    /// Only these, by their ids
    ids: Vec<String>,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let mut wanted: Vec<&Definition> = Vec::new();
    for id in &arguments.ids {
        wanted.push(figures::find(id).ok_or_else(|| {
            Failure::refused(format!("there is no figure `{id}`; `xiaoneng figures` lists them"))
        })?);
    }
    if wanted.is_empty() {
        wanted.extend(figures::all());
    }
    let mut section = 0;
    for definition in wanted {
        if definition.section != section {
            section = definition.section;
            let title = session.words.text(&format!("report-section-{section}"));
            writeln!(session.out, "{section} {title}\n").map_err(Failure::Write)?;
        }
        let entry = entry(definition, &session.words);
        writeln!(session.out, "{entry}\n").map_err(Failure::Write)?;
    }
    Ok(())
}

/// All that is said of a figure.
pub(crate) fn entry(definition: &Definition, words: &Words) -> String {
    let shown = FigureWords::new(words);
    let id = definition.id;
    let unit = shown.unit(definition.unit);
    let unit = if unit.is_empty() { unit } else { format!(" ({unit})") };
    let mut lines = vec![
        format!("  {id}"),
        format!("      {}{unit}", shown.name(id)),
        format!("      {}", shown.definition(id)),
    ];
    if !definition.by.is_empty() {
        let by: Vec<_> = definition.by.iter().map(|by| by.name().to_owned()).collect();
        lines
            .push(format!("      {}", words.format("figures-by", &[("by", by.join(", ").into())])));
    }
    lines.push(format!(
        "      {}",
        words.format("figures-needs", &[("tables", definition.needs.join(", ").into())])
    ));
    lines.join("\n")
}
