//! Texts cut for the engines that are compared with.

use unicode_normalization::UnicodeNormalization;

fn folded(text: &str) -> Vec<char> {
    text.nfkc().flat_map(char::to_lowercase).collect()
}

fn is_han(char: char) -> bool {
    ('\u{4e00}'..='\u{9fff}').contains(&char)
}

/// Overlapping pieces of two Chinese characters; words of anything else.
pub fn pairs(text: &str) -> Vec<String> {
    let chars = folded(text);
    let runs = chars
        .chunk_by(|a, b| a.is_alphanumeric() && b.is_alphanumeric() && is_han(*a) == is_han(*b));
    let runs = runs.filter(|run| run[0].is_alphanumeric());
    runs.flat_map(|run| match run.len() {
        1 => vec![run.iter().collect()],
        _ if is_han(run[0]) => run.windows(2).map(|pair| pair.iter().collect()).collect(),
        _ => vec![run.iter().collect()],
    })
    .collect()
}
