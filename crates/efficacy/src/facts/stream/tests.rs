//! The same facts, whatever the form and the order that matters and acts come in.

use proptest::prelude::*;
use tempfile::TempDir;

use super::*;
use crate::facts::sample::{Case, Done, Setting, case, in_order, numbered, open, with_names};
use crate::facts::{Facts, reading};
use crate::package::Form;

/// Of 2018 to 2020, about the year that is read.
const HOURS: std::ops::Range<u32> = 8_760..34_760;

/// What was read, to be compared: facts, models, matters, and the rows set aside by table, row,
/// code and message.
type Said = (Facts, Vec<Option<String>>, u64, Vec<(String, u64, &'static str, String)>, [u64; 2]);

impl Setting {
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
    let matters = whole.matters;
    let (facts, models) = with_names(whole);
    (facts, models, matters, set_aside, found)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn acts_read_by_columns_as_they_come_make_the_facts_that_rows_make(
        cases in prop::collection::vec(case(HOURS), 0..40),
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
        (cases, matters_of, acts_of) in prop::collection::vec(case(HOURS), 1..30).prop_flat_map(|cases| {
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
            name: "visited", at: 17_760, days: "", reason: "", detail: "", id: "", recorded_after: None,
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
        at: 17_760,
        days: "",
        reason: "",
        detail: "",
        id: "",
        recorded_after: None,
    };
    let case = Case { cells: ["licensing", "A", "440100", "web", ""], acts: vec![act] };
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
