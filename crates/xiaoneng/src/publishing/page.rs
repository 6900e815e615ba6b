//! The page that verifies a bundle in a browser, without a server and without a network: one file that
//! holds all it needs. Its content security policy forbids it to load or to send anything.

use std::collections::BTreeMap;

use askama::Template;
use efficacy::figures;
use efficacy::report::{FigureWords, Unit};
use efficacy::words::{Lang, Words};
use serde::Serialize;
use sha2::{Digest, Sha256};
use transparency_log::Hash;

use crate::words;

const STYLE: &str = include_str!("page/style.css");
/// In the order in which one uses the other.
const SCRIPTS: [&str; 8] = [
    include_str!("page/sha256.js"),
    include_str!("page/zip.js"),
    include_str!("page/tree.js"),
    include_str!("page/note.js"),
    include_str!("page/acts.js"),
    include_str!("page/edition.js"),
    include_str!("page/verify.js"),
    include_str!("page/main.js"),
];

#[derive(Template)]
#[template(path = "publishing/page/page.html")]
struct Page<'a> {
    t: &'a Words,
    english: &'a Words,
    style: &'a str,
    style_hash: String,
    script: String,
    script_hash: String,
    words: String,
}

/// What the page says in a language.
#[derive(Serialize)]
struct Spoken {
    /// Its sentences by key; `{ $x }` stands for a value.
    words: BTreeMap<&'static str, &'static str>,
    /// Names of the figures.
    names: BTreeMap<&'static str, String>,
    /// Titles of the report's sections.
    sections: BTreeMap<u8, String>,
    units: BTreeMap<String, String>,
}

impl Spoken {
    fn of(lang: Lang) -> Self {
        let words = words::of(lang);
        let shown = FigureWords::new(&words);
        let units = [Unit::WorkingDays, Unit::Minutes, Unit::Copies, Unit::Visits, Unit::Points];
        let code = |unit: Unit| serde_json::to_string(&unit).unwrap_or_default().replace('"', "");
        let title = |section| (section, words.text(&format!("report-section-{section}")));
        Self {
            words: words::of_page(lang).lines().filter_map(|line| line.split_once(" = ")).collect(),
            names: figures::all().map(|figure| (figure.id, shown.name(figure.id))).collect(),
            sections: (1..=18).map(title).collect(),
            units: units.into_iter().map(|unit| (code(unit), shown.unit(unit))).collect(),
        }
    }
}

/// The page as one file.
pub(crate) fn page() -> String {
    let (chinese, english) = (words::of(Lang::ZhCn), words::of(Lang::En));
    let spoken = Lang::ALL.map(|lang| (lang.to_string(), Spoken::of(lang)));
    let spoken = serde_json::to_string(&BTreeMap::from(spoken)).unwrap_or_default();
    let script = format!("\"use strict\";\n{}", SCRIPTS.concat());
    let page = Page {
        t: &chinese,
        english: &english,
        style: STYLE,
        style_hash: hash(STYLE),
        script_hash: hash(&script),
        script,
        // Nothing in it may end the element that it stands in.
        words: spoken.replace('<', "\\u003c"),
    };
    // Writing to a string can't fail.
    page.render().unwrap_or_default()
}

/// As a content security policy has it: SHA-256 in base64.
fn hash(text: &str) -> String {
    Hash(Sha256::digest(text).into()).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_holds_all_that_it_needs_and_each_sentence_in_both_languages() {
        let page = page();
        for foreign in ["http:", "https:", "src=", "href=", "@import", "url(", "innerHTML"] {
            assert!(!page.contains(foreign), "{foreign}");
        }
        for lang in Lang::ALL {
            let spoken = Spoken::of(lang);
            let quoted = SCRIPTS.concat();
            let used = quoted.split('"').filter(|text| text.starts_with("page-"));
            for key in used.filter(|key| !key.contains(' ')) {
                assert!(spoken.words.contains_key(key), "`{key}` has no words in {lang}");
            }
            assert!(spoken.names.values().all(|name| !name.starts_with("figure-")), "{lang}");
        }
    }
}
