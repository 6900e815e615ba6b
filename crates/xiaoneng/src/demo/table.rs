//! Tables of a package being written.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use efficacy::package::tables::TABLES;
use efficacy::package::{Form, PackageWriter, TableWriter, Zone};
use legal_clock::Calendar;

use super::DemoError;
use super::matter::{Actor, Detail, Matter};
use super::moment::Moment;

/// The folder of a package being written.
pub(super) struct Folder {
    path: PathBuf,
    package: PackageWriter,
}

impl Folder {
    /// Begins a package in the folder, made if it isn't there.
    pub(super) fn create(path: &Path, form: Form) -> Result<Self, DemoError> {
        fs::create_dir_all(path).map_err(|source| DemoError::write(path, source))?;
        let zone = Zone::new(Calendar::china().zone().clone());
        Ok(Self { path: path.to_owned(), package: PackageWriter::new(path, form, zone) })
    }

    /// Ends the package.
    pub(super) fn finish(self) -> Result<(), DemoError> {
        self.package.finish().map_err(|source| DemoError::write(&self.path, source))
    }
}

/// One table of a package, written row by row.
pub(super) struct Table {
    path: PathBuf,
    rows: TableWriter,
}

impl Table {
    /// Starts the table `name` in `dir` with these columns of the exchange package.
    pub(super) fn create(dir: &Folder, name: &str, columns: &[&str]) -> Result<Self, DemoError> {
        let path = dir.path.join(name);
        let Some(table) = TABLES.iter().find(|table| table.name == name) else {
            return Err(DemoError::register(format!("table `{name}`")));
        };
        match dir.package.table_with(table, columns) {
            Ok(rows) => Ok(Self { path, rows }),
            Err(source) => Err(DemoError::write(&path, source)),
        }
    }

    /// Writes one row.
    pub(super) fn row<'c>(
        &mut self,
        cells: impl IntoIterator<Item = &'c str>,
    ) -> Result<(), DemoError> {
        self.rows.write_cells(cells).map_err(|source| DemoError::write(&self.path, source))
    }

    /// Ends the table.
    pub(super) fn finish(self) -> Result<(), DemoError> {
        self.rows.finish().map_err(|source| DemoError::write(&self.path, source))
    }
}

/// The three tables that hold the acts of a year: matters, acts and ratings.
pub(super) struct Book {
    matters: Table,
    acts: Table,
    ratings: Table,
    numbered: u64,
    rated: u64,
    id: String,
    at: String,
    recorded_at: String,
    actor: String,
    detail: String,
    act_id: String,
    days: String,
}

impl Book {
    pub(super) fn create(dir: &Folder) -> Result<Self, DemoError> {
        Ok(Self {
            matters: Table::create(
                dir,
                "matters",
                &[
                    "matter_id",
                    "procedure",
                    "item_code",
                    "region",
                    "channel",
                    "applicant_kind",
                    "ticket_kind",
                    "model",
                ],
            )?,
            acts: Table::create(
                dir,
                "acts",
                &[
                    "matter_id",
                    "act",
                    "at",
                    "actor",
                    "days",
                    "reason",
                    "detail",
                    "act_id",
                    "recorded_at",
                ],
            )?,
            ratings: Table::create(
                dir,
                "ratings",
                &["rating_id", "matter_id", "item_code", "stars", "at", "channel", "resolved_at"],
            )?,
            numbered: 0,
            rated: 0,
            id: String::new(),
            at: String::new(),
            recorded_at: String::new(),
            actor: String::new(),
            detail: String::new(),
            act_id: String::new(),
            days: String::new(),
        })
    }

    /// Numbers a matter and writes it with its acts, and with its rating where `stars` are given.
    pub(super) fn matter(
        &mut self,
        matter: &Matter<'_>,
        stars: Option<u8>,
        resolved_at: Option<Moment>,
    ) -> Result<(), DemoError> {
        let Some(begun) = matter.begun() else {
            return Ok(());
        };
        self.numbered += 1;
        self.id.clear();
        // Writing to a string can't fail.
        let _ = write!(
            self.id,
            "{}{:04}{:08}",
            matter.procedure.prefix(),
            begun.day.year(),
            self.numbered
        );
        self.matters.row([
            self.id.as_str(),
            matter.procedure.name(),
            matter.item,
            matter.region,
            matter.channel,
            matter.applicant,
            matter.ticket_kind,
            matter.model,
        ])?;
        for act in &matter.acts {
            act.at.write(&mut self.at);
            self.recorded_at.clear();
            if let Some(recorded_at) = act.recorded_at {
                recorded_at.write(&mut self.recorded_at);
            }
            write_actor(act.actor, matter.division, &mut self.actor);
            number(&mut self.act_id, act.id.into());
            number(&mut self.days, act.days);
            let detail = match act.detail {
                Detail::Nothing => "",
                Detail::Text(text) => text,
                Detail::Act(id) => {
                    number(&mut self.detail, id.into());
                    &self.detail
                }
            };
            self.acts.row([
                self.id.as_str(),
                act.name,
                &self.at,
                &self.actor,
                &self.days,
                act.reason,
                detail,
                &self.act_id,
                &self.recorded_at,
            ])?;
        }
        if let (Some(rating), Some(stars)) = (matter.rating, stars) {
            self.rated += 1;
            self.recorded_at.clear();
            if let Some(resolved_at) = resolved_at {
                resolved_at.write(&mut self.recorded_at);
            }
            rating.at.write(&mut self.at);
            self.ratings.row([
                format!("PJ{:08}", self.rated).as_str(),
                &self.id,
                matter.item,
                &stars.to_string(),
                &self.at,
                rating.channel,
                &self.recorded_at,
            ])?;
        }
        Ok(())
    }

    pub(super) fn finish(self) -> Result<(), DemoError> {
        self.matters.finish()?;
        self.acts.finish()?;
        self.ratings.finish()
    }
}

/// Writes a number, and nothing for none.
fn number(out: &mut String, n: u32) {
    out.clear();
    if n > 0 {
        let _ = write!(out, "{n}");
    }
}

fn write_actor(actor: Actor, division: &str, out: &mut String) {
    out.clear();
    let _ = match actor {
        Actor::Nobody => Ok(()),
        Actor::Counter(n) => write!(out, "{division}窗口{n}"),
        Actor::Examiner(n) => write!(out, "{division}审查岗{n}"),
        Actor::Approver => write!(out, "{division}审批岗"),
        Actor::Hotline(n) => write!(out, "热线坐席{n}"),
        Actor::System => write!(out, "系统"),
        Actor::Local => write!(out, "属地公安机关"),
    };
}
