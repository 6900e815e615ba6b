//! The items, as a list to browse: all of them, or those of a kind, a division, a level.

use std::collections::BTreeMap;
use std::ops::Range;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use efficacy::package::tables::{Item, Level};
use efficacy::words::{Value, Words};
use serde::Deserialize;

use super::answered;
use super::shelf::{Entry, Shelf};
use super::terms::Terms;
use crate::web::{Frame, Office, Place, Refused, Visit, encoded};

/// Items on a page.
const PAGE: usize = 50;

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    kind: String,
    #[serde(default)]
    division: String,
    #[serde(default)]
    level: String,
    /// Which page; 1 is the first.
    #[serde(default)]
    page: String,
}

/// A part of a name, marked where it is what was looked for.
pub(super) struct Piece {
    pub(super) text: String,
    pub(super) is_marked: bool,
}

/// An item as a line of a list.
pub(super) struct Line {
    pub(super) address: String,
    pub(super) name: Vec<Piece>,
    pub(super) facts: Vec<(String, String)>,
}

impl Line {
    pub(super) fn of(entry: Entry<'_>, words: &Words) -> Self {
        Self::marked(entry, &[], words)
    }

    /// With these bytes of its name marked.
    pub(super) fn marked(entry: Entry<'_>, marks: &[Range<usize>], words: &Words) -> Self {
        let (item, terms) = (entry.item, Terms(words));
        let mut facts = Vec::new();
        let mut fact = |key: &str, value: String| facts.push((words.text(key), value));
        if let Some(promised) = terms.promised(item) {
            fact("portal-column-promised", promised);
        }
        if let Some(usual) = entry.usual {
            fact("portal-column-usual", terms.working_days(usual.median));
        }
        fact("portal-column-trips", terms.trips(item.trips));
        fact("portal-column-depth", terms.depth(item));
        Self { address: address(&item.item_code), name: pieces(&item.name, marks), facts }
    }
}

/// Where an item's guide is.
pub(super) fn address(code: &str) -> String {
    format!("/items/{}", encoded(code))
}

fn pieces(name: &str, marks: &[Range<usize>]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut piece = |range: Range<usize>, is_marked| {
        if let Some(text) = name.get(range).filter(|text| !text.is_empty()) {
            pieces.push(Piece { text: text.to_owned(), is_marked });
        }
    };
    let mut from = 0;
    for mark in marks {
        piece(from..mark.start, false);
        piece(mark.clone(), true);
        from = mark.end;
    }
    piece(from..name.len(), false);
    pieces
}

/// The ways into the list: by kind, by division, by level.
pub(super) struct Ways {
    pub(super) groups: Vec<Group>,
}

pub(super) struct Group {
    pub(super) title: String,
    pub(super) ways: Vec<Way>,
}

pub(super) struct Way {
    pub(super) address: String,
    pub(super) text: String,
    pub(super) is_here: bool,
    pub(super) items: usize,
}

impl Ways {
    pub(super) fn of(shelf: &Shelf, words: &Words) -> Self {
        Self::from(shelf, words, &Asked::default())
    }

    fn from(shelf: &Shelf, words: &Words, asked: &Asked) -> Self {
        let terms = Terms(words);
        // In the order in which the catalogue names them.
        let group = |key: &str,
                     name: &str,
                     here: &str,
                     of: &dyn Fn(&Item<'_>) -> Option<(String, String)>| {
            let (mut ways, mut places): (Vec<Way>, BTreeMap<String, usize>) = Default::default();
            for entry in shelf.entries() {
                let Some((value, text)) = of(entry.item) else { continue };
                let place = *places.entry(value.clone()).or_insert_with(|| {
                    let address = format!("/items?{name}={}", encoded(&value));
                    ways.push(Way { address, text, is_here: value == here, items: 0 });
                    ways.len() - 1
                });
                ways[place].items += 1;
            }
            Group { title: words.text(key), ways }
        };
        let groups = [
            group("portal-by-kind", "kind", &asked.kind, &|item| {
                Some((item.kind.code().to_owned(), terms.kind(item.kind)))
            }),
            group("portal-by-division", "division", &asked.division, &|item| {
                item.division.as_deref().map(|name| (name.to_owned(), name.to_owned()))
            }),
            group("portal-by-level", "level", &asked.level, &|item| {
                item.level.map(|level| (level.code().to_owned(), terms.level(level)))
            }),
        ];
        Self { groups: groups.into_iter().filter(|group| !group.ways.is_empty()).collect() }
    }
}

#[derive(Template)]
#[template(path = "portal/items.html")]
struct Page {
    frame: Frame,
    /// Nothing was typed yet.
    typed: &'static str,
    ways: Ways,
    /// How many items there are.
    found: String,
    lines: Vec<Line>,
    before: Option<String>,
    after: Option<String>,
}

pub(super) async fn show(
    State(office): State<Office>,
    visit: Visit,
    asked: Result<Query<Asked>, QueryRejection>,
) -> Response {
    let asked = asked.map(|Query(asked)| asked).unwrap_or_default();
    let answer = page(&office, &visit, &asked).await;
    answered(answer, &visit, &office)
}

async fn page(office: &Office, visit: &Visit, asked: &Asked) -> Result<Response, Refused> {
    let shelf = office.shelf().await?;
    let words = &visit.words;
    let is_asked = |entry: &Entry<'_>| {
        let item = entry.item;
        let is = |asked: &str, value: Option<&str>| asked.is_empty() || value == Some(asked);
        is(&asked.kind, Some(item.kind.code()))
            && is(&asked.division, item.division.as_deref())
            && is(&asked.level, item.level.map(Level::code))
    };
    let found: Vec<_> = shelf.entries().filter(is_asked).collect();
    let last = found.len().div_ceil(PAGE).max(1);
    let number = asked.page.parse().unwrap_or(1).clamp(1, last);
    let lines = found.iter().skip((number - 1) * PAGE).take(PAGE);
    let lines = lines.map(|entry| Line::of(*entry, words)).collect();
    let other = |number: usize| asked.address(number);
    visit.page(&Page {
        frame: visit.frame(office, Place::Items, words.text("portal-items-title")),
        typed: "",
        ways: Ways::from(&shelf, words, asked),
        found: words.format("portal-items-found", &[("items", Value::from(found.len()))]),
        lines,
        before: (number > 1).then(|| other(number - 1)),
        after: (number < last).then(|| other(number + 1)),
    })
}

impl Asked {
    /// The same list at another page.
    fn address(&self, page: usize) -> String {
        let page = page.to_string();
        let pairs = [
            ("kind", &self.kind),
            ("division", &self.division),
            ("level", &self.level),
            ("page", &page),
        ];
        let pairs = pairs.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs: Vec<_> =
            pairs.map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        format!("/items?{}", pairs.join("&"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_looked_for_is_marked_and_nothing_of_the_name_is_lost() {
        let text = |marks: &[Range<usize>]| {
            let pieces = pieces("居民身份证", marks);
            let shown = pieces
                .iter()
                .map(|it| if it.is_marked { format!("[{}]", it.text) } else { it.text.clone() });
            shown.collect::<String>()
        };
        assert_eq!(text(&[]), "居民身份证");
        assert_eq!(text(&[6..9, 9..15]), "居民[身][份证]");
        assert_eq!(text(&[0..3, 12..15]), "[居]民身份[证]");
    }

    #[test]
    fn an_address_holds_any_code() {
        assert_eq!(address("A/1 二?"), "/items/A%2F1%20%E4%BA%8C%3F");
    }
}
