//! The names by themselves, looked through one by one for pinyin.

use std::collections::BTreeMap;

use crate::pinyin::Letters;

/// What pinyin counts beside the characters it stands for.
const PINYIN: f64 = 0.8;

#[derive(Debug, Default)]
pub(crate) struct Names {
    /// By number of what they name, each with its field's weight.
    by_number: BTreeMap<usize, Vec<(f64, Vec<char>)>>,
    characters: usize,
    count: usize,
}

impl Names {
    pub(crate) fn add(&mut self, number: usize, weight: f64, name: Vec<char>) {
        if name.is_empty() {
            return;
        }
        self.characters += name.len();
        self.count += 1;
        self.by_number.entry(number).or_default().push((weight, name));
    }

    pub(crate) fn remove(&mut self, number: usize) {
        for (_, name) in self.by_number.remove(&number).unwrap_or_default() {
            self.characters -= name.len();
            self.count -= 1;
        }
    }

    /// What has a name that reads so, with a score in the measure of the full-text index: as if
    /// each two neighbours of the characters found were a piece (BM25, k1 1.2, b 0.75).
    pub(crate) fn find(&self, letters: &Letters) -> Vec<(usize, f64)> {
        let average = self.characters as f64 / self.count.max(1) as f64;
        let mut found = Vec::new();
        for (&number, names) in &self.by_number {
            let best = names
                .iter()
                .filter_map(|(weight, name)| {
                    let place = letters.find(name)?;
                    let pieces = place.len().saturating_sub(1).max(1) as f64;
                    let norm = 1.2 * (0.25 + 0.75 * name.len() as f64 / average);
                    Some(pieces * 2.2 * weight / (weight + norm))
                })
                .max_by(f64::total_cmp);
            found.extend(best.map(|score| (number, score)));
        }
        let (all, with) = (self.by_number.len() as f64, found.len() as f64);
        let rarity = ((all - with + 0.5) / (with + 0.5)).ln().max(1e-6);
        for (_, score) in &mut found {
            *score *= PINYIN * rarity;
        }
        found
    }
}
