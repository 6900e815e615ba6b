//! The clock against worked examples, against a person counting day by day, against the law.

#![allow(clippy::unwrap_used, reason = "a test may stop at what it doesn't expect")]

mod days;
mod examples;
mod explanations;
mod limits;
mod model;
mod notices;
mod shared;
mod zones;

use legal_clock::{Calendar, Day, Instant, When};

/// The day written so.
fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The beginning of a day in Shanghai.
fn on(text: &str) -> When {
    Calendar::china().start_of(day(text))
}

/// A moment in Shanghai, `2019-09-27T14:30:00`.
fn at(local: &str) -> When {
    let stamp: jiff::Timestamp = format!("{local}+08:00").parse().unwrap();
    Calendar::china().when(Instant::from(stamp))
}
