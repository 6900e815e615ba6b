//! The elements that lie in a table of their own, each from a day on, put together with the items.

use std::collections::{BTreeMap, BTreeSet};

use legal_clock::Day;

use crate::element::elements;
use crate::{Catalogue, Item};

elements! {
    /// 事项要素: what an element of an item says, from a day on until a later row says otherwise.
    pub struct ItemElement {
        item_code: String = "item_code" "事项编码",
        /// By any of its names.
        element: String = "element" "要素",
        value: String = "value" "内容",
        /// Before every day where not given.
        valid_from: Day = "valid_from" "生效日期",
    } beside {}
}

/// From when on; `None` is before every day.
type Begin = Option<Day>;

impl Catalogue {
    /// Gives each item its elements: a row of an item ends where one of its elements changes, and
    /// another begins there.
    #[must_use]
    pub fn with_elements(mut self, rows: impl IntoIterator<Item = ItemElement>) -> Self {
        let mut by_code: BTreeMap<String, Vec<ItemElement>> = BTreeMap::new();
        for row in rows {
            by_code.entry(row.item_code.clone().unwrap_or_default()).or_default().push(row);
        }
        let mut begins: BTreeMap<String, BTreeSet<Begin>> = BTreeMap::new();
        for item in &self.items {
            begins
                .entry(item.code.clone().unwrap_or_default())
                .or_default()
                .insert(item.valid_from);
        }
        for rows in by_code.values_mut() {
            rows.sort_by_key(|row| row.valid_from);
        }
        let unknown = by_code.iter().filter(|(code, _)| !begins.contains_key(*code));
        let orphans = unknown.flat_map(|(code, rows)| rows.iter().map(|_| code.clone()));
        self.orphans.extend(orphans.map(|code| ("item_elements", code)));
        let versions = |item: Item| {
            let code = item.code.as_deref().unwrap_or_default();
            let Some(rows) = by_code.get(code) else { return vec![item] };
            let next = begins[code].iter().copied().find(|from| *from > item.valid_from);
            versions(&item, next, rows)
        };
        self.items = std::mem::take(&mut self.items).into_iter().flat_map(versions).collect();
        self
    }
}

/// A row of an item, cut where one of its elements changes; `rows` in the order of their days, `next`
/// the day on which the item's next row begins.
fn versions(item: &Item, next: Option<Begin>, rows: &[ItemElement]) -> Vec<Item> {
    let is_within = |from: &Begin| {
        *from > item.valid_from
            && next.is_none_or(|next| *from < next)
            && item.valid_to.is_none_or(|last| *from <= Some(last))
    };
    let cuts: BTreeSet<Begin> = rows.iter().map(|row| row.valid_from).filter(is_within).collect();
    let begins: Vec<Begin> = [item.valid_from].into_iter().chain(cuts).collect();
    let version = |(place, from): (usize, &Begin)| {
        let mut version = Item { valid_from: *from, ..item.clone() };
        if let Some(Some(next)) = begins.get(place + 1) {
            version.valid_to = Some(*next - 1);
        }
        for (name, value) in in_force(rows, *from) {
            version.put(name, value);
        }
        version
    };
    begins.iter().enumerate().map(version).collect()
}

/// What each element says on a day.
fn in_force(rows: &[ItemElement], day: Begin) -> BTreeMap<&str, &str> {
    let begun = rows.iter().take_while(|row| row.valid_from <= day);
    let said = begun.filter_map(|row| {
        let name = row.element.as_deref()?;
        let name = Item::element(name).map_or(name, |element| element.name);
        Some((name, row.value.as_deref()?))
    });
    said.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn element(code: &str, element: &str, value: &str, from: &str) -> ItemElement {
        let cells = [("item_code", code), ("element", element), ("value", value)];
        ItemElement::read(cells.into_iter().chain([("valid_from", from)]))
    }

    fn item(from: &str, to: &str) -> Item {
        Item::read([("item_code", "A"), ("valid_from", from), ("valid_to", to)])
    }

    fn told(items: &[Item]) -> Vec<String> {
        let day = |day: Begin| day.map_or_else(String::new, |day| day.to_string());
        let tell = |item: &Item| {
            let address = item.address.as_deref().unwrap_or("-");
            format!("{}..{} {address}", day(item.valid_from), day(item.valid_to))
        };
        items.iter().map(tell).collect()
    }

    fn catalogue(items: impl IntoIterator<Item = Item>) -> Catalogue {
        Catalogue::new(items, "2026-11-28".parse().unwrap())
    }

    #[test]
    fn a_change_of_an_element_begins_a_version() {
        let rows = [
            element("A", "办理地点", "新厅", "2026-03-01"),
            element("A", "transact_addr", "旧厅", ""),
        ];
        let items = [item("", "2026-05-31"), item("2026-06-01", "")];
        let catalogue = catalogue(items).with_elements(rows);
        assert_eq!(
            told(&catalogue.items),
            ["..2026-02-28 旧厅", "2026-03-01..2026-05-31 新厅", "2026-06-01.. 新厅"]
        );
    }

    #[test]
    fn what_begins_with_the_item_or_after_its_end_cuts_nothing() {
        let items = || [item("2026-01-01", "2026-06-30")];
        let from = |day| {
            told(&catalogue(items()).with_elements([element("A", "办理地点", "厅", day)]).items)
        };
        assert_eq!(from("2026-01-01"), ["2026-01-01..2026-06-30 厅"]);
        assert_eq!(from("2025-01-01"), ["2026-01-01..2026-06-30 厅"]);
        assert_eq!(from("2026-06-30").len(), 2);
        assert_eq!(from("2026-07-01"), ["2026-01-01..2026-06-30 -"]);
    }

    #[test]
    fn an_element_of_an_unknown_item_is_told() {
        let catalogue =
            catalogue([item("", "")]).with_elements([element("B", "办理地点", "厅", "")]);
        assert_eq!(catalogue.orphans, [("item_elements", "B".to_owned())]);
        assert_eq!(catalogue.items.len(), 1);
    }
}
