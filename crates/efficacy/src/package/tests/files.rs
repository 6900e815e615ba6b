//! Which files a package has, packed or not, and which are refused.

use super::*;

#[test]
fn a_file_without_header_or_required_column_is_refused() {
    for empty in ["", "\n\n", "\u{feff}", "\u{feff}\n"] {
        let refused = folder().with("proofs.csv", empty).refusal::<Proof>();
        assert!(refused.message.contains("empty"), "{empty:?}: {refused}");
    }
    let refused = folder().with("proofs.csv", "\nname,basis\n").refusal::<Proof>();
    assert_eq!(
        refused.to_string(),
        "`proofs.csv`, line 2: required column `abolished_on` (取消日期) is missing from the header; \
         add it"
    );
    let refused = folder().with("proofs.csv", "name,证明名称,abolished_on\n").refusal::<Proof>();
    assert!(refused.message.contains("`name` is given twice"), "{refused}");
    let refused = folder().with("proofs.csv", ",".repeat(5000)).refusal::<Proof>();
    assert!(refused.message.contains("more than 1024 columns"), "{refused}");
}

#[test]
fn a_header_alone_is_a_table_of_no_rows() {
    for header in ["name,abolished_on", PROOFS, "name,abolished_on\r\n\r\n"] {
        let (rows, quality) = folder().with("proofs.csv", header).collect::<Proof>();
        assert_eq!((rows.len(), quality.tables[0].rows), (0, 0));
    }
}

#[test]
fn unknown_files_are_named_and_narratives_are_read() {
    let folder = proofs("")
        .with("notes.txt", "")
        .with("PROOFS.csv", "")
        .with("old/acts.csv", "")
        .with("narrative/05.md", "\u{feff}五")
        .with("narrative/19.md", "")
        .with("narrative/5.md", "");
    let package = folder.open();
    let mut unknown: Vec<_> = package.unknown_files().map(|notice| notice.file).collect();
    unknown.sort();
    assert_eq!(unknown, ["PROOFS.csv", "narrative/19.md", "narrative/5.md", "notes.txt", "old/"]);
    assert_eq!(package.narratives(), Ok([(5, "五".to_owned())].into()));
    assert!(package.has(Proof::TABLE) && !package.has(Act::TABLE));
}

#[test]
fn a_table_given_by_two_files_is_refused() {
    for other in ["proofs.csv.gz", "proofs.parquet"] {
        let folder = proofs("").with(other, "");
        let refused = Package::open(folder.path()).unwrap_err();
        assert_eq!(refused.file, other);
        assert!(refused.message.contains("`proofs.csv`"), "{refused}");
    }
}

#[test]
fn gzip_is_unpacked_and_refused_where_it_is_cut_short_or_unfolds_without_end() {
    let table = format!("{PROOFS}a,2019-01-01,\n");
    let two_parts = [gzip(table.as_bytes()), gzip(b"b,2019-01-01,\n")].concat();
    let (rows, quality) = folder().with("proofs.csv.gz", two_parts).collect::<Proof>();
    assert_eq!((rows.len(), quality.tables[0].file.as_str()), (2, "proofs.csv.gz"));

    let noise = rows_of(20_000, noise);
    let whole = gzip(format!("{PROOFS}{noise}").as_bytes());
    for cut in [0, 5, whole.len() / 2, whole.len() - 1] {
        let refused = folder().with("proofs.csv.gz", &whole[..cut]).refusal::<Proof>();
        assert!(refused.message.contains("unpacked"), "{cut}: {refused}");
        assert_eq!(refused.line > Some(1_000), cut > 1_000, "{cut}: {refused}");
    }
    let mut damaged = whole.clone();
    damaged[whole.len() - 6] ^= 1;
    folder().with("proofs.csv.gz", damaged).refusal::<Proof>();
    folder().with("proofs.csv.gz", table).refusal::<Proof>();

    let bomb = gzip(&vec![b'\n'; 100 << 20]);
    let refused = folder().with("proofs.csv.gz", bomb).refusal::<Proof>();
    assert!(refused.message.contains("200 times its size"), "{refused}");
}

/// What a zip archive of these entries gives, opened and its proofs counted.
fn proofs_in_zip(entries: &[(&str, &[u8])]) -> Result<usize, Refused> {
    let folder = folder().with("package.zip", zip_of(entries));
    let mut quality = DataQuality::default();
    let package = Package::open(&folder.path().join("package.zip"))?;
    Ok(package.collect::<Proof>(&china(), &mut quality)?.map_or(0, |rows| rows.len()))
}

#[test]
fn a_zip_holds_its_tables_at_the_top_or_in_one_folder() {
    let table = format!("{PROOFS}a,2019-01-01,\n");
    let table = table.as_bytes();
    assert_eq!(proofs_in_zip(&[("proofs.csv", table)]), Ok(1));
    assert_eq!(proofs_in_zip(&[("2019/", b""), ("2019/proofs.csv.gz", &gzip(table))]), Ok(1));
    assert_eq!(proofs_in_zip(&[("a/b/proofs.csv", table), ("proofs.csv", table)]), Ok(1));
    assert_eq!(proofs_in_zip(&[("__MACOSX/._proofs.csv", b""), ("x/proofs.csv", table)]), Ok(1));
    let two = proofs_in_zip(&[("a/proofs.csv", table), ("b/acts.csv", b"")]).unwrap_err();
    assert!(two.message.contains("`a/proofs.csv` and `b/acts.csv`"), "{two}");
}

#[test]
fn a_zip_with_an_entry_that_leads_out_is_refused_by_name() {
    for name in ["../proofs.csv", "a/../../proofs.csv", "/proofs.csv", "C:/x.csv", "..\\x.csv"] {
        let refused = proofs_in_zip(&[(name, b""), ("items.csv", b"")]).unwrap_err();
        assert!(refused.message.contains(&name.replace('\\', "/")), "{refused}");
    }
}

#[test]
fn a_zip_that_gives_one_name_twice_is_refused() {
    let mut zip = zip_of(&[("proofs.csv", PROOFS.as_bytes()), ("proofs.cs2", b"")]);
    let places: Vec<_> = (0..zip.len()).filter(|at| zip[*at..].starts_with(b"cs2")).collect();
    assert_eq!(places.len(), 2);
    for at in places {
        zip[at + 2] = b'v';
    }
    let folder = folder().with("package.zip", zip);
    let refused = Package::open(&folder.path().join("package.zip")).unwrap_err();
    assert!(refused.message.contains("duplicate file names"), "{refused}");
}

#[test]
fn a_broken_zip_is_refused() {
    let noise = rows_of(2_000, noise);
    let table = format!("{PROOFS}{noise}");
    let whole = zip_of(&[("proofs.csv", table.as_bytes())]);
    for cut in [0, 10, whole.len() / 2, whole.len() - 10] {
        let folder = folder().with("package.zip", &whole[..cut]);
        Package::open(&folder.path().join("package.zip")).unwrap_err();
    }
    let mut damaged = whole;
    damaged[2_000] ^= 0x55;
    let folder = folder().with("package.zip", damaged);
    let package = Package::open(&folder.path().join("package.zip")).unwrap();
    package.collect::<Proof>(&china(), &mut DataQuality::default()).unwrap_err();

    let bomb = vec![b'\n'; 100 << 20];
    let refused = proofs_in_zip(&[("proofs.csv", &bomb)]).unwrap_err();
    assert!(refused.message.contains("200 times its size"), "{refused}");
    Package::open("no/such/package".as_ref()).unwrap_err();
}
