//! The tables of the package that an import writes.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::map::{Item, Map, SourcedLimit};
use crate::package::tables::{self, Act, Agency, Matter};
use crate::package::{Row, TableWriter};

/// A package in the making. It lies beside its place until it is finished; dropped before that,
/// nothing stays.
#[derive(Debug)]
pub(super) struct Package {
    matters: TableWriter,
    acts: TableWriter,
    /// How many columns of [`MATTERS`] and [`ACTS`] the tables have.
    matter_columns: usize,
    act_columns: usize,
    staging: Staging,
    target: PathBuf,
}

/// A folder that is removed unless it was moved to its place.
#[derive(Debug)]
struct Staging(PathBuf);

impl Drop for Staging {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// What a matter's row holds.
#[derive(Debug)]
pub(super) struct MatterRow<'a> {
    pub(super) id: &'a str,
    pub(super) item: &'a str,
    pub(super) region: &'a str,
    pub(super) channel: &'a str,
    pub(super) applicant_kind: &'a str,
    pub(super) ticket_kind: &'a str,
    pub(super) model: &'a str,
}

/// What an act's row holds.
#[derive(Debug, Default)]
pub(super) struct ActRow<'a> {
    pub(super) matter: &'a str,
    pub(super) act: &'a str,
    pub(super) at: &'a str,
    pub(super) actor: &'a str,
    pub(super) detail: &'a str,
    pub(super) days: &'a str,
    pub(super) reason: &'a str,
    pub(super) act_id: &'a str,
    pub(super) recorded_at: &'a str,
}

impl Package {
    /// Begins a package that is to become the folder `target`, which is absent or empty.
    pub(super) fn begin(map: &Map, target: &Path) -> io::Result<Self> {
        let staging = Staging(staging_beside(target)?);
        let folder = &staging.0;
        fs::create_dir_all(folder)?;
        write_agency(map, TableWriter::with_columns(folder, Agency::TABLE, AGENCY)?)?;
        if !map.items.is_empty() {
            write_items(map, TableWriter::with_columns(folder, tables::Item::TABLE, ITEMS)?)?;
        }
        let has_models = map.logs.iter().any(|log| log.matters.model.is_some());
        let matter_columns = if has_models { MATTERS.len() } else { MATTERS_WITHOUT_MODELS };
        let keeps_more = map.logs.iter().any(|log| log.source.keeps_more());
        let act_columns = if keeps_more { ACTS.len() } else { ACTS_WITHOUT_MORE };
        let matters = TableWriter::with_columns(folder, Matter::TABLE, &MATTERS[..matter_columns])?;
        let acts = TableWriter::with_columns(folder, Act::TABLE, &ACTS[..act_columns])?;
        let target = target.to_owned();
        Ok(Self { matters, acts, matter_columns, act_columns, staging, target })
    }

    pub(super) fn matter(&mut self, procedure: &str, row: &MatterRow<'_>) -> io::Result<()> {
        let cells = [
            row.id,
            procedure,
            row.item,
            row.region,
            row.channel,
            row.applicant_kind,
            row.ticket_kind,
            row.model,
        ];
        self.matters.write_cells(cells.into_iter().take(self.matter_columns))
    }

    pub(super) fn act(&mut self, row: &ActRow<'_>) -> io::Result<()> {
        let cells = [
            row.matter,
            row.act,
            row.at,
            row.actor,
            row.detail,
            row.days,
            row.reason,
            row.act_id,
            row.recorded_at,
        ];
        self.acts.write_cells(cells.into_iter().take(self.act_columns))
    }

    /// Puts the finished package in its place.
    pub(super) fn finish(self) -> io::Result<()> {
        let Self { matters, acts, staging, target, .. } = self;
        matters.finish()?;
        acts.finish()?;
        if target.is_dir() {
            fs::remove_dir(&target)?;
        }
        fs::rename(&staging.0, &target)
    }
}

fn staging_beside(target: &Path) -> io::Result<PathBuf> {
    let name = target.file_name().ok_or_else(|| {
        io::Error::new(io::ErrorKind::InvalidInput, "the package needs a folder with a name")
    })?;
    let name = format!(".{}.{}.partial", name.to_string_lossy(), std::process::id());
    Ok(target.parent().unwrap_or(Path::new("")).join(name))
}

const AGENCY: &[&str] = &["name", "region", "year", "calendar", "time_zone"];
const ITEMS: &[&str] = &[
    "item_code",
    "name",
    "kind",
    "division",
    "level",
    "basis",
    "on_application",
    "online",
    "online_depth",
    "depth_reason",
    "trips",
    "statutory_limit",
    "statutory_unit",
    "promised_limit",
    "promised_unit",
    "clock_anchor",
];
const MATTERS: &[&str] = &[
    "matter_id",
    "procedure",
    "item_code",
    "region",
    "channel",
    "applicant_kind",
    "ticket_kind",
    "model",
];
const MATTERS_WITHOUT_MODELS: usize = 7;
const ACTS: &[&str] =
    &["matter_id", "act", "at", "actor", "detail", "days", "reason", "act_id", "recorded_at"];
const ACTS_WITHOUT_MORE: usize = 5;

fn write_agency(map: &Map, mut table: TableWriter) -> io::Result<()> {
    let agency = &map.agency;
    let year = map.year().map(|year| year.to_string()).unwrap_or_default();
    let cells = [
        agency.name.as_str(),
        agency.region.as_ref(),
        &year,
        agency.calendar.as_ref(),
        agency.time_zone.as_ref(),
    ];
    table.write_cells(cells)?;
    table.finish()
}

fn write_items(map: &Map, mut table: TableWriter) -> io::Result<()> {
    for item in &map.items {
        table.write_cells(cells_of_item(item).iter().map(String::as_str))?;
    }
    table.finish()
}

fn cells_of_item(item: &Item) -> [String; ITEMS.len()] {
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    let limit = |limit: &Option<SourcedLimit>| match limit {
        Some(limit) => [limit.limit.to_string(), limit.unit.as_ref().clone()],
        None => [String::new(), String::new()],
    };
    let [statutory_limit, statutory_unit] = limit(&item.statutory);
    let [promised_limit, promised_unit] = limit(&item.promised);
    [
        item.code.as_ref().clone(),
        item.name.clone(),
        item.kind.as_ref().clone(),
        text(&item.division),
        item.level.as_ref().map(|level| level.as_ref().clone()).unwrap_or_default(),
        text(&item.basis),
        item.on_application.to_string(),
        item.online.to_string(),
        item.online_depth.as_ref().to_string(),
        text(&item.depth_reason),
        item.trips.to_string(),
        statutory_limit,
        statutory_unit,
        promised_limit,
        promised_unit,
        item.clock_anchor.as_ref().map(|anchor| anchor.as_ref().clone()).unwrap_or_default(),
    ]
}
