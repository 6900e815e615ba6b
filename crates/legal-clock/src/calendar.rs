//! The working-day calendar: which days count, answered in constant time.

use std::sync::{Arc, LazyLock};

use jiff::civil::Time;
use jiff::tz::TimeZone;

use crate::day::{Day, Instant, When};
use crate::notice::{BUILT_IN, Exception, Kind, Notice, NoticeError, NoticeText, Row};
use crate::working_days::WorkingDays;
use crate::zone::{self, DAY, Zone};

/// Which days are working days (工作日), and in which time zone a day begins and ends.
///
/// A working day is one that is no Saturday, Sunday or statutory holiday, unless the year's notice
/// makes it an adjusted working day (行政许可法 art. 82; the yearly notices of the State Council,
/// 国务院办公厅关于部分节假日安排的通知). Cloning is cheap.
///
/// # Examples
/// ```
/// use legal_clock::{Calendar, Day};
///
/// let calendar = Calendar::china();
/// let day = |text: &str| text.parse::<Day>().unwrap();
/// assert!(calendar.is_working_day(day("2019-10-12"))); // a Saturday made a working day
/// assert!(!calendar.is_working_day(day("2019-10-07"))); // a Monday of the National Day week
/// assert_eq!(calendar.working_days_between(day("2019-09-27"), day("2019-10-12")), 7);
/// ```
#[derive(Debug, Clone)]
pub struct Calendar {
    days: Arc<Days>,
    zone: Arc<Zone>,
}

#[derive(Debug)]
struct Days {
    table: WorkingDays,
    /// Days that differ from the week, in order, each with the place of its notice.
    exceptions: Vec<(Row, usize)>,
    /// By year, corrections last.
    notices: Vec<NoticeText>,
    known_years: Vec<i16>,
    /// Whether a year needs a notice to be known.
    needs_notices: bool,
    /// Spans of days whose year is known, first and last.
    known: Vec<(Day, Day)>,
}

impl Days {
    fn new(mut notices: Vec<NoticeText>, needs_notices: bool) -> Self {
        // A stable order: corrections stay as they were given.
        notices.sort_by_key(|text| text.notice.year.unwrap_or(i16::MAX));
        let mut rows: Vec<(Row, usize)> = Vec::new();
        for (place, text) in notices.iter().enumerate() {
            rows.extend(text.rows.iter().map(|row| (row.clone(), place)));
        }
        rows.sort_by_key(|(row, place)| (row.day, std::cmp::Reverse(*place)));
        rows.dedup_by_key(|(row, _)| row.day);
        let worked: Vec<_> =
            rows.iter().map(|(row, _)| (row.day, row.kind == Kind::Work)).collect();
        let known_years: Vec<i16> = notices.iter().filter_map(|text| text.notice.year).collect();
        Days {
            table: WorkingDays::new(&worked),
            exceptions: rows,
            known: spans_of(&known_years),
            notices,
            known_years,
            needs_notices,
        }
    }
}

/// First and last days of the runs of years in `years`, which are in order.
fn spans_of(years: &[i16]) -> Vec<(Day, Day)> {
    years
        .chunk_by(|year, next| next - year == 1)
        .filter_map(|run| {
            let first = Day::new(*run.first()?, 1, 1)?;
            let last = Day::new(*run.last()?, 12, 31)?;
            Some((first, last))
        })
        .collect()
}

#[expect(clippy::panic, reason = "the notices built in are read by the tests of this crate")]
static CHINA: LazyLock<Calendar> = LazyLock::new(|| {
    let read = |(year, text)| {
        NoticeText::read(Some(year), text).unwrap_or_else(|error| panic!("{year}: {error}"))
    };
    Calendar {
        days: Arc::new(Days::new(BUILT_IN.map(read).into(), true)),
        zone: Arc::new(Zone::new(zone::shanghai())),
    }
});

impl Calendar {
    /// China's calendar by the public-holiday notices for 2007 to 2026, days in Asia/Shanghai.
    pub fn china() -> Self {
        CHINA.clone()
    }

