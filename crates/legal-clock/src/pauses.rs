//! Pauses: time that isn't counted.

use crate::day::{Day, Instant, When};

/// The pauses of a clock (行政许可法 art. 45), in the order they began.
///
/// A pause on day *p* resumed on day *r* leaves out the days *d* with *p < d ≤ r*; of limits in
/// hours and minutes it leaves out the time between. Overlapping pauses count once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pauses(Vec<(When, Option<When>)>);

impl Pauses {
    /// No pause.
    pub const fn none() -> Self {
        Pauses(Vec::new())
    }

    /// These pauses, in any order; one without an end is still open.
    pub fn new(pauses: impl IntoIterator<Item = (When, Option<When>)>) -> Self {
        let mut pauses: Vec<_> = pauses.into_iter().collect();
        pauses.sort_by_key(|(from, _)| *from);
        Pauses(pauses)
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The pauses as days: *from* isn't left out, *to* is.
    pub(crate) fn days(&self) -> impl Iterator<Item = (i64, Option<i64>)> {
        let number = |when: When| i64::from(when.day.number());
        self.0
            .iter()
            .map(move |(from, to)| (number(*from), to.map(number)))
    }

    /// The pauses as spans of time.
    pub(crate) fn spans(&self) -> impl Iterator<Item = (i64, Option<i64>)> {
        self.0
            .iter()
            .map(|(from, to)| (from.instant.0, to.map(|to| to.instant.0)))
    }

    /// Whether a pause leaves `day` out.
    pub fn leave_out(&self, day: Day) -> bool {
        self.0
            .iter()
            .any(|(from, to)| from.day < day && to.is_none_or(|to| day <= to.day))
    }

    /// Whether `instant` lies in a pause.
    pub fn hold(&self, instant: Instant) -> bool {
        self.0
            .iter()
            .any(|(from, to)| from.instant <= instant && to.is_none_or(|to| instant < to.instant))
    }
}

/// Walks from `start` over what is counted until `amount` is; `None` when an open pause comes
/// first. `measure(a, b)` counts from *a* to *b*, `advance(a, n)` goes *n* further than *a*.
pub(crate) fn advance(
    start: i64,
    amount: i64,
    pauses: impl Iterator<Item = (i64, Option<i64>)>,
    measure: impl Fn(i64, i64) -> i64,
    advance: impl Fn(i64, i64) -> Option<i64>,
) -> Option<i64> {
    let (mut position, mut left) = (start, amount);
    for (from, to) in pauses {
        let counted = if from > position {
            measure(position, from)
        } else {
            0
        };
        if left <= counted {
            break;
        }
        left -= counted;
        position = position.max(from).max(to?);
    }
    advance(position, left)
}

/// What is counted from `start` to `end` outside the pauses.
pub(crate) fn measure(
    start: i64,
    end: i64,
    pauses: impl Iterator<Item = (i64, Option<i64>)>,
    measure: impl Fn(i64, i64) -> i64,
) -> i64 {
    let (mut position, mut counted) = (start, 0);
    for (from, to) in pauses {
        if position >= end {
            break;
        }
        let from = from.min(end);
        if from > position {
            counted += measure(position, from);
            position = from;
        }
        position = position.max(to.unwrap_or(end));
    }
    if position < end {
        counted + measure(position, end)
    } else {
        counted
    }
}
