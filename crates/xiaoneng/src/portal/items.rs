//! The items, as a list to browse: all of them, or those for somebody, of a theme, a kind, a division, a
//! level.

use std::ops::Range;
use std::sync::Arc;

use ::catalogue::Item;
use askama::Template;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::response::Response;
use efficacy::words::{Value, Words};
use serde::Deserialize;

use super::answered;
use super::terms::Terms;
use super::ways::Ways;
use crate::shelf::{By, Shelf, Shown, Usual};
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
    /// With these bytes of its name marked.
    fn of(item: &Item, usual: Option<Usual>, marks: &[Range<usize>], words: &Words) -> Self {
        let terms = Terms(words);
        let mut facts = Vec::new();
        let mut fact = |key: &str, value: String| facts.push((words.text(key), value));
        if let Some(promised) = item.promised() {
            fact("portal-column-promised", terms.limit(promised));
        }
        if let Some(usual) = usual {
            fact("portal-column-usual", terms.working_days(usual.median));
        }
        fact("portal-column-trips", terms.trips(item.trips.unwrap_or_default()));
        fact("portal-column-depth", terms.depth(item));
        let name = pieces(item.name.as_deref().unwrap_or_default(), marks);
        Self { address: address(item.code.as_deref().unwrap_or_default()), name, facts }
    }
}

/// Items in force as lines, in this order; `marks` says which bytes of a name are marked.
pub(super) async fn lines(
    office: &Office,
    words: &Words,
    shelf: &Arc<Shelf>,
    codes: Vec<String>,
    marks: impl Fn(&str) -> Vec<Range<usize>>,
) -> Result<Vec<Line>, Refused> {
    let (usuals, shelf) = (office.usuals(), shelf.clone());
    let items = office.read(move |books| shelf.rows(books, &codes, Shown::InForce)).await?;
    let line = |item: &Item| {
        let usual = item.code.as_deref().and_then(|code| usuals.of_item(code));
        Line::of(item, usual, &marks(item.name.as_deref().unwrap_or_default()), words)
    };
    Ok(items.iter().map(line).collect())
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
    let asked_for = By::ALL.map(|by| (by, asked.of(by)));
    let narrowing: Vec<_> = asked_for.into_iter().filter(|(_, value)| !value.is_empty()).collect();
    let (found, number, last, codes) = {
        let found = shelf.narrowed(&narrowing);
        let last = found.len().div_ceil(PAGE).max(1);
        let number = asked.page.parse().unwrap_or(1).clamp(1, last);
        (found.len(), number, last, found.codes((number - 1) * PAGE, PAGE))
    };
    let lines = lines(office, words, &shelf, codes, |_| Vec::new()).await?;
    let other = |number: usize| asked.address(number);
    visit.page(&Page {
        frame: visit.frame(office, Place::Items, words.text("portal-items-title")),
        typed: "",
        ways: Ways::of(&shelf, words, |by| asked.of(by).to_owned()),
        found: words.format("portal-items-found", &[("items", Value::from(found))]),
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