    /// China's calendar before any notice is known: weekends alone and every day provisional, days
    /// in Asia/Shanghai.
    pub fn china_without_notices() -> Self {
        let zone = CHINA.zone.clone();
        Calendar { days: Arc::new(Days::new(Vec::new(), true)), zone }
    }

    /// Saturdays and Sundays off and nothing else, days in `zone`; never provisional.
    ///
    /// # Examples
    /// ```
    /// use jiff::tz::TimeZone;
    /// use legal_clock::{Calendar, Day, Limit};
    ///
    /// let calendar = Calendar::weekends(TimeZone::get("America/New_York")?);
    /// let due = calendar.due_day_of(Day::new(2099, 12, 31).unwrap(), Limit::working_days(1));
    /// assert!(!due.unwrap().provisional);
    /// # Ok::<(), jiff::Error>(())
    /// ```
    pub fn weekends(zone: TimeZone) -> Self {
        Calendar { days: Arc::new(Days::new(Vec::new(), false)), zone: Arc::new(Zone::new(zone)) }
    }

    /// The same calendar with its days in another time zone.
    #[must_use]
    pub fn with_zone(self, zone: TimeZone) -> Self {
        Calendar { zone: Arc::new(Zone::new(zone)), ..self }
    }

    /// The time zone of its days.
    pub fn zone(&self) -> &TimeZone {
        self.zone.time_zone()
    }

    /// The same calendar with a year's notice, in the place of the one it has for that year.
    ///
    /// `text` has a header `date,kind,name` and a row for each day that differs from the week,
    /// `kind` being `off` or `work`. Of the lines that begin with `#`, the first is the notice's
    /// title and those that begin with `http` are where it can be read. Days of the years beside
    /// (2018-12-29 in the notice for 2019) are taken, and don't make those years known.
    ///
    /// # Errors
    /// [`NoticeError`] names the line that can't be read and says how to mend it.
    ///
    /// # Examples
    /// ```
    /// use legal_clock::{Calendar, Day};
    ///
    /// let notice = "# 2027年节假日安排\ndate,kind,name\n2027-01-01,off,元旦\n";
    /// let calendar = Calendar::china().with_notice(2027, notice)?;
    /// let new_year = Day::new(2027, 1, 1).unwrap();
    /// assert!(!calendar.is_working_day(new_year));
    /// assert!(!calendar.is_provisional(new_year));
    /// # Ok::<(), legal_clock::NoticeError>(())
    /// ```
    pub fn with_notice(self, year: i16, text: &str) -> Result<Self, NoticeError> {
        Ok(self.with(NoticeText::read(Some(year), text)?))
    }

    /// The same calendar with corrections, a text as for [`Calendar::with_notice`]: each row
    /// replaces what was known of its day, whichever year's, and no year becomes known by it. So a
    /// province adds its own holidays, or days on which its offices were closed.
    ///
    /// # Errors
    /// [`NoticeError`] names the line that can't be read and says how to mend it.
    pub fn with_corrections(self, text: &str) -> Result<Self, NoticeError> {
        Ok(self.with(NoticeText::read(None, text)?))
    }

    fn with(self, text: NoticeText) -> Self {
        let is_replaced =
            |old: &NoticeText| text.notice.year.is_some() && old.notice.year == text.notice.year;
        let mut notices = self.days.notices.clone();
        notices.retain(|old| !is_replaced(old));
        notices.push(text);
        Calendar { days: Arc::new(Days::new(notices, self.days.needs_notices)), ..self }
    }

