//! What counts as the same character: compatibility forms (NFKC, so full width too), capitals,
//! and traditional characters (繁体字) beside simplified ones.
//!
//! Source: Unicode Standard Annex 15 for NFKC; the traditional characters and their first
//! simplified form are those of `OpenCC`'s table `TSCharacters`, through the crate `hanconv`.

use std::collections::HashMap;
use std::ops::Range;
use std::sync::LazyLock;

use hanconv::RawDictionary;
use unicode_normalization::UnicodeNormalization;

static SIMPLIFIED: LazyLock<HashMap<char, char>> = LazyLock::new(|| {
    let single = |text: &str| {
        let mut chars = text.chars();
        chars.next().filter(|_| chars.next().is_none())
    };
    RawDictionary::TSCharacters
        .iter()
        .filter_map(|(from, to)| Some((single(from)?, single(to)?)))
        .collect()
});

/// A text folded character by character, each with the bytes of the original it comes from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Folded {
    pub(crate) chars: Vec<char>,
    /// For each of `chars`, where its original begins and ends.
    sources: Vec<Range<u32>>,
}

impl Folded {
    pub(crate) fn new(text: &str) -> Self {
        let mut folded = Self::default();
        for (at, original) in text.char_indices() {
            let source = at as u32..(at + original.len_utf8()) as u32;
            for char in fold(original) {
                folded.chars.push(char);
                folded.sources.push(source.clone());
            }
        }
        folded
    }

    /// The folded text of at most so many characters.
    pub(crate) fn cut(text: &str, most: usize) -> Self {
        let end = text.char_indices().nth(most).map_or(text.len(), |(at, _)| at);
        let mut folded = Self::new(&text[..end]);
        folded.chars.truncate(most);
        folded.sources.truncate(most);
        folded
    }

    /// The bytes of the original that a range of `chars` (not an empty one) comes from.
    pub(crate) fn source(&self, chars: Range<usize>) -> Range<usize> {
        self.sources[chars.start].start as usize..self.sources[chars.end - 1].end as usize
    }
}

/// A character's folded form: mostly one character, several for the likes of `㎡` and `ﬁ`.
///
/// Character by character, so that each part of the result has a place in the original; marks
/// that follow a letter are not joined with it.
fn fold(original: char) -> impl Iterator<Item = char> {
    let plain = original.is_ascii().then(|| original.to_ascii_lowercase());
    let other = (!original.is_ascii()).then(|| {
        std::iter::once(original)
            .nfkc()
            .flat_map(char::to_lowercase)
            .map(|char| SIMPLIFIED.get(&char).copied().unwrap_or(char))
    });
    plain.into_iter().chain(other.into_iter().flatten())
}

/// A Chinese character (汉字): the CJK ideographs of Unicode with their extensions, and `〇`.
pub(crate) fn is_han(char: char) -> bool {
    matches!(char, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}' | '〇')
}
