//! Chinese characters found by their pinyin (拼音): in full (`shenfenzheng`), by first letters
//! (`sfz`), mixed (`shenfz`), and with the last syllable not yet complete (`shenfenzh`).
//!
//! Each reading (多音字) of a character counts; tones and `ü` are typed as `a` to `z` and `v`.
//! Source of the readings: the Unihan fields that the crate `pinyin` has as tables.

use std::ops::Range;

use pinyin::ToPinyinMulti;

/// Letters of which a query's pinyin is matched; what is longer is cut.
const MOST_LETTERS: usize = 63;

/// Letters `a` to `z` to be found as pinyin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Letters(String);

impl Letters {
    /// The letters of a run, when there are at least two and nothing else.
    pub(crate) fn of(chars: &[char]) -> Option<Self> {
        let fits = chars.len() >= 2 && chars.iter().all(char::is_ascii_lowercase);
        fits.then(|| Self(chars.iter().take(MOST_LETTERS).collect()))
    }

    pub(crate) fn join(parts: &[&Self]) -> Self {
        Self(parts.iter().flat_map(|part| part.0.chars()).take(MOST_LETTERS).collect())
    }

    /// The first place in `chars` that reads so; of its last syllable the beginning is enough.
    pub(crate) fn find(&self, chars: &[char]) -> Option<Range<usize>> {
        (0..chars.len()).find_map(|start| {
            self.len_at(&chars[start..], true).map(|length| start..start + length)
        })
    }

    /// Whether `chars` as a whole read so.
    pub(crate) fn spell(&self, chars: &[char]) -> bool {
        self.len_at(chars, false) == Some(chars.len())
    }

    /// How many characters from the first on use up the letters.
    ///
    /// `reached` has a bit for each number of letters that the characters so far can stand for.
    fn len_at(&self, chars: &[char], may_break_off: bool) -> Option<usize> {
        let all = 1_u64 << self.0.len();
        let mut reached = 1_u64;
        for (n, &char) in chars.iter().enumerate() {
            let mut next = 0;
            for taken in (0..self.0.len()).filter(|&taken| reached & (1 << taken) != 0) {
                let rest = &self.0[taken..];
                for reading in readings(char) {
                    if may_break_off && reading.starts_with(rest) {
                        return Some(n + 1);
                    }
                    for part in [reading, initial(reading), &reading[..1]] {
                        next |= u64::from(rest.starts_with(part)) << (taken + part.len());
                    }
                }
            }
            if next & all != 0 {
                return Some(n + 1);
            }
            if next == 0 {
                return None;
            }
            reached = next;
        }
        None
    }
}

/// The readings of a character; none of what has no pinyin.
fn readings(char: char) -> impl Iterator<Item = &'static str> {
    let of = char.to_pinyin_multi().into_iter().flatten().map(|reading| match reading.plain() {
        "nü" => "nv",
        "nüe" => "nve",
        "lü" => "lv",
        "lüe" => "lve",
        other => other,
    });
    of.filter(|reading| reading.is_ascii() && !reading.is_empty())
}

/// The initial (声母) where it has two letters, otherwise the first letter.
fn initial(reading: &str) -> &str {
    let two = ["zh", "ch", "sh"].iter().any(|initial| reading.starts_with(initial));
    &reading[..if two { 2 } else { 1 }]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(letters: &str, text: &str) -> Option<String> {
        let chars: Vec<char> = text.chars().collect();
        let letters = Letters::of(&letters.chars().collect::<Vec<_>>())?;
        letters.find(&chars).map(|range| chars[range].iter().collect())
    }

    #[test]
    fn full_first_letters_mixed_and_unfinished() {
        for letters in ["shenfenzheng", "sfz", "shenfz", "shfzh", "sfzheng", "shenfenzh"] {
            assert_eq!(found(letters, "居民身份证补领").as_deref(), Some("身份证"), "{letters}");
        }
        assert_eq!(found("shenfe", "居民身份证补领").as_deref(), Some("身份"));
    }

    #[test]
    fn any_reading_of_a_character_counts() {
        assert_eq!(found("yinhang", "到银行开户").as_deref(), Some("银行"));
        assert_eq!(found("xingshi", "行驶证").as_deref(), Some("行驶"));
        assert_eq!(found("nvxing", "女性").as_deref(), Some("女性"));
    }

    #[test]
    fn letters_that_are_no_pinyin_find_nothing() {
        for letters in ["covid", "uvi", "s", "12", "sfzx"] {
            assert_eq!(found(letters, "居民身份证补领"), None, "{letters}");
        }
    }

    #[test]
    fn a_word_is_spelled_only_as_a_whole() {
        let chars: Vec<char> = "身份证".chars().collect();
        let of = |text: &str| Letters::of(&text.chars().collect::<Vec<_>>()).unwrap();
        assert!(of("sfz").spell(&chars) && of("shenfenzheng").spell(&chars));
        assert!(!of("sf").spell(&chars) && !of("shenfenzhe").spell(&chars));
    }
}
