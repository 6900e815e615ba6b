//! How long an item usually takes: of the cases that were decided in the year.

use std::collections::BTreeMap;

use efficacy::figures::Year;

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

/// By item code, of the items that had a case.
pub(super) fn of(year: &Year) -> BTreeMap<String, Usual> {
    let mut days: BTreeMap<String, Vec<i32>> = BTreeMap::new();
    for case in &year.facts.cases {
        let Some(decision) = &case.decision else { continue };
        let Some(code) = year.facts.matter(case.matter).head.code else { continue };
        let of_item = days.entry(year.catalogue.code(code).to_owned()).or_default();
        of_item.push(decision.working_days);
    }
    days.into_iter().filter_map(|(code, days)| Some((code, usual(days)?))).collect()
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
