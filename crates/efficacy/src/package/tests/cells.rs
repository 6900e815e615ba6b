//! What each kind of cell takes, and what sets its row aside.

use super::*;

/// The instant of an act's time in Shanghai, as RFC 3339 in UTC, with its local day.
fn read_time(cell: &str) -> Option<String> {
    let when = When::read(Value::Text(cell), &china()).ok()?;
    let instant = jiff::Timestamp::from_microsecond(when.instant.0).unwrap();
    Some(format!("{instant} {}", when.day))
}

#[test]
fn instants_are_rfc_3339_or_local_and_nothing_else() {
    let good = [
        ("2019-01-01 00:30", "2018-12-31T16:30:00Z 2019-01-01"),
        ("2019-01-01 00:30:15", "2018-12-31T16:30:15Z 2019-01-01"),
        (" 2019-01-01 00:30 ", "2018-12-31T16:30:00Z 2019-01-01"),
        ("2019-12-31T15:59:59Z", "2019-12-31T15:59:59Z 2019-12-31"),
        ("2019-12-31T16:00:00Z", "2019-12-31T16:00:00Z 2020-01-01"),
        ("2019-12-31t16:00:00.5z", "2019-12-31T16:00:00.5Z 2020-01-01"),
        ("2019-03-01T09:00:00.1234567+08:00", "2019-03-01T01:00:00.123456Z 2019-03-01"),
        ("2019-03-01 09:00:00-05:30", "2019-03-01T14:30:00Z 2019-03-01"),
        // The clocks of Shanghai were an hour ahead in the summers of 1986 to 1991.
        ("1988-07-01 09:00", "1988-07-01T00:00:00Z 1988-07-01"),
        ("1991-07-01 09:00", "1991-07-01T00:00:00Z 1991-07-01"),
        ("2060-07-01 09:00", "2060-07-01T01:00:00Z 2060-07-01"),
    ];
    for (cell, read) in good {
        assert_eq!(read_time(cell).as_deref(), Some(read), "{cell}");
    }
    let bad = [
        "2019-03-01",
        "2019-03-01T09:00:00",
        "2019-03-01T09:00+08:00",
        "2019-02-30 09:00",
        "2019-03-01 24:00",
        "2019-03-01 09:60",
        "2019-03-01 09:00:60",
        "2019-03-01 9:00",
        "2019/03/01 09:00",
        "20190301 09:00",
        "2019-03-01 09:00:00.5",
        "2019-03-01T09:00:00+0800",
        "2019-03-01T09:00:00.Z",
        "2019-03-01T09:00:00+08:00x",
        "2019-03-01  09:00",
        "43525.375",
        "2019-03-01 09:00 PM",
        "２０19-03-01 09:00",
        "2019-03-01\u{3000}09:00",
        "0000-01-01 00:00",
    ];
    for cell in bad {
        assert_eq!(read_time(cell), None, "{cell}");
    }
}

fn code_of<'a, T: Cell<'a>>(cell: &'a str) -> Option<Code> {
    T::read(Value::Text(cell), &china()).err().map(|wrong| wrong.code)
}

#[test]
fn days_are_real_days_in_one_form() {
    for cell in ["2019-02-28", "2020-02-29", " 2019-12-31\t"] {
        assert_eq!(code_of::<Day>(cell), None, "{cell}");
    }
    for cell in [
        "2019-02-29",
        "1900-02-29",
        "2019-13-01",
        "2019-00-10",
        "2019-04-31",
        "2019-1-1",
        "2019/1/1",
        "2019-01-01 00:00",
        "2019-01-01T00:00:00Z",
        "43469",
        "0000-01-01",
        "-019-01-01",
        "昨天",
    ] {
        assert_eq!(code_of::<Day>(cell), Some(Code::BadDate), "{cell}");
    }
}

