//! When a limit is due, and how much of it was used.

use jiff::civil::Date;

use crate::calendar::Calendar;
use crate::day::{Day, Instant, When};
use crate::limit::{Limit, Unit};
use crate::pauses::{self, Count, Pauses};

const MINUTE: i64 = 60_000_000;
const HOUR: i64 = 60 * MINUTE;

/// When a limit runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day: a limit in days or months runs out at its end.
    pub day: Day,
    /// The moment, for limits in hours and minutes.
    pub instant: Option<Instant>,
    /// A day of a year whose public-holiday notice isn't known had to be judged working or not: by
    /// the week alone. A limit in hours and minutes judges no day, one of calendar days or months
    /// only its last and those after it.
    pub provisional: bool,
}

impl Due {
    /// Whether something dated `at` comes too late: after the due day, for hours and minutes later
    /// than the due instant.
    #[inline]
    pub fn missed_by(&self, at: When) -> bool {
        match self.instant {
            Some(instant) => at.instant > instant,
            None => at.day > self.day,
        }
    }

    /// Whether what hasn't ended by the end of `day` is overdue then: the due day, or the day of
    /// the due instant, is `day` or earlier.
    #[inline]
    pub fn over_by_end_of(&self, day: Day) -> bool {
        self.day <= day
    }
}

/// Working days: 行政许可法 art. 82.
struct WorkingDays<'a>(&'a Calendar);

impl Count for WorkingDays<'_> {
    fn between(&self, start: i64, end: i64) -> i64 {
        let working_days = self.0.working_days_between(Day::clamped(start), Day::clamped(end));
        i64::from(working_days)
    }

    fn after(&self, start: i64, amount: i64) -> Option<i64> {
        let amount = u32::try_from(amount).ok()?;
        let day = self.0.nth_working_day_after(Day::checked(start)?, amount)?;
        Some(i64::from(day.number()))
    }
}

/// Calendar days or microseconds: everything counts.
struct Everything;

impl Count for Everything {
    fn between(&self, start: i64, end: i64) -> i64 {
        end.saturating_sub(start)
    }

    fn after(&self, start: i64, amount: i64) -> Option<i64> {
        start.checked_add(amount)
    }
}

impl Calendar {
    /// When a `limit` that began with an act at `start` is due.
    ///
    /// - The day of the act isn't counted (民法典 art. 201).
    /// - *n* working days: the *n*-th working day after it (行政许可法 art. 82).
    /// - *n* calendar days: the *n*-th day after it. Months: the same day number, or that month's
    ///   last day (民法典 art. 202), taken as so many calendar days. When that is no working day,
    ///   the next working day that isn't paused (民法典 art. 203).
    /// - Hours and minutes: elapsed time from the instant of the act (民法典 art. 201).
    /// - Paused days, or for hours and minutes the paused time, aren't counted
    ///   (行政许可法 art. 45).
    /// - `extension_days` are working days (行政许可法 art. 42): added to a limit of working days,
    ///   counted on from the due day of calendar days and months, paused days left out, and of no
    ///   effect on hours and minutes.
    /// - A limit of 0 is due on the day, or at the instant, of the act.
    ///
    /// `None` while an open pause keeps the limit from running out, and outside the years 1 to 9999.
    ///
    /// # Examples
    /// ```
    /// use legal_clock::{Calendar, Day, Limit, Pauses};
    ///
    /// let calendar = Calendar::china();
    /// let on = |text: &str| calendar.start_of(text.parse().unwrap());
    /// let pauses = Pauses::new([(on("2019-09-29"), Some(on("2019-10-09")))]);
    /// let due = calendar.due(on("2019-09-27"), Limit::working_days(5), 0, &pauses).unwrap();
    /// assert_eq!(due.day, Day::new(2019, 10, 14).unwrap());
    /// assert!(due.missed_by(on("2019-10-15")));
    ///
    /// let open = Pauses::new([(on("2019-09-29"), None)]);
    /// assert_eq!(calendar.due(on("2019-09-27"), Limit::working_days(5), 0, &open), None);
    /// ```
    pub fn due(
        &self,
        start: When,
        limit: Limit,
        extension_days: u32,
        pauses: &Pauses,
    ) -> Option<Due> {
        match limit.unit {
            Unit::WorkingDay => {
                let days = limit.amount.checked_add(extension_days)?;
                let day = self.after_working_days(start.day, days, pauses)?;
                Some(self.due_on(start.day + 1, day))
            }
            Unit::CalendarDay | Unit::Month => {
                let last = last_calendar_day(start.day, limit, pauses)?;
                let due = if last == start.day || self.is_working_day(last) {
                    last
                } else {
                    self.after_working_days(last, 1, pauses)?
                };
                let extended = self.after_working_days(due, extension_days, pauses)?;
                Some(self.due_on(last.max(start.day + 1), extended))
            }
            Unit::Hour => self.due_after(start, limit, HOUR, pauses),
            Unit::Minute => self.due_after(start, limit, MINUTE, pauses),
        }
    }

