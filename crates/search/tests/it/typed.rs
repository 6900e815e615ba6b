//! Whatever is typed is text: nothing in it is an operator, and nothing in it fails.

use std::cmp::Ordering;

use proptest::prelude::*;
use search::{Hit, MOST_CHARACTERS, Query};

use crate::{ITEMS, found, items};

#[test]
fn nothing_but_punctuation_finds_nothing() {
    let index = items();
    for typed in ["", " ", "　", "，。？", "\"", "'\"*()-:^+", "\0", "\u{200b}", "🚗"] {
        assert!(index.query(typed).is_empty(), "{typed:?}");
        assert!(found(&index, typed).is_empty(), "{typed:?}");
    }
}

#[test]
fn operators_of_the_full_text_index_are_words() {
    let index = items();
    for typed in [
        "身份证 NOT 遗失",
        "身份证 AND",
        "f0:身份证",
        "NEAR(身份证 遗失)",
        "\"身份证",
        "身份证*",
        "-身份证",
        "{f0} : 身份证",
        "^身份证",
        "身份证\0遗失",
    ] {
        assert_eq!(found(&index, typed)[0], "01", "{typed}");
    }
}

#[test]
fn what_stands_behind_the_longest_query_is_left_out() {
    let index = items();
    let full = "核".repeat(MOST_CHARACTERS);
    assert_eq!(found(&index, &format!("{}户口", "核".repeat(MOST_CHARACTERS - 2)))[0], "04");
    assert!(found(&index, &format!("{full}户口")).is_empty());
    assert!(found(&index, &"核电 ".repeat(1_000_000)).is_empty());
}

fn typed() -> impl Strategy<Value = String> {
    let fragment = prop_oneof![
        any::<String>(),
        "[a-z]{1,70}",
        "[\"'*():^+{}\\-]{1,4}",
        prop::sample::select(ITEMS.as_slice()).prop_map(|(_, name, _)| name.to_owned()),
        prop::sample::select(vec![
            " AND ", " OR ", " NOT ", "NEAR(", "㎡", "ﬁ", "İ", "身份", "sfz", "\0"
        ])
        .prop_map(str::to_owned),
    ];
    prop::collection::vec(fragment, 0..12).prop_map(|fragments| fragments.concat())
}

fn check(query: &Query, text: &str) {
    for marks in [query.marks_in_name(text), query.marks_in_text(text)] {
        let mut end = 0;
        for mark in marks {
            assert!(mark.start >= end && mark.start < mark.end && text.get(mark.clone()).is_some());
            end = mark.end + 1;
        }
    }
    let snippet = query.snippet(text, 10);
    assert!(text.get(snippet.range.clone()).is_some_and(|part| part.chars().count() <= 10));
    assert!(
        snippet
            .marks
            .iter()
            .all(|mark| { snippet.range.start <= mark.start && mark.end <= snippet.range.end })
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_query_is_answered_with_the_best_first(typed in typed(), text in typed()) {
        let mut index = items();
        index.add("any", &[&text, &text]).unwrap();
        let query = index.query(&typed);
        let hits = index.search(&query, 20).unwrap();
        let in_order = |two: &[Hit]| match two[1].score.total_cmp(&two[0].score) {
            Ordering::Less => true,
            Ordering::Equal => two[0].id < two[1].id,
            Ordering::Greater => false,
        };
        prop_assert!(hits.windows(2).all(in_order));
        prop_assert!(hits.iter().all(|hit| hit.score > 0.0));
        check(&query, &text);
        check(&query, &typed);
    }
}
