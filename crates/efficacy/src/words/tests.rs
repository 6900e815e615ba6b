use std::collections::BTreeSet;
use std::path::Path;

use jiff::civil::date;

use super::*;

#[test]
fn a_date_always_shows_its_weekday() {
    let last = date(2019, 12, 31);
    assert_eq!(Words::new(Lang::ZhCn).date(last), "2019年12月31日（星期二）");
    assert_eq!(Words::new(Lang::En).date(last), "Tuesday 31 December 2019");
    assert_eq!(Words::new(Lang::ZhCn).month(2019, 3), "2019年3月");
    assert_eq!(Words::new(Lang::En).month(2019, 3), "March 2019");
}

#[test]
fn percents_show_two_decimals_at_most_and_round_half_up() {
    let words = Words::new(Lang::ZhCn);
    for (fraction, shown) in [
        (1.0, "100%"),
        (0.0, "0%"),
        (0.087, "8.7%"),
        (14.0 / 21.0, "66.67%"),
        (69.0 / 109.0, "63.3%"),
        (0.12345, "12.35%"),
        (0.123_449, "12.34%"),
        (-0.25, "−25%"),
        (-0.000_000_1, "0%"),
    ] {
        assert_eq!(words.percent(fraction), shown, "{fraction}");
    }
}

#[test]
fn thousands_are_set_apart_and_four_digits_stay_whole_in_chinese() {
    let (zh, en) = (Words::new(Lang::ZhCn), Words::new(Lang::En));
    assert_eq!((zh.number(1415.0), en.number(1415.0)), ("1415".into(), "1,415".into()));
    assert_eq!(zh.number(12345.0), "12,345");
    assert_eq!(en.number(1_234_567.894), "1,234,567.89");
    assert_eq!(zh.number(-12345.5), "−12,345.5");
    assert_eq!(zh.number(4.84), "4.84");
}

#[test]
fn parts_are_joined_as_each_language_does() {
    let parts = ["a", "b", "c"].map(str::to_owned);
    assert_eq!(Words::new(Lang::ZhCn).list(&parts), "a、b、c");
    assert_eq!(Words::new(Lang::En).list(&parts), "a, b and c");
    assert_eq!(Words::new(Lang::En).list(&parts[..1]), "a");
    assert_eq!(Words::new(Lang::En).list(&[]), "");
}

#[test]
fn a_language_is_known_by_its_tag() {
    assert_eq!("zh-CN".parse(), Ok(Lang::ZhCn));
    assert_eq!("en_GB".parse(), Ok(Lang::En));
    assert_eq!(
        "fr".parse::<Lang>().unwrap_err().to_string(),
        "no words in language `fr`; known are `zh-CN` and `en`"
    );
}

#[test]
fn a_key_without_words_shows_itself() {
    assert_eq!(Words::new(Lang::En).text("no-such-key"), "no-such-key");
}

/// Keys of a Fluent text, in order.
fn keys(source: &str) -> Vec<String> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_alphabetic()))
        .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
        .collect()
}

#[test]
fn every_text_of_the_locales_is_well_formed_and_given_once() {
    for lang in Lang::ALL {
        let mut seen = BTreeSet::new();
        for source in lang.sources() {
            if let Err((_, errors)) = FluentResource::try_new(source.to_owned()) {
                panic!("{lang}: {errors:?}");
            }
            for key in keys(source) {
                assert!(seen.insert(key.clone()), "{lang}: `{key}` is given twice");
            }
        }
    }
}

#[test]
fn both_languages_have_the_same_keys() {
    let [zh, en] = Lang::ALL
        .map(|lang| lang.sources().iter().flat_map(|source| keys(source)).collect::<BTreeSet<_>>());
    assert_eq!(zh.difference(&en).collect::<Vec<_>>(), Vec::<&String>::new(), "not in English");
    assert_eq!(en.difference(&zh).collect::<Vec<_>>(), Vec::<&String>::new(), "not in Chinese");
}

/// Everything in quotes in the crate's code and templates: where a key can be used.
fn quoted_texts() -> BTreeSet<String> {
    fn walk(folder: &Path, texts: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, texts);
            } else if path.extension().is_some_and(|end| end == "rs" || end == "html") {
                let text = std::fs::read_to_string(&path).unwrap();
                texts.extend(text.split('"').skip(1).map(str::to_owned));
            }
        }
    }
    let mut texts = BTreeSet::new();
    walk(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut texts);
    texts
}

/// Keys made from a code, as in `format!("weekday-{n}")`: what stands before the code.
fn families(texts: &BTreeSet<String>) -> Vec<(String, String)> {
    texts
        .iter()
        .filter(|text| text.contains('-') && !text.contains(' '))
        .filter_map(|text| {
            let (before, rest) = text.split_once('{')?;
            let (_, after) = rest.rsplit_once('}')?;
            (before.ends_with('-')).then(|| (before.to_owned(), after.to_owned()))
        })
        .collect()
}

#[test]
fn no_text_is_unused() {
    let texts = quoted_texts();
    let families = families(&texts);
    let unused: Vec<String> = Lang::ZhCn
        .sources()
        .iter()
        .flat_map(|source| keys(source))
        .filter(|key| !texts.contains(key))
        .filter(|key| {
            !families.iter().any(|(before, after)| key.starts_with(before) && key.ends_with(after))
        })
        .collect();
    assert_eq!(unused, Vec::<String>::new());
}

#[test]
fn every_key_used_has_its_words() {
    let words = Words::new(Lang::ZhCn);
    let missing: Vec<String> = quoted_texts()
        .into_iter()
        .filter(|text| text.starts_with("report-") || text.starts_with("table-"))
        .filter(|text| {
            text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        })
        .filter(|text| !text.ends_with('-') && !words.has(text))
        .collect();
    assert_eq!(missing, Vec::<String>::new());
}
