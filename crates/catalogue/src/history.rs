//! Drafts and published versions.

use std::collections::BTreeMap;

use legal_clock::Day;

/// Why something can't be published or taken back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PublishError {
    /// No draft.
    #[error("there is no draft; save one first")]
    NoDraft,
    /// The past can't be changed.
    #[error("`{from}` is over; a version takes effect on `{today}` or later")]
    Past {
        /// The day asked for.
        from: Day,
        /// Today.
        today: Day,
    },
    /// Two versions can't begin on one day.
    #[error("a version already begins on `{0}`; take it back or choose another day")]
    Taken(Day),
    /// No version to take back.
    #[error("no version begins on `{0}`; give the day on which one begins")]
    NoVersion(Day),
    /// What is in force can't be taken back.
    #[error("the version of `{from}` is in force or was; publish another one or end it")]
    Begun {
        /// The day on which it began.
        from: Day,
    },
}

/// A draft, and the published versions with the day on which each takes effect.
///
/// A version is in force from its day until the next begins or the item ends, so versions can't
/// overlap. What was in force on a day that is over never changes: a case keeps the version under
/// which it was received.
///
/// # Examples
/// ```
/// use catalogue::History;
/// use legal_clock::Day;
///
/// let day = |text: &str| text.parse::<Day>().unwrap();
/// let mut history = History::default();
/// history.save("promised in 10 days");
/// history.publish(day("2026-12-01"), day("2026-11-28"))?;
/// assert_eq!(history.in_force(day("2026-11-30")), None);
/// assert_eq!(history.in_force(day("2026-12-01")), Some(&"promised in 10 days"));
/// # Ok::<(), catalogue::PublishError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct History<T> {
    draft: Option<T>,
    /// What is in force from a day on; `None` where nothing is any more.
    versions: BTreeMap<Day, Option<T>>,
}

impl<T> Default for History<T> {
    fn default() -> Self {
        Self { draft: None, versions: BTreeMap::new() }
    }
}

impl<T> History<T> {
    /// The draft, if there is one.
    pub fn draft(&self) -> Option<&T> {
        self.draft.as_ref()
    }

    /// Saves a draft in place of the one before.
    pub fn save(&mut self, draft: T) {
        self.draft = Some(draft);
    }

    /// Gives the draft up.
    pub fn discard(&mut self) -> Option<T> {
        self.draft.take()
    }

    /// The version in force on a day.
    pub fn in_force(&self, day: Day) -> Option<&T> {
        self.versions.range(..=day).next_back().and_then(|(_, version)| version.as_ref())
    }

    /// Each version with the first day of its force and the last, in order.
    pub fn versions(&self) -> impl Iterator<Item = (Day, Option<Day>, &T)> {
        let ends = self.versions.keys().skip(1).map(|next| Some(*next - 1)).chain([None]);
        let periods = self.versions.iter().zip(ends);
        periods.filter_map(|((from, version), to)| Some((*from, to, version.as_ref()?)))
    }

    /// Publishes the draft, in force from a day on.
    ///
    /// # Errors
    /// When there is no draft, the day is over, or a version begins on it.
    pub fn publish(&mut self, from: Day, today: Day) -> Result<(), PublishError> {
        if self.draft.is_none() {
            return Err(PublishError::NoDraft);
        }
        self.check_free(from, today)?;
        self.versions.insert(from, self.draft.take());
        Ok(())
    }

    /// Ends the item: nothing is in force from a day on until another version begins.
    ///
    /// # Errors
    /// When the day is over, or a version begins on it.
    pub fn end(&mut self, from: Day, today: Day) -> Result<(), PublishError> {
        self.check_free(from, today)?;
        self.versions.insert(from, None);
        Ok(())
    }

    /// Takes back what was to begin, or to end, on a day to come.
    ///
    /// # Errors
    /// When nothing begins or ends on the day, or it is today or over.
    pub fn take_back(&mut self, from: Day, today: Day) -> Result<Option<T>, PublishError> {
        if !self.versions.contains_key(&from) {
            return Err(PublishError::NoVersion(from));
        }
        if from <= today {
            return Err(PublishError::Begun { from });
        }
        Ok(self.versions.remove(&from).flatten())
    }

    fn check_free(&self, from: Day, today: Day) -> Result<(), PublishError> {
        if from < today {
            return Err(PublishError::Past { from, today });
        }
        if self.versions.contains_key(&from) {
            return Err(PublishError::Taken(from));
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn history(versions: &[(&str, &'static str)], today: &str) -> History<&'static str> {
        let mut history = History::default();
        for (from, version) in versions {
            history.save(*version);
            history.publish(day(from), day(today)).unwrap();
        }
        history
    }

    #[test]
    fn a_version_is_in_force_until_the_next_begins() {
        let history = history(&[("2026-12-01", "one"), ("2027-01-01", "two")], "2026-11-28");
        let on = |text| history.in_force(day(text)).copied();
        assert_eq!(on("2026-11-30"), None);
        assert_eq!(on("2026-12-31"), Some("one"));
        assert_eq!(on("2027-01-01"), Some("two"));
        let periods: Vec<_> = history.versions().collect();
        assert_eq!(
            periods,
            [
                (day("2026-12-01"), Some(day("2026-12-31")), &"one"),
                (day("2027-01-01"), None, &"two"),
            ]
        );
    }

    #[test]
    fn today_is_not_too_late_and_yesterday_is() {
        let mut history = history(&[], "2026-11-28");
        let (yesterday, today) = (day("2026-11-27"), day("2026-11-28"));
        assert_eq!(history.publish(today, today), Err(PublishError::NoDraft));
        history.save("one");
        let past = PublishError::Past { from: yesterday, today };
        assert_eq!(history.publish(yesterday, today), Err(past));
        assert_eq!(history.draft(), Some(&"one"));
        assert_eq!(history.publish(today, today), Ok(()));
        assert_eq!(history.draft(), None);
        assert_eq!(history.end(today, today), Err(PublishError::Taken(today)));
    }

    #[test]
    fn what_has_begun_stays_and_what_is_to_come_can_be_taken_back() {
        let mut history = history(&[("2026-11-28", "one"), ("2026-12-01", "two")], "2026-11-28");
        let today = day("2026-11-28");
        assert_eq!(history.take_back(today, today), Err(PublishError::Begun { from: today }));
        assert_eq!(history.take_back(day("2026-12-01"), today), Ok(Some("two")));
        assert_eq!(history.in_force(day("2026-12-02")), Some(&"one"));
        let no_day = day("2026-12-01");
        assert_eq!(history.take_back(no_day, today), Err(PublishError::NoVersion(no_day)));
    }

    #[test]
    fn after_the_end_nothing_is_in_force() {
        let mut history = history(&[("2026-11-28", "one")], "2026-11-28");
        history.end(day("2026-12-01"), day("2026-11-29")).unwrap();
        assert_eq!(history.in_force(day("2026-11-30")), Some(&"one"));
        assert_eq!(history.in_force(day("2026-12-01")), None);
        let last = history.versions().next().and_then(|(_, to, _)| to);
        assert_eq!(last, Some(day("2026-11-30")));
    }
}
