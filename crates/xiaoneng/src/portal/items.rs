//! The items, as a list to browse: all of them, or those for somebody, of a theme, a kind, a division, a
//! level.

use std::ops::Range;

use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use efficacy::words::{Value, Words};
use serde::Deserialize;

use super::answered;
use super::shelf::Entry;
use super::terms::Terms;
use super::ways::{By, Ways};
use crate::web::{Frame, Office, Place, Refused, Visit, encoded};

/// Items on a page.
const PAGE: usize = 50;

/// What the list is narrowed to.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Asked {
    #[serde(default)]
    audience: String,
    #[serde(default)]
    theme: String,
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
        let is = |by: By| {
            let asked = asked.of(by);
            asked.is_empty() || by.values(*entry).iter().any(|value| value == asked)
        };
        By::ALL.into_iter().all(is)
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
        ways: Ways::of(&shelf, words, |by| asked.of(by).to_owned()),
        found: words.format("portal-items-found", &[("items", Value::from(found.len()))]),
        lines,
        before: (number > 1).then(|| other(number - 1)),
        after: (number < last).then(|| other(number + 1)),
    })
}

impl Asked {
    /// The same list at another page.
    fn address(&self, page: usize) -> String {
        let narrowed = By::ALL.map(|by| (by.name(), self.of(by)));
        let narrowed = narrowed.into_iter().filter(|(_, value)| !value.is_empty());
        let pairs = narrowed.map(|(name, value)| format!("{name}={}&", encoded(value)));
        format!("/items?{}page={page}", pairs.collect::<String>())
    }

    /// What a property is narrowed to; empty where it isn't.
    fn of(&self, by: By) -> &str {
        match by {
            By::Audience => &self.audience,
            By::Theme => &self.theme,
            By::Kind => &self.kind,
            By::Division => &self.division,
            By::Level => &self.level,
        }
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
