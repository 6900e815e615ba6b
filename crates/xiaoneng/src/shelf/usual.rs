//! How long items usually take: of the cases that were decided in the year.

use std::collections::HashMap;

use efficacy::figures::Year;

use crate::cli::Failure;
use crate::records::{Books, package_of};
use crate::reports::{PackageYear, settings};

/// Items kept as asked for most: some of them may be in force no more.
const MOST: usize = 100;

/// How long the cases of items took in a year.
#[derive(Debug, Default)]
pub(crate) struct Usuals {
    /// The year that cases are counted of.
    year: Option<i16>,
    by_code: HashMap<String, Usual>,
    most: Vec<String>,
}

/// How long the cases of an item took, in working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Usual {
    /// How many cases were decided in the year.
    pub(crate) cases: usize,
    /// Half of them took no longer.
    pub(crate) median: i32,
    /// Nine of ten took no longer.
    pub(crate) most: i32,
}

impl Usuals {
    /// Reads the cases of the agency's year.
    pub(super) fn read(books: &Books) -> Result<Self, Failure> {
        if !books.ask(async |snapshot| snapshot.has_rows("agency").await)? {
            return Ok(Self::default());
        }
        let package = package_of(books, None)?;
        Ok(Self::of(&PackageYear::of(&package, &settings(None, None)?)?.read.year))
    }

    fn of(year: &Year) -> Self {
        let mut days: HashMap<String, Vec<i32>> = HashMap::new();
        for case in &year.facts.cases {
            let Some(decision) = &case.decision else { continue };
            let Some(code) = year.facts.matter(case.matter).head.code else { continue };
            let of_item = days.entry(year.catalogue.code(code).to_owned()).or_default();
            of_item.push(decision.working_days);
        }
        let by_code: HashMap<_, _> =
            days.into_iter().filter_map(|(code, days)| Some((code, usual(days)?))).collect();
        let mut most: Vec<(&String, usize)> =
            by_code.iter().map(|(code, it)| (code, it.cases)).collect();
        most.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
        let most = most.into_iter().take(MOST).map(|(code, _)| code.clone()).collect();
        Self { year: Some(year.period.year), by_code, most }
    }

    /// How long an item took, if it had a case.
    pub(crate) fn of_item(&self, code: &str) -> Option<Usual> {
        self.by_code.get(code).copied()
    }

    /// The items with most cases, the most first.
    pub(crate) fn most(&self) -> &[String] {
        &self.most
    }

    /// The year that cases are counted of.
    pub(crate) fn year(&self) -> Option<i16> {
        self.year
    }
}

fn usual(mut days: Vec<i32>) -> Option<Usual> {
    days.sort_unstable();
    let at = |share: usize| days.get((days.len() * share).div_ceil(100).max(1) - 1).copied();
    Some(Usual { cases: days.len(), median: at(50)?, most: at(90)? })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn median_and_nine_of_ten_are_by_nearest_rank() {
        assert_eq!(usual(vec![]), None);
        assert_eq!(usual(vec![3]), Some(Usual { cases: 1, median: 3, most: 3 }));
        assert_eq!(usual(vec![4, 1]), Some(Usual { cases: 2, median: 1, most: 4 }));
        let ten = (1..=10).rev().collect();
        assert_eq!(usual(ten), Some(Usual { cases: 10, median: 5, most: 9 }));
    }
}
