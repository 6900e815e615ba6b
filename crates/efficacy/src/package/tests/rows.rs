//! Rows of a table: told apart, taken, or set aside with their place.

use super::*;

#[test]
fn a_table_is_read_by_english_or_chinese_headers_in_any_order() {
    let (rows, quality) = folder()
        .with("proofs.csv", "取消日期,备注,name\n2019-03-01,x,无犯罪证明\n")
        .collect::<Proof>();
    assert_eq!(
        rows,
        [Proof {
            name: "无犯罪证明".into(),
            abolished_on: Day::new(2019, 3, 1).unwrap(),
            basis: None,
        }]
    );
    assert_eq!(quality.notices.len(), 1);
    assert_eq!(quality.notices[0].message, "columns not read: `备注`");
    assert_eq!((quality.tables[0].rows, quality.tables[0].set_aside), (1, 0));
}

#[test]
fn row_and_line_count_quoted_line_breaks_and_leave_blank_lines_out() {
    let (rows, quality) =
        proofs("\"a\nb\",2019-01-01,\n\r\n\nc,2019-02-30,\n\"d\r\ne\",2019/1/1,\n\n,2019-01-01,\n")
            .collect::<Proof>();
    assert_eq!(rows[0].name, "a\nb");
    assert_eq!(
        faults(&quality),
        [
            (2, 6, "abolished_on", "bad_date"),
            (3, 7, "abolished_on", "bad_date"),
            (4, 10, "name", "missing_value"),
        ]
    );
}

#[test]
fn the_first_bad_cell_in_the_order_of_the_file_is_named() {
    let (_, quality) =
        folder().with("proofs.csv", "abolished_on,name\nyesterday,\n").collect::<Proof>();
    assert_eq!(faults(&quality), [(1, 2, "abolished_on", "bad_date")]);
    assert_eq!(
        quality.set_aside[0].message,
        "`yesterday` is no date; write year, month and day as `2019-01-31`"
    );
}

#[test]
fn rows_of_another_width_than_the_header_are_set_aside() {
    let (rows, quality) =
        proofs("a,2019-01-01\nb,2019-01-01,,\nc,2019-01-01,\nd,2019-01-01,,,,,,\n")
            .collect::<Proof>();
    assert_eq!(rows.len(), 1);
    assert_eq!(
        faults(&quality),
        [
            (1, 2, "", "too_few_fields"),
            (2, 3, "", "too_many_fields"),
            (4, 5, "", "too_many_fields"),
        ]
    );
}

#[test]
fn an_unclosed_quote_is_refused_with_the_line_it_opened_on() {
    let refused = proofs("a,2019-01-01,\n\"b\nb\",2019-01-01,\"c\nd\n").refusal::<Proof>();
    assert_eq!((refused.file.as_str(), refused.line), ("proofs.csv", Some(4)));
    let refused = proofs("a,2019-01-01,\"c\"\"").refusal::<Proof>();
    assert_eq!(refused.line, Some(2));
}

#[test]
fn a_closed_quote_at_the_very_end_is_taken() {
    for end in ["\"c\"", "\"c\"\n", "\"c\"\r\n", "\"c\"\"\"", "\"\""] {
        let (rows, _) = proofs(&format!("a,2019-01-01,{end}")).collect::<Proof>();
        assert_eq!(rows.len(), 1, "{end}");
    }
}

#[test]
fn a_repeated_row_is_skipped_and_a_changed_one_set_aside() {
    let (rows, quality) =
        proofs("a,2019-01-01,x\nb,2019-01-01,\na, 2019-01-01,x\na,2019-01-01,y\nb,2019-02-30,\n")
            .collect::<Proof>();
    assert_eq!(rows.len(), 2);
    assert_eq!(quality.tables[0].identical, 1);
    assert_eq!(faults(&quality), [(4, 5, "", "duplicate_key"), (5, 6, "abolished_on", "bad_date")]);
    assert_eq!(
        quality.set_aside[0].message,
        "the row on line 2 has the same key and other cells; keep the one that is right"
    );
}

#[test]
fn items_of_one_code_are_told_apart_by_the_day_they_take_force() {
    let (rows, quality) = folder()
        .with(
            "items.csv",
            "item_code,name,kind,on_application,online,online_depth,trips,valid_from\n\
             A,n,行政许可,是,TRUE,4,0,\n\
             A,n,licence,1,true,4,0,2019-06-01\n\
             A,n,licence,0,false,3,1,2019-06-01\n",
        )
        .collect::<Item>();
    assert_eq!(rows.len(), 2);
    assert!(rows[0].on_application && rows[0].online && rows[1].on_application);
    assert_eq!(faults(&quality), [(3, 4, "", "duplicate_key")]);
}

#[test]
fn of_an_agency_only_the_first_row_counts() {
    let (rows, quality) = folder()
        .with(
            "agency.csv",
            "机构名称,行政区划代码,时区,日历\n甲,000000,America/New_York,weekends\n乙,330000,,\n\
             甲,000000,America/New_York,weekends\n丙,330000,Mars/Olympus,\n",
        )
        .collect::<Agency>();
    assert_eq!(rows.len(), 1);
    assert_eq!(rows[0].region.to_string(), "000000");
    assert_eq!(rows[0].calendar, Some(CalendarName::Weekends));
    assert_eq!(faults(&quality), [(2, 3, "", "duplicate_key"), (4, 5, "time_zone", "bad_value")]);
}

#[test]
fn acts_have_no_key_and_what_the_caller_finds_wrong_is_set_aside_too() {
    let package = folder().with(
        "acts.csv",
        "matter_id,act,at\nA,granted,2019-03-01 09:00\nA,准予,2019-03-01 09:00\nB,flown,2019-03-01\n",
    );
    let mut quality = DataQuality::default();
    let mut seen = Vec::new();
    let is_there = package.open().read::<Act>(&china(), &mut quality, |at, act| {
        seen.push((at.row, act.act));
        if at.row == 2 {
            return Err(Fault::new("matter_id", Code::UnknownMatter, "no such matter"));
        }
        Ok(())
    });
    assert_eq!(is_there, Ok(true));
    assert_eq!(seen, [(1, ActName::Granted), (2, ActName::Granted)]);
    quality.set_aside_row(
        Act::TABLE,
        Position { row: 1, line: 2 },
        Fault::new("act", Code::ActNotAllowed, "not now"),
    );
    assert_eq!(
        faults(&quality),
        [
            (2, 3, "matter_id", "unknown_matter"),
            (3, 4, "act", "bad_value"),
            (1, 2, "act", "act_not_allowed"),
        ]
    );
    assert_eq!((quality.tables[0].rows, quality.tables[0].set_aside), (3, 3));
}

#[test]
fn a_table_that_is_not_there_is_told_and_no_fault() {
    let mut quality = DataQuality::default();
    assert_eq!(folder().open().collect::<Act>(&china(), &mut quality), Ok(None));
}
