//! How quickly the same item is decided from region to region and month to month: what a
//! supervisor compares.
//!
//! Counted are licence cases decided in the year, by the rules of the annual report; a table
//! holds a row for each item, region and month in which there are some.

use std::collections::BTreeMap;
use std::io;

use foldhash::HashMap;

use crate::facts::{
    self, Catalogue, CodeId, Decision, Folder, GivenMatter, Head, Outcome, Records, Take,
};
use crate::package::tables::{Channel, Procedure};
use crate::package::{Package, Region, guarded};
use crate::read::{Opened, ReadError, Settings};
use crate::report::DataQuality;

/// Cases by item, region and month.
#[derive(Debug)]
pub struct Comparison {
    /// In the order of item codes, regions and months.
    pub rows: Vec<Compared>,
    /// What was set aside, skipped or assumed.
    pub quality: DataQuality,
}

/// The cases of an item in a region that were decided in a month.
#[derive(Debug, Clone, PartialEq)]
pub struct Compared {
    /// 事项编码; empty when the package has no items.
    pub item_code: String,
    /// 事项名称
    pub item_name: String,
    /// 行政区划代码
    pub region: Region,
    /// 1 to 12.
    pub month: u8,
    /// Cases decided.
    pub decided: u64,
    /// Of these, later than promised.
    pub late: u64,
    /// Refused (不予许可).
    pub refused: u64,
    /// With a notice to supplement (补正告知).
    pub supplemented: u64,
    /// Applied for online: web, mobile app or 微信.
    pub online: u64,
    /// Working days used, less those paused: mean, median and 95th percentile by nearest rank.
    pub mean_days: f64,
    /// See [`Compared::mean_days`].
    pub median_days: i32,
    /// See [`Compared::mean_days`].
    pub p95_days: i32,
}

/// Compares the cases of a package.
///
/// # Errors
/// [`ReadError`], as for a report; rows that can't be used are set aside.
pub fn compare(package: &Package, settings: &Settings) -> Result<Comparison, ReadError> {
    let mut quality = DataQuality::default();
    let opened = Opened::open(package, settings, &mut quality)?;
    let basis = opened.basis(settings);
    let whole = facts::read::<Groups>(package, &opened.zone, basis, &mut quality)?;
    let rows = whole.taken.told(&opened.catalogue);
    Ok(Comparison { rows, quality })
}

impl Comparison {
    /// The table as CSV, safe to open in a spreadsheet.
    ///
    /// # Errors
    /// When it can't be written.
    pub fn write_csv(&self, out: impl io::Write) -> io::Result<()> {
        let mut csv = csv::Writer::from_writer(out);
        csv.write_record([
            "item_code",
            "item_name",
            "region",
            "month",
            "decided",
            "late",
            "refused",
            "supplemented",
            "online",
            "mean_working_days",
            "median_working_days",
            "p95_working_days",
        ])?;
        for row in &self.rows {
            csv.write_record([
                &*guarded(&row.item_code),
                &*guarded(&row.item_name),
                &row.region.to_string(),
                &row.month.to_string(),
                &row.decided.to_string(),
                &row.late.to_string(),
                &row.refused.to_string(),
                &row.supplemented.to_string(),
                &row.online.to_string(),
                &row.mean_days.to_string(),
                &row.median_days.to_string(),
                &row.p95_days.to_string(),
            ])?;
        }
        csv.flush()
    }
}

/// What cases are grouped by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    code: Option<CodeId>,
    region: Region,
    month: u8,
}

/// A group of cases, being counted.
#[derive(Debug, Default)]
struct Group {
    decided: u64,
    late: u64,
    refused: u64,
    supplemented: u64,
    online: u64,
    /// How many cases used so many working days.
    days: BTreeMap<i32, u64>,
}

#[derive(Debug, Default)]
struct Groups(HashMap<Key, Group>);

impl Take for Groups {
    const IN_ORDER: bool = false;

    fn wants(procedure: Procedure) -> bool {
        procedure == Procedure::Licensing
    }

    fn take(
        &mut self,
        folder: &mut Folder<'_>,
        matter: GivenMatter<'_>,
        acts: Records<'_>,
        refused: &mut dyn FnMut(usize, Outcome),
    ) {
        let head = matter.head;
        if let Some(decision) = folder.decided(head.code, acts, refused) {
            self.count(&head, &decision);
        }
    }

    fn append(&mut self, later: Self) {
        for (key, group) in later.0 {
            self.0.entry(key).or_default().add(group);
        }
    }
}

impl Groups {
    fn count(&mut self, head: &Head, decision: &Decision) {
        let month = decision.at.day.month().unsigned_abs();
        let key = Key { code: head.code, region: head.region, month };
        let is_online = matches!(head.channel, Channel::Web | Channel::App | Channel::Wechat);
        let group = self.0.entry(key).or_default();
        group.decided += 1;
        group.late += u64::from(decision.is_late == Some(true));
        group.refused += u64::from(!decision.is_granted);
        group.supplemented += u64::from(decision.is_supplemented);
        group.online += u64::from(is_online);
        *group.days.entry(decision.working_days).or_default() += 1;
    }

    fn told(self, catalogue: &Catalogue) -> Vec<Compared> {
        let mut rows: Vec<_> =
            self.0.into_iter().map(|(key, group)| group.told(key, catalogue)).collect();
        rows.sort_by(|a, b| {
            (&a.item_code, a.region, a.month).cmp(&(&b.item_code, b.region, b.month))
        });
        rows
    }
}

impl Group {
    fn add(&mut self, other: Self) {
        self.decided += other.decided;
        self.late += other.late;
        self.refused += other.refused;
        self.supplemented += other.supplemented;
        self.online += other.online;
        for (days, cases) in other.days {
            *self.days.entry(days).or_default() += cases;
        }
    }

    fn told(&self, key: Key, catalogue: &Catalogue) -> Compared {
        let item = key.code.map(|code| catalogue.row(catalogue.rows_of(code)[0]));
        let total: i64 =
            self.days.iter().map(|(days, cases)| i64::from(*days) * cases.cast_signed()).sum();
        Compared {
            item_code: item.map_or_else(String::new, |item| item.item_code.to_string()),
            item_name: item.map_or_else(String::new, |item| item.name.to_string()),
            region: key.region,
            month: key.month,
            decided: self.decided,
            late: self.late,
            refused: self.refused,
            supplemented: self.supplemented,
            online: self.online,
            mean_days: total as f64 / self.decided as f64,
            median_days: self.percentile(50),
            p95_days: self.percentile(95),
        }
    }

    /// The days of the case at this percentile, by nearest rank.
    fn percentile(&self, percent: u64) -> i32 {
        let rank = (self.decided * percent).div_ceil(100);
        let mut passed = 0;
        for (days, cases) in &self.days {
            passed += cases;
            if passed >= rank {
                return *days;
            }
        }
        0
    }
}
