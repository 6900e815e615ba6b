//! Notices: those built in, those a user gives, and what is wrong with them.

use legal_clock::{Calendar, Exception, Kind, Limit, Notice};

use crate::day;

fn notice_error(year: i16, text: &str) -> String {
    Calendar::china().with_notice(year, text).unwrap_err().to_string()
}

#[test]
fn every_notice_built_in_has_its_title_and_where_it_is_published() {
    let calendar = Calendar::china();
    let notices: Vec<&Notice> = calendar.notices().collect();
    assert_eq!(notices.len(), 20);
    for (notice, year) in notices.iter().zip(2007..) {
        assert_eq!(notice.year, Some(year));
        assert!(notice.title.contains(&format!("国务院办公厅关于{year}年部分节假日安排的通知")));
        assert!(!notice.addresses.is_empty());
        assert!(notice.addresses.iter().all(|address| address.contains("gov.cn/")));
    }
    assert_eq!(calendar.known_years(), (2007..=2026).collect::<Vec<i16>>());
}

#[test]
fn an_exception_names_its_holiday_and_its_notice() {
    let calendar = Calendar::china();
    let Exception { kind, name, notice } = calendar.exception(day("2018-12-29")).unwrap();
    assert_eq!((kind, name, notice.year), (Kind::Work, "元旦", Some(2019)));
    assert!(notice.title.contains("国办发明电〔2018〕15号"));
    assert_eq!(notice.addresses.len(), 2);
    assert_eq!(calendar.exception(day("2019-10-04")).unwrap().kind, Kind::Off);
    assert_eq!(calendar.exception(day("2019-10-08")), None);
}

#[test]
fn a_year_without_a_notice_is_provisional_even_if_its_neighbour_names_days_of_it() {
    let calendar = Calendar::china();
    assert!(calendar.is_working_day(day("2006-12-30"))); // a Saturday, worked by the notice for 2007
    for (text, is_provisional) in [
        ("2006-12-30", true),
        ("2006-12-31", true),
        ("2007-01-01", false),
        ("2026-12-31", false),
        ("2027-01-01", true),
    ] {
        assert_eq!(calendar.is_provisional(day(text)), is_provisional, "{text}");
    }
}

#[test]
fn only_days_that_had_to_be_judged_make_an_answer_provisional() {
    let due = |start: &str, limit| Calendar::china().due_day_of(day(start), limit).unwrap();
    assert!(due("2026-12-31", Limit::working_days(1)).provisional);
    assert!(!due("2026-12-30", Limit::working_days(1)).provisional);
    assert!(due("2006-12-30", Limit::working_days(1)).provisional);
    assert!(!due("2006-12-31", Limit::working_days(1)).provisional);
    assert!(!due("2006-12-01", Limit::months(2)).provisional);
    assert!(due("2026-12-01", Limit::months(2)).provisional);
    assert!(!due("2026-12-31", Limit::hours(48)).provisional);
}

#[test]
fn a_notice_makes_its_year_known_and_leaves_the_gap_before_it_unknown() {
    let calendar =
        Calendar::china().with_notice(2028, "date,kind,name\n2028-01-03,off,元旦\n").unwrap();
    assert!(calendar.is_provisional(day("2027-12-31")));
    assert!(!calendar.is_provisional(day("2028-01-01")));
    assert!(!calendar.is_working_day(day("2028-01-03")));
    let due = calendar.due_day_of(day("2026-12-31"), Limit::working_days(300)).unwrap();
    assert_eq!((due.day.year(), due.provisional), (2028, true));
    assert!(!calendar.due_day_of(day("2027-12-31"), Limit::working_days(9)).unwrap().provisional);
}

#[test]
fn a_notice_takes_the_place_of_the_one_for_its_year() {
    let calendar =
        Calendar::china().with_notice(2019, "date,kind,name\n2019-10-01,off,国庆节\n").unwrap();
    assert!(!calendar.is_working_day(day("2019-10-01")));
    assert!(calendar.is_working_day(day("2019-10-02")));
    assert!(!calendar.is_working_day(day("2018-12-29"))); // the old notice for 2019 made it worked
    assert!(!calendar.is_working_day(day("2018-10-01"))); // that for 2018 stands
    assert_eq!(calendar.known_years().len(), 20);
}

