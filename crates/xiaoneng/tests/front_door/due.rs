use insta::assert_snapshot;

use crate::program::{run, run_with};

/// The worked examples of the clock, each by the options that ask for it.
#[test]
fn a_due_day_is_printed_alone() {
    for (options, due) in [
        ("--from 2019-09-27 --limit 5", "2019-10-10"),
        ("--from 2019-04-30 --limit 1 --unit working_day", "2019-05-05"),
        ("--from 2019-01-25 --limit 10", "2019-02-13"),
        ("--from 2019-09-27 --limit 5 --pause 2019-09-29..2019-10-09", "2019-10-14"),
        ("--from 2019-02-02 --limit 20", "2019-03-07"),
        ("--from 2019-01-31 --limit 1 --unit month", "2019-02-28"),
        ("--from 2019-09-01 --limit 1 --unit month", "2019-10-08"),
        ("--from 2019-09-27 --limit 20 --extend 10", "2019-11-13"),
        (
            "--from 2019-06-03 --limit 20 --pause 2019-06-10..2019-06-14 --pause 2019-06-12..2019-06-18",
            "2019-07-10",
        ),
        ("--from 2019-09-27 --limit 5 --calendar weekends", "2019-10-04"),
        ("--from 2019-09-27 --limit 10 --unit calendar_day", "2019-10-08"),
    ] {
        let done = run(&format!("due {options}"));
        assert_eq!((done.out.trim_end(), done.err.as_str(), done.code), (due, "", 0), "{options}");
    }
}

#[test]
fn minutes_and_hours_run_from_the_instant_and_stand_still_while_paused() {
    for (from, options, due) in [
        ("2019-09-27 16:50", "--limit 15 --unit minute", "2019-09-27T17:05:00+08:00"),
        ("2019-09-27T08:50:00Z", "--limit 15 --unit minute", "2019-09-27T17:05:00+08:00"),
        ("2019-09-27", "--limit 36 --unit hour", "2019-09-28T12:00:00+08:00"),
        (
            "2019-09-27 09:00:30",
            "--limit 1 --unit hour --pause 2019-09-27T09:30:00+08:00..2019-09-27T10:00:00+08:00",
            "2019-09-27T10:30:30+08:00",
        ),
    ] {
        let mut arguments = vec!["due", "--from", from];
        arguments.extend(options.split_whitespace());
        let done = run_with(&arguments, "");
        assert_eq!((done.out.trim_end(), done.err.as_str(), done.code), (due, "", 0), "{from}");
    }
}

#[test]
fn a_limit_that_is_paused_has_no_due_day_yet() {
    let done = run("due --from 2019-09-27 --limit 5 --pause 2019-09-29.. --lang en");
    assert_eq!((done.out.as_str(), done.code), ("", 0));
    assert_eq!(done.err, "notice: not due yet, a pause is still open\n");
}

#[test]
fn a_day_beyond_the_known_notices_is_never_given_silently() {
    let done = run("due --from 2033-09-30 --limit 5 --lang en");
    assert_eq!((done.out.as_str(), done.code), ("2033-10-07\n", 0));
    assert!(done.err.starts_with("notice: the limit runs into a year"), "{}", done.err);
    assert_eq!(run("due --from 2033-09-30 --limit 5 --quiet").err, "");
}

#[test]
fn each_day_is_explained_with_its_article() {
    let line =
        "due --from 2019-09-27 --limit 5 --pause 2019-09-29..2019-09-30 --extend 1 --explain";
    assert_snapshot!("explained", run(line).out);
    assert_snapshot!("explained_in_english", run(&format!("{line} --lang en")).out);
}

#[test]
fn a_limit_of_calendar_days_that_ends_on_a_holiday_moves_to_the_next_working_day() {
    let line = "due --from 2019-09-27 --limit 7 --unit calendar_day --explain --lang en";
    assert_snapshot!("moved", run(line).out);
}

#[test]
fn minutes_are_explained_by_their_pauses() {
    let line = "due --from 2019-09-27T09:00:00+08:00 --limit 60 --unit minute --explain --lang en \
                --pause 2019-09-27T09:30:00+08:00..2019-09-27T10:00:00+08:00";
    assert_snapshot!("minutes", run(line).out);
}

#[test]
fn what_is_wrong_with_an_option_is_said_in_one_line() {
    for (options, error) in [
        (
            "--from 2019-02-30 --limit 5",
            "error: --from: `2019-02-30` is no day or instant; write 2019-09-27, 2019-09-27 16:50 \
             or 2019-09-27T16:50:00+08:00\n",
        ),
        (
            "--from 2019-09-27 --limit five",
            "error: --limit: `five` is no number; write a whole number from 0 to 4294967295\n",
        ),
        (
            "--from 2019-09-27 --limit 5 --unit days",
            "error: --unit: `days` is no unit; write working_day, calendar_day, month, hour or \
             minute\n",
        ),
        (
            "--from 2019-09-27 --limit 5 --pause 2019-10-09..2019-09-29",
            "error: --pause: the pause `2019-10-09..2019-09-29` ends before it begins; write the \
             earlier day first\n",
        ),
        (
            "--from 2019-09-27 --limit 4294967295",
            "error: --limit: the limit ends after the year 9999; give a shorter one\n",
        ),
    ] {
        let done = run(&format!("due {options}"));
        assert_eq!((done.err.as_str(), done.out.as_str(), done.code), (error, "", 2), "{options}");
    }
}

