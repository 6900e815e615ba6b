//! Warnings: raised, put right and verified or dismissed within ten working days.

use crate::office::{Office, Told};

fn warning(acts: &[&str]) -> Told {
    Office::new().warning("w", "超时", acts).year(2019)
}

#[test]
fn a_warning_is_closed_when_verified_or_dismissed_by_year_end() {
    for (acts, raised, closed) in [
        (&["raised 2019-03-04", "rectified 2019-03-05", "verified 2019-03-06"][..], "1", "1/1"),
        (&["raised 2019-03-04", "dismissed 2019-03-05"], "1", "1/1"),
        (&["raised 2019-03-04", "rectified 2019-03-05", "rectified 2019-03-06"], "1", "0/1"),
        (&["raised 2019-12-30", "dismissed 2019-12-31 23:59:59"], "1", "1/1"),
        (&["raised 2019-12-30", "dismissed 2020-01-01 00:00:00"], "1", "0/1"),
        (&["raised 2018-12-31", "dismissed 2019-01-02"], "0", "nothing to count"),
        (&["raised 2020-01-01", "dismissed 2020-01-02"], "0", "nothing to count"),
    ] {
        let told = warning(acts);
        told.tells(&[("warnings_raised", raised), ("warnings_closed_rate", closed)]);
        assert!(told.set_aside().is_empty(), "{acts:?}");
    }
    let unrectified = warning(&["raised 2019-03-04", "verified 2019-03-05"]);
    assert_eq!(unrectified.figure("warnings_closed_rate"), "0/1");
    assert_eq!(unrectified.set_aside(), ["acts 2 act_not_allowed"]);
}

#[test]
fn a_warning_is_late_after_ten_working_days_ended_or_open() {
    for (acts, overdue) in [
        (&["raised 2019-09-27", "dismissed 2019-10-16 23:59:59"][..], "0"),
        (&["raised 2019-09-27", "dismissed 2019-10-17 00:00:00"], "1"),
        (&["raised 2019-09-27", "rectified 2019-09-28", "verified 2019-10-17"], "1"),
        (&["raised 2019-12-17"], "1"), // due on 31 December
        (&["raised 2019-12-18"], "0"),
        (&["raised 2019-12-17", "dismissed 2020-01-02"], "1"),
        (&["raised 2019-12-18", "dismissed 2020-06-01"], "0"), // late, but not by year end
    ] {
        assert_eq!(warning(acts).figure("warnings_overdue"), overdue, "{acts:?}");
    }
}

#[test]
fn warnings_are_told_by_model_region_and_month() {
    let told = Office::new()
        .warning("1", "超时", &["raised 2019-01-02"])
        .at("440100", "import")
        .warning("2", "重复收件", &["raised 2019-12-30"])
        .warning("3", "超时", &["raised 2019-12-30"])
        .year(2019);
    assert_eq!(told.by("warnings_raised", "model"), "超时 2, 重复收件 1");
    assert_eq!(told.by("warnings_overdue", "model"), "超时 1, 重复收件 0");
    assert_eq!(told.by("warnings_overdue", "region"), "440000 0, 440100 1");
    assert_eq!(told.by("warnings_raised", "month"), "2019-01 1, 2019-12 2");
}