#[test]
fn corrections_change_their_days_alone_and_make_no_year_known() {
    let closed =
        "# 台风停工\n# 停工通知第2号\ndate,kind,name\n2018-09-17,off,台风\n2027-02-10,off,春节\n";
    let again = "date,kind,name\n2018-09-17,work,\n2018-09-18,off,\n";
    let calendar = Calendar::china().with_corrections(closed).unwrap();
    assert!(!calendar.is_working_day(day("2018-09-17")));
    assert!(!calendar.is_working_day(day("2018-10-01")));
    assert!(calendar.is_provisional(day("2027-02-10")));
    assert_eq!(calendar.exception(day("2018-09-17")).unwrap().notice.title, "台风停工");
    let calendar = calendar.with_corrections(again).unwrap();
    assert!(calendar.is_working_day(day("2018-09-17"))); // the later correction
    assert!(!calendar.is_working_day(day("2027-02-10"))); // the earlier one stands
    let calendar = calendar.with_notice(2018, "date,kind,name\n").unwrap();
    assert!(!calendar.is_working_day(day("2018-09-18"))); // corrections outlive notices
    assert_eq!(calendar.notices().last().unwrap().year, None);
}

#[test]
fn weekends_need_no_notice_and_take_corrections() {
    let zone = Calendar::china().zone().clone();
    let calendar = Calendar::weekends(zone);
    assert!(calendar.is_working_day(day("2019-10-01")));
    assert!(!calendar.is_working_day(day("2019-10-12")));
    assert!(!calendar.is_provisional(day("2500-01-01")));
    assert!(calendar.known_years().is_empty());
    let calendar =
        calendar.with_corrections("date,kind,name\n2019-07-04,off,Independence Day\n").unwrap();
    assert!(!calendar.is_working_day(day("2019-07-04")));
    assert!(!calendar.is_provisional(day("2019-07-04")));
}

#[test]
fn a_notice_is_read_as_spreadsheets_write_it() {
    let text = "\u{feff}# 通知\r\n\r\ndate,kind,name\r\n2027-10-02, work ,国庆节, 中秋节\r\n2027-10-01,off\r\n";
    let calendar = Calendar::china().with_notice(2027, text).unwrap();
    assert_eq!(calendar.exception(day("2027-10-02")).unwrap().name, "国庆节, 中秋节");
    assert_eq!(calendar.exception(day("2027-10-01")).unwrap().name, "");
    let notice = calendar.notices().last().unwrap();
    assert_eq!((notice.title.as_str(), notice.addresses.len()), ("通知", 0));
    let untitled = "# https://example.org/2027\n# https://example.org/more\ndate,kind,name\n";
    let calendar = Calendar::china().with_notice(2027, untitled).unwrap();
    let notice = calendar.notices().last().unwrap();
    assert_eq!((notice.title.as_str(), notice.addresses.len()), ("", 2));
}

#[test]
fn a_notice_that_cannot_be_read_says_where_and_how_to_mend_it() {
    assert_eq!(
        notice_error(2027, ""),
        "line 1: there is no header; begin the rows with `date,kind,name`"
    );
    assert_eq!(
        notice_error(2027, "# 通知\ndate;kind;name\n"),
        "line 2: the header is `date;kind;name`; make it `date,kind,name`"
    );
    assert_eq!(
        notice_error(2027, "date,kind,name\n2027-1-1,off,元旦\n"),
        "line 2: `2027-1-1` is no day; write it as `2019-10-01`"
    );
    assert_eq!(
        notice_error(2027, "date,kind,name\n2027-01-01,holiday,元旦\n"),
        "line 2: `holiday` is no kind of day; write `off` or `work`"
    );
    assert_eq!(
        notice_error(2027, "date,kind,name\n2027-01-02,off,\n2027-01-01,off,\n2027-01-02,work,\n"),
        "line 4: `2027-01-02` is given on line 2 already; remove one of them"
    );
    assert_eq!(
        notice_error(2027, "date,kind,name\n2025-12-31,off,元旦\n"),
        "line 2: `2025-12-31` isn't near 2027, the year the notice is for"
    );
    assert_eq!(
        notice_error(9999, ""),
        "line 1: a notice is for a year from 1949 to 2199, not for `9999`"
    );
    let error =
        Calendar::china().with_corrections("date,kind,name\n0099-01-01,off,\n").unwrap_err();
    assert_eq!(error.to_string(), "line 2: `0099-01-01` isn't in a year from 1949 to 2199");
    assert!(Calendar::china().with_notice(2199, "date,kind,name\n2198-12-31,off,元旦\n").is_ok());
    assert!(Calendar::china().with_notice(2027, "date,kind,name\n2028-01-01,off,元旦\n").is_ok());
}
