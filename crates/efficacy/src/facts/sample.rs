//! Random matters for tests, and packages of them.

use std::path::Path;

use jiff::tz::TimeZone;
use legal_clock::Calendar;
use proptest::prelude::*;
use tempfile::TempDir;

use super::given::Basis;
use super::reading::Whole;
use super::{Catalogue, Facts, Period, Rules};
use crate::facts;
use crate::package::tables::{Act, Item, Matter};
use crate::package::{Form, Package, PackageWriter, Row as _, Zone};
use crate::report::DataQuality;

/// A matter with its acts, as cells.
#[derive(Debug, Clone)]
pub(super) struct Case {
    pub(super) cells: [&'static str; 5],
    pub(super) acts: Vec<Done>,
}

/// An act, as cells.
#[derive(Debug, Clone)]
pub(super) struct Done {
    pub(super) name: &'static str,
    /// Hours since 2017 began.
    pub(super) at: u32,
    pub(super) days: &'static str,
    pub(super) reason: &'static str,
    pub(super) detail: &'static str,
    pub(super) id: &'static str,
    pub(super) recorded_after: Option<u32>,
}

pub(super) const ITEMS: &str = "item_code,name,kind,on_application,online,online_depth,trips,promised_limit,promised_unit,clock_anchor
A,甲,licence,true,true,4,0,5,working_day,
B,乙,licence,true,true,4,0,10,calendar_day,received
";

pub(super) struct Setting {
    pub(super) rules: Rules,
    pub(super) calendar: Calendar,
    pub(super) catalogue: Catalogue,
    pub(super) zone: Zone,
}

impl Setting {
    pub(super) fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("items.csv"), ITEMS).unwrap();
        let zone = Zone::new(TimeZone::get("Asia/Shanghai").unwrap());
        let items = open(folder.path())
            .collect::<Item<'_>>(&zone, &mut DataQuality::default())
            .unwrap()
            .unwrap();
        Self {
            rules: Rules::shipped().unwrap(),
            calendar: Calendar::china(),
            catalogue: Catalogue::new(items.into_iter().map(|(_, item)| item).collect()),
            zone,
        }
    }

    pub(super) fn basis(&self) -> Basis<'_> {
        Basis {
            rules: &self.rules,
            calendar: &self.calendar,
            catalogue: &self.catalogue,
            period: Period::of(2019).unwrap(),
            knows_items: true,
        }
    }

    pub(super) fn write(
        &self,
        form: Form,
        matters: &[(String, &Case)],
        acts: &[(String, &Done)],
    ) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let package =
            PackageWriter::new(folder.path(), form, self.zone.clone()).with_rows_of_a_group(16);
        let columns =
            ["matter_id", "procedure", "item_code", "region", "channel", "model", "ticket_kind"];
        let mut table = package.table_with(Matter::TABLE, &columns).unwrap();
        for (id, case) in matters {
            let [procedure, item, region, channel, model] = case.cells;
            let kind = if procedure == "ticket" { "complaint" } else { "" };
            table.write_cells([id, procedure, item, region, channel, model, kind]).unwrap();
        }
        table.finish().unwrap();
        let columns =
            ["matter_id", "act", "at", "days", "reason", "detail", "act_id", "recorded_at"];
        let mut table = package.table_with(Act::TABLE, &columns).unwrap();
        for (id, act) in acts {
            let at = time(act.at);
            let recorded = act.recorded_after.map_or(String::new(), |late| time(act.at + late));
            let cells = [id, act.name, &at, act.days, act.reason, act.detail, act.id, &recorded];
            table.write_cells(cells).unwrap();
        }
        table.finish().unwrap();
        package.finish().unwrap();
        folder
    }
}

pub(super) fn open(path: &Path) -> Package {
    Package::open(path).unwrap()
}

pub(super) fn time(hours: u32) -> String {
    let begin = jiff::civil::date(2017, 1, 1).at(0, 0, 0, 0);
    let time = begin + jiff::Span::new().hours(hours);
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// Facts with the names of models beside them in place of their numbers, which hang on what else
/// was read.
pub(super) fn with_names(whole: Whole<Facts>) -> (Facts, Vec<Option<String>>) {
    let Whole { mut taken, models, .. } = whole;
    let of = |matter: &mut facts::Matter| {
        matter.head.model.take().map(|place| models[place as usize].clone())
    };
    let named = taken.matters.iter_mut().map(of).collect();
    (taken, named)
}

/// Numbers of matters as they come.
pub(super) fn numbered(cases: &[Case]) -> Vec<(String, &Case)> {
    cases.iter().enumerate().map(|(index, case)| (format!("办{index:04}"), case)).collect()
}

/// Acts, matter after matter.
pub(super) fn in_order<'c>(matters: &[(String, &'c Case)]) -> Vec<(String, &'c Done)> {
    let of = |(id, case): &(String, &'c Case)| {
        case.acts.iter().map(|act| (id.clone(), act)).collect::<Vec<_>>()
    };
    matters.iter().flat_map(of).collect()
}

pub(super) fn done(hours: std::ops::Range<u32>) -> impl Strategy<Value = Done> {
    let names = prop::sample::select(vec![
        "received",
        "received",
        "accepted",
        "accepted",
        "granted",
        "granted",
        "refused",
        "paused",
        "resumed",
        "extended",
        "supplement_requested",
        "supplement_received",
        "delivered",
        "published",
        "visited",
        "withdrawn",
        "annulled",
        "opened",
        "closed",
        "raised",
        "nonsense",
    ]);
    let ids = prop::sample::select(vec!["", "1", "2", "3", "4", "5", "6", "7", "8", "9"]);
    (
        names,
        hours,
        prop::sample::select(vec!["", "3"]),
        prop::sample::select(vec!["", "hearing", "听证", "征求意见"]),
        ids.clone(),
        ids,
        prop::option::weighted(0.1, 0_u32..200),
    )
        .prop_map(|(name, at, days, reason, detail, id, recorded_after)| Done {
            name,
            at,
            days,
            reason,
            detail,
            id,
            recorded_after,
        })
}

/// Matters with acts in these hours since 2017 began.
pub(super) fn case(hours: std::ops::Range<u32>) -> impl Strategy<Value = Case> {
    let cells = (
        prop::sample::select(vec!["licensing", "licensing", "licensing", "ticket", "warning"]),
        prop::sample::select(vec!["A", "A", "B", "B", "unknown"]),
        prop::sample::select(vec!["440100", "440200"]),
        prop::sample::select(vec!["web", "window", "web", "window", "nowhere"]),
        prop::sample::select(vec!["", "材料重复", "超期未办"]),
    );
    let acts = prop::collection::vec(done(hours), 0..9).prop_map(|mut acts| {
        // Most are in time order, and the rest is sorted when folded.
        if acts.len() % 4 > 0 {
            acts.sort_by_key(|act| act.at);
        }
        acts
    });
    (cells, acts).prop_map(|((procedure, item, region, channel, model), acts)| Case {
        cells: [procedure, item, region, channel, model],
        acts,
    })
}
