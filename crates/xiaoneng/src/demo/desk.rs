//! The queue before a division's desk.

use legal_clock::Day;

use super::moment::Office;

/// Work waiting before a desk, in working days of all its hands together.
///
/// Each arrival adds its work, each working day takes one day of it away: waits grow by themselves
/// after a busy month and shrink again.
pub(super) struct Desk {
    backlog: f64,
    seen: Day,
    work: f64,
}

/// The share of a desk's year taken up by its cases: close to one, so that a busy month is felt.
const LOAD: f64 = 0.9;
const WORKING_DAYS_A_YEAR: f64 = 250.0;

impl Desk {
    /// A desk that handles `cases` a year.
    pub(super) fn new(opened: Day, cases: f64) -> Self {
        Self { backlog: 0.0, seen: opened, work: LOAD * WORKING_DAYS_A_YEAR / cases.max(1.0) }
    }

    /// A case joins the queue on `day`; gives the full working days it waits.
    pub(super) fn join(&mut self, day: Day, office: &Office) -> u32 {
        let worked = office.working_days_between(self.seen, day).max(0);
        self.backlog = (self.backlog - f64::from(worked)).max(0.0);
        self.seen = day.max(self.seen);
        let wait = self.backlog as u32;
        self.backlog += self.work;
        wait
    }
}
