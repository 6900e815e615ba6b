//! Digits in running text that are no date and no document number.

use std::ops::Range;

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Where `text` holds numbers that are neither dates nor document numbers, as byte ranges.
///
/// Dates: 2019年, 2019年3月1日, 3月至5月, 1日至3日, 2019-03-01, 1 March 2019, in 2019.
/// Document numbers: 〔2019〕15号, 第15号, No. 15. Digits of full width count as digits.
pub(super) fn unsourced(text: &str) -> Vec<Range<usize>> {
    let text = Chars::new(text);
    let mut found = Vec::new();
    let mut at = 0;
    let mut last_date = None;
    while at < text.chars.len() {
        if text.digit(at).is_none() {
            at += 1;
        } else if let Some(end) = text.document_number(at) {
            at = end;
        } else if let Some(end) = text.date(at, last_date) {
            last_date = Some(end);
            at = end;
        } else {
            let end = text.number(at);
            found.push(text.bytes(at, end));
            at = end;
        }
    }
    found
}

/// The stretch with a few characters either side.
pub(super) fn around(text: &str, range: Range<usize>) -> String {
    const CONTEXT: usize = 12;
    let start = text.get(..range.start).map_or(0, |before| {
        before.char_indices().rev().take(CONTEXT).last().map_or(range.start, |(at, _)| at)
    });
    let end = text.get(range.end..).map_or(text.len(), |after| {
        after.char_indices().nth(CONTEXT).map_or(text.len(), |(at, _)| range.end + at)
    });
    let stretch = text.get(start..end).unwrap_or(text);
    let (before, after) =
        (if start > 0 { "…" } else { "" }, if end < text.len() { "…" } else { "" });
    format!("{before}{stretch}{after}")
}

struct Chars {
    chars: Vec<char>,
    /// Byte offset of each character, and of the end.
    offsets: Vec<usize>,
}

impl Chars {
    fn new(text: &str) -> Self {
        let (mut offsets, chars): (Vec<usize>, Vec<char>) = text.char_indices().unzip();
        offsets.push(text.len());
        Self { chars, offsets }
    }

    fn bytes(&self, from: usize, to: usize) -> Range<usize> {
        self.offsets[from]..self.offsets[to]
    }

    fn get(&self, at: usize) -> Option<char> {
        self.chars.get(at).copied()
    }

    fn before(&self, at: usize) -> Option<char> {
        at.checked_sub(1).and_then(|at| self.get(at))
    }

    fn digit(&self, at: usize) -> Option<u32> {
        match self.get(at)? {
            c @ '0'..='9' => Some(c as u32 - '0' as u32),
            c @ '０'..='９' => Some(c as u32 - '０' as u32),
            _ => None,
        }
    }

    /// The digits from `at`: their value (kept small) and where they end.
    fn digits(&self, at: usize) -> Option<(u32, usize)> {
        self.digit(at)?;
        let mut end = at;
        let mut value = 0_u32;
        while let Some(digit) = self.digit(end) {
            value = value.saturating_mul(10).saturating_add(digit);
            end += 1;
        }
        Some((value, end))
    }

    /// The end of a number with its separators, decimals and percent sign.
    fn number(&self, at: usize) -> usize {
        let mut end = self.digits(at).map_or(at + 1, |(_, end)| end);
        while matches!(self.get(end), Some('.' | ',' | '．')) {
            match self.digits(end + 1) {
                Some((_, next)) => end = next,
                None => break,
            }
        }
        if matches!(self.get(end), Some('%' | '％' | '‰')) {
            end += 1;
        }
        end
    }

    fn year(&self, at: usize) -> Option<usize> {
        let (value, end) = self.digits(at)?;
        (end - at == 4 && (1900..=2199).contains(&value)).then_some(end)
    }

    fn up_to(&self, at: usize, most: u32) -> Option<usize> {
        let (value, end) = self.digits(at)?;
        (end - at <= 2 && (1..=most).contains(&value)).then_some(end)
    }

    /// 〔2019〕15号, 第15号, No. 15.
    fn document_number(&self, at: usize) -> Option<usize> {
        let (_, end) = self.digits(at)?;
        match self.before(at) {
            Some('〔' | '［' | '[' | '【') => {
                let end = self.year(at)?;
                matches!(self.get(end), Some('〕' | '］' | ']' | '】')).then_some(end)
            }
            Some('〕' | '］' | ']' | '】' | '第') => {
                (self.get(end) == Some('号')).then_some(end)
            }
            _ => {
                let before = self.word_before(at);
                (before == "no." || before == "no" || before == "№").then_some(end)
            }
        }
    }

