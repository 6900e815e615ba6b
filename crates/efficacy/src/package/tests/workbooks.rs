//! Workbooks as people make them.

use std::collections::BTreeMap;
use std::io::Read as _;

use proptest::prelude::*;

use super::*;

/// A workbook of one sheet, in which style 1 is a date.
fn workbook(sheet: &str, rows: &str) -> Vec<u8> {
    workbook_with(sheet, rows, "")
}

fn workbook_with(sheet: &str, rows: &str, properties: &str) -> Vec<u8> {
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>";
    let package = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"rId1\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
    let workbook = format!(
        "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
         xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\">\
         {properties}<sheets><sheet name=\"{sheet}\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>"
    );
    let styles = "<styleSheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><cellXfs><xf numFmtId=\"0\"/><xf numFmtId=\"14\"/></cellXfs></styleSheet>";
    let sheet = format!(
        "<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\">\
         <sheetData>{rows}</sheetData></worksheet>"
    );
    zip_of(&[
        ("[Content_Types].xml", types.as_bytes()),
        ("_rels/.rels", package.as_bytes()),
        ("xl/workbook.xml", workbook.as_bytes()),
        ("xl/_rels/workbook.xml.rels", relations.as_bytes()),
        ("xl/styles.xml", styles.as_bytes()),
        ("xl/worksheets/sheet1.xml", sheet.as_bytes()),
    ])
}

/// A row of the sheet, of cells each given by its place and the rest of its element.
fn row(number: u32, cells: &[(&str, &str)]) -> String {
    let cells: String = cells.iter().fold(String::new(), |row, (place, rest)| {
        row + "<c r=\"" + place + &number.to_string() + "\"" + rest + "</c>"
    });
    format!("<row r=\"{number}\">{cells}</row>")
}

fn text(text: &str) -> String {
    format!(" t=\"inlineStr\"><is><t>{text}</t></is>")
}

fn header(names: &[&str]) -> String {
    let places = ["A", "B", "C", "D", "E", "F"];
    let cells: Vec<_> = names.iter().map(|name| text(name)).collect();
    let cells: Vec<_> = places.iter().copied().zip(cells.iter().map(String::as_str)).collect();
    row(1, &cells)
}

fn in_workbook(sheet: &str, rows: &str) -> Folder {
    folder().with("package.xlsx", workbook(sheet, rows))
}

#[test]
fn dates_may_be_dates_serial_numbers_or_text() {
    let rows = [
        header(&["名称", "取消日期"]).as_str(),
        &row(2, &[("A", &text("date")), ("B", " s=\"1\"><v>43469</v>")]),
        &row(3, &[("A", &text("serial")), ("B", "><v>43469</v>")]),
        &row(4, &[("A", &text("text")), ("B", &text("2019-01-04"))]),
        &row(5, &[("A", &text("iso")), ("B", " t=\"d\"><v>2019-01-04T00:00:00</v>")]),
        &row(6, &[("A", &text("formula")), ("B", " s=\"1\"><f>TODAY()</f><v>43469</v>")]),
    ]
    .concat()
    .replace("名称", "name");
    let (read, quality) = in_workbook("证明事项", &rows).collect::<Proof>();
    assert_eq!(faults(&quality), []);
    assert_eq!(read.len(), 5);
    assert!(read.iter().all(|proof| proof.abolished_on == Day::new(2019, 1, 4).unwrap()));
    assert_eq!(quality.tables[0].file, "package.xlsx/证明事项");
}

#[test]
fn a_workbook_may_count_its_days_from_1904() {
    let rows = header(&["name", "abolished_on"])
        + &row(2, &[("A", &text("a")), ("B", " s=\"1\"><v>42007</v>")]);
    let file = workbook_with("proofs", &rows, "<workbookPr date1904=\"1\"/>");
    let (read, _) = folder().with("package.xlsx", file).collect::<Proof>();
    assert_eq!(read[0].abolished_on, Day::new(2019, 1, 4).unwrap());
}

