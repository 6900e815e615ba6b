//! Words that people use for the same thing (同义词): 营业执照, 执照 and 工商登记.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use crate::fold::Folded;
use crate::pinyin::Letters;

/// Groups of words that find each other.
///
/// A text with a group a line, its words with spaces between; `#` begins a remark. Words are folded
/// like texts and queries. A word that stands in several groups belongs to the first.
#[derive(Debug, Clone, Default)]
pub struct Synonyms {
    groups: Vec<Vec<Vec<char>>>,
    /// The words by their first character, longest first: the word's group and place in it.
    by_first: HashMap<char, Vec<(usize, usize)>>,
}

static BUILT_IN: LazyLock<Synonyms> =
    LazyLock::new(|| Synonyms::parse(include_str!("../data/synonyms.txt")));

impl Synonyms {
    /// The groups of the program: the everyday words for papers, acts and trades that service items
    /// have other names for (`data/synonyms.txt`).
    pub fn built_in() -> Self {
        BUILT_IN.clone()
    }

    /// The groups of a text.
    pub fn parse(text: &str) -> Self {
        let mut synonyms = Self::default();
        let lines = text.lines().map(|line| line.split('#').next().unwrap_or_default());
        for line in lines {
            synonyms.push(line.split_whitespace());
        }
        let groups = &synonyms.groups;
        for words in synonyms.by_first.values_mut() {
            words.sort_by_key(|&(group, word)| std::cmp::Reverse(groups[group][word].len()));
        }
        synonyms
    }

    /// How many groups there are.
    pub fn len(&self) -> usize {
        self.groups.len()
    }

    /// Whether there is no group.
    pub fn is_empty(&self) -> bool {
        self.groups.is_empty()
    }

    fn push<'t>(&mut self, words: impl Iterator<Item = &'t str>) {
        let group = self.groups.len();
        let mut new: Vec<Vec<char>> = Vec::new();
        for chars in words.map(|word| Folded::new(word).chars) {
            if new.contains(&chars)
                || self.starting(&chars).is_some_and(|(length, ..)| length == chars.len())
            {
                continue;
            }
            new.push(chars);
        }
        for (word, chars) in new.iter().enumerate() {
            self.by_first.entry(chars[0]).or_default().push((group, word));
        }
        if !new.is_empty() {
            self.groups.push(new);
        }
    }

    /// The longest word with which `chars` begin: its length, its group and its place there.
    fn starting(&self, chars: &[char]) -> Option<(usize, usize, usize)> {
        let words = self.by_first.get(chars.first()?)?;
        let lengths = words.iter().filter_map(|&(group, word)| {
            let known = &self.groups[group][word];
            chars.starts_with(known).then_some((known.len(), group, word))
        });
        lengths.max_by_key(|&(length, ..)| length)
    }

    /// The known words in a text from left to right, the longest first, none over another: where
    /// each stands, and the others of its group.
    pub(crate) fn in_text(&self, chars: &[char]) -> Vec<(Range<usize>, Vec<&[char]>)> {
        let mut found = Vec::new();
        let mut at = 0;
        while at < chars.len() {
            let Some((length, group, word)) = self.starting(&chars[at..]) else {
                at += 1;
                continue;
            };
            found.push((at..at + length, self.others(group, word)));
            at += length;
        }
        found
    }

    /// The words that read like `letters`: each, and the others of its group.
    pub(crate) fn spelled(&self, letters: &Letters) -> Vec<(&[char], Vec<&[char]>)> {
        let mut found = Vec::new();
        for (group, words) in self.groups.iter().enumerate() {
            for (word, chars) in words.iter().enumerate().filter(|(_, chars)| letters.spell(chars))
            {
                found.push((chars.as_slice(), self.others(group, word)));
            }
        }
        found
    }

    fn others(&self, group: usize, word: usize) -> Vec<&[char]> {
        let words = self.groups[group].iter().enumerate();
        words.filter(|&(other, _)| other != word).map(|(_, chars)| chars.as_slice()).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_built_in_word_stands_in_one_group() {
        let text = include_str!("../data/synonyms.txt");
        let words =
            text.lines().filter(|line| !line.starts_with('#')).flat_map(str::split_whitespace);
        let mut seen = std::collections::HashSet::new();
        for word in words {
            assert!(seen.insert(word), "`{word}` stands twice");
        }
        let kept: usize = Synonyms::built_in().groups.iter().map(Vec::len).sum();
        assert_eq!(kept, seen.len());
        assert!(Synonyms::built_in().len() >= 60);
    }

    #[test]
    fn the_longest_known_word_counts() {
        let synonyms = Synonyms::parse("营业执照 执照\n驾驶证 驾驶执照 # remark\n");
        let chars: Vec<char> = "驾驶执照换证".chars().collect();
        let found = synonyms.in_text(&chars);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, 0..4);
        assert_eq!(found[0].1, [['驾', '驶', '证']]);
    }
}