    /// The texts of the notices that are built in, by year, as [`Calendar::with_notice`] takes them.
    pub fn built_in() -> &'static [(i16, &'static str)] {
        &BUILT_IN
    }

    /// The notices it goes by, by year, corrections last.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        self.days.notices.iter().map(|text| &text.notice)
    }

    /// The years whose notices are known; empty for a calendar that needs none.
    pub fn known_years(&self) -> &[i16] {
        &self.days.known_years
    }

    /// Whether `day` is a working day (工作日): a weekday that is no holiday, or a weekend day
    /// made a working day.
    #[inline]
    pub fn is_working_day(&self, day: Day) -> bool {
        self.days.table.contains(day)
    }

    /// What a notice says of `day`, where it says something.
    pub fn exception(&self, day: Day) -> Option<Exception<'_>> {
        let exceptions = &self.days.exceptions;
        let index = exceptions.binary_search_by_key(&day, |(row, _)| row.day).ok()?;
        let (row, place) = &exceptions[index];
        Some(Exception {
            kind: row.kind,
            name: &row.name,
            notice: &self.days.notices[*place].notice,
        })
    }

    /// Whether no notice is known for the day's year, so that it is judged by the week alone (and
    /// by what a neighbouring year's notice says of it).
    pub fn is_provisional(&self, day: Day) -> bool {
        self.is_provisional_between(day, day)
    }

    /// Whether one of the days from `first` to `last` is provisional; `false` for no day.
    pub(crate) fn is_provisional_between(&self, first: Day, last: Day) -> bool {
        self.days.needs_notices
            && first <= last
            && !(self.days.known.iter()).any(|known| known.0 <= first && last <= known.1)
    }

    /// Working days *d* with *start < d ≤ end*; negative when `end` is before `start`.
    #[inline]
    pub fn working_days_between(&self, start: Day, end: Day) -> i32 {
        self.days.table.rank(end) - self.days.table.rank(start)
    }

    /// The same for many pairs of days at once: the working days with `starts[i] < d ≤ ends[i]` go
    /// to `counts[i]`. Ends with the shortest slice.
    ///
    /// # Examples
    /// ```
    /// use legal_clock::{Calendar, Day};
    ///
    /// let received = ["2019-09-27", "2019-04-30"].map(|text| text.parse::<Day>().unwrap());
    /// let decided = ["2019-10-10", "2019-05-05"].map(|text| text.parse::<Day>().unwrap());
    /// let mut used = [0; 2];
    /// Calendar::china().working_days_between_each(&received, &decided, &mut used);
    /// assert_eq!(used, [5, 1]);
    /// ```
    #[inline]
    pub fn working_days_between_each(&self, starts: &[Day], ends: &[Day], counts: &mut [i32]) {
        let table = &self.days.table;
        for ((count, start), end) in counts.iter_mut().zip(starts).zip(ends) {
            *count = table.rank(*end) - table.rank(*start);
        }
    }

    /// The `count`-th working day after `day`; `day` itself for 0. `None` after the year 9999.
    pub fn nth_working_day_after(&self, day: Day, count: u32) -> Option<Day> {
        if count == 0 {
            return Some(day);
        }
        let table = &self.days.table;
        Day::checked(table.select(i64::from(table.rank(day)) + i64::from(count)))
    }

    /// The day of an instant in the calendar's time zone.
    #[inline]
    pub fn day_of(&self, instant: Instant) -> Day {
        Day::clamped(self.zone.day_number_of(instant))
    }

    /// The same, or `None` outside the years 1 to 9999.
    pub(crate) fn find_day_of(&self, instant: Instant) -> Option<Day> {
        Day::checked(self.zone.day_number_of(instant))
    }

    /// An instant with its day.
    #[inline]
    pub fn when(&self, instant: Instant) -> When {
        When { instant, day: self.day_of(instant) }
    }

    /// The instant at which clocks show `time` on `day`: the first of two where they are set back
    /// over it, and as much later as they leap where they leap over it.
    pub fn instant_of(&self, day: impl Into<Day>, time: Time) -> Instant {
        let midnight = i64::from(day.into().number()) * DAY;
        let minutes = i64::from(time.hour()) * 60 + i64::from(time.minute());
        let seconds = minutes * 60 + i64::from(time.second());
        let micros = seconds * 1_000_000 + i64::from(time.subsec_nanosecond()) / 1_000;
        self.zone.instant_at(midnight + micros)
    }

    /// The beginning of `day`, for an act of which nothing but the day is known.
    pub fn start_of(&self, day: Day) -> When {
        When { instant: self.zone.instant_at(i64::from(day.number()) * DAY), day }
    }

    /// The first instant after `day`: a limit in days runs out at the end of its due day.
    pub fn end_of(&self, day: Day) -> Instant {
        self.zone.instant_at((i64::from(day.number()) + 1) * DAY)
    }
}
