//! Administrative divisions.

use std::collections::HashMap;

/// Administrative divisions (行政区划) by their six digits, handed in by the caller.
///
/// Source of the codes: GB/T 2260.
#[derive(Debug, Clone, Default)]
pub struct Divisions {
    names: HashMap<String, String>,
}

impl Divisions {
    /// Divisions from pairs of code and name. A code of two or four digits is that of a province
    /// or a city; of nine and more digits the first six count.
    pub fn new(rows: impl IntoIterator<Item = (impl AsRef<str>, impl Into<String>)>) -> Self {
        let rows = rows.into_iter();
        let names = rows.filter_map(|(code, name)| Some((six_digits(code.as_ref())?, name.into())));
        Self { names: names.collect() }
    }

    /// The name of a division by a code of 6, 9 or 12 digits, of which the first six are looked
    /// up. `000000` is outside China.
    pub fn name(&self, code: &str) -> Option<&str> {
        let six = region(code)?;
        if six == "000000" {
            return Some("境外");
        }
        self.names.get(six).map(String::as_str)
    }

    /// Whether there are none: then nothing is held against them.
    pub fn is_empty(&self) -> bool {
        self.names.is_empty()
    }
}

/// The first six digits of a division code of 6, 9 or 12 digits, or `None` when it is no such code.
pub fn region(code: &str) -> Option<&str> {
    let is_code = [6, 9, 12].contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    is_code.then(|| &code[..6])
}

fn six_digits(code: &str) -> Option<String> {
    let is_code =
        [2, 4, 6, 9, 12].contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    is_code.then(|| format!("{:0<6}", &code[..code.len().min(6)]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_all_lengths_are_the_same_division() {
        let divisions =
            Divisions::new([("44", "广东省"), ("4401", "广州市"), ("440103001", "荔湾区")]);
        assert_eq!(divisions.name("440000"), Some("广东省"));
        assert_eq!(divisions.name("440100000000"), Some("广州市"));
        assert_eq!(divisions.name("440103"), Some("荔湾区"));
        assert_eq!(divisions.name("441000"), None);
        assert_eq!(divisions.name("4401"), None);
        assert_eq!(divisions.name("000000"), Some("境外"));
    }
}
