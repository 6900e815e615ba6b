//! When the next guess may be made: for an account, and for a network address.

use std::net::{IpAddr, Ipv6Addr};

use serde::{Deserialize, Serialize};

use crate::SECOND;

/// Failures in a row that cost nothing: fingers slip.
const FREE_FAILURES: u32 = 2;

/// The longest wait after a failure.
const LONGEST_WAIT: i64 = 15 * 60 * SECOND;

/// Failures in a row after which only an administrator opens the account again. NIST SP 800-63B-4
/// (3.2.2) allows at most 100.
const MOST_FAILURES: u32 = 20;

/// How often somebody failed in a row to prove who they are.
///
/// After the third failure a second has to pass, after each further one twice as long, up to a quarter
/// of an hour; after the twentieth the account is locked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempts {
    failures: u32,
    /// When the next one may be made.
    until: i64,
}

/// Too early: nothing was looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many attempts: the next one may be made later")]
pub struct Wait {
    /// The first instant at which the next one may be made.
    pub until: i64,
}

/// Why nobody may try now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// Too early.
    #[error(transparent)]
    Wait(#[from] Wait),
    /// Too many failures.
    #[error(
        "locked after {MOST_FAILURES} failures in a row: an administrator has to open it again"
    )]
    Locked,
}

impl Attempts {
    /// Whether somebody may try at `now`. Ask before anything is compared.
    ///
    /// # Errors
    /// [`Refused`]: until when to wait, or that the account is locked.
    pub fn may_try(&self, now: i64) -> Result<(), Refused> {
        if self.is_locked() {
            return Err(Refused::Locked);
        }
        if now < self.until { Err(Wait { until: self.until }.into()) } else { Ok(()) }
    }

    /// Counts a failure at `now`. Keep what comes of it before it is answered.
    pub fn failed(&mut self, now: i64) {
        self.failures = self.failures.saturating_add(1);
        self.until = self.until.max(now.saturating_add(wait_after(self.failures)));
    }

    /// Forgets the failures, as somebody proved who they are.
    pub fn succeeded(&mut self) {
        *self = Self::default();
    }

    /// Whether only [`open`](Self::open) helps.
    pub fn is_locked(&self) -> bool {
        self.failures >= MOST_FAILURES
    }

    /// Opens the account again, as an administrator decided.
    pub fn open(&mut self) {
        *self = Self::default();
    }
}

/// How long to wait after that many failures in a row.
fn wait_after(failures: u32) -> i64 {
    let Some(doublings) = failures.checked_sub(FREE_FAILURES + 1) else { return 0 };
    let seconds = 1_i64.checked_shl(doublings).unwrap_or(i64::MAX);
    seconds.saturating_mul(SECOND).clamp(0, LONGEST_WAIT)
}

/// Whom a network address stands for: one in IPv4; all of a /64 in IPv6, as one subscriber has those.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NetworkPrefix(IpAddr);

impl From<IpAddr> for NetworkPrefix {
    fn from(address: IpAddr) -> Self {
        match address.to_canonical() {
            IpAddr::V4(address) => Self(address.into()),
            IpAddr::V6(address) => Self(Ipv6Addr::from_bits(address.to_bits() >> 64 << 64).into()),
        }
    }
}

/// How many may be made: at once, and then one each so often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many at once.
    pub at_once: u32,
    /// The microseconds from one to the next after that.
    pub every: i64,
}

/// A bucket of tokens: one is taken for each attempt, and one comes back each so often.
///
/// It is written as the instant at which it is full again, so a new one, and an old one, is full.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Bucket {
    full_at: i64,
}

impl Bucket {
    /// A full one.
    pub fn full() -> Self {
        Self { full_at: i64::MIN }
    }

    /// Takes a token at `now`.
    ///
    /// # Errors
    /// [`Wait`] when there is none; nothing is taken then.
    pub fn take(&mut self, now: i64, rate: Rate) -> Result<(), Wait> {
        let full_at = self.full_at.max(now).saturating_add(rate.every);
        let emptied = i64::from(rate.at_once).saturating_mul(rate.every);
        let until = full_at.saturating_sub(emptied);
        if now < until {
            return Err(Wait { until });
        }
        self.full_at = full_at;
        Ok(())
    }

