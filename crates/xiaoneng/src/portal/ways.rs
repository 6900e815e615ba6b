//! The ways into the list of items, as links.

use ::catalogue::{Coded as _, ItemKind, Level};
use efficacy::words::Words;

use super::terms::Terms;
use crate::shelf::{By, PERSON, Shelf};
use crate::web::encoded;

fn title(by: By) -> &'static str {
    match by {
        By::Audience => "portal-by-audience",
        By::Theme => "portal-by-theme",
        By::Kind => "portal-by-kind",
        By::Division => "portal-by-division",
        By::Level => "portal-by-level",
    }
}

/// How a value is said.
fn said(by: By, value: &str, words: &Words) -> String {
    let terms = Terms(words);
    let term = match by {
        By::Audience if value == PERSON => Some(words.text("portal-audience-person")),
        By::Audience => Some(words.text("portal-audience-organisation")),
        By::Theme | By::Division => None,
        By::Kind => ItemKind::coded(value).ok().map(|kind| terms.coded(kind)),
        By::Level => Level::coded(value).ok().map(|level| terms.coded(level)),
    };
    term.unwrap_or_else(|| value.to_owned())
}

/// The ways into the list.
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
    /// In the order in which the catalogue names them; `here` is the value that a property has been
    /// narrowed to.
    pub(super) fn of(shelf: &Shelf, words: &Words, here: impl Fn(By) -> String) -> Self {
        let group = |by: By| {
            let here = here(by);
            let way = |way: &crate::shelf::Way| Way {
                address: format!("/items?{}={}", by.name(), encoded(&way.value)),
                text: said(by, &way.value, words),
                is_here: *way.value == *here,
                items: way.places.len(),
            };
            let ways = shelf.ways().iter().filter(|way| way.by == by).map(way).collect();
            Group { title: words.text(title(by)), ways }
        };
        let groups = By::ALL.map(group).into_iter();
        Self { groups: groups.filter(|group| !group.ways.is_empty()).collect() }
    }
}
