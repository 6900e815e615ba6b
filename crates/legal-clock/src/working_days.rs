//! Working days counted and found in constant time.

use crate::day::Day;

/// Which days are worked: a table over the weeks that hold exceptions, and the plain week of five
/// working days before and after it.
///
/// The *rank* of a day is the number of working days from the table's first day to it, both
/// included, and below zero before the table: the working days *d* with *a < d ≤ b* are the
/// difference of two ranks.
#[derive(Debug, Clone)]
pub(crate) struct WorkingDays {
    /// The table's first day, a Monday.
    first: i32,
    /// The rank of each day of the table.
    rank: Vec<i32>,
    /// The day of each rank from 1 on.
    working: Vec<i32>,
}

impl WorkingDays {
    /// Monday to Friday, but for these days in order, each worked or not.
    pub(crate) fn new(exceptions: &[(Day, bool)]) -> Self {
        let first_day = exceptions.first().map_or(Day::from_number(4), |first| first.0);
        let last_day = exceptions.last().map_or(first_day, |last| last.0);
        let first = first_day.number() - first_day.days_since_monday();
        let end = last_day.number() - last_day.days_since_monday() + 7;
        let mut days = WorkingDays {
            first,
            rank: Vec::with_capacity((end - first) as usize),
            working: Vec::new(),
        };
        let mut exceptions = exceptions.iter().peekable();
        for number in first..end {
            let day = Day::from_number(number);
            let exception = exceptions.next_if(|exception| exception.0 == day);
            if exception.map_or(!day.is_weekend(), |exception| exception.1) {
                days.working.push(number);
            }
            days.rank.push(days.working.len() as i32);
        }
        days
    }

    /// The day's rank.
    #[inline]
    pub(crate) fn rank(&self, day: Day) -> i32 {
        self.rank_at(day.number() - self.first)
    }

    /// Whether the day is worked: its rank is then above that of the day before.
    #[inline]
    pub(crate) fn contains(&self, day: Day) -> bool {
        let index = day.number() - self.first;
        self.rank_at(index) != self.rank_at(index - 1)
    }

    /// The rank of the day so many days after the table's first.
    #[inline]
    fn rank_at(&self, index: i32) -> i32 {
        match self.rank.get(index as usize) {
            Some(rank) => *rank,
            None => self.rank_outside(index),
        }
    }

    /// The same outside the table, by whole weeks and the rest.
    fn rank_outside(&self, index: i32) -> i32 {
        if index < 0 {
            let days = -1 - index;
            -(days / 7 * 5 + (days % 7 - 2).max(0))
        } else {
            let days = index - self.rank.len() as i32 + 1;
            self.working.len() as i32 + days / 7 * 5 + (days % 7).min(5)
        }
    }

    /// The number of the working day that has this rank.
    pub(crate) fn select(&self, rank: i64) -> i64 {
        let first = i64::from(self.first);
        let further = rank - self.working.len() as i64 - 1;
        if further >= 0 {
            return first + self.rank.len() as i64 + further / 5 * 7 + further % 5;
        }
        match usize::try_from(rank - 1) {
            Ok(index) => i64::from(self.working[index]),
            Err(_) => first - 3 - -rank / 5 * 7 - -rank % 5,
        }
    }
}