    /// Whether it is full at `now`, and so needn't be kept.
    pub fn is_full(&self, now: i64) -> bool {
        self.full_at <= now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const NOW: i64 = 1_900_000_000 * SECOND;

    fn failed(times: u32) -> Attempts {
        let mut attempts = Attempts::default();
        (0..times).for_each(|_| attempts.failed(NOW));
        attempts
    }

    #[test]
    fn waits_double_from_the_third_failure_up_to_a_quarter_of_an_hour() {
        let waits: Vec<i64> = (0..=14).map(|times| wait_after(times) / SECOND).collect();
        assert_eq!(waits, [0, 0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900]);
        assert_eq!(failed(2).may_try(NOW), Ok(()));
        let until = NOW + SECOND;
        assert_eq!(failed(3).may_try(until - 1), Err(Wait { until }.into()));
        assert_eq!(failed(3).may_try(until), Ok(()));
    }

    #[test]
    fn after_twenty_failures_time_alone_opens_nothing() {
        assert_eq!(failed(19).may_try(i64::MAX), Ok(()));
        let mut locked = failed(20);
        assert_eq!(locked.may_try(i64::MAX), Err(Refused::Locked));
        locked.open();
        assert_eq!(locked.may_try(NOW), Ok(()));
    }

    #[test]
    fn who_proved_who_they_are_begins_anew() {
        let mut attempts = failed(19);
        attempts.succeeded();
        attempts.failed(NOW);
        assert_eq!(attempts.may_try(NOW), Ok(()));
    }

    #[test]
    fn an_address_stands_for_one_subscriber() {
        let prefix = |text: &str| NetworkPrefix::from(text.parse::<IpAddr>().unwrap());
        assert_eq!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:2:ffff::9"));
        assert_ne!(prefix("2001:db8:1:2::1"), prefix("2001:db8:1:3::1"));
        assert_ne!(prefix("192.0.2.1"), prefix("192.0.2.2"));
        assert_eq!(prefix("::ffff:192.0.2.1"), prefix("192.0.2.1"));
    }

    #[test]
    fn a_bucket_gives_what_is_in_it_and_then_one_each_so_often() {
        let rate = Rate { at_once: 3, every: 10 };
        let mut bucket = Bucket::full();
        for _ in 0..3 {
            assert_eq!(bucket.take(100, rate), Ok(()));
        }
        assert_eq!(bucket.take(109, rate), Err(Wait { until: 110 }));
        assert_eq!(bucket.take(110, rate), Ok(()));
        assert!(!bucket.is_full(139) && bucket.is_full(140));
    }

    #[test]
    fn what_gives_nothing_gives_nothing() {
        assert!(Bucket::full().take(NOW, Rate { at_once: 0, every: 1 }).is_err());
    }

    proptest! {
        /// However the guesses are spread, no more than 20 are made without an administrator.
        #[test]
        fn nobody_guesses_more_than_twenty_times(gaps in prop::collection::vec(0..LONGEST_WAIT * 2, 0..200)) {
            let (mut attempts, mut now, mut guesses) = (Attempts::default(), NOW, 0);
            for gap in gaps {
                now += gap;
                if attempts.may_try(now).is_ok() {
                    attempts.failed(now);
                    guesses += 1;
                }
            }
            prop_assert!(guesses <= MOST_FAILURES);
        }

        #[test]
        fn a_further_failure_never_shortens_a_wait(failures in 0u32..19, now: i64, later: i64) {
            let mut attempts = failed(failures);
            let before = attempts.until;
            attempts.failed(now);
            prop_assert!(attempts.until >= before);
            let wait = attempts.may_try(later);
            prop_assert_eq!(wait.is_err(), attempts.is_locked() || later < attempts.until);
        }

        /// In any stretch of time no more are taken than were in the bucket and came back.
        #[test]
        fn no_more_is_taken_than_came_back(
            at_once in 1u32..20,
            every in 1i64..1000,
            gaps in prop::collection::vec(0i64..2000, 1..200),
        ) {
            let rate = Rate { at_once, every };
            let (mut bucket, mut now, mut taken) = (Bucket::full(), NOW, 0);
            for gap in gaps {
                now += gap;
                match bucket.take(now, rate) {
                    Ok(()) => taken += 1,
                    Err(Wait { until }) => prop_assert_eq!(bucket.clone().take(until, rate), Ok(())),
                }
            }
            prop_assert!(taken <= i64::from(at_once) + (now - NOW) / every + 1);
        }

        #[test]
        fn what_is_kept_is_read_as_it_was(failures in 0u32..25, full_at: i64) {
            let (attempts, bucket) = (failed(failures), Bucket { full_at });
            let kept = serde_json::to_string(&(attempts, bucket)).unwrap();
            prop_assert_eq!(serde_json::from_str::<(Attempts, Bucket)>(&kept).unwrap(), (attempts, bucket));
        }
    }
}
