//! When things happen: moments on the agency's wall clock, and its office hours.

use legal_clock::{Calendar, Day, Due, Instant, Limit, Pauses, When};

use super::chance::Chance;

const HOUR: u32 = 3600;

/// A moment on the wall clock in Asia/Shanghai.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Moment {
    pub(super) day: Day,
    /// Seconds since midnight.
    pub(super) second: u32,
}

impl Moment {
    pub(super) const fn new(day: Day, second: u32) -> Self {
        Self { day, second }
    }

    /// The moment `seconds` later.
    pub(super) fn after(self, seconds: u32) -> Self {
        let second = self.second + seconds;
        Self { day: self.day + (second / 86_400) as i32, second: second % 86_400 }
    }

    /// The moment as the legal clock takes it.
    fn when(self) -> When {
        const SHANGHAI: i64 = 8 * 3600;
        let seconds = i64::from(self.day.number()) * 86_400 + i64::from(self.second) - SHANGHAI;
        When { day: self.day, instant: Instant(seconds * 1_000_000) }
    }

    /// Writes `YYYY-MM-DD HH:MM:SS`, one of the forms of an exchange package.
    pub(super) fn write(self, out: &mut String) {
        out.clear();
        let date = self.day.date();
        let (year, month, day) = (date.year() as u32, date.month() as u32, date.day() as u32);
        two_digits(year / 100, out);
        two_digits(year % 100, out);
        let (hour, minute) = (self.second / 3600, self.second / 60 % 60);
        let rest = [('-', month), ('-', day), (' ', hour), (':', minute), (':', self.second % 60)];
        for (mark, number) in rest {
            out.push(mark);
            two_digits(number, out);
        }
    }
}

fn two_digits(number: u32, out: &mut String) {
    out.extend([number / 10, number % 10].map(|digit| char::from(b'0' + digit as u8)));
}

/// The agency's calendar and hours: counters are open on working days from 9 to 12 and from 14 to
/// 17:30.
pub(super) struct Office {
    calendar: Calendar,
}

impl Office {
    pub(super) fn new(calendar: Calendar) -> Self {
        Self { calendar }
    }

    pub(super) fn is_working_day(&self, day: Day) -> bool {
        self.calendar.is_working_day(day)
    }

    /// The `n`-th working day after `day`; `day` itself for none.
    pub(super) fn working_days_after(&self, day: Day, n: u32) -> Day {
        if n == 0 { day } else { self.calendar.nth_working_day_after(day, n).unwrap_or(day) }
    }

    /// The working day on or after `day`.
    pub(super) fn working_day_from(&self, day: Day) -> Day {
        if self.is_working_day(day) { day } else { self.working_days_after(day, 1) }
    }

    /// The working day on or before `day`, but not before `earliest`.
    pub(super) fn working_day_until(&self, mut day: Day, earliest: Day) -> Day {
        while day > earliest && !self.is_working_day(day) {
            day = day + -1;
        }
        day
    }

    pub(super) fn working_days_between(&self, start: Day, end: Day) -> i32 {
        self.calendar.working_days_between(start, end)
    }

    /// When the counters are next open, at `moment` or later.
    pub(super) fn open_from(&self, moment: Moment) -> Moment {
        let Moment { day, second } = moment;
        if !self.is_working_day(day) {
            return Moment::new(self.working_days_after(day, 1), 9 * HOUR);
        }
        match second {
            s if s < 9 * HOUR => Moment::new(day, 9 * HOUR),
            s if (12 * HOUR..14 * HOUR).contains(&s) => Moment::new(day, 14 * HOUR),
            s if s > 17 * HOUR + HOUR / 2 => Moment::new(self.working_days_after(day, 1), 9 * HOUR),
            _ => moment,
        }
    }

    /// A moment of office hours: `moment` itself, or when somebody gets to it once the counters are
    /// open again.
    pub(super) fn once_open(&self, moment: Moment, chance: &mut Chance) -> Moment {
        let open = self.open_from(moment);
        if open == moment { moment } else { open.after(chance.mostly_low(30, 5400)) }
    }

    /// The day a limit that started at `start` ends.
    pub(super) fn due_day(
        &self,
        start: Moment,
        limit: Limit,
        extension_days: u32,
        pauses: &[(Moment, Moment)],
    ) -> Day {
        let pauses = if pauses.is_empty() {
            Pauses::none()
        } else {
            Pauses::new(pauses.iter().map(|&(from, to)| (from.when(), Some(to.when()))))
        };
        let due = self.calendar.due(start.when(), limit, extension_days, &pauses);
        due.map_or(start.day, |Due { day, .. }| day)
    }
}
