//! Passwords that are guessed first, by rule.

use unicode_normalization::UnicodeNormalization as _;

/// What lies in a row on a keyboard, and the columns that hands walk down.
const KEYBOARD: [&str; 15] = [
    "`1234567890-=",
    "~!@#$%^&*()_+",
    "qwertyuiop[]\\",
    "asdfghjkl;'",
    "zxcvbnm,./",
    "1qaz",
    "2wsx",
    "3edc",
    "4rfv",
    "5tgb",
    "6yhn",
    "7ujm",
    "8ik,",
    "9ol.",
    "0p;/",
];

/// The fewest characters that don't follow from the one before.
const FEWEST_UNFORESEEN: usize = 5;

/// The first of the names that a password has in it; one of a Chinese character or of two Latin ones
/// says nothing.
pub(super) fn name_within<'n>(lower: &str, names: &[&'n str]) -> Option<&'n str> {
    let says_something = |name: &str| name.chars().count() > if name.is_ascii() { 2 } else { 1 };
    let is_within = |name: &str| {
        let name: String = name.trim().to_lowercase().nfc().collect();
        says_something(&name) && lower.contains(&name)
    };
    names.iter().copied().find(|name| is_within(name))
}

/// Whether a password is a text of fewer than `shortest` characters over and over, the last time
/// perhaps in part.
pub(super) fn is_repeated(lower: &str, shortest: usize) -> bool {
    let characters: Vec<char> = lower.chars().collect();
    let recurs =
        |period: usize| characters.iter().skip(period).eq(&characters[..characters.len() - period]);
    (1..shortest.min(characters.len() / 2 + 1)).any(recurs)
}

/// Whether nearly every character follows from the one before: it is the same, the next or the previous
/// in the alphabet, or its neighbour on the keyboard.
pub(super) fn is_sequence(lower: &str) -> bool {
    let follows = lower.chars().zip(lower.chars().skip(1)).filter(|(a, b)| is_next(*a, *b)).count();
    lower.chars().count() - follows < FEWEST_UNFORESEEN
}

fn is_next(one: char, other: char) -> bool {
    let are_neighbours = |row: &&str| {
        row.chars()
            .zip(row.chars().skip(1))
            .any(|pair| pair == (one, other) || pair == (other, one))
    };
    u32::from(one).abs_diff(u32::from(other)) <= 1 || KEYBOARD.iter().any(are_neighbours)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn rows_of_the_keyboard_and_of_the_alphabet_are_sequences() {
        for row in [
            "12345678",
            "987654321",
            "abcdefghijklmnop",
            "qwertyuiop",
            "qwerty123456",
            "poiuytrewq",
            "1qaz2wsx3edc",
            "aaaaaaaa11111111",
            "!@#$%^&*()",
            "zxcvbnm123456789",
            "一一一一一一一一",
        ] {
            assert!(is_sequence(row), "{row}");
        }
        for text in ["plumbago", "vexing plumbago", "correct horse battery", "举头望明月低头思"]
        {
            assert!(!is_sequence(text), "{text}");
        }
    }

    #[test]
    fn a_shorter_text_over_and_over_is_one() {
        assert!(is_repeated("passwordpassword", 15));
        assert!(is_repeated("plumplumplu", 8));
        assert!(is_repeated("aaaaaaaa", 8));
        // Long enough by itself.
        assert!(!is_repeated("vexing plumbagovexing plumbago", 15));
        assert!(!is_repeated("plumbago", 8));
    }

    proptest! {
        #[test]
        fn any_text_over_and_over_is_found(unit in "[a-z ]{1,14}", times in 2usize..9) {
            prop_assert!(is_repeated(&unit.repeat(times), 15));
        }

        #[test]
        fn no_text_makes_it_panic(text in "\\PC*", name in "\\PC*", shortest in 0usize..20) {
            let _ = (is_repeated(&text, shortest), is_sequence(&text), name_within(&text, &[&name]));
        }
    }
}