#[test]
fn cells_that_say_nothing_sure_set_their_row_aside() {
    let rows = [
        header(&["name", "abolished_on"]).as_str(),
        &row(2, &[("A", "><v>109</v>"), ("B", " s=\"1\"><v>43469</v>")]),
        &row(3, &[("A", &text("time")), ("B", " s=\"1\"><v>43469.5</v>")]),
        &row(4, &[("A", &text("before 1900")), ("B", "><v>0.5</v>")]),
        &row(5, &[("A", &text("formula")), ("B", "><f>TODAY()</f>")]),
        &row(6, &[("A", &text("error")), ("B", " t=\"e\"><v>#N/A</v>")]),
        &row(7, &[("A", &text("flag")), ("B", " t=\"b\"><v>1</v>")]),
        &row(9, &[("A", &text("  ")), ("B", "><v></v>")]),
        &row(10, &[("A", &text("nothing"))]),
        &row(11, &[("A", &text("wide")), ("B", "><v>43469</v>"), ("D", "><v>1</v>")]),
        &row(12, &[("A", &text("right")), ("B", "><v>43469</v>")]),
    ]
    .concat();
    let (read, quality) = in_workbook("proofs", &rows).collect::<Proof>();
    assert_eq!(
        faults(&quality),
        [
            (1, 2, "name", "bad_value"),
            (2, 3, "abolished_on", "bad_date"),
            (3, 4, "abolished_on", "bad_value"),
            (4, 5, "abolished_on", "bad_value"),
            (5, 6, "abolished_on", "bad_value"),
            (6, 7, "abolished_on", "bad_date"),
            (7, 10, "abolished_on", "missing_value"),
            (8, 11, "", "too_many_fields"),
        ]
    );
    assert_eq!(read.len(), 1);
    assert!(quality.set_aside[0].message.starts_with("`109` is a number"));
    assert!(quality.set_aside[3].message.starts_with("the formula has no result"));
}

#[test]
fn numbers_flags_and_codes_are_taken_where_they_are_sure() {
    let names = ["activity_id", "kind", "region", "held_on", "targets", "level"];
    let rows = header(&names)
        + &row(
            2,
            &[
                ("A", &text("a")),
                ("B", &text("联合检查")),
                ("C", "><v>330100</v>"),
                ("D", "><v>43469</v>"),
                ("E", "><v>12</v>"),
            ],
        )
        + &row(
            3,
            &[
                ("A", &text("b")),
                ("B", &text("联合检查")),
                ("C", "><v>101</v>"),
                ("D", "><v>43469</v>"),
                ("E", "><v>1</v>"),
            ],
        )
        + &row(
            4,
            &[
                ("A", &text("c")),
                ("B", &text("联合检查")),
                ("D", "><v>43469</v>"),
                ("E", "><v>1.5</v>"),
            ],
        );
    let (read, quality) = in_workbook("activities", &rows).collect::<Activity>();
    assert_eq!((read[0].region, read[0].targets), (Some(Region(330_100)), Some(12)));
    assert_eq!(faults(&quality), [(2, 3, "region", "bad_value"), (3, 4, "targets", "bad_number")]);
}

#[test]
fn sheets_that_are_no_tables_are_named_and_an_empty_one_is_refused() {
    let folder = in_workbook("说明", &header(&["a"]));
    let unknown: Vec<_> = folder.open().unknown_files().map(|notice| notice.file).collect();
    assert_eq!(unknown, ["package.xlsx/说明"]);
    let refused = in_workbook("proofs", "").refusal::<Proof>();
    assert!(refused.message.starts_with("the sheet is empty"), "{refused}");
    let refused = in_workbook("proofs", &header(&["name"])).refusal::<Proof>();
    assert_eq!(refused.line, Some(1));
    assert!(refused.message.contains("`abolished_on`"), "{refused}");
}

#[test]
fn a_workbook_by_any_name_can_be_the_package() {
    let rows =
        header(&["name", "abolished_on"]) + &row(2, &[("A", &text("a")), ("B", "><v>43469</v>")]);
    let folder = folder().with("2019年.xlsx", workbook("proofs", &rows));
    let package = Package::open(&folder.path().join("2019年.xlsx")).unwrap();
    let read = package.collect::<Proof>(&china(), &mut DataQuality::default()).unwrap();
    assert_eq!(read.unwrap().len(), 1);
}

#[test]
fn what_is_no_workbook_or_unfolds_without_end_is_refused() {
    for content in [&b"name,abolished_on\n"[..], b"", b"PK\x03\x04", &zip_of(&[("a", b"a")])] {
        let folder = folder().with("package.xlsx", content);
        let refused = Package::open(folder.path()).unwrap_err();
        assert_eq!(refused.file, "package.xlsx");
    }
    let endless = format!("<row r=\"1\">{}</row>", " ".repeat(80 << 20));
    let folder = in_workbook("proofs", &endless);
    let refused = Package::open(folder.path()).unwrap_err();
    assert!(refused.message.contains("100 times its size"), "{refused}");
}

