//! Work shared among all cores.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::{panic, thread};

/// How many threads are worth starting for so many pieces of work.
pub(crate) fn workers(pieces: usize) -> usize {
    thread::available_parallelism().map_or(1, usize::from).clamp(1, pieces.max(1))
}

/// What each worker gives; the first runs on this thread.
pub(crate) fn on_threads<T: Send>(workers: usize, work: impl Fn() -> T + Sync) -> Vec<T> {
    thread::scope(|scope| {
        let others: Vec<_> = (1..workers).map(|_| scope.spawn(&work)).collect();
        let mut all = vec![work()];
        for other in others {
            all.push(other.join().unwrap_or_else(|panic| panic::resume_unwind(panic)));
        }
        all
    })
}

/// What `make` gives for each number below `count`, in their order.
pub(crate) fn on_all_cores<T: Send>(count: usize, make: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let index = next.fetch_add(1, Ordering::Relaxed);
            if index >= count {
                return done;
            }
            done.push((index, make(index)));
        }
    };
    let mut all: Vec<_> = on_threads(workers(count), work).into_iter().flatten().collect();
    all.sort_unstable_by_key(|(index, _)| *index);
    all.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_comes_in_the_order_of_its_numbers() {
        let squares = on_all_cores(1000, |index| index * index);
        assert!(squares.iter().enumerate().all(|(index, square)| *square == index * index));
        assert_eq!(squares.len(), 1000);
        assert!(on_all_cores(0, |index| index).is_empty());
    }
}
