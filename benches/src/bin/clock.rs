//! Working days between days, beside a bare loop over prefix sums: `clock PAIRS RUNS`.
//!
//! `PAIRS` holds pairs of day numbers (days since 1970-01-01, 32 bits each, little end first).
//! Prints a line a run: what was timed, seconds, and the sum of all counts, which must be equal.

use std::hint::black_box;
use std::time::Instant;
use std::{env, fs, thread};

use legal_clock::{Calendar, Day, Limit, Pauses};

const THREADS: usize = 2;

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let [_, pairs, runs] = &arguments[..] else { panic!("usage: clock PAIRS RUNS") };
    let bytes = fs::read(pairs).expect("the file of pairs");
    let numbers: Vec<i32> =
        bytes.chunks_exact(4).map(|four| i32::from_le_bytes(four.try_into().unwrap())).collect();
    let (starts, ends): (Vec<i32>, Vec<i32>) =
        numbers.chunks_exact(2).map(|pair| (pair[0], pair[1])).unzip();
    let calendar = Calendar::china();
    let of_days = |numbers: &[i32]| -> Vec<Day> {
        numbers.iter().map(|number| Day::from_number(*number)).collect()
    };
    let (start_days, end_days) = (of_days(&starts), of_days(&ends));
    // Written to once, so that no run pays for fresh memory.
    let mut counts = vec![1_i32; starts.len()];
    for _ in 0..runs.parse().expect("a number of runs") {
        library(&calendar, &start_days, &end_days, &mut counts);
        bare_loop(&calendar, &starts, &ends, &mut counts);
    }
    single(&calendar, &start_days);
}

/// The library: one call a thread.
fn library(calendar: &Calendar, starts: &[Day], ends: &[Day], counts: &mut [i32]) {
    let part = starts.len().div_ceil(THREADS);
    let began = Instant::now();
    thread::scope(|scope| {
        let parts = starts.chunks(part).zip(ends.chunks(part)).zip(counts.chunks_mut(part));
        for ((starts, ends), counts) in parts {
            scope.spawn(|| calendar.working_days_between_each(starts, ends, counts));
        }
    });
    told("library", began, counts);
}

/// Prefix sums by day number, without a check.
fn bare_loop(calendar: &Calendar, starts: &[i32], ends: &[i32], counts: &mut [i32]) {
    let first = starts.iter().chain(ends).copied().min().unwrap_or(0);
    let last = starts.iter().chain(ends).copied().max().unwrap_or(0);
    let mut passed = 0;
    let sums: Vec<i32> = (first..=last)
        .map(|number| {
            passed += i32::from(calendar.is_working_day(Day::from_number(number)));
            passed
        })
        .collect();
    let part = starts.len().div_ceil(THREADS);
    let began = Instant::now();
    thread::scope(|scope| {
        let parts = starts.chunks(part).zip(ends.chunks(part)).zip(counts.chunks_mut(part));
        for ((starts, ends), counts) in parts {
            let sums = &sums;
            scope.spawn(move || {
                for ((start, end), count) in starts.iter().zip(ends).zip(counts) {
                    *count = sums[(end - first) as usize] - sums[(start - first) as usize];
                }
            });
        }
    });
    told("bare loop", began, counts);
}

fn told(what: &str, began: Instant, counts: &[i32]) {
    let seconds = began.elapsed().as_secs_f64();
    let sum: i64 = counts.iter().map(|count| i64::from(*count)).sum();
    println!("{what},{seconds:.6},{sum}");
}

/// A due day at a time, on one thread: nanoseconds each.
fn single(calendar: &Calendar, starts: &[Day]) {
    let starts: Vec<_> = starts.iter().take(1_000_000).map(|day| calendar.start_of(*day)).collect();
    let limit = Limit::working_days(20);
    let none = Pauses::none();
    let of_two = |day| {
        let at = |days: i32| calendar.start_of(day + days);
        Pauses::new([(at(3), Some(at(9))), (at(12), Some(at(20)))])
    };
    let paused: Vec<_> = starts.iter().map(|start| of_two(start.day)).collect();
    let time = |what: &str, due: &dyn Fn(usize) -> i32| {
        let began = Instant::now();
        let sum: i64 = (0..starts.len()).map(|index| i64::from(black_box(due(index)))).sum();
        let each = began.elapsed().as_secs_f64() * 1e9 / starts.len() as f64;
        println!("{what},{each:.1} ns,{sum}");
    };
    let number = |due: Option<legal_clock::Due>| due.map_or(0, |due| due.day.number());
    time("due day", &|index| number(calendar.due(starts[index], limit, 0, &none)));
    time("due day with two pauses", &|index| {
        number(calendar.due(starts[index], limit, 0, &paused[index]))
    });
}
