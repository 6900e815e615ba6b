//! What a person typed, made into what the index is asked.

use std::collections::HashSet;
use std::fmt::Write as _;

use crate::fold::Folded;
use crate::pieces::{Run, runs};
use crate::pinyin::Letters;
use crate::synonyms::Synonyms;

/// Characters of a query that count; what follows is left out, so that no query costs more than
/// one of this length.
pub const MOST_CHARACTERS: usize = 200;

/// Runs of letters that are looked for as pinyin, and known words that others are looked for beside,
/// so that no query costs much more than another.
const MOST_RUNS: usize = 8;

/// What a synonym counts beside the word that was typed.
const SYNONYM: f64 = 0.5;

/// What a person typed: Chinese, other words, codes, pinyin, in any mixture. Nothing in it is an
/// operator; quotes and punctuation only part words.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Pieces of two Chinese characters.
    pub(crate) pairs: HashSet<[char; 2]>,
    /// Chinese characters typed on their own.
    pub(crate) singles: HashSet<char>,
    /// Words of other scripts, each the beginning of what it finds.
    pub(crate) words: HashSet<String>,
    /// Words looked for beside what was typed.
    pub(crate) others: Vec<Vec<char>>,
    /// What may be pinyin.
    pub(crate) letters: Vec<Letters>,
    /// What the full-text index is asked, each with what an answer counts.
    pub(crate) questions: Vec<(String, f64)>,
}

impl Query {
    pub(crate) fn new(typed: &str, synonyms: &Synonyms) -> Self {
        let folded = Folded::cut(typed, MOST_CHARACTERS);
        let chars = &folded.chars;
        let runs = runs(chars);
        let mut query = Self { letters: letters(chars, &runs), ..Self::default() };
        query.typed(chars, &runs);
        for (place, others) in synonyms.in_text(chars).into_iter().take(MOST_RUNS) {
            query.ask_others(&others, place.len());
        }
        for letters in query.letters.clone() {
            for (word, mut others) in synonyms.spelled(&letters).into_iter().take(MOST_RUNS) {
                others.push(word);
                query.ask_others(&others, word.len());
            }
        }
        query
    }

    /// Whether nothing is looked for: nothing typed but punctuation and space.
    pub fn is_empty(&self) -> bool {
        self.questions.is_empty()
    }

    /// What was typed as one question, any of its pieces an answer.
    fn typed(&mut self, chars: &[char], runs: &[Run]) {
        let mut question = String::new();
        for run in runs {
            match run {
                Run::Han(run) if run.len() == 1 => {
                    if self.singles.insert(chars[run.start]) {
                        any_of(&mut question, &chars[run.clone()], "*");
                    }
                }
                Run::Han(run) => {
                    for pair in chars[run.clone()].windows(2) {
                        if self.pairs.insert([pair[0], pair[1]]) {
                            any_of(&mut question, pair, "");
                        }
                    }
                }
                Run::Word(run) => {
                    if self.words.insert(chars[run.clone()].iter().collect()) {
                        let begins = if run.len() > 1 { "*" } else { "" };
                        any_of(&mut question, &chars[run.clone()], begins);
                    }
                }
            }
        }
        if !question.is_empty() {
            self.questions.push((question, 1.0));
        }
    }

    /// Asks for words in place of one that was typed, of which so many characters were typed.
    ///
    /// A word is one phrase, and so counts once; what was typed counts once a piece.
    fn ask_others(&mut self, words: &[&[char]], length: usize) {
        let mut question = String::new();
        for word in words {
            let pieces: Vec<String> = runs(word)
                .into_iter()
                .flat_map(|run| match run {
                    Run::Han(run) if run.len() > 1 => word[run].windows(2).collect::<Vec<_>>(),
                    Run::Han(run) | Run::Word(run) => vec![&word[run]],
                })
                .map(|piece| piece.iter().collect())
                .collect();
            if pieces.is_empty() {
                continue;
            }
            any_of(&mut question, &pieces.join(" ").chars().collect::<Vec<_>>(), "");
            self.others.push(word.to_vec());
        }
        if !question.is_empty() {
            let pieces = length.saturating_sub(1).max(1) as f64;
            self.questions.push((question, SYNONYM * pieces));
        }
    }
}

/// What may be pinyin: each run of letters, and neighbours with only spaces or `'` between as one.
fn letters(chars: &[char], runs: &[Run]) -> Vec<Letters> {
    let mut found: Vec<Letters> = Vec::new();
    let mut row: Vec<(Letters, usize)> = Vec::new();
    let mut close = |row: &mut Vec<(Letters, usize)>| {
        if row.len() > 1 {
            found.push(Letters::join(&row.iter().map(|(part, _)| part).collect::<Vec<_>>()));
        }
        found.extend(row.drain(..).map(|(part, _)| part));
    };
    for run in runs {
        let part = match run {
            Run::Word(run) => Letters::of(&chars[run.clone()]).map(|part| (part, run.clone())),
            Run::Han(_) => None,
        };
        let Some((part, place)) = part else {
            close(&mut row);
            continue;
        };
        let joined = row.last().is_some_and(|&(_, end)| {
            chars[end..place.start].iter().all(|&char| matches!(char, ' ' | '\'' | '’'))
        });
        if !joined {
            close(&mut row);
        }
        row.push((part, place.end));
    }
    close(&mut row);
    found.truncate(MOST_RUNS);
    found
}

/// One more phrase that a row may have. Pieces are letters, digits and spaces only, so that the
/// quotes always end where they should.
fn any_of(question: &mut String, phrase: &[char], ending: &str) {
    let or = if question.is_empty() { "" } else { " OR " };
    let phrase: String = phrase.iter().collect();
    // Writing to a string doesn't fail.
    let _ = write!(question, "{or}\"{phrase}\"{ending}");
}
