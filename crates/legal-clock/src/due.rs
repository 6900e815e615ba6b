//! When a limit is due, and how much of it was used.

use jiff::Span;

use crate::calendar::Calendar;
use crate::day::{Day, Instant, When};
use crate::limit::{Limit, Unit};
use crate::pauses::{self, Pauses};

/// When a limit runs out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// The last day: a limit in days or months runs out at its end.
    pub day: Day,
    /// The moment, for limits in hours and minutes.
    pub instant: Option<Instant>,
    /// A year was counted whose public-holiday notice isn't known: by the week alone.
    pub provisional: bool,
}

impl Due {
    /// Whether something dated `at` comes too late: after the due day, or after the due instant.
    #[inline]
    pub fn missed_by(&self, at: When) -> bool {
        match self.instant {
            Some(instant) => at.instant > instant,
            None => at.day > self.day,
        }
    }

    /// Whether the limit has run out by the end of `day`.
    #[inline]
    pub fn over_by_end_of(&self, day: Day) -> bool {
        self.day <= day
    }
}

impl Calendar {
    /// When a `limit` that began with an act at `start` is due.
    ///
    /// The act's day isn't counted (民法典 art. 201); working days leave out rest days and
    /// holidays (行政许可法 art. 82); a limit of calendar days or months that would end on a day
    /// of rest ends on the next working day that isn't paused (民法典 art. 202, 203); hours and
    /// minutes are elapsed time. `extension_days` are working days (行政许可法 art. 42): added to
    /// a limit of working days, counted on from the due day of calendar days and months, of no
    /// effect on hours and minutes.
    ///
    /// `None` while an open pause keeps the limit from running out, and after the year 9999.
    ///
    /// # Examples
    /// ```
    /// use legal_clock::{Calendar, Day, Limit, Pauses};
    ///
    /// let calendar = Calendar::china();
    /// let at = |text: &str| calendar.when(text.parse::<jiff::Timestamp>().unwrap().into());
    /// let pauses = Pauses::new([(at("2019-09-29T02:00:00Z"), Some(at("2019-10-09T02:00:00Z")))]);
    /// let start = at("2019-09-27T06:30:00Z");
    /// let due = calendar.due(start, Limit::working_days(5), 0, &pauses).unwrap();
    /// assert_eq!(due.day, Day::new(2019, 10, 14).unwrap());
    /// ```
    pub fn due(
        &self,
        start: When,
        limit: Limit,
        extension_days: u32,
        pauses: &Pauses,
    ) -> Option<Due> {
        let day = match limit.unit {
            Unit::Hour => return self.due_instant(start, limit.amount, 3_600_000_000, pauses),
            Unit::Minute => return self.due_instant(start, limit.amount, 60_000_000, pauses),
            Unit::WorkingDay => {
                let days = limit.amount.checked_add(extension_days)?;
                self.advance_working_days(start.day, days, pauses)?
            }
            Unit::CalendarDay => self.due_day(start.day, limit.amount, extension_days, pauses)?,
            Unit::Month => {
                let months = Span::new().try_months(limit.amount).ok()?;
                let same_day: Day = start.day.date().checked_add(months).ok()?.into();
                let days = u32::try_from(same_day - start.day).ok()?;
                self.due_day(start.day, days, extension_days, pauses)?
            }
        };
        let provisional = self.is_provisional_between(start.day, day);
        Some(Due {
            day,
            instant: None,
            provisional,
        })
    }

    /// The last day of a `limit` that began on `start`, without pauses or extension.
    ///
    /// For limits in hours and minutes, `start` is taken as its first instant.
    ///
    /// # Examples
    /// ```
    /// use jiff::civil::date;
    /// use legal_clock::{Calendar, Limit};
    ///
    /// let calendar = Calendar::china();
    /// let due = calendar.due_day_of(date(2019, 9, 27), Limit::working_days(5)).unwrap();
    /// assert_eq!(due.day, date(2019, 10, 10).into());
    /// ```
    pub fn due_day_of(&self, start: impl Into<Day>, limit: Limit) -> Option<Due> {
        let day = start.into();
        let start = When {
            instant: self.end_of(day - 1),
            day,
        };
        self.due(start, limit, 0, &Pauses::none())
    }

    /// The due day of so many calendar days, moved on from days of rest, then extended.
    fn due_day(&self, start: Day, days: u32, extension_days: u32, pauses: &Pauses) -> Option<Day> {
        let counted = pauses::advance(
            i64::from(start.number()),
            i64::from(days),
            pauses.days(),
            |from, to| to - from,
            |from, days| Some(from + days),
        )?;
        let last = day_of_number(counted)?;
        let due = if self.is_working_day(last) {
            last
        } else {
            self.advance_working_days(last, 1, pauses)?
        };
        self.advance_working_days(due, extension_days, pauses)
    }

    /// The `days`-th working day after `start` that isn't paused.
    fn advance_working_days(&self, start: Day, days: u32, pauses: &Pauses) -> Option<Day> {
        if days == 0 {
            return Some(start);
        }
        pauses::advance(
            i64::from(start.number()),
            i64::from(days),
            pauses.days(),
            |from, to| self.working_days(from, to),
            |from, days| {
                let from = day_of_number(from)?;
                let due = self.nth_working_day_after(from, u32::try_from(days).ok()?)?;
                Some(i64::from(due.number()))
            },
        )
        .and_then(day_of_number)
    }

    fn due_instant(&self, start: When, amount: u32, unit: i64, pauses: &Pauses) -> Option<Due> {
        let instant = pauses::advance(
            start.instant.0,
            i64::from(amount).checked_mul(unit)?,
            pauses.spans(),
            |from, to| to - from,
            i64::checked_add,
        )?;
        let due = self.when(Instant(instant));
        (due.day <= Day::MAX).then_some(Due {
            day: due.day,
            instant: Some(due.instant),
            provisional: false,
        })
    }

    /// Working days used: those *d* with *start < d ≤ end* that aren't paused.
    pub fn working_days_used(&self, start: Day, end: Day, pauses: &Pauses) -> i32 {
        let (start, end) = (i64::from(start.number()), i64::from(end.number()));
        pauses::measure(start, end, pauses.days(), |from, to| {
            self.working_days(from, to)
        }) as i32
    }

    /// Calendar days used: those *d* with *start < d ≤ end* that aren't paused.
    pub fn calendar_days_used(&self, start: Day, end: Day, pauses: &Pauses) -> i32 {
        let (start, end) = (i64::from(start.number()), i64::from(end.number()));
        pauses::measure(start, end, pauses.days(), |from, to| to - from) as i32
    }

    /// Time used in microseconds, pauses left out.
    pub fn time_used(&self, start: Instant, end: Instant, pauses: &Pauses) -> i64 {
        pauses::measure(start.0, end.0, pauses.spans(), |from, to| to - from)
    }

    fn working_days(&self, from: i64, to: i64) -> i64 {
        let day = |number: i64| Day::from_number(number as i32);
        i64::from(self.working_days_between(day(from), day(to)))
    }
}

fn day_of_number(number: i64) -> Option<Day> {
    let number = i32::try_from(number).ok()?;
    (number <= Day::MAX.number()).then(|| Day::from_number(number))
}
