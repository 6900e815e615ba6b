//! How often an address may try to sign in, whatever name it tries.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};

use credentials::{Bucket, NetworkPrefix, Rate, Wait};

/// Twenty at once, then one every three seconds: a hall full of people behind one address signs in, and
/// a list of a million names takes a month.
const RATE: Rate = Rate { at_once: 20, every: 3_000_000 };
/// So many addresses are remembered before those that may do all again are forgotten.
const MANY: usize = 10_000;

/// Guesses made from addresses, since the program was started.
#[derive(Debug, Default)]
pub(crate) struct Guesses(Mutex<HashMap<NetworkPrefix, Bucket>>);

impl Guesses {
    /// Takes one for an address.
    pub(super) fn take(&self, address: IpAddr, now: i64) -> Result<(), Wait> {
        // What one that panicked left is as good as any.
        let mut buckets = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if buckets.len() >= MANY {
            buckets.retain(|_, bucket| !bucket.is_full(now));
        }
        buckets.entry(address.into()).or_insert_with(Bucket::full).take(now, RATE)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_has_to_wait_and_others_do_not() {
        let guesses = Guesses::default();
        let (one, two) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..RATE.at_once {
            guesses.take(one, 0).unwrap();
        }
        assert_eq!(guesses.take(one, 0), Err(Wait { until: RATE.every }));
        guesses.take(two, 0).unwrap();
        guesses.take(one, RATE.every).unwrap();
    }
}
