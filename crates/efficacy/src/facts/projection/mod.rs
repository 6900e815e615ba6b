//! What a ledger keeps ready of each matter: where it stands, when it is due, what the figures of
//! each year count of it, and what is wrong with its acts.
//!
//! A projection follows from the acts of one matter, the register of items, the calendar and the
//! procedure it was opened under; of the time it is made at only what fell due by then hangs on it.
//! It is made by the same reading and the same fold as a package's year, so the two can't differ.

mod read;
mod row;
mod tables;
#[cfg(test)]
mod tests;
mod years;

use std::collections::BTreeMap;
use std::sync::Arc;

use legal_clock::{Calendar, Instant};
use matter::Procedure;

use super::Rules;
use super::gather::Gatherer;
use super::given::{Basis, Found, Given};
use crate::package::tables::{Act, ActName, Agency, Item, Matter};
use crate::package::{Code, NumberedRow, Package, Refused, Row as _, TextRow};
use crate::read::{Opened, ReadError, Settings};
use crate::report::DataQuality;

pub use read::Ready;
pub(crate) use read::read;
use tables::Tables;
use years::Years;

/// The last year that facts are told of; facts that hold until then hold for good.
pub const FOR_GOOD: i16 = 9999;

/// A pause whose reason isn't given: taken as a special procedure.
pub(super) const PAUSE_WITHOUT_REASON: &str = "pause_without_reason";
/// An extension whose days aren't given: taken as none.
pub(super) const EXTENSION_WITHOUT_DAYS: &str = "extension_without_days";

/// A matter as it is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recorded {
    /// Its name in its register.
    pub name: String,
    /// Its present row of the table of matters, and the position of the act that gave it.
    pub row: (i64, TextRow),
    /// Which version of its procedure it was opened under, by hash.
    pub under: Option<String>,
    /// Its acts in the order in which they were recorded, as rows of the table of acts, with their
    /// positions.
    pub acts: Vec<(i64, TextRow)>,
}

/// What is made of a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Projection {
    /// The stage of its procedure; `None` before an act had effect.
    pub stage: Option<String>,
    /// The item it is about, for a licence case.
    pub item_code: Option<String>,
    /// The first instant at which its stage has changed by itself, if no act comes before.
    pub wakes: Option<Instant>,
    /// The clocks that run.
    pub dues: Vec<Running>,
    /// What the figures count of it, by years.
    pub facts: Vec<OfYears>,
    /// What is wrong with its row or its acts.
    pub findings: Vec<Finding>,
}

/// A clock that runs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Running {
    /// Its name in the procedure.
    pub clock: String,
    /// The instant it counts from.
    pub started: Instant,
    /// When the promise runs out; `None` without a promise, or while a pause keeps it from that.
    pub promised: Option<Instant>,
    /// When the law's limit runs out.
    pub by_law: Option<Instant>,
}

/// What the figures count of a matter in some years: the same in each of them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfYears {
    /// The first year.
    pub from: i16,
    /// The last year; [`FOR_GOOD`] when it holds from then on.
    pub until: i16,
    /// What they count, as JSON; [`crate::read`] takes it back.
    pub facts: String,
}

/// Something wrong with a matter's row or one of its acts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Position of the act; for the row, of the act that gave it.
    pub position: i64,
    /// Whether it is about the matter's row.
    pub is_of_row: bool,
    /// The column at fault, empty for the row as a whole.
    pub column: String,
    /// Code of the exchange specification or of a notice.
    pub code: String,
    /// What is wrong and how to mend it.
    pub message: String,
}

/// Makes projections.
#[derive(Debug)]
pub struct Projector {
    settings: Settings,
    opened: Opened,
    /// By the hash of a version that isn't the shipped one: the procedures, with that one in it.
    versions: BTreeMap<String, Rules>,
}

impl Projector {
    /// What projections are made by: the row of the table of agencies and the rows of the table of
    /// items (`None` where a ledger has none), the calendar, and by hash the versions of procedures.
    ///
    /// A version that isn't a procedure any more, or lacks a name that figures are read from, leaves
    /// the shipped one in place.
    ///
    /// # Errors
    /// When a table is refused whole; rows that can't be used are left out.
    pub fn new(
        agency: Vec<NumberedRow>,
        items: Option<Vec<NumberedRow>>,
        settings: Settings,
        versions: impl IntoIterator<Item = (String, Procedure)>,
    ) -> Result<Self, ReadError> {
        let settings = Settings { year: Some(FOR_GOOD), ..settings };
        let versions = versions
            .into_iter()
            .filter_map(|(hash, procedure)| Some((hash, settings.rules.with(procedure).ok()?)))
            .collect();
        let mut given = Tables::default();
        given.add(Agency::TABLE, agency);
        if let Some(items) = items {
            given.add(Item::TABLE, items);
        }
        let package = Package::from_elsewhere(Arc::new(given));
        let opened = Opened::open(&package, &settings, &mut DataQuality::default())?;
        Ok(Self { settings, opened, versions })
    }

