//! When matters arrive: the seasons of the year and the days of the week.

use legal_clock::Day;

use super::chance::Chance;
use super::moment::Office;

/// How much comes in on a working day and on a rest day, in thousandths of a usual day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rhythm {
    pub(super) working_day: u32,
    pub(super) rest_day: u32,
}

/// Applications: rest days know only the web.
pub(super) const APPLICATIONS: Rhythm = Rhythm { working_day: 1000, rest_day: 120 };
/// A border crossing is busier when others rest.
pub(super) const CROSSINGS: Rhythm = Rhythm { working_day: 1000, rest_day: 1350 };
/// The hotline answers on every day.
pub(super) const TICKETS: Rhythm = Rhythm { working_day: 1000, rest_day: 400 };
/// Systems watch on every day.
pub(super) const WARNINGS: Rhythm = Rhythm { working_day: 1000, rest_day: 700 };

/// January to December, in hundredths of a usual month: quiet around Spring Festival, busy before
/// the year's end.
const SEASONS: [u32; 12] = [92, 58, 112, 104, 98, 100, 103, 99, 108, 88, 116, 122];

/// The days on which matters arrive, each with how much has come in by its end.
pub(super) struct Arrivals {
    first: Day,
    /// Running total by day.
    by_end_of: Vec<u64>,
}

impl Arrivals {
    pub(super) fn new(office: &Office, rhythm: Rhythm, first: Day, last: Day) -> Self {
        let mut total = 0;
        let by_end_of = (0..=last - first)
            .map(|n| {
                let day = first + n;
                let week =
                    if office.is_working_day(day) { rhythm.working_day } else { rhythm.rest_day };
                let season = SEASONS[usize::try_from(day.month() - 1).unwrap_or(0) % 12];
                total += u64::from(week * season);
                total
            })
            .collect();
        Self { first, by_end_of }
    }

    /// The day by whose end `fraction` of all matters have arrived.
    pub(super) fn day(&self, fraction: f64) -> Day {
        let total = self.by_end_of.last().copied().unwrap_or(0);
        let sought = (fraction * total as f64) as u64;
        let n = self.by_end_of.partition_point(|&so_far| so_far <= sought);
        self.first + n.min(self.by_end_of.len().saturating_sub(1)) as i32
    }

    /// The days of `n` arrivals: one in each `n`-th part of what comes in, in order.
    pub(super) fn spread(&self, n: u32, chance: &mut Chance) -> Vec<Day> {
        (0..n).map(|k| self.day((f64::from(k) + chance.fraction()) / f64::from(n))).collect()
    }
}