#[test]
fn numbers_flags_and_lists_take_what_the_specification_names() {
    for (cell, read) in [("true", true), ("False", false), ("1", true), ("0", false), ("否", false)]
    {
        assert_eq!(bool::read(Value::Text(cell), &china()), Ok(read));
    }
    assert_eq!(code_of::<bool>("yes"), Some(Code::BadValue));
    assert_eq!(u32::read(Value::Text(" 007 "), &china()), Ok(7));
    for cell in ["-1", "+1", "1.0", "1e3", "4294967296", "一", "1 000"] {
        assert_eq!(code_of::<u32>(cell), Some(Code::BadNumber), "{cell}");
    }
    assert_eq!(Stars::read(Value::Text("非常满意"), &china()), Ok(Stars(5)));
    assert_eq!(code_of::<Stars>("6"), Some(Code::BadValue));
    assert_eq!(code_of::<Stars>("0"), Some(Code::BadValue));
    assert_eq!(code_of::<Stars>("4.5"), Some(Code::BadNumber));
    assert_eq!(code_of::<UpTo<4>>("5"), Some(Code::BadValue));
    assert_eq!(code_of::<UpTo<18>>("19"), Some(Code::BadValue));
    for cell in ["33000", "3300000", "33000x", "浙江省"] {
        assert_eq!(code_of::<Region>(cell), Some(Code::BadValue), "{cell}");
    }
    assert_eq!(Unit::read(Value::Text("工作日"), &china()), Ok(Unit::WorkingDay));
    assert_eq!(code_of::<Unit>("days"), Some(Code::BadValue));
    assert_eq!(code_of::<Channel>("Window"), Some(Code::BadValue));
    assert_eq!(Option::<Day>::read(Value::Text("  "), &china()), Ok(None));
    assert_eq!(code_of::<Day>(" "), Some(Code::MissingValue));
}

#[test]
fn each_english_and_chinese_term_of_a_list_is_read() {
    for act in ActName::ALL {
        assert_eq!(ActName::read(Value::Text(act.code()), &china()), Ok(*act));
        assert_eq!(ActName::read(Value::Text(act.chinese()), &china()), Ok(*act));
    }
}

#[test]
fn a_cell_over_one_mebibyte_sets_its_row_aside_and_the_next_row_is_read() {
    let long = "长".repeat(700_000);
    let rows = format!(
        "a,2019-01-01,\"{long}\nx\"\nb,2019-01-01,\n{long},2019-02-30,{long}\nc,2019-01-01,{}\n\
         d,2019-01-01,\"{long}{long}{long}\"\n\"e\n",
        "x".repeat(1 << 20),
    );
    let (rows, quality) = proofs(&format!("{rows}\",2019-01-01,\n")).collect::<Proof>();
    assert_eq!(rows.iter().map(|row| &row.name[..1]).collect::<String>(), "bce");
    assert_eq!(
        faults(&quality),
        [
            (1, 2, "basis", "field_too_long"),
            (3, 5, "name", "field_too_long"),
            (5, 7, "basis", "field_too_long"),
        ]
    );
    let refused = proofs(&rows_with_open_quote(&long)).refusal::<Proof>();
    assert_eq!(refused.line, Some(5));
}

fn rows_with_open_quote(long: &str) -> String {
    format!("\"{long}\n{long}\n{long}{long}\",2019-01-01,\"x\n{long}{long}{long}{long}\ny\n")
        .replacen('"', "\"\n", 1)
}

#[test]
fn a_long_cell_of_an_unknown_column_sets_its_row_aside_too() {
    let long = "x".repeat(3 << 20);
    let (rows, quality) = folder()
        .with("proofs.csv", format!("name,note,abolished_on\na,{long},never\nb,\0,2019-01-01\n"))
        .collect::<Proof>();
    assert_eq!(rows.len(), 1);
    assert_eq!(faults(&quality), [(1, 2, "note", "field_too_long")]);
}

#[test]
fn control_characters_set_their_row_aside() {
    let (rows, quality) =
        proofs("a\0b,2019-01-01,\n\"a\tb\r\nc\",2019-01-01,\nx,2019-01-01,\u{7f}\ny,20\u{1}19,\n")
            .collect::<Proof>();
    assert_eq!(rows[0].name, "a\tb\r\nc");
    assert_eq!(
        faults(&quality),
        [
            (1, 2, "name", "control_character"),
            (3, 5, "basis", "control_character"),
            (4, 6, "abolished_on", "control_character"),
        ]
    );
    assert_eq!(
        quality.set_aside[0].message,
        "the cell holds the control character U+0000; take it out"
    );
}

#[test]
fn an_instant_before_zones_had_whole_minutes_is_written_in_utc_and_reads_the_same() {
    // Shanghai's local mean time was 8:05:43 ahead of Greenwich.
    let written = "1800-01-01T00:00:00Z";
    let when = When::read(Value::Text(written), &china()).unwrap();
    let mut cell = String::new();
    when.write(&china(), &mut cell);
    assert_eq!(cell, "1800-01-01T00:00:00+00:00");
    assert_eq!(When::read(Value::Text(&cell), &china()), Ok(when));
}