    /// The calendar that days are counted in.
    pub fn calendar(&self) -> &Calendar {
        self.opened.calendar()
    }

    /// What is made of each matter at this instant.
    pub fn project(&self, matters: &[Recorded], now: Instant) -> Vec<Projection> {
        let mut projections = Vec::with_capacity(matters.len());
        for of_version in matters.chunk_by(|one, other| one.under == other.under) {
            let version = of_version[0].under.as_ref().and_then(|hash| self.versions.get(hash));
            let rules = version.unwrap_or(&self.settings.rules);
            match self.try_project(rules, of_version, now) {
                Ok(made) => projections.extend(made),
                // One of them has more bad acts than anybody reads.
                Err(_) if of_version.len() > 1 => projections.extend(
                    of_version.iter().flat_map(|one| self.project(std::slice::from_ref(one), now)),
                ),
                Err(refused) => projections.push(Projection::refused(&of_version[0], refused)),
            }
        }
        projections
    }

    fn try_project(
        &self,
        rules: &Rules,
        matters: &[Recorded],
        now: Instant,
    ) -> Result<Vec<Projection>, Refused> {
        let (given, places) = Tables::of(matters);
        let package = Package::from_elsewhere(Arc::new(given));
        let basis = Basis { rules, ..self.opened.basis(&self.settings) };
        let mut gatherer = Gatherer::new(basis);
        let mut quality = DataQuality::default();
        let zone = &self.opened.zone;
        package.read::<Matter<'_>>(zone, &mut quality, |_, row| gatherer.matter(&row))?;
        package.read::<Act<'_>>(zone, &mut quality, |at, row| gatherer.act(at, &row))?;
        let (bundle, models) = gatherer.into_bundle();

        let mut projections: Vec<_> = matters.iter().map(Projection::of_row).collect();
        for fault in quality.set_aside {
            let is_of_row = fault.file == Matter::TABLE.name;
            let matter = places.matter(is_of_row, fault.row);
            projections[matter].findings.push(Finding {
                position: fault.line as i64,
                is_of_row,
                column: fault.column,
                code: fault.code.to_owned(),
                message: fault.message,
            });
        }
        let now = self.calendar().when(now);
        let mut years = Years::new(basis, &bundle, &models);
        for acts in bundle.by_matter() {
            let matter = places.matter(false, acts[0].position.row);
            let mut found = Found::default();
            let id = matters[matter].id();
            let Some(of_matter) = years.of(id, acts, now, &mut found) else { continue };
            let projection = &mut projections[matter];
            projection.findings.extend(findings(acts, found));
            projection.stage = of_matter.now.stage;
            projection.wakes = of_matter.now.wakes;
            projection.dues = of_matter.now.running;
            projection.facts = of_matter.facts;
        }
        for projection in &mut projections {
            projection.findings.sort_by(|a, b| (a.position, &a.code).cmp(&(b.position, &b.code)));
        }
        Ok(projections)
    }
}

/// What was found of acts when they were folded, and what they lack.
fn findings(acts: &[Given], found: Found) -> impl Iterator<Item = Finding> {
    let refused = found.refused.into_iter().map(|(at, fault)| Finding {
        position: at.line as i64,
        is_of_row: false,
        column: fault.column,
        code: fault.code.as_str().to_owned(),
        message: fault.message,
    });
    let lacking = acts.iter().filter(|act| act.note.lacks_detail).map(|act| {
        let (column, code, message) = if act.name == ActName::Paused {
            ("reason", PAUSE_WITHOUT_REASON, "taken as a special procedure that stops the clock")
        } else {
            ("days", EXTENSION_WITHOUT_DAYS, "taken as an extension by no day")
        };
        Finding {
            position: act.position.line as i64,
            is_of_row: false,
            column: column.to_owned(),
            code: code.to_owned(),
            message: message.to_owned(),
        }
    });
    refused.chain(lacking)
}

impl Recorded {
    fn cell(&self, column: &str) -> &str {
        Matter::TABLE.column(column).map_or("", |column| &self.row.1[column])
    }

    fn id(&self) -> &str {
        self.cell("matter_id")
    }
}

impl Projection {
    /// Of a matter without an act that had effect.
    fn of_row(matter: &Recorded) -> Self {
        let item_code = Some(matter.cell("item_code").to_owned()).filter(|code| !code.is_empty());
        Self { item_code, ..Self::default() }
    }

    fn refused(matter: &Recorded, why: Refused) -> Self {
        let finding = Finding {
            position: matter.row.0,
            is_of_row: true,
            column: String::new(),
            code: Code::BadValue.as_str().to_owned(),
            message: why.message,
        };
        Self { findings: vec![finding], ..Self::of_row(matter) }
    }
}
