//! `xiaoneng export`: a package written anew or a ledger as one, or its matters as logs for process mining.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::Ordering;

use clap::Args;
use efficacy::export_log::{to_ocel, to_xes};
use efficacy::package::tables::Agency;
use efficacy::package::{ExportError, Package, Zone};
use efficacy::report::DataQuality;
use legal_clock::Calendar;

use super::origin::Origin;
use super::progress::Progress;
use super::table_form::TableForm;
use super::{Failure, Session, reading_for};
use crate::records::Tenant;

const EXAMPLES: &str = "\
Examples:
  xiaoneng export --from package.zip --to package
  xiaoneng export --from package --to logs --xes
  xiaoneng import-log logs/*.xes --map maps/xiaoneng-xes.toml --to again
  xiaoneng export --from package --to workbook --format xlsx
  xiaoneng export --data data --to package

Whatever the form, columns have English names and what is written reads back to the same figures.
Rows that can't be read are left out; `xiaoneng check` names them. A table that has more rows than
a sheet holds is refused as a workbook.";

/// Write a package or a ledger as CSV, Parquet or a workbook, whatever form it came in.
#[derive(Debug, Args)]
#[command(after_help = EXAMPLES)]
pub(super) struct Arguments {
    #[command(flatten)]
    origin: Origin,

    #[command(flatten)]
    tenant: Tenant,

    /// Folder to write to; it must be empty or not there
    #[arg(long, value_name = "DIR")]
    to: PathBuf,

    /// Form of the tables
    #[arg(long, default_value = "csv")]
    format: TableForm,

    /// Write the matters as logs of IEEE 1849-2016 (XES) instead, one a procedure: a trace a
    /// matter, an event an act
    #[arg(long)]
    xes: bool,

    /// Write the matters as a log of OCEL 2.0 (JSON) instead: matters, items, divisions and regions
    /// are objects, acts are events
    #[arg(long)]
    ocel: bool,
}

pub(super) fn run(arguments: &Arguments, session: &mut Session<'_>) -> Result<(), Failure> {
    let progress = Progress::new(session.quiet);
    progress.say(&session.words.text("export-progress"));
    let (package, untold) =
        arguments.origin.with_texts(&arguments.tenant, reading_for("export"))?;
    let zone = zone_of(&package)?;
    begin(&arguments.to)?;
    let quality = write(&package, &zone, arguments).map_err(|error| match error {
        ExportError::DoesNotFit(why) => Failure::refused(why),
        ExportError::Io(source) => Failure::write(&arguments.to, source),
        ExportError::Refused(refused) => Failure::refused(refused.to_string()),
    })?;
    drop(progress);
    writeln!(session.out, "{}", arguments.to.display()).map_err(Failure::Write)?;
    let left_out = quality.set_aside.len();
    if left_out > 0 {
        let rows = [("rows", left_out.into())];
        session.notice(&session.words.format("export-notice-left-out", &rows));
    }
    for (key, texts) in
        [("export-notice-no-key", &untold.without_key), ("export-notice-erased", &untold.erased)]
    {
        let texts = texts.load(Ordering::Relaxed);
        if texts > 0 {
            session.notice(&session.words.format(key, &[("texts", texts.into())]));
        }
    }
    Ok(())
}

/// Writes what is asked for; gives what was left out.
fn write(
    package: &Package,
    zone: &Zone,
    arguments: &Arguments,
) -> Result<DataQuality, ExportError> {
    let to = &arguments.to;
    if !arguments.xes && !arguments.ocel {
        return package.export(to, arguments.format.into(), zone);
    }
    let mut quality = DataQuality::default();
    if arguments.xes {
        quality = to_xes(package, to, zone)?.quality;
    }
    if arguments.ocel {
        quality = to_ocel(package, to, zone)?.quality;
    }
    Ok(quality)
}

/// The time zone that the agency names, in which instants without offset are told.
fn zone_of(package: &Package) -> Result<Zone, Failure> {
    let china = Calendar::china().zone().clone();
    let agency = package
        .collect::<Agency<'_>>(&Zone::new(china.clone()), &mut DataQuality::default())
        .map_err(|refused| Failure::refused(refused.to_string()))?;
    let row = agency.and_then(|rows| rows.into_iter().next());
    Ok(Zone::new(row.and_then(|(_, agency)| agency.time_zone).unwrap_or(china)))
}

/// Makes the folder, or refuses one that holds something.
fn begin(folder: &Path) -> Result<(), Failure> {
    let unwritable = |source| Failure::write(folder, source);
    fs::create_dir_all(folder).map_err(unwritable)?;
    if fs::read_dir(folder).map_err(unwritable)?.next().is_some() {
        let message = format!("`{}` isn't empty; name a new folder", folder.display());
        return Err(Failure::refused(message));
    }
    Ok(())
}
