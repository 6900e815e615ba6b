//! The ways to items: for whom, by theme, by kind, by division, by level.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use ::catalogue::{Coded as _, Item, ServiceTarget};

/// A property by which items are narrowed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum By {
    Audience,
    Theme,
    Kind,
    Division,
    Level,
}

/// The audience of persons.
pub(crate) const PERSON: &str = "person";
/// The audience of organisations of whatever kind.
const ORGANISATION: &str = "organisation";

impl By {
    pub(crate) const ALL: [Self; 5] =
        [Self::Audience, Self::Theme, Self::Kind, Self::Division, Self::Level];

    /// Its name in addresses.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Audience => "audience",
            Self::Theme => "theme",
            Self::Kind => "kind",
            Self::Division => "division",
            Self::Level => "level",
        }
    }

    /// What an item is by this property; it may be several things.
    fn values(self, item: &Item) -> Vec<&str> {
        match self {
            Self::Audience => audiences(item),
            Self::Theme => themes(item),
            Self::Kind => item.kind.iter().map(|kind| kind.code()).collect(),
            Self::Division => item.division.as_deref().into_iter().collect(),
            Self::Level => item.levels.iter().flatten().map(|level| level.code()).collect(),
        }
    }
}

/// Persons, organisations of whatever kind, or both (服务对象).
fn audiences(item: &Item) -> Vec<&'static str> {
    let targets = item.targets.as_deref().unwrap_or_default();
    let is_person = |target: &ServiceTarget| *target == ServiceTarget::Person;
    let is_for = [
        (PERSON, targets.iter().any(is_person)),
        (ORGANISATION, targets.iter().any(|target| !is_person(target))),
    ];
    is_for.into_iter().filter(|(_, is_for)| *is_for).map(|(name, _)| name).collect()
}

/// The themes of an item (主题分类), for persons and for organisations, each once.
fn themes(item: &Item) -> Vec<&str> {
    let mut themes: Vec<&str> = Vec::new();
    let cells = [&item.person_topics, &item.organisation_topics].into_iter().flatten();
    for theme in cells.flat_map(|cell| cell.split(|c| ";；,，、^".contains(c))).map(str::trim) {
        if !theme.is_empty() && !themes.contains(&theme) {
            themes.push(theme);
        }
    }
    themes
}

/// What a property has been said to be, each value once, under a number that stays.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    numbers: HashMap<(By, Arc<str>), u32>,
    said: Vec<(By, Arc<str>)>,
    /// Names that many items have, each once.
    names: HashSet<Arc<str>>,
}

impl Values {
    /// The numbers of everything that an item is.
    pub(super) fn of(&mut self, item: &Item) -> Box<[u32]> {
        let each =
            By::ALL.into_iter().flat_map(|by| by.values(item).into_iter().map(move |it| (by, it)));
        each.map(|(by, value)| self.number(by, value)).collect()
    }

    /// A name, the same for all who have it.
    pub(super) fn name(&mut self, name: String) -> Arc<str> {
        let name = Arc::from(name);
        let known = self.names.get(&name).cloned();
        known.unwrap_or_else(|| {
            self.names.insert(Arc::clone(&name));
            name
        })
    }

    /// What is under a number.
    #[cfg(test)]
    pub(super) fn said(&self, number: u32) -> &(By, Arc<str>) {
        &self.said[number as usize]
    }

    fn number(&mut self, by: By, value: &str) -> u32 {
        let said = (by, Arc::from(value));
        let next = self.said.len() as u32;
        *self.numbers.entry(said).or_insert_with_key(|said| {
            self.said.push(said.clone());
            next
        })
    }
}

/// Items that are the same by a property.
#[derive(Debug)]
pub(crate) struct Way {
    pub(crate) by: By,
    pub(crate) value: Arc<str>,
    /// Their places in the order of the catalogue.
    pub(crate) places: Vec<u32>,
}

/// The ways to items in the order in which the catalogue names them, given what each item is.
pub(super) fn ways<'a>(values: &Values, items: impl Iterator<Item = &'a [u32]>) -> Vec<Way> {
    let mut ways: Vec<Way> = Vec::new();
    let mut known: Vec<Option<usize>> = vec![None; values.said.len()];
    for (place, of_item) in items.enumerate() {
        for value in of_item {
            let way = *known[*value as usize].get_or_insert_with(|| {
                let (by, value) = values.said[*value as usize].clone();
                ways.push(Way { by, value, places: Vec::new() });
                ways.len() - 1
            });
            ways[way].places.push(place as u32);
        }
    }
    ways
}

/// The places on every one of these ways.
pub(super) fn on_all(mut ways: Vec<&Way>) -> Vec<u32> {
    ways.sort_by_key(|way| way.places.len());
    let Some((fewest, others)) = ways.split_first() else { return Vec::new() };
    let is_on_all = |place: &&u32| others.iter().all(|it| it.places.binary_search(place).is_ok());
    fewest.places.iter().filter(is_on_all).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(cells: &[(&str, &str)]) -> Item {
        Item::read(cells.iter().copied())
    }

    #[test]
    fn an_item_is_of_several_themes_and_audiences_each_once() {
        let both = item(&[
            ("server_type", "person;enterprise;society"),
            ("theme_type_user", "户籍办理；证件办理,户籍办理"),
        ]);
        assert_eq!(By::Audience.values(&both), ["person", "organisation"]);
        assert_eq!(
            By::Theme.values(&both),
            both.person_topics.as_ref().map_or(vec![], |_| vec!["户籍办理", "证件办理"])
        );
        assert_eq!(By::Audience.values(&item(&[])), [""; 0]);
    }

    #[test]
    fn ways_keep_the_order_of_the_catalogue_and_narrow_one_another() {
        let items = [
            item(&[("kind", "licence"), ("division", "治安处")]),
            item(&[("kind", "filing"), ("division", "治安处")]),
            item(&[("kind", "licence"), ("division", "网安处")]),
        ];
        let mut values = Values::default();
        let of_items: Vec<_> = items.iter().map(|item| values.of(item)).collect();
        let ways = ways(&values, of_items.iter().map(|it| &**it));
        let told: Vec<_> = ways.iter().map(|way| (&*way.value, way.places.as_slice())).collect();
        assert_eq!(
            told,
            [("licence", &[0, 2][..]), ("治安处", &[0, 1]), ("filing", &[1]), ("网安处", &[2])]
        );
        assert_eq!(on_all(vec![&ways[0], &ways[1]]), [0]);
        assert_eq!(on_all(vec![&ways[2], &ways[3]]), [0; 0]);
    }
}
