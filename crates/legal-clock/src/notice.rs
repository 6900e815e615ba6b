//! The yearly notices on public holidays (节假日安排的通知).

use std::fmt;
use std::ops::RangeInclusive;

use crate::day::Day;

/// The State Council's notices, one file a year.
pub(crate) static BUILT_IN: [(i16, &str); 20] = [
    (2007, include_str!("../calendars/2007.csv")),
    (2008, include_str!("../calendars/2008.csv")),
    (2009, include_str!("../calendars/2009.csv")),
    (2010, include_str!("../calendars/2010.csv")),
    (2011, include_str!("../calendars/2011.csv")),
    (2012, include_str!("../calendars/2012.csv")),
    (2013, include_str!("../calendars/2013.csv")),
    (2014, include_str!("../calendars/2014.csv")),
    (2015, include_str!("../calendars/2015.csv")),
    (2016, include_str!("../calendars/2016.csv")),
    (2017, include_str!("../calendars/2017.csv")),
    (2018, include_str!("../calendars/2018.csv")),
    (2019, include_str!("../calendars/2019.csv")),
    (2020, include_str!("../calendars/2020.csv")),
    (2021, include_str!("../calendars/2021.csv")),
    (2022, include_str!("../calendars/2022.csv")),
    (2023, include_str!("../calendars/2023.csv")),
    (2024, include_str!("../calendars/2024.csv")),
    (2025, include_str!("../calendars/2025.csv")),
    (2026, include_str!("../calendars/2026.csv")),
];

/// Years a notice can be for: the first holiday rules are of 1949, and a bound keeps a slip of the
/// pen from asking for a table of ten thousand years.
const YEARS: RangeInclusive<i16> = 1949..=2199;

/// What a public-holiday notice makes of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Off: a holiday, or a day off in exchange.
    Off,
    /// A weekend day made a working day (调休上班).
    Work,
}

/// Where it is said which days are off and which are worked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// The year it arranges; `None` for corrections.
    pub year: Option<i16>,
    /// Its title and document number: the first line that begins with `#`, empty without one.
    pub title: String,
    /// Addresses at which it can be read.
    pub addresses: Vec<String>,
}

/// A day that a notice takes out of the week's order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exception<'a> {
    /// Off or worked.
    pub kind: Kind,
    /// The holiday's name (春节); may be empty.
    pub name: &'a str,
    /// Who says so.
    pub notice: &'a Notice,
}

/// A notice that can't be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoticeError {
    /// 1 is the first line.
    pub line: usize,
    /// What is wrong and how to mend it.
    pub message: String,
}

impl fmt::Display for NoticeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}: {}", self.line, self.message)
    }
}

impl std::error::Error for NoticeError {}

/// A row of a notice.
#[derive(Debug, Clone)]
pub(crate) struct Row {
    pub(crate) day: Day,
    pub(crate) kind: Kind,
    pub(crate) name: Box<str>,
}

/// A notice with its rows, in order of their days.
#[derive(Debug, Clone)]
pub(crate) struct NoticeText {
    pub(crate) notice: Notice,
    pub(crate) rows: Vec<Row>,
}

impl NoticeText {
    /// Reads the notice for `year`, or corrections to any year.
    pub(crate) fn read(year: Option<i16>, text: &str) -> Result<Self, NoticeError> {
        if let Some(year) = year
            && !YEARS.contains(&year)
        {
            let message = format!("a notice is for a year from 1949 to 2199, not for `{year}`");
            return Err(NoticeError { line: 1, message });
        }
        let mut comments = Vec::new();
        let mut rows = Vec::new();
        let mut has_header = false;
        for (line, content) in (1..).zip(text.trim_start_matches('\u{feff}').lines()) {
            let content = content.trim();
            if let Some(comment) = content.strip_prefix('#') {
                comments.push(comment.trim());
            } else if has_header && !content.is_empty() {
                let row = read_row(year, content);
                rows.push((line, row.map_err(|message| NoticeError { line, message })?));
            } else if content == "date,kind,name" {
                has_header = true;
            } else if !content.is_empty() {
                let message =
                    format!("the header is `{}`; make it `date,kind,name`", content.escape_debug());
                return Err(NoticeError { line, message });
            }
        }
        if !has_header {
            let message = "there is no header; begin the rows with `date,kind,name`".to_owned();
            return Err(NoticeError { line: 1, message });
        }
        Ok(NoticeText { notice: Notice::of(year, &comments), rows: in_order(rows)? })
    }
}

impl Notice {
    fn of(year: Option<i16>, comments: &[&str]) -> Self {
        let is_address = |comment: &&str| comment.starts_with("http");
        let title = comments.first().filter(|first| !is_address(first));
        Notice {
            year,
            title: title.copied().unwrap_or_default().to_owned(),
            addresses: comments.iter().copied().filter(is_address).map(str::to_owned).collect(),
        }
    }
}

fn read_row(year: Option<i16>, content: &str) -> Result<Row, String> {
    let mut cells = content.splitn(3, ',').map(str::trim);
    let mut cell = || cells.next().unwrap_or_default();
    let day: Day = cell().parse().map_err(|error: crate::NoSuchDay| error.to_string())?;
    let of = day.year();
    if !YEARS.contains(&of) || year.is_some_and(|year| of.abs_diff(year) > 1) {
        return Err(match year {
            Some(year) => format!("`{day}` isn't near {year}, the year the notice is for"),
            None => format!("`{day}` isn't in a year from 1949 to 2199"),
        });
    }
    let kind = match cell() {
        "off" => Kind::Off,
        "work" => Kind::Work,
        other => {
            return Err(format!(
                "`{}` is no kind of day; write `off` or `work`",
                other.escape_debug()
            ));
        }
    };
    Ok(Row { day, kind, name: cell().into() })
}

fn in_order(mut rows: Vec<(usize, Row)>) -> Result<Vec<Row>, NoticeError> {
    rows.sort_by_key(|(_, row)| row.day);
    let twice = rows.array_windows().find(|[(_, a), (_, b)]| a.day == b.day);
    if let Some([(first, row), (line, _)]) = twice {
        let message = format!("`{}` is given on line {first} already; remove one of them", row.day);
        return Err(NoticeError { line: *line, message });
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}
