//! The ways into the list of items: for whom, by theme, by kind, by division, by level.

use std::collections::BTreeMap;

use ::catalogue::ServiceTarget;
use efficacy::words::Words;

use super::shelf::{Entry, Shelf};
use super::terms::Terms;
use crate::web::encoded;

/// A property by which items are narrowed: its name in addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum By {
    Audience,
    Theme,
    Kind,
    Division,
    Level,
}

impl By {
    pub(super) const ALL: [Self; 5] =
        [Self::Audience, Self::Theme, Self::Kind, Self::Division, Self::Level];

    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Theme => "theme",
            Self::Kind => "kind",
            Self::Division => "division",
            Self::Level => "level",
        }
    }

    fn title(self) -> &'static str {
        match self {
            Self::Audience => "portal-by-audience",
            Self::Theme => "portal-by-theme",
            Self::Kind => "portal-by-kind",
            Self::Division => "portal-by-division",
            Self::Level => "portal-by-level",
        }
    }

    /// What an item is by this property; it may be several things.
    pub(super) fn values(self, entry: Entry<'_>) -> Vec<String> {
        let item = entry.item;
        match self {
            Self::Audience => audiences(entry),
            Self::Theme => themes(entry),
            Self::Kind => vec![item.kind.code().to_owned()],
            Self::Division => item.division.iter().map(ToString::to_string).collect(),
            Self::Level => item.level.iter().map(|level| level.code().to_owned()).collect(),
        }
    }

    /// How a value is said.
    fn said(self, value: &str, entry: Entry<'_>, words: &Words) -> String {
        let terms = Terms(words);
        match self {
            Self::Audience if value == PERSON => words.text("portal-audience-person"),
            Self::Audience => words.text("portal-audience-organisation"),
            Self::Theme | Self::Division => value.to_owned(),
            Self::Kind => terms.kind(entry.item.kind),
            Self::Level => entry.item.level.map(|it| terms.level(it)).unwrap_or_default(),
        }
    }
}

const PERSON: &str = "person";
const ORGANISATION: &str = "organisation";

/// Persons, organisations of whatever kind, or both (服务对象).
fn audiences(entry: Entry<'_>) -> Vec<String> {
    let targets = entry.whole.and_then(|whole| whole.targets.as_deref()).unwrap_or_default();
    let is_person = |target: &ServiceTarget| *target == ServiceTarget::Person;
    let is_for = [
        (PERSON, targets.iter().any(is_person)),
        (ORGANISATION, targets.iter().any(|target| !is_person(target))),
    ];
    is_for.into_iter().filter(|(_, is_for)| *is_for).map(|(name, _)| name.to_owned()).collect()
}

/// The themes of an item (主题分类), for persons and for organisations, each once.
fn themes(entry: Entry<'_>) -> Vec<String> {
    let mut themes: Vec<String> = Vec::new();
    let Some(whole) = entry.whole else { return themes };
    let cells = [&whole.person_topics, &whole.organisation_topics].into_iter().flatten();
    for theme in cells.flat_map(|cell| cell.split(|c| ";；,，、^".contains(c))).map(str::trim) {
        if !theme.is_empty() && !themes.iter().any(|known| known == theme) {
            themes.push(theme.to_owned());
        }
    }
    themes
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
            let (mut ways, mut places): (Vec<Way>, BTreeMap<String, usize>) = Default::default();
            for entry in shelf.entries() {
                for value in by.values(entry) {
                    let place = *places.entry(value.clone()).or_insert_with(|| {
                        let address = format!("/items?{}={}", by.name(), encoded(&value));
                        let text = by.said(&value, entry, words);
                        ways.push(Way { address, text, is_here: value == here, items: 0 });
                        ways.len() - 1
                    });
                    ways[place].items += 1;
                }
            }
            Group { title: words.text(by.title()), ways }
        };
        let groups = By::ALL.map(group).into_iter();
        Self { groups: groups.filter(|group| !group.ways.is_empty()).collect() }
    }
}
