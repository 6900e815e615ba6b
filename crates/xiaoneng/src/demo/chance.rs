//! Chance: one stream of pseudo-random numbers, and the few shapes drawn from it.
//!
//! Only integers and the four operations of arithmetic are used, so that a seed gives the same
//! bytes on every machine.

use fastrand::Rng;

pub(super) struct Chance(Rng);

impl Chance {
    pub(super) fn new(seed: u64) -> Self {
        Self(Rng::with_seed(seed))
    }

    /// True `per_mille` times in a thousand.
    pub(super) fn happens(&mut self, per_mille: u32) -> bool {
        per_mille > 0 && self.0.u32(..1000) < per_mille
    }

    /// A number from `from` to `to`, both included.
    pub(super) fn between(&mut self, from: u32, to: u32) -> u32 {
        self.0.u32(from..=to.max(from))
    }

    /// A number from `from` to `to`, both included, mostly near `from`: the square of an even draw.
    pub(super) fn mostly_low(&mut self, from: u32, to: u32) -> u32 {
        let even = self.fraction();
        from + (even * even * f64::from(to.max(from) - from + 1)) as u32
    }

    /// A fraction of one, one left out.
    pub(super) fn fraction(&mut self) -> f64 {
        f64::from(self.0.u32(..)) / (f64::from(u32::MAX) + 1.0)
    }

    /// One of a list with weights.
    pub(super) fn weighted<T: Copy>(&mut self, choices: &[(T, u32)]) -> T {
        let total: u32 = choices.iter().map(|choice| choice.1).sum();
        let mut left = self.0.u32(..total.max(1));
        for &(choice, weight) in choices {
            if left < weight {
                return choice;
            }
            left -= weight;
        }
        choices[choices.len() - 1].0
    }

    pub(super) fn shuffle<T>(&mut self, of: &mut [T]) {
        self.0.shuffle(of);
    }

    /// A second of the day while counters are open.
    pub(super) fn office_second(&mut self) -> u32 {
        let open = self.0.u32(..23_400); // six and a half hours
        if open < 10_800 { 9 * 3600 + open } else { 14 * 3600 + open - 10_800 }
    }

    /// A second of the waking day.
    pub(super) fn day_second(&mut self) -> u32 {
        self.0.u32(7 * 3600..23 * 3600)
    }
}
