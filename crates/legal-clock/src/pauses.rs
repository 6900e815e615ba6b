//! Pauses: time that isn't counted.

use crate::day::{Day, When};

/// The pauses of a clock: the special procedures of 行政许可法 art. 45.
///
/// A pause on day *p* resumed on day *r* leaves out the days *d* with *p < d ≤ r*; of limits in
/// hours and minutes it leaves out the time between. Overlapping pauses count once, and one whose
/// end lies before its beginning not at all.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(Vec<(When, Option<When>)>);

/// Where a span of pause begins and ends, as a number of days or of microseconds: the beginning
/// isn't left out any more than the start of a limit is counted, the end is. No end: still open.
type Span = (i64, Option<i64>);

impl Pauses {
    /// No pause.
    pub const fn none() -> Self {
        Pauses(Vec::new())
    }

    /// These pauses, in any order; one without an end is still open.
    pub fn new(pauses: impl IntoIterator<Item = (When, Option<When>)>) -> Self {
        let mut pauses: Vec<_> = pauses.into_iter().collect();
        pauses.sort_unstable_by_key(|(from, _)| *from);
        Pauses(pauses)
    }

    /// When the first of the pauses still open began.
    pub fn open_since(&self) -> Option<When> {
        let (from, _) = self.0.iter().find(|(_, to)| to.is_none())?;
        Some(*from)
    }

    /// Whether `day` is left out.
    pub fn leave_out(&self, day: Day) -> bool {
        self.0.iter().any(|(from, to)| from.day < day && to.is_none_or(|to| day <= to.day))
    }

    pub(crate) fn days(&self) -> impl Iterator<Item = Span> {
        let number = |when: When| i64::from(when.day.number());
        self.spans(number)
    }

    pub(crate) fn times(&self) -> impl Iterator<Item = Span> {
        self.spans(|when| when.instant.0)
    }

    fn spans(&self, of: impl Fn(When) -> i64) -> impl Iterator<Item = Span> {
        self.0.iter().map(move |(from, to)| (of(*from), to.map(&of)))
    }
}

/// How days or time are counted: as working days, as calendar days, as microseconds.
pub(crate) trait Count {
    /// What is counted after `start` up to `end`, which isn't before it.
    fn between(&self, start: i64, end: i64) -> i64;

    /// Where `amount` after `start` is counted.
    fn after(&self, start: i64, amount: i64) -> Option<i64>;
}

/// Where `amount` after `start` is counted outside the pauses; `start` for 0. `None` when an open
/// pause comes first.
pub(crate) fn after(
    start: i64,
    amount: i64,
    pauses: impl Iterator<Item = Span>,
    count: &impl Count,
) -> Option<i64> {
    let (mut at, mut left) = (start, amount);
    for (from, to) in pauses {
        let before_pause = count.between(at, from.max(at));
        if left <= before_pause {
            break;
        }
        left -= before_pause;
        at = at.max(from).max(to?);
    }
    count.after(at, left)
}

/// What is counted after `start` up to `end` outside the pauses; 0 when `end` is before `start`.
pub(crate) fn between(
    start: i64,
    end: i64,
    pauses: impl Iterator<Item = Span>,
    count: &impl Count,
) -> i64 {
    let (mut at, mut counted) = (start, 0);
    for (from, to) in pauses {
        if from >= end {
            break;
        }
        counted += count.between(at, from.max(at));
        at = at.max(from).max(to.unwrap_or(end));
    }
    counted + count.between(at, end.max(at))
}