#[test]
fn a_table_keeps_its_columns_and_gains_the_due_day() {
    let table = "\u{feff}case,pauses,from,limit,unit,extension,note\r\n\
                 A1,,2019-09-27,5,working_day,,\"one, two\"\r\n\
                 A2,2019-09-29..2019-10-09,2019-09-27,5,,0,\r\n\
                 A3,2019-06-10..2019-06-14;2019-06-12..2019-06-18,2019-06-03,20,working_day,,\r\n\
                 A4,,2019-09-27 16:50,15,minute,,\r\n\
                 A5,2019-09-29..,2019-09-27,5,working_day,,\r\n";
    let done = run_with(&["due", "--batch", "-", "--lang", "en"], table);
    assert_eq!(
        done.out,
        "\u{feff}case,pauses,from,limit,unit,extension,note,due\n\
         A1,,2019-09-27,5,working_day,,\"one, two\",2019-10-10\n\
         A2,2019-09-29..2019-10-09,2019-09-27,5,,0,,2019-10-14\n\
         A3,2019-06-10..2019-06-14;2019-06-12..2019-06-18,2019-06-03,20,working_day,,,2019-07-10\n\
         A4,,2019-09-27 16:50,15,minute,,,2019-09-27T17:05:00+08:00\n\
         A5,2019-09-29..,2019-09-27,5,working_day,,,\n"
    );
    assert_eq!(
        done.err,
        "notice: 1 row isn't due yet because a pause is still open; its due is empty\n"
    );
    assert_eq!(done.code, 0);
}

#[test]
fn rows_at_fault_are_named_and_the_others_answered() {
    let table = "from,limit,unit\n2019-09-27,5,working_day\n2019-13-01,5,\n\n2019-09-27,5,weeks\n";
    let done = run_with(&["due", "--batch", "-"], table);
    assert_eq!(
        done.out,
        "from,limit,unit,due\n2019-09-27,5,working_day,2019-10-10\n2019-13-01,5,,\n\
         2019-09-27,5,weeks,\n"
    );
    assert_snapshot!("rows_at_fault", done.err);
    assert_eq!(done.code, 2);
}

#[test]
fn a_table_that_is_no_table_is_refused_with_its_line() {
    for (table, error) in [
        ("day,limit\n2019-09-27,5\n", "the header has no column `from`"),
        (
            "from,limit\n2019-09-27,5\n2019-09-27,5,6\n",
            "line 3: the row has 3 fields and the header 2",
        ),
        ("from,limit\n2019-09-27,\"5\n2019-09-28,5\n", "column `limit`: `5"),
        ("", "the header has no column `from`"),
    ] {
        let done = run_with(&["due", "--batch", "-"], table);
        assert_eq!(done.code, 2, "{table}");
        assert!(
            done.err.starts_with("error: `standard input`") && done.err.contains(error),
            "{}",
            done.err
        );
    }
    let absent = run("due --batch no-such-file.csv");
    assert_eq!(absent.code, 2);
    assert!(absent.err.starts_with("error: can't read `no-such-file.csv`: "), "{}", absent.err);
}

#[test]
fn a_folder_adds_the_notice_of_a_year_the_program_does_not_know() {
    let folder = std::env::temp_dir().join(format!("xiaoneng-notices-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let line =
        format!("due --from 2033-09-30 --limit 1 --lang en --calendars {}", folder.display());

    let empty = run(&line);
    let notice = "date,kind,name\n2033-10-03,off,国庆节\n2033-10-08,work,国庆节\n";
    std::fs::write(folder.join("2033.csv"), notice).unwrap();
    let known = run(&line);
    // One more day off in a year that is known; the rest of the year stays as it was.
    std::fs::write(folder.join("storm.csv"), "date,kind,name\n2033-10-04,off,台风\n").unwrap();
    let corrected = run(&line);
    std::fs::write(folder.join("2033.csv"), "date,kind,name\n2033-10-03,rest,国庆节\n").unwrap();
    let faulty = run(&line);
    std::fs::remove_dir_all(&folder).unwrap();

    assert_eq!(empty.code, 2);
    assert!(empty.err.contains("holds no CSV file"), "{}", empty.err);
    assert_eq!((known.out.as_str(), known.err.as_str(), known.code), ("2033-10-04\n", "", 0));
    assert_eq!((corrected.out.as_str(), corrected.code), ("2033-10-05\n", 0));
    assert_eq!(faulty.code, 2);
    assert!(faulty.err.contains("2033.csv` line 2: "), "{}", faulty.err);
}
