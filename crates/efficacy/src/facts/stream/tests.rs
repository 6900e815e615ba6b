//! The same facts, whatever the form and the order that matters and acts come in.

use std::path::Path;

use jiff::tz::TimeZone;
use legal_clock::Calendar;
use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::facts::{Catalogue, Facts, Period, Rules, reading};
use crate::package::tables::Item;
use crate::package::{Form, PackageWriter};

/// A matter with its acts, as cells.
#[derive(Debug, Clone)]
struct Case {
    cells: [&'static str; 4],
    acts: Vec<Done>,
}

/// An act, as cells.
#[derive(Debug, Clone)]
struct Done {
    name: &'static str,
    /// Hours since the year before began.
    at: u32,
    days: &'static str,
    reason: &'static str,
    detail: &'static str,
    id: &'static str,
    recorded_after: Option<u32>,
}

/// What was read, to be compared: facts, models, matters, and the rows set aside by table, row,
/// code and message.
type Said = (Facts, Vec<String>, u64, Vec<(String, u64, &'static str, String)>, [u64; 2]);

const ITEMS: &str = "item_code,name,kind,on_application,online,online_depth,trips,promised_limit,promised_unit,clock_anchor
A,甲,licence,true,true,4,0,5,working_day,
B,乙,licence,true,true,4,0,10,calendar_day,received
";

struct Setting {
    rules: Rules,
    calendar: Calendar,
    catalogue: Catalogue,
    zone: Zone,
}

impl Setting {
    fn new() -> Self {
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

    fn basis(&self) -> Basis<'_> {
        Basis {
            rules: &self.rules,
            calendar: &self.calendar,
            catalogue: &self.catalogue,
            period: Period::of(2019).unwrap(),
            knows_items: true,
        }
    }

    fn write(&self, form: Form, matters: &[(String, &Case)], acts: &[(String, &Done)]) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        let package =
            PackageWriter::new(folder.path(), form, self.zone.clone()).with_rows_of_a_group(16);
        let columns = ["matter_id", "procedure", "item_code", "region", "channel", "ticket_kind"];
        let mut table = package.table_with(Matter::TABLE, &columns).unwrap();
        for (id, case) in matters {
            let [procedure, item, region, channel] = case.cells;
            let kind = if procedure == "ticket" { "complaint" } else { "" };
            table.write_cells([id, procedure, item, region, channel, kind]).unwrap();
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

    fn read(&self, folder: &TempDir) -> Said {
        let mut quality = DataQuality::default();
        let whole =
            reading::read::<Facts>(&open(folder.path()), &self.zone, self.basis(), &mut quality)
                .unwrap();
        said(whole, quality)
    }

    fn stream(&self, folder: &TempDir) -> Result<Option<Whole<Facts>>, Stop> {
        read(&open(folder.path()), &self.zone, self.basis(), &mut DataQuality::default())
    }
}

fn open(path: &Path) -> Package {
    Package::open(path).unwrap()
}

fn time(hours: u32) -> String {
    let begin = jiff::civil::date(2018, 1, 1).at(0, 0, 0, 0);
    let time = begin + jiff::Span::new().hours(hours);
    time.strftime("%Y-%m-%d %H:%M:%S").to_string()
}

fn said(whole: Whole<Facts>, quality: DataQuality) -> Said {
    let mut set_aside: Vec<_> = quality
        .set_aside
        .into_iter()
        .map(|row| {
            let table = row.file.split('.').next().unwrap_or_default().to_owned();
            (table, row.row, row.code, row.message)
        })
        .collect();
    set_aside.sort();
    let found = [whole.found.pauses_without_reason, whole.found.extensions_without_days];
    (whole.taken, whole.models, whole.matters, set_aside, found)
}

/// Numbers of matters as they come.
fn numbered(cases: &[Case]) -> Vec<(String, &Case)> {
    cases.iter().enumerate().map(|(index, case)| (format!("办{index:04}"), case)).collect()
}

/// Acts, matter after matter.
fn in_order<'c>(matters: &[(String, &'c Case)]) -> Vec<(String, &'c Done)> {
    let of = |(id, case): &(String, &'c Case)| {
        case.acts.iter().map(|act| (id.clone(), act)).collect::<Vec<_>>()
    };
    matters.iter().flat_map(of).collect()
}

fn done() -> impl Strategy<Value = Done> {
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
        0_u32..26_000,
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

fn case() -> impl Strategy<Value = Case> {
    let cells = (
        prop::sample::select(vec!["licensing", "licensing", "licensing", "ticket", "warning"]),
        prop::sample::select(vec!["A", "A", "B", "B", "unknown"]),
        prop::sample::select(vec!["440100", "440200"]),
        prop::sample::select(vec!["web", "window", "web", "window", "nowhere"]),
    );
    let acts = prop::collection::vec(done(), 0..9).prop_map(|mut acts| {
        // Most are in time order, and the rest is sorted when folded.
        if acts.len() % 4 > 0 {
            acts.sort_by_key(|act| act.at);
        }
        acts
    });
    (cells, acts).prop_map(|((procedure, item, region, channel), acts)| Case {
        cells: [procedure, item, region, channel],
        acts,
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn acts_read_by_columns_as_they_come_make_the_facts_that_rows_make(
        cases in prop::collection::vec(case(), 0..40),
    ) {
        let setting = Setting::new();
        let matters = numbered(&cases);
        let acts = in_order(&matters);
        let by_rows = setting.read(&setting.write(Form::Csv, &matters, &acts));
        let parquet = setting.write(Form::Parquet, &matters, &acts);
        prop_assert!(matches!(setting.stream(&parquet), Ok(Some(_))), "it isn't streamed");
        prop_assert_eq!(setting.read(&parquet), by_rows);
    }

    #[test]
    fn the_order_of_matters_and_acts_makes_no_difference(
        (cases, matters_of, acts_of) in prop::collection::vec(case(), 1..30).prop_flat_map(|cases| {
            let matters: Vec<usize> = (0..cases.len()).collect();
            let acts: Vec<usize> = (0..cases.iter().map(|case| case.acts.len()).sum()).collect();
            (Just(cases), Just(matters).prop_shuffle(), Just(acts).prop_shuffle())
        }),
        has_stranger: bool,
    ) {
        let setting = Setting::new();
        let matters = numbered(&cases);
        let mut acts = in_order(&matters);
        let stranger = Done {
            name: "visited", at: 9000, days: "", reason: "", detail: "", id: "", recorded_after: None,
        };
        if has_stranger {
            acts.push(("办9999".to_owned(), &stranger));
        }
        let matters: Vec<_> = matters_of.iter().map(|index| matters[*index].clone()).collect();
        let mut shuffled: Vec<_> = acts_of.iter().map(|index| acts[*index].clone()).collect();
        shuffled.extend(acts.drain(acts_of.len()..));
        let by_rows = setting.read(&setting.write(Form::Csv, &matters, &shuffled));
        let by_columns = setting.read(&setting.write(Form::Parquet, &matters, &shuffled));
        prop_assert_eq!(by_columns, by_rows);
    }
}

#[test]
fn a_package_in_another_order_is_noticed() {
    let setting = Setting::new();
    let act = Done {
        name: "received",
        at: 9000,
        days: "",
        reason: "",
        detail: "",
        id: "",
        recorded_after: None,
    };
    let case = Case { cells: ["licensing", "A", "440100", "web"], acts: vec![act] };
    let cases = vec![case; 40];
    let matters = numbered(&cases);
    let acts = in_order(&matters);
    let is_out_of_order = |matters: &[_], acts: &[_]| {
        let folder = setting.write(Form::Parquet, matters, acts);
        matches!(setting.stream(&folder), Err(Stop::OutOfOrder))
    };
    assert!(!is_out_of_order(&matters, &acts));

    let mut split = acts.clone();
    split.push(acts[3].clone());
    assert!(is_out_of_order(&matters, &split), "a matter's acts lie apart");
    let mut swapped = matters.clone();
    swapped.swap(20, 30);
    assert!(is_out_of_order(&swapped, &acts), "matters aren't numbered upwards");
    let mut repeated = matters.clone();
    repeated.insert(7, matters[6].clone());
    assert!(is_out_of_order(&repeated, &acts), "a matter comes twice");
    assert!(is_out_of_order(&matters[..39], &acts), "a matter is missing");
    assert!(!is_out_of_order(&matters, &acts[..30]), "matters without acts");

    // An annulment is read as a row; that hides no change of matter.
    let annulment = Done { name: "annulled", id: "2", detail: "1", ..acts[1].1.clone() };
    let mut apart = acts[..2].to_vec();
    apart[1].1 = &annulment;
    apart.push(acts[0].clone());
    assert!(is_out_of_order(&matters, &apart), "a matter's acts lie apart beside an annulment");
}
