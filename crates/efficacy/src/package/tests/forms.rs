//! The same rows in every form.

use proptest::prelude::*;

use super::written::{act, interface};
use super::*;

/// Exports the package to a new folder.
fn exported(from: &Package, form: Form) -> (Folder, DataQuality) {
    let to = folder();
    let quality = from.export(to.path(), form, &china()).unwrap();
    (to, quality)
}

fn written<R: Row>(rows: &[R], form: Form) -> Folder {
    let folder = folder();
    write_to(&folder, rows, form);
    folder
}

fn write_to<R: Row>(folder: &Folder, rows: &[R], form: Form) {
    let package = PackageWriter::new(folder.path(), form, china());
    let mut table = package.table::<R>().unwrap();
    for row in rows {
        table.write(row, &china()).unwrap();
    }
    table.finish().unwrap();
    package.finish().unwrap();
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn each_form_reads_back_the_same_rows_and_turns_into_the_others(
        acts in proptest::collection::vec(act(), 0..12),
        interfaces in proptest::collection::vec(interface(), 0..12),
    ) {
        let mut seen = std::collections::HashSet::new();
        let interfaces: Vec<_> = interfaces
            .into_iter()
            .filter(|interface| seen.insert(interface.interface_code.clone()))
            .collect();
        let first = written(&acts, Form::Csv);
        write_to(&first, &interfaces, Form::Csv);
        let mut package = first.open();
        let mut kept = Vec::new();
        for form in [Form::Parquet, Form::Xlsx, Form::Csv, Form::Xlsx, Form::Parquet, Form::Csv] {
            let (anew, quality) = exported(&package, form);
            prop_assert!(quality.set_aside.is_empty(), "{form:?} {:?}", quality.set_aside);
            let (read, quality) = anew.collect::<Act>();
            prop_assert_eq!(&read, &acts, "{:?}", form);
            prop_assert!(quality.notices.is_empty());
            prop_assert_eq!(&anew.collect::<Interface>().0, &interfaces, "{:?}", form);
            for table in ["acts.csv", "interfaces.csv"] {
                if form == Form::Csv {
                    let read = |folder: &Folder| fs::read(folder.path().join(table)).unwrap();
                    prop_assert!(read(&anew) == read(&first));
                }
            }
            package = anew.open();
            kept.push(anew);
        }
    }
}

#[test]
fn a_row_says_the_same_in_each_form_what_is_wrong_with_it() {
    // Nothing is written that can't be read, so the faults are those that rows have together.
    let rows = [
        Proof { name: "a".into(), abolished_on: Day::new(2019, 1, 1).unwrap(), basis: None },
        Proof { name: "a".into(), abolished_on: Day::new(2019, 1, 1).unwrap(), basis: None },
        Proof { name: "a".into(), abolished_on: Day::new(2019, 1, 2).unwrap(), basis: None },
    ];
    for (form, name) in [
        (Form::Csv, "proofs.csv"),
        (Form::Parquet, "proofs.parquet"),
        (Form::Xlsx, "package.xlsx/proofs"),
    ] {
        let (read, quality) = written(&rows, form).collect::<Proof>();
        assert_eq!(read.len(), 1);
        let identical = quality.tables[0].identical;
        assert_eq!((quality.tables[0].file.as_str(), identical), (name, 1), "{form:?}");
        assert_eq!(faults(&quality), [(3, 4, "", "duplicate_key")], "{form:?}");
        assert_eq!(quality.set_aside[0].file, name);
    }
}

#[test]
fn a_table_given_in_two_forms_is_refused() {
    let rows =
        [Proof { name: "a".into(), abolished_on: Day::new(2019, 1, 1).unwrap(), basis: None }];
    for (one, two) in
        [(Form::Csv, Form::Parquet), (Form::Csv, Form::Xlsx), (Form::Parquet, Form::Xlsx)]
    {
        let folder = written(&rows, one);
        write_to(&folder, &rows, two);
        let refused = Package::open(folder.path()).unwrap_err();
        assert!(refused.message.contains("gives the same table"), "{refused}");
    }
}

#[test]
fn a_zip_holds_parquet_and_a_workbook_as_well() {
    let rows =
        [Proof { name: "证明".into(), abolished_on: Day::new(2019, 1, 1).unwrap(), basis: None }];
    for (form, name) in [(Form::Parquet, "proofs.parquet"), (Form::Xlsx, "package.xlsx")] {
        let file = fs::read(written(&rows, form).path().join(name)).unwrap();
        for entry in [name.to_owned(), format!("2019/{name}")] {
            let folder = folder().with("package.zip", zip_of(&[(&entry, &file)]));
            let package = Package::open(&folder.path().join("package.zip")).unwrap();
            let mut quality = DataQuality::default();
            let read = package.collect::<Proof>(&china(), &mut quality).unwrap().unwrap();
            assert_eq!(read[0].1, rows[0]);
        }
    }
}

#[test]
fn a_table_left_unfinished_leaves_no_file_in_any_form() {
    for form in [Form::Csv, Form::Parquet, Form::Xlsx] {
        let folder = folder();
        let package = PackageWriter::new(folder.path(), form, china());
        let mut table = package.table::<Proof>().unwrap();
        table.write_cells(["a", "2019-01-01", ""]).unwrap();
        drop((table, package));
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0, "{form:?}");
    }
}

#[test]
fn typed_forms_refuse_to_write_what_a_column_does_not_hold() {
    for form in [Form::Parquet, Form::Xlsx] {
        let folder = folder();
        let package = PackageWriter::new(folder.path(), form, china());
        let mut table = package.table::<Proof>().unwrap();
        assert!(table.write_cells(["a", "2019-02-30", ""]).is_err(), "{form:?}");
    }
}
