//! The words of the program itself, beside those of the report.

use efficacy::words::{Lang, Words};

/// The program's own words in `locales/`; a file more is a line more in each language.
fn texts(lang: Lang) -> [&'static str; 13] {
    match lang {
        Lang::ZhCn => [
            include_str!("../locales/zh-CN/accounts.ftl"),
            include_str!("../locales/zh-CN/authority.ftl"),
            include_str!("../locales/zh-CN/catalogue.ftl"),
            include_str!("../locales/zh-CN/cli.ftl"),
            include_str!("../locales/zh-CN/due.ftl"),
            include_str!("../locales/zh-CN/editing.ftl"),
            of_page(lang),
            include_str!("../locales/zh-CN/powers.ftl"),
            include_str!("../locales/zh-CN/procedure.ftl"),
            include_str!("../locales/zh-CN/portal.ftl"),
            include_str!("../locales/zh-CN/publish.ftl"),
            include_str!("../locales/zh-CN/registers.ftl"),
            include_str!("../locales/zh-CN/web.ftl"),
        ],
        Lang::En => [
            include_str!("../locales/en/accounts.ftl"),
            include_str!("../locales/en/authority.ftl"),
            include_str!("../locales/en/catalogue.ftl"),
            include_str!("../locales/en/cli.ftl"),
            include_str!("../locales/en/due.ftl"),
            include_str!("../locales/en/editing.ftl"),
            of_page(lang),
            include_str!("../locales/en/powers.ftl"),
            include_str!("../locales/en/procedure.ftl"),
            include_str!("../locales/en/portal.ftl"),
            include_str!("../locales/en/publish.ftl"),
            include_str!("../locales/en/registers.ftl"),
            include_str!("../locales/en/web.ftl"),
        ],
    }
}

/// Those of the page that verifies a bundle, which takes them with it: a line each.
pub(crate) fn of_page(lang: Lang) -> &'static str {
    match lang {
        Lang::ZhCn => include_str!("../locales/zh-CN/page.ftl"),
        Lang::En => include_str!("../locales/en/page.ftl"),
    }
}

/// All words of `lang`.
pub(crate) fn of(lang: Lang) -> Words {
    Words::with(lang, &texts(lang))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;

    use super::*;

    /// The keys of a language, each also with the names of the values it takes.
    fn keys(lang: Lang) -> BTreeSet<String> {
        let mut keys = BTreeSet::new();
        let mut key = "";
        for line in texts(lang).into_iter().flat_map(str::lines) {
            if line.starts_with(|first: char| first.is_ascii_lowercase()) {
                key = line.split_once(" =").map_or(line, |(key, _)| key);
                assert!(keys.insert(key.to_owned()), "`{key}` stands twice in {lang}");
            }
            for value in line.split('$').skip(1) {
                let name = value.split([' ', '}', ',']).next().unwrap_or_default();
                keys.insert(format!("{key} ${name}"));
            }
        }
        keys
    }

    /// All of the program's source text, templates and scripts too.
    fn source(folder: &Path) -> String {
        let mut text = String::new();
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                text += &source(&path);
            } else if path.extension().is_some_and(|it| it == "rs" || it == "html" || it == "js") {
                text += &fs::read_to_string(path).unwrap();
            }
        }
        text
    }

    #[test]
    fn each_sentence_stands_in_each_language_with_the_same_values() {
        let (chinese, english) = (keys(Lang::ZhCn), keys(Lang::En));
        let only_one: Vec<_> = chinese.symmetric_difference(&english).collect();
        assert!(only_one.is_empty(), "not in both languages: {only_one:?}");
    }

    #[test]
    fn each_sentence_can_be_read_and_is_used() {
        let here = Path::new(env!("CARGO_MANIFEST_DIR"));
        let source = source(&here.join("src")) + &source(&here.join("../authority/src"));
        for lang in Lang::ALL {
            let words = of(lang);
            for key in keys(lang).iter().filter(|key| !key.contains('$')) {
                assert!(words.has(key), "`{key}` has a syntax error in {lang}");
                assert!(source.contains(&format!("\"{key}\"")), "nothing uses `{key}`");
            }
        }
    }
}
