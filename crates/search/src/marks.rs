//! Where in a text what was typed is found, for the page.

use std::ops::Range;

use crate::fold::Folded;
use crate::pieces::{Run, runs};
use crate::query::Query;

/// A part of a text to show, with what was found in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Snippet {
    /// The bytes of the text that are shown.
    pub range: Range<usize>,
    /// The bytes of the text to mark, inside `range`, in order and apart from each other.
    pub marks: Vec<Range<usize>>,
}

impl Query {
    /// The bytes of a text to mark, in order and apart from each other: what was typed and its
    /// synonyms; in a name also what was typed as pinyin.
    ///
    /// Each range begins and ends between two characters of the text.
    pub fn marks_in_name(&self, name: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(name);
        let mut marked = self.marked(&folded.chars);
        for letters in &self.letters {
            let mut from = 0;
            while let Some(found) = letters.find(&folded.chars[from..]) {
                marked[from + found.start..from + found.end].fill(true);
                from += found.end;
            }
        }
        ranges(&folded, &marked)
    }

    /// The same for a longer text, in which pinyin is not looked for.
    pub fn marks_in_text(&self, text: &str) -> Vec<Range<usize>> {
        let folded = Folded::new(text);
        let marked = self.marked(&folded.chars);
        ranges(&folded, &marked)
    }

    /// The part of at most `most` characters of a text in which most is marked, the first of such.
    pub fn snippet(&self, text: &str, most: usize) -> Snippet {
        let marks = self.marks_in_text(text);
        let mut places: Vec<usize> = text.char_indices().map(|(at, _)| at).collect();
        places.push(text.len());
        let lead = most / 4;
        let window = |mark: &Range<usize>| {
            let first = places.partition_point(|&at| at < mark.start);
            let start = first.saturating_sub(lead).min((places.len() - 1).saturating_sub(most));
            places[start]..places[(start + most).min(places.len() - 1)]
        };
        let inside = |window: &Range<usize>| {
            let kept =
                marks.iter().filter(|mark| window.start <= mark.start && mark.end <= window.end);
            kept.cloned().collect::<Vec<_>>()
        };
        let mut best = Snippet { range: 0..places[most.min(places.len() - 1)], marks: Vec::new() };
        let mut best_marked = 0;
        for mark in &marks {
            let range = window(mark);
            let marks = inside(&range);
            let marked = marks.iter().map(ExactSizeIterator::len).sum::<usize>();
            if marked > best_marked {
                best_marked = marked;
                best = Snippet { range, marks };
            }
        }
        best
    }

    fn marked(&self, chars: &[char]) -> Vec<bool> {
        let mut marked = vec![false; chars.len()];
        for (at, pair) in chars.windows(2).enumerate() {
            if self.pairs.contains(&[pair[0], pair[1]]) {
                marked[at..at + 2].fill(true);
            }
        }
        for (at, char) in chars.iter().enumerate() {
            marked[at] |= self.singles.contains(char);
        }
        for word in &self.others {
            for at in 0..chars.len() {
                if chars[at..].starts_with(word) {
                    marked[at..at + word.len()].fill(true);
                }
            }
        }
        for run in runs(chars) {
            let Run::Word(run) = run else { continue };
            let text: String = chars[run.clone()].iter().collect();
            for word in self.words.iter().filter(|&word| begins(&text, word)) {
                marked[run.start..run.start + word.chars().count()].fill(true);
            }
        }
        marked
    }
}

/// A word of one letter or digit is found as a whole, a longer one as a beginning.
fn begins(text: &str, word: &str) -> bool {
    text == word || (word.chars().nth(1).is_some() && text.starts_with(word))
}

fn ranges(folded: &Folded, marked: &[bool]) -> Vec<Range<usize>> {
    let mut ranges: Vec<Range<usize>> = Vec::new();
    for at in (0..marked.len()).filter(|&at| marked[at]) {
        let source = folded.source(at..at + 1);
        match ranges.last_mut() {
            Some(last) if source.start <= last.end => last.end = last.end.max(source.end),
            _ => ranges.push(source),
        }
    }
    ranges
}