#[test]
fn formulas_in_text_stay_text() {
    let to = folder();
    let package = PackageWriter::new(to.path(), Form::Xlsx, china());
    let mut table = package.table::<Proof>().unwrap();
    table.write_cells(["=1+1", "2019-01-04", ""]).unwrap();
    table.finish().unwrap();
    package.finish().unwrap();
    let mut archive =
        zip::ZipArchive::new(fs::File::open(to.path().join("package.xlsx")).unwrap()).unwrap();
    let mut sheet = String::new();
    archive.by_name("xl/worksheets/sheet1.xml").unwrap().read_to_string(&mut sheet).unwrap();
    assert!(sheet.contains("<t>=1+1</t>") && !sheet.contains("<f>"), "{sheet}");
    assert!(sheet.contains("<v>43469</v>") && sheet.contains("frozen"), "{sheet}");
    assert_eq!(to.collect::<Proof>().0[0].name, "=1+1");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn a_damaged_workbook_is_read_or_refused_but_never_a_fault_of_the_program(
        cut in 0.0..1.0_f64,
        damage in proptest::collection::vec((0.0..1.0_f64, any::<u8>()), 0..6),
        is_cut in any::<bool>(),
        in_sheet in any::<bool>(),
    ) {
        let rows = header(&["name", "abolished_on", "basis"])
            + &row(2, &[("A", &text("a")), ("B", " s=\"1\"><v>43469</v>")])
            + &row(3, &[("A", " t=\"s\"><v>0</v>"), ("B", "><f>TODAY()</f>")]);
        let change = |bytes: &mut Vec<u8>| {
            for (place, byte) in &damage {
                let place = (place * bytes.len() as f64) as usize;
                bytes[place] = *byte;
            }
            if is_cut {
                bytes.truncate((cut * bytes.len() as f64) as usize);
            }
        };
        let file = if in_sheet {
            // Damage within the parts, in an archive that is whole.
            let mut rows = rows.into_bytes();
            change(&mut rows);
            workbook("proofs", &String::from_utf8_lossy(&rows))
        } else {
            let mut file = workbook("proofs", &rows);
            change(&mut file);
            file
        };
        let folder = folder().with("package.xlsx", file);
        if let Ok(package) = Package::open(folder.path()) {
            let mut quality = DataQuality::default();
            if let Ok(Some(read)) = package.collect::<Proof>(&china(), &mut quality) {
                let table = &quality.tables[0];
                let taken = read.len() as u64;
                prop_assert_eq!(taken + table.identical + table.set_aside, table.rows);
            }
        }
    }
}

/// The collection of malformed inputs, or nothing where it isn't there.
fn bad_input(name: &str) -> Option<Vec<u8>> {
    let shared = std::env::var_os("XIAONENG_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared"), Into::into);
    let file = fs::read(shared.join("data/bad-input").join(name)).ok();
    if file.is_none() {
        println!("skipped: the malformed inputs aren't there");
    }
    file
}

#[test]
fn content_that_is_no_workbook_is_refused_whatever_its_name() {
    let Some(file) = bad_input("19_not_a_workbook.xlsx") else { return };
    let folder = folder().with("package.xlsx", &file).with("other.xlsx", &file);
    assert_eq!(Package::open(folder.path()).unwrap_err().file, "package.xlsx");
    Package::open(&folder.path().join("other.xlsx")).unwrap_err();
}

/// The workbook with its sheet and header renamed to a table of the exchange package, which has a
/// text of the same kind for each of its columns.
fn as_knowledge(file: &[u8]) -> Vec<u8> {
    let names = BTreeMap::from([
        ("case_no", "entry_id"),
        ("item_name", "question"),
        ("accepted_on", "updated_on"),
        ("decided_on", "retired_on"),
        ("result", "answer"),
    ]);
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(file)).unwrap();
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = String::new();
        part.read_to_string(&mut content).unwrap();
        for (theirs, ours) in &names {
            content = content.replace(&format!(">{theirs}<"), &format!(">{ours}<"));
        }
        content = content.replace("name=\"Sheet\"", "name=\"knowledge\"");
        parts.push((name, content));
    }
    let parts: Vec<_> = parts.iter().map(|(name, part)| (name.as_str(), part.as_bytes())).collect();
    zip_of(&parts)
}

#[test]
fn mixed_cells_end_as_the_collection_says() {
    let Some(file) = bad_input("20_mixed_cells.xlsx") else { return };
    let (read, quality) =
        folder().with("package.xlsx", as_knowledge(&file)).collect::<KnowledgeEntry>();
    let read: Vec<_> = read.iter().map(|entry| entry.entry_id.as_ref()).collect();
    // X-2 has a date as text in another form, X-3 a formula without a result, X-4 a number for a
    // code; the blank row is none.
    assert_eq!(read, ["X-1", "X-5"]);
    let faults: Vec<_> =
        faults(&quality).into_iter().map(|(_, line, column, code)| (line, column, code)).collect();
    assert_eq!(
        faults,
        [
            (3, "retired_on", "bad_date"),
            (4, "retired_on", "bad_value"),
            (5, "item_code", "bad_value"),
        ]
    );
}