    /// When a `limit` is due that began on the day `start`, without pause or extension.
    ///
    /// Hours and minutes are counted from the beginning of the day.
    ///
    /// # Examples
    /// ```
    /// use jiff::civil::date;
    /// use legal_clock::{Calendar, Limit};
    ///
    /// let calendar = Calendar::china();
    /// let due = calendar.due_day_of(date(2019, 9, 27), Limit::working_days(5)).unwrap();
    /// assert_eq!(due.day, date(2019, 10, 10).into());
    ///
    /// // Ten working days from then the licence is to be delivered (行政许可法 art. 44).
    /// let delivered = calendar.due_day_of(due.day, Limit::DELIVERY).unwrap();
    /// assert_eq!(delivered.day, date(2019, 10, 23).into());
    /// ```
    pub fn due_day_of(&self, start: impl Into<Day>, limit: Limit) -> Option<Due> {
        self.due(self.start_of(start.into()), limit, 0, &Pauses::none())
    }

    /// Working days used: those *d* with *start < d ≤ end* that aren't paused.
    pub fn working_days_used(&self, start: Day, end: Day, pauses: &Pauses) -> i32 {
        days_used(start, end, pauses, &WorkingDays(self))
    }

    /// Calendar days used: those *d* with *start < d ≤ end* that aren't paused.
    pub fn calendar_days_used(&self, start: Day, end: Day, pauses: &Pauses) -> i32 {
        days_used(start, end, pauses, &Everything)
    }

    /// Time used from `start` to `end` in microseconds, paused time left out.
    pub fn time_used(&self, start: Instant, end: Instant, pauses: &Pauses) -> i64 {
        pauses::between(start.0, end.0, pauses.times(), &Everything)
    }

    /// The `days`-th working day after `start` that isn't paused; `start` for 0.
    fn after_working_days(&self, start: Day, days: u32, pauses: &Pauses) -> Option<Day> {
        let (start, days) = (i64::from(start.number()), i64::from(days));
        pauses::after(start, days, pauses.days(), &WorkingDays(self)).and_then(Day::checked)
    }

    /// Due on `day`, the days from `judged` to it having been judged working or not.
    fn due_on(&self, judged: Day, day: Day) -> Due {
        Due { day, instant: None, provisional: self.is_provisional_between(judged, day) }
    }

    fn due_after(&self, start: When, limit: Limit, unit: i64, pauses: &Pauses) -> Option<Due> {
        let time = i64::from(limit.amount).checked_mul(unit)?;
        let instant = pauses::after(start.instant.0, time, pauses.times(), &Everything)?;
        Some(Due {
            day: self.find_day_of(Instant(instant))?,
            instant: Some(Instant(instant)),
            provisional: false,
        })
    }
}

/// The last day of a limit in calendar days or months, working or not.
fn last_calendar_day(start: Day, limit: Limit, pauses: &Pauses) -> Option<Day> {
    let days = calendar_days_of(limit, start)?;
    let start = i64::from(start.number());
    pauses::after(start, days, pauses.days(), &Everything).and_then(Day::checked)
}

/// How many calendar days a limit in calendar days or months is from `start` on.
pub(crate) fn calendar_days_of(limit: Limit, start: Day) -> Option<i64> {
    if limit.unit != Unit::Month {
        return Some(i64::from(limit.amount));
    }
    let date = start.date();
    let months =
        i64::from(date.year()) * 12 + i64::from(date.month()) - 1 + i64::from(limit.amount);
    let year = i16::try_from(months / 12).ok()?;
    let first = Date::new(year, (months % 12 + 1) as i8, 1).ok()?;
    let last = Day::from(first) + i32::from(date.day().min(first.days_in_month()) - 1);
    Some(i64::from(last - start))
}

fn days_used(start: Day, end: Day, pauses: &Pauses, count: &impl Count) -> i32 {
    let (start, end) = (i64::from(start.number()), i64::from(end.number()));
    pauses::between(start, end, pauses.days(), count) as i32
}
