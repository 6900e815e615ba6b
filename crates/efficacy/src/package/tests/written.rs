//! What is written reads back the same.

use proptest::prelude::*;

use super::*;

/// Text that a file may hold, awkward for spreadsheets and CSV alike.
pub(super) fn text() -> impl Strategy<Value = Text<'static>> {
    "['=+@＝\t\r\n\", -]{0,4}[a中𠀀 '\"\n,;=]{1,6}".prop_map(Text::from)
}

pub(super) fn day() -> impl Strategy<Value = Day> {
    (Day::MIN.number()..=Day::MAX.number()).prop_map(Day::from_number)
}

pub(super) fn when() -> impl Strategy<Value = When> {
    // 1900 to 2100, when offsets of whole minutes are in use.
    (-2_177_000_000_000_000_i64..4_102_000_000_000_000)
        .prop_filter_map("out of range", |micros| china().when(legal_clock::Instant(micros)))
}

prop_compose! {
    pub(super) fn act()(
        matter_id in text(),
        act in proptest::sample::select(ActName::ALL),
        at in when(),
        actor in proptest::option::of(text()),
        days in proptest::option::of(any::<u32>()),
        detail in proptest::option::of(text()),
        recorded_at in proptest::option::of(when()),
    ) -> Act<'static> {
        Act { matter_id, act, at, actor, days, reason: None, detail, act_id: None, recorded_at }
    }
}

prop_compose! {
    pub(super) fn interface()(
        interface_code in text(),
        kind in proptest::sample::select(InterfaceKind::ALL),
        class in text(),
        name in text(),
        opened_on in day(),
        closed_on in proptest::option::of(day()),
    ) -> Interface<'static> {
        Interface { interface_code, kind, class, name, opened_on, closed_on }
    }
}

fn write<R: Row>(rows: &[R]) -> Folder {
    let folder = folder();
    let mut writer = TableWriter::create::<R>(folder.path()).unwrap();
    for row in rows {
        writer.write(row, &china()).unwrap();
    }
    writer.finish().unwrap();
    folder
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn what_is_written_reads_back_the_same(
        acts in proptest::collection::vec(act(), 0..8),
        interfaces in proptest::collection::vec(interface(), 0..8),
    ) {
        let (read, quality) = write(&acts).collect::<Act>();
        prop_assert_eq!(read, acts);
        prop_assert!(quality.set_aside.is_empty());
        let mut seen = std::collections::HashSet::new();
        let distinct: Vec<_> = interfaces
            .into_iter()
            .filter(|interface| seen.insert(interface.interface_code.clone()))
            .collect();
        let (read, _) = write(&distinct).collect::<Interface>();
        prop_assert_eq!(read, distinct);
    }

    #[test]
    fn any_bytes_are_read_or_refused_but_never_a_fault_of_the_program(
        bytes in proptest::collection::vec(
            prop_oneof![
                Just(b"\"".to_vec()), Just(b",".to_vec()), Just(b"\n".to_vec()),
                Just(b"\r".to_vec()), Just("证".as_bytes().to_vec()), Just(b"2019-01-01".to_vec()),
                any::<u8>().prop_map(|byte| vec![byte]),
            ],
            0..40,
        ),
    ) {
        let file = [PROOFS.as_bytes(), &bytes.concat()].concat();
        let folder = folder().with("proofs.csv", &file).with("acts.csv.gz", &file);
        let mut quality = DataQuality::default();
        if let Ok(rows) = folder.open().collect::<Proof>(&china(), &mut quality) {
            let read = &quality.tables[0];
            let taken = rows.map_or(0, |rows| rows.len() as u64);
            prop_assert_eq!(taken + read.identical + read.set_aside, read.rows);
            prop_assert_eq!(read.set_aside, quality.set_aside.len() as u64);
        }
        prop_assert!(folder.open().collect::<Act>(&china(), &mut quality).is_err());
    }
}

#[test]
fn a_written_file_is_plain_utf_8_and_safe_in_a_spreadsheet() {
    let folder = folder();
    let columns = ["name", "abolished_on", "basis"];
    let mut writer = TableWriter::with_columns(folder.path(), Proof::TABLE, &columns).unwrap();
    writer.write_cells(["=1+1", "2019-01-01", "-2, +3"]).unwrap();
    writer.write_cells(["'@证明", "2019-01-02", "plain - 'text'"]).unwrap();
    assert!(!folder.path().join("proofs.csv").exists());
    writer.finish().unwrap();
    let text = fs::read_to_string(folder.path().join("proofs.csv")).unwrap();
    assert_eq!(
        text,
        "name,abolished_on,basis\n'=1+1,2019-01-01,\"'-2, +3\"\n\
         ''@证明,2019-01-02,plain - 'text'\n"
    );
    let names: Vec<_> = folder.collect::<Proof>().0.into_iter().map(|row| row.name).collect();
    assert_eq!(names, ["=1+1", "'@证明"]);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1);
}

#[test]
fn a_table_left_unfinished_leaves_no_file() {
    let folder = folder();
    let mut writer = TableWriter::create::<Proof>(folder.path()).unwrap();
    writer.write_cells(["a", "2019-01-01", ""]).unwrap();
    assert!(writer.write_cells(["too", "few"]).is_err());
    drop(writer);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
    assert!(TableWriter::with_columns(folder.path(), Proof::TABLE, &["nam"]).is_err());
}