    fn date(&self, at: usize, last_date: Option<usize>) -> Option<usize> {
        self.chinese_date(at)
            .or_else(|| self.continued_date(at, last_date))
            .or_else(|| self.numeric_date(at))
            .or_else(|| self.english_date(at))
    }

    /// 2019年, 2019年3月, 2019年3月1日, 3月, 3月1日; but not 3个月 or 20日.
    fn chinese_date(&self, at: usize) -> Option<usize> {
        if let Some(end) = self.year(at).filter(|end| self.get(*end) == Some('年')) {
            return Some(self.month_and_day(end + 1).unwrap_or(end + 1));
        }
        self.month_and_day(at)
    }

    fn month_and_day(&self, at: usize) -> Option<usize> {
        let end = self.up_to(at, 12).filter(|end| self.get(*end) == Some('月'))? + 1;
        Some(self.day(end).unwrap_or(end))
    }

    fn day(&self, at: usize) -> Option<usize> {
        let end = self.up_to(at, 31)?;
        matches!(self.get(end), Some('日' | '号')).then_some(end + 1)
    }

    /// The 3日 of 1月1日至3日.
    fn continued_date(&self, at: usize, last_date: Option<usize>) -> Option<usize> {
        let joined =
            matches!(self.before(at)?, '至' | '到' | '—' | '–' | '-' | '~' | '～' | '、' | '和');
        (joined && last_date == at.checked_sub(1)).then(|| self.day(at)).flatten()
    }

    /// 2019-03-01, 2019/3/1, 2019.03.01, 2019-03.
    fn numeric_date(&self, at: usize) -> Option<usize> {
        let end = self.year(at)?;
        let mark = self.get(end).filter(|c| matches!(c, '-' | '/' | '.'))?;
        let end = self.up_to(end + 1, 12)?;
        match self.get(end) {
            Some(c) if c == mark => self.up_to(end + 1, 31),
            _ if mark == '-' => Some(end),
            _ => None,
        }
    }

    /// 1 March 2019, March 1, 2019, March 2019, in 2019.
    fn english_date(&self, at: usize) -> Option<usize> {
        let before = self.word_before(at);
        if let Some(end) = self.up_to(at, 31) {
            let is_day = is_month(before.trim_end_matches(',')) || is_month(&self.word_after(end));
            return is_day.then_some(end);
        }
        let end = self.year(at)?;
        let after_month = is_month(before.trim_end_matches(','))
            || (before.ends_with(',') && self.follows_month_and_day(at));
        let after_preposition = matches!(&*before, "in" | "since" | "during" | "until" | "year")
            && self.word_after(end).is_empty();
        (after_month || after_preposition).then_some(end)
    }

    /// Whether the year at `at` ends a `March 1, 2019`.
    fn follows_month_and_day(&self, at: usize) -> bool {
        let mut at = at;
        while at > 0 && !self.before(at).is_some_and(|c| c.is_ascii_digit()) {
            at -= 1;
        }
        while at > 0 && self.before(at).is_some_and(|c| c.is_ascii_digit()) {
            at -= 1;
        }
        at > 0 && is_month(&self.word_before(at))
    }

    /// The word before `at`, its spaces skipped, in lower case with its full stop or comma.
    fn word_before(&self, at: usize) -> String {
        let mut from = at;
        while from > 0 && self.before(from) == Some(' ') {
            from -= 1;
        }
        let to = from;
        while from > 0
            && self
                .before(from)
                .is_some_and(|c| c.is_alphanumeric() && c.is_ascii() || ".,№".contains(c))
        {
            from -= 1;
        }
        self.chars[from..to].iter().collect::<String>().to_ascii_lowercase()
    }

    /// The word right after `at` and one space, in lower case; empty when there is none.
    fn word_after(&self, at: usize) -> String {
        if self.get(at) != Some(' ') {
            return String::new();
        }
        let word = self.chars[at + 1..].iter().take_while(|c| c.is_ascii_alphabetic());
        word.collect::<String>().to_ascii_lowercase()
    }
}

fn is_month(word: &str) -> bool {
    word.len() >= 3
        && MONTHS.iter().any(|month| *month == word || (word.len() == 3 && month.starts_with(word)))
}
